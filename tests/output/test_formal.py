"""How formal performance support is shown: what both take on, and how each stands, in words that press nobody."""

import json
import re

import pytest

from conftest import EXAMPLES

PARTS = (
    "Let trucks wait, and check before signing",
    "Keep two people at the gate",
    "At least 90 of 100 are checked",
    "we meet to find another task",
    "Three conversations in September",
    "ada-lovelace/earlier",
    "The second person is missing here",
)
PLAN = """\
---
coachplan: 1
title: Deliveries
kind: performance-support
people: {team_member: Ada Lovelace <ada@example.com>, manager: Charles Babbage <charles@example.com>}
opportunity: {reason: Below what the role asks for, aligned_with_managers_manager: 2026-01-02}
development_area: Deliveries at the gate
current_state: Half of the deliveries are checked
goal_state: Check 90 of 100 deliveries by 4 March 2026
activities: Count aloud
timeline: 2026-02-02 to 2026-03-04
support_assets: A second person at the gate
update_cadence: every Monday
success_criteria: At least 90 of 100 are checked
responsibilities: {team_member: "Let trucks wait, and check before signing", manager: Keep two people at the gate}
consequences: Otherwise we meet to find another task
previous_step: Three conversations in September
follows: ada-lovelace/earlier
acknowledgements:
  - {by: Ada Lovelace <ada@example.com>, date: 2026-01-30, stance: refused, comment: The second person is missing here}
  - {by: Ada Lovelace <ada@example.com>, date: 2026-02-01, stance: received}
  - {by: Charles Babbage <charles@example.com>, date: 2026-02-01, stance: agree}
---
"""


@pytest.fixture
def formal(plans):
    folder = plans / "plans/ada-lovelace/deliveries"
    folder.mkdir(parents=True)
    (folder / "plan.md").write_text(PLAN, encoding="utf-8")
    (plans / "coachplan.toml").write_text('[labels]\nperformance-support = "Backing plan"\n')
    return plans


def in_one_line(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>|\*\*", " ", text).replace("\\", "").split())


def test_the_terminal_shows_all_of_it(formal, coachplan) -> None:
    shown = in_one_line(coachplan("-C", formal, "show", "deliveries").out)
    for part in (
        *PARTS,
        "Backing plan",
        "refused to acknowledge the terms",
        "received the terms, without",
        "Charles Babbage agreed",
    ):
        assert part in shown
    assert "own manager on 2026-01-02" in shown


@pytest.mark.parametrize("to", ["md", "html"])
def test_the_document_shows_all_of_it(formal, coachplan, to) -> None:
    shown = in_one_line(coachplan("-C", formal, "render", "deliveries", "--to", to).out)
    for part in (*PARTS, "Backing plan", "refused to acknowledge the terms", "received the terms, without"):
        assert part in shown
    assert "Charles Babbage agreed to the terms" in shown


def test_consequences_are_shown_once(formal, coachplan) -> None:
    for arguments in (("show", "deliveries"), ("render", "deliveries", "--to", "html")):
        assert in_one_line(coachplan("-C", formal, *arguments).out).count("Otherwise we meet") == 1


def test_the_examples_show_refusal_and_receipt(coachplan) -> None:
    shown = in_one_line(coachplan("-C", EXAMPLES, "show", "deliveries-checked").out)
    assert "refused to acknowledge the terms: I do not sign a plan" in shown
    assert "received the terms, without agreeing: I have it" in shown


def test_nothing_in_a_stalled_coaching_plan_points_to_formal_support(ada, coachplan) -> None:
    for day, value in (("2026-01-12", "2"), ("2026-01-19", "2"), ("2026-01-26", "2"), ("2026-02-02", "2")):
        coachplan("-C", ada, "log", "ada", "--date", day, "--measure", f"clear={value}", "--evidence", "As before")
    said = [coachplan("-C", ada, *command).out for command in (("show", "ada"), ("check",), ("list",), ("prep", "ada"))]
    said.append(coachplan("-C", ada, "render", "ada").out)
    said.append(json.dumps(json.loads(coachplan("-C", ada, "check", "--format", "json").out)))
    assert any("CP5" in text for text in said)
    for text in said:
        assert not re.search(
            r"performance.support|formal|consequence|disciplin|warn(?:ing)? letter", text, re.IGNORECASE
        )
