"""`coachplan show`."""

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import FormatOption, Output, PlanName, TodayOption


def show(
    context: typer.Context, plan: PlanName = None, output: FormatOption = Output.TEXT, today: TodayOption = None
) -> None:
    """Show a plan in the terminal.

    People, the seven sections, measures, and check-ins, the newest first.
    """
    from coachplan.output.terminal.console import out
    from coachplan.output.terminal.plan import print_plan

    repository, folder = _arguments.chosen(context, plan)
    document, content = repository.readable_plan(folder)
    if output is Output.JSON:
        from coachplan.commands.render import page_data
        from coachplan.output.documents.page import as_json

        out(as_json(folder.id, page_data(repository, folder, document, content, _arguments.day(today))))
        return
    agreement: list[str] = []
    if content.acknowledgements and repository.git.exists():
        from coachplan.coaching.consent import consents
        from coachplan.output.terminal.agreement import consent_lines
        from coachplan.views.attestation import versions

        agreement = [*consent_lines(consents(content, versions(repository.history, folder.path)), folder.id)]
    print_plan(
        document,
        repository.read_check_ins(folder, content),
        id_=folder.id,
        labels=repository.settings.labels,
        today=_arguments.day(today),
        policy=repository.settings.policy,
        agreement=agreement,
    )
