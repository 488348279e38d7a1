"""A text as words: in lower case, without the marks around them, and with phrases of one meaning joined."""

import re
from functools import lru_cache

from coachplan.checks.wording.lists import listed

_PIECE = re.compile(r"[£$€]?\d{1,3}(?:,\d{3})+(?!\d)[%kK]?|[^\s,;!?()\[\]\"“”„…—–]+|[,;!?()—–\"“”]")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_STRAIGHT = str.maketrans("\u2019\u2018\u02bc\u00a0\u202f\u2011\u2212", "'''  --")
_MARKS = ".:'*_`<>~"
_QUOTES = frozenset('“”"')
_PAUSES = {"(": ",", ")": ",", "—": ",", "–": ",", ";": ","}

# Phrases that are read as one word.
_JOINED = """
ahead of = before
prior to = before
no later than = by
not later than = by
latest by = by
up to = up-to
up until = until
up till = until
as soon as = when
half term = half-term
school year = school-year
academic year = school-year
financial year = school-year
fiscal year = school-year
tax year = school-year
calendar year = school-year
year end = year-end
month end = month-end
quarter end = quarter-end
bank holiday = bank-holiday
black friday = black-friday
cyber monday = black-friday
good friday = easter
easter sunday = easter
easter monday = easter
giving tuesday = easter
shrove tuesday = easter
ash wednesday = easter
maundy thursday = easter
palm sunday = easter
whit monday = easter
mothering sunday = easter
all saints' day = easter
fourth of july = easter
4th of july = easter
bonfire night = easter
parents' evening = easter
parents evening = easter
open evening = easter
opening night = easter
first night = easter
press night = easter
chinese new year = new-year
this side of = before
in the run-up to = until
in the run up to = until
in a row = running
on the trot = running
in succession = running
all year = eoy
all year long = eoy
all season = eoy
all year round = always
day one = same-day
first day = same-day
first day back = same-day
on the day they = same-day
on the day it = same-day
the day they = same-day
the day it = same-day
for the first time = first-time
yom kippur = easter
ascension day = easter
role play = role-play
settle into = adapt
settle in = adapt
role plays = role-plays
dry run = dry-run
role model = role-model
out of the door = published
new year = new-year
go live = go-live
going live = go-live
due date = due-date
on time = on-time
in time for = by-when
goes live = launches
is live = launches
up to speed = up-to-speed
up to date = up-to-date
one to one = one-to-one
one on one = one-to-one
1 to 1 = one-to-one
1 on 1 = one-to-one
1 2 1 = one-to-one
each other = each-other
one another = each-other
no one = nobody
no longer = stop
no doubt = surely
no matter = regardless
at all times = always
all the time = always
all of the time = always
at all = whatsoever
all in all = overall
all round = overall
all around = overall
all over = across
above all = overall
first of all = overall
one of = some
key stage = key-stage
stand up = stand-up
time management = time-management
work life = work-life
second hand = second-hand
first aid = first-aid
in order to = to
so that = so-that
make sure = ensure
making sure = ensure
makes sure = ensure
first half = h1
second half = h2
new business = new-business
extra mile = extra-mile
the box = outside-the-box
next level = next-level
real difference = difference
my best = best
by the time = by-when
as and when = when
no more than = at-most
not more than = at-most
never more than = at-most
no less than = at-least
no fewer than = at-least
fewer than = at-most
less than = at-most
more than = at-least
at least = at-least
at most = at-most
at minimum = at-least
a minimum of = at-least
minimum of = at-least
a maximum of = at-most
maximum of = at-most
no later = by
same day = same-day
same working day = same-day
same business day = same-day
next day = same-day
next working day = same-day
next business day = same-day
right first time = same-day
end of day = end-of-day
end of the day = end-of-day
end of my day = end-of-day
end of business = end-of-day
close of business = end-of-day
close of play = end-of-day
end of shift = end-of-day
end of the shift = end-of-day
end of my shift = end-of-day
the time being = whatsoever
from now on = onwards
take over = take-over
takes over = take-over
took over = take-over
as well as = and
such as = like
as much = more
as many = more
for example = like
"""


_PHRASES: dict[str, list[tuple[list[str], str]]] = {}
for _line in sorted(_JOINED.strip().splitlines(), key=lambda line: -len(line.split())):
    _phrase, _, _meaning = _line.partition(" = ")
    _first, *_rest = _phrase.split()
    _PHRASES.setdefault(_first, []).append((_rest, _meaning))


def straight(text: str) -> str:
    """Return the text with one kind of apostrophe, hyphen and space."""
    return text.translate(_STRAIGHT)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, as far as its marks show them."""
    return [part.strip() for part in _SENTENCE.split(straight(text)) if part.strip()]


def split(text: str) -> list[str]:
    """Return the words of a text as they were written, each pause as a comma, each quotation mark as `"`."""
    pieces = []
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
