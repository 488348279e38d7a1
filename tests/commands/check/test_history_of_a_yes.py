"""`coachplan check` against git's history: a yes that nobody gave, and one that is gone."""

import json
import subprocess
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER, PROPOSED, WORD

ELSE = "is by somebody else"
FOLDER = ADA_PLAN.removesuffix("/plan.md")


@pytest.fixture
def found(coachplan, ada):
    """The findings about history: code and message, of a check that is cached and of one that is not."""

    def run(where: Path = ada, *arguments: str) -> list[tuple[str, str]]:
        checks = [
            json.loads(coachplan("-C", where, "check", "--format", "json", *how, *arguments).out)["findings"]
            for how in ((), (), ("--no-cache",))
        ]
        assert checks[0] == checks[1] == checks[2]
        return [(f["code"], f["message"]) for f in checks[0] if f["code"] in ("CP902", "CP903", "CP904")]

    return run


@pytest.mark.parametrize("who", [MANAGER, MEMBER])
def test_a_no_that_somebody_elses_merge_leaves_out_is_found(ada, act_as, commit, found, proposed, git, who) -> None:
    commit(MEMBER, "status: proposed", "status: agreed")
    git(ada, "switch", "--quiet", "--create", "hers")
    commit(MEMBER, "status: agreed", "status: declined")
    git(ada, "switch", "--quiet", "-")
    commit(MANAGER, "status: agreed", "status: done")
    act_as(who)
    git(ada, "merge", "--quiet", "--strategy", "ours", "--no-edit", "hers")
    merge = git(ada, "rev-parse", "--short=8", "HEAD").strip()
    told = f"the yes that the team member gave was taken out before: commit {merge} is a merge, which is nobody's word"
    assert [(code, message.partition(", and ")[2]) for code, message in found()] == (
        [] if who == MEMBER else [("CP902", told)]
    )
    commit(MANAGER, "status: done", "status: proposed")
    commit(MEMBER, "status: proposed", "status: agreed")
    assert found() == []


def test_a_yes_that_somebody_else_wrote_is_one_finding_for_the_plan(coachplan, ada, commit, found, proposed) -> None:
    assert found() == []
    theirs = commit(MANAGER, "status: proposed", "status: agreed")
    assert found() == [
        (
            "CP902",
            f"activity 1 counts as agreed, and the team member has not said yes to it: commit {theirs[:8]} {ELSE}",
        )
    ]
    result = coachplan("-C", ada, "check")
    assert result.code == 1
    assert "without notes" not in result.out.replace("what: Lead the Friday update without notes", "")
    commit(MANAGER, "status: agreed", "status: proposed")
    assert found() == []


def test_a_word_that_somebody_else_wrote_is_found_until_the_person_answers(
    coachplan, ada, commit, found, act_as
) -> None:
    text = (ada / ADA_PLAN).read_text()
    theirs = commit(MANAGER, text, text.replace("\n---\n", f"\n{WORD}", 1))
    told = f"a commit of theirs: commit {theirs[:8]} {ELSE}"
    assert found() == [
        (
            "CP903",
            f"an acknowledgement is in the name of the team member, and not from {told}",
        )
    ]
    act_as(MEMBER)
    assert coachplan("-C", ada, "agree", "ada", "--stance", "disagree").code == 0
    assert found() == []


def test_a_merge_that_agrees_is_found(ada, git, commit, found, act_as, proposed) -> None:
    git(ada, "switch", "-qc", "other")
    commit(MANAGER, "Half an hour", "An hour")
    git(ada, "switch", "-q", "main")
    commit(MANAGER, "title: Clear", "title: Very clear")
    act_as(MEMBER)
    git(ada, "merge", "-q", "--no-commit", "other")
    merge = commit(MEMBER, "status: proposed", "status: agreed")
    assert [code for code, _ in found()] == ["CP902"]
    assert f"commit {merge[:8]} is a merge, which is nobody's word" in found()[0][1]


def test_a_word_that_a_merge_lost_is_found_until_it_is_given_again(coachplan, ada, git, act_as, found) -> None:
    def agree(who: str) -> None:
        act_as(who)
        assert coachplan("-C", ada, "agree", "ada").code == 0

    git(ada, "switch", "-qc", "hers")
    agree(MEMBER)
    git(ada, "switch", "-q", "main")
    agree(MANAGER)
    git(ada, "merge", "-q", "-s", "ours", "--no-edit", "hers")
    merge = git(ada, "rev-parse", "--short=8", "HEAD").strip()
    message = (
        f"the team member's word on the terms is gone, and nobody has taken it back: commit {merge} is a merge, which"
    )
    assert [(code, text[: len(message)]) for code, text in found()] == [("CP904", message)]
    agree(MEMBER)
    assert found() == []


def test_what_is_not_committed_yet_is_for_the_guards(ada, found, proposed) -> None:
    path = ada / ADA_PLAN
    path.write_text(path.read_text().replace("status: proposed", "status: agreed"))
    assert found() == []


def test_a_move_a_new_id_and_a_new_day_bring_nothing(ada, git, commit, found, proposed) -> None:
    commit(MEMBER, "status: proposed", "status: agreed")
    git(ada, "mv", FOLDER, "plans/ada-lovelace/updates")
    commit(MANAGER, "id: lead", "id: lead-x\n    due: 2026-01-20", path="plans/ada-lovelace/updates/plan.md")
    assert found() == []


@pytest.mark.parametrize("how", [["--depth", "1"], ["--filter=blob:none"]])
def test_a_copy_without_the_past_is_not_judged(how, ada, git, commit, found, proposed, tmp_path) -> None:
    commit(MANAGER, "status: proposed", "status: agreed")
    commit(MANAGER, "title: Clear", "title: Very clear")
    git(ada, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", *how, f"file://{ada}", "copy")
    assert found(tmp_path / "copy") == []
    assert [code for code, _ in found()] == ["CP902"]


def test_plans_that_came_from_elsewhere_are_not_judged(ada, git, found, tmp_path, act_as) -> None:
    """Those of several people at once, or where nobody but outsiders commits; but a manager's own commit is."""

    def repository(name: str, people: tuple[str, ...]) -> Path:
        folder = tmp_path / name
        git(tmp_path, "init", "-q", name)
        (folder / "coachplan.toml").touch()
        for person in people:
            (folder / f"plans/{person}/talks").mkdir(parents=True)
            (folder / f"plans/{person}/talks/plan.md").write_bytes((ada / ADA_PLAN).read_bytes())
        git(folder, "add", "--all")
        git(folder, "commit", "-qm", "x")
        return folder

    act_as(MANAGER)
    assert [code for code, _ in found(repository("hers", ("ada",)))] == ["CP902"]
    assert found(repository("many", ("ada", "ben"))) == []
    act_as("Mover <mover@example.com>")
    moved = repository("moved", ("ada",))
    assert found(moved) == []
    plan = moved / "plans/ada/talks/plan.md"
    agreed = PROPOSED.replace("status: proposed", "status: agreed")
    plan.write_text(plan.read_text().replace("activities:\n", f"activities:\n{agreed}"))
    git(moved, "commit", "-qam", "x")
    assert found(moved) == []
    act_as(MANAGER)
    (moved / "plans/ada/talks/plan.md").write_text(plan.read_text().replace("Half an hour", "An hour"))
    git(moved, "commit", "-qam", "x")
    assert [code for code, _ in found(moved)] == ["CP902"]


def test_only_what_changed_is_looked_at_again(
    ada, git, commit, found, act_as, proposed, monkeypatch, coachplan
) -> None:
    """As long as HEAD stays, git is not started; and then only for the plans that commits have touched."""
    commit(MANAGER, "status: proposed", "status: agreed")
    coachplan("-C", ada, "check")
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", None)
        assert coachplan("-C", ada, "check").code == 1
    (ada / "README.md").write_text("x")
    git(ada, "add", "--all")
    git(ada, "commit", "-qm", "x")
    with monkeypatch.context() as patch:
        patch.setattr("coachplan.store.history.History.log_of", None)
        patch.setattr("coachplan.store.history.History.log", None)
        assert coachplan("-C", ada, "check").code == 1
    git(ada, "reset", "-q", "--hard", "HEAD~2")
    assert found() == []


def test_a_plan_and_the_settings_set_it_aside(ada, commit, found, proposed) -> None:
    commit(MANAGER, "status: proposed", "status: agreed")
    commit(MANAGER, "title: Clear", "ignore: {CP902: We were in one room}\ntitle: Clear")
    assert found() == []
    commit(MANAGER, "ignore: {CP902: We were in one room}\n", "")
    (ada / "coachplan.toml").write_text('[rules]\nignore = ["CP902"]\n')
    assert found() == []


def test_changed_since_says_it_of_what_changed(ada, git, commit, found, proposed) -> None:
    git(ada, "tag", "before")
    commit(MANAGER, "status: proposed", "status: agreed")
    git(ada, "tag", "after")
    assert [code for code, _ in found(ada, "--changed-since", "before")] == ["CP902"]
    assert found(ada, "--changed-since", "after") == []


def test_mailmap_is_read_anew(ada, git, commit, found, proposed) -> None:
    commit("A. L. <ada@home.example>", "status: proposed", "status: agreed")
    assert [code for code, _ in found()] == ["CP902"]
    (ada / ".mailmap").write_text(f"{MEMBER} <ada@home.example>\n")
    assert found() == []


def test_a_work_tree_and_packed_branches_are_read_without_git(ada, git, commit, found, proposed, tmp_path) -> None:
    commit(MANAGER, "status: proposed", "status: agreed")
    git(ada, "pack-refs", "--all")
    git(ada, "worktree", "add", "-q", tmp_path / "second", "-b", "second")
    assert [code for code, _ in found(tmp_path / "second")] == ["CP902"]
    git(ada, "switch", "-q", "--detach")
    assert [code for code, _ in found()] == ["CP902"]


def test_many_plans_are_judged_from_one_look_as_each_is_alone(ada, git, commit, found, proposed, monkeypatch) -> None:
    for person in ("ben", "cleo"):
        (ada / f"plans/{person}/talks").mkdir(parents=True)
        (ada / f"plans/{person}/talks/plan.md").write_bytes((ada / ADA_PLAN).read_bytes())
    theirs = commit(MANAGER, "status: proposed", "status: agreed")
    commit(MANAGER, "title: Clear", "title: Very clear", path="plans/ben/talks/plan.md")
    alone = found(ada, "--no-cache")
    monkeypatch.setattr("coachplan.views.testimony._FEW", 0)
    assert found(ada, "--no-cache") == alone
    assert [(code, theirs[:8] in message) for code, message in alone] == [("CP902", True)]
