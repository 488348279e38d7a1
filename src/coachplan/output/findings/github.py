"""Annotations of GitHub Actions: workflow commands, one a line."""

from collections.abc import Callable

from coachplan.base.findings import Finding, Severity
from coachplan.checks.catalogue import BY_CODE
from coachplan.output.findings.order import weightiest_first
from coachplan.output.findings.quoting import quoted, readable, said
from coachplan.output.terminal.console import clean
from coachplan.views.checker import Checked

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def report(
    checked: Checked, *, show_text: bool, shown_path: Callable[[str], str], has_codes: bool = False, **_: object
) -> str:
    """Return a workflow command a finding, the weightiest first: GitHub shows the first ten of each kind only.

    A path of codes is no file that GitHub knows: it comes first in the message then.
    """
    return "\n".join(
        _command(finding, quoted(finding, checked) if show_text else [], shown_path, has_codes)
        for finding in weightiest_first(checked.findings)
    )


def _command(finding: Finding, quotes: list[str], shown_path: Callable[[str], str], has_codes: bool) -> str:
    path, title = readable(shown_path(finding.path)), f"title={finding.code} {BY_CODE[finding.code].name}"
    message = "\n".join([said(finding), *quotes])
    if has_codes:
        properties, message = title, f"{clean(path)}:{finding.line}:{finding.column}: {message}"
    else:
        place = f"file={clean(path.translate(_IN_PROPERTIES))},line={finding.line},col={finding.column}"
        properties = f"{place},{title}"
    return f"::{_COMMANDS[finding.severity]} {properties}::{message.translate(_IN_MESSAGES)}"
