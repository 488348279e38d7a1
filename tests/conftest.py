"""Real repositories in a world of their own: no test sees the machine's HOME, git settings, clock or terminal."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no finding.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

EXAMPLES = Path(__file__).parents[1] / "examples"
TODAY = "2026-02-04"
MANAGER = "Charles Babbage <charles@example.com>"
MEMBER = "Ada Lovelace <ada@example.com>"
_GIT_SETTINGS = """\
[user]
    name = {name}
    email = {email}
[init]
    defaultBranch = main
[advice]
    detachedHead = false
"""


@dataclass(frozen=True)
class Result:
    """What a command gave back."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def own_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty HOME with an identity for git, a fixed day, and none of the machine's settings."""
    home = tmp_path_factory.mktemp("home")
    _introduce(home, MANAGER)
    for name in [name for name in os.environ if name.startswith(("GIT_", "COACHPLAN_", "XDG_"))]:
        monkeypatch.delenv(name)
    for name in ("CI", "NO_COLOR", "FORCE_COLOR", "EDITOR", "VISUAL", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("COACHPLAN_TODAY", TODAY)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("TERM", "xterm-256color")
    return home


def _introduce(home: Path, person: str) -> None:
    name, _, email = person.rstrip(">").partition(" <")
    (home / ".gitconfig").write_text(_GIT_SETTINGS.format(name=name, email=email), encoding="utf-8")


@pytest.fixture
def act_as(own_world: Path) -> Callable[[str], None]:
    """From then on git takes who types for this person; at first it is the manager."""
    return lambda person: _introduce(own_world, person)


Coachplan = Callable[..., Result]


@pytest.fixture
def coachplan(monkeypatch: pytest.MonkeyPatch) -> Coachplan:
    """Runs the command line as `coachplan ARGUMENTS…` would, in this process, without a terminal."""

    def run(*arguments: str | Path, cwd: Path | None = None, stdin: str | bytes = "") -> Result:
        from coachplan.__main__ import main

        given = stdin.encode() if isinstance(stdin, str) else stdin
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["coachplan", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            if cwd is not None:
                patch.chdir(cwd)
            code = main()
        out, err = (stream.buffer.getvalue().decode() for stream in streams)
        return Result(code, out, err)

    return run


@pytest.fixture
def git() -> Callable[..., str]:
    """Runs git in a folder and gives its output back."""

    def run(folder: Path, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
        if check:
            assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def plans(tmp_path: Path, coachplan: Coachplan) -> Path:
    """An empty plan repository."""
    folder = tmp_path / "plans-repository"
    assert coachplan("init", folder).code == 0
    return folder


@pytest.fixture
def ada(plans: Path, coachplan: Coachplan, act_as: Callable[[str], None]) -> Path:
    """A plan repository with one complete, active plan: `ada-lovelace/clear-status-updates`, made by Ada."""
    source = plans.parent / "ada.yaml"
    source.write_text(ADA, encoding="utf-8")
    act_as(MEMBER)
    result = coachplan("-C", plans, "new", "--from", source)
    assert result.code == 0, result.err
    assert coachplan("-C", plans, "edit", "ada", "--set", "status=active").code == 0
    act_as(MANAGER)
    return plans


ADA_PLAN = "plans/ada-lovelace/clear-status-updates/plan.md"
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
