"""The open questions for each situation, from `templates/questions/`, the organisation's first."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from coachplan.base.errors import UnreadableError
from coachplan.plan.guidance import Situation
from coachplan.store.files import read_file, read_within, require_unlinked

FOLDER = "questions"
_PACKAGED = Path(__file__).parents[1] / "templates"
_ENTRY = re.compile(r"\s*[-*+]\s+(.*\S)\s*")
_ONLY_THESE = re.compile(r"\s*only these\s*\.?\s*", re.IGNORECASE)


def known_questions(own_templates: Path | None, situation: Situation) -> list[str]:
    """Return every question for a situation: the organisation's, then ours unless its file says `Only these`.

    Raises `UnreadableError` for a file of the organisation that cannot be used.
    """
    own: list[str] = []
    if own_templates is not None and (own_templates / FOLDER).is_dir():
        require_unlinked(own_templates, FOLDER)
        _refuse_unknown(own_templates)
        if os.path.lexists(own_templates / FOLDER / f"{situation}.md"):
            text = _text(read_within, own_templates, situation)
            own = list(_entries(text, f"templates/{FOLDER}/{situation}.md"))
            if any(map(_ONLY_THESE.fullmatch, text.splitlines())):
                return own
    return list(dict.fromkeys([*own, *_entries(_text(read_file, _PACKAGED, situation), situation)]))


def _refuse_unknown(own_templates: Path) -> None:
    """Raise `UnreadableError` for a file whose mistyped name would hide its questions."""
    for path in sorted((own_templates / FOLDER).glob("*.md")):
        if path.stem not in tuple(Situation) and path.stem.casefold() != "readme":
            raise UnreadableError(
                f"templates/{FOLDER}/{path.name} is not named after a situation; the names are {', '.join(Situation)}"
            )


def _text(read: Callable[[Path, str], bytes], templates: Path, situation: Situation) -> str:
    path = f"{FOLDER}/{situation}.md"
    try:
        return read(templates, path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(f"templates/{path} is not UTF-8; save it as UTF-8") from None


def _entries(text: str, name: str) -> Iterator[str]:
    """Yield the entries of a list in Markdown, one a line; all other lines are explanation."""
    found = False
    for number, line in enumerate(text.splitlines(), 1):
        if entry := _ENTRY.fullmatch(line):
            found = True
            if not entry[1].endswith("?"):
                raise UnreadableError(f"{name}:{number}: a question must end with a question mark, on one line")
            yield entry[1]
    if not found:
        raise UnreadableError(f"{name} does not hold any questions; write each as a list entry: `- What worked?`")
