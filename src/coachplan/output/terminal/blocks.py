"""The blocks that pages on a terminal are made of: clean texts, headings, lists with a mark, bars."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from coachplan.base.words import plural
from coachplan.output.terminal.console import clean
from coachplan.plan import Activity, Timeline

ARROWS = {"increase": "↑", "decrease": "↓", "maintain": "="}
"""The way in which a measure gets better, by its direction."""

# rich takes quadratic time for the lines of one text.
_LINES = 200
_GAP = 2
_LEAST_WIDTH = 10
_MOST_LINES = 10_000
_MARKS = {"done": "✓", "doing": "▸", "agreed": "○", "proposed": "?", "declined": "–", "dropped": "–"}


def text(words: object, style: str = "") -> Text:
    """Return somebody's words without characters that would hide or reorder others."""
    return Text(clean(words), style)


def pieces(words: str) -> list[str]:
    """Return a long text in pieces of some lines; of one that nobody would read on a terminal, the beginning."""
    lines = words.split("\n") if words else []
    left = lines[_MOST_LINES:]
    shown = ["\n".join(lines[start : start + _LINES]) for start in range(0, len(lines) - len(left), _LINES)]
    return [*shown, f"… and {plural(len(left), 'more line')}"] if left else shown


def labelled(label: str, words: object) -> Text:
    """Return somebody's words after a label."""
    return Text.assemble((label, "dim"), text(words))


def noted(words: object, notes: Iterable[object]) -> Text:
    """Return somebody's words, and after them dimly the notes that are not empty."""
    return Text.assemble(text(words), (f"  {' · '.join(clean(note) for note in notes if note)}".rstrip(), "dim"))


def heading(title: str) -> Text:
    """Return the heading of a section, after an empty line."""
    return Text(f"\n{title}", "bold cyan")


def indented(part: RenderableType) -> Padding:
    """Return a part two columns further in."""
    return Padding(part, (0, 0, 0, 2))


def grid(rows: Iterable[Sequence[RenderableType]], gap: int = 1) -> Table:
    """Return rows in columns, `gap` spaces apart."""
    table = Table.grid(padding=(0, gap))
    for row in rows:
        table.add_row(*row)
    return table


class LabelledRows:
    """Labels, and somebody's words beside each: a grid for thousands of them, which a table of rich measures twice."""

    def __init__(self, rows: Sequence[tuple[str, Text]], indent: int) -> None:
        self._rows = rows
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the rows, each line of words below the first."""
        widest = max((len(label) for label, _ in self._rows), default=0)
        before = self._indent + widest + _GAP
        next_line, dim = Text("\n" + " " * before), console.get_style("dim")
        for label, words in self._rows:
            yield Segment(" " * self._indent)
            yield Segment(f"{label:{widest}}", dim)
            yield Segment(" " * _GAP)
            lines = words.wrap(console, max(options.max_width - before, _LEAST_WIDTH), overflow="fold")
            yield from next_line.join(lines).render(console, end="\n")


def table(*titles: str) -> Table:
    """Return an empty table with these titles above its columns."""
    return Table(*titles, box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")


def bullets(entries: Iterable[Text], mark: str = "•", style: str = "", *, numbered: bool = False) -> Padding:
    """Return a list whose entries have a mark, or a number, before them."""
    return indented(
        grid((Text(f"{number}." if numbered else mark, style), entry) for number, entry in enumerate(entries, 1))
    )


def section(title: str, entries: Sequence[object], mark: str = "•", style: str = "") -> Iterator[RenderableType]:
    """Yield a heading and, below it, a list of somebody's words; nothing without any."""
    if entries:
        yield heading(title)
        yield bullets(map(text, entries), mark, style)


def activity_mark(activity: Activity) -> Text:
    """Return the mark of an activity, by its status."""
    return Text(_MARKS.get(activity.counts_as or "", "•"), "green" if activity.counts_as == "done" else "")


def bar(part: int, whole: int, width: int) -> Text:
    """Return a bar of so many columns, of which `part` of `whole` is filled."""
    filled = round(width * part / whole) if whole else 0
    return Text.assemble(("━" * filled, "cyan"), ("─" * (width - filled), "dim"))


def time_bar(timeline: Timeline, today: date, width: int) -> Text:
    """Return a bar of the time from start to end, filled up to the day `today`."""
    whole = max((timeline.end - timeline.start).days, 1)
    return bar(min(max((today - timeline.start).days, 0), whole), whole, width)


def time_left(timeline: Timeline, today: date) -> str:
    """Return the days until the start, else until the end or since it, in words."""
    if today < timeline.start:
        return f"begins in {plural((timeline.start - today).days, 'day')}"
    left = (timeline.end - today).days
    return f"{plural(left, 'day')} left" if left >= 0 else f"ended {plural(-left, 'day')} ago"
