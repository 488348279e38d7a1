"""A plan's activities as people name them: by id, by number as shown, or by a clear part of their wording."""

from collections.abc import Callable
from itertools import count

from coachplan.base.candidates import folded, listed, the_one
from coachplan.plan import Activity, Plan


def find(plan: Plan, query: str) -> int:
    """The place, from 0, of the one activity that `query` names: its id, its number from 1, or a part of its wording.

    Refuses what names none or several, with the candidates by number and id, and without anyone's words.
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
    """A free id for a new activity of this kind, such as `habit-2`.

    It says nothing else of the activity: ids stand in commit subjects, which travel further than a plan does.
    """
    taken = {activity.id for activity in plan.activities}
    return next(made for number in count(1) if (made := f"{kind or 'activity'}-{number}") not in taken)


def _places(plan: Plan, fits: Callable[[Activity], bool]) -> list[int]:
    return [place for place, activity in enumerate(plan.activities) if fits(activity)]


def _names(activity: Activity) -> list[str]:
    return [folded(text) for text in (activity.id, activity.what) if text]
