"""`coachplan.toml`: what an organisation sets is read, what it cannot mean is refused in one line, and all is told."""

import re
import tomllib
from pathlib import Path

import pytest

from coachplan.base.policy import CHOICES, NUMBERS, SUPPORT_PARTS, Policy
from coachplan.store.settings import INITIAL_SETTINGS, parse

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")


def policy(text: str) -> Policy:
    return parse(f"[policy]\n{text}\n".encode()).policy


def test_an_empty_file_sets_nothing() -> None:
    assert parse(b"").policy == Policy()
    assert Policy().performance_concerns, "as S2 has it, unless somebody says otherwise"


def test_choices_are_read() -> None:
    assert policy("performance_concerns = false") == Policy(performance_concerns=False)
    assert policy('working_days = ["sunday", " Monday ", "tuesday"]').working_days == ("monday", "tuesday", "sunday")
    assert policy("follow_up_days = [90, 30, 90]").follow_up_days == (30, 90)
    assert policy("follow_up_days = []").follow_up_days == ()
    assert policy('support_requires = ["hr", "reviews"]').support_requires == ("reviews", "hr")
    assert policy("support_requires = []").support_requires == ()
    assert policy("usual_days = [5, 20]").usual_days == (5, 20)


def test_choices_and_numbers_stand_side_by_side() -> None:
    found = parse(b"[policy]\nperformance_concerns = false\n[rules.CP506]\ngrace_days = 9\n").policy
    assert found == Policy(performance_concerns=False, grace_days=9)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("performance_concerns = 1", "[policy] performance_concerns is true or false"),
        ('performance_concerns = "yes"', "[policy] performance_concerns is true or false"),
        ('working_days = "monday"', "[policy] working_days is a list"),
        ("working_days = []", "[policy] working_days is a list of these: monday, tuesday,"),
        ('working_days = ["mon"]', "[policy] working_days is a list of these: monday, tuesday,"),
        ("working_days = [1]", "[policy] working_days is a list of these: monday, tuesday,"),
        ("follow_up_days = [0]", "[policy] follow_up_days is a list of days from 1 to 10000"),
        ("follow_up_days = [true]", "[policy] follow_up_days is a list of days from 1 to 10000"),
        ('follow_up_days = ["30"]', "[policy] follow_up_days is a list of days from 1 to 10000"),
        ("follow_up_days = [10001]", "[policy] follow_up_days is a list of days from 1 to 10000"),
        ('support_requires = ["success"]', "[policy] support_requires is a list of these: success_criteria,"),
        ("performance = true", "[policy] has no key 'performance'; known are performance_concerns, working_days,"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(plans, coachplan, text, message) -> None:
    (plans / "coachplan.toml").write_text(f"[policy]\n{text}\n", encoding="utf-8")
    result = coachplan("-C", plans, "check")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"coachplan: coachplan.toml: {message}")
    assert result.err.count("\n") == 1


def test_the_first_settings_hold_nothing_that_could_not_be_set() -> None:
    uncommented = re.sub(r"(?m)^# (?=[\[a-z])", "", INITIAL_SETTINGS.split("\n", 2)[2])
    set_ = parse(uncommented.encode())
    assert set_.labels == parse(b"").labels
    assert set_.policy == Policy()
    assert set_.hr


def test_the_page_names_every_key_and_its_example_is_in_order() -> None:
    example = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    assert parse(example[1].encode()).policy == Policy(
        performance_concerns=False,
        begin="command",
        working_days=("monday", "tuesday", "wednesday", "thursday"),
        follow_up_days=(30, 90, 180),
        support_requires=("success_criteria", "responsibilities", "support_assets", "reviews", "hr"),
        grace_days=7,
    )
    tables = tomllib.loads(example[1]).keys()
    names = [
        *tables,
        "coaching",
        "performance-support",
        "hr",
        "directory",
        "select",
        "ignore",
        "severity",
        "usual_days",
    ]
    names += [entry.name for entry in (*CHOICES, *NUMBERS)] + [*SUPPORT_PARTS]
    assert [name for name in names if f"`{name}`" not in PAGE and f"`[{name}]`" not in PAGE] == []


@pytest.mark.parametrize("part", SUPPORT_PARTS)
def test_each_part_that_may_be_required_is_missed_where_it_is_not_there(plans, coachplan, part) -> None:
    folder = plans / "plans/ada-lovelace/support"
    folder.mkdir(parents=True)
    (plans / "coachplan.toml").write_text(f'[policy]\nsupport_requires = ["{part}"]\n', encoding="utf-8")
    codes = []
    for text in (BARE, FULL):
        (folder / "plan.md").write_text(text, encoding="utf-8")
        codes.append("CP109" in coachplan("-C", plans, "check", "--select", "CP109").out)
    assert codes == [True, False]


def test_in_a_draft_nothing_is_required_yet_and_with_an_error_it_does_not_become_active(plans, coachplan) -> None:
    folder = plans / "plans/ada-lovelace/support"
    folder.mkdir(parents=True)
    (folder / "plan.md").write_text(BARE.replace("status: active", "status: draft"), encoding="utf-8")
    assert coachplan("-C", plans, "save").code == 0
    refused = coachplan("-C", plans, "edit", "support", "--set", "status=active")
    assert refused.code == 1
    assert "CP109" in refused.err
    assert "success_criteria" in refused.err
    (plans / "coachplan.toml").write_text("[policy]\nsupport_requires = []\n", encoding="utf-8")
    assert coachplan("-C", plans, "edit", "support", "--set", "status=active").code == 0


BARE = """\
---
coachplan: 1
title: Support
kind: performance-support
status: active
people: {team_member: Ada Lovelace <ada@example.com>, manager: Charles Babbage <charles@example.com>}
development_area: Deliveries at the gate
current_state: Half of the deliveries are checked
goal_state: Check 90 of 100 deliveries by 4 March 2026
activities: Count aloud with the driver before signing
timeline: 2026-02-02 to 2026-03-04
support_assets: {what: A book on stock, from: team_member}
update_cadence: now and then
---
"""
FULL = """\
---
coachplan: 1
title: Support
kind: performance-support
status: active
people:
  team_member: Ada Lovelace <ada@example.com>
  manager: Charles Babbage <charles@example.com>
  managers_manager: Mary Somerville <mary@example.com>
  hr: Jane Marcet <jane@example.com>
development_area: Deliveries at the gate
current_state: Half of the deliveries are checked
goal_state:
  goal: Check 90 of 100 deliveries by 4 March 2026
  measures: [{name: checked, direction: increase, baseline: 50, target: 90}]
activities: Count aloud with the driver before signing
timeline: {start: 2026-02-02, end: 2026-03-04, milestones: [{date: 2026-02-16, what: 70 of 100}]}
support_assets: {what: A second person at the gate, from: manager}
update_cadence: every Monday
success_criteria: 90 of 100 in the last two weeks
responsibilities: {team_member: Count, manager: Keep two people at the gate}
consequences: Otherwise we look together at another task
previous_step: A talk on 12 January
follow_up: {reviews: [2026-04-06]}
acknowledgements: [{by: Ada Lovelace <ada@example.com>, date: 2026-02-01, stance: refused}]
---
"""
