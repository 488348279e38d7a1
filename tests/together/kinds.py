"""The kinds of change that two people make at the same time in two clones, and what shows that each is there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ADA = "Ada Lovelace <ada@example.com>"
CHARLES = "Charles Babbage <charles@example.com>"
JANE = "Jane Marcet <jane@example.com>"
ID = "ada-lovelace/reports"
FOLDER = f"plans/{ID}"
DAY = "2026-01-12"
PLAN = """\
title: Reports
people:
  team_member: Ada Lovelace <ada@example.com>
  manager: Charles Babbage <charles@example.com>
  hr: Jane Marcet <jane@example.com>
development_area: Incident reports
current_state:
  manager: Four pages, which few people read.
  team_member: I write down all that I know.
goal_state:
  goal: Write incident reports of two pages by 4 February 2026, in four reports of four.
  measures:
    - {name: pages, direction: decrease, baseline: 4, target: 2, by: 2026-02-04}
    - {name: questions, direction: decrease, baseline: 6, target: 3, by: 2026-02-04}
activities:
  - {id: zero, what: Read a good report with a peer, proposed_by: manager, status: proposed}
timeline:
  start: 2026-01-05
  end: 2026-02-04
  milestones:
    - {date: 2026-01-20, what: First report of two pages}
support_assets:
  - {what: Half an hour each Monday, from: manager}
update_cadence: every Monday
"""
"""What `new --from` takes."""

BEFORE: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "draft": (
        ("2026-01-05", CHARLES, ("edit", "--set", "timeline.start=2026-01-19")),
        ("2026-01-05", ADA, ("accept", "zero")),
        *(
            ("2026-01-05", CHARLES, ("propose", f"Try what report {id_} did well", "--id", id_))
            for id_ in ("one", "two")
        ),
        ("2026-01-05", ADA, ("propose", "Write three points down before each report", "--id", "points")),
        ("2026-01-05", ADA, ("accept", "one")),
        ("2026-01-05", ADA, ("agree",)),
        ("2026-01-05", CHARLES, ("agree",)),
    ),
    "active": (
        ("2026-01-05", ADA, ("edit", "--set", "timeline.start=2026-01-05", "--set", "status=active")),
        ("2026-01-06", ADA, ("log", "--measure", "pages=4", "--next", "Ada: three points before the next report")),
        ("2026-01-06", CHARLES, ("hold", "--from", "2026-01-14", "--until", "2026-01-16", "--why", "a course")),
        ("2026-01-07", CHARLES, ("edit", "--set", "support_assets=An hour each Monday")),
    ),
    "on-hold": (("2026-01-08", CHARLES, ("hold", "--from", "2026-01-08", "--why", "illness")),),
}
"""What happened before, by whom, until the plan was in each state.

As a draft, both agree to the terms; then the terms change, so that each has something to say to them again.
"""

ACKNOWLEDGED_BEFORE = """\
acknowledgements:
  - {by: Jane Marcet <jane@example.com>, date: 2026-01-05, stance: received}
"""
"""An acknowledgement in plan.md, as the first release wrote them: there is something to tidy."""


def front_matter(raw: str) -> dict[str, Any]:
    """The front matter of a plan's text; raises an error of YAML's where it is not one."""
    data = yaml.safe_load(raw.split("---\n")[1])
    if not isinstance(data, dict):
        raise yaml.YAMLError
    return data


@dataclass(frozen=True)
class Seen:
    """A plan as anyone reads it: the front matter, the text below, and all other files of its folder as one text."""

    data: dict[str, Any]
    raw: str
    beside: str

    @classmethod
    def of(cls, folder: Path) -> "Seen":
        """The plan in a folder; raises an error of YAML's where its front matter is none."""
        raw = (folder / "plan.md").read_text(encoding="utf-8")
        others = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md")) if path.name != "plan.md"]
        return cls(front_matter(raw), raw, "\n".join(others))

    @classmethod
    def parsed(cls, raw: str) -> "Seen | None":
        """The plan in a text; None where it is none, as with marks of a conflict."""
        try:
            return cls(front_matter(raw), raw, "")
        except (yaml.YAMLError, IndexError):
            return None

    def activity(self, name: str) -> dict[str, Any]:
        """The activity of that id or, where it has not one that the test gave, of that wording."""
        found = [one for one in self.data["activities"] if name in (one.get("id"), one["what"])]
        assert len(found) == 1, (name, found)
        return found[0]

    def status(self, name: str) -> str:
        """The status of an activity."""
        return self.activity(name)["status"]

    def said(self, person: str) -> int:
        """How often a person has acknowledged the terms, wherever that stands."""
        name = person.partition(" <")[0]
        here = [entry for entry in self.data.get("acknowledgements", ()) if name in entry["by"]]
        return len(here) + sum(name in text and "stance:" in text for text in self.beside.split("\n---\n"))


@dataclass(frozen=True)
class Kind:
    """A kind of change: the arguments of its command, without the plan's name, or an edit by hand; and its trace."""

    name: str
    words: tuple[str, ...]
    is_there: Callable[[Seen], bool]
    by_hand: Callable[[str], str] | None = None
    moves_to: str = ""

    def __str__(self) -> str:
        return self.name


def _both(place: str, words: str) -> Callable[[Seen], bool]:
    return lambda seen: words in seen.raw if place == "plan" else words in seen.beside


def _shared(who: str) -> Iterator[Kind]:
    """What either of two people does in the same words; `who` is in every text, so that both can be told apart."""
    yield Kind("start", ("start", "one"), lambda seen: seen.status("one") in ("doing", "done", "dropped"))
    yield Kind("done", ("done", "one", "--learned", f"{who} saw it"), lambda seen: f"{who} saw it" in seen.raw)
    yield Kind("drop", ("drop", "one"), lambda seen: seen.status("one") == "dropped")
    yield Kind("log", ("log", "--evidence", f"{who} read it"), _both("beside", f"{who} read it"))


_MEMBER_GOAL = "Write incident reports of two pages by 4 February 2026, in three reports of four."
_MANAGER_GOAL = "Write incident reports of two pages by 4 February 2026, each with a summary."

MEMBER = (
    *_shared("Ada"),
    Kind("propose", ("propose", "Ask George to read one"), lambda seen: seen.status("Ask George to read one") != ""),
    Kind("accept", ("accept", "two"), lambda seen: seen.status("two") in ("agreed", "doing", "done")),
    Kind("amend", ("amend", "two", "Try one thing"), lambda seen: seen.activity("two")["what"] == "Try one thing"),
    Kind("decline", ("decline", "two", "--why", "Not now"), lambda seen: seen.status("two") == "declined"),
    Kind("agree", ("agree",), lambda seen: seen.said(ADA) == 2),
    Kind("revise the goal", ("revise", "--goal", _MEMBER_GOAL, "--why", "one is long"), _both("plan", _MEMBER_GOAL)),
    Kind("extend", ("extend", "--to", "+7d", "--why", "a course"), _both("plan", "end: 2026-02-11")),
    Kind(
        "close",
        ("close", "--outcome", "stopped", "--summary", "Ada moves on", "--drop-open"),
        lambda seen: seen.data["status"] == "closed" and "Ada moves on" in seen.raw,
    ),
    Kind("log a measure", ("log", "--measure", "pages=3"), _both("beside", "pages: 3")),
    Kind(
        "log a milestone",
        ("log", "--milestone", "First report"),
        lambda seen: str(seen.data["timeline"]["milestones"][0].get("reached")) == DAY,
    ),
    Kind(
        "edit one's own view", ("edit", "--set", "current_state.team_member=I do"), _both("plan", "team_member: I do")
    ),
    Kind(
        "save a text by hand",
        (),
        _both("plan", "Ada's line"),
        lambda raw: raw.rstrip("\n") + "\n\nAda's line of notes.\n",
    ),
)
"""What the team member does: 16 kinds."""

MANAGER = (
    *_shared("Charles"),
    Kind(
        "propose", ("propose", "Ask Mary to read one"), lambda seen: seen.status("Ask Mary to read one") == "proposed"
    ),
    Kind("amend", ("amend", "two", "Try all of it"), lambda seen: seen.activity("two")["what"] == "Try all of it"),
    Kind(
        "amend what was agreed",
        ("amend", "one", "Try more of it"),
        lambda seen: (
            (seen.activity("one")["what"], seen.status("one"))
            in (
                ("Try more of it", "proposed"),
                ("Try more of it", "dropped"),
            )
        ),
    ),
    Kind("decline", ("decline", "two"), lambda seen: seen.status("two") == "declined"),
    Kind("agree", ("agree",), lambda seen: seen.said(CHARLES) == 2),
    Kind("revise the goal", ("revise", "--goal", _MANAGER_GOAL, "--why", "for all"), _both("plan", _MANAGER_GOAL)),
    Kind(
        "revise a target",
        ("revise", "--measure", "questions", "--target", "2", "--why", "it goes well"),
        lambda seen: str(seen.data["goal_state"]["measures"][1]["target"]) == "2",
    ),
    Kind("extend", ("extend", "--to", "+14d", "--why", "an audit"), _both("plan", "end: 2026-02-18")),
    Kind("hold", ("hold", "--from", "2026-01-16", "--until", "2026-01-21"), _both("plan", "2026-01-21")),
    Kind("resume", ("resume", "--date", "2026-01-16"), _both("plan", "to: 2026-01-15")),
    Kind(
        "close",
        ("close", "--outcome", "partly-achieved", "--summary", "Charles moves on", "--drop-open"),
        lambda seen: seen.data["status"] == "closed" and "Charles moves on" in seen.raw,
    ),
    Kind(
        "log a measure and a milestone",
        ("log", "--measure", "questions=4", "--milestone", "First report"),
        lambda seen: "questions: 4" in seen.beside and "reached" in seen.raw,
    ),
    Kind("edit the support", ("edit", "--set", "support_assets=A day each month"), _both("plan", "A day each month")),
    Kind(
        "name a helper",
        ("edit", "--set", "people.helpers=[George <george@example.com>]"),
        _both("plan", "George <george@"),
    ),
    Kind("rename", ("edit", "--set", "title=Short reports"), _both("plan", "title: Short reports")),
    Kind("tidy", ("tidy",), lambda seen: "acknowledgements" not in seen.data and "Jane Marcet" in seen.beside),
    Kind(
        "save a comment by hand",
        (),
        _both("plan", "# as we said"),
        lambda raw: raw.replace("update_cadence: every Monday", "update_cadence: every Monday  # as we said"),
    ),
)
"""What the manager does: 21 kinds."""


_BEGIN = Kind("begin", ("begin",), lambda seen: seen.data["status"] == "active")
_GO_ON = Kind("go on", ("resume",), lambda seen: seen.data["status"] in ("active", "closed"))
_MOVE = Kind("move", (), lambda seen: True, moves_to="plans/ada-lovelace/short-reports")


def _named(*names: str) -> tuple[Kind, ...]:
    return tuple(kind for kind in MEMBER if kind.name in names)


_AT_ANY_TIME = _named("propose", "accept", "amend", "decline", "start", "done", "save a text by hand")
OTHERS = {
    ("draft", _BEGIN): (_BEGIN, *_AT_ANY_TIME),
    ("resting", _GO_ON): (
        _GO_ON,
        *_AT_ANY_TIME,
        *_named("log", "agree", "extend", "close", "drop", "edit one's own view"),
    ),
    ("main", _MOVE): MEMBER,
}
"""Pairs beside those 336: the state that both begin from, what the manager does, and what the team member does."""
