"""`coachplan serve`."""

from datetime import date
from typing import Annotated

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import ForOption, TodayOption, flag


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

    from coachplan.base.layout import PLANS_FOLDER
    from coachplan.commands._trust import allow_templates
    from coachplan.commands._watching import until_ctrl_c
    from coachplan.output.site.pages import Site
    from coachplan.output.site.serving import SiteServer
    from coachplan.output.terminal.console import out, say
    from coachplan.store.files import SETTINGS_FILE, TEMPLATES_FOLDER
    from coachplan.store.own_templates import TemplateUse, words_folder
    from coachplan.store.repository import Repository
    from coachplan.store.watching import watched

    repository = _where.repository(context)
    allow_templates(repository, TemplateUse.PAGES)
    root, email = repository.root, _arguments.reader(repository, reader)

    def day() -> date:
        return _arguments.day(today)

    def make() -> Site:
        found = Repository(root)
        found.tell = say
        if found.own_templates:
            found.own_templates.require_trusted(TemplateUse.PAGES)
        site = Site(found, email, day(), live=True)
        _arguments.tell_of_unread(*site.unreadable)
        return site

    commits = repository.git.commits_noted_in()
    changes = watched(
        [root / PLANS_FOLDER, root / TEMPLATES_FOLDER],
        [root / SETTINGS_FILE, words_folder(), *([commits] if commits else [])],
        day,
    )
    with until_ctrl_c(), SiteServer(make, port or 0, repository.own_templates) as server:
        out(server.address)
        sys.stdout.flush()
        say("Only on this machine; Ctrl-C ends it")
        if opens:
            Thread(target=_open, args=(server.address,), daemon=True).start()  # some browsers are waited for
        for has_changed in changes:
            if has_changed:
                server.renew()


def _open(address: str) -> None:
    import webbrowser

    from coachplan.output.terminal.console import say

    if not webbrowser.open(address):
        say("No browser was found; open the address yourself")
