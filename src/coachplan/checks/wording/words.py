"""A text as words: in lower case, without the marks around them, and with phrases of one meaning joined."""

import re
from functools import lru_cache

from coachplan.checks.wording.lists import listed

_PIECE = re.compile(r"[£$€]?\d{1,3}(?:,\d{3})+(?!\d)[%kK]?|[^\s,;!?()\[\]\"“”„…—–]+|[,;!?()—–\"“”]")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_STRAIGHT = str.maketrans("\u2019\u2018\u02bc\u00a0\u202f\u2011\u2212", "'''  --")
# A slash between two words, and not in `w/c` or `10/4`.
_EITHER = re.compile(r"(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})")
_MARKS = ".:'*_`<>~"
_QUOTES = frozenset('“”"')
_PAUSES = {"(": ",", ")": ",", "—": ",", "–": ",", ";": ","}

# Phrases that are read as one word: with hyphens, or as another word of the same meaning.
_HYPHENATED = (
    "up to, half term, school year, year end, month end, quarter end, bank holiday, black friday, role play, "
    "role plays, dry run, role model, new year, go live, due date, on time, up to speed, up to date, one to one, "
    "each other, key stage, stand up, time management, work life, second hand, first aid, so that, new business, "
    "extra mile, next level, at least, at most, same day, end of day, take over"
)
_JOINED = {
    "before": "ahead of, prior to, this side of",
    "by": "no later than, not later than, latest by, no later",
    "until": "up until, up till, in the run-up to, in the run up to",
    "when": "as soon as, as and when",
    "school-year": "academic year, financial year, fiscal year, tax year, calendar year",
    "black-friday": "cyber monday",
    "easter": (
        "good friday, easter sunday, easter monday, giving tuesday, shrove tuesday, ash wednesday, maundy thursday, "
        "palm sunday, whit monday, mothering sunday, all saints' day, fourth of july, 4th of july, bonfire night, "
        "parents' evening, parents evening, open evening, opening night, first night, press night, yom kippur, "
        "ascension day"
    ),
    "new-year": "chinese new year",
    "running": "in a row, on the trot, in succession",
    "eoy": "all year, all year long, all season",
    "always": "all year round, at all times, all the time, all of the time",
    "same-day": (
        "day one, first day, first day back, on the day they, on the day it, the day they, the day it, "
        "same working day, same business day, next school day, "
        "next day, next working day, next business day, right first time"
    ),
    "first-time": "for the first time",
    "adapt": "settle into, settle in",
    "published": "out of the door",
    "go-live": "going live",
    "by-when": "in time for, by the time",
    "launches": "goes live, is live",
    "one-to-one": "one on one, 1 to 1, 1 on 1, 1 2 1",
    "each-other": "one another",
    "nobody": "no one",
    "stop": "no longer",
    "surely": "no doubt",
    "regardless": "no matter",
    "whatsoever": "at all, the time being",
    "overall": "all in all, all round, all around, above all, first of all",
    "across": "all over",
    "some": "one of",
    "to": "in order to",
    "ensure": "make sure, making sure, makes sure",
    "h1": "first half",
    "h2": "second half",
    "outside-the-box": "the box",
    "difference": "real difference",
    "best": "my best",
    "at-most": "no more than, not more than, never more than, fewer than, less than, a maximum of, maximum of",
    "at-least": "no less than, no fewer than, more than, at minimum, a minimum of, minimum of",
    "end-of-day": (
        "end of the day, end of my day, end of business, close of business, close of play, end of shift, "
        "end of the shift, end of my shift"
    ),
    "onwards": "from now on",
    "take-over": "takes over, took over",
    "and": "as well as",
    "like": "such as, for example",
    "more": "as much, as many",
}
_PHRASES: dict[str, list[tuple[list[str], str]]] = {}
for _phrase, _meaning in [
    *((phrase, phrase.replace(" ", "-")) for phrase in _HYPHENATED.split(", ")),
    *((phrase, meaning) for meaning, phrases in _JOINED.items() for phrase in phrases.split(", ")),
]:
    _first, *_rest = _phrase.split()
    _PHRASES.setdefault(_first, []).append((_rest, _meaning))
for _others in _PHRASES.values():
    _others.sort(key=lambda other: -len(other[0]))


def straight(text: str) -> str:
    """Return the text with one kind of apostrophe, hyphen and space."""
    return text.translate(_STRAIGHT)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, as far as its marks show them."""
    return [part.strip() for part in _SENTENCE.split(straight(text)) if part.strip()]


def split(text: str) -> list[str]:
    """Return the words of a text as they were written, each pause as a comma, each quotation mark as `"`."""
    pieces = []
    if "/" in text:
        text = _EITHER.sub(" and ", text)
    for piece in _PIECE.findall(straight(text)):
        if piece in _QUOTES:
            pieces.append('"')
            continue
        bare = piece.strip(_MARKS)
        if bare:
            pieces.append(_PAUSES.get(bare, bare))
        if piece.endswith((".", ":")) and (len(bare) > 3 or not bare.isalpha()):
            pieces.append(",")
    return pieces


def read(text: str) -> list[str]:
    """Return the words of a text in lower case, with phrases of one meaning joined."""
    return _join([plain(piece) for piece in _with_names(split(text))])


def _with_names(pieces: list[str]) -> list[str]:
    """Return the pieces with a number joined to the name before it, as in `ITIL 4`, if capitals show a name."""
    if sum(piece[0].isupper() for piece in pieces) * 2 > len(pieces):
        return pieces
    named: list[str] = []
    for piece in pieces:
        if piece.replace(".", "").isdigit() and len(named) > 1 and _is_name(named[-1]) and len(piece) < 5:
            named[-1] += f"-{piece}"
        else:
            named.append(piece)
    return named


def _is_name(piece: str) -> bool:
    return piece[0].isupper() and piece.isalpha() and piece.lower() not in _COUNTED_BY


# Words that a number may follow without being a part of a name.
_COUNTED_BY = listed(
    """
    nps csat kpi sla gpa ielts toefl week wk kw day month quarter year fy pi sprint q h i level grade band score phase
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    summer winter spring autumn easter
    """
)
_ARE_VERBS = listed("let's it's that's what's he's she's who's there's how's where's here's why's when's")


def plain(piece: str) -> str:
    """Return one word in lower case, without a possessive `'s`."""
    word = piece.lower()
    return word[:-2] if word.endswith("'s") and word not in _ARE_VERBS else word


def _join(words: list[str]) -> list[str]:
    joined: list[str] = []
    place = 0
    while place < len(words):
        word = words[place]
        for rest, meaning in _PHRASES.get(word, ()):
            if words[place + 1 : place + 1 + len(rest)] == rest:
                joined.append(meaning)
                place += 1 + len(rest)
                break
        else:
            joined.append(word)
            place += 1
    return joined


_IRREGULAR = dict(
    pair.split(":")
    for pair in listed(
        """
        is:be are:be am:be was:be were:be been:be being:be has:have had:have does:do did:do done:do gave:give
        given:give took:take taken:take made:make sent:send told:tell wrote:write written:write spoke:speak
        spoken:speak ran:run led:lead held:hold met:meet got:get gotten:get went:go gone:go came:come brought:bring
        taught:teach kept:keep left:leave sold:sell won:win lost:lose built:build found:find read:read said:say
        saw:see seen:see shown:show sat:sit began:begin begun:begin chose:choose chosen:choose drew:draw drawn:draw
        grew:grow grown:grow knew:know known:know thought:think understood:understand felt:feel became:become
        lying:lie dying:die tying:tie paid:pay swapped:swap putting:put letting:let getting:get running:run
        cutting:cut setting:set sitting:sit planning:plan beginning:begin handing:hand asking:ask
        """
    )
)


@lru_cache(maxsize=8192)
def stems(word: str) -> tuple[str, ...]:
    """Return the word and its possible stems, such as try for `tries`, plan for `planned`, write for `writing`."""
    found = [word]
    if word in _IRREGULAR:
        found.append(_IRREGULAR[word])
    for ending, others in (
        ("ies", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ied", ("y",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith("ss"):
            base = word[: -len(ending)]
            found += [base + other for other in others]
            if len(base) > 2 and base[-1] == base[-2] and ending in ("ed", "ing"):
                found.append(base[:-1])
    return tuple(found)


def is_past(word: str) -> bool:
    """True if a verb is in the past: `lost`, `tried`."""
    return _IRREGULAR.get(word, "be") != "be" or (word.endswith("ed") and len(word) > 4)


def is_form(word: str, of: frozenset[str]) -> bool:
    """True if a word is a form of one of these."""
    return any(stem in of for stem in stems(word))
