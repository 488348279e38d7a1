"""The main job on a sample repository, each step with the command that it runs.

`python tools/demo.py FOLDER` makes FOLDER again and leaves it there, so that you can look around.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from coachplan.output.terminal.console import styled

MANAGER = ("Charles Babbage", "charles@example.com")
MEMBER = ("Ada Lovelace", "ada@example.com")
MARK = ".made-by-the-demo"


def quoted(argument: str) -> str:
    """An argument as a person would type it for the shell."""
    in_double_quotes = "'" in argument and not set(argument) & set('"$`\\!')
    return f'"{argument}"' if in_double_quotes else shlex.quote(argument)


class Demo:
    """A sample repository, and a narrator."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plans = folder / "plans-of-my-team"
        self.who = MANAGER
        self.steps = 0

    def prepare(self) -> None:
        if self.folder.exists() and not (self.folder / MARK).exists():
            sys.exit(f"{self.folder} is there already and is not a demo's; name another folder")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / MARK).touch()

    def say(self, text: str) -> None:
        self.steps += 1
        print(f"\n{styled(f'{self.steps}. {text}', 'bold cyan')}")

    def run(self, *arguments: str, day: str = "2026-01-05", code: int = 0) -> None:
        name, email = self.who
        print(f"({name}, {day})  $ coachplan {' '.join(map(quoted, arguments))}", flush=True)
        identity = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", name), ("EMAIL", email))
        }
        where = self.plans if self.plans.exists() else self.folder
        done = subprocess.run(
            [sys.executable, "-m", "coachplan", *arguments],
            cwd=where,
            env={**os.environ, **identity, "COACHPLAN_TODAY": day},
            check=False,
        )
        if done.returncode != code:
            sys.exit(f"this step should end with exit code {code}, and ended with {done.returncode}")

    def edit_by_hand(self, path: str, old: str, new: str) -> None:
        print(f"(in your editor, in {path}:  {old}  becomes  {new})", flush=True)
        file = self.plans / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def tell(demo: Demo) -> None:
    """The story of one plan, from an empty folder to its history."""
    demo.say("Charles, a manager, makes a plan repository.")
    demo.run("init", demo.plans.name)

    demo.say("A plan for Ada. On a terminal `coachplan new` asks for the seven sections; flags answer for a script.")
    demo.run(
        *("new", "Clear status updates", "--for", "Ada Lovelace <ada@example.com>"),
        *("--managers-manager", "Mary Somerville <mary@example.com>", "--hr", "Jane Marcet <jane@example.com>"),
        *("--set", "development_area=Giving clear, concise status updates in team meetings"),
        *("--set", "goal_state.goal=Go from two to four clear, concise status updates a week by 4 February"),
        *("--measure", "clear status updates: 2 -> 4 per week"),
    )

    demo.say("What is missing? `check` names every place; in a draft these are hints. CI runs the same command.")
    demo.run("check")

    demo.say("They fill in the rest together. A manager's activity is a proposal until Ada agrees to it.")
    demo.run(
        *("edit", "ada"),
        *("--set", "current_state=Two updates a week, and most are followed by questions"),
        *("--set", "activities=[{id: rehearse, what: Rehearse with a peer, proposed_by: manager, status: proposed}]"),
        *("--set", "support_assets=Half an hour of rehearsal every Monday"),
        *("--set", "update_cadence=every Monday, Ada opens with the week's evidence"),
    )
    demo.who = MEMBER
    demo.run("accept", "ada", "rehearse")
    demo.run("propose", "ada", "Write three points down before the meeting", "--cue", "When the invitation pops up")
    demo.run("edit", "ada", "--set", "status=active")
    demo.run("agree", "ada")
    demo.run("check")

    demo.say("Check-ins: evidence first. Each is a file of its own, so nobody ever overwrites anyone.")
    demo.who = MEMBER
    demo.run(
        *("log", "ada", "--measure", "clear=3", "--evidence", "Monday's and Thursday's updates took under two minutes"),
        *("--reflection", "What made Thursday's update work? | I wrote the three points down first"),
        *("--win", "No follow-up questions on Thursday", "--obstacle", "Friday's meeting was cancelled"),
        *("--next", "Four updates next week"),
        day="2026-01-12",
    )
    demo.who = MANAGER
    demo.run(
        *("log", "ada", "--measure", "clear=4", "--evidence", "Four updates, one question in all"),
        *(
            "--feedback",
            "You opened with the decision you needed | The team could answer in one round | Name the date too",
        ),
        day="2026-01-19",
    )

    demo.say("What does the next session bring? One page, with open questions that fit.")
    demo.run("prep", "ada", day="2026-01-23")

    demo.say("Editing by hand is normal: `save` checks, then commits with a message in coaching terms.")
    demo.edit_by_hand("plans/ada-lovelace/clear-status-updates/plan.md", "status: agreed", "status: done")
    demo.run("save", day="2026-01-19")

    demo.say("How do things stand?")
    demo.run("list", day="2026-01-20")
    demo.run("show", "ada", day="2026-01-20")

    demo.say("A page that people are glad to read, printable and self-contained.")
    demo.run("render", "ada", "--to", "html", "-o", "ada.html", day="2026-01-20")

    demo.say("And the whole story, from git.")
    demo.run("history", "ada")


def main() -> None:
    demo = Demo(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
    demo.prepare()
    tell(demo)
    print(f"\nLook around: cd {demo.plans}; the page is {demo.plans / 'ada.html'}")


if __name__ == "__main__":
    main()
