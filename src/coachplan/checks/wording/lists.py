"""Word lists and patterns as text, so that they read as data: short ones in the code, long ones in a file beside it."""

import re
from functools import cached_property
from pathlib import Path


def word_lists(module: str) -> dict[str, frozenset[str]]:
    """Return the lists in the text file beside a module, named by its `__file__`, by their headings.

    A heading such as `[states]` has an entry a line below it. Lines that begin with `# ` say why these are there.
    """
    text = Path(module).with_suffix(".txt").read_text(encoding="utf-8")
    lists = {}
    for part in text.split("\n["):
        heading, _, entries = part.lstrip("[").partition("]\n")
        lists[heading] = frozenset(entry for entry in entries.split("\n") if entry and not entry.startswith("# "))
    return lists


def listed(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def either(words: frozenset[str]) -> str:
    """Return a pattern for any of these words, always the same one."""
    return f"(?:{'|'.join(sorted(words))})"


class any_of:  # noqa: N801 - reads as a word where patterns are listed
    """One pattern for several; it is compiled at the first search, because compiling takes longer than searching."""

    def __init__(self, *patterns: str, flags: int = 0) -> None:
        self._patterns = patterns
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile("|".join(self._patterns), self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in `text` where one of the patterns is found."""
        return self.compiled.search(text)
