"""CP8xx: what only shows across plans."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from coachplan.rules.rule import Setting


class Digest(NamedTuple):
    """What rules across plans know of one plan; people are emails, or names where there is no email, in lower case.

    `due` is the day of the next touchpoint as an ISO date, where there is one. `places` has the line and column of
    `team_member`, `manager` and each development area, which is named by its number. `ignored` has the codes of the
    rules that the plan sets aside.
    """

    path: str
    is_open: bool
    kind: str
    team_member: str
    manager: str
    areas: tuple[str, ...]
    due: str | None
    ignored: tuple[str, ...]
    places: dict[str, tuple[int, int]]


class Crossing(NamedTuple):
    """Something to mend in one of several plans, at one of its `places`."""

    digest: Digest
    place: str
    message: str
    advice: str


class AcrossRule(NamedTuple):
    """A rule about all the plans that are checked."""

    code: str
    check: Callable[[Sequence[Digest], Setting], Iterator[Crossing]]


def two_open_plans(digests: Sequence[Digest], _: Setting) -> Iterator[Crossing]:
    """Two open plans of one person are about the same area."""
    seen: set[tuple[str, str, str]] = set()
    for digest in digests:
        if not digest.is_open:
            continue
        for number, area in enumerate(digest.areas):
            key = (digest.team_member, digest.kind, area)
            if key in seen:
                yield Crossing(
                    digest,
                    str(number),
                    "another open plan of this person is about the same area",
                    "close one of the two, or let each have an area of its own",
                )
            seen.add(key)
