"""The command line: the app, and the boundary at which failures become one line and an exit code."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo

from coachplan import __version__

# Each command's name, and its function in the module of `coachplan.commands` that has the same name, with `_` for `-`.
_COMMANDS = {
    "init": "init",
    "advise": "advise",
    "new": "new",
    "templates": "templates",
    "check": "check_plans",
    "rule": "rule",
    "wording": "wording",
    "prep": "prep",
    "propose": "propose",
    "accept": "accept",
    "amend": "amend",
    "decline": "decline",
    "agree": "agree",
    "start": "start",
    "done": "done",
    "drop": "drop",
    "log": "log",
    "ask": "ask",
    "show": "show",
    "list": "list_plans",
    "status": "status",
    "due": "due",
    "calendar": "calendar",
    "render": "render",
    "site": "site",
    "serve": "serve",
    "edit": "edit",
    "extend": "extend",
    "hold": "hold",
    "resume": "resume",
    "revise": "revise",
    "close": "close",
    "follow-up": "follow_up",
    "save": "save",
    "history": "history",
    "schema": "schema",
}


class _Commands(TyperGroup):
    """The commands: known by name until one is called or described, so that none waits for the others' imports."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {name: TyperCommand(name) for name in _COMMANDS}

    def invoke(self, ctx: Any) -> Any:
        """Run a command; Ctrl-C reaches whoever called, which typer would make an exit code of without a word."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Abort from None

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:  # noqa: ARG002 - typer's shape
        """The command of that name, whole."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"coachplan.commands.{cmd_name.replace('-', '_')}")
        function = getattr(module, _COMMANDS[cmd_name])
        info = CommandInfo(name=cmd_name, callback=function)
        command = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
        assert isinstance(command, TyperCommand)
        return command


app = typer.Typer(
    name="coachplan",
    cls=_Commands,
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
