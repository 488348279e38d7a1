"""Findings for people and for programs, in one of seven formats."""

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from coachplan.views.checker import Checked


class Format(StrEnum):
    """The formats of findings: the first two for people, the others for programs."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    SARIF = "sarif"


class _Report(Protocol):
    """The function that each module of this package offers; the module is loaded only for its own format."""

    def __call__(
        self, checked: "Checked", *, show_text: bool, shown_path: Callable[[str], str], limit: int | None
    ) -> str: ...


_MODULES = {
    Format.FULL: ("text", "full"),
    Format.CONCISE: ("text", "concise"),
    Format.JSON: ("plain_json", "report"),
    Format.GITHUB: ("github", "report"),
    Format.GITLAB: ("gitlab", "report"),
    Format.JUNIT: ("junit", "report"),
    Format.SARIF: ("sarif", "report"),
}


def render(
    checked: "Checked", form: Format, *, show_text: bool, shown_path: Callable[[str], str], limit: int | None = None
) -> str:
    """Return the findings in a format, without any word of a plan unless `show_text`.

    The formats for people show at most `limit` findings of a plan, the ones that matter most first, and count the rest;
    those for programs hold every finding.
    """
    module, name = _MODULES[form]
    report: _Report = getattr(import_module(f"{__name__}.{module}"), name)
    return report(checked, show_text=show_text, shown_path=shown_path, limit=limit)


def statistics(checked: "Checked", form: Format = Format.FULL) -> str:
    """Count the findings of each rule, most first: a JSON document for `json`, else columns for people."""
    if form is Format.JSON:
        from coachplan.output.findings import plain_json

        return plain_json.statistics(checked)
    from coachplan.output.findings import text

    return text.statistics(checked)


def summary(checked: "Checked") -> str:
    """Return the number of files checked and of findings, in one line."""
    from coachplan.output.findings import text

    return text.summary(checked)
