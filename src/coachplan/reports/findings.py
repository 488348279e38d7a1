"""Findings for people and for programs."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from coachplan.checker import Checked
from coachplan.findings import Finding
from coachplan.reports import plain
from coachplan.reports.terminal import clean, styled

_TAB = 4
_COLOURS = {"error": "bold red", "warning": "bold yellow", "hint": "bold cyan"}


def as_text(checked: Checked, *, show_text: bool, shown_path: Callable[[str], str]) -> str:
    """One paragraph a finding, and a last line that sums up.

    With `show_text` the line of the file is shown with a caret under the place; without it no word of a plan appears.
    """
    paragraphs = [_paragraph(finding, checked, show_text, shown_path) for finding in checked.findings]
    separator = "\n\n" if show_text else "\n"
    return separator.join([*paragraphs, summary(checked)])


def summary(checked: Checked) -> str:
    """How much was checked, and what was found."""
    files = f"{checked.files} file{'s' * (checked.files != 1)}"
    if not checked.findings:
        return f"{styled('All well', 'bold green')}: {files} checked"
    counts = Counter(finding.severity.value for finding in checked.findings)
    found = ", ".join(f"{counts[kind]} {kind}{'s' * (counts[kind] > 1)}" for kind in _COLOURS if counts[kind])
    return f"Found {found} in {len({finding.path for finding in checked.findings})} of {files}"


def _paragraph(finding: Finding, checked: Checked, show_text: bool, shown_path: Callable[[str], str]) -> str:
    place = f"{clean(shown_path(finding.path))}:{finding.line}:{finding.column}"
    head = f"{styled(place, 'bold')}: {styled(finding.code, _COLOURS[finding.severity])} {finding.message}"
    if not show_text:
        return f"{head} ({finding.advice})"
    return "\n".join([head, *_excerpt(finding, checked.lines.get((finding.path, finding.line), ""))])


def _excerpt(finding: Finding, line: str) -> list[str]:
    before = clean(line[: finding.column - 1]).expandtabs(_TAB)
    shown = clean(line).expandtabs(_TAB)
    number = str(finding.line)
    bar = styled(f"{' ' * len(number)} |", "blue")
    return [
        f"{styled(number + ' |', 'blue')} {shown}",
        f"{bar} {' ' * len(before)}{styled('^', _COLOURS[finding.severity])}",
        f"{styled(' ' * len(number) + ' =', 'blue')} {finding.advice}",
    ]


def as_json(checked: Checked, *, shown_path: Callable[[str], str]) -> str:
    """Every finding, without any word of a plan."""
    findings: list[dict[str, Any]] = [
        {
            "path": shown_path(finding.path),
            "line": finding.line,
            "column": finding.column,
            "code": finding.code,
            "severity": finding.severity.value,
            "message": finding.message,
            "advice": finding.advice,
        }
        for finding in checked.findings
    ]
    return plain.as_json({"findings": findings, "files": checked.files})
