"""Word lists and patterns as text, so that they read as data."""

import re


def listed(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern for all of these."""
    return re.compile("|".join(patterns))
