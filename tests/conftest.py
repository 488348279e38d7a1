"""Real repositories in a world of their own: no test sees the machine's HOME, git settings, clock or terminal."""

import gc
import io
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from remotes import Pair

_TRIES_ALL = os.environ.get("EXAMPLES") == "all"


def examples(number: int = 100) -> int:
    """How many examples are tried of so many: `make check` tries all of them, and `make test` a third."""
    return number if _TRIES_ALL else -(-number // 3)


# A slow machine is no finding.
settings.register_profile(
    "patient", deadline=None, max_examples=examples(), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")

EXAMPLES = Path(__file__).parents[1] / "examples"
TODAY = "2026-02-04"
MANAGER = "Charles Babbage <charles@example.com>"
MEMBER = "Ada Lovelace <ada@example.com>"
ADA_PLAN = "plans/ada-lovelace/clear-status-updates/plan.md"
_TEMPORARY = "temporary"
_GIT_SETTINGS = """\
[user]
    name = {name}
    email = {email}
[init]
    defaultBranch = main
[advice]
    detachedHead = false
[core]
    fsync = none
[maintenance]
    auto = false
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves one case in so many to the quick tests, where a test says `one_in`; the others are long."""
    seen: Counter[str] = Counter()
    for item in items:
        if sample := item.get_closest_marker("one_in"):
            test = item.nodeid.partition("[")[0]
            if seen[test] % sample.args[0]:
                item.add_marker(pytest.mark.long)
            seen[test] += 1


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from looking through thousands of tests again and again."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Result:
    """What a command gave back."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes an empty HOME with an identity for git; pytest itself would look through all of them for each new one."""
    homes, number = tmp_path_factory.mktemp("homes"), itertools.count()
    (homes / _TEMPORARY).mkdir()

    def make() -> Path:
        home = homes / str(next(number))
        home.mkdir()
        _introduce(home, MANAGER)
        return home

    return make


@pytest.fixture(autouse=True)
def own_world(new_home: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty HOME with an identity for git, a fixed day, and none of the machine's settings."""
    home = new_home()
    _enter(home, monkeypatch)
    return home


def _enter(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Measuring every process of the tests takes half as long again: terminal.py measures those that a terminal has.
    for name in [name for name in os.environ if name.startswith(("GIT_", "COACHPLAN_", "XDG_", "COVERAGE_"))]:
        monkeypatch.delenv(name)
    for name in ("CI", "NO_COLOR", "FORCE_COLOR", "EDITOR", "VISUAL", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    # Texts that cannot be kept in a repository are kept there.
    monkeypatch.setenv("TMPDIR", str(home.parent / _TEMPORARY))
    monkeypatch.setattr(tempfile, "tempdir", str(home.parent / _TEMPORARY))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("COACHPLAN_TODAY", TODAY)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("TERM", "xterm-256color")
    # No test pulls the plug, so that nothing waits for the disk.
    monkeypatch.setenv("GIT_TEST_FSYNC", "0")
    monkeypatch.setattr(os, "fsync", lambda _: None)


def _introduce(home: Path, person: str) -> None:
    name, _, email = person.rstrip(">").partition(" <")
    (home / ".gitconfig").write_text(_GIT_SETTINGS.format(name=name, email=email), encoding="utf-8")


@pytest.fixture
def act_as(own_world: Path) -> Callable[[str], None]:
    """From then on git takes who types for this person; at first it is the manager."""
    return lambda person: _introduce(own_world, person)


Coachplan = Callable[..., Result]


@pytest.fixture(scope="session")
def coachplan() -> Coachplan:
    """Runs the command line as `coachplan ARGUMENTS…` would, in this process, without a terminal."""
    return _coachplan


def reopened(text: str, status: str) -> str:
    """The text of a closed plan as it would be without its outcome, in another status."""
    assert "status: closed" in text
    text = text.replace("status: closed", f"status: {status}", 1)
    return re.sub(r"^outcome:.*\n(?: .*\n)*", "", text, flags=re.MULTILINE)


def _coachplan(*arguments: str | Path, cwd: Path | None = None, stdin: str | bytes = "") -> Result:
    from coachplan.__main__ import main
    from coachplan.store import git

    given = stdin.encode() if isinstance(stdin, str) else stdin
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["coachplan", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        # Nobody kills this process. To copy all that the tests have in memory would take longer than git.
        patch.setattr(git, "_before_git", lambda _: None)
        if cwd is not None:
            patch.chdir(cwd)
        code = main()
    out, err = (stream.buffer.getvalue().decode() for stream in streams)
    return Result(code, out, err)


@pytest.fixture(scope="session")
def git() -> Callable[..., str]:
    """Runs git in a folder and gives its output back."""

    def run(folder: Path, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
        if check:
            assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def in_own_world(new_home: Callable[[], Path]) -> Callable[[], AbstractContextManager[Path]]:
    """Enters the world of a test for what several tests share."""

    @contextmanager
    def entered() -> Iterator[Path]:
        home = new_home()
        with pytest.MonkeyPatch.context() as patch:
            _enter(home, patch)
            yield home

    return entered


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory, in_own_world: Callable[[], AbstractContextManager[Path]]
) -> Path:
    """Where the repositories of `plans` and `ada` are, made by the commands themselves, for each test to copy."""
    folder = tmp_path_factory.mktemp("made-once")
    with in_own_world() as home:
        assert _coachplan("init", folder / "plans").code == 0
        without_samples(folder / "plans")
        ada = shutil.copytree(folder / "plans", folder / "ada", symlinks=True)
        _introduce(home, MEMBER)
        result = _coachplan("-C", ada, "new", "--from", "-", stdin=ADA)
        assert result.code == 0, result.err
        assert _coachplan("-C", ada, "edit", "ada", "--set", "status=active").code == 0
    return folder


def without_samples(repository: Path) -> None:
    """Take out git's samples of hooks: they are the larger part of what is copied."""
    for sample in (*repository.glob(".git/hooks/*.sample"), *repository.glob("hooks/*.sample")):
        sample.unlink()


def agreements_of(repository: Path, plan: str = ADA_PLAN) -> list[Path]:
    """The files in which people said what they think of a plan's terms, in the order in which they said it."""
    return sorted((repository / plan).parent.glob("agreements/*.md"))


def allow_templates(repository: Path) -> None:
    """Give the person's word for the templates in a repository, as `coachplan trust --yes` does."""
    from coachplan.store.own_templates import OwnTemplates

    own = OwnTemplates.read(repository)
    assert own
    own.trust(date(2026, 1, 1))


def _copied(repository: Path, to: Path) -> Path:
    shutil.copytree(repository, to, symlinks=True)
    # The index knows files by their numbers and times, which are new ones.
    subprocess.run(["git", "-C", to, "update-index", "-q", "--refresh"], check=True)
    return to


@pytest.fixture
def plans(made_once: Path, tmp_path: Path) -> Path:
    """An empty plan repository."""
    return _copied(made_once / "plans", tmp_path / "plans-repository")


@pytest.fixture
def ada(made_once: Path, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A plan repository with one complete, active plan: `ada-lovelace/clear-status-updates`, made by Ada."""
    folder = tmp_path / "plans-repository"
    if "plans" in request.fixturenames:
        shutil.rmtree(request.getfixturevalue("plans"))
    return _copied(made_once / "ada", folder)


@pytest.fixture(scope="session")
def made_after(
    made_once: Path,
    tmp_path_factory: pytest.TempPathFactory,
    in_own_world: Callable[[], AbstractContextManager[Path]],
) -> Callable[..., Path]:
    """Where the repository of `ada` is after these commands, each with who runs it; each row of them is run once."""

    @cache
    def make(*commands: tuple[str, ...]) -> Path:
        folder = _copied(made_once / "ada", tmp_path_factory.mktemp("made-after") / "ada")
        with in_own_world() as home:
            for person, *words in commands:
                _introduce(home, person)
                result = _coachplan("-C", folder, *words)
                assert result.code == 0, result.err
        return folder

    return make


@pytest.fixture
def ada_after(made_after: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """Copies the repository of `ada` as it is after commands, each with who runs it."""

    def copied(*commands: tuple[str, ...]) -> Path:
        folder = tmp_path / "plans-repository"
        shutil.rmtree(folder, ignore_errors=True)
        return _copied(made_after(*commands), folder)

    return copied


@pytest.fixture(scope="session")
def pair_once(
    made_once: Path,
    git: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
    in_own_world: Callable[[], AbstractContextManager[Path]],
) -> "Pair":
    """What `pair` copies; each clone is already set up to merge plans."""
    from remotes import pair_of

    with in_own_world():
        found = pair_of(made_once / "ada", git, tmp_path_factory.mktemp("pair-once"))
        for clone in (found.ada, found.charles):
            result = _coachplan("-C", clone, "sync")
            assert result.code == 0, result.err
    return found


@pytest.fixture
def pair(pair_once: "Pair", git: Callable[..., str], tmp_path: Path) -> "Pair":
    """A remote with Ada's plan, and a clone for each of the two."""
    return pair_once.copied(git, tmp_path)


ADA = """\
title: Clear status updates
people:
  team_member: Ada Lovelace <ada@example.com>
  manager: Charles Babbage <charles@example.com>
  managers_manager: Mary Somerville <mary@example.com>
  hr: Jane Marcet <jane@example.com>
development_area: Giving clear, concise status updates in team meetings
current_state:
  manager: Two updates a week, and most are followed by clarifying questions.
  team_member: I prepare them on the way to the meeting.
goal_state:
  goal: Increase clear, concise status updates in team meetings from two to four per week by 4 February 2026.
  measures:
    - name: clear status updates
      unit: per week
      direction: increase
      baseline: 2
      target: 4
      by: 2026-02-04
    - name: follow-up questions
      direction: decrease
      baseline: 3
      target: 1
      by: 2026-02-04
activities:
  - id: rehearse
    what: Rehearse Monday's update with a peer
    owner: team_member
    proposed_by: manager
    status: agreed
    due: 2026-01-14
timeline:
  start: 2026-01-05
  end: 2026-02-04
support_assets:
  - what: Half an hour of rehearsal every Monday
    from: manager
update_cadence:
  every: week
  day: monday
  how: A 20-minute one-to-one; Ada opens with the week's evidence.
"""
PROPOSED = """\
  - id: lead
    what: Lead the Friday update without notes
    proposed_by: manager
    status: proposed
"""
WORD = f"""\
acknowledgements:
  - by: {MEMBER}
    date: 2026-01-05
    stance: agree
---
"""


@pytest.fixture
def commit(ada: Path, act_as: Callable[[str], None], git: Callable[..., str]) -> Callable[..., str]:
    """Replaces words of Ada's plan and commits that by plain git, as somebody; returns the commit."""

    def run(who: str, old: str = "", new: str = "", *, path: str = ADA_PLAN) -> str:
        act_as(who)
        text = (ada / path).read_text(encoding="utf-8")
        assert old in text
        (ada / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        git(ada, "add", "--all")
        git(ada, "commit", "--quiet", "--message", "x")
        return git(ada, "rev-parse", "HEAD").strip()

    return run


@pytest.fixture
def proposed(commit: Callable[..., str]) -> str:
    """The commit in which the manager proposed the activity `lead`, at the head of the list."""
    return commit(MANAGER, "activities:\n", f"activities:\n{PROPOSED}")
