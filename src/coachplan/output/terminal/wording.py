"""The verdict on the wording of a text, for people and as JSON."""

import json

from coachplan.checks.wording import Verdict
from coachplan.output.terminal.console import clean, escaped

_NAMES = {
    "S": "S (behaviour)",
    "M": "M (measure)",
    "A": "A (achievable)",
    "R": "R (relevant)",
    "T": "T (deadline)",
    "what": "what was done",
    "why": "why it mattered",
    "next": "what next",
}


def as_json(verdict: Verdict) -> str:
    """Return the verdict as one line of JSON."""
    found: dict[str, object] = {
        "text": verdict.text,
        "as": verdict.kind,
        "verdict": _word_for(verdict),
        "missing": verdict.missing,
        "reasons": verdict.reasons,
    }
    if verdict.question:
        found["kind"] = verdict.question
    if verdict.rewrite:
        found["rewrite"] = verdict.rewrite
    return escaped(json.dumps(found, ensure_ascii=False))


def _word_for(verdict: Verdict) -> str:
    if not verdict.is_read:
        return "unread"
    return "ok" if verdict.ok else "weak"


def as_text(verdict: Verdict) -> str:
    """Return the text, the verdict, the reasons and a pattern to rewrite the text."""
    asked = f"  {verdict.question}" if verdict.question else ""
    lines = [" ".join(verdict.text.split())]
    if not verdict.is_read:
        return clean(f"{lines[0]}\n  unread: this does not look like English, so it is not judged")
    if verdict.ok:
        return clean(f"{lines[0]}\n  ok{asked}")
    lacks = f"  lacks {', '.join(_NAMES[part] for part in verdict.missing)}" if verdict.missing else ""
    lines.append(f"  weak{asked}{lacks}")
    lines += [f"    {reason}" for reason in verdict.reasons]
    return clean("\n".join([*lines, f"    try: {verdict.rewrite}"]))
