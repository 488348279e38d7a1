"""The site from its server, in a real browser: it opens once, shows the same pages, and follows the files."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from typing import ClassVar, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from browser.kinds import TODAY
from browser.repositories import World, examples
from browser.test_pages import AXE, TAGS
from conftest import allow_templates


class Served(NamedTuple):
    """A server of the examples' site: its address with the token, and the repository that it shows."""

    address: str
    repository: Path
    process: subprocess.Popen[str]
    home: str

    @property
    def origin(self) -> str:
        return self.address.partition("?")[0]

    def port(self) -> str:
        """The port, as it stands in the address."""
        return self.address.split(":")[2].partition("/")[0]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    world = World(tmp_path)
    repository = examples(world)
    command = [sys.executable, "-m", "coachplan", "-C", repository, "serve", "--date", TODAY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=world.environment) as process:
        assert process.stdout
        yield Served(process.stdout.readline().strip(), repository, process, world.environment["HOME"])
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def opened(visitor: BrowserContext, address: str) -> tuple[Page, list[str], list[str]]:
    """A page with what it asked for, and what it said to the console."""
    page, asked, said = visitor.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    return page, asked, said


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)
    return [broken["id"] for broken in found["violations"]]


def test_it_shows_the_site_and_asks_nobody_else(served: Served, visitor: BrowserContext) -> None:
    page, asked, said = opened(visitor, served.address)
    assert page.url.startswith(served.origin)
    assert page.locator("h1").inner_text() == "Where plans stand"
    page.get_by_role("link", name="Complete handovers at the bedside").first.click()
    assert page.locator("h1").inner_text() == "Complete handovers at the bedside"
    with page.expect_request("**/version"):
        pass

    assert all(address.startswith(served.origin) for address in asked)
    assert said == []
    assert violations(page) == []
    page.close()


def test_open_pages_follow_the_files(served: Served, visitor: BrowserContext) -> None:
    page, _, said = opened(visitor, served.address)
    page.goto(f"{page.url}plans/zoe-akesson/complete-handovers-at-the-bedside.html")
    plan = served.repository / "plans/zoe-akesson/complete-handovers-at-the-bedside/plan.md"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("title: Complete handovers", "title: Whole handovers"), encoding="utf-8")

    page.get_by_role("heading", name="Whole handovers at the bedside", level=1).wait_for(timeout=300_000)
    assert said == []
    page.close()


def test_another_browser_is_told_how_to_get_in(served: Served, visitor: BrowserContext, browser: Browser) -> None:
    opened(visitor, served.address)
    other = browser.new_context()
    page, asked, _ = opened(other, served.address)

    assert page.locator("h1").inner_text() == "Not open here"
    assert "run coachplan serve again" in page.locator("main").inner_text()
    assert "Zoë" not in page.content()
    assert asked == [served.address]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    other.close()


class _Neighbour(BaseHTTPRequestHandler):
    """A server of somebody else on another port of this machine; it keeps the cookies that it is sent."""

    cookies: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.cookies.append(self.headers.get("Cookie", ""))
        self.send_response(200)
        self.end_headers()

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, *_: object) -> None:
        pass


def test_another_port_of_the_machine_is_sent_no_cookie(served: Served, visitor: BrowserContext) -> None:
    page, _, _ = opened(visitor, served.address)
    cookies = visitor.cookies()
    assert [cookie["name"] for cookie in cookies] == [f"coachplan-{served.port()}"]
    with ThreadingHTTPServer(("127.0.0.1", 0), _Neighbour) as neighbour:
        thread = Thread(target=neighbour.serve_forever)
        thread.start()
        page.goto(f"http://127.0.0.1:{neighbour.server_port}/")
        neighbour.shutdown()
        thread.join()

    assert _Neighbour.cookies
    assert not any(cookies[0]["value"] in sent for sent in _Neighbour.cookies)
    page.close()


def test_a_page_asks_no_more_once_its_server_is_gone(served: Served, visitor: BrowserContext) -> None:
    page, asked, _ = opened(visitor, served.address)
    with page.expect_event("requestfailed", timeout=300_000) as failed:
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(20) == 130
    assert failed.value.url.endswith("/version")
    before = [*asked]
    _Neighbour.cookies.clear()
    with ThreadingHTTPServer(("127.0.0.1", int(served.port())), _Neighbour) as neighbour:
        thread = Thread(target=neighbour.serve_forever)
        thread.start()
        page.wait_for_timeout(3 * 2_000)  # it had asked every two seconds
        neighbour.shutdown()
        thread.join()

    assert (asked, _Neighbour.cookies) == (before, [])
    assert page.locator("h1").inner_text() == "Where plans stand"
    page.close()


_LAYOUT = """\
<!doctype html><title>x</title><base href="{there}">
<img src="{there}/img"><iframe src="{there}/frame"></iframe><link rel=stylesheet href="{there}/css">
<form id=f action="{there}/form"><input name=a></form><script src="{there}/js"></script>
<script>
fetch("{there}/fetch").catch(() => 0); navigator.sendBeacon("{there}/beacon", document.body.innerText);
new Image().src = "{there}/image"; f.submit();
try {{ new WebSocket("{there}/socket".replace("http", "ws")) }} catch {{}}
console.log("all tried");
</script>
"""


def test_a_layout_that_was_allowed_reaches_nobody_else_from_the_server(
    served: Served, visitor: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", served.home)
    page, _, _ = opened(visitor, served.address)
    _Neighbour.cookies.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Neighbour) as neighbour:
        thread = Thread(target=neighbour.serve_forever)
        thread.start()
        layout = served.repository / "templates/layout.html.j2"
        layout.parent.mkdir()
        layout.write_text(_LAYOUT.format(there=f"http://127.0.0.1:{neighbour.server_port}"), encoding="utf-8")
        page.get_by_text("you have not allowed them").wait_for(timeout=300_000)
        # What the policy blocks is a navigation that never ends: nothing in the page is waited for.
        with page.expect_console_message(lambda said: said.text == "all tried", timeout=300_000):
            allow_templates(served.repository)
        sleep(1)
        neighbour.shutdown()
        thread.join()

    assert _Neighbour.cookies == []
    page.close()
