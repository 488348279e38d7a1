"""What two people agreed on: the terms of a plan, and which words are one person's alone to say.

A manager's proposal is only a proposal until the team member agrees (S1), and the mentee decides (S3).
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from coachplan.model import Acknowledgement, Activity, Model, Person, Plan, Role

_ROLES: tuple[Role, ...] = ("team_member", "manager", "managers_manager", "hr")
_CORE = (
    *("kind", "purpose", "development_area", "current_state", "goal_state", "support_assets", "update_cadence"),
    *("success_criteria", "responsibilities", "consequences"),
)
_BEGUN = ("agreed", "doing", "done")
# What becomes of a part of the terms is progress, not a change of them.
_PROGRESS = ("status", "learned", "why", "reached")


def role_of(plan: Plan, person: Person) -> Role | None:
    """The first role that `person` has in the plan; None for someone who has none."""
    for role in _ROLES:
        holder = plan.people.in_role(role)
        if holder and holder.is_same_as(person):
            return role
    return "helper" if any(helper.is_same_as(person) for helper in plan.people.helpers) else None


def is_agreed(activity: Activity) -> bool:
    """Whether an activity is part of the terms: all but a proposal and what was declined."""
    return activity.status not in ("proposed", "declined")


def terms(plan: Plan) -> str:
    """A fingerprint of what was agreed: readers, the seven sections, what formal support adds; never of progress.

    `CORE+A+B…`: of everything but the activities, and of each agreed activity, sorted. The same terms written in
    another layout or order of keys have the same fingerprint.
    """
    timeline = plan.timeline
    core = [plan.people.readers(), timeline.start, timeline.end, timeline.milestones]
    core += [getattr(plan, key) for key in _CORE]
    activities = sorted(_digest(activity, 4) for activity in plan.activities if is_agreed(activity))
    return "+".join([_digest(tuple(core), 6), *activities])


def covers(acknowledged: str, plan: Plan) -> bool:
    """Whether what was acknowledged, a fingerprint, still holds: nothing in it was changed or taken out.

    An activity that came later needs no new agreement: whoever is concerned agreed to it on its own.
    """
    core, *activities = acknowledged.split("+")
    now, *present = terms(plan).split("+")
    return core == now and set(activities) <= set(present)


def latest_acknowledgements(plan: Plan) -> dict[Role, Acknowledgement]:
    """The last acknowledgement of each person who has a role in the plan."""
    found: dict[Role, Acknowledgement] = {}
    for entry in plan.acknowledgements:
        if role := role_of(plan, entry.by):
            found[role] = entry
    return found


def overreach(before: Plan | None, after: Plan, actor: Person) -> str | None:
    """Why `actor` may not turn the plan from `before` into `after`: it says a word that is another person's to say.

    None where everybody speaks for themselves. `before` is None for a new plan. Whose plan it is, is asked of the plan
    as it was.
    """
    role = role_of(before or after, actor)
    return next(_overreaching(before, after, actor, role), None)


def _overreaching(before: Plan | None, after: Plan, actor: Person, role: Role | None) -> Iterator[str]:
    known = {_name(activity): activity for activity in before.activities} if before else {}
    for activity in after.activities:
        earlier = known.get(_name(activity))
        answered = earlier is None or earlier.status in ("proposed", "declined", "dropped")
        if role != "team_member" and answered and activity.status in _BEGUN and earlier != activity:
            yield (
                f"only the team member can agree to an activity, and you act as {_as(role)}: "
                "leave it `proposed`, and ask them what they think of it"
            )
        is_declined = activity.status == "declined" and (earlier is None or earlier.status != "declined")
        if is_declined and role not in ("team_member", activity.proposed_by):
            yield f"only the team member, or whoever proposed an activity, can decline it, and you act as {_as(role)}"
    earlier_words = before.acknowledgements if before else ()
    if any(not entry.by.is_same_as(actor) for entry in after.acknowledgements if entry not in earlier_words):
        yield "an acknowledgement is its own person's to make: ask them to run `coachplan agree` themselves"
    if any(not entry.by.is_same_as(actor) for entry in earlier_words if entry not in after.acknowledgements):
        yield "an acknowledgement is its own person's: it stays as they made it"


def _as(role: Role | None) -> str:
    match role:
        case None:
            return "nobody in this plan"
        case "hr":
            return "the partner in HR"
        case "managers_manager":
            return "the manager's manager"
        case "helper":
            return "a helper"
        case _:
            return f"the {role.replace('_', ' ')}"


def _name(activity: Activity) -> str:
    return activity.id or activity.what


def _digest(part: object, size: int) -> str:
    return blake2b(repr(_canonical(part)).encode("utf-8", "surrogateescape"), digest_size=size).hexdigest()


def _canonical(part: Any) -> object:
    """A part as plain data, whose order is not that of the file, without what is progress and what is not said."""
    if isinstance(part, Model):
        said = {name: value for name, value in vars(part).items() if value not in (None, ()) and name not in _PROGRESS}
        return [(name, _canonical(said[name])) for name in sorted(said)]
    if isinstance(part, tuple):
        return [_canonical(entry) for entry in part]
    return str(part)
