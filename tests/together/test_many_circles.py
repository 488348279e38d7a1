"""A manager with eight circles and HR with two hundred, over git's own protocol: one command each, and only one's own.

Each circle is a team member with their manager, the manager's manager and HR, in a repository of its own.
"""

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import Coachplan
from remotes import git_daemon

CIRCLES, PEOPLE, MEMBERS, MANAGED = 200, 40, 25, 8
MEMBER, MANAGER = "Ada Lovelace <ada@example.com>", "Charles Babbage <charles@example.com>"
PLAN = f"""\
---
title: Listen first
people:
  team_member: {MEMBER}
  manager: {MANAGER}
  managers_manager: Mary Somerville <mary@example.com>
  hr: Jane Marcet <jane@example.com>
development_area: Listening before answering
current_state: Answers before the question is out.
goal_state: Ask one question first, in eight of ten meetings by 4 March 2026.
activities: [{{what: Count the questions, proposed_by: manager, status: proposed}}]
timeline: {{start: 2026-02-01, end: 2026-03-04}}
support_assets: A peer who listens
update_cadence: every Monday
---
"""


class Circle(NamedTuple):
    """The people who read the plans of a circle: the team member, the manager, the manager's manager and HR."""

    number: int
    readers: tuple[int, ...]

    def text(self) -> str:
        """The plan, for these people."""
        found = PLAN.replace("Listen first", f"Circle {self.number}")
        names = ("Ada Lovelace <ada@", "Charles Babbage <charles@", "Mary Somerville <mary@", "Jane Marcet <jane@")
        for name, person in zip(names, self.readers, strict=True):
            found = found.replace(name, f"Person {person} <p{person}@")
        return found


def person(number: int) -> str:
    return f"Person {number} <p{number}@example.com>"


def circles_of(chance: random.Random) -> list[Circle]:
    """Circles of forty people: the last is HR in all of them, the one before manages eight; the others are mixed."""
    hr, manager = PEOPLE - 1, PEOPLE - 2
    found = []
    for number in range(CIRCLES):
        member = number % MEMBERS
        above = [one for one in range(PEOPLE - 2) if one != member]
        first, second = chance.sample(above, 2)
        found.append(Circle(number, (member, manager if number < MANAGED else first, second, hr)))
    return found


@pytest.fixture
def shared(
    tmp_path: Path, coachplan: Coachplan, git: Callable[..., str], act_as: Callable[[str], None]
) -> list[Circle]:
    """Two hundred bare repositories in `remotes`, each with the plan of a circle."""
    circles = circles_of(random.Random(4))
    act_as(MANAGER)
    assert coachplan("init", tmp_path / "first").code == 0
    for circle in circles:
        clone, bare = tmp_path / "made", tmp_path / f"remotes/c{circle.number}.git"
        shutil.copytree(tmp_path / "first", clone, symlinks=True)
        act_as(person(circle.readers[1]))
        made = coachplan("-C", clone, "new", "--from", "-", "--here", stdin=circle.text())
        assert made.code == 0, made.err
        git(tmp_path, "clone", "--quiet", "--bare", str(clone), str(bare))
        git(bare, "config", "daemon.receivepack", "true")
        shutil.rmtree(clone)
    return circles


@pytest.mark.soak
def test_a_manager_with_eight_circles_and_hr_with_all(shared, tmp_path, coachplan, act_as, git, monkeypatch) -> None:
    with git_daemon(tmp_path / "remotes") as port:
        hr, manager = PEOPLE - 1, PEOPLE - 2
        for who, count in ((manager, MANAGED), (hr, CIRCLES)):
            act_as(person(who))
            home = tmp_path / f"home-{who}"
            monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
            home.mkdir()
            for circle in shared[:count]:
                url = f"git://127.0.0.1:{port}/c{circle.number}.git"
                added = coachplan("workspace", "add", url, cwd=home)
                assert added.code == 0, added.err
            told = coachplan("workspace", "sync", cwd=home)
            assert told.code == 0, told.err
            rows = coachplan("status", cwd=home).out.splitlines()[1:]
            assert len(rows) == count
            assert coachplan("due", "--days", "60", cwd=home).code == 0
            made = coachplan("site", "-o", home / "site", cwd=home)
            assert made.code == 0, made.err
            assert len([*(home / "site").rglob("circle-*.html")]) == count

        # Somebody records in each circle of the manager's; one command brings all of it to HR.
        act_as(person(manager))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / f"home-{manager}/config"))
        for circle in shared[:MANAGED]:
            plan = next((tmp_path / f"home-{manager}/c{circle.number}/plans").glob("*/*"))
            logged = coachplan("-C", tmp_path / f"home-{manager}/c{circle.number}", "propose", plan.name, "Pause first")
            assert logged.code == 0, logged.err
        assert coachplan("workspace", "sync", cwd=tmp_path / f"home-{manager}").code == 0
        act_as(person(hr))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / f"home-{hr}/config"))
        home = tmp_path / f"home-{hr}"
        assert coachplan("workspace", "sync", cwd=home).code == 0
        shown = [coachplan("show", f"circle-{circle.number}", cwd=home).out for circle in shared[: MANAGED + 1]]
        assert ["Pause first" in text for text in shown] == [True] * MANAGED + [False]

    # Out of all that HR has, a page for each reader, and every other person's plans in none of its files.
    pairs = 0
    for reader in range(PEOPLE):
        folder = tmp_path / f"site-{reader}"
        told = coachplan("site", "-o", folder, "--for", f"p{reader}@example.com", cwd=home)
        assert told.code == 0, told.err
        texts = [file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.suffix in (".html", ".json")]
        seen = {int(number) for text in texts for number in re.findall(r"[Cc]ircle[ -](\d+)\b", text)}
        for circle in shared:
            assert (circle.number in seen) == (reader in circle.readers), (reader, circle)
            pairs += 1
        shutil.rmtree(folder)
    assert pairs == PEOPLE * CIRCLES
