"""Phrases that rules about words look for, and the signs that a phrase is about a person, or is denied."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from coachplan.checks.rule import Phrase
from coachplan.checks.wording.lists import any_of, either, word_lists

NAME = r"((?-i:\b[A-ZÀ-ÖØ-ÞĆŁŚŠŹŻŽΑ-Ω]\w+))"
"""A word that may be a person's name, or its last part. No other group in a form captures."""

SOMEONE = rf"(?:\b(?:he|she|you)|{NAME})"
"""The subject of a sentence about the team member."""

OWN = rf"(?:\b(?:my|your|his|her)|{NAME}['’]s)"
"""The owner of something that is a person's own."""

NOTED = r"(?:^|(?<=[.;!?]\s)|(?<=\n))"
"""The beginning of a note, which leaves out whom it is about."""

# Words that begin with a capital and are not a name: a day, of work, an abstract noun, or one after an article.
# The names of products remain; that is why some words are taken to be about `he` and `she` only.
_NO_NAME = any_of(rf"{either(word_lists(__file__)['no_names'])}|\w+(?:ing|ions?|ment|ness|ity|ware|[ae]nce)")
_ARTICLE = any_of(r"\b(?:the|an?|our|this)\s$", flags=re.IGNORECASE)
_DENIAL = any_of(
    r"(?:\b(?:(?:no|without)(?! (?:\w+ )?(?:improvement|progress|change)\b)|not|never|nor|neither|nobody|nothing|none"
    r"|rather than|instead of|apart from|separate from|free of|different from|unlike|outside|cannot)"
    r"|n['’]t)\b[^.,;:!?]{0,60}$",
    flags=re.IGNORECASE,
)
# "If she does not improve, she will be …" denies nothing of what follows.
_CONDITION = any_of(r"\bif (?:[\w'’]+ ){1,5}?(?:do|does|did|has|have|is|are|can)\s*$", flags=re.IGNORECASE)
_TOPIC = any_of(
    r"\b(?:(?:course|training|workshop|seminar|lecture|lesson|talk|chapter|book|article|module|guide|case)s?|policy"
    r"|guidance|advice|advis(?:e[sd]?|ing)(?: \w+){0,2}) (?:on|about|in|of) (?:\w+ ){0,3}$",
    flags=re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
"""A word, with what an apostrophe ties to it."""

_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
_APART = bytes(byte if byte in _LETTERS else ord(" ") for byte in range(256))


def plain_words(text: str) -> list[str]:
    """Return the runs of plain letters and digits in a text, in lower case: all that may wake a rule, found quickly."""
    return text.lower().encode(errors="replace").translate(_APART).decode().split()


# As far as a sentence reaches, so that a long text takes no longer than its length.
_REACH = 400
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|\n\s*\n")


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{form})(?!\w)".replace(" ", r"\s+"), re.IGNORECASE)


def each(words: str | frozenset[str], form: str) -> dict[str, str]:
    """Return one form for many words: `WORD` stands for any of them, so that it is compiled and looked for once."""
    listed = frozenset(words.split()) if isinstance(words, str) else words
    return dict.fromkeys(sorted(listed), form.replace("WORD", either(listed)))


@dataclass(frozen=True)
class Phrases:
    """Phrases by a word, in lower case, that each holds, and the message and advice about them.

    A form is a regular expression in which a space is any white space. A phrase does not count where the sentence
    around it has what matches `unless` or, where it `may_be_denied`, the words before it say no, or that it is what
    somebody teaches or writes about.
    """

    forms: Mapping[str, str]
    message: str
    advice: str
    unless: str = ""
    may_be_denied: bool = False

    @property
    def triggers(self) -> frozenset[str]:
        """One word of every phrase, as `plain_words` has it."""
        return frozenset(word for word in self.forms if word.isalnum())

    def find(self, text: str) -> Iterator[Phrase]:
        """Yield each phrase in `text` that counts, from left to right; of those that overlap, the first."""
        forms = {self.forms[word] for word in WORD.findall(text.lower()) if word in self.forms}
        matches = [match for form in forms for match in _compiled(form).finditer(text)]
        end = 0
        for match in sorted(matches, key=lambda match: match.span()):
            if match.start() >= end and self._counts(text, match):
                end = match.end()
                yield Phrase(*match.span(), self.message, self.advice)

    def _counts(self, text: str, match: re.Match[str]) -> bool:
        named = match.lastindex
        if named and (
            _NO_NAME.compiled.fullmatch(match[named]) or _ARTICLE.compiled.search(text, 0, match.start(named))
        ):
            return False
        return not (self._is_denied(text, match) or self._is_elsewhere(text, match))

    def _is_no_name(self, text: str, word: str, start: int) -> bool:
        return bool(_NO_NAME.compiled.fullmatch(word) or _ARTICLE.compiled.search(text, 0, start))

    def _is_denied(self, text: str, match: re.Match[str]) -> bool:
        if not self.may_be_denied:
            return False
        start = max(0, match.start() - _REACH)
        denial = _DENIAL.compiled.search(text, start, match.start())
        is_denied = denial is not None and not _CONDITION.compiled.search(text, start, denial.start())
        return is_denied or _TOPIC.compiled.search(text, start, match.start()) is not None

    def _is_elsewhere(self, text: str, match: re.Match[str]) -> bool:
        before = _SENTENCE_END.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
        after = _SENTENCE_END.split(text[match.end() : match.end() + _REACH])[0]
        return bool(self.unless) and re.search(rf"\b(?:{self.unless})\b", before + after, re.IGNORECASE) is not None
