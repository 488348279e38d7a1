"""The person's editor, opened again with the reason on top where a text is refused; nothing that they typed is lost."""

import re
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, TypeVar

from coachplan.base.errors import CoachplanError, NotRecordedError, RefusedError, UnreadableError
from coachplan.commands import _arguments
from coachplan.store import files

if TYPE_CHECKING:
    from coachplan.store.repository import Repository

T = TypeVar("T")

_MARK = "# coachplan: "
_ON_TOP = re.compile(rb"(\xef\xbb\xbf)?((?:# coachplan:[^\n]*\n)+)")
_PLACE = re.compile(r"\S*/plan\.md:(\d+):")
_WIDTH = 100
_REMOVED = "Mend it below and save; these lines are removed again."
_CHOICES = ("edit", "keep", "drop")


class _Copy:
    """The private copy of a text that is edited: it is there until the text is taken, or given up."""

    def __init__(self, repository: "Repository", text: bytes) -> None:
        self._repository = repository
        self.path = self._written(text)

    def _written(self, text: bytes) -> Path:
        path = self._repository.keep(text.decode("utf-8", "surrogateescape"), "plan.md")
        if path is None:
            raise UnreadableError("could not write a copy to edit")
        return path

    def put(self, text: bytes) -> None:
        """Have another text in the copy; the one before goes once that is written."""
        before, self.path = self.path, self._written(text)
        with suppress(OSError):
            before.unlink()

    def edited(self, editor: str) -> bytes:
        """Return what the person makes of the text in their editor, without a reason on top."""
        _open_editor(editor, self.path)
        text = files.read_given(self.path)
        own = _without_reason(text)
        if own != text:
            self.put(own)
        return own


def edited(repository: "Repository", text: bytes, take: Callable[[bytes], T]) -> T:
    """Return what `take` makes of the text that comes back from the person's editor.

    Where it refuses the text, a person at a terminal may edit again, with the reason on top. The private copy goes once
    the text is taken; otherwise it stays, and its place is named.
    """
    from coachplan.base import outcome
    from coachplan.output.terminal.console import say

    editor, copy = repository.git.editor(), _Copy(repository, text)
    try:
        taken = _until_taken(editor, copy, take)
    except NotRecordedError:
        copy.path.unlink()
        raise
    except CoachplanError as error:
        if not copy.path.exists():
            raise
        raise type(error)(f"{error} (your text is kept in {copy.path})") from None
    except (KeyboardInterrupt, Exception):
        if outcome.recorded():
            copy.path.unlink()
        else:
            say(f"coachplan: your text is kept in {copy.path}")
        raise
    copy.path.unlink()
    return taken


def _until_taken(editor: str, copy: _Copy, take: Callable[[bytes], T]) -> T:
    while True:
        text = copy.edited(editor)
        try:
            return take(text)
        except NotRecordedError:
            raise
        except CoachplanError as error:
            if not (_arguments.is_interactive() and _goes_on(error, copy)):
                raise
            copy.put(_with_reason(text, str(error)))


def _goes_on(error: CoachplanError, copy: _Copy) -> bool:
    """Ask how to go on after a refusal: True to edit again; the copy is gone where the person drops the text."""
    from coachplan.commands._guided import ask_alone, one_of
    from coachplan.output.terminal.console import line, say

    say(f"coachplan: {line(error)}")
    question = "Edit again, keep the text aside, or drop what you changed: edit, keep or drop?"
    answer = ask_alone(question, one_of(_CHOICES), default=_CHOICES[0])
    if answer == _CHOICES[2]:
        copy.path.unlink()
        raise RefusedError("nothing was changed, and what you typed is not kept, as you asked")
    return bool(answer == _CHOICES[0])


def _with_reason(text: bytes, reason: str) -> bytes:
    """Return a text with the reason why it was not taken in lines on top; they count in the places that it names."""
    from coachplan.output.terminal.console import line

    def told(above: int) -> list[str]:
        words = _PLACE.sub(lambda place: f"line {int(place[1]) + above}:", line(reason))
        return [_MARK + part for part in (*wrap(words, _WIDTH), _REMOVED)]

    lines = told(len(told(0)))
    bom = b"\xef\xbb\xbf" if text.startswith(b"\xef\xbb\xbf") else b""
    return bom + "".join(f"{part}\n" for part in lines).encode("utf-8", "replace") + text[len(bom) :]


def _without_reason(text: bytes) -> bytes:
    return _ON_TOP.sub(rb"\1", text, count=1) if _ON_TOP.match(text) else text


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
