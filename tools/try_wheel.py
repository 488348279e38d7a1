"""Build the wheel, install it into an environment of its own, and use it away from the sources."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
        run(*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
        (wheel,) = folder.glob("coachplan-*.whl")
        venv.create(folder / "venv")
        run(*pip, "--python", folder / "venv", "install", "--no-compile", wheel, cwd=folder)
        identity = {
            f"GIT_{r}_{k}": v for r in ("AUTHOR", "COMMITTER") for k, v in (("NAME", "A"), ("EMAIL", "a@example.com"))
        }
        coachplan = folder / "venv/bin/coachplan"
        used = {"HOME": str(folder), "COACHPLAN_TODAY": "2026-01-05", **identity}
        for arguments in (
            ("--version",),
            ("init", "plans"),
            ("wording", "--as", "activity", "--exit-zero", "be nice"),
            ("-C", "plans", "templates"),
            ("-C", "plans", "new", "Listen first", "--for", "Ada <ada@example.com>", "--manager", "C <c@example.com>"),
            ("-C", "plans", "render", "listen", "--to", "html"),
            ("-C", "plans", "history", "listen"),
        ):
            print(f"coachplan {' '.join(arguments)}: {len(run(coachplan, *arguments, cwd=folder, **used))} characters")
        print(f"{wheel.name} works")


if __name__ == "__main__":
    main()
