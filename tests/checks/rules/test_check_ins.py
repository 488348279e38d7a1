"""What is said of the questions and the feedback in a check-in, and the rewrites that are offered for them."""

from datetime import date

import pytest

from coachplan.base.findings import Finding
from coachplan.checks.lint import lint
from coachplan.checks.rule import RuleContext
from coachplan.format import read_check_in, read_plan

PLAN = """\
---
coachplan: 1
title: Clear status updates
people: {team_member: Ada Lovelace <ada@example.com>, manager: Charles Babbage <charles@example.com>}
development_area: Status updates in team meetings
current_state: Two clear updates a week
goal_state: {goal: Give four updates a week, measures: {name: updates, direction: increase, baseline: 2, target: 4}}
activities: Rehearse with a peer
timeline: {start: 2026-01-05, end: 2026-02-04}
support_assets: Half an hour each Monday
update_cadence: week
---
"""
TODAY = date(2026, 2, 4)


def findings(*parts: str) -> list[Finding]:
    """The findings in a check-in of today with these parts."""
    text = "\n".join(
        ["---", "coachplan: 1", "date: 2026-02-04", "by: Ada Lovelace <ada@example.com>", *parts, "---", ""]
    )
    plan = read_plan("plan.md", PLAN.encode())
    return lint(plan, [read_check_in("check-in.md", text.encode())], RuleContext(TODAY))


def test_a_question_is_put_anew() -> None:
    [found] = findings("evidence: Three updates", "reflections: {asked: Was it hard?, answer: At first}")

    assert found.code == "CP304"
    assert found.advice == "ask what or how, and let the answer be open: `What made it work?`"
    assert found.rewrite == "What have you noticed about <the subject of “Was it hard”>?"


@pytest.mark.parametrize(
    ("feedback", "message", "rewrite"),
    [
        (
            "{what: You are doing fine}",
            "this feedback does not say what was seen or heard, and does not ask for anything concrete",
            "On <day> you <what you saw or heard>; this led to <effect>; next time <what to keep or change>.",
        ),
        (
            "{what: You constantly talk over guests, next: Let them finish}",
            "this feedback speaks of always or never instead of one occasion",
            "",
        ),
    ],
)
def test_feedback_is_told_in_words_what_it_lacks(feedback: str, message: str, rewrite: str) -> None:
    [found] = findings(f"feedback: {feedback}")

    assert (found.code, found.message, found.rewrite) == ("CP511", message, rewrite)


def test_feedback_that_is_whole_or_a_label_does_not_hide_what_comes_after_it() -> None:
    found = findings(
        "feedback:",
        "  - {what: You sent it, why: The team was ready, next: Send it again}",
        "  - {what: You are lazy}",
        "  - {what: Good job}",
    )

    assert [finding.code for finding in found] == ["CP602", "CP511"]


def test_a_setting_notes_whether_it_was_asked_for_the_day() -> None:
    context = RuleContext(TODAY)
    assert context.was_asked_for_today is False

    assert context.today == TODAY
    assert context.was_asked_for_today is True


@pytest.mark.parametrize(
    "part",
    [
        *("evidence: x", "measures: {updates: 3}", "practice: {rehearse: 2}", "wins: x", "milestones: x"),
        *("root_cause: x", "sustained: partly", "feedback: {what: You paused, why: We could think, next: Again}"),
    ],
)
def test_what_was_seen_is_evidence(part: str) -> None:
    assert "CP507" not in {found.code for found in findings(part, "adjustments: Rehearse at noon")}
    assert "CP507" in {found.code for found in findings("obstacles: x", "adjustments: Rehearse at noon")}


@pytest.mark.parametrize("part", ["practice: {rehearse: 2}", "milestones: x", "root_cause: x", "sustained: not"])
def test_a_tick_alone_says_something(part: str) -> None:
    assert "CP504" not in {found.code for found in findings(part)}


def test_a_note_alone_says_something() -> None:
    plan = read_plan("plan.md", PLAN.encode())
    text = "---\ncoachplan: 1\ndate: 2026-02-04\nby: Ada Lovelace <ada@example.com>\n---\n%s\n"
    found = [
        {f.code for f in lint(plan, [read_check_in("check-in.md", (text % note).encode())], RuleContext(TODAY))}
        for note in ("We talked for half an hour.", "   ")
    ]
    assert ["CP504" in codes for codes in found] == [False, True]


def test_the_behaviour_alone_says_nothing() -> None:
    assert "CP504" in {found.code for found in findings("about: Listening")}
