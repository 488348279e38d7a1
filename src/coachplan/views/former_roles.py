"""The people who had a role in a plan earlier: on the days of their role they were no strangers."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from coachplan.base.errors import CoachplanError
from coachplan.base.layout import is_plan_md

if TYPE_CHECKING:
    from coachplan.plan import Person
    from coachplan.store.files import PlanFolder
    from coachplan.store.history import History
    from coachplan.store.repository import Repository


def had_role(repository: "Repository", folder: "PlanFolder", person: "Person", day: date) -> bool:
    """True if a recorded version of a plan that held on a day, or later, names a person.

    So it is, too, where the history is cut off or cannot be read, and may hold one.
    """
    if not repository.git.exists():
        return False
    try:
        return (repository.git.folder() / "shallow").exists() or _is_in(repository.history, folder.path, person, day)
    except CoachplanError:
        return True


def _is_in(history: "History", path: str, person: "Person", day: date) -> bool:
    from coachplan.format import read_plan
    from coachplan.plan.terms import takes_part

    held = [(place, blob) for last, place, blob in _versions(history, path) if last >= day]
    blobs, name = history.blobs(blob for _, blob in held), person.name.casefold()
    plans = (
        read_plan(place, blobs[blob]).content
        for place, blob in held
        if name in blobs[blob].decode("utf-8", "replace").casefold()
    )
    return any(takes_part(plan, person) for plan in plans if plan)


def _versions(history: "History", path: str) -> Iterator[tuple[date, str, str]]:
    """Yield each recorded version of the plan in a folder, the newest first: its last day, its path and its blob."""
    last = date.max
    for commit in history.commits(path):
        for change in commit.changes:
            if is_plan_md(change.path):
                if change.after:
                    yield last, change.path, change.after
                last = min(last, commit.when.date())  # whatever a clock said before
