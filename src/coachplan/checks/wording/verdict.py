"""What a reading says: the verdict, and the kinds of text that there are."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a text is written as."""

    GOAL = "goal"
    ACTIVITY = "activity"
    FEEDBACK = "feedback"
    QUESTION = "question"


class QuestionKind(StrEnum):
    """What a question does to the one who is asked."""

    OPEN = "open"
    CLOSED = "closed"
    LEADING = "leading"
    PRESCRIPTIVE = "prescriptive"


@dataclass(frozen=True)
class Verdict:
    """What a text lacks, as far as its words show; never a proof that it is good.

    `missing` holds letters of SMART for goals and activities, and `what`, `why` or `next` for feedback. `reasons` never
    quote the text, `rewrite` does: it is a pattern made with the text's own words, empty where nothing is missing.
    `question` is open, closed, leading or prescriptive, and None for everything else. A text that is not in English is
    not read: `is_read` is false, and nothing is said about it.
    """

    text: str
    kind: Kind
    missing: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    question: QuestionKind | None = None
    rewrite: str = ""
    is_read: bool = True

    @property
    def ok(self) -> bool:
        """Whether nothing was found to be missing."""
        return not self.reasons
