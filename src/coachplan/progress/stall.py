"""Stalls of a plan, with their evidence; a changed strategy is a fresh start.

The article on coaching in improvement plans asks to revisit root causes when progress stalls.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from coachplan.base.policy import Policy
from coachplan.plan import CheckIn, Measure, Plan, Value
from coachplan.progress.cadence_kept import last_meeting, missed_between, missed_days, sessions
from coachplan.progress.measures import distance


class Stall(NamedTuple):
    """A stall with its evidence: the values of a measure, or the touchpoints that passed without a session."""

    measure: Measure | None
    values: tuple[tuple[date, Value], ...] = ()
    missed: tuple[date, ...] = ()

    @property
    def words(self) -> str:
        """Return the stall in a sentence about the plan."""
        return f"{self.measure.name}: {self.evidence}" if self.measure else self.evidence

    @property
    def evidence(self) -> str:
        """Return the values or touchpoints that show it."""
        if self.measure is None:
            days = ", ".join(map(str, self.missed))
            return f"{len(self.missed)} touchpoints in a row passed without a check-in: {days}"
        return f"no closer to its target: {', '.join(f'{value} on {day}' for day, value in self.values)}"


def stalls(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> list[Stall]:
    """Return every stall since the strategy last changed; it does not have consequences by itself."""
    found = [stalled for measure in plan.measures if (stalled := stalled_measure(measure, check_ins, policy))]
    gap = missed_sessions(plan, check_ins, today, policy)
    return [*found, *([Stall(None, missed=tuple(gap))] if gap else [])]


def stalled_measure(measure: Measure, check_ins: Sequence[CheckIn], policy: Policy) -> Stall | None:
    """Return a stall if the last of `stalled_check_ins` values is not closer to the target than the first, else None.

    Only values since the strategy last changed count, including those of that day.
    """
    values = values_of(measure, since_change(check_ins))[-policy.stalled_check_ins :]
    if len(values) < policy.stalled_check_ins:
        return None
    first, last = distance(measure, values[0][1]), distance(measure, values[-1][1])
    is_no_closer = first is not None and last is not None and last > 0 and last >= first
    return Stall(measure, tuple(values)) if is_no_closer else None


def missed_sessions(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> list[date]:
    """Return the touchpoints that passed without a session, if at least `missed_sessions` in a row, else an empty list.

    Touchpoints since the last session count, and those before it unless it changed the strategy: a second session in
    time shows that the rhythm is back.
    """
    if plan.status != "active" or today > plan.timeline.end:
        return []
    latest = last_meeting(check_ins)
    gap = missed_days(plan, check_ins, today, policy)
    if len(gap) < policy.missed_sessions and latest and not any(map(changes_strategy, latest)):
        last = latest[-1].date
        before = max(
            (session.date for session in sessions(check_ins) if session.date < last), default=plan.timeline.start
        )
        # Most gaps are shorter than that many days with their grace, whatever the cadence.
        if (last - before).days >= policy.grace_days + policy.missed_sessions:
            gap = missed_between(plan, before, last, policy)
    return gap if len(gap) >= policy.missed_sessions else []


def changes_strategy(check_in: CheckIn) -> bool:
    """True if a check-in looks for a root cause and adjusts something: a new way, and a fresh start for counting."""
    return bool(check_in.root_cause and check_in.adjustments)


def since_change(check_ins: Sequence[CheckIn]) -> list[CheckIn]:
    """Return the check-ins since the strategy last changed, including the one that changed it, oldest first."""
    in_order = sorted(check_ins, key=lambda check_in: check_in.date)
    changes = [place for place, check_in in enumerate(in_order) if changes_strategy(check_in)]
    return in_order[max([0, *changes]) :]


def values_of(measure: Measure, check_ins: Sequence[CheckIn]) -> list[tuple[date, Value]]:
    """Return the values that check-ins have for a measure, each with its day; of several on one day the latest."""
    by_day = {entry.date: entry.measures[measure.name] for entry in check_ins if measure.name in entry.measures}
    return list(by_day.items())
