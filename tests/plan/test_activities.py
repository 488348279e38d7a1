"""An activity is found by what people call it, and never guessed."""

import pytest

from coachplan.base.errors import UsageError
from coachplan.plan import Plan
from coachplan.plan.activities import find, new_id


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


def test_a_new_id_is_free_and_tells_nothing_of_the_activity() -> None:
    known = plan(*ACTIVITIES)
    assert new_id(known) == "activity-1"
    assert new_id(known, "habit") == "habit-2"
