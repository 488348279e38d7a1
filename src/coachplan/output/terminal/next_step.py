"""The one line after a command that recorded something: the step that comes next, for whom, and what is not shared."""

from coachplan.base.words import plural
from coachplan.coaching.next_step import NextStep
from coachplan.output.terminal.console import line

_COMMANDS = {"answer": "accept", "agree": "agree"}


def as_text(id_: str, own: NextStep | None, other: NextStep | None, name: str, unshared: int | None) -> str:
    """Return the line: the person's `own` step, else that of the `other` person of this name; empty where none is next.

    `unshared` is the number of changes that nobody else has yet.
    """
    if own:
        then = "; then `coachplan sync`" if unshared else ""
        return line(f"Next: {_words(own)} with `{_command(own, id_)}`{then}")
    if unshared:
        why = f", so that {name} can {_words(other)}" if other else ""
        return line(f"{'Next' if other else 'Not shared yet'}: `coachplan sync`{why}")
    return line(f"Next: {name} can {_words(other)} with `{_command(other, id_)}`") if other else ""


def _words(step: NextStep) -> str:
    return f"answer {plural(step.number, 'proposal')}" if step.kind == "answer" else "say a word on the terms"


def _command(step: NextStep, id_: str) -> str:
    return f"coachplan {_COMMANDS[step.kind]} {id_}"
