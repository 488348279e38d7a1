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
