"""A Code Quality report of GitLab."""

import json
from collections.abc import Callable
from typing import Any

from coachplan.base.findings import Severity
from coachplan.checks.catalogue import BY_CODE
from coachplan.output.findings.order import fingerprints
from coachplan.output.findings.quoting import quoted, readable, said
from coachplan.output.terminal.console import escaped
from coachplan.views.checker import Checked

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.HINT: "info"}


def report(checked: Checked, *, show_text: bool, shown_path: Callable[[str], str], **_: object) -> str:
    """Return every finding by path and line; GitLab tells by the fingerprints which ones are new."""
    entries = [
        {
            "description": said(finding),
            "check_name": f"{finding.code} {BY_CODE[finding.code].name}",
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": readable(shown_path(finding.path)), "lines": {"begin": finding.line}},
            **(_content(quoted(finding, checked)) if show_text else {}),
        }
        for finding, fingerprint in zip(checked.findings, fingerprints(checked.findings), strict=True)
    ]
    return escaped(json.dumps(entries, ensure_ascii=False, indent=2))


def _content(quotes: list[str]) -> dict[str, Any]:
    return {"content": {"body": "\n".join(f"    {line}" for line in quotes)}}
