"""The settings of a plan repository, as plain values."""

from dataclasses import dataclass, field
from datetime import date

from coachplan.base.findings import Severity
from coachplan.base.policy import Policy

DEFAULT_LABELS = {"coaching": "Coaching plan", "performance-support": "Performance support plan"}


@dataclass(frozen=True)
class Settings:
    """An organisation's settings: `labels` by kind, its HR partner, its people, and its choice of rules.

    Of the people in the directory, `accounts` has whose each account or key on a forge is, such as `github.com/ada`,
    and `until` the last day of those who leave. `machines` are accounts and keys of nobody, such as those of CI.
    `select` and `ignore` hold codes and beginnings of codes, `severities` the weight of each rule by code.
    """

    labels: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_LABELS))
    hr: str | None = None
    directory: tuple[str, ...] = ()
    accounts: dict[str, str] = field(default_factory=dict)
    until: dict[str, date] = field(default_factory=dict)
    machines: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
    select: tuple[str, ...] = ("CP",)
    ignore: tuple[str, ...] = ()
    severities: dict[str, Severity] = field(default_factory=dict)

    def named(self, person: str) -> list[str]:
        """Return each identity of the directory whose name or email is `person`."""
        from coachplan.base.candidates import folded, whole_names

        wanted = folded(person)
        return [entry for entry in self.directory if wanted and wanted in whole_names(entry)]
