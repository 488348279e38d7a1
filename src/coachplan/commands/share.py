"""`coachplan share`."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import argument, flag

if TYPE_CHECKING:
    from pathlib import Path

    from coachplan.store.repository import Repository


def share(
    context: typer.Context,
    url: Annotated[str, argument("URL", "A private repository, or a folder that others can reach.")],
    yes: Annotated[bool, flag("--yes", "Share without asking, as where there is no terminal.")] = False,
) -> None:
    """Share these plans through a repository.

    Says who can read them there, asks, and gives them; a folder that is not there yet is made. Others start with
    `coachplan clone`, and from then on each of you runs `coachplan sync`.
    """
    from coachplan.actions.unsaved import require_saved
    from coachplan.commands.sync import offer_to_save, show_waiting, synced
    from coachplan.output.terminal import sharing, syncing
    from coachplan.output.terminal.console import line, out, say
    from coachplan.store import new_remote
    from coachplan.store.address import Address
    from coachplan.views.plan_row import plan_rows

    repository, day = _where.repository(context), _arguments.day(None)
    address = Address.read(url, _where.start(context))
    before = new_remote.already(repository.git, address)
    if before and before.has_all():
        out(f"Shared through {line(address.shown)} already; `coachplan sync` gives and takes")
        return
    offer_to_save(repository)
    require_saved(repository, "nothing was shared")
    is_new = new_remote.is_to_be_made(address)
    if not is_new:
        new_remote.require_room(repository.git, address)
    rows = plan_rows(repository, repository.plans(), day)
    out(sharing.notice(rows, address, is_part=bool(repository.git.prefix())))
    _require_yes(is_given=yes)
    is_closed = bool(is_new and address.folder and not _make(repository, address.folder))
    with nullcontext() if before else new_remote.named(repository, address):  # a remote that was there stays as it is
        done = synced(repository, {})
    if done.questions:
        say(syncing.questions(done))
        raise typer.Exit(1)
    _where.add_to_workspace(repository.root)
    out(syncing.as_text(done))
    out(sharing.how_to_start(address, is_closed=is_closed))
    show_waiting(repository, day)


def _require_yes(*, is_given: bool) -> None:
    """Go on where the person says so; without a terminal, only where --yes was given."""
    from coachplan.commands._guided import ask_alone, yes
    from coachplan.output.terminal.console import say

    if is_given:
        return
    if not _arguments.is_interactive():
        raise _arguments.missing("--yes")
    if not ask_alone("Share them there (y), or not (Enter)?", yes):
        say("Nothing was shared")
        raise typer.Exit(1)


def _make(repository: "Repository", folder: "Path") -> bool:
    """Make a repository to share through; true if a group can open it."""
    from coachplan.output.terminal.console import line, out
    from coachplan.store import new_remote

    is_open = new_remote.make(repository.git, folder)
    who = "you and the group of its folder" if is_open else "only you"
    out(line(f"Made {folder}, which {who} can open: its permissions decide that, and are yours to set"))
    return is_open
