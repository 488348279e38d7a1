"""Versioned JSON for programs."""

from collections.abc import Callable
from typing import Any

from coachplan.base.findings import Severity
from coachplan.checks.catalogue import BY_CODE
from coachplan.output.findings.order import counted
from coachplan.output.terminal import plain
from coachplan.views.checker import Checked


def report(checked: Checked, *, show_text: bool, shown_path: Callable[[str], str], **_: object) -> str:
    """Return every finding by path and line, and how many files were checked."""
    findings = [
        {
            "path": shown_path(finding.path),
            "line": finding.line,
            "column": finding.column,
            **_named(finding.code, finding.severity),
            "message": finding.message,
            "advice": finding.advice,
        }
        for finding in checked.findings
    ]
    if show_text:
        for data, finding in zip(findings, checked.findings, strict=True):
            data |= {"text": checked.lines.get((finding.path, finding.line), ""), "rewrite": finding.rewrite}
    return plain.as_json({"findings": findings, "files": checked.files})


def _named(code: str, severity: Severity) -> dict[str, Any]:
    return {"code": code, "name": BY_CODE[code].name, "severity": severity.value}


def statistics(checked: Checked) -> str:
    """Count the findings of each rule, most first."""
    counts = [_named(code, severity) | {"count": count} for code, severity, count in counted(checked.findings)]
    return plain.as_json({"statistics": counts, "files": checked.files})
