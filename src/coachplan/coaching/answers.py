"""The team member's yes to an activity, as a change of a plan gives it: on which day, and to which words."""

from collections.abc import Callable, Mapping
from datetime import date

from coachplan.format import change_entry
from coachplan.format.strict_yaml import Data
from coachplan.plan import BEGUN, Activity, Agreed, Person, Plan
from coachplan.plan.activities import earlier_places
from coachplan.plan.terms import role_of


def as_data(by: Person, day: date, words: str) -> dict[str, Data]:
    """Return a yes as a plan has it."""
    return {"by": str(by), "date": str(day), "words": words}


def with_answers(text: str, given: Mapping[int, Agreed]) -> str:
    """Return a plan's text with the yes to each of these activities, by place."""
    for place, yes in given.items():
        text = change_entry(text, ("activities", place), "what", {"agreed": as_data(yes.by, yes.date, yes.words)})
    return text


def answers(
    before: Plan | None, after: Plan, actor: Person, day: date, recorded: Callable[[], Mapping[int, Agreed]]
) -> dict[int, Agreed]:
    """Return the yes that a change gives without saying so, by the places of the activities after it.

    The team member says yes where they begin an activity or word it anew. Where an activity had begun without a
    fingerprint, as in plans of the first release, `recorded` is asked: the team member's own yes to these words, by
    the places before the change.
    """
    known = before.activities if before else ()
    places = earlier_places(known, after.activities)
    is_own = role_of(before or after, actor) == "team_member"
    found: dict[int, Agreed] = {}
    unsaid: dict[int, int] = {}
    for place, (activity, earlier) in enumerate(zip(after.activities, places, strict=True)):
        old = None if earlier is None else known[earlier]
        if activity.status not in BEGUN:
            continue
        if is_own and _is_said_now(activity, old):
            found[place] = Agreed(by=actor, date=day, words=activity.words)
        elif old and earlier is not None and _is_unsaid(activity, old):
            unsaid[place] = earlier
    if unsaid:
        own = recorded()
        found |= {place: own[earlier] for place, earlier in unsaid.items() if earlier in own}
    return found


def _is_said_now(activity: Activity, earlier: Activity | None) -> bool:
    """True if the team member, whose change it is, begins an activity or words it anew, and did not write a yes."""
    if activity.agreed != (earlier.agreed if earlier else None):
        return False
    if earlier is None or earlier.status not in BEGUN:
        return True
    return activity.words != earlier.words and (activity.agreed is None or activity.is_changed)


def _is_unsaid(activity: Activity, earlier: Activity) -> bool:
    """True if an activity had begun in these words, and neither version has a yes to them."""
    is_known = activity.agreed is not None or earlier.agreed is not None
    return not is_known and earlier.status in BEGUN and activity.words == earlier.words
