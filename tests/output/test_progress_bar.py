"""Whoever waits at a terminal sees how far long work is; nobody else sees anything of it."""

import os
import pty
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

# No test waits for what takes long: here, all work does.
_AT_ONCE = """\
import sys
from coachplan.output.terminal import progress_bar
progress_bar._PATIENCE = -1
from coachplan.__main__ import main
code = main()
assert "rich.progress" not in sys.modules or sys.stderr.isatty()
sys.exit(code)
"""
BOTH_WAYS = [
    pytest.param(3, id="in one process"),
    pytest.param(210, id="in two processes", marks=pytest.mark.long),
]


@pytest.fixture
def many(ada: Path, git: Callable[..., str]) -> Callable[[int], Path]:
    """Makes copies of Ada's plan, so that there are so many plans, all of them in git."""
    plan = ada / "plans/ada-lovelace/clear-status-updates/plan.md"

    def make(count: int) -> Path:
        for number in range(1, count):
            folder = ada / f"plans/ada-lovelace/plan-{number:03}"
            folder.mkdir()
            (folder / "plan.md").write_bytes(plan.read_bytes())
        git(ada, "add", ".")
        git(ada, "commit", "--quiet", "--message", "Plans")
        return ada

    return make


def on_a_terminal(*arguments: str | Path, **variables: str) -> tuple[int, bytes, str]:
    """The exit code, standard output, and what a terminal gets that is standard error alone."""
    terminal, theirs = pty.openpty()
    with tempfile.TemporaryFile() as results, open(terminal, "rb", buffering=0) as shown:
        process = subprocess.Popen(
            [sys.executable, "-c", _AT_ONCE, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=results,
            stderr=theirs,
            env=os.environ | variables,
        )
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # Linux says so where the other end is closed
            while part := shown.read(4096):
                seen += part
        code = process.wait()
        results.seek(0)
        return code, results.read(), seen.decode()


def in_a_pipe(*arguments: str | Path) -> tuple[int, bytes, str]:
    done = subprocess.run(
        [sys.executable, "-c", _AT_ONCE, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.returncode, done.stdout, done.stderr.decode()


@pytest.mark.parametrize("count", BOTH_WAYS)
def test_a_check_shows_how_far_it_is_and_leaves_its_results_alone(many: Callable[[int], Path], count: int) -> None:
    words = ("-C", many(count), "check", "--no-cache", "--format", "concise")

    code, out, seen = on_a_terminal(*words)

    assert "Checking plans" in seen
    assert f"/{count}" in seen
    assert "Ada" not in seen
    assert "ada-lovelace" not in seen
    assert (code, out, "") == in_a_pipe(*words)


@pytest.mark.long
def test_a_history_of_many_plans_shows_how_far_it_is_and_leaves_its_results_alone(many: Callable[[int], Path]) -> None:
    words = ("-C", many(3), "history", "--format", "json")

    code, out, seen = on_a_terminal(*words)

    assert "Reading the history" in seen
    assert "/3" in seen
    assert "ada-lovelace" not in seen
    assert (code, out, "") == in_a_pipe(*words)


@pytest.mark.parametrize("count", BOTH_WAYS)
def test_a_site_shows_how_far_it_is_with_plans_and_then_with_pages(
    many: Callable[[int], Path], tmp_path: Path, count: int
) -> None:
    plans = max(count, 30)  # pages are made by 25 at once

    code, out, seen = on_a_terminal("-C", many(plans), "site", "-o", tmp_path / "site")

    assert (code, out) == (0, b"")
    plain = re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", seen)
    looking, making = plain.split("Making pages", 1)
    assert set(re.findall(r"\d/(\d+)", looking)) == {str(plans)}
    assert set(re.findall(r"\d/(\d+)", making)) == {str(plans + 3)}
    assert "Looking at plans" in looking
    assert "ada-lovelace" not in plain


@pytest.mark.long
def test_the_status_of_many_plans_shows_how_far_it_is_and_leaves_its_results_alone(many: Callable[[int], Path]) -> None:
    words = ("-C", many(3), "status", "--plain")

    code, out, seen = on_a_terminal(*words)

    assert "Looking at plans" in seen
    assert set(re.findall(r"\d/(\d+)", seen)) == {"3"}
    assert (code, out, "") == in_a_pipe(*words)


_SLOWLY = """\
import os, sys, time
while part := os.read(0, 8192):
    os.write(1, part)
    time.sleep(0.03)
"""


def test_a_transfer_shows_how_far_it_is(ada: Path, git: Callable[..., str], tmp_path: Path) -> None:
    clone, slow, notes = tmp_path / "clone", tmp_path / "slow", ada / "notes"
    git(tmp_path, "clone", "--quiet", str(ada), str(clone))
    notes.mkdir()
    for number in range(200):
        (notes / f"{number}.bin").write_bytes(os.urandom(1500))
    git(ada, "add", "notes")
    git(ada, "commit", "--quiet", "--message", "Notes")
    slow.write_text(f"#!/bin/sh\ngit-upload-pack \"$@\" | {sys.executable} -c '{_SLOWLY}'\n", encoding="utf-8")
    slow.chmod(0o755)
    git(clone, "config", "remote.origin.uploadpack", str(slow))

    code, out, seen = on_a_terminal("-C", clone, "sync")

    assert (code, out.split(b"\n")[0]) == (0, b"Took in 1 change")
    assert "Sharing" in seen
    assert len({int(done) for done in re.findall(r"(\d+)/20\d\b", seen)}) > 4


def test_the_bar_is_gone_in_the_end(many: Callable[[int], Path]) -> None:
    _, _, seen = on_a_terminal("-C", many(3), "check", "--no-cache", "--format", "concise")

    assert seen.rstrip().endswith(("\x1b[2K", "\x1b[?25h"))


@pytest.mark.one_in(2)
@pytest.mark.parametrize("forbidden", [{"TERM": "dumb"}, {"NO_COLOR": "1"}], ids=str)
def test_a_terminal_that_must_not_be_drawn_on_gets_no_bar(
    many: Callable[[int], Path], forbidden: dict[str, str]
) -> None:
    words = ("-C", many(3), "check", "--no-cache", "--format", "concise")

    assert on_a_terminal(*words, **forbidden) == in_a_pipe(*words)


def test_what_is_done_soon_shows_no_bar(many: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "_AT_ONCE", _AT_ONCE.replace("= -1", "= 3600"))

    assert on_a_terminal("-C", many(3), "check", "--no-cache", "--format", "concise")[2] == ""
