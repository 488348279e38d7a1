"""Show something again whenever a plan changes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from coachplan.store.repository import Repository


@contextmanager
def until_ctrl_c() -> Iterator[None]:
    """Exit without a message on Ctrl-C: it is the way to end what the block does."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def keep_watching(repositories: "Sequence[Repository]", show: Callable[[], str], day: Callable[[], date]) -> NoReturn:
    """Show a text again whenever a plan, a check-in or the settings change, and at midnight, until Ctrl-C."""
    from coachplan.base.errors import CoachplanError
    from coachplan.base.layout import PLANS_FOLDER
    from coachplan.output.terminal.console import clear, out, say
    from coachplan.store.files import SETTINGS_FILE
    from coachplan.store.watching import watched

    roots = [repository.root for repository in repositories]
    changes = watched([root / PLANS_FOLDER for root in roots], [root / SETTINGS_FILE for root in roots], day)
    with until_ctrl_c():
        while True:
            clear()
            try:
                out(show())
            except CoachplanError as error:
                say(f"coachplan: {error}")
            say("Watching for changes; Ctrl-C ends it")
            while not next(changes):
                pass
            for repository in repositories:
                repository.forget()
