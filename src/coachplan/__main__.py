"""The entry point: `coachplan`, or `python -m coachplan`."""

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper

from coachplan import __version__


def run() -> None:
    """Run the command line and exit at once: to take the interpreter apart takes longer than many a command."""
    _open_closed_streams()
    code = main()
    try:
        sys.stdout.flush()
    except OSError as error:
        code = code or _give_up_output(error)
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def _open_closed_streams() -> None:
    """Open each standard stream that the caller has closed: else the next file that is opened takes its number.

    What is read from or written to such a stream fails; messages on standard error are for nobody.
    """
    for number, (name, access) in enumerate((("stdin", os.O_WRONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY))):
        if getattr(sys, name) is None:
            with suppress(OSError):
                os.close(number)
            os.open(os.devnull, access)  # takes the lowest number that is free, which is this one
            stream = open(number, "w" if number else "r", encoding="utf-8", errors="replace")  # noqa: SIM115 - it stays
            setattr(sys, name, stream)


def main() -> int:
    """Run the command line: 0 clean, 1 findings or refused, 2 wrong usage or unreadable, 3 a bug, 130 stopped."""
    if sys.argv[1:] == ["--version"]:  # the command line's libraries take longer to load than this takes to answer
        print(f"coachplan {__version__}")
        return 0
    _start_fast()
    from coachplan.base import outcome
    from coachplan.base.errors import CoachplanError

    outcome.forget()
    try:
        if sys.argv[1:2] == ["merge-driver"]:  # git calls it for each plan that it merges
            from coachplan.commands.merge_driver import merge_driver

            return merge_driver(sys.argv[2:])
        return _invoke()
    except CoachplanError as error:
        done = outcome.recorded()
        _complain(f"coachplan: {error}{f'; recorded before that: {done}' if done else ''}")
        return error.exit_code
    except KeyboardInterrupt:
        rest = "; `coachplan save` commits files that are written but not recorded yet" if outcome.has_written() else ""
        done = outcome.recorded()
        _complain(f"coachplan: stopped{f'; recorded before that: {done}' if done else rest}")
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

    from coachplan.cli import root

    try:
        result = root(prog_name="coachplan", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as stop:  # shell completion ends so, and typer where nobody reads the output
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
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
    """Stop writing if nobody reads on; say what else is wrong with standard output, and what was recorded all the same.

    A change that is recorded is a success, although nobody could be told so on standard output.
    """
    from coachplan.base import outcome

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    done = outcome.recorded()
    if isinstance(error, BrokenPipeError) and not done:
        return 141
    why = f"{error.filename or 'the output cannot be written'}: {(error.strerror or str(error)).lower()}"
    _complain(f"coachplan: {f'recorded {done}; only ' if done else ''}{why}")
    return 0 if done else 2


def _report_bug(error: Exception) -> int:
    from coachplan.base import outcome
    from coachplan.output.terminal.console import report_bug

    report_bug(error)
    if done := outcome.recorded():
        _complain(f"coachplan: recorded before that: {done}")
    return 3


if __name__ == "__main__":
    run()
