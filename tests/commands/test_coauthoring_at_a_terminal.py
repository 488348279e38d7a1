"""What `accept`, `decline`, `done` and `agree` ask for, in a real pseudo-terminal."""

import pytest

from coachplan.store.repository import Repository
from conftest import MEMBER
from terminal import Terminal


@pytest.fixture
def ask(ada, act_as):
    """Runs a command on Ada's plan as Ada at a terminal, with her answers; what was shown, and the exit code."""

    def run(command: str, *arguments: str, answers: list[str]) -> tuple[str, int]:
        act_as(MEMBER)
        terminal = Terminal("-C", ada, command, "ada", *arguments, columns=120)
        terminal.answer(answers)
        code = terminal.end()
        return terminal.seen, code

    return run


@pytest.fixture
def plan(ada):
    repository = Repository(ada)
    return lambda: repository.read_plan(repository.plan("ada")).content


@pytest.fixture
def proposed(ada, coachplan) -> None:
    for what in ("Watch two briefings", "Read a book about briefings"):
        assert coachplan("-C", ada, "propose", "ada", what).code == 0


def test_open_proposals_are_offered_by_number(ask, plan, proposed) -> None:
    seen, code = ask("accept", answers=["7", "2,3"])
    assert code == 0, seen
    assert "  2  Watch two briefings" in seen
    assert "numbers from this list: 2, 3" in seen
    assert [activity.status for activity in plan().activities] == ["agreed"] * 3


def test_none_of_them_is_an_answer(ask, plan, proposed) -> None:
    assert ask("accept", answers=[""])[1] == 0
    assert [activity.status for activity in plan().activities] == ["agreed", "proposed", "proposed"]


def test_where_nothing_is_open_that_is_said(ask) -> None:
    seen, code = ask("accept", answers=[])
    assert (code, "No activity fits this command" in seen) == (0, True)


def test_a_reason_is_asked_for_and_may_be_kept_to_oneself(ask, plan, proposed) -> None:
    assert ask("decline", answers=["2", "Mondays are full"])[1] == 0
    assert ask("decline", "3", answers=[""])[1] == 0
    assert [activity.why for activity in plan().activities] == [None, "Mondays are full", None]


def test_what_it_taught_is_asked_for(ask, plan) -> None:
    seen, code = ask("done", answers=["1", "Two minutes are enough"])
    assert (code, "What did it teach" in seen) == (0, True)
    assert (plan().activities[0].status, plan().activities[0].learned) == ("done", "Two minutes are enough")


def test_the_terms_are_shown_before_they_are_agreed_to(ask, plan) -> None:
    seen, code = ask("agree", answers=["perhaps", "yes", "Glad to"])
    assert code == 0, seen
    for told in (
        "Increase clear, concise status updates",
        "Baseline → target",
        "Rehearse Monday's update with a peer",
        "2026-01-05 ",
        "Half an hour of rehearsal every Monday",
        "week on Monday",
        "one of agree, disagree, received, refused",
    ):
        assert told in seen
    assert [(entry.stance, entry.comment) for entry in plan().acknowledgements] == [("agree", "Glad to")]


def test_later_only_what_changed_is_shown_in_full(ask, ada, coachplan, git) -> None:
    assert ask("agree", answers=["yes", ""])[1] == 0
    path = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    path.write_text(path.read_text().replace("Half an hour of rehearsal", "Twenty minutes of rehearsal"))
    assert coachplan("-C", ada, "save").code == 0
    seen, code = ask("agree", answers=["yes", ""])
    assert code == 0, seen
    changed, _, short = seen.partition("All of it in short")
    assert "Twenty minutes of rehearsal" in changed
    assert "Increase clear" not in changed
    assert "Increase clear" in short


def test_not_now_is_an_answer(ask, plan) -> None:
    assert ask("agree", answers=[""])[1] == 0
    assert plan().acknowledgements == ()


def test_with_a_stance_nothing_is_asked(ask, plan) -> None:
    assert ask("agree", "--stance", "received", answers=[])[1] == 0
    assert [entry.stance for entry in plan().acknowledgements] == ["received"]


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("propose", [], "coachplan: ACTIVITY is required\n"),
        ("amend", ["1"], "coachplan: WORDING is required\n"),
    ],
)
def test_an_empty_answer_where_one_is_needed_is_refused_as_that(ask, plan, command, arguments, words) -> None:
    before = plan()
    seen, code = ask(command, *arguments, answers=[""])
    assert (code, words in seen) == (2, True), seen
    assert plan() == before
