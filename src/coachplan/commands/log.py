"""`coachplan log`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import ByOption, PlanName

if TYPE_CHECKING:
    from coachplan.model import Plan
    from coachplan.repository import Repository
    from coachplan.workspace import PlanFolder

_Many = list[str] | None


def log(
    context: typer.Context,
    plan: PlanName,
    measure: Annotated[
        _Many, typer.Option(metavar="NAME=VALUE", help="A measured value; any clear start of a name.")
    ] = None,
    evidence: Annotated[_Many, typer.Option(metavar="TEXT", help="What was seen or heard.")] = None,
    reflection: Annotated[
        _Many, typer.Option(metavar='"QUESTION? | ANSWER"', help="An open question, answered.")
    ] = None,
    win: Annotated[_Many, typer.Option(metavar="TEXT", help="A small win.")] = None,
    obstacle: Annotated[_Many, typer.Option(metavar="TEXT", help="What is in the way.")] = None,
    feedback: Annotated[
        _Many, typer.Option(metavar='"WHAT | WHY | NEXT"', help="What was done, why it mattered, what next time.")
    ] = None,
    adjust: Annotated[_Many, typer.Option(metavar="TEXT", help="What to do differently.")] = None,
    next_step: Annotated[_Many, typer.Option("--next", metavar="TEXT", help="What was agreed until next time.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Anything else, in Markdown.")] = "",
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day of the check-in; by default today.")
    ] = None,
    by: ByOption = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Take the check-in from YAML or Markdown; - is stdin.")
    ] = None,
) -> None:
    """Record a check-in. On a terminal it leads through one; with any flag that says something it never asks."""
    from coachplan import drafts
    from coachplan.commands.recording import keep_on_failure
    from coachplan.reports.terminal import out

    repository = arguments.repository(context)
    folder = repository.plan(plan)
    if source == "-" or arguments.is_interactive():
        repository.history.require_ready()
    _, content = repository.readable_plan(folder)
    said = {
        "evidence": evidence,
        "reflections": reflection,
        "wins": win,
        "obstacles": obstacle,
        "feedback": feedback,
        "adjustments": adjust,
        "next_steps": next_step,
    }
    given: dict[str, Any] = {}
    raw = arguments.read_input(source) if source else b""
    with keep_on_failure(
        repository, lambda: drafts.typed(given, note) or raw.decode("utf-8", "surrogateescape"), "check-in.md"
    ):
        known, body = drafts.read_source(raw)
        note = note or body
        names = [measure.name for goal in content.goal_state for measure in goal.measures]
        author = arguments.acting(repository, by) if by or not known.get("by") else str(known["by"])
        when = arguments.day(day) if day or not known.get("date") else None
        given |= {**known, **drafts.check_in_data(said, measures=measure or (), names=names, by=author, day=when)}
        if arguments.is_interactive() and not (note or source or given.keys() - {"date", "by"}):
            from coachplan.guided import ask_check_in

            earlier = [check_in.content for check_in in repository.read_check_ins(folder) if check_in.content]
            ask_check_in(content, earlier, given)
        path = _record(repository, folder, drafts.check_in_text(given, note), arguments.day(None))
    out(f"Recorded {path}")
    if following := _next_touchpoint(repository, folder, content):
        out(f"Next touchpoint: {following:%A}, {following}")


def _record(repository: "Repository", folder: "PlanFolder", text: str, today: date) -> str:
    from coachplan import drafts
    from coachplan.commands.recording import mention, refuse
    from coachplan.document import read_check_in
    from coachplan.verdicts import judge_texts

    raw = text.encode("utf-8", "surrogateescape")
    check_in = read_check_in("", raw).content
    path = drafts.check_in_path(folder, check_in)
    texts = {folder.plan_path: repository.read_bytes(folder.plan_path), path: raw}
    found = judge_texts(folder.plan_path, texts, today, repository.settings.policy)
    found = [finding for finding in found if finding.path == path]
    refuse(found)
    assert check_in is not None
    repository.record({path: raw}, f"Check-in: {folder.id} {check_in.date}", expecting={path: None})
    mention(found)
    return path


def _next_touchpoint(repository: "Repository", folder: "PlanFolder", plan: "Plan") -> date | None:
    from coachplan.progress import next_touchpoint

    days = [check_in.content.date for check_in in repository.read_check_ins(folder) if check_in.content]
    return next_touchpoint(plan, max(days, default=None))
