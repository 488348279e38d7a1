"""How people write a cadence, the days that each gives, and the words that are not guessed at."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from coachplan.base.policy import Policy
from coachplan.plan import Plan, Rhythm
from coachplan.progress import next_touchpoint, touchpoints

DATA = Path(__file__).parents[1] / "data" / "cadences" / "cadences.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
GIVEN = [row for row in ROWS if "days" in row]
REFUSED = [row for row in ROWS if "refused" in row]
OPEN = [row for row in ROWS if "readings" in row]
MEANT = [json.loads(line) for line in (DATA.parents[1] / "reading" / "rhythms.jsonl").read_text("utf-8").splitlines()]


def plan(cadence: Any, start: str = "2026-01-05", end: str = "2026-06-30", **timeline: Any) -> Plan:
    sections = dict.fromkeys(("development_area", "current_state", "goal_state", "activities", "support_assets"), "x")
    return Plan.model_validate(
        {
            "coachplan": "1",
            "title": "x",
            "status": "active",
            "people": {"team_member": "Ada", "manager": "Ben"},
            **sections,
            "timeline": {"start": start, "end": end, **timeline},
            "update_cadence": cadence,
        }
    )


def days(made: Plan, policy: Policy | None = None) -> list[str]:
    """Every touchpoint of a plan, from its first day on."""
    before = made.timeline.start - timedelta(days=1)
    return [day.isoformat() for day in touchpoints(made, before, made.timeline.end, policy)]


def words(row: dict[str, Any]) -> str:
    return str(row["words"])


# -- the table --------------------------------------------------------------------------------------------------------


def test_the_table_holds_many_ways_and_each_once() -> None:
    assert len(GIVEN) >= 60
    assert len({words(row) for row in ROWS}) == len(ROWS) == len(GIVEN) + len(REFUSED) + len(OPEN)


@pytest.mark.parametrize("row", GIVEN, ids=words)
def test_a_cadence_gives_exactly_these_days(row: dict[str, Any]) -> None:
    made = plan(row["words"], row["start"], row["end"])

    assert days(made) == row["days"].split()
    assert made.update_cadence[0].is_understood


@pytest.mark.parametrize("row", REFUSED, ids=words)
def test_ambiguous_words_are_refused_with_their_readings(row: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        plan(row["words"])

    assert all(f"`{reading}`" in str(caught.value) for reading in row["refused"])


def test_rhythms_at_once_from_a_day_or_with_other_numbers_are_read_as_meant() -> None:
    for row in MEANT:
        if "refused" in row:
            with pytest.raises(ValidationError) as caught:
                plan(row["words"])
            assert all(f"`{reading}`" in str(caught.value) for reading in row["refused"]), row
            continue
        made = plan(row["words"])
        every = made.update_cadence[0].every
        assert every is not None
        assert list(every.readings) == row.get("readings", []), row
        wanted = row["days"].split() if "days" in row else []
        wanted = days(plan([{"every": words} for words in row["same"]])) if "same" in row else wanted
        assert days(made) == wanted, row
        assert every.is_understood == bool(wanted), row


@pytest.mark.parametrize("row", OPEN, ids=words)
def test_words_without_one_rhythm_give_no_day_and_offer_their_readings(row: dict[str, Any]) -> None:
    made = plan(row["words"])

    assert days(made) == []
    assert made.update_cadence[0].every == Rhythm(row["words"], readings=tuple(row["readings"]))


@pytest.mark.parametrize(
    "reading", sorted({reading for row in [*OPEN, *REFUSED] for reading in row.get("readings", row.get("refused"))})
)
def test_a_reading_that_is_offered_is_understood(reading: str) -> None:
    assert Rhythm.read(reading).is_understood


def test_check_offers_the_readings_and_shows_no_day(ada: Path, coachplan: Callable[..., Any]) -> None:
    result = coachplan("-C", ada, "edit", "ada", "--set", "update_cadence=every two to three weeks")
    assert result.code == 0, result.err

    shown = coachplan("-C", ada, "check", "--format", "concise").out

    assert "CP406" in shown
    assert "several readings" in shown
    assert "`every 2 weeks` or `every 3 weeks`" in coachplan("-C", ada, "check", "--format", "json").out


# -- working days and holds -------------------------------------------------------------------------------------------

FOUR_DAYS = Policy(working_days=("monday", "tuesday", "wednesday", "thursday"))
SHOP = Policy(working_days=("wednesday", "thursday", "friday", "saturday", "sunday"))


@pytest.mark.parametrize(
    ("cadence", "policy", "expected"),
    [
        ("daily", FOUR_DAYS, "2026-01-06 2026-01-07 2026-01-08 2026-01-12 2026-01-13 2026-01-14"),
        ("daily", SHOP, "2026-01-07 2026-01-08 2026-01-09 2026-01-10 2026-01-11 2026-01-14"),
        ("4 times a week", FOUR_DAYS, "2026-01-06 2026-01-07 2026-01-08 2026-01-12 2026-01-13 2026-01-14"),
        ("every week", SHOP, "2026-01-14"),
        ("end of each week", FOUR_DAYS, "2026-01-08 2026-01-14"),
        ("end of each week", SHOP, "2026-01-11 2026-01-14"),
        ("every Friday", FOUR_DAYS, "2026-01-09 2026-01-14"),
        ({"dates": ["2026-01-10"]}, FOUR_DAYS, "2026-01-10 2026-01-14"),
    ],
)
def test_computed_days_are_working_days_and_named_ones_stay(cadence: Any, policy: Policy, expected: str) -> None:
    assert days(plan(cadence, end="2026-01-14"), policy) == expected.split()


LEAVE = [{"from": "2026-01-17", "to": "2026-01-27"}]


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        ("every Monday", "2026-01-05 2026-01-12 2026-02-02 2026-02-09 2026-02-11"),
        ("every week", "2026-01-12 2026-01-28 2026-02-04 2026-02-11"),
        ("4 days", "2026-01-09 2026-01-13 2026-01-28 2026-02-02 2026-02-05 2026-02-09 2026-02-11"),
        ("20 days", "2026-01-28 2026-02-11"),
        ({"dates": ["2026-01-19", "2026-01-30"]}, "2026-01-30 2026-02-11"),
        ("monthly on the 20th", "2026-02-11"),
    ],
)
def test_nothing_falls_into_a_hold_and_an_interval_counts_from_the_first_day_back(cadence: Any, expected: str) -> None:
    assert days(plan(cadence, end="2026-02-11", holds=LEAVE)) == expected.split()


def test_a_hold_without_an_end_leaves_nothing_to_wait_for() -> None:
    made = plan("every week", holds=[{"from": "2026-01-20"}])

    assert days(made) == ["2026-01-12", "2026-01-19"]
    assert next_touchpoint(made, date(2026, 1, 19)) is None


def test_a_phase_with_a_key_counts_from_the_last_touchpoint_of_the_one_before() -> None:
    cadence = [{"every": "week", "until": "2026-01-31"}, {"every": "2 weeks"}]

    assert days(plan(cadence, end="2026-02-20")) == [
        "2026-01-12",
        "2026-01-19",
        "2026-01-26",
        "2026-02-09",
        "2026-02-20",
    ]


def test_days_after_the_start_count_from_the_start_in_a_later_phase_too() -> None:
    cadence = [{"every": "week", "until": "2026-01-31"}, {"every": "at 14, 30 and 60 days"}]

    expected = ["2026-01-12", "2026-01-19", "2026-01-26", "2026-02-04", "2026-03-06", "2026-03-20"]
    assert days(plan(cadence, end="2026-03-20")) == expected


def test_weekdays_beside_words_hold_for_every_phase() -> None:
    cadence = {"every": "weekly for two weeks, then every other week", "day": "thursday"}

    assert days(plan(cadence, end="2026-02-20")) == [
        "2026-01-08",
        "2026-01-15",
        "2026-01-29",
        "2026-02-12",
        "2026-02-20",
    ]


# -- properties -------------------------------------------------------------------------------------------------------

_CADENCES = st.lists(st.sampled_from([row["words"] for row in GIVEN]), min_size=1, max_size=2)
_HOLDS = st.lists(st.tuples(st.integers(-5, 80), st.integers(0, 30)), max_size=2)
START = date(2026, 1, 5)


def _resting(holds: list[tuple[int, int]]) -> list[dict[str, str]]:
    return [
        {"from": str(START + timedelta(days=first)), "to": str(START + timedelta(days=first + length))}
        for first, length in holds
    ]


_WORDS = st.sampled_from(
    [
        *(
            "every",
            "each",
            "other",
            "first",
            "second",
            "third",
            "last",
            "2",
            "6",
            "45th",
            "15th",
            "1st",
            "0",
            "99",
            "three",
        ),
        *(
            "day",
            "week",
            "weeks",
            "month",
            "quarter",
            "Monday",
            "Fridays",
            "weekly",
            "daily",
            "monthly",
            "twice",
            "times",
        ),
        *(
            "a",
            "the",
            "of",
            "on",
            "at",
            "and",
            "or",
            "to",
            "-",
            "for",
            "in",
            "until",
            "from",
            "then",
            ";",
            ",",
            "/",
            "+",
        ),
        *(
            "30/60/90",
            "2, 4 and 8",
            "1-2",
            "end",
            "start",
            "working",
            "March",
            "2026-02-15",
            "2026-19-45",
            "9999-12-31",
        ),
        *("after", "that", "weeks 1-2", "for six weeks, then", "first two weeks", "end of each", "first and third"),
    ]
)


@given(st.lists(_WORDS, max_size=9).map(" ".join), st.integers(-3, 90))
def test_any_words_give_touchpoints_in_order_or_none(text: str, offset: int) -> None:
    assume(text.strip())
    made = plan(text, end="2026-03-31")
    after = START + timedelta(days=offset)

    found = touchpoints(made, after, made.timeline.end)

    assert found == sorted(set(found))
    assert all(after < day <= made.timeline.end for day in found)
    assert bool(found) == (made.update_cadence[0].is_understood and after < made.timeline.end)


def test_working_days_are_those_of_the_organisation(ada: Path, coachplan: Callable[..., Any]) -> None:
    (ada / "coachplan.toml").write_text('[policy]\nworking_days = ["tuesday", "wednesday"]\n', encoding="utf-8")
    assert coachplan("-C", ada, "edit", "ada", "--set", "update_cadence=every 10 days").code == 0
    assert coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--evidence", "Two clear updates").code == 0

    (listed,) = json.loads(coachplan("-C", ada, "list", "--format", "json").out)["plans"]

    assert listed["next_check_in"] == "2026-01-27"


@given(_CADENCES, _HOLDS, st.integers(-3, 90))
def test_touchpoints_lie_in_order_inside_the_plan_and_outside_holds(
    cadence: list[str], holds: list[tuple[int, int]], offset: int
) -> None:
    made = plan(cadence, end="2026-03-31", holds=_resting(holds))
    after = START + timedelta(days=offset)

    found = touchpoints(made, after, made.timeline.end)

    assert found == sorted(set(found))
    assert all(max(after, START - timedelta(days=1)) < day <= made.timeline.end for day in found)
    assert not any(hold.from_ <= day <= hold.to for hold in made.timeline.holds for day in found if hold.to)
    assert (found[0] if found else None) == next_touchpoint(made, after)


@given(_CADENCES, _HOLDS, st.integers(-3, 90), st.integers(0, 40))
def test_a_later_check_in_never_makes_the_next_one_due_earlier(
    cadence: list[str], holds: list[tuple[int, int]], offset: int, more: int
) -> None:
    made = plan(cadence, end="2026-03-31", holds=_resting(holds))
    last = START + timedelta(days=offset)

    sooner, later = next_touchpoint(made, last), next_touchpoint(made, last + timedelta(days=more))

    assert later is None or (sooner is not None and sooner <= later)
