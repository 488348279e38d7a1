"""Parts of a rule: the decorators that make a function one, what it yields, and what it is given to look at."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from posixpath import dirname
from typing import Any, Generic, NamedTuple, TypeVar

from coachplan.base.findings import Severity
from coachplan.base.policy import Policy
from coachplan.format import BODY, occurrences
from coachplan.plan import CheckIn, Person, Plan, texts
from coachplan.plan.terms import takes_part

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """Something to fix at a location of the content; `message` and `advice` never quote the content.

    `within` is a phrase of the text at the location that the finding points to, after `skipped` others that read
    alike; in the Markdown below the front matter, it begins at the character `in_body`. `rewrite` is a better wording
    made of the content's own words; it is shown to the plan's readers only. `check_in` is the number of the check-in
    that a rule about the whole course of a plan means, None for the plan itself.
    """

    location: Location
    message: str
    advice: str
    within: str = ""
    skipped: int = 0
    in_body: int | None = None
    rewrite: str = ""
    check_in: int | None = None


@dataclass(frozen=True)
class Phrase:
    """Words between `start` and `end` of a text that are better put otherwise, or left out."""

    start: int
    end: int
    message: str
    advice: str

    def at(self, location: Location, text: str) -> Problem:
        """Return the problem of these words in the `text` at this location."""
        if location == BODY:
            return Problem(location, self.message, self.advice, in_body=self.start)
        within = text[self.start : self.end]
        skipped = occurrences(within, text, self.start)
        return Problem(location, self.message, self.advice, within=within, skipped=skipped)


class Digest(NamedTuple):
    """The part of one plan that rules across plans need; people are emails, or names without an email, in lower case.

    `member_name` is the name of the team member, in lower case, with or without an email. `awaited_until` is the
    last day on which the next check-in is in time, as an ISO date, where one is awaited. An area that is still open
    is an empty text. `start` is the first day, and `unreached_on` the last of a plan that closed without reaching its
    goal, as ISO dates. `places` has the line and column of `team_member`, `manager` and each development area, which
    is named by its number. `ignored` has the codes of the rules that the plan sets aside.
    """

    path: str
    is_open: bool
    kind: str
    team_member: str
    member_name: str
    manager: str
    areas: tuple[str, ...]
    awaited_until: str | None
    start: str
    unreached_on: str | None
    ignored: tuple[str, ...]
    places: dict[str, tuple[int, int]]

    @property
    def persons_folder(self) -> str:
        """The folder with the plans of one person that this one lies in."""
        return dirname(dirname(self.path))

    @property
    def repository(self) -> str:
        """The folder that `plans/` lies in: of several repositories, paths begin with the root of theirs."""
        return dirname(dirname(self.persons_folder))


class CrossPlanProblem(NamedTuple):
    """Something to fix at one of the `places` of a plan; `others` are the plans that it is about, too."""

    digest: Digest
    place: str
    message: str
    advice: str
    others: tuple[Digest, ...]


HadRole = Callable[[Person, date], bool]
"""Says whether a person had a role in a plan on a day, as its recorded versions know."""


class RuleContext:
    """The things that rules know beside the content: the day, the organisation's own numbers, and former people.

    `body` is the Markdown below the front matter of the file that is looked at, and `notes` those of all check-ins
    where a rule looks at them together, in their order. It notes whether any rule has asked
    for the day: a finding made without it holds on every other day, too.
    """

    def __init__(self, today: date, policy: Policy | None = None, had_role: HadRole | None = None) -> None:
        self._today = today
        self._had_role = had_role
        self.policy = policy or Policy()
        self.was_asked_for_today = False
        self.body = ""
        self.notes: Sequence[str] = ()
        self._part: Plan | CheckIn | None = None
        self._texts: Sequence[tuple[Location, str]] = ()

    @property
    def today(self) -> date:
        """The day on which the plan is looked at."""
        self.was_asked_for_today = True
        return self._today

    def is_running(self, plan: Plan) -> bool:
        """True if the plan is active and has not reached its end: after that, CP409 speaks."""
        return plan.status == "active" and self.today <= plan.timeline.end

    def took_part(self, plan: Plan, person: Person, day: date) -> bool:
        """True if a person has a role in the plan, or had one on that day by what is known of earlier versions."""
        return takes_part(plan, person) or (self._had_role is not None and self._had_role(person, day))

    def texts(self, part: Plan | CheckIn) -> Sequence[tuple[Location, str]]:
        """Every text in a plan or check-in, with its location; gathered once for all rules that ask in turn."""
        if part is not self._part:
            self._part, self._texts = part, texts(part)
        return self._texts


Check = TypeVar("Check", bound=Callable[..., Iterator[Any]])


@dataclass(eq=False)
class FunctionRule(Generic[Check]):
    """A rule that is a function, and the decorator that makes the function one.

    `code`, `name` and `severity` are what people see of it; `coachplan check --fix` fixes what it finds where it is
    `fixable`. What it finds is only a hint in drafts with `hint_in_drafts`, and comes and goes with the days or with
    other plans where it is `passing`. A closed plan is history: a rule speaks of it only if it is `of_closed`, as
    errors are unless they say otherwise, because what they ask for can no longer be done.

    `reads` and `whole` hold keys of the front matter, between spaces. The rule does not run where a key in `reads`
    could not be read at all, nor where one in `whole` was only read in part: what is missing there would be reported
    as something else.
    """

    code: str
    name: str
    severity: Severity
    _: KW_ONLY
    reads: str = ""
    whole: str = ""
    fixable: bool = False
    hint_in_drafts: bool = False
    passing: bool = False
    of_closed: bool | None = None
    check: Check = field(init=False)

    def __call__(self, check: Check) -> Check:
        """Register the function as the rule's own; it stays as it is."""
        self.check = check
        FUNCTION_RULES.append(self)
        return check

    def is_about(self, plan: Plan) -> bool:
        """True if the rule speaks of a plan as far along as this one."""
        return plan.status != "closed" or (self.severity is ERROR if self.of_closed is None else self.of_closed)

    def can_run(self, unread: frozenset[str], damaged: frozenset[str]) -> bool:
        """True if all that the rule is about could be read, for a file with keys `unread` and keys `damaged`."""
        return _can_run(self.reads, self.whole, unread, damaged)


FUNCTION_RULES: list[FunctionRule[Any]] = []
"""Every rule that is a function, as the modules of `rules` are imported; `registry` has them in order."""


def _can_run(reads: str, whole: str, unread: frozenset[str], damaged: frozenset[str]) -> bool:
    if not (unread or damaged):  # nearly always
        return True
    keys = whole.split()
    return damaged.isdisjoint(keys) and unread.isdisjoint([*reads.split(), *keys])


class PlanRule(FunctionRule[Callable[[Plan, RuleContext], Iterator[Problem]]]):
    """A rule about a plan."""


@dataclass(eq=False)
class CheckInRule(FunctionRule[Callable[[CheckIn, Plan, RuleContext], Iterator[Problem]]]):
    """A rule about a check-in and its plan; `plan_reads` and `plan_whole` hold keys of the plan.

    With `note_suffices` it does not run where there is a note below the front matter. It looks at nothing but the
    check-in's `words_alone` where what it finds is the same beside any plan on any day.
    """

    plan_reads: str = ""
    plan_whole: str = ""
    note_suffices: bool = False
    words_alone: bool = False

    def can_run_beside(self, unread: frozenset[str], damaged: frozenset[str]) -> bool:
        """True if all that the rule asks of the check-in's plan could be read, as for `can_run`."""
        return _can_run(self.plan_reads, self.plan_whole, unread, damaged)


@dataclass(eq=False)
class CourseRule(FunctionRule[Callable[[Plan, Sequence[CheckIn], RuleContext], Iterator[Problem]]]):
    """A rule about a plan and all its check-ins, oldest first.

    It does not run where a key in `check_ins_whole` of any check-in could not be read, nor where a check-in could not
    be read at all.
    """

    check_ins_whole: str = ""


@dataclass(eq=False)
class WordsRule(FunctionRule[Callable[[str], Iterator[Phrase]]]):
    """A rule about each text of a plan or check-in, the Markdown after the front matter among them.

    It runs where one of `triggers` is among the file's words in lower case, or its `shape` is found in the file: every
    phrase that it finds holds one of these. With `coaching_only` it leaves plans of the formal kind alone.
    """

    triggers: frozenset[str]
    shape: re.Pattern[str] | None = None
    coaching_only: bool = False


@dataclass(eq=False)
class AcrossRule(FunctionRule[Callable[[Sequence[Digest], RuleContext], Iterator[CrossPlanProblem]]]):
    """A rule about all the plans that are checked."""

    passing: bool = True
