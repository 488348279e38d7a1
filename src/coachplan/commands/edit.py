"""`coachplan edit`."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.base.errors import CoachplanError, NotRecordedError, UnreadableError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import PlanName, Text, Texts, flag, option
from coachplan.store import files

if TYPE_CHECKING:
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository
    from coachplan.store.unfinished import Operation


def edit(
    context: typer.Context,
    plan: PlanName = None,
    values: Annotated[Texts, option("--set", "KEY=VALUE", "Set a key without the editor; repeatable.")] = None,
    source: Annotated[Text, option("--from", "FILE", "Take the whole text from a file; - is stdin.")] = None,
    draft: Annotated[bool, flag("--draft", "Record a draft plan although it is not in order yet.")] = False,
) -> None:
    """Edit a plan, and commit it.

    The editor, then validate, then commit. Every byte that you do not edit stays.
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
    with _new_text(at.repository, at.version.raw, values, source) as after:
        text = after.decode("utf-8", "surrogateescape")
        change = PlanChange(text, may_have_errors=draft) if after not in (at.version.raw, at.on_disk.raw) else None
        recorded = record(at, change, _arguments.day(None)) if change else None
    if recorded:
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
    with _new_text(repository, before, values, source, is_mending=True) as after:
        require_mended(repository, folder, after, _arguments.day(None), may_have_errors=may_have_errors)
        repository.mend(path, before, after)
    rest = f", then {operation.next_step} goes on with" if operation.is_rebase else " concludes"
    out(f"Mended {path}; `coachplan save`{rest} {operation.what}")


@contextmanager
def _new_text(
    repository: "Repository", before: bytes, values: list[str] | None, source: str | None, *, is_mending: bool = False
) -> Iterator[bytes]:
    if values:
        yield _with_values(before, values)
    elif source:
        after = _arguments.read_input(source)
        with repository.keeping(lambda: after.decode("utf-8", "surrogateescape") if source == "-" else "", "plan.md"):
            yield after
    else:
        if not is_mending:
            repository.work_tree.require_ready()
        with editing(repository, before) as after:
            yield after


def _with_values(raw: bytes, entries: list[str]) -> bytes:
    from coachplan.format import set_part
    from coachplan.format.building import setting

    text = raw.decode("utf-8", "surrogateescape")
    for entry in entries:
        text = set_part(text, *setting(entry))
    return text.encode("utf-8", "surrogateescape")


@contextmanager
def editing(repository: "Repository", text: bytes) -> Iterator[bytes]:
    """Yield the text that comes back from the person's editor; the private copy goes once the block has recorded it."""
    from coachplan.base import outcome
    from coachplan.output.terminal.console import say

    editor = repository.git.editor()
    copy = repository.keep(text.decode("utf-8", "surrogateescape"), "plan.md")
    if copy is None:
        raise UnreadableError("could not write a copy to edit")
    try:
        _open_editor(editor, copy)
        yield files.read_given(copy)
    except NotRecordedError:
        copy.unlink()
        raise
    except CoachplanError as error:
        raise type(error)(f"{error} (your text is kept in {copy})") from None
    except (KeyboardInterrupt, Exception):
        if outcome.recorded():
            copy.unlink()
        else:
            say(f"coachplan: your text is kept in {copy}")
        raise
    copy.unlink()


def _open_editor(editor: str, path: Path) -> None:
    # As git does: the editor's setting is a shell's words, the path an argument of its own, and Ctrl-C is the editor's.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        status = subprocess.call(["sh", "-c", f'{editor} "$@"', editor, str(path)], preexec_fn=_hear_interrupts)
    finally:
        signal.signal(signal.SIGINT, before)
    if status:
        raise UnreadableError(f"the editor ({editor}) ended with status {status}")


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
