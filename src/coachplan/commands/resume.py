"""`coachplan resume`."""

from datetime import timedelta
from typing import Annotated

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, Text, option


def resume(
    context: typer.Context,
    plan: PlanName = None,
    day: Annotated[Text, option("--date", "DAY", "The day on which it goes on; by default today.")] = None,
) -> None:
    """Go on with a plan that was on hold.

    What fell into the hold was not missed: the next session is the first one after it.
    """
    from coachplan.actions.record import PlanChange, record
    from coachplan.coaching import lifecycle
    from coachplan.commands._recording import opened, show
    from coachplan.output.terminal.console import line, out
    from coachplan.progress import next_touchpoint, sessions

    at = opened(context, plan)
    first = _arguments.day(day)
    text = lifecycle.resumed(at.version.text, at.plan, first)
    recorded = record(at, PlanChange(text, "Resumed"), _arguments.day(None))
    show(recorded)
    end = recorded.plan.timeline.end
    if first > end:
        out(
            f"It ended on {end} meanwhile: `coachplan extend {line(at.id)}` gives it time, `coachplan close` looks back"
        )
        return
    held = [session.date for session in sessions(at.held)]
    following = next_touchpoint(recorded.plan, max([*held, first - timedelta(days=1)]), at.repository.settings.policy)
    if following:
        out(f"Next touchpoint: {following:%A}, {following}")
    out(f"The end is {end}; `coachplan extend {line(at.id)} --to +14d --why TEXT` gives more time where you need it")
