"""Every rule by its code: all that is known of it without its function, so that no model is loaded."""

from typing import NamedTuple

from coachplan.base.findings import Severity
from coachplan.checks.catalogue_rows import ROWS


class Rule(NamedTuple):
    """A rule as people see it: the severity unless another is set; `fixable` if `--fix` fixes some of its findings."""

    code: str
    name: str
    severity: Severity
    fixable: bool = False

    @property
    def family(self) -> str:
        """The family that the rule belongs to, in words."""
        return FAMILIES[self.code[:3]]


FILES_AND_HISTORY = "Files and history"
FAMILIES = {
    "CP0": "Unreadable",
    "CP1": "Sections",
    "CP2": "Goal and measures",
    "CP3": "Collaboration",
    "CP4": "Timeline and cadence",
    "CP5": "Check-ins",
    "CP6": "Language",
    "CP7": "Privacy",
    "CP8": "Across plans",
    "CP9": FILES_AND_HISTORY,
}
"""The families of rules by the first three characters of their codes."""

READING: tuple[Rule, ...] = (
    Rule("CP001", "unreadable", Severity.ERROR),
    Rule("CP002", "not-plain-text", Severity.ERROR),
    Rule("CP003", "too-large", Severity.ERROR),
    Rule("CP004", "no-front-matter", Severity.ERROR),
    Rule("CP005", "invalid-yaml", Severity.ERROR),
    Rule("CP006", "anchor-or-tag", Severity.ERROR),
    Rule("CP007", "key-twice", Severity.ERROR),
    Rule("CP008", "too-deep", Severity.ERROR),
    Rule("CP009", "conflict", Severity.ERROR),
    Rule("CP010", "unknown-version", Severity.ERROR),
    Rule("CP011", "unknown-key", Severity.ERROR),
    Rule("CP012", "wrong-value", Severity.ERROR, fixable=True),
    Rule("CP013", "no-day", Severity.ERROR, fixable=True),
    Rule("CP014", "missing-key", Severity.ERROR),
    Rule("CP015", "empty", Severity.ERROR),
    Rule("CP016", "unknown-role", Severity.ERROR),
    Rule("CP017", "ignore-without-reason", Severity.ERROR),
    Rule("CP018", "unused-ignore", Severity.WARNING),
    Rule("CP101", "missing-section", Severity.ERROR),
    Rule("CP102", "empty-section", Severity.ERROR),
    Rule("CP405", "ambiguous-cadence", Severity.ERROR),
    Rule("CP705", "read-by-others", Severity.ERROR),
    Rule("CP706", "reader-cannot-read", Severity.HINT),
    Rule("CP707", "readers-unknown", Severity.WARNING),
    Rule("CP708", "read-after-leaving", Severity.ERROR),
    Rule("CP709", "open-on-this-machine", Severity.ERROR),
    Rule("CP901", "second-copy", Severity.WARNING),
    Rule("CP902", "yes-from-nobody", Severity.ERROR),
    Rule("CP903", "word-from-nobody", Severity.ERROR),
    Rule("CP904", "word-gone", Severity.WARNING),
    Rule("CP905", "misplaced-file", Severity.ERROR),
    Rule("CP906", "folder-name", Severity.ERROR, fixable=True),
    Rule("CP907", "broken-by-plan", Severity.ERROR),
    Rule("CP908", "read-by-all", Severity.HINT),
)
"""The rules that are not functions: `format` and `lint` (CP018) find them in a file, `views` in what is around it."""

RULES: tuple[Rule, ...] = tuple(
    sorted([*READING, *(Rule(code, name, Severity(severity), fixable) for code, name, severity, fixable in ROWS)])
)
"""Every rule, in the order of its code."""

BY_CODE = {rule.code: rule for rule in RULES}
"""Every rule by its code."""

BY_NAME = {rule.name: rule for rule in RULES}
"""Every rule by its name."""
