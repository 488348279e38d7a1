"""Runs commands one after another, each in a process of its own that is measured: `python measured.py`.

It takes a request a line, as JSON, and answers so. The libraries are loaded once: that takes longer than most commands.
"""

import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

SECONDS = 5
MEBIBYTES = 300
# A command that waits for what never comes is stopped; a busy machine lets the others wait as well.
_PATIENCE = 120
_MOST_OUTPUT = 64 * 1024 * 1024


class Measured(NamedTuple):
    """What a command gave back, and what it and the programs that it ran took."""

    code: int
    shown: str
    seconds: float
    mebibytes: float
    waited: float


class Measuring:
    """Runs commands, at a terminal or with their output in a file."""

    def __init__(self, folder: Path) -> None:
        self._shown = folder / "shown"
        command = [sys.executable, __file__]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments: str, terminal: bool = False, environment: dict[str, str] | None = None) -> Measured:
        """Run a command in the environment of now, and this besides."""
        stdin, stdout = _streams(self._server)
        wanted = {**os.environ, **(environment or {})}
        stdin.write(json.dumps([arguments, terminal, str(self._shown), wanted]) + "\n")
        stdin.flush()
        code, *taken = json.loads(stdout.readline())
        return Measured(code, self._shown.read_bytes().decode("utf-8", "surrogateescape"), *taken)

    def end(self) -> None:
        for stream in _streams(self._server):
            stream.close()
        self._server.wait()


def _streams(server: "subprocess.Popen[str]") -> tuple[IO[str], IO[str]]:
    assert server.stdin
    assert server.stdout
    return server.stdin, server.stdout


def _serve() -> None:
    _load()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        answers.write(json.dumps(_measure(*json.loads(line))) + "\n")
        answers.flush()


def _measure(arguments: list[str], terminal: bool, shown: str, environment: dict[str, str]) -> list[float]:
    begun = time.monotonic()
    with open(shown, "wb") as file:
        child, master = pty.fork() if terminal else (os.fork(), -1)
        if child == 0:
            _become(arguments, file.fileno(), environment, terminal=terminal)
        if terminal:
            _copy(master, file)
    _, status, used = os.wait4(child, 0)
    with suppress(ProcessLookupError):  # of a command that was stopped, a program may still be there
        os.killpg(child, signal.SIGKILL)
    taken = used.ru_utime + used.ru_stime
    return [os.waitstatus_to_exitcode(status), taken, used.ru_maxrss / 1024, time.monotonic() - begun]


def _become(arguments: list[str], file: int, environment: dict[str, str], *, terminal: bool) -> None:
    if not terminal:
        os.setsid()
        os.dup2(file, 1)
        os.dup2(file, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        stream = open(number, mode, 1 if number == 2 else -1, encoding="utf-8", closefd=False)  # noqa: SIM115 - it stays
        setattr(sys, name, stream)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    signal.alarm(_PATIENCE)
    resource.setrlimit(resource.RLIMIT_CPU, (4 * SECONDS, 4 * SECONDS))
    sys.argv = ["coachplan", *arguments]
    from coachplan.__main__ import run

    run()


def _copy(master: int, file: IO[bytes]) -> None:
    written = 0
    with suppress(OSError):  # so a terminal ends
        while written < _MOST_OUTPUT and (part := os.read(master, 65536)):
            written += file.write(part)
    os.close(master)


def _load() -> None:
    import git
    import icalendar
    import jinja2
    import markdown_it
    import nh3
    import pygal
    import rich.console

    import coachplan.cli
    import coachplan.commands.check
    import coachplan.output.documents.document
    import coachplan.output.site.building
    import coachplan.store.history
    import coachplan.views.plan_row
    from coachplan.output.terminal import progress_bar

    progress_bar._PATIENCE = 3600  # on a slow machine it would appear; it has tests of its own
    assert all((git, icalendar, jinja2, markdown_it, nh3, pygal, rich.console, coachplan.cli))


if __name__ == "__main__":
    _serve()
