"""The agreement of each person to a plan's terms today, and the changes since they gave it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from coachplan.coaching.changes import Change, compare
from coachplan.plan import READERS, Acknowledgement, Person, Plan, Role
from coachplan.plan.agreement import covers, latest_acknowledgements

State = Literal["agreed", "disagreed", "received", "refused", "again", "never"]
_STATES: dict[str, State] = {"agree": "agreed", "disagree": "disagreed", "received": "received", "refused": "refused"}


@dataclass(frozen=True)
class Consent:
    """One person's agreement to the terms as they are now.

    `again` says that the terms changed after `entry`, their last word; `since` names what changed, empty where no
    version with the earlier terms is left to compare with. `never` says that they have not acknowledged anything.
    """

    role: Role
    person: Person
    state: State
    entry: Acknowledgement | None = None
    since: tuple[Change, ...] = ()


def consents(plan: Plan, earlier: Iterable[Plan] = ()) -> tuple[Consent, ...]:
    """Return the agreement of team member and manager, and of everyone else who has acknowledged the terms.

    `earlier` are the plan's versions, the newest first; they are looked at only where terms have changed.
    """
    words = latest_acknowledgements(plan)
    versions = _Versions(earlier)
    found = []
    for role in READERS:
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
    return Consent(
        role, person, "again", entry, tuple(change for change in compare(then, plan) if change.is_term) if then else ()
    )


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
