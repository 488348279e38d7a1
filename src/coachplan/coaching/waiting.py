"""The one list of what a plan waits for: answers, a word on the terms, own words, sessions, and promises."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from coachplan.base.policy import Policy
from coachplan.coaching import agenda
from coachplan.coaching.consent import Consent, consents, is_to_be_filled_in
from coachplan.coaching.proposals import open_proposals
from coachplan.plan import READERS, THE_TWO, Activity, CheckIn, Plan, Role, SupportAsset
from coachplan.plan.guidance import is_placeholder
from coachplan.progress import last_meeting

Meeting = Literal["begin", "session", "look-back", "follow-up"]
WaitKind = Literal["answer", "agree", Meeting, "words", "step", "activity", "support"]
"""The sorts of things that wait for somebody."""

_LATELY = timedelta(days=30)
_MEETINGS: dict[str, Meeting] = {"session": "session", "end": "look-back", "follow-up": "follow-up", "begin": "begin"}


class Wait(NamedTuple):
    """Something that waits for the person in `role`; `what` has somebody's own words, where there are any."""

    role: Role
    kind: WaitKind
    key: str
    what: str = ""


class Waits(NamedTuple):
    """The proposals that wait for an answer, by place; the words on the terms that are due; promises without a day."""

    answers: tuple[tuple[int, Activity], ...] = ()
    terms: tuple[Consent, ...] = ()
    promised: tuple[SupportAsset, ...] = ()


def waits(plan: Plan) -> Waits:
    """Return what a plan waits for; nothing of one that is closed, and nothing that is still to be filled in.

    A word on the terms is due from those who have not given one and from those since whose word they have changed. A
    plan of coaching in which nobody acknowledges anything does without.
    """
    if plan.status == "closed":
        return Waits()
    proposals = ((place, plan.activities[place]) for place in open_proposals(plan))
    is_asked = plan.acknowledgements or plan.kind == "performance-support"
    is_asked = is_asked and not is_to_be_filled_in(plan)
    return Waits(
        tuple((place, activity) for place, activity in proposals if not is_placeholder(activity.what)),
        tuple(entry for entry in consents(plan) if entry.is_due) if is_asked else (),
        tuple(
            asset
            for asset in plan.support_assets
            if asset.status == "promised" and not asset.due and not is_placeholder(asset.what)
        ),
    )


def waiting(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Iterator[Wait]:
    """Yield what waits on the day `today` for each person who reads a plan; see `Wait`.

    Sessions, ends and follow-ups whose day has come wait for both; an activity or support whose day has come waits for
    the person who promised it. Next steps wait for those whose name they begin with, else for both.
    """
    found = waits(plan)
    for place, activity in found.answers:
        yield Wait("team_member", "answer", f"activity:{activity.id or f'#{place + 1}'}", activity.what)
    yield from (Wait(consent.role, "agree", f"terms:{consent.role}") for consent in found.terms)
    if _lacks_own_words(plan, today):
        yield Wait("team_member", "words", "outcome.team_member")
    yield from _come(plan, check_ins, today, policy)
    if plan.status == "active":
        yield from _next_steps(plan, check_ins)


def _lacks_own_words(plan: Plan, today: date) -> bool:
    """True if a coaching plan was closed lately, and the team member has not added how they see it."""
    outcome = plan.outcome if plan.status == "closed" and plan.kind == "coaching" else None
    return outcome is not None and not outcome.team_member and today - outcome.date <= _LATELY


def _come(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Iterator[Wait]:
    """Yield what the agenda has up to today, for the person whose it is."""
    owners: dict[str, Role] = {
        f"activity:{activity.id or f'#{number}'}": activity.owner or "team_member"
        for number, activity in enumerate(plan.activities, 1)
    }
    owners |= {f"support:{number}": asset.from_ or "manager" for number, asset in enumerate(plan.support_assets, 1)}
    for item in agenda.items(plan, check_ins, today, policy):
        if item.day > today:
            return
        if kind := _MEETINGS.get(item.kind):
            yield from (Wait(role, kind, item.key) for role in THE_TWO)
        elif item.kind in ("activity", "support"):
            yield Wait(owners[item.key], item.kind, item.key, item.what)


def _next_steps(plan: Plan, check_ins: Sequence[CheckIn]) -> Iterator[Wait]:
    """Yield the next steps of the last meeting, each for the person whose name it begins with, else for the two."""
    steps = [step for session in last_meeting(check_ins) for step in session.next_steps]
    for number, step in enumerate(dict.fromkeys(steps), 1):
        named = [role for role in READERS if (person := plan.people.in_role(role)) and _begins_with(step, person.name)]
        yield from (Wait(role, "step", f"step:{number}", step) for role in named or THE_TWO)


def _begins_with(step: str, name: str) -> bool:
    """True if a step begins with somebody's name or first name, as in "Ada: read two" or "Ada reads two"."""
    said = step.casefold()
    names = (name.casefold(), name.casefold().split()[0])
    return any(said.startswith(one) and not said[len(one) : len(one) + 1].isalnum() for one in names)
