"""The next session of a plan: the situation that it finds, and what to prepare for it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coachplan.base.policy import Policy
from coachplan.coaching import agenda
from coachplan.coaching.questions import open_questions
from coachplan.coaching.waiting import waits
from coachplan.plan import Activity, CheckIn, Milestone, Plan, Value
from coachplan.plan.guidance import Situation
from coachplan.progress import (
    MeasureStanding,
    Standing,
    as_said,
    distance,
    known_on,
    last_meeting,
    reached,
    sessions,
    standing,
    touchpoints,
    values_of,
)

_NEAR = timedelta(days=7)
_ABSENCE = timedelta(days=14)
_QUESTIONS = 4
_OVER = ("declined", "dropped")


@dataclass(frozen=True)
class Seen:
    """A measure as it is shown: its standing, the value before the latest, and the value expected on the latest's day.

    Without a value it is the one expected today.
    """

    standing: MeasureStanding
    earlier: Value | None
    expected: str | None

    @property
    def step(self) -> int:
        """1 where the latest value is closer to the target than the one before, -1 where it is farther, else 0."""
        measure, latest = self.standing.measure, self.standing.latest
        ways = [distance(measure, value) if value else None for value in (self.earlier, latest)]
        return 0 if ways[0] is None or ways[1] is None else (ways[0] > ways[1]) - (ways[0] < ways[1])


@dataclass(frozen=True)
class Doing:
    """An activity and its practice: its number as shown, and the times that it was practised, by session."""

    number: int
    activity: Activity
    practised: tuple[Value, ...]


@dataclass(frozen=True)
class Preparation:
    """The page for the next session, which begins with the evidence (article on coaching in improvement plans).

    `day` is its day by the cadence, `before` the sessions of the last day that had any: two people may record one
    meeting. `feedback` has what peers recorded since then. `celebrate` and `attention` have in words what went well and
    what to talk about. `milestones` are due or near, by their number.
    """

    day: date | None
    situation: Situation
    standing: Standing
    before: tuple[CheckIn, ...]
    seen: tuple[Seen, ...]
    feedback: tuple[CheckIn, ...]
    activities: tuple[Doing, ...]
    milestones: tuple[tuple[int, Milestone], ...]
    celebrate: tuple[str, ...]
    attention: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def last(self) -> CheckIn | None:
        """The session that was recorded last, None before the first."""
        return self.before[-1] if self.before else None

    @property
    def adjustments(self) -> tuple[str, ...]:
        """The changes of strategy that were agreed on the last day of sessions, whoever recorded them."""
        return _once(text for session in self.before for text in session.adjustments)

    @property
    def next_steps(self) -> tuple[str, ...]:
        """The next steps that were agreed on the last day of sessions, whoever recorded them."""
        return _once(text for session in self.before for text in session.next_steps)

    @property
    def stall(self) -> tuple[str, ...]:
        """The stalls in words: time to look at root causes, at the strategy and not the person.

        The article on coaching in improvement plans asks for it.
        """
        return tuple(stall.words for stall in self.standing.stalls) if self.last else ()


def prepare(
    plan: Plan,
    check_ins: Sequence[CheckIn],
    today: date,
    policy: Policy,
    known_questions: Callable[[Situation], Sequence[str]] | None = None,
) -> Preparation:
    """Prepare the next session as things stand on the day `today`; later check-ins are left out.

    `known_questions` is asked for the questions of the situation that is found.
    """
    check_ins = known_on(check_ins, today)
    past_sessions, stands = sessions(check_ins), standing(plan, check_ins, today, policy)
    seen = tuple(_seen(entry, past_sessions) for entry in stands.measures)
    before = tuple(last_meeting(past_sessions))
    last = before[-1] if before else None
    found = _situation(plan, past_sessions, seen, stands, today, policy)
    return Preparation(
        day=next_session(plan, check_ins, today, policy),
        situation=found,
        standing=stands,
        before=before,
        seen=seen,
        feedback=tuple(entry for entry in check_ins if entry.about and (last is None or entry.date >= last.date)),
        activities=tuple(_doing(plan, past_sessions)),
        milestones=tuple(_near_milestones(plan, check_ins, today)),
        celebrate=tuple(_celebrate(plan, check_ins, before, seen, today)),
        attention=(
            *(
                ()
                if found is Situation.FIRST and stands.state in ("on-track", "no-evidence")
                else _standing_words(stands)
            ),
            *_waiting(plan),
            *_late(plan, check_ins, today, policy),
        ),
        questions=tuple(open_questions(known_questions(found), _QUESTIONS, past_sessions)) if known_questions else (),
    )


def next_session(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> date | None:
    """The day of the next session by the cadence, or the next look back of a plan that is closed; None where none is.

    There is none in a draft, after the last day, and while nobody knows when a hold ends. Peers do not hold one.
    """
    if plan.status == "closed":
        return next((day for _, day in agenda.open_reviews(plan, check_ins)), None)
    if plan.status == "draft" or (plan.status == "active" and today > plan.timeline.end):
        return None
    return next(iter(agenda.session_days(plan, check_ins, today, policy)), None)


def _situation(
    plan: Plan, past_sessions: Sequence[CheckIn], seen: Sequence[Seen], stands: Standing, today: date, policy: Policy
) -> Situation:
    if not past_sessions:
        return Situation.FIRST
    if stands.state == "on-hold" or (today <= plan.timeline.end and _was_absent(plan, past_sessions, today, policy)):
        return Situation.AFTER_AN_ABSENCE
    if plan.timeline.end - today <= _NEAR:
        return Situation.NEAR_THE_END
    latest = max((entry.standing.day for entry in seen if entry.standing.day), default=None)
    steps = [entry.step for entry in seen if entry.standing.day == latest]
    if -1 in steps and 1 not in steps:
        return Situation.SETBACK
    return Situation.PLATEAU if _stands_still(seen, stands) else Situation.PROGRESS


def _was_absent(plan: Plan, past_sessions: Sequence[CheckIn], today: date, policy: Policy) -> bool:
    """True if a hold ended since the last session, or more than two weeks passed and too many touchpoints with them."""
    last = past_sessions[-1].date
    if any(hold.to and last <= hold.to < today for hold in plan.timeline.holds):
        return True
    passed = touchpoints(plan, last, today - timedelta(days=1), policy)
    return today - last > _ABSENCE and len(passed) >= policy.missed_sessions


def _stands_still(seen: Sequence[Seen], stands: Standing) -> bool:
    """True if a measure has stalled, or every one that is still on its way is steady."""
    trends = [entry.standing.trend for entry in seen if entry.standing.state != "reached"]
    return any(stall.measure for stall in stands.stalls) or (
        any(trends) and all(trend and trend.word == "steady" for trend in trends)
    )


def _seen(entry: MeasureStanding, past_sessions: Sequence[CheckIn]) -> Seen:
    values = [value for _, value in values_of(entry.measure, past_sessions)]
    return Seen(
        entry,
        values[-2] if len(values) > 1 else entry.measure.baseline,
        as_said(entry.measure, entry.expected) if entry.expected is not None else None,
    )


def habits_of(plan: Plan) -> list[Activity]:
    """The habits that are practised: neither still proposed nor over."""
    over = (*_OVER, "proposed", "done")
    return [activity for activity in plan.activities if activity.kind == "habit" and activity.counts_as not in over]


def _doing(plan: Plan, past_sessions: Sequence[CheckIn]) -> Iterator[Doing]:
    for number, activity in enumerate(plan.activities, 1):
        if activity.counts_as not in (*_OVER, "proposed"):
            names = (activity.id, activity.what)
            ticks = (times for session in past_sessions for name, times in session.practice.items() if name in names)
            yield Doing(number, activity, tuple(ticks))


def _near_milestones(plan: Plan, check_ins: Sequence[CheckIn], today: date) -> Iterator[tuple[int, Milestone]]:
    for number, milestone in enumerate(plan.timeline.milestones, 1):
        if not reached(milestone, check_ins, today) and milestone.date - today <= _NEAR:
            yield number, milestone


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _celebrate(
    plan: Plan, check_ins: Sequence[CheckIn], before: Sequence[CheckIn], seen: Sequence[Seen], today: date
) -> Iterator[str]:
    """Yield what went well: small wins (article on coaching in improvement plans), milestones, targets, steps."""
    last = before[-1] if before else None
    for milestone in plan.timeline.milestones:
        day = reached(milestone, check_ins, today)
        if day and last and last.date <= day:
            yield f"reached on {day}: {milestone.what}"
    for entry in seen:
        name, latest = entry.standing.measure.name, entry.standing.latest
        if entry.standing.reached:
            yield f"{name}: {latest} reaches the target"
        elif entry.step > 0:
            yield f"{name}: {latest} after {entry.earlier}, closer to the target"
    yield from _once(win for session in before for win in session.wins)


def _standing_words(stands: Standing) -> Iterator[str]:
    """Return the reasons for the plan's state, except that something is as it should be."""
    fine = {f"{entry.measure.name}: {'; '.join(entry.reasons)}" for entry in stands.measures if _is_fine(entry)}
    if stands.kept.met == stands.kept.due:
        fine.add(f"check-ins: {stands.kept.words}")
    return (reason for reason in stands.reasons if reason not in fine)


def _late(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Iterator[str]:
    """Yield activities and support that were agreed or promised for a day in the past."""
    for item in agenda.items(plan, check_ins, today, policy):
        if item.overdue and item.kind in ("activity", "support"):
            yield f"{'promised for' if item.kind == 'support' else 'due on'} {item.day}: {item.what}"


def _is_fine(entry: MeasureStanding) -> bool:
    """True if a measure is as it should be, or cannot be compared: then one sentence says so for all of them."""
    return entry.state in ("on-track", "reached") or (entry.state == "open" and entry.latest is not None)


def _waiting(plan: Plan) -> Iterator[str]:
    """Yield what needs somebody's answer: proposals, terms that changed since they were acknowledged, and promises."""
    found = waits(plan)
    yield from (f"proposed, and waiting for an answer: {activity.what}" for _, activity in found.answers)
    for entry in (consent.entry for consent in found.terms):
        if entry:
            yield f"the terms changed since {entry.by.name} read them on {entry.date}: they need agreement again"
    yield from (f"promised: {asset.what}" for asset in found.promised)
