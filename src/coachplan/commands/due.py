"""`coachplan due`."""

from datetime import timedelta
from typing import Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import (
    FormatOption,
    ManagerOption,
    Output,
    PlanNames,
    ReaderOption,
    TeamMemberOption,
    TodayOption,
    flag,
    option,
)

_MANY_DAYS = 3660


def due(
    context: typer.Context,
    plans: PlanNames = None,
    every: Annotated[bool, flag("--all", "Take every plan, as by default.")] = False,
    days: Annotated[int, option("--days", "N", "The number of days to look ahead.", min=0, max=_MANY_DAYS)] = 14,
    manager: ManagerOption = None,
    team_member: TeamMemberOption = None,
    reader: ReaderOption = None,
    fail_overdue: Annotated[bool, flag("--fail-overdue", "Exit with 1 if something is overdue.")] = False,
    output: FormatOption = Output.TEXT,
    today: TodayOption = None,
) -> None:
    """List what lies ahead.

    First what waits for you; then sessions, activities, milestones, support, ends and follow-ups of all plans, day by
    day, overdue ones first.
    """
    from coachplan.output.terminal import agenda as report
    from coachplan.output.terminal import waiting
    from coachplan.output.terminal.console import out
    from coachplan.views.of_repositories import rows_of

    if every and plans:
        raise UsageError("PLAN and --all cannot be combined")
    repositories = _where.repositories(context)
    now = _arguments.day(today)
    until = now + timedelta(days=days)
    found = rows_of(repositories, now, named=plans or ())
    _arguments.tell_of_unreadable(found)
    wanted = _arguments.of_people(found, manager=manager, team_member=team_member)
    rows = [
        report.AgendaRow(row.id, item, row.repository)
        for row in wanted
        for item in row.agenda
        if item.day <= until.isoformat()
    ]
    rows.sort(key=lambda row: (not row.item.overdue, row.item.day, row.plan, row.item.key))
    me, new = _arguments.onlooker(repositories, reader, wanted), _arguments.unshared(repositories, reader)
    if output is Output.JSON:
        text = report.as_json(rows, now, until, waiting.known_of_all(wanted, me if reader else None), new)
    else:
        text = report.as_text(rows, now, until, waiting.opening(wanted, me, new))
    if text:
        out(text)
    raise typer.Exit(int(fail_overdue and any(row.item.overdue for row in rows)))
