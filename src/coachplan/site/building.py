"""The site as a folder of files: pages whose inputs have not changed stay as they are."""

import json
import os
import re
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from coachplan import workspace
from coachplan.errors import RefusedError
from coachplan.processes import Tick, in_order, unwatched
from coachplan.site.pages import Site

LIST = ".coachplan-site.json"
"""The file that makes a folder one of ours: what each page was made from."""

_IGNORED = ".gitignore"
_AT_ONCE = 25
_FORK_FROM = 8
_PAGE = re.compile(r"(?:[a-z0-9][a-z0-9-]*/)*[a-z0-9][a-z0-9-]*\.html")


class Built(NamedTuple):
    """How many pages were made, were left as they were, and were removed."""

    made: int
    kept: int
    removed: int


def build(site: Site, folder: Path, tick: Tick = unwatched) -> Built:
    """Make the pages in `folder`, private to the person; a page that the site no longer has is removed.

    `tick` is told how many pages are made, of how many. Raises `RefusedError` where the folder holds something else,
    and touches nothing then.
    """
    before = _known(folder)
    now = {path: site.fingerprint(path) for path in site.paths()}
    stale = [path for path in now if before.get(path) != now[path] or not os.path.lexists(folder / path)]
    gone = [path for path in before if path not in now]
    workspace.make_folder(folder)
    # From here on until the end, the list names every page that may lie there, so that none is ever left behind.
    _write_list(folder, {**before, **dict.fromkeys(stale, "")})
    for path in gone:
        _remove(folder, path)
    made = 0
    shares = [stale[first : first + _AT_ONCE] for first in range(0, len(stale), _AT_ONCE)]
    for number in in_order(partial(_make, site, folder), shares, fork_from=_FORK_FROM):
        made += number
        tick(made, len(stale))
    _write_list(folder, now)
    return Built(len(stale), len(now) - len(stale), len(gone))


def _make(site: Site, folder: Path, paths: list[str]) -> int:
    """Make these pages; how many there are."""
    for path, html in site.pages(paths):
        workspace.write_file(folder, path, html.encode(), durable=False)
    return len(paths)


def _known(folder: Path) -> dict[str, str]:
    """What the pages in the folder were made from; refuses a folder that is not ours."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise RefusedError(f"{folder} is no folder; name a new or empty one")
    if workspace.is_free(folder):
        return {}
    if not os.path.lexists(folder / LIST):
        raise RefusedError(f"{folder} holds other things than a site of coachplan; name a new or empty folder")
    try:
        known = json.loads(workspace.read_file(folder, LIST))["pages"]
        if all(_PAGE.fullmatch(path) and isinstance(made_from, str) for path, made_from in known.items()):
            return dict(known)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise RefusedError(f"{folder / LIST} cannot be read; remove {folder}, and build the site anew")


def _write_list(folder: Path, pages: dict[str, str]) -> None:
    text = json.dumps({"version": 1, "pages": pages}, indent=0)
    workspace.write_file(folder, LIST, text.encode())
    workspace.write_file(folder, _IGNORED, b"# Made by `coachplan site`; private, and never to be committed.\n*\n")


def _remove(folder: Path, path: str) -> None:
    """Remove a page, and the folders that are empty without it."""
    workspace.refuse_links(folder, path)
    with suppress(FileNotFoundError):
        os.unlink(folder / path)
    with suppress(OSError):
        for above in (folder / path).relative_to(folder).parents[:-1]:
            os.rmdir(folder / above)
