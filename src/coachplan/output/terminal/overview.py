"""Where all plans stand, one line each: on a terminal, in a pipe, for a screen reader, and as JSON."""

import os
import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any, NamedTuple

from coachplan.output.terminal import plain
from coachplan.output.terminal.console import line as one_line
from coachplan.output.terminal.console import styled
from coachplan.views.plan_view import Line, counts

_HEADINGS = ("Plan", "State", "Why", "Check-ins", "Next session", "Due", "Overdue")
_STYLES = {"on-track": "bold green"} | dict.fromkeys(("stalled", "needs-attention", "ended", "watch"), "bold yellow")
_SAID = {
    "stalled": ("stands still", "stand still"),
    "needs-attention": ("needs attention", "need attention"),
    "ended": ("has ended", "have ended"),
    "watch": ("is worth a look", "are worth a look"),
    "on-track": ("is on track", "are on track"),
    "not-started": ("has not begun", "have not begun"),
    "on-hold": ("rests", "rest"),
    "draft": ("is a draft", "are drafts"),
    "closed": ("is closed", "are closed"),
    "unreadable": ("cannot be read", "cannot be read"),
}
_WELL = ("on-track", "not-started", "on-hold", "draft", "closed")
_WIDEST, _WIDE = 160, 110
_LEAST = 16
_FOLLOWING = len("next 2026-01-01")
_SHARE = 0.46
_EMPTY = 'No plans yet; make the first: coachplan new "Clear status updates" --for "Ada Lovelace <ada@example.com>"'
_NONE_FITS = "No plan fits what you asked for; leave out a filter to see more"
_ALL_WELL = "All well: no plan needs anything today"


class Asked(NamedTuple):
    """What was asked for, beside everything: whether plans were filtered, and which states by name."""

    is_filtered: bool = False
    states: Sequence[str] = ()


def as_text(lines: Sequence[Line], today: date, asked: Asked) -> str:
    """Groups by state on a terminal, tabs in a pipe."""
    if not sys.stdout.isatty():
        return plain.tabs([_HEADINGS, *map(_cells, lines)]) if lines else ""
    if not lines:
        return _nothing(asked)
    width = min(get_terminal_size().columns, _WIDEST)
    parts = ["\n".join(wrap(_summary(lines, today, asked), width))]
    room = _Room.of(lines, width)
    for state, group in groupby(lines, key=lambda line: line.state):
        members = list(group)
        heading = styled(said_state(state).capitalize(), _STYLES.get(state, "bold"))
        shown = [line for line in members if _is_shown(line, asked)]
        aside = "" if len(shown) == len(members) else styled(f"  --state {state} shows them", "dim")
        rows = [_row(line, room, today) for line in shown]
        parts.append("\n".join([f"{heading} {styled(f'({len(members)})', 'dim')}{aside}", *rows]))
    return "\n\n".join(parts)


def as_sentences(lines: Sequence[Line], today: date, asked: Asked) -> str:
    """Whole sentences without symbols or colour, for listening: how many, then plan by plan."""
    if not lines:
        return _nothing(asked)
    said = [f"{_summary(lines, today, asked)}."]
    for state, group in groupby(lines, key=lambda line: line.state):
        members = list(group)
        said.append(f"{_plans(len(members))} {_SAID[state][len(members) != 1]}:")
        said += [_sentence(line, today) for line in members if _is_shown(line, asked)]
        if left := sum(not _is_shown(line, asked) for line in members):
            said.append(f"{_plans(left)} not listed here; ask with --state {state}.")
    return in_lines(said)


def in_lines(said: Sequence[str]) -> str:
    """Paragraphs within the width of a terminal; each on one line elsewhere."""
    if not sys.stdout.isatty():
        return "\n".join(said)
    width = min(get_terminal_size().columns, _WIDEST)
    return "\n".join(line for text in said for line in wrap(text, width, break_on_hyphens=False) or [""])


def as_json(lines: Sequence[Line], today: date) -> str:
    """Every plan, and how many there are in each state; without people's words in CI."""
    return plain.as_json({"today": today, "counts": counts(lines), "plans": [_known(line) for line in lines]})


def said_state(state: str) -> str:
    """A state in words."""
    return state.replace("-", " ")


def _nothing(asked: Asked) -> str:
    return _NONE_FITS if asked.is_filtered else _EMPTY


def _is_shown(line: Line, asked: Asked) -> bool:
    """Closed plans are only counted, unless something is due or they were asked for."""
    return line.state != "closed" or line.due > 0 or line.state in asked.states


def _summary(lines: Sequence[Line], today: date, asked: Asked) -> str:
    """How many plans there are, and how many in each state; that all is well, where it is."""
    found = counts(lines)
    if not asked.is_filtered and set(found) <= {*_WELL} and not any(line.due for line in lines):
        return f"{_ALL_WELL}, {today}"
    said = ", ".join(f"{number} {_SAID[state][number != 1]}" for state, number in found.items())
    return f"{_plans(len(lines))} on {today}: {said}"


def _plans(number: int) -> str:
    return f"{number} plan{'s' * (number != 1)}"


class _Room(NamedTuple):
    """How many cells each column has; what there is no room for has none."""

    id: int
    why: int
    kept: int
    following: int
    due: int

    @classmethod
    def of(cls, lines: Sequence[Line], width: int) -> "_Room":
        from rich.cells import cell_len

        is_wide = width >= _WIDE
        due = max(len(_due(line) if is_wide else _when(line)) for line in lines)
        kept = max(len(_kept(line)) for line in lines) if is_wide else 0
        following = _FOLLOWING if is_wide else 0
        left = width - 2 - sum(2 + column for column in (due, kept, following) if column) - 2
        id_ = max(cell_len(one_line(line.id)) for line in lines)
        why = max(cell_len(one_line(_first_why(line))) for line in lines)
        id_ = min(id_, max(int(left * _SHARE), left - why, _LEAST))
        return cls(id_, max(min(why, left - id_), 0), kept, following, due)


def _row(line: Line, room: _Room, today: date) -> str:
    when = _due(line) if room.following else _when(line)
    cells = [_fitted(line.id, room.id), styled(_fitted(_first_why(line), room.why), "dim")]
    if room.kept:
        cells.append(styled(_kept(line).ljust(room.kept), "dim"))
    if room.following:
        cells.append(_following(line, today).ljust(room.following))
    cells.append(styled(when.rjust(room.due), "yellow" if line.overdue else ""))
    return f"  {'  '.join(cells)}".rstrip()


def _following(line: Line, today: date) -> str:
    if line.next_session is None:
        return ""
    return f"{'due ' if line.next_session < str(today) else 'next'} {line.next_session}"


def _first_why(line: Line) -> str:
    return "; ".join(_why(line)[:1])


def _fitted(text: str, room: int) -> str:
    """A text as one clean line of exactly so many cells; an ellipsis tells what was cut."""
    from rich.cells import cell_len, set_cell_size

    text = one_line(text)
    return set_cell_size(text if cell_len(text) <= room else set_cell_size(text, max(room - 1, 0)).rstrip() + "…", room)


def _why(line: Line) -> list[str]:
    """The reasons for a state, without people's words in CI, whose logs more people read than a plan."""
    if os.environ.get("CI"):
        return []
    outcome = [line.outcome.replace("-", " ")] if line.outcome else []
    return outcome or line.reasons


def _kept(line: Line) -> str:
    return f"{line.met} of {line.awaited} check-ins" if line.awaited else ""


def _due(line: Line) -> str:
    if line.overdue:
        return f"{line.overdue} overdue"
    return f"{line.due} due" if line.due else ""


def _when(line: Line) -> str:
    return _due(line) or line.next_session or ""


def _cells(line: Line) -> tuple[object, ...]:
    kept = f"{line.met} of {line.awaited}" if line.awaited else ""
    return line.id, line.state, "; ".join(_why(line)), kept, line.next_session or "", line.due, line.overdue


def _sentence(line: Line, today: date) -> str:
    parts = [one_line(f"{line.id}: {'; '.join(_why(line))}").rstrip(":")]
    if line.awaited:
        parts.append(f"{line.met} of {line.awaited} check-ins came")
    if line.next_session:
        day = date.fromisoformat(line.next_session)
        what = "a look back" if line.state == "closed" else "a session"
        parts.append(f"{what} {'was' if day < today else 'is'} planned for {day_in_words(day)}")
    if line.due:
        parts.append(f"{line.due} due" + (f", {line.overdue} of them overdue" if line.overdue else ""))
    return f"{'. '.join(part[:1].upper() + part[1:] if place else part for place, part in enumerate(parts))}."


def day_in_words(day: date) -> str:
    """A day as people say it."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _known(line: Line) -> dict[str, Any]:
    return {
        "plan": line.id,
        "title": line.title,
        "team_member": line.team_member,
        "manager": line.manager,
        "state": line.state,
        "outcome": line.outcome,
        **({} if os.environ.get("CI") else {"reasons": line.reasons}),
        "check_ins": {"awaited": line.awaited, "kept": line.met},
        "next_session": line.next_session,
        "end": line.end,
        "due": line.due,
        "overdue": line.overdue,
    }
