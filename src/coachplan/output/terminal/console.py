"""Printing: the one place where text from a file is made harmless, and what a stream can show."""

import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from coachplan import __version__

if TYPE_CHECKING:
    from rich.console import RenderableType

# Control characters (C0, DEL, C1) drive terminals; the others reorder or hide what a person reads.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|[\ud800-\udfff]"
)


SEVERITY_STYLES = {"error": "bold red", "warning": "bold yellow", "hint": "bold cyan"}
"""The style of a finding or a rule, by its severity."""


def clean(text: object) -> str:
    """Return a text with U+FFFD for each character that would drive a terminal or hide others."""
    return _HARMFUL.sub("\ufffd", str(text))


def faithful(text: str) -> str:
    """Return a text that programs may read from standard output: as it is, but clean where that is a terminal."""
    return clean(text) if sys.stdout.isatty() else text


def escaped(document: str) -> str:
    """Return a JSON document with the characters that `clean` replaces as their escapes: the same data, harmless."""
    import json

    return _HARMFUL.sub(lambda match: json.dumps(match[0])[1:-1], document)


def line(text: object) -> str:
    """Return a text as one clean line."""
    written = str(text)
    if written.isascii() and written.isprintable() and "  " not in written:  # nearly every cell of a long list
        return written.strip()
    return " ".join(clean(written).split())


def fitted(text: str, width: int) -> str:
    """Return a text cut to at most so many cells; an ellipsis shows a cut."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= width else f"{set_cell_size(text, max(width - 1, 0)).rstrip()}…"


def say(text: str, style: str = "") -> None:
    """Print a message on standard error, if it takes one; results go to standard output."""
    with suppress(OSError):
        print(styled(clean(text), style, sys.stderr) if style else clean(text), file=sys.stderr)


def report_bug(error: Exception) -> None:
    """Say where the program broke, without the values in play: they may be a person's words."""
    import traceback

    for frame in traceback.extract_tb(error.__traceback__):
        say(f"  {frame.filename}:{frame.lineno} in {frame.name}")
    say(f"coachplan {__version__}: a bug, {type(error).__name__}. Please report the lines above; no plan is in them.")


def clear() -> None:
    """Empty the screen, if standard output is one that can be drawn on."""
    if can_draw(sys.stdout):
        sys.stdout.write("\x1b[2J\x1b[H")


PARTIAL = "Some of it cannot be read; see `coachplan check`"
"""The note on a plan of which a part is left out."""


def out(text: str, stream: TextIO | None = None) -> None:
    """Print a result, made harmless and styled already, on a stream: by default on standard output."""
    (stream or sys.stdout).write(text if text.endswith("\n") else f"{text}\n")


def rendered(part: "RenderableType", width: int | None = None) -> str:
    """Return the text that rich makes of a part for standard output; texts are never read as markup."""
    from rich.console import Console

    console = Console(
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        width=width,
        # Left to itself, rich takes NO_COLOR to forbid colours, and neither bold nor dim.
        color_system="auto" if has_colour(sys.stdout) else None,
    )
    with console.capture() as capture:
        console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().strip("\n").split("\n"))


def is_private() -> bool:
    """True if one person only sees standard output: it is a terminal, and not in CI."""
    return sys.stdout.isatty() and not os.environ.get("CI")


def has_colour(stream: TextIO) -> bool:
    """True if a stream wants colours: a terminal does, `NO_COLOR` forbids and `FORCE_COLOR` demands them."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or can_draw(stream)


def can_draw(stream: TextIO) -> bool:
    """True if a stream takes codes of a terminal: it is one, and neither `NO_COLOR` nor `TERM=dumb` forbids them."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def styled(text: str, style: str, stream: TextIO | None = None) -> str:
    """Return a text in a style of rich where the stream, by default standard output, has colours; else as it is."""
    if not has_colour(stream or sys.stdout):
        return text
    from rich.style import Style

    return Style.parse(style).render(text)
