"""The turns of a plan, asked for in a real pseudo-terminal."""

import re
from collections.abc import Sequence

import pytest

from coachplan.format import read_plan
from conftest import ADA_PLAN, MEMBER
from terminal import PROMPT, Terminal


def converse(folder, *arguments: str, answers: Sequence[str], stop: bool = False) -> tuple[int, str]:
    """A person at a terminal who answers prompt after prompt, or stops at the next; exit code, and what was seen."""
    terminal = Terminal("-C", folder, *arguments)
    terminal.answer(answers)
    if stop:
        terminal.wait_for(PROMPT)
        terminal.child.sendintr()
    return terminal.end(), terminal.seen


@pytest.fixture
def coached(ada, coachplan):
    for day, clear, follow in (("2026-01-12", "3", "2"), ("2026-01-26", "4", "2")):
        flags = ("--measure", f"clear={clear}", "--measure", f"follow={follow}")
        assert coachplan("-C", ada, "log", "ada", "--date", day, *flags).code == 0
    return ada


def plan_in(ada):
    content = read_plan("plan.md", (ada / ADA_PLAN).read_bytes()).content
    assert content is not None
    return content


def test_extend_asks_until_when_and_why(coached) -> None:
    code, seen = converse(coached, "extend", "ada", answers=["", "The all-hands was moved"])
    assert code == 0, seen
    assert "It ends on 2026-02-04" in seen
    (extension,) = plan_in(coached).timeline.extensions
    assert (str(extension.to), extension.why) == ("2026-02-18", "The all-hands was moved")


def test_revise_asks_for_the_goal_then_one_measure_and_why(coached) -> None:
    code, seen = converse(coached, "revise", "ada", answers=["", "1", "5", "", "It went faster than we thought"])
    assert code == 0, seen
    assert "1 clear status updates: 2 → 4 by 2026-02-04" in seen
    (revision,) = plan_in(coached).revisions
    assert (revision.from_, revision.to) == ("4", "5")


def test_revise_with_nothing_new_changes_nothing_and_asks_for_no_reason(coached, git) -> None:
    before = git(coached, "rev-parse", "HEAD")
    for answers in (["", ""], ["", "1", "", ""]):
        code, seen = converse(coached, "revise", "ada", answers=answers)
        assert code == 0, seen
        assert "nothing to change" in seen
    assert git(coached, "rev-parse", "HEAD") == before


def test_hold_asks_from_when_until_when_and_why(coached) -> None:
    answers = ["2026-02-03", "2026-02-01", "+2d", "Leave"]
    code, seen = converse(coached, "hold", "ada", answers=answers)
    assert code == 0, seen
    assert "before the first day of the hold, 2026-02-03" in seen
    (hold,) = plan_in(coached).timeline.holds
    assert (str(hold.from_), str(hold.to), hold.why) == ("2026-02-03", "2026-02-05", "Leave")


def test_a_hold_by_enter_alone_begins_today_and_stays_open(coached) -> None:
    code, seen = converse(coached, "hold", "ada", answers=["", "", ""])
    assert code == 0, seen
    (hold,) = plan_in(coached).timeline.holds
    assert (str(hold.from_), hold.to, hold.why) == ("2026-02-04", None, None)
    assert "until you run `coachplan resume`" in seen


def test_close_begins_with_the_evidence_and_suggests_what_the_values_say(coached) -> None:
    answers = ["", "", "Three points on paper", "", "Meetings that moved", "", "", "Four a week", "", "y"]
    code, seen = converse(coached, "close", "ada", answers=answers)
    assert code == 0, seen
    order = ["1/5 Evidence", "2/5 What helped", "3/5 What did not help", "4/5 How it ended", "5/5 In a few words"]
    places = [seen.index(part) for part in [*order, "Look again after"]]
    assert places == sorted(places)
    assert "partly-achieved: some of it is reached" in seen
    plan = plan_in(coached)
    assert plan.outcome is not None
    assert plan.follow_up is not None
    assert plan.outcome.result == "partly-achieved"
    assert {name: str(value) for name, value in plan.outcome.measures.items()} == {
        "clear status updates": "4",
        "follow-up questions": "2",
    }
    assert (plan.outcome.helped, plan.outcome.hindered) == (("Three points on paper",), ("Meetings that moved",))
    assert [str(day) for day in plan.follow_up.reviews or ()] == ["2026-03-06", "2026-05-05"]
    assert "Rehearse Monday's update with a peer" in seen
    assert plan.activities[0].status == "dropped"


@pytest.mark.parametrize(("answer", "result"), [("", "achieved"), ("part", "partly-achieved")])
def test_what_the_values_do_not_bear_out_is_asked_about_and_not_forbidden(coached, answer: str, result: str) -> None:
    code, seen = converse(
        coached, "close", "ada", "--outcome", "achieved", "--final", "clear status updates=4", answers=[answer]
    )
    assert code == 0, seen
    assert "borne out by the measures: follow-up questions ends at 2, of 1" in seen
    plan = plan_in(coached)
    assert plan.outcome is not None
    assert plan.outcome.result == result


def test_without_a_terminal_what_the_values_do_not_bear_out_is_said(coached, coachplan) -> None:
    finals = ["--final", "clear status updates=4"]
    said = coachplan("-C", coached, "close", "ada", "--outcome", "achieved", *finals)
    assert said.code == 0, said.err
    assert "Not all of it is borne out by the measures: follow-up questions ends at 2, of 1" in said.out + said.err
    assert plan_in(coached).status == "closed"


def test_the_team_member_is_asked_for_their_own_words(coached, act_as) -> None:
    act_as(MEMBER)
    answers = ["", "1", "", "", "achieved", "", "I see people act on it", "none", ""]
    code, seen = converse(coached, "close", "ada", answers=answers)
    assert code == 0, seen
    assert "6/6 Your own words" in seen
    plan = plan_in(coached)
    assert plan.outcome is not None
    assert (plan.outcome.team_member, plan.outcome.result) == ("I see people act on it", "achieved")
    assert str(plan.outcome.measures["follow-up questions"]) == "1"
    assert plan.follow_up is None
    assert plan.activities[0].status == "agreed"


def test_an_outcome_that_is_none_is_asked_for_again(coached) -> None:
    code, seen = converse(coached, "close", "ada", answers=["", "", "", "", "great", "part", "", "none", "n"])
    assert code == 0, seen
    assert "one of partly-achieved, achieved" in seen


def test_a_look_back_that_is_stopped_is_kept_and_can_be_taken_up(coached, coachplan) -> None:
    code, seen = converse(coached, "close", "ada", answers=["", "", "Three points", ""], stop=True)
    assert code == 130
    kept = re.search(r"--from (\S+\.md)", seen)
    assert kept, seen
    assert plan_in(coached).status == "active"
    result = coachplan("-C", coached, "close", "ada", "--from", kept[1], "--outcome", "achieved")
    assert result.code == 0, result.err
    plan = plan_in(coached)
    assert plan.outcome is not None
    assert plan.outcome.helped == ("Three points",)


def test_follow_up_shows_the_end_and_asks_what_is_left_of_it(coached, coachplan) -> None:
    assert coachplan("-C", coached, "close", "ada", "--outcome", "achieved").code == 0
    code, seen = converse(coached, "follow-up", "ada", answers=["Nobody asked twice", "", "4", "", "fully"])
    assert code == 0, seen
    assert "clear status updates (at the end 4)" in seen
    assert "The change has lasted" in seen


def test_a_follow_up_that_is_stopped_is_kept_and_can_be_taken_up(coached, coachplan) -> None:
    assert coachplan("-C", coached, "close", "ada", "--outcome", "achieved").code == 0
    code, seen = converse(coached, "follow-up", "ada", answers=["Nobody asked twice", ""], stop=True)
    assert code == 130
    kept = re.search(r"--from (\S+\.md)", seen)
    assert kept, seen
    result = coachplan("-C", coached, "follow-up", "ada", "--from", kept[1], "--sustained", "partly")
    assert result.code == 0, result.err
    (path,) = (coached / ADA_PLAN).parent.glob("check-ins/2026-02-04-*")
    text = path.read_text(encoding="utf-8")
    assert "Nobody asked twice" in text
    assert "sustained: partly" in text


def test_flags_never_ask(coached) -> None:
    assert converse(coached, "extend", "ada", "--to", "+7d", "--why", "x", answers=[])[0] == 0
    assert converse(coached, "hold", "ada", "--from", "today", answers=[])[0] == 0
    assert converse(coached, "resume", "ada", answers=[])[0] == 0
    assert converse(coached, "close", "ada", "--outcome", "partly-achieved", answers=[])[0] == 0
    assert converse(coached, "follow-up", "ada", "--sustained", "fully", answers=[])[0] == 0
