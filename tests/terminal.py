"""A person at a terminal, for the tests of what a command asks and shows there."""

import os
import re
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

import pexpect

PROMPT = "› "
# Where the tests are measured, so is what only a terminal shows: the world of a test has none of this.
_MEASURED = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
_STYLES = re.compile(r"\x1b\[[0-9;]*m")
# Waited for in vain only: no machine is too slow.
_PATIENCE = 300
# On a slow machine a progress bar would appear; it has tests of its own.
_WITHOUT_A_BAR = """\
from coachplan.output.terminal import progress_bar
progress_bar._PATIENCE = 3600
from coachplan.__main__ import run
run()
"""


class Terminal:
    """`coachplan` with these arguments, in a pseudo-terminal, and all that it has shown, without colours."""

    def __init__(
        self, *arguments: str | Path, columns: int = 100, rows: int = 50, cwd: Path | None = None, **variables: str
    ) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-c", _WITHOUT_A_BAR, *map(str, arguments)],
            cwd=str(cwd) if cwd else None,
            env=os.environ | _MEASURED | variables,
            encoding="utf-8",
            timeout=_PATIENCE,
            dimensions=(rows, columns),
            echo=False,
            # A shell that runs the tests in the background lets its children ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
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

    def end(self) -> int:
        """Wait until the command has ended, and give its exit code back."""
        self.child.expect(pexpect.EOF)
        self.raw += self.child.before
        self.child.wait()
        self.child.close()
        return int(self.child.exitstatus)
