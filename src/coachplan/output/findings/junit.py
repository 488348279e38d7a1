"""A JUnit report, as Jenkins and GitLab show it."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from itertools import groupby

from junitparser import Error, Failure, Skipped, TestCase
from junitparser.xunit2 import JUnitXml, TestSuite

from coachplan.base.findings import Finding, Severity
from coachplan.checks.catalogue import BY_CODE
from coachplan.output.findings.order import plan_of
from coachplan.output.findings.quoting import harmless, quoted, said
from coachplan.views.checker import Checked

_NOTHING = "nothing to fix"
_RESULTS = {Severity.ERROR: Error, Severity.WARNING: Failure, Severity.HINT: Skipped}


def report(checked: Checked, *, show_text: bool, shown_path: Callable[[str], str], **_: object) -> str:
    """Return a test case for each rule that found something in a file, which so has the same name while lines move.

    Errors are errors, warnings failures; hints are skipped, because they do not fail a check. A plan in which nothing
    was found is a case that has passed, and so is a check of nothing: Jenkins takes a report without any for a failure.
    """
    suite = TestSuite("coachplan check")  # type: ignore[no-untyped-call]
    suite.add_property("files", str(checked.files))
    cases = [*_cases(checked, show_text, shown_path), *_passed(checked, shown_path)]
    suite.add_testcases(cases or [TestCase(_NOTHING, "coachplan")])
    report = JUnitXml("coachplan")
    report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call]
    written = BytesIO()
    report.write(written)
    return written.getvalue().decode()


def _cases(checked: Checked, show_text: bool, shown_path: Callable[[str], str]) -> Iterable[TestCase]:
    for path, in_file in groupby(checked.findings, lambda finding: finding.path):
        shown = harmless(shown_path(path))
        for _, of_rule in groupby(sorted(in_file, key=_rule), _rule):
            findings = list(of_rule)
            lines = [line for finding in findings for line in _told(finding, shown, checked, show_text)]
            yield _case(findings, shown, "\n".join(lines))


def _passed(checked: Checked, shown_path: Callable[[str], str]) -> Iterable[TestCase]:
    """Yield a case for each plan in which nothing was found."""
    found = {plan_of(finding.path) for finding in checked.findings}
    for path in checked.plans:
        if plan_of(path) not in found:
            yield TestCase(_NOTHING, _class(harmless(shown_path(path))))


def _class(path: str) -> str:
    """Return a path as Jenkins shows it: package.class."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    return f"{folder}.{name}" if folder else name


def _rule(finding: Finding) -> tuple[str, Severity]:
    return finding.code, finding.severity


def _told(finding: Finding, path: str, checked: Checked, show_text: bool) -> list[str]:
    quotes = [f"    {line}" for line in quoted(finding, checked)] if show_text else []
    return [f"{path}:{finding.line}:{finding.column}: {said(finding)}", *quotes]


def _case(findings: Sequence[Finding], path: str, text: str) -> TestCase:
    first = findings[0]
    rule = BY_CODE[first.code]
    case = TestCase(f"{rule.code} {rule.name}", _class(path))
    message = first.message if len(findings) == 1 else f"{first.message}, and {len(findings) - 1} more"
    result = _RESULTS[first.severity](message, first.severity.value)
    result.text = text
    case.result = result
    return case
