"""`coachplan templates`."""

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import FormatOption, Output


def templates(context: typer.Context, output: FormatOption = Output.TEXT) -> None:
    """List the templates for `coachplan new`.

    Each with when to use it.
    """
    from coachplan.errors import UnreadableError
    from coachplan.reports.plain import as_json, columns
    from coachplan.reports.terminal import out
    from coachplan.templating import plan_templates

    try:
        repository = arguments.repository(context)
    except UnreadableError:
        found = plan_templates(None)
    else:
        found = plan_templates(repository.templates_folder)
    if output is Output.JSON:
        entries = [{"name": t.name, "about": t.about, "own": t.is_own} for t in found]
        out(as_json({"templates": entries}))
    else:
        out(columns([(t.name, f"{t.about}{' (your own)' if t.is_own else ''}") for t in found]))
