"""Activities as people name them: by id, by the number shown, or by a part of the wording that fits only one."""

from collections.abc import Callable
from itertools import count

from coachplan.base.candidates import folded, listed, the_one
from coachplan.plan import Activity, Plan


def find(plan: Plan, query: str) -> int:
    """Return the place, from 0, of the activity that `query` names by id, by number from 1, or by part of its wording.

    Raises `UsageError` if `query` fits none or several, with the candidates by number and id but without their words.
    """
    wanted = folded(query)
    if wanted.isdecimal():
        found = _places(plan, lambda activity: activity.id == wanted)
        found = found or [place for place in range(len(plan.activities)) if str(place + 1) == wanted]
    else:
        found = _places(plan, lambda activity: wanted in _names(activity))
        found = found or _places(plan, lambda activity: any(wanted in name for name in _names(activity) if wanted))

    def shown(place: int) -> str:
        return " ".join(filter(None, (str(place + 1), plan.activities[place].id)))

    known = listed(map(shown, range(len(plan.activities))))
    otherwise = f"there are {known}, and `coachplan show` has their wording"
    return the_one(query, found, "activity", "activities", shown=shown, otherwise=otherwise)


def new_id(plan: Plan, kind: str | None = None) -> str:
    """Return a free id for a new activity of this kind, such as `habit-2`.

    It says nothing else about the activity: ids stand in commit subjects, which travel further than a plan does.
    """
    taken = {activity.id for activity in plan.activities}
    return next(made for number in count(1) if (made := f"{kind or 'activity'}-{number}") not in taken)


def _places(plan: Plan, fits: Callable[[Activity], bool]) -> list[int]:
    return [place for place, activity in enumerate(plan.activities) if fits(activity)]


def _names(activity: Activity) -> list[str]:
    return [folded(text) for text in (activity.id, activity.what) if text]
