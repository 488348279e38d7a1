"""`coachplan wording`."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.checks.wording import Kind, judge
from coachplan.commands._arguments import FormatOption, Output, Texts, argument, flag


def wording(
    kind: Annotated[Kind, flag("--as", "The sort of text.")],
    texts: Annotated[
        Texts,
        argument("[TEXT]...", "Texts to read; by default each line of standard input."),
    ] = None,
    output: FormatOption = Output.TEXT,
    exit_zero: Annotated[bool, flag("--exit-zero", "Exit with 0 even if a text is weak.")] = False,
) -> None:
    """Show what the wording of a text lacks.

    Exit code 1 if a text is weak; what is nearly there or thin does not fail.
    """
    from coachplan.output.terminal import wording as report
    from coachplan.output.terminal.console import out

    is_any_weak = False
    for text in texts or _lines():
        verdict = judge(text, kind)
        is_any_weak = is_any_weak or verdict.is_weak
        out(report.as_json(verdict) if output is Output.JSON else report.as_text(verdict))
        sys.stdout.flush()
    raise typer.Exit(int(is_any_weak and not exit_zero))


def _lines() -> Iterator[str]:
    """Yield each line of standard input that is not blank, as soon as it is there."""
    if sys.stdin.isatty():
        raise UsageError("there is nothing to read: name a TEXT, or pipe in one a line")
    for line in sys.stdin.buffer:
        if text := line.decode(errors="replace").strip("\ufeff\r\n\t "):
            yield text
