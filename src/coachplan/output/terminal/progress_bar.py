"""A progress bar for a person who waits at a terminal."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from coachplan.base.parallel import Tick, unwatched
from coachplan.output.terminal.console import can_draw

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 0.5


@contextmanager
def progress_bar(what: str) -> Iterator[Tick]:
    """Yield a tick for work that may take long: a bar then appears on standard error, and goes once all of it is done.

    It appears on a terminal that can draw it. `what` is the work in a few words, none of them from a file.
    """
    if not can_draw(sys.stderr):
        yield unwatched
        return
    began = monotonic()
    shown: Progress | None = None
    with ExitStack() as until_done:

        def tick(done: int, total: int) -> None:
            nonlocal shown
            if shown is None and done < total and monotonic() - began > _PATIENCE:
                shown = until_done.enter_context(_bar())
                shown.add_task(what, total=total)  # without one, the bar begins with a total of its own
            if shown:
                shown.update(shown.task_ids[0], completed=done, total=total)
                if done >= total:  # what comes next may ask something there
                    until_done.pop_all().close()
                    shown = None

        yield tick


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
