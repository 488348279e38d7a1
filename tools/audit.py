"""Hold every lower bound of pyproject.toml against known holes: those in advisories.toml, and those pip-audit hears of.

Exit status 0: none is known; 1: a bound lets in a version with a known hole; 2: nobody answered about newer ones, which
`--unanswered=passes` takes for well.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.version import Version

ROOT = Path(__file__).parents[1]
_BOUND = re.compile(r"(?P<name>[A-Za-z0-9-]+)(?:\[[^\]]*\])?>=(?P<version>[^,;\s]+)")


def bounds(*extras: str) -> dict[str, str]:
    """The lowest version of each library that a run needs, and those extras; of every one, where no extra is named."""
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    known = whole["project"]["optional-dependencies"]
    entries = [*whole["project"]["dependencies"]]
    entries += [entry for extra in extras or known for entry in known[extra]]
    entries += [] if extras else whole["build-system"]["requires"]
    return {bound["name"]: bound["version"] for entry in entries if (bound := _BOUND.match(entry))}


def below(lowest: dict[str, str]) -> Iterator[str]:
    """A line for each bound that lies below a version that is known to be the first one without a hole."""
    known = tomllib.loads((ROOT / "tools/advisories.toml").read_text(encoding="utf-8"))
    for name, entry in known.items():
        if name in lowest and Version(lowest[name]) < Version(entry["free"]):
            yield f"{name}>={lowest[name]}: {entry['advisory']}; raise it to {entry['free']}"


def holes(report: dict[str, Any]) -> Iterator[str]:
    """A line for each hole in a report of pip-audit."""
    for library in report["dependencies"]:
        for hole in library.get("vulns", ()):
            free = ", ".join(hole["fix_versions"]) or "a version that is not out yet"
            yield f"{library['name']}>={library['version']}: {hole['id']}; raise it to {free}"


def unanswered(report: dict[str, Any]) -> list[str]:
    """The libraries that nobody knew anything of."""
    return [library["name"] for library in report["dependencies"] if "skip_reason" in library]


def asked(lowest: dict[str, str]) -> dict[str, Any] | None:
    """What pip-audit hears of these versions; None where nobody answers it."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pins:
        pins.write("".join(f"{name}=={version}\n" for name, version in lowest.items()))
        pins.flush()
        command = [sys.executable, "-m", "pip_audit", "--requirement", pins.name, "--no-deps", "--disable-pip"]
        command += ["--vulnerability-service", "osv", "--format", "json", "--progress-spinner", "off"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.stdout.startswith("{") else None


def main() -> int:
    lowest = bounds()
    found = [*below(lowest)]
    report = None if found else asked(lowest)
    found += holes(report) if report else ()
    for line in found:
        print(line)
    if found:
        return 1
    missing = unanswered(report) if report else [*lowest]
    if missing:
        named = ", ".join(missing)
        print(f"nobody answers here about newer holes of {named}; `make audit` asks OSV, where it can be reached")
        return 0 if "--unanswered=passes" in sys.argv[1:] else 2
    print(f"no hole is known of the lowest versions of {len(lowest)} libraries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
