"""`coachplan show`."""

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import FormatOption, Output, PlanName, TodayOption


def show(context: typer.Context, plan: PlanName, output: FormatOption = Output.TEXT, today: TodayOption = None) -> None:
    """Show a plan in the terminal.

    People, the seven sections, measures, and check-ins, the newest first.
    """
    from coachplan.reports.plan import print_plan
    from coachplan.reports.terminal import out

    repository = arguments.repository(context)
    folder = repository.plan(plan)
    document, content = repository.readable_plan(folder)
    if output is Output.JSON:
        from coachplan.reports import page

        read = [(entry.content, entry.body) for entry in repository.read_check_ins(folder, content)]
        check_ins = [(check_in, note) for check_in, note in read if check_in]
        data = page.page(
            content,
            document.body,
            [check_in for check_in, _ in check_ins],
            notes=[note for _, note in check_ins],
            labels=repository.settings.labels,
            today=arguments.day(today),
            policy=repository.settings.policy,
        )
        out(page.as_json(folder.id, data))
        return
    agreement: list[str] = []
    if content.acknowledgements and repository.history.exists():
        from coachplan.consent import consents, versions
        from coachplan.reports.agreement import consent_lines

        agreement = [*consent_lines(consents(content, versions(repository.history, folder.path)), folder.id)]
    print_plan(
        document,
        repository.read_check_ins(folder, content),
        id_=folder.id,
        labels=repository.settings.labels,
        today=arguments.day(today),
        policy=repository.settings.policy,
        agreement=agreement,
    )
