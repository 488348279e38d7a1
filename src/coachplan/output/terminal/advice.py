"""Advice on the kind of plan, for people and for programs."""

import shlex
from collections.abc import Mapping, Sequence
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
    for choice in (advice.choice, *(choice for choice in Choice if choice is not advice.choice)):
        reasons = [f"{reason.says} ({reason.source})" for reason in advice.reasons if reason.speaks_for is choice]
        lines += _part(f"For: {_name(choice, names)}", [("•", reason) for reason in reasons])
    lines += _part("Not answered", [("?", question.ask) for question in QUESTIONS if question.key in advice.open])
    lines += _part("Next", [(f"{number}.", step) for number, step in enumerate(advice.next_steps, 1)])
    if advice.command:
        lines += ["", f"  {shlex.join(advice.command)}"]
    return "\n".join([*lines, "", _YOURS])


def _part(title: str, entries: Sequence[tuple[str, str]]) -> list[str]:
    """Return a heading and a paragraph for each marked entry; nothing without any."""
    paragraphs = [
        fill(line(text), _WIDTH, initial_indent=f"  {mark} ", subsequent_indent=" " * (len(mark) + 3))
        for mark, text in entries
    ]
    return ["", styled(title, "bold"), *paragraphs] if entries else []


def _name(choice: Choice, names: Mapping[str, str]) -> str:
    return line(names.get(choice, _NONE))


def as_json(advice: Advice, names: Mapping[str, str]) -> str:
    """Return all of the advice, with the organisation's name for the kind of plan."""
    parts = ("key", "says", "speaks_for", "source")
    reasons = [{part: getattr(reason, part) for part in parts} for reason in advice.reasons]
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
