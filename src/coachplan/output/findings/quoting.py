"""A finding in words for programs that show them to people: harmless, and with a plan's words only where asked for."""

import os
import re

from coachplan.base.findings import Finding
from coachplan.output.terminal.console import clean
from coachplan.views.checker import Checked

_NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def said(finding: Finding) -> str:
    """Return the finding and the remedy in one line."""
    return f"{finding.message} ({finding.advice})"


def quoted(finding: Finding, checked: Checked) -> list[str]:
    """Return the line that the finding is about, and the better wording where there is one."""
    line = harmless(checked.lines.get((finding.path, finding.line), ""))
    return [line, *suggested(finding)] if line else suggested(finding)


def suggested(finding: Finding) -> list[str]:
    """Return the better wording, where there is one, in a line of its own."""
    return [f"try: {harmless(finding.rewrite)}"] if finding.rewrite else []


def harmless(text: str) -> str:
    """Return a text with only characters that XML knows, too."""
    return _NO_CHARACTERS.sub("\ufffd", clean(text))


def readable(path: str) -> str:
    """Return a path with U+FFFD for each byte that is not UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")
