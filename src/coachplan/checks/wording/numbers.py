"""Numbers as people write them: 15, fifteen, £2.5k, 10%, a dozen, 3rd."""

import re

from coachplan.checks.wording.lists import listed, word_lists

_LISTS = word_lists(__file__)
NUMBERS = _LISTS["numbers"]
ORDINALS = _LISTS["ordinals"]
# Texts that may follow a number and a hyphen, or nothing.
_AFTER_NUMBERS = NUMBERS | ORDINALS | listed("quarters thirds fifths minute minutes page pages point points") | {""}
_DIGITS = re.compile(
    r"[<>~=≥≤+±-]{0,2}[£$€¥]?\d{1,12}(?:[.,]\d{1,9}){0,4}"
    r"(?:%|k|m|bn|x|pp|pts?|wpm|kg|g|ms|s|secs?|mins?|h|hrs?|hours?|minutes?|p|£|€|\$|usd|eur|gbp|pct|[kmgt]b|[ckm]?m[23²³]?"
    r"|ml|cl|l|mg|t|kwh?|mwh?|°[cf]|[mg]?hz|rpm|fps|db|hl|ha)?[+%]?"
    r"|[<>~=≥≤]{0,2}\d{1,4}(?:[.,]\d{1,3})?/\d{1,4}|\d{1,6}-\d{1,6}%?|\d+-?(?:minute|min|hour|page|point|star|second|line|question|word|item)s?"
)
_ORDINAL = re.compile(rf"\d{{1,3}}(?:st|nd|rd|th)|(?:(?:twenty|thirty)-)?(?:{'|'.join(ORDINALS)})")


def is_number(word: str) -> bool:
    """True if a word is an amount; a name with a digit in it, such as B2B, is not."""
    if _DIGITS.fullmatch(word):
        return word != "24/7"
    head, _, rest = word.partition("-")
    return head in NUMBERS and rest in _AFTER_NUMBERS


def is_ordinal(word: str) -> bool:
    """True if a word is an ordinal: 3rd, third, twenty-first."""
    return _ORDINAL.fullmatch(word) is not None
