"""Who acts in a repository that is new here: matched with the people of its plans, and asked for on a terminal."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from coachplan.base.errors import CoachplanError, UsageError
from coachplan.base.people import is_same_person, parted
from coachplan.commands import _arguments

if TYPE_CHECKING:
    from coachplan.store.repository import Repository

_LISTED = 20


def introduce(repository: "Repository", people: Sequence[str], wanted: str | None) -> str:
    """Set who acts in a new repository, where that is not one of `people` already; return a note for the person.

    `wanted` is the person after --as. Without it, a terminal asks.
    """
    from coachplan.base.candidates import listed

    known = _known(repository)
    if wanted is None and known and (not people or _is_one_of(repository, known, people)):
        return ""
    asked = "Enter leaves it open"
    chosen = _asked(repository, known, people, asked) if wanted is None else _meant(repository, wanted, people)
    if chosen:
        if chosen != known:
            repository.git.introduce(*parted(chosen))
        unnamed = _unnamed(repository, chosen, people)
        return f"Here you are {chosen}{unnamed}" if chosen != known or unnamed else ""
    named = f"; the plans name {listed(people)}" if people else ""
    return (
        f"{_says(known)}{named}: `git config user.name NAME` and `git config user.email ADDRESS` there say who you are"
    )


def newcomer(
    repository: "Repository", wanted: str | None, those_there: Callable[[], Sequence[str]]
) -> tuple[str, str] | None:
    """Return the person after --as or, on a terminal where git does not know, the one who answers, and a note for them.

    `those_there` gives the people of the plans that are there. None where nobody is named.
    """
    if wanted is None and _known(repository):
        return None
    people = those_there()
    if wanted is not None:
        chosen: str | None = _meant(repository, wanted, people)
    else:
        chosen = _asked(repository, None, people, "Enter stops, and nothing is made")
    return (chosen, f"Here you are {chosen}{_unnamed(repository, chosen, people)}") if chosen else None


def _known(repository: "Repository") -> str | None:
    try:
        return _arguments.acting(repository)
    except CoachplanError:
        return None


def _is_one_of(repository: "Repository", known: str, people: Sequence[str]) -> bool:
    name, address = repository.git.mapped(*parted(known))
    return any(is_same_person(one, other) for one in (known, f"{name} <{address}>") for other in people)


def _unnamed(repository: "Repository", chosen: str, people: Sequence[str]) -> str:
    """Return what follows the name of a person whom none of the plans names; empty for one of `people`."""
    from coachplan.base.candidates import listed
    from coachplan.plan.whose_word import told_address

    if not people or _is_one_of(repository, chosen, people):
        return ""
    name = parted(chosen)[0]
    namesake = next((person for person in people if parted(person)[0].casefold() == name.casefold()), None)
    if namesake is None:
        return f", whom no plan names yet; the plans name {listed(people)}"
    address = parted(namesake)[1]
    return f", an address that no plan names; the plans know {name} as {address}: {told_address(address)} there"


def _says(known: str | None) -> str:
    return f"Git knows you as {known}, whom no plan names" if known else "Git does not know who you are"


def _meant(repository: "Repository", text: str, people: Sequence[str]) -> str:
    """Return the person that a text means, with an address: one of `people`, of the directory, or a new one."""
    from coachplan.base.candidates import listed, naming, the_one, unknown

    found = naming(text, people) if text.strip() else []
    if not found and "<" in text:
        found = [_arguments.person(text, option="--as")]
    elif not found and people:
        found = repository.settings.named(text)
    if not found:
        named = f"the plans name {listed(people)}; somebody else is named as" if people else "write"
        raise UsageError(unknown(text, "person", f"{named} 'Name <address>'"))
    chosen = the_one(text, found, "person", "people", otherwise="")
    if not parted(chosen)[1]:
        raise UsageError(f"the plans know no address of {chosen}: name yours, as in '{chosen} <you@example.com>'")
    return chosen


def _asked(repository: "Repository", known: str | None, people: Sequence[str], otherwise: str) -> str | None:
    """Return the person that somebody at a terminal says they are; None where nobody does, with what comes of that."""
    if not _arguments.is_interactive():
        return None
    from coachplan.commands._guided import ask_alone
    from coachplan.output.terminal.console import line, say

    def read(text: str) -> str:
        if text.isdecimal() and 1 <= int(text) <= len(people):
            return _meant(repository, people[int(text) - 1], people)
        return _meant(repository, text, people)

    say(line(f"{_says(known)}. Who are you in these plans?"))
    for number, person in enumerate(people[:_LISTED], 1):
        say(line(f"{number}. {person}"))
    choice = "A number, a clear part of your name, or Name <address>" if people else "Name <address>"
    return cast("str | None", ask_alone(f"{choice}; {otherwise}", read))
