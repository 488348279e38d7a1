"""`coachplan revise`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, Text, Texts, option

if TYPE_CHECKING:
    from coachplan.coaching.lifecycle import Terms
    from coachplan.plan import Plan


def revise(
    context: typer.Context,
    plan: PlanName = None,
    goal: Annotated[Text, option("--goal", "TEXT", "The goal in new words.")] = None,
    number: Annotated[int, option("--number", "N", "Which goal, where there are several.", min=1)] = 1,
    measure: Annotated[
        Text, option("--measure", "MEASURE", "Which measure the next options change; any clear part of a name.")
    ] = None,
    target: Annotated[Text, option("--target", "VALUE", "The value to reach.")] = None,
    baseline: Annotated[Text, option("--baseline", "VALUE", "The value at the start.")] = None,
    by: Annotated[Text, option("--by", "DAY", "The day by which it is reached.")] = None,
    direction: Annotated[Text, option("--direction", "WHERE", "Better is: increase, decrease or maintain.")] = None,
    unit: Annotated[Text, option("--unit", "TEXT", "What it counts, such as per week.")] = None,
    step: Annotated[
        Texts, option("--step", "DAY=VALUE", "A target on the way; repeatable, in place of those before.")
    ] = None,
    name: Annotated[Text, option("--rename", "NAME", "A new name; values under the one before still count.")] = None,
    add: Annotated[Text, option("--add", '"NAME: 2 -> 4 UNIT"', "One measure more, from baseline to target.")] = None,
    why: Annotated[Text, option("--why", "TEXT", "Why other terms fit better.")] = None,
    day: Annotated[Text, option("--date", "DAY", "The day on which you agreed; by default today.")] = None,
) -> None:
    """Change the goal or a measure.

    The terms before stay visible, with the reason. New terms need the agreement of both again.

    For example: `revise ada --measure clear --target 3 --why "Friday's meeting is gone"`.
    """
    from coachplan.actions.record import PlanChange, record
    from coachplan.coaching import lifecycle
    from coachplan.commands._recording import needed, opened, show
    from coachplan.output.terminal.console import out

    at = opened(context, plan)
    lifecycle.require_revisable(at.plan)
    today = _arguments.day(day)
    keys = {
        "name": name,
        "unit": unit,
        "direction": direction,
        "baseline": baseline,
        "target": target,
        "by": _arguments.day(by, option="--by").isoformat() if by else None,
        "steps": [_step(text) for text in step] if step else None,
    }
    terms = _wanted(at.plan, goal or "", number - 1, measure, {key: value for key, value in keys.items() if value}, add)
    if terms is None:
        out("There is nothing to change: the terms stay as they are")
        return
    because = needed(why, "--why", "Why do other terms fit better?")
    typed = "\n".join(filter(None, (terms.words, because)))
    with at.repository.keeping(lambda: "" if why else typed, "revision.txt"):
        text = lifecycle.revised(at.version.text, at.plan, terms, because, today)
        recorded = record(at, PlanChange(text, "Revision"), _arguments.day(None))
    notes = () if terms.words else ("The goal's words stay as they are; --goal changes them",)
    show(recorded, *notes, asks_again=True)


def _wanted(
    plan: "Plan", goal: str, number: int, measure: str | None, keys: dict[str, Any], add: str | None
) -> "Terms | None":
    """Return the new terms, from flags or from a person at a terminal; None where that person changes nothing."""
    if keys or goal or measure or add:
        return _terms(plan, goal, number, measure, keys, add)
    if not _arguments.is_interactive():
        raise UsageError("say what changes: --goal TEXT, --measure NAME with --target VALUE, or --add")
    terms = _asked(plan)
    return terms if terms.words or terms.keys else None


def _terms(plan: "Plan", goal: str, number: int, measure: str | None, keys: dict[str, Any], add: str | None) -> "Terms":
    """Return the new terms that flags hold."""
    from coachplan.coaching.check_in_data import measure_name
    from coachplan.coaching.lifecycle import Terms
    from coachplan.format.building import measure_of

    if number >= len(plan.goal_state):
        raise UsageError(f"--number {number + 1}: the plan has {len(plan.goal_state)} goals")
    more = {**measure_of(add), "by": plan.timeline.end.isoformat()} if add else None
    if measure is None and not keys:
        return Terms(number, goal, more=more)
    places = [(place, nth) for place, part in enumerate(plan.goal_state) for nth, _ in enumerate(part.measures)]
    if measure is None and len(places) > 1:
        raise UsageError("--measure NAME: say which measure changes, the plan has several")
    if not keys:
        raise UsageError("say what changes of the measure: --target, --baseline, --by, --direction, --unit or --rename")
    names = [entry.name for entry in plan.measures]
    place, nth = places[names.index(measure_name(measure or "", names))]
    if goal and place != number:
        raise UsageError("--goal and --measure are about different goals: change one after the other")
    return Terms(place, goal, nth, keys, more)


def _step(text: str) -> dict[str, str]:
    day, equals, target = text.partition("=")
    if not (equals and target.strip()):
        raise UsageError("--step takes DAY=VALUE, such as --step 2026-01-19=3")
    return {"by": _arguments.day(day.strip(), option="--step").isoformat(), "target": target.strip()}


def _asked(plan: "Plan") -> "Terms":
    """Return the new terms that a person types: the words of a goal, then the target and the day of one measure."""
    from coachplan.coaching.lifecycle import Terms
    from coachplan.commands._guided import ask_alone, number_up_to
    from coachplan.output.terminal.console import clean, say

    number = 0
    if len(plan.goal_state) > 1:
        for place, goal in enumerate(plan.goal_state, 1):
            say(f"  {place} {clean(goal.goal)}")
        number = (ask_alone("Which goal?", number_up_to(len(plan.goal_state))) or 1) - 1
    goal = plan.goal_state[number]
    say(f"Goal: {clean(goal.goal)}")
    words = ask_alone("In new words (Enter keeps them)", str) or ""
    words = "" if words == goal.goal else words
    if not goal.measures:
        return Terms(number, words)
    for place, measure in enumerate(goal.measures, 1):
        way = f"{measure.baseline or '–'} → {measure.target or '–'} by {measure.by or '–'}"
        say(f"  {place} {clean(measure.name)}: {way}")
    nth = ask_alone("Which measure changes (Enter: none)?", number_up_to(len(goal.measures)))
    if nth is None:
        return Terms(number, words)
    chosen = goal.measures[nth - 1]
    target = ask_alone("Target", str, default=str(chosen.target or ""))
    by = ask_alone("By", lambda text: _arguments.day(text, option="By"), default=str(chosen.by or plan.timeline.end))
    keys = {"target": (target, chosen.target), "by": (by, chosen.by)}
    said = {key: str(after) for key, (after, before) in keys.items() if after and str(after) != str(before)}
    return Terms(number, words, nth - 1, said)
