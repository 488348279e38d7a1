"""Run the tests with the oldest version of each dependency that pyproject.toml allows."""

import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv-lowest"
_BOUND = re.compile(r"(?P<name>[A-Za-z0-9-]+)(?:\[[^\]]*\])?>=(?P<version>[^,]+)")


def lowest() -> list[str]:
    """The lower bounds as exact versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    entries = [*project["dependencies"], *extras["pdf"], *extras["docx"]]
    return [f"{bound['name']}=={bound['version']}" for entry in entries if (bound := _BOUND.match(entry))]


def main() -> None:
    pins = lowest()
    python = str(VENV / "bin/python")
    if not (VENV / "bin/python").exists():
        venv.create(VENV)
    pip = [sys.executable, "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check"]
    # Most of what is installed is never imported, and what is gets compiled then.
    subprocess.run([*pip, "install", "--no-compile", "--editable", f"{ROOT}[dev]", *pins], check=True)
    print("with", ", ".join(pins))
    # What has each library at work at least once; the other commands call nothing but what these call, too.
    commands = ("calendar", "guided", "new", "render", "status")
    tests = ["tests/output", "tests/store/test_watching.py"]
    tests += [f"tests/commands/test_{name}.py" for name in commands]
    shared = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "not long and not soak"]
    sys.exit(subprocess.run([python, "-m", "pytest", *shared, "-q", *tests], cwd=ROOT, check=False).returncode)


if __name__ == "__main__":
    main()
