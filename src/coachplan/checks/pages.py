"""The page of each rule, `rules/pages/CP204.md`: its title, why it matters, the source of that, and examples."""

import re
from importlib.resources import files
from typing import NamedTuple

from coachplan.checks.catalogue import BY_CODE, Rule

_PAGE = re.compile(
    r"# (?P<title>[^\n]+)\n\n(?P<why>.+?)\n\nSource: (?P<source>[^\n]+)\n\n"
    r"## Bad\n\n```yaml\n(?P<bad>.+?)\n```\n\n## Good\n\n```yaml\n(?P<good>.+?)\n```\n",
    re.DOTALL,
)


class Page(NamedTuple):
    """A rule's title, why it matters, the source of that, and an example of each kind in the plan format."""

    rule: Rule
    title: str
    why: str
    source: str
    bad: str
    good: str


def page(code: str) -> Page:
    """Return the page of the rule with this code."""
    text = files("coachplan.checks").joinpath(f"rules/pages/{code}.md").read_text(encoding="utf-8")
    match = _PAGE.fullmatch(text)
    assert match, f"pages/{code}.md does not have the shape of a page"
    return Page(BY_CODE[code], **match.groupdict())
