"""The list of plans for people, for pipes and for programs."""

import sys
from collections.abc import Sequence
from datetime import date
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any

from coachplan.output.terminal import plain
from coachplan.output.terminal.console import clean, rendered
from coachplan.views.summaries import Summary

_HEADINGS = ("Plan", "Team member", "State", "Days left", "Last check-in", "Next check-in")
_STYLES = {"unreadable": "red"} | dict.fromkeys(
    ("check-in overdue", "check-in due", "ended", "hold is over", "follow-up due"), "yellow"
)
_TABLE_ROWS = 200
_OTHER_COLUMNS = 57
_LEAST_ROOM = 20
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
    """The rows as a table; ids name the team member, and break behind that name where the terminal is narrow."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    room = max(get_terminal_size().columns - _OTHER_COLUMNS, _LEAST_ROOM)
    broken = max(len(row[0]) for row in rows) > room
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for heading in ("Plan", "State", "Days left", "Last", "Next"):
        table.add_column(heading, justify="right" if heading == "Days left" else "left", no_wrap=heading != "Plan")
    for id_, _, state, *days in rows:
        plan = _in_lines(clean(id_), room) if broken else clean(id_)
        table.add_row(Text(plan), Text(clean(state), _STYLES.get(state, "")), *(Text(clean(day)) for day in days))
    return rendered(table)


def _in_lines(id_: str, room: int) -> str:
    person, _, title = id_.partition("/")
    return "\n".join([f"{person}/", *(f"  {line}" for line in wrap(title, room - 2))])


def _known(summary: Summary) -> dict[str, Any]:
    return {key: value for key, value in summary._asdict().items() if key not in ("rests", "in_time_until")}


def as_json(summaries: Sequence[Summary], today: date) -> str:
    """Every plan with its state on the day."""
    plans = [
        _known(summary) | {"state": summary.state(today), "days_left": summary.days_left(today)}
        for summary in summaries
    ]
    return plain.as_json({"today": today.isoformat(), "plans": plans})
