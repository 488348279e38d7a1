"""Phrases that rules about words look for, and what tells that a phrase is about a person, or is denied."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from coachplan.rules.rule import Phrase

# A capital letter is a name where it could not be something else: no day, no work word, no abstract noun, no article
# before it. Names of products remain; that is why only some words are taken to be about whoever bears a name.
_NO_NAME = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    "|September|October|November|December|It|This|That|These|Those|There|Here|What|Which|Who|When|Everything"
    "|Everyone|Everybody|Nobody|Nothing|All|Some|One|We|They|Work|Code|Data|Email|Mail|English|German|French|Spanish"
    "|Customers?|Clients?|Patients?|Residents?|Pupils?|Students?|Users?|Candidates?|Applicants?|Company|Team|Python"
)
NAME = (
    r"(?-i:(?<!\bthe\x20)(?<!\bThe\x20)(?<!\ba\x20)(?<!\bour\x20)(?<!\bOur\x20)(?<!\bthis\x20)"
    rf"\b(?!(?:{_NO_NAME})\b)(?!\w+(?:ing|ion|ions|ment|ness|ity|ware|ance|ence)\b)[A-ZÀ-ÖØ-ÞĆŁŚŠŹŻŽΑ-Ω]\w+)"
)
"""A person's name, or its last part."""

SOMEONE = rf"(?:\b(?:he|she|you)|{NAME})"
"""Who a sentence about the team member has as its subject."""

OWN = rf"(?:\b(?:my|your|his|her)|{NAME}['’]s)"
"""Whose something is, where it is a person's own."""

_DENIAL = re.compile(
    r"(?:\b(?:not?|never|nor|neither|nothing|none|without|rather than|instead of|apart from|separate from|free of"
    r"|different from|unlike|outside|cannot)|n['’]t)\b[^.,;:!?]{0,60}$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|\n\s*\n")


def each(words: str, form: str) -> dict[str, str]:
    """The same form for many words: `WORD` stands for the word."""
    return {word: form.replace("WORD", word) for word in words.split()}


@dataclass(frozen=True)
class Phrases:
    """Phrases by a word, in lower case, that each holds; what to say of them, and where they do not count.

    A form is a regular expression in which a space is any white space. A phrase does not count where the sentence
    around it has what matches `unless` or, where it `may_be_denied`, the words before it say no.
    """

    forms: Mapping[str, str]
    message: str
    advice: str
    unless: str = ""
    may_be_denied: bool = False

    @property
    def triggers(self) -> frozenset[str]:
        """One word of every phrase."""
        return frozenset(self.forms)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        form = "|".join(self.forms.values()).replace(" ", r"\s+")
        return re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Phrase]:
        """Each phrase in `text` that counts."""
        for match in self._pattern.finditer(text):
            if not (self._is_denied(text, match) or self._is_elsewhere(text, match)):
                yield Phrase(*match.span(), self.message, self.advice)

    def _is_denied(self, text: str, match: re.Match[str]) -> bool:
        return self.may_be_denied and _DENIAL.search(text, 0, match.start()) is not None

    def _is_elsewhere(self, text: str, match: re.Match[str]) -> bool:
        before = _SENTENCE_END.split(text[: match.start()])[-1]
        after = _SENTENCE_END.split(text[match.end() :])[0]
        return bool(self.unless) and re.search(rf"\b(?:{self.unless})\b", before + after, re.IGNORECASE) is not None
