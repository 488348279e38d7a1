"""Obstacles that come back from check-in to check-in."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from coachplan.plan import CheckIn

_WORD = re.compile(r"[^\W\d_]+")
_SMALL = re.compile(
    r"\b(?:a|an|the|this|that|these|those|some|my|your|his|her|its|our|their|i|you|he|she|it|we|they|us|them|is|are|was|were"
    r"|be|been|has|have|had|and|at|by|for|from|in|of|on|to|with|again|also|still|too|s"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_ALIKE = 0.9
_TOLD = 500
"""The characters of an obstacle that tell it from others: to compare longer texts takes quadratic time."""


def recurring(check_ins: Sequence[CheckIn]) -> list[int]:
    """Count, for each obstacle of the last check-in, the days whose check-ins have it.

    None where a check-in of the last day adjusts something.
    """
    if not check_ins or any(entry.adjustments for entry in check_ins if entry.date == check_ins[-1].date):
        return []
    return [
        len({entry.date for entry in check_ins if any(_are_alike(obstacle, other) for other in entry.obstacles)})
        for obstacle in check_ins[-1].obstacles
    ]


def _are_alike(one: str, other: str) -> bool:
    """True if two texts say the same but for case, punctuation, days, numbers, small words and a few letters."""
    first, second = _gist(one), _gist(other)
    if first == second:
        return bool(first)
    matcher = SequenceMatcher(None, first, second)
    # Both are at least the ratio, and quick to tell.
    return matcher.real_quick_ratio() >= _ALIKE <= matcher.quick_ratio() and matcher.ratio() >= _ALIKE


def _gist(text: str) -> str:
    return " ".join(_WORD.findall(_SMALL.sub(" ", text[:_TOLD].casefold())))
