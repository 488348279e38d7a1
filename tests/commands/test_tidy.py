"""`coachplan tidy`: acknowledgements of the first release move into files of their own, and say what they said."""

import json
from pathlib import Path

import pytest

from coachplan.store.repository import Repository
from conftest import ADA_PLAN, MANAGER, MEMBER, agreements_of

ID = "ada-lovelace/clear-status-updates"
STRANGER = "Eve <eve@example.com>"


@pytest.fixture
def act(ada, coachplan, act_as):
    def run(who: str | None, *command: str, code: int = 0):
        if who:
            act_as(who)
        result = coachplan("-C", ada, *command)
        assert result.code == code, result.out + result.err
        return result

    return run


@pytest.fixture
def acknowledgements(ada):
    def read():
        repository = Repository(ada)
        return repository.read_plan(repository.plan("ada")).content.acknowledgements

    return read


@pytest.fixture
def first_release(ada, act, acknowledgements, git) -> str:
    """Ada's plan with what she and Charles said in it, as the first release wrote it; the text of what they said."""
    act(MEMBER, "agree", "ada", "--stance", "disagree", "--comment", "A day more, please")
    act(MEMBER, "agree", "ada")
    act(MANAGER, "agree", "ada", "--comment", "Glad to")
    lines = ["acknowledgements:   # who said what\n"]
    for path in agreements_of(ada):
        entry = path.read_text(encoding="utf-8").removeprefix("---\ncoachplan: 1\n").removesuffix("---\n")
        lines += [f"  {'- ' if place == 0 else '  '}{line}\n" for place, line in enumerate(entry.splitlines())]
    text = "".join(lines)
    git(ada, "reset", "-q", "--hard", "HEAD~3")
    plan = ada / ADA_PLAN
    agreed = plan.read_text(encoding="utf-8")
    plan.write_text(agreed.replace("status: agreed", "status: proposed"), encoding="utf-8")
    commit_as(git, ada, MANAGER)
    plan.write_text(agreed, encoding="utf-8")
    commit_as(git, ada, MEMBER)
    put(ada, text.partition(f"  - by: {MANAGER}")[0])
    commit_as(git, ada, MEMBER)
    put(ada, text)
    commit_as(git, ada, MANAGER)
    assert len(acknowledgements()) == 3
    return text


def commit_as(git, repository: Path, who: str) -> None:
    name, _, email = who.removesuffix(">").partition(" <")
    git(repository, "-c", f"user.name={name}", "-c", f"user.email={email}", "commit", "-qam", "as the first release")


def put(repository: Path, text: str) -> None:
    plan = repository / ADA_PLAN
    before, known, after = plan.read_text(encoding="utf-8").partition("timeline:")
    before = before.partition("acknowledgements:")[0]
    plan.write_text(f"{before}{text}{known}{after}", encoding="utf-8")


@pytest.mark.parametrize("who", [MEMBER, MANAGER])
def test_every_word_moves_as_it_was_and_the_rest_of_the_plan_stays(
    ada, act, first_release, acknowledgements, git, who
) -> None:
    plan, said = (ada / ADA_PLAN).read_text(encoding="utf-8"), acknowledgements()
    shown = act(None, "show", "ada").out

    told = act(who, "tidy", "ada").out

    assert told == (
        f"Recorded {ADA_PLAN}: acknowledgements moved into files of their own\n"
        "Moved 3 acknowledgements into files of their own; the rest of plan.md is as it was\n"
    )
    assert (ada / ADA_PLAN).read_text(encoding="utf-8") == plan.replace(first_release, "")
    assert sorted(acknowledgements(), key=str) == sorted(said, key=str)
    assert len(agreements_of(ada)) == 3
    assert git(ada, "status", "--porcelain") == ""
    assert git(ada, "log", "-1", "--format=%s").strip() == f"Tidy: {ID}: acknowledgements moved into files of their own"
    assert act(None, "show", "ada").out == shown
    assert "acknowledgements moved into files of their own" in act(None, "history", "ada").out.split("\n\n")[0]
    assert act(None, "tidy", "ada").out == f"Nothing to do: {ADA_PLAN} holds no acknowledgements\n"


def test_the_last_word_of_a_day_stays_the_last(ada, act, first_release) -> None:
    act(None, "tidy", "ada")
    standing = "✓ Ada Lovelace (team member): agreed to the terms on 2026-02-04"
    assert standing in act(None, "show", "ada").out
    act(MEMBER, "agree", "ada", "--stance", "received")
    assert "· Ada Lovelace (team member): received the terms" in act(None, "show", "ada").out


def test_history_vouches_for_moved_words_as_before(ada, act, first_release) -> None:
    def verified():
        data = json.loads(act(None, "history", "ada", "--verify", "--format", "json").out)
        return sorted((entry["by"], entry["commit"], entry["good"]) for entry in data["acknowledgements"])

    before = verified()
    act(MANAGER, "tidy", "ada")
    assert verified() == before
    assert all(good for _, _, good in before)


def test_two_clones_move_the_same_words_into_the_same_files(ada, act, first_release, git, tmp_path) -> None:
    git(tmp_path, "clone", "-q", ada, "other")
    act(MEMBER, "tidy", "ada")
    names = [path.name for path in agreements_of(ada)]
    git(ada, "reset", "-q", "--hard", "HEAD~1")
    act(MANAGER, "tidy", "ada")
    assert [path.name for path in agreements_of(ada)] == names


def test_a_stranger_moves_nothing(ada, act, first_release, git) -> None:
    head = git(ada, "rev-parse", "HEAD")
    assert "whom this plan names in no role" in act(STRANGER, "tidy", "ada", code=1).err
    assert git(ada, "rev-parse", "HEAD") == head
    assert agreements_of(ada) == []


def test_a_single_one_said_twice_moves_once(ada, act, acknowledgements, git) -> None:
    entry = f"{{by: {MEMBER}, date: 2026-01-05, stance: agree, comment: }}"
    put(ada, f"acknowledgements: [{entry}, {entry}]\n")
    git(ada, "commit", "-qam", "by hand")
    act(MANAGER, "tidy", "ada")
    assert (len(acknowledgements()), len(agreements_of(ada))) == (1, 1)
    put(ada, f"acknowledgements: [{entry}]\n")
    git(ada, "commit", "-qam", "a merge by hand")
    assert "Moved 1 acknowledgement into a file of its own" in act(MANAGER, "tidy", "ada").out
    assert (len(acknowledgements()), len(agreements_of(ada))) == (1, 1)
    assert "acknowledgements:" not in (ada / ADA_PLAN).read_text(encoding="utf-8")


def test_what_cannot_be_read_or_moved_stays(ada, act, git) -> None:
    put(ada, f"acknowledgements: [{{by: {MEMBER}, date: soon, stance: agree}}]\n")
    git(ada, "commit", "-qam", "by hand")
    before = (ada / ADA_PLAN).read_bytes()
    assert (
        "an acknowledgement in ada-lovelace/clear-status-updates cannot be read" in act(None, "tidy", "ada", code=1).err
    )
    assert (ada / ADA_PLAN).read_bytes() == before


@pytest.mark.one_in(2)
@pytest.mark.parametrize("is_said_meanwhile", [False, True])
def test_a_merge_beside_it_tells_nothing_of_words_that_moved(
    ada, act, first_release, coachplan, git, tmp_path, is_said_meanwhile
) -> None:
    git(tmp_path, "clone", "--quiet", str(ada), "other")
    act(MANAGER, "list")
    assert coachplan("-C", tmp_path / "other", "tidy", "ada").code == 0
    act(MEMBER, "init")
    if is_said_meanwhile:  # by an older release, or by hand
        lines = (f"  - by: {MEMBER}\n", "    date: 2026-02-04\n", "    stance: disagree\n")
        put(ada, first_release + "".join(lines))
    else:
        plan = ada / ADA_PLAN
        plan.write_text(plan.read_text(encoding="utf-8").replace("title: Clear", "title: Very clear"), encoding="utf-8")
    commit_as(git, ada, MEMBER)
    git(ada, "fetch", "--quiet", str(tmp_path / "other"), "HEAD")
    git(ada, "merge", "--quiet", "--no-edit", "FETCH_HEAD")

    told = act(None, "history", "ada").out

    assert told.count("acknowledgements moved into files of their own") == 1
    assert "removed" not in told
    assert "CP9" not in act(None, "check", "--select", "CP9").out
