"""`coachplan show`."""

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import FormatOption, Output, PlanName, TodayOption


def show(
    context: typer.Context, plan: PlanName = None, output: FormatOption = Output.TEXT, today: TodayOption = None
) -> None:
    """Show a plan in the terminal.

    People, the seven sections, measures, and check-ins, the newest first.
    """
    from coachplan.output.terminal.console import out
    from coachplan.output.terminal.plan import print_plan
    from coachplan.views.beginning import document_as_of
    from coachplan.views.plan_row import row_of

    repository, folder = _where.chosen(context, plan)
    day = _arguments.day(today)
    document, content = repository.readable_plan(folder)
    document = document_as_of(repository, folder, document, day)
    if output is Output.JSON:
        from coachplan.output.documents.document import page_data
        from coachplan.output.documents.page import as_json

        data = page_data(repository, folder, document, document.content or content, day, drawn=False)
        out(as_json(folder.id, data))
        return
    agreement: list[str] = []
    if content.acknowledgements and repository.git.exists():
        from coachplan.output.terminal.agreement import consent_lines
        from coachplan.views.attestation import recorded_consents

        agreement = [*consent_lines(recorded_consents(repository.history, folder.path, content), folder.id)]
    check_ins = repository.read_check_ins(folder, content)
    row = row_of(folder.id, document, check_ins, day, repository.settings.policy)
    print_plan(document, check_ins, row, labels=repository.settings.labels, agreement=agreement)
