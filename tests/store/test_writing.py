"""In which order a record reaches the disk and git, and what of a file stays as it is."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

FOLDER = "plans/ada-lovelace/clear-status-updates"
LOG = ("log", "ada", "--date", "2026-01-12", "--evidence", "Three clear updates")


@pytest.fixture
def calls(monkeypatch, tmp_path) -> list[tuple[str, ...]]:
    """The calls that matter, as they are made: what is locked, synced and renamed, and each call of git."""
    made: list[tuple[str, ...]] = []
    log = tmp_path / "git-calls"
    shim = tmp_path / "bin/git"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\necho "$*" >>{log}\nexec {shutil.which("git")} "$@"\n', encoding="utf-8")
    shim.chmod(0o755)

    def recording(module, name, describe):
        real = getattr(module, name)

        def call(*arguments, **named):
            made.extend(
                ("git", line) for line in log.read_text(encoding="utf-8").splitlines()
            ) if log.exists() else None
            log.unlink(missing_ok=True)
            made.append((name, *map(str, describe(*arguments))))
            return real(*arguments, **named)

        monkeypatch.setattr(module, name, call)

    opened: dict[int, str] = {}
    really_open = os.open

    def remember(path, *arguments, **named):
        descriptor = really_open(path, *arguments, **named)
        opened[descriptor] = os.fspath(path)
        return descriptor

    monkeypatch.setattr(os, "open", remember)
    recording(fcntl, "flock", lambda descriptor, *_: (opened[descriptor],))
    recording(os, "fsync", lambda descriptor: (opened[descriptor],))
    recording(os, "rename", lambda *paths: paths)
    recording(os, "ftruncate", lambda descriptor, _: (opened[descriptor],))
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
    return made


def test_a_record_is_locked_written_synced_renamed_synced_and_then_committed(ada, calls, coachplan):
    assert coachplan("-C", ada, *LOG).code == 0
    (new,) = (ada / FOLDER / "check-ins").iterdir()
    lock = str(ada / ".git/coachplan/lock")
    changing = [
        call
        for call in calls
        if call[0] != "git" or any(f" {word} " in call[1] for word in ("add", "commit", "rm", "reset"))
    ]
    _, temporary, _ = next(call for call in changing if call[0] == "rename")
    assert Path(temporary).parent == new.parent
    relative = str(new.relative_to(ada))
    settings = (
        "-c core.fsmonitor=false -c core.fsync=all -c user.useConfigOnly=true -c gc.auto=0 -c maintenance.auto=false"
    )
    message = "Check-in: ada-lovelace/clear-status-updates 2026-01-12"
    assert changing == [
        ("flock", lock),
        ("ftruncate", lock),
        ("fsync", lock),
        ("fsync", str(ada / FOLDER)),
        ("fsync", temporary),
        ("rename", temporary, str(new)),
        ("fsync", str(new.parent)),
        ("git", f"{settings} add -- {relative}"),
        ("git", f"{settings} commit --quiet --only --message {message} -- {relative}"),
        ("ftruncate", lock),
    ]


def test_a_check_in_needs_eight_calls_of_git_and_an_edit_six(ada, calls, coachplan):
    for command, number in ((LOG, 8), (("edit", "ada", "--set", "development_area=Clear updates"), 6)):
        calls.clear()
        assert coachplan("-C", ada, *command).code == 0
        assert len([call for call in calls if call[0] == "git"]) == number


def test_an_edit_keeps_every_byte_that_is_not_edited(ada, coachplan):
    plan = ada / FOLDER / "plan.md"
    plan.write_bytes(plan.read_bytes().replace(b"\n", b"\r\n") + b"\r\n<!-- trailing  -->  \r\n")
    before = plan.read_bytes()
    assert coachplan("-C", ada, "edit", "ada", "--set", "development_area=Clear updates").code == 0
    line = next(line for line in before.splitlines() if line.startswith(b"development_area:"))
    assert plan.read_bytes() == before.replace(line, b"development_area: 'Clear updates'")
