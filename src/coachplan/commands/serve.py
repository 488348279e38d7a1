"""`coachplan serve`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import ForOption, TodayOption, flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coachplan.store.repository import Repository


def serve(
    context: typer.Context,
    reader: ForOption = None,
    port: Annotated[
        int | None, typer.Option(min=1024, max=65535, help="The port to listen on; by default any free one.")
    ] = None,
    opens: Annotated[bool, flag("--open/--no-open", "Also open it in the browser.")] = False,
    today: TodayOption = None,
) -> None:
    """See the site in your browser, always up to date.

    On this machine only: the printed address opens it once, in one browser. Nothing is written through it. Pages change
    as the files do, until Ctrl-C.
    """
    import sys
    from threading import Thread

    from coachplan.commands._trust import allow_templates
    from coachplan.commands._watching import until_ctrl_c
    from coachplan.output.site.pages import Site
    from coachplan.output.site.serving import SiteServer
    from coachplan.output.terminal.console import out, say
    from coachplan.store.own_templates import TemplateUse
    from coachplan.store.repository import Repository

    repositories = _where.repositories(context)
    for one in repositories:
        allow_templates(one, TemplateUse.PAGES)
    roots, email = [one.root for one in repositories], _arguments.reader(repositories, reader)

    def day() -> date:
        return _arguments.day(today)

    def make() -> Site:
        found = [Repository(root) for root in roots]
        for one in found:
            one.tell = say
            if one.own_templates:
                one.own_templates.require_trusted(TemplateUse.PAGES)
        site = Site(found, email, day(), live=True)
        _arguments.tell_of_unread(*site.unreadable)
        return site

    changes = _changes(repositories, day)
    own = repositories[0].own_templates if len(repositories) == 1 else None
    with until_ctrl_c(), SiteServer(make, port or 0, own) as server:
        out(server.address)
        sys.stdout.flush()
        say("Only on this machine; Ctrl-C ends it")
        if opens:
            Thread(target=_open, args=(server.address,), daemon=True).start()  # some browsers are waited for
        for has_changed in changes:
            if has_changed:
                server.renew()


def _changes(repositories: "Sequence[Repository]", day: "Callable[[], date]") -> "Iterator[bool]":
    """Yield again and again if anything has changed that pages are made from."""
    from coachplan.base.layout import PLANS_FOLDER
    from coachplan.store.files import SETTINGS_FILE, TEMPLATES_FOLDER
    from coachplan.store.own_templates import words_folder
    from coachplan.store.watching import watched

    roots = [one.root for one in repositories]
    commits = [noted for one in repositories if (noted := one.git.commits_noted_in())]
    return watched(
        [root / name for root in roots for name in (PLANS_FOLDER, TEMPLATES_FOLDER)],
        [*(root / SETTINGS_FILE for root in roots), words_folder(), *commits],
        day,
    )


def _open(address: str) -> None:
    import webbrowser

    from coachplan.output.terminal.console import say

    if not webbrowser.open(address):
        say("No browser was found; open the address yourself")
