"""Which findings count: by rule, by weight, by exceptions in a plan, by a baseline, by what changed."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.base.errors import UnreadableError
from coachplan.base.findings import UNREADABLE, Finding, Severity
from coachplan.checks.catalogue import RULES
from coachplan.checks.select import Baseline, Selection

ADA = "plans/ada-lovelace/clear-status-updates"
BEN = "plans/ben-carter/shorter-meeting-notes"
CHECK_IN = f"{ADA}/check-ins/2026-01-12-ada-lovelace-3f9k.md"

Check = Callable[..., Any]
Change = Callable[[str, str, str], None]


def found(result: Any) -> list[tuple[str, str]]:
    return [(f["path"], f["code"]) for f in json.loads(result.out)["findings"]]


@pytest.fixture
def faulty(change: Change) -> None:
    """A plan that runs far too long (CP404, a hint), and a check-in from before its start (CP501, an error)."""
    change(f"{BEN}/plan.md", "timeline: 2026", "timeline: 2025")
    change(CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")


BOTH = [(CHECK_IN, "CP501"), (f"{BEN}/plan.md", "CP404")]


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), BOTH),
        (("--select", "CP404"), BOTH[1:]),
        (("--select", "cp404"), BOTH[1:]),
        (("--select", "unusual-length"), BOTH[1:]),
        (("--select", "CP5"), BOTH[:1]),
        (("--select", "CP5,CP404"), BOTH),
        (("--select", "CP5", "--select", "CP4"), BOTH),
        (("--select", "CP2"), []),
        (("--ignore", "CP404"), BOTH[:1]),
        (("--ignore", "CP4,before-start"), []),
        (("--select", "CP4", "--ignore", "CP404"), []),
        (("--select", "CP404", "--ignore", "CP4"), BOTH[1:]),
        (("--ignore", "CP"), []),
    ],
)
def test_rules_are_chosen_by_code_beginning_or_name(
    check: Check, options: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert found(check("--format", "json", *options)) == expected


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize("rule", ["CP999", "status", "X", "CP40404"])
def test_a_rule_that_does_not_exist_is_refused(check: Check, option: str, rule: str) -> None:
    result = check(option, rule)

    assert (result.code, result.out) == (2, "")
    assert result.err == f"coachplan: '{rule}' is not a rule; `coachplan rule --all` shows every rule\n"


@pytest.mark.usefixtures("faulty")
def test_the_settings_choose_rules_and_the_command_line_chooses_again(check: Check, repository: Path) -> None:
    (repository / "coachplan.toml").write_text('[rules]\nselect = ["CP4"]\n', encoding="utf-8")
    assert found(check("--format", "json")) == BOTH[1:]
    assert found(check("--format", "json", "--select", "CP5")) == BOTH[:1]

    (repository / "coachplan.toml").write_text('[rules]\nignore = ["unusual-length"]\n', encoding="utf-8")
    assert found(check("--format", "json")) == BOTH[:1]
    assert found(check("--format", "json", "--ignore", "CP5")) == []
    assert found(check("--format", "json", "--select", "CP404")) == BOTH[1:]


@pytest.mark.parametrize("options", [("--select", "CP2"), ("--ignore", "CP0"), ("--baseline", "known.json")])
def test_what_cannot_be_read_is_reported_whatever_is_chosen(
    check: Check, repository: Path, change: Change, options: tuple[str, str]
) -> None:
    change(f"{BEN}/plan.md", "title:", "title: [")
    check("--write-baseline", "known.json")

    assert [code for _, code in found(check("--format", "json", *options))] == ["CP005"]


@pytest.mark.usefixtures("faulty")
def test_the_settings_give_a_rule_its_weight(check: Check, repository: Path) -> None:
    settings = '[rules]\nselect = ["CP404"]\n[rules.CP404]\nseverity = "{}"\n'
    for severity, code in (("hint", 0), ("warning", 1), ("error", 1)):
        (repository / "coachplan.toml").write_text(settings.format(severity), encoding="utf-8")
        result = check()
        assert result.code == code
        assert f"Found 1 {severity} in 1 of 8 files" in result.out


def test_the_settings_give_a_rule_its_numbers(check: Check, repository: Path) -> None:
    settings = repository / "coachplan.toml"
    settings.write_text("[rules.unusual-length]\nusual_days = [40, 50]\n", encoding="utf-8")
    narrow = found(check("--format", "json", "--select", "CP404"))
    settings.write_text("[policy]\nusual_days = [40, 50]\n", encoding="utf-8")

    assert narrow == [(f"{ADA}/plan.md", "CP404"), (f"{BEN}/plan.md", "CP404")]
    assert found(check("--format", "json", "--select", "CP404")) == narrow


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("rules = 1", "[rules] is a table of keys"),
        ("[rules]\nselect = 1", '[rules] select is a list of texts such as ["CP404"]'),
        ("[rules]\nignore = [1]", '[rules] ignore is a list of texts such as ["CP404"]'),
        (
            '[rules]\nignore = ["CQ9"]',
            "[rules] ignore: 'CQ9' is not a rule; `coachplan rule --all` shows every rule",
        ),
        ("[rules]\nselects = []", "[rules] has no rule 'selects'; `coachplan rule --all` shows every rule"),
        ("[rules]\nCP404 = 1", "[rules.CP404] is a table of keys"),
        ("[rules.CP404]\nx = 1", "[rules.CP404] has no key 'x'; known: severity, longest_concern_days, usual_days"),
        (
            "[rules.CP404]\ngrace_days = 1",
            "[rules.CP404] has no key 'grace_days'; known: severity, longest_concern_days, usual_days",
        ),
        ('[rules.CP404]\nseverity = "bad"', "[rules.CP404] severity is one of error, warning, hint"),
        (
            "[rules.CP404]\nusual_days = 1",
            "[rules.CP404] usual_days is a list of two whole numbers from 1 to 10000, such as [14, 366]",
        ),
        (
            "[rules.CP404]\nusual_days = [1]",
            "[rules.CP404] usual_days is a list of two numbers, the smaller first, such as [14, 366]",
        ),
        (
            "[rules.CP404]\nusual_days = [9, 1]",
            "[rules.CP404] usual_days is a list of two numbers, the smaller first, such as [14, 366]",
        ),
        ("[rules.CP506]\ngrace_days = 0", "[rules.CP506] grace_days is a whole number from 1 to 10000, such as 5"),
        ("[rules.CP506]\ngrace_days = true", "[rules.CP506] grace_days is a whole number from 1 to 10000, such as 5"),
        ("[rules.CP506]\ngrace_days = [3]", "[rules.CP506] grace_days is a whole number from 1 to 10000, such as 5"),
        ("[policy]\nusual_days = 3", "[policy] usual_days is a list"),
    ],
)
def test_wrong_settings_are_refused_in_one_line(check: Check, repository: Path, settings: str, message: str) -> None:
    (repository / "coachplan.toml").write_text(settings, encoding="utf-8")

    result = check()

    assert (result.code, result.out) == (2, "")
    assert result.err == f"coachplan: coachplan.toml: {message}\n"


@given(st.lists(st.sampled_from(["CP", "CP4", "CP40", "CP404", "CP5"])), st.lists(st.sampled_from(["CP4", "CP404"])))
def test_a_selection_has_what_its_longest_beginning_says(select: list[str], ignore: list[str]) -> None:
    selection = Selection(tuple(select), tuple(ignore))

    for rule in RULES:
        if rule.code in UNREADABLE:
            assert selection.has(rule.code)
            continue
        named = [
            (len(b), wanted) for chosen, wanted in ((select, 1), (ignore, 0)) for b in chosen if rule.code.startswith(b)
        ]
        longest = max((length for length, _ in named), default=0)
        assert selection.has(rule.code) == (
            bool(named) and all(wanted for length, wanted in named if length == longest)
        )


# -- exceptions in a plan ---------------------------------------------------------------------------------------------


def exception(change: Change, plan: str, *lines: str) -> None:
    change(f"{plan}/plan.md", "coachplan: 1\n", "\n".join(["coachplan: 1", "ignore:", *lines, ""]))


@pytest.mark.usefixtures("faulty")
def test_a_plan_sets_a_rule_aside_with_a_reason(check: Check, change: Change) -> None:
    exception(change, BEN, "  CP404: The course takes all year.")
    exception(change, ADA, "  CP501: The first talk came early.")

    assert found(check("--format", "json")) == []


def test_an_exception_without_a_reason_is_refused(check: Check, change: Change) -> None:
    exception(change, BEN, "  CP404:")

    assert found(check("--format", "json")) == [(f"{BEN}/plan.md", "CP017")]


@pytest.mark.parametrize(
    ("code", "message"), [("CP404", "this rule finds nothing"), ("CP999", "no rule has this code")]
)
def test_an_exception_for_nothing_is_reported_at_its_line(
    check: Check, change: Change, code: str, message: str
) -> None:
    exception(change, BEN, f"  {code}: A reason.")

    result = check()

    assert result.code == 1
    assert re.search(rf"{BEN}/plan.md:4:\d+: CP018 warning: {message}", result.out)


def test_what_cannot_be_read_cannot_be_set_aside(check: Check, change: Change) -> None:
    exception(change, ADA, "  CP012: We like it so.")
    change(f"{ADA}/plan.md", "status: on-hold", "status: finished")

    assert [code for _, code in found(check("--format", "json"))] == ["CP012"]


# -- a baseline -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("faulty")
def test_a_baseline_leaves_out_what_was_there_before(check: Check, repository: Path, change: Change) -> None:
    written = check("--write-baseline", "known.json")
    assert (written.code, written.out, written.err) == (0, "", "Wrote known.json: 2 findings\n")
    again = check("--baseline", "known.json")
    assert (again.code, again.err) == (0, "")
    assert found(check("--format", "json", "--baseline", "known.json")) == []

    change(f"{ADA}/plan.md", "coachplan: 1\n", "# a line more\ncoachplan: 1\n")
    assert found(check("--format", "json", "--baseline", "known.json")) == []
    change(f"{ADA}/plan.md", "status: on-hold", "status: finished")
    assert found(check("--format", "json", "--baseline", "known.json")) == [(f"{ADA}/plan.md", "CP012")]


@pytest.mark.usefixtures("faulty")
def test_findings_that_are_fixed_since_the_baseline_are_counted(check: Check, change: Change) -> None:
    check("--write-baseline", "known.json")
    change(CHECK_IN, "date: 2025-01-12", "date: 2026-01-12")

    result = check("--baseline", "known.json", "--format", "json")

    assert found(result) == []
    assert result.err == "1 finding in known.json is fixed; update it with --write-baseline\n"


@pytest.mark.usefixtures("faulty")
def test_a_baseline_holds_paths_and_codes_only_and_is_stable(check: Check, repository: Path) -> None:
    check("--write-baseline", "known.json")
    first = (repository / "known.json").read_bytes()
    check("--write-baseline", "known.json", "--baseline", "known.json")

    assert (repository / "known.json").read_bytes() == first
    assert json.loads(first) == {"version": 1, "files": {CHECK_IN: {"CP501": 1}, f"{BEN}/plan.md": {"CP404": 1}}}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "files": {}}', '{"version": 1}', "\xff", "[" * 99999])
def test_what_is_no_baseline_is_refused(check: Check, repository: Path, text: str) -> None:
    (repository / "known.json").write_text(text, encoding="utf-8")

    result = check("--baseline", "known.json")

    assert result.code == 2
    advice = "`coachplan check --write-baseline known.json` makes one"
    assert result.err == f"coachplan: known.json is not a baseline; {advice}\n"


def test_a_baseline_that_is_not_there_is_refused(check: Check) -> None:
    result = check("--baseline", "nowhere.json")

    assert result.code == 2
    assert "nowhere.json" in result.err
    assert result.err.count("\n") == 1


def test_a_part_is_no_baseline_and_nothing_else_is_written_over(check: Check, repository: Path) -> None:
    (repository / "notes.json").write_text("mine", encoding="utf-8")

    assert check("--write-baseline", "known.json", ADA).code == 2
    assert check("--write-baseline", "notes.json").code == 2
    assert (repository / "notes.json").read_text(encoding="utf-8") == "mine"
    assert not (repository / "known.json").exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--fix", "--diff"),
        ("--diff", "--format", "json"),
        ("--watch", "--statistics"),
        ("--select", ""),
        ("--ignore", ","),
    ],
)
def test_what_does_not_go_together_is_refused(check: Check, options: tuple[str, ...]) -> None:
    result = check(*options)

    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("place", [f"{ADA}/plan.md", "coachplan.toml"])
def test_a_baseline_is_not_written_over_plans(check: Check, repository: Path, place: str) -> None:
    before = (repository / place).read_bytes()

    assert check("--write-baseline", place).code == 1
    assert (repository / place).read_bytes() == before


def test_one_finding_more_of_a_rule_shows_all_of_that_rule_in_that_file() -> None:
    first, second, other = (
        Finding("a", n, 1, code, Severity.HINT, "", "") for n, code in ((1, "A"), (2, "A"), (3, "B"))
    )
    baseline = Baseline.of([first, other])

    assert baseline.without([first, other]) == []
    assert baseline.without([second, other]) == []
    assert baseline.without([first, second, other]) == [first, second]


def test_a_baseline_is_read_back_as_it_was_written() -> None:
    baseline = Baseline(Counter({("b", "CP1"): 2, ("a\udcff", "CP2"): 1}))

    assert Baseline.read(baseline.to_bytes(), "x") == baseline
    with pytest.raises(UnreadableError):
        Baseline.read(b'{"version": 1, "files": {"a": 3}}', "x")


# -- what changed -----------------------------------------------------------------------------------------------------


WHOLE = [(CHECK_IN, "CP501"), (f"{ADA}/plan.md", "CP012")]


@pytest.fixture
def on_a_branch(recorded: Path, change: Change, git: Callable[..., str]) -> Path:
    """Both plans have an old slip on `main`; the branch `topic` changes a check-in of Ada's."""
    change(f"{BEN}/plan.md", "timeline: 2026", "timeline: 2025")
    change(f"{ADA}/plan.md", "status: on-hold", "status: finished")
    git(recorded, "commit", "--quiet", "--all", "--message", "Slips")
    git(recorded, "switch", "--quiet", "--create", "topic")
    change(CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")
    return recorded


def test_only_what_changed_since_a_revision_is_reported(
    check: Check, on_a_branch: Path, change: Change, git: Callable[..., str]
) -> None:
    changed = ("--format", "json", "--changed-since", "main")
    assert found(check(*changed)) == WHOLE

    git(on_a_branch, "commit", "--quiet", "--all", "--message", "A check-in")
    assert found(check(*changed)) == WHOLE

    git(on_a_branch, "switch", "--quiet", "main")
    change(f"{BEN}/plan.md", "title:", "title: ")
    git(on_a_branch, "commit", "--quiet", "--all", "--message", "Meanwhile")
    git(on_a_branch, "switch", "--quiet", "topic")
    assert found(check(*changed)) == WHOLE


def test_a_check_in_that_is_gone_or_renamed_counts(check: Check, recorded: Path, change: Change) -> None:
    change(f"{BEN}/plan.md", "timeline: 2026", "timeline: 2025")
    changed = ("--format", "json", "--changed-since", "HEAD", "--select", "CP5")
    assert found(check(*changed)) == []

    change(CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")
    (recorded / CHECK_IN).rename(recorded / CHECK_IN.replace("01-12", "01-11"))
    assert found(check(*changed)) == [(CHECK_IN.replace("01-12", "01-11"), "CP501")]


def test_what_a_new_plan_brings_about_in_another_is_reported(
    check: Check, recorded: Path, change: Change, git: Callable[..., str]
) -> None:
    change(f"{ADA}/plan.md", "status: on-hold", "status: active")
    git(recorded, "commit", "--quiet", "--all", "--message", "Open")
    new = recorded / ADA.replace("clear-status", "a-new")
    new.mkdir()
    (new / "plan.md").write_bytes((recorded / ADA / "plan.md").read_bytes())

    assert found(check("--format", "json", "--changed-since", "HEAD", "--select", "CP801")) == [
        (f"{ADA}/plan.md", "CP801")
    ]


def test_another_repository_among_the_plans_counts_as_changed(
    check: Check, recorded: Path, change: Change, git: Callable[..., str]
) -> None:
    git(recorded, "rm", "--quiet", "--cached", "-r", ADA)
    git(recorded, "commit", "--quiet", "--message", "Elsewhere")
    git(recorded / "plans/ada-lovelace", "init", "--quiet")
    change(CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")

    assert (CHECK_IN, "CP501") in found(check("--format", "json", "--changed-since", "HEAD"))


def test_a_new_file_counts_as_changed(check: Check, on_a_branch: Path) -> None:
    new = on_a_branch / ADA / "check-ins" / "2026-01-13-new.md"
    new.write_text((on_a_branch / CHECK_IN).read_text(encoding="utf-8"), encoding="utf-8")

    paths = [path for path, _ in found(check("--format", "json", "--changed-since", "main", "--select", "CP501"))]

    assert paths == [CHECK_IN, str(new.relative_to(on_a_branch))]


def test_changed_settings_make_everything_count(check: Check, on_a_branch: Path) -> None:
    (on_a_branch / "coachplan.toml").write_text("[rules]\n", encoding="utf-8")

    assert len(found(check("--format", "json", "--changed-since", "main"))) == 3


@pytest.mark.usefixtures("on_a_branch")
def test_named_paths_and_changes_go_together(check: Check) -> None:
    assert found(check("--format", "json", "--changed-since", "main", BEN)) == []
    assert found(check("--format", "json", "--changed-since", "main", ADA)) == WHOLE
    assert found(check("--format", "json", "--changed-since", "main", CHECK_IN)) == WHOLE[:1]


@pytest.mark.usefixtures("on_a_branch")
@pytest.mark.parametrize("revision", ["nowhere", "--all", "-x", "main..topic", ""])
def test_an_unknown_revision_is_refused(check: Check, revision: str) -> None:
    result = check(f"--changed-since={revision}")

    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("coachplan: --changed-since: ")
    assert result.err.count("\n") == 1


def test_a_revision_without_a_commit_in_common_is_refused(
    check: Check, on_a_branch: Path, git: Callable[..., str]
) -> None:
    git(on_a_branch, "commit", "--quiet", "--all", "--message", "x")
    git(on_a_branch, "switch", "--quiet", "--orphan", "island")
    git(on_a_branch, "commit", "--quiet", "--allow-empty", "--message", "Island")
    git(on_a_branch, "switch", "--quiet", "main")

    result = check("--changed-since", "island")

    assert result.code == 2
    assert "have no commit in common; fetch more of the history" in result.err


def test_changes_in_a_folder_of_a_larger_git_repository_are_found(
    check: Check, repository: Path, change: Change, git: Callable[..., str]
) -> None:
    git(repository.parent, "init", "--quiet", "--initial-branch=main")
    git(repository.parent, "add", ".")
    git(repository.parent, "commit", "--quiet", "--message", "Plans")
    change(CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")

    assert found(check("--format", "json", "--changed-since", "main")) == [(CHECK_IN, "CP501")]


# -- how it ends ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("faulty")
def test_exit_zero_forgives_findings_and_nothing_else(check: Check, repository: Path) -> None:
    assert check().code == 1
    assert check("--exit-zero").code == 0
    assert check("--exit-zero", "nowhere").code == 2

    (repository / BEN / "plan.md").unlink()
    (repository / BEN / "plan.md").symlink_to("elsewhere")
    assert check("--exit-zero").code == 2
