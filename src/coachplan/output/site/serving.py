"""The site, live: on this machine only, for the one browser that opens it with a one-time token, and only to read."""

import os
import secrets
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

from werkzeug import Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.utils import redirect

from coachplan.base.errors import CoachplanError, UnreadableError
from coachplan.output.site.addresses import HOME
from coachplan.output.terminal.console import line, report_bug, say
from coachplan.store.own_templates import OwnTemplates, UntrustedError
from coachplan.store.templating import render

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOST = "127.0.0.1"

_MESSAGE = "site/message.html.j2"
_BREATH = 0.1
_PATIENCE = 30  # seconds for a browser to send what it asks for
_HOW_TO_OPEN = (
    "The address that coachplan serve prints opens the site once, in one browser. For a new address, go back to the "
    "terminal, end it with Ctrl-C and run coachplan serve again. Do so at once if the address was used, and not by you."
)
_WHERE_TO = (
    "Its plan may have another name or other readers by now, or cannot be read for the moment: then coachplan check "
    "says where, and the page is back once that is fixed."
)
# Each page names its own style and script in a policy that an organisation's layout may leave out. With this one
# nothing is loaded from elsewhere, nor asked of it, whatever a page holds.
_POLICY = "; ".join(
    (
        *("default-src 'none'", "script-src 'unsafe-inline'", "style-src 'unsafe-inline'", "connect-src 'self'"),
        *("img-src data:", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
_PROTECTION = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Pages(Protocol):
    """One state of a site."""

    def paths(self) -> list[str]:
        """The path of every page, such as `index.html`."""

    def page(self, path: str) -> str:
        """One of these pages as HTML."""


class _Withheld(NamedTuple):
    """Pages that are not shown, for a reason that is said in place of each."""

    reason: CoachplanError

    def paths(self) -> list[str]:
        raise self.reason

    def page(self, _path: str) -> str:
        raise self.reason


class SiteServer:
    """Serves a site for the time of a `with` block; `address` opens it, once.

    Raises what making the site raises, and `UnreadableError` where the port is not to be had; 0 takes a free one.
    """

    def __init__(self, make: Callable[[], Pages], port: int = 0, own_templates: OwnTemplates | None = None) -> None:
        self._make = make
        with _bound(port) as listening:
            port = listening.getsockname()[1]
            token = secrets.token_urlsafe()
            self.address = f"http://{HOST}:{port}/?token={token}"
            self._door = _SiteApp(port, token, make(), own_templates)
            self._server = make_server(
                HOST, port, self._door, threaded=True, request_handler=_RequestHandler, fd=listening.fileno()
            )

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(_BREATH,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()

    def renew(self) -> None:
        """Make the site again, so that open pages reload; where that fails, the last one stays, and a line says why.

        Where templates have come that nobody allowed, each page says so in its place.
        """
        try:
            self._door.show(self._make())
        except UntrustedError as error:
            self._door.show(_Withheld(error))
            say(f"coachplan: {error}")
        except CoachplanError as error:
            say(f"coachplan: {error}")


def _bound(port: int) -> socket.socket:
    # The server would print and exit where it cannot have the port.
    try:
        return socket.create_server((HOST, port), backlog=socket.SOMAXCONN)
    except OSError as error:
        why = os.strerror(error.errno).lower() if error.errno else str(error)
        raise UnreadableError(f"port {port} cannot be had: {why}; leave out --port for a free one") from None


class _State(NamedTuple):
    pages: Pages
    version: str


class _SiteApp:
    """The application: who may come in, and what they are shown."""

    def __init__(self, port: int, token: str, pages: Pages, own_templates: OwnTemplates | None) -> None:
        self._own_templates = own_templates
        self._hosts = {f"{HOST}:{port}", f"localhost:{port}"}
        self._cookie = f"coachplan-{port}"
        # The ports of a host share their cookies, too: only below a path that no other server knows is this one sent.
        self._base = f"/{secrets.token_urlsafe(12)}/"
        self._session = secrets.token_urlsafe()
        self._token: str | None = token
        self._opening = Lock()
        self._rendering = Lock()  # a site is asked for one page at a time
        self.show(pages)

    def show(self, pages: Pages) -> None:
        """Show these pages from now on."""
        self._state = _State(pages, secrets.token_hex(8))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.headers.get("Host") not in self._hosts:  # a foreign name that was made to lead here
            return self._refused()
        if "token" in request.args:
            return self._open(request)
        is_below = _is_same(request.path[: len(self._base)], self._base)
        if not (is_below and _is_own(request) and _is_same(request.cookies.get(self._cookie), self._session)):
            return self._refused()
        if request.method not in ("GET", "HEAD"):
            return self._message(
                405, "Only to read", "Nothing is changed here. Use the command line.", Allow="GET, HEAD"
            )
        return self._inside(request.path.removeprefix(self._base) or HOME)

    def _open(self, request: Request) -> Response:
        """Let the first in who comes with the token: their browser, and no other, holds the session's secret."""
        is_visit = request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        with self._opening:
            if not is_visit or not _is_same(request.args["token"], self._token):
                return self._refused()
            self._token = None
        response = redirect(self._base, 303)
        response.set_cookie(self._cookie, self._session, path=self._base, httponly=True, samesite="Strict")
        return response

    def _inside(self, path: str) -> Response:
        state = self._state
        if path == "version":
            return Response(state.version, mimetype="text/plain")
        response = self._page(state.pages, path)
        response.headers["Server-Timing"] = f"version;desc={state.version}"  # what live.js goes by
        return response

    def _page(self, pages: Pages, path: str) -> Response:
        try:
            with self._rendering:
                if path in pages.paths():
                    return Response(pages.page(path), mimetype="text/html")
            return self._message(404, "No such page", _WHERE_TO, live=True)
        except CoachplanError as error:
            say(f"coachplan: {error}")
            return self._message(500, "This page cannot be shown", line(error), live=True)
        except Exception as error:  # noqa: BLE001 - a boundary: whatever else escapes is a bug, and says so
            report_bug(error)
            return self._message(
                500, "This page cannot be shown", "A bug in coachplan: the terminal says where.", live=True
            )

    def _refused(self) -> Response:
        return self._message(403, "Not open here", _HOW_TO_OPEN, leads_back=False)

    def _message(
        self, status: int, heading: str, text: str, *, leads_back: bool = True, live: bool = False, **headers: str
    ) -> Response:
        """A plain page that says one thing; a live one reloads, too, when the site is made again."""
        parts: dict[str, Any] = {"heading": heading, "text": text, "home": self._base if leads_back else None}
        parts |= {"scripts": ["site/live.js"] if live else [], "is_live": live}
        try:
            page = render(self._own_templates, _MESSAGE, parts)
        except CoachplanError as error:  # an organisation's template that is broken hides no message
            say(f"coachplan: {error}")
            page = render(None, _MESSAGE, parts)
        return Response(page, status, headers, mimetype="text/html")


def _is_own(request: Request) -> bool:
    """Return True if a page of the site itself asks, or not any page: the address bar, or a bookmark."""
    return request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")


def _is_same(given: str | None, secret: str | None) -> bool:
    return given is not None and secret is not None and secrets.compare_digest(given.encode(), secret.encode())


class _RequestHandler(WSGIRequestHandler):
    """Protects every answer, whoever gives it, and tells nobody of a request: its path holds names."""

    timeout = _PATIENCE
    default_request_version = "HTTP/1.0"  # by default it is 0.9, whose answers have no headers

    def handle(self) -> None:
        with suppress(OSError, ValueError):  # gone in the middle, or not HTTP
            super().handle()

    def send_response(self, code: int, message: str | None = None) -> None:
        self.send_response_only(code, message)
        self.send_header("Date", self.date_time_string())
        for name, value in _PROTECTION.items():
            self.send_header(name, value)

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's shape
        pass
