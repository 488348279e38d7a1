"""Clones, and repositories to share through, in words: which plans are there, who can read them, what comes next."""

from collections.abc import Iterable, Iterator, Sequence
from shlex import quote

from coachplan.base.candidates import listed
from coachplan.base.people import is_same_person, parted
from coachplan.base.words import plural, spaced
from coachplan.output.terminal.console import line
from coachplan.store.address import Address
from coachplan.store.forge_command import Invitation, Project
from coachplan.views.plan_row import PlanRow, counts


def people_in(rows: Iterable[PlanRow]) -> list[str]:
    """Return each person who may read one of the plans, once, as the plans write them."""
    found: list[str] = []
    for row in rows:
        for _, identity in row.people:
            if not any(is_same_person(identity, other) for other in found):
                found.append(identity)
    return found


def cloned(rows: Sequence[PlanRow] | None, where: str) -> str:
    """Return what is in a clone: how many plans, whose, and in which states, most in need first; None is not known."""
    if not rows:
        return line(f"Made {where}, private to you{'' if rows is None else '; there is not a plan in it yet'}")
    states = ", ".join(f"{number} {spaced(state)}" for state, number in counts(rows).items())
    return line(f"Made {where}, private to you, with {_plans(rows)}: {states}")


def _plans(rows: Sequence[PlanRow]) -> str:
    members = _members(rows)
    return f"{plural(len(rows), 'plan')}{f' of {_names(members)}' if members else ''}"


def notice(rows: Sequence[PlanRow], address: Address, *, is_part: bool) -> str:
    """Return who can read the plans once they are shared, as far as that can be known.

    Where they are a part of a repository, all of it is shared.
    """
    return "\n".join(_notice(rows, address, is_part=is_part))


def _notice(rows: Sequence[PlanRow], address: Address, *, is_part: bool) -> Iterator[str]:
    what = f"{_plans(rows)}, now and in their history" if rows else "the plans that will be made here"
    yield line(f"Whoever can read {address.shown} can then read {what}.")
    if len(members := _members(rows)) > 1:
        yield line(f"That is each of {_names(members)}, too: a repository for each keeps their plans apart.")
    if readers := people_in(rows):
        yield line(f"The plans are meant for {_names(readers)}.")
    if is_part:
        yield "All else that is in the repository around them is shared as well."
    if address.is_in_the_clear:
        yield "That address is not encrypted: whoever is on the way there can read them, too."
    where = "the permissions of that folder" if address.folder else "the members of that repository, on its host"
    yield f"coachplan cannot see who has access: look at {where}."


def no_place_to_give_to(address: Address) -> str:
    """Return a note on a clone that was made from somebody's own one: git gives nothing to that."""
    return line(
        f"{address.shown} is itself somebody's clone, which `sync` can give nothing to: `coachplan share` there first, "
        "and clone from the place that it names"
    )


def how_to_start(address: Address, *, is_closed: bool) -> str:
    """Return how others begin with plans that are shared; in a closed place, once they may open it."""
    start = "Once others may open it, they start" if is_closed else "Others start"
    return line(f"{start} with: coachplan clone {quote(address.shown)}")


def _members(rows: Iterable[PlanRow]) -> list[str]:
    return [*dict.fromkeys(row.team_member for row in rows if row.team_member)]


def _names(people: Iterable[str]) -> str:
    """Return the names of people, and their addresses where there is nothing else."""
    return listed(parted(identity)[0] or identity for identity in people)


def other_readers(strangers: Sequence[str]) -> str:
    """Return that a new plan would lie where people who are not its readers can read it."""
    who = _names(strangers) if strangers else "people who are not its readers"
    return (
        f"Plans here are for other readers: whoever can read this repository, such as {who}, could read this one, too"
    )


def invited(invitations: Sequence[Invitation], project: Project) -> str:
    """Return who was invited and who is left, and what they start with."""
    lines = [f"Invited {parted(one.reader)[0]} ({one.by})" for one in invitations if one.by]
    left = [one for one in invitations if not one.by]
    lines += [f"Invite {parted(one.reader)[0]} by hand, at {project.page}: {one.why_not}" for one in left]
    start = f"Once they have accepted, they start with: coachplan clone {quote(project.address.shown)}"
    return "\n".join(line(text) for text in [*lines, *([start] if invitations else [])])
