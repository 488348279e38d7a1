"""All plans and their states, one line each: on a terminal, in a pipe, for a screen reader, and as JSON."""

import os
import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any, NamedTuple

from coachplan.base.words import NEEDY_STATES, capitalized, plural, spaced
from coachplan.output.terminal import plain, waiting
from coachplan.output.terminal.console import fitted, styled
from coachplan.output.terminal.console import line as one_line
from coachplan.views.plan_row import PlanRow, counts

_HEADINGS = ("Plan", "State", "Why", "Check-ins", "Next session", "Due", "Overdue", "Waiting")
_STYLES: dict[str, str] = {**dict.fromkeys(NEEDY_STATES, "bold yellow"), "on-track": "bold green"}
_SAID = {
    "forgotten": ("is a forgotten draft", "are forgotten drafts"),
    "stalled": ("has stalled", "have stalled"),
    "needs-attention": ("needs attention", "need attention"),
    "ended": ("has ended", "have ended"),
    "watch": ("is worth a look", "are worth a look"),
    "no-evidence": ("has no evidence yet", "have no evidence yet"),
    "on-track": ("is on track", "are on track"),
    "not-started": ("has not begun", "have not begun"),
    "on-hold": ("rests", "rest"),
    "draft": ("is a draft", "are drafts"),
    "closed": ("is closed", "are closed"),
    "unreadable": ("cannot be read", "cannot be read"),
}
_WELL = ("no-evidence", "on-track", "not-started", "on-hold", "draft", "closed")
_WIDEST, _WIDE = 160, 110
_LEAST = 16
_FOLLOWING = len("next 2026-01-01")
_SHARE = 0.46
NO_PLANS = 'No plans yet; make the first: coachplan new "Clear status updates" --for "Ada Lovelace <ada@example.com>"'
"""The invitation to make the first plan."""

_NONE_FITS = "No plan fits what you asked for; leave out a filter to see more"
_ALL_WELL = "All well: no plan needs anything today"


class Asked(NamedTuple):
    """A choice among the plans: `is_filtered` where not all were asked for, the states that were named, who looks.

    `unshared` is the number of their changes that nobody else has.
    """

    is_filtered: bool = False
    states: Sequence[str] = ()
    reader: str | None = None
    unshared: int | None = None


def as_text(rows: Sequence[PlanRow], today: date, asked: Asked) -> str:
    """Return groups by state on a terminal, tabs in a pipe."""
    if not sys.stdout.isatty():
        return plain.tabs([_HEADINGS, *(_cells(row, asked.reader) for row in rows)]) if rows else ""
    if not rows:
        return _nothing(asked)
    width = min(get_terminal_size().columns, _WIDEST)
    parts = [opening] if (opening := waiting.opening(rows, asked.reader, asked.unshared)) else []
    parts.append("\n".join(wrap(_summary(rows, today, asked), width)))
    room = _Room.of(rows, width)
    for state, group in groupby(rows, key=lambda row: row.state):
        members = list(group)
        heading = styled(spaced(state).capitalize(), _STYLES.get(state, "bold"))
        aside = "" if all(_is_listed(row, asked) for row in members) else styled(f"  --state {state} shows them", "dim")
        shown = [_shown(row, room, today) for row in members if _is_listed(row, asked)]
        parts.append("\n".join([f"{heading} {styled(f'({len(members)})', 'dim')}{aside}", *shown]))
    return "\n\n".join(parts)


def as_sentences(rows: Sequence[PlanRow], today: date, asked: Asked) -> str:
    """Return whole sentences without symbols or colour, for listening: how many, then plan by plan."""
    if not rows:
        return _nothing(asked)
    said = waiting.opening(rows, asked.reader, asked.unshared).splitlines()
    said.append(f"{_summary(rows, today, asked)}.")
    for state, group in groupby(rows, key=lambda row: row.state):
        members = list(group)
        said.append(f"{plural(len(members), 'plan')} {_SAID[state][len(members) != 1]}:")
        said += [_sentence(row, today) for row in members if _is_listed(row, asked)]
        if left := sum(not _is_listed(row, asked) for row in members):
            said.append(f"{plural(left, 'plan')} not listed here; ask with --state {state}.")
    return in_lines(said)


def in_lines(said: Sequence[str]) -> str:
    """Return paragraphs within the width of a terminal; each on one line elsewhere."""
    if not sys.stdout.isatty():
        return "\n".join(said)
    width = min(get_terminal_size().columns, _WIDEST)
    return "\n".join(line for text in said for line in wrap(text, width, break_on_hyphens=False) or [""])


def as_json(rows: Sequence[PlanRow], today: date, reader: str | None, unshared: int | None) -> str:
    """Return every plan, what waits in it, for `reader` where there is one, the number in each state, and of changes.

    Nobody's words are in it in CI.
    """
    plans = [{**_known(row), "waiting": waiting.known(row, reader)} for row in rows]
    return plain.as_json({"today": today, "counts": counts(rows), "unshared": unshared, "plans": plans})


def _nothing(asked: Asked) -> str:
    return _NONE_FITS if asked.is_filtered else NO_PLANS


def _is_listed(row: PlanRow, asked: Asked) -> bool:
    """True if a plan is listed; closed ones are only counted, unless something is due or they were asked for."""
    return row.state != "closed" or row.due > 0 or row.state in asked.states


def _summary(rows: Sequence[PlanRow], today: date, asked: Asked) -> str:
    """Count the plans, and those in each state; where all is well, say so."""
    found = counts(rows)
    mine = asked.reader is not None and any(row.waiting_for(asked.reader) for row in rows)
    if not (asked.is_filtered or mine) and set(found) <= {*_WELL} and not any(row.due for row in rows):
        return waiting.for_others(rows, asked.reader, today) or f"{_ALL_WELL}, {today}"
    said = ", ".join(f"{number} {_SAID[state][number != 1]}" for state, number in found.items())
    return f"{plural(len(rows), 'plan')} on {today}: {said}"


class _Room(NamedTuple):
    """The cells of each column; one without room has 0."""

    id: int
    why: int
    kept: int
    following: int
    due: int

    @classmethod
    def of(cls, rows: Sequence[PlanRow], width: int) -> "_Room":
        from rich.cells import cell_len

        is_wide = width >= _WIDE
        due = max(len(_due(row) if is_wide else _when(row)) for row in rows)
        kept = max(len(_kept(row)) for row in rows) if is_wide else 0
        following = _FOLLOWING if is_wide else 0
        left = width - 2 - sum(2 + column for column in (due, kept, following) if column) - 2
        id_ = max(cell_len(one_line(row.id)) for row in rows)
        why = max(cell_len(one_line(_why(row, 1))) for row in rows)
        id_ = min(id_, max(int(left * _SHARE), left - why, _LEAST))
        return cls(id_, max(min(why, left - id_), 0), kept, following, due)


def _shown(row: PlanRow, room: _Room, today: date) -> str:
    when = _due(row) if room.following else _when(row)
    cells = [_fitted(row.id, room.id), styled(_fitted(_why(row, 1), room.why), "dim")]
    if room.kept:
        cells.append(styled(_kept(row).ljust(room.kept), "dim"))
    if room.following:
        cells.append(_following(row, today).ljust(room.following))
    cells.append(styled(when.rjust(room.due), "yellow" if row.overdue else ""))
    return f"  {'  '.join(cells)}".rstrip()


def _following(row: PlanRow, today: date) -> str:
    if row.next_session is None:
        return ""
    return f"{'due ' if row.next_session < str(today) else 'next'} {row.next_session}"


def _fitted(text: str, room: int) -> str:
    """Return a text as one clean line of exactly so many cells; an ellipsis shows a cut."""
    from rich.cells import set_cell_size

    return set_cell_size(fitted(one_line(text), room), room)


def _why(row: PlanRow, most: int | None = None) -> str:
    """Return the reasons for a state, at most so many; not in CI, whose logs more people read than a plan."""
    reasons = [] if os.environ.get("CI") else [spaced(row.outcome), *row.reasons[1:]] if row.outcome else row.reasons
    return "; ".join([*(["formal support"] if row.is_formal else []), *reasons[:most]])


def _kept(row: PlanRow) -> str:
    return f"{row.kept} of {row.awaited} check-ins" if row.awaited else ""


def _due(row: PlanRow) -> str:
    if row.overdue:
        return f"{row.overdue} overdue"
    return f"{row.due} due" if row.due else ""


def _when(row: PlanRow) -> str:
    return _due(row) or row.next_session or ""


def _cells(row: PlanRow, reader: str | None) -> tuple[object, ...]:
    kept = f"{row.kept} of {row.awaited}" if row.awaited else ""
    mine = waiting.in_words(row.waiting_for(reader)) if reader else ""
    return row.id, row.state, _why(row), kept, row.next_session or "", row.due, row.overdue, mine


def _sentence(row: PlanRow, today: date) -> str:
    parts = [one_line(f"{row.id}: {_why(row)}").rstrip(":")]
    if row.awaited:
        parts.append(f"{row.kept} of {row.awaited} check-ins came")
    if row.next_session:
        day = date.fromisoformat(row.next_session)
        what = "a look back" if row.state == "closed" else "a session"
        parts.append(f"{what} {'was' if day < today else 'is'} planned for {day_in_words(day)}")
    if row.due:
        parts.append(f"{row.due} due" + (f", {row.overdue} of them overdue" if row.overdue else ""))
    return f"{'. '.join(capitalized(part) if place else part for place, part in enumerate(parts))}."


def day_in_words(day: date) -> str:
    """Return a day as people say it."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _known(row: PlanRow) -> dict[str, Any]:
    same = ("title", "team_member", "manager", "kind", "status", "state", "outcome", "next_session", "due", "overdue")
    return {
        "plan": row.id,
        **plain.in_repository(row.repository),
        **{name: getattr(row, name) for name in same},
        **({} if os.environ.get("CI") else {"reasons": row.reasons}),
        "check_ins": {"awaited": row.awaited, "kept": row.kept},
        "end": None if row.status == "closed" else row.end,
    }
