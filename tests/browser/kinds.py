"""Every kind of page, and the command that makes it. Another kind is another line of `KINDS`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from browser import repositories
from browser.repositories import World

TODAY = "2026-10-29"
"""A day on which the examples have something of everything."""

LATER = "2026-11-20"
"""A day on which some of them have ended, and wait for the look back."""


@dataclass(frozen=True)
class Kind:
    """A page at `path` of the site of a repository, or the document that `render` makes of one of its plans."""

    name: str
    repository: Callable[[World], Path]
    path: str = "index.html"
    day: str = TODAY
    reader: str | None = None
    render: tuple[str, ...] = ()


_ADA = "plans/ada-lovelace/clear-status-updates.html"

KINDS = (
    Kind("home", repositories.examples),
    Kind("home-where-plans-wait", repositories.examples, day=LATER),
    Kind("home-of-one-reader", repositories.examples, reader="rosa@example.com"),
    Kind("home-without-plans", repositories.empty),
    Kind("home-where-all-is-well", repositories.well),
    Kind("home-of-many", repositories.many),
    Kind("home-of-unusual-texts", repositories.texts),
    Kind("manager", repositories.examples, "managers/charles-babbage.html", day=LATER),
    Kind("person", repositories.examples, "people/rosa-delgado.html"),
    Kind("plan-active", repositories.examples, "plans/hannah-weiss/from-analyst-to-senior-analyst.html"),
    Kind("plan-draft", repositories.examples, "plans/maja-lindqvist/say-no-with-an-alternative.html"),
    Kind("plan-on-hold", repositories.examples, "plans/lina-haddad/critique-before-the-work-is-finished.html"),
    Kind("plan-closed", repositories.examples, _ADA),
    Kind("plan-formal", repositories.examples, "plans/owen-barclay/invoices-on-time-and-right-first-time.html"),
    Kind("plan-with-levels", repositories.examples, "plans/nikos-alexiou/more-pupils-in-the-discussion.html"),
    Kind("plan-without-check-ins", repositories.well, "plans/ada-lovelace/listen-first.html"),
    Kind("plan-busy", repositories.busy, _ADA),
    *(Kind(f"plan-{name}", repositories.texts, f"plans/{name}/fields.html") for name in repositories.TEXTS),
    Kind("document", repositories.examples, render=("ada", "--to", "html")),
    Kind("document-on-hold", repositories.examples, render=("lina", "--to", "html")),
    Kind("document-to-do", repositories.examples, render=("rosa", "--to", "html", "--audience", "team-member")),
    Kind("document-of-manager", repositories.examples, render=("hannah", "--to", "html", "--audience", "manager")),
    Kind("document-for-hr", repositories.examples, render=("zoe", "--to", "html", "--audience", "hr", "--sign")),
    Kind("document-summary", repositories.examples, render=("zoe", "--to", "html", "--audience", "summary", "--sign")),
)


def of(*kinds: Kind) -> pytest.MarkDecorator:
    """A test of each of these kinds; those of one repository by one worker, so that each is made once."""
    marks = [pytest.mark.xdist_group(kind.repository.__name__) for kind in kinds]
    cases = zip(kinds, marks, strict=True)
    return pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name, marks=mark) for kind, mark in cases])


def with_name(name: str) -> Kind:
    """The kind of this name."""
    return next(kind for kind in KINDS if kind.name == name)
