"""Grants: each account, key or invitation that lets somebody read a project on a forge, as the forge itself tells.

It is asked by its own command. Those who run a whole forge can read everything there, and are listed nowhere.
"""

import base64
import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import quote

from coachplan.base.errors import UnreadableError
from coachplan.store.forge_command import ForgeCommand, GitHubCommand

_REPORTER = 20
"""The access level from which members of a private project on GitLab can read its files."""
_ANCESTORS = 20
_MAX_KEY = 16_384
_SHUT_OUT = {"blocked", "ldap_blocked", "banned", "blocked_pending_approval"}
_BOT = re.compile(r"(project|group)_\d+_bot\w*")


class GrantKind(StrEnum):
    """The thing that lets somebody read; an `ACCOUNT` is a person's, a `BOT` nobody's."""

    ACCOUNT = "account"
    BOT = "bot"
    INVITATION = "invitation"
    KEY = "deploy key"
    TOKEN = "deploy token"  # noqa: S105 - a word, not a secret
    EVERYBODY = "everybody"


class Grant(NamedTuple):
    """A thing that lets somebody read: the `name` that the forge shows, its number there, and an `email`.

    The forge has confirmed that this address is the account's, or it is the one that an invitation went to. Of a key,
    the name is its fingerprint, or its number where it has none.
    """

    kind: GrantKind
    name: str
    id: int = 0
    email: str = ""


class SharedProject(ABC):
    """A project on a forge at an address below its interface, and its `grants`, each once.

    `unknown` has in words what the forge does not tell, with the reason. It `tells_all_people` where that is about
    machines alone.
    """

    def __init__(self, command: ForgeCommand, where: str, today: str) -> None:
        self._command, self._where, self._today = command, where, today
        self._found: dict[tuple[GrantKind, str], Grant] = {}
        self.unknown: dict[str, str] = {}
        self.tells_all_people = True

    @staticmethod
    def on(host: str, path: str, today: str) -> "SharedProject":
        """Return the project at a path on a host, with its grants on a day, an ISO date."""
        command = ForgeCommand.of(host)
        if isinstance(command, GitHubCommand):
            project: SharedProject = _OnGitHub(command, f"repos/{quote(path)}", today)
        else:
            project = _OnGitLab(command, f"projects/{quote(path, safe='')}", today)
        project.ask_all()
        return project

    @property
    def grants(self) -> list[Grant]:
        """Every grant that the forge told of."""
        return [*self._found.values()]

    def add(self, grant: Grant) -> None:
        """Add a grant, unless it is known by another way."""
        self._found.setdefault((grant.kind, str(grant.id or grant.name)), grant)

    def ask(self, about: str, question: Callable[[], None], *, of_people: bool = True) -> None:
        """Ask for some of the grants, of people or of machines; where the forge refuses it, nobody knows of those."""
        try:
            question()
        except UnreadableError as error:
            self.unknown[about] = str(error)
            self.tells_all_people = self.tells_all_people and not of_people

    @abstractmethod
    def ask_all(self) -> None:
        """Ask for all of the grants."""

    @abstractmethod
    def account_of(self, email: str) -> Grant | None:
        """Return the account that an address is known to be of by the commits there."""

    @abstractmethod
    def email_of(self, grant: Grant) -> str:
        """Return the public address of an account, which the forge has confirmed; empty where it shows none."""

    def _get(self, path: str) -> dict[str, Any]:
        return self._command.get(path)

    def _pages(self, path: str) -> list[dict[str, Any]]:
        return [*self._command.pages(path)]


class _OnGitHub(SharedProject):
    def ask_all(self) -> None:
        self.ask("its members", self._members)
        self.ask("its invitations", self._invitations)
        self.ask("its deploy keys", self._keys, of_people=False)

    def _members(self) -> None:
        one = self._get(self._where)
        if one.get("private") is not True:
            self.add(Grant(GrantKind.EVERYBODY, "everybody, as it is public"))
        elif _text(one, "visibility") == "internal":
            self.add(Grant(GrantKind.EVERYBODY, "everybody in the enterprise, as it is internal"))
        for one in self._pages(f"{self._where}/collaborators?affiliation=all"):
            if _group(one, "permissions").get("pull") is not False:
                self.add(_account(one, GrantKind.BOT if _text(one, "type") == "Bot" else GrantKind.ACCOUNT))

    def _keys(self) -> None:
        for one in self._pages(f"{self._where}/keys"):
            if one.get("enabled") is not False:
                self.add(_key(one))

    def _invitations(self) -> None:
        for one in self._pages(f"{self._where}/invitations"):
            if one.get("expired") is not True:
                invited = _account(_group(one, "invitee"), GrantKind.INVITATION)
                self.add(invited if invited.id else invited._replace(name=f"by mail, number {_number(one, 'id')}"))

    def account_of(self, email: str) -> Grant | None:
        """Return the account that GitHub shows beside commits of an address, as its owner has confirmed it there."""
        path = f"{self._where}/commits?author={quote(email, safe='')}"
        for one in self._command.pages(path):
            if _text(_group(_group(one, "commit"), "author"), "email").casefold() == email.casefold():
                return _account(_group(one, "author"), GrantKind.ACCOUNT)
        return None

    def email_of(self, grant: Grant) -> str:
        one = self._get(f"users/{quote(grant.name, safe='')}")
        return _text(one, "email") if _number(one, "id") == grant.id else ""


class _OnGitLab(SharedProject):
    def ask_all(self) -> None:
        self.ask("its members", self._all_members)
        self.ask("its invitations", lambda: self._invitations(self._where))
        self.ask("its deploy keys", self._keys, of_people=False)
        self.ask("its deploy tokens", lambda: self._tokens(self._where), of_people=False)

    def _all_members(self) -> None:
        project = self._get(self._where)
        visibility = _text(project, "visibility")
        if visibility != "private" and _text(project, "repository_access_level") not in ("private", "disabled"):
            whom = "everybody" if visibility == "public" else "everybody who signs in there"
            self.add(Grant(GrantKind.EVERYBODY, f"{whom}, as it is {visibility or 'not private'}"))
        least = _REPORTER if visibility == "private" else 0
        self._members(self._where, least)
        self._invited(project, least)
        namespace = _group(project, "namespace")
        if _text(namespace, "kind") == "group":
            self.ask("the groups above it", lambda: self._above(_number(namespace, "id"), least, _ANCESTORS))

    def _keys(self) -> None:
        for one in self._pages(f"{self._where}/deploy_keys"):
            if not self._is_over(one):
                self.add(_key(one))

    def _tokens(self, where: str) -> None:
        for one in self._pages(f"{where}/deploy_tokens"):
            scopes, is_gone = one.get("scopes"), one.get("revoked") is True or one.get("expired") is True
            reads = not isinstance(scopes, list) or "read_repository" in scopes
            if reads and not is_gone and not self._is_over(one):
                self.add(Grant(GrantKind.TOKEN, _text(one, "name"), _number(one, "id")))

    def _invitations(self, where: str) -> None:
        for one in self._pages(f"{where}/invitations"):
            if _number(one, "access_level") >= _REPORTER and not self._is_over(one):
                mail = _text(one, "invite_email")
                self.add(Grant(GrantKind.INVITATION, mail or f"by mail, number {_number(one, 'id')}", email=mail))

    def _members(self, where: str, least: int, most: int | None = None) -> None:
        """Add the members who can read; those of an invited group have at most the level `most` that it was given."""
        for one in self._pages(f"{where}/members/all"):
            level = _number(one, "access_level")
            reads = (level if most is None else min(level, most)) >= least
            reads = reads or _group(one, "member_role").get("read_code") is True
            is_out = _text(one, "state") in _SHUT_OUT or _text(one, "membership_state") == "awaiting"
            if reads and not is_out and not self._is_over(one):
                name = _text(one, "username")
                kind = GrantKind.BOT if _BOT.fullmatch(name) else GrantKind.ACCOUNT
                self.add(Grant(kind, name, _number(one, "id"), _text(one, "email") or _text(one, "public_email")))

    def _invited(self, one: Mapping[str, Any], least: int) -> None:
        """Add the members of each group that a project or a group was shared with."""
        shared = one.get("shared_with_groups")
        for entry in shared if isinstance(shared, list) else ():
            if isinstance(entry, dict) and not self._is_over(entry):
                self._of_invited(_number(entry, "group_id"), _number(entry, "group_access_level"), least)

    def _of_invited(self, group: int, most: int, least: int) -> None:
        if most >= least:
            self.ask(f"the invited group {group}", lambda: self._members(f"groups/{group}", least, most))

    def _above(self, group: int, least: int, ancestors: int) -> None:
        """Add what a group above the project, or one above that, lets read: invited groups, invitations and tokens."""
        one, where = self._get(f"groups/{group}?with_projects=false"), f"groups/{group}"
        self._invited(one, least)
        self.ask(f"the invitations of the group {group}", lambda: self._invitations(where))
        self.ask(f"the deploy tokens of the group {group}", lambda: self._tokens(where), of_people=False)
        if (parent := _number(one, "parent_id")) and ancestors:
            self._above(parent, least, ancestors - 1)

    def _is_over(self, one: Mapping[str, Any]) -> bool:
        """True if a membership, key or token has ended."""
        until = _text(one, "expires_at")
        return bool(until) and until[:10] <= self._today

    def account_of(self, email: str) -> Grant | None:  # noqa: ARG002 - GitLab shows no accounts beside commits
        return None

    def email_of(self, grant: Grant) -> str:
        return grant.email or _text(self._get(f"users/{grant.id}"), "public_email")


def _account(one: Mapping[str, Any], kind: GrantKind) -> Grant:
    return Grant(kind, _text(one, "login"), _number(one, "id"), _text(one, "email"))


def _key(one: Mapping[str, Any]) -> Grant:
    """Return the grant of a deploy key, with the fingerprint that `ssh-keygen -l` shows of it."""
    try:
        raw = base64.b64decode(_text(one, "key", _MAX_KEY).split()[1], validate=True)
    except (ValueError, IndexError):
        return Grant(GrantKind.KEY, f"number {_number(one, 'id')}")
    return Grant(GrantKind.KEY, f"SHA256:{base64.b64encode(hashlib.sha256(raw).digest()).decode().rstrip('=')}")


def _text(entry: Mapping[str, Any], key: str, at_most: int = 255) -> str:
    """Return a text of one line in an answer; empty where it has none, or too long a one."""
    value = entry.get(key)
    return value if isinstance(value, str) and len(value) <= at_most and value.isprintable() else ""


def _number(entry: Mapping[str, Any], key: str) -> int:
    """Return a whole number in an answer; 0 where it has none."""
    value = entry.get(key)
    return value if type(value) is int else 0


def _group(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a group of keys in an answer; an empty one where it has none."""
    value = entry.get(key)
    return value if isinstance(value, dict) else {}
