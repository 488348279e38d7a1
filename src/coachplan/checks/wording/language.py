"""The language of a text, English or another, as far as its words show; texts in others are not read."""

from coachplan.checks.wording import lexicon
from coachplan.checks.wording.deadlines import tag
from coachplan.checks.wording.lists import word_lists
from coachplan.checks.wording.words import is_form, plain, split

_LISTS = word_lists(__file__)
ENGLISH = _LISTS["english"]
_OTHERS = _LISTS["others"]
_KNOWN = _LISTS["known"]
_BORROWED = _LISTS["borrowed"]
_FOREIGN_ENDINGS = tuple(_LISTS["endings"])
_ENGLISH_ENDINGS = ("tion", "tions", "ing", "ness", "ship", "ful", "ity", "people")
_VERBS = lexicon.OBSERVABLE | lexicon.CHANGES | lexicon.STATES
_WORDS = (
    _VERBS | lexicon.ABSTRACT | lexicon.METRICS | lexicon.DOABLE | lexicon.TRAITS | lexicon.MANNERS | lexicon.MISTYPED
)


def is_english(text: str) -> bool:
    """True if a text reads as English: by its small words, which count twice, and the words that are in the lists.

    A single word in plain letters counts as English, and a name may have letters that English does not.
    """
    pieces = [piece for piece in split(text) if any(letter.isalpha() for letter in piece)]
    words = [plain(piece) for piece in pieces]
    if not words:
        return True
    foreign = len(_OTHERS.intersection(words)) + sum(piece.islower() and not piece.isascii() for piece in pieces)
    if foreign:
        words = [word for word in words if word not in _BORROWED] or words
    english = len(ENGLISH.intersection(words)) + (len(words[0]) > 3 and is_form(words[0], _VERBS))
    if english > foreign:  # nearly always
        return True
    if not (english or foreign) and len(words) == 1 and words[0].isascii():
        return not words[0].endswith(_FOREIGN_ENDINGS) or _is_known(words[0])
    known = sum(word not in _OTHERS and _is_known(word) for word in words)
    if english or foreign:
        return 2 * english + known >= 2 * foreign + sum(word.endswith(_FOREIGN_ENDINGS) for word in words)
    return known * 3 >= len(words)


def _is_known(word: str) -> bool:
    return (
        word in _KNOWN
        or (is_form(word, _WORDS) and not word.endswith(_FOREIGN_ENDINGS))
        or (word.endswith(_ENGLISH_ENDINGS) and not word.endswith("kation"))
        or (len(word) > 2 and tag(word) != "x")
    )
