"""The command line: the app, and the commands under their headings."""

from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_command_from_info, get_group
from typer.models import CommandInfo

from coachplan import __version__
from coachplan.base import outcome

# The commands under the headings of `--help`, in the order of use. Each is a function of its own name in the module of
# `coachplan.commands` that has that name, too, with `_` for `-`.
_HEADINGS = {
    "Begin": ("init", "clone", "sign", "new", "advise", "templates"),
    "Make a plan together": ("propose", "accept", "amend", "decline", "agree", "begin"),
    "Hold the sessions": ("prep", "log", "ask", "start", "done", "drop"),
    "Look": ("status", "due", "list", "show", "history", "render", "calendar", "site", "serve"),
    "Share": ("share", "sync", "workspace", "trust"),
    "Change and end": ("edit", "save", "undo", "tidy", "extend", "hold", "resume", "revise", "close", "follow-up"),
    "Check": ("check", "verify", "access", "rule", "wording", "schema"),
}
# They share by themselves, or there is nothing to share with yet.
_WITHOUT_REMOTE = ("init", "share", "sync", "workspace")
_FUNCTIONS = {"check": "check_plans", "list": "list_plans"}  # their own names are taken


class _Commands(TyperGroup):
    """The commands, known by name only until one is called or described: none waits for the imports of the others."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {name: TyperCommand(name) for names in _HEADINGS.values() for name in names}

    def invoke(self, ctx: Any) -> Any:
        """Run a command, and let Ctrl-C through to the caller: typer would exit without a word.

        What was recorded is shared at once, where the person wants that, and the next step is said.
        """
        try:
            result = super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Abort from None
        if outcome.recorded() and ctx.invoked_subcommand not in _WITHOUT_REMOTE:
            from coachplan.commands._at_once import share_at_once
            from coachplan.commands._next_step import say_next_step

            say_next_step(ctx, says_unshared=share_at_once(ctx))
        return result

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | TyperGroup | None:  # noqa: ARG002 - typer's shape
        """Return the command of that name with its options, or the group of commands; None if there is none."""
        if cmd_name not in self.commands:
            return None
        name = cmd_name.replace("-", "_")
        return _made(cmd_name, getattr(import_module(f"coachplan.commands.{name}"), _FUNCTIONS.get(name, name)))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands under their headings, each in one line."""
        longest = max(map(len, self.commands))
        for heading, names in _HEADINGS.items():
            commands = {name: self.get_command(ctx, name) for name in names}
            with formatter.section(heading):
                formatter.write_dl(
                    [
                        (name.ljust(longest), command.get_short_help_str(formatter.width - longest - 6))
                        for name, command in commands.items()
                        if command
                    ]
                )


@cache
def _made(name: str, function: Any) -> TyperCommand | TyperGroup:
    """Return the command that a function is, or the group of them; a process that runs several makes each once."""
    if isinstance(function, typer.Typer):
        function.info.name = name
        return get_group(function)
    info = CommandInfo(name=name, callback=function)
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
        list[str] | None,
        typer.Option(
            "-C",
            metavar="DIR",
            help="Work in DIR instead of the current folder; several work in each, where a command looks at plans.",
            show_default=False,
        ),
    ] = None,
    workspace: Annotated[
        bool, typer.Option("--workspace", help="Work in all of your workspace, as outside of every plan repository.")
    ] = False,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Coaching plans as Markdown files in git."""
    from coachplan.commands._where import Where

    context.obj = Where(tuple(directory or ()), is_workspace=workspace)


root = get_command(app)
