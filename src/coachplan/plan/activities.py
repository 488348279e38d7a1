"""Activities as people name them: by id, by the number shown, or by a part of the wording that fits only one.

And the same activity in two versions of a plan.
"""

import re
from collections.abc import Callable, Sequence

from coachplan.base.candidates import folded, listed, the_one
from coachplan.base.layout import MOMENT_ALPHABET
from coachplan.plan import Activity, Plan

_LETTERS = "".join(sorted(MOMENT_ALPHABET))
_RANDOM_LETTERS = 4
# The first release counted: `habit-2`.
_MADE = re.compile(f"[0-9]+|(?=.*[0-9])[{_LETTERS}]{{{_RANDOM_LETTERS}}}")


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
    """Return an id for a new activity of this kind that nobody else makes, such as `habit-4f7k`.

    It says nothing else about the activity: ids stand in commit subjects, which travel further than a plan does. It
    holds a digit, so that it is not taken for a word.
    """
    from secrets import choice

    taken = {activity.id for activity in plan.activities}
    while True:
        letters = "".join(choice(_LETTERS) for _ in range(_RANDOM_LETTERS))
        if _MADE.fullmatch(letters) and (made := f"{kind or 'activity'}-{letters}") not in taken:
            return made


def is_id_made(activity: Activity) -> bool:
    """True if `coachplan` made the activity's id, and nobody chose it as a name."""
    kind, _, rest = (activity.id or "").rpartition("-")
    return kind == (activity.kind or "activity") and _MADE.fullmatch(rest) is not None


def earlier_places(before: Sequence[Activity], after: Sequence[Activity]) -> list[int | None]:
    """Return, for each activity after a change, the place that it had before; None for one that came with it.

    It is the one of its id and wording, or of its id, or of its wording under another id or none.
    """
    found: dict[int, int] = {}
    for key in _KEYS:
        left: dict[object, list[int]] = {}
        taken = set(found.values())
        for place, activity in enumerate(before):
            if key(activity) is not None and place not in taken:
                left.setdefault(key(activity), []).append(place)
        for place, activity in enumerate(after):
            if place not in found and (known := left.get(key(activity))):
                found[place] = known.pop(0)
    return [found.get(place) for place in range(len(after))]


_KEYS: Sequence[Callable[[Activity], object]] = (
    lambda activity: (activity.id, activity.what),
    lambda activity: activity.id,
    lambda activity: activity.what,
)


def _places(plan: Plan, fits: Callable[[Activity], bool]) -> list[int]:
    return [place for place, activity in enumerate(plan.activities) if fits(activity)]


def _names(activity: Activity) -> list[str]:
    return [folded(text) for text in (activity.id, activity.what) if text]
