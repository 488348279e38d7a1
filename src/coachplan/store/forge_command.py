"""A forge by its own command, `gh` or `glab`: it makes a private project, and says who can read one.

These are the person's own programs with the person's own sign-in; coachplan sees neither a password nor a token. They
are found on the PATH and never in a repository, get one list of arguments each, and start in no repository.
"""

import json
import os
import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coachplan.base.errors import UnreadableError
from coachplan.base.people import parted
from coachplan.store.address import Address
from coachplan.store.git import first_line

if TYPE_CHECKING:
    from subprocess import CompletedProcess

_SECONDS = 60
_PER_PAGE = 100
_PAGES = 50
_ACCOUNT = r"(?:\d+\+)?(?P<account>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)@users\.noreply\.github\.com"
_UNASKED = {"GH_PROMPT_DISABLED": "1", "GH_NO_UPDATE_NOTIFIER": "1", "NO_PROMPT": "1", "NO_COLOR": "1"}


class Project(NamedTuple):
    """A private project: the address that git takes, its page, and the name or number that the forge knows it by."""

    address: Address
    page: str
    id: str


class Invitation(NamedTuple):
    """A reader, and how they were invited: by which account or address; or else the reason why they were not."""

    reader: str
    by: str = ""
    why_not: str = ""


class ForgeCommand(ABC):
    """The command of a forge, signed in; with a `host`, it asks that one alone.

    A token in the environment is for its `own_hosts`: a remote, which anybody may have written, gets none by its name.
    """

    program: str
    site: str
    home: str
    tokens: tuple[str, ...]

    def __init__(self, path: str, host: str = "") -> None:
        self._path = path
        self.host = host

    @abstractmethod
    def own_hosts(self) -> set[str]:
        """Return the hosts that tokens in the environment are for."""

    @staticmethod
    def of(host: str) -> "ForgeCommand":
        """Return the command that the person is signed in with on a host; refuses where there is none."""
        found = _command_for(host, os.environ.get("PATH", os.defpath))
        if isinstance(found, str):
            raise UnreadableError(found)
        return found

    @staticmethod
    def signed_in(forge: str) -> "ForgeCommand":
        """Return the command of `github` or `gitlab`; refuses where it is not there, or nobody is signed in."""
        kind = GitHubCommand if forge == "github" else GitLabCommand
        path = _found(kind.program)
        if path is None:
            raise UnreadableError(
                f"--on {forge} takes {kind.program}, the command of {kind.site}, which is not on the PATH: install it, "
                "or leave --on out, make a private repository there yourself, and share with `coachplan share URL`"
            )
        command = kind(path)
        try:
            command.ask("api", "user")
        except UnreadableError as error:
            raise UnreadableError(
                f"{kind.program} does not work: {error}; `{kind.program} auth login` signs in; nothing was written"
            ) from None
        return command

    @abstractmethod
    def make(self, name: str, branch: str) -> Project:
        """Make a private project in the person's own account, whose `branch` its readers may push to."""

    @abstractmethod
    def invite_one(self, project: Project, reader: str) -> Invitation:
        """Invite a reader by what is known of them for sure."""

    def invite(self, project: Project, readers: Iterable[str]) -> list[Invitation]:
        """Invite each reader; of those who cannot be, say why."""
        found = []
        for reader in readers:
            try:
                found.append(self.invite_one(project, reader))
            except UnreadableError as error:
                found.append(Invitation(reader, why_not=str(error)))
        return found

    def ask(self, *arguments: str) -> dict[str, Any]:
        """Run the command, and return what it answers, an object; an empty one for no answer."""
        answer = self._answer(*arguments)
        if not isinstance(answer, dict):
            raise self._unfit()
        return answer

    def get(self, path: str) -> dict[str, Any]:
        """Return the one object at a path of the interface."""
        return self.ask("api", "--hostname", self.host, path)

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """Yield each object of a list at a path of the interface, page by page."""
        joint = "&" if "?" in path else "?"
        for page in range(1, _PAGES + 1):
            answer = self._answer("api", "--hostname", self.host, f"{path}{joint}per_page={_PER_PAGE}&page={page}")
            if not isinstance(answer, list) or not all(isinstance(entry, dict) for entry in answer):
                raise self._unfit()
            if not answer:  # a page may be short though there are more: what the person may not see is left out
                return
            yield from answer
        raise UnreadableError(f"{self.program} lists more than {_PAGES * _PER_PAGE} of them")

    def is_signed_in(self) -> bool:
        """True if the person is signed in on the host."""
        try:
            return self._run("auth", "status", "--hostname", self.host).returncode == 0
        except UnreadableError:
            return False

    def _answer(self, *arguments: str) -> Any:
        done = self._run(*arguments)
        if done.returncode:
            raise UnreadableError(first_line(done.stderr.decode("utf-8", "replace")))
        try:
            return json.loads(done.stdout or b"{}")
        except (ValueError, RecursionError):
            raise self._unfit() from None

    def _unfit(self) -> UnreadableError:
        return UnreadableError(f"{self.program} gives an answer that nobody knows how to read")

    def _run(self, *arguments: str) -> "CompletedProcess[bytes]":
        import subprocess

        dropped = self.tokens if self.host and self.host not in self.own_hosts() else ()
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        try:
            return subprocess.run(
                [self._path, *arguments],
                cwd="/",
                env={**kept, **_UNASKED},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise UnreadableError(f"{self.program} cannot be run ({type(error).__name__})") from None

    def _project(self, answer: dict[str, Any], keys: dict[str, str], *, is_private: bool) -> Project:
        """Return the project that was made; refuses one that others can read, and addresses that are none."""
        page, id_ = str(answer.get(keys["page"], "")), str(answer.get(keys["id"], ""))
        if not is_private:
            raise UnreadableError(f"{page} is not private, so nothing was shared: look at it there, and remove it")
        uses_ssh = self._setting("git_protocol") == "ssh"
        address = Address.read(str(answer.get(keys["ssh" if uses_ssh else "https"], "")), Path("/"))
        if not id_ or address.folder:
            raise UnreadableError(f"{self.program} does not say where the project is; nothing was shared")
        return Project(address, page, id_)

    def _setting(self, name: str) -> str:
        import subprocess

        done = subprocess.run(
            [self._path, "config", "get", name], cwd="/", stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        return done.stdout.decode("utf-8", "replace").strip()


class GitHubCommand(ForgeCommand):
    """`gh`: collaborators are invited by their account, which an address tells only where GitHub gave it."""

    program, site, home = "gh", "GitHub", "github.com"
    tokens = ("GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")

    def own_hosts(self) -> set[str]:
        """Return GitHub itself, for which `gh` takes tokens of their own, and the host that is named for the others."""
        return {self.home, _named("GH_HOST")}

    def make(self, name: str, _branch: str) -> Project:
        """Make a private repository; GitHub lets everybody who is invited push."""
        answer = self.ask(
            *("api", "--method", "POST", "user/repos", "--raw-field", f"name={name}"),
            *("--field", "private=true", "--field", "has_issues=false", "--field", "has_wiki=false"),
        )
        keys = {"page": "html_url", "id": "full_name", "ssh": "ssh_url", "https": "clone_url"}
        return self._project(answer, keys, is_private=answer.get("private") is True)

    def invite_one(self, project: Project, reader: str) -> Invitation:
        """Invite a reader whose address GitHub gave, as it holds their account."""
        found = re.fullmatch(_ACCOUNT, parted(reader)[1].casefold())
        if not found:
            return Invitation(reader, why_not="their account is not known")
        self.ask("api", "--method", "PUT", f"repos/{project.id}/collaborators/{found['account']}")
        return Invitation(reader, found["account"])


class GitLabCommand(ForgeCommand):
    """`glab`: members are invited by their address, also those without an account yet."""

    program, site, home = "glab", "GitLab", "gitlab.com"
    tokens = ("GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN", "OAUTH_TOKEN")

    def own_hosts(self) -> set[str]:
        """Return the host that is named, or else GitLab's own: there is one token for either."""
        return {_named("GITLAB_HOST") or _named("GL_HOST") or self.home}

    def make(self, name: str, branch: str) -> Project:
        """Make a private project whose branch developers may push to, and nobody rewrite."""
        answer = self.ask(
            *("api", "--method", "POST", "projects", "--raw-field", f"name={name}", "--raw-field", f"path={name}"),
            *("--raw-field", "visibility=private"),
        )
        keys = {"page": "web_url", "id": "id", "ssh": "ssh_url_to_repo", "https": "http_url_to_repo"}
        project = self._project(answer, keys, is_private=answer.get("visibility") == "private")
        self.ask(
            *("api", "--method", "POST", f"projects/{project.id}/protected_branches", "--raw-field", f"name={branch}"),
            *("--field", "push_access_level=30", "--field", "merge_access_level=30"),
            *("--field", "allow_force_push=false"),
        )
        return project

    def invite_one(self, project: Project, reader: str) -> Invitation:
        """Invite a reader as a developer by their address."""
        address = parted(reader)[1]
        if not address:
            return Invitation(reader, why_not="their address is not known")
        answer = self.ask(
            *("api", "--method", "POST", f"projects/{project.id}/invitations", "--raw-field", f"email={address}"),
            *("--field", "access_level=30"),
        )
        if answer.get("status") != "success":
            said = answer.get("message")
            return Invitation(
                reader, why_not=str(said.get(address, "")) if isinstance(said, dict) else "GitLab refuses"
            )
        return Invitation(reader, address)


@lru_cache
def _command_for(host: str, _: str) -> ForgeCommand | str:
    """Return the command for a host, or why there is none; asked once for each host and PATH."""
    kinds = {kind.home: kind for kind in (GitHubCommand, GitLabCommand)}
    wanted = [kinds[host]] if host in kinds else [*kinds.values()]
    there = [kind(path, host) for kind in wanted if (path := _found(kind.program))]
    for command in there:
        if command.is_signed_in():
            return command
    programs = " or ".join(kind.program for kind in there or wanted)
    if not there:
        return f"only {programs} can ask, which is not on the PATH"
    return f"only {programs} can ask, and you are not signed in: `{there[0].program} auth login --hostname {host}`"


def _named(variable: str) -> str:
    """Return the host that a variable of the environment names, by itself or as an address."""
    return os.environ.get(variable, "").rpartition("://")[2].strip("/").casefold()


def _found(program: str) -> str | None:
    """Return the whole path of a program on the PATH; one in a folder from nowhere, as a repository may be, is none."""
    places = [place for place in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(place)]
    return shutil.which(program, path=os.pathsep.join(places))
