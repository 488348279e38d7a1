"""The recorded versions of a plan, and how far the acknowledgements in them can be trusted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coachplan.base.layout import PLAN_FILE
from coachplan.coaching.consent import Consent, consents
from coachplan.format import read_plan
from coachplan.plan import Acknowledgement, Person, Plan
from coachplan.plan.terms import covers
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
