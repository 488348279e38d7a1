"""The policy repository: one commit that the person names, above the settings and templates of plan repositories."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from coachplan.store.repository import Repository

POLICY = """\
[labels]
coaching = "House plan"
[people]
hr = "Jane Marcet <jane@example.com>"
directory = ["Grace Hopper <grace@example.com>"]
[policy]
follow_up_days = [7]
[rules.unusual-length]
usual_days = [1, 2]
"""
OF_A_PUSHER = """\
[labels]
coaching = "Last warning"
[people]
hr = "Mallory <mallory@example.com>"
directory = ["Grace Hopper <mallory@example.com>"]
[policy]
follow_up_days = [1]
[rules]
ignore = ["CP"]
[rules.CP404]
usual_days = [1, 10000]
"""


@pytest.fixture
def policy(git, tmp_path) -> Path:
    """A policy repository with a template, a document, a question and the settings above."""
    folder = tmp_path / "policy"
    git(tmp_path, "init", "--quiet", str(folder))
    for path, text in {
        "coachplan.toml": POLICY,
        "templates/plans/house.md.j2": "{# For us. #}\n{% include 'plans/coaching.md.j2' %}",
        "templates/render/plan.md.j2": "The house's document\n",
        "templates/questions/first.md": "- What would the house ask?\n",
        "README.md": "Ours\n",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "x")
    return folder


def pinned(git, policy: Path) -> str:
    return f"{policy}@{git(policy, 'rev-parse', 'HEAD').strip()}"


def workspace_of(home: Path) -> str:
    return (home / ".config/coachplan/workspace.toml").read_text(encoding="utf-8")


def test_completion_offers_its_people_and_templates_and_not_those_that_somebody_pushed(
    ada, policy, coachplan, git, monkeypatch, tmp_path
) -> None:
    (ada / "coachplan.toml").write_text(OF_A_PUSHER, encoding="utf-8")
    (ada / "templates/plans").mkdir(parents=True)
    (ada / "templates/plans/pushed.md.j2").write_text("{# x #}", encoding="utf-8")

    def offered(*words: str) -> list[str]:
        with monkeypatch.context() as shell:
            shell.setenv("_COACHPLAN_COMPLETE", "complete_bash")
            shell.setenv("COMP_WORDS", f"coachplan {' '.join(words)}")
            shell.setenv("COMP_CWORD", str(len(words)))
            return coachplan(cwd=ada).out.splitlines()

    assert "pushed" in offered("new", "--template", "")
    assert "mallory@example.com" in offered("new", "--for", "")
    assert coachplan("workspace", "policy", pinned(git, policy)).code == 0

    templates, people = offered("new", "--template", ""), offered("new", "--for", "")
    assert {"house", "coaching"} <= {*templates}
    assert "pushed" not in templates
    assert {"grace@example.com", "ada@example.com"} <= {*people}
    assert "mallory@example.com" not in people


def test_it_stands_above_what_a_pusher_writes_and_needs_no_network(
    ada, policy, coachplan, git, own_world, tmp_path
) -> None:
    (ada / "coachplan.toml").write_text(OF_A_PUSHER, encoding="utf-8")
    shutil.copytree(policy / "templates", ada / "templates")
    (ada / "templates/render/plan.md.j2").write_text("Of a pusher\n", encoding="utf-8")
    assert "coachplan trust" in coachplan("-C", ada, "render", "ada", "--to", "md").err
    assert "Last warning" in coachplan("-C", ada, "show", "ada").out
    row = coachplan("-C", ada, "list").out

    name = pinned(git, policy)
    told = coachplan("workspace", "policy", name)
    assert (told.code, told.out) == (0, f"Your policy is {name}\n")
    (policy / "coachplan.toml").write_text(OF_A_PUSHER, encoding="utf-8")
    git(policy, "commit", "--quiet", "--all", "--message", "Of a pusher")
    shutil.rmtree(policy)

    assert coachplan("-C", ada, "render", "ada", "--to", "md").out == "The house's document\n"
    assert "House plan" in coachplan("-C", ada, "show", "ada").out
    assert "What would the house ask?" in coachplan("-C", ada, "prep", "ada").out
    assert "CP404" in coachplan("-C", ada, "check").out
    assert "with your policy, its templates are used" in coachplan("-C", ada, "trust").out
    assert coachplan("-C", ada, "list").out.partition("\n")[0] == row.partition("\n")[0]
    made = coachplan("-C", ada, "new", "Reports", "--for", "grace@example.com", "--template", "house")
    assert "(House plan)" in made.out, made.err
    text = (ada / "plans/grace-hopper/reports/plan.md").read_text(encoding="utf-8")
    assert "Jane Marcet" in text
    assert "mallory" not in text
    assert "house" in coachplan("templates", cwd=tmp_path).out
    assert "House plan" in coachplan("advise", "--specific", "--coachable", cwd=tmp_path).out
    assert coachplan("workspace", "policy").out == f"Your policy is {name}\n"

    (folder,) = (own_world / ".cache/coachplan/policies").iterdir()
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == {
        *("coachplan.toml", "templates/plans/house.md.j2", "templates/questions/first.md"),
        "templates/render/plan.md.j2",
    }
    for path in (folder.parent, folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.lstat().st_mode) & 0o077 == 0

    shutil.rmtree(folder)
    told = coachplan("-C", ada, "show", "ada")
    assert (told.code, told.out) == (2, "")
    assert (
        told.err
        == f"coachplan: your policy, {name}, is not on this machine yet: `coachplan workspace policy` fetches it\n"
    )
    assert coachplan("workspace", "policy", "--forget").code == 0
    assert "Last warning" in coachplan("-C", ada, "show", "ada").out


def test_a_plan_repository_can_only_be_stricter(plans, policy, coachplan, git) -> None:
    lax = '[policy]\nsigned = false\nbegin = "agreement"\nsupport_requires = ["hr"]\nperformance_concerns = true\n'
    strict = (
        '[policy]\nsigned = true\nbegin = "command"\nsupport_requires = ["reviews"]\nperformance_concerns = false\n'
    )
    for house, here in ((strict, lax), (lax, strict)):
        (policy / "coachplan.toml").write_text(house, encoding="utf-8")
        git(policy, "commit", "--quiet", "--all", "--message", "x")
        assert coachplan("workspace", "policy", pinned(git, policy)).code == 0
        (plans / "coachplan.toml").write_text(here, encoding="utf-8")
        found = Repository(plans).settings.policy
        assert (found.signed, found.begin, found.performance_concerns) == (True, "command", False)
        assert found.support_requires == ("reviews", "hr")


def test_the_list_of_repositories_stays_as_it_was_and_sync_fetches(
    ada, policy, coachplan, git, own_world, tmp_path
) -> None:
    assert coachplan("-C", ada, "share", tmp_path / "shared.git", "--yes").code == 0
    before = workspace_of(own_world)
    assert coachplan("workspace", "policy").out.startswith("You work without a policy; ")
    assert coachplan("workspace", "policy", pinned(git, policy)).code == 0
    assert "policy = " in workspace_of(own_world)
    assert str(ada) in workspace_of(own_world)
    shutil.rmtree(own_world / ".cache")
    assert coachplan("workspace", "sync").code == 0
    assert "House plan" in coachplan("-C", ada, "show", "ada").out
    assert coachplan("workspace", "policy", "--forget").code == 0
    assert workspace_of(own_world).strip() == before.strip()


def _linked(policy: Path) -> None:
    (policy / "templates/plans/linked.md.j2").symlink_to("/etc/passwd")


def _unread(policy: Path) -> None:
    (policy / "coachplan.toml").write_text("[labels]\ncoaching = 1\n", encoding="utf-8")


def _vast(policy: Path) -> None:
    for number in range(1001):
        (policy / f"templates/{number}").touch()


@pytest.mark.parametrize(
    ("spoil", "name", "words"),
    [
        (None, "policy@main", "written URL@COMMIT, with the whole id"),
        (None, "policy@abcdef1", "written URL@COMMIT, with the whole id"),
        (None, f"policy@{'0' * 40}", f"has not got the commit {'0' * 40}"),
        (None, f"ext::sh@{'0' * 40}", "would run a program"),
        (None, f"--upload-pack=x@{'0' * 40}", "is an option of git's"),
        (None, f"nowhere@{'0' * 40}", "nowhere"),
        (_linked, "", "templates/plans/linked.md.j2 is not a plain file"),
        (_unread, "", "coachplan.toml: [labels] coaching is a text"),
        (_vast, "", "holds more than 1000 files, or 16 MiB"),
    ],
)
def test_what_cannot_be_a_policy_is_refused_and_nothing_changes(
    policy, coachplan, git, own_world, tmp_path, spoil, name, words
) -> None:
    if spoil:
        spoil(policy)
        git(policy, "add", ".")
        git(policy, "commit", "--quiet", "--message", "x")
    told = coachplan("workspace", "policy", "--", name or pinned(git, policy), cwd=tmp_path)
    assert (told.code, words in told.err, told.err.count("\n")) == (2, True, 1), told.err
    assert not (own_world / ".config/coachplan/workspace.toml").exists()


def test_nothing_of_it_is_run(policy, coachplan, git, tmp_path, monkeypatch) -> None:
    canary = tmp_path / "canary"
    for hook in ("post-checkout", "reference-transaction", "post-update", "pre-receive"):
        path = policy / ".git/hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {canary}\n", encoding="utf-8")
        path.chmod(0o755)
    git(policy, "config", "filter.x.smudge", f"touch {canary}; cat")
    git(policy, "config", "uploadpack.packObjectsHook", f"touch {canary}; exec")
    (policy / ".gitattributes").write_text("* filter=x\n", encoding="utf-8")
    git(policy, "add", "--all")
    git(policy, "commit", "--quiet", "--message", "x")
    canary.unlink(missing_ok=True)
    assert coachplan("workspace", "policy", pinned(git, policy)).code == 0
    assert not canary.exists()


def test_what_the_file_says_wrongly_is_told(ada, coachplan, own_world) -> None:
    file = own_world / ".config/coachplan/workspace.toml"
    file.parent.mkdir(parents=True)
    for text, words in (("policy = 1\n", "`policy` is a text"), ("policy = 'x'\n", "a policy is written URL@COMMIT")):
        file.write_text(text, encoding="utf-8")
        os.utime(file, ns=(1, len(text)))
        told = coachplan("-C", ada, "show", "ada")
        assert (told.code, words in told.err) == (2, True), told.err
    assert coachplan("workspace", "policy", "x@y", "--forget").code == 2


def test_a_policy_that_may_be_named_and_cannot_be_read_is_no_silence(ada, coachplan, own_world) -> None:
    file = own_world / ".config/coachplan/workspace.toml"
    assert coachplan("-C", ada, "check").err == ""
    file.parent.mkdir(parents=True)
    file.symlink_to(file.name)
    told = coachplan("-C", ada, "check")
    assert (told.code, told.out) == (2, "")
    assert told.err == f"coachplan: {file} cannot be read: too many levels of symbolic links\n"
