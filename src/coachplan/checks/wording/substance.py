"""The substance of feedback: the words left without praise, blame, feelings, the work as a whole and small words.

What one can see or praise is endless, and the words for praise and blame are few; so the few are listed.
"""

import re

from coachplan.checks.wording.deadlines import tag
from coachplan.checks.wording.language import ENGLISH
from coachplan.checks.wording.lexicon import ABSTRACT, MANNERS, STATES, TRAIT_NOUNS, TRAITS
from coachplan.checks.wording.lists import any_of, word_lists
from coachplan.checks.wording.words import read

_LISTS = word_lists(__file__)
_SMALL = (ENGLISH | _LISTS["small"]) - {"without"}
_APPRAISING = _LISTS["marks"] | _LISTS["feelings"] | _LISTS["at_large"]
_NOTHING = _SMALL | _APPRAISING | ABSTRACT | MANNERS | STATES | TRAIT_NOUNS | TRAITS
# Days, months, periods, occasions, ordinals and numbers, by their letters in an expression of time.
_TIMES = frozenset("QqESDMUVIPcjtWNO")
_IDIOMS: dict[str, list[list[str]]] = {}
for _idiom in map(read, sorted(_LISTS["idioms"], key=len, reverse=True)):
    _IDIOMS.setdefault(_idiom[0], []).append(_idiom)
# A description of somebody as they are, something that is named by `this`, a deed or a feeling of the speaker.
_NOT_SEEN = any_of(
    r"^(?:\w+ )?(?:you|u|he|she|they)(?:'re| are|'s| is| r| can be| seem| come across)\b(?! (?:still |often )?"
    r"(?:on|in|at|late|early|\w+ing|\w+ed)\b)",
    r"^(?:and |but )?(?:it|this|that|these|those|i|we|i'm|i've|we've|let|what)\b",
    r"\b(?:feel|seemed|appeared|sounded|as though|as if|tend to)\b",
    r"^(?:you|he|she)(?:'ve| have|'s| has) (?:a|an|the|got|what|such|so|real|never|been (?:a|an|the))\b",
    r"^your (?:\w+ )?(?:\w+ ){1,2}(?:is|are) \w+$",
)
_EFFECT = re.compile(r" (?:and|so|so-that|which|because) ")


def words_of_substance(words: list[str]) -> list[str]:
    """Return the words of a sentence that would not stand in just any praise or blame."""
    return [
        word
        for word in _without_idioms(words)
        if len(word) > 1 and word[0].isalpha() and word not in _NOTHING and tag(word) not in _TIMES
    ]


def _without_idioms(words: list[str]) -> list[str]:
    left: list[str] = []
    place = 0
    while place < len(words):
        idioms = _IDIOMS.get(words[place], ())
        found = next((idiom for idiom in idioms if words[place : place + len(idiom)] == idiom), [])
        left += [] if found else [words[place]]
        place += len(found) or 1
    return left


def shows_something(words: list[str]) -> bool:
    """True if a sentence speaks of two things or more before it comes to their effect: `lid off, soup everywhere`."""
    line = " ".join(words)
    if _NOT_SEEN.search(line):
        return False
    return len(words_of_substance(_EFFECT.split(line)[0].split())) > 1
