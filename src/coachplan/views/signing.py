"""Whose signature each word needs, and what it has: who has signed once goes on, and so do all if a policy says so.

A setting of the plan repository makes it stricter from its commit on; taking it out again loosens nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from coachplan.base.errors import UnreadableError
from coachplan.plan import Person, Role
from coachplan.store import settings
from coachplan.store.commits import Log
from coachplan.store.files import SETTINGS_FILE
from coachplan.store.history import History, Signature
from coachplan.views.attestation import signs_as
from coachplan.views.flaws import Flaw

_EVERYBODY = ""
_UNCHECKED = "UE"
_KINDS = {"B": "bad-signature", "R": "revoked", "X": "expired", "Y": "expired"}


class Voiced(NamedTuple):
    """A commit in which somebody said what is theirs to say: in the plan or, with the file `about`, in a check-in.

    `names` are all that the person had in the plan. It may be a new word on the terms, and one that `claims` to be
    signed.
    """

    plan: str
    commit: str
    person: Person
    names: tuple[Person, ...]
    role: Role | None
    about: str = ""
    is_word: bool = False
    claims: bool = False

    @property
    def key(self) -> str:
        """A text that is the same wherever this person speaks."""
        return self.person.key


def weigh(history: History, log: Log, spoken: Sequence[Voiced], upto: str) -> list[Flaw]:
    """Return what is to be said of the signatures of these commits, and of the policy up to a revision."""
    people = {entry.key: entry for entry in spoken}
    # Whoever has signed any commit signs, whatever it was about.
    theirs = {id_: key for id_, author in log.authors.items() if (key := Person(*author).key) in people}
    found = history.signatures([*dict.fromkeys([*(entry.commit for entry in spoken), *theirs])])
    good = {entry for entry in spoken if _is_good(entry, found[entry.commit])}
    strict, gone = _policy(history, upto)
    marks: dict[str, set[str]] = {commit: {_EVERYBODY} for commit in strict}
    for commit, key in theirs.items():
        if _is_good(people[key], found[commit]):
            marks.setdefault(commit, set()).add(key)
    for entry in good:
        marks.setdefault(entry.commit, set()).add(entry.key)
    known = frozenset[str]().union(*marks.values())
    standing = _inherited(log.parents, marks)
    flaws: list[Flaw] = []
    for entry in (entry for entry in spoken if entry not in good):
        before = frozenset[str]().union(
            *(standing[parent] for parent in log.parents[entry.commit] if parent in standing)
        )
        if kind := _kind(entry, found[entry.commit], before, known):
            flaw = Flaw(entry.plan, entry.commit, kind, entry.role)
            flaws.append(flaw.mended(*_confirmed(entry, good, log)))
    if gone and any(standing.get(commit) and _EVERYBODY in standing[commit] for commit in log.parents):
        flaws.append(Flaw("", gone, "policy-gone"))
    return flaws


def _kind(entry: Voiced, signature: Signature, before: AbstractSet[str], known: AbstractSet[str]) -> str | None:
    """Return what is wrong with a signature that is not good; None where none is needed."""
    if signature.letter == "N":
        if entry.claims:
            return "claims-signed"
        return "unsigned" if before & {_EVERYBODY, entry.key} else None
    if signature.letter == "G":
        return "other-signer"
    if signature.letter in _UNCHECKED:
        return "other-key" if entry.key in known else "unknown-key"
    return _KINDS.get(signature.letter, "bad-signature")


def _is_good(entry: Voiced, signature: Signature) -> bool:
    return signature.letter == "G" and any(signs_as(signature, name) for name in (entry.person, *entry.names))


def _confirmed(entry: Voiced, good: Iterable[Voiced], log: Log) -> Iterator[str]:
    """Yield later commits with a good signature that say it anew: a word on the terms, or in the same check-in."""
    for other in good:
        is_same = (other.plan, other.about, other.key) == (entry.plan, entry.about, entry.key)
        if is_same and (other.is_word or other.about) and log.has_before(entry.commit, [other.commit]):
            yield other.commit


def _inherited(
    parents: Mapping[str, Sequence[str]], marks: Mapping[str, AbstractSet[str]]
) -> dict[str, frozenset[str]]:
    """Return the marks of each commit and of all that it follows from, without a step for each of them at once."""
    found: dict[str, frozenset[str]] = {}
    for start in parents:
        waiting = [start]
        while waiting:
            commit = waiting[-1]
            missing = [parent for parent in parents[commit] if parent in parents and parent not in found]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            before = {found[parent] for parent in parents[commit] if parent in found}
            inherited = next(iter(before)) if len(before) == 1 else frozenset[str]().union(*before)
            found[commit] = inherited | marks[commit] if commit in marks else inherited
    return found


def _policy(history: History, upto: str) -> tuple[set[str], str]:
    """Return the commits whose settings ask for signatures, and the one that took that out, if it is out at the end."""
    texts = history.texts_of(SETTINGS_FILE, upto)
    blobs = history.known_blobs(blob for _, blob in texts if blob)
    asks = [(commit, blob is not None and blob in blobs and _asks(blobs[blob])) for commit, blob in texts]
    strict = {commit for commit, is_strict in asks if is_strict}
    return strict, "" if not strict or asks[0][1] else asks[0][0]


def _asks(raw: bytes) -> bool:
    try:
        return settings.parse(raw).policy.signed
    except UnreadableError:
        return False
