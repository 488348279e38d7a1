"""`coachplan trust`."""

from typing import Annotated

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import flag


def trust(
    context: typer.Context,
    yes: Annotated[bool, flag("--yes", "Allow them without asking, as where there is no terminal.")] = False,
    forget: Annotated[bool, flag("--forget", "Take your word for this repository's templates back.")] = False,
    lists: Annotated[bool, flag("--list", "Show what you have allowed, in every repository.")] = False,
) -> None:
    """Allow the templates that a repository brings.

    Shows which files, who committed them and what they can do, and asks. Your word is for exactly these files, and lies
    outside of the repository. Templates that are like the built-in ones need none.
    """
    from coachplan.commands._trust import ask_to_allow, shown
    from coachplan.output.terminal.console import out
    from coachplan.output.terminal.templates import listed
    from coachplan.store.own_templates import words

    if lists:
        out(listed([*words().values()]))
        return
    repository = _where.repository(context)
    own = repository.own_templates
    if forget:
        out(_forget(str(repository.root), own.digest if own else ""))
    elif repository.policy:
        out("Nothing to allow: with your policy, its templates are used, and none that a plan repository brings")
    elif own is None:
        out("Nothing to allow: this repository does not bring templates of its own")
    elif own.is_trusted():
        out("Nothing to do: you have allowed these templates, and they are the same")
    elif yes:
        out(shown(repository, own))
        own.trust(_arguments.day(None))
        out("Allowed, until one of them changes")
    elif _arguments.is_interactive():
        ask_to_allow(repository, own)
    else:
        raise _arguments.missing("--yes")


def _forget(root: str, digest: str) -> str:
    """Take back each word that was given here, and that for the templates as they are, wherever it was given."""
    from coachplan.base.words import plural
    from coachplan.store.own_templates import forget, words

    mine = [known for known, word in words().items() if known == digest or word.repository == root]
    forget(mine)
    return f"Taken back: {plural(len(mine), 'word')}" if mine else "Nothing to take back: you have not allowed any"
