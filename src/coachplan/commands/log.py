"""`coachplan log`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, Text, Texts, option

if TYPE_CHECKING:
    from coachplan.actions.check_in import CheckInDraft, RecordedCheckIn
    from coachplan.actions.record import OpenPlan


def log(
    context: typer.Context,
    plan: PlanName = None,
    measure: Annotated[Texts, option("--measure", "NAME=VALUE", "A measured value; any clear part of a name.")] = None,
    practice: Annotated[
        Texts, option("--practice", "ID=TIMES", "How often a habit was practised since last time; ID alone: once.")
    ] = None,
    evidence: Annotated[Texts, option("--evidence", "TEXT", "What was seen or heard.")] = None,
    reflection: Annotated[Texts, option("--reflection", '"QUESTION? | ANSWER"', "An open question, answered.")] = None,
    win: Annotated[Texts, option("--win", "TEXT", "A small win.")] = None,
    milestone: Annotated[Texts, option("--milestone", "TEXT|NUMBER", "A milestone reached; celebrate it.")] = None,
    obstacle: Annotated[Texts, option("--obstacle", "TEXT", "What is in the way.")] = None,
    root_cause: Annotated[Texts, option("--root-cause", "TEXT", "The cause of a stall; goes with --adjust.")] = None,
    feedback: Annotated[
        Texts, option("--feedback", '"WHAT | WHY | NEXT"', "What was done, why it mattered, what next time.")
    ] = None,
    adjust: Annotated[Texts, option("--adjust", "TEXT", "What to do differently.")] = None,
    next_step: Annotated[Texts, option("--next", "TEXT", "What was agreed until next time.")] = None,
    note: Annotated[str, option("--note", "TEXT", "Anything else, in Markdown.")] = "",
    day: Annotated[Text, option("--date", "DAY", "The day of the check-in; by default today.")] = None,
    by: Annotated[Text, option("--by", "PERSON", "The person who acts; by default git's user.")] = None,
    peer: Annotated[Text, option("--peer", "PERSON", "Whose feedback this is, with --about and --feedback.")] = None,
    about: Annotated[Text, option("--about", "TEXT", "The one behaviour that the peer was asked about.")] = None,
    source: Annotated[
        Text, option("--from", "FILE", "Take the check-in from YAML, Markdown or a peer's form; - is stdin.")
    ] = None,
) -> None:
    """Record a check-in.

    A short session, which ends with the day of the next one. On a terminal it asks, unless a flag says something.
    """
    from coachplan.actions.check_in import CheckInDraft, CheckInRequest, draft_check_in, record_check_in
    from coachplan.commands._recording import keep_on_failure, opened

    if peer and by:
        raise UsageError("--peer and --by cannot be combined")
    at = opened(context, plan, typed=source == "-", for_new_file=True)
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
    at.version.document.readable()
    raw, today = _arguments.read_input(source) if source else b"", _arguments.day(None)
    draft = CheckInDraft({}, note)
    with keep_on_failure(at.repository, lambda: draft.typed, "check-in.md", given=raw):
        author, when = _named(at, by, peer), _arguments.day(day) if day else None
        request = CheckInRequest(said, measure or (), practice or (), note, raw, author, when, about, peer is not None)
        draft = draft_check_in(at, request, today)
        if _arguments.is_interactive() and not source and draft.is_empty:
            _converse(at, draft, today)
        made = record_check_in(at, draft, today, _arguments.moment())
    _show(at, made, in_another_name=bool(source and not (peer or by)))


def _named(at: "OpenPlan", by: str | None, peer: str | None) -> str | None:
    """Return the identity of the person whom --peer or --by names; --by refuses somebody without a role in the plan."""
    from coachplan.base.errors import RefusedError
    from coachplan.plan import Person
    from coachplan.plan.terms import role_of

    people = at.plan.people
    if peer:
        return _arguments.identity(at.repository, peer, option="--peer", people=people.helpers)
    if not by:
        return None
    author = _arguments.identity(at.repository, by, option="--by", people=(*people.readers(), *people.helpers))
    if role_of(at.plan, named := Person.read(author)):
        return author
    raise RefusedError(
        f"--by {author}: {named.name} has no role in this plan; a peer's view is recorded with --peer, --about and "
        "--feedback"
    )


def _converse(at: "OpenPlan", draft: "CheckInDraft", today: date) -> None:
    from coachplan.coaching.sessions import prepare
    from coachplan.commands._guided import ask_check_in, ask_feedback

    if draft.about_one:
        return ask_feedback(draft.data)
    repository = at.repository
    session = prepare(at.plan, at.held, today, repository.settings.policy, repository.known_questions)
    return ask_check_in(at.plan, session, draft.data)


def _tell_of_what_is_unfinished(at: "OpenPlan", made: "RecordedCheckIn") -> None:
    """Say what becomes of a check-in that was recorded while git is in the middle of something."""
    from coachplan.output.terminal.console import say

    if at.operation and made.recorded.is_committed:
        say(f"The check-in stays, whether {at.operation.what} in progress is finished or aborted")
    elif at.operation:
        say(
            "A rebase is in progress, and its commits may come to nothing: the check-in stays a file beside them; run "
            "`coachplan save` after the rebase"
        )
    if made.unmarked:
        say(f"The plan itself is not marked, since it cannot be changed now: then, `coachplan edit {at.id}` does it")


def _show(at: "OpenPlan", made: "RecordedCheckIn", *, in_another_name: bool) -> None:
    """Show what was recorded, celebrate what was reached, and end with the day of the next touchpoint."""
    from coachplan.coaching.sessions import next_session
    from coachplan.commands._recording import show
    from coachplan.output.terminal.console import clean, line, out, say, styled

    check_in = made.check_in
    show(made.recorded)
    _tell_of_what_is_unfinished(at, made)
    if in_another_name and not (check_in.about or check_in.by.is_same_as(at.actor)):
        say(f"This file says whose words these are: they are recorded in the name of {check_in.by.name}")
    if check_in.about:
        out(clean(f"Thank you, {check_in.by.name}"))
        return
    for milestone in check_in.milestones:
        out(styled(clean(f"★ Reached: {milestone}. Well done; take a moment to celebrate it"), "bold green"))
    if check_in.root_cause and not check_in.adjustments:
        say("What will you try instead? A cause and a new strategy belong in one check-in: --root-cause with --adjust")
    if at.plan.status == "closed":
        out(f"The plan is closed; `coachplan follow-up {line(at.id)}` looks again at what has lasted")
    if following := next_session(at.plan, made.held, check_in.date, at.repository.settings.policy):
        out(f"Next touchpoint: {following:%A}, {following}")
    elif check_in.date >= at.plan.timeline.end and at.plan.status != "closed":
        out("The last day is here: look back together at what changed, and what helped")
