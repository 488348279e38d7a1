"""The Chromium that looks at pages: `python tools/chromium.py` tells whether there is one."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
MISSING = f"there is no {', '.join(NAMES[:-1])} or {NAMES[-1]} on the PATH; on Debian: apt-get install chromium"
OPTIONS = [
    "--no-sandbox",  # it opens nothing but our own files, and inside a container there is no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def path() -> str | None:
    """Where it lies, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """The browser without a window; exits with one line where there is none."""
    executable = path() or sys.exit(MISSING)
    return playwright.chromium.launch(executable_path=executable, args=OPTIONS)


if __name__ == "__main__":
    sys.exit(None if path() else MISSING)
