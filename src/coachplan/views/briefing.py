"""The beginning of a document: the tasks of one person, or a whole plan in days, counts and results."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from coachplan.base.policy import Policy
from coachplan.base.words import State
from coachplan.coaching.consent import Consent, consents
from coachplan.coaching.sessions import next_session, prepare
from coachplan.coaching.waiting import waits
from coachplan.plan import READERS, Activity, CheckIn, Plan, Role, SupportAsset
from coachplan.plan.guidance import Situation, is_placeholder
from coachplan.progress import CadenceKept, MeasureStanding, is_reached, known_on, sessions
from coachplan.views.plan_view import dashboard


@dataclass(frozen=True)
class ToDo:
    """The tasks of one person: what waits for their answer, what they promised and do, and the next session.

    `terms` is their own word on the terms, None where it needs none: it holds, or the plan is closed. `look_back` says
    that the plan's end has come, and with it the day on which both look back; `day` is None where no session is next.
    """

    answers: tuple[Activity, ...]
    terms: Consent | None
    promised: tuple[SupportAsset, ...]
    activities: tuple[Activity, ...]
    day: date | None
    look_back: bool
    questions: tuple[str, ...]


def to_do(
    plan: Plan,
    check_ins: Sequence[CheckIn],
    role: Role,
    today: date,
    policy: Policy,
    known_questions: Callable[[Situation], Sequence[str]] | None = None,
) -> ToDo:
    """Return the tasks on the day `today` of the person in `role`; the manager gets the session's open questions, too.

    An activity that nobody owns is the team member's. Of a draft there is what waits for a word, and nothing else.
    """
    known = known_on(check_ins, today)
    day = next_session(plan, known, today, policy)
    if plan.status == "closed":
        return ToDo((), None, (), (), day, look_back=False, questions=())
    waiting = waits(plan)
    answers = tuple(activity for _, activity in waiting.answers) if role == "team_member" else ()
    terms = next((entry for entry in waiting.terms if entry.role == role), None)
    if plan.status == "draft":
        return ToDo(answers, terms, (), (), day, look_back=False, questions=())
    return ToDo(
        answers=answers,
        terms=terms,
        promised=tuple(_promised(plan, role)),
        activities=tuple(_under_way(plan, role)),
        day=day,
        look_back=today >= plan.timeline.end,
        questions=prepare(plan, known, today, policy, known_questions).questions if role == "manager" else (),
    )


def _under_way(plan: Plan, role: Role) -> Iterator[Activity]:
    for activity in plan.activities:
        is_theirs = (activity.owner or "team_member") == role and not is_placeholder(activity.what)
        if is_theirs and activity.counts_as in (None, "agreed", "doing"):
            yield activity


def _promised(plan: Plan, role: Role) -> Iterator[SupportAsset]:
    for asset in plan.support_assets:
        if asset.from_ == role and asset.status not in ("given", "dropped") and not is_placeholder(asset.what):
            yield asset


# -- in brief ----------------------------------------------------------------------------------------------------------


class Word(NamedTuple):
    """Somebody's last word on the terms, without their comment; `changed` says that the terms have changed since."""

    name: str
    stance: str | None
    day: date | None
    changed: bool


@dataclass(frozen=True)
class Brief:
    """A plan as an update for HR and management: no field holds a word of anyone but names.

    `extensions` have their day, the end before and the end after; `rests` their first and last day. Of `measures` and
    `milestones` there is the number, and how many were reached. `outcome` and `follow_up` are a result and its day.
    """

    kind: Literal["coaching", "performance-support"]
    people: tuple[tuple[Role, str], ...]
    state: State
    start: date
    end: date
    days_left: int | None
    extensions: tuple[tuple[date, date, date], ...]
    rests: tuple[tuple[date, date | None], ...]
    kept: CadenceKept
    sessions: tuple[date, ...]
    last: date | None
    next: date | None
    measures: tuple[int, int]
    milestones: tuple[int, int]
    agreement: tuple[Word, ...]
    outcome: tuple[str, date] | None
    follow_up: tuple[str, date] | None


def in_brief(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Brief:
    """The plan in days, counts and results as things stand on the day `today`."""
    board = dashboard(plan, check_ins, today, policy)
    prepared, timeline = board.prepared, plan.timeline
    known = sorted((check_in for check_in in check_ins if check_in.date <= today), key=lambda entry: entry.date)
    looks = [(entry.sustained, entry.date) for entry in known if entry.sustained]
    return Brief(
        kind=plan.kind,
        people=tuple((role, person.name) for role in READERS if (person := plan.people.in_role(role))),
        state=prepared.standing.state,
        start=timeline.start,
        end=timeline.end,
        days_left=board.days_left,
        extensions=tuple((entry.date, entry.from_, entry.to) for entry in timeline.extensions),
        rests=tuple((hold.from_, hold.to) for hold in timeline.holds),
        kept=prepared.standing.kept,
        sessions=tuple(session.date for session in sessions(known)),
        last=prepared.last.date if prepared.last else None,
        next=prepared.day,
        measures=(
            sum(_has_reached(plan, entry) for entry in prepared.standing.measures),
            len(prepared.standing.measures),
        ),
        milestones=(sum(day is not None for _, day in board.milestones), len(board.milestones)),
        agreement=tuple(_word(entry) for entry in consents(plan)),
        outcome=(plan.outcome.result, plan.outcome.date) if plan.outcome else None,
        follow_up=looks[-1] if looks else None,
    )


def _has_reached(plan: Plan, entry: MeasureStanding) -> bool:
    """True if a measure is reached: by its final value if the plan ended with one, else by the latest."""
    final = plan.outcome.measures.get(entry.measure.name) if plan.outcome else None
    return bool(is_reached(entry.measure, final) if final else entry.reached)


def _word(consent: Consent) -> Word:
    entry = consent.entry if consent.state != "unknown" else None
    stance, day = (entry.stance, entry.date) if entry else (None, None)
    return Word(consent.person.name, stance, day, consent.state == "again")
