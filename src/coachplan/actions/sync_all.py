"""Share several plan repositories, a few at a time: what fails in one keeps none of the others from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coachplan.actions.sync import Synced, sync
from coachplan.base.errors import CoachplanError
from coachplan.base.parallel import Tick, in_threads, unwatched, watched
from coachplan.store.repository import Repository
from coachplan.store.sharing import NotSharedError

AT_ONCE = 4
"""The number of repositories that are shared at the same time."""


@dataclass(frozen=True)
class Shared:
    """What came of sharing a repository: `synced`, or the reason why it was not shared.

    A repository that `is_local` has not been shared with anybody, which is no failure.
    """

    repository: Repository
    synced: Synced | None = None
    why: str = ""
    exit_code: int = 0
    is_local: bool = False

    @property
    def is_done(self) -> bool:
        """True if nothing is left to do or to say."""
        return self.exit_code == 0


def sync_all(repositories: Sequence[Repository], today: date, progress: Tick = unwatched) -> list[Shared]:
    """Share each repository as `sync` does; `progress` is called with the number that are done."""
    made = in_threads(lambda repository: _share(repository, today), repositories, AT_ONCE)
    return [*watched(made, len(repositories), progress)]


def _share(repository: Repository, today: date) -> Shared:
    try:
        repository.settle_move()
        done = sync(repository, {}, today)
    except NotSharedError as error:
        return Shared(repository, why=str(error), is_local=True)
    except CoachplanError as error:
        return Shared(repository, why=str(error), exit_code=error.exit_code)
    return Shared(repository, done, exit_code=1 if done.questions else 0)
