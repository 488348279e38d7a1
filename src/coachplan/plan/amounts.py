"""The numbers in a value as people write it: bounds, money, times, durations, parts of a whole, rates, number words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from coachplan.plan.value import DIGITS, Form, ValueKind

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:\.[^\W\d_]+)*\.?|[<>]=|\S")
_POINT = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMMA = re.compile(r"\d+,\d{1,2}|\d{1,3}(?:\.\d{3})+,\d{1,2}")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_TWELVE = re.compile(r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?")

_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBER_WORDS = {**{word: number for number, word in enumerate(_WORDS)}, **_TENS, "none": 0, "nil": 0, "dozen": 12}
_FRACTIONS = {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5}
_OF_WHAT = ("of", "the", "all", "his", "her", "their", "our", "my")

_CURRENCIES = {"$": "$", "€": "€", "£": "£", "¥": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"} | {
    code: code for code in ("CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "INR", "AUD", "CAD", "NZD", "SGD", "ZAR")
}
_CURRENCY_WORDS = {"euro": "€", "euros": "€", "dollar": "$", "dollars": "$"}
_THOUSAND, _MILLION, _BILLION = Decimal(1000), Decimal(1_000_000), Decimal(1_000_000_000)
_MULTIPLES = {"k": _THOUSAND, "thousand": _THOUSAND, "M": _MILLION, "mn": _MILLION, "mio": _MILLION} | {
    "million": _MILLION,
    "bn": _BILLION,
    "billion": _BILLION,
}

_MINUTES = {
    Decimal(1) / 60: ("s", "sec", "secs", "second", "seconds"),
    Decimal(1): ("min", "mins", "minute", "minutes"),
    Decimal(60): ("h", "hr", "hrs", "hour", "hours"),
    Decimal(1440): ("d", "day", "days"),
    Decimal(10080): ("wk", "wks", "week", "weeks"),
    Decimal(20160): ("fortnight", "fortnights"),
}
_DURATIONS = {word: size for size, words in _MINUTES.items() for word in words}
_MONTHS = {"month": 1, "months": 1, "quarter": 3, "quarters": 3, "year": 12, "years": 12, "yr": 12, "yrs": 12}
_PERIODS = {"day": ("day", 1), "week": ("week", 1), "fortnight": ("week", 2)} | {
    unit: ("month", _MONTHS[unit]) for unit in ("month", "quarter", "year")
}
_ADVERBS = {"daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month"} | {
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
}

_ABOUT = tuple(map(str.split, ("~", "≈", "about", "around", "approximately", "approx", "roughly", "circa", "ca", "c")))
_OR_SO = tuple(map(str.split, ("or so", "approximately", "approx", "roughly", "or thereabouts")))
_AT_LEAST: ValueKind = "at-least"
_AT_MOST: ValueKind = "at-most"
# words before a bound → its side, and if it is itself left out
_BOUNDS: dict[str, tuple[ValueKind, bool]] = {
    **dict.fromkeys((">=", "≥", "at least", "minimum of", "minimum", "min"), (_AT_LEAST, False)),
    **dict.fromkeys(("no less than", "no fewer than", "not less than", "no earlier than"), (_AT_LEAST, False)),
    **dict.fromkeys(
        (">", "more than", "greater than", "higher than", "later than", "over", "above"), (_AT_LEAST, True)
    ),
    **dict.fromkeys(("<=", "≤", "at most", "up to", "maximum of", "maximum", "max"), (_AT_MOST, False)),
    **dict.fromkeys(("no more than", "not more than", "no later than", "within"), (_AT_MOST, False)),
    **dict.fromkeys(("<", "less than", "fewer than", "lower than", "earlier than", "under", "below"), (_AT_MOST, True)),
    "after": (_AT_LEAST, True),
    "before": (_AT_MOST, True),
}
_OF_TIMES = ("after", "before", "later than", "earlier than", "no later than", "no earlier than")
_BOUNDS_AFTER: dict[str, tuple[ValueKind, bool]] = {
    **{
        f"{joint} {word}": (_AT_LEAST, False)
        for joint in ("or", "and")
        for word in ("more", "higher", "above", "later")
    },
    **{f"or {word}": (_AT_MOST, False) for word in ("less", "fewer", "lower", "below", "earlier")},
    **dict.fromkeys(("+", "plus", "minimum", "at least"), (_AT_LEAST, False)),
    **dict.fromkeys(("maximum", "max", "at most"), (_AT_MOST, False)),
}
_SPLIT_BOUNDS = tuple((words.split(), meaning) for words, meaning in _BOUNDS.items())
_SPLIT_AFTER = tuple((words.split(), meaning) for words, meaning in _BOUNDS_AFTER.items())

_SIGNS = ("-", "+", "\N{MINUS SIGN}")
_UNIT_SIGNS = frozenset("/-'’&()")
# A number before these is not the amount itself: `4 less than last week`, `one to watch`.
_COMPARING = frozenset(("more", "less", "fewer", "than", "above", "below", "higher", "lower"))
_NOT_COUNTED = frozenset(("to", "of", "in", "at", "on", "by", "as", "left", "and", "or", "for", "with"))
_MOST_WORDS = 4
_RATE = re.compile(
    r"(?P<what>.*?)(?:/|\b(?:(?:per|an?|each|every|in)\b))\s*(?P<count>(?:\d{1,2}|[a-z]+)\s+)?"
    r"(?P<period>day|week|fortnight|month|quarter|year)s?"
)


class _Token(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text.lower().rstrip(".") or self.text


class _Amount(NamedTuple):
    """One number as written: its meaning, its sort, the size of one of them, and how it was written."""

    number: Decimal
    sort: str = ""
    size: Decimal = Decimal(1)
    form: Form = Form()
    is_part: bool = False
    is_word: bool = False


class _Tokens:
    """The tokens of a text, read from left to right."""

    def __init__(self, text: str) -> None:
        self.all = [_Token(match[0], *match.span()) for match in _TOKEN.finditer(text)]
        self.place = 0

    def at(self, ahead: int = 0) -> str:
        """Return a token ahead as a word in lower case; empty past the end."""
        place = self.place + ahead
        return self.all[place].word if 0 <= place < len(self.all) else ""

    def written(self) -> str:
        return self.all[self.place].text if self.place < len(self.all) else ""

    def takes(self, *sequences: Sequence[str]) -> bool:
        """Step over the first of `sequences` that comes next; True if there is one."""
        for words in sequences:
            if all(self.at(ahead) == word for ahead, word in enumerate(words)):
                self.place += len(words)
                return True
        return False

    def touch(self) -> bool:
        """True if the next token follows the one before it without a space."""
        return 0 < self.place < len(self.all) and self.all[self.place].start == self.all[self.place - 1].end

    def end(self) -> int:
        """Return the place in the text after the last token that was read."""
        return self.all[self.place - 1].end if self.place else 0


class _Numbers(NamedTuple):
    """The numbers at the beginning of a text, before any unit."""

    kind: ValueKind
    amounts: tuple[_Amount, ...]
    whole: Decimal | None = None
    bound: tuple[ValueKind, bool] | None = None


def meant(text: str) -> dict[str, Any]:
    """Return what a text means as a value, by the names of `Value`: a text where it does not hold one amount."""
    tokens = _Tokens(text)
    found = _numbers(tokens)
    meaning = _with_unit(found, tokens) if found else None
    if meaning is None:
        return {"kind": "rhythm" if _is_rhythm(text) else "text"}
    return meaning if _is_exact(meaning) else {"kind": "text"}


def end_of_numbers(text: str) -> int:
    """Return the place after the numbers that a text begins with, before the unit; 0 where there is none."""
    tokens = _Tokens(text)
    end = tokens.end() if _numbers(tokens) else 0
    return 0 if text[end : end + 1].strip() else end


def numbers_alone(text: str) -> str:
    """Return the numbers that a text begins with, and the sign or the bound that they have."""
    tokens = _Tokens(text)
    if _numbers(tokens) is None:
        return text
    return text[: tokens.end()].strip()


def _is_exact(meaning: Mapping[str, Any]) -> bool:
    bounds = (meaning.get("low"), meaning.get("high"))
    return all(bound is None or bound.adjusted() < DIGITS for bound in bounds)


def _is_rhythm(text: str) -> bool:
    from coachplan.plan.rhythm import is_rhythm

    return is_rhythm(text)


# -- the numbers ------------------------------------------------------------------------------------------------------


def _numbers(tokens: _Tokens) -> _Numbers | None:
    """Read the numbers at the beginning, with the words that bound them."""
    tokens.takes(*_ABOUT)
    bound = _bound_before(tokens)
    is_about = tokens.takes(*_ABOUT)
    is_between = not bound and not is_about and tokens.takes(["between"], ["from"])
    first = _amount(tokens)
    if first is None:
        return None
    found = None if first.is_part else _second(tokens, first, is_between=is_between)
    found = found or _Numbers("ratio" if first.is_part else "time" if first.sort == "time" else "number", (first,))
    if is_between and found.kind != "range":
        return None
    bound = bound or _bound_after(tokens)
    tokens.takes(*_OR_SO)
    return found._replace(bound=bound)


def _bound_before(tokens: _Tokens) -> tuple[ValueKind, bool] | None:
    before = tokens.place
    for words, meaning in _SPLIT_BOUNDS:
        if tokens.takes(words):
            is_time = _CLOCK.fullmatch(tokens.at()) or tokens.at(1) in _HALVES
            if is_time or " ".join(words) not in _OF_TIMES:
                return meaning
            tokens.place = before
    return None


def _bound_after(tokens: _Tokens) -> tuple[ValueKind, bool] | None:
    return next((meaning for words, meaning in _SPLIT_AFTER if tokens.takes(words)), None)


def _second(tokens: _Tokens, first: _Amount, *, is_between: bool) -> _Numbers | None:
    """Read the second number of a range or a ratio; the tokens stay where they are without one."""
    before = tokens.place
    if first.sort in ("", "%") and tokens.takes(["out", "of"], ["of"], ["/"], ["in"]):
        is_in = tokens.at(-1) == "in"
        whole = _plain_number(tokens)
        if whole is not None and not first.sort and not (is_in and _is_period(tokens)):
            return _Numbers("ratio", (first,), whole[0])
    tokens.place = before
    if tokens.takes(["-"], ["–"], ["to"], ["or"], *([["and"]] if is_between else ())):
        is_word = tokens.at(-1).isalpha()
        last = _amount(tokens) if is_word or tokens.at() not in ("-", "+") else None
        if last and not last.is_part and (ends := _as_range(first, last)):
            return _Numbers("range", ends)
    tokens.place = before
    return None


def _is_period(tokens: _Tokens) -> bool:
    return tokens.at() in _MONTHS or tokens.at() in _DURATIONS


def _as_range(first: _Amount, last: _Amount) -> tuple[_Amount, _Amount] | None:
    """Return both ends of a range; what is written only after the last one, such as `%` or `M`, holds for both."""
    if "time" in (first.sort, last.sort) and first.sort != last.sort:
        return None
    if first.sort and last.sort and first.sort != last.sort:
        return None
    if first.form.multiple == 1 != last.form.multiple and first.number * last.form.multiple < last.number:
        first = first._replace(number=first.number * last.form.multiple, form=last.form)
    sort = first.sort or last.sort
    return first._replace(sort=sort), last._replace(sort=sort)


_HALVES = ("am", "pm", "a.m", "p.m")


def _amount(tokens: _Tokens) -> _Amount | None:
    """Read one number with its sign, currency, multiple or percent sign; a time of day; or a duration of two parts."""
    for read in (_time, _duration, _fraction, _in_words):
        before = tokens.place
        if found := read(tokens):
            return found
        tokens.place = before
    return _sum(tokens)


def _time(tokens: _Tokens) -> _Amount | None:
    written = tokens.written()
    half = tokens.at(1).replace(".", "")
    if half in ("am", "pm") and (match := _TWELVE.fullmatch(written)):
        tokens.place += 2
        hour = int(match[1]) % 12 + 12 * (half == "pm")
        return _Amount(Decimal(60 * hour + int(match[2] or 0)), "time", form=Form(after=tokens.at(-1)))
    if (match := _CLOCK.fullmatch(written)) and tokens.at(1) not in _DURATIONS:
        tokens.place += 1
        return _Amount(Decimal(60 * int(match[1]) + int(match[2])), "time")
    return None


def _duration(tokens: _Tokens) -> _Amount | None:
    """Read a duration of two parts, such as `1h 30m` or `2 hours and 15 minutes`, `1:30 h`, or `an hour`."""
    if (match := _CLOCK.fullmatch(tokens.written())) and tokens.at(1) in ("h", "hr", "hrs", "hours"):
        tokens.place += 2
        return _Amount(Decimal(60 * int(match[1]) + int(match[2])), "duration", form=Form(after=" min"))
    part = Decimal("0.5") if tokens.takes(["half"]) else Decimal(1)
    if tokens.takes(["a"], ["an"]) and (size := _DURATIONS.get(tokens.at())):
        tokens.place += 1
        return _Amount(part, "duration", size, Form(after=f" {tokens.at(-1)}"))
    large = _plain_number(tokens)
    if large is None or (size := _DURATIONS.get(tokens.at())) is None:
        return None
    tokens.place += 1
    tokens.takes(["and"], [","])
    small = _plain_number(tokens)
    if small is None:
        return None
    smaller = 1 if tokens.at() == "m" else _DURATIONS.get(tokens.at(), 0 if tokens.at() else size / 60)
    if not 0 < smaller < size:
        return None
    tokens.place += bool(tokens.at())
    return _Amount(large[0] * size + small[0] * smaller, "duration", form=Form(after=" min"))


def _fraction(tokens: _Tokens) -> _Amount | None:
    """Read a part in words: `half`, `a third`, `three quarters of the calls`."""
    parts = Decimal(1)
    if not tokens.takes(["a"]) and tokens.at() in NUMBER_WORDS and tokens.at(1) in _FRACTIONS:
        parts = Decimal(NUMBER_WORDS[tokens.at()])
        tokens.place += 1
    whole = _FRACTIONS.get(tokens.at())
    after = tokens.at(1)
    if whole is None or parts > whole or (after and after not in _OF_WHAT and after not in ("or", "and", "at", "+")):
        return None
    tokens.place += 1
    return _Amount(parts / whole, is_part=True, is_word=True)


def _in_words(tokens: _Tokens) -> _Amount | None:
    """Read a number in words: `three`, `twenty-five`, `a dozen`, `no errors`."""
    if tokens.at() == "no" and tokens.at(1).endswith("s") and not tokens.at(2):
        tokens.place += 1
        return _Amount(Decimal(0), is_word=True)
    tokens.takes(["a"])
    number = NUMBER_WORDS.get(tokens.at())
    if number is None or (tokens.at(-1) == "a" and number != NUMBER_WORDS["dozen"]):
        return None
    tokens.place += 1
    if tokens.at(-1) in _TENS and tokens.takes(["-"]):
        ones = NUMBER_WORDS.get(tokens.at(), 0)
        if not 0 < ones < 10:
            return None
        number, tokens.place = number + ones, tokens.place + 1
    is_percent = tokens.takes(["%"], ["percent"], ["per", "cent"])
    multiple, _ = _multiple(tokens, is_money=False)
    return _Amount(number * multiple, "%" if is_percent else "", is_word=not is_percent)


def _plain_number(tokens: _Tokens) -> tuple[Decimal, str] | None:
    """Read a number without a sign; also its text."""
    written = tokens.written()
    if _POINT.fullmatch(written):
        number = Decimal(written.replace(",", ""))
    elif _COMMA.fullmatch(written):
        number = Decimal(written.replace(".", "").replace(",", "."))
    elif tokens.at() in NUMBER_WORDS:
        number = Decimal(NUMBER_WORDS[tokens.at()])
    else:
        return None
    tokens.place += 1
    return number, written


def _sum(tokens: _Tokens) -> _Amount | None:
    """Read a number in digits: `-3`, `$1.5M`, `80 %`, `5 €`, `EUR 5`."""
    sign = _sign(tokens)
    currency, before = _CURRENCIES.get(tokens.written(), ""), ""
    if currency:
        before = tokens.written() if len(tokens.written()) == 1 else f"{tokens.written()} "
        tokens.place += 1
        sign = sign or _sign(tokens)
    if not tokens.written()[:1].isdecimal() or (sign and not tokens.touch()):
        return None
    found = _plain_number(tokens)
    if found is None:
        return None
    multiple, after = _multiple(tokens, is_money=bool(currency) or _is_currency(tokens, ahead=1))
    sort = currency
    if not currency and _is_currency(tokens):
        sort = _CURRENCIES.get(tokens.written()) or _CURRENCY_WORDS[tokens.at()]
        after += f" {tokens.written()}"
        tokens.place += 1
    elif not currency and tokens.takes(["%"], ["percent"], ["per", "cent"], ["pct"]):
        sort, after = "%", " %"
    number = -found[0] if sign and sign != "+" else found[0]
    return _Amount(number * multiple, sort, form=Form(before, multiple, after))


def _sign(tokens: _Tokens) -> str:
    if tokens.at() in _SIGNS:
        tokens.place += 1
        return tokens.at(-1)
    return ""


def _is_currency(tokens: _Tokens, ahead: int = 0) -> bool:
    place = tokens.place + ahead
    token = tokens.all[place] if place < len(tokens.all) else None
    return token is not None and (token.text in _CURRENCIES or token.word in _CURRENCY_WORDS)


def _multiple(tokens: _Tokens, *, is_money: bool) -> tuple[Decimal, str]:
    """Read a word or letter that makes a number larger; `m` does so only of money, and is else metres or minutes."""
    written = tokens.written()
    found = _MULTIPLES.get(written) or _MULTIPLES.get(written.lower() if written not in ("m", "M") else "")
    found = found or ({"m": _MILLION, "b": _BILLION, "B": _BILLION}.get(written) if is_money else None)
    if found is None:
        return Decimal(1), ""
    space = "" if tokens.touch() else " "
    tokens.place += 1
    return found, f"{space}{written}"


# -- the unit after them ----------------------------------------------------------------------------------------------


def _with_unit(found: _Numbers, tokens: _Tokens) -> dict[str, Any] | None:
    """Return the meaning of numbers with the words after them; None if these are not a unit."""
    rest = tokens.all[tokens.place :]
    if found.bound is None and (after := _bound_at_the_end(rest)):
        length, bound = after
        found, rest = found._replace(bound=bound), rest[:-length]
    first = found.amounts[0]
    sort, size, form = first.sort, first.size, first.form
    if rest:
        if first.sort == "time" or not _is_unit(rest, is_word=first.is_word):
            return None
        unit = unit_of(" ".join(token.word for token in rest), is_one=first.number == 1)
        if unit:
            sort, size = (f"{sort} {unit[0]}".strip(), size * unit[1])
            form = Form(form.before, form.multiple, f"{form.after} {' '.join(token.text for token in rest)}")
    return _meaning(found, sort, size, form)


def _bound_at_the_end(rest: Sequence[_Token]) -> tuple[int, tuple[ValueKind, bool]] | None:
    words = [token.word for token in rest]
    for bound, meaning in _SPLIT_AFTER:
        if len(bound) > 1 and words[-len(bound) :] == bound:
            return len(bound), meaning
    return None


def _is_unit(rest: Sequence[_Token], *, is_word: bool) -> bool:
    words = [token.word for token in rest]
    is_rate = _RATE.fullmatch(" ".join(words)) is not None
    if rest[0].text in ("-", "'", "’", "st", "nd", "rd", "th") or not (is_rate or all(map(_is_of_a_unit, words))):
        return False
    if is_word and not is_rate and words[0] not in _OF_WHAT:
        return len(words) <= _MOST_WORDS and _NOT_COUNTED.isdisjoint(words)
    return _COMPARING.isdisjoint(words)


def _is_of_a_unit(word: str) -> bool:
    return word.replace(".", "").isalpha() or word in _UNIT_SIGNS or word == "%"


def unit_of(words: str, *, is_one: bool = False) -> tuple[str, Decimal] | None:
    """Return the sort that a unit in lower case makes of a number, and the size of one; None for any other words."""
    if (match := _RATE.fullmatch(words)) or (words.split()[-1:] and words.rsplit(maxsplit=1)[-1] in _ADVERBS):
        return _rate(match, words)
    first, _, more = words.partition(" ")
    if first in _DURATIONS and (is_one or not more or first.endswith("s")):
        return "duration", _DURATIONS[first]
    if first in _MONTHS and (is_one or not more or first.endswith("s")):
        return "months", Decimal(_MONTHS[first])
    if first in ("working", "business", "work") and more.split()[:1] and more.split()[0] in _DURATIONS:
        return f"work {more.split()[0].rstrip('s')}", Decimal(1)
    if words in ("%", "percent", "per cent"):
        return "%", Decimal(1)
    return ("m", Decimal(1)) if words == "m" else None


def _rate(match: re.Match[str] | None, words: str) -> tuple[str, Decimal] | None:
    if match is None:
        *what, adverb = words.split()
        unit, count, described = _ADVERBS[adverb], Decimal(1), " ".join(what)
    else:
        unit, described = match["period"], match["what"].strip()
        said = (match["count"] or "").strip()
        is_in = match[0][match.end("what") :].startswith("in")
        if (is_in and not said) or (said and not said.isdigit() and said not in {*NUMBER_WORDS, "a", "other", "the"}):
            return None
        count = Decimal(
            said if said.isdigit() else {"a": 1, "the": 1, "other": 2}.get(said) or NUMBER_WORDS.get(said, 1)
        )
    if not count:
        return None
    period, factor = _PERIODS[unit]
    of = unit_of(described) if described else None
    sort, size = of or ("", Decimal(1))
    return f"{sort} per {period}".strip(), size / (factor * count)


def _meaning(found: _Numbers, sort: str, size: Decimal, form: Form) -> dict[str, Any] | None:
    """Return the meaning of numbers by the names of `Value`; of a share of nothing, only that it is one."""
    numbers: Iterable[Decimal] = [amount.number for amount in found.amounts]
    if found.whole is not None:
        if not found.whole or (share := next(iter(numbers)) / found.whole).adjusted() >= DIGITS:
            return {"kind": "ratio"}
        numbers, sort = [share], "part"
    elif found.amounts[0].is_part:
        sort = "part"
    low, high = min(numbers), max(numbers)
    kind, is_strict = found.bound or (found.kind, False)
    if found.bound and low != high:
        return None
    meaning = {"kind": kind, "sort": sort, "size": size, "whole": found.whole, "is_strict": is_strict, "form": form}
    bounds = {"low": None if kind == _AT_MOST else low, "high": None if kind == _AT_LEAST else high}
    return meaning | bounds
