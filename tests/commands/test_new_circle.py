"""`coachplan new` for other readers than those of the plans here: in a repository of its own, or here after all."""

import json
import os
import re
import stat
from pathlib import Path

import pexpect
import pytest

from coachplan.store.address import Address
from coachplan.store.forge_command import GitLabCommand, Project
from terminal import PROMPT, Terminal

GRACE = ("new", "Reports", "--for", "Grace Hopper <grace@example.com>", "--hr", "Jane Marcet <jane@example.com>")
ADA_AGAIN = ("new", "Estimates", "--for", "Ada Lovelace <ada@example.com>")


@pytest.fixture
def shared(ada, git, tmp_path) -> Path:
    git(ada, "remote", "add", "origin", str(tmp_path / "nowhere.git"))
    return ada


def made_in(folder: Path) -> Path:
    (found,) = folder.glob("circle-*")
    return found


def test_a_plan_for_other_readers_is_stopped_with_the_way_to_do_it(shared, coachplan, git, tmp_path) -> None:
    before = git(shared, "rev-parse", "HEAD")
    told = coachplan("-C", shared, *GRACE)
    assert (told.code, told.out) == (2, "")
    assert "such as Ada Lovelace, Mary Somerville, could read this one, too; run it again with --new-circle" in told.err
    assert "or with --here" in told.err
    assert (git(shared, "rev-parse", "HEAD"), [*tmp_path.glob("circle-*")]) == (before, [])

    for own in (ADA_AGAIN, (*ADA_AGAIN, "--managers-manager", "Mary Somerville <mary@example.com>")):
        assert coachplan("-C", shared, *own).code == 0  # a role that is left open makes no other circle
    other = coachplan("-C", shared, *ADA_AGAIN, "--manager", "Grace Hopper <grace@example.com>")
    assert (other.code, "such as Charles Babbage" in other.err) == (2, True)

    assert coachplan("-C", shared, *GRACE, "--here").code == 0
    told = coachplan("-C", shared, "new", "Focus", "--for", "Hedy Lamarr <hedy@example.com>")
    assert told.code == 0  # they are together already, as in the first release
    assert "could read this one, too; --new-circle makes a repository of its own\n" in told.err


def test_without_a_remote_nothing_stops_it(ada, coachplan) -> None:
    told = coachplan("-C", ada, *GRACE)
    assert (told.code, told.err) == (0, "")


def test_a_new_circle_is_private_and_says_nothing_of_anybody(shared, coachplan, git, own_world, tmp_path) -> None:
    settings = '[labels]\ncoaching = "Growth plan"\n[people]\ndirectory = ["Hedy Lamarr <hedy@example.com>"]\n'
    (shared / "coachplan.toml").write_text(settings, encoding="utf-8")
    assert coachplan("-C", shared, "save").code == 0
    git(shared, "config", "user.email", "charles@work.example")
    told = coachplan("-C", shared, *GRACE, "--new-circle")
    assert told.code == 0, told.err
    circle = made_in(tmp_path)
    assert re.fullmatch(r"circle-[0-9a-f]{8}", circle.name)
    assert told.out.startswith("Made plans/grace-hopper/reports/plan.md (Growth plan)")
    assert f"It is in {circle}, a repository for its readers alone" in told.out
    assert f"Next: coachplan -C {circle} share URL" in told.out
    for path in (circle, *circle.rglob("*")):
        assert stat.S_IMODE(path.lstat().st_mode) & 0o077 == 0, path
    assert (circle / "coachplan.toml").read_text(encoding="utf-8") == '[labels]\ncoaching = "Growth plan"\n'
    assert git(circle, "log", "-1", "--format=%s %ae").strip() == "New plan: grace-hopper/reports charles@work.example"
    assert git(circle, "remote") == ""
    assert "grace" not in git(shared, "log", "--format=%s", "--name-only")
    assert str(circle) in next(own_world.rglob("workspace.toml")).read_text(encoding="utf-8")
    assert coachplan("-C", circle, *GRACE[:4], "--here").code == 0


def test_what_fails_leaves_no_repository_and_no_line_in_the_workspace(shared, coachplan, own_world, tmp_path) -> None:
    (own_world / "hooks").mkdir()
    for arguments, words in (
        ((*GRACE, "--new-circle", "--here"), "--here and --new-circle cannot be combined"),
        ((*GRACE, "--new-circle", "--follows", "ada"), "--follows links plans of one repository"),
        ((*GRACE, "--on", "github"), "add --new-circle"),
        ((*GRACE, "--new-circle", "--set", "timeline.end=2020-01-01"), "CP401"),
    ):
        told = coachplan("-C", shared, *arguments)
        assert (told.code in (1, 2), words in told.err, "recorded" in told.err) == (True, True, False), told.err
    assert [*tmp_path.glob("circle-*")] == []
    assert [*own_world.rglob("workspace.toml")] == []


def test_what_git_does_not_take_is_kept_and_named(shared, coachplan, git, own_world, tmp_path) -> None:
    hook = own_world / "hooks/commit-msg"
    hook.parent.mkdir()
    hook.write_text('#!/bin/sh\n! grep -q "^New plan" "$1"\n', encoding="utf-8")
    hook.chmod(0o755)
    git(shared, "config", "--global", "core.hooksPath", str(hook.parent))
    told = coachplan("-C", shared, *GRACE, "--new-circle")
    circle = made_in(tmp_path)
    assert told.code == 1
    assert f"in {circle}: plans/grace-hopper/reports/plan.md is saved but not committed" in told.err
    assert (circle / "plans/grace-hopper/reports/plan.md").exists()


@pytest.mark.parametrize(("answer", "is_here"), [("", False), ("here", True)])
def test_a_terminal_asks(shared, tmp_path, answer, is_here) -> None:
    terminal = Terminal("-C", shared, *GRACE[:4], columns=300)
    terminal.answer(["", "", answer])
    while terminal.child.expect_exact([PROMPT, pexpect.EOF]) == 0:
        terminal.raw += terminal.child.before
        terminal.child.sendline("")
    assert terminal.end() == 0
    assert "A repository of its own (Enter), or here all the same (here)?" in terminal.seen
    assert bool([*tmp_path.glob("circle-*")]) is not is_here
    assert (shared / "plans/grace-hopper").exists() is is_here


# -- the forges' own commands, which are not run against the services: what they are told is looked at -----------------

FAKE = """\
#!{python}
import json, os, sys
with open({log!r}, "a") as log:
    log.write(json.dumps([{program!r}, os.getcwd(), *sys.argv[1:]]) + "\\n")
words = " ".join(sys.argv[1:])
for key, answer in json.loads(open({answers!r}).read()):
    if key in words:
        if answer is None:
            sys.exit("error: you are not signed in")
        print(answer if isinstance(answer, str) else json.dumps(answer))
        break
"""
# The options of `gh api` and `glab api`, from their manuals.
API_OPTIONS = {
    "gh": "cache field header hostname include input jq method paginate preview raw-field silent slurp template",
    "glab": "field header hostname include input method output paginate raw-field silent",
}


@pytest.fixture
def forge(monkeypatch, tmp_path):
    """Puts a program on the PATH that notes what it is told, and gives these answers to what has these words."""
    import sys

    folder, log, answers = tmp_path / "bin", tmp_path / "log", tmp_path / "answers"
    folder.mkdir()

    def make(program: str, known: list[list[object]]) -> Path:
        answers.write_text(json.dumps(known), encoding="utf-8")
        text = FAKE.format(python=sys.executable, log=str(log), program=program, answers=str(answers))
        (folder / program).write_text(text, encoding="utf-8")
        (folder / program).chmod(0o755)
        monkeypatch.setenv("PATH", os.pathsep.join((str(folder), os.environ["PATH"])))
        return log

    return make


def told_to(log: Path) -> list[list[str]]:
    told = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    for program, folder, *words in told:
        assert folder == "/"
        if words[0] == "api":
            options = {word[2:] for word in words if word.startswith("--")}
            assert options <= {*API_OPTIONS[program].split()}
    return [words for _, _, *words in told]


WITH_ACCOUNTS = (*GRACE[:3], "Grace Hopper <12+grace@users.noreply.github.com>", *GRACE[4:], "--new-circle")


def test_on_github_the_readers_are_invited_whose_account_is_known(shared, coachplan, git, forge, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "theirs.git")
    url = f"file://{tmp_path}/theirs.git"
    made = {"private": True, "full_name": "charles/x", "html_url": "https://github.com/charles/x", "clone_url": url}
    log = forge("gh", [["api user", {"login": "charles"}], ["user/repos", made], ["config get", "https"]])
    told = coachplan("-C", shared, *WITH_ACCOUNTS, "--on", "github")
    assert told.code == 0, told.err
    circle = made_in(tmp_path)
    assert told_to(log) == [
        ["api", "user"],
        [
            *("api", "--method", "POST", "user/repos", "--raw-field", f"name={circle.name}"),
            *("--field", "private=true", "--field", "has_issues=false", "--field", "has_wiki=false"),
        ],
        ["config", "get", "git_protocol"],
        ["api", "--method", "PUT", "repos/charles/x/collaborators/grace"],
    ]
    assert f"Shared through {url}, which is private\nInvited Grace Hopper (grace)\n" in told.out
    assert "Invite Jane Marcet by hand, at https://github.com/charles/x: their account is not known\n" in told.out
    assert f"they start with: coachplan clone {url}\n" in told.out
    assert git(tmp_path / "theirs.git", "rev-parse", "HEAD") == git(circle, "rev-parse", "HEAD")


def test_on_gitlab_the_readers_are_invited_by_their_address(shared, coachplan, git, forge, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "theirs.git")
    url = f"file://{tmp_path}/theirs.git"
    made = {"visibility": "private", "id": 7, "web_url": "https://gitlab.com/charles/x", "ssh_url_to_repo": url}
    refused = {"status": "error", "message": {"jane@example.com": "Invite email has already been taken"}}
    log = forge(
        "glab",
        [
            ["config get", "ssh"],
            ["protected_branches", {}],
            ["email=grace@example.com", {"status": "success"}],
            ["email=jane@example.com", refused],
            ["api user", {"username": "charles"}],
            ["POST projects", made],
        ],
    )
    told = coachplan("-C", shared, *GRACE, "--new-circle", "--on", "gitlab")
    assert told.code == 0, told.err
    name = made_in(tmp_path).name
    invite = ("api", "--method", "POST", "projects/7/invitations", "--raw-field")
    assert told_to(log) == [
        ["api", "user"],
        [
            *("api", "--method", "POST", "projects", "--raw-field", f"name={name}", "--raw-field", f"path={name}"),
            *("--raw-field", "visibility=private"),
        ],
        ["config", "get", "git_protocol"],
        [
            *("api", "--method", "POST", "projects/7/protected_branches", "--raw-field", "name=main"),
            *("--field", "push_access_level=30", "--field", "merge_access_level=30"),
            *("--field", "allow_force_push=false"),
        ],
        [*invite, "email=grace@example.com", "--field", "access_level=30"],
        [*invite, "email=jane@example.com", "--field", "access_level=30"],
    ]
    assert "Invited Grace Hopper (grace@example.com)\n" in told.out
    assert "Invite Jane Marcet by hand, at https://gitlab.com/charles/x: Invite email has already" in told.out


@pytest.mark.parametrize(
    ("answers", "words", "is_made"),
    [
        ([["api user", None]], "gh does not work: you are not signed in; `gh auth login` signs in; nothing", False),
        ([["api user", "[1]"]], "gh does not work: gh gives an answer", False),
        ([["api user", {}], ["user/repos", None]], "you are not signed in", True),
        (
            [["api user", {}], ["user/repos", {"private": False, "html_url": "https://x"}]],
            "https://x is not private",
            True,
        ),
        ([["api user", {}], ["user/repos", {"private": True, "clone_url": "ext::sh"}]], "would run a program", True),
        ([["api user", {}], ["user/repos", {"private": True, "clone_url": "/tmp/x"}]], "does not say where", True),
    ],
)
def test_a_forge_that_does_not_do_it_is_told_and_the_plan_is_there(
    shared, coachplan, git, forge, tmp_path, answers, words, is_made
) -> None:
    forge("gh", answers)
    told = coachplan("-C", shared, *GRACE, "--new-circle", "--on", "github")
    assert (told.code, words in told.err, told.err.count("\n")) == (2, True, 1), told.err
    if is_made:
        circle = made_in(tmp_path)
        assert f"`coachplan -C {circle} share URL` shares it by hand" in told.err
        assert git(circle, "remote") == ""
    else:
        assert [*tmp_path.glob("circle-*")] == []


def test_a_program_of_the_repository_is_not_taken(shared, coachplan, monkeypatch) -> None:
    program = shared / "gh"
    program.write_text(f"#!/bin/sh\ntouch {shared}/canary\n", encoding="utf-8")
    program.chmod(0o755)
    git_folder = os.path.dirname(next(p for d in os.environ["PATH"].split(":") if os.access(p := f"{d}/git", os.X_OK)))
    monkeypatch.setenv("PATH", f".:{git_folder}")
    told = coachplan(*GRACE, "--new-circle", "--on", "github", cwd=shared)
    assert (told.code, "gh, the command of GitHub, which is not on the PATH" in told.err) == (2, True)
    assert not (shared / "canary").exists()


def test_a_reader_who_cannot_be_invited_is_named_with_the_reason(forge, tmp_path) -> None:
    forge("glab", [["invitations", {"status": "error", "message": "later"}]])
    project = Project(Address("https://x"), "https://x", "7")
    readers = ["Ada Lovelace", "Grace Hopper <grace@example.com>"]
    for program, why in ((tmp_path / "bin/glab", "GitLab refuses"), (tmp_path / "gone", "glab cannot be run")):
        first, second = GitLabCommand(str(program)).invite(project, readers)
        assert (first.by, first.why_not) == ("", "their address is not known")
        assert (second.by, second.why_not.startswith(why)) == ("", True)
