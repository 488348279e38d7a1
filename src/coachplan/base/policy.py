"""What an organisation may set: the numbers that rules go by, and the choices that are not for a program to make."""

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple


def _of(code: str, default: Any, about: str, *, least: int = 1) -> Any:
    """A number that the rule with `code` goes by; `[rules.CODE]` in coachplan.toml sets it under the field's name."""
    return field(default=default, metadata={"rule": code, "about": about, "least": least})


def _choice(default: Any, about: str) -> Any:
    """A choice of the organisation; `[policy]` in coachplan.toml sets it under the field's name."""
    return field(default=default, metadata={"about": about})


WORKING_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
"""The weekdays on which people usually work."""

SUPPORT_PARTS = (
    *("success_criteria", "responsibilities", "support_assets", "reviews", "consequences", "previous_step"),
    *("measures", "milestones", "follow_up", "hr", "managers_manager", "acknowledgements"),
)
"""What an organisation may require of a plan of kind `performance-support`, by the names for `support_requires`."""


@dataclass(frozen=True)
class Policy:
    """What an organisation goes by, under the names of coachplan.toml; days and weeks are whole numbers."""

    usual_days: tuple[int, int] = _of("CP404", (14, 92), "How long plans usually run, shortest and longest.")
    longest_gap_days: int = _of("CP408", 31, "How far apart touchpoints may lie.")
    proposal_days: int = _of("CP301", 7, "How long after the start a manager's proposals may wait for an answer.")
    closing_days: int = _of("CP409", 7, "How long after its end a plan may wait to be closed.")
    grace_days: int = _of("CP506", 5, "How many working days after its day a check-in may be recorded.")
    quiet_weeks: int = _of("CP508", 3, "How long a plan with measures may go without a value.")
    same_obstacle: int = _of("CP509", 3, "In how many check-ins the same obstacle makes a pattern.", least=2)
    stalled_check_ins: int = _of("CP510", 3, "After how many values without movement a measure has stalled.", least=2)
    trend_values: int = _of("CP510", 4, "From how many values on a trend is told.", least=3)
    missed_sessions: int = _of("CP512", 3, "After how many touchpoints in a row without a check-in a plan has stalled.")
    overdue_plans: int = _of("CP803", 3, "How many overdue plans of one manager make a pattern.", least=2)
    performance_concerns: bool = _choice(
        True, "Whether coaching plans are for performance concerns, too (S2), or for growth only (S1)."
    )
    working_days: tuple[str, ...] = _choice(WORKING_DAYS, "The weekdays on which people work, and may be expected.")
    follow_up_days: tuple[int, ...] = _choice((30, 90), "How many days after the end you usually look again.")
    support_requires: tuple[str, ...] = _choice(
        ("success_criteria", "responsibilities", "support_assets", "reviews"),
        "What a performance support plan must have before it is active.",
    )


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
    if "rule" in about
)
"""Every number, in the order of `Policy`."""


class OwnChoice(NamedTuple):
    """A choice of the organisation, under `[policy]`: its name, what holds unless it is set, and what it decides."""

    name: str
    default: bool | tuple[str, ...] | tuple[int, ...]
    about: str


CHOICES = tuple(
    OwnChoice(entry.name, getattr(_UNSET, entry.name), entry.metadata["about"])
    for entry in fields(Policy)
    if "rule" not in entry.metadata
)
"""Every choice, in the order of `Policy`."""
