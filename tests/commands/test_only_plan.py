"""Commands without PLAN: they take the only plan that can be meant, say which one that is, and else ask for it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from coachplan.store.repository import Repository
from conftest import ADA_PLAN, MEMBER

ADA_ID = "ada-lovelace/clear-status-updates"
OUTCOME = "status: closed\noutcome:\n  result: achieved\n  date: 2026-02-03\n  summary: She speaks up now.\n"


@pytest.fixture
def add(ada: Path, git: Callable[..., str]) -> Callable[..., None]:
    """Records a copy of Ada's plan for another team member, under a title of its own, active or closed."""

    def add(folder: str, title: str, *, closed: bool) -> None:
        text = (ada / ADA_PLAN).read_text(encoding="utf-8").replace("Clear status updates", title)
        text = text.replace(MEMBER, "Ben Carter <ben@example.com>")
        text = text.replace("status: active\n", OUTCOME) if closed else text
        (ada / "plans" / folder).mkdir(parents=True)
        (ada / "plans" / folder / "plan.md").write_text(text, encoding="utf-8")
        git(ada, "add", "--all")
        git(ada, "commit", "-qm", "Another plan")

    return add


COMMANDS = [
    ("prep",),
    ("show",),
    ("show", "--format", "json"),
    ("render",),
    ("calendar",),
    ("history", "--verify"),
    ("history", "--at", "HEAD"),
    ("log", "--win", "Two clear updates"),
    ("ask", "--peer", "George Boole <george@example.com>", "--about", "How the update opens"),
    ("agree",),
    ("accept", "--all"),
    ("extend", "--to", "2026-03-04", "--why", "A holiday"),
    ("hold",),
    ("revise", "--goal", "Give four clear updates a week by 4 February 2026.", "--why", "It is shorter"),
    ("close", "--outcome", "achieved", "--summary", "Done", "--drop-open"),
    ("edit", "--set", "title=Clear updates"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_only_plan_need_not_be_named(ada, coachplan, act_as, command) -> None:
    act_as(MEMBER)
    result = coachplan("-C", ada, *command)

    assert result.code == 0, result.err
    assert "only plan" not in result.err


@pytest.mark.parametrize("command", ["propose", "accept", "amend", "decline", "start", "done", "drop"])
def test_where_the_plan_is_clear_only_the_activity_is_missing(ada, coachplan, act_as, command) -> None:
    act_as(MEMBER)
    result = coachplan("-C", ada, command)

    assert result.code == 2
    assert "ACTIVITY" in result.err
    assert "PLAN" not in result.err


def test_of_several_plans_the_only_one_that_is_not_closed_is_taken_and_named(ada, coachplan, add) -> None:
    add("ben-carter/speak-up", "Speak up", closed=True)
    add("ben-carter/speak-up-more", "Speak up more", closed=True)

    shown = coachplan("-C", ada, "show", "--format", "json")
    assert json.loads(shown.out)["id"] == ADA_ID
    assert shown.err == f"The only plan that is not closed: {ADA_ID}\n"
    logged = coachplan("-C", ada, "log", "--win", "Two clear updates")
    assert (logged.code, logged.err) == (0, shown.err)
    assert f"Recorded plans/{ADA_ID}/check-ins/" in logged.out


def test_a_follow_up_takes_the_only_plan_that_is_closed(ada, coachplan, add) -> None:
    add("ben-carter/speak-up", "Speak up", closed=True)

    result = coachplan(
        "-C", ada, "follow-up", "--sustained", "fully", "--evidence", "She spoke first in three meetings"
    )

    assert result.code == 0, result.err
    assert result.err == "The only plan that is closed: ben-carter/speak-up\n"
    assert "Recorded plans/ben-carter/speak-up/check-ins/" in result.out


ONE_OF_EACH_SORT = [
    ("show",),
    ("history", "--verify"),
    ("log", "--win", "x"),
    ("accept", "--all"),
    ("hold",),
    ("follow-up",),
]


@pytest.mark.parametrize("command", ONE_OF_EACH_SORT, ids=" ".join)
def test_several_plans_are_named_and_nothing_is_written(ada, coachplan, add, git, command) -> None:
    add("ben-carter/speak-up", "Speak up", closed=command[0] == "follow-up")
    add("cleo-dunn/ask", "Ask why", closed=command[0] == "follow-up")
    before = git(ada, "rev-parse", "HEAD")

    result = coachplan("-C", ada, *command)

    others = [] if command[0] == "follow-up" else [f"{ADA_ID} (Clear status updates)"]
    named = ", ".join([*others, "ben-carter/speak-up (Speak up)", "cleo-dunn/ask (Ask why)"])
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"coachplan: PLAN is missing, and there are several that it can be: {named}; name one of them\n"
    )
    assert git(ada, "rev-parse", "HEAD") == before
    assert git(ada, "status", "--porcelain") == ""


def test_a_plan_that_cannot_be_read_may_be_the_one_that_is_meant(ada, coachplan, add) -> None:
    add("ben-carter/speak-up", "Speak up", closed=False)
    (ada / "plans/ben-carter/speak-up/plan.md").write_text("nothing", encoding="utf-8")

    assert f"{ADA_ID} (Clear status updates), ben-carter/speak-up; name one" in coachplan("-C", ada, "show").err


def test_a_plan_that_is_a_link_does_not_keep_others_from_their_commands(ada, coachplan, add) -> None:
    add("ada-lovelace/speak-up", "Speak up", closed=True)
    (ada / "plans/ben-carter/linked").mkdir(parents=True)
    (ada / "plans/ben-carter/linked/plan.md").symlink_to(ada / ADA_PLAN)

    for name in ("ada", MEMBER, "clear-status"):
        shown = coachplan("-C", ada, "show", name, "--format", "json")
        assert (shown.code, shown.err) == (0, "")
        assert json.loads(shown.out)["id"] == ADA_ID
    assert f"{ADA_ID} (Clear status updates), ben-carter/linked; name one" in coachplan("-C", ada, "show").err
    assert coachplan("-C", ada, "calendar", "--all").code == 0
    linked = coachplan("-C", ada, "show", "linked")
    assert linked.err == ("coachplan: plans/ben-carter/linked/plan.md cannot be read: it is a symbolic link\n")


def test_of_plans_that_are_all_closed_none_is_chosen_to_show(ada, coachplan, add) -> None:
    add("ben-carter/speak-up", "Speak up", closed=True)
    coachplan("-C", ada, "close", "ada", "--outcome", "stopped", "--summary", "Other work", "--drop-open")

    result = coachplan("-C", ada, "show")

    assert (result.code, result.out) == (2, "")
    assert f"{ADA_ID} (Clear status updates), ben-carter/speak-up (Speak up); name one" in result.err


def test_no_more_plans_are_read_than_it_takes_to_know_of_several(ada, coachplan, add, monkeypatch) -> None:
    for number in range(12):
        add(f"ben-carter/plan-{number:02}", "x" * 100, closed=False)
    read = []
    read_plan = Repository.read_plan
    monkeypatch.setattr(Repository, "read_plan", lambda self, folder: read.append(folder) or read_plan(self, folder))

    result = coachplan("-C", ada, "show")

    assert f"ben-carter/plan-03 ({'x' * 60}…), …; name one" in result.err
    assert len(set(read)) == 6


def test_a_name_of_several_is_answered_as_before(ada, coachplan, add) -> None:
    add("ben-carter/speak-up", "Speak up", closed=False)

    result = coachplan("-C", ada, "show", "a")

    assert result.err == f"coachplan: 'a' may be any of 2 plans: {ADA_ID}, ben-carter/speak-up\n"


@pytest.mark.parametrize(
    "command", [("show",), ("follow-up",), ("history", "--verify"), ("accept", "--all")], ids=" ".join
)
def test_without_any_plan_it_says_how_to_make_one(plans, coachplan, command) -> None:
    result = coachplan("-C", plans, *command)

    assert (result.code, result.out) == (2, "")
    assert result.err == "coachplan: there is not a plan yet; `coachplan new` makes one\n"
