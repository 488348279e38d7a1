"""The list of plans for people, for pipes and for programs."""

import sys
from collections.abc import Sequence
from datetime import date

from coachplan.reports import plain
from coachplan.reports.terminal import clean, rendered
from coachplan.summaries import Summary

_HEADINGS = ("Plan", "Team member", "State", "Days left", "Last check-in", "Next check-in")
_STYLES = {"check-in overdue": "bold yellow", "check-in due": "yellow", "unreadable": "red", "ended": "yellow"}
_TABLE_ROWS = 200
_EMPTY = 'No plans yet; make the first: coachplan new "Clear status updates" --for "Ada Lovelace <ada@example.com>"'


def as_text(summaries: Sequence[Summary], today: date) -> str:
    """A table on a terminal, tabs in a pipe; plain columns where there are more rows than a person reads."""
    rows = [_row(summary, today) for summary in summaries]
    if not sys.stdout.isatty():
        return plain.tabs([_HEADINGS, *rows]) if rows else ""
    if not rows:
        return _EMPTY
    return _table(rows) if len(rows) <= _TABLE_ROWS else plain.columns([_HEADINGS, *rows])


def _row(summary: Summary, today: date) -> tuple[str, ...]:
    left = summary.days_left(today)
    return (
        summary.id,
        summary.team_member,
        summary.state(today),
        "" if left is None else str(left),
        summary.last_check_in or "",
        summary.next_check_in or "",
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading in _HEADINGS:
        table.add_column(heading, justify="right" if heading == "Days left" else "left", overflow="fold")
    for row in rows:
        cells = [Text(clean(cell)) for cell in row]
        cells[2].stylize(_STYLES.get(row[2], ""))
        table.add_row(*cells)
    return rendered(table)


def as_json(summaries: Sequence[Summary], today: date) -> str:
    """Every plan with its state on the day."""
    plans = [
        {**summary._asdict(), "state": summary.state(today), "days_left": summary.days_left(today)}
        for summary in summaries
    ]
    return plain.as_json({"today": today.isoformat(), "plans": plans})
