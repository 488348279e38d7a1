"""Findings for people and for programs."""

import re
from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from shutil import get_terminal_size
from typing import Any

from coachplan.checker import Checked
from coachplan.findings import Finding
from coachplan.reports import plain
from coachplan.reports.terminal import clean, styled

_TAB = 4
_NARROWEST = 40
_LINE_ENDS = re.compile(r"[\t\n]")
_COLOURS = {"error": "bold red", "warning": "bold yellow", "hint": "bold cyan"}


class Format(StrEnum):
    """How findings are shown: the first two for people, the others for programs."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    SARIF = "sarif"


def render(
    checked: Checked, form: Format, *, show_text: bool, shown_path: Callable[[str], str], limit: int | None
) -> str:
    """The findings in a format."""
    if form is Format.FULL:
        return as_text(checked, show_text=show_text, shown_path=shown_path)
    return as_json(checked, shown_path=shown_path)


def statistics(checked: Checked, form: Format) -> str:
    """How often each rule found something."""
    return ""


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
    path = _LINE_ENDS.sub("\ufffd", clean(shown_path(finding.path)))
    place = f"{path}:{finding.line}:{finding.column}"
    head = f"{styled(place, 'bold')}: {styled(finding.code, _COLOURS[finding.severity])} {finding.message}"
    if not show_text:
        return f"{head} ({finding.advice})"
    return "\n".join([head, *_excerpt(finding, checked.lines.get((finding.path, finding.line), ""))])


def _excerpt(finding: Finding, line: str) -> list[str]:
    number = str(finding.line)
    shown, cells = _around(line, finding.column - 1, max(get_terminal_size().columns, _NARROWEST) - len(f"{number} | "))
    bar = styled(f"{' ' * len(number)} |", "blue")
    return [
        f"{styled(number + ' |', 'blue')} {shown}",
        f"{bar} {' ' * cells}{styled('^', _COLOURS[finding.severity])}",
        f"{styled(' ' * len(number) + ' =', 'blue')} {finding.advice}",
    ]


def _around(line: str, index: int, width: int) -> tuple[str, int]:
    """As much of a line as fits a terminal around the character at `index`, and how many cells stand before it."""
    from rich.cells import cell_len

    before, after = (clean(part).expandtabs(_TAB) for part in (line[:index], line[index:]))
    if cell_len(before) + cell_len(after) > width:
        before = _cut(before[::-1], max(width // 2, width - cell_len(after)))[::-1]
        after = _cut(after, width - cell_len(before))
    return before + after, cell_len(before)


def _cut(text: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1).rstrip()}…"


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
