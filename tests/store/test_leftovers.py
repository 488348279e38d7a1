"""What a document leaves beside it when its command is killed: the next command removes it, and none counts it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# Kills the process where a file that is written would take its name.
DYING = """\
import os, signal, sys
from coachplan.__main__ import run
os.rename = lambda source, target: os.kill(os.getpid(), signal.SIGKILL) if {name!r} in str(target) else None
run()
"""
ASK = ("ask", "ada", "--peer", "George <george@example.com>", "--about", "Listening")
COMMANDS = {"render": ("render", "ada"), "calendar": ("calendar", "ada"), "ask": ASK}


@pytest.fixture
def killed(ada: Path):
    """Runs a command that is killed before the file `name` is in place."""

    def run(name: str, *arguments: str | Path) -> None:
        command = [sys.executable, "-c", DYING.format(name=name), *arguments]
        done = subprocess.run(command, cwd=ada, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr

    return run


def leftovers(folder: Path) -> list[Path]:
    return sorted(folder.glob(".coachplan-*.tmp"))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_next_document_in_the_folder_removes_what_a_killed_one_left(ada, coachplan, tmp_path, killed, command):
    coachplan("-C", ada, *ASK)  # so that nothing else is written by asking again
    killed("paper", *command, "-o", tmp_path / "paper")
    assert len(leftovers(tmp_path)) == 1
    assert coachplan("-C", ada, *command, "-o", tmp_path / "paper").code == 0
    assert leftovers(tmp_path) == []
    assert (tmp_path / "paper").exists()


def test_what_is_being_written_or_is_not_ours_stays(ada, coachplan, tmp_path):
    names = [f".coachplan-{os.getpid()}-ab.tmp", ".coachplan-1-ab.tmp", ".coachplan-x-ab.tmp", ".coachplan-7.txt"]
    for name in names:
        (tmp_path / name).write_text("mine", encoding="utf-8")
    (tmp_path / f".coachplan-{2**22 + 1}-ab.tmp").mkdir()
    (tmp_path / f".coachplan-{2**80}-ab.tmp").touch()
    assert coachplan("-C", ada, "render", "ada", "-o", tmp_path / "paper").code == 0
    assert {path.name for path in tmp_path.glob(".coachplan-*")} == {*names, f".coachplan-{2**22 + 1}-ab.tmp"}


def test_a_killed_cache_leaves_nothing_for_good(ada, coachplan, killed):
    coachplan("-C", ada, "list")  # so that nothing else is written by checking
    killed("findings.json", "check")
    assert leftovers(ada / ".git/coachplan")
    coachplan("-C", ada, "check")
    assert leftovers(ada / ".git/coachplan") == []


def test_what_is_left_among_the_plans_is_neither_checked_nor_saved(ada, coachplan, git):
    places = ("plans", "plans/ada-lovelace", "plans/ada-lovelace/clear-status-updates", "templates")
    before = coachplan("-C", ada, "check", "--no-cache")
    (ada / "templates").mkdir()
    for place in places:
        (ada / place / ".coachplan-7-ab.tmp").write_text("Confidential", encoding="utf-8")
    assert coachplan("-C", ada, "check", "--no-cache") == before
    result = coachplan("-C", ada, "save")
    assert (result.code, result.out, result.err) == (0, "Nothing to save: every plan and check-in is recorded\n", "")
    assert git(ada, "log", "--format=%H", "--", "*.tmp") == ""
