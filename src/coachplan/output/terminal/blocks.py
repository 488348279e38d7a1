"""The blocks that pages on a terminal are made of: clean texts, headings, lists with a mark."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coachplan.output.terminal.console import clean

ARROWS = {"increase": "↑", "decrease": "↓", "maintain": "="}
"""The way in which a measure gets better, by its direction."""

MARKS = {"done": "✓", "doing": "▸", "agreed": "○", "proposed": "?", "declined": "–", "dropped": "–"}
"""The mark of an activity, by its status."""


def text(words: object, style: str = "") -> Text:
    """Return somebody's words without characters that would hide or reorder others."""
    return Text(clean(words), style)


def labelled(label: str, words: object) -> Text:
    """Return somebody's words after a label."""
    return Text.assemble((label, "dim"), text(words))


def heading(title: str) -> Text:
    """Return the heading of a section, after an empty line."""
    return Text(f"\n{title}", "bold cyan")


def indented(part: RenderableType) -> Padding:
    """Return a part two columns further in."""
    return Padding(part, (0, 0, 0, 2))


def bullets(entries: Sequence[Text], mark: str = "•", style: str = "", *, numbered: bool = False) -> Padding:
    """Return a list whose entries have a mark, or a number, before them."""
    grid = Table.grid(padding=(0, 1))
    for number, entry in enumerate(entries, 1):
        grid.add_row(Text(f"{number}." if numbered else mark, style), entry)
    return indented(grid)
