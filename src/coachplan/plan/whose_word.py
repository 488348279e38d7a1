"""The words that are one person's alone to say: what nobody else may write in their name.

A manager's proposal is only a proposal until the team member agrees (handbook), and the mentee decides (article on the
traps of coaching).
"""

from collections.abc import Iterator, Sequence
from shlex import quote
from typing import Literal, NamedTuple

from coachplan.base.words import ROLES
from coachplan.plan import BEGUN, Acknowledgement, Activity, CheckIn, Person, Plan, Role
from coachplan.plan.activities import earlier_places
from coachplan.plan.said import all_said
from coachplan.plan.terms import latest_acknowledgements, role_of

_UNDER_WAY = ("active", "on-hold")
_YES_IS_THEIRS = "a yes to an activity is the team member's alone, and you act as {}: leave `agreed` as they gave it"


def no_voice(plan: Plan, check_in: CheckIn, actor: Person) -> str | None:
    """Return the reason why `actor` may not record a check-in, by them or in somebody's name.

    Helpers say what they saw of the one behaviour that they were asked about.
    """
    why = no_reader(plan, actor)
    return why if why and not (check_in.about and role_of(plan, actor)) else None


def record_of_another(check_in: CheckIn, recorder: Person | None, actor: Person) -> str | None:
    """Return the reason why `actor` may not change a check-in, or take it out: it is another person's.

    It is theirs who speak in it, and theirs who recorded it, if that is known.
    """
    if check_in.by.is_same_as(actor) or (recorder and recorder.is_same_as(actor)):
        return None
    return (
        f"the check-in of {check_in.date} is {check_in.by}'s, and stays as they recorded it: say what you see in one "
        "of your own (`coachplan log PLAN`)"
    )


Kind = Literal["yes", "declined", "proposer", "begun", "own-words", "kind", "member", "word"]
"""What is somebody else's to say: a yes, a no, whose idea it was, the beginning, the end in their own words, the kind
of the plan, whose plan it is, and a word on the terms."""


class Reach(NamedTuple):
    """A word of somebody else's that a change says: its kind, and the reason against it, for whoever makes it."""

    kind: Kind
    reason: str


def no_reader(plan: Plan, actor: Person) -> str | None:
    """Return the reason why `actor` may not change the plan, None for its four readers (handbook).

    Helpers only say what they see (article on coaching in improvement plans).
    """
    role = role_of(plan, actor)
    if role is None:
        cure = "set `git config user.email` to the address by which it knows you, or ask its manager to name you"
        return acts_as(plan, actor, cure)
    if role == "helper":
        return (
            f"git says that you are {actor}, who helps here: say what you see with `coachplan log PLAN --from "
            "FORM`, and leave the plan itself to those who read it"
        )
    return None


def overreach(before: Plan | None, after: Plan, actor: Person) -> str | None:
    """Return the reason why `actor` may not turn the plan from `before` into `after`: a word that is another person's.

    None where everybody speaks for themselves. `before` is None for a new plan. Whose plan it is, is asked of the plan
    as it was.
    """
    found = next(overreaches(before, after, actor), None)
    return found.reason if found else None


def overreaches(before: Plan | None, after: Plan, actor: Person) -> Iterator[Reach]:
    """Yield all that `actor` says in the place of others with a change, as `overreach` judges it."""
    role = role_of(before or after, actor)
    if role != "team_member":
        known = [activity.agreed for activity in before.activities] if before else []
        for activity, earlier in _paired(before, after):
            yield from _said_for_them(activity, earlier, role, in_writing=_keeps_track(before))
            if activity.agreed not in (None, *known) and not _is_made_whole(activity, earlier, after):
                yield Reach("yes", _YES_IS_THEIRS.format(as_role(role)))
        if not (before and _is_lived(before)) and _is_lived(after) and not _has_said_yes(after):
            yield Reach(
                "begun",
                f"a coaching plan begins with the team member's yes: it stays a draft until {after.people.team_member} "
                "runs `coachplan accept PLAN` or `coachplan agree PLAN`, or sets status=active themselves",
            )
        if _own_words(before) != _own_words(after):
            yield Reach(
                "own-words",
                "the team member's own words on how it ended are theirs to write: they add them with "
                "`coachplan close PLAN --own-words TEXT`",
            )
    if before and before.kind != after.kind and before.status != "draft":
        why = "coaching and formal support stay apart: a plan that has begun keeps its kind; make another of its own"
        yield Reach("kind", why)
    if before:
        yield from (Reach("member", why) for why in _made_another_persons(before, after, actor, role))
    then, now = (_of_others(plan, actor) for plan in (before, after))
    if [entry for entry in now if entry not in then]:
        yield Reach(
            "word", "an acknowledgement is its own person's to make: ask them to run `coachplan agree` themselves"
        )
    if then != now:
        yield Reach("word", "an acknowledgement is its own person's: it stays as they made it")


def overruled(base: Plan | None, sides: Sequence[Plan], after: Plan, actor: Person) -> str | None:
    """Return the reason why `actor` may not join `sides` to `after`, None where no answer of the team member is lost.

    Where one side has an activity begun and the other declined, one of the two is their answer: the other one than in
    the `base`, as nobody else takes back a yes, or gives one.
    """
    role = role_of(after, actor)
    if base is None or role == "team_member":
        return None
    for place, activity in enumerate(after.activities, 1):
        there = {state for side in sides for state in _states_of(activity, side)}
        if "declined" in there and not there.isdisjoint(BEGUN):
            has_begun = not _states_of(activity, base).isdisjoint(BEGUN)
            if activity.counts_as in (BEGUN if has_begun else ("declined",)):
                answer = "no" if has_begun else "yes"
                return (
                    f"activity {place} has the team member's {answer} on one side, and you act as {as_role(role)}: "
                    "keep that side of it, and talk it over"
                )
    return None


def _states_of(activity: Activity, plan: Plan) -> set[str | None]:
    """Return the states of the activities in these words."""
    return {known.counts_as for known in plan.activities if known.words == activity.words}


def said_by_none(sides: Sequence[Plan], after: Plan) -> str | None:
    """Return the reason against a merge that holds a yes which none of its sides has: it would be nobody's."""
    known = {key for side in sides for key in all_said(side)}
    new = [entry for key, entry in all_said(after).items() if key not in known]
    if not new:
        return None
    if new[0].section == "acknowledgements":
        return "a merge is nobody's word, and none of its sides has this acknowledgement: `coachplan agree` after it"
    return (
        f"a merge is nobody's word, and none of its sides agrees to activity {new[0].place + 1} in these words: "
        "make it `status: proposed` without `agreed`, and `coachplan accept` it after the merge"
    )


def _made_another_persons(before: Plan, after: Plan, actor: Person, role: Role | None) -> Iterator[str]:
    """Yield reasons against making it another person's plan; anyone may correct a name typed wrong in a draft."""
    then, now = before.people.team_member, after.people.team_member
    if _is_two_at_once(after) and not _is_two_at_once(before):
        yield "the team member has no other role in their own plan: a plan takes two people"
    if then.is_same_as(now) and (bool(then.email) == bool(now.email)):
        return
    if role == "team_member":
        if _has_spoken(before) and not (then.is_same_as(now) or then.name.casefold() == now.name.casefold()):
            yield "what you agreed to does not pass on to another person: they need a new plan (`coachplan new`)"
    elif now.is_same_as(actor):
        yield "whose plan it is, is not yours to take: make your own with `coachplan new`"
    elif role == "manager" and then.is_same_as(now) and now.email:
        return
    elif _has_spoken(before):
        yield "the team member has agreed to parts of this plan, so it stays theirs: another person needs a new one"
    elif before.status != "draft":
        yield "this plan is under way, and only the team member changes whose it is: another person needs a new one"


def _is_two_at_once(plan: Plan) -> bool:
    member, *others = plan.people.readers()
    return any(member.is_same_as(other) for other in (*others, *plan.people.helpers))


def _is_lived(plan: Plan) -> bool:
    """True if it is a coaching plan that has begun, and not ended."""
    return plan.kind == "coaching" and plan.status in _UNDER_WAY


def _has_said_yes(plan: Plan) -> bool:
    """True if the team member has agreed to an activity, or to the terms; anyone starts one without status."""
    said = latest_acknowledgements(plan).get("team_member")
    return (said is not None and said.stance == "agree") or any(a.counts_as == "agreed" for a in plan.activities)


def _paired(before: Plan | None, after: Plan) -> Iterator[tuple[Activity, Activity | None]]:
    """Yield each activity and the earlier one."""
    known = before.activities if before else ()
    for activity, place in zip(after.activities, earlier_places(known, after.activities), strict=True):
        yield activity, None if place is None else known[place]


def _said_for_them(
    activity: Activity, earlier: Activity | None, role: Role | None, *, in_writing: bool
) -> Iterator[Reach]:
    """Yield what somebody else than the team member may not say of an activity."""
    if _claims_agreement(activity, earlier, in_writing=in_writing):
        yield Reach(
            "yes",
            f"only the team member can agree to an activity, and you act as {as_role(role)}: "
            "leave it `proposed`, and ask them what they think of it",
        )
    if earlier and activity.proposed_by == "team_member" != earlier.proposed_by:
        yield Reach("proposer", f"whose idea an activity was stays as it was said, and you act as {as_role(role)}")
    had_begun = earlier is not None and earlier.counts_as in BEGUN
    if earlier and earlier.agreed and not activity.agreed and activity.status in (*BEGUN, None):
        yield Reach("yes", _YES_IS_THEIRS.format(as_role(role)))
    if earlier and had_begun and activity.status in (*BEGUN, None) and _wording(activity) != _wording(earlier):
        yield Reach(
            "yes",
            f"the team member agreed to an activity as it was, and you act as {as_role(role)}: "
            "put new words to them with `coachplan amend`, as a proposal",
        )
    is_declined = activity.status == "declined" and (earlier is None or earlier.status != "declined")
    if is_declined and (had_begun or role is None or role != activity.proposed_by):
        why = f"only the team member, or whoever proposed an activity, can decline it, and you act as {as_role(role)}"
        yield Reach("declined", why)


def _wording(activity: Activity) -> tuple[object, ...]:
    """Return the words of an activity; its day may move with the plan, and the fingerprint of the terms shows that."""
    return (activity.words, activity.proposed_by)


def _is_made_whole(activity: Activity, earlier: Activity | None, plan: Plan) -> bool:
    """True if a yes of the first release gets the fingerprint of the words that it was given to.

    If the team member gave it to them, the history of the plan knows.
    """
    yes = activity.agreed
    if earlier is None or earlier.agreed or yes is None or not yes.by.is_same_as(plan.people.team_member):
        return False
    has_begun = earlier.status in BEGUN and activity.status in BEGUN
    return has_begun and activity.words == earlier.words == yes.words


def _claims_agreement(activity: Activity, earlier: Activity | None, *, in_writing: bool) -> bool:
    if earlier is None:
        return activity.status in (*BEGUN, "dropped") or (activity.status is None and in_writing)
    if earlier.status in (None, "doing", "done"):
        return activity.status == "agreed"
    is_turned = activity.status != earlier.status and activity.status in (*BEGUN, "dropped", None)
    return is_turned and earlier.counts_as not in BEGUN


def _keeps_track(plan: Plan | None) -> bool:
    """True if a plan is under way and says who agreed to what: a small plan does without."""
    return plan is not None and plan.status != "draft" and any(activity.status for activity in plan.activities)


def _has_spoken(plan: Plan) -> bool:
    """True if the team member has agreed to anything, or declined it."""
    answered = any(activity.status in (*BEGUN, "declined") for activity in plan.activities)
    return answered or "team_member" in latest_acknowledgements(plan)


def _own_words(plan: Plan | None) -> str | None:
    return plan.outcome.team_member if plan and plan.outcome else None


def _of_others(plan: Plan | None, actor: Person) -> list[Acknowledgement]:
    """Return what others said, once each and in the order in which it counts, wherever it is written."""
    known = [entry for entry in plan.acknowledgements if not _speaks_as(plan, entry.by, actor)] if plan else []
    return sorted(dict.fromkeys(known), key=lambda entry: (entry.by.text, entry.date))


def _speaks_as(plan: Plan, name: Person, actor: Person) -> bool:
    """True if `actor` is the person whom an entry names, and whom the plan knows by that name."""
    role = role_of(plan, name)
    holder = plan.people.in_role(role) if role else None
    return name.is_same_as(actor) and (holder is None or holder.is_same_as(actor))


def acts_as(plan: Plan, actor: Person, cure: str) -> str:
    """Return as whom git takes the actor, as in "you act as the manager", and the cure for it.

    For somebody whom the plan knows with another address, the cure is to tell git that one.
    """
    if role := role_of(plan, actor):
        return f"you act as {as_role(role)}: {cure}"
    people = [*plan.people.readers(), *plan.people.helpers]
    namesake = next((person for person in people if person.name.casefold() == actor.name.casefold()), None)
    said = f"git says that you are {actor}, whom this plan"
    if namesake is None:
        return f"{said} names in no role: {cure}"
    return f"{said} knows with another address, as {namesake}: {told_address(namesake.email or '')}"


def told_address(address: str) -> str:
    """Return how git learns the address by which plans know somebody."""
    return f"if that is you, `git config user.email {quote(address)}` says so"


def as_role(role: Role | None) -> str:
    """Return a role in words, as in "you act as the manager"."""
    if role is None:
        return "nobody in this plan"
    return {"hr": "the partner in HR", "helper": "a helper"}.get(role, f"the {ROLES[role]}")
