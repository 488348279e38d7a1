"""Choose findings: the wanted rules, their severities, and the baseline of findings that were there before."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from coachplan.base.errors import UnreadableError
from coachplan.base.findings import UNREADABLE, Finding, Severity
from coachplan.checks.catalogue import BY_CODE


@dataclass(frozen=True)
class Selection:
    """Rules by their codes or the beginnings of codes: those in `select` without those in `ignore`.

    Where both name a rule, the longer wins. `severities` has those that an organisation sets, by code.
    """

    select: tuple[str, ...] = ("CP",)
    ignore: tuple[str, ...] = ()
    severities: dict[str, Severity] = field(default_factory=dict)

    def has(self, code: str) -> bool:
        """True if the rule with this code is wanted, as those of unreadable files always are."""
        return code in UNREADABLE or _longest(code, self.select) > _longest(code, self.ignore)

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the wanted findings, in their order, each with the severity that is set for its rule."""
        wanted = {code for code in BY_CODE if self.has(code)}
        return [
            replace(finding, severity=self.severities[finding.code])
            if finding.code in self.severities and finding.code not in UNREADABLE
            else finding
            for finding in findings
            if finding.code in wanted
        ]


def _longest(code: str, beginnings: Iterable[str]) -> int:
    return max((len(beginning) for beginning in beginnings if code.startswith(beginning)), default=-1)


@dataclass(frozen=True)
class Baseline:
    """The count of findings by file and rule when the check was adopted; no lines and no words."""

    counts: Counter[tuple[str, str]]

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> "Baseline":
        """Return the baseline of `findings`, without those of files that cannot be read: nothing is known of these."""
        return cls(_counted(finding for finding in findings if finding.code not in UNREADABLE))

    @classmethod
    def read(cls, raw: bytes, name: str) -> "Baseline":
        """Return the baseline in the bytes of the file `name`; raise an error if it is not a baseline."""
        try:
            data = json.loads(raw)
            if data["version"] == 1:
                files = data["files"].items()
                counts = {(path, code): count for path, file in files for code, count in file.items()}
                if all(type(count) is int for count in counts.values()):
                    return cls(Counter(counts))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass
        raise UnreadableError(f"{name} is not a baseline; `coachplan check --write-baseline {name}` makes one")

    def to_bytes(self) -> bytes:
        """Return the file that `read` reads: versioned, sorted, and without any word of a plan."""
        files: dict[str, dict[str, int]] = {}
        for (path, code), count in self.counts.items():
            files.setdefault(path, {})[code] = count
        return f"{json.dumps({'version': 1, 'files': files}, indent=2, sort_keys=True)}\n".encode()

    def without(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are not in the baseline.

        Where a file has more findings of a rule than the baseline, all of them are there to look at: nothing tells
        which is the new one.
        """
        findings = list(findings)
        more = _counted(findings) - self.counts
        return [finding for finding in findings if finding.code in UNREADABLE or (finding.path, finding.code) in more]

    def fixed(self, findings: Iterable[Finding], selection: Selection) -> int:
        """Return the number of findings of the baseline that are gone, of the rules that are looked for."""
        gone = self.counts - _counted(findings)
        return sum(count for (_, code), count in gone.items() if selection.has(code))


def _counted(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.path, finding.code) for finding in findings)
