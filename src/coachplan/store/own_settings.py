"""The person's own settings of git, for all their repositories: what a repository itself says is not asked."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from coachplan.store.git import Git

_NO = ("", "0", "false", "no", "off")
_MORE = re.compile(rb"\[\s*include", re.IGNORECASE)


def own_setting(git: Git, name: str) -> str:
    """Return what the person set `name` to, in small letters; empty where they did not.

    Git is started only where its files may speak of it, so that asking costs nothing for everyone else.
    """
    section = name.partition(".")[0].encode()
    if not any(section in text.lower() or _MORE.search(text) for text in map(_content, _files())):
        return ""
    return git.own_settings(f"^{re.escape(name)}$").get(name, "").strip().lower()


def _files() -> Iterator[Path]:
    """Yield the places of git's settings for a person and for a machine, as git-config(1) has them."""
    home = Path(os.environ.get("HOME") or os.sep)
    if own := os.environ.get("GIT_CONFIG_GLOBAL"):
        yield Path(own)
    else:
        yield home / ".gitconfig"
        yield Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "git" / "config"
    if os.environ.get("GIT_CONFIG_NOSYSTEM", "").lower() in _NO:
        program = Path(shutil.which("git") or "/usr/bin/git")
        yield Path(os.environ.get("GIT_CONFIG_SYSTEM") or "/etc/gitconfig")
        yield program.parent.parent / "etc" / "gitconfig"


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
