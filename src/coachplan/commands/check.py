"""`coachplan check`."""

from pathlib import Path
from typing import Annotated

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import FormatOption, Output, TodayOption


def check_plans(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Plans, check-ins or folders; by default every plan."),
    ] = None,
    output: FormatOption = Output.TEXT,
    show_text: Annotated[
        bool | None,
        typer.Option("--show-text/--no-show-text", help="Quote the lines; by default only on a terminal outside CI."),
    ] = None,
    today: TodayOption = None,
) -> None:
    """Validate plans and their check-ins; changes nothing. Exit code 1 where something is to mend."""
    from coachplan.checker import check, targets
    from coachplan.reports import findings as report
    from coachplan.reports.terminal import is_private, out

    repository = arguments.repository(context)
    named = [arguments.start(context) / path for path in paths or ()]
    wanted = targets(repository.root, repository.plans(), named)
    result = check(wanted, repository.rule_setting(arguments.day(today)))
    shown_path = arguments.shown_path(repository)
    if output is Output.JSON:
        out(report.as_json(result, shown_path=shown_path))
    else:
        quoting = is_private() if show_text is None else show_text
        out(report.as_text(result, show_text=quoting, shown_path=shown_path))
    raise typer.Exit(result.exit_code)
