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
    if not (VENV / "bin/python").exists():
        venv.create(VENV, with_pip=True)
    python = str(VENV / "bin/python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--editable", f"{ROOT}[dev]", *pins], check=True)
    print("with", ", ".join(pins))
    tests = [f"tests/{name}" for name in ("commands", "reports")]
    sys.exit(subprocess.run([python, "-m", "pytest", "-n", "auto", "-q", *tests], cwd=ROOT, check=False).returncode)


if __name__ == "__main__":
    main()
