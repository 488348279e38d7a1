"""`coachplan resume`."""

from datetime import timedelta
from typing import Annotated

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName


def resume(
    context: typer.Context,
    plan: PlanName = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day on which it goes on; by default today.")
    ] = None,
) -> None:
    """Go on with a plan that was on hold.

    What fell into the hold was not missed: the next session is the first one after it.
    """
    from coachplan.coaching import lifecycle
    from coachplan.commands import _lifecycle
    from coachplan.output.terminal.console import out
    from coachplan.progress import next_touchpoint, sessions

    repository, folder, content = _lifecycle.opened(context, plan)
    first = _arguments.day(day)
    going_on = _lifecycle.turn(repository, folder, lambda text: lifecycle.resumed(text, content, first), "Resumed")
    end = going_on.timeline.end
    if first > end:
        out(f"It ended on {end} meanwhile: `coachplan extend {folder.id}` gives it time, `coachplan close` looks back")
        return
    check_ins = [check_in.content for check_in in repository.read_check_ins(folder) if check_in.content]
    held = [session.date for session in sessions(check_ins)]
    following = next_touchpoint(going_on, max([*held, first - timedelta(days=1)]), repository.settings.policy)
    if following:
        out(f"Next touchpoint: {following:%A}, {following}")
    out(f"The end is {end}; `coachplan extend {folder.id} --to +14d --why TEXT` gives more time where you need it")
