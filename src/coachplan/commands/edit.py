"""`coachplan edit`."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.base.errors import CoachplanError, NotRecordedError, UnreadableError
from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, Text, Texts, flag, option
from coachplan.store import files

if TYPE_CHECKING:
    from coachplan.store.repository import Repository


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
    at = OpenPlan.at(*_arguments.chosen(context, plan), None if source else _arguments.day(None))
    with _new_text(at.repository, at.version.raw, values, source) as after:
        text = after.decode("utf-8", "surrogateescape")
        change = PlanChange(text, may_have_errors=draft) if after not in (at.version.raw, at.on_disk.raw) else None
        recorded = record(at, change, _arguments.day(None)) if change else None
    if recorded:
        show(recorded)
    else:
        out("Nothing was changed")


@contextmanager
def _new_text(repository: "Repository", before: bytes, values: list[str] | None, source: str | None) -> Iterator[bytes]:
    if values:
        yield _with_values(before, values)
    elif source:
        after = _arguments.read_input(source)
        with repository.keeping(lambda: after.decode("utf-8", "surrogateescape") if source == "-" else "", "plan.md"):
            yield after
    else:
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
