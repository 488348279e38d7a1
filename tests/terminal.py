"""A person at a terminal, for the tests of what a command asks and shows there."""

import gc
import os
import re
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import NoReturn

import pexpect

PROMPT = "› "
# Where the tests are measured, so is what only a terminal shows: the world of a test has none of this.
_MEASURED = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
_STYLES = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?2004[hl]\r?")
# Waited for in vain only: no machine is too slow.
_PATIENCE = 300
# On a slow machine a progress bar would appear; it has tests of its own.
_WITHOUT_A_BAR = """\
from coachplan.output.terminal import progress_bar
progress_bar._PATIENCE = 3600
from coachplan.__main__ import run
run()
"""
# What Python looks at as it starts.
_FOR_A_START = ("PYTHON", "LANG", "LC_")
_STREAMS = ("stdin", "r", "strict"), ("stdout", "w", "strict"), ("stderr", "w", "backslashreplace")


class Terminal:
    """`coachplan` with these arguments, in a pseudo-terminal, and all that it has shown, without colours.

    It is a copy of this process, which has loaded everything: a start of Python takes ten times as long. It is a
    `fresh` one where a test asks for that, or sets variables that Python looks at as it starts.
    """

    def __init__(
        self,
        *arguments: str | Path,
        columns: int = 100,
        rows: int = 50,
        cwd: Path | None = None,
        fresh: bool = False,
        **variables: str,
    ) -> None:
        words, environment = [*map(str, arguments)], os.environ | _MEASURED | variables
        fresh = fresh or any(name.startswith(_FOR_A_START) for name in variables)
        with nullcontext() if fresh else warnings.catch_warnings():
            if not fresh:  # of the threads of this process none goes on in the copy, nor is one needed there
                warnings.simplefilter("ignore", DeprecationWarning)
            self.child = pexpect.spawn(
                sys.executable,
                ["-c", _WITHOUT_A_BAR, *words],
                cwd=str(cwd) if cwd else None,
                env=environment,
                encoding="utf-8",
                timeout=_PATIENCE,
                dimensions=(rows, columns),
                echo=False,
                preexec_fn=_heed_ctrl_c if fresh else partial(_run_here, words, environment),
            )
        self.child.delaybeforesend = None
        self.raw = ""

    @property
    def seen(self) -> str:
        return _STYLES.sub("", self.raw).replace("\r\n", "\n")

    def wait_for(self, text: str) -> None:
        self.child.expect_exact(text)
        self.raw += self.child.before + text

    def answer(self, answers: Iterable[str]) -> None:
        """Answer prompt after prompt."""
        for text in answers:
            self.wait_for(PROMPT)
            self.child.sendline(text)

    def paste(self, text: str) -> None:
        """Paste at the next prompt, as a terminal does that was asked to mark a paste, and press Enter."""
        self.wait_for(PROMPT)
        self.child.send(f"\x1b[200~{text}\x1b[201~\r")
        self.wait_for("\x1b[?2004l")  # what is pasted is drawn anew, and the prompt with it

    def enter_bytes(self, raw: bytes) -> None:
        """Enter bytes that may be no text at the next prompt."""
        self.wait_for(PROMPT)
        os.write(self.child.child_fd, raw + b"\r")

    def end(self) -> int:
        """Wait until the command has ended, and give its exit code back."""
        self.child.expect(pexpect.EOF)
        self.raw += self.child.before
        self.child.wait()
        self.child.close()
        return int(self.child.exitstatus)


def _heed_ctrl_c() -> None:
    """Undo what a shell does that runs the tests in the background: it lets its children ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _run_here(arguments: list[str], environment: dict[str, str]) -> NoReturn:
    """Run `coachplan` in this process, a copy that has a terminal, as Python does that has just started; and end it."""
    code = 1
    try:
        gc.freeze()  # what is not looked through is not copied
        os.closerange(3, 256)  # among them is the pipe by which pexpect hears that a program has started
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        sys.argv = ["coachplan", *arguments]
        for number, (name, access, errors) in enumerate(_STREAMS):
            setattr(sys, name, open(number, access, encoding="utf-8", errors=errors, closefd=False))  # noqa: SIM115
        from coachplan.output.terminal import progress_bar

        progress_bar._PATIENCE = 3600
        from coachplan.__main__ import run

        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as Python does
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
