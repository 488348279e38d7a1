"""The activities of a plan in a few lines."""

from collections.abc import Iterator, Sequence

from coachplan.coaching.proposals import yes_that_matters
from coachplan.output.terminal.console import line
from coachplan.plan import Activity, Plan


def numbered(plan: Plan, places: Sequence[int]) -> Iterator[str]:
    """Yield a line for each of these activities: its number, its wording, its id."""
    width = len(str(max(places, default=0) + 1))
    for place in places:
        activity = plan.activities[place]
        id_ = f"  ({line(activity.id)})" if activity.id else ""
        changed = f"  {line(changed_in_words(activity))}" if activity.is_changed else ""
        yield f"  {place + 1:>{width}}  {line(activity.what)}{id_}{changed}"


def status_in_words(activity: Activity) -> str | None:
    """Return the status that counts, with the day of the team member's yes where there was one."""
    status, agreed = activity.counts_as, yes_that_matters(activity)
    if agreed is None:
        return status
    if activity.is_changed:
        return f"{status}, {changed_in_words(activity)}"
    return f"agreed on {agreed.date}" if status == "agreed" else f"{status}, agreed on {agreed.date}"


def changed_in_words(activity: Activity) -> str:
    """Return that an activity has other words than those that the team member accepted; empty where it has not."""
    agreed = activity.agreed if activity.is_changed else None
    return f"changed since {agreed.by.name} accepted it on {agreed.date}" if agreed else ""
