"""`coachplan hold`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import PlanName

if TYPE_CHECKING:
    from coachplan.model import Plan


def hold(
    context: typer.Context,
    plan: PlanName,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The first day of rest; by default today.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="The last day of rest; +14d counts from the first one.")
    ] = None,
    why: Annotated[
        str, typer.Option(metavar="TEXT", help="Why, in a few words; leave out what is private, such as health.")
    ] = "",
) -> None:
    """Let a plan rest, for leave or whatever comes first.

    Nothing is expected meanwhile, and nothing becomes overdue. A hold may lie ahead, or be told afterwards.
    """
    from coachplan import lifecycle
    from coachplan.commands import turning
    from coachplan.dates import read_day
    from coachplan.reports.terminal import out

    repository, folder, content = turning.opened(context, plan)
    today = arguments.day(None)
    first = arguments.day(start, option="--from")
    last = read_day(until, first if until.startswith("+") else today, option="--until") if until else None
    turning.turn(
        repository, folder, lambda text: lifecycle.put_on_hold(text, content, first, last, why.strip(), today), "Hold"
    )
    out(f"It rests from {first} {f'to {last}' if last else 'until `coachplan resume`'}: nothing is expected meanwhile")
    out(_about_the_end(content, folder.id, first, last))


def _about_the_end(plan: "Plan", id_: str, first: date, last: date | None) -> str:
    """That the end stays, and how to move it by what the rest takes."""
    end = plan.timeline.end
    days = (min(last, end) - max(first, plan.timeline.start)).days + 1 if last else 0
    more = f"+{days}d" if days > 0 else "DAY"
    return f"The end stays {end}; `coachplan extend {id_} --to {more} --why TEXT` gives the time back"
