"""The entry point: `coachplan`, or `python -m coachplan`."""

import gc
import os
import sys
from io import TextIOWrapper

from coachplan import __version__


def run() -> None:
    """Run the command line and exit at once: to take the interpreter apart takes longer than many a command."""
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 2
    os._exit(code)


def main() -> int:
    """Run the command line: 0 clean, 1 findings or refused, 2 wrong usage or unreadable, 3 a bug, 130 stopped."""
    if sys.argv[1:] == ["--version"]:  # the command line's libraries take longer to load than this takes to answer
        print(f"coachplan {__version__}")
        return 0
    _start_fast()
    from coachplan.base.errors import CoachplanError

    try:
        return _invoke()
    except CoachplanError as error:
        _complain(f"coachplan: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        _complain("coachplan: stopped; `coachplan save` commits files that are written but not recorded yet")
        return 130
    except OSError as error:
        return _give_up_output(error)
    except Exception as error:  # noqa: BLE001 - the boundary: whatever else escapes is a bug, and says so
        return _report_bug(error)


def _start_fast() -> None:
    """Leave out the search for cycles and for pydantic's plugins: a short command gains nothing from them."""
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):  # a terminal with few letters shows a stand-in for the others
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _invoke() -> int:
    from typer import Abort, TyperException

    from coachplan.cli import app

    try:
        result = app(prog_name="coachplan", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as stop:  # shell completion ends so
        return stop.code if isinstance(stop.code, int) else 2
    except Abort:
        raise KeyboardInterrupt from None
    except TyperException as error:
        return _explain_usage(error)
    return result if isinstance(result, int) else 0


def _explain_usage(error: Exception) -> int:
    """Show one line for a wrong call, and the whole help for a call without a command."""
    message = str(getattr(error, "format_message", lambda: error)())
    called = getattr(getattr(error, "ctx", None), "command_path", "coachplan")
    is_help = "Usage:" in message
    _complain(message if is_help else f"{called}: {' '.join(message.split()).rstrip('.,')}. See `{called} --help`.")
    return 2


def _complain(message: str) -> None:
    from coachplan.output.terminal.console import say

    say(message)


def _give_up_output(error: OSError) -> int:
    """Stop writing if nobody reads on; say what else is wrong with standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 141
    _complain(
        f"coachplan: {error.filename or 'the output cannot be written'}: {(error.strerror or str(error)).lower()}"
    )
    return 2


def _report_bug(error: Exception) -> int:
    from coachplan.output.terminal.console import report_bug

    report_bug(error)
    return 3


if __name__ == "__main__":
    run()
