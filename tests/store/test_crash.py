"""A command that is stopped or failed at any step loses nothing: `faults.py` does it, and these tests judge."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# A command is run and stopped hundreds of times.
pytestmark = pytest.mark.long

HARNESS = Path(__file__).with_name("faults.py")
FASTEST = next((place for place in ("/dev/shm",) if os.access(place, os.W_OK)), None)
"""Where syncing costs nothing, which leaves the order of the calls as it is."""


@pytest.fixture(scope="module")
def found() -> Iterator[dict[tuple[str, str], dict]]:
    """What the harness found, by command and fault."""
    with tempfile.TemporaryDirectory(dir=FASTEST) as folder:
        command = [sys.executable, HARNESS, Path(folder) / "world"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600)
        assert done.returncode == 0, done.stderr
        yield {(result["command"], result["fault"]): result for result in json.loads(done.stdout)}


@pytest.fixture(autouse=True)
def _counted(request, found, record_property) -> None:
    named = request.node.callspec.params
    record_property("tried", found[named["command"], named.get("fault", "RLIMIT_FSIZE")]["steps"])


CALLS = {"log": 13, "new": 15, "save": 5, "undo": 30}
"""How many calls of a command change the file system, at least: fewer, and the harness would have missed some."""
IN_GIT = (
    *("kill before git", "kill after git", "both die in git", "both die between", "git dies", "git dies at its end"),
    "git fails",
)


@pytest.mark.parametrize("command", CALLS)
@pytest.mark.parametrize("fault", ["kill", "tear"])
def test_a_command_that_is_killed_at_any_call_loses_nothing(found, command, fault):
    assert found[command, fault]["bad"] == []
    assert found[command, fault]["steps"] >= CALLS[command]


@pytest.mark.parametrize("command", CALLS)
@pytest.mark.parametrize("fault", ["EIO", "ENOSPC", "EIO for good", "ENOSPC for good"])
def test_a_command_whose_disk_fails_at_any_call_keeps_the_text_and_says_where(found, command, fault):
    assert found[command, fault]["bad"] == []
    assert found[command, fault]["steps"] >= CALLS[command]


@pytest.mark.parametrize("command", CALLS)
def test_a_command_that_may_write_only_so_many_bytes_keeps_the_text_and_says_where(found, command):
    assert found[command, "RLIMIT_FSIZE"]["bad"] == []
    assert found[command, "RLIMIT_FSIZE"]["steps"] == 10


@pytest.mark.parametrize("command", CALLS)
@pytest.mark.parametrize("fault", IN_GIT)
def test_a_command_survives_what_happens_to_git_at_any_call(found, command, fault):
    assert found[command, fault]["bad"] == []
    assert found[command, fault]["steps"] == (3 if command == "undo" else 2)


@pytest.mark.parametrize("command", ["log after a crash", "log after a torn commit"])
@pytest.mark.parametrize("fault", ["kill", *IN_GIT])
def test_a_crash_while_cleaning_up_after_a_crash_loses_nothing(found, command, fault):
    result = found[command, fault]
    assert result["bad"] == []
    assert result["steps"] >= (CALLS["log"] if fault == "kill" else 2)
