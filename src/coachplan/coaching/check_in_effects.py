"""The marks that a check-in leaves in its plan: milestones reached, habits practised, a peer who helps."""

from collections.abc import Mapping, Sequence
from typing import Any

from coachplan.base.errors import UsageError
from coachplan.format import add_entry, read_plan, set_value
from coachplan.plan import Person, Plan, Value
from coachplan.plan.activities import find
from coachplan.plan.agreement import role_of


class Marks:
    """The text of a plan, in which each mark changes the bytes that it must and no others."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self.text = text

    @property
    def plan(self) -> Plan:
        """The plan as its text has it now."""
        plan = read_plan(self._path, self.text.encode("utf-8", "surrogateescape")).content
        assert plan is not None, "a check-in is recorded for a plan that can be read"
        return plan

    def reach(self, query: str, day: str) -> str:
        """Mark the milestone that `query` names as reached on `day`; its wording."""
        place = find_milestone(self.plan, query)
        milestone = self.plan.timeline.milestones[place]
        if milestone.reached:
            raise UsageError(f"--milestone {query!r}: milestone {place + 1} was reached on {milestone.reached} already")
        self.text = set_value(self.text, ("timeline", "milestones", place, "reached"), day)
        return milestone.what

    def name_helper(self, peer: Person) -> None:
        """Name a peer among the plan's helpers, where they have no part in it yet."""
        if role_of(self.plan, peer) is None:
            self.text = add_entry(self.text, ("people", "helpers"), peer.text)


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
    """Under which name practice is recorded: the activity's id, or its wording where it has none.

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


def mark(marks: Marks, given: Mapping[str, Any]) -> dict[str, Any]:
    """Mark in the plan what a check-in's data says; the data, with milestones as worded and practice by id."""
    practice, milestones = given.get("practice"), given.get("milestones")
    settled: dict[str, Any] = {}
    if isinstance(practice, dict):
        settled["practice"] = {practised(marks.plan, name, str(times)): times for name, times in practice.items()}
    if isinstance(milestones, str | list):
        named = [milestones] if isinstance(milestones, str) else milestones
        settled["milestones"] = [marks.reach(str(query), str(given["date"])) for query in named]
    if given.get("about"):
        marks.name_helper(Person.read(str(given["by"])))
    return {**given, **settled}
