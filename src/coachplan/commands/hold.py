"""`coachplan hold`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, Text, option

if TYPE_CHECKING:
    from coachplan.plan import Plan


def hold(
    context: typer.Context,
    plan: PlanName = None,
    start: Annotated[Text, option("--from", "DAY", "The first day of rest; by default today.")] = None,
    until: Annotated[Text, option("--until", "DAY", "The last day of rest; +14d counts from the first one.")] = None,
    why: Annotated[str, option("--why", "TEXT", "Why, in few words; leave out what is private, such as health.")] = "",
) -> None:
    """Put a plan on hold, for leave or another priority.

    No check-ins are due meanwhile, and nothing becomes overdue. A hold may lie ahead, or be recorded afterwards.
    """
    from coachplan.actions.record import PlanChange, record
    from coachplan.coaching import lifecycle
    from coachplan.commands._recording import opened, show
    from coachplan.output.terminal.console import line

    at = opened(context, plan)
    today = _arguments.day(None)
    if _arguments.is_interactive() and not (start or until or why):
        lifecycle.require_running(at.plan)
        start, until, why = _asked(today)
    first = _arguments.day(start, option="--from")
    last = _arguments.later_day(until, first, today, option="--until") if until else None
    text = lifecycle.put_on_hold(at.version.text, at.plan, first, last, why.strip(), today)
    recorded = record(at, PlanChange(text, "Hold"), today)
    place = lifecycle.hold_on(recorded.plan, first, today)
    assert place is not None
    rest = recorded.plan.timeline.holds[place]
    until_when = f"to {rest.to}" if rest.to else "until you run `coachplan resume`"
    state = f"On hold from {rest.from_} {until_when}; no check-ins are due"
    show(recorded, state, _about_the_end(at.plan, line(at.id), rest.from_, rest.to))


def _asked(today: date) -> tuple[str, str, str]:
    """Return the first day, the last day and the reason that a person types; the last two may stay open."""
    from coachplan.commands._guided import ask_alone

    first = ask_alone("From", lambda text: _arguments.day(text, option="From"), default=today.isoformat())

    def last_day(text: str) -> date:
        last = _arguments.later_day(text, first, today, option="Until")
        if last < first:
            raise ValueError(f"this is before the first day of the hold, {first}")
        return last

    last = ask_alone("Until (Enter: open, `coachplan resume` ends it)", last_day)
    why = ask_alone("Why, in a few words, nothing private (Enter skips)", str)
    return str(first), str(last or ""), why or ""


def _about_the_end(plan: "Plan", id_: str, first: date, last: date | None) -> str:
    """Return a line that the end stays, and how to move it by what the rest takes."""
    end = plan.timeline.end
    days = (min(last, end) - max(first, plan.timeline.start)).days + 1 if last else 0
    more = f"+{days}d" if days > 0 else "DAY"
    return f"The end stays {end}; `coachplan extend {id_} --to {more} --why TEXT` gives the time back"
