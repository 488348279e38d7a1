"""A real browser and the pages that it looks at: what a page says to the console, or asks for, fails its test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import chromium
from browser.kinds import Kind
from browser.repositories import World

PHONE, LAPTOP = (390, 844), (1366, 768)


class Sites:
    """The pages of each kind, made when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._worlds: dict[Any, tuple[World, Path]] = {}
        self._made: dict[Any, Path] = {}

    def page(self, kind: Kind) -> Path:
        """The file of a page."""
        return self._document(kind) if kind.render else self.folder(kind) / kind.path

    def folder(self, kind: Kind) -> Path:
        """The site that a page belongs to."""
        name = (kind.repository, kind.day, kind.reader)
        if name not in self._made:
            reader = ["--for", kind.reader] if kind.reader else []
            self._made[name] = self._make(kind, "site", *reader, "-o")
        return self._made[name]

    def _document(self, kind: Kind) -> Path:
        name = (kind.repository, kind.day, kind.render)
        if name not in self._made:
            self._made[name] = self._make(kind, "render", *kind.render, "-o", suffix=".html")
        return self._made[name]

    def _make(self, kind: Kind, *arguments: str, suffix: str = "") -> Path:
        if kind.repository not in self._worlds:
            folder = self._folder / kind.repository.__name__
            folder.mkdir()
            self._worlds[kind.repository] = (world := World(folder)), kind.repository(world)
        world, repository = self._worlds[kind.repository]
        made = self._folder / f"{len(self._made)}{suffix}"
        world.coachplan("-C", repository, *arguments, made, day=kind.day)
        return made


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    return Sites(tmp_path_factory.mktemp("sites"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = chromium.launch(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Callable[..., BrowserContext]:
    """The context with some options, each opened once."""
    opened: dict[str, BrowserContext] = {}

    def context(**options: Any) -> BrowserContext:
        key = repr(sorted(options.items()))
        if key not in opened:
            opened[key] = browser.new_context(**options)
        return opened[key]

    return context


Look = Callable[..., Page]


@pytest.fixture
def look(sites: Sites, contexts: Callable[..., BrowserContext]) -> Iterator[Look]:
    """Opens the page of a kind; at the end it must have been silent, and have asked for nothing but itself."""
    opened: list[tuple[Page, list[str]]] = []

    def open_page(
        kind: Kind,
        size: tuple[int, int] = LAPTOP,
        *,
        scheme: str = "light",
        scripts: bool = True,
        media: str = "screen",
    ) -> Page:
        page = contexts(java_script_enabled=scripts).new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme, media=media)
        address = sites.page(kind).as_uri()
        opened.append((page, listen(page, address)))
        page.goto(address)
        return page

    yield open_page
    for page, heard in opened:
        page.close()
        assert heard == []


def listen(page: Page, address: str) -> list[str]:
    """What the page will say, open or ask for from now on, beside the document at `address`."""
    heard: list[str] = []
    page.on("request", lambda asked: asked.url != address and heard.append(f"asked for {asked.url}"))
    page.on("console", lambda said: heard.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda other: heard.append(f"opened {other.url}"))
    page.on("frameattached", lambda frame: heard.append(f"frame: {frame.url}"))
    return heard
