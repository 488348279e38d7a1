"""`coachplan templates`."""

import typer

from coachplan.commands import _where
from coachplan.commands._arguments import FormatOption, Output


def templates(context: typer.Context, output: FormatOption = Output.TEXT) -> None:
    """List the templates for `coachplan new`.

    Each with its purpose.
    """
    from coachplan.output.terminal.console import out
    from coachplan.output.terminal.plain import as_json, columns
    from coachplan.store.own_policy import templates_outside
    from coachplan.store.templating import plan_templates

    repository = _where.repository_if_any(context)
    found = plan_templates(repository.own_templates if repository else templates_outside())
    if output is Output.JSON:
        entries = [{"name": t.name, "about": t.about, "own": t.is_own} for t in found]
        out(as_json({"templates": entries}))
    else:
        out(columns([(t.name, f"{t.about}{' (your own)' if t.is_own else ''}") for t in found]))
