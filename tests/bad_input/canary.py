"""A canary: a program on each hook and setting that git documents, which notes that it was run."""

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

KNOWN: dict[str, Any] = tomllib.loads((Path(__file__).parents[1] / "data/hostile/programs.toml").read_text())


class Canary:
    """A program that notes how it was called, and a hostile repository that names it everywhere."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._log = folder / "was-run"
        self.path = folder / "canary"
        self.path.write_text(f'#!/bin/sh\necho "${{0##*/}} $*" >> {self._log}\nexit 0\n')
        self.path.chmod(0o755)
        self._hooks = folder / "hooks"
        self._hooks.mkdir()
        for name in KNOWN["hooks"]:
            (self._hooks / name).symlink_to(self.path)
        # A helper of git's for a way of fetching is a program on the PATH.
        (folder / "bin").mkdir()
        (folder / "bin/git-remote-canary").symlink_to(self.path)
        monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")

    def names(self) -> set[str]:
        """The ways in which it was called since it was asked last."""
        found = {*self._log.read_text().splitlines()} if self._log.exists() else set()
        self._log.unlink(missing_ok=True)
        return found

    def take_over(self, repository: Path, settings: dict[str, str]) -> None:
        """Let the settings of a repository, and its own hooks, name the canary."""
        words = {"canary": self.path, "hooks": self._hooks, "repository": repository}
        config = repository / ".git/config"
        lines = []
        for name, value in settings.items():
            section, _, rest = name.format(**words).partition(".")
            inner, _, key = rest.rpartition(".")
            lines.append(f'[{section} "{inner}"]' if inner else f"[{section}]")
            lines.append(f'\t{key} = "{value.format(**words)}"')
        config.write_text("\n".join([config.read_text(), *lines, ""]))
        hooks = repository / ".git/hooks"
        hooks.mkdir(exist_ok=True)
        for name in KNOWN["hooks"]:
            (hooks / name).unlink(missing_ok=True)
            (hooks / name).symlink_to(self.path)
