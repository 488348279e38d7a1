"""The address that plans are shared through, as a person names it: a URL of git's, or a folder on this machine."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from coachplan.base.errors import UsageError

# A helper of git's, such as `ext::`, runs what its address says.
_HELPER = re.compile(r"[\w+.-]*::|ext://", re.IGNORECASE)
_TWO_SIGNS = re.compile(r"[\w+.-]+://[^/]*@[^/]*@")
_IN_THE_CLEAR = ("http://", "git://")
_SIGNED_IN = re.compile(r"(https?://)[^/@]*@", re.IGNORECASE)
_PASSWORD = re.compile(r"([\w+.-]+://[^/@:]*):[^/@]*@")


@dataclass(frozen=True)
class Address:
    """Where plans are shared: `url` as git takes it, and the `folder` where that is on this machine."""

    url: str
    folder: Path | None = None

    @classmethod
    def read(cls, text: str, start: Path) -> "Address":
        """Return the address that a text names, a folder as seen from `start`; refuses what would run things."""
        wanted = text.strip()
        if not wanted or not wanted.isprintable():
            raise UsageError("URL is missing: name a repository, such as git@example.com:plans.git, or a folder")
        if wanted.startswith("-"):
            raise UsageError(f"{wanted} is an option of git's, and not the address of a repository")
        if _HELPER.match(wanted):
            raise UsageError(f"{wanted} would run a program: name a repository by https, ssh or its folder")
        if _TWO_SIGNS.match(wanted):  # git would show a part of a password
            raise UsageError("URL has two @ before the first folder: write one within a name or a password as %40")
        if not _is_folder(wanted):
            return cls(wanted)
        folder = Path(os.path.abspath(start / wanted))
        return cls(str(folder), folder)

    @property
    def shown(self) -> str:
        """The address as anyone may see it: without what somebody signs in with."""
        return _PASSWORD.sub(r"\1@", _SIGNED_IN.sub(r"\1", self.url))

    @property
    def is_in_the_clear(self) -> bool:
        """True if everyone on the way can read what goes to the address."""
        return self.url.lower().startswith(_IN_THE_CLEAR)

    @property
    def name(self) -> str:
        """The name of a clone's folder, as git chooses it; empty where the address has none."""
        last = re.split(r"[/:]", self.url.rstrip("/").removesuffix("/.git"))[-1].removesuffix(".git")
        return "" if last in (".", "..") else last

    def is_same_as(self, url: str) -> bool:
        """True if git knows this address as `url`."""
        return _plain(url) == _plain(self.url)


def _is_folder(text: str) -> bool:
    """True if git takes a text for a path: a colon before the first slash makes it the address of another machine."""
    return ":" not in text.partition("/")[0]


def _plain(url: str) -> str:
    return Address(url).shown.rstrip("/").removesuffix(".git")
