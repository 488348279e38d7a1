"""An activity is found by what people call it, and never guessed."""

import re

import pytest

from coachplan.base.errors import UsageError
from coachplan.plan import Activity, Plan
from coachplan.plan.activities import earlier_places, find, is_id_made, new_id


def plan(*activities: object) -> Plan:
    return Plan.model_validate(
        {
            "coachplan": "1",
            "title": "Clear updates",
            "people": {"team_member": "Ada", "manager": "Ben"},
            "development_area": "Updates",
            "current_state": "Two a week",
            "goal_state": "Four a week",
            "activities": list(activities),
            "timeline": "2026-01-05 to 2026-02-04",
            "support_assets": "A room",
            "update_cadence": "week",
        }
    )


ACTIVITIES = (
    {"id": "rehearse", "what": "Rehearse Monday's update with a peer"},
    {"id": "2026", "what": "Read the Résumé of the year"},
    {"id": "café", "what": "Meet George for coffee"},
    "Ask George",
    {"id": "habit-1", "what": "Write three  points\ndown"},
)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("rehearse", 0),
        ("REHEARSE", 0),
        ("1", 0),
        ("monday", 0),
        ("2", 1),
        ("2026", 1),
        ("resume", 1),
        ("cafe", 2),
        ("coffee", 2),
        ("ask george", 3),
        ("4", 3),
        ("habit-1", 4),
        ("three points down", 4),
        (" 5 ", 4),
    ],
)
def test_an_activity_is_found_by_id_number_or_a_part_of_its_wording(query: str, place: int) -> None:
    assert find(plan(*ACTIVITIES), query) == place


def test_an_id_wins_over_the_wording_of_others_and_a_whole_wording_over_a_part() -> None:
    several = plan({"id": "ask", "what": "Listen"}, "Ask George", "Ask George about the date")
    assert find(several, "ask") == 0
    assert find(several, "Ask George") == 1


@pytest.mark.parametrize("query", ["george", "e"])
def test_what_fits_several_is_refused_with_the_candidates(query: str) -> None:
    with pytest.raises(UsageError, match=r"may be any of \d activities: .*3 café, 4") as refused:
        find(plan(*ACTIVITIES), query)
    assert "George" not in str(refused.value)


@pytest.mark.parametrize("query", ["0", "6", "swim", "", " ", "-7", "9" * 5000])
def test_what_fits_none_is_refused_with_all_there_are(query: str) -> None:
    with pytest.raises(UsageError, match=r"no activity is named .*1 rehearse, 2 2026, 3 café, 4, 5 habit-1,"):
        find(plan(*ACTIVITIES), query)


def test_a_long_list_of_candidates_is_cut() -> None:
    with pytest.raises(UsageError, match=r"any of 12 activities: 1, 2, 3, 4, 5, 6, 7, 8, …"):
        find(plan(*(f"Step {number}" for number in range(12))), "step")


def test_a_new_id_is_one_that_nobody_else_makes_and_tells_nothing_of_the_activity() -> None:
    known = plan(*ACTIVITIES)
    made = {new_id(known, kind) for kind in (None, "habit") for _ in range(50)}
    assert len(made) == 100
    assert all(re.fullmatch("(activity|habit)-(?=.*[0-9])[2-9a-km-np-z]{4}", id_) for id_ in made)


def test_a_new_id_is_free_in_the_plan(monkeypatch) -> None:
    letters = iter("abcd23452345abc6")
    monkeypatch.setattr("secrets.choice", lambda _: next(letters))
    assert new_id(plan({"id": "habit-2345", "what": "Ask"}), "habit") == "habit-abc6"


@pytest.mark.parametrize(
    ("activity", "made"),
    [
        ({"id": "habit-2", "kind": "habit"}, True),
        ({"id": "habit-4f7k", "kind": "habit"}, True),
        ({"id": "activity-4f7k"}, True),
        ({"id": "habit-walk", "kind": "habit"}, False),
        ({"id": "habit-4f7k"}, False),
        ({"id": "habit-4f7k2", "kind": "habit"}, False),
        ({"id": "rehearse"}, False),
        ({}, False),
    ],
)
def test_an_id_that_was_made_is_told_from_a_name(activity, made) -> None:
    assert is_id_made(Activity(what="Ask", **activity)) is made


def test_a_doubled_id_means_neither_and_the_numbers_still_do() -> None:
    doubled = plan({"id": "ask", "what": "Ask George"}, {"id": "ask", "what": "Ask Mary"})
    with pytest.raises(UsageError, match="may be any of 2 activities: 1 ask, 2 ask"):
        find(doubled, "ask")
    assert [find(doubled, query) for query in ("1", "2", "mary")] == [0, 1, 1]


# -- the same activity in two versions ---------------------------------------------------------------------------------

A, B = {"id": "a", "what": "Ask George"}, {"id": "b", "what": "Ask Mary"}


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ([A, B], [B, A], [1, 0]),
        ([A, B], [A, B | {"what": "Ask Jane"}], [0, 1]),
        ([A, B], [A | {"id": "c"}, B], [0, 1]),
        (["Ask George"], [A], [0]),
        ([A], [A, B], [0, None]),
        ([A, B], [B], [1]),
        # Two that got one id in two clones, and the later one another id since.
        ([A, B | {"id": "a"}], [A, B | {"id": "a-2"}], [0, 1]),
        ([A, B | {"id": "a"}], [B | {"id": "a"}, A], [1, 0]),
        ([A, B | {"id": "a"}], [A | {"what": "Ask Jane"}, B | {"id": "a"}], [0, 1]),
        ([A], [A, A], [0, None]),
    ],
)
def test_an_activity_is_known_again_by_id_and_wording(before, after, places) -> None:
    assert earlier_places(plan(*before).activities, plan(*after).activities) == places
