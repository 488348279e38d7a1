"""The keys that a person trusts: their list of SSH keys, each with the address of whoever signs with it.

A line of it that somebody hands over is hostile: only one plain address with one plain key is taken. A pattern, an
authority or an option would let its sender speak for others.
"""

import base64
import binascii
import os
import re
from dataclasses import dataclass
from pathlib import Path

from coachplan.base.errors import RefusedError, UnreadableError, UsageError
from coachplan.store import files
from coachplan.store.git import SIGNERS, Git

EXAMPLE = 'ada@example.com namespaces="git" ssh-ed25519 AAAA…'
_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_%'-]*@[A-Za-z0-9][A-Za-z0-9.-]*")
_ONLY_GIT = 'namespaces="git"'
_LONGEST = 4096
_LONGEST_ADDRESS = 254
_WEAKEST_RSA = 2048 // 8
# The kinds of keys, and how many fields the key itself has; certificates are not among them.
_KINDS = {
    "ssh-ed25519": 2,
    "sk-ssh-ed25519@openssh.com": 3,
    **{f"ecdsa-sha2-nistp{bits}": 3 for bits in (256, 384, 521)},
    "sk-ecdsa-sha2-nistp256@openssh.com": 4,
    "ssh-rsa": 3,
}


@dataclass(frozen=True)
class PublicKey:
    """A public key of SSH: its kind, and the key itself as such files have it."""

    kind: str
    key: str

    @classmethod
    def read(cls, text: str) -> "PublicKey":
        """Return the key in a text such as `ssh-ed25519 AAAA… comment`; raises `UsageError` for anything else."""
        kind, key = [*text.split(), "", ""][:2]
        if kind not in _KINDS:
            raise UsageError("it does not hold a kind of SSH key that git signs with, such as ssh-ed25519")
        fields = _fields(key)
        is_whole = len(fields) == _KINDS[kind] and fields[0] == kind.encode()
        if not is_whole or (kind == "ssh-ed25519" and len(fields[1]) != 32):
            raise UsageError(f"what follows {kind} is not such a key, or not all of it")
        if kind == "ssh-rsa" and len(fields[2].lstrip(b"\0")) < _WEAKEST_RSA:
            raise UsageError("it is an RSA key of less than 2048 bits, which anybody may break; make another one")
        return cls(kind, key)

    @property
    def fingerprint(self) -> str:
        """The fingerprint, as `ssh-keygen` shows it."""
        from hashlib import sha256

        digest = base64.b64encode(sha256(base64.b64decode(self.key)).digest())
        return f"SHA256:{digest.decode().rstrip('=')}"


def _fields(key: str) -> list[bytes]:
    """Return the fields of a key, each of which stands behind its length; none where that is not what it holds."""
    try:
        data = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return []
    found = []
    while data:
        end = 4 + int.from_bytes(data[:4], "big")
        if len(data) < max(end, 4):
            return []
        found.append(data[4:end])
        data = data[end:]
    return found


@dataclass(frozen=True)
class Signer:
    """A line of the list: the address of a person, and a key that they sign with."""

    address: str
    key: PublicKey

    @classmethod
    def read(cls, text: str) -> "Signer":
        """Return the signer in a line that somebody handed over, without its comment; refuses all but the plainest."""
        line = text.strip()
        if not line or len(line) > _LONGEST or not line.isprintable() or line.startswith("#"):
            raise UsageError(f"that is not one line with one key, such as {EXAMPLE}")
        address, *rest = line.split(" ")
        rest = rest[1:] if rest[:1] == [_ONLY_GIT] else rest
        if rest and rest[0] not in _KINDS and _KINDS.keys() & {*rest}:
            raise UsageError(f"that line sets options of its own, and only {_ONLY_GIT} is taken, as in {EXAMPLE}")
        return cls.of(address, " ".join(rest))

    @classmethod
    def of(cls, address: str, key: str) -> "Signer":
        """Return the signer with this address and the key in a text; refuses an address that could mean several."""
        if not is_plain(address):
            raise UsageError(
                "one plain address of one person is taken, such as ada@example.com: a list or a pattern means others"
            )
        return cls(address, PublicKey.read(key))

    @property
    def line(self) -> str:
        """The line, which lets the key sign what git keeps and nothing else."""
        return f"{self.address} {_ONLY_GIT} {self.key.kind} {self.key.key}"


def is_plain(address: str) -> bool:
    """True if an address is of one person: `ssh-keygen` would read some others as patterns or lists."""
    return len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address) is not None


@dataclass(frozen=True)
class Signers:
    """A person's own list, as it was read: where it is, and its text. It may hold lines of other forms, which stay."""

    path: Path
    text: str

    @classmethod
    def of(cls, git: Git) -> "Signers":
        """Return the list that the person's settings name or, where they name none, the one beside those settings."""
        named = git.list_of_keys()
        beside = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "git/allowed_signers"
        path = Path(os.path.realpath(named or beside))
        data = files.read_given(path) if os.path.lexists(path) else b""
        return cls(path, data.decode("utf-8", "surrogateescape"))

    def require_outside(self, git: Git) -> None:
        """Refuse a list in the repository itself: whoever pushes could change it."""
        root = Path(os.path.realpath(git.root))
        levels = git.prefix().count("/")
        if self.path.is_relative_to(root.parents[levels - 1] if levels else root):
            raise RefusedError(
                f"your setting {SIGNERS} names {self.path}, in this repository, where whoever pushes can change it; "
                "move it to a folder of your own, and set that"
            )

    def holders(self, key: PublicKey) -> list[str]:
        """Return for whom a key stands in the list, as it says so; git takes a signature for the first one's."""
        return [fields[0] for fields in self._lines() if key.key in fields]

    def keys_of(self, address: str) -> list[str]:
        """Return the fingerprints of the keys that stand for an address."""
        own = [fields for fields in self._lines() if address.casefold() in fields[0].casefold().strip('"').split(",")]
        return [_fingerprint(fields) for fields in own]

    def _lines(self) -> list[list[str]]:
        return [line.split() for line in self.text.splitlines() if line.strip() and not line.lstrip().startswith("#")]

    def with_(self, signer: Signer) -> str:
        """Return the text of the list with one more line, where that is not in it."""
        if signer.address in self.holders(signer.key):
            return self.text
        gap = "" if not self.text or self.text.endswith("\n") else "\n"
        return f"{self.text}{gap}{signer.line}\n"

    def add(self, signer: Signer) -> None:
        """Write the list with one more line, private to the person."""
        files.make_folder(self.path.parent)
        files.write_private(self.path, self.with_(signer).encode("utf-8", "surrogateescape"))


def _fingerprint(fields: list[str]) -> str:
    kinds = [place for place, field in enumerate(fields) if field in _KINDS]
    try:
        return PublicKey.read(" ".join(fields[kinds[0] :])).fingerprint if kinds else "a key of another kind"
    except UsageError:
        return "a key that cannot be read"


def require_one_person(signers: Signers, signer: Signer) -> None:
    """Refuse a key that stands for somebody else already: git takes its signatures for the first one's alone."""
    others = [holder for holder in signers.holders(signer.key) if holder.casefold() != signer.address.casefold()]
    if others:
        raise RefusedError(
            f"that key stands for {others[0]} in {signers.path} already, and git would take its signatures for theirs: "
            "take that line out, or use another key"
        )


def text_of(path: Path) -> str:
    """Return the text of a small file that the person names, such as a public key."""
    try:
        return files.read_given(path).decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableError(f"{path} cannot be read: it is not a text") from None
