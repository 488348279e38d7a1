"""What a rule is: a code, a name, and a small function that looks at content and yields problems."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from coachplan.findings import Severity
from coachplan.model import CheckIn, Plan

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """Something to mend at a location of the content; the words never quote the content."""

    location: Location
    message: str
    advice: str


@dataclass(frozen=True)
class Setting:
    """What rules know beside the content: the day, and the organisation's usual length of a plan in days."""

    today: date
    usual_days: tuple[int, int]


@dataclass(frozen=True)
class PlanRule:
    """A rule about a plan.

    It does not run where a section in `reads` could not be read at all, nor where one in `needs_whole` was only read
    in part: what is missing there would be reported as something else.
    """

    code: str
    name: str
    severity: Severity
    check: Callable[[Plan, Setting], Iterator[Problem]]
    reads: frozenset[str] = frozenset()
    needs_whole: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CheckInRule:
    """A rule about a check-in and the plan that it belongs to.

    `reads` and `needs_whole` are as for a `PlanRule`, for the check-in; `plan_reads` and `plan_whole` for its plan.
    """

    code: str
    name: str
    severity: Severity
    check: Callable[[CheckIn, Plan, Setting], Iterator[Problem]]
    reads: frozenset[str] = frozenset()
    needs_whole: frozenset[str] = frozenset()
    plan_reads: frozenset[str] = frozenset()
    plan_whole: frozenset[str] = frozenset()
