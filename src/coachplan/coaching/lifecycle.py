"""The turns of a plan as edits of its text: extended, at rest, revised, closed; each keeps what was before.

Every function takes the text of a plan and the plan that was read from it, and gives the new text.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from coachplan.base.dates import FURTHER_EAST
from coachplan.base.errors import RefusedError, UsageError
from coachplan.base.policy import Policy
from coachplan.base.words import spaced
from coachplan.format import add_entry, change_entry, read_data, set_value, set_values
from coachplan.plan import Measure, Plan, Status, Value
from coachplan.plan.terms import agreed_by_both
from coachplan.progress import is_reached, is_resting

Location = tuple[str | int, ...]

_DAY = timedelta(days=1)


# -- the beginning --------------------------------------------------------------------------------------------------


def begins_by_itself(plan: Plan, today: date, policy: Policy) -> bool:
    """True if both have agreed to a draft by the day `today`, and the organisation does not begin plans by a command.

    Its start makes it active, unless it has errors then; whoever asks knows them.
    """
    return plan.status == "draft" and policy.begin == "agreement" and agreed_by_both(plan, today)


def status_on(plan: Plan, today: date, policy: Policy) -> Status:
    """Return the status that counts on the day `today`: a draft that begins by itself is active from its start on."""
    return "active" if plan.timeline.start <= today and begins_by_itself(plan, today, policy) else plan.status


def begun(text: str, plan: Plan, today: date) -> str:
    """Return the draft's text as that of an active plan; refuses a plan that has begun or is not agreed by both."""
    if plan.status != "draft":
        raise RefusedError(f"the plan has begun already: it is {spaced(plan.status)}")
    if not agreed_by_both(plan, today + FURTHER_EAST):
        two = f"{plan.people.team_member.name} and {plan.people.manager.name}"
        raise RefusedError(f"a plan begins once both agree to its terms: {two} each run `coachplan agree` first")
    return set_value(text, ("status",), "active")


# -- the end --------------------------------------------------------------------------------------------------------


def measures_due_at_the_end(plan: Plan) -> list[tuple[int, int, Measure]]:
    """The measures that are to be reached by the plan's last day, each with the numbers of its goal and its own."""
    return [
        (place, number, measure)
        for place, goal in enumerate(plan.goal_state)
        for number, measure in enumerate(goal.measures)
        if measure.by == plan.timeline.end
    ]


def goals_naming(plan: Plan, day: date) -> list[int]:
    """The numbers of the goals whose words name `day`, so that they change with it."""
    number, month = day.day, f"{day:%b}"
    named = re.compile(
        rf"{day}|\b0?{number}(?:st|nd|rd|th)?(?: of)? {month}|\b{month}[a-z]* 0?{number}\b", re.IGNORECASE
    )
    return [place for place, goal in enumerate(plan.goal_state) if named.search(goal.goal)]


def require_extendable(plan: Plan) -> None:
    """Refuse a plan that is over or has not begun: its end is no longer, or not yet, something that both agreed on."""
    if plan.status == "closed":
        raise RefusedError(
            "the plan is closed; `coachplan follow-up` looks again, `coachplan new` makes one that follows"
        )
    if plan.status == "draft":
        raise RefusedError("the plan is still a draft: `coachplan edit PLAN --set timeline.end=DAY` sets its end")


def require_later(plan: Plan, day: date) -> None:
    """Refuse a day that gives no more time."""
    if day <= plan.timeline.end:
        raise RefusedError(f"it runs until {plan.timeline.end} already; to end sooner, `coachplan close` looks back")


def extended(text: str, plan: Plan, to: date, why: str, today: date, *, measures_too: bool) -> str:
    """The plan with a later end, and the end before kept as an extension; raises `RefusedError` where it cannot be.

    What was due on the last day stays with it: with `measures_too` the measures, and in any case the last phase of the
    cadence.
    """
    require_extendable(plan)
    require_later(plan, to)
    end = plan.timeline.end
    places: list[Location] = [("timeline", "end")]
    if measures_too:
        data = read_data(text)
        for goal, number, _ in measures_due_at_the_end(plan):
            place = _entry(data, (*_entry(data, ("goal_state", goal)), "measures", number))
            places.append((*place, "by"))
    if plan.update_cadence[-1].until == end:
        places.append((*_entry(read_data(text), ("update_cadence", len(plan.update_cadence) - 1)), "until"))
    text = set_values(_with_grown_timeline(text), dict.fromkeys(places, to.isoformat()))
    entry = {"date": today.isoformat(), "from": end.isoformat(), "to": to.isoformat(), "why": why}
    return add_entry(text, ("timeline", "extensions"), entry)


# -- rest -----------------------------------------------------------------------------------------------------------


def put_on_hold(text: str, plan: Plan, start: date, until: date | None, why: str, today: date) -> str:
    """The plan with a time of rest; it is on hold from now on where `today` lies in it.

    A hold that has begun takes a new last day. Raises `UsageError` for days that make no hold, and `RefusedError`
    where the plan cannot rest then.
    """
    require_running(plan)
    if until and until < start:
        raise UsageError(f"--until {until} is before the first day of the hold, {start}")
    if start > plan.timeline.end:
        raise RefusedError(f"the plan ends on {plan.timeline.end}, before this hold would begin")
    before, text = text, _with_grown_timeline(text)
    known = hold_on(plan, start, today)
    if known is not None and until and until < plan.timeline.holds[known].from_:
        known = None
    said = {"to": until.isoformat() if until else None, "why": why}
    values = {key: value for key, value in said.items() if value}
    if known is None:
        text = add_entry(text, ("timeline", "holds"), {"from": start.isoformat(), **values})
    elif values:
        text = change_entry(text, ("timeline", "holds", known), "from", values)
    else:
        raise RefusedError(
            "the plan is already on hold on that day; --until sets the last day, `coachplan resume` ends the hold"
        )
    is_now = start <= today and (until is None or today <= until)
    text = set_value(text, ("status",), "on-hold") if is_now and plan.status != "on-hold" else text
    if text == before:
        raise RefusedError("this hold is already recorded; nothing changed")
    return text


def resumed(text: str, plan: Plan, day: date) -> str:
    """The plan, active again from `day` on: the hold lasted until the day before, whatever was planned."""
    require_running(plan)
    is_on_hold, before = plan.status == "on-hold", text
    place = _hold_to_end(plan, day) if is_on_hold else current_hold(plan, day)
    if place is None and not is_on_hold:
        raise RefusedError("the plan is not on hold; `coachplan hold` lets it rest")
    if place is not None:
        hold = plan.timeline.holds[place]
        if (last := max(hold.from_, day - _DAY)) != hold.to:
            text = change_entry(text, ("timeline", "holds", place), "from", {"to": last.isoformat()})
    text = set_value(text, ("status",), "active") if is_on_hold else text
    if text == before:
        raise RefusedError("the plan goes on already: there is nothing to resume")
    return text


def current_hold(plan: Plan, day: date) -> int | None:
    """The number of the hold that `day` lies in, None where the plan does not rest then."""
    return next((place for place, hold in enumerate(plan.timeline.holds) if is_resting([hold], day)), None)


def hold_on(plan: Plan, day: date, today: date) -> int | None:
    """The number of the hold that `day` lies in; today, that of a plan on hold may begin tomorrow, further east."""
    place = current_hold(plan, day)
    if place is None and plan.status == "on-hold" and day == today:
        return current_hold(plan, day + FURTHER_EAST)
    return place


def _hold_to_end(plan: Plan, day: date) -> int | None:
    """The number of the hold for which a plan is on hold: of those that have begun the latest, if need be elsewhere."""
    begun = [(hold.from_, place) for place, hold in enumerate(plan.timeline.holds) if hold.from_ <= day]
    latest = max(begun)[1] if begun else None
    if latest is not None and is_resting([plan.timeline.holds[latest]], day):
        return latest
    elsewhere = current_hold(plan, day + FURTHER_EAST)
    return latest if elsewhere is None else elsewhere


def require_running(plan: Plan) -> None:
    """Refuse a plan that is over or has not begun: it cannot rest or go on."""
    if plan.status in ("closed", "draft"):
        state = "closed" if plan.status == "closed" else "still a draft"
        raise RefusedError(f"the plan is {state}, and only a plan that runs can rest or go on")


# -- goal and measures ----------------------------------------------------------------------------------------------


class Terms(NamedTuple):
    """New terms: of the goal in place `goal`, its words, the keys of one of its measures, or one measure more."""

    goal: int = 0
    words: str = ""
    measure: int | None = None
    keys: Mapping[str, Any] = {}
    more: Mapping[str, Any] | None = None


def require_revisable(plan: Plan) -> None:
    """Refuse a plan that is over, and a draft: nobody has agreed to its terms yet."""
    if plan.status == "closed":
        raise RefusedError(
            "the plan is closed, and its terms stay as they were; `coachplan new` makes one that follows"
        )
    if plan.status == "draft":
        raise RefusedError("the plan is still a draft: change it with `coachplan edit`; drafts keep no revisions")


def revised(text: str, plan: Plan, terms: Terms, why: str, today: date) -> str:
    """The plan with new terms, and those before kept under `revisions`; raises `RefusedError` where nothing changes."""
    entries = [*_goal_revision(plan, terms), *_measure_revisions(plan, terms)]
    if not entries:
        raise RefusedError("these are the terms already; nothing was changed")
    place = _entry(read_data(text), ("goal_state", terms.goal))
    if terms.words:
        text = change_entry(text, ("goal_state", terms.goal), "goal", {"goal": terms.words})
    if terms.measure is not None and terms.keys:
        text = change_entry(text, (*place, "measures", terms.measure), "name", terms.keys)
    if terms.more:
        text = _with_measure(text, terms.goal, dict(terms.more))
    for entry in entries:
        said = {"date": today.isoformat(), **entry, "why": why}
        text = add_entry(text, ("revisions",), {key: value for key, value in said.items() if value})
    return text


def _goal_revision(plan: Plan, terms: Terms) -> list[dict[str, str]]:
    before = plan.goal_state[terms.goal].goal
    if not terms.words or terms.words == before:
        return []
    several = f" {terms.goal + 1}" if len(plan.goal_state) > 1 else ""
    return [{"what": f"goal{several}", "from": before, "to": terms.words}]


def _measure_revisions(plan: Plan, terms: Terms) -> list[dict[str, str]]:
    entries = []
    if terms.measure is not None:
        measure = plan.goal_state[terms.goal].measures[terms.measure]
        for key, value in terms.keys.items():
            before, after = _shown(getattr(measure, key)), _shown(value)
            if key == "name" and before != after:
                entries.append({"what": "name of a measure", "measure": before, "from": before, "to": after})
            elif before != after:
                entries.append({"what": f"{key} of {measure.name}", "from": before or "none", "to": after or "none"})
    if terms.more:
        way = f"{terms.more['name']}: {terms.more['baseline']} -> {terms.more['target']} {terms.more.get('unit', '')}"
        entries.append({"what": "a measure more", "from": "none", "to": way.strip()})
    return entries


def _shown(value: Any) -> str:
    """A value of a measure as the file has it; steps as days and targets."""
    if not value:
        return ""
    if isinstance(value, list | tuple):
        steps = [step if isinstance(step, dict) else {"by": step.by, "target": step.target} for step in value]
        return ", ".join(f"{step['target']} by {step['by']}" for step in steps)
    return str(value)


def _with_measure(text: str, goal: int, measure: dict[str, Any]) -> str:
    data = read_data(text)
    place = _entry(data, ("goal_state", goal))
    if isinstance(_at(data, place), dict):
        return add_entry(text, (*place, "measures"), measure)
    return change_entry(text, ("goal_state", goal), "goal", {"measures": [measure]})


# -- the look back --------------------------------------------------------------------------------------------------

RESULT_MEANINGS = {
    "achieved": "the goal is reached",
    "partly-achieved": "some of it is reached",
    "not-achieved": "it is not reached, and you know more than before",
    "stopped": "something else came first",
    "superseded": "another plan takes its place",
}
"""The possible outcomes of a plan, and their meaning."""


def require_possible(plan: Plan, result: str, day: date) -> None:
    """Refuse to say on a day how far a plan has come that has not begun: it can only end as stopped or superseded."""
    if result in ("stopped", "superseded"):
        return
    if plan.status == "draft":
        raise RefusedError("the plan is still a draft and has not begun: it can end as stopped or superseded")
    if day < (start := plan.timeline.start):
        raise RefusedError(f"the plan starts on {start} and cannot be closed before, except as stopped or superseded")


def suggested_result(plan: Plan, final: Mapping[str, Value]) -> str | None:
    """Return the outcome that the final values suggest, None where they leave it open. People decide."""
    reached = [is_reached(measure, final[measure.name]) if measure.name in final else None for measure in plan.measures]
    if not reached or None in reached:
        return None
    return "achieved" if all(reached) else "partly-achieved" if any(reached) else "not-achieved"


def unproven(plan: Plan, result: str, final: Mapping[str, Value]) -> list[Measure]:
    """Return the measures that do not bear out that a plan is `achieved`: short of the target, or without a value."""
    if result != "achieved":
        return []
    return [
        measure
        for measure in plan.measures
        if measure.name not in final or is_reached(measure, final[measure.name]) is False
    ]


def closed(
    text: str, plan: Plan, outcome: Mapping[str, Any], reviews: Sequence[date], *, dropped: Sequence[int]
) -> str:
    """Return the plan, closed with an outcome and the days on which to look again; activities in `dropped` are let go.

    Earlier words on outcome and follow-up stay, unless new ones take their place.
    """
    if plan.status != "closed":
        place = current_hold(plan, date.fromisoformat(str(outcome["date"]))) if "date" in outcome else None
        if place is not None:
            text = change_entry(text, ("timeline", "holds", place), "from", {"to": outcome["date"]})
        text = set_value(text, ("status",), "closed")
    text = _with_group(text, "outcome", {key: value for key, value in outcome.items() if value})
    if reviews:
        days = sorted({*(plan.follow_up.reviews or () if plan.follow_up else ()), *reviews})
        text = _with_group(text, "follow_up", {"reviews": [day.isoformat() for day in days]})
    for number in dropped:
        text = change_entry(text, ("activities", number), "what", {"status": "dropped"})
    return text


def require_closed(plan: Plan) -> None:
    """Refuse a plan that has not ended: what lasts shows afterwards."""
    if plan.status != "closed":
        raise RefusedError("the plan has not ended yet: look back first with `coachplan close`")


def still_open(plan: Plan) -> list[int]:
    """The numbers of the activities that both agreed on and that are neither done nor dropped."""
    return [place for place, activity in enumerate(plan.activities) if activity.counts_as in (None, "agreed", "doing")]


def _with_group(text: str, key: str, values: Mapping[str, Any]) -> str:
    """The text with values in the group `key`, which is made where it is not there."""
    if not values:
        return text
    if not isinstance(read_data(text).get(key), dict):
        return set_value(text, (key,), dict(values))
    return set_values(text, {(key, name): value for name, value in values.items()})


# -- places in the text ---------------------------------------------------------------------------------------------


def _entry(data: Any, location: Location) -> Location:
    """Return the place of an entry: a section with one entry may be written without a list."""
    return location if isinstance(_at(data, location[:-1]), list) else location[:-1]


def _at(data: Any, location: Location) -> Any:
    for step in location:
        data = data[step]
    return data


def _with_grown_timeline(text: str) -> str:
    """The text with the timeline as a group of keys; its short form, `2026-03-02 to 2026-03-31`, becomes one."""
    timeline = read_data(text)["timeline"]
    if not isinstance(timeline, str):
        return text
    start, _, end = timeline.partition(" to ")
    return set_value(text, ("timeline",), {"start": start.strip(), "end": end.strip()})
