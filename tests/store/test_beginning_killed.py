"""A `share` or `clone` that is killed around any call of git: the next one completes it, and nothing is half-made."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

GIT = shutil.which("git")
_EVERY = 3
_SHIM = f"""\
#!/bin/sh
echo >> "$CALLS"
number=$(wc -l < "$CALLS")
if [ $number = $KILL_AT ] && [ $WHEN = before ]; then kill -9 $PPID; fi
{GIT} "$@"
code=$?
if [ $number = $KILL_AT ] && [ $WHEN = after ]; then kill -9 $PPID; fi
exit $code
"""


@pytest.fixture
def killed(tmp_path):
    """Runs a command, kills it at a call of git, and tells if it came that far."""
    shim = tmp_path / "shim/git"
    shim.parent.mkdir()
    shim.write_text(_SHIM, encoding="utf-8")
    shim.chmod(0o755)

    def run(call: int, when: str, *arguments: str | Path) -> bool:
        calls = tmp_path / "calls"
        calls.unlink(missing_ok=True)
        path = f"{shim.parent}{os.pathsep}{os.environ['PATH']}"
        variables = {"PATH": path, "CALLS": str(calls), "KILL_AT": str(call), "WHEN": when}
        command = [sys.executable, "-m", "coachplan", *map(str, arguments)]
        done = subprocess.run(command, env=os.environ | variables, capture_output=True, check=False)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        return done.returncode != 0

    return run


@pytest.mark.long
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_killed_share_is_completed_by_the_next(ada, coachplan, git, tmp_path, killed, when) -> None:
    call, shared = 1, tmp_path / "shared.git"
    while True:
        mine = shutil.copytree(ada, tmp_path / f"mine-{call}", symlinks=True)
        is_killed = killed(call, when, "-C", mine, "share", shared, "--yes")
        result = coachplan("-C", mine, "share", shared, "--yes")
        assert result.code == 0, (call, result)
        assert git(mine, "rev-parse", "HEAD") == git(shared, "rev-parse", "HEAD")
        assert coachplan("-C", mine, "sync").out.startswith("Nothing new")
        assert git(shared, "fsck", "--strict", "--no-dangling") == ""
        if not is_killed:
            break
        call += _EVERY
        shutil.rmtree(shared)
    assert call > 5 * _EVERY


@pytest.mark.long
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_killed_clone_is_there_whole_or_not_at_all(ada, coachplan, git, tmp_path, killed, when) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(ada), "shared.git")
    call = 1
    while True:
        place = tmp_path / f"place-{call}"
        place.mkdir()
        is_killed = killed(call, when, "-C", place, "clone", tmp_path / "shared.git", "mine", "--as", "ada")
        if not (place / "mine").exists():
            assert [name.startswith(".coachplan-") for name in os.listdir(place)] == [True], call
            assert coachplan("-C", place, "clone", tmp_path / "shared.git", "mine", "--as", "ada").code == 0
        # The git that the killed one had started goes on for a moment, and may write after its folder was removed.
        assert [name for name in os.listdir(place) if not name.startswith(".coachplan-")] == ["mine"]
        assert git(place / "mine", "config", "user.email") == "ada@example.com\n"
        assert "merge: coachplan" in git(place / "mine", "check-attr", "merge", "plans/a/b/plan.md")
        assert coachplan("-C", place / "mine", "sync").out.startswith("Nothing new")
        if not is_killed:
            break
        call += _EVERY
    assert call > 3 * _EVERY
