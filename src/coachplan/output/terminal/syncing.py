"""A sync in words: what came in, what was shared, and what only a person can decide."""

import os
from collections.abc import Iterator
from shutil import get_terminal_size
from textwrap import fill
from typing import TYPE_CHECKING, Any, TextIO

from coachplan.actions.sync import WHOLE, Synced, Undecided
from coachplan.base.words import plural
from coachplan.output.terminal.console import line, styled

if TYPE_CHECKING:
    from coachplan.coaching.merging.parts import Side

_NARROWEST = 30
_SIDES: tuple["Side", ...] = ("mine", "theirs")
_WHY = {
    "two values": "both of you changed it, to different words",
    "removed and changed": "one of you took it out, and the other changed it",
    "accepted and changed": "one of you agreed to it, and the other changed its words",
    "two states": "both of you say how it went, and differently",
    "two ends": "both of you moved the end, to different days",
    "two outcomes": "both of you closed it, with different outcomes",
}


def as_text(done: Synced, stream: TextIO | None = None) -> str:
    """Return what came in, and the number of changes that others get, for a stream: by default for standard output."""
    lines = [f"{styled(line(id_), 'bold', stream)}  {line(said)}" for id_, said in _said(done)]
    if done.taken and not lines:  # a plan that is gone, settings, or no plan at all
        lines = [f"Took in {plural(done.taken, 'change')}"]
    given = f"Shared {plural(done.given, 'change')}" if done.given else ""
    lines += map(line, done.notices)
    return "\n".join([*lines, *([given] if given else [])]) or "Nothing new on either side"


def _said(done: Synced) -> Iterator[tuple[str, str]]:
    """Yield what each event says, the oldest first; without people's words in CI."""
    for id_, event in reversed(done.came):
        is_logged = bool(os.environ.get("CI"))
        told = [change.subject if is_logged else change.text for change in event.changes]
        names_author = all(event.author in text for text in told)
        yield id_, ("" if names_author else f"{event.author}: ") + "; ".join(told)


def questions(done: Synced) -> str:
    """Return the questions that are open, with the way to answer each in a script."""
    found = done.questions
    lines = [f"  {question(entry)}{_whose(entry)}" for entry in found]
    so_far = "what came in before is kept" if done.taken else "everything is as it was"
    heading = f"{plural(len(found), 'question')} only a person can decide; {so_far}:"
    return "\n".join([heading, *lines, "Run `coachplan sync` on a terminal, or name a side: --take 'mine PLAN:KEY'"])


def left(*, has_changed: bool) -> str:
    """Return the line after questions that a person leaves open; `has_changed` where something was recorded before."""
    return f"Left as it is: {'' if has_changed else 'nothing was changed, and '}nothing was shared"


def question(entry: Undecided) -> str:
    """Return what is undecided, and why."""
    return f"{line(entry.name)}: {_WHY.get(entry.conflict.kind, entry.conflict.kind)}"


def _whose(entry: Undecided) -> str:
    """Return whose the two versions are, and of which days; empty where the history does not say."""
    said = (f"{side}: {line(origin.author)}, {origin.day}" for side, origin in entry.origins.items())
    return f" ({'; '.join(said)})" if entry.origins else ""


def versions(entry: Undecided) -> str:
    """Return what there was before, if anything, and the version of each side, with whose it is and its day."""
    return "\n".join(_versions(entry))


def _versions(entry: Undecided) -> Iterator[str]:
    conflict = entry.conflict
    width, inner = max(get_terminal_size().columns - 1, _NARROWEST), " " * 10
    if conflict.base is not None:
        before = line(_value(conflict.base, conflict.key))
        yield fill(before, width, initial_indent="  before  ", subsequent_indent=inner)
    for side in _SIDES:
        words = line(_value(conflict.side(side), conflict.key))
        yield fill(words, width, initial_indent=f"  {side:>6}  ", subsequent_indent=inner)
        if origin := entry.origins.get(side):
            yield f"{inner}({line(origin.author)}, {origin.day})"


def _value(value: Any, key: str) -> str:
    """Return a value for people to read: a fingerprint in it tells them nothing, nor does a file in one line."""
    from coachplan.coaching.merging.plans import TEXT
    from coachplan.format import to_yaml

    if key == TEXT:  # the line that closes the front matter is no part of what is asked
        value = value.partition("\n")[2].strip() or None
    if value is None or key == WHOLE:
        return "(taken out)" if value is None else "(the whole file)"

    known = {key: part for key, part in value.items() if key != "agreed"} if isinstance(value, dict) else value
    return known if isinstance(known, str) else to_yaml(known)
