"""The marks that a check-in leaves in its plan: milestones reached, habits practised, a peer who helps."""

from collections.abc import Mapping, Sequence
from typing import Any

from coachplan.base.errors import UsageError
from coachplan.format import add_entry, set_values
from coachplan.plan import Person, Plan, Value
from coachplan.plan.activities import find
from coachplan.plan.terms import role_of


def find_milestone(plan: Plan, query: str) -> int:
    """The place, from 0, of the one milestone that `query` names: its number from 1, or a part of its wording."""
    milestones, wanted = plan.timeline.milestones, " ".join(query.casefold().split())
    texts = [" ".join(milestone.what.casefold().split()) for milestone in milestones]
    found = [place for place, text in enumerate(texts) if wanted in (text, str(place + 1))]
    found = found or [place for place, text in enumerate(texts) if wanted and wanted in text]
    if len(found) == 1:
        return found[0]
    if not milestones:
        raise UsageError("--milestone: the plan has no milestones; what went well unplanned is a --win")
    listed = ", ".join(f"{place + 1} of {milestones[place].date}" for place in found or range(len(milestones)))
    raise UsageError(f"--milestone {query!r} {'may be several' if found else 'is none'} of the plan's: {listed}")


def practised(plan: Plan, query: str, times: str) -> str:
    """Return the name under which practice is recorded: the activity's id, or its wording without one.

    Refuses a name that does not mean a single activity, and a text that is not an amount.
    """
    low = Value.read(times).low
    if low is None or low < 0:
        raise UsageError("--practice takes ID=TIMES, a number of times such as --practice rehearse=3")
    activity = plan.activities[find(plan, query)]
    return activity.id or activity.what


def as_counted(entries: Sequence[str]) -> dict[str, str]:
    """The practice in entries `ID=TIMES`; an ID alone is once."""
    parts = [entry.rpartition("=") if "=" in entry else (entry, "=", "1") for entry in entries]
    if any(not name.strip() or not times.strip() for name, _, times in parts):
        raise UsageError("--practice takes ID=TIMES, such as --practice rehearse=3")
    return {name.strip(): times.strip() for name, _, times in parts}


def with_marks(text: str, plan: Plan, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the plan's text with the marks of a check-in, and its data with milestones as worded and practice by id.

    Each mark changes the bytes that it must and no others.
    """
    practice, milestones = given.get("practice"), given.get("milestones")
    settled: dict[str, Any] = {}
    if isinstance(practice, dict):
        settled["practice"] = {practised(plan, name, str(times)): times for name, times in practice.items()}
    if isinstance(milestones, str | list):
        named = [milestones] if isinstance(milestones, str) else milestones
        reached = _newly_reached(plan, list(map(str, named)), str(given["date"]))
        text = set_values(text, {("timeline", "milestones", place, "reached"): day for place, day in reached.items()})
        settled["milestones"] = [plan.timeline.milestones[place].what for place in reached]
    if given.get("about") and role_of(plan, peer := Person.read(str(given["by"]))) is None:
        text = add_entry(text, ("people", "helpers"), peer.text)
    return text, {**given, **settled}


def _newly_reached(plan: Plan, queries: Sequence[str], day: str) -> dict[int, str]:
    """Return the places of milestones that are reached on `day`; refuses one that was reached before."""
    found: dict[int, str] = {}
    for query in queries:
        place = find_milestone(plan, query)
        if reached := plan.timeline.milestones[place].reached or found.get(place):
            raise UsageError(f"--milestone {query!r}: milestone {place + 1} was reached on {reached} already")
        found[place] = day
    return found
