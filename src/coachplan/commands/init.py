"""`coachplan init`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import Text, argument, flag, option

Host = Literal["github", "gitlab"]


def init(
    context: typer.Context,
    directory: Annotated[
        Path | None,
        argument("[DIR]", "A new or empty folder, or a git repository; by default this one."),
    ] = None,
    person: Annotated[Text, option("--as", "PERSON", 'Who you are in these plans, as "Name <email>".')] = None,
    ci: Annotated[Host | None, flag("--ci", "Also write the workflow that checks every change.")] = None,
) -> None:
    """Make a plan repository.

    With git, coachplan.toml, the folders, and a first commit.
    """
    from coachplan.actions.adopt import WORKFLOWS, files_of_ci
    from coachplan.commands._identity import newcomer
    from coachplan.output.terminal.console import line, out
    from coachplan.store.repository import Repository

    start = _where.start(context)
    folder = start / (directory or "")
    place = Repository(folder if folder.is_dir() else start)
    acting, note = newcomer(place, person, lambda: _people(folder)) or (None, "")
    for_ci = files_of_ci(ci, folder, _arguments.day(None)) if ci else {}
    made = Repository.create(folder, for_ci, acting)
    if note:
        out(line(note))
    if set(made) - set(for_ci):
        out(f"Made a plan repository in {folder}: {', '.join(made)}")
        out('Next: coachplan new "Clear status updates" --for "Ada Lovelace <ada@example.com>"')
    else:
        added = f"added {', '.join(made)}" if made else "nothing changed"
        out(f"{folder} is already a plan repository; {added}")
    if ci and WORKFLOWS[ci] in made:
        out(f"For {WORKFLOWS[ci]} to run, set the variable COACHPLAN_PACKAGE to the package for pip; it says where")
    elif ci:
        out(f"{WORKFLOWS[ci]} already exists and was not changed")


def _people(folder: Path) -> list[str]:
    """Return the people of the plans that are there already, as in a clone that git made."""
    from coachplan.output.terminal.sharing import people_in
    from coachplan.store.files import SETTINGS_FILE
    from coachplan.store.repository import Repository
    from coachplan.views.plan_row import plan_rows

    if not (folder / SETTINGS_FILE).is_file():
        return []
    repository = Repository(folder)
    return people_in(plan_rows(repository, repository.plans(), _arguments.day(None)))
