"""Words that are mistyped by one letter, read as the words that were meant."""

from functools import cache, lru_cache

from coachplan.checks.wording import lexicon
from coachplan.checks.wording.lists import listed
from coachplan.checks.wording.words import is_form

_KNOWN = lexicon.OBSERVABLE | lexicon.STATES | lexicon.CHANGES | lexicon.ABSTRACT | lexicon.METRICS | lexicon.DOABLE
_OTHER_WORDS = listed("moment sunday mature skulls quarterly weekday weakly reduces increases customers experienced")


@lru_cache(maxsize=8192)
def corrected(word: str) -> str:
    """Return the word that was meant, if it is one letter from a word that matters here, else the word itself."""
    if (
        len(word) < 5
        or not word.isalpha()
        or word in _OTHER_WORDS
        or word in lexicon.MISTYPED
        or word[:-1] in lexicon.MISTYPED
        or is_form(word, _KNOWN)
    ):
        return word
    index = _index()
    return next((index[shorter] for shorter in (word, *_shorter(word)) if shorter in index), word)


@cache
def _index() -> dict[str, str]:
    return {shorter: word for word in sorted(lexicon.MISTYPED) for shorter in (word, *_shorter(word))}


def _shorter(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
