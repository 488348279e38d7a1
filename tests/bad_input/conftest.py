"""Bad input of every kind, and what each must get: one clear line, the right exit code, and nothing written."""

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import reopened

ADA_FOLDER = "plans/ada-lovelace/clear-status-updates"
ADA_PLAN = f"{ADA_FOLDER}/plan.md"
CHECK_IN = f"{ADA_FOLDER}/check-ins/2026-01-12-ada-lovelace-3f9k.md"
EXAMPLE = Path(__file__).parents[2] / "examples" / ADA_FOLDER

# What drives a terminal (C0 but tab and newline, DEL, C1) and what turns the order of what a person reads.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What does not come back soon takes minutes; so much more than it takes is left to slow machines.
SECONDS = 15.0
PATIENCE = 120


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans and four check-ins in git, made once and copied for every case."""
    folder = tmp_path_factory.mktemp("original") / "plans-repository"
    shutil.copytree(EXAMPLE, folder / ADA_FOLDER)
    plan = (EXAMPLE / "plan.md").read_text(encoding="utf-8")
    (folder / ADA_PLAN).write_text(reopened(plan, "active"), encoding="utf-8")
    other = folder / "plans/ben-carter/clear-meeting-notes"
    other.mkdir(parents=True)
    (other / "plan.md").write_text(
        plan.replace("Clear status", "Clear notes").replace("Ada Lovelace", "Ben Carter"), encoding="utf-8"
    )
    (folder / "coachplan.toml").write_text("", encoding="utf-8")
    identity = ("-c", "user.name=Charles Babbage", "-c", "user.email=charles@example.com")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder.parent), "GIT_CONFIG_NOSYSTEM": "1"}
    for command in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "New plan")):
        subprocess.run(["git", *identity, *command], cwd=folder, env=environment, check=True)
    shutil.rmtree(folder / ".git/hooks", ignore_errors=True)
    return folder


@pytest.fixture
def repository(original: Path, tmp_path: Path) -> Path:
    """A plan repository of the test's own: Ada's plan with four check-ins, and Ben's."""
    return Path(shutil.copytree(original, tmp_path / "plans-repository"))


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a command writes to the current folder by mistake is seen."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def state(folder: Path) -> dict[str, object]:
    """Everything that a command must leave as it is: files, modes, links, and git's branch and index."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        status = path.lstat()
        if "/.git/" in f"/{name}/" and not re.search(r"/\.git/(HEAD|index|refs/.*|packed-refs)$", f"/{name}"):
            continue
        if stat.S_ISREG(status.st_mode):
            found[name] = (stat.S_IMODE(status.st_mode), _bytes(path))
        elif stat.S_ISLNK(status.st_mode):
            found[name] = os.readlink(path)
        else:
            found[name] = stat.S_IFMT(status.st_mode)
    return found


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except PermissionError:
        return None


def _too_slow(*_: object) -> None:
    pytest.fail(f"it still runs after {PATIENCE} seconds", pytrace=False)


@pytest.fixture
def alarm() -> Iterator[None]:
    """Ends a test that hangs."""
    before = signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def gets(coachplan: Callable[..., object], repository: Path, tmp_path: Path, alarm: None) -> Callable[..., str]:
    """Runs a command on bad input, requires what every command owes it, and gives back what it printed.

    `says` is a part of the one line on standard error. With `findings`, a check reports those codes instead.
    Where `writes` is true the command may record something, and prints no complaint.
    """

    def run(
        code: int,
        *arguments: str | Path,
        says: str = "",
        findings: set[str] | None = None,
        writes: bool = False,
        process: bool = False,
        stdin: str | bytes = "",
    ) -> str:
        before, begun = state(tmp_path), _seconds()
        runner = _in_process_of_its_own if process else coachplan
        result = runner("-C", repository, *arguments, stdin=stdin)
        taken = _seconds() - begun
        shown = f"{result.out!r} {result.err!r}"
        assert result.code == code, shown
        assert taken < SECONDS, f"took {taken:.1f} s of computing"
        assert "Traceback" not in result.out + result.err
        assert not HARMFUL.search(result.out + result.err), shown
        if arguments[0] == "check" and code and result.out:
            assert re.fullmatch(r"(\d+ places? can be fixed safely: see --diff, then --fix\n)?", result.err), shown
            assert findings in (None, set(re.findall(r": (CP\d{3}) ", result.out))), shown
        elif code:
            assert findings is None
            assert result.err.endswith("\n"), shown
            assert len(result.err.splitlines()) == 1, shown
            assert result.out == ""
        assert says in result.err, shown
        if not writes:
            assert state(tmp_path) == before
        return result.out + result.err

    return run


def _in_process_of_its_own(*arguments: str | Path, stdin: str | bytes = "") -> object:
    given = stdin.encode() if isinstance(stdin, str) else stdin
    command = [sys.executable, "-W", "error", "-m", "coachplan", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, timeout=PATIENCE, check=False)
    return _Done(done.returncode, done.stdout.decode(), done.stderr.decode())


class _Done:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def _seconds() -> float:
    """Computing time, of this process and its children: a busy machine does not make a command slow."""
    return time.process_time() + sum(os.times()[2:4])
