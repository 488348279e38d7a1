"""The changes that this process has recorded so far, so that a failure after one does not hide it."""

_recorded: list[str] = []
_written: list[str] = []


def add(subject: str) -> None:
    """Note the subject of a commit that is made."""
    _recorded.append(subject)


def recorded() -> str:
    """Return the subjects of all that this process has recorded; an empty text without any."""
    return "; ".join(_recorded)


def add_written(path: str) -> None:
    """Note a file of the plan repository that is about to be written."""
    _written.append(path)


def has_written() -> bool:
    """Return True if this process has begun to write a file, recorded or not."""
    return bool(_written)


def forget() -> None:
    """Begin anew: another command line is run."""
    _recorded.clear()
    _written.clear()
