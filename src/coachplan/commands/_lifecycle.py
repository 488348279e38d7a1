"""What the commands that turn a plan's course share: what is asked for, what is recorded, and what is said then."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments

if TYPE_CHECKING:
    from coachplan.base.findings import Finding
    from coachplan.plan import Plan
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository

_THE_TWO = ("team_member", "manager")


def opened(
    context: typer.Context, query: str | None, *, is_closed: bool = False
) -> "tuple[Repository, PlanFolder, Plan]":
    """Return the repository, the plan's folder and the plan that a command is about."""
    repository, folder = _arguments.chosen(context, query, is_closed=is_closed)
    if _arguments.is_interactive():
        repository.work_tree.require_ready()
    _, plan = repository.readable_plan(folder)
    return repository, folder, plan


def needed(value: str | None, flag: str, question: str, *, default: str = "") -> str:
    """What a flag says or, on a terminal, the answer to the question; without one, refuses and names the flag."""
    if value and value.strip():
        return value.strip()
    if not _arguments.is_interactive():
        raise UsageError(f"{flag} is missing: say it on the command line, there is no terminal to ask on")
    from coachplan.commands._guided import ask_alone

    if answer := ask_alone(question, str, default=default):
        return str(answer)
    raise UsageError(f"{flag} is missing")


def turn(repository: "Repository", folder: "PlanFolder", edit: Callable[[str], str], verb: str) -> "Plan":
    """Carry out `edit` on the plan, record it, and say what changed; the plan as it is then.

    What `check` says of the plan now, and did not before, is told as well.
    """
    from coachplan.commands._recording import change_plan
    from coachplan.output.terminal.console import out, say

    before = {(finding.path, finding.code, finding.message) for finding in _found(repository, folder)}
    what = change_plan(repository, folder, edit, verb)
    out(f"Recorded {folder.plan_path}: {what}")
    for finding in _found(repository, folder):
        is_told = finding.code.startswith(("CP6", "CP7"))
        if not is_told and finding.severity != "hint" and (finding.path, finding.code, finding.message) not in before:
            say(f"{finding.path}:{finding.line}: {finding.code} {finding.message} ({finding.advice})")
    _, plan = repository.readable_plan(folder)
    return plan


def _found(repository: "Repository", folder: "PlanFolder") -> "list[Finding]":
    from coachplan.views.cached_findings import judge_texts

    texts = {path: repository.read_bytes(path) for path in (folder.plan_path, *folder.check_in_paths())}
    return judge_texts(folder.plan_path, texts, _arguments.day(None), repository.settings.policy)


def ask_to_agree(folder: "PlanFolder", plan: "Plan") -> None:
    """Say that the terms have changed, and whose agreement they need: the two, and who else had said how they stand."""
    from coachplan.output.terminal.console import clean, out
    from coachplan.plan.agreement import latest_acknowledgements

    others = [entry.by.name for role, entry in latest_acknowledgements(plan).items() if role not in _THE_TWO]
    *names, last = [plan.people.team_member.name, plan.people.manager.name, *others]
    everybody = clean(f"{', '.join(names)} and {last}")
    out(f"The terms have changed: {everybody} agree to them anew, each with `coachplan agree {folder.id}`")
