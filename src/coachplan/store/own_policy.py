"""The organisation's policy: settings, templates and questions of one commit, which the person's own workspace names.

Nobody who pushes chooses it: neither a plan repository nor a later commit of the policy's own can change what is used.
It is fetched once into a folder of the person's own, as plain files; git checks each of them by the commit's id, and
nothing of it is run or checked out. From then on no network is needed.
"""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from coachplan.base.errors import UnreadableError, UsageError
from coachplan.base.parallel import Tick, unwatched
from coachplan.base.policy import BEGINNINGS, SUPPORT_PARTS
from coachplan.base.settings import Settings
from coachplan.store import files, settings
from coachplan.store.address import Address
from coachplan.store.git import Git, separate
from coachplan.store.own_templates import MAX_BYTES, MAX_FILES, OwnTemplates
from coachplan.store.transfers import transfer
from coachplan.store.workspace import named_policy

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_FOLDER = "policies"
_USED = (files.SETTINGS_FILE, files.TEMPLATES_FOLDER)
_PLAIN = ("100644", "100755")


@dataclass(frozen=True)
class OwnPolicy:
    """The policy of a commit in the repository at an address."""

    address: Address
    commit: str

    @classmethod
    def read(cls, text: str, start: Path) -> "OwnPolicy":
        """Return the policy that `URL@COMMIT` names, a folder as seen from `start`; refuses a branch or a short id."""
        url, _, commit = text.strip().rpartition("@")
        if not url or not _COMMIT.fullmatch(commit):
            raise UsageError(
                "a policy is written URL@COMMIT, with the whole id of a commit, as `git rev-parse HEAD` shows it "
                "there: a branch or a part of an id could come to mean something else"
            )
        return cls(Address.read(url, start), commit)

    @property
    def shown(self) -> str:
        """The address and the commit, as anyone may see them."""
        return f"{self.address.shown}@{self.commit}"

    @property
    def text(self) -> str:
        """The address and the commit as the workspace has them."""
        return f"{self.address.url}@{self.commit}"

    @property
    def folder(self) -> Path:
        """The folder of its files, laid out as in a plan repository; refuses as long as they are not fetched."""
        if not self._place.is_dir():
            raise UnreadableError(
                f"your policy, {self.shown}, is not on this machine yet: `coachplan workspace policy` fetches it"
            )
        return self._place

    def settings(self) -> Settings:
        """Return its settings; without `coachplan.toml` those that every repository has."""
        folder = self.folder
        try:
            there = os.path.lexists(folder / files.SETTINGS_FILE)
            return settings.parse(files.read_file(folder, files.SETTINGS_FILE) if there else b"")
        except UnreadableError as error:
            raise UnreadableError(f"your policy, {self.shown}: {error}") from None

    def templates(self) -> OwnTemplates | None:
        """Return its templates, which need no word: the person's own file names the commit that they are from."""
        return OwnTemplates.read(self.folder, is_pinned=True)

    def fetch(self, progress: Tick = unwatched) -> bool:
        """Fetch it, whole or not at all; False where it is here already."""
        if self._place.is_dir():
            return False
        files.make_folder(self._place.parent)
        with files.temporary_folder(self._place.parent) as temporary, files.private_modes():
            clone, made = temporary / "clone", temporary / "files"
            # What lies on this machine is sent as from elsewhere, so that each object is read and its id made anew.
            words = ("--no-checkout", "--no-local", "--config=transfer.fsckObjects=true", "--", self.address.url)
            git, shown = Git(temporary), self.address.shown
            so_far = "nothing was changed"
            transfer(git, "clone", *words, str(clone), remote=shown, so_far=so_far, progress=progress)
            self._take(Git(clone), made)
            os.rename(made, self._place)
        return True

    def _take(self, git: Git, made: Path) -> None:
        """Write the files of the commit that are used; refuses links, and more than anybody needs."""
        if git.run("cat-file", "-e", f"{self.commit}^{{commit}}")[0]:
            raise UnreadableError(f"{self.address.shown} has not got the commit {self.commit}; nothing was changed")
        listed = separate(git.ask("ls-tree", "-r", "-z", "-l", "--full-tree", self.commit, "--", *_USED))
        entries = [(line.partition("\t")[0].split(), line.partition("\t")[2]) for line in listed]
        for fields, path in entries:
            if fields[0] not in _PLAIN:
                raise UnreadableError(f"{self.shown}: {path} is not a plain file; nothing was changed")
        if len(entries) > MAX_FILES or sum(int(fields[3]) for fields, _ in entries) > MAX_BYTES:
            raise UnreadableError(f"{self.shown} holds more than {MAX_FILES} files, or 16 MiB; nobody needs as much")
        files.make_folder(made)
        blobs = git.blobs({fields[2] for fields, _ in entries})
        for fields, path in entries:
            files.write_file(made, path, blobs[fields[2]], private=True)

    @property
    def _place(self) -> Path:
        return files.own_folder("XDG_CACHE_HOME", "~/.cache") / _FOLDER / self.commit


def own_policy() -> OwnPolicy | None:
    """Return the policy that the person's workspace names; None without one."""
    text = named_policy()
    return OwnPolicy.read(text, Path("/")) if text else None


def settings_outside() -> Settings:
    """Return the settings where there is not a plan repository: the policy's, if there is one."""
    policy = own_policy()
    return policy.settings() if policy else Settings()


def templates_outside() -> OwnTemplates | None:
    """Return the templates where there is not a plan repository: the policy's, if it has any."""
    policy = own_policy()
    return policy.templates() if policy else None


def under(policy: OwnPolicy, here: Settings) -> Settings:
    """Return the settings of a policy, made stricter where those of a plan repository say so.

    That is by signatures, by what a plan may be for, by a step to begin with, and by parts that formal support needs.
    """
    whole = policy.settings()
    known, own = whole.policy, here.policy
    required = {*known.support_requires, *own.support_requires}
    return replace(
        whole,
        policy=replace(
            known,
            signed=known.signed or own.signed,
            performance_concerns=known.performance_concerns and own.performance_concerns,
            begin=BEGINNINGS[max(BEGINNINGS.index(known.begin), BEGINNINGS.index(own.begin))],
            support_requires=tuple(part for part in SUPPORT_PARTS if part in required),
        ),
    )
