"""`coachplan init`."""

from pathlib import Path
from typing import Annotated

import typer

from coachplan.commands import arguments


def init(
    context: typer.Context,
    directory: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="A new or empty folder, or a git repository; by default this one."),
    ] = None,
) -> None:
    """Make a plan repository: git, coachplan.toml, the folders, and a first commit."""
    from coachplan.reports.terminal import out
    from coachplan.repository import Repository

    folder = arguments.start(context) / (directory or "")
    made = Repository.create(folder)
    if made:
        out(f"Made a plan repository in {folder}: {', '.join(made)}")
        out('Next: coachplan new "Clear status updates" --for "Ada Lovelace <ada@example.com>"')
    else:
        out(f"{folder} is a plan repository already; nothing was changed")
