"""`coachplan clone`: from an address to a private clone that is set up, whole or not at all."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER
from terminal import Terminal

ID = "ada-lovelace/clear-status-updates"
GRACE = "Grace Hopper <grace@example.com>"
TOLD = "if that is you, `git config user.email ada@example.com` says so"
STRANGER = "Carl Bab <cb@home.example>"


@pytest.fixture
def shared(ada, git, tmp_path) -> Path:
    """A bare repository with Ada's plan."""
    git(tmp_path, "clone", "--quiet", "--bare", str(ada), str(tmp_path / "plans.git"))
    shutil.rmtree(ada)
    return tmp_path / "plans.git"


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "plans.git")


def test_a_clone_is_private_set_up_and_says_what_is_there(shared, coachplan, git, act_as, tmp_path) -> None:
    act_as(MEMBER)
    before = os.umask(0o022)
    try:
        result = coachplan("clone", "plans.git", cwd=tmp_path)
    finally:
        os.umask(before)
    assert (result.code, result.err) == (0, "")
    clone = tmp_path / "plans"
    assert result.out.startswith("Made plans, private to you, with 1 plan of Ada Lovelace: 1 stalled\n")
    assert f"Waiting for Ada Lovelace\n  {ID}: " in result.out
    assert result.out.endswith("\nNext: cd plans, and `coachplan status`\n")
    everything = (clone, *clone.rglob("*"))
    assert [path for path in everything if stat.S_IMODE(path.lstat().st_mode) & 0o077 and not path.is_symlink()] == []
    assert "coachplan" in git(clone, "check-attr", "merge", ADA_PLAN)
    assert "user." not in git(clone, "config", "--local", "--list")
    assert left_in(tmp_path) == ["plans"]

    assert coachplan("-C", clone, "log", "ada", "--evidence", "Seen").code == 0
    assert coachplan("-C", clone, "sync").out.startswith("Shared 1 change\n")
    again = coachplan("clone", "plans.git", cwd=tmp_path)
    assert (again.code, again.err) == (
        1,
        "coachplan: plans is there already, and not empty: name another folder after the address\n",
    )


@pytest.mark.parametrize(
    ("given", "who", "note"),
    [
        ("ada@example.com", MEMBER, ""),
        ("babbage", MANAGER, ""),
        (GRACE, GRACE, f", whom no plan names yet; the plans name {MEMBER}, "),
        (
            "Ada Lovelace <ada@exmaple.com>",
            "Ada Lovelace <ada@exmaple.com>",
            f", an address that no plan names; the plans know {MEMBER[:12]} as ada@example.com: {TOLD} there\n",
        ),
    ],
)
def test_a_script_says_who_one_is(shared, coachplan, git, act_as, tmp_path, given, who, note) -> None:
    act_as(STRANGER)
    result = coachplan("-C", tmp_path, "clone", shared, "mine", "--as", given)
    assert result.code == 0
    assert result.err.startswith(f"Here you are {who}{note or chr(10)}")
    assert result.err.count("\n") == 1
    config = git(tmp_path / "mine", "config", "--local", "--list")
    name, _, email = who.rstrip(">").partition(" <")
    assert f"user.name={name}\nuser.email={email}\n" in config


@pytest.mark.parametrize(
    ("given", "words"),
    [("e", "may be any of 4 people: Ada Lovelace"), ("Zoe", "no person is named 'Zoe'; the plans name Ada Lovelace")],
)
def test_who_is_not_clear_gets_no_clone(shared, coachplan, tmp_path, given, words) -> None:
    result = coachplan("-C", tmp_path, "clone", shared, "mine", "--as", given)
    assert result.code == 2
    assert words in result.err
    assert left_in(tmp_path) == []


def test_whom_no_plan_names_is_told_how_to_say_so(shared, coachplan, act_as, tmp_path, own_world) -> None:
    act_as(STRANGER)
    result = coachplan("-C", tmp_path, "clone", shared, "one")
    assert result.code == 0
    assert result.err.startswith(f"Git knows you as {STRANGER}, whom no plan names; the plans name Ada Lovelace <ada@")
    assert "`git config user.email ADDRESS`" in result.err
    (own_world / ".gitconfig").write_text("", encoding="utf-8")
    assert "Git does not know who you are; the plans" in coachplan("-C", tmp_path, "clone", shared, "two").err


def test_a_variable_that_says_otherwise_is_named(shared, coachplan, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "cb@home.example")
    result = coachplan("-C", tmp_path, "clone", shared, "mine", "--as", "ada")
    assert result.code == 1
    assert "git takes you for cb@home.example" in result.err
    assert left_in(tmp_path) == []


def test_on_a_terminal_one_is_asked_who_one_is(shared, git, act_as, tmp_path) -> None:
    act_as(STRANGER)
    terminal = Terminal("-C", tmp_path, "clone", shared, "mine", columns=200)
    terminal.answer(["9", "1"])
    assert terminal.end() == 0
    assert (
        f"Git knows you as {STRANGER}, whom no plan names. Who are you in these plans?\n1. {MEMBER}\n" in terminal.seen
    )
    assert "no person is named '9'" in terminal.seen
    assert "Waiting for Ada Lovelace" in terminal.seen
    assert git(tmp_path / "mine", "config", "--local", "user.email") == "ada@example.com\n"


def test_leaving_it_open_still_makes_the_clone(shared, git, act_as, tmp_path) -> None:
    act_as(STRANGER)
    terminal = Terminal("-C", tmp_path, "clone", shared, "mine", columns=200)
    terminal.answer([""])
    assert terminal.end() == 0
    assert "say who you are" in terminal.seen
    assert "user." not in git(tmp_path / "mine", "config", "--local", "--list")


def test_a_person_without_an_address_is_asked_for_theirs(shared, coachplan, git, act_as, tmp_path) -> None:
    clone = tmp_path / "first"
    coachplan("-C", tmp_path, "clone", shared, "first")
    coachplan("-C", clone, "edit", "ada", "--set", "people.hr=Jane Marcet")
    coachplan("-C", clone, "sync")
    result = coachplan("-C", tmp_path, "clone", shared, "mine", "--as", "jane")
    assert (result.code, "know no address of Jane Marcet" in result.err) == (2, True)
    result = coachplan("-C", tmp_path, "clone", shared, "mine", "--as", "Jane Marcet <jm@example.com>")
    assert git(tmp_path / "mine", "config", "--local", "user.email") == "jm@example.com\n"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("--upload-pack=touch pwned", "is an option of git's"),
        ("ext::sh -c touch% pwned", "would run a program"),
        ("EXT://sh", "would run a program"),
        ("fd::7", "would run a program"),
        ("  ", "URL is missing"),
        ("a\nb", "URL is missing"),
        ("/", "what a folder for it may be called"),
        ("nowhere.git", "does not exist; nothing was kept"),
        ("http://127.0.0.1:1/plans.git", "unable to access"),
    ],
)
def test_what_cannot_be_cloned_is_refused_in_one_line(coachplan, tmp_path, url, words) -> None:
    result = coachplan("clone", "--", url, cwd=tmp_path)
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1
    assert left_in(tmp_path) == []


def test_an_address_shows_no_password(coachplan, tmp_path) -> None:
    for sign, words in (("ada:secret", "http://127.0.0.1:1/plans.git: "), ("ada:s@secret", "as %40")):
        result = coachplan("clone", f"http://{sign}@127.0.0.1:1/plans.git", cwd=tmp_path)
        assert words in result.err
        assert "secret" not in result.err


def test_an_empty_remote_and_other_code_are_told_apart_from_plans(shared, coachplan, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "empty.git")
    result = coachplan("clone", "empty.git", "a", cwd=tmp_path)
    assert result.code == 2
    assert f"empty.git is empty: whoever has the plans shares them with `coachplan share {tmp_path}" in result.err
    git(tmp_path, "init", "--quiet", "code")
    git(tmp_path / "code", "commit", "--quiet", "--allow-empty", "--message", "x")
    result = coachplan("clone", "code", "a", cwd=tmp_path)
    assert (result.code, "is not a plan repository" in result.err) == (2, True)
    assert left_in(tmp_path) == ["code", "empty.git"]


def test_a_remote_that_names_a_branch_it_does_not_have(shared, coachplan, git, tmp_path) -> None:
    git(shared, "symbolic-ref", "HEAD", "refs/heads/other")
    assert "1 plan of Ada Lovelace" in coachplan("clone", "plans.git", cwd=tmp_path).out
    assert coachplan("-C", tmp_path / "plans", "sync").out.startswith("Nothing new")
    git(shared, "branch", "second", "main")
    result = coachplan("clone", "plans.git", "again", cwd=tmp_path)
    assert (result.code, "it has 2 branches" in result.err) == (2, True)


def test_plans_in_a_part_of_a_repository_are_found(coachplan, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "work")
    (tmp_path / "work/docs").mkdir()
    assert coachplan("init", tmp_path / "work/docs/plans").code == 0
    shutil.rmtree(tmp_path / "work/docs/plans/.git")
    git(tmp_path / "work", "add", ".")
    git(tmp_path / "work", "commit", "--quiet", "--message", "x")
    result = coachplan("clone", "work", "mine", cwd=tmp_path)
    made, following = result.out.splitlines()
    assert made == "Made mine/docs/plans, private to you; there is not a plan in it yet"
    assert following == "Next: cd mine/docs/plans, and `coachplan new`"
    assert result.err.startswith(f"{tmp_path}/work is itself somebody's clone, which `sync` can give nothing to:")


def test_settings_that_cannot_be_read_can_be_mended_in_a_clone(shared, coachplan, git, tmp_path) -> None:
    coachplan("clone", "plans.git", "first", cwd=tmp_path)
    (tmp_path / "first/coachplan.toml").write_text("[", encoding="utf-8")
    git(tmp_path / "first", "commit", "--quiet", "--all", "--message", "x")
    git(tmp_path / "first", "push", "--quiet")
    result = coachplan("clone", "plans.git", cwd=tmp_path)
    assert (result.code, result.err.startswith("coachplan.toml cannot be read: ")) == (0, True)
    assert result.out == "Made plans, private to you\nNext: cd plans, and `coachplan status`\n"


@pytest.mark.parametrize(
    ("place", "words"), [("plans/inner", "inside the plan repository"), ("a/b", "a does not exist")]
)
def test_a_place_that_does_not_fit_is_refused(shared, coachplan, tmp_path, place, words) -> None:
    coachplan("clone", "plans.git", cwd=tmp_path)
    result = coachplan("clone", "plans.git", place, cwd=tmp_path)
    assert result.code in (1, 2)
    assert words in result.err
    assert left_in(tmp_path) == ["plans"]


def test_a_clone_that_was_killed_leaves_nothing_that_the_next_one_keeps(shared, coachplan, tmp_path, git) -> None:
    slow = tmp_path / "bin/git"
    slow.parent.mkdir()
    slow.write_text(
        f'#!/bin/sh\n{shutil.which("git")} "$@"; code=$?\ncase " $* " in *" clone "*) sleep 30;; esac\nexit $code\n'
    )
    slow.chmod(0o755)
    killed = subprocess.Popen(
        [sys.executable, "-m", "coachplan", "clone", "plans.git"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{slow.parent}{os.pathsep}{os.environ['PATH']}"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not [*tmp_path.glob(".coachplan-*.tmp/clone/plans")] and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    shutil.rmtree(slow.parent)
    assert not (tmp_path / "plans").exists()
    assert [name.startswith(".coachplan-") for name in left_in(tmp_path)] == [True]
    assert coachplan("clone", "plans.git", cwd=tmp_path).code == 0
    assert left_in(tmp_path) == ["plans"]
    assert git(tmp_path / "plans", "fsck", "--strict") == ""
