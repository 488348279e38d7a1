"""`coachplan access`."""

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import FormatOption, Output, TodayOption, flag

if TYPE_CHECKING:
    from coachplan.store.repository import Repository


def access(
    context: typer.Context,
    fix: Annotated[bool, flag("--fix", "Close your folders to others on this machine; changes nothing else.")] = False,
    show_names: Annotated[
        bool | None, flag("--show-names/--no-show-names", "Name people; by default only on a terminal outside CI.")
    ] = None,
    output: FormatOption = Output.TEXT,
    today: TodayOption = None,
) -> None:
    """See who can read the plans, beside who is meant to.

    That is the team member, the manager, the manager's manager and HR. Looks at the folders here, and asks GitHub by
    `gh` and GitLab by `glab`, as whom you are signed in there. Exit code 0: only they can; 1: somebody else can read;
    2: it cannot be known, or the call is wrong.
    """
    from coachplan.base.parallel import watched
    from coachplan.output.terminal import access as report
    from coachplan.output.terminal.console import is_private, out
    from coachplan.output.terminal.progress_bar import progress_bar
    from coachplan.views.access import access_to_all

    day, repositories = _arguments.day(today), _where.repositories(context)
    if fix:
        _close(repositories)
    with progress_bar("Asking who can read") as tick:
        found = [*watched(access_to_all(repositories, day), len(repositories), tick)]
    names = is_private() if show_names is None else show_names
    out(report.as_json(found, names=names) if output is Output.JSON else report.as_text(found, names=names))
    codes = {one.exit_code for one in found}
    raise typer.Exit(1 if 1 in codes else 2 if 2 in codes or _where.is_partial(context) else 0)


def _close(repositories: "list[Repository]") -> None:
    """Close each folder of a repository that others can open, and say so; where it is shared, nothing changes."""
    from coachplan.base.errors import CoachplanError
    from coachplan.output.terminal.console import line, say
    from coachplan.store.files import make_private
    from coachplan.store.modes import folders_of, open_to

    for one in repositories:
        with suppress(CoachplanError):  # what is wrong there is said with the rest
            for folder in folders_of(one.git):
                if open_to(folder):
                    make_private(folder)
                    say(line(f"{'Still open' if open_to(folder) else 'Closed'}: {folder}"))
