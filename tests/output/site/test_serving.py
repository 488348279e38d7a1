"""The server of the private site, over real HTTP: who comes in, what they get, and what nobody gets to see."""

import base64
import hashlib
import http.client
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from coachplan.base.errors import UnreadableError
from coachplan.output.site.serving import SiteServer
from coachplan.store.own_templates import OwnTemplates
from conftest import allow_templates

PLAN = "plans/ada-lovelace/clear-status-updates.html"
# Waited for in vain only: no machine is too slow.
PATIENCE = 300
SECRET_WORDS = "I prepare them on the way to the meeting"


class FakeSite:
    """A site of given pages; one may be an exception instead, which is raised."""

    def __init__(self, **pages: object) -> None:
        self.pages = {"index.html": "<h1>All plans</h1>", PLAN: "<h1>Ada</h1>", **pages}

    def paths(self) -> list[str]:
        return [*self.pages]

    def page(self, path: str) -> str:
        found = self.pages[path]
        if isinstance(found, Exception):
            raise found
        return str(found)


class Answer(NamedTuple):
    """What the server said."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Visitor:
    """Somebody who sends requests to a server, with the cookie that they were given, if any."""

    def __init__(self, address: str) -> None:
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/\?token=[\w-]{40,})\n?", address)
        assert found
        self.port, self.way_in = int(found[1]), found[2]
        self.cookie = ""
        self.base = "/"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Ask for a page of the site, or for the way in."""
        return self.ask_for(path if path == self.way_in else self.base + path[1:], method, body, **headers)

    def ask_for(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Ask for exactly this path."""
        sent = {"Host": f"127.0.0.1:{self.port}"} | ({"Cookie": self.cookie} if self.cookie else {})
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()

    def enter(self, **headers: str) -> Answer:
        """Open the address, and keep the cookie."""
        answer = self.ask(self.way_in, **headers)
        self.cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
        self.base = answer.headers["Location"] or self.base
        return answer


@contextmanager
def serving(make: Callable[[], FakeSite] = FakeSite) -> Iterator[tuple[SiteServer, Visitor]]:
    with SiteServer(make) as server:
        yield server, Visitor(server.address)


@pytest.fixture
def stranger() -> Iterator[Visitor]:
    """Somebody who has not opened the address yet."""
    with serving() as (_, visitor):
        yield visitor


@pytest.fixture
def reader(stranger: Visitor) -> Visitor:
    """Somebody who has."""
    assert stranger.enter().status == 303
    return stranger


# -- coming in ---------------------------------------------------------------------------------------------------------


def test_the_address_gives_a_cookie_once_and_leads_to_the_first_page(stranger):
    answer = stranger.enter(Sec_Fetch_Site="none", Sec_Fetch_Mode="navigate")

    assert answer.status == 303
    assert re.fullmatch(r"/[\w-]{16}/", answer.headers["Location"])
    cookie, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert re.fullmatch(rf"coachplan-{stranger.port}=[\w-]{{40,}}", cookie)
    assert sorted(attributes) == ["HttpOnly", f"Path={stranger.base}", "SameSite=Strict"]
    assert stranger.ask("/").text == "<h1>All plans</h1>"


def test_the_cookie_is_not_the_token(stranger):
    stranger.enter()

    assert stranger.way_in.partition("=")[2] not in stranger.cookie


@pytest.mark.parametrize("keeps_cookie", [True, False])
def test_the_address_works_a_single_time(reader, keeps_cookie):
    reader.cookie = reader.cookie if keeps_cookie else ""

    answer = reader.ask(reader.way_in)

    assert answer.status == 403
    assert answer.headers["Set-Cookie"] is None
    assert "run coachplan serve again" in answer.text
    assert "<a " not in answer.text


def test_of_many_who_open_the_address_at_the_same_time_one_comes_in(stranger):
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: stranger.ask(stranger.way_in).status, range(16)))

    assert sorted(statuses) == [303] + [403] * 15


@pytest.mark.parametrize("query", ["token=", "token=wrong", "token=%C3%A9%FF%00", "token", "other=1", ""])
def test_a_wrong_token_opens_nothing_and_does_not_use_the_right_one_up(stranger, query):
    assert stranger.ask(f"/?{query}").status == 403
    assert stranger.enter().status == 303


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_only_a_visit_uses_the_token_up(stranger, method):
    assert stranger.ask(stranger.way_in, method).status == 403
    assert stranger.ask(stranger.way_in, Sec_Fetch_Mode="no-cors", Sec_Fetch_Site="cross-site").status == 403
    assert stranger.enter().status == 303


def test_a_link_with_the_token_opens_the_site_from_anywhere(stranger):
    assert stranger.enter(Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 303


@pytest.mark.parametrize("path", ["/", "/index.html", f"/{PLAN}", "/version", "/favicon.ico", "/x/", "//"])
def test_the_cookie_alone_opens_nothing_outside_its_secret_path(reader, path):
    assert reader.ask_for(path).status == 403
    assert reader.ask_for(f"{reader.base[:-1]}x/index.html").status == 403
    assert reader.ask_for(f"{reader.base[:-2]}/index.html").status == 403


@pytest.mark.parametrize("path", ["/", "/index.html", f"/{PLAN}", "/version", "/nothing", "/favicon.ico"])
@pytest.mark.parametrize(
    "cookie", ["", "coachplan-{port}=wrong", "coachplan-{port}=", "coachplan={session}", "\xe9={session}"]
)
def test_without_the_cookie_everything_is_refused(reader, path, cookie):
    session = reader.cookie.partition("=")[2]
    reader.cookie = cookie.format(port=reader.port, session=session)

    answer = reader.ask(path)

    assert answer.status == 403
    assert "All plans" not in answer.text


def test_a_cookie_with_letters_of_any_kind_is_just_wrong(reader):
    reader.cookie = f"coachplan-{reader.port}=\xe9\xff"

    assert reader.ask("/").status == 403


def test_each_server_has_secrets_of_its_own(reader):
    with serving() as (_, other):
        session = reader.cookie.partition("=")[2]
        other.cookie = f"coachplan-{other.port}={session}"
        assert other.ask("/").status == 403
        assert other.way_in != reader.way_in


# -- from elsewhere ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example:{port}", "127.0.0.1", "localhost", "127.0.0.1:1", "127.0.0.1:{port}.evil.example", ""),
        *("127.0.0.2:{port}", "[::1]:{port}", "a.localhost:{port}", "127.0.0.1:0{port}", "127.0.0.1:{port},x"),
    ],
)
def test_a_foreign_name_that_leads_here_is_refused(reader, host):
    assert reader.ask("/", Host=host.format(port=reader.port)).status == 403


def test_a_foreign_name_cannot_use_the_token(stranger):
    assert stranger.ask(stranger.way_in, Host=f"evil.example:{stranger.port}").status == 403
    assert stranger.enter(Host=f"localhost:{stranger.port}").status == 303


def test_a_request_that_names_no_host_is_refused(reader):
    assert raw(reader, f"GET / HTTP/1.0\r\nCookie: {reader.cookie}\r\n\r\n").startswith("HTTP/1.1 403 ")


def test_localhost_is_another_name_of_this_machine(reader):
    assert reader.ask("/", Host=f"localhost:{reader.port}").status == 200


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)]
)
@pytest.mark.parametrize("path", ["/", "/version"])
def test_pages_of_other_sites_and_ports_are_refused(reader, path, site, status):
    assert reader.ask(path, Sec_Fetch_Site=site).status == status


def test_it_listens_on_this_machine_alone(reader):
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex(("127.0.0.2", reader.port)) != 0  # another address of the same machine


# -- what is there -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [f"/{PLAN}", f"/{PLAN}?print=1", f"/{PLAN.replace('lovelace', '%6Covelace')}"])
def test_a_page_is_found_by_its_path(reader, path):
    answer = reader.ask(path)

    assert (answer.status, answer.text) == (200, "<h1>Ada</h1>")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        *("/nothing.html", "/plans", "/plans/", "/INDEX.html", "/index.html/", "/%00", "/../../etc/passwd"),
        *("/..%2F..%2F..%2Fetc%2Fpasswd", "//etc/passwd", f"/{__file__}", "/version/", "/templates/site/live.js"),
    ],
)
def test_whatever_else_is_asked_for_is_not_there(reader, path):
    answer = reader.ask(path)

    assert answer.status == 404
    assert "No such page" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/version", "/nothing"])
def test_nothing_can_be_written(reader, method, path):
    answer = reader.ask(path, method, b"title=Other" if method == "POST" else None)

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_the_page(reader):
    whole, head = reader.ask("/"), reader.ask("/", "HEAD")

    assert (head.status, head.text) == (200, "")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == "18"


def test_every_answer_is_protected_and_says_nothing_of_the_server(reader):
    outside = Visitor(f"http://127.0.0.1:{reader.port}{reader.way_in}")
    answers = [outside.ask("/"), reader.ask("/", Host="evil.example"), reader.ask("/nothing"), reader.ask("/", "POST")]
    with serving() as (_, other):
        answers += [other.enter(), other.ask("/version"), other.ask("/"), other.ask("/", "HEAD")]

    assert [answer.status for answer in answers] == [403, 403, 404, 405, 303, 200, 200, 200]
    for answer in answers:
        assert_protected(answer.headers)


@pytest.mark.parametrize("request_line", ["nonsense", "GET / HTTP/9.9", "GET / a b HTTP/1.1", "x" * 70_000])
def test_even_an_answer_to_what_is_not_http_is_protected(reader, request_line):
    answer = raw(reader, f"{request_line}\r\n\r\n")
    _, _, rest = answer.partition("\r\n")

    assert_protected(http.client.parse_headers(io.BytesIO(rest.encode())))


def assert_protected(headers: http.client.HTTPMessage) -> None:
    expected = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        "connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    }
    assert {name: headers.get_all(name) for name in expected} == {name: [value] for name, value in expected.items()}
    assert headers["Server"] is None
    assert headers["Access-Control-Allow-Origin"] is None


def raw(visitor: Visitor, text: str) -> str:
    """What the server answers to a text."""
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=PATIENCE) as connection:
        connection.sendall(text.encode())
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except ConnectionResetError:
            pass
    return answer.decode()


# -- failures, and what is told of them --------------------------------------------------------------------------------


def test_requests_are_not_logged(reader, capfd, caplog):
    for path in ("/", f"/{PLAN}", "/nothing", "/version"):
        reader.ask(path)
    reader.ask("/", "POST")
    raw(reader, "nonsense\r\n\r\n")
    raw(reader, f"GET http://[{PLAN} HTTP/1.1\r\n\r\n")
    raw(reader, "GET / HT")

    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_a_plan_that_cannot_be_read_is_one_line_there_and_on_the_terminal(capfd):
    error = UnreadableError("plans/a<b>/plan.md cannot\x1b[2J be read: it is a symbolic link")
    with serving(lambda: FakeSite(**{PLAN: error})) as (_, visitor):
        visitor.enter()
        answer = visitor.ask(f"/{PLAN}")
        assert visitor.ask("/").status == 200

    assert answer.status == 500
    assert "plans/a&lt;b&gt;/plan.md cannot\ufffd[2J be read: it is a symbolic link" in answer.text
    told = capfd.readouterr().err
    assert told == "coachplan: plans/a<b>/plan.md cannot\ufffd[2J be read: it is a symbolic link\n"


@pytest.mark.parametrize("bug", [RuntimeError(SECRET_WORDS), KeyError(SECRET_WORDS), OSError(5, SECRET_WORDS)])
def test_a_bug_says_where_it_is_and_quotes_no_plan(capfd, bug):
    with serving(lambda: FakeSite(**{PLAN: bug})) as (_, visitor):
        visitor.enter()
        answer = visitor.ask(f"/{PLAN}")
        assert visitor.ask("/").status == 200

    told = capfd.readouterr().err
    assert answer.status == 500
    assert f"a bug, {type(bug).__name__}" in told
    assert "in page" in told
    assert SECRET_WORDS not in told + answer.text


def test_one_page_is_made_at_a_time():
    busy, most = [], []

    class Slow(FakeSite):
        def page(self, path: str) -> str:
            busy.append(path)
            most.append(len(busy))
            time.sleep(0.05)
            busy.remove(path)
            return "done"

    with serving(Slow) as (_, visitor):
        visitor.enter()
        with ThreadPoolExecutor(4) as pool:
            assert {answer.text for answer in pool.map(lambda _: visitor.ask("/"), range(6))} == {"done"}
    assert most == [1] * 6


def test_a_port_that_is_taken_is_one_line(reader):
    with pytest.raises(UnreadableError, match=rf"^port {reader.port} cannot be had: address already in use; leave out"):
        SiteServer(FakeSite, reader.port)


def test_a_site_that_cannot_be_made_at_first_leaves_no_port_taken():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def broken() -> FakeSite:
        raise UnreadableError("coachplan.toml cannot be read")

    with pytest.raises(UnreadableError, match=r"coachplan\.toml"):
        SiteServer(broken, port)
    with SiteServer(FakeSite, port) as server:
        assert f":{port}/" in server.address


# -- as files change ---------------------------------------------------------------------------------------------------


def test_a_site_made_anew_has_new_pages_and_another_version():
    sites = iter([FakeSite(), FakeSite(**{"index.html": "more plans", "new.html": "new"})])
    with serving(lambda: next(sites)) as (server, visitor):
        visitor.enter()
        first = visitor.ask("/version")
        assert first.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert first.text == visitor.ask("/version").text
        assert visitor.ask("/new.html").status == 404

        server.renew()

        assert visitor.ask("/").text == "more plans"
        assert visitor.ask("/new.html").status == 200
        assert visitor.ask("/version").text != first.text


def test_each_page_says_which_version_it_is_of():
    with serving() as (server, visitor):
        visitor.enter()
        for path in ("/", "/nothing"):
            version = visitor.ask("/version").text
            assert visitor.ask(path).headers["Server-Timing"] == f"version;desc={version}"
            server.renew()


def test_a_state_that_cannot_be_made_leaves_the_last_one_in_place(capfd):
    outcomes = iter([FakeSite(), UnreadableError("plans/x cannot be read"), FakeSite(**{"index.html": "mended"})])

    def make() -> FakeSite:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with serving(make) as (server, visitor):
        visitor.enter()
        version = visitor.ask("/version").text

        server.renew()
        assert visitor.ask("/").text == "<h1>All plans</h1>"
        assert visitor.ask("/version").text == version
        assert capfd.readouterr().err == "coachplan: plans/x cannot be read\n"

        server.renew()
        assert visitor.ask("/").text == "mended"
        assert visitor.ask("/version").text != version


@pytest.mark.parametrize(("path", "is_live"), [(f"/{PLAN}", True), ("/nothing", True)])
def test_a_message_inside_reloads_with_the_site_and_runs_no_other_script(path, is_live):
    with serving(lambda: FakeSite(**{PLAN: UnreadableError("x")})) as (_, visitor):
        visitor.enter()
        page = visitor.ask(path).text

    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    assert policy
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    assert policy[1].startswith(f"default-src 'none'; style-src 'sha256-{sha256_of(style[1])}'; ")
    assert (script is not None) == is_live
    if script:
        assert f"script-src 'sha256-{sha256_of(script[1])}'; connect-src 'self';" in policy[1]
        assert "/version`" in script[1]
    else:
        assert "script-src" not in policy[1]


def sha256_of(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# -- the command -------------------------------------------------------------------------------------------------------

_COMMAND = "from coachplan.__main__ import run; run()"


class Running:
    """`coachplan serve` as a process of its own."""

    def __init__(self, *arguments: str | Path, start: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", start + _COMMAND, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline()

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; the exit code, and what was told on standard error."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        _, told = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, told


@pytest.fixture
def run_serve(ada: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def run(*options: str, start: str = "", beside: tuple[Path, ...] = ()) -> Running:
        places = [part for folder in (ada, *beside) for part in ("-C", folder)]
        started.append(Running(*places, "serve", *options, start=start))
        return started[-1]

    yield run
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
        running.process.communicate()


def comes_true(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not (is_true := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_true


def test_the_command_tells_the_address_and_serves_until_ctrl_c(run_serve):
    running = run_serve("--for", "ada@example.com", "--date", "2026-01-12")
    visitor = Visitor(running.address)
    visitor.enter()

    page = visitor.ask("/").text
    assert 'href="plans/ada-lovelace/clear-status-updates.html"' in page
    assert "For ada@example.com only" in page
    assert "12 January 2026" in page
    assert "connect-src 'self'" in page
    code, told = running.stop()
    assert code == 130
    assert told == "Only on this machine; Ctrl-C ends it\n"


_ENDLESS_PATIENCE = """\
from coachplan.output.site import serving
serving._RequestHandler.timeout = 3600
"""


def test_ctrl_c_ends_it_at_once_in_spite_of_open_connections(run_serve):
    running = run_serve(start=_ENDLESS_PATIENCE)
    port = Visitor(running.address).port
    with socket.create_connection(("127.0.0.1", port)) as idle, socket.create_connection(("127.0.0.1", port)) as slow:
        idle.sendall(b"")
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        time.sleep(0.3)
        code, _ = running.stop()

    assert code == 130


def test_the_site_follows_the_files(run_serve, ada, git):
    visitor = Visitor(run_serve().address)
    visitor.enter()

    def version() -> str:
        return visitor.ask("/version").text

    def changes_with(act: Callable[[], object]) -> bool:
        before = version()
        act()
        return comes_true(lambda: version() != before)

    plan = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    assert changes_with(lambda: plan.write_bytes(plan.read_bytes() + b"\nMore.\n"))
    assert changes_with(lambda: (ada / "coachplan.toml").write_text("", encoding="utf-8"))
    assert changes_with(lambda: (ada / "templates/site/parts").mkdir(parents=True))
    assert changes_with(lambda: (ada / "templates/site/parts/foot.html.j2").write_text("OURS", encoding="utf-8"))
    page = visitor.ask("/")
    assert (page.status, "OURS" in page.text) == (500, False)
    assert "(templates/site/parts/foot.html.j2): look at them, then run `coachplan trust`" in page.text
    allow_templates(ada)
    assert comes_true(lambda: "OURS" in visitor.ask("/").text)
    assert changes_with((plan.parent / "check-ins").mkdir)
    assert changes_with(lambda: (plan.parent / "check-ins/2026-01-12.md").write_text("x", encoding="utf-8"))
    assert changes_with(lambda: git(ada, "commit", "--quiet", "--allow-empty", "-m", "Only a commit"))


def test_several_repositories_are_one_site_that_follows_each(run_serve, ada, tmp_path):
    other = shutil.copytree(ada, tmp_path / "other")
    plan = other / "plans/ada-lovelace/clear-status-updates/plan.md"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("Ada Lovelace <ada@", "Hedy Lamarr <hedy@"), encoding="utf-8"
    )
    visitor = Visitor(run_serve(beside=(other,)).address)
    visitor.enter()
    links = {*re.findall(r'href="(plans/[^"]+)"', visitor.ask("/").text)}
    assert len(links) == 2
    told = {
        name
        for link in links
        for name in ("Ada Lovelace", "Hedy Lamarr")
        if f">{name}<" in visitor.ask(f"/{link}").text
    }
    assert told == {"Ada Lovelace", "Hedy Lamarr"}

    before = visitor.ask("/version").text
    plan.write_bytes(plan.read_bytes() + b"\nMore.\n")
    assert comes_true(lambda: visitor.ask("/version").text != before)


def test_settings_that_are_broken_for_a_moment_do_no_harm(run_serve, ada):
    running = run_serve()
    visitor = Visitor(running.address)
    visitor.enter()
    settings = ada / "coachplan.toml"
    version = visitor.ask("/version").text

    settings.write_text("[rules]\nselect = 1\n", encoding="utf-8")
    assert running.process.stderr
    running.process.stderr.readline()
    assert "select is a list" in running.process.stderr.readline()
    assert visitor.ask("/version").text == version
    settings.write_text("", encoding="utf-8")
    assert comes_true(lambda: visitor.ask("/version").text != version)


_CLOCK = """\
import datetime, pathlib
class date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromisoformat(pathlib.Path({file!r}).read_text())
datetime.date = date
"""


def test_at_midnight_the_site_is_made_anew(run_serve, tmp_path, monkeypatch):
    monkeypatch.delenv("COACHPLAN_TODAY")
    clock = tmp_path / "clock"
    clock.write_text("2026-01-12", encoding="utf-8")
    visitor = Visitor(run_serve(start=_CLOCK.format(file=str(clock))).address)
    visitor.enter()
    assert "12 January 2026" in visitor.ask("/").text
    version = visitor.ask("/version").text

    later = tmp_path / "later"
    later.write_text("2026-01-13", encoding="utf-8")
    later.rename(clock)

    assert comes_true(lambda: "13 January 2026" in visitor.ask("/").text)
    assert visitor.ask("/version").text != version


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--port", "80"], "1024"),
        (["--port", "99999"], "65535"),
        (["--host", "0.0.0.0"], "No such option"),
        (["--date", "someday"], "--date"),
    ],
)
def test_what_it_cannot_do_is_said_in_one_line(run_serve, options, message):
    running = run_serve(*options)

    code, told = running.process.wait(), running.process.communicate()[1]
    assert (code, running.address) == (2, "")
    assert message in told
    assert told.count("\n") == 1


def test_a_port_that_is_taken_is_said_in_one_line(run_serve):
    port = str(Visitor(run_serve().address).port)

    second = run_serve("--port", port)

    code, told = second.process.wait(), second.process.communicate()[1]
    assert code == 2
    assert told == f"coachplan: port {port} cannot be had: address already in use; leave out --port for a free one\n"


@pytest.mark.parametrize(("opens", "found"), [(False, True), (True, True), (True, False)])
def test_a_browser_is_opened_only_when_asked_for(run_serve, tmp_path, monkeypatch, opens, found):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\nexit {int(not found)}\n', encoding="utf-8")
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    git = shutil.which("git")
    assert git
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs/git").symlink_to(git)
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))  # no other browser
    monkeypatch.delenv("DISPLAY", raising=False)

    running = run_serve(*(["--open"] if opens else []))
    Visitor(running.address).enter()
    opened = tmp_path / "opened"
    if opens:
        assert comes_true(lambda: opened.exists() and opened.read_text(encoding="utf-8") == running.address)
    if not found:
        assert running.process.stderr
        assert any("open the address yourself" in line for line in running.process.stderr)
    _, told = running.stop()

    assert opens or not opened.exists()
    assert "open the address yourself" not in told


def test_threads_of_the_server_end_with_it():
    before = threading.active_count()
    with serving() as (_, visitor):
        visitor.enter()
    assert comes_true(lambda: threading.active_count() <= before)


@pytest.mark.parametrize(
    ("text", "shown"), [("<p>Ours: {{ heading }}</p>", "Ours: Not open here"), ("{{ no.such }}", "Not open here")]
)
def test_messages_follow_the_organisations_template_unless_it_is_broken(tmp_path, capsys, text, shown):
    own = tmp_path / "templates/site/message.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text(text, encoding="utf-8")
    allow_templates(tmp_path)
    with SiteServer(FakeSite, own_templates=OwnTemplates.read(tmp_path)) as server:
        assert shown in Visitor(server.address).ask("/").text

    assert ("template site/message.html.j2, line 1" in capsys.readouterr().err) == ("no.such" in text)


def test_a_reader_who_is_withdrawn_sees_nothing_new(run_serve, ada):
    running = run_serve("--for", "jane@example.com")
    visitor = Visitor(running.address)
    visitor.enter()
    assert visitor.ask(f"/{PLAN}").status == 200
    plan = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    text = plan.read_text(encoding="utf-8").replace("Jane Marcet <jane@", "Someone Else <else@")
    plan.write_text(text.replace("Two updates a week", "New words, two updates a week"), encoding="utf-8")

    assert comes_true(lambda: visitor.ask(f"/{PLAN}").status != 200)
    assert "New words" not in visitor.ask(f"/{PLAN}").text
    _, told = running.stop()
    assert "New words" not in told
