"""The state of a plan on a day, with the reasons in words: about the plan and its strategy, never about the person."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from coachplan.base.policy import Policy
from coachplan.base.words import SUSTAINED, State, plural
from coachplan.plan import CheckIn, Measure, Plan, Value
from coachplan.plan.terms import agreed_by_both
from coachplan.progress.cadence_kept import CadenceKept, kept, known_on, missed_days, sessions
from coachplan.progress.expected_line import as_said, expected
from coachplan.progress.measures import aim, distance, is_reached, position, share, way
from coachplan.progress.obstacles import recurring
from coachplan.progress.stall import Stall, since_change, stalled_measure, stalls, values_of
from coachplan.progress.touchpoints import is_resting, resting_until
from coachplan.progress.trend import Trend, trend

MeasureState = Literal["reached", "on-track", "watch", "needs-attention", "stalled", "open"]
"""`open` if the data does not show enough: a missing value, text, or missing terms."""

_RANK: tuple[State, ...] = ("on-track", "no-evidence", "watch", "needs-attention", "stalled")
_NEAR, _FAR = Decimal("0.1"), Decimal("0.3")


class MeasureStanding(NamedTuple):
    """The state of a measure: its latest value with its day, and the expected value on that day.

    `expected` is today's while a value is missing. `share` is the share of the way that is done, from 0 to 1.
    """

    measure: Measure
    latest: Value | None
    day: date | None
    expected: Decimal | None
    share: Decimal | None
    trend: Trend | None
    reached: bool | None
    state: MeasureState
    reasons: tuple[str, ...]


class Standing(NamedTuple):
    """The state of a plan with its reasons, each measure, the cadence as it was kept, and stalls.

    The first `causes` of the reasons explain why the state is not better; the others are about the rest.
    """

    state: State
    reasons: tuple[str, ...]
    measures: tuple[MeasureStanding, ...]
    kept: CadenceKept
    stalls: tuple[Stall, ...]
    causes: int


def standing(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Standing:
    """Return the plan's state on the day `today`: the most that any measure, the cadence or an obstacle asks for.

    Measures that hold text, and plans without measures, are judged by cadence and obstacles only, and the reasons say
    so. A plan without a session is never on track: nothing shows it. Nothing escalates: a state is what the data shows
    on a day, and says what to talk about.
    """
    known = known_on(check_ins, today)
    measures = tuple(_of_measure(plan, measure, known, today, policy) for measure in plan.measures)
    days = [session.date for session in sessions(known)]
    cadence = kept(plan, days, today, policy)
    if (outside := _outside(plan, today, policy)) is not None:
        state, why = outside
        if state == "closed":
            why += tuple(_lasted(known))
        if state in _BEFORE:
            measures = tuple(_without_verdict(entry) for entry in measures)
        return Standing(state, why, measures, cadence, (), len(why))
    still = tuple(stalls(plan, known, today, policy))
    found = [
        *_of_measures(measures),
        *_of_cadence(plan, known, today, policy, still),
        *_of_obstacles(sessions(known), policy),
    ]
    if not days:
        found.append(("no-evidence", "no check-in is recorded yet"))
    elif measures and all(entry.latest is None for entry in measures):
        found.append(("no-evidence", "no measure has a value yet"))
    worst = max((state for state, _ in found), key=_RANK.index, default=_RANK[0])
    reasons = [reason for state, reason in sorted(found, key=lambda entry: -_RANK.index(entry[0]))]
    causes = sum(state == worst for state, _ in found)
    return Standing(worst, (*reasons, *_said_openly(plan, measures, cadence)), measures, cadence, still, causes)


def _lasted(known: Sequence[CheckIn]) -> Iterator[str]:
    """Yield how much of the change was there at the latest look back, in words."""
    for review in reversed(known):
        if review.sustained:
            yield f"{SUSTAINED[review.sustained]}, as of {review.date}"
            return


_BEFORE = ("forgotten", "draft", "not-started")
_WHY: dict[State, str] = {
    "closed": "the plan is closed",
    "on-hold": "the plan is on hold: no check-ins are due, and nothing becomes overdue",
    "not-started": "the plan has not begun",
    "ended": "the last day is over: look back together",
}


def _without_verdict(entry: MeasureStanding) -> MeasureStanding:
    """Return a measure without a verdict, as long as nothing is expected of it."""
    return entry if entry.reached or entry.latest is None else entry._replace(state="open", reasons=())


def _outside(plan: Plan, today: date, policy: Policy) -> tuple[State, tuple[str, ...]] | None:
    """Return the state of a plan that is not under way, and why; None for one that is."""
    if plan.status == "draft":
        return _of_draft(plan, today, policy)
    state: State | None = None
    if plan.status != "active":
        state = plan.status
    elif today < plan.timeline.start:
        state = "not-started"
    elif today > plan.timeline.end:
        state = "ended"
    elif is_resting(plan.timeline.holds, today):
        state = "on-hold"
    if plan.status == "on-hold" and (rest := resting_until(plan, today)) and rest < today:
        return "on-hold", (f"the hold ended on {rest}: `coachplan resume`",)
    return (state, (_WHY[state],)) if state else None


def _of_draft(plan: Plan, today: date, policy: Policy) -> tuple[State, tuple[str, ...]]:
    """Return `forgotten` for a draft that should have begun or whose proposals wait for too long, else `draft`."""
    start, end = plan.timeline.start, plan.timeline.end
    begins = begins_by(plan, today, policy)
    if since := forgotten_since(plan, today, policy):
        late = (today - start).days
        why = f"its proposals have waited for an answer since {since}"
        if late > 0:
            why = f"still a draft {plural(late, 'day')} after its start"
        if today > end:
            why = f"still a draft, and its last day was {end}"
        return "forgotten", (why, begins) if begins else (why,)
    return "draft", (begins or "no check-ins are due yet",)


def begins_by(plan: Plan, today: date, policy: Policy) -> str | None:
    """Return how a draft that both have agreed to by the day `today` begins, in words; None before that."""
    if not agreed_by_both(plan, today):
        return None
    if policy.begin == "command":
        return "both have agreed: `coachplan begin PLAN` begins it"
    start = plan.timeline.start
    late = "it begins once `coachplan check` finds no errors"
    return f"both have agreed: {late if today >= start else f'it begins on {start}'}"


def forgotten_since(plan: Plan, today: date, policy: Policy) -> date | None:
    """Return the day since which a draft waits, where it counts as forgotten: past its start, or past an answer.

    Its proposals are overdue `proposal_days` after the oldest of them was recorded, where that day is known.
    """
    if plan.status != "draft":
        return None
    if today > plan.timeline.start:
        return plan.timeline.start
    asked = plan.proposed_since
    return asked if asked and today - asked > timedelta(days=policy.proposal_days) else None


def _of_measure(
    plan: Plan, measure: Measure, check_ins: Sequence[CheckIn], today: date, policy: Policy
) -> MeasureStanding:
    recent = since_change(check_ins)
    day, latest = next(iter(reversed(values_of(measure, check_ins))), (None, None))
    line = expected(measure, plan.timeline.start, day or today, plan.timeline.end, plan.timeline.holds)
    if latest is None:
        return MeasureStanding(measure, None, None, line, None, None, None, "open", ("no value yet",))
    values = values_of(measure, recent)
    reached, going = is_reached(measure, latest), trend(measure, values, policy)
    judged: tuple[MeasureState, str]
    if reached:
        judged = ("reached", f"{latest} reaches the target")
    elif stalled := stalled_measure(measure, recent, policy):
        judged = ("stalled", stalled.evidence)
    elif measure.goal is not None and measure.goal.kind == "rhythm":
        judged = ("open", f"{latest}") if reached is None else ("watch", f"{latest}: the rhythm was not kept")
    elif measure.direction == "maintain":
        judged = _held(reached, latest)
    elif way(measure) is None:
        before = values[-2][1] if len(values) > 1 else None
        judged = _against_target(measure, latest, before, is_due=today >= (measure.by or plan.timeline.end))
    else:
        judged = _against_line(measure, latest, line)
    state, reason = _with_trend(*judged, going)
    return MeasureStanding(measure, latest, day, line, share(measure, latest), going, reached, state, reason)


def _held(reached: bool | None, latest: Value) -> tuple[MeasureState, str]:
    if reached is None:
        return "open", f"{latest} cannot be compared with the target"
    return "watch", f"{latest} is outside the target to maintain"


def _against_target(measure: Measure, latest: Value, before: Value | None, *, is_due: bool) -> tuple[MeasureState, str]:
    """Judge the latest value against the target alone, as there is not a baseline: near or far, better or worse.

    Without a way there is no expected line: to be far from the target counts only on its day.
    """
    left, goal = distance(measure, latest), aim(measure)
    if left is None or goal is None:
        return "open", f"{latest}, and nothing to compare it with"
    is_near = left <= (Decimal(1) if measure.scale else abs(goal) * _NEAR)
    side = "below" if measure.better == "increase" else "above"
    said = f"{latest}, {side} the target of {measure.goal}, {'near' if is_near else 'far from'} it"
    earlier = distance(measure, before) if before else None
    if earlier is not None and earlier != left:
        said += f", and {'better' if left < earlier else 'worse'} than {before} last time"
    if is_due:
        return ("watch" if is_near else "needs-attention"), said
    is_worse = earlier is not None and left > earlier
    return ("watch" if is_worse else "on-track" if is_near else "open"), said


def _against_line(measure: Measure, latest: Value, line: Decimal | None) -> tuple[MeasureState, str]:
    """Judge the distance of the latest value from the expected line, as a part of the whole way."""
    now, ends = position(measure, latest), way(measure)
    if now is None or line is None or ends is None or measure.better is None:
        return "open", f"{latest}, and nothing to compare it with"
    behind = line - now if measure.better == "increase" else now - line
    size = abs(ends[1] - ends[0])
    said = f"{latest}, where {as_said(measure, line)} was expected"
    if behind <= size * _NEAR:
        return "on-track", f"{latest}, on the expected line or beyond it" if behind <= 0 else f"{said}: close to it"
    return ("watch" if behind <= size * _FAR else "needs-attention"), said


def _with_trend(state: MeasureState, reason: str, going: Trend | None) -> tuple[MeasureState, tuple[str, ...]]:
    """Return the state and reasons with the trend: if values get worse, the state is one step worse."""
    if going is None or state == "stalled":
        return state, (reason,)
    if going.word == "worsening":
        state = {"on-track": "watch", "watch": "needs-attention"}.get(state, state)  # type: ignore[assignment]
    return state, (reason, going.words)


def _of_measures(measures: Sequence[MeasureStanding]) -> Iterator[tuple[State, str]]:
    for entry in measures:
        state: State = "on-track" if entry.state == "open" or entry.state == "reached" else entry.state  # noqa: PLR1714
        yield state, f"{entry.measure.name}: {'; '.join(entry.reasons)}"


def _of_cadence(
    plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy, still: Sequence[Stall]
) -> Iterator[tuple[State, str]]:
    for stall in still:
        if stall.measure is None:
            yield "stalled", stall.words
            return
    days = missed_days(plan, check_ins, today, policy)
    if days:
        since = f"the check-in of {days[0]} is missing" if len(days) == 1 else f"no check-in since {days[0]}"
        yield ("watch" if len(days) == 1 else "needs-attention"), since


def _of_obstacles(held: Sequence[CheckIn], policy: Policy) -> Iterator[tuple[State, str]]:
    times = max(recurring(held), default=0)
    if times >= policy.same_obstacle:
        yield "needs-attention", f"the same obstacle is in {times} check-ins, and nothing has been adjusted yet"
    elif times > 1:
        yield "watch", f"the same obstacle is in {times} check-ins"


def _said_openly(plan: Plan, measures: Sequence[MeasureStanding], cadence: CadenceKept) -> Iterator[str]:
    """Yield the limits of the data, if the state relies on less than it seems to."""
    if not measures:
        yield "the plan has no measures: only check-ins and obstacles count"
    elif all(entry.state == "open" for entry in measures):
        yield "the measures cannot be compared with their targets yet: only check-ins and obstacles count"
    if not any(part.is_understood for part in plan.update_cadence):
        yield "the cadence does not name a rhythm, so its touchpoints are not known"
    elif cadence.due:
        yield f"check-ins: {cadence.words}"
