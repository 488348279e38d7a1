"""The lock: `requirements/`, each library with its version and the hashes of its files, made by uv from pyproject.toml.

`python tools/lock.py` compares it with pyproject.toml, without a network. `--write` makes it again and keeps what still
fits; with `--upgrade`, each library is the newest that is allowed.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FOLDER = "requirements"
# Whoever runs coachplan needs the first; the others hold the same versions, and what more an extra needs.
LOCKS = {
    "runtime": (),
    "documents": ("docx", "pdf"),
    "source": ("build",),
    "release": ("dev", "release"),
    "kept": ("build", "dev", "fuzz", "mutation"),
}
_ENTRY = re.compile(r"^([\w.-]+)==(\S+)")
_OURS = "coachplan (pyproject.toml)"


class Pin(NamedTuple):
    """One library of a lock; it is asked for by pyproject.toml itself, or by another library."""

    version: str
    hashes: int
    is_asked_for: bool


def path(name: str) -> Path:
    return ROOT / FOLDER / f"{name}.txt"


def command(name: str) -> list[str]:
    """The command that makes a lock, as uv writes it into its second line, where Renovate reads it."""
    extras = [f"--extra={extra}" for extra in LOCKS[name]]
    same = [f"--constraint={FOLDER}/runtime.txt"] if extras else []
    made = ["--universal", f"--python-version={lowest_python()}", "--generate-hashes", *extras, *same]
    return ["uv", "pip", "compile", *made, f"--output-file={FOLDER}/{name}.txt", "pyproject.toml"]


def lowest_python() -> str:
    return str(project()["requires-python"]).removeprefix(">=")


def project() -> dict[str, object]:
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = whole["project"]
    assert isinstance(found, dict)
    return found


def asked_for(extras: tuple[str, ...]) -> Iterator[Requirement]:
    """What pyproject.toml asks for with these extras."""
    known = project()
    optional = known["optional-dependencies"]
    texts = [*known["dependencies"], *(text for extra in extras for text in optional[extra])]
    for requirement in map(Requirement, texts):
        if requirement.name == "coachplan":
            yield from asked_for(tuple(requirement.extras))
        else:
            yield requirement


def pins(text: str) -> dict[str, Pin]:
    """The libraries of a lock by their names."""
    found = {}
    for block in re.split(r"\n(?=[\w#])", text):
        if entry := _ENTRY.match(block):
            found[canonicalize_name(entry[1])] = Pin(entry[2], block.count("--hash=sha256:"), _OURS in block)
    return found


def slips(name: str, text: str, runtime: str) -> Iterator[str]:
    """A line for each place where a lock is not what pyproject.toml asks for."""
    if text.splitlines()[1:2] != [f"#    {' '.join(command(name))}"]:
        yield "it was made by another command"
    known, shared = pins(text), pins(runtime)
    wanted = {canonicalize_name(each.name): each.specifier for each in asked_for(LOCKS[name])}
    yield from (f"{library} is missing" for library in wanted.keys() - known.keys())
    for library, pin in known.items():
        if library in wanted and not wanted[library].contains(pin.version, prereleases=True):
            yield f"{library}=={pin.version} is not {wanted[library]}"
        if pin.is_asked_for and library not in wanted:
            yield f"{library} is no longer asked for"
        if not pin.hashes:
            yield f"{library} has no hash"
        if library in shared and shared[library].version != pin.version:
            yield f"{library} is {pin.version}, and {shared[library].version} in runtime.txt"


def write() -> None:
    """Make each lock again; the first one is what the others agree with."""
    (ROOT / FOLDER).mkdir(exist_ok=True)
    uv = Path(sys.executable).with_name("uv")
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    for name in LOCKS:
        subprocess.run([uv, *command(name)[1:], *upgrade, "--quiet"], cwd=ROOT, check=True)


def main() -> None:
    if "--write" in sys.argv:
        write()
    texts = {name: path(name).read_text(encoding="utf-8") for name in LOCKS}
    found = [f"{name}.txt: {slip}" for name, text in texts.items() for slip in slips(name, text, texts["runtime"])]
    if found:
        sys.exit("\n".join([*found, "the lock differs from pyproject.toml: make lock"]))


if __name__ == "__main__":
    main()
