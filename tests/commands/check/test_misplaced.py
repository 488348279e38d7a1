"""Files at a place where nothing reads them: `check` says where they belong, and is no success."""

import json

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER

FOLDER = ADA_PLAN.rpartition("/")[0]


@pytest.fixture
def found(ada, coachplan):
    """The path and the message of each file that `check` finds at another place."""

    def run(*options: str) -> list[tuple[str, str]]:
        result = coachplan("check", "--select", "CP905", "--format", "json", *options, cwd=ada)
        findings = json.loads(result.out)["findings"]
        assert result.code == bool(findings)
        return [(finding["path"], f"{finding['message']}; {finding['advice']}") for finding in findings]

    return run


def move(ada, path: str) -> None:
    (ada / path).parent.mkdir(parents=True, exist_ok=True)
    (ada / ADA_PLAN).rename(ada / path)


@pytest.mark.parametrize(
    "path", ["plans/plan.md", "plans/jana/plan.md", "plans/jana/talks/more/plan.md", "plans/x/PLAN.yml"]
)
def test_a_plan_too_high_or_too_low_belongs_in_a_folder_of_its_own(ada, found, path) -> None:
    move(ada, path)
    ((where, said),) = found()
    assert where == path
    assert said.endswith("move it to a folder of its own: plans/TEAM-MEMBER/TITLE/plan.md")


@pytest.mark.parametrize("name", ["Plan.md", "PLAN.MD", "plan.yml", "plan.yaml", "plan.markdown", "plan.txt"])
def test_a_plan_under_another_name_is_to_be_named_plan(ada, coachplan, found, name) -> None:
    assert coachplan("-C", ada, "log", "ada", "--win", "x").code == 0
    move(ada, f"{FOLDER}/{name}")
    ((where, said),) = found()
    assert where == f"{FOLDER}/{name}"
    assert said.endswith("; name it plan.md")


def test_check_ins_without_a_plan_are_said_once(ada, coachplan, found, git) -> None:
    for _ in range(2):
        assert coachplan("-C", ada, "log", "ada", "--win", "x").code == 0
    first = min(path.name for path in (ada / FOLDER / "check-ins").iterdir())
    (ada / ADA_PLAN).unlink()
    ((where, said),) = found()
    assert where == f"{FOLDER}/check-ins/{first}"
    assert said.startswith("this and 1 more have no plan: its plan.md is not there; bring plan.md back")


def test_an_agreement_without_a_plan_is_said(ada, coachplan, found) -> None:
    assert coachplan("-C", ada, "agree", "ada").code == 0
    (ada / ADA_PLAN).unlink()
    ((where, said),) = found()
    assert where.startswith(f"{FOLDER}/agreements/")
    assert said.startswith("this has no plan")


def test_what_is_no_plan_and_no_record_is_nobodys_business(ada, found) -> None:
    for name in (
        "plans/README.md",
        "plans/notes.md",
        "plans/ada-lovelace/plan (1).md",
        "plans/ada-lovelace/new/notes.md",
    ):
        (ada / name).parent.mkdir(exist_ok=True)
        (ada / name).write_text("mine", encoding="utf-8")
    (ada / "plans/ada-lovelace/link").symlink_to(ada / FOLDER)
    (ada / "plans/linked").symlink_to(ada / "plans/ada-lovelace")
    (ada / "plans/ada-lovelace/new/linked").symlink_to(ada / FOLDER)
    assert found() == []


def test_a_folder_that_cannot_be_opened_says_nothing(ada, found, monkeypatch) -> None:
    from coachplan.base.errors import UnreadableError
    from coachplan.views import misplaced

    (ada / "plans/ada-lovelace/new").mkdir()

    def closed(*_: object) -> list[str]:
        raise UnreadableError("closed")

    monkeypatch.setattr(misplaced, "files_in", closed)
    assert found() == []


def test_a_change_is_told_of_what_it_misplaces_and_of_nothing_else(ada, coachplan, found, git) -> None:
    (ada / "plans/ben").mkdir()
    (ada / "plans/ben/plan.md").write_text("Ben's", encoding="utf-8")
    git(ada, "add", ".")
    git(ada, "commit", "-qm", "Ben's")
    move(ada, "plans/jana/plan.md")
    assert [path for path, _ in found("--changed-since", "HEAD")] == ["plans/jana/plan.md"]
    assert [path for path, _ in found()] == ["plans/ben/plan.md", "plans/jana/plan.md"]
    assert coachplan("check", FOLDER, cwd=ada).code == 2


def test_a_check_in_of_a_plan_that_was_renamed_elsewhere_is_said_with_where_it_belongs(
    ada, coachplan, found, git, tmp_path
) -> None:
    git(tmp_path, "clone", "--quiet", str(ada), "other")
    for new in ("updates", "short-updates"):
        folder = next(path.parent for path in (ada / "plans/ada-lovelace").glob("*/plan.md"))
        folder.rename(ada / "plans/ada-lovelace" / new)
        git(ada, "add", ".")
        git(ada, "commit", "--quiet", "--message", "Renamed")
    assert coachplan("-C", tmp_path / "other", "log", "ada", "--win", "x").code == 0
    git(ada, "pull", "--quiet", "--no-rebase", "--no-edit", str(tmp_path / "other"), "HEAD")

    ((where, said),) = found()

    assert where.startswith(f"{FOLDER}/check-ins/")
    assert said.endswith("it belongs in plans/ada-lovelace/short-updates, and `coachplan save` moves it there")
    assert coachplan("-C", ada, "save").out == (
        "Recorded Plans: ada-lovelace/clear-status-updates, ada-lovelace/short-updates: check-ins moved to their plan\n"
    )
    assert len(list((ada / "plans/ada-lovelace/short-updates/check-ins").iterdir())) == 1
    assert git(ada, "status", "--porcelain") == ""
    assert found() == []
    git(ada, "revert", "--no-edit", "HEAD")
    # What git does not tell as a rename is only said to have no plan.
    git(ada, "rm", "-r", "--quiet", "plans/ada-lovelace/short-updates")
    git(ada, "commit", "--quiet", "--message", "Removed")
    ((_, said),) = found()
    assert "bring plan.md back" in said


def test_check_ins_follow_a_plan_s_folder_that_was_renamed_in_the_other_clone(ada, coachplan, git, tmp_path) -> None:
    assert coachplan("-C", ada, "log", "ada", "--win", "x").code == 0
    git(tmp_path, "clone", "--quiet", str(ada), "other")
    (ada / FOLDER).rename(ada / "plans/ada-lovelace/updates")
    assert coachplan("-C", ada, "save").code == 0
    assert coachplan("-C", tmp_path / "other", "log", "ada", "--win", "y").code == 0

    git(tmp_path / "other", "pull", "--quiet", "--no-rebase", "--no-edit", str(ada), "HEAD")

    assert len(list((tmp_path / "other/plans/ada-lovelace/updates/check-ins").iterdir())) == 2
    assert not (tmp_path / "other" / FOLDER).exists()


def test_nobody_moves_the_agreement_of_another_and_no_stranger_moves_anything(
    ada, coachplan, found, git, tmp_path, act_as
) -> None:
    git(tmp_path, "clone", "--quiet", str(ada), "other")
    (ada / FOLDER).rename(ada / "plans/ada-lovelace/updates")
    git(ada, "add", ".")
    git(ada, "commit", "--quiet", "--message", "Renamed")
    act_as(MEMBER)
    assert coachplan("-C", tmp_path / "other", "agree", "ada").code == 0
    git(ada, "pull", "--quiet", "--no-rebase", "--no-edit", str(tmp_path / "other"), "HEAD")
    for person in ("Eve <eve@example.com>", MANAGER):
        act_as(person)
        assert "Nothing to save" in coachplan("-C", ada, "save").out
        assert len(found()) == 1

    act_as(MEMBER)
    assert coachplan("-C", ada, "save").code == 0

    assert found() == []
    assert coachplan("-C", ada, "history", "updates", "--verify").code == 0
