"""The settings of a plan repository, as plain values."""

from dataclasses import dataclass, field

from coachplan.base.findings import Severity
from coachplan.base.policy import Policy

DEFAULT_LABELS = {"coaching": "Coaching plan", "performance-support": "Performance support plan"}


@dataclass(frozen=True)
class Settings:
    """An organisation's settings: `labels` by kind, its HR partner, its people, and its choice of rules.

    `select` and `ignore` hold codes and beginnings of codes, `severities` the weight of each rule by code.
    """

    labels: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_LABELS))
    hr: str | None = None
    directory: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
    select: tuple[str, ...] = ("CP",)
    ignore: tuple[str, ...] = ()
    severities: dict[str, Severity] = field(default_factory=dict)

    def complete(self, person: str) -> str:
        """Return the one identity in the directory whose name or email is `person`, else `person` unchanged."""
        wanted = person.strip().casefold()
        found = [entry for entry in self.directory if wanted in _names_of(entry)]
        return found[0] if len(found) == 1 else person


def _names_of(identity: str) -> set[str]:
    name, _, email = identity.casefold().partition("<")
    return {name.strip(), email.rstrip("> ")} - {""}
