"""`coachplan agree`."""

from contextlib import nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, TodayOption

if TYPE_CHECKING:
    from coachplan.plan import Plan
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository


class Stance(StrEnum):
    """What somebody says to the terms, as in the format."""

    AGREE = "agree"
    DISAGREE = "disagree"
    RECEIVED = "received"
    REFUSED = "refused"


def agree(
    context: typer.Context,
    plan: PlanName = None,
    stance: Annotated[
        Stance | None,
        typer.Option("--stance", help="What you say to the terms; `received` is not agreement. By default `agree`."),
    ] = None,
    comment: Annotated[str | None, typer.Option(metavar="TEXT", help="Your own words to it.")] = None,
    today: TodayOption = None,
) -> None:
    """Acknowledge the terms of a plan, for yourself.

    On a terminal it shows them and asks. Progress never needs it again; a change of the terms does.
    """
    from coachplan.actions.saving import who
    from coachplan.coaching.proposals import acknowledge, spoken
    from coachplan.commands._recording import record_plan
    from coachplan.output.terminal.agreement import assurance
    from coachplan.output.terminal.console import out

    repository, folder = _arguments.chosen(context, plan)
    actor = who(repository)
    _, content = repository.readable_plan(folder)
    before = repository.read_bytes(folder.plan_path)
    earlier = spoken(content, folder.id, actor)
    said, words = stance, comment or ""
    if said is None and _arguments.is_interactive() and not (earlier and earlier.holds and not comment):
        repository.work_tree.require_ready()
        said, words = _asked(repository, folder, content, comment)
    said = said or Stance.AGREE
    if earlier and earlier.holds and earlier.entry.stance == said and not words:
        out(f"Nothing to do: you said so on {earlier.entry.date}, and the terms are the same")
    else:
        level = "signed" if repository.git.is_signing() else "claimed"
        text = before.decode("utf-8", "surrogateescape")
        after = acknowledge(text, content, actor, said.value, words, _arguments.day(today), level)
        with repository.keeping(lambda: words, "comment.md") if words else nullcontext():
            what = record_plan(repository, folder, before, after.encode("utf-8", "surrogateescape"), verb="Agree")
        out(f"Recorded {folder.plan_path}: {what}")
        out(assurance(level))
    _tell(repository, folder)


def _asked(repository: "Repository", folder: "PlanFolder", plan: "Plan", comment: str | None) -> tuple[Stance, str]:
    """Show the terms, and ask what the person says to them; ends the command where they want to say nothing now."""
    from coachplan.coaching.consent import consents
    from coachplan.commands._activities import ask_if_missing
    from coachplan.commands._guided import ask_alone
    from coachplan.output.terminal.agreement import consent_lines, terms_in_short
    from coachplan.output.terminal.console import say
    from coachplan.views.attestation import versions

    for text in terms_in_short(plan):
        say(f"  {text}")
    for text in consent_lines(consents(plan, versions(repository.history, folder.path)), folder.id):
        say(text)
    said = ask_alone("Your word: agree, disagree, received or refused (Enter: not now)", _stance)
    if said is None:
        raise typer.Exit(0)
    return said, ask_if_missing(comment, "A comment, if you like (Enter: none)")


def _stance(text: str) -> Stance:
    words = {"y": Stance.AGREE, "yes": Stance.AGREE} | {stance.value: stance for stance in Stance}
    if text.casefold() not in words:
        raise ValueError(f"one of {', '.join(stance.value for stance in Stance)}, or Enter")
    return words[text.casefold()]


def _tell(repository: "Repository", folder: "PlanFolder") -> None:
    from coachplan.coaching.consent import consents
    from coachplan.output.terminal.agreement import consent_lines
    from coachplan.output.terminal.console import out
    from coachplan.views.attestation import versions

    _, plan = repository.readable_plan(folder)
    for text in consent_lines(consents(plan, versions(repository.history, folder.path)), folder.id):
        out(text)
