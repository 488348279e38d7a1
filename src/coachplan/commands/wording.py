"""`coachplan wording`."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.checks.wording import Kind, Verdict, judge
from coachplan.commands._arguments import FormatOption, Output

_NAMES = {
    "S": "S (behaviour)",
    "M": "M (measure)",
    "A": "A (achievable)",
    "R": "R (relevant)",
    "T": "T (deadline)",
    "what": "what was done",
    "why": "why it mattered",
    "next": "what next",
}


def wording(
    kind: Annotated[Kind, typer.Option("--as", help="What the texts are written as.", show_default=False)],
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="What to read; by default each line of standard input."),
    ] = None,
    output: FormatOption = Output.TEXT,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even where a text is weak.")] = False,
) -> None:
    """Say what the wording of a text lacks.

    Exit code 1 where one is weak.
    """
    is_any_weak = False
    for text in texts or _lines():
        verdict = judge(text, kind)
        is_any_weak = is_any_weak or not verdict.ok
        _show(verdict, output)
    raise typer.Exit(int(is_any_weak and not exit_zero))


def _lines() -> Iterator[str]:
    """Each line of standard input that is not blank, as soon as it is there."""
    if sys.stdin.isatty():
        raise UsageError("wording: nothing to read; name a TEXT, or pipe one a line")
    for line in sys.stdin.buffer:
        if text := line.decode(errors="replace").strip("\ufeff\r\n\t "):
            yield text


def _show(verdict: Verdict, output: Output) -> None:
    from coachplan.output.terminal.console import clean, escaped, out

    out(escaped(_as_json(verdict)) if output is Output.JSON else clean(_as_text(verdict)))
    sys.stdout.flush()


def _as_json(verdict: Verdict) -> str:
    import json

    found: dict[str, object] = {
        "text": verdict.text,
        "as": verdict.kind,
        "verdict": _word_for(verdict),
        "missing": verdict.missing,
        "reasons": verdict.reasons,
    }
    if verdict.question:
        found["kind"] = verdict.question
    if verdict.rewrite:
        found["rewrite"] = verdict.rewrite
    return json.dumps(found, ensure_ascii=False)


def _word_for(verdict: Verdict) -> str:
    if not verdict.is_read:
        return "unread"
    return "ok" if verdict.ok else "weak"


def _as_text(verdict: Verdict) -> str:
    """The text, the verdict, the reasons and a pattern to write it anew."""
    asked = f"  {verdict.question}" if verdict.question else ""
    lines = [" ".join(verdict.text.split())]
    if not verdict.is_read:
        return f"{lines[0]}\n  unread: this does not look like English, and nothing is said about it"
    if verdict.ok:
        return f"{lines[0]}\n  ok{asked}"
    lacks = f"  lacks {', '.join(_NAMES[part] for part in verdict.missing)}" if verdict.missing else ""
    lines.append(f"  weak{asked}{lacks}")
    lines += [f"    {reason}" for reason in verdict.reasons]
    return "\n".join([*lines, f"    try: {verdict.rewrite}"])
