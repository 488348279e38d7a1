"""Every colour is the stylesheet's: another accent there changes lines, legend, timeline, page and print together."""

import re
import shutil
import zlib
from pathlib import Path

import pytest

from coachplan.output.documents.paper import with_styled_drawings
from coachplan.store.own_templates import PACKAGED
from conftest import Coachplan, allow_templates

EXAMPLES = Path(__file__).parents[2] / "examples"
STYLE = (PACKAGED / "style.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|color)\(")
TOKEN = re.compile(r"--[\w-]+: (#[0-9a-f]{3,6});")
LIGHT, DARK = "#a1045c", "#f0a1cf"
ACCENTS = re.findall(r"--accent: (#\w+);", STYLE)
DAY = ("--date", "2026-01-28")


@pytest.fixture
def of_another_colour(tmp_path: Path, git, own_world) -> Path:
    """The examples in a repository whose own stylesheet has another accent, in light and in dark."""
    root = tmp_path / "plans"
    shutil.copytree(EXAMPLES, root)
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Examples")
    light, dark = ACCENTS
    (root / "templates").mkdir()
    (root / "templates/style.css").write_text(STYLE.replace(light, LIGHT).replace(dark, DARK), encoding="utf-8")
    allow_templates(root)
    return root


def made(coachplan: Coachplan, root: Path, *arguments: str) -> Path:
    output = root.parent / "made" / str(len(arguments)) / arguments[-1]
    output.parent.mkdir(parents=True, exist_ok=True)
    assert coachplan("-C", root, *arguments[:-1], "-o", output, *DAY).code == 0
    return output


def test_every_colour_of_the_stylesheet_is_a_token():
    others = [line for line in STYLE.splitlines() if COLOUR.search(TOKEN.sub("", line))]

    assert others == []
    assert len(ACCENTS) == 2


def test_templates_and_drawings_have_no_colours_of_their_own(of_another_colour, coachplan):
    pages = [
        *made(coachplan, of_another_colour, "site", "site").rglob("*.html"),
        made(coachplan, of_another_colour, "render", "ada", "plan.html"),
        made(coachplan, of_another_colour, "render", "ada", "--audience", "summary", "brief.html"),
    ]
    assert len(pages) > 10
    for page in pages:
        html = page.read_text(encoding="utf-8")
        style = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
        assert not re.search(r'\b(?:fill|stroke|color|style)="(?!none|currentColor)[^"]*"', html), page
        assert not any(accent in html for accent in ACCENTS), page
        assert LIGHT in style
        assert DARK in style
    drawn = pages[-2].read_text(encoding="utf-8")
    assert all(f'class="{name}"' in drawn for name in ("line", "dot", "guide", "way-gone", "key-recorded"))


def rgb(colour: str) -> bytes:
    """How a PDF names a colour."""
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.6f}".rstrip("0") for place in (1, 3, 5)).encode()


def streams(pdf: bytes) -> bytes:
    found = re.findall(rb"stream\r?\n(x.*?)endstream", pdf, re.DOTALL)
    return b"\n".join(zlib.decompressobj().decompress(stream) for stream in found)


@pytest.mark.long
@pytest.mark.parametrize("audience", [(), ("--audience", "summary")], ids=["whole", "in brief"])
def test_lines_legend_and_timeline_have_the_accent_on_paper_too(of_another_colour, coachplan, audience):
    pytest.importorskip("weasyprint", exc_type=OSError)

    told = streams(made(coachplan, of_another_colour, "render", "ada", *audience, "plan.pdf").read_bytes())

    assert rgb(LIGHT) + b" rg" in told
    if not audience:
        assert rgb(LIGHT) + b" RG" in told  # the line of a chart: the only stroke of the accent
    for colour in (*ACCENTS, DARK):
        assert rgb(colour) not in told


def test_a_drawing_for_paper_has_the_rules_for_paper_and_their_values_written_out():
    css = """
    :root { --a: var(--b); --b: teal; --c: "<b>"; }
    .line { stroke: var(--a); width: 3px; font-family: var(--c) }
    .line::before { content: "x" }
    .key:unknowable(2) { fill: blue }
    @media screen { :root { --b: red } .line { fill: red } }
    @media print { .line { fill: var(--none) } }
    @media screen and (min-width: 3px), all { .dot { fill: green } }
    @page { @bottom-right { color: pink } }
    """
    page = f"<style>{css}</style><svg class='chart'><path class='line'/></svg><svg/>"

    (first, second) = re.findall(r"<svg[^>]*><style>(.*?)</style>", with_styled_drawings(page), re.DOTALL)

    assert first == second
    assert first.splitlines() == [
        '.line { stroke: teal; font-family: "&lt;b&gt;" }',
        ".line { fill: var(--none) }",
        ".dot { fill: green }",
    ]


def test_a_page_without_a_drawing_stays_as_it_is():
    page = "<style>a { color: red }</style><p>Text</p>"

    assert with_styled_drawings(page) is page
