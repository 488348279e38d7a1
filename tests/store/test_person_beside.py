"""A person works beside coachplan in the same folder: what was acknowledged is in the history of HEAD.

They stash in a loop, commit all that is there, have an editor that saves old buffers, or hooks that check files out.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PLAN = "plans/ada-lovelace/clear-status-updates/plan.md"
IDENTITY = ("-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.com")
BESIDE = """\
import pathlib, random, subprocess, sys, time

what, root, *git = sys.argv[1:]
chance = random.Random(what)
plan = pathlib.Path(root, "{plan}")

def run(*arguments):
    quiet = subprocess.DEVNULL
    return subprocess.run([*git, "-C", root, *arguments], stdout=quiet, stderr=quiet).returncode

print("there", flush=True)
while pathlib.Path(root, ".git/beside").exists():
    if what == "stash":
        run("stash", "--quiet", "--include-untracked")
        time.sleep(chance.random() / 20)
        if run("stash", "pop", "--quiet"):
            run("checkout", "--quiet", "--", ".")
    elif what == "commit":
        run("commit", "--quiet", "--all", "--message", "All that is there")
    elif what == "editor":
        text = plan.read_bytes()
        time.sleep(chance.random() / 10)
        plan.write_bytes(text)
    time.sleep(chance.random() / 10)
"""
HOOKS = {
    "pre-commit": 'git checkout --quiet -- "$(git rev-parse --show-toplevel)/plans"',
    "post-commit": "git checkout --quiet HEAD~1 -- plans",
    "commit-msg": "git -c core.hooksPath=/dev/null stash --quiet",
}


@pytest.fixture
def beside(ada, tmp_path):
    """Starts what goes on beside, and ends it after the test."""
    running, going_on = [], ada / ".git/beside"
    going_on.touch()

    def end() -> None:
        going_on.unlink(missing_ok=True)
        for process in running:
            process.communicate(timeout=60)

    def start(what: str) -> Callable[[], None]:
        if what == "hooks":
            for name, line in HOOKS.items():
                hook = ada / ".git/hooks" / name
                hook.parent.mkdir(exist_ok=True)
                # Every third time: a hook that always does it lets nothing be recorded at all.
                hook.write_text(f"#!/bin/sh\ntest $(( $$ % 3 )) = 0 || exit 0\nunset GIT_INDEX_FILE\n{line}\n:\n")
                hook.chmod(0o755)
            return end
        program = BESIDE.format(plan=PLAN)
        process = subprocess.Popen(
            [sys.executable, "-c", program, what, ada, "git", *IDENTITY], stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stdout.readline() == "there\n"
        return end

    yield start
    end()


def acknowledged(coachplan, root: Path, number: int) -> set[str]:
    """The words of so many changes that were acknowledged; the others were refused, and nothing else."""
    said: set[str] = set()
    for place in range(number * 20):
        if len(said) == number:
            return said
        words = f"seen for the {place}th time."
        kind = ("propose", "ada", words) if place % 2 else ("log", "ada", "--evidence", words)
        result = coachplan("-C", root, *kind)
        assert result.code in (0, 1, 2), result.err
        assert "Traceback" not in result.err
        if result.code == 0:
            said.add(words)
    raise AssertionError(f"{len(said)} of {place} changes were recorded")


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "number", [5, pytest.param(40, marks=pytest.mark.long), pytest.param(250, marks=pytest.mark.soak)]
)
@pytest.mark.parametrize("what", ["stash", "commit", "editor", "hooks"])
def test_what_was_acknowledged_is_in_the_history(ada, git, coachplan, act_as, beside, number, what):
    act_as("Ada Lovelace <ada@example.com>")
    git(ada, "config", "advice.addIgnoredFile", "false")
    end = beside(what)
    said = acknowledged(coachplan, ada, number)
    end()
    added = git(ada, "log", "--format=", "--patch", "--unified=0", "HEAD")
    recorded = set(re.findall(r"^\+.*?(seen for the \d+th time\.)", added, re.MULTILINE))
    assert said - recorded == set()
    assert git(ada, "fsck", "--strict", "--no-dangling") == ""
