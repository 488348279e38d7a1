"""Patterns for rewriting a weak text, with its own words where they fit."""

from collections.abc import Sequence
from textwrap import shorten

from coachplan.checks.wording.verdict import QuestionKind

_LONGEST = 120
_AMOUNT = "from <how many now> to <how many>"
_LATER_PARTS = {"why": "This led to <effect>.", "next": "Next time <what to keep or change>."}
_OPENINGS = {
    QuestionKind.CLOSED: "What have you noticed about",
    QuestionKind.LEADING: "How do you see",
    QuestionKind.PRESCRIPTIVE: "Which options do you see, other than",
}


def goal(text: str, missing: Sequence[str]) -> str:
    """Return a goal with gaps for the missing parts: `Improve communication: from <how many now> …, by <day>`."""
    if "A" in missing or "R" in missing:
        return f"{_topic(text)}: {_AMOUNT} <what others will see at work>, by <day>"
    gaps = []
    if "S" in missing:
        gaps.append(f": {_AMOUNT} <observable behaviour> per week" if "M" in missing else ": <observable behaviour>")
    elif "M" in missing:
        gaps.append(f", {_AMOUNT} per <week>")
    if "T" in missing:
        gaps.append(", by <day>")
    return _topic(text) + "".join(gaps)


def activity(text: str) -> str:
    """Return an activity with gaps for the action, the people and the occasion."""
    return f"{_topic(text)}: <do what, with whom, on which occasion>"


def feedback(text: str, missing: Sequence[str]) -> str:
    """Return feedback in its three parts, with gaps for the missing ones."""
    if not missing:
        return f"On <day> you <what you saw or heard>; keep the rest of: {_topic(text)}"
    if len(missing) == 3:
        return "On <day> you <what you saw or heard>; this led to <effect>; next time <what to keep or change>."
    before = ["On <day> you <what you saw or heard>."] if "what" in missing else []
    after = [_LATER_PARTS[name] for name in missing if name in _LATER_PARTS]
    return " ".join([*before, f"{_topic(text)}.", *after])


def question(text: str, kind: QuestionKind) -> str:
    """Return an open question about the same subject."""
    return f"{_OPENINGS[kind]} <the subject of “{_topic(text)}”>?"


def _topic(text: str) -> str:
    """Return the text as one short line without a mark at its end."""
    return shorten(text.rstrip(" \n.,;:!?"), _LONGEST, placeholder=" …")
