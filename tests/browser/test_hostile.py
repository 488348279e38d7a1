"""What people wrote is text: nothing of it runs, loads, links or draws, and all of it can be read."""

import pytest
from playwright.sync_api import Page

from browser import repositories
from browser.conftest import Look
from browser.kinds import Kind
from browser.writing import as_name

pytestmark = pytest.mark.xdist_group("hostile")

NAMES = repositories.NAMES
SHAPE = """() => [...document.body.querySelectorAll("*")].map(
    (part) => `${part.tagName} ${part.getAttributeNames().filter((name) => name !== "class")}`
)"""
SAID = """() => {
    document.querySelectorAll("svg").forEach((part) => part.remove());
    document.querySelectorAll("details").forEach((part) => { part.open = true; });
    return document.body.innerText.replace(/\\s+/g, " ");
}"""
FOREIGN = """() => [...document.querySelectorAll("*")].filter((part) =>
    part.matches("img, iframe, object, embed, form, base, link, video, audio, math, foreignObject, [srcdoc], [style]")
    || (part.matches("a") && !/^(https?:|mailto:|file:)/.test(part.href))
    || (part.matches("script") && part !== document.body.lastElementChild)
    || (part.matches("meta[http-equiv]") && part.httpEquiv !== "Content-Security-Policy")
    || part.getAttributeNames().some((name) => name.startsWith("on") && name !== "open")
).map((part) => part.outerHTML)"""


def pages(path: str) -> tuple[Kind, Kind]:
    """The page at a path with hostile texts, and the same page with plain ones."""
    return Kind(path, repositories.hostile, path), Kind(path, repositories.plain, path)


def assert_harmless(page: Page, scripts: int = 0) -> None:
    """The page holds nothing but what coachplan puts there, wherever the mouse and the focus go."""
    page.mouse.move(200, 200)
    page.mouse.wheel(0, 2000)
    page.keyboard.press("Tab")
    assert page.evaluate(FOREIGN) == []
    assert page.evaluate("[document.scripts.length, document.styleSheets.length, frames.length]") == [scripts, 1, 0]


@pytest.mark.parametrize("name", NAMES)
def test_of_every_field_stays_text(look: Look, name: str) -> None:
    shown, plain = map(look, pages(f"plans/{name}/fields.html"))
    assert_harmless(shown)
    assert shown.evaluate(SHAPE) == plain.evaluate(SHAPE)
    expected: str = plain.evaluate(SAID)
    for word, hostile in zip(repositories.PLAIN, (NAMES[name], as_name(NAMES[name])), strict=True):
        expected = expected.replace(word, hostile)
    assert shown.evaluate(SAID) == expected


@pytest.mark.parametrize("name", NAMES)
def test_of_bodies_and_notes_is_harmless(look: Look, name: str) -> None:
    page = look(pages(f"plans/{name}/body.html")[0])
    assert_harmless(page)


def test_on_the_first_page_stays_text(look: Look) -> None:
    shown, plain = map(look, pages("index.html"))
    assert_harmless(shown, scripts=1)
    said = shown.evaluate(SAID)
    assert [text for text in NAMES.values() if " ".join(text.split()) not in said] == []
    assert len(shown.evaluate(SHAPE)) == len(plain.evaluate(SHAPE))
