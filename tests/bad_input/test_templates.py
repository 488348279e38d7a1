"""Templates of an organisation that are broken or hostile: one line with their place, and nothing is made."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from coachplan.base.errors import UnreadableError
from coachplan.store.own_templates import OwnTemplates
from conftest import allow_templates
from terminal import Terminal

BROKEN: dict[str, tuple[str, str]] = {
    "an unknown tag": ("{% frobnicate %}", "line 1"),
    "a block without an end": ("{% if x %}", "plans/coaching.md.j2"),
    "an expression without an end": ("one\n{{ plan.title", "line 2"),
    "an undefined name": ("one\ntwo\n{{ nothing }}", "line 3"),
    "an undefined attribute": ("{{ plan.nothing.more }}", "line 1"),
    "an unknown filter": ("{{ plan.title | frobnicate }}", "line 1"),
    "an unknown test": ("{{ plan.title is frobnicated }}", "line 1"),
    "a division by nothing": ("{{ 1 / 0 }}", "line 1"),
    "a text plus a number": ("{{ 'a' + 1 }}", "line 1"),
    "a call of a text": ("{{ 'a'() }}", "line 1"),
    "an include of what is not there": ("{% include 'missing.j2' %}", "missing.j2"),
    "an include of what is outside": ("{% include '../../../../etc/passwd' %}", "which is missing"),
    "an absolute include": ("{% include '/etc/passwd' %}", "which is missing"),
    "an include of a folder": ("{% include 'site' %}", "which is missing"),
    "an import of what is not there": ("{% import 'missing.j2' as m %}", "missing.j2"),
    "a parent that is not there": ("{% extends 'missing.j2' %}", "missing.j2"),
    "the classes of a text": ("{{ ''.__class__.__mro__ }}", "line 1"),
    "the subclasses of everything": ("{{ ''.__class__.__base__.__subclasses__() }}", "line 1"),
    "the globals of a helper": ("{{ cycler.__init__.__globals__ }}", "line 1"),
    "the globals of a joiner": ("{{ joiner.__init__.__globals__.os.popen('id').read() }}", "line 1"),
    "the environment of the template": ("{{ self._TemplateReference__context.environment }}", "line 1"),
    "a class by a format": ("{{ '{0.__class__.__mro__}'.format(1) }}", "line 1"),
    "a class by a map": ("{{ [''] | map(attribute='__class__') | list }}", "front matter"),
    "a change of what it was given": ("{{ plan.update({'title': 'x'}) }}", "line 1"),
    "a range without reason": ("{% for n in range(10**9) %}x{% endfor %}", "line 1"),
    "output without an end": (
        "{% for a in range(9999) %}{% for b in range(9999) %}{{ 'x' * 999 }}{% endfor %}{% endfor %}",
        "64 MiB",
    ),
    "a helper as YAML": ("{{ cycler | yaml }}", "line 1"),
    "itself as YAML": ("{{ self | yaml }}", "line 1"),
    "a list of helpers as YAML": ("{{ [joiner, 1] | yaml }}", "line 1"),
    "half a character": ("{{ '\\ud800' }}", "surrogates"),
    "what is no plan": ("hello", "front matter"),
    "what is no YAML": ("---\n{{ plan.title }}: [\n---\n", "YAML"),
    "a control character": ("---\ntitle: \x1b[31m\n---\n", "control character"),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("template", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_template_gets_one_line_with_its_place(
    template: str, says: str, gets: Callable[..., str], repository: Path
) -> None:
    folder = repository / "templates/plans"
    folder.mkdir(parents=True)
    (folder / "coaching.md.j2").write_text(template, encoding="utf-8")
    allow_templates(repository)

    gets(2, "new", "T", "--for", "Ada", says=says)


@pytest.mark.parametrize("name", ["the globals of a helper", "output without an end", "an unknown tag"])
def test_a_broken_template_stops_a_process_of_its_own(name: str, gets: Callable[..., str], repository: Path) -> None:
    folder = repository / "templates/plans"
    folder.mkdir(parents=True)
    (folder / "coaching.md.j2").write_text(BROKEN[name][0], encoding="utf-8")
    allow_templates(repository)

    gets(2, "new", "T", "--for", "Ada", says=BROKEN[name][1], process=True)


RENDERED = {
    name: BROKEN[name]
    for name in ("an unknown tag", "an undefined name", "the classes of a text", "a division by nothing")
}


@pytest.mark.parametrize(("template", "_"), RENDERED.values(), ids=RENDERED)
@pytest.mark.parametrize("name", ["plan.md.j2", "plan.html.j2"])
def test_a_broken_template_of_a_document_gets_one_line(
    name: str, template: str, _: str, gets: Callable[..., str], repository: Path
) -> None:
    folder = repository / "templates/render"
    folder.mkdir(parents=True)
    (folder / name).write_text(template, encoding="utf-8")
    allow_templates(repository)

    gets(2, "render", "ada-lovelace", "--to", "md" if ".md" in name else "html", says=f"template render/{name}, line")


@pytest.mark.parametrize("raw", [b"\xff\xfe{{", b"{{ '\xff' }}", bytes(range(256))])
def test_a_template_that_is_no_utf_8_gets_one_line(raw: bytes, gets: Callable[..., str], repository: Path) -> None:
    folder = repository / "templates/plans"
    folder.mkdir(parents=True)
    (folder / "coaching.md.j2").write_bytes(raw)
    allow_templates(repository)

    gets(2, "new", "T", "--for", "Ada", says="template")
    gets(0, "templates")


def test_a_template_with_odd_words_about_itself_is_listed_harmless(gets: Callable[..., str], repository: Path) -> None:
    folder = repository / "templates/plans"
    folder.mkdir(parents=True)
    (folder / "own\x1b[31m.md.j2").write_text("{# For\x1b]0;x\x07 \u202emany\nlines #}", encoding="utf-8")

    shown = gets(0, "templates")

    assert "own" in shown
    gets(0, "templates", "--format", "json")


def test_a_template_that_includes_itself_gets_one_line(gets: Callable[..., str], repository: Path) -> None:
    folder = repository / "templates/plans"
    folder.mkdir(parents=True)
    (folder / "coaching.md.j2").write_text("{% include 'plans/coaching.md.j2' %}", encoding="utf-8")
    allow_templates(repository)

    gets(2, "new", "T", "--for", "Ada", says="template")


@pytest.mark.parametrize("format_", ["md", "html"])
def test_what_a_template_writes_drives_no_terminal(format_: str, repository: Path) -> None:
    folder = repository / "templates/render"
    folder.mkdir(parents=True)
    written = "{{ '\\x1b]52;c;cHduZWQ=\\x07 \\x9b31m seen' }}"
    (folder / f"plan.{format_}.j2").write_text(written, encoding="utf-8")
    allow_templates(repository)

    terminal = Terminal("-C", repository, "render", "ada-lovelace", "--to", format_)

    assert terminal.end() == 0
    assert "seen" in terminal.raw
    assert not re.search("[\x1b\x07\x9b]", terminal.raw)


def test_folders_in_each_other_among_the_templates_are_looked_through(tmp_path: Path) -> None:
    deepest = f"{tmp_path}/templates"
    for _ in range(1_200):
        os.mkdir(deepest)
        deepest += "/d"
    os.mkdir(deepest)
    try:
        with pytest.raises(UnreadableError, match="more than 1000 files"):
            OwnTemplates.read(tmp_path)
    finally:
        os.removedirs(deepest)
