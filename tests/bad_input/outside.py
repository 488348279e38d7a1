"""A folder outside of every repository, in which nothing may be read, nor anything of it be shown."""

import ctypes
import os
import sys
from pathlib import Path

from bad_input.hostile_plans import plan

SECRET = "SECRET-OUTSIDE"
_OPENED, _READ = 0x20, 0x01


class Outside:
    """Plans, settings, templates and a pipe that links in a repository lead to; the system says what is opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "eve/plan").mkdir(parents=True)
        for name in ("secret.md", "plan.md", "eve/plan/plan.md"):
            (folder / name).write_text(plan(("title: Clear", f"title: {SECRET}"), body=SECRET))
        (folder / "coachplan.toml").write_text(f'[labels]\ncoaching = "{SECRET}"\n')
        (folder / "plan.md.j2").write_text(SECRET)
        os.mkfifo(folder / "pipe")
        self._watch = -1
        if sys.platform == "linux":
            system = ctypes.CDLL(None, use_errno=True)
            self._watch = system.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            for watched in (folder, folder / "eve", folder / "eve/plan"):
                assert system.inotify_add_watch(self._watch, os.fsencode(watched), _OPENED | _READ) >= 0

    def was_read(self) -> bool:
        """True if something was opened there since it was asked last; what is shown must do where no system says so."""
        try:
            return self._watch >= 0 and bool(os.read(self._watch, 65536))
        except BlockingIOError:
            return False

    def end(self) -> None:
        if self._watch >= 0:
            os.close(self._watch)
