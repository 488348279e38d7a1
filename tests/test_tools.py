"""Tools and benchmarks keep up with the packages, and docstrings are counted."""

import ast
import importlib
import re
import sys
from datetime import date
from pathlib import Path

import pytest

import audit
import docstrings
import shell_files
from coachplan import __version__
from coachplan.cli import root

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("path", [*ROOT.glob("tools/*.py"), *ROOT.glob("benchmarks/*.py")], ids=lambda path: path.name)
def test_a_tool_imports_only_what_is_there(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "coachplan":
            module = importlib.import_module(node.module or "")
            assert [name.name for name in node.names if not hasattr(module, name.name)] == []


@pytest.mark.parametrize(
    ("text", "is_clause"),
    [
        ("Whether it is overdue", True),
        ("What stands there", True),
        ("Under which name it is recorded", True),
        ("True if it is overdue", False),
        ("Return the plan's folder", False),
        ("The day on which it ends", False),
        ("Wholly new words", False),
    ],
)
def test_a_clause_is_told_from_a_verb_and_a_noun(text: str, is_clause: bool) -> None:
    assert bool(docstrings.CLAUSE.match(text)) == is_clause


def test_too_many_clauses_fail_and_each_is_named(tmp_path, monkeypatch, capsys) -> None:
    package = tmp_path / "src/coachplan"
    package.mkdir(parents=True)
    (package / "a.py").write_text('"""Words."""\n\ndef f() -> int:\n    """How many."""\n', encoding="utf-8")
    monkeypatch.setattr(docstrings, "SOURCE", package)
    monkeypatch.setattr(sys, "argv", ["docstrings.py", "--list"])

    with pytest.raises(SystemExit, match="verb or a noun"):
        docstrings.main()

    out = capsys.readouterr().out
    assert "src/coachplan/a.py:4: begins with a clause: How many." in out
    assert "1 of 2 docstrings begin with a clause: 50.0%" in out


def test_no_lower_bound_lets_in_a_version_with_a_known_hole() -> None:
    lowest = audit.bounds()
    assert {"gitpython", "weasyprint", "pytest", "hatchling"} <= lowest.keys()
    assert [*audit.below(lowest)] == []
    assert [*audit.below({**lowest, "jinja2": "3.1.10", "werkzeug": "3.1.5"})] == [
        "werkzeug>=3.1.5: GHSA-29vq-49wr-vm6x; raise it to 3.1.6"
    ]


HOLE = {"name": "x", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}


@pytest.mark.parametrize(
    ("report", "code", "said"),
    [
        ({"dependencies": [{"name": "x", "version": "1", "vulns": []}]}, 0, "no hole is known of the lowest versions"),
        ({"dependencies": [HOLE]}, 1, "x>=1: CVE-1; raise it to 2"),
        (
            {"dependencies": [{"name": "x", "skip_reason": "not found"}]},
            2,
            "nobody answers here about newer holes of x;",
        ),
        (None, 2, "nobody answers here about newer holes of gitpython"),
    ],
)
def test_an_audit_that_nobody_answered_is_not_taken_for_well(report, code, said, monkeypatch, capsys) -> None:
    monkeypatch.setattr(audit, "asked", lambda _: report)
    monkeypatch.setattr(sys, "argv", ["audit.py"])
    assert audit.main() == code
    assert capsys.readouterr().out.startswith(said)
    monkeypatch.setattr(sys, "argv", ["audit.py", "--unanswered=passes"])
    assert audit.main() == (1 if code == 1 else 0)


def test_the_version_is_in_one_place_and_has_a_section_and_what_is_installed_says_it() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest, day = re.findall(r"^## (\d+\.\d+\.\d+) - (\d{4}-\d{2}-\d{2})$", changes, re.MULTILINE)[0]
    assert newest == __version__
    assert date.fromisoformat(day)
    others = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("templates/**/*"), ROOT / "pyproject.toml"]
    named = {
        version
        for path in others
        if path.is_file()
        for version in re.findall(r"coachplan==(\d[\d.]*\d)", path.read_text(encoding="utf-8"))
    }
    assert named <= {__version__}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (".TH is no request", "\\&.TH is no request"),
        ("'so is this", "\\&\\(aqso is this"),
        ("a\\fB --all", "a\\efB \\-\\-all"),
    ],
)
def test_a_text_in_a_man_page_is_no_request_to_whoever_shows_it(text, line) -> None:
    assert shell_files.roff(text) == line


def test_every_command_has_a_man_page_that_names_its_options() -> None:
    made = shell_files.files()
    assert {f"man/man1/coachplan-{name}.1" for name in root.list_commands(None)} < made.keys()
    assert ".SH NAME\ncoachplan\\-workspace\\-add \\- Add a plan" in made["man/man1/coachplan-workspace-add.1"]
    assert "\\fB\\-\\-managers\\-manager PERSON\\fP" in made["man/man1/coachplan-new.1"]
    assert {path for path in made if not path.startswith("man/")} == {*shell_files.COMPLETIONS.values()}
