"""`coachplan site`."""

from pathlib import Path
from typing import Annotated

import typer

from coachplan.base.words import plural
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import ForOption, TodayOption


def site(
    context: typer.Context,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="DIR", help="A new or empty folder, or an earlier site."),
    ],
    reader: ForOption = None,
    today: TodayOption = None,
) -> None:
    """Build a private site, with a page for each plan and person.

    Plain files that need no server and load nothing from elsewhere. Building it again writes only pages that changed.
    Give it only to people who may read its plans: --for builds it for one of them.
    """
    from coachplan.commands._trust import allow_templates
    from coachplan.output.site.building import build
    from coachplan.output.site.pages import Site
    from coachplan.output.terminal.console import say
    from coachplan.output.terminal.progress_bar import progress_bar
    from coachplan.store.own_templates import TemplateUse

    repositories = _where.repositories(context)
    for one in repositories:
        one.require_outside(output)
        allow_templates(one, TemplateUse.PAGES)
    email, day = _arguments.reader(repositories, reader), _arguments.day(today)
    with progress_bar("Looking at plans") as tick:
        made = Site(repositories, email, day, tick=tick)
    _arguments.tell_of_unread(*made.unreadable)
    with progress_bar("Making pages") as tick:
        built = build(made, output, tick)
    whose = f" for {made.reader}" if made.reader else ""
    say(f"{output / 'index.html'}{whose}: {_counted(*built)}")


def _counted(made: int, kept: int, removed: int) -> str:
    parts = [f"{plural(made, 'page')} made", f"{kept} unchanged" if kept else ""]
    return ", ".join(part for part in (*parts, f"{removed} removed" if removed else "") if part)
