"""An organisation can replace any one template, and a broken one is one clear line."""

import os
import shutil
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from coachplan.store.own_templates import OwnTemplates, UntrustedError
from coachplan.store.templating import render, stamp
from conftest import EXAMPLES, Coachplan, allow_templates

TEMPLATES = Path(__file__).parents[3] / "templates"
DAY = ("--date", "2026-10-12")
# What no page of the examples' site shows: documents, the server's own messages, and a site without plans.
ELSEWHERE = {
    "render/plan.md.j2": ("render", "zoe", "--to", "md"),
    "render/summary.md.j2": ("render", "zoe", "--to", "md", "--audience", "summary"),
    "render/summary.html.j2": ("render", "zoe", "--to", "html", "--audience", "summary"),
    "render/parts/signatures.html.j2": ("render", "zoe", "--to", "html", "--sign"),
    "render/parts/signatures.md.j2": ("render", "zoe", "--to", "md", "--sign"),
    "render/parts/beside.md.j2": ("render", "zoe", "--to", "md", "--sign"),
    "render/parts/course.html.j2": ("render", "zoe", "--to", "html", "--audience", "hr"),
    "render/parts/to_do.html.j2": ("render", "zoe", "--to", "html", "--audience", "manager"),
    "site/parts/no_plans.html.j2": None,
    "site/message.html.j2": None,
}

QUICK = {"render/plan.md.j2", "render/summary.html.j2", "site/home.html.j2", "layout.html.j2"}


def names() -> list[str]:
    found = [path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*") if path.is_file()]
    return sorted(str(name) for name in found if name.parts[0] in ("render", "site") or len(name.parts) == 1)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES, tmp_path / "plans")


def replaced(repository: Path, name: str, text: str) -> None:
    own = repository / "templates" / name
    own.parent.mkdir(parents=True)
    own.write_text(text, encoding="utf-8")
    allow_templates(repository)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in QUICK else [pytest.mark.long])
        for name in names()
        if name.endswith(".j2") and ELSEWHERE.get(name, ()) is not None
    ],
)
def test_a_broken_replacement_is_one_line_that_names_it(repository, coachplan: Coachplan, tmp_path, name):
    replaced(repository, name, "<p>\n{{ nothing.here }}")
    call = ELSEWHERE.get(name) or ("site", "-o", str(tmp_path / "site"))

    result = coachplan("-C", repository, *call, *DAY)

    assert (result.code, result.out) == (2, "")
    assert result.err == f"coachplan: template {name}, line 2: 'nothing' is undefined\n"


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", ["site/parts/wins.html.j2", "site/home.html.j2", "layout.html.j2", "style.css"])
def test_a_replacement_is_shown_and_the_rest_stays(repository, coachplan: Coachplan, tmp_path, name):
    replaced(repository, name, "/* ours */")

    assert coachplan("-C", repository, "site", "-o", tmp_path / "site", *DAY).code == 0

    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "/* ours */" in home
    assert ("The next two weeks" in home) == (name not in ("site/home.html.j2", "layout.html.j2"))


RAW = "@media print{#nav{display:none}}\n.a::after{content:'{{ x }} {% raw %}{# it\\'s \\201c # ä \U0001f600'}\n"


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", ["style.css", "site/table.js"])
def test_a_stylesheet_or_a_script_is_taken_as_it_is(repository, coachplan: Coachplan, tmp_path, name):
    replaced(repository, name, RAW)

    assert coachplan("-C", repository, "site", "-o", tmp_path / "site", *DAY).code == 0

    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    element = "style" if name == "style.css" else "script"
    assert f"<{element}>{RAW}</{element}>" in home
    assert f"'sha256-{b64encode(sha256(RAW.encode()).digest()).decode()}'" in home


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("style.css", b"a{}\n</STYLE><p>", ", line 2: a page cannot hold `</STYLE` there; remove it"),
        ("site/table.js", b"x = '</script>'", ", line 1: a page cannot hold `</script` there; remove it"),
        ("site/table.js", b"x = '<!--<script>'", ", line 1: a page cannot hold `<!--` there; remove it"),
        ("style.css", b"\xff", " is not UTF-8; save it as UTF-8"),
        ("site/table.js", b"\xff", " is not UTF-8; save it as UTF-8"),
        ("site/parts/foot.html.j2", b"\xff", " is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_file_that_no_page_can_hold_is_one_line_that_names_it(
    repository, coachplan: Coachplan, tmp_path, name, raw, says
):
    replaced(repository, name, "")
    (repository / "templates" / name).write_bytes(raw)
    allow_templates(repository)

    result = coachplan("-C", repository, "site", "-o", tmp_path / "site", *DAY)

    assert (result.code, result.out) == (2, "")
    assert result.err == f"coachplan: template {name}{says}\n"


SITE = ("site", "-o", "site", "--date", "2026-10-12")


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("link", "inner", "call"),
    [
        ("site/parts/foot.html.j2", "", SITE),
        ("site/parts", "foot.html.j2", SITE),
        ("site", "parts/foot.html.j2", SITE),
        ("", "site/parts/foot.html.j2", SITE),
        ("style.css", "", SITE),
        ("render/styles.docx", "", ("render", "zoe", "--to", "docx", "-o", "zoe.docx")),
        ("render", "styles.docx", ("render", "zoe", "--to", "docx", "-o", "zoe.docx")),
        ("plans/coaching.md.j2", "", ("new", "T", "--for", "Ada")),
        ("plans", "coaching.md.j2", ("new", "T", "--for", "Ada")),
        ("questions/setback.md", "", ("prep", "zoe", *DAY)),
        ("questions", "x.md", ("prep", "zoe")),
    ],
)
def test_what_a_link_leads_to_is_never_shown(repository, coachplan: Coachplan, git, tmp_path, link, inner, call):
    git(repository, "init", "--quiet")
    secret = tmp_path / "secret" / inner
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.write_text("{# the secret #} the secret\n", encoding="utf-8")
    place = repository / "templates" / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(tmp_path / "secret")

    result = coachplan("-C", repository, *call, cwd=tmp_path)

    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert f"{link or 'templates'} cannot be read: it is a symbolic link" in result.err
    assert str(tmp_path / "secret") not in result.err
    listed = coachplan("-C", repository, "templates")
    assert "secret" not in listed.out + listed.err


def test_what_came_since_templates_were_read_is_not_used(tmp_path):
    told = {"heading": "x", "text": "y", "home": None, "scripts": [], "is_live": False}
    replaced(tmp_path, "site/message.html.j2", "Ours")
    before = OwnTemplates.read(tmp_path)
    (tmp_path / "templates/site/message.html.j2").write_text("Ours, too", encoding="utf-8")
    assert render(before, "site/message.html.j2", told) == "Ours"
    with pytest.raises(UntrustedError, match=r"\(templates/site/message.html.j2\): look at them"):
        render(OwnTemplates.read(tmp_path), "site/message.html.j2", told)
    allow_templates(tmp_path)
    assert render(OwnTemplates.read(tmp_path), "site/message.html.j2", told) == "Ours, too"


def test_another_file_of_the_same_size_and_time_is_another_template(repository):
    replaced(repository, "style.css", "a {}")
    file = repository / "templates/style.css"
    before, at = stamp(OwnTemplates.read(repository)), file.stat()
    file.write_text("b {}", encoding="utf-8")
    os.utime(file, ns=(at.st_atime_ns, at.st_mtime_ns))

    assert stamp(OwnTemplates.read(repository)) != before


def test_a_page_of_many_plans_is_no_loop(tmp_path):
    replaced(tmp_path, "long.md.j2", "{% for row in rows %}{{ row }}{% endfor %}")

    assert len(render(OwnTemplates.read(tmp_path), "long.md.j2", {"rows": ["x" * 1000] * 20_000})) == 20_000_000


def test_a_site_without_plans_says_how_to_begin(plans, coachplan: Coachplan, tmp_path):
    assert coachplan("-C", plans, "site", "-o", tmp_path / "site").code == 0
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "There are no plans here yet." in home
    replaced(plans, "site/parts/no_plans.html.j2", "{{ nothing.here }}")

    assert "site/parts/no_plans.html.j2, line 1" in coachplan("-C", plans, "site", "-o", tmp_path / "site").err
