"""Standard streams that are closed, full or a strange terminal: no traceback, and the exit code tells the truth."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from terminal import PROMPT, Terminal

PROPOSE = ("propose", "ada", "Ask George")
READING = (("status",), ("show", "ada"), ("--version",), ("--help",))


def closing(root: Path, numbers: tuple[int, ...], *arguments: str, **streams: object) -> subprocess.CompletedProcess:
    """Run a command to which the streams of these numbers are closed."""
    closed = "".join(f" {number}>&-" if number else " 0<&-" for number in numbers)
    return subprocess.run(
        ["sh", "-c", f'exec "$@"{closed}', "sh", sys.executable, "-m", "coachplan", *arguments],
        cwd=root,
        check=False,
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams,
    )


@pytest.mark.parametrize("numbers", [(1,), (0, 1), (0, 1, 2)])
def test_what_is_recorded_is_a_success_where_standard_output_is_closed(ada, git, numbers):
    done = closing(ada, numbers, *PROPOSE)
    assert done.returncode == 0
    assert git(ada, "log", "-1", "--format=%s").startswith("Propose: ada-lovelace/clear-status-updates")
    told = b"coachplan: recorded Propose: ada-lovelace/clear-status-updates: "
    assert done.stderr.count(told) == (2 not in numbers)
    assert b"Traceback" not in done.stderr
    assert git(ada, "status", "--porcelain") == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
def test_what_is_recorded_is_a_success_where_standard_output_is_full(ada, git):
    with open("/dev/full", "wb") as full:
        done = closing(ada, (), *PROPOSE, stdout=full)
        both = closing(ada, (), "log", "ada", "--date", "2026-01-12", "--evidence", "x", stdout=full, stderr=full)
    assert (done.returncode, both.returncode) == (0, 0)
    assert "coachplan: recorded Propose: ada-lovelace/clear-status-updates" in done.stderr.decode()
    assert "; only the output cannot be written: no space left on device\n" in done.stderr.decode()
    assert git(ada, "log", "-1", "--format=%s") == "Check-in: ada-lovelace/clear-status-updates 2026-01-12\n"


def test_what_is_recorded_is_said_where_nobody_reads_on(ada, git):
    reading, writing = os.pipe()
    os.close(reading)
    done = closing(ada, (), *PROPOSE, stdout=writing)
    os.close(writing)
    assert done.returncode == 0
    assert b"coachplan: recorded Propose: " in done.stderr


def test_reading_ends_in_silence_where_nobody_reads_on(ada):
    reading, writing = os.pipe()
    os.close(reading)
    unbuffered = closing(ada, (), "show", "ada", stdout=writing, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    buffered = closing(ada, (), "show", "ada", stdout=writing, env=os.environ | {"PYTHONUNBUFFERED": ""})
    os.close(writing)
    assert [(done.returncode, done.stderr) for done in (unbuffered, buffered)] == [(141, b""), (141, b"")]


@pytest.mark.parametrize("command", READING)
def test_what_cannot_be_shown_is_no_success(ada, command):
    done = closing(ada, (1,), *command)
    assert (done.returncode, done.stderr) == (2, b"coachplan: the output cannot be written: bad file descriptor\n")


@pytest.mark.one_in(3)
@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("numbers", [(2,), (0, 2)])
def test_what_can_be_shown_is_a_success(ada, command, numbers):
    done, usual = closing(ada, numbers, *command), closing(ada, (), *command)
    assert (done.returncode, done.stdout) == (usual.returncode, usual.stdout)
    assert usual.returncode == 0


@pytest.mark.parametrize("command", [("log", "ada"), ("new",), ("edit", "ada")])
def test_input_that_is_closed_is_said(ada, command):
    done = closing(ada, (0,), *command, "--from", "-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"coachplan: standard input cannot be read: bad file descriptor\n"


def test_a_file_never_gets_the_number_of_a_closed_stream(ada, coachplan):
    plan = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    closing(ada, (0, 1, 2), *PROPOSE)
    assert "Recorded" not in plan.read_text(encoding="utf-8")
    assert (ada / ".git/coachplan/lock").read_bytes() == b""
    assert coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--evidence", "x").code == 0


@pytest.mark.parametrize("term", ["xterm-256color", "strange", "dumb", ""])
def test_a_terminal_of_one_column_or_a_strange_one_takes_a_conversation(ada, git, term):
    terminal = Terminal("log", "ada", columns=1, cwd=ada, TERM=term)
    terminal.wait_for(PROMPT)
    terminal.child.sendline("4")
    terminal.wait_for(PROMPT)
    terminal.child.sendintr()
    assert terminal.end() == 130
    assert "Traceback" not in terminal.seen.replace("\n", "")
    assert "evidence:\n  - 4\n" in next((ada / ".git/coachplan/kept").iterdir()).read_text(encoding="utf-8")
    assert git(ada, "status", "--porcelain") == ""


@pytest.mark.parametrize(("command", "code"), [(("status",), 0), (("show", "ada"), 0), (("check",), 1)])
def test_a_terminal_of_one_column_shows_what_it_can(ada, command, code):
    terminal = Terminal(*command, columns=1, cwd=ada, TERM="strange")
    assert terminal.end() == code
    assert "Traceback" not in terminal.seen.replace("\n", "")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
@pytest.mark.parametrize(
    ("command", "answers"),
    [(("log", "ada"), ["4"]), (("new", "Shorter stand-ups"), ["Mary Somerville <mary@example.com>"])],
)
def test_a_signal_at_a_prompt_keeps_what_was_typed(ada, git, number, command, answers):
    terminal = Terminal(*command, cwd=ada)
    terminal.answer(answers)
    terminal.wait_for(PROMPT)
    os.kill(terminal.child.pid, number)
    assert terminal.end() == 130
    kept = next((ada / ".git/coachplan/kept").iterdir())
    assert f"--from {kept}" in terminal.seen
    assert git(ada, "status", "--porcelain") == ""


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
@pytest.mark.parametrize("command", [("propose", "ada"), ("close", "ada")])
def test_a_signal_at_any_prompt_shows_no_traceback(ada, git, number, command):
    before = git(ada, "rev-parse", "HEAD")
    terminal = Terminal(*command, cwd=ada)
    terminal.wait_for(PROMPT)
    os.kill(terminal.child.pid, number)
    terminal.child.expect(pexpect.EOF)
    terminal.child.close()
    assert "Traceback" not in terminal.child.before
    assert (git(ada, "rev-parse", "HEAD"), git(ada, "status", "--porcelain")) == (before, "")
