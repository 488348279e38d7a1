"""`coachplan close`."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.base.errors import RefusedError, UsageError
from coachplan.commands import _arguments, _lifecycle
from coachplan.commands._arguments import PlanName

if TYPE_CHECKING:
    from coachplan.plan import Plan, Value
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository

_Many = list[str] | None


class Result(StrEnum):
    """How a plan may end."""

    ACHIEVED = "achieved"
    PARTLY_ACHIEVED = "partly-achieved"
    NOT_ACHIEVED = "not-achieved"
    STOPPED = "stopped"
    SUPERSEDED = "superseded"


def close(
    context: typer.Context,
    plan: PlanName = None,
    outcome: Annotated[Result | None, typer.Option(help="How it ended.", show_default=False)] = None,
    summary: Annotated[str | None, typer.Option(metavar="TEXT", help="What is different now.")] = None,
    final: Annotated[
        _Many, typer.Option(metavar="NAME=VALUE", help="A final value; by default the latest of each measure.")
    ] = None,
    helped: Annotated[_Many, typer.Option(metavar="TEXT", help="What helped.")] = None,
    hindered: Annotated[_Many, typer.Option(metavar="TEXT", help="What did not help.")] = None,
    own_words: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The team member's own words; theirs alone to add.")
    ] = None,
    again: Annotated[
        _Many, typer.Option("--follow-up", metavar="DAYS|DAY", help="When to look again: after so many days, or a day.")
    ] = None,
    drop_open: Annotated[bool, typer.Option("--drop-open", help="Drop the activities that are still open.")] = False,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Take the outcome from YAML; - is stdin.")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day on which you looked back; by default today.")
    ] = None,
) -> None:
    """Look back on a plan together, and close it.

    On a terminal it leads through the look back, the evidence first. When the plan is closed, the team member can
    still add their own words, and either of you days on which to look again.
    """
    from coachplan.coaching import lifecycle
    from coachplan.commands._recording import keep_on_failure
    from coachplan.format import building

    repository, folder, content = _lifecycle.opened(context, plan)
    today = _arguments.day(day)
    raw = _arguments.read_input(source) if source else b""
    known, _ = building.read_source(raw)
    _require_outcome(known, today)
    said = {
        "result": str(outcome) if outcome else None,
        "summary": summary,
        "measures": _final_values(content, final),
        "helped": helped,
        "hindered": hindered,
        "team_member": own_words,
    }
    given: dict[str, Any] = known | {key: value for key, value in said.items() if value}
    reviews = _days(again, today)
    _require_own_words(repository, folder, content, given)
    asks = _arguments.is_interactive() and "result" not in given and content.status != "closed"
    with keep_on_failure(repository, lambda: building.typed(given) if asks or source == "-" else "", "outcome.md"):
        if content.status == "closed":
            _add(repository, folder, content, given, reviews)
            return
        if asks:
            _look_back(repository, folder, content, given)
            reviews = reviews or _ask_when(repository, content, today)
            drop_open = drop_open or _ask_whether_to_drop(content)
        if "result" not in given:
            raise UsageError(f"--outcome is missing; it is one of {', '.join(Result)}")
        lifecycle.require_possible(content, str(given["result"]))
        _require_day(content, str(given.get("date", today)), _arguments.day(None))
        _record(repository, folder, content, {"date": today.isoformat(), **given}, reviews, drop_open=drop_open)


def _require_outcome(known: Mapping[str, Any], today: date) -> None:
    """Refuse what --from says where it is not what an outcome says."""
    from pydantic import ValidationError

    from coachplan.plan import Outcome

    try:
        Outcome.model_validate({"result": "stopped", "date": today.isoformat(), **known})
    except ValidationError as error:
        key = error.errors()[0]["loc"][0]
        raise UsageError(f"--from: `{key}` is not what an outcome holds there; `coachplan schema` shows it") from None


def _require_day(plan: "Plan", day: str, today: date) -> None:
    """Refuse to look back before the plan has begun, or ahead of time."""
    if not plan.timeline.start.isoformat() <= day <= today.isoformat():
        raise UsageError(f"--date: {day} is not between the plan's start and today, and a look back is")


def _final_values(plan: "Plan", final: Sequence[str] | None) -> dict[str, str]:
    from coachplan.coaching.check_in_data import measured
    from coachplan.coaching.sessions import measures_of

    return dict(measured(entry, measures_of(plan), "--final") for entry in final or ())


def _days(texts: Sequence[str] | None, today: date) -> list[date]:
    """The days on which to look again: numbers of days after `today`, or days."""
    from coachplan.base.dates import read_day

    words = [word.strip() for text in texts or () for word in text.split(",") if word.strip()]
    days = [read_day(f"+{word}d" if word.isdecimal() else word, today, option="--follow-up") for word in words]
    if early := [day for day in days if day <= today]:
        raise UsageError(f"--follow-up {early[0]} is not after the look back on {today}")
    return days


def _require_own_words(repository: "Repository", folder: "PlanFolder", plan: "Plan", given: Mapping[str, Any]) -> None:
    """Refuse the team member's own words from anyone else."""
    if given.get("team_member") and not _is_own(repository, plan):
        raise RefusedError(
            "the team member's own words are theirs to write: they add them, also once the plan is closed, with "
            f"`coachplan close {folder.id} --own-words TEXT`"
        )


def _is_own(repository: "Repository", plan: "Plan") -> bool:
    from coachplan.actions.saving import who

    return plan.people.team_member.is_same_as(who(repository))


def _look_back(repository: "Repository", folder: "PlanFolder", plan: "Plan", given: dict[str, Any]) -> None:
    from coachplan.coaching.lifecycle import RESULTS, suggested_result
    from coachplan.commands._guided import ask_look_back

    final = _latest(repository, folder, plan)
    suggested = suggested_result(plan, final)
    results = {result: RESULTS[result] for result in sorted(RESULTS, key=lambda result: result != suggested)}
    ask_look_back(plan, final, given, results, is_own=_is_own(repository, plan))


def _latest(repository: "Repository", folder: "PlanFolder", plan: "Plan") -> "dict[str, Value]":
    """The latest value of each measure of the plan, by name."""
    from coachplan.progress import latest_values

    check_ins = [check_in.content for check_in in repository.read_check_ins(folder, plan) if check_in.content]
    latest = latest_values(check_ins)
    names = [measure.name for goal in plan.goal_state for measure in goal.measures]
    return {name: latest[name] for name in names if name in latest}


def _ask_when(repository: "Repository", plan: "Plan", today: date) -> list[date]:
    """The days on which a person wants to look again; the organisation's usual ones unless they say otherwise."""
    from coachplan.commands._guided import ask_alone
    from coachplan.output.terminal.console import say

    if plan.follow_up and plan.follow_up.reviews:
        return []
    usual = ", ".join(map(str, repository.settings.policy.follow_up_days))
    say("")
    say("Has it lasted? Look again after so many days, such as 30, 90, or on a day; `none` for not at all.", "dim")

    def read(text: str) -> list[date]:
        return [] if text.strip().lower() in ("none", "no") else _days([text], today)

    return ask_alone("Look again after", read, default=usual) or []


def _ask_whether_to_drop(plan: "Plan") -> bool:
    """Whether a person lets go of the activities that are still open; none is dropped unless they say so."""
    from coachplan.coaching.lifecycle import still_open
    from coachplan.commands._guided import ask_alone
    from coachplan.output.terminal.console import clean, say

    places = still_open(plan)
    if not places:
        return False
    say("")
    say("Still open:", "dim")
    for place in places:
        say(clean(f"  {plan.activities[place].what}"))
    return bool(ask_alone("Let go of them (y), or keep them as they are (Enter)?", _yes))


def _yes(text: str) -> bool:
    if text.strip().lower() not in ("y", "yes", "n", "no"):
        raise ValueError("y or n, or Enter")
    return text.strip().lower().startswith("y")


def _record(
    repository: "Repository",
    folder: "PlanFolder",
    plan: "Plan",
    outcome: dict[str, Any],
    reviews: Sequence[date],
    *,
    drop_open: bool,
) -> None:
    from coachplan.coaching import lifecycle

    latest = {name: str(value) for name, value in _latest(repository, folder, plan).items()}
    outcome["measures"] = latest | outcome.get("measures", {})
    still_open = lifecycle.still_open(plan)
    dropped = still_open if drop_open else []
    order = ("result", "date", "summary", "measures", "helped", "hindered", "team_member")
    outcome = {key: outcome[key] for key in sorted(outcome, key=lambda key: (*order, key).index(key))}
    closed = _lifecycle.turn(
        repository, folder, lambda text: lifecycle.closed(text, plan, outcome, reviews, dropped=dropped), "Close"
    )
    _tell(folder, closed, len(still_open) - len(dropped), usual=repository.settings.policy.follow_up_days)
    if not outcome.get("team_member") and not _is_own(repository, plan):
        _offer_own_words(folder, plan)


def _tell(folder: "PlanFolder", plan: "Plan", still_open: int, usual: Sequence[int]) -> None:
    """What the plan ends with, and what may still be said or done."""
    from coachplan.coaching.agenda import reviews
    from coachplan.output.terminal.console import out
    from coachplan.output.terminal.lifecycle import final_values

    assert plan.outcome is not None
    if table := final_values(plan):
        out(table)
    if plan.outcome.result == "not-achieved" and not plan.outcome.hindered:
        out("What did not help is worth a line for next time: add it under `outcome` with `coachplan edit`")
    if still_open:
        several = "activities stay" if still_open > 1 else "activity stays"
        out(
            f"{still_open} {several} open in it. Before closing, `coachplan done` and `drop` say what became of each, "
            f"and `close --drop-open` lets go of them all; now `coachplan edit {folder.id}` does"
        )
    if days := reviews(plan):
        out(f"Look again on {' and '.join(map(str, days))}: `coachplan follow-up {folder.id}`")
    else:
        flags = " ".join(f"--follow-up {days}" for days in usual)
        out(f"Has it lasted? `coachplan close {folder.id} {flags}` plans to look again")


def _offer_own_words(folder: "PlanFolder", plan: "Plan") -> None:
    from coachplan.output.terminal.console import clean, out

    out(
        f"{clean(plan.people.team_member.name)} can add their own words: `coachplan close {folder.id} --own-words TEXT`"
    )


def _add(
    repository: "Repository", folder: "PlanFolder", plan: "Plan", given: Mapping[str, Any], reviews: Sequence[date]
) -> None:
    """Add to a closed plan what may come later: the team member's own words, and days on which to look again."""
    from coachplan.coaching import lifecycle

    if given.keys() - {"team_member"} or not (given or reviews):
        raise RefusedError(
            "the plan is closed already: the team member can add --own-words, either of you --follow-up, and "
            "`coachplan edit` mends what was recorded"
        )
    _lifecycle.turn(repository, folder, lambda text: lifecycle.closed(text, plan, given, reviews, dropped=()), "Close")
