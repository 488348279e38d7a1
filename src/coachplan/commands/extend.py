"""`coachplan extend`."""

from typing import Annotated

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, Text, flag, option


def extend(
    context: typer.Context,
    plan: PlanName = None,
    to: Annotated[Text, option("--to", "DAY", "The new last day; +14d counts from the present one.")] = None,
    why: Annotated[Text, option("--why", "TEXT", "Why more time helps.")] = None,
    keep_measures: Annotated[
        bool, flag("--keep-measures", "Leave the days of measures that were due on the last day.")
    ] = False,
    day: Annotated[Text, option("--date", "DAY", "The day on which you agreed; by default today.")] = None,
) -> None:
    """Give a plan more time.

    The end before stays visible, with the reason. New terms need the agreement of both again.
    """
    from coachplan.actions.record import PlanChange, record
    from coachplan.coaching import lifecycle
    from coachplan.commands._recording import needed, opened, show
    from coachplan.output.terminal.console import clean, line

    at = opened(context, plan)
    lifecycle.require_extendable(at.plan)
    end, today = at.plan.timeline.end, _arguments.day(day)
    until = needed(to, "--to", f"Until when? It ends on {end}", default="+14d")
    last = _arguments.later_day(until, end, today, option="--to")
    lifecycle.require_later(at.plan, last)
    because = needed(why, "--why", "Why does more time help?")
    with at.repository.keeping(lambda: "" if why else because, "why.txt"):
        text = lifecycle.extended(at.version.text, at.plan, last, because, today, measures_too=not keep_measures)
        recorded = record(at, PlanChange(text, "Extension"), _arguments.day(None))
    notes = []
    if due := [measure.name for _, _, measure in lifecycle.measures_due_at_the_end(at.plan)]:
        what = f"stay due on {end}" if keep_measures else f"move with it to {last}"
        notes.append(f"Measures that were due on the last day {what}: {clean(', '.join(due))}")
    if lifecycle.goals_naming(at.plan, end):
        reword = f"`coachplan revise {line(at.id)} --goal TEXT` rewords them"
        notes.append(f"The goal's words still name {end:%-d %B}: {reword}")
    show(recorded, *notes, asks_again=True)
