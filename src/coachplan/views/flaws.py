"""The things that are to be said of a commit: what is forged or unsound, what cannot be known, and what to know."""

from datetime import date
from typing import Literal, NamedTuple

from coachplan.plan import Role

Level = Literal["unsound", "unknown", "note"]
"""How much a flaw says: that something is forged or unsound, that it cannot be known, or what to know of it."""

LEVELS: dict[str, Level] = {
    # A word in force that is not its person's.
    "word-of-others": "unsound",
    "word-of-merge": "unsound",
    "yes-of-others": "unsound",
    "yes-of-merge": "unsound",
    "word-lost": "unsound",
    "yes-lost": "unsound",
    "other-terms": "unsound",
    # A change that is somebody else's to make.
    "stranger": "unsound",
    "declined": "unsound",
    "proposer": "unsound",
    "begun": "unsound",
    "own-words": "unsound",
    "kind": "unsound",
    "member": "unsound",
    # Check-ins.
    "record-by-stranger": "unsound",
    "record-for-stranger": "unsound",
    "record-changed": "unsound",
    "record-removed": "unsound",
    "record-of-merge": "unsound",
    "record-lost": "unsound",
    # Signatures.
    "unsigned": "unsound",
    "claims-signed": "unsound",
    "other-signer": "unsound",
    "other-key": "unsound",
    "bad-signature": "unsound",
    "revoked": "unsound",
    "policy-gone": "unsound",
    # What cannot be known.
    "unknown-key": "unknown",
    "expired": "unknown",
    "no-terms": "unknown",
    "cut": "unknown",
    "broken": "unknown",
    # What is good to know.
    "import": "note",
    "days-apart": "note",
    "clock": "note",
    "older-word": "note",
}

UNSIGNED = ("unsigned", "claims-signed", "other-signer", "other-key", "bad-signature", "revoked")
"""The kinds of those that are about a signature."""


class Flaw(NamedTuple):
    """A thing to say of a commit: its kind, a key of `LEVELS`, the plan, and the role of the person whose word it is.

    One that was set right since is `mended_by` these commits. The `days` are those that lie apart.
    """

    plan: str
    commit: str
    kind: str
    role: Role | None = None
    mended_by: tuple[str, ...] = ()
    days: tuple[date, ...] = ()

    @property
    def level(self) -> Level:
        """How much it says."""
        return "note" if self.mended_by else LEVELS[self.kind]

    def mended(self, *commits: str) -> "Flaw":
        """Return it as one that these commits have set right since, if there are any."""
        return self._replace(mended_by=commits)
