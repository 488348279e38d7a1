"""A mutation run: a copy of the project in mutants/, mutmut in it, and its results by package.

`python tools/mutation.py` runs everything (hours) and fails where fewer mutants were killed than before;
`python tools/mutation.py words` runs one of the parts, and
`python tools/mutation.py rules 'coachplan.checks.rules.goals*'` some of its mutants, which it only counts.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
COPY = ROOT / "mutants"
UNNOTICED = ("survived", "no tests", "not checked")
MUTMUT = [sys.executable, "-m", "mutmut"]


class Part(NamedTuple):
    """Modules that are changed, the shares that were reached there, and the tests that must notice.

    Lower a share for no change.
    """

    at_least: dict[str, float]
    tests: tuple[str, ...]
    chosen: str = ""
    marked: str = "not long and not soak"

    def settings(self) -> str:
        paths = [f"src/coachplan/{name.replace('.', '/')}" for name in self.at_least]
        chosen = [
            "-p",
            "no:cacheprovider",
            "-m",
            self.marked,
            *(["-k", self.chosen] if self.chosen else []),
        ]
        return "".join(
            f"{key} = {json.dumps(value)}\n"
            for key, value in (
                ("only_mutate", [f"{path}/*" if (ROOT / path).is_dir() else f"{path}.py" for path in paths]),
                ("pytest_add_cli_args_test_selection", self.tests),
                ("pytest_add_cli_args", chosen),
            )
        )


PARTS = {
    # The tests that break parts of whole examples take longest, and those of pages pin no rule.
    "rules": Part(
        {
            "checks.rules": 0.99,
            "checks.wording": 0.99,
            "progress.cadence_kept": 0.99,
            "progress.obstacles": 0.99,
            "progress.stall": 0.99,
        },
        (
            "tests/checks/rules",
            "tests/progress/test_standing.py",
            "tests/checks/wording/test_pinned.py",
            "tests/checks/wording/test_reading.py",
        ),
        "not (broken or no_word or changes_nothing or sorted_and_unique or reads_only or page or recipe)",
        marked="not soak",
    ),
    # Whose word is whose, which words a yes holds for, and what a merge makes of it: nothing here asks git.
    "words": Part(
        {
            "coaching.consent": 0.9,
            "coaching.merging": 0.9,
            "plan.said": 0.9,
            "plan.terms": 0.9,
            "plan.whose_word": 0.9,
        },
        (
            "tests/coaching/test_merging.py",
            "tests/coaching/test_merging_properties.py",
            "tests/plan/test_agreed_words.py",
            "tests/plan/test_terms.py",
            "tests/plan/test_whose_word.py",
        ),
    ),
    # What the history says of each word.
    "history": Part(
        {
            "views.attestation": 0.9,
            "views.check_ins_kept": 0.9,
            "views.flaws": 0.9,
            "views.lineage": 0.9,
            "views.testimony": 0.9,
            "views.verification": 0.9,
        },
        (
            "tests/commands/check/test_cache.py",
            "tests/commands/check/test_history_of_a_yes.py",
            "tests/commands/test_agreed.py",
            "tests/commands/test_agreeing.py",
            "tests/commands/test_broken_versions.py",
            "tests/commands/test_forgeries.py",
            "tests/commands/test_verifying.py",
            "tests/commands/test_whose_word.py",
            "tests/plan/test_terms.py",
            "tests/views/test_attestation.py",
            "tests/views/test_merges_told.py",
        ),
        "not needs_no_models",
        marked="not soak",
    ),
}


def copy_project(part: str) -> None:
    """Copy what git knows, with rules that mutmut changes: it leaves functions with decorators alone."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    shutil.rmtree(COPY / part, ignore_errors=True)
    for name in filter(None, names.split("\0")):
        (COPY / part / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, COPY / part / name, follow_symlinks=False)
    for path in (COPY / part / "src/coachplan/checks/rules").glob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    project = COPY / part / "pyproject.toml"
    table = "[tool.mutmut]\n"
    project.write_text(project.read_text(encoding="utf-8").replace(table, table + PARTS[part].settings()), "utf-8")


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


def results(part: str, names: list[str]) -> dict[str, dict[str, str]]:
    """The verdict on each mutant, by module or package; those that were not asked for are left out."""
    command = [*MUTMUT, "results", "--all", "true"]
    done = subprocess.run(command, cwd=COPY / part, check=True, capture_output=True, text=True)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in done.stdout.splitlines():
        name, _, verdict = line.strip().rpartition(": ")
        module = next((module for module in PARTS[part].at_least if name.startswith(f"coachplan.{module}.")), None)
        if module and not (names and verdict == "not checked"):
            found[module][name] = verdict
    return found


def run(part: str, names: list[str], tried: Counter[str]) -> bool:
    """Run a part, print what survived, count that in `tried`, and return True if as many as before were killed."""
    copy_project(part)
    workers = ["--max-children", os.environ.get("WORKERS", str(os.cpu_count()))]
    subprocess.run([*MUTMUT, "run", *workers, *names], cwd=COPY / part, check=True)
    enough = True
    for module, verdicts in results(part, names).items():
        unnoticed = [name for name, verdict in verdicts.items() if verdict in UNNOTICED]
        print(*unnoticed, sep="\n")
        share = 1 - len(unnoticed) / len(verdicts)
        counts = ", ".join(f"{count} {verdict}" for verdict, count in Counter(verdicts.values()).items())
        print(f"{module}: {share:.1%} of {len(verdicts)} killed ({counts})")
        enough = enough and share >= PARTS[part].at_least[module]
        tried.update(killed=len(verdicts) - len(unnoticed), mutants=len(verdicts))
    return enough


def main() -> None:
    part, *names = sys.argv[1:] or [""]
    tried: Counter[str] = Counter()
    enough = [run(part, names, tried) for part in ([part] if part else PARTS)]
    print(f"mutation: {tried['killed']:,} of {tried['mutants']:,} killed")
    if not names and not all(enough):
        sys.exit("fewer mutants were killed than before")


if __name__ == "__main__":
    main()
