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


class Level(StrEnum):
    """The level of a text: how far others can act on it.

    A goal that lacks one of S, M and T is `nearly` there. An activity is `thin` if it names an outcome or a direction,
    and nothing to do. A text in another language is `unread`.
    """

    OK = "ok"
    NEARLY = "nearly"
    THIN = "thin"
    WEAK = "weak"
    UNREAD = "unread"


@dataclass(frozen=True)
class Verdict:
    """The parts that a text lacks, as far as its words show; never a proof that it is good.

    `missing` holds letters of SMART for goals and activities, and `could_add` parts of feedback (`what`, `why` and
    `next`): an offer. `reasons` never quote the text, `rewrite` does: it is a pattern made with the text's own words,
    empty where the text may stay as it is. `question` is the kind of a question, None for other texts.
    """

    text: str
    kind: Kind
    level: Level = Level.OK
    missing: tuple[str, ...] = ()
    could_add: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    question: QuestionKind | None = None
    rewrite: str = ""

    @property
    def is_weak(self) -> bool:
        """True if others cannot act on the text: the one level that fails, and that `check` speaks of."""
        return self.level is Level.WEAK
