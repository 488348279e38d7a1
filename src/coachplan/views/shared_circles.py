"""Circles: the people who are meant to read a plan; and plans of several circles in one repository."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from coachplan.base.findings import Finding, Severity
from coachplan.base.people import is_same_person
from coachplan.store.files import SETTINGS_FILE
from coachplan.store.repository import Repository

if TYPE_CHECKING:
    from coachplan.views.plan_row import PlanRow

Circle = Sequence[str]
"""The readers of a plan as it writes them, the team member first."""


def shared_circles(repository: Repository, circles: Collection[tuple[str, ...]]) -> Iterator[Finding]:
    """Yield the finding for a repository of git whose open plans have these different sets of readers."""
    if len(circles) > 1 and repository.git.is_recording():
        whole = "whoever reads one can read all"
        so = whole if repository.git.has_remote() else f"once it is shared, {whole}"
        message = f"{len(circles)} circles of people are meant to read plans here, and {so}"
        advice = (
            "a repository for each circle keeps their plans apart, as `coachplan new --new-circle` makes one; where "
            "everybody may read everything, `ignore` CP908 under `[rules]`"
        )
        yield Finding(SETTINGS_FILE, 1, 1, "CP908", Severity.HINT, message, advice)


def circles_of(rows: "Iterable[PlanRow]") -> list[Circle]:
    """Return each circle that a plan is meant for, closed ones too: they can be read as long as they are there."""
    found: list[Circle] = []
    for row in rows:
        readers = [identity for _, identity in row.people]
        if readers and not any(is_one_circle(readers, known) for known in found):
            found.append(readers)
    return found


def is_one_circle(one: Circle, other: Circle) -> bool:
    """True if two plans have the same readers, or are one team member's and the readers of one are among the other's.

    A role that is left open in one plan and filled in another does not make another circle.
    """
    ways = [
        all(any(is_same_person(a, b) for b in second) for a in first) for first, second in ((one, other), (other, one))
    ]
    return all(ways) or (any(ways) and is_same_person(one[0], other[0]))


def strangers(circle: Circle, others: Sequence[Circle]) -> list[str]:
    """Return the people of other circles who are not in this one."""
    people = dict.fromkeys(person for other in others for person in other)
    return [person for person in people if not any(is_same_person(person, reader) for reader in circle)]
