"""`coachplan list`."""

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import FormatOption, Output, TodayOption


def list_plans(context: typer.Context, output: FormatOption = Output.TEXT, today: TodayOption = None) -> None:
    """List all plans and where they stand.

    State, days left, last check-in, and whether the next one is due.
    """
    from coachplan.reports import listing
    from coachplan.reports.terminal import out
    from coachplan.summaries import summaries

    found = summaries(arguments.repository(context))
    day = arguments.day(today)
    out(listing.as_json(found, day) if output is Output.JSON else listing.as_text(found, day))
