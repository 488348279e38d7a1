"""These tests are neither deaf nor blind: on a page with everything wrong they find it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from browser.conftest import PHONE, listen
from browser.test_pages import AXE, LAYOUT, TAGS

pytestmark = pytest.mark.xdist_group("hostile")

PAGE = """<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src *">
<style>p { width: 900px } td { max-width: 20px; overflow-wrap: anywhere } em { color: #eee; background: #fff }</style>
<p>Too wide</p><em>Too pale</em>
<table><tr><td>squeezed together</td></tr></table>
<svg width="100" height="40"><text x="0" y="20">one label</text><text x="10" y="20">another label</text></svg>
<img src="https://evil.example/pixel.png" onerror="alert(1)">
<script>alert(1)</script>
"""


@pytest.fixture
def bad(contexts: Callable[..., BrowserContext], tmp_path: Path) -> tuple[Page, list[str]]:
    """The page, and what was heard of it."""
    file = tmp_path / "bad.html"
    file.write_text(PAGE, encoding="utf-8")
    page = contexts(java_script_enabled=True).new_page()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    heard = listen(page, file.as_uri())
    page.goto(file.as_uri())
    return page, heard


def test_what_is_asked_for_or_forbidden_is_heard(bad: tuple[Page, list[str]]) -> None:
    page, heard = bad
    assert "asked for https://evil.example/pixel.png" in heard
    assert [words for words in heard if "Content Security Policy" in words]
    listened = listen(page, "")
    page.evaluate("() => { console.debug('hidden'); setTimeout(() => alert('now'), 0); }")
    for _ in range(600):  # of waiting in vain
        page.wait_for_timeout(100)
        if "dialog: now" in listened:
            break
    assert {"debug: hidden", "dialog: now"} <= set(listened)


def test_what_does_not_fit_is_seen(bad: tuple[Page, list[str]]) -> None:
    found = " ".join(bad[0].evaluate(LAYOUT))
    assert all(
        words in found for words in ("the page is", "beyond the edge: p", "squeezed: td", "over each other: text")
    )


def test_what_nobody_can_read_is_found(bad: tuple[Page, list[str]]) -> None:
    bad[0].evaluate(AXE)
    found = bad[0].evaluate("tags => axe.run({runOnly: tags})", TAGS)
    assert {broken["id"] for broken in found["violations"]} >= {"color-contrast", "image-alt", "html-has-lang"}
