"""A plan's history for people and for programs."""

import sys
from collections.abc import Iterable
from shutil import get_terminal_size
from textwrap import fill
from typing import Any

from coachplan.output.terminal import plain
from coachplan.output.terminal.console import line, styled
from coachplan.views.events import Event

_NARROWEST = 20
_DAY = "%Y-%m-%d %H:%M"


def as_text(events: Iterable[Event]) -> str:
    """Return one paragraph an event: when and who, then a line for each change."""
    return all_as_text(("", event) for event in events)


def all_as_text(events: Iterable[tuple[str, Event]]) -> str:
    """Return the events of several plans, each with its plan's id."""
    paragraphs = []
    for id_, event in events:
        names = [styled(line(id_), "bold")] if id_ else []
        head = [styled(f"{event.when:{_DAY}}", "bold"), *names, line(event.author), styled(event.commit[:8], "dim")]
        paragraphs.append("\n".join(["  ".join(head), *(_indented(line(change.text)) for change in event.changes)]))
    return "\n\n".join(paragraphs) or "Nothing is recorded yet; `coachplan save` commits what is there"


def _indented(text: str) -> str:
    """Return a line below a heading, within the width of a terminal; in a pipe it stays one line."""
    if not sys.stdout.isatty():
        return f"  {text}"
    width = max(get_terminal_size().columns, _NARROWEST)
    return fill(text, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def as_json(id_: str, events: Iterable[Event]) -> str:
    """Return every event, newest first."""
    return plain.as_json({"plan": id_, "events": [_entry(event) for event in events]})


def all_as_json(events: Iterable[tuple[str, Event]]) -> str:
    """Return every event of several plans, each with its plan's id."""
    return plain.as_json({"events": [{"plan": id_, **_entry(event)} for id_, event in events]})


def _entry(event: Event) -> dict[str, Any]:
    return {
        "commit": event.commit,
        "author": event.author,
        "date": event.when.isoformat(),
        "changes": [change.text for change in event.changes],
    }
