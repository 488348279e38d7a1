"""Findings for people at a terminal and in the log of a CI."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from shutil import get_terminal_size
from textwrap import wrap

from coachplan.base.findings import Finding, Severity
from coachplan.base.words import plural
from coachplan.checks.catalogue import BY_CODE
from coachplan.output.findings.order import by_plan, counted
from coachplan.output.findings.quoting import said
from coachplan.output.terminal.console import SEVERITY_STYLES, clean, fitted, line, styled
from coachplan.views.checker import Checked

_TAB = 4
_NARROWEST = 40
_LINE_ENDS = re.compile(r"[\t\n]")


def full(checked: Checked, *, show_text: bool, shown_path: Callable[[str], str], limit: int | None, **_: object) -> str:
    """Return one paragraph a finding, plan by plan, and a last line that sums up.

    With `show_text` the line of the file is shown with a caret under the place, and a better wording where there is
    one; without it no word of a plan appears.
    """
    separator = "\n\n" if show_text else "\n"
    return separator.join([*_paragraphs(checked, show_text, shown_path, limit), summary(checked)])


def _paragraphs(
    checked: Checked, show_text: bool, shown_path: Callable[[str], str], limit: int | None
) -> Iterator[str]:
    for _, shown, hidden in by_plan(checked.findings, limit):
        for finding in shown:
            head = _head(finding, shown_path)
            if show_text:
                excerpt = _excerpt(finding, checked.lines.get((finding.path, finding.line), ""))
                yield "\n".join([f"{head} {finding.message}", *excerpt])
            else:
                yield f"{head} {said(finding)}"
        if hidden:
            yield styled(f"… and {hidden} more in this plan; --all shows them", "dim")


def concise(checked: Checked, *, shown_path: Callable[[str], str], **_: object) -> str:
    """Return one line a finding, plan by plan, and a last line that sums up; never a word of a plan."""
    plans = by_plan(checked.findings, None)
    lines = [f"{_head(finding, shown_path)} {finding.message}" for plan in plans for finding in plan.shown]
    return "\n".join([*lines, summary(checked)])


def summary(checked: Checked) -> str:
    """Return the number of files checked and of findings."""
    files = plural(checked.files, "file")
    if not checked.findings:
        return f"{styled('All well', 'bold green')}: {files} checked"
    counts = Counter(finding.severity for finding in checked.findings)
    found = ", ".join(plural(counts[kind], kind) for kind in Severity if counts[kind])
    harmless = "; hints do not fail a check" if counts[Severity.HINT] else ""
    return f"Found {found} in {len({finding.path for finding in checked.findings})} of {files}{harmless}"


def statistics(checked: Checked) -> str:
    """Return one line a rule that found something: how often, code, name and severity; and a last line that sums up."""
    rows = [(str(count), code, BY_CODE[code].name, severity) for code, severity, count in counted(checked.findings)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        f"{count:>{widths[0]}}  {styled(code, SEVERITY_STYLES[severity])}  {name:<{widths[2]}}  {severity}"
        for count, code, name, severity in rows
    ]
    return "\n".join([*lines, summary(checked)])


def _head(finding: Finding, shown_path: Callable[[str], str]) -> str:
    place = f"{_one_line(shown_path(finding.path))}:{finding.line}:{finding.column}"
    return (
        f"{styled(place, 'bold')}: {styled(f'{finding.code} {finding.severity}:', SEVERITY_STYLES[finding.severity])}"
    )


def _one_line(path: str) -> str:
    return _LINE_ENDS.sub("\ufffd", clean(path))


def _excerpt(finding: Finding, text: str) -> list[str]:
    number = str(finding.line)
    width = max(get_terminal_size().columns, _NARROWEST) - len(f"{number} | ")
    shown, cells = _around(text, finding.column - 1, width)
    margin = " " * len(number)
    lines = [
        f"{styled(f'{number} |', 'blue')} {shown}",
        f"{styled(f'{margin} |', 'blue')} {' ' * cells}{styled('^', SEVERITY_STYLES[finding.severity])}",
        *_beside(f"{margin} =", finding.advice, width),
    ]
    if finding.rewrite:
        lines += _beside(f"{margin} =", f"try: {line(finding.rewrite)}", width)
    return lines


def _beside(bar: str, text: str, width: int) -> list[str]:
    """Return a text beside a bar, on as many lines as it takes."""
    first, *rest = wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return [f"{styled(bar, 'blue')} {first}", *(f"{' ' * len(bar)} {part}" for part in rest)]


def _around(text: str, index: int, width: int) -> tuple[str, int]:
    """Return as much of a line as fits a terminal around the character at `index`, and the cells before it."""
    from rich.cells import cell_len

    before, after = (clean(part).expandtabs(_TAB) for part in (text[:index], text[index:]))
    if cell_len(before) + cell_len(after) > width:
        before = fitted(before[::-1], max(width // 2, width - cell_len(after)))[::-1]
        after = fitted(after, width - cell_len(before))
    return before + after, cell_len(before)
