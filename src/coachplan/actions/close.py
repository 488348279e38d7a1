"""Close a plan with its outcome, and add to a closed one what may come later."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from coachplan.actions.record import OpenPlan, PlanChange, Recorded, record
from coachplan.base.errors import RefusedError, UsageError
from coachplan.coaching import lifecycle
from coachplan.coaching.check_in_data import measured
from coachplan.format.source import read_source
from coachplan.plan import Outcome, Plan, Value
from coachplan.progress import latest_values

_ORDER = ("result", "date", "summary", "measures", "helped", "hindered", "team_member")


def outcome_of(plan: Plan, source: bytes, said: Mapping[str, Any], final: Sequence[str], today: date) -> dict[str, Any]:
    """Return an outcome's data from a file and, before it, from options' texts; `final` holds NAME=VALUE."""
    known, _ = read_source(source)
    try:
        Outcome.model_validate({"result": "stopped", "date": today.isoformat(), **known})
    except ValidationError as error:
        key = error.errors()[0]["loc"][0]
        raise UsageError(f"--from: `{key}` is not what an outcome holds there; `coachplan schema` shows it") from None
    values = dict(measured(entry, plan.measures, "--final") for entry in final)
    return known | {key: value for key, value in {**said, "measures": values}.items() if value}


def require_own_words(at: OpenPlan, outcome: Mapping[str, Any]) -> None:
    """Refuse the team member's own words from anyone else."""
    if outcome.get("team_member") and not at.plan.people.team_member.is_same_as(at.actor):
        raise RefusedError(
            "the team member's own words are theirs to write: they add them, also once the plan is closed, with "
            f"`coachplan close {at.id} --own-words TEXT`"
        )


def latest(at: OpenPlan, day: date) -> dict[str, Value]:
    """Return the latest value of each measure of the plan up to the day of the look back, by name."""
    known = latest_values(check_in for check_in in at.held if check_in.date <= day)
    return {measure.name: known[measure.name] for measure in at.plan.measures if measure.name in known}


def at_the_end(at: OpenPlan, outcome: Mapping[str, Any], day: date) -> dict[str, str]:
    """Return the value that each measure ends with, by name: that of an outcome's data, else the latest up to `day`."""
    known = {name: str(value) for name, value in latest(at, day).items()}
    return {**known, **outcome.get("measures", {})}


def close_plan(
    at: OpenPlan, outcome: dict[str, Any], reviews: Sequence[date], today: date, *, drops_open: bool
) -> Recorded:
    """Close the plan with an outcome's data and the days on which to look again; `drops_open` drops open activities.

    Measures end with their latest values where the outcome has none.
    """
    day = date.fromisoformat(str(outcome["date"]))
    if day > today:
        raise UsageError(f"the look back on {day} lies ahead; it can be of any day up to today")
    lifecycle.require_possible(at.plan, str(outcome["result"]), day)
    outcome = {**outcome, "measures": at_the_end(at, outcome, day)}
    outcome = {key: outcome[key] for key in sorted(outcome, key=lambda key: (*_ORDER, key).index(key))}
    dropped = lifecycle.still_open(at.plan) if drops_open else []
    text = lifecycle.closed(at.version.text, at.plan, outcome, reviews, dropped=dropped)
    return record(at, PlanChange(text, "Close"), today)


def add_to_closed(at: OpenPlan, outcome: Mapping[str, Any], reviews: Sequence[date], today: date) -> Recorded:
    """Add the team member's own words, and days on which to look again; refuses anything else, and nothing."""
    if outcome.keys() - {"team_member"} or not (outcome or reviews):
        raise RefusedError(
            "the plan is closed already: the team member can add --own-words, either of you --follow-up, and "
            "`coachplan edit` corrects what was recorded"
        )
    text = lifecycle.closed(at.version.text, at.plan, outcome, reviews, dropped=())
    return record(at, PlanChange(text, "Close"), today)
