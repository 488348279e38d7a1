"""A person's own key, and the settings of git with which it signs: found, made, tried, and set for all repositories."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coachplan.base.errors import RefusedError, UnreadableError, UsageError
from coachplan.store.git import SIGNERS, Git, first_line
from coachplan.store.signers import PublicKey, Signer, Signers, text_of

_USUAL = ".ssh/id_ed25519.pub"
_MADE = ".ssh/id_ed25519_coachplan"
_KEY = "user.signingKey"
_SETTINGS = r"^(gpg\.format|user\.signingkey|commit\.gpgsign)$"
_TRUE = ("true", "yes", "on", "1")


@dataclass(frozen=True)
class OwnKey:
    """The key that a person signs with: as `user.signingKey` names it, and its public half."""

    named: str
    public: PublicKey


@dataclass(frozen=True)
class Setting:
    """One of git's settings that is to change: its name, what the person has set, if anything, and what is wanted."""

    name: str
    now: str | None
    wanted: str


def own_key(git: Git) -> OwnKey | None:
    """Return the person's SSH key: the one that git signs with, or else their usual one; None where they have none."""
    own = _own(git)
    if named := own.get(_KEY.lower(), ""):
        key = _key_named(git, named)
        if key:
            return key
        if own.get("gpg.format") == "ssh":
            raise UnreadableError(f"your setting {_KEY} names {named}, where there is not an SSH key that can be read")
    for path in (Path.home() / _USUAL, Path.home() / f"{_MADE}.pub"):
        if os.path.lexists(path):
            return OwnKey(str(path), _public(path))
    return None


def _own(git: Git) -> dict[str, str]:
    return git.own_settings(_SETTINGS)


def _key_named(git: Git, named: str) -> OwnKey | None:
    """Return the key that `user.signingKey` names, itself or by a file; None where that is not an SSH key."""
    if named.startswith(("key::", "ssh-")):
        return OwnKey(named, PublicKey.read(named.removeprefix("key::")))
    path = Path(git.own_path(_KEY))
    for public in (path, path.with_name(f"{path.name}.pub")):
        # A path from nowhere would be looked for in the repository.
        if public.is_absolute() and public.suffix == ".pub" and os.path.isfile(public):
            return OwnKey(named, _public(public))
    return None


def _public(path: Path) -> PublicKey:
    try:
        return PublicKey.read(text_of(Path(os.path.realpath(path))))
    except UsageError as error:
        raise UnreadableError(f"{path} is of no use as a key: {error}") from None


def require_ssh_keygen() -> None:
    """Refuse where there is no `ssh-keygen`, which makes keys, and signs and checks with them."""
    import shutil

    if not shutil.which("ssh-keygen"):
        raise UnreadableError("ssh-keygen was not found; install OpenSSH (on Debian: apt-get install openssh-client)")


def place_of_new_key() -> Path:
    """Return where a new key would be; ssh offers keys of that name to no server."""
    path = Path.home() / _MADE
    if os.path.lexists(path):
        raise RefusedError(f"{path} is there without {path.name}.pub: `ssh-keygen -y -f {path} > {path}.pub` makes it")
    return path


def make_key(path: Path, address: str, *, with_passphrase: bool) -> OwnKey:
    """Make a key, for which `ssh-keygen` asks for a passphrase at the terminal."""
    import subprocess

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    without = () if with_passphrase else ("-N", "")
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-C", address, "-f", str(path), *without]
    if subprocess.run(command, check=False).returncode:
        raise RefusedError("ssh-keygen made no key, for the reason above; nothing was set")
    public = path.with_name(f"{path.name}.pub")
    return OwnKey(str(public), _public(public))


def settings_to_change(git: Git, key: str, signers: Signers) -> list[Setting]:
    """Return what is to be set so that the key signs each commit of the person's, in the order in which to set it."""
    own = _own(git)
    if "gpg.format" not in own and git.is_signing():
        own["gpg.format"] = "openpgp"
    wanted = {"gpg.format": "ssh", _KEY: key, "commit.gpgsign": "true"}
    first, second, last = (Setting(name, own.get(name.lower()), value) for name, value in wanted.items())
    found = (first, second, *list_to_name(git, signers), last)
    return [setting for setting in found if setting.now != setting.wanted and not _is_true(setting)]


def list_to_name(git: Git, signers: Signers) -> list[Setting]:
    """Return what is to be set so that git knows the person's list; nothing where they named it themselves."""
    return [] if git.list_of_keys() else [Setting(SIGNERS, None, str(signers.path))]


def other_format(git: Git) -> str:
    """Return the format in which git signs the person's commits already, if that is not the one of SSH."""
    said = (git.answer("config", "--get", "gpg.format") or b"openpgp").decode("utf-8", "replace").strip()
    return said if said != "ssh" and git.is_signing() else ""


def _is_true(setting: Setting) -> bool:
    return setting.wanted == "true" and (setting.now or "").lower() in _TRUE


def require_signing(git: Git, key: OwnKey, signers: Signers, signer: Signer) -> None:
    """Let git sign once, in a repository for this alone, and refuse a key that does not give the signer's signature.

    So git is not set to sign where it could not.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="coachplan-") as folder:
        allowed = Path(folder) / "allowed"
        allowed.write_bytes(signers.with_(signer).encode("utf-8", "surrogateescape"))
        there = Git(Path(folder))
        name, address = git.identity()
        settings = {
            "gpg.format": "ssh",
            _KEY: key.named,
            SIGNERS: str(allowed),
            "user.name": name,
            "user.email": address,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        there.change("init", "--quiet")
        _, tree, _ = there.change("hash-object", "-w", "-t", "tree", "--stdin", given=b"")
        status, commit, errors = there.change(*options, "commit-tree", "-S", "-m", "x", tree.decode().strip())
        if status:
            raise RefusedError(f"git cannot sign with {key.named}: {first_line(errors)}; nothing was set")
        id_ = commit.decode().strip()
        status, said, errors = there.run(*options, "log", "-1", "--no-patch", "--format=%G?%x00%GS", id_)
        if status or said.decode("utf-8", "replace").strip() != f"G\0{signer.address}":
            raise RefusedError(
                f"git does not take a signature with {key.named} for one of {signer.address}: look at {signers.path} "
                "and at your settings gpg.ssh.*; nothing was set"
            )


def set_up(git: Git, settings: Sequence[Setting]) -> None:
    """Set git's settings for all of the person's repositories, the one that turns signing on last."""
    for setting in settings:
        git.configure(setting.name, setting.wanted, everywhere=True)


def stands_before(git: Git) -> dict[str, str]:
    """Return the repository's own settings that keep the person's signature from its commits: name and value."""
    own, here = _own(git), git.settings_here(_SETTINGS)
    return {name: value for name, value in here.items() if value != own.get(name)}
