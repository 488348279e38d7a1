"""Who can read, beside who is meant to: forges that answer as their descriptions say, folders, remotes, and leavers.

The forges' own commands are stood in for by a program that gives the description's own examples, altered where a set-up
needs it; what it is asked is held against the description, too.
"""

import copy
import json
import os
import re
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from coachplan.store import modes

DATA = Path(__file__).parents[1] / "data/forges"
GITHUB = json.loads((DATA / "github.json").read_text(encoding="utf-8"))["paths"]
GITLAB = json.loads((DATA / "gitlab.json").read_text(encoding="utf-8"))["interfaces"]
# Fields that GitLab's documentation has and its clients' declarations have not.
ONLY_DOCUMENTED = {"member_role", "membership_state", "public_email", "repository_access_level"}

PLAN = """\
---
title: Listen first
people:
  team_member: Ada Lovelace <ada@example.com>
  manager: Charles Babbage <charles@example.com>
  managers_manager: Mary Somerville <mary@example.com>
  hr: {hr}
  helpers: [Helper One <helper@example.com>]
development_area: Listening before answering
current_state: Answers before the question is out.
goal_state: Ask one question first, in eight of ten meetings by 4 March 2026.
activities: [{{what: Count the questions, proposed_by: manager, status: proposed}}]
timeline: {{start: 2026-02-01, end: 2026-03-04}}
support_assets: A peer who listens
update_cadence: every Monday
---
"""
JANE = "Jane Marcet <jane@example.com>"
FOUR = {"ada": 1, "charles": 2, "mary": 3, "jane": 4}
DIRECTORY = {
    "ada": "Ada Lovelace <ada@example.com>",
    "charles": "Charles Babbage <charles@example.com>",
    "mary": "Mary Somerville <mary@example.com>",
    "jane": JANE,
    "mallory": "Mallory Smith <mallory@example.com>",
    "helper": "Helper One <helper@example.com>",
}
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILAyddHpezcNxktmDDujEDxDFwq1Xd2YHjBMjSOncHmy x"
FINGERPRINT = "SHA256:6Wwb8Liqs1DuuErUlJOYSKPSf8TzzL91NYfAyATfUGI"
FAKE = """\
#!/bin/sh
if [ "$1" = auth ]; then [ "$4" = "{host}" ] && exit 0 || exit 1; fi
printf '%s\\n' "$4" >> "{log}"
file="{answers}/$(printf %s "$4" | tr '/?&=%:@+' '________')"
if [ -f "$file" ]; then cat "$file"; else echo "{program}: {refusal}" >&2; exit 1; fi
"""


@dataclass
class Forge:
    """A program on the PATH that answers for a forge, and notes what it is asked."""

    folder: Path
    program: str = "gh"
    host: str = "github.com"
    refusal: str = "Not Found (HTTP 404)"
    pages: dict[str, int] = field(default_factory=dict)

    def install(self) -> None:
        (self.folder / "answers").mkdir(parents=True)
        text = FAKE.format(
            host=self.host,
            program=self.program,
            refusal=self.refusal,
            log=self.folder / "log",
            answers=self.folder / "answers",
        )
        (self.folder / self.program).write_text(text, encoding="utf-8")
        (self.folder / self.program).chmod(0o755)

    def answers(self, path: str, answer: Any) -> None:
        """Give this answer to a path; a list in pages."""
        joint = "&" if "?" in path else "?"
        if isinstance(answer, list):
            # A page may hold less than it could; only an empty one is the last.
            for page, start in enumerate(range(0, len(answer) + 99, 99), start=1):
                self._write(f"{path}{joint}per_page=100&page={page}", answer[start : start + 99])
        else:
            self._write(path, answer)

    def _write(self, path: str, answer: Any) -> None:
        name = re.sub(r"[/?&=%:@+]", "_", path)
        (self.folder / "answers" / name).write_text(
            answer if isinstance(answer, str) else json.dumps(answer), encoding="utf-8"
        )

    def asked(self) -> list[str]:
        log = self.folder / "log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


# -- GitHub ------------------------------------------------------------------------------------------------------------


def like(path: str, **changes: Any) -> dict[str, Any]:
    """The description's own example of an answer at a path, with other values."""
    example = copy.deepcopy(GITHUB[path]["example"])
    one = example[0] if isinstance(example, list) else example
    assert changes.keys() <= {*GITHUB[path]["keys"]}, "the description has no such key"
    return {**one, **changes}


REPO = "/repos/{owner}/{repo}"


def member(login: str, number: int = 0, **changes: Any) -> dict[str, Any]:
    return like(f"{REPO}/collaborators", login=login, id=number or FOUR.get(login, 90), **{"type": "User"} | changes)


def invitee(login: str | None, number: int = 0, **changes: Any) -> dict[str, Any]:
    someone = {
        **GITHUB[f"{REPO}/invitations"]["example"][0]["invitee"],
        "login": login,
        "id": number or FOUR.get(login or "", 90),
    }
    return like(f"{REPO}/invitations", invitee=someone if login else None, **{"expired": False} | changes)


def committed(email: str, login: str, number: int) -> dict[str, Any]:
    one = like(f"{REPO}/commits")
    one["commit"]["author"]["email"] = email
    one["author"] |= {"login": login, "id": number}
    return one


@dataclass
class OnGitHub:
    """A set-up on GitHub, with what is to be found: codes, and a text that each has."""

    members: list[Any]
    found: dict[str, str]
    code: int
    repo: dict[str, Any] = field(default_factory=dict)
    keys: list[Any] | None = field(default_factory=list)
    invitations: list[Any] | None = field(default_factory=list)
    commits: dict[str, Any] = field(default_factory=dict)
    users: dict[str, Any] = field(default_factory=dict)
    directory: tuple[str, ...] = tuple(DIRECTORY)
    accounts: bool = True
    more: str = ""
    hr: str = JANE

    def answer(self, forge: Forge) -> None:
        where = "repos/acme/c1"
        forge.answers(where, like(REPO, **{"private": True} | self.repo))
        for name, answer in (("keys", self.keys), ("invitations", self.invitations)):
            if answer is not None:
                forge.answers(f"{where}/{name}", answer)
        forge.answers(f"{where}/collaborators?affiliation=all", self.members)
        for person in DIRECTORY.values():
            email = person.partition("<")[2][:-1]
            found = [committed(email, *self.commits[email])] if email in self.commits else []
            forge.answers(f"{where}/commits?author={email.replace('@', '%40')}", found)
        for login, changes in self.users.items():
            forge.answers(f"users/{login}", like("/users/{username}", login=login, **changes))


ALL = [member(login) for login in FOUR]
SETUPS: dict[str, OnGitHub] = {
    "the four readers": OnGitHub(ALL, {}, 0),
    "one more account of the directory": OnGitHub([*ALL, member("mallory")], {"CP705": "Mallory Smith"}, 1),
    "a helper is not a reader": OnGitHub([*ALL, member("helper")], {"CP705": "Helper One"}, 1),
    "an account of nobody beside all four": OnGitHub([*ALL, member("eve")], {"CP705": "github.com/eve can read"}, 1),
    "a reader who is missing": OnGitHub(ALL[:3], {"CP706": "Jane Marcet"}, 0),
    "two who are missing, one who is too much": OnGitHub(
        [*ALL[:2], member("mallory")], {"CP705": "Mallory", "CP706": "Mary Somerville; Jane Marcet"}, 1
    ),
    "an invitation is on the way": OnGitHub(ALL[:3], {}, 0, invitations=[invitee("jane")]),
    "an invitation that has expired": OnGitHub(
        ALL[:3], {"CP706": "Jane"}, 0, invitations=[invitee("jane", expired=True)]
    ),
    "somebody else is invited": OnGitHub(
        ALL, {"CP705": "the invitation github.com/eve"}, 1, invitations=[invitee("eve")]
    ),
    "two are invited by mail": OnGitHub(
        ALL,
        {"CP705": "the invitation github.com/by mail, number 7 can; the invitation github.com/by mail, number 8 can"},
        1,
        invitations=[invitee(None, id=7), invitee(None, id=8)],
    ),
    "a deploy key of nobody": OnGitHub(
        ALL, {"CP705": f"the deploy key {FINGERPRINT}"}, 1, keys=[like(f"{REPO}/keys", key=KEY)]
    ),
    "a deploy key that is switched off": OnGitHub(ALL, {}, 0, keys=[like(f"{REPO}/keys", key=KEY, enabled=False)]),
    "a deploy key that CI has": OnGitHub(
        ALL, {}, 0, keys=[like(f"{REPO}/keys", key=KEY)], more=f'machines = ["{FINGERPRINT}"]'
    ),
    "a key that is not one": OnGitHub(
        ALL, {"CP705": "the deploy key number 3"}, 1, keys=[like(f"{REPO}/keys", id=3, key="x", title=FINGERPRINT)]
    ),
    "a bot": OnGitHub([*ALL, member("robo", type="Bot")], {"CP705": "the bot robo"}, 1),
    "a bot that is known": OnGitHub([*ALL, member("robo", type="Bot")], {}, 0, more='machines = ["github.com/robo"]'),
    "a public project": OnGitHub(ALL, {"CP705": "everybody, as it is public"}, 1, repo={"private": False}),
    "an internal project": OnGitHub(ALL, {"CP705": "everybody in the enterprise"}, 1, repo={"visibility": "internal"}),
    "a member who cannot pull": OnGitHub(
        [*ALL, member("eve", permissions={"pull": False, "push": False, "admin": False})], {}, 0
    ),
    "hundreds of members, in pages": OnGitHub(
        [*ALL, *(member(f"eve{n}", 100 + n) for n in range(250))], {"CP705": "github.com/eve249 can read"}, 1
    ),
    "keys that nobody may see": OnGitHub(ALL, {"CP707": "its deploy keys"}, 2, keys=None),
    "invitations that nobody may see, and one too many": OnGitHub(
        [*ALL, member("mallory")], {"CP705": "Mallory", "CP707": "its invitations"}, 1, invitations=None
    ),
    "a reader who may be invited": OnGitHub(ALL[:3], {"CP707": "its invitations"}, 2, invitations=None),
    "accounts that commits are known by": OnGitHub(
        [member("al", 11), member("cb", 12), member("ms", 13), member("jm", 14)],
        {},
        0,
        accounts=False,
        commits={
            f"{name}@example.com": (login, number)
            for name, login, number in (
                ("ada", "al", 11),
                ("charles", "cb", 12),
                ("mary", "ms", 13),
                ("jane", "jm", 14),
            )
        },
    ),
    "accounts that show their address": OnGitHub(
        [member("al", 11), *ALL[1:]],
        {},
        0,
        accounts=False,
        commits={f"{name}@example.com": (name, FOUR[name]) for name in ("charles", "mary", "jane")},
        users={"al": {"id": 11, "email": "Ada@example.com"}},
    ),
    "an address of another account with that name": OnGitHub(
        [member("al", 11), *ALL[1:]],
        {"CP707": "github.com/al can read here, and whose that is cannot be known; nor are accounts of Ada Lovelace"},
        2,
        accounts=False,
        commits={f"{name}@example.com": (name, FOUR[name]) for name in ("charles", "mary", "jane")},
        users={"al": {"id": 12, "email": "ada@example.com"}},
    ),
    "an account that may be the reader's": OnGitHub(
        [*ALL[:3], member("jm", 14)],
        {"CP707": "github.com/jm can read here, and whose that is cannot be known; nor are accounts of Jane Marcet"},
        2,
        directory=("ada", "charles", "mary"),
    ),
    "more accounts than readers to find": OnGitHub(
        [*ALL[:3], member("jm", 14), member("eve", 15)],
        {"CP705": "1 at least must be somebody else's"},
        1,
        directory=("ada", "charles", "mary"),
    ),
    "the forge's private address": OnGitHub(
        [*ALL[:3], member("Jane-M", 44)],
        {},
        0,
        directory=("ada", "charles", "mary"),
        hr="Jane Marcet <44+jane-m@users.noreply.github.com>",
    ),
    "the private address of an account that is gone": OnGitHub(
        [*ALL[:3], member("jane-m", 45)],
        {"CP707": "github.com/jane-m can read here"},
        2,
        directory=("ada", "charles", "mary"),
        hr="Jane Marcet <44+jane-m@users.noreply.github.com>",
    ),
    "somebody who left": OnGitHub(
        ALL, {"CP708": "Jane Marcet <jane@example.com> left on 2026-01-31"}, 1, more="until = 2026-01-31"
    ),
    "somebody who leaves today": OnGitHub(ALL, {}, 0, more="until = 2026-02-04"),
    "somebody who left and is gone there, too": OnGitHub(ALL[:3], {}, 0, more="until = 2026-01-31"),
    "letters of another size": OnGitHub([member("ADA", 1), *ALL[1:]], {}, 0),
}


@pytest.fixture
def circle(tmp_path, coachplan, git, monkeypatch):
    """Makes a plan repository that is shared through an address, with a policy that names accounts."""

    def make(url: str, *, hr: str = JANE, policy: str = "") -> Path:
        folder = tmp_path / "circle"
        assert coachplan("init", folder).code == 0
        assert coachplan("-C", folder, "new", "--from", "-", stdin=PLAN.format(hr=hr)).code == 0
        folder.chmod(0o700)
        git(folder, "remote", "add", "origin", url)
        if policy:
            rules = tmp_path / "policy"
            git(tmp_path, "init", "--quiet", str(rules))
            (rules / "coachplan.toml").write_text(policy, encoding="utf-8")
            git(rules, "add", ".")
            git(rules, "commit", "--quiet", "--message=x")
            named = f"{rules}@{git(rules, 'rev-parse', 'HEAD').strip()}"
            assert coachplan("workspace", "policy", named).code == 0
        return folder

    return make


@pytest.fixture
def forge(tmp_path, monkeypatch):
    """Puts the command of a forge on the PATH."""

    def make(program: str = "gh", host: str = "github.com", **settings: str) -> Forge:
        made = Forge(tmp_path / f"bin-{program}", program, host, **settings)
        made.install()
        monkeypatch.setenv("PATH", os.pathsep.join((str(made.folder), os.environ["PATH"])))
        return made

    return make


def policy_of(setup: OnGitHub, host: str = "github.com") -> str:
    until = f", {setup.more}" if setup.more.startswith("until") else ""
    entries = [
        f'{{person = "{DIRECTORY[name]}", accounts = ["{host}/{name}"]{until if name == "jane" else ""}}}'
        if setup.accounts
        else f'"{DIRECTORY[name]}"'
        for name in setup.directory
    ]
    return f"[people]\ndirectory = [{', '.join(entries)}]\n{'' if until else setup.more}\n"


def looked(coachplan, folder: Path, *options: str) -> tuple[int, dict[str, list[str]], dict[str, Any]]:
    """The exit code, the messages of each code, and all of it, as JSON with names has it."""
    told = coachplan("-C", folder, "access", "--date", "2026-02-04", "--format", "json", "--show-names", *options)
    assert told.code in (0, 1, 2), told.err
    (one,) = json.loads(told.out)["repositories"]
    found: dict[str, list[str]] = {}
    for finding in one["findings"]:
        found.setdefault(finding["code"], []).append(finding["message"])
    return told.code, found, one


@pytest.mark.one_in(3)
@pytest.mark.parametrize("setup", SETUPS.values(), ids=SETUPS)
def test_who_is_too_much_and_who_is_missing_is_found_on_github(setup: OnGitHub, circle, forge, coachplan) -> None:
    on, folder = forge(), circle("https://github.com/acme/c1.git", hr=setup.hr, policy=policy_of(setup))
    setup.answer(on)
    code, found, _ = looked(coachplan, folder)
    assert found.keys() == setup.found.keys(), found
    assert code == setup.code
    for rule, texts in setup.found.items():
        assert all(
            any(text in message for message in found[rule]) for text in texts.split("; ") if "cannot be" not in texts
        ), found
        assert "cannot be" not in texts or texts in found[rule][0]
    described = {path: re.sub(r"\{\w+\}", "[^/?]+", path)[1:] for path in GITHUB}
    for asked in on.asked():
        path, _, query = asked.partition("?")
        (known,) = [name for name, shape in described.items() if re.fullmatch(shape, path)]
        assert {part.partition("=")[0] for part in query.split("&") if part} <= {*GITHUB[known]["parameters"]}


# -- GitLab ------------------------------------------------------------------------------------------------------------


def of(kind: str, **changes: Any) -> dict[str, Any]:
    """An answer with the fields that are declared of it, empty but for these values."""
    assert changes.keys() <= {*GITLAB[kind]} | ONLY_DOCUMENTED
    empty = {"string": "", "number": 0, "boolean": False}
    return {name: empty.get(type_) for name, type_ in GITLAB[kind].items()} | changes


def joined(username: str, level: int = 30, number: int = 0, **changes: Any) -> dict[str, Any]:
    id_ = number or FOUR.get(username, 90)
    return of("MemberSchema", username=username, id=id_, **{"access_level": level, "state": "active"} | changes)


@dataclass
class OnGitLab:
    """A set-up on GitLab, with what is to be found: codes, and a text that each has."""

    members: list[Any]
    found: dict[str, str]
    code: int
    project: dict[str, Any] = field(default_factory=dict)
    groups: dict[int, tuple[dict[str, Any], list[Any]]] = field(default_factory=dict)
    keys: list[Any] = field(default_factory=list)
    tokens: list[Any] | None = field(default_factory=list)
    invitations: list[Any] = field(default_factory=list)
    users: dict[int, str] = field(default_factory=dict)
    accounts: bool = True
    of_groups: dict[str, list[Any]] = field(default_factory=lambda: {"deploy_tokens": [], "invitations": []})
    of_groups_unseen: tuple[str, ...] = ()

    def answer(self, forge: Forge) -> None:
        where = "projects/acme%2Fsub%2Fc1"
        forge.answers(where, of("ProjectSchema", **{"visibility": "private"} | self.project))
        forge.answers(f"{where}/members/all", self.members)
        for name, answer in (("keys", self.keys), ("tokens", self.tokens)):
            if answer is not None:
                forge.answers(f"{where}/deploy_{name}", answer)
        forge.answers(f"{where}/invitations", self.invitations)
        for id_, (group, members) in self.groups.items():
            forge.answers(f"groups/{id_}?with_projects=false", of("ExpandedGroupSchema", **group))
            forge.answers(f"groups/{id_}/members/all", members)
            for name, answer in {**self.of_groups, **dict.fromkeys(self.of_groups_unseen)}.items():
                if answer is not None:
                    forge.answers(f"groups/{id_}/{name}", answer)
        for id_, email in self.users.items():
            forge.answers(f"users/{id_}", of("ExpandedUserSchema", id=id_, public_email=email))


def shared(group: int, level: int, **changes: Any) -> dict[str, Any]:
    return {"shared_with_groups": [{"group_id": group, "group_access_level": level, **changes}]}


IN_GROUP = {"namespace": {"kind": "group", "id": 5}}
JOINED = [joined(login) for login in FOUR]
GITLAB_SETUPS: dict[str, OnGitLab] = {
    "the four readers": OnGitLab(JOINED, {}, 0),
    "an inherited member": OnGitLab([*JOINED, joined("mallory", 50)], {"CP705": "Mallory Smith"}, 1),
    "a guest reads no files of a private project": OnGitLab([*JOINED, joined("eve", 10)], {}, 0),
    "a guest with a role of their own": OnGitLab(
        [*JOINED, joined("eve", 10, member_role={"read_code": True})], {"CP705": "gitlab.com/eve"}, 1
    ),
    "a reader who is a guest": OnGitLab([*JOINED[:3], joined("jane", 10)], {"CP706": "Jane"}, 0),
    "members who are shut out, or wait": OnGitLab(
        [*JOINED, joined("a", state="blocked"), joined("b", membership_state="awaiting")], {}, 0
    ),
    "a membership that has ended": OnGitLab([*JOINED, joined("eve", expires_at="2026-02-04")], {}, 0),
    "a membership that ends tomorrow": OnGitLab(
        [*JOINED, joined("eve", expires_at="2026-02-05")], {"CP705": "gitlab.com/eve"}, 1
    ),
    "a project for all who sign in": OnGitLab(
        JOINED, {"CP705": "everybody who signs in"}, 1, {"visibility": "internal"}
    ),
    "a public project whose files are for members": OnGitLab(
        JOINED, {}, 0, {"visibility": "public", "repository_access_level": "private"}
    ),
    "an invited group": OnGitLab(
        JOINED, {"CP705": "gitlab.com/eve"}, 1, shared(7, 30), {7: ({}, [joined("eve", 50), joined("ada", 20)])}
    ),
    "an invited group that may see no files": OnGitLab(JOINED, {}, 0, shared(7, 10), {7: ({}, [joined("eve", 50)])}),
    "an invited group whose time is over": OnGitLab(
        JOINED, {}, 0, shared(7, 30, expires_at="2026-01-01"), {7: ({}, [joined("eve", 50)])}
    ),
    "an invited group that nobody may see": OnGitLab(JOINED, {"CP707": "the invited group 8"}, 2, shared(8, 30)),
    "a group two above, that another was invited to": OnGitLab(
        JOINED,
        {"CP705": "gitlab.com/eve"},
        1,
        IN_GROUP,
        {5: ({"parent_id": 6}, []), 6: (shared(7, 20), []), 7: ({}, [joined("eve")])},
    ),
    "a deploy token of a group above": OnGitLab(
        JOINED,
        {"CP705": "the deploy token pull"},
        1,
        IN_GROUP,
        {5: ({"parent_id": None}, [])},
        of_groups={"deploy_tokens": [of("DeployTokenSchema", id=4, name="pull")], "invitations": []},
    ),
    "an invitation to a group above": OnGitLab(
        JOINED,
        {"CP705": "the invitation gitlab.com/eve@example.com"},
        1,
        IN_GROUP,
        {5: ({"parent_id": None}, [])},
        of_groups={
            "deploy_tokens": [],
            "invitations": [of("InvitationSchema", invite_email="eve@example.com", access_level=30)],
        },
    ),
    "tokens of a group above that nobody may see": OnGitLab(
        JOINED[:3],
        {"CP706": "Jane", "CP707": "the deploy tokens of the group 5"},
        2,
        IN_GROUP,
        {5: ({"parent_id": None}, [])},
        of_groups_unseen=("deploy_tokens",),
    ),
    "a reader who may be in a group that nobody may see": OnGitLab(
        JOINED[:3], {"CP707": "the invited group 8"}, 2, shared(8, 30)
    ),
    "a reader who may be in a group above that nobody may see": OnGitLab(
        JOINED[:3], {"CP707": "the groups above it"}, 2, IN_GROUP
    ),
    "a token of a project": OnGitLab(
        [*JOINED, joined("project_12_bot_ab3")], {"CP705": "the bot project_12_bot_ab3"}, 1
    ),
    "deploy keys and tokens": OnGitLab(
        JOINED,
        {"CP705": f"the deploy key {FINGERPRINT}; the deploy token jane"},
        1,
        keys=[of("DeployKeySchema", id=1, key=KEY), of("DeployKeySchema", id=2, key="x", expires_at="2026-01-01")],
        tokens=[
            of("DeployTokenSchema", id=1, name="jane", scopes=["read_repository"]),
            of("DeployTokenSchema", id=2, name="images", scopes=["read_registry"]),
            of("DeployTokenSchema", id=3, name="old", scopes=["read_repository"], revoked=True),
        ],
    ),
    "tokens that nobody may see": OnGitLab(JOINED, {"CP707": "its deploy tokens"}, 2, tokens=None),
    "invitations by mail": OnGitLab(
        JOINED[:3],
        {"CP705": "Mallory Smith"},
        1,
        invitations=[
            of("InvitationSchema", invite_email=email, access_level=30)
            for email in ("jane@example.com", "mallory@example.com")
        ],
    ),
    "accounts that show their address": OnGitLab(
        JOINED, {}, 0, users={FOUR[name]: f"{name}@example.com" for name in FOUR}, accounts=False
    ),
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("setup", GITLAB_SETUPS.values(), ids=GITLAB_SETUPS)
def test_who_is_too_much_and_who_is_missing_is_found_on_gitlab(setup: OnGitLab, circle, forge, coachplan) -> None:
    on = forge("glab", "gitlab.com")
    policy = policy_of(OnGitHub([], {}, 0, accounts=setup.accounts), "gitlab.com")
    folder = circle("git@gitlab.com:acme/sub/c1.git", policy=policy)
    setup.answer(on)
    code, found, _ = looked(coachplan, folder)
    assert found.keys() == setup.found.keys(), found
    assert code == setup.code
    for rule, texts in setup.found.items():
        assert all(any(text in message for message in found[rule]) for text in texts.split("; ")), found


# -- places, folders, circles ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "code", "rule", "why"),
    [
        ("https://git.example.com/acme/c1.git", 2, "CP707", "only gh or glab can ask, and you are not signed in"),
        ("http://github.com/acme/c1.git", 1, "CP705", "not encrypted"),
        ("git://github.com/acme/c1.git", 1, "CP705", "not encrypted"),
        ("https://github.com/acme/../c1.git", 2, "CP707", "does not know how to ask"),
        ("ext::sh -c true", 2, "CP707", "does not know how to ask"),
        ("https://-x.example.com/acme/c1", 2, "CP707", "does not know how to ask"),
        ("gone", 2, "CP707", "it is not there"),
    ],
)
def test_a_place_that_cannot_be_asked_is_said(circle, forge, coachplan, url, code, rule, why) -> None:
    on, other = forge("gh"), forge("glab", "gitlab.com")
    told, found, _ = looked(coachplan, circle(url))
    assert (told, [*found]) == (code, [rule])
    assert why in found[rule][0]
    assert on.asked() == other.asked() == []


def test_an_enterprises_own_forge_is_asked_where_one_is_signed_in(circle, forge, coachplan) -> None:
    forge("glab", "gitlab.com")
    on, folder = forge("gh", "git.example.com"), circle("git@git.example.com:acme/c1.git")
    SETUPS["the four readers"].answer(on)
    code, found, one = looked(coachplan, folder)
    assert (code, [*found]) == (2, ["CP707"]), "accounts are of a host, and nobody named those"
    assert [grant["name"] for grant in one["places"][0]["grants"]] == [*FOUR]


@pytest.mark.parametrize("answer", ["[1]", "[[]]", "{", "{}", "[" * 100_000, '"x"', "null", "9" * 10_000])
def test_an_answer_that_is_none_is_not_known(circle, forge, coachplan, answer) -> None:
    on, folder = forge(), circle("https://github.com/acme/c1.git")
    SETUPS["the four readers"].answer(on)
    on._write("repos/acme/c1/keys?per_page=100&page=1", answer)
    code, found, _ = looked(coachplan, folder)
    assert code == 2
    assert any("its deploy keys cannot be known" in message for message in found["CP707"])


def test_a_token_that_is_known_is_known_by_its_number(circle, forge, coachplan) -> None:
    policy = policy_of(OnGitHub([], {}, 0), "gitlab.com") + 'machines = ["gitlab.com/gitlab+deploy-token-7"]\n'
    on, folder = forge("glab", "gitlab.com"), circle("git@gitlab.com:acme/sub/c1.git", policy=policy)
    tokens = [of("DeployTokenSchema", id=7, name="x"), of("DeployTokenSchema", id=8, name="gitlab+deploy-token-7")]
    OnGitLab(JOINED, {}, 0, tokens=tokens).answer(on)
    code, found, _ = looked(coachplan, folder)
    assert (code, len(found["CP705"])) == (1, 1)
    assert "gitlab+deploy-token-7 lets somebody read" in found["CP705"][0]


def test_several_repositories_are_asked_and_told_in_order(circle, forge, coachplan, tmp_path, git) -> None:
    on, folder = forge(), circle("https://github.com/acme/c1.git", policy=policy_of(SETUPS["the four readers"]))
    SETUPS["the four readers"].answer(on)
    others = [tmp_path / f"other-{number}" for number in range(3)]
    for other in others:
        git(tmp_path, "clone", "--quiet", str(folder), str(other))
        git(other, "remote", "set-url", "origin", "https://github.com/acme/gone.git")
    told = coachplan(*(word for one in (folder, *others) for word in ("-C", one)), "access", "--format", "json")
    assert told.code == 2
    found = json.loads(told.out)["repositories"]
    assert [(Path(one["root"]), one["code"]) for one in found] == [(folder, 0), *((other, 2) for other in others)]


def test_a_hostile_name_reaches_no_terminal(circle, forge, coachplan) -> None:
    on, folder = forge(), circle("https://github.com/acme/c1.git")
    eve = member("eve\x1b[2J\u202e")
    OnGitHub([*ALL, eve], {}, 1, keys=[like(f"{REPO}/keys", key="x", title="\x1b]0;x\x07")]).answer(on)
    told = coachplan("-C", folder, "access", "--show-names")
    assert told.code == 1
    assert "github.com/" in told.out
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", told.out)


def test_without_a_terminal_of_ones_own_nobody_is_named(circle, forge, coachplan) -> None:
    setup = SETUPS["two who are missing, one who is too much"]
    on, folder = forge(), circle("https://github.com/acme/c1.git", policy=policy_of(setup))
    setup.answer(on)
    for options in ([], ["--format", "json"], ["--no-show-names"]):
        told = coachplan("-C", folder, "access", *options)
        assert told.code == 1
        assert "CP705" in told.out
        for word in ("Ada", "Mallory", "mallory", "Jane", "charles"):
            assert word not in told.out + told.err
    shown = coachplan("-C", folder, "access", "--show-names").out
    assert "✗ https://github.com/acme/c1.git: Mallory Smith <mallory@example.com> is not meant to read here" in shown
    assert "Meant to read: Ada Lovelace, Charles Babbage, Mary Somerville, Jane Marcet\n" in shown
    assert "\n  mallory  Mallory Smith\n" in shown
    assert shown.endswith("1 of 1 repository: somebody else can read\n")


def test_only_a_policy_of_ones_own_says_whose_an_account_is(circle, forge, coachplan) -> None:
    on, folder = forge(), circle("https://github.com/acme/c1.git")
    SETUPS["the four readers"].answer(on)
    (folder / "coachplan.toml").write_text(policy_of(SETUPS["the four readers"]), encoding="utf-8")
    code, found, _ = looked(coachplan, folder)
    assert (code, [*found]) == (2, ["CP707"])


def test_without_the_forges_command_nothing_is_known(circle, coachplan, monkeypatch, tmp_path) -> None:
    folder = circle("https://github.com/acme/c1.git")
    (tmp_path / "bin").mkdir()
    for program in ("git", "ssh"):
        found = next(Path(place, program) for place in os.get_exec_path() if Path(place, program).exists())
        (tmp_path / "bin" / program).symlink_to(found)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    code, found_, _ = looked(coachplan, folder)
    assert (code, [*found_]) == (2, ["CP707"])
    assert "only gh can ask, which is not on the PATH" in found_["CP707"][0]


def test_a_folder_that_others_can_open_is_found_and_closed(circle, coachplan, git, tmp_path) -> None:
    theirs = tmp_path / "theirs.git"
    git(tmp_path, "init", "--quiet", "--bare", str(theirs))
    folder = circle(f"file://{theirs}")
    for place in (*tmp_path.parents, tmp_path):
        if place.stat().st_uid == os.geteuid() and place != Path("/"):
            place.chmod(place.stat().st_mode | stat.S_IXOTH)
    folder.chmod(0o755)
    theirs.chmod(0o701)
    code, found, _ = looked(coachplan, folder)
    assert (code, found) == (1, {"CP709": ["this folder is open to everybody on this machine"] * 2})
    told = coachplan("-C", folder, "access", "--fix")
    assert (told.code, told.err) == (1, f"Closed: {folder}\n")
    assert [stat.S_IMODE(place.stat().st_mode) for place in (folder, theirs)] == [0o700, 0o701]
    theirs.chmod(0o700)
    told = coachplan("-C", folder, "access")
    assert (told.code, told.out) == (0, "All well: only those who are meant to can read 1 repository\n")


def test_whoever_is_in_the_group_of_a_shared_folder_may_be_a_reader(circle, coachplan, git, tmp_path, monkeypatch):
    theirs = tmp_path / "theirs.git"
    git(tmp_path, "init", "--quiet", "--bare", str(theirs))
    folder = circle(str(theirs))
    for place in (*tmp_path.parents, tmp_path):
        if place.stat().st_uid == os.geteuid() and place != Path("/"):
            place.chmod(place.stat().st_mode | stat.S_IXOTH)
    theirs.chmod(0o770)
    monkeypatch.setattr(modes, "_others_in", lambda _: ["ada", "charles"])
    code, found, _ = looked(coachplan, folder)
    assert (code, [*found]) == (2, ["CP707"])
    assert found["CP707"][0].endswith(": ada, charles")


def test_the_entries_of_an_access_list_are_others(circle, coachplan, tmp_path, monkeypatch) -> None:
    folder = circle("gone")
    for place in (*tmp_path.parents, tmp_path):
        if place.stat().st_uid == os.geteuid() and place != Path("/"):
            place.chmod(place.stat().st_mode | stat.S_IXOTH)
    folder.chmod(0o750)
    monkeypatch.setattr(os, "listxattr", lambda _: ["system.posix_acl_access"], raising=False)
    _, found, _ = looked(coachplan, folder)
    assert "whomever its access list names" in found["CP709"][0]
    folder.chmod(0o700)  # this is the most that any entry gives
    assert "CP709" not in looked(coachplan, folder)[1]


def test_plans_of_several_circles_and_plans_that_cannot_be_read(circle, coachplan, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "theirs.git")
    (tmp_path / "theirs.git").chmod(0o700)
    folder = circle(str(tmp_path / "theirs.git"))
    other = PLAN.format(hr=JANE).replace("Ada Lovelace <ada@", "Grace Hopper <grace@")
    assert coachplan("-C", folder, "new", "--from", "-", "--here", stdin=other).code == 0
    code, found, _ = looked(coachplan, folder)
    assert (code, found) == (1, {"CP908": ["2 circles of people have plans here, and whoever reads one can read all"]})
    (folder / "coachplan.toml").write_text('[rules]\nignore = ["CP908"]\n', encoding="utf-8")
    assert looked(coachplan, folder)[1] == found, "whoever pushes writes these settings"
    (folder / "plans/ada-lovelace/listen-first/plan.md").write_text("no plan", encoding="utf-8")
    code, found, _ = looked(coachplan, folder)
    assert (code, [*found]) == (2, ["CP707"])
    assert "ada-lovelace/listen-first" in found["CP707"][0]


def test_circles_together_are_set_aside_by_ones_own_policy_alone(circle, coachplan, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "theirs.git")
    (tmp_path / "theirs.git").chmod(0o700)
    folder = circle(str(tmp_path / "theirs.git"), policy='[rules]\nignore = ["CP908"]\n')
    other = PLAN.format(hr=JANE).replace("Ada Lovelace <ada@", "Grace Hopper <grace@")
    assert coachplan("-C", folder, "new", "--from", "-", "--here", stdin=other).code == 0
    assert looked(coachplan, folder)[:2] == (0, {})


def test_a_repository_that_is_broken_keeps_no_other_from_being_looked_at(circle, coachplan, git, tmp_path) -> None:
    folder = circle("gone")
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken, symlinks=True)
    (broken / ".git/HEAD").unlink()
    told = coachplan("-C", broken, "-C", folder, "access", "--format", "json", "--show-names")
    one, other = json.loads(told.out)["repositories"]
    assert (told.code, one["code"], other["code"]) == (2, 2, 2)
    assert [finding["code"] for finding in one["findings"]] == ["CP707"]
    assert "git" in one["findings"][0]["message"]


@pytest.mark.parametrize(
    ("host", "variables", "seen"),
    [
        ("github.com", {"GH_TOKEN": "t"}, "t"),
        ("git.example.com", {"GH_TOKEN": "t"}, ""),
        ("git.example.com", {"GH_ENTERPRISE_TOKEN": "t"}, ""),
        ("git.example.com", {"GH_ENTERPRISE_TOKEN": "t", "GH_HOST": "git.example.com"}, "t"),
    ],
)
def test_a_host_that_a_remote_names_gets_no_token_of_the_environment(
    circle, forge, coachplan, monkeypatch, tmp_path, host, variables, seen
) -> None:
    on, folder = forge("gh", host), circle(f"https://{host}/acme/c1.git")
    noted = 'echo "$GH_TOKEN$GH_ENTERPRISE_TOKEN" >> "$(dirname "$0")/tokens"\n'
    program = on.folder / "gh"
    program.write_text(program.read_text(encoding="utf-8").replace("#!/bin/sh\n", f"#!/bin/sh\n{noted}"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    looked(coachplan, folder)
    assert {*(on.folder / "tokens").read_text().splitlines()} == {seen}
    assert [*on.asked()]


def test_an_address_of_any_length_is_an_address(circle, forge, coachplan) -> None:
    on = forge()
    folder = circle("https://github.com/acme/c1.git", hr=f"Jane Marcet <{'1' * 5000}+jane@users.noreply.github.com>")
    SETUPS["the four readers"].answer(on)
    told = coachplan("-C", folder, "access")
    assert told.code == 2
    assert "bug" not in told.err


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("4", "directory is a list of texts"),
        ("{accounts = []}", "directory is a list of texts"),
        ('{person = "A", since = 4}', "directory has no key 'since'"),
        ('{person = "A", until = "2026-01-01"}', "until is a day without quotes"),
        ('{person = "A", until = 2026-01-01T10:00:00}', "until is a day without quotes"),
        ('{person = "A", accounts = ["ada"]}', "directory accounts are accounts such as"),
        ('{person = "A", accounts = "github.com/ada"}', "directory accounts are accounts such as"),
        ('{person = "A", accounts = ["h/x"]}, {person = "B", accounts = ["H/X"]}', "has the account 'h/x' twice"),
    ],
)
def test_a_directory_that_is_wrong_is_said_in_a_line(ada, coachplan, entry, why) -> None:
    (ada / "coachplan.toml").write_text(f"[people]\ndirectory = [{entry}]\n", encoding="utf-8")
    told = coachplan("-C", ada, "list")
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert why in told.err
