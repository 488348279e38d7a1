"""The page of every rule: it has one, and its examples show what it says."""

import re
from datetime import date
from pathlib import Path

import pytest

from coachplan.checks.catalogue import READING, RULES, Rule
from coachplan.checks.lint import lint
from coachplan.checks.pages import page
from coachplan.checks.registry import ACROSS_RULES, COURSE_RULES
from coachplan.checks.rule import RuleContext
from coachplan.format import read_check_in, read_plan
from coachplan.plan import CheckIn

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "src" / "coachplan" / "checks" / "rules" / "pages"
CONTEXT = RuleContext(date(2026, 2, 4))

PLAN = """\
coachplan: 1
title: Clear status updates
people: {team_member: Ada Lovelace <ada@example.com>, manager: Charles Babbage <charles@example.com>}
development_area: Status updates in team meetings
current_state: Two clear updates a week
goal_state:
  goal: Four clear updates a week by 4 February
  measures:
    - {name: clear updates, direction: increase, baseline: 2, target: 4}
    - {name: confidence, direction: increase, baseline: low, target: high, scale: [low, middle, high]}
activities: Rehearse with a peer
timeline: {start: 2026-01-05, end: 2026-02-04}
support_assets: Half an hour each Monday
update_cadence: week
"""
CHECK_IN = """\
coachplan: 1
date: 2026-01-12
by: Ada Lovelace <ada@example.com>
evidence: Monday's update took two minutes
"""

# A fragment of one file cannot show several check-ins or plans, nor a file without front matter, a section that is not
# there, the place or name of a file, who can read it there, or what only some organisations ask for.
_OF_PLACES = ("Files and history", "Privacy")
NEEDS_MORE_THAN_A_FRAGMENT = {"CP001", "CP003", "CP004", "CP101", "CP605"} | {
    rule.code for rule in (*COURSE_RULES, *ACROSS_RULES, *(rule for rule in READING if rule.family in _OF_PLACES))
}
SOURCES = (
    "the handbook, ",
    "the article on coaching in improvement plans, ",
    "the article on three traps of coaching, ",
)
SHOWN = [rule for rule in RULES if rule.code not in NEEDS_MORE_THAN_A_FRAGMENT]
_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)
_PART = re.compile(r"^(?=\S)", re.MULTILINE)


def over(base: str, fragment: str) -> bytes:
    """A file with the fragment in place of the keys of `base` that it has, too."""
    keys = set(_KEY.findall(fragment))
    kept = [part for part in _PART.split(base) if part.partition(":")[0] not in keys]
    return f"---\n{''.join(kept)}{fragment}\n---\n".encode()


def codes(fragment: str) -> set[str]:
    """The codes found in a plan with a fragment; or in a check-in, where only a check-in has its keys."""
    keys = set(_KEY.findall(fragment))
    if keys and keys <= set(CheckIn.model_fields):
        plan, check_ins = over(PLAN, ""), [read_check_in("check-in.md", over(CHECK_IN, fragment))]
    else:
        plan, check_ins = over(PLAN, fragment), []
    return {finding.code for finding in lint(read_plan("plan.md", plan), check_ins, CONTEXT)}


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {path.name for path in PAGES.iterdir()} == {f"{rule.code}.md" for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_is_short_and_names_its_source(rule: Rule) -> None:
    shown = page(rule.code)

    assert shown.rule == rule
    assert shown.source == "the plan format" or shown.source.startswith(SOURCES)
    assert not shown.title.endswith(".")
    assert shown.why.endswith((".", "?"))
    assert 60 < len(shown.why) < 1200
    assert shown.bad != shown.good
    assert all(len(line) <= 120 for line in shown.why.splitlines())


def test_what_the_examples_are_put_over_is_in_order() -> None:
    assert codes("") == set()
    assert codes("wins: No questions on Thursday") == set()


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_the_bad_example_shows_the_rule_and_the_good_one_nothing(rule: Rule) -> None:
    shown = page(rule.code)

    assert rule.code in codes(shown.bad)
    assert codes(shown.good) == set()
