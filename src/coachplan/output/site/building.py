"""The site as a folder of files: pages whose inputs have not changed stay as they are."""

import json
import os
import re
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from coachplan.base.errors import RefusedError
from coachplan.base.parallel import Tick, map_in_order, unwatched
from coachplan.output.site.pages import Site
from coachplan.store import files

LIST = ".coachplan-site.json"
"""The file that makes a folder one of ours: what each page was made from."""

_IGNORED = ".gitignore"
_LOCK = ".coachplan-lock"
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_AT_ONCE = 25
_FORK_FROM = 8
_PAGE = re.compile(r"(?:[a-z0-9][a-z0-9-]*/)*[a-z0-9][a-z0-9-]*\.html")


class Built(NamedTuple):
    """The numbers of pages that were made, left as they were, and removed."""

    made: int
    kept: int
    removed: int


def build(site: Site, folder: Path, tick: Tick = unwatched) -> Built:
    """Make the pages in `folder`, private to the person; a page that the site no longer has is removed.

    `tick` gets the number of pages that are made, of how many. Raises `RefusedError` where the folder holds something
    else, or the site of another reader, who would get to read more; nothing is touched then.
    """
    _require_ours(folder)
    files.make_folder(folder)
    os.chmod(folder, _PRIVATE_FOLDER)
    with files.locked(folder / _LOCK):
        before = _List.read(folder)
        before.require_reader(site.reader, folder)
        return _bring_up_to_date(site, folder, before.pages, tick)


def _bring_up_to_date(site: Site, folder: Path, before: dict[str, str], tick: Tick) -> Built:
    now = {path: site.fingerprint(path) for path in site.paths()}
    stale = [path for path in now if before.get(path) != now[path] or not os.path.lexists(folder / path)]
    gone = [path for path in before if path not in now]
    # From here on until the end, the list names every page that may lie there, so that none is ever left behind.
    _List(site.reader, {**before, **dict.fromkeys(stale, "")}).write(folder)
    for inside in {os.path.dirname(path) for path in (*before, *now)}:
        files.tidy(folder, os.path.join(inside, "page"))
    for path in gone:
        _remove(folder, path)
    made = 0
    shares = [stale[first : first + _AT_ONCE] for first in range(0, len(stale), _AT_ONCE)]
    for number in map_in_order(partial(_make, site, folder), shares, fork_from=_FORK_FROM):
        made += number
        tick(made, len(stale))
    _List(site.reader, now).write(folder)
    return Built(len(stale), len(now) - len(stale), len(gone))


def _make(site: Site, folder: Path, paths: list[str]) -> int:
    """Make these pages, closed to others even where they were opened to them; return their number."""
    for path, html in site.pages(paths):
        if os.path.isfile(folder / path) and not os.path.islink(folder / path):
            os.chmod(folder / path, _PRIVATE_FILE)
        files.write_file(folder, path, html.encode(), durable=False)
    return len(paths)


def _require_ours(folder: Path) -> None:
    """Refuse a folder that holds other things than a site."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise RefusedError(f"{folder} is not a folder; choose a new or empty one")
    if not files.is_free(folder) and not os.path.lexists(folder / LIST):
        raise RefusedError(f"{folder} holds files that are not part of a site; choose a new or empty folder")


class _List(NamedTuple):
    """The reader of the pages in a folder, and a fingerprint of the inputs of each page; `pages` may be empty."""

    reader: str | None
    pages: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> "_List":
        if not os.path.lexists(folder / LIST):
            return cls(None, {})
        try:
            known = json.loads(files.read_file(folder, LIST))
            reader, pages = known["reader"], known["pages"]
            if isinstance(reader, str | None) and all(
                _PAGE.fullmatch(path) and isinstance(made_from, str) for path, made_from in pages.items()
            ):
                return cls(reader, pages)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        raise RefusedError(f"{folder / LIST} cannot be read; remove {folder}, and build the site again")

    def require_reader(self, reader: str | None, folder: Path) -> None:
        """Refuse to put into one person's folder what another one reads."""
        if self.pages and self.reader and self.reader != reader:
            whose = f"for {reader}" if reader else "with every plan"
            raise RefusedError(f"{folder} holds the site for {self.reader}; name another folder for a site {whose}")

    def write(self, folder: Path) -> None:
        text = json.dumps({"version": 1, "reader": self.reader, "pages": self.pages}, indent=0)
        files.write_file(folder, LIST, text.encode())
        files.write_file(folder, _IGNORED, b"# Made by `coachplan site`; private, and never to be committed.\n*\n")


def _remove(folder: Path, path: str) -> None:
    """Remove a page, and the folders that are empty without it."""
    files.refuse_links(folder, path)
    with suppress(FileNotFoundError):
        os.unlink(folder / path)
    with suppress(OSError):
        for above in (folder / path).relative_to(folder).parents[:-1]:
            os.rmdir(folder / above)
