"""The verdict on the wording of a text, for people and as JSON."""

import json

from coachplan.checks.wording import Level, Verdict
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
    """Return the verdict as one line of JSON, with the same keys for every text."""
    found: dict[str, object] = {
        "text": verdict.text,
        "as": verdict.kind,
        "verdict": verdict.level,
        "kind": verdict.question,
        "missing": verdict.missing,
        "could_add": verdict.could_add,
        "reasons": verdict.reasons,
        "rewrite": verdict.rewrite or None,
    }
    return escaped(json.dumps(found, ensure_ascii=False))


def as_text(verdict: Verdict) -> str:
    """Return the text, the verdict, the reasons and a pattern to rewrite the text."""
    lines = [" ".join(verdict.text.split())]
    if verdict.level is Level.UNREAD:
        return clean(f"{lines[0]}\n  unread: this does not look like English, so it is not judged")
    asked = f"  {verdict.question}" if verdict.question else ""
    parts = ("lacks", verdict.missing), ("you could add", verdict.could_add)
    lists = "".join(f"  {lead} {', '.join(_NAMES[part] for part in names)}" for lead, names in parts if names)
    lines.append(f"  {verdict.level}{asked}{lists}")
    lines += [f"    {reason}" for reason in verdict.reasons]
    lines += [f"    try: {verdict.rewrite}"] if verdict.rewrite else []
    return clean("\n".join(lines))
