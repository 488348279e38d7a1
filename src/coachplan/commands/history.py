"""`coachplan history`."""

from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import FormatOption, OnePlanName, Output, Text, flag, option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository


def history(
    context: typer.Context,
    plan: OnePlanName = None,
    at: Annotated[Text, option("--at", "REV|DAY", "Show one plan as it was at a commit, or at a day's end.")] = None,
    verify: Annotated[
        bool, flag("--verify", "Check who brought each agreement and acceptance of one plan, and their signatures.")
    ] = False,
    output: FormatOption = Output.TEXT,
) -> None:
    """See what changed in plans, when, and by whom.

    In coaching terms, the newest first. With --verify, exit code 1 if an agreement or an acceptance is not what it
    claims or is gone, or anything in a commit is somebody else's to say, and 2 if that cannot be known here.
    """
    from coachplan.output.terminal import history as report
    from coachplan.output.terminal.console import out
    from coachplan.views.events import tell

    if plan is None and at is None and not verify:
        _show_all(_where.repositories(context), output)
        return
    repository, folder = _where.chosen(context, plan)
    repository.git.folder()
    if verify:
        _verify(repository, folder, output)
        return
    if at:
        _show_at(repository, folder, at)
        return
    events = tell(repository.history, folder.path)
    out(report.as_json(folder.id, events) if output is Output.JSON else report.as_text(events))


def _show_all(repositories: "Sequence[Repository]", output: Output) -> None:
    from heapq import merge

    from coachplan.output.terminal import history as report
    from coachplan.output.terminal.console import out
    from coachplan.output.terminal.progress_bar import progress_bar
    from coachplan.views.events import all_events

    found = []
    with progress_bar("Reading the history") as tick:
        for repository in repositories:
            repository.git.folder()
            ids = {folder.path: folder.id for folder in repository.plans()}
            found.append(all_events(repository.history, ids, tick))
    events = merge(*found, key=lambda entry: entry[1].when, reverse=True) if len(found) > 1 else found[0]
    out(report.all_as_json(events) if output is Output.JSON else report.all_as_text(events))


def _verify(repository: "Repository", folder: "PlanFolder", output: Output) -> None:
    from coachplan.output.terminal.agreement import verified_json, verified_text
    from coachplan.output.terminal.console import out
    from coachplan.views.attestation import attested
    from coachplan.views.verification import verify

    _, plan = repository.readable_plan(folder)
    judged = verify(repository, [folder.path])
    found = attested(repository.history, folder.path, plan, lacking=judged.lacking)
    beside = judged.beside([entry.brought.commit.id for entry in found if entry.brought])
    out(verified_json(folder.id, found, beside) if output is Output.JSON else verified_text(found, beside))
    is_false = any(entry.is_known and not entry.is_good for entry in found)
    is_unknown = not all(entry.is_known for entry in found)
    raise typer.Exit(1 if is_false or judged.code == 1 else 2 if is_unknown or judged.code == 2 else 0)


def _show_at(repository: "Repository", folder: "PlanFolder", at: str) -> None:
    from coachplan.output.terminal.plan import print_plan
    from coachplan.views.events import as_it_was
    from coachplan.views.plan_row import row_of

    document, check_ins = as_it_was(repository.history, folder.path, at)
    settings, today = repository.settings, min(repository.history.day_of(at), _arguments.day(None))
    row = row_of(folder.id, document, check_ins, today, settings.policy)
    print_plan(document, check_ins, row, labels=settings.labels, as_of=at)
