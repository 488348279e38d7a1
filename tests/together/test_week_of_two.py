"""Two people in two clones: commands and keystrokes from a draft to an active plan, and for a week with a session.

The same is done by git's commands, as it had to be, by `sync`, and by `coachplan.sync always`; docs/together.md has
the figures.
"""

import json
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import ADA, MANAGER, MEMBER, Coachplan

ROOT = Path(__file__).parents[2]
NEW, AGREE, ACCEPT = "coachplan new --from plan.yaml", "coachplan agree", "coachplan accept --all"
PREP, LOG, SYNC = "coachplan prep", "coachplan log --win 'On time'", "coachplan sync"
PULL, PUSH = "git pull", "git push"
CHARLES, ADAS = "charles", "ada"


class Way(NamedTuple):
    """What the two type from a draft to an active plan that both see as such, and what one of them types in a week."""

    name: str
    to_active: list[tuple[str, str]]
    a_week: list[tuple[str, str]]
    is_shared_at_once: bool = False

    def figures(self, typed: list[tuple[str, str]]) -> str:
        """How many commands there are, how many of them are git's, and how many keys are struck."""
        commands = [command for _, command in typed]
        of_git = sum(command.startswith("git ") for command in commands)
        return f"{len(commands)} ({of_git}) | {sum(len(command) + 1 for command in commands)}"


def _in_turn(*parts: tuple[str, list[str]]) -> list[tuple[str, str]]:
    return [(person, command) for person, commands in parts for command in commands]


WAYS = [
    Way(
        "before, with git",
        _in_turn(
            (CHARLES, [NEW, PUSH]),
            (ADAS, [PULL, ACCEPT, AGREE, PUSH]),
            (CHARLES, [PULL, AGREE, PUSH]),
            (ADAS, [PULL, "coachplan status"]),
        ),
        _in_turn((CHARLES, [PULL, PREP, LOG, PUSH])),
    ),
    Way(
        "`coachplan sync`",
        _in_turn((CHARLES, [NEW, AGREE, SYNC]), (ADAS, [SYNC, ACCEPT, AGREE, SYNC]), (CHARLES, [SYNC])),
        _in_turn((CHARLES, [SYNC, PREP, LOG, SYNC])),
    ),
    Way(
        "`coachplan.sync always`",
        _in_turn((CHARLES, [NEW, AGREE]), (ADAS, [SYNC, ACCEPT, AGREE]), (CHARLES, [SYNC])),
        _in_turn((CHARLES, [PREP, LOG])),
        is_shared_at_once=True,
    ),
]


@pytest.fixture
def clones(plans: Path, git: Callable[..., str], tmp_path: Path) -> dict[str, Path]:
    """A clone for each of the two, with a plan that Charles is about to make."""
    remote = tmp_path / "remote.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(plans), str(remote))
    found = {}
    for name, person in ((CHARLES, MANAGER), (ADAS, MEMBER)):
        clone = found[name] = tmp_path / name
        git(tmp_path, "clone", "--quiet", str(remote), str(clone))
        who, _, email = person.rstrip(">").partition(" <")
        for key, value in (("user.name", who), ("user.email", email), ("pull.rebase", "false")):
            git(clone, "config", key, value)
    (found[CHARLES] / "plan.yaml").write_text(ADA.replace("status: agreed", "status: proposed"), encoding="utf-8")
    return found


@pytest.mark.one_in(2)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_draft_becomes_active_and_a_week_is_shared(clones, coachplan: Coachplan, git, own_world, way: Way) -> None:
    if way.is_shared_at_once:
        subprocess.run(["git", "config", "--global", "coachplan.sync", "always"], check=True)

    def type_all(typed: list[tuple[str, str]]) -> None:
        for person, command in typed:
            program, *arguments = shlex.split(command)
            if program == "git":
                git(clones[person], *arguments)
            else:
                result = coachplan(*arguments, cwd=clones[person])
                assert result.code == 0, (command, result.err)

    type_all(way.to_active)
    for clone in clones.values():
        assert json.loads(coachplan("-C", clone, "list", "--format", "json").out)["plans"][0]["status"] == "active"
    type_all(way.a_week)
    heads = {git(clone, "rev-parse", "@{upstream}") for clone in clones.values() if clone == clones[CHARLES]}
    assert heads == {git(clones[CHARLES], "rev-parse", "HEAD")}


def test_the_page_has_the_figures() -> None:
    page = (ROOT / "docs" / "together.md").read_text(encoding="utf-8")
    for way in WAYS:
        assert f"| {way.name} | {way.figures(way.to_active)} | {way.figures(way.a_week)} |\n" in page
