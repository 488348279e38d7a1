"""`coachplan clone`."""

from contextlib import ExitStack
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import Text, argument, option

if TYPE_CHECKING:
    from datetime import date

    from coachplan.store.repository import Repository
    from coachplan.views.plan_row import PlanRow


def clone(
    context: typer.Context,
    url: Annotated[str, argument("URL", "The repository that somebody shared plans through.")],
    directory: Annotated[Text, argument("[DIR]", "The folder to make; by default named like the repository.")] = None,
    person: Annotated[
        Text, option("--as", "PERSON", "Who you are in these plans: an email, or a clear part of a name.")
    ] = None,
) -> None:
    """Get the plans that somebody shared.

    Makes a clone that is private to you, asks who you are in these plans where git does not know, and says what is
    there and what waits for you. It comes whole or not at all.
    """
    from coachplan.commands._identity import introduce
    from coachplan.commands.sync import show_waiting
    from coachplan.output.terminal import sharing
    from coachplan.output.terminal.console import line, out, say
    from coachplan.output.terminal.progress_bar import progress_bar
    from coachplan.store.address import Address
    from coachplan.store.cloning import cloned, place_for
    from coachplan.store.repository import Repository

    start, day = _where.start(context), _arguments.day(None)
    address = Address.read(url, start)
    folder = place_for(address, start, directory)
    with ExitStack() as aside:
        with progress_bar("Getting the plans") as tick:
            made = aside.enter_context(cloned(address, folder, tick))
        made.tell = say
        rows = _rows(made, day)
        note = introduce(made, sharing.people_in(rows or ()), person)
        inner = made.git.prefix()
    where = quote(str(start / (directory or address.name) / inner))
    _where.add_to_workspace(folder / inner)
    out(sharing.cloned(rows, where))
    if note:
        say(line(note))
    if address.folder and (address.folder / ".git").exists():
        say(sharing.no_place_to_give_to(address))
    if rows:
        show_waiting(Repository(folder / inner), day)
    out(line(f"Next: cd {where}, and `coachplan {'new' if rows == [] else 'status'}`"))


def _rows(repository: "Repository", day: "date") -> "list[PlanRow] | None":
    """Return the plans of a clone; None, and a line, for settings that cannot be read: they are mended in the clone."""
    from coachplan.base.errors import CoachplanError
    from coachplan.output.terminal.console import line, say
    from coachplan.views.plan_row import plan_rows

    try:
        return plan_rows(repository, repository.plans(), day)
    except CoachplanError as error:
        say(line(str(error)))
        return None
