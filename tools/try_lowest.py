"""Run the tests with the oldest version of each dependency that pyproject.toml allows."""

import subprocess
import sys
import venv
from pathlib import Path

from audit import bounds

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv-lowest"


def main() -> None:
    pins = [f"{name}=={version}" for name, version in bounds("pdf", "docx").items()]
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
