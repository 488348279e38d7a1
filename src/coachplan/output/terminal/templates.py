"""Templates that a repository brings, in words: which files, from whom, and what they can do."""

from collections.abc import Sequence
from datetime import date

from coachplan.base.words import plural
from coachplan.output.terminal.console import fitted, line
from coachplan.output.terminal.plain import columns
from coachplan.store.own_templates import TemplateWord
from coachplan.views.brought_templates import BroughtTemplate

SHOWN = 12
_PATH, _NAME = 60, 30  # cells: whoever pushes chooses both, and they are to push nothing else out of sight
_WHAT_THEY_CAN_DO = """\
They write what you read: a document or page can leave out or misquote what a plan says, also one that is to
be signed; a new plan can begin with other words; a page can run script in the browser of whoever opens it.
Look at the files first, or ask whoever wrote them."""


def notice(repository: str, found: Sequence[BroughtTemplate], count: int) -> str:
    """Return which templates a repository brings, `count` in all, and what that means."""
    rows = [(f"  {fitted(line(file.path), _PATH)}", _state(file)) for file in found]
    more = f"  and {plural(count - len(found), 'more file')}\n" if count > len(found) else ""
    head = line(f"{repository} brings templates of its own, which are used only once you have allowed them:")
    return f"{head}\n{_aligned(rows)}\n{more}{_WHAT_THEY_CAN_DO}"


def _aligned(rows: Sequence[tuple[str, str]]) -> str:
    width = max(len(path) for path, _ in rows)
    return "\n".join(f"{path.ljust(width)}  {state}" for path, state in rows)


def _state(file: BroughtTemplate) -> str:
    by = f"committed by {fitted(line(file.author), _NAME)}" if file.author else "not committed"
    when = f" on {_day(file.day)}" if file.day else ""
    if file.is_same:
        return f"{by}{when}; as when you allowed it"
    return f"{by}{when}{f'; changed since your yes of {line(file.since)}' if file.since else ''}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def listed(words: Sequence[TemplateWord]) -> str:
    """Return what the person has allowed, the oldest first."""
    if not words:
        return "You have not allowed the templates of any repository"
    return columns([(word.day, plural(len(word.files), "file"), word.repository) for word in words])
