"""`coachplan agree`."""

from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import PlanName, Text, TodayOption, flag, option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from coachplan.actions.record import OpenPlan
    from coachplan.coaching.proposals import Spoken
    from coachplan.plan import Plan


Stance = Literal["agree", "disagree", "received", "refused"]


def agree(
    context: typer.Context,
    plan: PlanName = None,
    stance: Annotated[
        Stance | None, flag("--stance", "What you say to the terms; `received` is not agreement. By default `agree`.")
    ] = None,
    comment: Annotated[Text, option("--comment", "TEXT", "Your own words to it.")] = None,
    today: TodayOption = None,
) -> None:
    """Acknowledge the terms of a plan, for yourself.

    On a terminal it shows them and asks. Progress never needs it again; a change of the terms does.
    """
    from coachplan.actions.agree import WordOnTerms, record_word
    from coachplan.actions.record import OpenPlan
    from coachplan.base.dates import FURTHER_EAST
    from coachplan.coaching.proposals import spoken
    from coachplan.commands._recording import show
    from coachplan.output.terminal.agreement import assurance
    from coachplan.output.terminal.console import line, out
    from coachplan.plan.terms import agreed_by_both
    from coachplan.views.plan_view import is_without_days, refuse_unclear

    at = OpenPlan.at(*_where.chosen(context, plan))
    if is_without_days(at.version.document):
        refuse_unclear(at.version.document, at.id)
    earlier = spoken(at.plan, at.id, at.actor)
    said, words = stance, comment or ""
    if said is None and _arguments.is_interactive() and not (earlier and earlier.holds and not comment):
        at.repository.work_tree.require_ready()
        said, words = _asked(at, comment, earlier, _arguments.day(today))
    said = said or "agree"
    now = at.plan
    if earlier and earlier.holds and earlier.entry.stance == said and not words:
        out(f"Nothing to do: you said so on {earlier.entry.date}, and the terms are the same")
    else:
        level = "signed" if at.repository.git.is_signing() else "claimed"
        day, now_day = _arguments.day(today), _arguments.day(None)
        with at.repository.keeping(lambda: words, "comment.md"):
            recorded = record_word(at, WordOnTerms(said, words, day, level), now_day, _arguments.moment())
        show(recorded, assurance(level))
        now = recorded.plan
    for text in _standing(at, now):
        out(text)
    if now.status == "draft" and agreed_by_both(now, _arguments.day(today) + FURTHER_EAST):
        by_command = at.repository.settings.policy.begin == "command"
        begins = f"`coachplan begin {line(at.id)}` begins it" if by_command else f"it begins on {now.timeline.start}"
        out(f"Both have agreed: {begins}")


def _asked(at: "OpenPlan", comment: str | None, earlier: "Spoken | None", today: "date") -> tuple[Stance, str]:
    """Show the terms, and ask what the person says to them; ends the command where they want to say nothing now."""
    from coachplan.commands._guided import ask_alone
    from coachplan.commands._recording import ask_if_missing
    from coachplan.output.terminal.console import say
    from coachplan.output.terminal.plan import print_terms
    from coachplan.views.attestation import version_of

    before = version_of(at.repository.history, at.folder.path, earlier.entry) if earlier else None
    print_terms(at.plan, today, at.repository.settings.labels, before)
    say("")
    for text in _standing(at, at.plan):
        say(text)
    said = ask_alone("Your word: agree, disagree, received or refused (Enter: not now)", _stance)
    if said is None:
        raise typer.Exit(0)
    return said, ask_if_missing(comment, "A comment, if you like (Enter: none)")


def _stance(text: str) -> Stance:
    words: dict[str, Stance] = {"y": "agree", "yes": "agree", **{stance: stance for stance in get_args(Stance)}}
    if text.casefold() not in words:
        raise ValueError(f"one of {', '.join(get_args(Stance))}, or Enter")
    return words[text.casefold()]


def _standing(at: "OpenPlan", plan: "Plan") -> "Iterator[str]":
    """Yield a line for each person's standing with the terms of a version of the plan."""
    from coachplan.output.terminal.agreement import consent_lines
    from coachplan.output.terminal.console import line
    from coachplan.views.attestation import recorded_consents

    return consent_lines(recorded_consents(at.repository.history, at.folder.path, plan), line(at.id))
