"""The things that wait for the person who looks: first in `status`, `due` and `prep`, noted in `list`, and in JSON."""

import json

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER
from terminal import Terminal

ID = "ada-lovelace/clear-status-updates"
DAY = ("--date", "2026-01-06")


@pytest.fixture
def proposed(ada_after):
    """Two proposals by the manager wait for Ada."""
    ideas = ("Lead the planning meeting", "Write three points down")
    return ada_after(*((MANAGER, "propose", "ada", idea) for idea in ideas))


def waiting(plans, coachplan, *command: str) -> list[tuple[str, str]]:
    read = json.loads(coachplan("-C", plans, *command, "--format", "json").out)
    found = read["plans"][0]["waiting"] if "plans" in read else read["waiting"]
    return [(entry["role"], entry["kind"]) for entry in found]


def test_the_team_members_first_look_begins_with_what_waits_for_her(proposed, coachplan, act_as) -> None:
    act_as(MEMBER)
    for command in (("status",), ("due",), ("prep", "ada"), ("status", "ada")):
        terminal = Terminal("-C", proposed, *command, *DAY, columns=80)
        assert terminal.end() == 0
        first, second, third = terminal.seen.strip().split("\n")[:3]
        assert first == "Waiting for Ada Lovelace"
        assert second == f"  {ID}: answer 2 proposals"
        assert third == f"    coachplan accept {ID}"


def test_beside_it_stands_the_command_where_there_is_room(proposed) -> None:
    terminal = Terminal("-C", proposed, "status", "--reader", "ada", *DAY, columns=120)
    assert terminal.end() == 0
    assert f"  {ID}: answer 2 proposals  coachplan accept {ID}\n" in terminal.seen


def test_nobody_is_asked_for_another_persons_answer(proposed, coachplan) -> None:
    assert "Waiting" not in coachplan("-C", proposed, "status", "--plain", *DAY).out
    assert "answer 2 proposals" in coachplan("-C", proposed, "status", "--plain", "--reader", "ada", *DAY).out
    assert waiting(proposed, coachplan, "status", "--reader", "charles", *DAY) == []
    assert waiting(proposed, coachplan, "status", *DAY) == [("team_member", "answer")] * 2


@pytest.mark.parametrize(
    "command", [("status",), ("list",), ("due",), ("prep", "ada"), ("status", "ada")], ids=" ".join
)
def test_json_has_what_waits_with_its_key_in_every_command(proposed, coachplan, command, monkeypatch) -> None:
    assert waiting(proposed, coachplan, *command, "--reader", "ada", *DAY) == [("team_member", "answer")] * 2
    assert "planning meeting" in coachplan("-C", proposed, *command, "--format", "json", *DAY).out
    monkeypatch.setenv("CI", "true")
    words = [
        entry.get("what")
        for entry in json.loads(coachplan("-C", proposed, "due", "--format", "json", *DAY).out)["waiting"]
    ]
    assert words == [None, None]


def test_a_list_counts_what_waits_for_the_reader(proposed, coachplan) -> None:
    assert "2 wait for Ada Lovelace" in coachplan("-C", proposed, "list", "--reader", "ada", *DAY).out
    assert "wait for" not in coachplan("-C", proposed, "list", *DAY).out


def test_all_is_well_only_where_nothing_waits_for_anybody(proposed, coachplan, act_as) -> None:
    told = coachplan("-C", proposed, "status", "--plain", *DAY).out
    assert "Nothing waits for you" in told
    assert "for Ada Lovelace: answer 2 proposals" in told
    act_as(MEMBER)
    told = coachplan("-C", proposed, "status", "--plain", *DAY).out
    assert told.startswith("Waiting for Ada Lovelace")
    assert "Nothing waits" not in told
    assert "All well" not in told


def test_a_session_an_activity_and_the_next_steps_wait_for_those_whose_they_are(ada, coachplan) -> None:
    steps = [part for step in ("Ada: read two", "Charles books a room", "Meet") for part in ("--next", step)]
    assert coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--evidence", "Seen", *steps).code == 0
    late = ("--date", "2026-01-20")

    def kinds(reader: str) -> list[str]:
        return [kind for _, kind in waiting(ada, coachplan, "status", "--reader", reader, *late)]

    assert sorted(kinds("ada")) == ["activity", "session", "step", "step"]
    assert sorted(kinds("charles")) == ["session", "step", "step"]
    assert kinds("jane") == []
    prepared = coachplan("-C", ada, "prep", "ada", "--reader", "ada", *late).out
    assert f"coachplan log {ID}" in prepared
    assert "coachplan prep" not in prepared
    assert "coachplan done" not in coachplan("-C", ada, "status", "--plain", "--reader", "charles", *late).out


def test_after_the_end_the_team_members_own_words_wait_for_a_while(ada, coachplan, act_as) -> None:
    closing_ = ("close", "ada", "--outcome", "achieved", "--summary", "Four a week", "--drop-open")
    assert coachplan("-C", ada, *closing_).code == 0
    assert ("team_member", "words") in waiting(ada, coachplan, "status")
    assert ("team_member", "words") not in waiting(ada, coachplan, "status", "--date", "2026-04-01")
    act_as(MEMBER)
    assert coachplan("-C", ada, "close", "ada", "--own-words", "I prepare them earlier").code == 0
    assert ("team_member", "words") not in waiting(ada, coachplan, "status")


def test_a_name_in_an_activitys_id_reaches_no_shell_as_a_command(ada, coachplan) -> None:
    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("id: rehearse", "id: $(reboot)"), encoding="utf-8")
    assert coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--evidence", "Seen").code == 0
    said = coachplan("-C", ada, "status", "--plain", "--reader", "ada", "--date", "2026-01-14").out
    assert f"coachplan done {ID} '$(reboot)'" in said


def test_where_git_knows_nobody_and_for_nobody_there_is_one_answer(proposed, coachplan, own_world) -> None:
    result = coachplan("-C", proposed, "status", "--reader", "zoe")
    assert (result.code, result.out) == (2, "")
    assert "no person is named 'zoe'; --reader takes somebody who may read a plan" in result.err
    (own_world / ".gitconfig").write_text("", encoding="utf-8")
    result = coachplan("-C", proposed, "status", "--plain", *DAY)
    assert (result.code, result.err) == (0, "")
    assert "Waiting" not in result.out
    assert MANAGER.partition(" ")[0] not in result.out


def test_a_pipe_has_what_waits_in_a_column(proposed, coachplan) -> None:
    (_, row) = coachplan("-C", proposed, "status", "--reader", "ada", *DAY).out.splitlines()
    assert row.split("\t")[-1] == "answer 2 proposals"
    (_, row) = coachplan("-C", proposed, "status", *DAY).out.splitlines()
    assert row.split("\t")[-1] == ""


def test_what_is_not_shared_comes_with_it_where_there_is_a_remote(proposed, coachplan, git) -> None:
    commands = (("status",), ("status", "ada"), ("list",), ("due",), ("prep", "ada"))

    def unshared(*more: str) -> list[int | None]:
        said = (coachplan("-C", proposed, *command, *more, "--format", "json", *DAY).out for command in commands)
        return [json.loads(text)["unshared"] for text in said]

    assert unshared() == [None] * 5
    remote = proposed.with_name("remote.git")
    git(proposed, "clone", "--quiet", "--bare", ".", str(remote))
    git(proposed, "remote", "add", "origin", str(remote))
    git(proposed, "fetch", "--quiet")
    assert unshared() == [0] * 5
    assert "shared" not in coachplan("-C", proposed, "status", "--plain", *DAY).out
    for idea in ("Ask George", "Read a book"):
        assert coachplan("-C", proposed, "propose", "ada", idea).code == 0
    (proposed / "notes.txt").write_text("mine", encoding="utf-8")
    git(proposed, "add", "notes.txt")
    git(proposed, "commit", "--quiet", "--message", "No plan")
    assert unshared() == [2] * 5
    assert unshared("--reader", "ada") == [None] * 5
    said = coachplan("-C", proposed, "status", "--plain", *DAY).out
    assert said.startswith("Waiting for Charles Babbage\n  2 changes of yours are not shared yet  coachplan sync\n")
    for command in (("list",), ("due",), ("prep", "ada")):
        terminal = Terminal("-C", proposed, *command, *DAY, columns=100)
        assert terminal.end() == 0
        assert "  2 changes of yours are not shared yet  coachplan sync\n" in terminal.seen
