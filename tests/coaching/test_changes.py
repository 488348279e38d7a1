"""What changed between two plans is told in coaching terms, and without anyone's words where others may read."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.coaching.changes import Change, compare, describe_check_in, subject
from coachplan.format import read_check_in, read_data
from coachplan.plan import CheckIn, Plan
from coachplan.plan.table import Importance

EXAMPLES = Path(__file__).parents[2] / "examples" / "plans"

BASE: dict[str, Any] = {
    "coachplan": "1",
    "title": "Clear updates",
    "people": {"team_member": "Ada", "manager": "Ben", "helpers": ["George"]},
    "opportunity": {"reason": "Growth"},
    "development_area": "Updates",
    "current_state": "Two a week",
    "goal_state": {
        "goal": "Four a week",
        "measures": [
            {"name": "updates", "unit": "per week", "direction": "increase", "baseline": "2", "target": "4"},
            {"name": "mood", "baseline": "low", "target": "high", "scale": ["low", "high"]},
        ],
    },
    "activities": [
        {"id": "rehearse", "what": "Rehearse it", "status": "proposed", "due": "2026-01-14"},
        {"what": "Read a book", "status": "agreed"},
    ],
    "timeline": {
        "start": "2026-01-05",
        "end": "2026-02-04",
        "milestones": [{"date": "2026-01-19", "what": "Three in a week"}],
    },
    "support_assets": "Half an hour",
    "update_cadence": "week",
}

Location = tuple[str | int, ...]


def changed(*edits: tuple[Location, Any]) -> dict[str, Any]:
    data = copy.deepcopy(BASE)
    for location, value in edits:
        container = data
        for step in location[:-1]:
            container = container[step]
        if value is REMOVED:
            del container[location[-1]]
        elif isinstance(container, list) and location[-1] == len(container):
            container.append(value)
        else:
            container[location[-1]] = value
    return data


REMOVED = object()


def told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    changes = compare(Plan.model_validate(before), Plan.model_validate(after))
    return [(change.text, change.subject) for change in changes]


MEASURES = ("goal_state", "measures")
MEASURE = (*MEASURES, 0)
ACTIVITY = ("activities", 0)
MILESTONE = ("timeline", "milestones", 0)
PART = {"result": "partly-achieved", "date": "2026-02-04"}

TOLD: dict[str, tuple[Location, Any, str, str]] = {
    "the title": (("title",), "Other", "title Clear updates → Other", "title changed"),
    "the kind": (("kind",), "performance-support", *["kind coaching → performance-support"] * 2),
    "the purpose": (("purpose",), "performance", *["purpose growth → performance"] * 2),
    "the status": (("status",), "active", *["status draft → active"] * 2),
    "the team member": (("people", "team_member"), "Eve", "team member Ada → Eve", "team member changed"),
    "the manager": (("people", "manager"), "Eve", "manager Ben → Eve", "manager changed"),
    "the manager's manager": (
        ("people", "managers_manager"),
        "Mary",
        "manager's manager none → Mary",
        "manager's manager changed",
    ),
    "HR": (("people", "hr"), "Jane", "HR none → Jane", "HR changed"),
    "helpers": (("people", "helpers"), ["Eve"], *["helpers reworded"] * 2),
    "no helpers": (("people", "helpers"), REMOVED, *["helpers removed"] * 2),
    "the opportunity": (("opportunity", "reason"), "Other", *["opportunity reworded"] * 2),
    "no opportunity": (("opportunity",), REMOVED, *["opportunity removed"] * 2),
    "the development area": (("development_area",), "Other", *["development area reworded"] * 2),
    "the current state": (("current_state",), "Other", *["current state reworded"] * 2),
    "the support assets": (("support_assets",), "Other", *["support assets reworded"] * 2),
    "the cadence": (("update_cadence",), "day", *["update cadence reworded"] * 2),
    "the goal": (("goal_state", "goal"), "Other", *["goal reworded"] * 2),
    "why a goal": (("goal_state", "relevant_because"), "Other", *["goal reworded"] * 2),
    "a measure more": (
        (*MEASURES, 2),
        {"name": "speed"},
        'measure "speed" added',
        "a measure added",
    ),
    "a measure less": ((*MEASURES, 1), REMOVED, 'measure "mood" removed', "a measure removed"),
    "a direction": (
        (*MEASURE, "direction"),
        "maintain",
        'measure "updates": direction increase → maintain',
        "measure direction increase → maintain",
    ),
    "a baseline": ((*MEASURE, "baseline"), "1", 'measure "updates": baseline 2 → 1', "measure baseline 2 → 1"),
    "a target": ((*MEASURE, "target"), "3", 'measure "updates": target 4 → 3', "measure target 4 → 3"),
    "no target": ((*MEASURE, "target"), REMOVED, 'measure "updates": target 4 → none', "measure target 4 → none"),
    "a target in words": (
        (*MEASURE, "target"),
        "often",
        'measure "updates": target 4 → often',
        "measure target changed",
    ),
    "a target with a unit": (
        (*MEASURE, "target"),
        "3 calls",
        'measure "updates": target 4 → 3 calls',
        "measure target changed",
    ),
    "a day": (
        (*MEASURE, "by"),
        "2026-01-30",
        'measure "updates": by none → 2026-01-30',
        "measure by none → 2026-01-30",
    ),
    "a unit": (
        (*MEASURE, "unit"),
        "a month",
        'measure "updates": unit per week → a month',
        "measure unit changed",
    ),
    "steps": (
        (*MEASURE, "steps"),
        [{"by": "2026-01-19", "target": "3"}],
        'measure "updates": steps changed',
        "measure steps changed",
    ),
    "a scale": (
        (*MEASURES, 1, "scale"),
        ["low", "middle", "high"],
        'measure "mood": scale changed',
        "measure scale changed",
    ),
    "an activity more": (
        ("activities", 2),
        {"id": "lead", "what": "Lead"},
        "activity lead added",
        "activity lead added",
    ),
    "an activity proposed": (
        ("activities", 2),
        {"what": "Lead", "status": "proposed"},
        'activity "Lead" proposed',
        "an activity proposed",
    ),
    "an activity less": (
        ("activities", 1),
        REMOVED,
        'activity "Read a book" removed',
        "an activity removed",
    ),
    "an activity proposed by the manager": (
        ("activities", 2),
        {"id": "lead", "what": "Lead", "status": "proposed", "proposed_by": "manager"},
        "Ben proposed activity lead",
        "activity lead proposed",
    ),
    "an activity that the team member chose": (
        ("activities", 2),
        {"id": "lead", "what": "Lead", "status": "agreed", "proposed_by": "team_member"},
        "Ada chose activity lead",
        "activity lead added",
    ),
    "an activity proposed by a helper": (
        ("activities", 2),
        {"id": "lead", "what": "Lead", "status": "proposed", "proposed_by": "helper"},
        *["activity lead proposed"] * 2,
    ),
    "an activity whose id was made": (
        ("activities", 2),
        {"id": "habit-1", "what": "Lead", "kind": "habit", "status": "proposed", "proposed_by": "manager"},
        'Ben proposed activity "Lead"',
        "habit-1 proposed",
    ),
    "an activity agreed": ((*ACTIVITY, "status"), "agreed", "Ada agreed to rehearse", "activity rehearse agreed"),
    "an activity started": ((*ACTIVITY, "status"), "doing", *["activity rehearse started"] * 2),
    "an activity proposed again": (
        ("activities", 1, "status"),
        "proposed",
        'activity "Read a book" proposed again',
        "an activity proposed again",
    ),
    "an activity declined": ((*ACTIVITY, "status"), "declined", *["activity rehearse declined"] * 2),
    "an activity done, without an id": (
        ("activities", 1, "status"),
        "done",
        'activity "Read a book" done',
        "an activity done",
    ),
    "an activity without status": ((*ACTIVITY, "status"), REMOVED, *["activity rehearse without status"] * 2),
    "an activity's day": (
        (*ACTIVITY, "due"),
        "2026-01-21",
        *["activity rehearse: due 2026-01-14 → 2026-01-21"] * 2,
    ),
    "no day of an activity": ((*ACTIVITY, "due"), REMOVED, *["activity rehearse: due 2026-01-14 → none"] * 2),
    "an activity's words": (
        (*ACTIVITY, "what"),
        "Other",
        'activity rehearse reworded: "Other"',
        "activity rehearse reworded",
    ),
    "an activity's kind": ((*ACTIVITY, "kind"), "habit", *["activity rehearse kind changed"] * 2),
    "an activity's owner": ((*ACTIVITY, "owner"), "helper", *["activity rehearse owner changed"] * 2),
    "who proposed": ((*ACTIVITY, "proposed_by"), "hr", *["activity rehearse proposed by changed"] * 2),
    "a cue": ((*ACTIVITY, "cue"), "Other", *["activity rehearse cue changed"] * 2),
    "a rhythm": ((*ACTIVITY, "every"), "day", *["activity rehearse every changed"] * 2),
    "what was learned": (
        (*ACTIVITY, "learned"),
        "Other",
        'activity rehearse, what was learned: "Other"',
        "activity rehearse: what was learned",
    ),
    "why": ((*ACTIVITY, "why"), "Other", 'activity rehearse, why: "Other"', "activity rehearse: why"),
    "the start": (("timeline", "start"), "2026-01-06", *["timeline start 2026-01-05 → 2026-01-06"] * 2),
    "the end": (("timeline", "end"), "2026-02-18", *["timeline end 2026-02-04 → 2026-02-18"] * 2),
    "a milestone reached": (
        (*MILESTONE, "reached"),
        "2026-01-20",
        'milestone "Three in a week" reached 2026-01-20',
        "milestone reached 2026-01-20",
    ),
    "a milestone's words": ((*MILESTONE, "what"), "Other", *["milestones reworded"] * 2),
    "no milestones": (("timeline", "milestones"), [], *["milestones removed"] * 2),
    "an extension": (
        ("timeline", "extensions"),
        [{"date": "2026-02-01", "from": "2026-02-04", "to": "2026-02-18", "why": "Other"}],
        *["extensions added"] * 2,
    ),
    "an outcome": (("outcome",), PART, *["outcome partly achieved"] * 2),
    "a hold": (
        ("timeline", "holds"),
        [{"from": "2026-01-12", "why": "Other"}],
        'on hold from 2026-01-12: "Other"',
        "on hold from 2026-01-12",
    ),
    "a hold with an end": (
        ("timeline", "holds"),
        [{"from": "2026-01-12", "to": "2026-01-16"}],
        *["on hold from 2026-01-12 to 2026-01-16"] * 2,
    ),
    "a day until which to sustain": (
        ("follow_up",),
        {"sustain_until": "2026-03-01"},
        *["to be sustained until 2026-03-01"] * 2,
    ),
    "follow-ups": (
        ("follow_up",),
        {"reviews": ["2026-05-04", "2026-03-04"]},
        *["follow-up on 2026-03-04, 2026-05-04"] * 2,
    ),
    "a revision": (
        ("revisions",),
        [{"date": "2026-01-19", "what": "x", "from": "y", "to": "z", "why": "Other"}],
        'x revised: y → z: "Other"',
        "earlier terms kept",
    ),
    "a plan before": (("follows",), "ada/listen", "follows ada/listen", "linked to an earlier plan"),
    "a rule that does not fit": (("ignore",), {"CP404": "x"}, *["rules that do not fit added"] * 2),
    "an agreement": (
        ("acknowledgements",),
        [{"by": "Ada", "date": "2026-01-05", "stance": "agree"}],
        "Ada agreed to the terms",
        "team member agreed to the terms",
    ),
    "a disagreement": (
        ("acknowledgements",),
        [{"by": "Ben", "date": "2026-01-05", "stance": "disagree", "comment": "Other"}],
        'Ben disagreed with the terms: "Other"',
        "manager disagreed with the terms",
    ),
    "a receipt": (
        ("acknowledgements",),
        [{"by": "Ada", "date": "2026-01-05", "stance": "received"}],
        "Ada received the terms, without agreeing",
        "team member received the terms, without agreeing",
    ),
    "a refusal": (
        ("acknowledgements",),
        [{"by": "Eve", "date": "2026-01-05", "stance": "refused"}],
        "Eve refused to acknowledge the terms",
        "somebody else refused to acknowledge the terms",
    ),
    "success criteria": (("success_criteria",), ["x"], *["success criteria added"] * 2),
    "responsibilities": (
        ("responsibilities",),
        {"team_member": "x", "manager": "y"},
        *["responsibilities added"] * 2,
    ),
    "consequences": (("consequences",), "x", *["consequences added"] * 2),
    "a previous step": (("previous_step",), "x", *["previous step added"] * 2),
}


@pytest.mark.parametrize(("location", "value", "text", "line"), TOLD.values(), ids=TOLD)
def test_a_change_is_told_in_coaching_terms(location: Location, value: Any, text: str, line: str) -> None:
    assert told(BASE, changed((location, value))) == [(text, line)]


EXTENSION = {"date": "2026-02-01", "from": "2026-02-04", "to": "2026-02-18", "why": "More practice"}
HOLD = ("timeline", "holds")
SEVERAL: dict[str, tuple[list[tuple[Location, Any]], list[tuple[Location, Any]], list[tuple[str, str]]]] = {
    "an extension is told with the end that it moves": (
        [],
        [(("timeline", "end"), "2026-02-18"), (("timeline", "extensions"), [EXTENSION])],
        [
            (
                'timeline end 2026-02-04 → 2026-02-18: "More practice"',
                "timeline end 2026-02-04 → 2026-02-18",
            )
        ],
    ),
    "a hold tells the status": (
        [(("status",), "active")],
        [(("status",), "on-hold"), (HOLD, [{"from": "2026-01-12"}])],
        [("on hold from 2026-01-12",) * 2],
    ),
    "and so does its end": (
        [(("status",), "on-hold"), (HOLD, [{"from": "2026-01-12"}])],
        [(("status",), "active"), (HOLD, [{"from": "2026-01-12", "to": "2026-01-16"}])],
        [("resumed after rest from 2026-01-12 to 2026-01-16",) * 2],
    ),
    "a hold that gets a last day goes on": (
        [(("status",), "on-hold"), (HOLD, [{"from": "2026-01-12"}])],
        [(("status",), "on-hold"), (HOLD, [{"from": "2026-01-12", "to": "2026-01-16"}])],
        [("on hold from 2026-01-12 to 2026-01-16",) * 2],
    ),
    "a hold that becomes shorter": (
        [(HOLD, [{"from": "2026-01-12", "to": "2026-01-16"}])],
        [(HOLD, [{"from": "2026-01-12", "to": "2026-01-14"}])],
        [("on hold only from 2026-01-12 to 2026-01-14",) * 2],
    ),
    "a plan that goes on as planned": (
        [(("status",), "on-hold"), (HOLD, [{"from": "2026-01-12", "to": "2026-01-16"}])],
        [(("status",), "active"), (HOLD, [{"from": "2026-01-12", "to": "2026-01-16"}])],
        [("resumed",) * 2],
    ),
    "a hold by hand is told as it is": (
        [(("status",), "active")],
        [(("status",), "on-hold")],
        [("status active → on-hold",) * 2],
    ),
    "another end of a hold": (
        [(HOLD, [{"from": "2026-01-12", "to": "2026-01-16"}])],
        [(HOLD, [{"from": "2026-01-12", "to": "2026-01-18"}])],
        [("on hold from 2026-01-12 to 2026-01-18",) * 2],
    ),
    "a hold that went": ([(HOLD, [{"from": "2026-01-12"}])], [], [("hold from 2026-01-12 removed",) * 2]),
    "a hold in other words": (
        [(HOLD, [{"from": "2026-01-12", "why": "x"}])],
        [(HOLD, [{"from": "2026-01-12", "why": "y"}])],
        [("hold from 2026-01-12 reworded",) * 2],
    ),
    "an end with its result": (
        [(("status",), "active")],
        [(("status",), "closed"), (("outcome",), {**PART, "measures": {"updates": "3"}})],
        [("closed: partly achieved (updates 3)", "closed: partly achieved")],
    ),
    "a proposal in the team member's words": (
        [],
        [((*ACTIVITY, "what"), "Mine"), ((*ACTIVITY, "status"), "agreed")],
        [
            ('activity rehearse reworded: "Mine"', "activity rehearse reworded"),
            ("Ada agreed to rehearse", "activity rehearse agreed"),
        ],
    ),
    "why something was declined": (
        [],
        [((*ACTIVITY, "why"), "No time"), ((*ACTIVITY, "status"), "declined")],
        [('activity rehearse declined: "No time"', "activity rehearse declined")],
    ),
    "a follow-up moved": (
        [(("follow_up",), {"reviews": ["2026-03-04"], "sustain_until": "2026-03-04"})],
        [(("follow_up",), {"reviews": ["2026-03-11"]})],
        [
            ("no day to sustain it until",) * 2,
            ("follow-up on 2026-03-11",) * 2,
            ("no follow-up on 2026-03-04",) * 2,
        ],
    ),
    "no follow-up": ([(("follow_up",), {"reviews": "2026-03-04"})], [], [("follow-up removed",) * 2]),
    "an acknowledgement that went": (
        [(("acknowledgements",), [{"by": "Ben", "date": "2026-01-05", "stance": "agree"}])],
        [],
        [("acknowledgement of Ben removed", "acknowledgement of manager removed")],
    ),
    "revisions in other words": (
        [(("revisions",), [{"date": "2026-01-19", "what": "x", "from": "y"}])],
        [(("revisions",), [{"date": "2026-01-19", "what": "x", "from": "z"}])],
        [("revisions reworded",) * 2],
    ),
    "no plan before": (
        [(("follows",), "ada/listen")],
        [],
        [("no longer linked to ada/listen", "no longer linked to an earlier plan")],
    ),
    "a first proposal in place of a placeholder": (
        [(("activities",), "[fill in: your words]")],
        [(("activities",), [{"what": "Lead", "status": "proposed", "proposed_by": "manager"}])],
        [('Ben proposed activity "Lead"', "an activity proposed")],
    ),
}


@pytest.mark.parametrize(("first", "then", "expected"), SEVERAL.values(), ids=SEVERAL)
def test_what_belongs_together_is_told_together(first: Any, then: Any, expected: list[tuple[str, str]]) -> None:
    assert told(changed(*first), changed(*then)) == expected


def test_the_same_plan_has_no_changes() -> None:
    assert told(BASE, BASE) == []
    assert told(BASE, changed((("activities", 1), {"what": "Read a book", "status": "agreed", "cue": None}))) == []


def test_an_outcome_that_is_there_is_reworded_or_removed() -> None:
    with_outcome = changed((("outcome",), PART))

    assert told(with_outcome, changed((("outcome",), {**PART, "summary": "x"}))) == [("outcome reworded",) * 2]
    assert told(with_outcome, BASE) == [("outcome removed",) * 2]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("development_area", "development area filled in"),
        ("current_state", "current state filled in"),
        ("goal_state", "goal state filled in"),
        ("activities", "activities filled in"),
        ("support_assets", "support assets filled in"),
        ("update_cadence", "update cadence filled in"),
    ],
)
def test_a_placeholder_that_goes_is_a_section_filled_in(key: str, name: str) -> None:
    before = changed(((key,), "[fill in: your words]"))
    after = changed(((key,), "Words"))

    assert told(before, after) == [(name, name)]


def test_a_due_day_that_hangs_on_another_activity_is_told_in_words() -> None:
    after = changed(((*ACTIVITY, "due"), {"after": "lead", "within": "2 weeks"}))

    assert told(BASE, after) == [
        ("activity rehearse: due 2026-01-14 → 2 weeks after lead", "activity rehearse: due changed")
    ]


def test_an_id_that_is_no_plain_name_stays_out_of_the_subject() -> None:
    before, after = (
        changed(((*ACTIVITY, "id"), "His own words"), ((*ACTIVITY, "status"), s)) for s in ("agreed", "done")
    )

    assert told(before, after) == [("activity His own words done", "an activity done")]


def test_several_changes_come_in_the_order_of_the_plan() -> None:
    after = changed(
        (("timeline", "end"), "2026-02-18"), (("title",), "Other"), ((*MEASURE, "target"), "3"), (("status",), "active")
    )

    assert [line for _, line in told(BASE, after)] == [
        "title changed",
        "status draft → active",
        "measure target 4 → 3",
        "timeline end 2026-02-04 → 2026-02-18",
    ]


# -- nobody's words ---------------------------------------------------------------------------------------------------

SECRET = "zebrafish"
PUBLIC = {"coachplan", "kind", "purpose", "status", "direction", "owner", "proposed_by", "result", "stance", "id"}


def secretive(data: Any, key: str = "") -> Any:
    """The data with every free text replaced: no days, numbers, roles, ids, or words of the format."""
    if isinstance(data, dict):
        return {name: secretive(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [secretive(value, key) for value in data]
    is_free = key not in PUBLIC | {"from"} and not (data[:1].isdigit() or data in ("increase", "week"))
    return f"{SECRET} {data}" if is_free else data


@pytest.mark.parametrize(("location", "value", "text", "line"), TOLD.values(), ids=TOLD)
def test_a_subject_holds_nobodys_words(location: Location, value: Any, text: str, line: str) -> None:
    before, after = secretive(BASE), secretive(changed((location, value)))
    if location[-1] in ("due", "every"):
        after = secretive(BASE) | {"activities": changed((location, value))["activities"]}

    changes = compare(Plan.model_validate(before), Plan.model_validate(after))

    assert changes
    assert not any(SECRET in change.subject for change in changes)
    assert SECRET not in subject(changes)


_WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20).filter(str.strip)


@given(_WORDS, _WORDS, st.sampled_from(["baseline", "target", "unit", "name"]))
def test_no_words_of_a_measure_reach_the_subject(old: str, new: str, key: str) -> None:
    before = changed(((*MEASURE, key), f"{SECRET} {old}"))
    after = changed(((*MEASURE, key), f"{new} {SECRET}"))

    changes = compare(Plan.model_validate(before), Plan.model_validate(after))

    assert not any(SECRET in change.subject for change in changes)


# -- subjects and check-ins -------------------------------------------------------------------------------------------


def test_the_headline_is_the_change_that_matters_most() -> None:
    before = changed((("status",), "active"))
    after = changed(
        (("title",), "Other"),
        (("status",), "closed"),
        (("outcome",), PART),
        (("follow_up",), {"reviews": ["2026-03-04"]}),
        ((*ACTIVITY, "status"), "dropped"),
        (("support_assets",), "Other"),
        ((*MEASURE, "target"), "3"),
        (("acknowledgements",), [{"by": "Ada", "date": "2026-02-04", "stance": "agree"}]),
    )
    changes = compare(Plan.model_validate(before), Plan.model_validate(after))

    assert subject(changes, limit=1000).split("; ") == [
        "closed: partly achieved",
        "team member agreed to the terms",
        "measure target 4 → 3",
        "activity rehearse dropped",
        "support assets reworded",
        "title changed",
        "follow-up on 2026-03-04",
    ]
    assert subject(changes, limit=30) == "closed: partly achieved; and 6 more changes"
    assert subject(changes[::-1]).startswith("closed: partly achieved; ")


def test_goals_with_their_measures_in_another_order_are_a_change_of_terms() -> None:
    after = changed((MEASURES, BASE["goal_state"]["measures"][::-1]))
    changes = compare(Plan.model_validate(BASE), Plan.model_validate(after))

    assert changes == [Change(*["measures in another order"] * 2, Importance.TERMS, is_term=True)]


def test_a_milestone_may_turn_out_not_to_be_reached() -> None:
    before = changed(((*MILESTONE, "reached"), "2026-01-20"))

    assert told(before, BASE) == [
        ('milestone "Three in a week" not reached after all', "milestone not reached after all")
    ]


def test_a_subject_names_every_kind_of_change_once() -> None:
    changes = [
        Change("one secret", "a measure added"),
        Change("two", "a measure added"),
        Change("three", "goal reworded"),
    ]

    assert subject(changes) == "a measure added; goal reworded"


def test_a_subject_says_how_many_more_there_are() -> None:
    changes = [Change(str(number), f"timeline start 2026-01-05 → 2026-01-{number}") for number in range(10, 16)]

    assert subject(changes) == (
        "timeline start 2026-01-05 → 2026-01-10; timeline start 2026-01-05 → 2026-01-11; and 4 more changes"
    )
    assert subject(changes[:3]).endswith("and 1 more change")


def test_a_subject_without_changes_says_so() -> None:
    assert subject([]) == "notes and layout"


@given(st.lists(st.integers(1, 60).map(lambda length: "x" * length), max_size=8))
def test_a_subject_keeps_to_its_length(names: list[str]) -> None:
    line = subject([Change("", name) for name in names], limit=50)

    assert len(line) <= max(50, max(map(len, names), default=0)) + len("; and 8 more changes")


def test_a_check_in_is_told_by_its_values_and_how_much_it_holds() -> None:
    check_in = CheckIn.model_validate(
        {
            "coachplan": "1",
            "date": "2026-01-12",
            "by": "Ada <ada@example.com>",
            "measures": {"updates": "3", "mood": "high"},
            "wins": ["One", "Two"],
            "obstacles": ["Three"],
            "feedback": ["Four", "Five"],
            "next_steps": ["Six"],
        }
    )

    assert describe_check_in(check_in) == (
        "check-in of 2026-01-12 by Ada: updates 3, mood high, 2 wins, 1 obstacle, 2 feedback, 1 next step"
    )


def test_a_check_in_tells_of_practice_milestones_causes_and_what_lasted() -> None:
    check_in = CheckIn.model_validate(
        {
            "coachplan": "1",
            "date": "2026-01-12",
            "by": "Ada",
            "practice": {"rehearse": "4"},
            "milestones": "Three in a week",
            "root_cause": ["One", "Two"],
            "sustained": "partly",
        }
    )

    assert describe_check_in(check_in) == (
        "check-in of 2026-01-12 by Ada: rehearse practised 4, change sustained: partly, 1 milestone, 2 root causes"
    )


def test_what_a_peer_saw_is_told_as_that() -> None:
    check_in = CheckIn.model_validate({"coachplan": "1", "date": "2026-01-12", "by": "George", "about": "Updates"})

    assert describe_check_in(check_in) == "peer's view of 2026-01-12 by George"


def test_a_check_in_with_evidence_alone_is_told_by_its_day() -> None:
    check_in = CheckIn.model_validate({"coachplan": "1", "date": "2026-01-12", "by": "Ada", "evidence": "Seen"})

    assert describe_check_in(check_in) == "check-in of 2026-01-12 by Ada"


def test_every_two_examples_can_be_compared() -> None:
    plans = [Plan.model_validate(read_data(path.read_bytes())) for path in sorted(EXAMPLES.rglob("plan.md"))]
    for before in plans:
        for after in plans:
            changes = compare(before, after)
            assert bool(changes) == (before is not after)
            assert all(change.text and change.subject for change in changes)


def test_every_check_in_of_the_examples_can_be_told() -> None:
    for path in EXAMPLES.rglob("check-ins/*.md"):
        content = read_check_in("x.md", path.read_bytes()).content
        assert content is not None
        assert describe_check_in(content).startswith(f"check-in of {path.name[:10]} by ")
