"""Places that a repository is shared through: a folder here, or a project on a host."""

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from coachplan.store.address import Address
from coachplan.store.git import Git

_BY_ANOTHER_DOOR = {"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com", "www.github.com": "github.com"}
_SHORT = re.compile(r"(?:[^@/:\s]+@)?(?P<host>[\w.-]+):(?P<path>(?!//).+)")
_HOST = re.compile(r"[a-z0-9][a-z0-9.-]*(?::\d+)?")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+")
_ON_THIS_MACHINE = re.compile(r"(?:localhost|127\.\d+\.\d+\.\d+)(?::\d+)?")


class Place(NamedTuple):
    """A place that plans are shared through: the address as anyone may see it, and what is known of it.

    It is a `folder` on this machine, or a repository with a `path` on a `host`; otherwise both are empty.
    """

    shown: str
    host: str = ""
    path: str = ""
    folder: Path | None = None
    is_in_the_clear: bool = False


def places(git: Git) -> list[Place]:
    """Return the places that a repository fetches from or gives to, in the order in which it names them."""
    found: dict[str, None] = {}
    for name in git.ask("remote").decode("utf-8", "surrogateescape").splitlines():
        for options in ((), ("--push",)):
            status, output, _ = git.run("remote", "get-url", *options, "--all", "--", name)
            text = output.decode("utf-8", "surrogateescape")
            found |= dict.fromkeys([url for url in text.splitlines() if url] if status == 0 else [f"{name}::"])
    return [*dict.fromkeys(_place(url, git.root) for url in found)]


def _place(url: str, root: Path) -> Place:
    """Return the place that an address of git's means."""
    shown = Address(url).shown
    if "::" in url:
        return Place(shown)
    if url.lower().startswith("file://"):
        return Place(shown, folder=Path(unquote(url[len("file://") :])))
    if "://" in url:
        return _by_scheme(url, shown)
    if short := _SHORT.fullmatch(url):
        return _on(shown, short["host"], short["path"])
    return Place(shown, folder=Path(root, url))


def _by_scheme(url: str, shown: str) -> Place:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Place(shown)
    if parts.scheme in ("https", "http"):
        host = f"{host}:{port}" if port and (parts.scheme, port) != ("https", 443) else host
    is_open = parts.scheme in ("http", "git") and not _ON_THIS_MACHINE.fullmatch(host)
    return _on(shown, host, unquote(parts.path))._replace(is_in_the_clear=is_open)


def _on(shown: str, host: str, path: str) -> Place:
    host, path = host.casefold(), path.strip("/").removesuffix(".git")
    host, parts = _BY_ANOTHER_DOOR.get(host, host), set(path.split("/"))
    is_one = _HOST.fullmatch(host) and _PATH.fullmatch(path) and not {".", ".."} & parts
    return Place(shown, host, path) if is_one else Place(shown)
