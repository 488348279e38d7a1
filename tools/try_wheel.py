"""Build the wheel, install it with the lock alone where nothing else is, and go through the tutorial with it.

The wheel is built as a release is (tools/release.py). pip checks the hash of every file, and refuses one that the lock
has not.
"""

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import lock
import release

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from tutorial import play  # noqa: E402 - the tests go through it, too

_MAN_PAGE = "share/man/man1/coachplan-follow-up.1"


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


def install(folder: Path, wheel: Path) -> Path:
    """An environment with the wheel and the libraries of the lock."""
    made = folder / "venv"
    venv.create(made)
    (folder / "wheel.txt").write_text(f"{wheel} --hash=sha256:{release.digest(wheel)}\n", encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", made)
    given = ("--requirement", lock.path("runtime"), "--requirement", folder / "wheel.txt")
    release.run(*pip, "install", "--no-compile", "--require-hashes", *given, cwd=folder)
    release.run(*pip, "check", cwd=folder)
    return made


def walk_the_tutorial(folder: Path, made: Path) -> int:
    """The characters that the tutorial printed, by a command that finds git and nothing of this machine."""
    home, world = folder / "home", folder / "world"
    home.mkdir()
    world.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TZ": "UTC", "LANG": "C.UTF-8"}
    environment["GIT_CONFIG_NOSYSTEM"] = "1"

    def coachplan(arguments: Sequence[str], where: Path) -> Ended:
        command = [made / "bin/coachplan", *arguments]
        done = subprocess.run(
            command, cwd=where, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    said = play("tutorial.md", world, coachplan, environment.__setitem__)
    assert "<h1" in (world / "ada.html").read_text(encoding="utf-8")
    return len(said)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        wheel, _ = release.build(folder)
        made = install(folder, wheel)
        assert (made / _MAN_PAGE).exists()
        print(f"the tutorial passes: {walk_the_tutorial(folder, made)} characters")
        print(f"{wheel.name} works, with the lock alone")


if __name__ == "__main__":
    main()
