"""`coachplan edit`."""

import signal
import subprocess
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import PlanName
from coachplan.errors import UnreadableError

if TYPE_CHECKING:
    from coachplan.repository import Repository


def edit(
    context: typer.Context,
    plan: PlanName,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Set a key without the editor; repeatable.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Take the whole text from a file; - is stdin.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Record a draft plan although it is not in order yet.")
    ] = False,
) -> None:
    """Edit a plan: the editor, then validate, then commit. Every byte that you do not edit stays."""
    from coachplan.changes import subject
    from coachplan.checker import check_text
    from coachplan.commands.recording import refuse
    from coachplan.document import read_plan
    from coachplan.reports.terminal import out
    from coachplan.story import plan_changes

    repository = arguments.repository(context)
    folder = repository.plan(plan)
    before = repository.read_bytes(folder.plan_path)
    after = _new_text(repository, before, values, source)
    typed = source in (None, "-")
    if after == before:
        out("Nothing was changed")
        return
    with repository.keeping(lambda: after.decode("utf-8", "replace"), "plan.md") if typed else nullcontext():
        check_ins = {path: repository.read_bytes(path) for path in folder.check_in_paths()}
        checked = check_text(folder, after, check_ins, repository.rule_setting(arguments.day(None)))
        content = read_plan(folder.plan_path, after).content
        if not (draft and content and content.status == "draft"):
            refuse(checked.findings)
        what = subject(plan_changes(folder.plan_path, before, after))
        repository.record({folder.plan_path: after}, f"Plan: {folder.id}: {what}", expecting={folder.plan_path: before})
    out(f"Recorded {folder.plan_path}: {what}")


def _new_text(repository: "Repository", before: bytes, values: list[str] | None, source: str | None) -> bytes:
    if values:
        return _with_values(before, values)
    if source:
        return arguments.read_input(source)
    repository.history.require_ready()
    return edited(repository, before)


def _with_values(raw: bytes, entries: list[str]) -> bytes:
    from coachplan.document import set_value
    from coachplan.drafts import setting

    text = raw.decode("utf-8", "surrogateescape")
    for entry in entries:
        text = set_value(text, *setting(entry))
    return text.encode("utf-8", "surrogateescape")


def edited(repository: "Repository", text: bytes) -> bytes:
    """The text as it comes back from the person's editor, which works on a private copy."""
    folder = repository.private_folder / "editing"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(suffix="-plan.md", dir=folder)
    path = Path(name)
    with open(descriptor, "wb") as file:
        file.write(text)
    editor = repository.history.editor()
    # As git does: the editor's setting is a shell's words, the path an argument of its own, and Ctrl-C is the editor's.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        status = subprocess.call(["sh", "-c", f'{editor} "$@"', editor, name], preexec_fn=_hear_interrupts)
    finally:
        signal.signal(signal.SIGINT, before)
    if status:
        raise UnreadableError(f"the editor ({editor}) ended with status {status}; your text is kept in {path}")
    result = path.read_bytes()
    path.unlink()
    return result


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
