"""A text as words: in lower case, without the marks around them, and with phrases of one meaning joined."""

import re
from functools import lru_cache

from coachplan.checks.wording.lists import listed, word_lists

_PIECE = re.compile(r"[£$€]?\d{1,3}(?:,\d{3})+(?!\d)[%kK]?|[^\s,;!?()\[\]\"“”„…—–]+|[,;!?()—–\"“”]")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_STRAIGHT = str.maketrans("\u2019\u2018\u02bc\u00a0\u202f\u2011\u2212", "'''  --")
# A slash between two words, and not in `w/c` or `10/4`.
_EITHER = re.compile(r"(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})")
_MARKS = ".:'*_`<>~"
_QUOTES = frozenset('“”"')
_PAUSES = {"(": ",", ")": ",", "—": ",", "–": ",", ";": ","}

_LISTS = word_lists(__file__)
_PHRASES: dict[str, list[tuple[list[str], str]]] = {}
for _phrase, _meaning in [
    *((phrase, phrase.replace(" ", "-")) for phrase in _LISTS["hyphenated"]),
    *(entry.split(": ") for entry in _LISTS["joined"]),
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


_COUNTED_BY = _LISTS["counted_by"]
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


_IRREGULAR = dict(pair.split(":") for pair in _LISTS["irregular"])


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
