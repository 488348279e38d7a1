"""What is said about a goal's words: the missing letters in words, and a rewrite made of the goal's own words."""

from datetime import date

import pytest

from coachplan.base.findings import Finding
from coachplan.checks.lint import lint
from coachplan.checks.rule import RuleContext
from coachplan.format import read_plan

PLAN = """\
---
coachplan: 1
title: Clear status updates
people: {{team_member: Ada Lovelace <ada@example.com>, manager: Charles Babbage <charles@example.com>}}
development_area: Status updates in team meetings
current_state: Two clear updates a week
goal_state: {goal}
activities: Rehearse with a peer
timeline: {{start: 2026-01-05, end: 2026-02-04}}
support_assets: Half an hour each Monday
update_cadence: week
---
"""


def mistakes(more: str = "") -> str:
    """A measure, with more keys where they are given."""
    return f"{{name: mistakes, direction: decrease, baseline: 2, target: 0{more}}}"


def only_finding(goal: str) -> Finding:
    """The one finding in a plan with this goal."""
    [found] = lint(read_plan("plan.md", PLAN.format(goal=goal).encode()), [], RuleContext(date(2026, 2, 4)))
    return found


@pytest.mark.parametrize(
    ("goal", "message", "advice"),
    [
        (
            "Improve communication",
            "the goal lacks S (a behaviour that others can observe), M (a measure) and T (a deadline)",
            "name what others will see or hear; say from how much to how much, or add `measures:`; say by when",
        ),
        (
            "Give clear updates",
            "the goal lacks M (a measure) and T (a deadline)",
            "say from how much to how much, or add `measures:`; say by when",
        ),
        (
            f"{{goal: Never make a mistake again, measures: {mistakes(', by: 2026-02-04')}}}",
            "the goal lacks A (an aim that is within reach)",
            "aim for what both believe in, or say why under `achievable_because`",
        ),
        (
            f"{{goal: 'Give four updates a week, unrelated to my job, for fun', measures: {mistakes()}}}",
            "the goal lacks R (a link to the work) and T (a deadline)",
            "say under `relevant_because` what the work gains; say by when",
        ),
    ],
)
def test_a_goal_is_told_in_words_what_it_lacks(goal: str, message: str, advice: str) -> None:
    found = only_finding(goal)

    assert (found.code, found.message, found.advice) == ("CP206", message, advice)


def test_a_day_or_steps_of_a_measure_are_a_deadline() -> None:
    measure = mistakes(", steps: [{by: 2026-01-19, target: 1}]")
    found = only_finding(f"{{goal: Never make a mistake again, measures: [{measure}]}}")

    assert found.message == "the goal lacks A (an aim that is within reach)"


def test_a_goal_is_put_anew_in_its_own_words() -> None:
    assert "Improve communication" in only_finding("Improve communication").rewrite


def test_what_stands_beside_a_goal_is_not_put_into_its_words_again() -> None:
    found = only_finding(f"{{goal: Never make a mistake again, measures: {mistakes(', by: 2026-02-04')}}}")

    assert found.rewrite == ""


def test_a_goal_whose_words_name_no_measure_is_found_once() -> None:
    assert only_finding("Give clear updates").code == "CP206"
    assert only_finding("Give clear updates by 4 February").code == "CP204"
    assert only_finding("Give four clear updates a week").code == "CP204"


@pytest.mark.parametrize(
    ("ids", "advice"),
    [
        (
            "{id: a, what: Watch two briefings}, {id: b, what: Lead a meeting}",
            "use the `id` of one of the plan's activities",
        ),
        ("{what: Watch two briefings}", "no activity has an id yet: add one"),
    ],
)
def test_who_names_an_unknown_activity_is_told_whether_there_are_ids(ids: str, advice: str) -> None:
    text = PLAN.format(goal=f"{{goal: Give four updates a week, measures: {mistakes()}}}").replace(
        "activities: Rehearse with a peer",
        f"activities: [{ids}, {{what: Rehearse with a peer, due: {{after: z, within: 1 week}}}}]",
    )
    [found] = lint(read_plan("plan.md", text.encode()), [], RuleContext(date(2026, 2, 4)))

    assert found.code == "CP105"
    assert found.advice.startswith(advice)


def only_finding_with(before: str, after: str) -> Finding:
    """The one finding in a plan with a good goal and one other change."""
    text = PLAN.format(goal=f"{{goal: Give four updates a week, measures: {mistakes()}}}")
    assert before in text
    [found] = lint(read_plan("plan.md", text.replace(before, after).encode()), [], RuleContext(date(2026, 2, 4)))
    return found


def test_what_a_measure_lacks_is_listed() -> None:
    found = only_finding_with(", direction: decrease, baseline: 2", "")

    assert found.code == "CP203"
    assert found.message == "this measure lacks `direction`, `baseline`"
    assert found.advice.startswith("add `direction`, `baseline`, so")


def test_a_measure_without_a_number_measures_nothing() -> None:
    bare = "{name: professionalism, direction: increase}"
    text = PLAN.format(goal=f"{{goal: Be a more professional colleague, measures: [{bare}]}}")
    found = lint(read_plan("plan.md", text.encode()), [], RuleContext(date(2026, 2, 4)))

    assert [finding.code for finding in found] == ["CP206", "CP203"]


def test_a_vague_activity_is_put_anew_in_its_own_words() -> None:
    found = only_finding_with("activities: Rehearse with a peer", "activities: Leadership")

    assert (found.code, found.rewrite) == ("CP305", "Leadership: <do what, with whom, on which occasion>")


def test_an_unclear_cadence_is_told_what_to_write() -> None:
    found = only_finding_with("update_cadence: week", "update_cadence: now and then")

    assert found.code == "CP406"
    assert "`every Monday`" in found.advice
