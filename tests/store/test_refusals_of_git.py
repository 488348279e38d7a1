"""Where git itself refuses or cannot read, each command says so once, in git's own words, and never an untruth."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PLAN = "plans/ada-lovelace/clear-status-updates/plan.md"
COMMANDS = {
    "history": ("history", "ada"),
    "history of all": ("history",),
    "at a commit": ("history", "ada", "--at", "HEAD~1"),
    "at a day": ("history", "ada", "--at", "2099-01-01"),
    "verify": ("history", "ada", "--verify"),
    "changed": ("check", "--changed-since", "HEAD~1"),
    "log": ("log", "ada", "--date", "2026-01-12", "--evidence", "x"),
    "propose": ("propose", "ada", "Ask George"),
    "edit": ("edit", "ada", "--set", "development_area=Other words"),
    "save": ("save",),
    "new": ("new", "x", "--for", "Ada Lovelace <ada@example.com>"),
    "init": ("init", "."),
}


def without(revision: str):
    """Takes the object that a revision names out of git."""

    def remove(root: Path) -> None:
        named = subprocess.run(["git", "rev-parse", revision], cwd=root, capture_output=True, text=True, check=True)
        id_ = named.stdout.strip()
        (root / ".git/objects" / id_[:2] / id_[2:]).unlink()

    return remove


def configured(*settings: str):
    """Has git's settings say something that git does not take."""

    def change(root: Path) -> None:
        with (root / ".git/config").open("a", encoding="utf-8") as config:
            config.write("\n".join((*settings, "")))

    return change


def broken(path: str, text: str):
    """Puts garbage in a file of git's."""
    return lambda root: (root / ".git" / path).write_text(text, encoding="utf-8")


STATES = {
    "a broken config": (configured("[broken"), ("bad config line",)),
    "an unknown extension": (
        configured("[core]", "repositoryFormatVersion = 1", "[extensions]", "nonsense = true"),
        ("unknown repository extension found: nonsense",),
    ),
    "no commit": (without("HEAD"), ("bad object HEAD",)),
    "no tree": (without("HEAD^{tree}"), ("unable to read tree", "bad tree", "not a tree object", "no content for")),
    "no branch": (broken("refs/heads/main", "garbage\n"), ("your current branch appears to be broken",)),
    "no index": (broken("index", "garbage" * 9), ("bad signature 0x62726167",)),
}


NOT_ASKED = {("no index", "at a commit"), ("no index", "at a day"), ("no tree", "changed"), ("no tree", "at a commit")}
"""Where git does not need what is broken."""


@pytest.mark.parametrize("state", STATES)
def test_what_git_cannot_use_is_said_in_its_words(ada, coachplan, state):
    spoil, words = STATES[state]
    plan = ada / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("I prepare", "I wrote"), encoding="utf-8")
    spoil(ada)
    for name, command in COMMANDS.items():
        result = coachplan("-C", ada, *command, cwd=ada)
        if (state, name) in NOT_ASKED:
            continue
        assert len(result.err.splitlines()) == 1, (name, result)
        assert any(word in result.err for word in words), (name, result)
        assert result.code == (1 if "saved but not committed" in result.err else 2), (name, result)
        assert result.out == "", (name, result)


def test_a_repository_of_another_owner_is_refused_in_git_s_words(ada, coachplan, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for name, command in COMMANDS.items():
        result = coachplan("-C", ada, *command, cwd=ada)
        assert (result.code, result.out) == (2, ""), (name, result)
        refusal = f"coachplan: git refuses {ada}: detected dubious ownership in repository at '{ada}'"
        assert result.err.startswith(refusal), (name, result)
        assert len(result.err.splitlines()) == 1, (name, result)


def test_a_broken_config_of_the_person_is_not_taken_for_nobody(ada, coachplan, own_world):
    with (own_world / ".gitconfig").open("a", encoding="utf-8") as config:
        config.write("[broken\n")
    for command in ("init", "new", "log"):
        result = coachplan("-C", ada, *COMMANDS[command], cwd=ada)
        assert result.code == 2
        assert "bad config line" in result.err


def test_a_damaged_git_folder_is_not_to_be_made_again(ada, coachplan):
    broken("HEAD", "garbage\n")(ada)
    for command in ("history", "log", "changed"):
        assert coachplan("-C", ada, *COMMANDS[command]).err.startswith(
            f"coachplan: {ada} is not in a usable git repository; git does not know its .git for one"
        )


def test_a_git_that_crashes_while_reading_is_said(ada, coachplan, tmp_path, monkeypatch):
    shim = tmp_path / "shim/git"
    shim.parent.mkdir()
    shim.write_text(
        f'#!/bin/sh\ncase " $* " in *" log "*) kill -SEGV $$;; esac\nexec {shutil.which("git")} "$@"\n', "utf-8"
    )
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shim.parent}:{os.environ['PATH']}")
    result = coachplan("-C", ada, "history")
    assert (result.code, result.err) == (2, "coachplan: git log was stopped by SIGSEGV\n")
