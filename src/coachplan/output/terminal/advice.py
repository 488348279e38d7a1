"""Advice on the kind of plan, for people and for programs."""

import shlex
from collections.abc import Iterator, Mapping
from textwrap import fill

from coachplan.coaching.advise import QUESTIONS, Advice, Choice
from coachplan.output.terminal import plain
from coachplan.output.terminal.console import line, styled

_WIDTH = 100
_NONE = "No plan yet"
_YOURS = "You know the person and the circumstances: this is advice, and you decide."


def as_text(advice: Advice, names: Mapping[str, str]) -> str:
    """Return the kind of plan that the answers speak for, every reason with its source, and the next steps."""
    lines = [styled(f"Your answers speak for: {_name(advice.choice, names)}", "bold")]
    order = (advice.choice, *(choice for choice in Choice if choice is not advice.choice))
    for choice in order:
        lines += _reasons(advice, choice, names)
    asked = {question.key: question.ask for question in QUESTIONS}
    if advice.open:
        lines += ["", styled("Not answered", "bold"), *(_entry("?", asked[key]) for key in advice.open)]
    lines += ["", styled("Next", "bold"), *(_entry(f"{n}.", step) for n, step in enumerate(advice.next_steps, 1))]
    if advice.command:
        lines += ["", f"  {shlex.join(advice.command)}"]
    return "\n".join([*lines, "", _YOURS])


def _reasons(advice: Advice, choice: Choice, names: Mapping[str, str]) -> Iterator[str]:
    reasons = [reason for reason in advice.reasons if reason.speaks_for is choice]
    if reasons:
        yield from ("", styled(f"For: {_name(choice, names)}", "bold"))
        yield from (_entry("•", f"{reason.says} ({reason.source})") for reason in reasons)


def _entry(mark: str, text: str) -> str:
    return fill(line(text), _WIDTH, initial_indent=f"  {mark} ", subsequent_indent=" " * (len(mark) + 3))


def _name(choice: Choice, names: Mapping[str, str]) -> str:
    return line(names.get(choice, _NONE))


def as_json(advice: Advice, names: Mapping[str, str]) -> str:
    """Return all of the advice, with the organisation's name for the kind of plan."""
    reasons = [
        {"key": reason.key, "says": reason.says, "speaks_for": reason.speaks_for, "source": reason.source}
        for reason in advice.reasons
    ]
    return plain.as_json(
        {
            "speaks_for": advice.choice,
            "name": _name(advice.choice, names),
            "otherwise": advice.leaning,
            "reasons": reasons,
            "not_answered": advice.open,
            "next_steps": advice.next_steps,
            "command": list(advice.command),
        }
    )
