"""Clones, and repositories to share through, in words: which plans are there, who can read them, what comes next."""

from collections.abc import Iterable, Iterator, Sequence
from shlex import quote

from coachplan.base.candidates import listed
from coachplan.base.people import is_same_person, parted
from coachplan.base.words import plural, spaced
from coachplan.output.terminal.console import line
from coachplan.store.address import Address
from coachplan.views.plan_row import PlanRow, counts


def people_in(rows: Iterable[PlanRow]) -> list[str]:
    """Return each person who may read one of the plans, once, as the plans write them."""
    found: list[str] = []
    for row in rows:
        for _, identity in row.people:
            if not any(is_same_person(identity, other) for other in found):
                found.append(identity)
    return found


def plans(rows: Sequence[PlanRow]) -> str:
    """Return how many plans there are, and whose."""
    if not rows:
        return "not a plan yet"
    members = _members(rows)
    return line(f"{plural(len(rows), 'plan')}{f' of {_names(members)}' if members else ''}")


def states(rows: Sequence[PlanRow]) -> str:
    """Return the number of plans in each state, most in need first."""
    return ", ".join(f"{number} {spaced(state)}" for state, number in counts(rows).items())


def notice(rows: Sequence[PlanRow], address: Address) -> str:
    """Return who can read the plans once they are shared, as far as that can be known."""
    return "\n".join(_notice(rows, address))


def _notice(rows: Sequence[PlanRow], address: Address) -> Iterator[str]:
    yield f"Whoever can read {line(address.shown)} can then read {plans(rows)}, now and in their history."
    if len(members := _members(rows)) > 1:
        yield line(f"That is each of {_names(members)}, too: a repository for each keeps their plans apart.")
    if readers := people_in(rows):
        yield line(f"The plans are meant for {_names(readers)}.")
    where = "the permissions of that folder" if address.folder else "the members of that repository, on its host"
    yield f"coachplan cannot see who has access: look at {where}."


def how_to_start(address: Address) -> str:
    """Return how others begin with plans that are shared."""
    return line(f"Others start with: coachplan clone {quote(address.shown)}")


def _members(rows: Iterable[PlanRow]) -> list[str]:
    return [*dict.fromkeys(row.team_member for row in rows if row.team_member)]


def _names(people: Iterable[str]) -> str:
    """Return the names of people, and their addresses where there is nothing else."""
    return listed(parted(identity)[0] or identity for identity in people)
