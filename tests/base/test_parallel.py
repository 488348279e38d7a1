"""Long work is shared out without changing what comes of it, and however it ends, no process is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from coachplan.base.errors import RefusedError, UnreadableError
from coachplan.base.parallel import map_in_order
from coachplan.store import files


def squared(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def refusing(number: int) -> int:
    if number == 120:
        raise RefusedError("number 120 is refused")
    return number


def ending(number: int) -> int:
    if number == 120:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("count", [0, 1, 199, 200, 1000])
def test_the_results_come_in_order_with_how_far_it_is(count: int) -> None:
    told: list[tuple[int, int]] = []

    made = list(map_in_order(squared, range(count), fork_from=200, tick=lambda done, total: told.append((done, total))))

    assert [square for square, _ in made] == [number * number for number in range(count)]
    assert (os.getpid() in {process for _, process in made}) == (0 < count < 200)
    assert told == [(done, count) for done in range(1, count + 1)]


def test_what_is_told_does_not_wait_for_all_of_it() -> None:
    made = map_in_order(squared, range(1000), fork_from=1)

    assert next(made)[0] == 0


@pytest.mark.parametrize("fork_from", [1, 10_000])
def test_what_is_raised_is_raised_here(fork_from: int) -> None:
    with pytest.raises(RefusedError, match="number 120 is refused"):
        list(map_in_order(refusing, range(1000), fork_from=fork_from))


def test_a_process_that_is_ended_from_outside_is_one_line() -> None:
    with pytest.raises(UnreadableError, match="worker process was killed"):
        list(map_in_order(ending, range(1000), fork_from=1))


class LongCheck(NamedTuple):
    """A check in the middle of its work, the processes that do it, and the file that lets them go on."""

    process: "subprocess.Popen[str]"
    workers: set[int]
    go_on: Path


_LONG = """\
import os, sys, time
from coachplan.views import cached_findings
judged, go_on, make = sys.argv.pop(1), sys.argv.pop(1), cached_findings._make
def slow(*given):
    with open(judged, "a") as file:
        print(os.getpid(), file=file)
    while not os.path.exists(go_on):
        time.sleep(0.02)
    return make(*given)
cached_findings._make, cached_findings._FORK_FROM = slow, 2
from coachplan.__main__ import run
run()
"""


@pytest.fixture
def long_check(ada: Path, tmp_path: Path) -> Iterator[LongCheck]:
    """A check of many plans in the middle of its work, in a process group of its own, and the processes that do it."""
    plan = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    for number in range(300):
        folder = ada / f"plans/ben-carter/plan-{number}"
        folder.mkdir(parents=True)
        (folder / "plan.md").write_bytes(plan.read_bytes())
    judged, go_on = tmp_path / "judged", tmp_path / "go-on"
    process = subprocess.Popen(
        [sys.executable, "-c", _LONG, judged, go_on, "-C", ada, "check", "--no-cache"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        until(lambda: judged.exists() and len(set(judged.read_text().split())) == 2)
        yield LongCheck(process, {int(line) for line in judged.read_text().split()}, go_on)
    finally:
        process.kill()
        process.communicate()


def until(holds: Callable[[], bool]) -> None:
    for _ in range(30_000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never came about")


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


_STOPPED = "coachplan: stopped\n"
_INTERRUPTED = """\
import os, signal
from coachplan.__main__ import run
from coachplan.store import files
files.survey = lambda root: os.kill(os.getpid(), signal.SIGINT)
run()
"""


@pytest.mark.one_in(4)
@pytest.mark.parametrize("command", ["list", "status", "due", "check", "history", "site -o site", "show ada", "serve"])
def test_ctrl_c_in_any_command_is_said_once(ada: Path, tmp_path: Path, command: str) -> None:
    call = [sys.executable, "-c", _INTERRUPTED, "-C", str(ada), *command.split()]

    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == ("" if command == "serve" else _STOPPED)


def test_ctrl_c_between_writing_and_recording_says_what_records_it(ada: Path, coachplan, monkeypatch) -> None:
    written = files.write_file

    def stop(*given: Any, **settings: Any) -> None:
        written(*given, **settings)
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "write_file", stop)
    result = coachplan("-C", ada, "agree", "ada", "--stance", "agree")
    assert (result.code, result.err) == (
        130,
        "coachplan: stopped; `coachplan save` commits files that are written but not recorded yet\n",
    )


def test_ctrl_c_stops_all_of_it_without_a_traceback(
    long_check: LongCheck,
) -> None:
    process, workers, go_on = long_check

    os.killpg(process.pid, signal.SIGINT)
    go_on.touch()
    out, err = process.communicate()

    assert (process.returncode, out) == (130, "")
    assert err == _STOPPED
    until(lambda: not any(map(is_there, workers)))


def test_no_process_outlives_one_that_is_killed(long_check: LongCheck) -> None:
    process, workers, _ = long_check

    process.kill()
    process.wait()

    until(lambda: not any(map(is_there, workers)))


def test_a_worker_that_is_killed_is_one_line(long_check: LongCheck) -> None:
    process, workers, _ = long_check

    os.kill(min(workers), signal.SIGKILL)
    _, err = process.communicate()

    assert process.returncode == 2
    assert err.count("\n") == 1
    assert "try again" in err
