"""Deadlines and frequencies in a text.

Every word becomes one letter by its part in an expression of time, and a deadline is a pattern over the letters:
`by the end of next month` is `ydgotU`. The patterns are short and bounded, so that a long text takes linear time.
"""

import re
from functools import lru_cache

from coachplan.checks.wording.lists import listed, word_lists
from coachplan.checks.wording.numbers import is_number, is_ordinal
from coachplan.checks.wording.words import is_past

_LISTS = word_lists(__file__)
_MONTHS = _LISTS["months"]
_WEEKDAYS = _LISTS["weekdays"]
_OCCASIONS = _LISTS["occasions"]
_LETTERS = {
    "Q": "tomorrow by-when eoy eom eoq eow eofy eo-year eo-month christmas-eve",
    "q": "today tonight now",
    "y": "by up-to",
    "b": "before",
    "u": "until till til 'til untill thru",
    "w": "within inside",
    "i": "in over through across",
    "h": "during throughout",
    "f": "for",
    "r": "from starting since",
    "B": "between",
    "n": "on at after into",
    "C": "come",
    "o": "of",
    "a": "a an",
    "d": "the my our his her their your its",
    "t": "next coming following upcoming nxt",
    "s": "this current these",
    "g": "end start beginning middle mid close late early eo turn halfway",
    "G": "rest remainder whole course entire full remaining duration length",
    "A": "all",
    "e": "each every per any",
    "p": "i we he she they",
    "J": "running straight consecutively",
    "z": "to and - & /",
    "c": "noon midday midnight lunchtime lunch",
    "j": "working business calendar consecutive successive school annual quarterly final regular or "
    "so few couple new hiring w/c wc week-commencing wb w/b c/o about approximately around roughly",
}
_WORDS: dict[str, str] = {
    **dict.fromkeys(_LISTS["events"], "E"),
    **dict.fromkeys(_LISTS["seasons"], "S"),
    **dict.fromkeys(_OCCASIONS, "I"),
    **dict.fromkeys({f"{name}s" for name in _OCCASIONS} | {"classes"}, "P"),
    **dict.fromkeys(_LISTS["units"], "U"),
    **dict.fromkeys(_LISTS["units_many"], "V"),
    **dict.fromkeys(_LISTS["short_units"], "H"),
    **dict.fromkeys(_MONTHS, "M"),
    **dict.fromkeys(_WEEKDAYS, "D"),
    **dict.fromkeys({f"{day}s" for day in _WEEKDAYS if len(day) > 5}, "R"),
    **{word: letter for letter, words in _LETTERS.items() for word in words.split()},
    ",": ",",
}
_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d\d)?(?:am|pm|a\.m|p\.m)|\d{1,2}:\d\d")
_DATE = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\d{1,2}-?(?:st|nd|rd|th)?-?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
)
_PERIOD = re.compile(
    r"(?:(?:mid|late|early|end|pre)-?)?(?:[qht][1-4](?:[/'-]?\d{2,4})?|fy'?\d{2,4}(?:/\d\d)?|cy\d{2,4}|(?:19"
    r"|20)\d\d(?:[/-]\d\d)?|wk\d{1,2}|w\d{1,2})"
)
_DAY_AND_MONTH = re.compile(r"\d{1,2}/\d{1,2}|\d{1,2}\.\d{1,2}\.|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])")
_MID = re.compile(r"(?:mid|early|late|end|pre|eo)-(\w+)")
_SPOKEN_UNIT = re.compile(r"(\d+)-?(day|week|month|year|wk|mth|d|w|m)s?")


@lru_cache(maxsize=8192)
def tag(word: str) -> str:
    """Return a word's part in an expression of time, as one letter; `x` for none."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0].isdigit() or word[-1].isdigit():
        return _tag_digits(word)
    if part := _MID.fullmatch(word):
        return tag(part[1]) if tag(part[1]) in "MSUQqEVI" else "x"
    if "-" in word and all(name in _MONTHS for name in word.split("-")):
        return "Q"
    if is_ordinal(word):
        return "W"
    if is_number(word):
        return "N"
    if word.endswith("-end"):
        return "S"
    return "Z" if word.endswith("ing") and len(word) > 4 else "x"


def _tag_digits(word: str) -> str:
    if _DATE.fullmatch(word):
        return "Q"
    if _PERIOD.fullmatch(word):
        return "q"
    if _CLOCK.fullmatch(word):
        return "c"
    if _SPOKEN_UNIT.fullmatch(word):
        return "k"
    if _DAY_AND_MONTH.fullmatch(word):
        return "l"
    return "O" if is_ordinal(word) else "N" if is_number(word) else "x"


def tags(words: list[str]) -> str:
    """Return one letter for each word; `march` is a month only within an expression of time."""
    letters = ""
    for word in words:
        letters += "x" if word == "march" and letters[-1:] not in _BEFORE_MONTHS else tag(word)
    return letters


_BEFORE_MONTHS = frozenset("yubwihronNOtsMzfgB")
# The end of a phrase of time: a month or weekday with the words around it, a season, an event, a quarter, a unit.
_HEAD = r"(?:[NOW]?o?M[NO]?q?|D|S|E|Q|q|U[NO]|U|kx?)"
_LEAD = r"[dtsgGojcOWSMD]{0,5}"
_DEADLINE = re.compile(
    "|".join(
        (
            rf"y(?![ENa]){_LEAD}(?:[xZ][dtsgojc]{{0,3}}){{0,2}}{_HEAD}[UMSEI]?",  # by the end of March
            r"y[dts]{1,2}[xjM]?I",  # by my next session
            r"yN[jx]?M|[yub]d?t[xZ]{1,2}",
            r"[yubn][dg]{0,2}o?O(?![xjEI])",  # by the 21st
            rf"u[^e,]{{0,5}}?{_HEAD}[USE]?",  # until the end of the pilot
            r"u(?:p|d)[^e,]{1,4}",  # until we move
            rf"b(?![Ze])[^e,Z]{{0,6}}?{_HEAD}[USE]?",  # before the school year ends
            rf"bd[^e,p]{{0,4}}?{_HEAD}[USE]?",  # before the heating season starts
            r"bp[^e,]{1,3}",  # before I go on leave
            r"[yub][dts]{0,2}[xEI]{1,3}U",  # by open day, before World Book Day
            r"y[dgo]{0,4}d?[Wts]N?j?V|[ih]d?[Wts]N?j?V",  # by the end of my first 90 days
            r"NVJ|f?NJV",  # four weeks running, nine straight weeks
            r"Ao?[dts]?(?:Mq?|S|q)",  # all of April, all winter
            r"nd?[ES]U(?=$|,)|nUN",  # on handover day, on day 4
            r"[wih][dtsGgojaW]{0,5}N?[jx]?V",  # over the next two sprints
            r"[wih][dtsGgoj]{0,4}N[jx]?U",  # in 2 month
            r"[wih][dtsGgojW]{1,5}x?[SM]?U[NO]?",  # within the quarter, in the autumn term
            r"[wi]aU",  # within a month
            r"[ih][dtsGgojz]{0,4}(?:[NOW]?o?Mq?|[NO]M|S|q|U[NO])[USE]?",  # in January, during Q2, in week 2
            r"h[ds]{0,2}x?E",  # during the pilot
            r"w[dtsgGoj]{0,4}[SMqE]",
            r"f[dtsGgoj]{0,4}N?j?[OW]?j?V",  # for the next six weeks
            r"f[dts]{0,2}[tsGg][Gotsdj]{0,4}[xSM]?(?:U|S|q|E|V|M)",  # for the rest of the year
            r"fd?Go[dts]{0,2}x{1,3}",
            r"fa[jG]{0,2}U",  # for a month
            r"f[dts]{0,2}(?:Mq?|q)E?",  # for May
            r"[ts][jNxSOW]{0,2}(?:U(?!o)|V|Mq?|D|S|P|q)",  # this quarter, next 8 weeks
            r"[tG]N[jx]?[xPE]",  # my next three reports
            r"[ts][xE]{0,2}I",
            r"r[NO]?Mq?[zuir][NO]?M",  # from January to March
            rf"B[^e,]{{1,3}}z[^e,]{{0,4}}?{_HEAD}",  # between now and Easter
            r"[NO]?M[zu][NO]?M",
            r"[NO]o?M[NO]?q?|M[NO]{1,2}q?|Q",  # 3 March, March 3, 31/12/2026
            r"(?<!^)go[dts]{0,2}[xSMj]{0,2}(?:U[NO]?|S|Mq?|q|E|Q)",  # end of next month
            r"(?<!^)g[dts]?j?(?:U[NO]?|S|Mq?|q)",  # mid next month
            r"nd?[dts]{0,2}x?(?:D|S|ME?|E(?=$|,))",  # on Friday, at the June meeting
            r"nd?[ts][xE]{0,2}[IE]",
            r"(?:n|i|u|b|y)[dts]{0,2}[xM]{0,1}M(?:[xE]|I)",
            r"yS|yE(?=$|,)|^q(?=,)|^NV,",
            r"[yub]d?l|C[ts]?[MSq]|[yu]d?go[dts]?[xZ]{1,3}",  # by 10/4, come September, by the end of onboarding
        )
    )
)
_AGAIN = re.compile(r",?(?:e|ae?)[jxNOW]?[UVDIHES]|oe")
_STANDARD = re.compile(r"[wi]N[jx]?[VU]|wa[jx]?U")
_EACH = listed("each every any all")
_PROCESSING = _LISTS["processing"]
_WAITING = listed("wait waiting waits waited pause pausing hold holding silent quiet")
_NO_DAY = re.compile(r"[^MDSQqtNOW]*(?:nN)?")
# A period that is part of a name: `for the Q3 project team`, `in Q1 and Q2 topics`.
_NAMING = re.compile(r"[fi]dq(?:x(?!E)|E(?=x))|[fi]qx(?=$|,)|[fi]qzqx")
# After `before I`, these happen once; everything else may come each time.
_FAREWELL = re.compile(
    r"(?:go|goes) (?:on|to|back|abroad|away|part-time)\b"
    r"|(?:leave|leaves)(?: (?:for|in|on|the (?:company|team|firm|job|role|service|country|post)|my (?:job|role|post))"
    r"|$)|(?:retire|relocate|move|return|graduate|qualif|turn|become|join|transfer|emigrate|deploy|apply|marr)"
    r"|(?:start|begin|finish)(?:e?s)? (?!\w+ing\b)\w|step(?:s)? down"
    r"|hand over (?:to|my|the (?:role|team|job|department|keys))|(?:come|comes) back|gets? (?:married|promoted)"
    r"|(?:have|has) (?:my|the|our|his|her) (?:baby|child|operation|surgery)"
    r"|take(?:s)? (?:over|up|on|my|parental|maternity)|open(?:s)? (?:the|our)|launch|sit(?:s)? (?:the|my|his|her)"
    r"|expand|close(?:s)? (?:the|our) (?:shop|site|plant|branch)|break(?:s)? up\b"
)
_OFTEN = _LISTS["often"]
_RATE = re.compile(r"[eo]?e[jxNOW]?(?:[UVDIHSkM]|x?[IEP])|N[x]{0,4}a[j]?[UVH]|NxaU|[xNO]aU(?=$|,)")


def deadlines(words: list[str], letters: str) -> list[tuple[int, int]]:
    """Return the deadlines of a text, as spans of words; a time that comes again and again is not one."""
    return [
        (first, last)
        for first, last in (match.span() for match in _DEADLINE.finditer(letters))
        if not (
            _AGAIN.match(letters, last)
            or _is_standard(words, letters, first, last)
            or _is_order(words, letters, first, last)
            or _NAMING.match(letters, first)
            or _is_over(words, first, last)
            or _is_class(words, first, last)
            or _is_next_day(words, first, last)
        )
    ]


def _is_order(words: list[str], letters: str, first: int, last: int) -> bool:
    """True if `before` or `until` gives an order, each time: `before I answer`, `wait until they finish`."""
    if letters[first] == "u":
        return not _WAITING.isdisjoint(words[:first][-1:])
    if letters[first] != "b":
        return False
    if letters[first + 1 : first + 2] != "p" or not _NO_DAY.fullmatch(letters, first, last):
        return False
    return _FAREWELL.match(" ".join(words[first + 2 :])) is None


def _is_class(words: list[str], first: int, last: int) -> bool:
    """True if `in year 8` is where somebody is taught."""
    span = words[first:last]
    return span[:2] in (["in", "year"], ["in", "block"]) and len(span) == 3 and span[2].isdigit() and int(span[2]) < 14


def _is_next_day(words: list[str], first: int, last: int) -> bool:
    """True if each time has its own end: `write up every visit by the next morning`."""
    return (
        words[last - 2 : last - 1] == ["next"]
        and words[last - 1] in _PARTS_OF_DAY
        and not _EACH.isdisjoint(words[:first])
    )


_PARTS_OF_DAY = listed("day morning afternoon evening night")


def _is_over(words: list[str], first: int, last: int) -> bool:
    """True if a period is over: `since I joined in 2019`, `in 2024 I lost four clients`."""
    before, after = " ".join(words[:first]), " ".join(words[last:])
    told = (_WHO_DID.search(before), _I_DID.match(after))
    return _SINCE.search(before) is not None or any(did is not None and is_past(did[1]) for did in told)


_SINCE = re.compile(r"\bsince(?: \S+){0,3}$")
_WHO_DID = re.compile(r"\b(?:i|we|he|she|they|which|that|who|were|was) (\S+)$")
_I_DID = re.compile(r"(?:i|we) (\S+)")


def _is_standard(words: list[str], letters: str, first: int, last: int) -> bool:
    """True if `within 5 days` is a speed: after a word for a repeated action, or before `of arrival`."""
    if not _STANDARD.match(letters, first):
        return False
    unit = words[last - 1]
    if words[last - 2] == "a" or words[first + 1] == "a":
        return unit == "day" or (words[last : last + 1] == ["of"] and not _EACH.isdisjoint(words[:first]))
    if unit.startswith(("mon", "mth", "q", "y", "term", "sprint", "iter", "sem")):
        return False
    after = words[last : last + 2]
    if after[:1] == ["of"] or after in (["or", "less"], ["or", "fewer"], ["or", "sooner"], ["on", "average"]):
        return True
    return (letters[first] == "w" or unit.startswith("day")) and not _PROCESSING.isdisjoint(words[:first])


def frequency(words: list[str], letters: str) -> bool:
    """True if a text has a frequency: `twice a week`, `every Friday`, `daily`; `the weekly meeting` does not."""
    return _RATE.search(letters) is not None or any(_is_often(words, place) for place in range(len(words)))


def _is_often(words: list[str], place: int) -> bool:
    if words[place].endswith("days"):
        return words[place] in _OFTEN and _COMPARED.isdisjoint(words[:place])
    return words[place] in _OFTEN and _EXISTING.isdisjoint(words[:place][-1:])


_COMPARED = listed("more less often frequently better")
_EXISTING = listed("the our my this that their your at in next")
