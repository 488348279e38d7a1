"""The repository that a new plan goes to: this one, or one of its own where other people are to read it."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING

import typer

from coachplan.base.errors import CoachplanError, UsageError
from coachplan.commands import _arguments, _where
from coachplan.commands.init import Host

if TYPE_CHECKING:
    from coachplan.store.forge_command import ForgeCommand
    from coachplan.store.repository import Repository


@dataclass(frozen=True)
class PlaceChoice:
    """The person's choice: `here`, whoever can read it; in a `new_circle`; or, as long as neither is, wherever it fits.

    A new circle may be shared `on` a forge, whose command is signed in.
    """

    here: bool = False
    new_circle: bool = False
    on: "ForgeCommand | None" = None

    @classmethod
    def read(cls, *, here: bool, new_circle: bool, on: Host | None, follows: str | None) -> "PlaceChoice":
        """Return what the options choose; refuses contradicting ones, and a forge nobody is signed in at."""
        if here and new_circle:
            raise UsageError("--here and --new-circle cannot be combined; choose one")
        if on and not new_circle:
            raise UsageError("--on is for a repository of its own: add --new-circle")
        if new_circle and follows:
            raise UsageError("--follows links plans of one repository; leave it out, or --new-circle")
        if not on:
            return cls(here, new_circle)
        from coachplan.store.forge_command import ForgeCommand

        return cls(here, new_circle, ForgeCommand.signed_in(on))

    def place(self, repository: "Repository") -> "AbstractContextManager[Repository]":
        """Give the repository that the plan is recorded in; a new one is gone again unless it is."""
        if not self.new_circle:
            return nullcontext(repository)
        from coachplan.store.circle import new_circle

        return new_circle(repository)


def decided(
    repository: "Repository", people: dict[str, str | None], today: date, choice: PlaceChoice, *, asks: bool
) -> PlaceChoice:
    """Return the choice where the plan has other readers than those here, and others can get at them.

    A terminal asks. Where plans of several circles are together already, a line says what that means.
    """
    from coachplan.output.terminal.console import line, say
    from coachplan.output.terminal.sharing import other_readers
    from coachplan.plan import READERS
    from coachplan.views.plan_row import plan_rows
    from coachplan.views.shared_circles import circles_of, is_one_circle, strangers

    if choice.here or choice.new_circle or not repository.git.has_remote():
        return choice
    readers = [name for role in READERS if (name := people.get(role))]
    circles = circles_of(plan_rows(repository, repository.plans(), today))
    if not circles or any(is_one_circle(readers, known) for known in circles):
        return choice
    told = line(other_readers(strangers(readers, circles)))
    if len(circles) > 1:
        say(f"{told}; --new-circle makes a repository of its own")
        return replace(choice, here=True)
    if not asks:
        raise UsageError(
            f"{told}; run it again with --new-circle, which makes it in a private repository of its own, "
            "or with --here, which makes it here all the same; nothing was written"
        )
    from coachplan.commands._guided import ask_alone

    say(f"{told}.")
    if ask_alone("A repository of its own (Enter), or here all the same (here)?", _here):
        return replace(choice, here=True)
    return replace(choice, new_circle=True)


def _here(text: str) -> bool:
    if text.strip().casefold() != "here":
        raise UsageError("`here`, or Enter")
    return True


def complete(
    context: typer.Context, repository: "Repository", people: dict[str, str | None], choice: PlaceChoice
) -> None:
    """Add a new circle to the workspace, share it where that was asked for, and say where it is and what comes next."""
    from coachplan.output.terminal.console import line, out

    root = repository.root
    _where.go_on_in(context, root)
    _where.add_to_workspace(root)
    out(line(f"It is in {root}, a repository for its readers alone, which only you can open so far"))
    if choice.on:
        _share(repository, people, choice.on)
    else:
        out(
            line(
                f"Next: coachplan -C {quote(str(root))} share URL, with a private repository that its readers can read"
            )
        )


def _share(repository: "Repository", people: dict[str, str | None], forge: "ForgeCommand") -> None:
    """Make a private project for a new circle, give it the plan, and invite those of its readers who can be."""
    from coachplan.commands.sync import synced
    from coachplan.output.terminal import sharing
    from coachplan.output.terminal.console import line, out
    from coachplan.plan import READERS
    from coachplan.store import new_remote
    from coachplan.store.sharing import present_branch

    acting = _arguments.acting(repository)
    try:
        project = forge.make(repository.root.name, present_branch(repository.git))
        with new_remote.named(repository, project.address):
            synced(repository, {})
    except CoachplanError as error:
        by_hand = f"coachplan -C {quote(str(repository.root))} share URL"
        raise type(error)(f"{error}; `{by_hand}` shares it by hand") from None
    out(line(f"Shared through {project.address.shown}, which is private"))
    readers = dict.fromkeys(name for role in READERS if (name := people.get(role)))
    out(sharing.invited(forge.invite(project, [name for name in readers if name != acting]), project))
