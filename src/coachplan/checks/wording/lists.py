"""Word lists and patterns as text, so that they read as data."""

import re
from functools import cached_property


def listed(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


class any_of:  # noqa: N801 - reads as a word where patterns are listed
    """One pattern for several; it is compiled at the first search, because compiling takes longer than searching."""

    def __init__(self, *patterns: str) -> None:
        self._patterns = patterns

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile("|".join(self._patterns))

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in `text` where one of the patterns is found."""
        return self._compiled.search(text)
