"""The agreement of each person to a plan's terms today, and the changes since they gave it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from coachplan.coaching.changes import Change, compare
from coachplan.plan import READERS, THE_TWO, Acknowledgement, Person, Plan, Role, texts
from coachplan.plan.guidance import is_placeholder
from coachplan.plan.terms import covers, latest_acknowledgements

State = Literal["agreed", "disagreed", "received", "refused", "again", "unknown", "never"]
_STATES: dict[str, State] = {"agree": "agreed", "disagree": "disagreed", "received": "received", "refused": "refused"}


@dataclass(frozen=True)
class Consent:
    """One person's agreement to the terms as they are now.

    `again` says that the terms changed after `entry`, their last word; `since` names what changed, empty where no
    version with the earlier terms is left to compare with. `unknown` says that `entry` does not tell which terms it is
    for, and `never` that they have not acknowledged anything.
    """

    role: Role
    person: Person
    state: State
    entry: Acknowledgement | None = None
    since: tuple[Change, ...] = ()

    @property
    def is_due(self) -> bool:
        """True if the person has not said a word on the terms as they are now."""
        return self.state in ("never", "again", "unknown")


def is_to_be_filled_in(plan: Plan) -> bool:
    """True if a part of the plan still holds a placeholder; nobody is asked for a word on its terms then."""
    return any(is_placeholder(text) for _, text in texts(plan))


def consents(plan: Plan, earlier: Iterable[Plan] = ()) -> tuple[Consent, ...]:
    """Return the agreement of team member and manager, and of everyone else who has acknowledged the terms.

    `earlier` are the plan's versions, the newest first; they are looked at only where terms have changed, and no
    further than to the last version with these terms.
    """
    words = latest_acknowledgements(plan)
    outdated = {entry.terms for entry in words.values() if entry.terms and not covers(entry.terms, plan)}
    changed = _changes_since(outdated, plan, earlier)
    found = []
    for role in READERS:
        person, entry = plan.people.in_role(role), words.get(role)
        if person and entry is None and role in THE_TWO:
            found.append(Consent(role, person, "never"))
        elif person and entry:
            is_said = entry.terms is not None
            state = "again" if entry.terms in outdated else _STATES[entry.stance] if is_said else "unknown"
            found.append(Consent(role, person, state, entry, changed.get(entry.terms or "", ())))
    return tuple(found)


def _changes_since(outdated: Iterable[str], plan: Plan, earlier: Iterable[Plan]) -> dict[str, tuple[Change, ...]]:
    """Return the changes of terms since the last version with each of the `outdated` ones, where there is one."""
    left, found = set(outdated), {}
    versions = iter(earlier)
    while left and (version := next(versions, None)):
        for terms in [terms for terms in left if covers(terms, version)]:
            left.remove(terms)
            found[terms] = tuple(change for change in compare(version, plan) if change.is_term)
    return found
