"""`coachplan show`."""

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import PlanName, TodayOption


def show(context: typer.Context, plan: PlanName, today: TodayOption = None) -> None:
    """Show a plan in the terminal.

    People, the seven sections, measures, and check-ins, the newest first.
    """
    from coachplan.reports.plan import print_plan

    repository = arguments.repository(context)
    folder = repository.plan(plan)
    document, content = repository.readable_plan(folder)
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
