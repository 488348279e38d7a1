"""Codes in the place of names where others read along: in every format and in errors, and the way back from one."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.output.findings import Format
from coachplan.views.path_codes import KEY_FILE, PathCodes

ADA = "plans/ada-lovelace/clear-status-updates"
BEN = "plans/ben-carter/shorter-meeting-notes"
CHECK_IN = f"{ADA}/check-ins/2026-01-12-ada-lovelace-3f9k.md"
KEY = "00112233445566778899aabbccddeeff"
NAMES = re.compile("ada|lovelace|clear-status|ben-|carter|shorter|charles|babbage|2026-01-12", re.IGNORECASE)

Check = Callable[..., Any]


@pytest.fixture
def in_ci(monkeypatch: pytest.MonkeyPatch, repository: Path, change: Callable[[str, str, str], None]) -> Path:
    """A repository with a key and faults in both plans, in CI; and what has a name that no plan may have."""
    change(f"{BEN}/plan.md", "timeline: 2026", "timeline: 2025")
    change(CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")
    (repository / "plans/Ada Lovelace/clear").mkdir(parents=True)
    (repository / "plans/Ada Lovelace/clear/plan.md").write_bytes((repository / f"{ADA}/plan.md").read_bytes())
    (repository / KEY_FILE).write_text(f"{KEY}\n", encoding="ascii")
    monkeypatch.setenv("CI", "true")
    return repository


@pytest.mark.usefixtures("in_ci")
@pytest.mark.parametrize("form", [*Format])
def test_in_ci_no_format_names_a_person_or_a_plan(check: Check, form: Format) -> None:
    result = check("--format", form)
    assert result.code == 1
    assert {"CP404", "CP501", "CP906"} <= {*re.findall(r"CP\d{3}", result.out)}
    # The pages of rules in SARIF have people of their own.
    shown = json.dumps(json.loads(result.out)["runs"][0]["results"]) if form is Format.SARIF else result.out
    assert not NAMES.findall(shown)
    assert PathCodes(KEY.encode()).path(CHECK_IN) in result.out
    assert not NAMES.findall(result.err)
    assert CHECK_IN.rpartition("/")[2] in check("--format", form, "--paths", "full").out


@pytest.mark.usefixtures("in_ci")
def test_what_ends_a_check_and_what_it_would_fix_names_nobody(check: Check, in_ci: Path) -> None:
    (in_ci / f"{ADA}/plan.md").chmod(0)
    for options in (("--diff",), ("--statistics",), ("--fix",)):
        told = check(*options)
        assert not NAMES.findall(told.out + told.err), options
    assert not NAMES.findall(check(f"{ADA}/nothing.md").err)


@pytest.mark.usefixtures("in_ci")
def test_a_code_is_explained_at_a_desk_and_not_in_ci(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(check("--format", "json").out)["findings"]
    (path,) = (one["path"] for one in found if one["code"] == "CP501")
    code = path.split("/")[1]
    assert (check("--explain", path).code, check("--explain", path).out) == (2, "")
    monkeypatch.delenv("CI")
    assert check("--explain", path).out == f"{CHECK_IN}\n"
    assert check("--explain", path.rpartition("/")[2]).out == f"{CHECK_IN}\n"
    assert check("--explain", code).out == check("--explain", f"plans/{code}").out == f"{ADA}\n"
    unknown = check("--explain", "plan.md")
    assert (unknown.code, unknown.out) == (2, "")
    assert "no plan here has this code" in unknown.err


def test_without_a_key_codes_hold_for_one_run_and_it_says_so(check: Check, in_ci: Path, monkeypatch) -> None:
    (in_ci / KEY_FILE).unlink()
    first, second = check("--select", "CP501"), check("--select", "CP501")
    assert first.out != second.out
    assert not NAMES.findall(first.out)
    assert "coachplan init --ci" in first.err
    (in_ci / KEY_FILE).write_text("guess me", encoding="ascii")
    assert (check().code, check().out) == (2, "")
    assert f"{KEY_FILE} is not a key" in check().err
    (in_ci / KEY_FILE).unlink()
    monkeypatch.delenv("CI")
    assert "has no .coachplan-key" in check("--explain", "abc").err
    assert CHECK_IN in check("--select", "CP501", "--format", "concise").out


@pytest.mark.usefixtures("in_ci")
def test_who_asks_for_words_gets_names_and_not_both_and_neither(check: Check) -> None:
    assert CHECK_IN in check("--show-text").out
    assert check("--show-text", "--paths", "opaque").code == 2


def test_a_file_of_its_own_has_a_number_in_ci(check: Check, in_ci: Path, tmp_path: Path) -> None:
    alone = tmp_path / "ada-lovelace.md"
    alone.write_bytes((in_ci / f"{BEN}/plan.md").read_bytes())
    told = check(str(alone), "--format", "concise")
    assert "file-1:" in told.out
    assert not NAMES.findall(told.out + told.err)


@pytest.mark.usefixtures("in_ci")
def test_of_several_repositories_not_even_the_folders_are_named(coachplan, in_ci: Path, tmp_path: Path) -> None:
    in_ci.rename(tmp_path / "ada")
    (tmp_path / "ben" / BEN).mkdir(parents=True)
    (tmp_path / "ben/coachplan.toml").write_text("", encoding="utf-8")
    (tmp_path / "ben" / KEY_FILE).write_text(f"{KEY}\n", encoding="ascii")
    (tmp_path / "ben" / BEN / "plan.md").write_text("---\ntitle: Ben\n---\n", encoding="utf-8")
    told = coachplan("-C", "ada", "-C", "ben", "check", "--format", "concise", cwd=tmp_path)
    assert "repository-1/plans/" in told.out
    assert "repository-2/plans/" in told.out
    assert not NAMES.findall(told.out + told.err)


@pytest.mark.usefixtures("in_ci")
def test_a_plan_in_which_nothing_was_found_is_a_case_that_passed(check: Check) -> None:
    written = check("--format", "junit", "--select", "CP501", "--paths", "full").out
    passed = re.findall(r'<testcase name="nothing to fix" classname="([^"]*)"', written)
    assert passed == [f"{BEN}.plan"]


@pytest.mark.long
def test_what_is_judged_of_commits_names_no_plan(ada, coachplan, git, monkeypatch) -> None:
    file = ada / "plans/ada-lovelace/clear-status-updates/agreements/2026-01-09-ada-lovelace-abcd.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text("---\ncoachplan: 1\nby: Ada Lovelace <ada@example.com>\ndate: 2026-01-09\nstance: agree\n---\n")
    (ada / KEY_FILE).write_text(f"{KEY}\n", encoding="ascii")
    git(ada, "add", ".")
    git(ada, "commit", "-qm", "x")
    assert f"{ADA}: a word" in coachplan("-C", ada, "verify").out.replace("ada-lovelace/", "plans/ada-lovelace/")
    monkeypatch.setenv("CI", "true")
    for form in ("text", "json"):
        told = coachplan("-C", ada, "verify", "--format", form)
        assert told.code == 1
        assert PathCodes(KEY.encode()).path(ADA).partition("/")[2] in told.out
        assert "`coachplan agree PLAN`" in told.out
        assert not NAMES.findall(told.out + told.err)


_PARTS = st.text("abz019-._é ", min_size=1, max_size=8).filter(lambda part: part not in (".", ".."))


@given(st.lists(_PARTS, min_size=1, max_size=5), st.lists(_PARTS, min_size=1, max_size=5))
def test_two_paths_have_two_codes_and_a_plans_files_share_its_code(one: list[str], other: list[str]) -> None:
    codes = PathCodes(KEY.encode())
    first, second = (codes.path("/".join(["plans", *parts])) for parts in (one, other))
    assert (first == second) == (one == other)
    assert codes.path("/".join(["plans", *one])) == first
    if one[:2] == other[:2] and min(len(one), len(other)) > 1:
        assert first.split("/")[1] == second.split("/")[1]
