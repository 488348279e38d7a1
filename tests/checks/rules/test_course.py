"""How a plan goes on: the organisation's own numbers count, and what is not there is not judged."""

from datetime import date
from pathlib import Path

import pytest

from coachplan.base.findings import Finding
from coachplan.base.policy import Policy
from coachplan.checks.lint import digest, lint, lint_across
from coachplan.checks.rule import RuleContext
from coachplan.format import read_check_in, read_plan

DATA = Path(__file__).parents[2] / "data" / "rules"
TODAY = date(2026, 2, 4)


def found(case: str, context: RuleContext, *changes: tuple[str, str]) -> list[Finding]:
    """The findings of the case's own rule, `CP506/bad`, after `changes` of its plans."""
    code, _, name = case.partition("/")
    (folder,) = DATA.glob(f"{code}-*/{name}")
    findings, digests = [], []
    for path in sorted(folder.rglob("plan.md")):
        text = path.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        plan = read_plan(str(path), text.encode())
        check_ins = [read_check_in(str(file), file.read_bytes()) for file in sorted(path.parent.glob("check-ins/*"))]
        findings += lint(plan, check_ins, context)
        digests += [known for known in [digest(plan, check_ins, context.policy)] if known]
    across = [finding for finding, _ in lint_across(digests, context)]
    return [finding for finding in findings + across if finding.code == code]


@pytest.mark.parametrize(
    ("case", "policy", "expected"),
    [
        ("CP506/bad", Policy(grace_days=6), 0),
        ("CP506/good", Policy(grace_days=4), 1),
        ("CP508/bad", Policy(quiet_weeks=4), 0),
        ("CP508/good", Policy(quiet_weeks=2), 1),
        ("CP509/bad", Policy(same_obstacle=4), 0),
        ("CP509/good", Policy(same_obstacle=2), 1),
        ("CP510/bad", Policy(stalled_check_ins=4), 0),
        ("CP510/good-two-values", Policy(stalled_check_ins=2), 1),
        ("CP512/bad-late-return", Policy(missed_sessions=7), 0),
        ("CP512/good-found-again", Policy(missed_sessions=1), 0),
        ("CP803/bad", Policy(overdue_plans=4), 0),
        ("CP803/bad", Policy(grace_days=6), 0),
        ("CP803/good", Policy(overdue_plans=2), 1),
        ("CP803/good", Policy(grace_days=4), 1),
    ],
)
def test_the_organisations_numbers_count(case: str, policy: Policy, expected: int) -> None:
    assert len(found(case, RuleContext(TODAY, policy))) == expected


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("CP506/bad", "a check-in was due 8 days ago"),
        ("CP506/bad-in-a-row", "3 touchpoints in a row passed without a check-in"),
        ("CP512/bad-late-return", "6 touchpoints in a row passed before the last check-in, and it changes nothing"),
        ("CP508/bad", "for more than 3 weeks no check-in has a value for this goal"),
        ("CP509/bad", "this obstacle stands in 3 check-ins"),
        ("CP509/bad-four", "this obstacle stands in 4 check-ins"),
        ("CP510/bad", "over the last 3 values this measure has come no closer to its target"),
        ("CP803/bad", "3 plans of this manager wait for a check-in"),
        ("CP803/bad-same-day", "4 plans of this manager wait for a check-in"),
    ],
)
def test_a_message_tells_how_many(case: str, message: str) -> None:
    assert [finding.message for finding in found(case, RuleContext(TODAY))] == [message]


def test_a_goal_without_a_measure_cannot_be_quiet() -> None:
    measures = "  measures:\n    - {name: clear updates, direction: increase, baseline: 2, target: 4, by: 2026-02-04}"
    mark = "   # ← CP508:5"

    assert found("CP508/bad", RuleContext(TODAY), (measures + mark, "  relevant_because: Others can plan")) == []


def test_what_is_overdue_depends_on_the_day() -> None:
    assert found("CP506/bad", RuleContext(date(2026, 2, 3))) == []
    assert len(found("CP506/good", RuleContext(date(2026, 2, 4), Policy(grace_days=4)))) == 1
    assert found("CP803/bad", RuleContext(date(2026, 2, 3))) == []
