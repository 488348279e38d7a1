"""`coachplan resume`."""

from typing import Annotated

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import PlanName


def resume(
    context: typer.Context,
    plan: PlanName,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day on which it goes on; by default today.")
    ] = None,
) -> None:
    """Go on with a plan that was on hold.

    What fell into the hold was not missed: the next session is the first one after it.
    """
    from coachplan import lifecycle
    from coachplan.commands import turning
    from coachplan.progress import next_touchpoint
    from coachplan.reports.terminal import out

    repository, folder, content = turning.opened(context, plan)
    first = arguments.day(day)
    going_on = turning.turn(repository, folder, lambda text: lifecycle.resumed(text, content, first), "Resumed")
    end = going_on.timeline.end
    if first > end:
        out(f"It ended on {end} meanwhile: `coachplan extend {folder.id}` gives it time, `coachplan close` looks back")
        return
    days = [check_in.content.date for check_in in repository.read_check_ins(folder) if check_in.content]
    following = next_touchpoint(going_on, max(days, default=None))
    if following:
        out(f"Next touchpoint: {following:%A}, {following}")
    out(f"The end is {end}; `coachplan extend {folder.id} --to +14d --why TEXT` gives more time where you need it")
