"""Findings for people and for programs, in one of seven formats."""

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any

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


_FOR_PEOPLE = {Format.FULL: "full", Format.CONCISE: "concise"}


def render(
    checked: "Checked",
    form: Format,
    *,
    show_text: bool,
    shown_path: Callable[[str], str],
    limit: int | None = None,
    has_codes: bool = False,
) -> str:
    """Return the findings in a format, without any word of a plan unless `show_text`.

    Where the paths are codes, `has_codes`, nothing is put at a place in a file. The formats for people show at most
    `limit` findings of a plan, the ones that matter most first, and count the rest; those for programs hold all.
    """
    # A module is loaded for its own format only.
    if name := _FOR_PEOPLE.get(form):
        report = getattr(_module("text"), name)
    else:
        report = _module("plain_json" if form is Format.JSON else form).report
    text: str = report(checked, show_text=show_text, shown_path=shown_path, limit=limit, has_codes=has_codes)
    return text


def statistics(checked: "Checked", form: Format = Format.FULL) -> str:
    """Count the findings of each rule, most first: a JSON document for `json`, else columns for people."""
    text: str = _module("plain_json" if form is Format.JSON else "text").statistics(checked)
    return text


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name}")
