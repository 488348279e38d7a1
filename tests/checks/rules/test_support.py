"""What formal support needs: each part that an organisation may require, missing and there, and what is said of it."""

import shutil
from datetime import date

import pytest

from coachplan.base.policy import SUPPORT_PARTS, Policy
from coachplan.checks.lint import lint
from coachplan.checks.rule import RuleContext
from coachplan.format import read_plan
from conftest import EXAMPLES

PEOPLE = "team_member: Ada <ada@example.com>, manager: Ben <ben@example.com>"
BARE = {
    "coachplan": "1",
    "title": "x",
    "kind": "performance-support",
    "status": "active",
    "people": f"{{{PEOPLE}}}",
    "development_area": "x",
    "current_state": "x",
    "goal_state": "{goal: x}",
    "activities": "x",
    "timeline": "{start: 2026-02-02, end: 2026-03-04}",
    "support_assets": "{what: x, from: team_member}",
    "update_cadence": "as needed",
}
# Each part as it stands in a plan that has it, and how one is asked for it.
PARTS = {
    "success_criteria": ({"success_criteria": "x"}, "`success_criteria`"),
    "responsibilities": ({"responsibilities": "{team_member: x, manager: x}"}, "`responsibilities`"),
    "support_assets": ({"support_assets": "{what: x, from: manager}"}, "support that others give"),
    "reviews": ({"update_cadence": "every Monday"}, "review points with their days"),
    "consequences": ({"consequences": "x"}, "`consequences`"),
    "previous_step": ({"previous_step": "x"}, "`previous_step`"),
    "measures": ({"goal_state": "{goal: x, measures: {name: x}}"}, "a measure for each goal"),
    "milestones": (
        {"timeline": "{start: 2026-02-02, end: 2026-03-04, milestones: [{what: x, date: 2026-02-16}]}"},
        "`milestones`",
    ),
    "follow_up": ({"follow_up": "{reviews: [2026-04-03]}"}, "`follow_up`"),
    "hr": ({"people": f"{{{PEOPLE}, hr: Cem <cem@example.com>}}"}, "`hr`"),
    "managers_manager": ({"people": f"{{{PEOPLE}, managers_manager: Cem <cem@example.com>}}"}, "`managers_manager`"),
    "acknowledgements": (
        {"acknowledgements": "[{by: Ada <ada@example.com>, stance: received, date: 2026-02-03}]"},
        "the team member's own word on it",
    ),
}


def said(part: str, **parts: str) -> list[str]:
    """What is said of a plan with these parts, where the organisation requires one."""
    text = "\n".join(["---", *(f"{key}: {value}" for key, value in {**BARE, **parts}.items()), "---", ""])
    plan = read_plan("plan.md", text.encode())
    assert plan.findings == ()
    context = RuleContext(date(2026, 2, 4), Policy(support_requires=(part,)))
    return [finding.message for finding in lint(plan, [], context) if finding.code == "CP109"]


@pytest.mark.parametrize("part", SUPPORT_PARTS)
def test_each_part_is_asked_for_where_it_is_required_and_missing(part: str) -> None:
    with_it, name = PARTS[part]

    assert said(part) == [f"a plan of this kind needs {name} here"]
    assert said(part, **with_it) == []


@pytest.mark.parametrize(("name", "code"), [("hannah-weiss", "CP604"), ("patrick-nolan", "CP607")])
def test_a_threat_below_the_plan_is_found(name: str, code: str, tmp_path, coachplan) -> None:
    plans = shutil.copytree(EXAMPLES / "plans" / name, tmp_path / "plans" / name)
    (tmp_path / "coachplan.toml").touch()
    (path,) = plans.glob("*/plan.md")
    path.write_text(path.read_text() + "\nIf the goal is missed, your contract ends on 5 February.\n")
    assert code in coachplan("-C", tmp_path, "check", "--select", code).out
