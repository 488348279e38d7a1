"""Shared by the commands that record: to open a plan, to keep text on failure, to show the result."""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from coachplan.commands import _arguments, _where

if TYPE_CHECKING:
    from coachplan.actions.record import OpenPlan, Recorded
    from coachplan.actions.unsaved import Batch
    from coachplan.base.findings import Finding
    from coachplan.store.repository import Repository
    from coachplan.views.revision import PlanRevision

_NAMED = 3
_WORDS = ("CP6", "CP7")
_THE_TWO = ("team_member", "manager")


def opened(
    context: typer.Context,
    query: str | None,
    *,
    is_closed: bool = False,
    typed: bool = False,
    for_new_file: bool = False,
) -> "OpenPlan":
    """Return the plan that a command is about; refuses early where git cannot record what a person will have typed.

    A command that only makes a new file can do so while git is in the middle of something.
    """
    from coachplan.actions.record import OpenPlan

    repository, folder = _where.chosen(context, query, is_closed=is_closed)
    if typed or _arguments.is_interactive():
        repository.work_tree.require_ready(for_new_file=for_new_file)
    opening = OpenPlan.for_new_file if for_new_file else OpenPlan.at
    return opening(repository, folder, _arguments.day(None))


def needed(value: str | None, flag: str, question: str, *, default: str = "") -> str:
    """Return the text of a flag or, on a terminal, the answer to the question; refuses to go on without one."""
    if answer := (value or "").strip() or ask_if_missing(None, question, default=default).strip():
        return answer
    raise _arguments.missing(flag)


def ask_if_missing(text: str | None, question: str, *, default: str = "") -> str:
    """Return the text of an option or, on a terminal, the answer to the question; empty where there is neither."""
    if text is not None or not _arguments.is_interactive():
        return text or ""
    from coachplan.commands._guided import ask_alone

    return str(ask_alone(question, str, default=default) or "")


@contextmanager
def keep_on_failure(
    repository: "Repository", typed: Callable[[], str], name: str, *, given: bytes = b"", record_it: str = "--from"
) -> Iterator[None]:
    """Keep the text typed so far, or else `given`, when the block fails or is stopped, in a form that --from takes.

    `record_it` is what comes before the name of the file.
    """
    from coachplan.base import outcome
    from coachplan.base.errors import CoachplanError
    from coachplan.output.terminal.console import say

    def text() -> str:
        return typed() or given.decode("utf-8", "surrogateescape")

    try:
        with _hanging_up_is_stopping(), repository.keeping(text, name):
            yield
    except (CoachplanError, typer.Exit):
        raise
    except (KeyboardInterrupt, EOFError, Exception) as error:
        if outcome.recorded() or not (text() and (kept := repository.keep(text(), name))):
            raise
        if isinstance(error, KeyboardInterrupt | EOFError | typer.Abort):
            say(f"\ncoachplan: stopped; what you typed is kept, record it as it is with {record_it} {kept}")
            raise typer.Exit(130) from None
        say(f"coachplan: what you typed is kept in {kept}")
        raise


@contextmanager
def _hanging_up_is_stopping() -> Iterator[None]:
    """End the block as Ctrl-C does when the terminal is closed or the process is asked to end."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGHUP, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def show(recorded: "Recorded", *notes: str, asks_again: bool = False) -> None:
    """Show what was recorded, the findings that it brought, `notes`, and whose agreement to the terms it takes again.

    With `asks_again`, a change of the terms is one that the two make together, whoever had agreed to them before.
    """
    from coachplan.output.terminal.console import line, out

    done = "Recorded" if recorded.is_committed else "Written, and not committed yet:"
    out(line(f"{done} {recorded.path}{f': {recorded.subject}' if recorded.subject else ''}"))
    show_findings(recorded.brought)
    for note in notes:
        out(note)
    show_lapse(recorded.revision, asks_again=asks_again)


def save_and_show(repository: "Repository", batches: "Sequence[Batch]", *, may_have_errors: bool) -> None:
    """Record edits by hand, and show what was recorded, and whose agreement to the terms it takes again."""
    from coachplan.actions.save import save
    from coachplan.output.terminal.console import line, out

    for saved in save(repository, batches, _arguments.day(None), may_have_errors=may_have_errors):
        out(f"Recorded {line(saved.message)}")
        if saved.revision:
            show_lapse(saved.revision)


def show_findings(brought: "Iterable[Finding]") -> None:
    """Show the warnings that a change brought, and its words by which a reader may be hurt, or should not find here."""
    from coachplan.output.terminal.console import say

    words, others = [], []
    for finding in brought:
        if finding.code.startswith(_WORDS):
            words.append(finding)
        elif finding.severity == "warning":
            others.append(finding)
    for finding in [*others, *words[:_NAMED]]:
        say(f"{finding.path}:{finding.line}: {finding.code} {finding.message} ({finding.advice})")
    if words:
        say("Recorded. While it is not shared, `coachplan undo` takes it back and keeps your text")


def show_lapse(revision: "PlanRevision", *, asks_again: bool = False) -> None:
    """Show that the terms have changed, and the people who agree to them again: the two, and who else had agreed."""
    from coachplan.output.terminal.console import line, out
    from coachplan.plan.terms import covers, latest_acknowledgements

    plan = revision.after.content if revision.after else None
    if plan is None or not (revision.lapsed or (asks_again and revision.changes_terms)):
        return
    others = [
        entry.by.name
        for role, entry in latest_acknowledgements(plan).items()
        if role not in _THE_TWO and entry.stance == "agree" and not covers(entry.terms or "", plan)
    ]
    *names, last = [plan.people.team_member.name, plan.people.manager.name, *others]
    everybody = f"{', '.join(names)} and {last}"
    out(line(f"The terms have changed: {everybody} agree to them again, each with `coachplan agree {revision.id}`"))
