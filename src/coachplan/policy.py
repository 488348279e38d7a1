"""The numbers that an organisation may set for rules: what is usual, and from when on a rule speaks up."""

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple


def _of(code: str, default: Any, about: str, *, least: int = 1) -> Any:
    """A number that the rule with `code` goes by; `[rules.CODE]` in coachplan.toml sets it under the field's name."""
    return field(default=default, metadata={"rule": code, "about": about, "least": least})


@dataclass(frozen=True)
class Policy:
    """What rules go by, each number under the name that it has in coachplan.toml; days and weeks are whole numbers."""

    usual_days: tuple[int, int] = _of("CP404", (14, 92), "How long plans usually run, shortest and longest.")
    longest_gap_days: int = _of("CP408", 31, "How far apart touchpoints may lie.")
    proposal_days: int = _of("CP301", 7, "How long after the start a manager's proposals may wait for an answer.")
    closing_days: int = _of("CP409", 7, "How long after its end a plan may wait to be closed.")
    grace_days: int = _of("CP506", 3, "How long after its day a check-in may be recorded.")
    quiet_weeks: int = _of("CP508", 3, "How long a plan with measures may go without a value.")
    same_obstacle: int = _of("CP509", 3, "In how many check-ins the same obstacle makes a pattern.", least=2)
    stalled_check_ins: int = _of("CP510", 3, "After how many values without movement a measure has stalled.", least=2)
    overdue_plans: int = _of("CP803", 3, "How many overdue plans of one manager make a pattern.", least=2)


MOST = 10_000
"""No number is larger: days and weeks beyond are no plan's."""


class Number(NamedTuple):
    """A number that an organisation may set for the rule with `code`: its name, what it is unless set, and for what.

    It lies between `least` and `MOST`.
    """

    code: str
    name: str
    default: int | tuple[int, int]
    about: str
    least: int


_UNSET = Policy()
NUMBERS = tuple(
    Number(about["rule"], entry.name, getattr(_UNSET, entry.name), about["about"], about["least"])
    for entry in fields(Policy)
    for about in [entry.metadata]
)
"""Every number, in the order of `Policy`."""
