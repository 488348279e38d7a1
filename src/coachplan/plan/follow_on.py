"""New plans that come after earlier ones: what carries over, and what stays behind.

A new plan starts fresh: what two people agreed on, reached and said in an earlier one stays there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_VERSION = re.compile(rb"^coachplan\s*:", re.MULTILINE)
# What became of a plan, and the words that are one person's alone.
_LEFT = ("status", "acknowledgements", "outcome", "revisions", "follow_up", "follows")
_OF_THE_PERSON = ("current_state", "opportunity")
_BEGUN = ("agreed", "doing", "done")
_OVER = ("declined", "dropped")


def is_plan(raw: bytes) -> bool:
    """Whether a file is a plan, and not only what somebody knows of a new one: it says its version of the format."""
    return _VERSION.search(raw) is not None


def carried_over(known: Mapping[str, Any], *, for_another: bool, by_team_member: bool) -> tuple[dict[str, Any], bool]:
    """What a new plan takes from the data of an earlier one, and whether activities became proposals again.

    Activities that were agreed there are for the team member to agree to anew: they are proposals, unless the team
    member writes the new plan. What was said of one person stays behind where the new plan is `for_another`.
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
    anew = {"activities": list(_anew(activities, by_team_member=by_team_member)), "support_assets": support}
    new = {key: anew.get(key, value) for key, value in new.items() if anew.get(key, value)}
    return new, not by_team_member and any(_status(activity) in _BEGUN for activity in activities)


def _anew(activities: Sequence[Any], *, by_team_member: bool) -> Iterator[Any]:
    for activity in activities:
        status = _status(activity)
        if status not in _OVER:
            begun = {"status": "agreed" if by_team_member else "proposed"} if status in _BEGUN else {}
            yield {**_without(activity, "learned", "why"), **begun} if isinstance(activity, dict) else activity


def _status(activity: Any) -> Any:
    return activity.get("status") if isinstance(activity, dict) else None


def _entries(value: Any) -> list[Any]:
    """The entries of a list, or of what is a list's short form."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _without(entry: Any, *keys: str) -> Any:
    return {key: value for key, value in entry.items() if key not in keys} if isinstance(entry, dict) else entry
