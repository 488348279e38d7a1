"""Verdicts are remembered as long as nothing that they rest on has changed, and not a moment longer."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coachplan.checks import lint as linter
from coachplan.store import build_fingerprint, cache
from coachplan.views import cached_findings

ADA = "plans/ada-lovelace/clear-status-updates"
BEN = "plans/ben-carter/shorter-meeting-notes"
CHECK_IN = f"{ADA}/check-ins/2026-01-12-ada-lovelace-3f9k.md"

Check = Callable[..., Any]
Change = Callable[[str, str, str], None]


@pytest.fixture
def store(recorded: Path) -> Path:
    """Where verdicts are remembered; every file of the repository has been at rest for long."""
    rest(recorded)
    return recorded / ".git" / "coachplan" / "findings.json"


def rest(folder: Path) -> None:
    """Let what was written until now be long ago: the clock of a store, which is what counts, is moved instead."""
    for store in folder.glob(".git/coachplan/*.json"):
        os.utime(store, ns=(store.stat().st_atime_ns, store.stat().st_mtime_ns + 3_600_000_000_000))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the plans that rules were asked about."""
    paths: list[str] = []
    lint = linter.lint

    def watched(plan: Any, *rest: Any) -> Any:
        paths.append(plan.path)
        return lint(plan, *rest)

    monkeypatch.setattr(linter, "lint", watched)
    return paths


@pytest.fixture
def again(check: Check, store: Path, judged: list[str]) -> Callable[..., Any]:
    """Checks once more, and gives the result and which plans were judged for it; the files are at rest before it."""

    def run(*options: str) -> tuple[Any, list[str]]:
        rest(store.parents[2])
        judged.clear()
        return check("--format", "json", *options), [path.removesuffix("/plan.md") for path in judged]

    run()
    return run


def test_what_has_not_changed_is_not_judged_again(again: Callable[..., Any], change: Change) -> None:
    change(CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")
    change(f"{BEN}/plan.md", "title:", "titel:")
    first, judged = again()
    assert judged == [ADA, BEN]
    assert first.code == 1

    assert again() == (first, [])


def test_a_change_is_judged_and_nothing_else(again: Callable[..., Any], change: Change) -> None:
    change(CHECK_IN, "date: 2026-01-12", "date: 2025-01-12")

    result, judged = again()

    assert judged == [ADA]
    assert [f["code"] for f in json.loads(result.out)["findings"]] == ["CP908", "CP501"]


def test_a_file_more_or_less_is_a_change(again: Callable[..., Any], recorded: Path) -> None:
    new = recorded / BEN / "check-ins" / "2026-02-30-x.md"
    new.write_text("nothing", encoding="utf-8")
    result, judged = again()
    assert (result.code, judged) == (1, [BEN])

    new.unlink()
    result, judged = again()
    assert (result.code, judged) == (0, [BEN])


def test_the_same_bytes_under_new_times_are_not_judged(again: Callable[..., Any], recorded: Path) -> None:
    os.utime(recorded / CHECK_IN)

    assert again()[1] == []
    assert again()[1] == []


def test_a_change_of_the_same_length_and_time_is_seen(again: Callable[..., Any], recorded: Path) -> None:
    path = recorded / CHECK_IN
    at = path.stat()
    path.write_bytes(path.read_bytes().replace(b"date: 2026", b"date: 2025"))
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))

    assert again()[0].code == 1


def test_a_file_that_is_still_young_is_looked_at_again(check: Check, store: Path, judged: list[str]) -> None:
    check()
    store.touch()
    judged.clear()

    check()

    assert judged == []
    assert json.loads(store.read_bytes().split(b"\n", 1)[1])


def test_the_settings_count(again: Callable[..., Any], recorded: Path) -> None:
    (recorded / "coachplan.toml").write_text("[rules.CP404]\nusual_days = [1, 2]\n", encoding="utf-8")
    result, judged = again()
    assert judged == [ADA, BEN]
    assert "CP404" in result.out

    (recorded / "coachplan.toml").write_text(
        '[rules.CP404]\nusual_days = [1, 2]\nseverity = "error"\n', encoding="utf-8"
    )
    result, judged = again()
    assert (result.code, judged) == (1, [])


def test_the_day_counts_where_a_rule_looks_at_it(again: Callable[..., Any], change: Change) -> None:
    change(CHECK_IN, "date: 2026-01-12", "date: 2026-11-03")
    assert again("--select", "CP502")[0].code == 1

    assert again("--select", "CP502", "--date", "2026-11-02")[0].code == 0
    assert again("--select", "CP502", "--date", "2026-11-01")[0].code == 1


@pytest.mark.parametrize("part", ["release", "rules"])
def test_another_release_or_other_rules_know_nothing(
    again: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    if part == "release":
        monkeypatch.setattr(cache, "__version__", "999")
    else:
        monkeypatch.setattr(cached_findings, "fingerprint", lambda *_: "another")

    assert again()[1] == [ADA, BEN]
    assert again()[1] == []


def test_a_changed_rule_is_another_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = tmp_path / "rules" / "goals.py"
    rule.parent.mkdir()
    rule.write_text("1", encoding="utf-8")
    monkeypatch.setattr(build_fingerprint.coachplan, "__file__", str(tmp_path / "__init__.py"))
    before = build_fingerprint.fingerprint.__wrapped__()
    rule.write_text("2", encoding="utf-8")
    os.utime(rule, (1, 1))

    assert build_fingerprint.fingerprint.__wrapped__() != before


@pytest.mark.parametrize("damage", [b"", b"{}", b"coachplan x 0 0 0\n[]", b"\xff\n", b"coachplan"])
def test_a_damaged_store_counts_as_none(again: Callable[..., Any], store: Path, damage: bytes) -> None:
    store.write_bytes(damage)

    assert again()[1] == [ADA, BEN]
    assert again()[1] == []


def test_a_store_that_was_changed_by_one_byte_counts_as_none(again: Callable[..., Any], store: Path) -> None:
    data = bytearray(store.read_bytes())
    data[-10] ^= 1
    store.write_bytes(data)

    assert again()[1] == [ADA, BEN]


def test_a_deleted_store_costs_only_time(again: Callable[..., Any], store: Path) -> None:
    store.unlink()

    assert again()[1] == [ADA, BEN]
    assert store.exists()


def test_without_cache_nothing_is_recalled_or_kept(again: Callable[..., Any], store: Path) -> None:
    assert again("--no-cache")[1] == [ADA, BEN]
    store.unlink()
    assert again("--no-cache")[1] == [ADA, BEN]
    assert not store.exists()


def test_a_part_is_checked_without_forgetting_the_rest(again: Callable[..., Any], change: Change) -> None:
    change(f"{ADA}/plan.md", "title:", "title: ")

    assert again(ADA)[1] == [ADA]
    assert again()[1] == []


def test_a_plan_that_is_gone_is_forgotten(again: Callable[..., Any], recorded: Path, store: Path) -> None:
    (recorded / BEN).rename(recorded / "elsewhere")
    assert again()[1] == []

    assert list(json.loads(store.read_bytes().split(b"\n", 1)[1])) == ["ada-lovelace/clear-status-updates", ""]


def test_what_cannot_be_read_is_tried_again(again: Callable[..., Any], recorded: Path) -> None:
    plan = recorded / BEN / "plan.md"
    plan.rename(recorded / "elsewhere.md")
    plan.symlink_to(recorded / "elsewhere.md")

    assert [again()[1], again()[1]] == [[BEN], [BEN]]


@pytest.mark.usefixtures("again")
def test_the_store_is_private(store: Path) -> None:
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.parent.stat().st_mode) == 0o700


def test_a_store_that_cannot_be_written_only_costs_time(check: Check, store: Path) -> None:
    store.parent.parent.joinpath("coachplan").write_text("in the way", encoding="utf-8")

    assert check().code == 0


def test_without_git_nothing_is_remembered(check: Check, repository: Path) -> None:
    assert check().code == 0
    assert sorted(path.name for path in repository.iterdir()) == ["coachplan.toml", "plans"]


@pytest.mark.usefixtures("again")
def test_what_is_remembered_needs_no_models(store: Path) -> None:
    rest(store.parents[2])
    code = (
        "import sys; from coachplan.__main__ import main; sys.argv[1:] = ['check']; status = main(); "
        "print(status, sorted({'pydantic', 'yaml', 'frontmatter', 'git', 'rich', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=store.parents[2], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "0 []"
