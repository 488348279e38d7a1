"""Versioned JSON for programs."""

from collections.abc import Callable
from typing import Any

from coachplan.base.findings import Finding
from coachplan.checks.catalogue import BY_CODE
from coachplan.output.findings.order import counted
from coachplan.output.terminal import plain
from coachplan.views.checker import Checked


def report(checked: Checked, *, show_text: bool, shown_path: Callable[[str], str], **_: object) -> str:
    """Every finding by path and line, and how many files were checked."""
    findings = [_data(finding, shown_path) for finding in checked.findings]
    if show_text:
        for data, finding in zip(findings, checked.findings, strict=True):
            data["text"] = checked.lines.get((finding.path, finding.line), "")
            data["rewrite"] = finding.rewrite
    return plain.as_json({"findings": findings, "files": checked.files})


def _data(finding: Finding, shown_path: Callable[[str], str]) -> dict[str, Any]:
    return {
        "path": shown_path(finding.path),
        "line": finding.line,
        "column": finding.column,
        "code": finding.code,
        "name": BY_CODE[finding.code].name,
        "severity": finding.severity.value,
        "message": finding.message,
        "advice": finding.advice,
    }


def statistics(checked: Checked) -> str:
    """Count the findings of each rule, most first."""
    counts = [
        {"code": code, "name": BY_CODE[code].name, "severity": severity.value, "count": count}
        for code, severity, count in counted(checked.findings)
    ]
    return plain.as_json({"statistics": counts, "files": checked.files})
