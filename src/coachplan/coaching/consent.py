"""Who agrees to a plan's terms today, what changed since they did, and how far that can be trusted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from coachplan.coaching.changes import Change, compare
from coachplan.plan import Acknowledgement, Activity, Person, Plan, Role
from coachplan.plan.agreement import covers, is_agreed, latest_acknowledgements

State = Literal["agreed", "disagreed", "received", "refused", "again", "never"]
_STATES: dict[str, State] = {"agree": "agreed", "disagree": "disagreed", "received": "received", "refused": "refused"}


@dataclass(frozen=True)
class Consent:
    """Where one person stands with the terms as they are now.

    `again` says that the terms changed after `entry`, their last word; `since` names what changed, empty where no
    version with the earlier terms is left to compare with. `never` says that they have not acknowledged anything.
    """

    role: Role
    person: Person
    state: State
    entry: Acknowledgement | None = None
    since: tuple[Change, ...] = ()


def consents(plan: Plan, earlier: Iterable[Plan] = ()) -> tuple[Consent, ...]:
    """Where team member and manager stand, and everyone else who has acknowledged the terms.

    `earlier` are the plan's versions, the newest first; they are looked at only where terms have changed.
    """
    words = latest_acknowledgements(plan)
    roles: tuple[Role, ...] = ("team_member", "manager", "managers_manager", "hr")
    versions = _Versions(earlier)
    found = []
    for role in roles:
        person = plan.people.in_role(role)
        if person and (role in words or role in ("team_member", "manager")):
            found.append(_consent(role, person, words.get(role), plan, versions))
    return tuple(found)


def _consent(role: Role, person: Person, entry: Acknowledgement | None, plan: Plan, versions: "_Versions") -> Consent:
    if entry is None:
        return Consent(role, person, "never")
    if entry.terms is None or covers(entry.terms, plan):
        return Consent(role, person, _STATES[entry.stance], entry)
    then = versions.with_terms(entry.terms)
    return Consent(role, person, "again", entry, tuple(_changed_terms(then, plan)) if then else ())


class _Versions:
    """The versions of a plan, newest first, read no further than somebody has asked."""

    def __init__(self, versions: Iterable[Plan]) -> None:
        self._rest = iter(versions)
        self._read: list[Plan] = []

    def with_terms(self, terms: str) -> Plan | None:
        """The last version whose terms were these."""
        return next((version for version in self._all() if covers(terms, version)), None)

    def _all(self) -> Iterator[Plan]:
        yield from tuple(self._read)
        for version in self._rest:
            self._read.append(version)
            yield version


def _changed_terms(before: Plan, after: Plan) -> list[Change]:
    """What differs in the terms alone, each change as `compare` tells it."""
    kept = {activity.id or activity.what for activity in before.activities if is_agreed(activity)}
    nameless = any(not activity.id for activity in before.activities if is_agreed(activity))
    now = tuple(
        activity
        for activity in after.activities
        # What came later is agreed on its own; without an id it may also be an earlier one in other words.
        if (activity.id or activity.what) in kept or (nameless and not activity.id and is_agreed(activity))
    )
    return compare(
        _bare(before, tuple(filter(is_agreed, before.activities))),
        _bare(after, now),
    )


def _bare(plan: Plan, activities: tuple[Activity, ...]) -> Plan:
    """A plan as its terms: without progress, words beside them, and what became of it."""
    timeline = plan.timeline.model_copy(
        update={
            "milestones": tuple(m.model_copy(update={"reached": None}) for m in plan.timeline.milestones),
            "extensions": (),
            "holds": (),
        }
    )
    progress = {"learned": None, "why": None}
    return plan.model_copy(
        update={
            "title": "",
            "status": "draft",
            "people": plan.people.model_copy(update={"helpers": ()}),
            "opportunity": None,
            "activities": tuple(
                a.model_copy(update={**progress, "status": "agreed" if is_agreed(a) else a.status}) for a in activities
            ),
            "timeline": timeline,
            "support_assets": tuple(asset.model_copy(update={"status": None}) for asset in plan.support_assets),
            "outcome": None,
            "follow_up": None,
            "revisions": (),
            "acknowledgements": (),
            "previous_step": None,
            "follows": None,
            "ignore": {},
        }
    )


# -- how far it can be trusted ----------------------------------------------------------------------------------------
