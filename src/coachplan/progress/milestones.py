"""Milestones as the plan and its check-ins have them on a day."""

from collections.abc import Sequence
from datetime import date

from coachplan.plan import CheckIn, Milestone


def reached(milestone: Milestone, check_ins: Sequence[CheckIn], today: date) -> date | None:
    """Return the day on which a milestone was reached, as the plan or a check-in up to the day `today` has it."""
    if milestone.reached:
        return milestone.reached if milestone.reached <= today else None
    days = [entry.date for entry in check_ins if milestone.what in entry.milestones and entry.date <= today]
    return min(days, default=None)
