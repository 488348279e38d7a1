"""Files of coachplan's own in git's folder are read as carefully as plans: whoever can write there wins nothing."""

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from bad_input.hostile_files import listen, sparse
from coachplan.store import cache
from conftest import ADA_PLAN, Coachplan

CACHES = ("rows.json", "findings.json", "testimony.json")
COMMANDS = (("list",), ("check", "--exit-zero"), ("status", "--plain"))


def _in_the_former_form(path: Path) -> None:
    path.write_bytes(
        b'coachplan 0.1.0 0123456789abcdef0123456789abcdef 00000000 1\n{"a":["b",0,["\x1b]52;c;eA==\x07"]]}'
    )


KINDS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a socket": listen,
    "a folder": Path.mkdir,
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to what never ends": lambda path: path.symlink_to("/dev/zero"),
    "a file of 20 GiB": sparse,
    "nothing": Path.touch,
    "bytes": lambda path: path.write_bytes(bytes(range(256)) * 100),
    "brackets": lambda path: path.write_bytes(b"[" * 200_000),
    "a title and brackets": lambda path: path.write_bytes(b"coachplan 0 0 0 1\n" + b"[" * 200_000),
    "a title with a number without end": lambda path: path.write_bytes(b"coachplan 0 0 0 " + b"9" * 9_000 + b"\n{}"),
    "what an earlier release took": _in_the_former_form,
}


@pytest.fixture
def said(ada: Path, coachplan: Coachplan) -> Callable[[], list[tuple[int, str, str]]]:
    def run() -> list[tuple[int, str, str]]:
        return [(one.code, one.out, one.err) for one in (coachplan("-C", ada, *command) for command in COMMANDS)]

    return run


def test_whatever_lies_where_a_cache_was_is_nothing_known(ada, said, tmp_path) -> None:
    folder, before = ada / ".git/coachplan", said()
    mine = tmp_path / "mine"
    mine.write_text("mine")
    mine.chmod(0o755)
    for kind, make in {**KINDS, "a link to a file of mine": lambda path: path.symlink_to(mine)}.items():
        for name in CACHES:
            shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()
            make(folder / name)

        assert said() == before, kind
        mode = (folder / "rows.json").lstat().st_mode  # what can be replaced is, and private
        assert not stat.S_ISREG(mode) or stat.S_IMODE(mode) == 0o600, kind
    assert (mine.read_text(), stat.S_IMODE(mine.stat().st_mode)) == ("mine", 0o755)


@pytest.mark.parametrize("kind", ["a link to a folder of mine", "a pipe", "a file"])
def test_whatever_lies_where_the_folder_was_is_nothing_known(ada, said, tmp_path, kind) -> None:
    folder, before = ada / ".git/coachplan", said()
    shutil.rmtree(folder)
    mine = tmp_path / "mine"
    mine.mkdir(mode=0o755)
    {"a pipe": os.mkfifo, "a file": Path.touch}.get(kind, lambda path: path.symlink_to(mine))(folder)

    assert said() == before
    assert (stat.S_IMODE(mine.stat().st_mode), [*mine.iterdir()]) == (0o755, [])


@pytest.fixture
def forged(ada: Path, coachplan: Coachplan, monkeypatch, tmp_path) -> Path:
    """The cache of findings, as somebody else would make it, of a plan with an error: it knows of none."""
    plan, file = ada / ADA_PLAN, ada / ".git/coachplan/findings.json"
    plan.write_text(plan.read_text().replace("title: Clear", "titel: Clear"))
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_CACHE_HOME", str(tmp_path / "of-another"))
        assert coachplan("-C", ada, "check").code == 1
        title, _, values = file.read_bytes().partition(b"\n")
        known = json.loads(values)
        for entry in known.values():
            entry[2][3] = []
        altered, took = json.dumps(known, separators=(",", ":")).encode(), int(title.split()[-1])
        own = cache.Cache(lambda: file.parent, file.name)
        own._key = title.split()[2].decode()
        file.write_bytes(own._title(file.parent, altered, took, cache.secret()) + b"\n" + altered)
        later = file.stat().st_mtime + 3600
        os.utime(file, (later, later))
        assert coachplan("-C", ada, "check").code == 0, "whoever has the secret is believed"
        file.write_bytes(own._title(file.parent, altered, took, cache.secret()) + b"\n" + altered)
        os.utime(file, (later, later))
    return ada


def test_findings_that_were_carried_in_from_elsewhere_are_not_believed(forged, coachplan, own_world) -> None:
    assert coachplan("-C", forged, "check").code == 1
    secret = own_world / ".cache/coachplan/secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


@pytest.mark.parametrize("secret", [b"", b"short", bytes(33)])
def test_a_secret_that_is_none_is_made_anew(ada, said, own_world, secret) -> None:
    before = said()
    file = own_world / ".cache/coachplan/secret"
    file.write_bytes(secret)

    assert said() == before
    assert len(file.read_bytes()) == 32


def test_without_a_home_nothing_is_remembered_and_all_works(ada, said, monkeypatch, own_world) -> None:
    before = said()
    shutil.rmtree(ada / ".git/coachplan")
    monkeypatch.setenv("XDG_CACHE_HOME", str(own_world / "closed/cache"))
    (own_world / "closed").touch()

    assert said() == before
    assert not [*(ada / ".git/coachplan").glob("*.json")]


NOTES = {
    "brackets": b"[" * 100_000,
    "bytes": bytes(range(256)) * 10,
    "a list": b"[]",
    "numbers": b'{"root": 1, "message": 2, "files": 3, "target": 4}',
    "another target": b'{"root": "/", "message": "x", "files": {"a": null}, "target": "--output=/tmp/x"}',
    "files that are none": b'{"root": "/", "message": "x", "files": {"../../x": [1]}, "target": ""}',
    "a NUL": b'{"root": "/", "message": "x", "files": {"plans/a\\u0000b": null}, "target": ""}',
    "files beside": b'{"root": "ROOT", "message": "x", "files": {"../mine": null}, "target": ""}',
    "files elsewhere": b'{"root": "ROOT", "message": "x", "files": {"/etc/passwd": null}, "target": ""}',
}


def test_whatever_lies_in_the_lock_stops_no_command(ada, coachplan, tmp_path) -> None:
    (tmp_path / "mine").write_text("mine")
    for kind, note in NOTES.items():
        (ada / ".git/coachplan/lock").write_bytes(note.replace(b"ROOT", str(ada).encode()))
        result = coachplan("-C", ada, "log", "ada", "--win", "One")
        assert result.code == 0, (kind, result.err)
    assert (tmp_path / "mine").read_text() == "mine"


@pytest.mark.parametrize("kind", ["a pipe", "a socket", "a folder", "a link to nothing", "a link to what never ends"])
def test_a_lock_that_is_none_is_one_line(ada, coachplan, kind) -> None:
    lock = ada / ".git/coachplan/lock"
    lock.unlink()
    KINDS[kind](lock)

    result = coachplan("-C", ada, "log", "ada", "--win", "One")

    assert result.code == 2
    assert str(lock) in result.err
    assert "your text is kept in" in result.err
    for command in (("save",), ("undo",)):
        result = coachplan("-C", ada, *command)
        assert (result.code, len(result.err.splitlines())) in ((0, 0), (2, 1), (1, 1)), result.err
