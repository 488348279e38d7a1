"""Plans that are meant for different people, in one repository that is shared."""

from collections.abc import Collection, Iterator

from coachplan.base.findings import Finding, Severity
from coachplan.store.files import SETTINGS_FILE
from coachplan.store.repository import Repository


def shared_circles(repository: Repository, circles: Collection[tuple[str, ...]]) -> Iterator[Finding]:
    """Yield the finding for a repository with a remote whose open plans have these different sets of readers."""
    if len(circles) > 1 and repository.git.has_remote():
        message = f"{len(circles)} circles of people are meant to read plans here, and whoever reads one can read all"
        advice = (
            "a repository for each circle keeps their plans apart; where everybody may read everything, "
            "`ignore` CP908 under `[rules]`"
        )
        yield Finding(SETTINGS_FILE, 1, 1, "CP908", Severity.HINT, message, advice)
