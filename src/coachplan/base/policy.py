"""The organisation's policy: the numbers that rules use, and choices that are not for a program to make."""

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from coachplan.base.dates import WEEKDAYS


def _of(code: str, default: Any, about: str, *, least: int = 1) -> Any:
    """Return a number that the rule with `code` uses; `[rules.CODE]` in coachplan.toml sets it by the field's name."""
    return field(default=default, metadata={"code": code, "about": about, "least": least})


def _choice(default: Any, about: str) -> Any:
    """Return a choice of the organisation; `[policy]` in coachplan.toml sets it by the field's name."""
    return field(default=default, metadata={"about": about})


WORKING_DAYS = WEEKDAYS[:5]
"""The weekdays on which people usually work."""

BEGINNINGS = ("agreement", "command")
"""How a plan may begin: on its start once both agree, or when somebody says so with `coachplan begin`."""

SUPPORT_PARTS = (
    *("success_criteria", "responsibilities", "support_assets", "reviews", "consequences", "previous_step"),
    *("measures", "milestones", "follow_up", "hr", "managers_manager", "acknowledgements"),
)
"""The parts of a `performance-support` plan that an organisation may require, by the names in `support_requires`."""


@dataclass(frozen=True)
class Policy:
    """An organisation's numbers and choices, under their names in coachplan.toml; days and weeks are whole numbers."""

    most_areas: int = _of("CP110", 4, "How many development areas a plan has at most.")
    most_measures: int = _of("CP110", 8, "How many measures a plan has at most.")
    usual_days: tuple[int, int] = _of("CP404", (14, 366), "The usual length of a plan in days, shortest and longest.")
    longest_concern_days: int = _of(
        "CP404", 92, "The longest usual length of a plan for a performance concern, in days."
    )
    longest_gap_days: int = _of("CP408", 31, "The longest time between touchpoints, in days.")
    proposal_days: int = _of("CP301", 7, "How many days after the start a manager's proposals may wait.")
    closing_days: int = _of("CP409", 7, "How many days after its end a plan may stay open.")
    grace_days: int = _of("CP506", 5, "How many working days late a check-in may be.")
    quiet_weeks: int = _of("CP508", 3, "How many weeks a plan with measures may go without a value.")
    same_obstacle: int = _of("CP509", 3, "How many check-ins with the same obstacle make a pattern.", least=2)
    stalled_check_ins: int = _of("CP510", 3, "How many values without movement make a measure stalled.", least=2)
    trend_values: int = _of("CP510", 4, "How many values a trend needs.", least=3)
    missed_sessions: int = _of("CP512", 3, "How many touchpoints in a row without a check-in make a plan stalled.")
    overdue_plans: int = _of("CP803", 3, "How many overdue plans of one manager make a pattern.", least=2)
    performance_concerns: bool = _choice(
        True, "`true`: coaching plans may also be for performance concerns. `false`: they are for growth only."
    )
    begin: str = _choice(
        "agreement", "`agreement`: a plan begins by itself once both agree. `command`: by `coachplan begin`."
    )
    signed: bool = _choice(
        False, "`true`: each word needs its person's signature, from then on and for good; `coachplan sign` sets it up."
    )
    working_days: tuple[str, ...] = _choice(WORKING_DAYS, "The weekdays on which people work and sessions may fall.")
    follow_up_days: tuple[int, ...] = _choice((30, 90), "The days after the end on which you usually look again.")
    support_requires: tuple[str, ...] = _choice(
        ("success_criteria", "responsibilities", "support_assets", "reviews"),
        "The parts that a performance support plan must have before it is active.",
    )


MOST = 10_000
"""The largest number that may be set; more days or weeks do not fit any plan."""


class PolicyEntry(NamedTuple):
    """A number or a choice that an organisation may set: its name, its default and its meaning.

    A number belongs to the rule with `code`, and lies between `least` and `MOST`; a choice stands under `[policy]`.
    """

    name: str
    default: Any
    about: str
    code: str = ""
    least: int = 1


_ENTRIES = tuple(PolicyEntry(entry.name, entry.default, **entry.metadata) for entry in fields(Policy))
NUMBERS = tuple(entry for entry in _ENTRIES if entry.code)
"""Every number, in the order of `Policy`."""
CHOICES = tuple(entry for entry in _ENTRIES if not entry.code)
"""Every choice, in the order of `Policy`."""
