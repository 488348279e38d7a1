"""A plan's activities as people name them: by id, by number as shown, or by a clear part of their wording."""

from collections.abc import Callable, Sequence
from itertools import count
from unicodedata import combining, normalize

from coachplan.base.errors import UsageError
from coachplan.plan import Activity, Plan

_NAMED = 8


def find(plan: Plan, query: str) -> int:
    """The place, from 0, of the one activity that `query` names: its id, its number from 1, or a part of its wording.

    Refuses what names none or several, with the candidates by number and id, and without anyone's words.
    """
    wanted = _folded(query)
    if wanted.isdecimal():
        found = _places(plan, lambda activity: activity.id == wanted)
        found = found or [place for place in range(len(plan.activities)) if str(place + 1) == wanted]
    else:
        found = _places(plan, lambda activity: wanted in _names(activity))
        found = found or _places(plan, lambda activity: any(wanted in name for name in _names(activity) if wanted))
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{query!r} may be any of {len(found)} activities: {_listed(plan, found)}")
    known = _listed(plan, range(len(plan.activities)))
    raise UsageError(f"no activity is named {query!r}; there are {known}, and `coachplan show` has their wording")


def new_id(plan: Plan, kind: str | None = None) -> str:
    """A free id for a new activity of this kind, such as `habit-2`.

    It says nothing else of the activity: ids stand in commit subjects, which travel further than a plan does.
    """
    taken = {activity.id for activity in plan.activities}
    return next(made for number in count(1) if (made := f"{kind or 'activity'}-{number}") not in taken)


def _places(plan: Plan, fits: Callable[[Activity], bool]) -> list[int]:
    return [place for place, activity in enumerate(plan.activities) if fits(activity)]


def _names(activity: Activity) -> list[str]:
    return [_folded(text) for text in (activity.id, activity.what) if text]


def _listed(plan: Plan, places: Sequence[int]) -> str:
    named = [" ".join(filter(None, (str(place + 1), plan.activities[place].id))) for place in places[:_NAMED]]
    return ", ".join([*named, *(["…"] if len(places) > _NAMED else [])])


def _folded(text: str) -> str:
    """A text without accents, capitals and superfluous space, to find wording as people type it."""
    letters = (letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return " ".join("".join(letters).split())
