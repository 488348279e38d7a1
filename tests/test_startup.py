"""What a command loads: start-up time is mostly imports, so each command pays only for what it uses."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import ADA_PLAN

_HEAVY = {
    *("pydantic", "yaml", "frontmatter", "git", "jinja2", "rich", "markdown_it", "nh3", "dateutil", "tomllib"),
    *("watchfiles", "werkzeug", "pygal", "slugify", "pypandoc", "weasyprint", "icalendar"),
}
_REPORT = """\
import os, sys
from coachplan import __main__
sys.argv = ["coachplan", *sys.argv[1:]]
code = __main__.main()
loaded = {name.partition(".")[0] for name in sys.modules}
print("loaded:", *sorted(loaded), file=sys.stderr)
sys.exit(code)
"""


def loaded_by(*arguments: str | Path, **variables: str) -> set[str]:
    """The top-level modules that are loaded when a command ends."""
    done = subprocess.run(
        [sys.executable, "-c", _REPORT, *map(str, arguments)],
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].removeprefix("loaded: ").split())


def test_the_version_loads_nothing_but_the_entry_point():
    assert not loaded_by("--version") & {*_HEAVY, "typer", "re", "typing", "dataclasses", "pathlib"}


_EVERY_HELP = """\
import sys
from coachplan.__main__ import main
heavy, *commands = sys.argv[1:]
for command in commands:
    sys.argv = ["coachplan", command, "--help"]
    code, loaded = main(), {name.partition(".")[0] for name in sys.modules} & set(heavy.split())
    if code or loaded:
        sys.exit(f"{command} --help: {code}, {loaded}")
"""


def test_the_help_of_a_command_loads_nothing_that_only_work_needs():
    done = subprocess.run(
        [sys.executable, "-c", _EVERY_HELP, " ".join(_HEAVY), *_commands()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Usage: coachplan ") == len(_commands())


def test_the_list_of_commands_loads_nothing_that_only_work_needs():
    assert not loaded_by("--help") & _HEAVY


def test_completion_of_plans_loads_nothing_but_names(ada):
    asked = {"_COACHPLAN_COMPLETE": "complete_bash", "COMP_WORDS": "coachplan show ada", "COMP_CWORD": "2"}

    assert not loaded_by("-C", ada, **asked) & {*_HEAVY, "json"}


def test_a_list_of_plans_that_did_not_change_reads_none(ada, coachplan):
    coachplan("-C", ada, "list")
    _let_settle(ada)
    coachplan("-C", ada, "list")

    assert not loaded_by("-C", ada, "list", COACHPLAN_TODAY="2026-02-04") & _HEAVY


def test_what_is_due_in_plans_that_did_not_change_is_told_without_reading_them(ada, coachplan):
    coachplan("-C", ada, "due")
    _let_settle(ada)
    coachplan("-C", ada, "due")

    assert not loaded_by("-C", ada, "due", COACHPLAN_TODAY="2026-02-04") & _HEAVY


def test_where_plans_that_did_not_change_stand_is_told_without_reading_them(ada, coachplan):
    coachplan("-C", ada, "status")
    _let_settle(ada)
    coachplan("-C", ada, "status")

    assert not loaded_by("-C", ada, "status", COACHPLAN_TODAY="2026-02-04") & {*_HEAVY, "plotille"}


def test_a_check_of_plans_that_did_not_change_loads_neither_plans_nor_rules(ada, coachplan):
    coachplan("-C", ada, "check")
    _let_settle(ada, "findings.json")
    coachplan("-C", ada, "check")

    loaded = loaded_by("-C", ada, "check", "--exit-zero", COACHPLAN_TODAY="2026-02-04")
    assert not loaded & (_HEAVY - {"tomllib"})  # the settings


def test_a_rule_is_explained_without_models():
    assert not loaded_by("rule", "CP404") & {"pydantic", "yaml", "frontmatter", "git", "jinja2", "dateutil"}


def _let_settle(root: Path, name: str = "rows.json") -> None:
    """Move the store's own time ahead, as if it had been written long after the plans."""
    store = root / ".git" / "coachplan" / name
    later = store.stat().st_mtime + 3600
    os.utime(store, (later, later))


def test_a_check_neither_renders_nor_asks_git(ada):
    loaded = loaded_by("-C", ada, "check", COACHPLAN_TODAY="2026-01-05")

    assert not loaded & {"rich", "jinja2", "git", "markdown_it", "nh3", "multiprocessing"}


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "command",
    [
        *(["list"], ["due"], ["status"], ["status", "ada"], ["check"], ["show", "ada"], ["history"], ["render", "ada"]),
        *(["save"], ["prep", "ada"], ["extend", "ada", "--to", "2026-03-04", "--why", "A holiday"]),
    ],
    ids=" ".join,
)
def test_no_other_command_loads_what_makes_sites_word_files_and_calendars(ada, command):
    loaded = loaded_by("-C", ada, *command, COACHPLAN_TODAY="2026-01-05")

    assert not loaded & {"pygal", "slugify", "werkzeug", "pypandoc", "weasyprint", "icalendar", "watchfiles"}


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("command", "without"),
    [
        (["site", "-o", "site"], {"werkzeug", "pypandoc", "weasyprint", "icalendar", "watchfiles"}),
        (["render", "ada", "--to", "html"], {"pygal", "slugify", "werkzeug", "pypandoc", "weasyprint", "watchfiles"}),
    ],
    ids=["site", "render"],
)
def test_a_command_that_renders_loads_only_its_own_libraries(ada, tmp_path, monkeypatch, command, without):
    monkeypatch.chdir(tmp_path)

    assert not loaded_by("-C", ada, *command, COACHPLAN_TODAY="2026-01-05") & without


def test_a_check_in_is_recorded_without_rendering(ada):
    loaded = loaded_by("-C", ada, "log", "ada", "--evidence", "Two clear updates on Monday")

    assert not loaded & {"rich", "jinja2", "markdown_it", "nh3"}


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "command",
    [
        *(["list"], ["due"], ["status"], ["check"], ["check", "--changed-since", "HEAD"], ["show", "ada"], ["save"]),
        *(["history"], ["history", "ada"], ["render", "ada", "--to", "html"]),
        ["log", "ada", "--evidence", "Two clear updates on Monday"],
        ["edit", "ada", "--set", "title=Clear updates"],
        ["hold", "ada", "--until", "2026-01-19", "--why", "A holiday"],
    ],
    ids=" ".join,
)
def test_a_command_that_must_start_fast_does_without_gitpython(ada, command):
    with (ada / ADA_PLAN).open("a", encoding="utf-8") as plan:
        plan.write("\nA note\n")

    assert "git" not in loaded_by("-C", ada, *command, COACHPLAN_TODAY="2026-01-12")


def test_the_files_of_a_revision_come_from_gitpython_loaded_as_anyone_does(ada):
    command = ("history", "ada", "--at", "HEAD")
    loads = (
        "from coachplan.__main__ import main; main(); import sys; from git import Repo; Repo(sys.argv[2]).head.commit"
    )

    subprocess.run([sys.executable, "-c", loads, "-C", ada, *command], check=True, stdout=subprocess.DEVNULL)
    assert "git" in loaded_by("-C", ada, *command)


def _commands() -> dict[str, Any]:
    """Every command by its name, in the order of the help."""

    from coachplan.cli import root

    return {name: root.get_command(None, name) for name in root.list_commands(None)}


def test_every_command_is_found_by_its_name():
    commands = _commands()

    assert {name: command.name for name, command in commands.items()} == {name: name for name in commands}
    assert all(command.help for command in commands.values())


def test_the_help_has_every_command_in_a_whole_line_under_a_heading_in_the_order_of_use(coachplan):
    text = coachplan("--help").out
    sections = text.split("\n\n")[3:]
    entries = [
        re.fullmatch(r"(  ([a-z-]+) +)(.*[^.]\.|.*\?)", entry) for part in sections for entry in part.splitlines()[1:]
    ]

    assert [section.partition(":\n")[0] for section in sections] == [
        *("Begin", "Make a plan together", "Hold the sessions", "Look", "Share", "Change and end", "Check")
    ]
    assert all(entries), "a line is cut off"
    assert [entry[2] for entry in entries] == [*_commands()]
    assert len({len(entry[1]) for entry in entries}) == 1


def test_a_mistyped_command_is_corrected(coachplan):
    result = coachplan("lisst")

    assert result.code == 2
    assert "Did you mean 'list'?" in result.err


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_exit_status_reaches_the_shell(code, ada):
    arguments = {
        0: ["list"],
        1: ["edit", "ada", "--set", "status=closed", "--set", "timeline.end=2025-01-01"],
        2: ["show", "nobody"],
    }
    run = "from coachplan.__main__ import run; run()"

    done = subprocess.run(
        [sys.executable, "-c", run, "-C", str(ada), *arguments[code]], capture_output=True, check=False
    )

    assert done.returncode == code, done.stderr


def test_output_that_no_disk_takes_is_never_a_success(ada, tmp_path):
    run = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); from coachplan.__main__ import run; run()"
    )
    command = [sys.executable, "-B", "-c", run, "-C", str(ada), "list"]
    with (tmp_path / "output").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "the output cannot be written" in done.stderr
