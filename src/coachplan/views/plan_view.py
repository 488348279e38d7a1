"""One plan at a glance: its state on a day, how each measure has gone, and what there is to celebrate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from coachplan.base.errors import RefusedError
from coachplan.base.findings import Severity

if TYPE_CHECKING:
    from coachplan.base.policy import Policy
    from coachplan.coaching.sessions import Preparation
    from coachplan.format import Document
    from coachplan.plan import CheckIn, Milestone, Plan, Value
    from coachplan.progress import MeasureStanding
    from coachplan.views.audience import NotedCheckIn

_UNSURE = {"people", "timeline", "update_cadence", "goal_state"}
_POINTS = 200


def is_unclear(document: "Document[Plan]") -> bool:
    """True if so much of a plan cannot be read that nobody can tell where it stands."""
    return bool(document.unread & _UNSURE) or "status" in document.damaged or document.content is None


def is_without_days(document: "Document[Plan]") -> bool:
    """True if a plan is a draft that can be read, and its days alone are still open."""
    has_errors = any(finding.severity is Severity.ERROR for finding in document.findings)
    return document.unread == {"timeline"} and not has_errors


def refuse_unclear(document: "Document[Plan]", id_: str) -> None:
    """Raise `RefusedError` where nobody can tell where a plan stands: anything shown instead would be made up."""
    if is_without_days(document):
        raise RefusedError(f"the days of {id_} are still open; `coachplan new --continue {id_}` asks for them")
    if is_unclear(document):
        raise RefusedError(f"too much of {id_} cannot be read to tell where it stands; `coachplan check` says why")


def readable(read: "Iterable[Document[CheckIn]]") -> "tuple[list[NotedCheckIn], int]":
    """The check-ins that can be read, each with the Markdown below it, and how many cannot be, or not in full."""
    read = list(read)
    recorded = [(entry.content, entry.body) for entry in read if entry.content and "date" not in entry.unread]
    return recorded, sum(bool(entry.findings) for entry in read)


@dataclass(frozen=True)
class Course:
    """The course of a measure: its standing, its values, and its expected line, each with their days, in order.

    The days run from `first` to `last`: the plan's own, and further where values lie outside. `expected` is that day's
    point of the line in words, of a plan that is active. Of a line over years only some days are given.
    """

    standing: "MeasureStanding"
    expected: str | None
    values: "tuple[tuple[date, Value], ...]"
    line: tuple[tuple[date, Decimal], ...]
    first: date
    last: date

    def points(self) -> "list[tuple[date, Value, Decimal]]":
        """The values that lie somewhere, each with its day and place."""
        from coachplan.progress import position

        placed = ((day, value, position(self.standing.measure, value)) for day, value in self.values)
        return [(day, value, place) for day, value, place in placed if place is not None]

    def aims(self) -> tuple[Decimal, ...]:
        """The places of the target where the expected line does not lead to it: none, one, or both ends of a range."""
        from coachplan.progress import bounds, position

        measure = self.standing.measure
        target = measure.goal
        if target is None:
            return ()
        is_range = measure.direction == "maintain" and target.low != target.high
        if len(self.line) > 1 and not is_range:
            return ()
        ends = [position(measure, target)] if measure.scale else [end and end.number for end in bounds(measure, target)]
        return tuple(dict.fromkeys(place for place in ends if place is not None))

    def span(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest place of values, line and aims; where all are one, with room above and below."""
        low, high = self._ends()
        spare = Decimal(low == high)
        return low - spare, high + spare

    def marks(self) -> dict[Decimal, str]:
        """Places worth naming on an axis, the most telling first: both ends, target, baseline, levels of a scale.

        Each is named as people wrote it where they did, else in the same terms.
        """
        from coachplan.progress import in_words, position

        measure = self.standing.measure
        terms = [term for term in (measure.target, measure.baseline) if term]
        written = {place: value.text for _, value, place in self.points() if value.low == value.high}
        written |= {
            place: term.text
            for term in terms
            if term.low == term.high and (place := position(measure, term)) is not None
        }
        low, high = self._ends()
        levels = [Decimal(number) for number in range(int(low), int(high) + 1)] if measure.scale else []
        named = [high, low, *self.aims(), *(position(measure, term) for term in terms), *levels]
        wanted = [place for place in named if place is not None and low <= place <= high]
        return {
            place: in_words(measure, place) if measure.scale or place not in written else written[place]
            for place in dict.fromkeys(wanted)
        }

    def _ends(self) -> tuple[Decimal, Decimal]:
        places = [*(place for _, _, place in self.points()), *(place for _, place in self.line), *self.aims()]
        return min(places), max(places)


@dataclass(frozen=True)
class Dashboard:
    """One plan at a glance: what `prep` prepares, how each measure has gone, and what there is to celebrate.

    `wins` are newest first; a milestone has the day on which it was reached, None while it was not. `attention` is
    what to talk about beside the reasons for the plan's state. There are `days_left` from the first day to the last.
    """

    plan: "Plan"
    prepared: "Preparation"
    courses: tuple[Course, ...]
    wins: tuple[tuple[date, str], ...]
    milestones: "tuple[tuple[Milestone, date | None], ...]"
    attention: tuple[str, ...]
    days_left: int | None

    def reasons(self) -> list[str]:
        """Return the reasons for the plan's state, but for the cadence, which has a line of its own."""
        stands = self.prepared.standing
        return [reason for reason in stands.reasons if reason != f"check-ins: {stands.kept.words}"]

    @property
    def final(self) -> "Mapping[str, Value]":
        """The final value of each measure, by name, of a plan that is closed."""
        return self.plan.outcome.measures if self.plan.outcome else {}

    def results(self) -> list[str]:
        """Return the final values of a plan that is closed, in words."""
        return [f"{name}: {value} in the end" for name, value in self.final.items()]


def dashboard(plan: "Plan", check_ins: "Sequence[CheckIn]", today: date, policy: "Policy") -> Dashboard:
    """The plan as things stand on the day `today`; what was recorded later is left out."""
    from coachplan.coaching.sessions import prepare
    from coachplan.progress import known_on, reached

    known = known_on(check_ins, today)
    prepared = prepare(plan, known, today, policy)
    return Dashboard(
        plan=plan,
        prepared=prepared,
        courses=tuple(_course(plan, seen.standing, seen.expected, known) for seen in prepared.seen),
        wins=tuple(reversed(wins(known))),
        milestones=tuple((milestone, reached(milestone, known, today)) for milestone in plan.timeline.milestones),
        attention=tuple(text for text in prepared.attention if text not in prepared.standing.reasons),
        days_left=plan.days_left(today) if plan.timeline.start <= today <= plan.timeline.end else None,
    )


def wins(check_ins: "Sequence[CheckIn]") -> list[tuple[date, str]]:
    """The wins of sessions, each with its day, in the order of `check_ins`."""
    from coachplan.progress import sessions

    return [(session.date, win) for session in sessions(check_ins) for win in session.wins]


def _course(plan: "Plan", standing: "MeasureStanding", line_now: str | None, check_ins: "Sequence[CheckIn]") -> Course:
    from coachplan.progress import expected, values_of

    measure, timeline = standing.measure, plan.timeline
    values = values_of(measure, check_ins)
    days = _days(timeline.start, timeline.end)
    line = ((day, expected(measure, timeline.start, day, timeline.end, timeline.holds)) for day in days)
    shown = [timeline.start, timeline.end, *(day for day, _ in values)]
    return Course(
        standing,
        line_now if plan.status == "active" else None,
        tuple(values),
        tuple((day, place) for day, place in line if place is not None),
        min(shown),
        max(shown),
    )


def _days(first: date, last: date) -> list[date]:
    """The days from the first to the last, or of many as many as can be seen apart; always with both ends."""
    whole = max((last - first).days, 0)
    apart = whole // _POINTS + 1
    return sorted({*(first + timedelta(days=day) for day in range(0, whole + 1, apart)), max(first, last)})
