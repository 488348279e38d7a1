"""What an experienced coach would say of a plan, and what of no plan: the rows of `tests/data/judgement.yaml`.

What takes a history has its tests elsewhere: former people (CP701), acknowledgements (CP903), copies of files (CP901).
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from coachplan.checks.lint import digest, lint, lint_across
from coachplan.checks.rule import RuleContext
from coachplan.format import read_check_in, read_plan

_FILE = Path(__file__).parents[1] / "data" / "judgement.yaml"


class _Texts(yaml.SafeLoader):
    """Reads each scalar as the text that was written, but for `<<`."""

    yaml_implicit_resolvers = {"<": yaml.SafeLoader.yaml_implicit_resolvers["<"]}  # noqa: RUF012


DATA = yaml.load(_FILE.read_text(encoding="utf-8"), _Texts)
ROWS = [
    pytest.param(row, id=f"{name} {number}")
    for name, rows in DATA["rows"].items()
    for number, row in enumerate(rows, 1)
]


def written(base: str, changes: dict[str, Any], note: str = "") -> bytes:
    parts = {key: value for key, value in {**DATA[base], **changes}.items() if value != ""}
    return "\n".join(["---", *(f"{key}: {json.dumps(value)}" for key, value in parts.items()), "---", note]).encode()


def found(row: dict[str, Any]) -> list[str]:
    """The codes of all findings in the plan of a row, on its day, beside other plans."""
    context = RuleContext(date.fromisoformat(row.get("day", DATA["day"])))
    plans = [read_plan("plans/ada/updates/plan.md", written("plan", row.get("plan", {}), row.get("note", "")))]
    check_ins = [
        read_check_in(f"plans/ada/updates/check-ins/{number}.md", written("check_in", changes))
        for number, changes in enumerate(row.get("check_ins", ()))
    ]
    findings = lint(plans[0], check_ins, context)
    for number, changes in enumerate(row.get("beside", ())):
        plans.append(read_plan(f"plans/ada/{number}/plan.md", written("plan", changes)))
        assert lint(plans[-1], [], context) == []
    across = lint_across([known for plan in plans if (known := digest(plan, check_ins))], context)
    return sorted(finding.code for finding in [*findings, *(finding for finding, _ in across)])


@pytest.mark.parametrize("row", ROWS)
def test_a_coach_would_say_this_and_no_more(row: dict[str, Any]) -> None:
    assert found(row) == sorted(row["finds"])
