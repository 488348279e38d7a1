"""The arguments that several commands share: the plan, people, the day, the format, the folder."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from coachplan.base.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from coachplan.base.parallel import Tick
    from coachplan.plan import Person
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository
    from coachplan.views.plan_row import PlanRow

T = TypeVar("T")
Text = str | None
Texts = list[str] | None


def option(name: str, takes: str, about: str, **settings: Any) -> Any:
    """Return the declaration of an option: its name, the value that it takes, and its line in the help."""
    return typer.Option(name, metavar=takes, help=about, **settings)


def argument(takes: str, about: str) -> Any:
    """Return the declaration of an argument: its placeholder, and its line in the help."""
    return typer.Argument(metavar=takes, help=about)


def flag(name: str, about: str) -> Any:
    """Return the declaration of a switch, or of an option with few possible values: its name, and its help."""
    return typer.Option(name, help=about)


@dataclass
class Where:
    """The place that the command line was called for: the folders after -C, or the current one, or the workspace.

    `chosen` is the root of the plan repository that a command has found its plan in.
    """

    directories: tuple[str, ...] = ()
    is_workspace: bool = False
    chosen: Path | None = None

    def roots(self) -> list[Path]:
        """Return the root of each plan repository that is meant; the workspace's where there is none around here."""
        from coachplan.store.files import find_root

        if self.is_workspace and self.directories:
            raise UsageError("-C and --workspace cannot be combined; choose one")
        if not self.is_workspace:
            try:
                return [*dict.fromkeys(find_root(Path(folder)) for folder in self.directories or (".",))]
            except UnreadableError:
                if self.directories or not Path().is_dir() or not (roots := _workspace()):
                    raise
                return roots
        if not (roots := _workspace()):
            raise UsageError("the workspace is empty; `coachplan workspace add DIR` adds a plan repository to it")
        return roots


def _workspace() -> list[Path]:
    from coachplan.store.workspace import Workspace

    return [*Workspace.own().roots]


class Output(StrEnum):
    """The format of results: for people, or for programs."""

    TEXT = "text"
    JSON = "json"


def _complete_plan(context: typer.Context, incomplete: str) -> list[str]:
    from coachplan.base.errors import CoachplanError
    from coachplan.store.files import survey

    try:
        params = context.find_root().params
        roots = Where(tuple(params.get("directory") or ()), is_workspace=bool(params.get("workspace"))).roots()
    except CoachplanError:
        return []
    return [folder.id for root in roots for folder in survey(root).plans if folder.id.startswith(incomplete)]


_NAMES_A_PLAN = "A part of the plan's id, or the team member's name or email"


def _plan(takes: str, about: str) -> Any:
    return typer.Argument(metavar=takes, help=about, autocompletion=_complete_plan)


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


def repository(context: typer.Context) -> "Repository":
    """Return the one plan repository that the command was called for; refuses several."""
    where = _where(context)
    roots = [where.chosen] if where.chosen else where.roots()
    if len(roots) > 1:
        raise UsageError(f"this works in one plan repository, and there are {len(roots)}: name one with -C DIR")
    return _at(roots[0])


def repositories(context: typer.Context) -> "list[Repository]":
    """Return every plan repository that the command was called for; says which of the workspace cannot be found."""
    from coachplan.output.terminal.console import line, say
    from coachplan.store.files import SETTINGS_FILE

    roots = _where(context).roots()
    there = [root for root in roots if (root / SETTINGS_FILE).is_file()]
    for root in roots:
        if root not in there:
            say(line(f"{root} is not a plan repository any more; `coachplan workspace remove {quote(str(root))}`"))
    if not there:
        raise UnreadableError("the workspace has no other plan repository; `coachplan workspace add DIR` adds one")
    return [_at(root) for root in there]


def all_of_workspace(context: typer.Context) -> None:
    """Let a command work in all of the workspace, or in the folders after -C."""
    where = _where(context)
    where.is_workspace = not where.directories


def add_to_workspace(root: Path) -> None:
    """Add a plan repository to the person's workspace; what keeps it from there is said, and is no failure."""
    from coachplan.base.errors import CoachplanError
    from coachplan.output.terminal.console import line, say
    from coachplan.store.files import real_folder
    from coachplan.store.workspace import Workspace

    try:
        Workspace.own().add(real_folder(root))
    except CoachplanError as error:
        say(line(f"Not in your workspace: {error}"))


def _at(root: Path) -> "Repository":
    from coachplan.output.terminal.console import say
    from coachplan.store.repository import Repository

    found = Repository(root)
    found.tell = say
    return found


def _where(context: typer.Context) -> Where:
    obj = context.find_root().obj
    assert isinstance(obj, Where)
    return obj


def repository_if_any(context: typer.Context) -> "Repository | None":
    """Return the plan repository that the command was called for, or None where it was called outside of one."""
    from coachplan.store.files import find_root

    folder = start(context)
    try:
        return _at(find_root(folder))
    except UnreadableError:
        if not folder.is_dir():
            raise
        return None


def chosen(context: typer.Context, query: str | None, *, is_closed: bool = False) -> "tuple[Repository, PlanFolder]":
    """Return the repository that the command was called for, and the plan that it is about.

    If no plan is named and there are several, says which one it is.
    """
    from coachplan.output.terminal.console import say
    from coachplan.store.plan_names import the_plan

    several = repositories(context)
    found, folder = the_plan(several, query, is_closed=is_closed)
    _where(context).chosen = found.root
    if query is None and sum(len(one.plans()) for one in several) > 1:
        say(f"The only plan that is {'' if is_closed else 'not '}closed: {folder.id}")
    return found, folder


def start(context: typer.Context) -> Path:
    """Return the folder that the command was called for: the one after -C, or the current one."""
    directories = _where(context).directories
    if len(directories) > 1:
        raise UsageError("this works in one folder: name one with -C")
    return Path(directories[0] if directories else ".")


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


def reader(repository: "Repository", text: str | None) -> str | None:
    """Return the email address after --for, or that of the person in the directory who is named there."""
    from coachplan.base.candidates import unknown

    if text is None:
        return None
    known = text if "@" in text else identity(repository, text, option="--for")
    email = known.partition("<")[2].rstrip("> ") or known.strip()
    if "@" not in email:
        otherwise = "--for takes an email address, such as ada@example.com, or a name of the directory"
        raise UsageError(unknown(text, "person", otherwise))
    return email


def rows(
    repositories: "Sequence[Repository]", day: date, tick: "Tick | None" = None, plans: Sequence[str] = ()
) -> "list[PlanRow]":
    """Return the row of each plan on a day, those of `plans` alone where any are named.

    Of several repositories, each row says which one it is in, and has the person who looks by one name in all.
    """
    from coachplan.base.parallel import unwatched
    from coachplan.store.plan_names import the_plan
    from coachplan.views.plan_row import plan_rows

    found: list[PlanRow] = []
    named = [the_plan(repositories, name) for name in plans]
    names = [onlooker([one], None, ()) or "" for one in repositories] if len(repositories) > 1 else [""]
    for one, known_as in zip(repositories, names, strict=False):
        folders = [folder for place, folder in named if place is one] if plans else one.plans()
        if not (folders or not plans):
            continue
        made = plan_rows(one, folders, day, tick or unwatched, whole=not plans)
        several = len(repositories) > 1
        found += [row.beside_others(str(one.root), known_as, names[0]) for row in made] if several else made
    return found


def onlooker(repositories: "Sequence[Repository]", text: str | None, rows: "Iterable[PlanRow]") -> str | None:
    """Return the person after --reader, of those in `rows`, or else the one that git knows, if there is one."""
    from coachplan.base.candidates import naming, the_one
    from coachplan.base.errors import CoachplanError

    if text is None:
        try:
            return acting(repositories[0]) if repositories else None
        except CoachplanError:  # git is not there, or knows nobody
            return None
    people = dict.fromkeys(identity for row in rows for _, identity in row.people)
    found = naming(text, people)
    return the_one(text, found, "person", "people", otherwise="--reader takes somebody who may read a plan")


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


def tell_if_open(repositories: "Iterable[Repository]") -> None:
    """Say which of these repositories others on this machine can read, and the command that closes it; not in CI."""
    from coachplan.output.terminal.console import line, say
    from coachplan.store.files import open_to_others

    for one in repositories if not os.environ.get("CI") else ():
        if folder := open_to_others(one.root):
            say(line(f"Others on this machine can open {folder}; to keep them out: chmod go= {quote(str(folder))}"))


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
