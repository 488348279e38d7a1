"""The verdict on a text, and the kinds of texts and questions."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kind of a text."""

    GOAL = "goal"
    ACTIVITY = "activity"
    FEEDBACK = "feedback"
    QUESTION = "question"


class QuestionKind(StrEnum):
    """The kind of a question, by its effect on the person who is asked."""

    OPEN = "open"
    CLOSED = "closed"
    LEADING = "leading"
    PRESCRIPTIVE = "prescriptive"


@dataclass(frozen=True)
class Verdict:
    """The parts that a text lacks, as far as its words show; never a proof that it is good.

    `missing` holds letters of SMART for goals and activities, and `what`, `why` or `next` for feedback. `reasons` never
    quote the text, `rewrite` does: it is a pattern made with the text's own words, empty where nothing is missing.
    `question` is the kind of a question, None for other texts. A text that is not in English is not read: `is_read` is
    false, and the verdict is empty.
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
        """True if the text does not lack anything that was looked for."""
        return not self.reasons
