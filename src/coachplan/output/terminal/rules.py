"""The pages of rules for people, programs and the documentation."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from textwrap import indent

from coachplan.base.policy import NUMBERS, PolicyEntry
from coachplan.checks.pages import Page
from coachplan.output.terminal import plain
from coachplan.output.terminal.console import SEVERITY_STYLES, rendered, styled

_FOREWORD = """\
Made from the pages that `coachplan rule CODE` prints. Errors are for structure, warnings and hints are judgement; a
hint does not fail a check. No rule can prove a goal good."""
_FIXABLE = "`coachplan check --fix` fixes what has only one reading."


def as_text(pages: Iterable[Page]) -> str:
    """Return each page as a person reads it at a terminal."""
    return "\n\n".join(_page(page) for page in pages)


def _page(page: Page) -> str:
    from rich.markdown import Markdown

    rule = page.rule
    head = f"{styled(rule.code, SEVERITY_STYLES[rule.severity])} {styled(rule.name, 'bold')}  {rule.severity}"
    parts = [f"**{page.title}**", page.why, f"*Source: {page.source}*"]
    parts += _notes(page)
    examples = [
        f"{styled(word, style)}\n\n{indent(example, '    ')}"
        for word, style, example in (("Bad", "bold red", page.bad), ("Good", "bold green", page.good))
    ]
    return "\n\n".join([head, rendered(Markdown("\n\n".join(parts))), *examples])


def _notes(page: Page) -> list[str]:
    """Return a line for each number of the rule, and one if its findings can be fixed."""
    notes = []
    for number in _numbers(page):
        default = list(number.default) if isinstance(number.default, tuple) else number.default
        notes.append(f"`{number.name}` is {default} unless set: {number.about}")
    return [*notes, *([_FIXABLE] if page.rule.fixable else [])]


def _numbers(page: Page) -> list[PolicyEntry]:
    return [number for number in NUMBERS if number.code == page.rule.code]


def as_list(pages: Sequence[Page]) -> str:
    """Return one line a rule: code, name, severity and title."""
    return plain.columns([(page.rule.code, page.rule.name, page.rule.severity, page.title) for page in pages])


def as_json(pages: Iterable[Page]) -> str:
    """Return everything that is known of each rule."""
    rules = [
        {
            **{name: getattr(page.rule, name) for name in ("code", "name", "family", "severity", "fixable")},
            **{name: getattr(page, name) for name in ("title", "why", "source", "bad", "good")},
            "numbers": [
                {"name": number.name, "default": number.default, "about": number.about} for number in _numbers(page)
            ],
        }
        for page in pages
    ]
    return plain.as_json({"rules": rules})


def as_document(pages: Iterable[Page]) -> str:
    """Return the rules as one Markdown document, a chapter for each family."""
    parts = ["# The rules of `coachplan check`", _FOREWORD]
    for family, chapter in groupby(pages, key=lambda page: page.rule.family):
        parts.append(f"## {family}")
        parts += [_section(page) for page in chapter]
    return "\n\n".join(parts) + "\n"


def _section(page: Page) -> str:
    rule = page.rule
    return "\n\n".join(
        (
            f"### {rule.code} {rule.name}",
            f"**{page.title}** ({rule.severity})",
            page.why,
            f"*Source: {page.source}*",
            *_notes(page),
            f"Bad:\n\n```yaml\n{page.bad}\n```",
            f"Good:\n\n```yaml\n{page.good}\n```",
        )
    )
