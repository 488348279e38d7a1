"""Plans that follow earlier ones: the parts that carry over, and the parts that stay there.

A new plan starts fresh: agreements, results and words from an earlier plan stay in that plan.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from coachplan.base.dates import written_days
from coachplan.plan import BEGUN

_VERSION = re.compile(rb"^coachplan\s*:", re.MULTILINE)
# The course of a plan, and the words that are about one person alone.
_LEFT = ("status", "acknowledgements", "outcome", "revisions", "follow_up", "follows")
_OF_THE_PERSON = ("current_state", "opportunity")
_OVER = ("declined", "dropped")
_WITH_DAYS = ("goal_state", "activities", "timeline", "support_assets", "update_cadence")
_DAYS = ("start", "end", "by", "due", "date", "dates", "until")


def is_plan(raw: bytes) -> bool:
    """True if a file is a whole plan rather than a few values for a new one: it names its version of the format."""
    return _VERSION.search(raw) is not None


def carried_over(known: Mapping[str, Any], *, for_another: bool, by_team_member: bool) -> tuple[dict[str, Any], bool]:
    """Return the data that a new plan takes from an earlier one, and True if activities became proposals again.

    The team member agrees to activities again: agreed ones become proposals, unless the team member writes the new
    plan. Words about one person stay in the earlier plan if the new one is `for_another`.
    """
    left = {*_LEFT, *(_OF_THE_PERSON if for_another else ())}
    new = {key: value for key, value in known.items() if key not in left}
    if isinstance(opportunity := new.get("opportunity"), dict):
        new["opportunity"] = _without(opportunity, "aligned_with_managers_manager")
    if isinstance(timeline := new.get("timeline"), dict):
        milestones = [_without(entry, "reached") for entry in _entries(timeline.get("milestones"))]
        new["timeline"] = _without(timeline, "extensions", "holds") | ({"milestones": milestones} if milestones else {})
    support = [_without(entry, "status") for entry in _entries(new.get("support_assets"))]
    activities = _entries(new.get("activities"))
    reset = {"activities": list(_reset(activities, by_team_member=by_team_member)), "support_assets": support}
    new = {key: reset.get(key, value) for key, value in new.items() if reset.get(key, value)}
    return new, not by_team_member and any(_status(activity) in BEGUN for activity in activities)


def moved(known: Mapping[str, Any], by: timedelta) -> dict[str, Any]:
    """Return the data of a plan with each of its days as much later: what was planned keeps its place in the plan."""
    return {key: _moved(part, by) if key in _WITH_DAYS else part for key, part in known.items()}


def _moved(part: Any, by: timedelta, key: str = "") -> Any:
    if isinstance(part, dict):
        return {name: _moved(entry, by, name) for name, entry in part.items()}
    if isinstance(part, list):
        return [_moved(entry, by, key) for entry in part]
    if key not in _DAYS or not isinstance(part, str):
        return part
    with suppress(ValueError, OverflowError):
        (day,) = written_days(part)
        return (day + by).isoformat()
    return part


def _reset(activities: Sequence[Any], *, by_team_member: bool) -> Iterator[Any]:
    for activity in activities:
        status = _status(activity)
        if status not in _OVER:
            begun = {"status": "agreed" if by_team_member else "proposed"} if status in BEGUN else {}
            left = _without(activity, "agreed", "learned", "why")
            yield {**left, **begun} if isinstance(activity, dict) else left


def _status(activity: Any) -> Any:
    return activity.get("status") if isinstance(activity, dict) else None


def _entries(value: Any) -> list[Any]:
    """Return the entries of a list, or of the short form of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _without(entry: Any, *keys: str) -> Any:
    return {key: value for key, value in entry.items() if key not in keys} if isinstance(entry, dict) else entry
