"""`coachplan ask`."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.base.errors import CoachplanError, RefusedError, UnreadableError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import OutputFile, PlanName, Text, option

if TYPE_CHECKING:
    from coachplan.actions.record import OpenPlan
    from coachplan.plan import Person, Plan
    from coachplan.store.repository import Repository


def ask(
    context: typer.Context,
    plan: PlanName = None,
    peer: Annotated[Text, option("--peer", "PERSON", 'Whom to ask, as "Name <email>".')] = None,
    about: Annotated[Text, option("--about", "TEXT", "The one behaviour to ask about.")] = None,
    output: OutputFile = None,
) -> None:
    """Ask a peer what they see of one behaviour.

    Writes a form to send, which holds that behaviour and nothing else of the plan, and names the peer among the plan's
    helpers; `coachplan log PLAN --from FORM` takes it back.
    """
    from coachplan.actions.record import OpenPlan
    from coachplan.coaching.peers import form_text
    from coachplan.output.terminal.console import say

    at = OpenPlan.at(*_where.chosen(context, plan))
    if output is not None:
        _require_free(at.repository, output)
    asked, behaviour = _whom(at.repository, at.plan, peer), _what(about)
    form = form_text(asked, behaviour)
    _name_as_helper(at, asked)
    try:
        _hand_out(at.repository, form, output)
    except CoachplanError as error:
        raise type(error)(f"{error}; the form was not written: run the command again with another -o FILE") from None
    if output is not None:
        say(f"Wrote {output}: send it to {asked.name}, and take it back with coachplan log {at.id} --from FILE")


def _hand_out(repository: "Repository", form: str, output: Path | None) -> None:
    from coachplan.output.terminal.console import out
    from coachplan.store.files import write_private

    if output is not None:
        _require_free(repository, output)  # once more: people were asked meanwhile
        return write_private(output, form.encode())
    try:
        out(form)
        sys.stdout.flush()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UnreadableError(f"standard output cannot be written: {why}") from None


def _require_free(repository: "Repository", output: Path) -> None:
    repository.require_outside(output)
    if os.path.lexists(output):
        raise RefusedError(f"{output} is there already, and may hold somebody's words; name another file")
    if not output.absolute().parent.is_dir():
        raise RefusedError(f"{output} cannot be written: the folder {output.parent} does not exist")
    if not os.access(output.absolute().parent, os.W_OK | os.X_OK):
        raise RefusedError(f"{output} cannot be written: the folder {output.parent} is not open to you for writing")


def _whom(repository: "Repository", plan: "Plan", peer: str | None) -> "Person":
    from coachplan.commands._guided import ask_alone
    from coachplan.plan import Person

    def read(text: str) -> Person:
        return Person.read(_arguments.identity(repository, text, option="--peer", people=plan.people.helpers))

    if not peer and not _arguments.is_interactive():
        raise _arguments.missing("--peer", '"George Boole <george@example.com>"')
    known = read(peer) if peer else None
    while known is None:
        known = ask_alone('Whom do you ask, as "Name <email>"?', read)
    return known


def _what(about: str | None) -> str:
    from coachplan.commands._guided import ask_alone

    behaviour = " ".join((about or "").split())
    if not behaviour and not _arguments.is_interactive():
        raise _arguments.missing("--about", '"How the weekly update opens"')
    while not behaviour:
        behaviour = ask_alone("Which one behaviour do you ask about?", str) or ""
    return behaviour


def _name_as_helper(at: "OpenPlan", peer: "Person") -> None:
    """Record in one commit that the peer helps, so that their feedback comes from somebody whom the plan knows."""
    from coachplan.actions.record import PlanChange, record
    from coachplan.commands._recording import show_findings
    from coachplan.format import add_entry
    from coachplan.plan.terms import role_of

    if role_of(at.plan, at.actor) == "helper":
        raise RefusedError("whom to ask is for the people who share this plan to decide, and you act as a helper")
    role = role_of(at.plan, peer)
    if role not in (None, "helper"):
        raise RefusedError(f"{peer.name} reads this plan: ask directly, and record it with coachplan log {at.id}")
    if role is None:
        text = add_entry(at.version.text, ("people", "helpers"), peer.text)
        show_findings(record(at, PlanChange(text, "Asked"), _arguments.day(None)).brought)
