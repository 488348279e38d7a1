"""Every kind of page is readable by everyone, fits its screen or paper, and loads and says nothing."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from browser.conftest import Look
from browser.kinds import KINDS, Kind, of, with_name

HERE = Path(__file__).parent
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {
    "small-phone": (320, 568),
    "phone": (390, 844),
    "tablet": (768, 1024),
    "laptop": (1366, 768),
    "desk": (1920, 1080),
}
LARGE = ("home-of-many", "plan-busy")
"""Hundreds of the rows and charts that other kinds have a few of."""
A4 = (658, 930)
"""What the margins leave of A4, in CSS pixels."""
LAYOUT = (HERE / "layout.js").read_text(encoding="utf-8")


@of(*[kind for kind in KINDS if kind.name not in LARGE])
def test_axe_finds_nothing(look: Look, kind: Kind) -> None:
    page = look(kind)
    page.evaluate(AXE)
    for scheme, size in (("light", "laptop"), ("dark", "phone")):
        page.emulate_media(color_scheme=scheme)
        resize(page, size)
        found = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)
        assert (found["testEngine"]["name"], found["toolOptions"]["runOnly"]["values"]) == ("axe-core", TAGS)
        assert {check["id"] for check in found["passes"]} >= {"color-contrast", "document-title", "html-has-lang"}
        problems = [
            (broken["id"], node["html"], node["failureSummary"])
            for broken in found["violations"]
            for node in broken["nodes"]
        ]
        assert (scheme, size, problems) == (scheme, size, [])


def resize(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


@of(*KINDS)
def test_fits_the_screen(look: Look, kind: Kind) -> None:
    page = look(kind)
    for is_open in (False, True):
        page.evaluate("is_open => document.querySelectorAll('details').forEach(part => part.open = is_open)", is_open)
        for size in SIZES:
            resize(page, size)
            assert (size, page.evaluate(LAYOUT)) == (size, [])


@of(*KINDS)
def test_fits_the_paper(look: Look, kind: Kind) -> None:
    page = look(kind, A4, media="print", scheme="dark")
    assert page.evaluate(LAYOUT) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@of(*[kind for kind in KINDS if kind.path.count("/") < 2 or kind.name == "plan-active"])
def test_tells_the_same_without_scripts(look: Look, kind: Kind) -> None:
    words = "[...document.body.children].map(part => part.innerText).join(' ').split(/\\s+/).filter(Boolean).join(' ')"
    page = look(kind)
    page.evaluate("document.querySelector('.filter')?.remove()")
    plain = look(kind, scripts=False)
    assert plain.evaluate(words) == page.evaluate(words)
    assert plain.evaluate(LAYOUT) == []


@of(*KINDS)
def test_has_a_title_a_language_and_one_first_heading(look: Look, kind: Kind) -> None:
    page = look(kind)
    assert page.title().strip()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1:visible").count() == 1
    assert page.locator("main").count() == 1


EDGES = """() => {
  const wrong = [];
  for (const part of document.querySelectorAll("h1, h2, h3, h4, p, li, dt, dd, th, td, blockquote")) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    let left = Infinity;
    while (texts.nextNode()) {
      if (!texts.currentNode.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      for (const box of range.getClientRects()) if (box.width) left = Math.min(left, box.left);
    }
    const style = getComputedStyle(part), box = part.getBoundingClientRect();
    const edge = box.left + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth);
    const isEnd = ["end", "center"].includes(style.textAlign) || style.display.includes("flex");
    if (left < Infinity && part.checkVisibility() && !isEnd && left > edge + 32)
      wrong.push(`${part.tagName} ${part.textContent.trim().slice(0, 40)}: ${left - edge}`);
  }
  return wrong;
}"""


@of(with_name("plan-right-to-left"))
def test_texts_of_every_direction_begin_at_the_edge_of_the_page(look: Look, kind: Kind) -> None:
    assert look(kind).evaluate(EDGES) == []
