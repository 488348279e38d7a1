"""The things that wait for the person who looks: for people first of all, and for programs."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any

from coachplan.base.people import parted
from coachplan.base.words import plural
from coachplan.output.terminal import plain
from coachplan.output.terminal.console import clean, styled
from coachplan.output.terminal.console import line as one_line
from coachplan.views.plan_row import PlanRow, Waiting

_MOST, _FEW = 8, 3
_SINGLE = {
    "agree": "say what you think of the terms",
    "begin": "a draft waits for its beginning",
    "session": "a session is due",
    "look-back": "look back together",
    "follow-up": "look again: has it lasted?",
    "words": "add in your own words how you see it",
}
_COUNTED = {
    "answer": ("answer {}", "proposal"),
    "step": ("see to {}", "next step"),
    "activity": ("{}, whose day has come", "activity"),
    "support": ("{} that you promised, whose day has come", "piece of support"),
}
_PLURALS = {"activity": "activities", "piece of support": "pieces of support"}
_COMMANDS = {
    "answer": "accept",
    "agree": "agree",
    "begin": "show",
    "session": "prep",
    "look-back": "close",
    "follow-up": "follow-up",
    "words": "close --own-words TEXT",
    "step": "prep",
    "activity": "done",
    "support": "show",
}


def opening(
    rows: Iterable[PlanRow], reader: str | None, unshared: int | None = None, *, is_prepared: bool = False
) -> str:
    """Return the first lines of a page: what waits for `reader`, a plan a line, with the command that comes next.

    After the preparation of a session, that is the record of it. The number of changes that are `unshared` comes last.
    Empty where nothing waits, and where nobody knows who looks.
    """
    found = [(row, entries) for row in rows if reader and (entries := row.waiting_for(reader))]
    if not (found or unshared) or reader is None:
        return ""
    heading = styled(f"Waiting for {one_line(parted(reader)[0])}", "bold")
    shown = (
        (f"  {clean(row.id)}: {in_words(entries)}", _command(row, entries, is_prepared=is_prepared))
        for row, entries in found[:_MOST]
    )
    lines = [line for what, command in shown for line in _lines(what, command)]
    more = [f"  and {plural(len(found) - _MOST, 'more plan')}: `coachplan due` has them all"] if found[_MOST:] else []
    are_several = any(row.repository for row, _ in found)
    return "\n".join([heading, *lines, *more, *_sharing(unshared, are_several=are_several)])


def for_others(rows: Iterable[PlanRow], reader: str | None, today: date) -> str:
    """Return for whom something waits where nothing waits for `reader`; empty where nothing waits for anybody."""
    found: dict[str, list[Waiting]] = {}
    for row in rows:
        for identity in dict.fromkeys(identity for _, identity in row.people):
            if entries := row.waiting_for(identity):
                found.setdefault(identity, []).extend(entries)
    if not found:
        return ""
    whom = [f"for {one_line(parted(identity)[0])}: {in_words(entries)}" for identity, entries in found.items()]
    more = [f"and for {len(whom) - _FEW} more people"] if whom[_FEW:] else []
    nothing = "Nothing waits for you" if reader else "Nothing is late"
    return f"{nothing}, {today}; {' · '.join([*whom[:_FEW], *more])}"


def _sharing(unshared: int | None, *, are_several: bool) -> list[str]:
    if not unshared:
        return []
    return _lines(f"  {not_shared(unshared)}", f"coachplan {'workspace ' if are_several else ''}sync")


def not_shared(unshared: int) -> str:
    """Return the number of changes that nobody else has yet, in words."""
    return f"{plural(unshared, 'change')} of yours {'is' if unshared == 1 else 'are'} not shared yet"


def _lines(what: str, command: str) -> list[str]:
    """Return what waits with its command beside it, or below; where a terminal is too narrow for that, without it."""
    width = get_terminal_size().columns
    if len(what) + 2 + len(command) <= width:
        return [f"{what}  {styled(command, 'dim')}"]
    below = [f"    {styled(command, 'dim')}"] if 4 + len(command) <= width else []
    return [*wrap(what.strip(), width, initial_indent="  ", subsequent_indent="    "), *below]


def in_words(entries: Sequence[Waiting]) -> str:
    """Return what waits in a plan, without anyone's words: `answer 3 proposals; a session is due`."""
    return "; ".join(_phrases(entries))


def _phrases(entries: Sequence[Waiting]) -> Iterator[str]:
    for kind, number in Counter(entry.kind for entry in entries).items():
        if kind in _SINGLE:
            yield _SINGLE[kind]
        else:
            phrase, noun = _COUNTED[kind]
            yield phrase.format(plural(number, noun, _PLURALS.get(noun)))


def _command(row: PlanRow, entries: Sequence[Waiting], *, is_prepared: bool) -> str:
    """Return the command for the first thing that waits; one for an activity names it.

    Of several repositories it names that of the plan, so that it works wherever the person stands.
    """
    from shlex import quote

    first = entries[0]
    verb, _, rest = _COMMANDS[first.kind].partition(" ")
    if is_prepared and verb == "prep":
        verb = "log"
    if first.kind == "activity":
        rest = quote(clean(first.key.partition(":")[2].removeprefix("#")))
    place = f"-C {quote(clean(_from_here(row.repository)))} " if row.repository else ""
    return f"coachplan {place}{verb} {clean(row.id)}{f' {rest}' if rest else ''}"


def _from_here(folder: str) -> str:
    """Return the shorter of a folder's path and the way to it from the current folder."""
    return min(folder, os.path.relpath(folder), key=len)


def known(row: PlanRow, reader: str | None) -> list[dict[str, Any]]:
    """Return what waits in a plan, for `reader` or else for everyone, as plain data; without people's words in CI."""
    entries = row.waiting_for(reader) if reader else row.waiting
    bare = ("role", "kind", "key") if os.environ.get("CI") else Waiting._fields
    return [{name: getattr(entry, name) for name in bare} for entry in entries]


def known_of_all(rows: Iterable[PlanRow], reader: str | None) -> list[dict[str, Any]]:
    """Return what waits in several plans as `known` does, each with the id of its plan."""
    return [
        {"plan": row.id, **plain.in_repository(row.repository), **entry} for row in rows for entry in known(row, reader)
    ]
