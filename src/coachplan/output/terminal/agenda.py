"""The agenda of plans, for people, for pipes and for programs."""

import os
import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any, NamedTuple

from coachplan.base.words import plural
from coachplan.output.terminal import plain
from coachplan.output.terminal.console import clean, styled
from coachplan.output.terminal.overview import day_in_words
from coachplan.views.plan_row import DueItem

_HEADINGS = ("Day", "Overdue", "Kind", "Plan", "What")
_WIDEST = 100


class AgendaRow(NamedTuple):
    """An item, the plan that it belongs to, and where several are looked at, the folder of that one's repository."""

    plan: str
    item: DueItem
    repository: str = ""


def as_text(rows: Sequence[AgendaRow], today: date, until: date, opening: str) -> str:
    """Return the `opening`, which says what waits, then the items, overdue ones first, day by day; tabs in a pipe."""
    if not sys.stdout.isatty():
        return plain.tabs([_HEADINGS, *map(_cells, rows)]) if rows else ""
    parts = [opening] if opening else []
    if not rows:
        return "\n\n".join([*parts, f"Nothing is due until {day_in_words(until)}"])
    width = min(get_terminal_size().columns, _WIDEST)
    late = [row for row in rows if row.item.overdue]
    parts += [_group("Overdue", "yellow", late, width, today)] if late else []
    ahead = [row for row in rows if not row.item.overdue]
    for day, group in groupby(ahead, key=lambda row: row.item.day):
        on = date.fromisoformat(day)
        parts.append(_group(f"{day_in_words(on)} · {away(on, today)}", "bold", list(group), width, None))
    return "\n\n".join(parts)


def _group(heading: str, style: str, rows: Sequence[AgendaRow], width: int, today: date | None) -> str:
    """Return the rows under their heading; with `today`, each with the days since."""
    lines = [styled(heading, style)]
    for row in rows:
        since = f" · {plural((today - date.fromisoformat(row.item.day)).days, 'day')} ago" if today else ""
        lines += _lines(_phrase(row.item, private=True) + since, clean(row.plan), width)
    return "\n".join(lines)


def _lines(what: str, plan: str, width: int) -> list[str]:
    """Return the item and its plan at the right margin, or below where both do not fit on one line."""
    room = width - 2 - len(plan) - 2
    if len(what) <= room:
        return [f"  {what.ljust(room)}  {styled(plan, 'dim')}"]
    return [*(f"  {line}" for line in wrap(what, width - 2)), styled(f"    {plan}", "dim")]


def _phrase(item: DueItem, *, private: bool) -> str:
    """Return an item in words; `private` ones only for those who may read the plan."""
    if not item.private:
        return item.what
    return clean(" ".join(f"{item.kind}: {item.what}".split())) if private else item.kind


def away(day: date, today: date) -> str:
    """Return the days from `today` to a day in words: `tomorrow`, `in 3 days`."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def _cells(row: AgendaRow) -> tuple[str, ...]:
    item = row.item
    return item.day, "overdue" if item.overdue else "", item.kind, row.plan, _what(item) or ""


def _what(item: DueItem) -> str | None:
    """Return the words of an item; not people's own in CI, whose logs more people read than a plan."""
    return None if item.private and os.environ.get("CI") else item.what


def as_json(
    rows: Sequence[AgendaRow], today: date, until: date, waits: Sequence[dict[str, Any]], unshared: int | None
) -> str:
    """Return every item, what waits, and the number of changes that are not shared; without people's words in CI."""
    items: list[dict[str, Any]] = []
    for plan, item, repository in rows:
        place = plain.in_repository(repository)
        known = {"plan": plan, **place, "key": item.key, "kind": item.kind, "day": item.day, "overdue": item.overdue}
        what = _what(item)
        items.append(known if what is None else known | {"what": what})
    return plain.as_json({"today": today, "until": until, "items": items, "waiting": waits, "unshared": unshared})
