"""Asking for the person's word before templates that a repository brings are used."""

from typing import TYPE_CHECKING

import typer

from coachplan.commands import _arguments

if TYPE_CHECKING:
    from coachplan.store.own_templates import OwnTemplates, TemplateUse
    from coachplan.store.repository import Repository


def allow_templates(repository: "Repository", use: "TemplateUse") -> None:
    """Ask once for the templates that a repository brings, where some may be used.

    Without a terminal they are refused: other pages than the organisation's, without a word, would be worse.
    """
    own = repository.own_templates
    if own is None or not own.needs_word(use):
        return
    if not _arguments.is_interactive():
        own.require_trusted(use)
    ask_to_allow(repository, own)


def ask_to_allow(repository: "Repository", own: "OwnTemplates") -> None:
    """Show the templates and ask for the person's word; ends the command without it."""
    from coachplan.commands._guided import ask_alone, yes
    from coachplan.output.terminal.console import say

    say(shown(repository, own))
    if not ask_alone("Use exactly these files from now on (y), or not (Enter)?", yes):
        say("Not allowed, and nothing was made; `coachplan trust` asks again")
        raise typer.Exit(1)
    own.trust(_arguments.day(None))
    say("Allowed on this machine, in each clone with the same files; once one changes, you are asked again")


def shown(repository: "Repository", own: "OwnTemplates") -> str:
    """Return the templates, and what allowing them means, in words."""
    from coachplan.output.terminal.templates import SHOWN, notice
    from coachplan.views.brought_templates import brought

    return notice(str(repository.root), [*brought(repository, own, SHOWN)], len(own.names))
