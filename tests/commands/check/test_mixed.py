"""Plans as people write them, with defects that an HR partner marked: all are found at their place, and nothing else.

`tests/data/mixed` is one plan repository, looked at on 2 March 2026. A defect is marked on its line with the code and
the column, `# ← CP206:9`; where no comment can stand, elsewhere in the same file with its place, `← CP602 at 31:14`.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coachplan.checks.catalogue import BY_CODE, READING, RULES

ROOT = Path(__file__).parents[2] / "data" / "mixed"
FILES = sorted(ROOT.glob("plans/*/*/plan.md")) + sorted(ROOT.glob("plans/*/*/check-ins/*.md"))
MARK = re.compile(r"← (?P<code>CP\d{3})(?::(?P<column>\d+)| at (?P<line>\d+):(?P<place>\d+))")
TODAY = "2026-03-02"

# What no text can show: a file that cannot be read at all, one that is too large, those told by their place or name,
# who can read where plans are shared, and what only an organisation that keeps coaching for growth is told.
WITHOUT_DATA = {"CP001", "CP003", "CP605"} | {
    rule.code for rule in READING if rule.family in ("Files and history", "Privacy")
}

Place = tuple[str, int, int, str]


@pytest.fixture
def check(coachplan: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`coachplan check` in the repository of the mixed plans, on their day."""
    monkeypatch.setenv("COACHPLAN_TODAY", TODAY)
    monkeypatch.chdir(ROOT)
    return lambda *arguments: coachplan("check", "--no-cache", *arguments)


def marked() -> Iterator[Place]:
    """Every defect that a file marks: path, line, column, code."""
    for file in FILES:
        for number, line in enumerate(file.read_bytes().decode().split("\n"), 1):
            for mark in MARK.finditer(line):
                line_number, column = int(mark["line"] or number), int(mark["column"] or mark["place"])
                yield str(file.relative_to(ROOT)), line_number, column, mark["code"]


def plan_of(path: str) -> str:
    return "/".join(path.split("/")[:3])


def test_every_known_defect_is_found_at_its_place_and_nothing_else(check: Callable[..., Any]) -> None:
    findings = json.loads(check("--all", "--format", "json").out)["findings"]

    assert sorted((f["path"], f["line"], f["column"], f["code"]) for f in findings) == sorted(marked())


def test_every_mark_in_the_files_is_one_that_this_test_reads() -> None:
    arrows = sum(file.read_bytes().decode().count("←") for file in FILES)

    assert arrows == len(list(marked())) == len(set(marked()))


def test_fifty_plans_of_many_people_show_every_rule_and_most_of_them_twice() -> None:
    codes = Counter(code for *_, code in marked())
    plans = {plan_of(str(file.relative_to(ROOT))) for file in FILES}
    defects = Counter(plan_of(path) for path, *_ in marked())

    assert len(plans) >= 50
    assert set(codes) == set(BY_CODE) - WITHOUT_DATA - {"CP804"}  # that takes a folder of two people
    assert sum(codes[rule.code] > 1 for rule in RULES) > 3 * len(codes) // 4
    assert sum(count > 1 for count in defects.values()) > len(plans) // 2
    assert len(plans - set(defects)) >= 5, "good plans are among them, too"


def test_a_first_draft_shows_at_most_eight_findings_the_weightiest_first(check: Callable[..., Any]) -> None:
    weights = {"error": 0, "warning": 1, "hint": 2}
    expected = Counter(plan_of(path) for path, *_ in marked())
    shown: dict[str, list[int]] = {}
    hidden = {}
    plan = ""
    for line in check("--format", "full").out.splitlines():
        if head := re.match(r"(plans/\S+?):\d+:\d+: CP\d{3} (\w+): ", line):
            plan = plan_of(head[1])
            shown.setdefault(plan, []).append(weights[head[2]])
        elif rest := re.match(r"… and (\d+) more in this plan; --all shows them$", line):
            hidden[plan] = int(rest[1])

    assert {plan: len(found) + hidden.get(plan, 0) for plan, found in shown.items()} == expected
    assert {plan: len(found) for plan, found in shown.items()} == {plan: min(n, 8) for plan, n in expected.items()}
    assert all(found == sorted(found) for found in shown.values())
    assert hidden, "at least one draft has more to say than is shown"


def test_the_command_as_ci_runs_it_shows_no_word_of_a_plan() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "coachplan", "check", "--no-cache", "--all", "--format", "full"],
        cwd=ROOT,
        env={**os.environ, "CI": "true", "COACHPLAN_TODAY": TODAY},
        capture_output=True,
        text=True,
        check=False,
    )
    told = re.sub(r"(?m)^plans/\S+", "", result.stdout)

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "Codes stand for names here, for this run alone: `coachplan init --ci` adds .coachplan-key, so that they stay",
        "6 places can be fixed safely: see --diff, then --fix",
    ]
    assert result.stdout.count(": CP") == len(list(marked()))
    for word in ("diagnos", "divorce", "pregnant", "dyslexia", "arrogant", "lazy", "4111", "0171", "bonus of", "Hugo"):
        assert word not in told
