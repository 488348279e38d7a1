"""The history of a yes: which commit of the team member brought it, on every branch, through moves and mends."""

from collections.abc import Callable
from pathlib import Path

from coachplan.format import read_plan
from coachplan.store.git import Git
from coachplan.store.history import History
from coachplan.views.attestation import own_acceptances
from coachplan.views.revision import Version
from conftest import ADA_PLAN, MANAGER, MEMBER

FOLDER = ADA_PLAN.removesuffix("/plan.md")


def accepted(repository: Path, folder: str = FOLDER) -> dict[int, str]:
    path = f"{folder}/plan.md"
    plan = read_plan(path, (repository / path).read_bytes()).content
    found = own_acceptances(History(Git(repository)), folder, plan)
    return {place: commit.id for place, commit in found.items()}


def first(repository: Path, git: Callable[..., str]) -> str:
    return git(repository, "log", "--format=%H", "--diff-filter=A", "--", ADA_PLAN).strip()


def test_an_acceptance_is_in_the_commit_of_the_team_member(ada, git, coachplan, act_as, proposed) -> None:
    assert accepted(ada) == {1: first(ada, git)}
    act_as(MEMBER)
    assert coachplan("-C", ada, "accept", "ada", "lead").code == 0
    assert accepted(ada) == {0: git(ada, "rev-parse", "HEAD").strip(), 1: first(ada, git)}


def test_what_somebody_else_wrote_in_her_name_is_none(ada, git, commit, proposed) -> None:
    commit(MANAGER, "status: proposed", "status: agreed")
    assert accepted(ada) == {1: first(ada, git)}


def test_other_words_under_the_same_id_are_none(ada, commit, proposed) -> None:
    commit(MEMBER, "status: proposed", "status: agreed")
    commit(MANAGER, "without notes", "without a pause")
    assert 0 not in accepted(ada)


def test_another_id_another_day_and_another_state_are_the_same_yes(ada, commit, proposed) -> None:
    hers = commit(MEMBER, "status: proposed", "status: agreed")
    commit(MANAGER, "id: lead", "id: lead-2\n    due: 2026-01-20")
    commit(MANAGER, "status: agreed", "status: doing")
    assert accepted(ada)[0] == hers


def test_a_move_of_the_plan_brings_nothing(ada, git, commit, proposed) -> None:
    hers = commit(MEMBER, "status: proposed", "status: agreed")
    git(ada, "mv", FOLDER, "plans/ada-lovelace/updates")
    commit(MANAGER, "Clear status", "Very clear status", path="plans/ada-lovelace/updates/plan.md")
    assert accepted(ada, "plans/ada-lovelace/updates")[0] == hers


def test_a_plan_rewritten_as_it_moves_is_still_the_same(ada, git, commit, proposed) -> None:
    hers = commit(MEMBER, "status: proposed", "status: agreed")
    git(ada, "mv", FOLDER, "plans/ada-lovelace/updates")
    path = "plans/ada-lovelace/updates/plan.md"
    text = (ada / path).read_text()
    (ada / path).write_text(text.replace("\n---\n", "\n---\n" + "A long note in other words.\n" * 400))
    commit(MANAGER, path=path)
    assert accepted(ada, "plans/ada-lovelace/updates")[0] == hers


def test_a_plan_removed_and_restored_is_the_same(ada, git, commit, act_as, proposed) -> None:
    hers = commit(MEMBER, "status: proposed", "status: agreed")
    act_as(MANAGER)
    git(ada, "rm", "-rq", FOLDER)
    git(ada, "commit", "-qm", "x")
    git(ada, "revert", "--no-edit", "HEAD")
    assert accepted(ada)[0] == hers


def test_a_merge_brings_nothing_and_loses_nothing(ada, git, commit, act_as, proposed) -> None:
    git(ada, "branch", "other")
    hers = commit(MEMBER, "status: proposed", "status: agreed")
    git(ada, "checkout", "-q", "other")
    commit(MANAGER, "Half an hour", "An hour")
    git(ada, "merge", "-q", "--no-edit", "main")
    assert accepted(ada)[0] == hers


def test_a_merge_that_agrees_by_itself_is_none_even_by_her(ada, git, commit, act_as, proposed) -> None:
    git(ada, "checkout", "-q", "-b", "other")
    commit(MANAGER, "Half an hour", "An hour")
    git(ada, "checkout", "-q", "main")
    commit(MANAGER, "Clear status", "Very clear status")
    act_as(MEMBER)
    git(ada, "merge", "-q", "--no-commit", "other")
    commit(MEMBER, "status: proposed", "status: agreed")
    assert 0 not in accepted(ada)


def test_a_version_that_cannot_be_read_is_passed_over(ada, commit, proposed) -> None:
    commit(MANAGER, "status: proposed", "status: [broken")
    commit(MANAGER, "status: [broken", "status: agreed")
    assert 0 not in accepted(ada)


def test_mailmap_tells_her_addresses_but_makes_nobody_another_reader(ada, git, commit, proposed) -> None:
    (ada / ".mailmap").write_text(f"{MEMBER} <ada@home.example>\n{MEMBER} <charles@example.com>\n")
    commit(MANAGER, "status: proposed", "status: agreed")
    assert 0 not in accepted(ada)
    commit(MANAGER, "status: agreed", "status: proposed")
    hers = commit("A. L. <ada@home.example>", "status: proposed", "status: agreed")
    assert accepted(ada)[0] == hers


def test_nothing_committed_is_nothing_accepted(tmp_path, git) -> None:
    git(tmp_path, "init", "-q")
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "plan.md").write_text("---\ncoachplan: 1\ntitle: x\nactivities: [{what: x, status: agreed}]\n---\n")
    assert accepted(tmp_path) == {}


def test_versions_in_which_people_and_each_yes_are_written_alike_are_read_once(
    ada, git, commit, proposed, monkeypatch
) -> None:
    for number in range(5, 9):
        commit(MANAGER, f"from two to {number - 1}" if number > 5 else "from two to four", f"from two to {number}")
    hers = commit(MEMBER, "status: proposed", "status: agreed")
    commit(MANAGER, "from two to 8", "from two to nine")
    read: list[bytes] = []
    among = Version.among
    monkeypatch.setattr(Version, "among", lambda files, path: read.append(files[path]) or among(files, path))

    assert accepted(ada)[0] == hers
    assert len(read) == 3  # the draft, the proposal, her yes: not the six that begin the plan and word the goal
