"""What a rule is: a code, and a small function that looks at content and yields problems."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from re import Pattern

from coachplan.base.policy import Policy
from coachplan.plan import CheckIn, Plan, texts

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """Something to mend at a location of the content; `message` and `advice` never quote the content.

    `within` is a phrase of the text at the location that the finding points to, behind `skipped` others that read
    alike. `rewrite` is a better wording made of the content's own words; it is shown to the plan's readers only.
    `check_in` is the number of the check-in that a rule about the whole course of a plan means, None for the plan
    itself.
    """

    location: Location
    message: str
    advice: str
    within: str = ""
    skipped: int = 0
    rewrite: str = ""
    check_in: int | None = None


@dataclass(frozen=True)
class Phrase:
    """Words between `start` and `end` of a text that are better put otherwise, or left out."""

    start: int
    end: int
    message: str
    advice: str


class RuleContext:
    """What rules know beside the content: the day, and the organisation's own numbers.

    It notes whether any rule has asked for the day: what was found without it holds on every other day, too.
    """

    def __init__(self, today: date, policy: Policy | None = None) -> None:
        self._today = today
        self.policy = policy or Policy()
        self.was_asked_for_today = False
        self._part: Plan | CheckIn | None = None
        self._texts: Sequence[tuple[Location, str]] = ()

    @property
    def today(self) -> date:
        """The day on which the plan is looked at."""
        self.was_asked_for_today = True
        return self._today

    def texts(self, part: Plan | CheckIn) -> Sequence[tuple[Location, str]]:
        """Every text in a plan or check-in, with its location; gathered once for all rules that ask in turn."""
        if part is not self._part:
            self._part, self._texts = part, texts(part)
        return self._texts


@dataclass(frozen=True)
class PlanRule:
    """A rule about a plan.

    It does not run where a section in `reads` could not be read at all, nor where one in `needs_whole` was only read
    in part: what is missing there would be reported as something else.
    """

    code: str
    check: Callable[[Plan, RuleContext], Iterator[Problem]]
    reads: frozenset[str] = frozenset()
    needs_whole: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CheckInRule:
    """A rule about a check-in and the plan that it belongs to.

    `reads` and `needs_whole` are as for a `PlanRule`, for the check-in; `plan_reads` and `plan_whole` for its plan.
    With `note_suffices` it does not run where there is a note below the front matter.
    """

    code: str
    check: Callable[[CheckIn, Plan, RuleContext], Iterator[Problem]]
    reads: frozenset[str] = frozenset()
    needs_whole: frozenset[str] = frozenset()
    plan_reads: frozenset[str] = frozenset()
    plan_whole: frozenset[str] = frozenset()
    note_suffices: bool = False


@dataclass(frozen=True)
class CourseRule:
    """A rule about a plan and all its check-ins, oldest first.

    `reads` and `needs_whole` are as for a `PlanRule`. It does not run where a part in `check_ins_whole` of any check-in
    could not be read, nor where a check-in could not be read at all.
    """

    code: str
    check: Callable[[Plan, Sequence[CheckIn], RuleContext], Iterator[Problem]]
    reads: frozenset[str] = frozenset()
    needs_whole: frozenset[str] = frozenset()
    check_ins_whole: frozenset[str] = frozenset()


@dataclass(frozen=True)
class WordsRule:
    """A rule about each text of a plan or check-in, the Markdown below the front matter among them.

    It runs where one of `triggers` is among the file's words in lower case, or its `shape` is found in the file: every
    phrase that it finds holds one of these. With `coaching_only` it leaves plans of the formal kind alone.
    """

    code: str
    check: Callable[[str], Iterator[Phrase]]
    triggers: frozenset[str]
    shape: Pattern[str] | None = None
    coaching_only: bool = False
