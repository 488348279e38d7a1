"""What lies ahead of a plan, and what is late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.base.policy import Policy
from coachplan.coaching.agenda import Item, items, open_reviews
from coachplan.format import read_check_in, read_plan

POLICY = Policy(grace_days=3)
PLAN = """\
---
coachplan: 1
title: Clear status updates
status: {status}
people: {{team_member: Ada Lovelace <ada@example.com>, manager: Charles Babbage <charles@example.com>}}
development_area: Status updates
current_state: Two a week
goal_state: Four a week
activities: {activities}
timeline: {{start: 2026-01-05, end: 2026-02-04, {timeline}}}
support_assets: {support}
update_cadence: {cadence}
{rest}
---
"""


USUAL = {
    "status": "active",
    "activities": "Rehearse",
    "timeline": "milestones: []",
    "support": "Half an hour a week",
    "cadence": "every Monday",
    "rest": "",
}


def plan(**parts: str):
    text = PLAN.format(**USUAL | parts)
    document = read_plan("plan.md", text.encode())
    assert document.content is not None, document.findings
    assert not document.findings
    return document.content


def check_in(day: str, **parts: str):
    keys = "".join(f"{key}: {value}\n" for key, value in parts.items())
    text = f"---\ncoachplan: 1\ndate: {day}\nby: Ada Lovelace <ada@example.com>\n{keys}---\n"
    content = read_check_in("c.md", text.encode()).content
    assert content is not None
    return content


def agenda(a_plan, today: str, *check_ins) -> dict[str, tuple[str, bool]]:
    found = items(a_plan, check_ins, date.fromisoformat(today), POLICY)
    assert found == sorted(found, key=lambda item: item.day)
    assert len({item.key for item in found}) == len(found)
    return {item.key: (item.day.isoformat(), item.overdue) for item in found}


def test_sessions_lie_ahead_until_the_end() -> None:
    assert agenda(plan(), "2026-01-06") == {
        "session:2026-01-12": ("2026-01-12", False),
        "session:2026-01-19": ("2026-01-19", False),
        "session:2026-01-26": ("2026-01-26", False),
        "session:2026-02-02": ("2026-02-02", False),
        "end": ("2026-02-04", False),
    }


def test_of_several_sessions_that_have_not_come_only_the_first_is_told() -> None:
    found = agenda(plan(), "2026-01-27")
    assert [key for key in found if key.startswith("session")] == ["session:2026-01-12", "session:2026-02-02"]
    assert found["session:2026-01-12"] == ("2026-01-12", True)


def test_a_session_is_late_after_the_days_of_grace() -> None:
    assert not agenda(plan(), "2026-01-15")["session:2026-01-12"][1]
    assert agenda(plan(), "2026-01-16")["session:2026-01-12"][1]
    assert "session:2026-01-12" not in agenda(plan(), "2026-01-16", check_in("2026-01-13", wins="One"))


@pytest.mark.parametrize(
    ("status", "is_expected"),
    [(None, True), ("agreed", True), ("doing", True)]
    + [(status, False) for status in ("proposed", "declined", "done", "dropped")],
)
def test_an_activity_is_expected_once_it_is_agreed_and_until_it_is_done(status, is_expected) -> None:
    known = f", status: {status}" if status else ""
    found = agenda(plan(activities=f"[{{what: Rehearse, id: rehearse, due: 2026-01-14{known}}}]"), "2026-01-15")
    assert found.get("activity:rehearse") == (("2026-01-14", True) if is_expected else None)


@pytest.mark.parametrize(("status", "day"), [("done", "2026-02-01"), ("doing", None)])
def test_what_hangs_on_an_activity_has_a_day_once_that_is_done(status, day) -> None:
    course = f"{{what: Course, id: course, due: 2026-01-18, status: {status}}}"
    talk = "{what: Talk, status: agreed, due: {after: course, within: 2 weeks}}"
    found = agenda(plan(activities=f"[{course}, {talk}]"), "2026-01-06")
    assert found.get("activity:#2", (None,))[0] == day


def test_milestones_wait_until_they_are_reached() -> None:
    timeline = "milestones: [{date: 2026-01-08, what: One, reached: 2026-01-09}, {date: 2026-01-14, what: Two}]"
    assert agenda(plan(timeline=timeline), "2026-01-10")["milestone:2"] == ("2026-01-14", False)
    assert "milestone:1" not in agenda(plan(timeline=timeline), "2026-01-10")
    assert "milestone:2" not in agenda(plan(timeline=timeline), "2026-01-10", check_in("2026-01-10", milestones="Two"))


@pytest.mark.parametrize(("status", "is_open"), [("promised", True), ("given", False), ("dropped", False)])
def test_support_is_expected_until_it_is_given(status, is_open) -> None:
    found = agenda(plan(support=f"[{{what: Samples, due: 2026-01-09, status: {status}}}]"), "2026-01-12")
    assert found.get("support:1") == (("2026-01-09", True) if is_open else None)


def test_after_the_end_only_the_look_back_is_left() -> None:
    late = plan(activities="[{what: Rehearse, due: 2026-01-14}]")
    assert agenda(late, "2026-02-05") == {"end": ("2026-02-04", False)}
    assert agenda(late, "2026-02-12") == {"end": ("2026-02-04", True)}


def test_a_draft_expects_its_beginning_once_its_start_has_passed_and_nothing_else() -> None:
    assert agenda(plan(status="draft"), "2026-01-05") == {}
    assert agenda(plan(status="draft"), "2026-01-06") == {"begin": ("2026-01-05", True)}
    assert agenda(plan(status="draft"), "2026-05-12") == {"begin": ("2026-01-05", True)}


def test_nothing_is_expected_or_late_on_hold() -> None:
    resting = plan(
        status="on-hold",
        activities="[{what: Rehearse, due: 2026-01-14}]",
        timeline="holds: [{from: 2026-01-08, to: 2026-01-21}]",
    )
    assert agenda(resting, "2026-01-15") == {
        "activity:#1": ("2026-01-22", False),
        "resume": ("2026-01-22", False),
        "session:2026-01-26": ("2026-01-26", False),
        "session:2026-02-02": ("2026-02-02", False),
        "end": ("2026-02-04", False),
    }
    assert agenda(resting, "2026-02-03")["resume"] == ("2026-01-22", True)


def test_a_hold_by_its_days_alone_is_rest_too() -> None:
    leave = plan(
        activities="[{what: Rehearse, due: 2026-01-09}]", timeline="holds: [{from: 2026-01-13, to: 2026-01-21}]"
    )
    assert agenda(leave, "2026-01-12")["activity:#1"] == ("2026-01-09", True)
    assert [key for key in agenda(leave, "2026-01-15") if not key.startswith("session")] == ["end"]
    assert agenda(leave, "2026-01-22")["activity:#1"] == ("2026-01-09", True)


def test_a_hold_without_an_end_leaves_the_end_alone() -> None:
    resting = plan(status="on-hold", timeline="holds: [{from: 2026-01-08}]")
    assert agenda(resting, "2026-03-01") == {"end": ("2026-02-04", False)}


def test_what_fell_into_a_hold_waits_for_the_day_after_it() -> None:
    back = plan(
        activities="[{what: Rehearse, due: 2026-01-14}]", timeline="holds: [{from: 2026-01-08, to: 2026-01-21}]"
    )
    assert agenda(back, "2026-01-27")["activity:#1"] == ("2026-01-22", False)
    assert agenda(back, "2026-01-28")["activity:#1"] == ("2026-01-22", True)


CLOSED = "outcome: {result: achieved, date: 2026-02-04}\nfollow_up: {sustain_until: 2026-04-30, reviews: [2026-03-04]}"


def test_after_the_close_reviews_lie_ahead() -> None:
    closed = plan(status="closed", rest=CLOSED)
    assert agenda(closed, "2026-03-09") == {"review:1": ("2026-03-04", False), "review:2": ("2026-04-30", False)}
    assert agenda(closed, "2026-03-10") == {"review:1": ("2026-03-04", True), "review:2": ("2026-04-30", False)}


def test_of_several_reviews_that_have_not_come_only_the_first_is_told() -> None:
    assert agenda(plan(status="closed", rest=CLOSED), "2026-05-20") == {"review:1": ("2026-03-04", True)}


def test_a_review_that_passed_before_the_close_is_not_told_of_an_open_plan() -> None:
    assert "review:1" not in agenda(plan(rest="follow_up: {reviews: [2026-01-10]}"), "2026-01-15")


@pytest.mark.parametrize(
    ("day", "still_open"),
    [("2026-02-10", [1, 2]), ("2026-03-02", [2]), ("2026-03-20", [2]), ("2026-04-20", []), ("2026-05-20", [])],
)
def test_a_follow_up_answers_the_reviews_before_it_and_the_one_it_is_near(day, still_open) -> None:
    closed = plan(status="closed", rest=CLOSED)
    assert [number for number, _ in open_reviews(closed, [check_in(day, sustained="fully")])] == still_open


def test_only_what_holds_words_is_private() -> None:
    whole = plan(
        activities="[{what: Rehearse, due: 2026-01-14}]",
        timeline="milestones: [{date: 2026-01-14, what: Two}]",
        support="[{what: Samples, due: 2026-01-20}]",
        rest="follow_up: {reviews: [2026-03-04]}",
    )
    found: list[Item] = items(whole, [], date(2026, 1, 6), POLICY)
    private = {item.kind for item in found if item.private}
    assert private == {"activity", "milestone", "support"}
    assert {item.what for item in found if item.private} == {"Rehearse", "Two", "Samples"}


def test_keys_stay_while_days_pass() -> None:
    whole = plan(activities="[{what: Rehearse, id: rehearse, due: 2026-01-30}]")
    keys = [set(agenda(whole, (date(2026, 1, 6) + timedelta(days=days)).isoformat())) for days in range(6)]
    assert all(found == keys[0] for found in keys)


DAYS = st.integers(0, 29).map(lambda days: date(2026, 1, 6) + timedelta(days=days))
CADENCES = st.sampled_from(["every Monday", "week", "2 weeks", "twice a week", "day", "every Tuesday and Friday"])


@given(CADENCES, st.lists(DAYS, max_size=6), DAYS, DAYS)
def test_a_check_in_more_never_makes_a_session_late(cadence, days, another, today) -> None:
    of_this_cadence = plan(cadence=cadence)
    held = [check_in(str(day)) for day in days if day <= today]

    def late(check_ins) -> set[str]:
        found = items(of_this_cadence, check_ins, today, POLICY)
        return {item.key for item in found if item.kind == "session" and item.overdue}

    assert len(late([*held, check_in(str(min(another, today)))])) <= len(late(held))


@given(st.lists(st.tuples(DAYS, st.integers(0, 10)), max_size=3), DAYS, CADENCES)
def test_no_session_lies_in_a_hold_and_no_key_stands_twice(holds, today, cadence) -> None:
    rests = [(first, first + timedelta(days=days)) for first, days in holds]
    written = ", ".join(f"{{from: {first}, to: {last}}}" for first, last in rests)
    found = items(plan(cadence=cadence, timeline=f"holds: [{written}]"), [], today, POLICY)
    sessions = [item.day for item in found if item.kind == "session"]
    assert not [day for day in sessions for first, last in rests if first <= day <= last]
    assert len({item.key for item in found}) == len(found)
