"""When something is to be reached, and how often it is to happen.

Every word becomes one letter by the part that it plays in saying a time, and a deadline is a pattern over the letters:
`by the end of next month` is `ydgotU`. The patterns are short and bounded, so that a long text takes linear time.
"""

import re
from functools import lru_cache

from coachplan.wording.numbers import is_number, is_ordinal

MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "febuary",
        "januray",
        "septmber",
        "setpember",
    ]
)
WEEKDAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "weds",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "wednsday",
        "wensday",
        "thrusday",
    ]
)
SEASONS = frozenset(
    [
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "midsummer",
        "midwinter",
        "easter",
        "christmas",
        "xmas",
        "chrismas",
        "new-year",
        "ramadan",
        "eid",
        "diwali",
        "hanukkah",
        "passover",
        "thanksgiving",
        "halloween",
        "black-friday",
        "bank-holiday",
        "half-term",
        "holidays",
        "michaelmas",
        "hilary",
        "carnival",
        "lent",
        "pentecost",
        "whitsun",
        "lunar",
        "peak",
        "midterm",
        "mid-term",
        "midterms",
        "ashura",
        "navratri",
        "holi",
        "go-live",
        "golive",
        "launch",
        "kickoff",
        "kick-off",
        "probation",
        "year-end",
        "yearend",
        "month-end",
        "quarter-end",
        "midyear",
        "mid-year",
        "half-year",
        "mid-season",
        "pre-season",
        "retirement",
        "graduation",
        "christmastime",
        "eastertime",
        "summertime",
        "springtime",
        "wintertime",
        "school-year",
        "mid-sprint",
        "mid-quarter",
        "mid-month",
        "mid-week",
        "weekend",
    ]
)
EVENTS = frozenset(
    [
        "review",
        "appraisal",
        "evaluation",
        "assessment",
        "audit",
        "inspection",
        "exam",
        "exams",
        "examination",
        "test",
        "release",
        "conference",
        "summit",
        "offsite",
        "off-site",
        "away-day",
        "awayday",
        "deadline",
        "due-date",
        "cutoff",
        "cut-off",
        "opening",
        "closing",
        "closure",
        "pilot",
        "trial",
        "trial-period",
        "project",
        "programme",
        "program",
        "campaign",
        "internship",
        "placement",
        "rotation",
        "apprenticeship",
        "traineeship",
        "secondment",
        "course",
        "contract",
        "leave",
        "holiday",
        "vacation",
        "break",
        "season",
        "election",
        "elections",
        "budget",
        "agm",
        "board",
        "migration",
        "rollout",
        "roll-out",
        "relaunch",
        "inauguration",
        "ceremony",
        "festival",
        "fair",
        "expo",
        "exhibition",
        "olympics",
        "championships",
        "tournament",
        "congress",
        "convention",
        "wedding",
        "visit",
        "move",
        "relocation",
        "reorganisation",
        "reorg",
        "merger",
        "demo",
        "check-in",
        "checkin",
        "touchpoint",
        "re-inspection",
        "accreditation",
        "certification",
        "renewal",
        "observation",
        "supervision",
        "revalidation",
        "graduation",
        "performance",
        "show",
        "concert",
        "premiere",
        "play",
        "townhall",
        "town-hall",
        "hackathon",
        "school",
        "classes",
        "lectures",
        "holidays",
        "handover",
        "stocktake",
        "ofsted",
        "cqc",
        "birthday",
        "anniversary",
        "ends",
        "finishes",
        "starts",
        "begins",
        "opens",
        "closes",
        "launches",
        "expires",
    ]
)
OCCASIONS = frozenset(
    [
        "meeting",
        "session",
        "call",
        "lesson",
        "class",
        "shift",
        "interview",
        "retro",
        "retrospective",
        "standup",
        "stand-up",
    ]
)
UNITS = frozenset(
    [
        "day",
        "week",
        "month",
        "quarter",
        "year",
        "sprint",
        "iteration",
        "term",
        "semester",
        "trimester",
        "fortnight",
        "half",
        "wk",
        "mth",
        "qtr",
        "yr",
        "decade",
        "cycle",
        "pi",
        "increment",
        "period",
        "phase",
        "stage",
        "academic",
        "stint",
        "season",
        "block",
        "century",
        "workday",
        "workweek",
        "weekday",
        "tri-annum",
    ]
)
UNITS_MANY = frozenset(
    [
        "days",
        "weeks",
        "months",
        "quarters",
        "years",
        "sprints",
        "iterations",
        "terms",
        "semesters",
        "trimesters",
        "fortnights",
        "wks",
        "mths",
        "mos",
        "qtrs",
        "yrs",
        "decades",
        "cycles",
        "increments",
        "periods",
        "phases",
        "seasons",
        "workdays",
        "weekdays",
        "mnths",
        "moths",
    ]
)
SHORT_UNITS = frozenset(
    [
        "second",
        "seconds",
        "sec",
        "secs",
        "minute",
        "minutes",
        "min",
        "mins",
        "hour",
        "hours",
        "hr",
        "hrs",
        "h",
        "ms",
        "moment",
        "moments",
        "rings",
        "ring",
    ]
)
_WORDS: dict[str, str] = {
    **dict.fromkeys(EVENTS, "E"),
    **dict.fromkeys(SEASONS, "S"),
    **dict.fromkeys(OCCASIONS, "I"),
    **dict.fromkeys({f"{name}s" for name in OCCASIONS} | {"classes"}, "P"),
    **dict.fromkeys(UNITS, "U"),
    **dict.fromkeys(UNITS_MANY, "V"),
    **dict.fromkeys(SHORT_UNITS, "H"),
    **dict.fromkeys(MONTHS, "M"),
    **dict.fromkeys(WEEKDAYS, "D"),
    **dict.fromkeys({f"{day}s" for day in WEEKDAYS if len(day) > 5}, "R"),
    **dict.fromkeys(
        ["tomorrow", "tonight", "today", "eoy", "eom", "eoq", "eow", "eofy", "eo-year", "eo-month", "christmas-eve"],
        "Q",
    ),
    **dict.fromkeys(["by", "per-by", "up-to"], "y"),
    "before": "b",
    "ere": "b",
    **dict.fromkeys(["until", "till", "til", "'til", "untill", "thru"], "u"),
    "within": "w",
    "inside": "w",
    **dict.fromkeys(["in", "during", "throughout", "over", "through", "across"], "i"),
    "for": "f",
    **dict.fromkeys(["from", "starting", "between", "since"], "r"),
    **dict.fromkeys(["on", "at", "after"], "n"),
    "of": "o",
    **dict.fromkeys(["a", "an"], "a"),
    **dict.fromkeys(["the", "my", "our", "his", "her", "their", "your", "its"], "d"),
    **dict.fromkeys(["this", "next", "coming", "current", "following", "upcoming", "these", "nxt"], "t"),
    **dict.fromkeys(
        ["end", "start", "beginning", "middle", "mid", "close", "late", "early", "eo", "turn", "halfway"], "g"
    ),
    **dict.fromkeys(["rest", "remainder", "whole", "course", "entire", "full", "remaining", "duration"], "G"),
    **dict.fromkeys(["each", "every", "per", "any"], "e"),
    **dict.fromkeys(["i", "we", "you", "they", "he", "she"], "p"),
    **dict.fromkeys(["to", "and"], "z"),
    **dict.fromkeys(
        [
            "working",
            "business",
            "calendar",
            "consecutive",
            "straight",
            "successive",
            "running",
            "school",
            "annual",
            "quarterly",
            "final",
            "regular",
            "or",
            "so",
            "few",
            "couple",
            "new",
            "w/c",
            "wc",
            "week-commencing",
            "wb",
            "w/b",
            "c/o",
            "about",
            "approximately",
            "around",
            "roughly",
        ],
        "j",
    ),
    **dict.fromkeys(["noon", "midday", "midnight", "lunchtime", "lunch"], "c"),
    ",": ",",
}
_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d\d)?(?:am|pm|a\.m|p\.m)|\d{1,2}:\d\d")
_DATE = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}-?(?:st|nd|rd|th)?-?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
)
_PERIOD = re.compile(
    r"[qht][1-4](?:[/'-]?\d{2,4})?|fy'?\d{2,4}(?:/\d\d)?|cy\d{2,4}|(?:mid-?|late-?|early-?)?(?:19|20)\d\d(?:[/-]\d\d)?|wk\d{1,2}|w\d{1,2}"
)
_MID = re.compile(r"(?:mid|early|late|end|pre|eo)-(\w+)")
_SPOKEN_UNIT = re.compile(r"(\d+)-?(day|week|month|year|wk|mth|d|w|m)s?")


@lru_cache(maxsize=8192)
def tag(word: str) -> str:
    """The part that a word plays in saying a time, as one letter; `x` for none."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0].isdigit() or word[-1].isdigit():
        return _tag_digits(word)
    if part := _MID.fullmatch(word):
        return tag(part[1]) if tag(part[1]) in "MSUQqEVI" else "x"
    if is_ordinal(word):
        return "O"
    if is_number(word):
        return "N"
    return "Z" if word.endswith("ing") and len(word) > 4 else "x"


def _tag_digits(word: str) -> str:
    if _DATE.fullmatch(word):
        return "Q"
    if _PERIOD.fullmatch(word):
        return "q"
    if _CLOCK.fullmatch(word):
        return "c"
    if part := _MID.fullmatch(word):
        return "q" if _PERIOD.fullmatch(part[1]) else "x"
    if _SPOKEN_UNIT.fullmatch(word):
        return "k"
    return "O" if is_ordinal(word) else "N" if is_number(word) else "x"


def tags(words: list[str]) -> str:
    """One letter a word; `may` and `march` are months only where a time is being said."""
    letters = [tag(word) for word in words]
    for place, word in enumerate(words):
        if word in ("may", "march", "mar", "sat", "sun", "fall", "second", "lent") and letters[place] in "MDSO":
            before = letters[place - 1] if place else ""
            after = letters[place + 1] if place + 1 < len(words) else ""
            said = (before and before in "yubwirongNOtMzf") or (after and after in "NOqz" and word == "may")
            if word == "fall":
                said = before in ("y", "d", "t", "i")
            if not said and word != "second":
                letters[place] = "x"
    return "".join(letters)


# What ends a phrase of time: a month or weekday with what stands around it, a season, an event, a quarter, a unit.
_HEAD = r"(?:[NO]?o?M[NO]?q?|D|S|E|Q|q|U[NO]|U|kx?)"
_LEAD = r"[dtgGojcOSMDNwq]{0,5}"
_DEADLINE = re.compile(
    "|".join(
        (
            rf"y(?![ENa])[dtgGojcOSMD]{{0,5}}(?:[xZ][dtgojc]{{0,3}}){{0,2}}{_HEAD}[UMSEI]?",  # by the end of March
            r"y[dt]{1,2}[xj]?I",  # by my next session
            r"yN[jx]?[M]",
            r"y[dg]{0,2}o?[O](?![xjEI])",  # by the 21st
            rf"u[^e,]{{0,5}}?{_HEAD}[USE]?",  # until the end of the pilot
            r"up[^e,]{1,4}",  # until we move
            rf"b(?![Ze])[^e,Z]{{0,6}}?{_HEAD}[USE]?",  # before the school year ends
            r"bp[^e,]{1,3}",  # before I go on leave
            r"[wi][dtGgoja]{0,5}N?[jx]?V",  # over the next two sprints
            r"[wi][dtGgoj]{1,5}x?[SM]?U(?![N])[NO]?",  # within the quarter, in the autumn term
            r"[wi]aU",  # within a month
            r"i[dtgGojz]{0,4}(?:[NO]?o?Mq?|[NO]M|S|q|U[NO])[USE]?",  # in January, during Q2, in week 2
            r"i[d][x]?E",  # during the pilot
            r"w[dtgGoj]{0,4}[SMqE]",
            r"f[dtgGoj]{0,4}N?j?[NO]?j?V",  # for the next six weeks
            r"f[dt]{0,2}[tGg][Gotdj]{0,4}[xSM]?(?:U|S|q|E|V)",  # for the rest of the year
            r"faj{0,2}U",  # for a month
            r"f[dt]{0,2}(?:Mq?|q)E?",  # for May
            r"t[jNxSO]{0,2}(?:U(?!o)|V|Mq?|D|S|P|q)",  # this quarter, next 8 weeks
            r"t[xE]{0,2}I",
            r"r[NO]?Mq?[zuir][NO]?M",  # from January to March
            r"[NO]?M[zu][NO]?M",
            r"[NO]o?M[NO]?q?|M[NO]{1,2}q?|Q",  # 3 March, March 3, 31/12/2026
            r"g[o]?[dt]{0,2}[xSMj]{0,2}(?:U[NO]?|S|Mq?|q|E|Q)",  # end of next month
            r"nd?[dt]{0,2}[x]{0,1}(?:D|S|ME?|E(?=$|[,]))",  # on Friday, at the June meeting
            r"nd?t[xE]{0,2}[IE]",
            r"yS|yE(?=$|,)",
        )
    )
)
_AGAIN = re.compile(r",?(?:e|ae?)[jxNO]?[UVDIHES]|o?e")
_STANDARD = re.compile(r"[wi]N[jx]?V")
# These are done again and again, so that a number of days after them says how fast, and not by when.
_PROCESSING = frozenset(
    [
        "respond",
        "reply",
        "answer",
        "acknowledge",
        "return",
        "resolve",
        "process",
        "escalate",
        "turn",
        "refund",
        "ship",
        "dispatch",
        "contact",
        "settle",
        "approve",
        "get",
        "action",
        "fulfil",
        "fulfill",
        "handle",
        "triage",
        "deal",
        "replying",
        "mark",
        "pay",
        "issue",
        "assign",
        "dispatch",
        "chase",
        "follow",
        "review",
        "reply",
        "close",
        "clear",
        "fix",
    ]
)
_FAST = re.compile(r"^(?:o[^e]|jx|xx?j?)")
OFTEN = frozenset(
    [
        "daily",
        "weekly",
        "monthly",
        "fortnightly",
        "hourly",
        "quarterly",
        "yearly",
        "annually",
        "nightly",
        "biweekly",
        "bi-weekly",
        "bimonthly",
        "bi-monthly",
        "weekdays",
        "mondays",
        "tuesdays",
        "wednesdays",
        "thursdays",
        "fridays",
        "saturdays",
        "sundays",
        "half-yearly",
        "twice-weekly",
        "termly",
        "once",
        "twice",
        "thrice",
        "everyday",
        "dayly",
        "wekly",
    ]
)
_RATE = re.compile(r"[eo]?e[jxNO]?(?:[UVDIHSkM]|x?[IEP])|N[x]{0,4}a[j]?[UVH]|NxaU|[xNO]aU(?=$|,)")


def deadlines(words: list[str], letters: str) -> list[tuple[int, int]]:
    """Where a text says by when, as spans of words; a time that comes again and again is none."""
    spans = []
    place = 0
    while match := _DEADLINE.search(letters, place):
        first, last = match.span()
        place = max(last, first + 1)
        if not _is_recurring(letters, last) and not _is_standard(words, letters, first, last):
            spans.append((first, last))
    return spans


def _is_recurring(letters: str, last: int) -> bool:
    return _AGAIN.match(letters, last) is not None


def _is_standard(words: list[str], letters: str, first: int, last: int) -> bool:
    """Whether `within 5 days` says how fast: after a word for what is done again and again, or before `of arrival`."""
    if not _STANDARD.match(letters, first):
        return False
    unit = words[last - 1]
    if unit.startswith(("mon", "q", "y", "term", "sprint", "iter", "sem")) or "t" in letters[first:last]:
        return False
    after = words[last : last + 2]
    if after[:1] == ["of"] or after in (["or", "less"], ["or", "fewer"], ["or", "sooner"], ["on", "average"]):
        return True
    return letters[first] == "w" and any(word in _PROCESSING for word in words[max(0, first - 12) : first])


def frequency(words: list[str], letters: str) -> bool:
    """Whether a text says how often: `twice a week`, `every Friday`, `daily`."""
    return not OFTEN.isdisjoint(words) or _RATE.search(letters) is not None
