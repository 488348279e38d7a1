"""`coachplan check`: which files it looks at, what it prints where, and how it ends."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from coachplan.base.findings import Finding, Severity
from coachplan.output.findings import text as report
from coachplan.views import cached_findings, checker
from terminal import Terminal

EXAMPLES = Path(__file__).parents[3] / "examples"
ADA = "plans/ada-lovelace/clear-status-updates"
BEN = "plans/ben-carter/shorter-meeting-notes"
CHECK_IN = f"{ADA}/check-ins/2026-01-12-ada-lovelace-3f9k.md"
WELL = "All well: {} checked\n"

Check = Callable[..., Any]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def files(count: int) -> str:
    return WELL.format(f"{count} file{'s' * (count != 1)}")


# -- how it ends ------------------------------------------------------------------------------------------------------


def test_plans_in_order_end_with_0(check: Check) -> None:
    result = check()

    assert (result.code, result.out, result.err) == (0, files(8), "")


def test_an_error_ends_with_1(check: Check, repository: Path) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: finished")

    result = check()

    assert result.code == 1
    assert result.out == (
        f"{ADA}/plan.md:6:9: CP012 error: `status` has an unknown value "
        "(use one of `draft`, `active`, `on-hold` or `closed`)\nFound 1 error in 1 of 8 files\n"
    )


def test_a_hint_alone_ends_with_0(check: Check, repository: Path) -> None:
    change(repository / ADA / "plan.md", "update_cadence:\n  every: week\n  day: monday\n", "update_cadence:\n")

    result = check()

    assert result.code == 0
    assert ": CP406 " in result.out
    assert result.out.endswith("Found 1 hint in 1 of 8 files; hints do not fail a check\n")


def test_what_cannot_be_read_ends_with_2_and_hides_nothing(check: Check, repository: Path) -> None:
    (repository / BEN / "plan.md").unlink()
    (repository / BEN / "plan.md").symlink_to("elsewhere")
    change(repository / ADA / "plan.md", "status: on-hold", "status: finished")

    result = check()

    assert result.code == 2
    assert result.err == ""
    assert (
        f"{BEN}/plan.md:1:1: CP001 error: this cannot be read: it is a symbolic link (make it a readable file)"
        in result.out
    )
    assert ": CP012 " in result.out
    assert result.out.endswith("Found 2 errors in 2 of 8 files\n")


def test_a_plan_that_cannot_be_read_does_not_make_its_check_ins_wrong(check: Check, repository: Path) -> None:
    (repository / ADA / "plan.md").unlink()
    (repository / ADA / "plan.md").symlink_to("elsewhere")

    assert re.findall(r"CP\d{3}", check().out) == ["CP001"]


def test_a_check_in_of_a_plan_is_checked_with_it(check: Check, repository: Path) -> None:
    change(repository / CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")

    result = check()

    assert result.code == 1
    assert f"{CHECK_IN}:3:7: CP501 " in result.out


def test_the_day_decides_what_is_in_the_future(check: Check, repository: Path) -> None:
    assert check(ADA, "--date", "2026-02-01").code == 0
    result = check(ADA, "--date", "2026-01-31")

    assert result.code == 1
    assert re.findall(r"CP\d{3}", result.out) == ["CP502"]


def test_a_check_of_nothing_is_no_success(check: Check, repository: Path) -> None:
    shutil.rmtree(repository / "plans")

    result = check()

    assert (result.code, result.out) == (2, "")
    assert "there is not a plan here to check" in result.err
    assert check("--allow-empty").out == files(0)


def test_the_settings_set_the_usual_length(check: Check, repository: Path) -> None:
    (repository / "coachplan.toml").write_text("[policy]\nusual_days = [40, 50]\n", encoding="utf-8")

    assert re.findall(r"CP\d{3}", check().out) == ["CP404", "CP404"]


# -- which files ------------------------------------------------------------------------------------------------------

SELECTED: dict[str, tuple[tuple[str, ...], int]] = {
    "nothing named": ((), 8),
    "the repository": ((".",), 8),
    "the folder of plans": (("plans",), 8),
    "a person": (("plans/ada-lovelace",), 5),
    "a person with a slash": (("plans/ada-lovelace/",), 5),
    "a plan": ((ADA,), 5),
    "a plan's file": ((f"{ADA}/plan.md",), 1),
    "a check-in": ((CHECK_IN,), 1),
    "the folder of check-ins": ((f"{ADA}/check-ins",), 5),
    "two plans": ((ADA, BEN), 8),
    "a plan and its file": ((ADA, f"{ADA}/plan.md"), 5),
    "a file and its plan": ((f"{ADA}/plan.md", ADA), 5),
    "a plan twice": ((BEN, BEN), 3),
    "two files of a plan": ((f"{ADA}/plan.md", CHECK_IN), 2),
    "a roundabout way": ((f"plans/../{ADA}/./plan.md",), 1),
}


@pytest.mark.parametrize(("paths", "count"), SELECTED.values(), ids=SELECTED)
def test_a_path_selects_what_it_holds(paths: tuple[str, ...], count: int, check: Check, repository: Path) -> None:
    assert check(*paths).out == files(count)
    assert check(*(repository / path for path in paths)).out == files(count)


def test_only_the_named_files_are_reported(check: Check, repository: Path) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: finished")
    change(repository / CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")
    change(repository / BEN / "plan.md", "title:", "titel:")

    assert re.findall(r"CP\d{3}", check(f"{ADA}/plan.md").out) == ["CP012"]
    assert re.findall(r"CP\d{3}", check(CHECK_IN).out) == ["CP501"]
    assert re.findall(r"CP\d{3}", check("plans/ben-carter").out) == ["CP011"]
    assert sorted(re.findall(r"CP\d{3}", check().out)) == ["CP011", "CP012", "CP501"]


@pytest.mark.parametrize(
    "path", ["..", "../elsewhere", "/", "/nowhere", "coachplan.toml", "plans/nobody", f"{ADA}/plan.txt"]
)
def test_a_path_outside_or_without_a_plan_ends_with_2(path: str, check: Check) -> None:
    result = check(path)

    assert (result.code, result.out) == (2, "")
    assert "is not a plan, a check-in, an agreement or a folder of plans in" in result.err


def test_one_wrong_path_among_others_stops_the_check(check: Check) -> None:
    assert check(ADA, "plans/nobody").code == 2


def test_a_repository_that_is_a_link_can_be_checked(
    check: Check, repository: Path, tmp_path: Path, coachplan: Check
) -> None:
    (tmp_path / "link").symlink_to(repository)

    assert coachplan("-C", tmp_path / "link", "check").out == files(8)
    assert coachplan("-C", tmp_path / "link", "check", ADA).out == files(5)


def test_paths_are_shown_as_they_can_be_opened(check: Check, repository: Path, coachplan: Check) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: finished")

    inside = coachplan("check", cwd=repository / "plans")
    above = coachplan("-C", repository, "check", cwd=repository.parent)

    assert inside.out.startswith("ada-lovelace/clear-status-updates/plan.md:6:9: ")
    assert above.out.startswith(f"repository/{ADA}/plan.md:6:9: ")


def test_paths_are_taken_from_where_the_command_works(coachplan: Check, repository: Path, check: Check) -> None:
    assert coachplan("-C", repository, "check", ADA, cwd=repository.parent).out == files(5)
    assert coachplan("check", "ada-lovelace", cwd=repository / "plans").out == files(5)


# -- what it prints ---------------------------------------------------------------------------------------------------


def test_no_word_of_a_plan_is_printed_unless_asked_for(check: Check, repository: Path) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: secretword")

    assert "secretword" not in check().out
    assert "secretword" not in check("--no-show-text").out
    assert "secretword" in check("--show-text").out


def test_the_excerpt_has_a_caret_under_the_place(check: Check, repository: Path) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: finished")

    assert check("--show-text").out == (
        f"{ADA}/plan.md:6:9: CP012 error: `status` has an unknown value\n"
        "6 | status: finished\n"
        "  |         ^\n"
        "  = use one of `draft`, `active`, `on-hold` or `closed`\n"
        "\n"
        "Found 1 error in 1 of 8 files\n"
    )


def caret(excerpt: str) -> tuple[str, str]:
    """What stands in the cell above the caret of an excerpt, and the line that is shown."""
    shown, marked = (line.split(" | " if "^" not in line else "| ", 1)[1] for line in excerpt.split("\n")[1:3])
    cells = cell_len(marked[: marked.index("^")])
    before = ""
    while cell_len(before) < cells:
        before = shown[: len(before) + 1]
    assert cell_len(before) == cells
    return shown[len(before) :], shown


PLACES: dict[str, str] = {
    "plain": "outcome: {summary: abc, result: won, date: 2026-02-04}",
    "wide": "outcome: {summary: 清晰的状态更新, result: won, date: 2026-02-04}",
    "emoji": "outcome: {summary: 🎉🚀, result: won, date: 2026-02-04}",
    "combining": "outcome: {summary: e\u0301e\u0301, result: won, date: 2026-02-04}",
    "tabs": "outcome: {summary: a\tb\tc,\tresult: won, date: 2026-02-04}",
    "harmful": "outcome: {summary: a\u202eb, result: won, date: 2026-02-04}",
    "long": f"outcome: {{summary: {'word ' * 100}, result: won, date: 2026-02-04, helped: {'word ' * 100}}}",
    "long and wide": f"outcome: {{summary: {'清晰' * 100}, result: won, helped: {'清晰' * 100}, date: 2026-02-04}}",
    "long behind": f"outcome: {{result: won, date: 2026-02-04, helped: {'清 ' * 100}}}",
    "long before": f"outcome: {{helped: {'x' * 300}, date: 2026-02-04, result: won}}",
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("line", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("columns", [None, "30", "60", "200"])
def test_the_caret_stands_under_its_character(
    line: str, columns: str | None, check: Check, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repository / BEN / "plan.md"
    text = path.read_text(encoding="utf-8")
    text = text.replace("status: on-hold", "status: closed").replace("\nupdate_cadence:", f"\n{line}\nupdate_cadence:")
    path.write_text(text, encoding="utf-8")
    if columns:
        monkeypatch.setenv("COLUMNS", columns)

    out = check(BEN, "--show-text").out

    behind, shown = caret(out[out.index("CP012") :])
    assert behind.startswith("won")
    assert cell_len(f"20 | {shown}") <= max(int(columns or 80), 40)


def test_a_place_behind_the_end_of_a_line_is_shown(check: Check, repository: Path) -> None:
    (repository / BEN / "plan.md").write_text("---\ntitle:\n---\n", encoding="utf-8")

    result = check(BEN, "--show-text", "--all")

    assert "2 | title:\n  | ^\n" in result.out
    (repository / BEN / "plan.md").write_bytes(b"")
    assert "1 | \n  | ^\n" in check(BEN, "--show-text").out


def test_lines_end_where_editors_end_them(check: Check, repository: Path) -> None:
    path = repository / BEN / "plan.md"
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").replace(b"on-hold", b"shut"))

    out = check(BEN, "--show-text").out

    assert "| status: shut\n" in out
    assert "\r" not in out


def test_json_is_versioned_and_alone(check: Check, repository: Path) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: secretword")

    result = check("--format", "json")

    assert (result.code, result.err) == (1, "")
    assert "secretword" not in result.out
    assert json.loads(result.out) == {
        "version": 1,
        "findings": [
            {
                "path": f"{ADA}/plan.md",
                "line": 6,
                "column": 9,
                "code": "CP012",
                "name": "wrong-value",
                "severity": "error",
                "message": "`status` has an unknown value",
                "advice": "use one of `draft`, `active`, `on-hold` or `closed`",
            }
        ],
        "files": 8,
    }
    assert list(json.loads(result.out)) == ["version", "findings", "files"]


def test_json_of_plans_in_order_has_no_findings(check: Check) -> None:
    assert json.loads(check("--format", "json").out) == {"version": 1, "findings": [], "files": 8}


@pytest.mark.parametrize("form", ["full", "concise", "json", "github", "gitlab", "junit", "sarif"])
def test_no_format_quotes_unasked(check: Check, repository: Path, form: str) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: secretword")

    assert "secretword" not in check("--format", form).out
    assert ("secretword" in check("--format", form, "--show-text").out) == (form != "concise")


@pytest.mark.parametrize("form", ["github", "gitlab", "junit", "sarif"])
def test_statistics_are_for_people_or_json(check: Check, form: str) -> None:
    result = check("--statistics", "--format", form)

    assert (result.code, result.out) == (2, "")
    assert result.err == f"coachplan: --statistics cannot be combined with --format {form}\n"


def test_statistics_count_each_rule(check: Check, repository: Path) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: finished")
    change(repository / BEN / "plan.md", "coachplan: 1", "coachplan: 2")

    result = check("--statistics")

    assert result.code == 1
    assert [line.split()[:3] for line in result.out.splitlines()] == [
        ["1", "CP010", "unknown-version"],
        ["1", "CP012", "wrong-value"],
        ["Found", "2", "errors"],
    ]


def test_annotations_of_nothing_are_nothing(check: Check) -> None:
    result = check("--format", "github")

    assert (result.code, result.out) == (0, "")


ESCAPE = "\x1b["


def test_colours_come_only_where_they_are_wanted(
    check: Check, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: finished")

    plain = check().out
    assert ESCAPE not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = check("--show-text").out
    assert ESCAPE in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", check().out) == plain
    assert ESCAPE not in check("--format", "json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert check().out == plain


def test_the_summary_counts_by_weight() -> None:
    def found(severity: Severity, path: str, line: int) -> Finding:
        return Finding(path, line, 1, "CP999", severity, "m", "a")

    checked = checker.Checked(
        [
            found(Severity.ERROR, "a", 1),
            found(Severity.ERROR, "a", 2),
            found(Severity.WARNING, "b", 1),
            found(Severity.HINT, "b", 2),
            found(Severity.HINT, "c", 1),
        ],
        files=4,
    )

    assert report.summary(checked) == "Found 2 errors, 1 warning, 2 hints in 3 of 4 files; hints do not fail a check"
    assert checked.exit_code == 1
    assert checker.Checked([found(Severity.WARNING, "a", 1)]).exit_code == 1
    assert checker.Checked([found(Severity.HINT, "a", 1)]).exit_code == 0


# -- on a terminal ----------------------------------------------------------------------------------------------------


@pytest.fixture
def on_a_terminal(repository: Path) -> Callable[..., str]:
    """Runs `coachplan check` in a terminal of 80 columns, and gives back what it shows."""

    def run(*arguments: str, code: int, **environment: str) -> str:
        variables = {"COACHPLAN_TODAY": "2026-11-01", **environment}
        terminal = Terminal("check", *arguments, columns=80, cwd=repository, **variables)
        assert terminal.end() == code, terminal.raw
        return terminal.raw.replace("\r\n", "\n")

    return run


def test_a_terminal_shows_the_line_and_colours(on_a_terminal: Callable[..., str], repository: Path) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: secretword")

    shown = on_a_terminal(code=1)

    assert ESCAPE in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "6 | status: secretword\n  |         ^\n  = use one of" in plain


def test_a_terminal_of_ci_shows_no_line(on_a_terminal: Callable[..., str], repository: Path) -> None:
    change(repository / ADA / "plan.md", "status: on-hold", "status: secretword")

    assert "secretword" not in on_a_terminal(code=1, CI="true")
    assert "secretword" not in on_a_terminal("--no-show-text", code=1)
    assert "secretword" in on_a_terminal("--show-text", code=1, CI="true")


def test_a_terminal_without_colours_gets_none(on_a_terminal: Callable[..., str]) -> None:
    assert on_a_terminal(code=0, NO_COLOR="1") == files(8)
    assert on_a_terminal(code=0, TERM="dumb") == files(8)
    assert ESCAPE in on_a_terminal(code=0)


# -- many plans -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """210 plans, some of them with findings, one that cannot be read."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "coachplan.toml").write_text("", encoding="utf-8")
    plan = (EXAMPLES / BEN / "plan.md").read_bytes()
    session = next((EXAMPLES / BEN / "check-ins").iterdir()).read_bytes()
    for number in range(210):
        place = folder / "plans" / f"person-{number % 7}" / f"plan-{number:03}"
        (place / "check-ins").mkdir(parents=True)
        (place / "plan.md").write_bytes(plan if number % 5 else plan.replace(b"closed", b"shut"))
        (place / "check-ins" / "2026-03-10-x.md").write_bytes(session if number % 9 else b"")
    (folder / "plans/person-0/plan-000/plan.md").unlink()
    (folder / "plans/person-0/plan-000/plan.md").mkdir()
    return folder


@pytest.mark.long
def test_two_processes_find_the_same_as_one(many: Path, coachplan: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-11-01")
    monkeypatch.chdir(many)
    together = [
        coachplan("check", *more)
        for more in (("--no-cache",), ("--no-cache", "--show-text"), ("--no-cache", "--format", "json"))
    ]
    monkeypatch.setattr(cached_findings, "_FORK_FROM", 10_000)
    alone = [
        coachplan("check", *more)
        for more in (("--no-cache",), ("--no-cache", "--show-text"), ("--no-cache", "--format", "json"))
    ]

    assert together == alone
    assert alone[0].code == 2
    assert "in 66 of 420 files" in alone[0].out


def test_many_plans_are_really_shared_out(many: Path, coachplan: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    import concurrent.futures

    used: list[int] = []
    really = concurrent.futures.ProcessPoolExecutor

    def pool(processes: int, **options: Any) -> Any:
        used.append(processes)
        return really(processes, **options)

    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", pool)

    coachplan("-C", many, "check")
    coachplan("-C", many, "check", "plans/person-1")

    assert used == [2]


# -- the examples -----------------------------------------------------------------------------------------------------


def test_the_examples_are_in_order(coachplan: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-11-01")

    result = coachplan("-C", EXAMPLES, "check")

    assert result.code == 0
    assert re.fullmatch(r"All well: \d+ files checked\n", result.out)


def markdown(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*.md") if "plans" in path.parts)


def test_the_examples_are_all_checked(coachplan: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-11-01")

    checked = json.loads(coachplan("-C", EXAMPLES, "check", "--format", "json").out)["files"]

    assert checked == len(list(markdown(EXAMPLES)))


# -- outside of every plan repository ---------------------------------------------------------------------------------


def test_a_file_or_standard_input_is_checked_on_its_own(coachplan: Check, tmp_path: Path) -> None:
    plan = next(EXAMPLES.glob("**/plan.md")).read_text(encoding="utf-8")
    draft = tmp_path / "draft.md"
    draft.write_text(plan, encoding="utf-8")
    assert coachplan("check", "draft.md", cwd=tmp_path).out == files(1)
    assert not [*tmp_path.glob("coachplan*")], "it makes nothing"

    number = plan.split("\n").index("goal_state:") + 1
    result = coachplan("check", "-", "--show-text", cwd=tmp_path, stdin=plan.replace("goal_state:", "gaol_state:"))
    assert result.code == 1
    assert f"stdin:{number}:1: CP011" in result.out
    assert "did you mean `goal_state`?" in result.out
    assert f"{number} | gaol_state:" in result.out

    check_in = "---\ncoachplan: 1\ndate: 2026-01-12\nby: Ada <ada@example.com>\nwinz: x\n---\n"
    draft.write_text(check_in, encoding="utf-8")
    assert "draft.md:5:1: CP011" in coachplan("check", draft, cwd=tmp_path).out
    draft.write_text("---\ncoachplan: 1\ndate: 2026-01-12\nby: Ada\nstance: maybe\n---\n", encoding="utf-8")
    assert "draft.md:5:9: CP012" in coachplan("check", "--format", "concise", "draft.md", cwd=tmp_path).out
    assert coachplan("check", "--ignore", "CP0", "--exit-zero", "draft.md", cwd=tmp_path).code == 0
    assert "works in a plan repository" in coachplan("check", "--fix", "draft.md", cwd=tmp_path).err
    draft.write_bytes(b"PK\x03\x04")
    assert "draft.md is a Word document" in coachplan("check", "draft.md", cwd=tmp_path).err
