"""Showing something again whenever a plan changes."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from coachplan.repository import Repository

_BREATH = 200


def watched(root: Path, counts: Callable[[Path, str], bool], day: Callable[[], date]) -> Iterator[bool]:
    """Whether a file that counts has changed or another day has begun, a few times a second; no change is missed."""
    from watchfiles import watch

    changes = watch(root, watch_filter=lambda _, path: counts(root, path), rust_timeout=_BREATH, yield_on_timeout=True)
    next(changes)  # from here on
    return _with_days((bool(change) for change in changes), day)


def _with_days(changes: Iterator[bool], day: Callable[[], date]) -> Iterator[bool]:
    now = day()
    for has_changed in changes:
        before, now = now, day()
        yield has_changed or now != before


def keep_watching(repository: "Repository", show: Callable[[], str], day: Callable[[], date]) -> NoReturn:
    """Show it again whenever a plan, a check-in or the settings change, and at midnight; ends with Ctrl-C."""
    from coachplan.errors import CoachplanError
    from coachplan.reports.terminal import clear, out, say
    from coachplan.workspace import is_checked

    changes = watched(repository.root, is_checked, day)
    while True:
        clear()
        try:
            out(show())
        except CoachplanError as error:
            say(f"coachplan: {error}")
        say("Watching for changes; Ctrl-C ends it")
        while not next(changes):
            pass
        repository.forget_settings()
