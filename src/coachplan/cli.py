"""The command line: the app, and the boundary at which failures become one line and an exit code."""

from typing import Annotated

import typer

from coachplan import __version__
from coachplan.commands.check import check_plans
from coachplan.commands.edit import edit
from coachplan.commands.history import history
from coachplan.commands.init import init
from coachplan.commands.list import list_plans
from coachplan.commands.log import log
from coachplan.commands.new import new
from coachplan.commands.render import render
from coachplan.commands.save import save
from coachplan.commands.schema import schema
from coachplan.commands.show import show
from coachplan.commands.templates import templates

app = typer.Typer(
    name="coachplan",
    help="Coaching plans as Markdown files in git.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"coachplan {__version__}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    directory: Annotated[
        str | None,
        typer.Option("-C", metavar="DIR", help="Work in DIR instead of the current folder.", show_default=False),
    ] = None,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Coaching plans as Markdown files in git."""
    context.obj = directory


for name, command in (
    ("init", init),
    ("new", new),
    ("templates", templates),
    ("check", check_plans),
    ("log", log),
    ("show", show),
    ("list", list_plans),
    ("render", render),
    ("edit", edit),
    ("save", save),
    ("history", history),
    ("schema", schema),
):
    app.command(name)(command)
