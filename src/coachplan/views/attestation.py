"""The recorded versions of a plan, and how far the acknowledgements in them can be trusted."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from coachplan.base.layout import PLAN_FILE
from coachplan.coaching.consent import Consent, consents
from coachplan.format import read_plan
from coachplan.plan import BEGUN, Acknowledgement, Person, Plan
from coachplan.plan.terms import covers
from coachplan.store.commits import Commit, Turn
from coachplan.store.history import History, Signature

_ADDRESS = re.compile(r"<([^<>]*)>\s*$")


def versions(history: History, path: str) -> Iterator[Plan]:
    """The recorded versions of the plan in the folder `path` that can be read, the newest first."""
    for commit in history.commits(path):
        for change in commit.changes:
            if change.after and change.path.endswith(f"/{PLAN_FILE}"):
                content = read_plan(change.path, history.blobs([change.after])[change.after]).content
                if content:
                    yield content


def recorded_consents(history: History, path: str, plan: Plan) -> tuple[Consent, ...]:
    """Return where each person stands with the terms of the plan in the folder `path`, and what changed since."""
    return consents(plan, versions(history, path))


# -- who accepted what ---------------------------------------------------------------------------------------------


def own_acceptances(history: History, path: str, plan: Plan) -> dict[int, Commit]:
    """Return the last commit in which the team member accepted each activity that has begun, by its place.

    Only what they accepted in these same words counts. Left out is what no commit of theirs brought: a merge brings
    nothing, nor does a plan that moved, an id that was mended, or an order that changed.
    """
    last = history.turn(path)
    if last is None:
        return {}
    lineage, left, found = Lineage(history, last), dict(enumerate(plan.activities)), dict[int, Commit]()
    left = {place: activity for place, activity in left.items() if activity.status in BEGUN}
    for turn in lineage.newest_first():
        if left and lineage.is_by(turn, plan.people.team_member, plan):
            new = lineage.accepted_in(turn)
            found |= {place: turn.commit for place, activity in left.items() if activity.words in new}
            left = {place: activity for place, activity in left.items() if place not in found}
    return found


class Lineage:
    """Every version of a plan in git's history, on all branches, up to the `last` turn; each is read once."""

    def __init__(self, history: History, last: Turn) -> None:
        self._history = history
        self._turns = list(_reachable(last))
        self._plans: dict[int, Plan | None] = {}

    def newest_first(self) -> list[Turn]:
        """Every turn, each before those that it follows from."""
        return self._turns

    @cached_property
    def _content(self) -> Mapping[str, bytes]:
        return self._history.blobs(blob for turn in self._turns for blob in turn.files.values())

    def plan(self, turn: Turn) -> Plan | None:
        """Return the plan after a commit, None where it cannot be read or is not there."""
        key = id(turn)
        if key not in self._plans:
            plans = [(path, blob) for path, blob in turn.files.items() if path.endswith(f"/{PLAN_FILE}")]
            read = [read_plan(path, self._content[blob]).content for path, blob in plans]
            self._plans[key] = read[0] if read else None
        return self._plans[key]

    def before(self, turn: Turn) -> list[Plan]:
        """Return the last versions before a commit that can be read, on every side of it."""
        found: list[Plan] = []
        waiting = [earlier for side in turn.before for earlier in side]
        while waiting:
            earlier = waiting.pop()
            plan = self.plan(earlier)
            if plan:
                found.append(plan)
            else:
                waiting += [other for side in earlier.before for other in side]
        return found

    def accepted_in(self, turn: Turn) -> set[str]:
        """Return the words of the activities that began with a commit; none for a merge."""
        plan = self.plan(turn)
        if plan is None or turn.is_merge:
            return set()
        return _begun(plan).difference(*map(_begun, self.before(turn)))

    def is_by(self, turn: Turn, person: Person, plan: Plan) -> bool:
        """True if a commit is by this person of a plan, and not in the name of another one."""
        commit = turn.commit
        given = Person(commit.given[0], commit.given[1] or None)
        others = [other for other in plan.people.readers() if not other.is_same_as(person)]
        # Anyone can write `.mailmap`: it tells one person's addresses, and makes nobody another reader.
        if any(other.email and other.is_same_as(given) for other in others):
            return False
        return person.is_same_as(Person(commit.author, commit.email or None)) or person.is_same_as(given)


def _reachable(last: Turn) -> Iterator[Turn]:
    """Yield each turn that leads to the last one, after all that follow from it."""
    before = {last: _before(last)}
    waiting = [last]
    while waiting:
        for turn in before[waiting.pop()]:
            if turn not in before:
                before[turn] = _before(turn)
                waiting.append(turn)
    following = Counter(turn for turns in before.values() for turn in turns)
    ready = deque([last])
    while ready:
        yield (turn := ready.popleft())
        for earlier in before[turn]:
            following[earlier] -= 1
            if not following[earlier]:
                ready.append(earlier)


def _before(turn: Turn) -> list[Turn]:
    return list(dict.fromkeys(earlier for side in turn.before for earlier in side))


def _begun(plan: Plan) -> set[str]:
    return {activity.words for activity in plan.activities if activity.status in BEGUN}


# -- acknowledgements ----------------------------------------------------------------------------------------------


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
        """True if nothing speaks against it: an acknowledgement that claims a signature has a good one."""
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
    """Return the acknowledgements that came and went, each with its commit, the oldest first."""
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
    """True if a signer, an SSH principal or the user of a key, is this person."""
    signer = signature.signer.strip()
    address = _ADDRESS.search(signer)
    if person.email:
        return (address[1] if address else signer).casefold() == person.email.casefold()
    return signer.partition("<")[0].strip().casefold() == person.name.casefold()
