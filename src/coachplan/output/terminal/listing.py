"""The list of plans for people, for pipes and for programs."""

import re
import sys
from collections.abc import Sequence
from datetime import date
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any

from coachplan.base.people import parted
from coachplan.base.words import NEEDY_STATES, spaced
from coachplan.output.terminal import plain, waiting
from coachplan.output.terminal.console import clean, fitted, line, rendered
from coachplan.output.terminal.overview import NO_PLANS
from coachplan.views.plan_row import DueItem, PlanRow

_HEADINGS = ("Plan", "Team member", "State", "Days left", "Last check-in", "Next check-in", "Note", "Title")
_STYLES: dict[str, str] = {**dict.fromkeys(NEEDY_STATES, "yellow"), "unreadable": "red"}
_NOTED = {"session": "check-in", "end": "look back", "follow-up": "follow-up", "begin": "beginning"}
_MINE = ("answer", "agree", "words", "step", "activity", "support")
_TABLE_ROWS = 200
_OTHER_COLUMNS = 58
_LEAST_ROOM = 20
_TOLD = 20
_WORDS = r"[a-z0-9]+"


def as_text(rows: Sequence[PlanRow], reader: str | None, unshared: int | None) -> str:
    """Return a table on a terminal, tabs in a pipe; plain columns where there are more rows than a person reads.

    Notes say what waits for `reader`; on a terminal the number of their changes that are `unshared` comes first.
    """
    cells = [_cells(row, reader) for row in rows]
    if not sys.stdout.isatty():
        return plain.tabs([_HEADINGS, *cells]) if cells else ""
    if not cells:
        return NO_PLANS
    table = _table(rows, reader) if len(rows) <= _TABLE_ROWS else plain.columns([_HEADINGS, *cells])
    return "\n\n".join(filter(None, [waiting.opening((), reader, unshared), table]))


def _cells(row: PlanRow, reader: str | None) -> tuple[str, ...]:
    return (row.id, _name(row.team_member), row.state, *_days(row), "; ".join(_notes(row, reader)), row.title)


def _days(row: PlanRow) -> tuple[str, str, str]:
    left = row.days_left
    return "" if left is None else str(left), row.last_evidence or "", _next_check_in(row) or ""


def _name(identity: str) -> str:
    return parted(identity)[0]


def _next_check_in(row: PlanRow) -> str | None:
    return None if row.status == "closed" else row.next_session


def _notes(row: PlanRow, reader: str | None) -> list[str]:
    """List what there is to know beside the state: formal support, how it ended, what has come, what waits for whom."""
    found = ["formal support"] if row.is_formal else []
    if row.status == "closed" and row.outcome:
        found += [spaced(row.outcome), *row.reasons[1:]]
    mine = [entry for entry in row.waiting_for(reader) if entry.kind in _MINE] if reader else []
    come = dict.fromkeys(note for item in row.come if (note := _note(item)))
    count = f"{len(mine)} {'waits' if len(mine) == 1 else 'wait'} for {parted(reader or '')[0]}"
    return [*found, *come, *([count] if mine else [])]


def _note(item: DueItem) -> str:
    if item.kind == "resume":
        return "hold is over"
    return f"{_NOTED[item.kind]} {'overdue' if item.overdue else 'due'}" if item.kind in _NOTED else ""


def _table(rows: Sequence[PlanRow], reader: str | None) -> str:
    """Return the rows as a table; ids name the team member, and break after that name on a narrow terminal.

    Name and title stand below an id that says them in other letters.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    room = max(get_terminal_size().columns - _OTHER_COLUMNS, _LEAST_ROOM)
    broken = max(len(row.id) for row in rows) > room
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for heading in ("Plan", "State", "Days left", "Last", "Next"):
        table.add_column(heading, justify="right" if heading == "Days left" else "left", no_wrap=heading != "Plan")
    for row in rows:
        plan = Text(_in_lines(clean(row.id), room) if broken else clean(row.id))
        if named := _in_other_letters(row):
            plan.append(f"\n{fitted(line(named), room)}", "dim")
        state = Text(spaced(row.state), _STYLES.get(row.state, ""))
        state.append("".join(f"\n{note}" for note in _notes(row, reader)), "dim")
        table.add_row(plan, state, *map(Text, _days(row)))
    return rendered(table)


def _in_other_letters(row: PlanRow) -> str:
    """Return the name and the title of a plan whose id says one of them in other letters, or in none of its own."""
    if row.title == row.id:  # of which too much cannot be read
        return ""
    texts = _name(row.team_member), row.title
    told = all(
        part.startswith("-".join(re.findall(_WORDS, text.casefold()))[:_TOLD])
        for part, text in zip(row.id.split("/"), texts, strict=True)
    )
    return "" if told and "".join(texts).isascii() else ": ".join(filter(None, texts))


def _in_lines(id_: str, room: int) -> str:
    person, _, title = id_.partition("/")
    return "\n".join([f"{person}/", *(f"  {part}" for part in wrap(title, room - 2))])


def as_json(rows: Sequence[PlanRow], today: date, reader: str | None, unshared: int | None) -> str:
    """Return every plan with its state on the day, what waits in it, and the number of changes that are not shared."""
    plans = [{**_known(row), "waiting": waiting.known(row, reader)} for row in rows]
    return plain.as_json({"today": today, "unshared": unshared, "plans": plans})


def _known(row: PlanRow) -> dict[str, Any]:
    same = ("id", "title", "kind", "status", "start", "end", "check_ins", "outcome", "state", "days_left")
    return {
        **{name: getattr(row, name) for name in same},
        **plain.in_repository(row.repository),
        "team_member": _name(row.team_member),
        "manager": _name(row.manager),
        "last_check_in": row.last_evidence,
        "next_check_in": _next_check_in(row),
        "next_review": row.next_session if row.status == "closed" else None,
        "notes": _notes(row, None),
    }
