"""`coachplan log`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments
from coachplan.commands._arguments import ByOption, PlanName

if TYPE_CHECKING:
    from coachplan.plan import CheckIn, Plan
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository

_Many = list[str] | None


def log(
    context: typer.Context,
    plan: PlanName = None,
    measure: Annotated[
        _Many, typer.Option(metavar="NAME=VALUE", help="A measured value; any clear part of a name.")
    ] = None,
    practice: Annotated[
        _Many, typer.Option(metavar="ID=TIMES", help="How often a habit was practised since last time; ID alone: once.")
    ] = None,
    evidence: Annotated[_Many, typer.Option(metavar="TEXT", help="What was seen or heard.")] = None,
    reflection: Annotated[
        _Many, typer.Option(metavar='"QUESTION? | ANSWER"', help="An open question, answered.")
    ] = None,
    win: Annotated[_Many, typer.Option(metavar="TEXT", help="A small win.")] = None,
    milestone: Annotated[
        _Many, typer.Option(metavar="TEXT|NUMBER", help="A milestone of the plan that is reached; celebrate it.")
    ] = None,
    obstacle: Annotated[_Many, typer.Option(metavar="TEXT", help="What is in the way.")] = None,
    root_cause: Annotated[
        _Many, typer.Option(metavar="TEXT", help="What is behind a stall; say with --adjust what to try instead.")
    ] = None,
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
    peer: Annotated[
        str | None, typer.Option(metavar="PERSON", help="A peer whose feedback this is, with --about and --feedback.")
    ] = None,
    about: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The one behaviour that the peer was asked about.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="Take the check-in from YAML, Markdown or a peer's form; - is stdin."
        ),
    ] = None,
) -> None:
    """Record a check-in.

    A short session, which ends with the day of the next one. On a terminal it leads through one; with any flag that
    says something it never asks.
    """
    from coachplan.coaching.check_in_data import check_in_data
    from coachplan.coaching.check_in_effects import as_counted
    from coachplan.coaching.peers import is_peer, require_own_part
    from coachplan.coaching.sessions import measures_of
    from coachplan.commands._recording import keep_on_failure
    from coachplan.format import building
    from coachplan.output.terminal.console import out, say
    from coachplan.plan import Person

    if peer and by:
        raise UsageError("--peer and --by cannot be combined")
    repository, folder = _arguments.chosen(context, plan)
    if source == "-" or _arguments.is_interactive():
        repository.work_tree.require_ready()
    _, content = repository.readable_plan(folder)
    said = {
        "evidence": evidence,
        "reflections": reflection,
        "wins": win,
        "milestones": milestone,
        "obstacles": obstacle,
        "root_cause": root_cause,
        "feedback": feedback,
        "adjustments": adjust,
        "next_steps": next_step,
    }

    def actor() -> Person:
        repository.git.folder()  # a git that is broken knows nobody, and is to be said first
        return Person(*repository.git.identity())

    given: dict[str, Any] = {}
    raw = _arguments.read_input(source) if source else b""
    with keep_on_failure(
        repository, lambda: building.typed(given, note) or raw.decode("utf-8", "surrogateescape"), "check-in.md"
    ):
        known, body = _taken(repository, folder, content, raw)
        note = note or body
        author = _named(repository, content, by, peer) or str(known.get("by") or _arguments.acting(repository))
        when = _arguments.day(day) if day or not known.get("date") else None
        given |= known | check_in_data(
            said,
            measures=measure or (),
            known=measures_of(content),
            by=author,
            day=when,
            practice=as_counted(practice or ()),
            about=about,
        )
        about_one = bool(peer or about or (content.people.helpers and is_peer(content, actor())))
        if _arguments.is_interactive() and not (note or source or given.keys() - {"date", "by", "about"}):
            _converse(repository, folder, content, given, about_one=about_one)
        if about_one or given.get("about"):
            require_own_part(content, actor(), given, note)
        check_in, path = _record(repository, folder, given, note)
    out(f"Recorded {path}")
    if source and not (peer or by or check_in.about or check_in.by.is_same_as(actor())):
        say(f"This file says whose words these are: they are recorded in the name of {check_in.by.name}")
    _end(repository, folder, content, check_in)


def _named(repository: "Repository", plan: "Plan", by: str | None, peer: str | None) -> str | None:
    """Return the identity of the person whom --peer or --by names; --by refuses somebody without a role in the plan."""
    from coachplan.base.errors import RefusedError
    from coachplan.plan import Person
    from coachplan.plan.agreement import role_of

    people = plan.people
    if peer:
        return _arguments.identity(repository, peer, option="--peer", people=people.helpers)
    if not by:
        return None
    author = _arguments.identity(repository, by, option="--by", people=(*people.readers(), *people.helpers))
    if role_of(plan, named := Person.read(author)):
        return author
    raise RefusedError(
        f"--by {author}: {named.name} has no role in this plan; a peer's view is recorded with --peer, --about and "
        "--feedback"
    )


def _taken(repository: "Repository", folder: "PlanFolder", plan: "Plan", raw: bytes) -> tuple[dict[str, Any], str]:
    """What is known from a file: a check-in, or what a peer wrote into the form that `coachplan ask` made."""
    from coachplan.coaching.peers import is_form, read_form, require_helper, require_new
    from coachplan.format.building import read_source

    if not is_form(raw):
        return read_source(raw)
    known = read_form(raw)
    require_helper(plan, known["by"])
    require_new(known, _check_ins(repository, folder, plan))
    return known, ""


def _converse(
    repository: "Repository", folder: "PlanFolder", plan: "Plan", given: dict[str, Any], *, about_one: bool
) -> None:
    from coachplan.coaching.sessions import prepare
    from coachplan.commands._guided import ask_check_in, ask_feedback

    if about_one:
        return ask_feedback(given)
    check_ins = _check_ins(repository, folder, plan)
    day, policy = _arguments.day(None), repository.settings.policy
    return ask_check_in(plan, prepare(plan, check_ins, day, policy, repository.known_questions), given)


def _record(repository: "Repository", folder: "PlanFolder", given: dict[str, Any], note: str) -> "tuple[CheckIn, str]":
    """Record a check-in, and what it marks in the plan, in one commit; the check-in and its path."""
    from coachplan.coaching.check_in_effects import Marks, mark
    from coachplan.commands._recording import mention, record_plan, refuse
    from coachplan.format import building, read_check_in
    from coachplan.store.naming import check_in_path
    from coachplan.views.cached_findings import judge_texts

    before = repository.read_bytes(folder.plan_path)
    marks = Marks(before.decode("utf-8", "surrogateescape"))
    raw = building.check_in_text(mark(marks, given), note).encode("utf-8", "surrogateescape")
    after = marks.text.encode("utf-8", "surrogateescape")
    check_in = read_check_in("", raw).content
    path = check_in_path(folder, check_in)
    if check_in and after != before:
        message = f"Check-in: {folder.id} {check_in.date}"
        record_plan(repository, folder, before, after, beside={path: raw}, message=message)
        return check_in, path
    texts = {folder.plan_path: before, path: raw}
    found = judge_texts(folder.plan_path, texts, _arguments.day(None), repository.settings.policy)
    found = [finding for finding in found if finding.path == path]
    refuse(found)
    assert check_in is not None
    repository.record({path: raw}, f"Check-in: {folder.id} {check_in.date}", expecting={path: None})
    mention(found)
    return check_in, path


def _end(repository: "Repository", folder: "PlanFolder", plan: "Plan", check_in: "CheckIn") -> None:
    """Celebrate what was reached, and end with the day of the next touchpoint."""
    from coachplan.coaching.sessions import next_session
    from coachplan.output.terminal.console import clean, out, say, styled

    if check_in.about:
        out(clean(f"Thank you, {check_in.by.name}"))
        return
    for milestone in check_in.milestones:
        out(styled(clean(f"★ Reached: {milestone}. Well done; take a moment to celebrate it"), "bold green"))
    if check_in.root_cause and not check_in.adjustments:
        say("What will you try instead? A cause and a new strategy belong in one check-in: --root-cause with --adjust")
    policy = repository.settings.policy
    if following := next_session(plan, _check_ins(repository, folder, plan), check_in.date, policy):
        out(f"Next touchpoint: {following:%A}, {following}")
    elif check_in.date >= plan.timeline.end:
        out("The last day is here: look back together at what changed, and what helped")


def _check_ins(repository: "Repository", folder: "PlanFolder", plan: "Plan") -> "list[CheckIn]":
    return [check_in.content for check_in in repository.read_check_ins(folder, plan) if check_in.content]
