"""Many write at once, and every record that was acknowledged is on disk and in git."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

WORKER = """\
import sys
from coachplan.__main__ import main

who, times, root = sys.argv[1:]
for number in range(int(times)):
    said = f"{who} saw this, number {number}"
    sys.argv = ["coachplan", "-C", root, "log", "ada", "--date", "2026-01-12", "--evidence", said]
    status = main()
    if status:
        sys.exit(status)
    print(said, flush=True)
"""
CLONE_WORKER = """\
import random, subprocess, sys, time
from coachplan.__main__ import main

def git(*arguments):
    return subprocess.run(["git", "-C", root, *arguments], stdout=sys.stderr).returncode

who, times, root = sys.argv[1:]
for number in range(int(times)):
    said = f"{who} saw this, number {number}"
    sys.argv = ["coachplan", "-C", root, "log", "ada", "--date", "2026-01-12", "--evidence", said]
    if main():
        sys.exit(1)
    print(said, flush=True)
    while git("push", "--quiet"):
        if git("pull", "--quiet", "--no-rebase", "--no-edit"):
            sys.exit(2)
        time.sleep(random.random() / 20)
"""


def worker(program: str, who: str, times: int, root: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", program, who, str(times), root],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def acknowledged(workers: list[subprocess.Popen]) -> list[str]:
    """What the workers said that they recorded, once all have ended well."""
    ended = [(*worker.communicate(timeout=3600), worker.returncode) for worker in workers]
    assert [(err, code) for _, err, code in ended if code] == []
    return sorted(line for out, _, _ in ended for line in out.splitlines() if "saw this" in line)


def evidence(texts: list[str]) -> list[str]:
    """The evidence in the texts of check-ins."""
    return sorted(line.strip().removeprefix("- ") for text in texts for line in text.splitlines() if "saw this" in line)


def on_disk(root: Path) -> list[str]:
    return evidence([path.read_text(encoding="utf-8") for path in root.glob("plans/*/*/check-ins/*.md")])


def in_git(root: Path, git) -> list[str]:
    paths = git(root, "ls-tree", "-r", "--name-only", "HEAD", "plans").split()
    return evidence([git(root, "show", f"HEAD:{path}") for path in paths if "/check-ins/" in path])


@pytest.mark.parametrize(("processes", "times"), [(3, 4), pytest.param(8, 25, marks=pytest.mark.long)])
def test_processes_that_log_at_once_lose_nothing(ada, git, processes, times):
    workers = [worker(WORKER, f"writer {number}", times, ada) for number in range(processes)]
    said = acknowledged(workers)
    assert len(said) == len(set(said)) == processes * times
    assert on_disk(ada) == said
    assert in_git(ada, git) == said
    assert len(git(ada, "log", "--format=%s", "--grep=^Check-in: ").splitlines()) == processes * times
    assert git(ada, "fsck", "--strict") == ""
    assert git(ada, "status", "--porcelain") == ""


@pytest.mark.parametrize(("count", "times"), [(2, 3), pytest.param(5, 12, marks=pytest.mark.long)])
def test_clones_that_log_at_once_merge_without_a_conflict(ada, git, tmp_path, coachplan, count, times):
    git(tmp_path, "clone", "--quiet", "--bare", str(ada), "origin.git")
    clones = [tmp_path / f"clone-{number}" for number in range(count)]
    for clone in clones:
        git(tmp_path, "clone", "--quiet", "origin.git", clone.name)
    said = acknowledged([worker(CLONE_WORKER, f"writer {number}", times, clone) for number, clone in enumerate(clones)])
    assert len(said) == len(set(said)) == count * times
    git(tmp_path, "clone", "--quiet", "origin.git", "everything")
    everything = tmp_path / "everything"
    assert on_disk(everything) == in_git(everything, git) == said
    assert json.loads(coachplan("-C", everything, "list", "--format", "json").out)
    for clone in clones:
        git(clone, "pull", "--quiet", "--ff-only")
        assert on_disk(clone) == said
        assert git(clone, "fsck", "--strict", "--no-dangling") == ""
        assert git(clone, "status", "--porcelain") == ""
        assert not os.path.lexists(clone / ".git/MERGE_HEAD")
