"""`coachplan list`."""

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import FormatOption, Output, ReaderOption, TodayOption


def list_plans(
    context: typer.Context, reader: ReaderOption = None, output: FormatOption = Output.TEXT, today: TodayOption = None
) -> None:
    """List all plans and where they stand.

    State, days left, last check-in, whether the next one is due, and what waits for you.
    """
    from coachplan.output.terminal import listing
    from coachplan.output.terminal.console import out
    from coachplan.views.of_repositories import rows_of

    repositories, day = _where.repositories(context), _arguments.day(today)
    _where.tell_if_open(repositories)
    rows = rows_of(repositories, day)
    _arguments.tell_of_unreadable(rows)
    me, new = _arguments.onlooker(repositories, reader, rows), _arguments.unshared(repositories, reader)
    is_json = output is Output.JSON
    out(listing.as_json(rows, day, me if reader else None, new) if is_json else listing.as_text(rows, me, new))
