"""Errors, each with a message of one line: what happened, and what to do next."""


class CoachplanError(Exception):
    """A failure that the person can act on; its message is one line for them to read.

    `exit_code` is the exit status of the command: 1 for a change that was refused,
    2 for wrong usage or for a file or repository that cannot be read or written.
    """

    exit_code = 2


class UsageError(CoachplanError):
    """The command was called with values that it cannot take."""


class UnreadableError(CoachplanError):
    """A file, folder or repository cannot be read or written."""


class RefusedError(CoachplanError):
    """The change was refused; nothing was written."""

    exit_code = 1


class NotRecordedError(CoachplanError):
    """The person's text is safe on disk, at a place that the message names, but not in git's history."""

    exit_code = 1


def broken_at(error: Exception) -> str:
    """Return where coachplan broke on a plan, without the values in play: they may be a person's words."""
    from pathlib import PurePath
    from traceback import extract_tb

    frames = [frame for frame in extract_tb(error.__traceback__, limit=-_DEEPEST) if "coachplan" in frame.filename]
    where = f" in {PurePath(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"coachplan breaks on this plan ({type(error).__name__}{where}): a bug, please report it"


_DEEPEST = 50
