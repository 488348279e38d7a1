"""The people who had a role in a plan earlier: on the days of their role they were no strangers."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coachplan.base.errors import CoachplanError
from coachplan.base.layout import is_plan_md

if TYPE_CHECKING:
    from coachplan.plan import Person
    from coachplan.store.files import PlanFolder
    from coachplan.store.history import History
    from coachplan.store.repository import Repository


class FormerRoles:
    """The people whom recorded versions of a plan name; its history is read once, when somebody is asked for."""

    def __init__(self, repository: "Repository", folder: "PlanFolder") -> None:
        self._repository = repository
        self._folder = folder

    def had(self, person: "Person", day: date) -> bool:
        """True if a recorded version of the plan that held on a day, or later, names a person.

        So it is, too, where the history is cut off or cannot be read, and may hold one.
        """
        try:
            return self._may_be_anyone or self._is_in(person, day)
        except CoachplanError:
            return True

    @cached_property
    def _may_be_anyone(self) -> bool:
        git = self._repository.git
        return git.exists() and (git.folder() / "shallow").exists()

    def _is_in(self, person: "Person", day: date) -> bool:
        from coachplan.format import read_plan
        from coachplan.plan.terms import takes_part

        name = person.name.casefold()
        held = [(place, raw) for last, place, raw, text in self._held if last >= day and name in text]
        plans = (read_plan(place, raw).content for place, raw in held)
        return any(takes_part(plan, person) for plan in plans if plan)

    @cached_property
    def _held(self) -> list[tuple[date, str, bytes, str]]:
        """The recorded versions: the last day of each, its path, its bytes, and its text to look for a name in."""
        if not self._repository.git.exists():
            return []
        history = self._repository.history
        known = [*_versions(history, self._folder.path)]
        blobs = history.blobs(blob for _, _, blob in known)
        return [
            (last, place, blobs[blob], blobs[blob].decode("utf-8", "replace").casefold()) for last, place, blob in known
        ]


def _versions(history: "History", path: str) -> Iterator[tuple[date, str, str]]:
    """Yield each recorded version of the plan in a folder, the newest first: its last day, its path and its blob."""
    last = date.max
    for commit in history.commits(path):
        for change in commit.changes:
            if is_plan_md(change.path):
                if change.after:
                    yield last, change.path, change.after
                last = min(last, commit.when.date())  # whatever a clock said before
