"""A mutation run: a copy of the project in mutants/, mutmut in it, and its results by package.

`python tools/mutation.py` runs everything (hours) and fails where fewer mutants were killed than before;
`python tools/mutation.py 'coachplan.checks.rules.goals*'` runs a part and only counts.
"""

import ast
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / "mutants"
# The shares that were reached; lower them for no change.
AT_LEAST = {"checks.rules": 0.99, "progress": 0.99, "checks.wording": 0.99}
UNNOTICED = ("survived", "no tests", "not checked")
MUTMUT = [sys.executable, "-m", "mutmut"]


def copy_project() -> None:
    """Copy what git knows, with rules that mutmut changes: it leaves functions with decorators alone."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    shutil.rmtree(COPY, ignore_errors=True)
    for name in filter(None, names.split("\0")):
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, COPY / name, follow_symlinks=False)
    for path in (COPY / "src/coachplan/checks/rules").glob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")


def undecorated(source: str) -> str:
    """The module with each decorator of a rule as a call at its end, which does the same."""
    lines, calls = source.splitlines(keepends=True), []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if ast.unparse(decorator).partition("(")[0].endswith("Rule"):
                    for number in range(decorator.lineno - 1, decorator.end_lineno or decorator.lineno):
                        lines[number] = ""
                    calls.append(f"{node.name} = {ast.unparse(decorator)}({node.name})\n")
    return "".join([*lines, *calls])


def results(names: list[str]) -> dict[str, dict[str, str]]:
    """The verdict on each mutant, by package; those that were not asked for are left out."""
    command = [*MUTMUT, "results", "--all", "true"]
    lines = subprocess.run(command, cwd=COPY, check=True, capture_output=True, text=True).stdout.splitlines()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        name, _, verdict = line.strip().rpartition(": ")
        package = next((package for package in AT_LEAST if name.startswith(f"coachplan.{package}.")), None)
        if package and not (names and verdict == "not checked"):
            found[package][name] = verdict
    return found


def main() -> None:
    names = sys.argv[1:]
    copy_project()
    subprocess.run([*MUTMUT, "run", *names], cwd=COPY, check=True)
    shares = dict.fromkeys(AT_LEAST, 0.0)
    for package, verdicts in results(names).items():
        unnoticed = [name for name, verdict in verdicts.items() if verdict in UNNOTICED]
        print(*unnoticed, sep="\n")
        shares[package] = 1 - len(unnoticed) / len(verdicts)
        counts = ", ".join(f"{count} {verdict}" for verdict, count in Counter(verdicts.values()).items())
        print(f"{package}: {shares[package]:.1%} of {len(verdicts)} killed ({counts})")
    if not names and any(shares[package] < share for package, share in AT_LEAST.items()):
        sys.exit("fewer mutants were killed than before")


if __name__ == "__main__":
    main()
