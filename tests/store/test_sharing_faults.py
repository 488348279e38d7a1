"""Sharing that is stopped, cut off or failed anywhere loses nothing: `sharing_faults.py` does it, these tests judge."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HARNESS = Path(__file__).with_name("sharing_faults.py")
FASTEST = next((place for place in ("/dev/shm",) if os.access(place, os.W_OK)), None)
"""Where syncing costs nothing, which leaves the order of the calls as it is."""

STEPS = {"sync": 30, "share": 20, "clone": 10, "undo": 10}
"""How many calls of a command change the file system, at least: fewer, and the harness would have missed some."""


def found(how: str, *commands: str) -> list[dict]:
    """What the harness found."""
    kept = {name: value for name, value in os.environ.items() if name != "COVERAGE_PROCESS_CONFIG"}
    kept["PYTHONPATH"] = str(HARNESS.parents[1])
    with tempfile.TemporaryDirectory(dir=FASTEST) as folder:
        done = subprocess.run(
            [sys.executable, HARNESS, Path(folder) / "world", how, *commands],
            env=kept,
            capture_output=True,
            text=True,
            check=False,
            timeout=3600,
        )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert [result for result in results if result["bad"]] == []
    return results


@pytest.mark.long
def test_a_sync_that_is_stopped_or_cut_off_loses_nothing(record_property) -> None:
    steps = {result["fault"]: result["steps"] for result in found("quick", "sync")}
    record_property("tried", sum(steps.values()))
    assert all(steps[fault] > 0 for fault in ("kill", "both die in git", "git dies", "git up", "git down"))


@pytest.mark.long
@pytest.mark.parametrize("command", STEPS)
def test_a_command_that_shares_is_completed_by_the_next_wherever_it_was_stopped(command, record_property) -> None:
    results = found("long", command)
    record_property("tried", sum(result["steps"] for result in results))
    assert {result["command"] for result in results} == {command}
    assert next(result["steps"] for result in results if result["fault"] == "kill") >= STEPS[command]
