"""Findings in the order that helps most, and what stays the same of one while lines move."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from coachplan.base.findings import Finding, Severity
from coachplan.base.layout import AGREEMENTS_FOLDER, CHECK_INS_FOLDER

_WEIGHTS = {severity: weight for weight, severity in enumerate(Severity)}


class PlanFindings(NamedTuple):
    """The findings of one plan that are shown, and how many are not."""

    plan: str
    shown: Sequence[Finding]
    hidden: int


def weightiest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return errors, then warnings, then hints, each by place."""
    return sorted(findings, key=lambda finding: (_WEIGHTS[finding.severity], finding))


def by_plan(findings: Iterable[Finding], limit: int | None) -> Iterator[PlanFindings]:
    """Yield the findings of each plan, the weightiest first and at most `limit` of them."""
    plans: dict[str, list[Finding]] = {}
    for finding in weightiest_first(findings):
        plans.setdefault(plan_of(finding.path), []).append(finding)
    for plan, found in sorted(plans.items()):
        shown = found if limit is None else weightiest_first(_varied(found)[:limit])
        yield PlanFindings(plan, shown, len(found) - len(shown))


def _varied(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings so that within a severity the first of each rule comes before the second of any."""
    seen: Counter[str] = Counter()
    ranks = []
    for finding in findings:
        ranks.append((_WEIGHTS[finding.severity], seen[finding.code]))
        seen[finding.code] += 1
    return [finding for _, finding in sorted(zip(ranks, findings, strict=True), key=lambda pair: pair[0])]


def plan_of(path: str) -> str:
    """Return the folder of the plan that a file belongs to."""
    folder, _, _ = path.rpartition("/")
    above, _, inner = folder.rpartition("/")
    return above if inner in (CHECK_INS_FOLDER, AGREEMENTS_FOLDER) else folder


def counted(findings: Iterable[Finding]) -> list[tuple[str, Severity, int]]:
    """Count the findings of each code and severity, most first."""
    counts = Counter((finding.code, finding.severity) for finding in findings)
    return [(code, severity, count) for (code, severity), count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))]


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """Return for each finding a name that no other has, that stays when lines move, and that holds no word of a plan.

    The second one of a kind in a file differs from the first by its number only.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        kind = finding.path, finding.code  # a message may say how many days ago
        parts = (*kind, str(seen[kind]))
        seen[kind] += 1
        yield sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
