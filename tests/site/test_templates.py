"""An organisation can replace any one template, and a broken one is one clear line."""

import shutil
from pathlib import Path

import pytest

from conftest import EXAMPLES, Coachplan

TEMPLATES = Path(__file__).parents[2] / "templates"
DAY = ("--date", "2026-10-12")
# What no page of the examples' site shows: documents, the server's own messages, and a site without plans.
ELSEWHERE = {
    "render/plan.md.j2": ("render", "zoe", "--to", "md"),
    "render/summary.md.j2": ("render", "zoe", "--to", "md", "--audience", "summary"),
    "render/summary.html.j2": ("render", "zoe", "--to", "html", "--audience", "summary"),
    "render/parts/signatures.html.j2": ("render", "zoe", "--to", "html", "--sign"),
    "render/parts/signatures.md.j2": ("render", "zoe", "--to", "md", "--sign"),
    "render/parts/course.html.j2": ("render", "zoe", "--to", "html", "--audience", "hr"),
    "render/parts/to_do.html.j2": ("render", "zoe", "--to", "html", "--audience", "manager"),
    "site/parts/no_plans.html.j2": None,
    "site/live.js": None,
    "site/message.html.j2": None,
}


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


@pytest.mark.parametrize("name", [name for name in names() if ELSEWHERE.get(name, ()) is not None])
def test_a_broken_replacement_is_one_line_that_names_it(repository, coachplan: Coachplan, tmp_path, name):
    replaced(repository, name, "<p>\n{{ nothing.here }}")
    call = ELSEWHERE.get(name) or ("site", "-o", str(tmp_path / "site"))

    result = coachplan("-C", repository, *call, *DAY)

    assert (result.code, result.out) == (2, "")
    assert result.err == f"coachplan: template {name}, line 2: 'nothing' is undefined\n"


@pytest.mark.parametrize("name", ["site/parts/wins.html.j2", "site/home.html.j2", "layout.html.j2", "style.css"])
def test_a_replacement_is_shown_and_the_rest_stays(repository, coachplan: Coachplan, tmp_path, name):
    replaced(repository, name, "/* ours */")

    assert coachplan("-C", repository, "site", "-o", tmp_path / "site", *DAY).code == 0

    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "/* ours */" in home
    assert ("The next two weeks" in home) == (name not in ("site/home.html.j2", "layout.html.j2"))


def test_a_site_without_plans_says_how_to_begin(plans, coachplan: Coachplan, tmp_path):
    assert coachplan("-C", plans, "site", "-o", tmp_path / "site").code == 0
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "There is no plan here yet." in home
    replaced(plans, "site/parts/no_plans.html.j2", "{{ nothing.here }}")

    assert "site/parts/no_plans.html.j2, line 1" in coachplan("-C", plans, "site", "-o", tmp_path / "site").err
