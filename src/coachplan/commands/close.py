"""`coachplan close`."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, Text, Texts, flag, option

if TYPE_CHECKING:
    from coachplan.actions.record import OpenPlan
    from coachplan.base.policy import Policy
    from coachplan.plan import Plan


Result = Literal["achieved", "partly-achieved", "not-achieved", "stopped", "superseded"]


def close(
    context: typer.Context,
    plan: PlanName = None,
    outcome: Annotated[Result | None, flag("--outcome", "How it ended.")] = None,
    summary: Annotated[Text, option("--summary", "TEXT", "What is different now.")] = None,
    final: Annotated[Texts, option("--final", "NAME=VALUE", "A final value; else the latest of each measure.")] = None,
    helped: Annotated[Texts, option("--helped", "TEXT", "What helped.")] = None,
    hindered: Annotated[Texts, option("--hindered", "TEXT", "What did not help.")] = None,
    own_words: Annotated[Text, option("--own-words", "TEXT", "The team member's words; theirs alone to add.")] = None,
    again: Annotated[Texts, option("--follow-up", "DAYS|DAY", "When to look again: in so many days, or a day.")] = None,
    drop_open: Annotated[bool, flag("--drop-open", "Drop the activities that are still open.")] = False,
    source: Annotated[Text, option("--from", "FILE", "Take the outcome from YAML; - is stdin.")] = None,
    day: Annotated[Text, option("--date", "DAY", "The day on which you looked back; by default today.")] = None,
) -> None:
    """Look back on a plan together, and close it.

    On a terminal it leads through the look back, the evidence first. When the plan is closed, the team member can
    still add their own words, and either of you days on which to look again.
    """
    from coachplan.actions.close import add_to_closed, close_plan, latest, outcome_of, require_own_words
    from coachplan.commands._recording import keep_on_failure, opened, show
    from coachplan.format import building

    at = opened(context, plan)
    today = _arguments.day(day)
    said = {
        "result": outcome,
        "summary": summary,
        "helped": helped,
        "hindered": hindered,
        "team_member": own_words,
    }
    given = outcome_of(at.plan, _arguments.read_input(source) if source else b"", said, final or (), today)
    reviews = _days(again, today, at.repository.settings.policy)
    require_own_words(at, given)
    asks = _arguments.is_interactive() and "result" not in given and at.plan.status != "closed"
    with keep_on_failure(at.repository, lambda: building.typed(given) if asks or source == "-" else "", "outcome.md"):
        if at.plan.status == "closed":
            show(add_to_closed(at, given, reviews, _arguments.day(None)))
            return
        if asks:
            from coachplan.commands._guided import ask_look_back

            looked_back = date.fromisoformat(str(given.get("date", today)))
            ask_look_back(
                at.plan, latest(at, looked_back), given, is_own=at.plan.people.team_member.is_same_as(at.actor)
            )
            reviews = reviews or _ask_when(at, today)
            drop_open = drop_open or _ask_whether_to_drop(at.plan)
        if "result" not in given:
            raise UsageError(f"--outcome is required; it is one of {', '.join(get_args(Result))}")
        outcome_data = {"date": today.isoformat(), **given}
        if _arguments.is_interactive():
            outcome_data["result"] = _borne_out(at, outcome_data)
        recorded = close_plan(at, outcome_data, reviews, _arguments.day(None), drops_open=drop_open)
    show(recorded, *_notes(at, recorded.plan))


def _borne_out(at: "OpenPlan", outcome: dict[str, Any]) -> str:
    """Return the result that a person wants, once they have seen which values do not bear out that all is achieved."""
    from coachplan.actions.close import at_the_end
    from coachplan.coaching.lifecycle import unproven
    from coachplan.commands._guided import ask_alone, one_of
    from coachplan.output.terminal.console import say
    from coachplan.output.terminal.lifecycle import not_borne_out
    from coachplan.plan import Value

    final = at_the_end(at, outcome, date.fromisoformat(str(outcome["date"])))
    values = {name: Value.read(text) for name, text in final.items()}
    said = str(outcome["result"])
    if not (measures := unproven(at.plan, said, values)):
        return said
    say("")
    say(not_borne_out(measures, values))
    return str(ask_alone("How did it end, all in all? Enter keeps it", one_of(get_args(Result)), default=said))


def _days(texts: Sequence[str] | None, today: date, policy: "Policy") -> list[date]:
    """Return the days on which to look again: working days, so many days after `today` or soon after, or days named."""
    from coachplan.base.dates import read_day
    from coachplan.progress import working_day_from

    words = [word.strip() for text in texts or () for word in text.split(",") if word.strip()]
    days = [
        working_day_from(read_day(f"+{word}d", today, option="--follow-up"), policy)
        if word.isdecimal()
        else read_day(word, today, option="--follow-up")
        for word in words
    ]
    if early := [day for day in days if day <= today]:
        raise UsageError(f"--follow-up {early[0]} is not after the look back on {today}")
    return days


def _ask_when(at: "OpenPlan", today: date) -> list[date]:
    """Return the days on which a person wants to look again; Enter takes the organisation's usual ones."""
    from coachplan.commands._guided import ask_alone
    from coachplan.output.terminal.console import say

    if at.plan.follow_up and at.plan.follow_up.reviews:
        return []
    usual = ", ".join(map(str, at.repository.settings.policy.follow_up_days))
    say("")
    say("Has it lasted? Look again after so many days, such as 30, 90, or on a day; `none` for not at all.", "dim")

    def read(text: str) -> list[date]:
        return [] if text.strip().lower() in ("none", "no") else _days([text], today, at.repository.settings.policy)

    return ask_alone("Look again after", read, default=usual) or []


def _ask_whether_to_drop(plan: "Plan") -> bool:
    """Ask whether to drop the activities that are still open; none is dropped without a yes."""
    from coachplan.coaching.lifecycle import still_open
    from coachplan.commands._guided import ask_alone, yes
    from coachplan.output.terminal.console import clean, say

    places = still_open(plan)
    if not places:
        return False
    say("")
    say("Still open:", "dim")
    for place in places:
        say(clean(f"  {plan.activities[place].what}"))
    return bool(ask_alone("Let go of them (y), or keep them as they are (Enter)?", yes))


def _notes(at: "OpenPlan", plan: "Plan") -> Iterator[str]:
    """Yield lines on what the plan ends with, and what may still be added or done."""
    from coachplan.coaching.agenda import reviews
    from coachplan.coaching.lifecycle import still_open, unproven
    from coachplan.output.terminal.console import line
    from coachplan.output.terminal.lifecycle import final_values, not_borne_out

    assert plan.outcome is not None
    if not _arguments.is_interactive() and (left := unproven(plan, plan.outcome.result, plan.outcome.measures)):
        yield not_borne_out(left, plan.outcome.measures)
    if table := final_values(plan):
        yield table
    if plan.outcome.result == "not-achieved" and not plan.outcome.hindered:
        yield "What did not help is worth a line for next time: add it under `outcome` with `coachplan edit`"
    if places := still_open(plan):
        several = f"{len(places)} activities stay" if len(places) > 1 else "An activity stays"
        yield f"{several} open in it: `coachplan edit {line(at.id)}` says what became of each, `done` or `dropped`"
    if days := reviews(plan):
        yield f"Look again on {' and '.join(map(str, days))}: `coachplan follow-up {line(at.id)}`"
    else:
        flags = " ".join(f"--follow-up {days}" for days in at.repository.settings.policy.follow_up_days)
        yield f"Has it lasted? `coachplan close {line(at.id)} {flags}` plans to look again"
    member = plan.people.team_member
    if not plan.outcome.team_member and not member.is_same_as(at.actor):
        yield f"{line(member.name)} can add their own words: `coachplan close {line(at.id)} --own-words TEXT`"
