"""Days and lengths in a file, as people write them: a table of cases."""

import json
from pathlib import Path
from typing import Any

from coachplan.base.findings import Severity
from coachplan.format import read_plan

ROWS = Path(__file__).parents[1] / "data/reading/days.jsonl"
PLAN = """\
---
coachplan: 1
title: Updates
status: {status}
people: {{team_member: Ada, manager: Charles}}
development_area: Updates
current_state: Two a week
goal_state:
  goal: Four a week
  measures: {{name: updates, by: {day}}}
activities: Rehearse
timeline: {timeline}
support_assets: Time
update_cadence: weekly
---
"""


def findings(row: dict[str, Any], status: str = "draft") -> tuple[Any, list[tuple[Severity, str]]]:
    day, timeline = row.get("day", "2026-01-31"), row.get("timeline", "2026-01-05 to 2026-02-04")
    text = PLAN.format(status=status, day=json.dumps(day), timeline=json.dumps(timeline, ensure_ascii=False))
    document = read_plan("plan.md", text.encode())
    assert document.content is not None
    return document.content, [(finding.severity, finding.message) for finding in document.findings]


def test_days_and_lengths_are_read_as_meant_or_refused_with_both_readings() -> None:
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        plan, found = findings(row)
        if "refused" in row:
            ((severity, message),) = found
            assert severity is Severity.ERROR, row
            assert row["refused"] in message, (row, message)
        elif "open" in row:
            assert found == [(Severity.HINT, "`timeline`: the days are still open")], row
            assert findings(row, "active")[1] == [(Severity.ERROR, "`timeline`: the days are still open")], row
        elif "meant" in row:
            assert (str(plan.measures[0].by), found) == (row["meant"], []), row
        else:
            days = str(plan.timeline.start), str(plan.timeline.end)
            assert (*days, found) == (row["start"], row["end"], []), row
