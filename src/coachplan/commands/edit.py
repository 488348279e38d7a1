"""`coachplan edit`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import PlanName, Text, Texts, flag, option
from coachplan.commands._editor import edited

if TYPE_CHECKING:
    from coachplan.actions.record import Recorded
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository
    from coachplan.store.unfinished import Operation

T = TypeVar("T")


def edit(
    context: typer.Context,
    plan: PlanName = None,
    values: Annotated[Texts, option("--set", "KEY=VALUE", "Set a key without the editor; repeatable.")] = None,
    source: Annotated[Text, option("--from", "FILE", "Take the whole text from a file; - is stdin.")] = None,
    draft: Annotated[bool, flag("--draft", "Record a draft plan although it is not in order yet.")] = False,
) -> None:
    """Edit a plan, and commit it.

    The editor, then validate, then commit. Every byte that you do not edit stays. What cannot be recorded, you may edit
    again, with the reason on top.
    """
    from coachplan.actions.record import OpenPlan, PlanChange, record
    from coachplan.commands._recording import show
    from coachplan.output.terminal.console import out

    # A file has the plan as it was written; what is edited here is the plan as everybody sees it today.
    repository, folder = _where.chosen(context, plan)
    if operation := repository.work_tree.operation():
        _mend(repository, folder, operation, values, source, may_have_errors=draft)
        return
    at = OpenPlan.at(repository, folder, None if source else _arguments.day(None))

    def take(after: bytes) -> "Recorded | None":
        if after in (at.version.raw, at.on_disk.raw):
            return None
        text = after.decode("utf-8", "surrogateescape")
        return record(at, PlanChange(text, may_have_errors=draft), _arguments.day(None))

    if recorded := _changed(at.repository, at.version.raw, values, source, take):
        show(recorded)
    else:
        out("Nothing was changed")


def _mend(
    repository: "Repository",
    folder: "PlanFolder",
    operation: "Operation",
    values: list[str] | None,
    source: str | None,
    *,
    may_have_errors: bool,
) -> None:
    """Edit a plan that git is about to merge, without a commit of its own; refuses one that is not a part of that."""
    from coachplan.actions.conclude import require_mended
    from coachplan.output.terminal.console import out

    path, before = folder.plan_path, repository.read_bytes(folder.plan_path)
    if repository.git.files_at("HEAD", folder.path).get(path) == before:
        repository.work_tree.require_ready()

    def take(after: bytes) -> None:
        require_mended(repository, folder, after, _arguments.day(None), may_have_errors=may_have_errors)
        repository.mend(path, before, after)

    _changed(repository, before, values, source, take, is_mending=True)
    rest = f", then {operation.next_step} goes on with" if operation.is_rebase else " concludes"
    out(f"Mended {path}; `coachplan save`{rest} {operation.what}")


def _changed(
    repository: "Repository",
    before: bytes,
    values: list[str] | None,
    source: str | None,
    take: Callable[[bytes], T],
    *,
    is_mending: bool = False,
) -> T:
    """Return what `take` makes of the new text, which is from --set, --from or the editor."""
    if values:
        return take(_with_values(before, values))
    if source:
        after = _arguments.read_input(source)
        with repository.keeping(lambda: after.decode("utf-8", "surrogateescape") if source == "-" else "", "plan.md"):
            return take(after)
    if not is_mending:
        repository.work_tree.require_ready()
    return edited(repository, before, take)


def _with_values(raw: bytes, entries: list[str]) -> bytes:
    from coachplan.format import set_part
    from coachplan.format.building import setting

    text = raw.decode("utf-8", "surrogateescape")
    for entry in entries:
        text = set_part(text, *setting(entry))
    return text.encode("utf-8", "surrogateescape")
