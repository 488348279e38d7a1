"""The arguments that several commands share: the plan, people, the day, the format."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from coachplan.base.errors import UnreadableError, UsageError
from coachplan.commands import _completing

if TYPE_CHECKING:
    from coachplan.plan import Person
    from coachplan.store.repository import Repository
    from coachplan.views.plan_row import PlanRow

T = TypeVar("T")
Text = str | None
Texts = list[str] | None


_OFFERED: dict[str, Callable[..., list[str]]] = {
    "PERSON": _completing.complete_person,
    "PLAN": _completing.complete_plan,
    "MEASURE": _completing.complete_measure,
    "NAME=VALUE": _completing.complete_value,
    "TEXT|NUMBER": _completing.complete_milestone,
    "KEY=VALUE": _completing.complete_setting,
    "SIDE": _completing.complete_side,
    "TEMPLATE": _completing.complete_template,
    "RULES": _completing.complete_rules,
}


def option(name: str, takes: str, about: str, **settings: Any) -> Any:
    """Return the declaration of an option: its name, the value that it takes, and its line in the help.

    What it takes decides what a shell offers there.
    """
    return typer.Option(name, metavar=takes, help=about, autocompletion=_OFFERED.get(takes), **settings)


def argument(takes: str, about: str, **settings: Any) -> Any:
    """Return the declaration of an argument: its placeholder, and its line in the help."""
    return typer.Argument(metavar=takes, help=about, **settings)


def flag(name: str, about: str) -> Any:
    """Return the declaration of a switch, or of an option with few possible values: its name, and its help."""
    return typer.Option(name, help=about)


class Output(StrEnum):
    """The format of results: for people, or for programs."""

    TEXT = "text"
    JSON = "json"


class Paths(StrEnum):
    """How paths are written: as they are, or with codes for the names in them."""

    OPAQUE = "opaque"
    FULL = "full"


PathsOption = Annotated[
    Paths | None, typer.Option("--paths", help="Codes for the names in paths, as by default in CI; or full paths.")
]


def are_codes(paths: Paths | None) -> bool:
    """True if names in paths become codes: where it was asked for, or in CI, whose logs others read."""
    return paths is Paths.OPAQUE or (paths is None and bool(os.environ.get("CI")))


_NAMES_A_PLAN = "A part of the plan's id, or the team member's name or email"


def _plan(takes: str, about: str) -> Any:
    return typer.Argument(metavar=takes, help=about, autocompletion=_completing.complete_plan)


PlanName = Annotated[Text, _plan("[PLAN]", f"{_NAMES_A_PLAN}; may be left out where only one can be meant.")]
OnePlanName = Annotated[Text, _plan("[PLAN]", f"{_NAMES_A_PLAN}; by default every plan.")]
PlanNames = Annotated[Texts, _plan("[PLAN]...", "The plans; by default all of them.")]
TodayOption = Annotated[Text, option("--date", "DAY", "The day to count as today.", envvar="COACHPLAN_TODAY")]
OutputFile = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write; by default stdout.")
]
FormatOption = Annotated[Output, typer.Option("--format", help="Text for people, or versioned JSON for programs.")]
ForOption = Annotated[
    Text,
    typer.Option(
        "--for",
        "--reader",
        metavar="EMAIL",
        autocompletion=_completing.complete_person,
        help="Only plans that this person may read; by default every plan. Also a name of the directory.",
    ),
]
ReaderOption = Annotated[
    Text, option("--reader", "PERSON", "Show what waits for this person; by default for you, as git knows you.")
]
ManagerOption = Annotated[Text, option("--manager", "PERSON", "Only plans of this manager: a part of name or email.")]
TeamMemberOption = Annotated[
    Text, option("--team-member", "PERSON", "Only plans of this team member: a part of name or email.")
]


def shown_path(repository: "Repository") -> Callable[[str], str]:
    """Return a function that writes a path of the repository as seen from the current folder."""
    root = os.path.abspath(repository.root)
    before = os.path.relpath(root)
    if before.startswith(os.pardir):  # the way there may lead through this very folder
        return lambda path: os.path.relpath(os.path.join(root, path))
    return lambda path: path if before == os.curdir else f"{before}/{path}"


def day(text: str | None, *, option: str = "--date") -> date:
    """Return the day that an option names, or else today; `COACHPLAN_TODAY` sets today."""
    from coachplan.base.dates import read_day

    today = os.environ.get("COACHPLAN_TODAY")
    now = read_day(today, date.today(), option="COACHPLAN_TODAY") if today else date.today()
    return read_day(text, now, option=option) if text else now


def later_day(text: str, start: date, today: date, *, option: str) -> date:
    """Return the day that an option names; `+14d` counts from `start`."""
    from coachplan.base.dates import read_day

    return read_day(text, start if text.startswith("+") else today, option=option)


def moment() -> datetime:
    """Return the time by the wall clock."""
    return datetime.now()  # noqa: DTZ005 - the day is that of the wall clock, too


def person(text: str, *, option: str) -> str:
    """Return an identity such as `Ada Lovelace <ada@example.com>`, checked."""
    from coachplan.actions.record import read_person

    return read_person(text, option=option).text


def identity(repository: "Repository", text: str, *, option: str, people: "Iterable[Person]" = ()) -> str:
    """Return the whole identity of the person that a text means, checked; refuses a text that may mean several.

    That is one of `people`, by any part of their name or email, or somebody in the directory, by their whole name or
    email, or else the text itself.
    """
    from coachplan.base.candidates import naming, refuse_several

    found = dict.fromkeys(person.text for person in people if text.strip())
    known = naming(text, found) or repository.settings.named(text)
    refuse_several(text, known, "people")
    return person(known[0] if known else text, option=option)


def reader(repositories: "Sequence[Repository]", text: str | None) -> str | None:
    """Return the email address after --for, or that of the person who is named there in a directory."""
    from coachplan.base.candidates import unknown

    if text is None:
        return None
    known = text
    for one in repositories if "@" not in text else ():
        known = identity(one, text, option="--for")
        if "@" in known:
            break
    email = known.partition("<")[2].rstrip("> ") or known.strip()
    if "@" not in email:
        otherwise = "--for takes an email address, such as ada@example.com, or a name of the directory"
        raise UsageError(unknown(text, "person", otherwise))
    return email


def onlooker(repositories: "Sequence[Repository]", text: str | None, rows: "Iterable[PlanRow]") -> str | None:
    """Return the person after --reader, of those in `rows`, or else the one that git knows, if there is one."""
    from coachplan.base.candidates import naming, the_one
    from coachplan.base.errors import CoachplanError
    from coachplan.base.people import is_same_person

    if text is None:
        try:
            return acting(repositories[0]) if repositories else None
        except CoachplanError:  # git is not there, or knows nobody
            return None
    people = dict.fromkeys(identity for row in rows for _, identity in row.people)
    found = naming(text, people)
    # Plans may write one person in several ways.
    each = [one for place, one in enumerate(found) if not any(is_same_person(one, known) for known in found[:place])]
    return the_one(text, each, "person", "people", otherwise="--reader takes somebody who may read a plan")


def unshared(repositories: "Sequence[Repository]", text: str | None) -> int | None:
    """Return the number of changes that were recorded here and not shared, for the person who looks.

    None without a remote, and where --reader shows what somebody else would see.
    """
    from coachplan.base.errors import CoachplanError
    from coachplan.store.sharing import unshared as counted

    found: list[int] = []
    for one in repositories if text is None else ():
        with suppress(CoachplanError):  # git is not there
            if (number := counted(one.git)) is not None:
                found.append(number)
    return sum(found) if found else None


def tell_if_partial(is_partial: bool) -> None:
    """Say that a plan, or its check-ins, cannot be read in part."""
    from coachplan.output.terminal.console import PARTIAL, say

    if is_partial:
        say(PARTIAL)


def tell_of_unreadable(rows: "Iterable[PlanRow]") -> None:
    """Say how many of the plans in `rows`, and of their check-ins, cannot be read, if any."""
    found = [(not row.is_readable, row.unread) for row in rows]
    tell_of_unread(sum(plan for plan, _ in found), sum(check_ins for _, check_ins in found))


def tell_of_unread(plans: int, check_ins: int = 0) -> None:
    """Say how many plans and check-ins cannot be read, if any."""
    from coachplan.base.words import plural
    from coachplan.output.terminal.console import say

    counted = [(plans, "plan"), (check_ins, "check-in")]
    if found := [plural(number, noun) for number, noun in counted if number]:
        say(f"{' and '.join(found)} cannot be read; `coachplan check` says where and why")


def acting(repository: "Repository") -> str:
    """Return the identity that git knows."""
    name, email = repository.git.identity()
    return f"{name} <{email}>"


def of_people(rows: Sequence[T], *, manager: str | None, team_member: str | None) -> list[T]:
    """Return the rows of plans whose people have these parts in their names or emails; says so if nobody has one."""
    from coachplan.base.candidates import listed, naming, unknown
    from coachplan.base.words import ROLES
    from coachplan.output.terminal.console import say

    found = [*rows]
    for role, query in (("manager", manager), ("team_member", team_member)):
        if query is not None:
            people = {person for row in rows if (person := getattr(row, role)) is not None}
            wanted = {*naming(query, people)}
            if people and not wanted:
                names = sorted({person.partition(" <")[0] for person in people if person})
                say(unknown(query, ROLES[role], f"there are {listed(names)}"))
            found = [row for row in found if getattr(row, role) in wanted]
    return found


def missing(name: str, example: str = "") -> UsageError:
    """Return the refusal of a command that lacks an option or argument, with an example of it."""
    without = "" if is_interactive() else " when there is no terminal to ask"
    return UsageError(f"{name} is required{without}{f', such as {name} {example}' if example else ''}")


def is_interactive() -> bool:
    """Return True if there is a person at a terminal to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def read_input(path: str) -> bytes:
    """Return the bytes of the file that a person names, or of standard input for `-`."""
    if path == "-":
        try:
            return sys.stdin.buffer.read()
        except OSError as error:
            raise UnreadableError(f"standard input cannot be read: {(error.strerror or str(error)).lower()}") from None
    from coachplan.store.files import read_given

    return read_given(Path(path))
