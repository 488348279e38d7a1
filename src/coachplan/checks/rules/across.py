"""CP8xx: what only shows across plans."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from posixpath import dirname
from typing import NamedTuple

from coachplan.checks.rule import RuleContext


class Digest(NamedTuple):
    """What rules across plans know of one plan; people are emails, or names where there is no email, in lower case.

    `awaited_until` is the last day on which the next check-in is in time, as an ISO date, where one is awaited. An area
    that is still open is an empty text. `places` has the line and column of `team_member`, `manager` and each
    development area, which is named by its number. `ignored` has the codes of the rules that the plan sets aside.
    """

    path: str
    is_open: bool
    kind: str
    team_member: str
    manager: str
    areas: tuple[str, ...]
    awaited_until: str | None
    ignored: tuple[str, ...]
    places: dict[str, tuple[int, int]]

    def is_overdue(self, context: RuleContext) -> bool:
        """Whether the plan waits for a check-in, and does not set that aside."""
        if self.awaited_until is None or "CP506" in self.ignored:
            return False
        return date.fromisoformat(self.awaited_until) < context.today


class CrossPlanProblem(NamedTuple):
    """Something to mend at one of the `places` of a plan; `others` are the plans that it is about, too."""

    digest: Digest
    place: str
    message: str
    advice: str
    others: tuple[Digest, ...]


class AcrossRule(NamedTuple):
    """A rule about all the plans that are checked."""

    code: str
    check: Callable[[Sequence[Digest], RuleContext], Iterator[CrossPlanProblem]]


def two_open_plans(digests: Sequence[Digest], _: RuleContext) -> Iterator[CrossPlanProblem]:
    """Two open plans of one person are about the same area."""
    first: dict[tuple[str, str, str], Digest] = {}
    for digest in digests:
        if not digest.is_open:
            continue
        for number, area in enumerate(digest.areas):
            other = first.setdefault((digest.team_member, digest.kind, area), digest)
            if area and other is not digest:
                yield CrossPlanProblem(
                    digest,
                    str(number),
                    "another open plan of this person is about the same area",
                    "close one of the two, or let each have an area of its own",
                    (other,),
                )


def person_in_two_folders(digests: Sequence[Digest], _: RuleContext) -> Iterator[CrossPlanProblem]:
    """Open plans of one person, known by email, lie in the folders of two (S1: only four people read a plan)."""
    first: dict[str, Digest] = {}
    for digest in digests:
        if digest.is_open and "@" in digest.team_member:
            other = first.setdefault(digest.team_member, digest)
            if dirname(dirname(other.path)) != dirname(dirname(digest.path)):
                yield CrossPlanProblem(
                    digest,
                    "team_member",
                    "another open plan of this person lies in another folder",
                    "move both into one folder, or correct whose plan this is: who may read a folder reads all of it",
                    (other,),
                )


def managers_overdue_plans(digests: Sequence[Digest], context: RuleContext) -> Iterator[CrossPlanProblem]:
    """Several plans of one manager wait for a check-in (S3: managers need time for coaching, and their own coach)."""
    overdue: dict[str, list[Digest]] = {}
    for digest in digests:
        if digest.is_overdue(context):
            overdue.setdefault(digest.manager, []).append(digest)
    for waiting in overdue.values():
        if len(waiting) >= context.policy.overdue_plans:
            yield CrossPlanProblem(
                min(waiting, key=lambda digest: (digest.awaited_until, digest.path)),
                "manager",
                f"{len(waiting)} plans of this manager wait for a check-in",
                "ask what would make room for them: fewer plans at once, a slower cadence, or help from a peer",
                tuple(waiting),
            )
