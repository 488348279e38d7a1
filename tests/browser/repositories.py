"""Plan repositories of every sort, made by git and the real command line in a world of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from browser.writing import DAY, as_file, as_name, check_in, plan
from conftest import EXAMPLES
from output.test_page import HOSTILE

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandsmitglied"
TEXTS = {
    "long": LONG,
    "right-to-left": "تحديثات واضحة وموجزة في اجتماعات الفريق, עדכונים ברורים",
    "east-asian": "チーム会議で明確かつ簡潔な状況報告を行う、每周四次清晰简洁的进展汇报",
    "multi-line": "A first line, quite an ordinary one\nand a second one: it goes on\n\nand a third after nothing.",
}
"""Texts that need room, or another direction, than those of the examples."""


class World:
    """A folder with a home of its own, where commands see neither the machine's settings nor its clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        home = folder / "home"
        home.mkdir()
        (home / ".gitconfig").write_text("[user]\n name = Jane Marcet\n email = jane@example.com\n", encoding="utf-8")
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": "2026-10-29T09:00:00+0000",
            "GIT_COMMITTER_DATE": "2026-10-29T09:00:00+0000",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
        }

    def coachplan(self, *arguments: str | Path, day: str) -> None:
        """Run the command line on a day."""
        self._run([sys.executable, "-m", "coachplan", *arguments], COACHPLAN_TODAY=day)

    def commit(self, repository: Path, *, day: str = "2026-10-29") -> None:
        """Commit all that lies in a folder."""
        at = f"{day}T09:00:00+0000"
        self._run(["git", "-C", repository, "init", "--quiet"])
        self._run(["git", "-C", repository, "add", "--all"])
        commit = ["git", "-C", repository, "commit", "--quiet", "--message", "Plans"]
        self._run(commit, GIT_AUTHOR_DATE=at, GIT_COMMITTER_DATE=at)

    def _run(self, command: list[str | Path], **more: str) -> None:
        environment = self.environment | more
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def examples(world: World) -> Path:
    """The examples, in a repository of their own."""
    folder = world.folder / "plans"
    shutil.copytree(EXAMPLES, folder)
    world.commit(folder)
    return folder


def empty(world: World) -> Path:
    """A repository without a plan."""
    folder = world.folder / "plans"
    world.coachplan("init", folder, day="2026-10-29")
    return folder


def well(world: World) -> Path:
    """One plan on its second day: nothing has come yet, and nothing waits."""
    folder = empty(world)
    write(folder, "ada-lovelace/listen-first", plan_of_its_own("Listen first"), [])
    world.commit(folder)
    return folder


def texts(world: World) -> Path:
    """A plan for each of TEXTS, with the text everywhere."""
    return everywhere(world, TEXTS)


PLAIN = ("qqq", "nnn")
"""A text and a name that nothing else on a page has in it."""

NAMES = {f"text-{number:02}": text for number, text in enumerate(HOSTILE)}
"""Each hostile text by the name of its folder of plans."""


def hostile(world: World) -> Path:
    """A plan for each hostile text, with the text everywhere."""
    return everywhere(world, NAMES)


def plain(world: World) -> Path:
    """The same without anything hostile."""
    return everywhere(world, dict.fromkeys(NAMES, PLAIN[0]), PLAIN[1])


def everywhere(world: World, named: dict[str, str], person: str | None = None) -> Path:
    """For each text a plan with check-ins that have it in every field, and one with it as Markdown below."""
    folder = empty(world)
    for name, text in named.items():
        who = person or as_name(text)
        entries = [(check_in(text, who, day), "") for day in (DAY, "2026-10-19")]
        write(folder, f"{name}/fields", plan(text, who), entries)
        write(folder, f"{name}/body", plan_of_its_own("Plain words"), [(check_in("Plain", "Ada"), text)], body=text)
    world.commit(folder)
    return folder


def busy(world: World) -> Path:
    """A plan with ten measures and sixty check-ins, each in a commit of its own."""
    folder = empty(world)
    names = [f"clear status updates of kind {number}" for number in range(1, 11)]
    measures = [
        {"name": name, "unit": "per week", "direction": "increase", "baseline": "2", "target": "60", "by": "2026-12-31"}
        for name in names
    ]
    data = plan_of_its_own("Clear status updates", start="2026-08-30", end="2026-12-31", measures=measures)
    write(folder, "ada-lovelace/clear-status-updates", data, [])
    world.commit(folder, day="2026-08-30")
    for number in range(60):
        day = str(date(2026, 8, 31) + timedelta(days=number))
        values = {name: str(2 + (number * step) % 59) for step, name in enumerate(names, 1)}
        entry = {"coachplan": "1", "date": day, "by": "Ada Lovelace", "measures": values, "wins": "A small one"}
        write_check_in(folder / "plans/ada-lovelace/clear-status-updates", entry)
        world.commit(folder, day=day)
    return folder


def many(world: World) -> Path:
    """Hundreds of plans."""
    folder = empty(world)
    for number in range(200):
        person = f"Person {number % 60:02}"
        data = plan_of_its_own(f"Plan {number:03}", person=person, start=str(date(2026, 8, 1) + timedelta(number // 3)))
        data["timeline"]["end"] = str(date.fromisoformat(data["timeline"]["start"]) + timedelta(30))
        write(folder, f"person-{number % 60:02}/plan-{number:03}", data, [])
    world.commit(folder)
    return folder


def plan_of_its_own(
    title: str,
    *,
    person: str = "Ada Lovelace",
    start: str = "2026-10-28",
    end: str = "2026-11-27",
    measures: Any = "clear updates",
) -> dict[str, Any]:
    """A small plan under way."""
    return {
        "coachplan": "1",
        "title": title,
        "status": "active",
        "people": {
            "team_member": f"{person} <{person.lower().replace(' ', '.')}@example.com>",
            "manager": "Charles Babbage <charles@example.com>",
        },
        "development_area": "Status updates",
        "current_state": "Two a week",
        "goal_state": {"goal": f"Four clear updates a week by {end}", "measures": measures},
        "activities": "Rehearse with a peer",
        "timeline": {"start": start, "end": end},
        "support_assets": "Half an hour on Mondays",
        "update_cadence": "every Monday",
    }


def write(
    repository: Path, name: str, data: dict[str, Any], check_ins: Iterable[tuple[dict[str, Any], str]], body: str = ""
) -> None:
    """Write a plan and its check-ins, each with what stands below its front matter."""
    folder = repository / "plans" / name
    (folder / "check-ins").mkdir(parents=True)
    (folder / "plan.md").write_text(as_file(data, body), encoding="utf-8")
    for entry, note in check_ins:
        write_check_in(folder, entry, note)


def write_check_in(folder: Path, entry: dict[str, Any], note: str = "") -> None:
    """Write a check-in of the plan in `folder`."""
    (folder / "check-ins" / f"{entry['date']}.md").write_text(as_file(entry, note), encoding="utf-8")
