"""One plan that a colleague pushes ends no command over the others, nor takes their time; nor does a folder's name."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bad_input.hostile_plans import PLANS
from bad_input.measured import Measuring
from coachplan.views import plan_row
from conftest import ADA_PLAN, MEMBER, Coachplan

ADA_ID = "ada-lovelace/clear-status-updates"
EVERY = (["list"], ["due", "--days", "60"], ["check", "--exit-zero"], ["calendar", "--all"])


@pytest.fixture
def hostile(ada: Path) -> Path:
    """Ada's repository, into which Eve has pushed all her plans."""
    for name, text in PLANS.items():
        path = ada / f"plans/eve/{name}/plan.md"
        path.parent.mkdir(parents=True)
        path.write_bytes(text.encode())
    return ada


@pytest.mark.soak
@pytest.mark.parametrize("command", [*EVERY, ["site", "-o", "SITE"]], ids=" ".join)
def test_the_other_plans_are_told_in_time_and_room(hostile: Path, tmp_path: Path, command: list[str]) -> None:
    """Of some seventy plans together no command takes a minute: so none alone takes a second of it."""
    shown, seconds, mebibytes = _run(hostile, tmp_path, command)

    assert seconds < 60
    assert mebibytes < 300
    if command[0] in ("list", "status", "due"):
        assert ADA_ID in shown


@pytest.mark.long
@pytest.mark.parametrize(
    "command",
    [
        ["status"],
        ["status", "ada"],
        ["show", "ada"],
        ["render", "ada"],
        ["prep", "ada"],
        ["site", "-o", "SITE"],
        ["verify"],
    ],
)
def test_a_plan_of_three_thousand_check_ins_takes_no_more_room_than_it_has(
    ada: Path, git: Callable[..., str], tmp_path: Path, command: list[str]
) -> None:
    plan = ada / ADA_PLAN
    plan.write_text(plan.read_text().replace("start: 2026-01-05", "start: 2017-11-01"))
    folder = plan.parent / "check-ins"
    folder.mkdir()
    for number in range(3_000):
        day = date(2026, 2, 4) - timedelta(days=number)
        measured = f"measures: {{clear status updates: {number % 7}, follow-up questions: {number % 5}}}"
        text = f"---\ncoachplan: 1\ndate: {day}\nby: {MEMBER}\n{measured}\nobstacles: [No time {number}]\n---\n"
        (folder / f"{day}-ada.md").write_text(f"{text}A *note* below.\n")
    if command == ["verify"]:
        git(ada, "add", ".")
        git(ada, "commit", "--quiet", f"--author={MEMBER}", "--message=Check-ins")

    _, seconds, mebibytes = _run(ada, tmp_path, command)

    assert seconds < (15 if command == ["verify"] else 30)
    assert mebibytes < 200


def _run(repository: Path, tmp_path: Path, command: list[str]) -> tuple[str, float, float]:
    """Run a command in a process of its own that ends well; return what it shows, its seconds and its mebibytes."""
    arguments = [str(tmp_path / "site") if part == "SITE" else part for part in command]
    # A process that these tests start counts their memory as its own: the small one between has little.
    measuring = Measuring(tmp_path)
    try:
        run = measuring.run("-C", str(repository), *arguments)
    finally:
        measuring.end()
    assert run.code == 0, run.shown[-2000:]
    assert "Traceback" not in run.shown
    assert "a bug" not in run.shown
    return run.shown, run.seconds, run.mebibytes


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "name",
    ["number-nines", "cadences-4000", "cadences-that-alternate", "rhythm-slashes", "number-whole", "end-february"],
)
def test_a_plan_that_once_broke_it_is_shown_or_refused(
    ada: Path, coachplan: Coachplan, tmp_path: Path, name: str
) -> None:
    (ada / f"plans/eve/{name}").mkdir(parents=True)
    (ada / f"plans/eve/{name}/plan.md").write_bytes(PLANS[name].encode())

    for command in (["check", "--exit-zero"], ["show", name], ["render", name], ["status", name], ["prep", name]):
        result = coachplan("-C", ada, *command)
        assert result.code in (0, 1), (command, result.err)
        assert "bug" not in result.out + result.err
    listed = coachplan("-C", ada, "list")
    assert ADA_ID in listed.out
    assert coachplan("-C", ada, "site", "-o", tmp_path / "site").code == 0


def test_what_breaks_on_one_plan_is_its_own_finding_and_told_without_a_word_of_it(
    ada: Path, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from coachplan.coaching import changes
    from coachplan.output.documents import document
    from coachplan.views import cached_findings

    (ada / "plans/eve/broken").mkdir(parents=True)
    (ada / "plans/eve/broken/plan.md").write_text((ada / ADA_PLAN).read_text())

    def breaking(module: object, name: str, place: Callable[..., str]) -> None:
        original = getattr(module, name)

        def broken(*arguments: object, **named: object) -> object:
            if "eve/broken" in place(*arguments):
                raise ZeroDivisionError("a word of the plan")
            return original(*arguments, **named)

        monkeypatch.setattr(module, name, broken)

    breaking(cached_findings, "_judged", lambda _, folder, *rest: folder.id)
    breaking(plan_row, "row_of", lambda id_, *_: id_)
    breaking(document, "page_data", lambda _, folder, *rest: folder.id)
    told = r"coachplan breaks on this plan \(ZeroDivisionError in \w+\.py, line \d+\): a bug"

    checked = coachplan("-C", ada, "check", "--no-cache")
    assert checked.code == 1
    assert re.search(rf"plans/eve/broken/plan\.md:1:1: CP907 error: {told}", checked.out)
    again = coachplan("-C", ada, "check")
    assert (again.code, again.out) == (1, checked.out)
    for command in (["list"], ["status"], ["due"]):
        result = coachplan("-C", ada, *command)
        assert result.code == 0
        assert re.search(rf"^plans/eve/broken/plan\.md: {told}", result.err, re.MULTILINE)
        assert ADA_ID in result.out
        assert "a word of the plan" not in result.out + result.err + checked.out
    assert changes


def test_a_page_that_breaks_is_said_so_and_the_others_are_made(
    ada: Path, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from coachplan.output.site.pages import Site

    def broken(*_: object) -> str:
        raise ZeroDivisionError("a word of the plan")

    monkeypatch.setattr(Site, "_plan", broken)

    result = coachplan("-C", ada, "site", "-o", tmp_path / "site")

    assert result.code == 0
    assert "coachplan breaks on this plan (ZeroDivisionError" in result.err
    page = (tmp_path / "site/plans" / f"{ADA_ID}.html").read_text()
    assert "This page cannot be shown" in page
    assert "a word of the plan" not in page + result.err
    assert "Clear status updates" in (tmp_path / "site/index.html").read_text()


@pytest.mark.parametrize(
    "end", ["end: 2026-02-30", "end: soon", "end: 0000-01-01", "end:", "ends: 2026-02-04", "end: [2026-02-04]"]
)
def test_a_day_that_cannot_be_read_makes_no_calendar(ada: Path, coachplan: Coachplan, end: str) -> None:
    path = ada / ADA_PLAN
    path.write_text(path.read_text().replace("end: 2026-02-04", end, 1))

    one, every = coachplan("-C", ada, "calendar", "ada"), coachplan("-C", ada, "calendar", "--all")

    assert (one.code, one.out) == (1, "")
    assert "cannot be read to tell where it stands" in one.err
    assert (every.code, every.out.count("BEGIN:VEVENT")) == (0, 0)
    assert "1 plan cannot be read" in every.err


# -- names of folders --------------------------------------------------------------------------------------------------

NAMES = {
    "a command": "$(touch${IFS}PWNED)",
    "a command in backticks": "`touch PWNED`",
    "an option": "--output=x",
    "a line of its own": "x\n\nCo-authored-by: Mallory <m@evil>\nSigned-off-by: Ada <ada@example.com>\n[skip ci]",
    "a word to a CI": "[skip ci]",
    "an order to a CI": "::set-output name=x::y",
    "an escape": "\x1b]52;c;eA==\x07",
    "a carriage return": "x\rAll well",
    "another direction": "x\u202emd.nalp",
    "a mark": "<script>alert(1)",
    "a link": "[x](javascript:alert(1))",
    "a glob": "*",
    "magic": ":(exclude)",
    "spaces": "Ada Lovelace",
    "letters of elsewhere": "Zoë",
    "capitals": "Ada",
    "a dot": "a.b",
    "nothing but marks": "%%%",
    "a length": "a" * 200,
    "not a text": os.fsdecode(b"\xff\xfe"),
    "a backslash": "a\\b",
    "quotes": '"\'"',
}


@pytest.fixture
def misnamed(ada: Path) -> Path:
    """Ada's repository with a plan of Eve's under each of these names, as that of a plan and as that of a person."""
    for name in NAMES.values():
        for folder in (ada / "plans/eve" / name, ada / "plans" / name / "plan"):
            folder.mkdir(parents=True)
            (folder / "plan.md").write_text((ada / ADA_PLAN).read_text())
    return ada


def test_a_folder_under_another_name_is_named_once_and_reaches_nothing(
    misnamed: Path, coachplan: Coachplan, git: Callable[..., str]
) -> None:
    # A name of letters and marks that mean nothing to anybody may be hinted at.
    raw = {name for name in NAMES.values() if not re.fullmatch(r"[\w. -]+", name, re.ASCII)}

    def none_of_them(text: str) -> None:
        assert not [name for name in raw if len(name) > 3 and name in text]

    checked = coachplan("-C", misnamed, "check", "--select", "CP906", "--all")
    assert checked.out.count("CP906") == 2 * len(NAMES)
    none_of_them(checked.out)
    found = json.loads(coachplan("-C", misnamed, "check", "--select", "CP906", "--format", "json").out)["findings"]
    assert {finding["path"].partition("/plans-repository/")[2] for finding in found} == {"plans", "plans/eve"}
    for command in (["list", "--format", "json"], ["status"], ["due"], ["calendar", "--all"], ["history"]):
        result = coachplan("-C", misnamed, *command)
        assert result.code == 0
        none_of_them(result.out + result.err)
    assert [plan["id"] for plan in json.loads(coachplan("-C", misnamed, "list", "--format", "json").out)["plans"]] == [
        ADA_ID
    ]
    completed = subprocess.run(
        [sys.executable, "-m", "coachplan", "-C", str(misnamed), "show"],
        env={
            **os.environ,
            "_COACHPLAN_COMPLETE": "complete_bash",
            "COMP_WORDS": f"coachplan -C {misnamed} show ",
            "COMP_CWORD": "4",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert shlex.split(completed.stdout) in ([ADA_ID], [])


def test_fix_gives_such_folders_a_name_and_save_records_that(
    misnamed: Path, coachplan: Coachplan, git: Callable[..., str]
) -> None:
    git(misnamed, "add", ".")
    git(misnamed, "commit", "-qm", "Eve's")
    shown = coachplan("-C", misnamed, "check", "--diff", "--select", "CP906")
    assert shown.code == 1
    assert shown.out.count("CP906") == 2 * len(NAMES)
    before = sum(1 for _ in misnamed.glob("plans/*/*/plan.md"))

    fixed = coachplan("-C", misnamed, "check", "--fix", "--select", "CP906")
    saved = coachplan("-C", misnamed, "save", "--draft")

    assert (fixed.code, saved.code) == (0, 0), saved.err
    folders = [path.parent.relative_to(misnamed / "plans").parts for path in misnamed.glob("plans/*/*/plan.md")]
    assert len(folders) == before
    assert all(re.fullmatch(r"[a-z0-9-]{1,60}", part) for folder in folders for part in folder)
    assert {"zoe", "ada-lovelace", "a-b", "plan"} <= {folder[1] for folder in folders}
    assert git(misnamed, "status", "--porcelain") == ""
    message = git(misnamed, "log", "-1", "--format=%B%(trailers)")
    assert not re.search(r"skip ci|Mallory|touch\$|\x1b|<script", message)
    assert "renamed" in message


@pytest.mark.parametrize("day", ["1764547200 +9999", "99999999999999 +0000", "tomorrow"])
def test_a_commit_of_a_day_that_cannot_be_read_ends_no_command(
    ada: Path, coachplan: Coachplan, git: Callable[..., str], tmp_path: Path, day: str
) -> None:
    """Anyone can write any day into a commit, and git takes it."""
    tree, last = git(ada, "rev-parse", "HEAD^{tree}", "HEAD").split()
    raw = tmp_path / "commit"
    raw.write_text(f"tree {tree}\nparent {last}\nauthor {MEMBER} {day}\ncommitter {MEMBER} {day}\n\nPlan: x\n")
    made = git(ada, "hash-object", "-t", "commit", "-w", "--literally", str(raw)).strip()
    git(ada, "reset", "--quiet", "--hard", made)
    assert "plan made" in coachplan("-C", ada, "history", "ada").out
    for command in (
        ["history"],
        ["check", "--exit-zero"],
        ["list"],
        ["undo", "--yes"],
        ["history", "--at", "HEAD", "ada"],
    ):
        result = coachplan("-C", ada, *command)
        assert "bug" not in result.err, command
