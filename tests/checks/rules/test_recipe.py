"""CONTRIBUTING.md's recipe for a rule, followed word for word in a copy of the project."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
_NEEDED = (
    *("src", "templates", "examples", "pyproject.toml", "Makefile", "docs/rules.md", "tools/rules.py"),
    *("tests/checks/rules", "tests/data/rules", "tests/conftest.py"),
)
_QUICK = "not (recipe or broken or no_word or reads_only or takes_time or changes_nothing or sorted_and_unique)"
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.png", "*.svg")
_FENCED = re.compile(r"^(?P<fence>`{3,})(?P<language>\w+)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"`([\w./-]+\.\w+)`:\s*$")


class Step:
    """A fenced block of the recipe, with the file that it is for, or commands."""

    def __init__(self, path: str | None, language: str, text: str) -> None:
        self.path, self.language, self.text = path, language, text


def recipe(page: Path) -> Iterator[Step]:
    section = page.read_text(encoding="utf-8").split("\n## Add a rule\n")[1]
    end = 0
    for block in _FENCED.finditer(section):
        between = section[end : block.start()]
        if "\n## " in between:
            return
        named = _PATH.search(between)
        end = block.end()
        yield Step(named[1] if named else None, block["language"], block["text"])


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE", "PYTEST"))}
    surroundings |= {"PYTHONPATH": str(copy / "src"), "COACHPLAN_TODAY": "2026-01-12", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=copy, env=surroundings, capture_output=True, text=True, check=False)


def commands(script: str) -> Iterator[list[str]]:
    """The commands of a block, with the environment of this run for the one of the project."""
    for line in script.splitlines():
        command = line.replace(".venv/bin/python", sys.executable).split()
        if command[0] == "make":
            command += [f"RUN={sys.executable}"]
        if "pytest" in command:
            command += ["-q", "-x", "-p", "no:cacheprovider", "-k", _QUICK]
        yield command


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which the recipe has been followed."""
    copy = tmp_path_factory.mktemp("copy") / "project"
    copy.mkdir()
    for name in _NEEDED:
        source, target = ROOT / name, copy / name
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True, ignore=_LEFT_OUT)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    (copy / ".venv").mkdir()
    for stamp in (".runtime", ".dev"):  # all is installed
        (copy / ".venv" / stamp).touch()
    for step in recipe(ROOT / "CONTRIBUTING.md"):
        if step.path:
            file = copy / step.path
            file.parent.mkdir(parents=True, exist_ok=True)
            before = file.read_text(encoding="utf-8") + "\n\n" if file.exists() else ""
            file.write_text(before + step.text, encoding="utf-8")
        for command in commands(step.text) if step.language == "sh" else ():
            done = run(copy, *command)
            assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr}"
    return copy


def test_the_recipe_names_what_it_writes_and_no_more_than_three_things() -> None:
    paths = [step.path for step in recipe(ROOT / "CONTRIBUTING.md") if step.language != "sh"]

    assert None not in paths
    assert len({Path(path).parent for path in paths if path}) == 3


@pytest.mark.long
def test_what_is_made_from_the_rules_is_up_to_date_with_the_new_one(copy: Path) -> None:
    assert run(copy, sys.executable, "tools/rules.py").returncode == 0
    assert "### CP111 long-title" in (copy / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.mark.long
def test_the_new_rule_is_found_explained_and_in_sarif(copy: Path, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "coachplan")
    plan = tmp_path / "plans" / "ada" / "updates" / "plan.md"
    plan.parent.mkdir(parents=True)
    (tmp_path / "coachplan.toml").write_text("[rules.long-title]\nseverity = 'warning'\n", encoding="utf-8")
    shutil.copy(copy / "tests/data/rules/CP111-long-title/bad.md", plan)

    explained = run(copy, *command, "rule", "CP111")
    found = run(copy, *command, "-C", str(tmp_path), "check", "--format", "concise")
    log = json.loads(run(copy, *command, "-C", str(tmp_path), "check", "--format", "sarif").stdout)

    assert explained.stdout.startswith("CP111 long-title  hint\n\nA title that is too long for a list\n")
    assert found.returncode == 1
    assert "plan.md:3:8: CP111 warning: the title has 73 letters" in found.stdout
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["name"]) for rule in rules] == [("CP111", "long-title")]
    assert "People find a plan by its title" in rules[0]["help"]["text"]
