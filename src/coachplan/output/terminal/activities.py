"""The activities of a plan in a few lines."""

from collections.abc import Iterator, Sequence

from coachplan.output.terminal.console import line
from coachplan.plan import Plan


def numbered(plan: Plan, places: Sequence[int]) -> Iterator[str]:
    """Yield a line for each of these activities: its number, its wording, its id."""
    width = len(str(max(places, default=0) + 1))
    for place in places:
        activity = plan.activities[place]
        id_ = f"  ({line(activity.id)})" if activity.id else ""
        yield f"  {place + 1:>{width}}  {line(activity.what)}{id_}"
