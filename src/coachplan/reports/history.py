"""A plan's history for people and for programs."""

from collections.abc import Iterable

from coachplan.reports import plain
from coachplan.reports.terminal import line, styled
from coachplan.story import Event

_DAY = "%Y-%m-%d %H:%M"


def as_text(events: Iterable[Event]) -> str:
    """One paragraph an event: when and who, then a line for each change."""
    paragraphs = []
    for event in events:
        head = f"{styled(f'{event.when:{_DAY}}', 'bold')}  {line(event.author)}  {styled(event.commit[:8], 'dim')}"
        paragraphs.append("\n".join([head, *(f"  {line(change.text)}" for change in event.changes)]))
    return "\n\n".join(paragraphs) or "Nothing is recorded yet; `coachplan save` commits what is there"


def as_json(id_: str, events: Iterable[Event]) -> str:
    """Every event, newest first."""
    entries = [
        {
            "commit": event.commit,
            "author": event.author,
            "date": event.when.isoformat(),
            "changes": [change.text for change in event.changes],
        }
        for event in events
    ]
    return plain.as_json({"plan": id_, "events": entries})
