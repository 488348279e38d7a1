"""Who agrees to a plan's terms today, what changed since they did, and how far that can be trusted."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coachplan.agreement import covers, is_agreed, latest_acknowledgements
from coachplan.changes import Change, compare
from coachplan.document import read_plan
from coachplan.history import History, Signature
from coachplan.model import Acknowledgement, Activity, Person, Plan, Role
from coachplan.workspace import PLAN_FILE

_ADDRESS = re.compile(r"<([^<>]*)>\s*$")
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


def versions(history: History, path: str) -> Iterator[Plan]:
    """The recorded versions of the plan in the folder `path` that can be read, the newest first."""
    for commit in history.commits(path):
        for change in commit.changes:
            if change.after and change.path.endswith(f"/{PLAN_FILE}"):
                content = read_plan(change.path, history.blobs([change.after])[change.after]).content
                if content:
                    yield content


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

Worth = Literal["verified", "unknown-key", "bad", "expired", "revoked", "someone-else", "unsigned", "unrecorded"]
_WORTH: dict[str, Worth] = {
    "G": "verified",
    "U": "unknown-key",
    "E": "unknown-key",
    "B": "bad",
    "X": "expired",
    "Y": "expired",
    "R": "revoked",
    "N": "unsigned",
}


@dataclass(frozen=True)
class Attested:
    """An acknowledgement, the commit that brought it, and what that is worth.

    `by_author` says whether git's author of that commit is the person; `fits` whether the fingerprint is that of the
    plan in it; `removed_in` is the commit that took it out again.
    """

    entry: Acknowledgement
    commit: str
    signature: Signature | None
    worth: Worth
    by_author: bool = True
    fits: bool = True
    removed_in: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against it: an acknowledgement that claims a signature has a good one."""
        stands = self.by_author and self.fits and not self.removed_in and self.worth != "unrecorded"
        claims = self.entry.assurance == "signed"
        return stands and (self.worth == "verified" or (self.worth == "unsigned" and not claims))


def attested(history: History, path: str, plan: Plan) -> list[Attested]:
    """Every acknowledgement of the plan in the folder `path`, with what git's history says of it.

    After them come those that somebody else took out.
    """
    came, went = _movements(history, path)
    signatures = history.signatures(list(dict.fromkeys(move.commit for move in (*came, *went))))
    found = [
        _attested(entry, [move for move in came if move.entry == entry], signatures) for entry in plan.acknowledgements
    ]
    for move in went:
        if move.entry not in plan.acknowledgements and not _is_by(move.entry, signatures[move.commit]):
            brought = _attested(move.entry, [other for other in came if other.entry == move.entry], signatures)
            found.append(replace(brought, removed_in=move.commit))
    return found


@dataclass(frozen=True)
class _Move:
    """An acknowledgement that came into the plan, or went out of it, with a commit."""

    entry: Acknowledgement
    commit: str
    fits: bool = True


def _movements(history: History, path: str) -> tuple[list[_Move], list[_Move]]:
    """Which acknowledgements came and went with which commits, the oldest first."""
    changes = [
        (commit.id, change.before, change.after)
        for commit in history.commits(path)
        for change in commit.changes
        if change.path.endswith(f"/{PLAN_FILE}")
    ]
    blobs = history.blobs(dict.fromkeys(blob for _, *both in changes for blob in both if blob))
    came: list[_Move] = []
    went: list[_Move] = []
    for commit, *both in reversed(changes):
        before, after = (read_plan(path, blobs[blob]).content if blob else None for blob in both)
        old, new = (version.acknowledgements if version else () for version in (before, after))
        came += [
            _Move(entry, commit, after is None or entry.terms is None or covers(entry.terms, after))
            for entry in new
            if entry not in old
        ]
        went += [_Move(entry, commit) for entry in old if entry not in new and after is not None]
    return came, went


def _attested(entry: Acknowledgement, moves: Sequence[_Move], signatures: Mapping[str, Signature]) -> Attested:
    if not moves:
        return Attested(entry, "", None, "unrecorded")
    own = [move for move in moves if _is_by(entry, signatures[move.commit])]
    move = (own or moves)[0]
    signature = signatures[move.commit]
    worth = _WORTH.get(signature.letter, "bad")
    if worth == "verified" and not _signs_as(signature, entry.by):
        worth = "someone-else"
    return Attested(entry, move.commit, signature, worth, by_author=bool(own), fits=move.fits)


def _is_by(entry: Acknowledgement, signature: Signature) -> bool:
    return entry.by.is_same_as(Person(signature.author, signature.email or None))


def _signs_as(signature: Signature, person: Person) -> bool:
    """Whether a signer, an SSH principal or the user of a key, is this person."""
    signer = signature.signer.strip()
    address = _ADDRESS.search(signer)
    if person.email:
        return (address[1] if address else signer).casefold() == person.email.casefold()
    return signer.partition("<")[0].strip().casefold() == person.name.casefold()
