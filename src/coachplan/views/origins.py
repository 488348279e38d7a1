"""Where the two versions in a question come from: whose each is, and of which day."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from coachplan.base.layout import is_plan_md
from coachplan.coaching.merging.parts import Conflict, Side
from coachplan.coaching.merging.plans import merge
from coachplan.store.history import Made
from coachplan.store.repository import Repository

_MOST = 50


class Origin(NamedTuple):
    """The author of the last change of a version, and the day of that."""

    author: str
    day: date


class Origins:
    """The changes on two sides of a history, which are the commits `mine` and `theirs`."""

    def __init__(self, repository: Repository, mine: str, theirs: str) -> None:
        self._repository = repository
        self._tips: dict[Side, str] = {"mine": mine, "theirs": theirs}

    @cached_property
    def _base(self) -> str | None:
        return self._repository.git.base_of(*self._tips.values())

    def of(self, path: str, conflict: Conflict) -> dict[Side, Origin]:
        """Return where each side's version comes from; a side that does not say is left out."""
        found = {side: self._last(path, conflict, side) for side in self._tips}
        return {side: Origin(made.author[0], made.when.date()) for side, made in found.items() if made}

    def _last(self, path: str, conflict: Conflict, side: Side) -> Made | None:
        """Return the last commit of a side that changed what is in question or, where none did alone, its file."""
        among = f"{self._base}..{self._tips[side]}" if self._base else self._tips[side]
        commits = list(self._repository.history.newest(_MOST, path, among=among))
        if not is_plan_md(path):
            return next(iter(commits), None)
        changing = (made for made in commits if made.parents and self._differed(made.parents[0], path, conflict, side))
        return next(changing, next(iter(commits), None))

    def _differed(self, revision: str, path: str, conflict: Conflict, side: Side) -> bool:
        """True if the question would have been another one, or none, had this side stopped at a revision."""
        other: Side = "theirs" if side == "mine" else "mine"
        base, theirs, then = (self._at(at, path) if at else None for at in (self._base, self._tips[other], revision))
        if then is None or theirs is None:
            return then is None
        value = conflict.side(side)
        return all(found.mine != value for found in self._questions(base, then, theirs) if found.key == conflict.key)

    @staticmethod
    def _questions(base: bytes | None, mine: bytes, theirs: bytes) -> Iterator[Conflict]:
        yield from merge(base, mine, theirs).conflicts

    def _at(self, revision: str, path: str) -> bytes | None:
        folder, _, name = path.rpartition("/")
        return self._repository.git.files_at(revision, folder, [name]).get(path)
