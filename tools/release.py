"""A release: what is published of HEAD, in `dist/`; the same bytes wherever and whenever it is built.

`python tools/release.py v0.2.0` builds it, and refuses a tag that is not the version or has no section in CHANGELOG.md.
`dist/python` has what a package index takes; `dist/published` has these and the lock, constraints, bills of materials
and checksums; `dist/notes.md` is the section of the changelog.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import lock

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
PYTHON, PUBLISHED = DIST / "python", DIST / "published"
_TIMES_AND_MODES = (("UTC", 0o022), ("Asia/Tokyo", 0o077))


def run(*command: str | Path, cwd: Path, **settings: Any) -> str:
    """What a command printed; the end, where it failed."""
    given = [str(part) for part in command]
    done = subprocess.run(given, cwd=cwd, capture_output=True, text=True, check=False, **settings)
    if done.returncode:
        sys.exit(f"{' '.join(given)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def version() -> str:
    """The version, from the one place that has it."""
    source = (ROOT / "src/coachplan/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    assert found
    return found[1]


def moment() -> str:
    """The moment of HEAD, which stands for the day of the build."""
    return run("git", "log", "-1", "--format=%ct", cwd=ROOT).strip()


def build(folder: Path) -> tuple[Path, Path]:
    """The wheel and the sdist of HEAD, built in two clones and from the sdist: the bytes must be the same."""
    for number, (zone, mask) in enumerate(_TIMES_AND_MODES):
        clone = folder / f"clone-{number}"
        run("git", "clone", "--quiet", ROOT, clone, cwd=folder, umask=mask)
        hatch(clone, folder / f"built-{number}", "sdist", "wheel", zone=zone)
    wheel, sdist = (next((folder / "built-0").glob(pattern)) for pattern in ("*.whl", "*.tar.gz"))
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    hatch(next((folder / "unpacked").iterdir()), folder / "from-sdist", "wheel", zone="UTC")
    for once, again in ((wheel, "built-1"), (sdist, "built-1"), (wheel, "from-sdist")):
        if once.read_bytes() != (folder / again / once.name).read_bytes():
            sys.exit(f"{once.name} has other bytes where it is built again ({again})")
    print(f"{wheel.name} and {sdist.name}: equal bytes, built twice, and the wheel from the sdist")
    return wheel, sdist


def hatch(source: Path, target: Path, *kinds: str, zone: str) -> None:
    """Build by the backend that is installed, so that no build resolves it anew."""
    options = [f"--target={kind}" for kind in kinds]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": moment(), "TZ": zone}
    run(sys.executable, "-m", "hatchling", "build", f"--directory={target}", *options, cwd=source, env=environment)


def notes(tag: str) -> str:
    """The section of the changelog for a tag; the end, where it is not that of this version."""
    number = version()
    if tag != f"v{number}":
        sys.exit(f"{tag}: this is {number}, whose tag is v{number}")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = rf"^## {re.escape(number)} - \d{{4}}-\d\d-\d\d\n\n"
    section = re.search(rf"{heading}(.*?)(?=^## |\Z)", changes, re.MULTILINE | re.DOTALL)
    if not section:
        sys.exit(f"CHANGELOG.md has no section with a day for {number}")
    return section[1]


def constraints(name: str) -> str:
    """The versions of a lock alone, for `pip install --constraint`."""
    lines = lock.path(name).read_text(encoding="utf-8").splitlines()
    return "".join(line.removesuffix(" \\") + "\n" for line in lines if not line.startswith((" ", "#")))


def whole_lock(name: str, built: Path) -> str:
    """A lock that has coachplan itself, too: `pip install --requirement` of it installs these bytes and no others."""
    hashes = "".join(f" \\\n    --hash=sha256:{digest(path)}" for path in sorted(built.iterdir()))
    return f"{lock.path(name).read_text(encoding='utf-8')}coachplan=={version()}{hashes}\n"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bill_of_materials(name: str, target: Path, folder: Path) -> None:
    """The libraries of a lock as CycloneDX has them, with their hashes."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = project.replace('dynamic = ["version"]', f'version = "{version()}"')
    (folder / "pyproject.toml").write_text(project, encoding="utf-8")
    command = [Path(sys.executable).with_name("cyclonedx-py"), "requirements", "--output-reproducible", "--validate"]
    files = [f"--pyproject={folder}/pyproject.toml", f"--output-file={target}", lock.path(name)]
    run(*command, *files, cwd=ROOT, env={**os.environ, "SOURCE_DATE_EPOCH": moment()})


def main() -> None:
    text, number = notes(sys.argv[1]), version()
    shutil.rmtree(DIST, ignore_errors=True)
    for folder in (PYTHON, PUBLISHED):
        folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name)
        for built in build(temporary):
            shutil.copy(built, PYTHON)
            shutil.copy(built, PUBLISHED)
        for locked in ("runtime", "documents"):
            start = PUBLISHED / f"coachplan-{number}-{locked}"
            Path(f"{start}.lock.txt").write_text(whole_lock(locked, PYTHON), encoding="utf-8")
            Path(f"{start}.constraints.txt").write_text(constraints(locked), encoding="utf-8")
            bill_of_materials(locked, Path(f"{start}.cdx.json"), temporary)
    (DIST / "notes.md").write_text(text, encoding="utf-8")
    sums = "".join(f"{digest(path)}  {path.name}\n" for path in sorted(PUBLISHED.iterdir()))
    (PUBLISHED / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(sums, end="")


if __name__ == "__main__":
    main()
