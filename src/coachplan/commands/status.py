"""`coachplan status`."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.base.words import STATES
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import (
    FormatOption,
    ManagerOption,
    OnePlanName,
    Output,
    ReaderOption,
    TeamMemberOption,
    TodayOption,
    flag,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachplan.store.repository import Repository
    from coachplan.views.plan_row import PlanRow


# Typer takes no Literal in a list; so that the states stand in one place, mypy does not see this class.
_State = StrEnum("_State", {state: state for state in STATES})  # type: ignore[misc]


def status(
    context: typer.Context,
    plan: OnePlanName = None,
    manager: ManagerOption = None,
    team_member: TeamMemberOption = None,
    due: Annotated[bool, flag("--due", "Only plans with something due or overdue.")] = False,
    state: Annotated[list[_State] | None, typer.Option(help="Only plans in this state; may be repeated.")] = None,
    reader: ReaderOption = None,
    watch: Annotated[bool, flag("--watch", "Show it again whenever a plan changes, until Ctrl-C.")] = False,
    plain: Annotated[bool, flag("--plain", "Whole sentences, without charts, symbols or colour.")] = False,
    output: FormatOption = Output.TEXT,
    today: TodayOption = None,
) -> None:
    """See where plans stand.

    First what waits for you. Then all plans in a line each, most in need first; or one plan: its measures against
    their expected line, check-ins, wins, activities, and what to talk about.
    """
    from coachplan.commands._watching import keep_watching
    from coachplan.output.terminal import overview
    from coachplan.output.terminal.console import out

    is_filtered = any([manager is not None, team_member is not None, due, bool(state)])
    if plan and is_filtered:
        raise UsageError("PLAN cannot be combined with --manager, --team-member, --due or --state")
    if output is Output.JSON and (watch or plain):
        raise UsageError(f"{'--watch' if watch else '--plain'} cannot be combined with --format json")
    repositories = _where.repositories(context)
    _where.tell_if_open(repositories)

    def show() -> str:
        if plan:
            return _one(context, plan, plain, output, today, reader)
        now, states = _arguments.day(today), [entry.value for entry in state or ()]
        shown = _arguments.of_people(_rows(repositories, now), manager=manager, team_member=team_member)
        shown = [row for row in shown if (row.due or not due) and (not states or row.state in states)]
        me, new = _arguments.onlooker(repositories, reader, shown), _arguments.unshared(repositories, reader)
        if output is Output.JSON:
            return overview.as_json(shown, now, me if reader else None, new)
        asked = overview.Asked(is_filtered, states, me, new)
        return (overview.as_sentences if plain else overview.as_text)(shown, now, asked)

    if watch:
        keep_watching(repositories, show, lambda: _arguments.day(today))
    if text := show():
        out(text)


def _one(context: typer.Context, name: str, plain: bool, output: Output, today: str | None, reader: str | None) -> str:
    from coachplan.output.terminal import status as report
    from coachplan.output.terminal import waiting
    from coachplan.views.beginning import as_of
    from coachplan.views.plan_row import plan_rows
    from coachplan.views.plan_view import dashboard, readable, refuse_unclear

    repository, folder = _where.chosen(context, name)
    document, content = repository.readable_plan(folder)
    refuse_unclear(document, folder.id)
    recorded, unread = readable(repository.read_check_ins(folder, content))
    day = _arguments.day(today)
    counted = as_of(repository, folder, content, day)
    board = dashboard(counted, [check_in for check_in, _ in recorded], day, repository.settings.policy)
    _arguments.tell_if_partial(bool(document.problems or unread))
    rows = plan_rows(repository, [folder], day, whole=False)
    me, new = _arguments.onlooker([repository], reader, rows), _arguments.unshared([repository], reader)
    if output is Output.JSON:
        return report.as_json(board, folder.id, day, waiting.known(rows[0], me if reader else None), new)
    page = (report.as_sentences if plain else report.as_text)(board, folder.id, day)
    return "\n\n".join(filter(None, [waiting.opening(rows, me, new), page]))


def _rows(repositories: "Sequence[Repository]", day: date) -> "list[PlanRow]":
    """Return the row of each plan, most in need first."""
    from coachplan.output.terminal.progress_bar import progress_bar
    from coachplan.views.of_repositories import rows_of
    from coachplan.views.plan_row import by_need

    with progress_bar("Looking at plans") as tick:
        rows = sorted(rows_of(repositories, day, tick), key=by_need)
    _arguments.tell_of_unreadable(rows)
    return rows
