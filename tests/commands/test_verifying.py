"""`coachplan history --verify`: who brought each yes, on every branch, and what it says where history is cut off."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER

FOLDER = ADA_PLAN.removesuffix("/plan.md")


@pytest.fixture
def as_person(ada, act_as, coachplan):
    def run(who: str, command: str, *arguments: str) -> None:
        act_as(who)
        result = coachplan("-C", ada, command, "ada", *arguments)
        assert result.code == 0, result.err

    return run


@pytest.fixture
def verified(coachplan, ada):
    """What is said of each yes, as data, and as a text that says the same."""

    def run(code: int, where: Path = ada) -> tuple[list[dict], list[dict], str]:
        shown = coachplan("-C", where, "history", "ada", "--verify", "--format", "json")
        text = coachplan("-C", where, "history", "ada", "--verify")
        assert (shown.code, text.code) == (code, code), text.out
        data = json.loads(shown.out)
        return data["acknowledgements"], data["acceptances"], text.out

    return run


def test_who_accepted_an_activity_is_said(as_person, verified, proposed, git, ada) -> None:
    as_person(MEMBER, "accept", "lead")
    _, (first, second), text = verified(0)
    assert (first["activity"], first["id"], first["by"], first["good"]) == (1, "lead", MEMBER, True)
    assert first["commit"] == git(ada, "rev-parse", "HEAD").strip() != second["commit"]
    assert text == f"Nobody has acknowledged the terms yet\n{MEMBER} accepted activities 1, 2 in commits of their own\n"


def test_an_acceptance_in_somebody_elses_commit_is_found(commit, verified, proposed) -> None:
    theirs = commit(MANAGER, "status: proposed", "status: agreed")
    _, (first, second), text = verified(1)
    assert (first["commit"], first["by_author"], first["good"]) == (theirs, False, False)
    assert second["good"] is True
    assert f"{MEMBER}: accepted activity 1 (lead)" in text
    assert f"git's author of that commit is {MANAGER}, somebody else" in text


@pytest.fixture
def two_sides(ada, git, commit, proposed):
    """Merges two branches that changed other parts; `resolve` changes the text before it is committed."""

    def run(who: str, resolve: Callable[[str], str]) -> str:
        git(ada, "switch", "-qc", "other")
        commit(MANAGER, "Half an hour", "An hour")
        git(ada, "switch", "-q", "main")
        commit(MANAGER, "title: Clear", "title: Very clear")
        git(ada, "merge", "-q", "--no-commit", "other")
        path = ada / ADA_PLAN
        path.write_text(resolve(path.read_text()))
        return commit(who)

    return run


@pytest.mark.parametrize("who", [MANAGER, MEMBER])
def test_a_merge_is_nobodys_yes_whoever_makes_it(who, two_sides, verified) -> None:
    merge = two_sides(who, lambda text: text.replace("status: proposed", "status: agreed"))
    _, (first, _), text = verified(1)
    assert (first["commit"], first["by_merge"], first["good"]) == (merge, True, False)
    assert "that commit is a merge, and none that it joins has this: a merge is nobody's word" in text


def test_what_both_sides_brought_stands_after_a_merge(ada, git, as_person, verified, commit) -> None:
    git(ada, "switch", "-qc", "other")
    as_person(MEMBER, "agree")
    git(ada, "switch", "-q", "main")
    commit(MANAGER, "title: Clear", "title: Very clear")
    git(ada, "merge", "-q", "--no-edit", "other")
    (entry,), _, _ = verified(0)
    assert (entry["by"], entry["by_merge"]) == (MEMBER, False)


def test_an_agreement_that_a_merge_lost_is_said_until_it_is_given_again(ada, git, as_person, verified, commit) -> None:
    git(ada, "switch", "-qc", "hers")
    as_person(MEMBER, "agree")
    git(ada, "switch", "-q", "main")
    as_person(MANAGER, "agree")
    git(ada, "merge", "-q", "-s", "ours", "--no-edit", "hers")
    merge = git(ada, "rev-parse", "HEAD").strip()
    (_, lost), _, text = verified(1)
    assert (lost["by"], lost["removed_in"], lost["by_author"], lost["good"]) == (MEMBER, merge, True, False)
    assert f"it was lost in the merge {merge[:8]}" in text
    as_person(MEMBER, "agree")
    assert len(verified(0)[0]) == 2


def test_an_acceptance_that_a_merge_lost_is_said_until_it_is_answered(ada, git, as_person, verified, proposed) -> None:
    git(ada, "switch", "-qc", "hers")
    as_person(MEMBER, "accept", "lead")
    git(ada, "switch", "-q", "main")
    as_person(MANAGER, "log", "--win", "x", "--date", "2026-01-12")
    git(ada, "merge", "-q", "-s", "ours", "--no-edit", "hers")
    merge = git(ada, "rev-parse", "HEAD").strip()
    _, (_, lost), text = verified(1)
    assert (lost["id"], lost["activity"], lost["removed_in"]) == ("lead", None, merge)
    assert "accepted activity lead" in text
    as_person(MEMBER, "decline", "lead")
    assert len(verified(0)[1]) == 1


@pytest.fixture
def take_out(ada, act_as, git):
    """Takes out the last word on the terms, wherever it stands, by plain git."""

    def run(who: str) -> None:
        act_as(who)
        path = ada / ADA_PLAN
        text = path.read_text()
        if "acknowledgements:" in text:
            path.write_text(text[: text.index("acknowledgements:")] + text[text.index("\n---\n", 4) + 1 :])
        for file in (path.parent / "agreements").glob("*.md"):
            file.unlink()
        git(ada, "commit", "-qam", "x")

    return run


def test_what_she_took_back_herself_is_not_missed(as_person, verified, take_out) -> None:
    as_person(MEMBER, "agree")
    take_out(MEMBER)
    assert verified(0)[0] == []


def test_what_she_took_back_is_no_yes_when_somebody_else_puts_it_back(commit, verified, proposed) -> None:
    commit(MEMBER, "status: proposed", "status: agreed")
    commit(MEMBER, "status: agreed", "status: declined")
    theirs = commit(MANAGER, "status: declined", "status: agreed")
    assert verified(1)[1][0]["commit"] == theirs


def test_what_somebody_else_took_out_and_put_back_is_still_hers(ada, git, as_person, verified, take_out) -> None:
    as_person(MEMBER, "agree")
    hers = git(ada, "rev-parse", "HEAD").strip()
    take_out(MANAGER)
    assert verified(1)[0][0]["removed_in"]
    git(ada, "revert", "--no-edit", "HEAD")
    assert verified(0)[0][0]["commit"] == hers


def test_an_activity_without_status_that_somebody_began_needs_no_yes(commit, verified) -> None:
    commit(MANAGER, "    status: agreed\n", "")
    commit(MANAGER, "proposed_by: manager\n", "proposed_by: manager\n    status: doing\n")
    assert verified(0)[1] == []


# -- history that is cut off -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_honest", [True, False])
def test_a_shallow_clone_knows_nothing_and_says_so(is_honest, ada, git, commit, verified, proposed, tmp_path) -> None:
    commit(MEMBER if is_honest else MANAGER, "status: proposed", "status: agreed")
    commit(MANAGER, "title: Clear", "title: Very clear")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{ada}", "shallow")
    day = git(ada, "log", "-1", "--format=%as").strip()
    _, entries, text = verified(2, tmp_path / "shallow")
    assert {(entry["good"], entry["not_known_before"], entry["commit"]) for entry in entries} == {(None, day, None)}
    assert text.count(f"not known before {day}") == 2
    assert "✗" not in text
    assert "✓" not in text


def test_what_came_after_the_cut_is_known(ada, git, commit, as_person, verified, tmp_path, proposed) -> None:
    commit(MANAGER, "title: Clear", "title: Very clear")
    theirs = commit(MANAGER, "status: proposed", "status: agreed")
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{ada}", "shallow")
    _, (first, second), _ = verified(1, tmp_path / "shallow")
    assert (first["commit"], first["good"]) == (theirs, False)
    assert second["good"] is None


def test_a_clone_without_old_contents_knows_nothing_and_fetches_nothing(
    ada, git, commit, verified, tmp_path, proposed
) -> None:
    commit(MEMBER, "status: proposed", "status: agreed")
    git(ada, "mv", FOLDER, "plans/ada-lovelace/updates")
    git(ada, "commit", "-qm", "x")
    git(ada, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{ada}", "blobless")
    before = git(tmp_path / "blobless", "count-objects", "-v")
    _, entries, text = verified(2, tmp_path / "blobless")
    assert [entry["good"] for entry in entries] == [None, None]
    assert "not known before" in text
    assert git(tmp_path / "blobless", "count-objects", "-v") == before
