"""What an experienced coach would say of a plan, and what of no plan: the rows of `tests/data/judgement.yaml`.

What takes a history has its tests elsewhere: former people (CP701), acknowledgements (CP903), copies of files (CP901).
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from coachplan.checks.catalogue import BY_CODE, READING
from coachplan.checks.lint import digest, lint, lint_across
from coachplan.checks.rule import RuleContext
from coachplan.format import read_check_in, read_plan, set_value

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


_RULES = Path(__file__).parents[1] / "data" / "rules"
# Of a closed plan, only what contradicts itself is said: names that nothing has, days outside of the plan, a plan
# that ends before it starts, parts of another kind of plan, check-ins that are none, an end without a word on it; and
# where its file lies, which decides who reads it.
_OF_HISTORY = {
    *("CP104", "CP105", "CP106", "CP201", "CP202", "CP205", "CP208", "CP209", "CP401", "CP402", "CP403", "CP407"),
    *("CP410", "CP411", "CP501", "CP502", "CP503", "CP504", "CP505", "CP601", "CP804"),
}


def _of_closed(path: Path) -> set[str]:
    """The codes found in the plans of a case, and across them, once all of them are closed."""
    context = RuleContext(date(2026, 2, 4))
    plans = [path] if path.is_file() else sorted(path.rglob("plan.md"))
    plans = [path.parent / "plan.md"] if path.name.endswith(".check-in.md") else plans
    found, digests = [], []
    for plan in plans:
        text = set_value(plan.read_bytes().decode(), ("status",), "closed")
        files = [path] if path.name.endswith(".check-in.md") else sorted(plan.parent.glob("check-ins/*.md"))
        read = read_plan(str(plan), text.encode())
        check_ins = [read_check_in(str(file), file.read_bytes()) for file in files]
        found += [finding.code for finding in lint(read, check_ins, context)]
        digests += [known for known in [digest(read, check_ins)] if known]
    return {*found, *(finding.code for finding, _ in lint_across(digests, context))}


def test_a_closed_plan_is_history_of_which_no_rule_asks_for_anything() -> None:
    asked, tried = set(), set()
    for folder in sorted(_RULES.iterdir()):
        code = folder.name[:5]
        if code in {rule.code for rule in READING}:
            continue
        tried.add(code)
        for path in sorted(folder.glob("bad*")):
            asked |= _of_closed(path)

    assert tried == {code for code, rule in BY_CODE.items() if rule not in READING}
    assert asked == _OF_HISTORY
