"""`coachplan prep`."""

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import FormatOption, Output, PlanName, TodayOption


def prep(
    context: typer.Context, plan: PlanName = None, output: FormatOption = Output.TEXT, today: TodayOption = None
) -> None:
    """Prepare the next session on one page.

    The evidence against the expected line, what was agreed and what became of it, what to celebrate and to talk about,
    and open questions that fit.
    """
    from coachplan.coaching.sessions import prepare
    from coachplan.output.terminal import preparation
    from coachplan.output.terminal.console import out, say

    repository, folder = _arguments.chosen(context, plan)
    document, content = repository.readable_plan(folder)
    day = _arguments.day(today)
    read = repository.read_check_ins(folder, content)
    check_ins = [check_in.content for check_in in read if check_in.content]
    prepared = prepare(content, check_ins, day, repository.settings.policy, repository.known_questions)
    show = preparation.as_json if output is Output.JSON else preparation.as_text
    out(show(prepared, content, folder.id, day))
    if document.findings or any(check_in.findings for check_in in read):
        say("Some of it cannot be read; see `coachplan check`")
