"""Every field of a plan and a check-in is in the table of fields, is shown where it says, and its change is told."""

import copy
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from coachplan.coaching.changes import compare
from coachplan.output.terminal.plan import print_terms
from coachplan.plan import CheckIn, Model, Plan
from coachplan.plan.plan import Area
from coachplan.plan.table import EVERYWHERE, FIELDS, FieldRow, Phrasing, Place, rows
from coachplan.plan.terms import terms
from coachplan.views.events import changes

PERSON = "{0}Name <{0}@example.com>"
PLAN: dict[str, Any] = {
    "coachplan": "1",
    "title": "TitleText",
    "kind": "coaching",
    "purpose": "growth",
    "status": "active",
    "people": {
        "team_member": PERSON.format("Member"),
        "manager": PERSON.format("Manager"),
        "managers_manager": PERSON.format("Head"),
        "hr": PERSON.format("Partner"),
        "helpers": [PERSON.format("Helper")],
    },
    "opportunity": {
        "reason": "ReasonText",
        "business_need": "NeedText",
        "aspiration": "AspirationText",
        "aligned_with_managers_manager": "2025-12-19",
    },
    "development_area": [{"area": "AreaText", "why": "AreaWhyText"}],
    "current_state": [
        {
            "manager": "SeenByManagerText",
            "team_member": "SeenByMemberText",
            "circumstances": "CircumstancesText",
            "evidence": ["StateEvidenceText"],
        }
    ],
    "goal_state": [
        {
            "goal": "GoalText",
            "area": "GoalAreaText",
            "achievable_because": "AchievableText",
            "relevant_because": "RelevantText",
            "measures": [
                {
                    "name": "MeasureName",
                    "unit": "UnitText",
                    "direction": "increase",
                    "baseline": "1171",
                    "target": "9973",
                    "by": "2026-01-30",
                    "steps": [{"by": "2026-01-22", "target": "5557"}],
                    "scale": ["LowLevel", "HighLevel"],
                }
            ],
        }
    ],
    "activities": [
        {
            "id": "activity-id",
            "what": "ActivityText",
            "kind": "habit",
            "owner": "team_member",
            "proposed_by": "manager",
            "status": "agreed",
            "due": "2026-01-23",
            "cue": "CueText",
            "every": "every 9 days",
            "learned": "LearnedText",
            "why": "ActivityWhyText",
        },
        {"what": "LaterText", "status": "agreed", "due": {"after": "earlier-id", "within": "17 days"}},
        # Of an activity that goes on, other words than the agreed ones would make a proposal.
        {
            "what": "LeftText",
            "status": "dropped",
            "agreed": {"by": PERSON.format("Member"), "date": "2026-01-09", "words": "1:45ae4c09b88d"},
        },
    ],
    "timeline": {
        "start": "2026-01-05",
        "end": "2026-02-04",
        "milestones": [{"date": "2026-01-19", "what": "MilestoneText", "reached": "2026-01-20"}],
        "extensions": [{"date": "2026-01-21", "from": "2026-02-01", "to": "2026-02-03", "why": "ExtensionText"}],
        "holds": [{"from": "2026-01-13", "to": "2026-01-16", "why": "HoldText"}],
    },
    "support_assets": [
        {"what": "SupportText", "from": "manager", "every": "twice a month", "due": "2026-01-08", "status": "given"}
    ],
    "update_cadence": [
        {"every": "3 weeks", "day": ["tuesday"], "until": "2026-01-29", "how": "HowText"},
        {"dates": ["2026-02-02"]},
    ],
    "follow_up": {"sustain_until": "2026-05-06", "reviews": ["2026-03-04"]},
    "revisions": [
        {
            "date": "2026-01-18",
            "what": "RevisionText",
            "measure": "EarlierName",
            "from": "BeforeText",
            "to": "SinceText",
            "why": "RevisionWhyText",
        }
    ],
    "acknowledgements": [
        {
            "by": PERSON.format("Member"),
            "date": "2026-01-06",
            "stance": "agree",
            "comment": "CommentText",
            "terms": "FingerprintText",
            "assurance": "claimed",
        }
    ],
    "success_criteria": ["SuccessText"],
    "responsibilities": {"team_member": ["MemberTakesOnText"], "manager": ["ManagerTakesOnText"]},
    "consequences": "ConsequencesText",
    "previous_step": "PreviousText",
    "follows": "earlier/plan-id",
    "ignore": {"CP404": "IgnoreText"},
}
OUTCOME: dict[str, Any] = {
    "result": "partly-achieved",
    "date": "2026-02-05",
    "summary": "SummaryText",
    "measures": {"MeasureName": "8887"},
    "helped": ["HelpedText"],
    "hindered": ["HinderedText"],
    "team_member": "OwnWordsText",
}
CLOSED = PLAN | {"status": "closed", "outcome": OUTCOME}
CHECK_IN: dict[str, Any] = {
    "coachplan": "1",
    "date": "2026-01-12",
    "by": PERSON.format("Recorder"),
    "measures": {"MeasureName": "6661"},
    "evidence": ["EvidenceText"],
    "reflections": [{"answer": "AnswerText", "asked": "QuestionText"}],
    "wins": ["WinText"],
    "obstacles": ["ObstacleText"],
    "feedback": [
        {"what": "FeedbackText", "why": "FeedbackWhyText", "next": "NextText", "from": PERSON.format("Giver")}
    ],
    "adjustments": ["AdjustmentText"],
    "next_steps": ["StepText"],
    "about": "AboutText",
    "practice": {"ActivityText": "7717"},
    "milestones": ["ReachedText"],
    "root_cause": ["CauseText"],
    "sustained": "partly",
}
OTHER = {
    "coaching": "performance-support",
    "growth": "performance",
    "active": "draft",
    "closed": "draft",
    "increase": "maintain",
    "habit": "training",
    "team_member": "hr",
    "manager": "hr",
    "agreed": "done",
    "dropped": "done",
    "given": "promised",
    "tuesday": "thursday",
    "partly-achieved": "stopped",
    "agree": "received",
    "claimed": "signed",
    "partly": "fully",
    "1": "1",
}
"""Another word for each word of the format."""

Location = tuple[str | int, ...]


def leaves(data: Any, location: Location = ()) -> Iterator[Location]:
    if isinstance(data, dict | list):
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(inner, (*location, step))
    else:
        yield location


def at(data: Any, location: Location) -> Any:
    for step in location:
        data = data[step]
    return data


def other(value: str) -> str:
    """Return another value of the same sort."""
    if value in OTHER:
        return OTHER[value]
    if value[:2] == "20":
        return "2026-01-07"
    return PERSON.format("Zebra") if "@" in value else "11 days" if value[-1].islower() else "Zebrafinch"


def changed(data: dict[str, Any], location: Location) -> dict[str, Any]:
    data = copy.deepcopy(data)
    at(data, location[:-1])[location[-1]] = other(at(data, location))
    return data


def fields_at(part: Any, location: Location) -> Iterator[tuple[type[Model], str]]:
    """Yield the fields that lead to a place, each with its model."""
    for step in location:
        if isinstance(part, Model):
            name = next(name for name, field in type(part).model_fields.items() if (field.alias or name) == step)
            yield type(part), name
            part = getattr(part, name)
        else:
            part = part[step]


def row_at(part: Model, location: Location) -> FieldRow:
    kind, name = list(fields_at(part, location))[-1]
    return rows(kind)[name]


PLACES = list(leaves(CLOSED))
PLACES_OF_CHECK_IN = list(leaves(CHECK_IN))


def name_of(value: object) -> str:
    return ".".join(map(str, value)) if isinstance(value, tuple) else ""


# -- the table ---------------------------------------------------------------------------------------------------------


def strangers(kind: type[Model]) -> list[str]:
    """Return each field of a model that the table lacks, and each row of the table for a field that is not there."""
    return sorted(f"{kind.__name__}.{name}" for name in kind.model_fields.keys() ^ rows(kind).keys())


def test_every_field_of_every_model_is_in_the_table() -> None:
    kinds = {kind for kind in Model.__subclasses__() if kind.__module__.startswith("coachplan.")}
    assert kinds == FIELDS.keys()
    assert [stranger for kind in kinds for stranger in strangers(kind)] == []


def test_a_field_that_is_in_no_row_is_found() -> None:
    class ColouredArea(Area):
        colour: str = ""

    assert strangers(ColouredArea) == ["ColouredArea.colour"]


def test_every_field_has_a_value_that_is_looked_for_here() -> None:
    plan, check_in = Plan.model_validate(CLOSED), CheckIn.model_validate(CHECK_IN)
    filled = {field for location in PLACES for field in fields_at(plan, location)}
    filled |= {field for location in PLACES_OF_CHECK_IN for field in fields_at(check_in, location)}
    assert filled == {(kind, name) for kind, table in FIELDS.items() for name in table}


# -- a change of it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("location", PLACES, ids=name_of)
def test_a_change_of_it_is_told_and_is_one_of_terms_as_the_table_says(location: Location) -> None:
    before, after = Plan.model_validate(CLOSED), Plan.model_validate(changed(CLOSED, location))
    fields = list(fields_at(before, location))
    found = compare(before, after)

    assert bool(found) == (row_at(before, location).phrasing is not Phrasing.NEVER)
    assert not any("Zebra" in change.subject for change in found)
    assert all(change.text and change.subject for change in found)
    assert (terms(before) != terms(after)) == all(FIELDS[kind][name].is_term for kind, name in fields)
    assert any(change.is_term for change in found) == (terms(before) != terms(after))


@pytest.mark.parametrize("location", PLACES_OF_CHECK_IN, ids=name_of)
def test_a_change_of_a_check_in_is_told(location: Location) -> None:
    before, after = CHECK_IN, changed(CHECK_IN, location)
    if before != after:
        texts = [written(data) for data in (before, after)]
        (change,) = changes([("plans/a/b/check-ins/2026-01-12.md", *texts)])
        assert change.text
        assert "Zebra" not in change.subject


# -- it is shown -------------------------------------------------------------------------------------------------------


def written(data: dict[str, Any]) -> bytes:
    return f"---\n{json.dumps(data)}\n---\n".encode()


@pytest.fixture
def shown(ada, coachplan, monkeypatch):
    """Shows a plan and its check-in, on the terminal, as Markdown or as HTML."""
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-20")
    folder = ada / "plans" / "ada-lovelace" / "clear-status-updates"
    (folder / "check-ins").mkdir(exist_ok=True)

    def show(plan: dict[str, Any], check_in: dict[str, Any], place: Place) -> str:
        (folder / "plan.md").write_bytes(written(plan))
        (folder / "check-ins" / "2026-01-12.md").write_bytes(written(check_in))
        command = {"terminal": ["show", "ada"], "markdown": ["render", "ada", "--to", "md"]}
        result = coachplan("-C", ada, *command.get(place, ["render", "ada", "--to", "html"]))
        assert result.code == 0, result.err
        return str(result.out)

    return show


def forms(value: str) -> set[str]:
    """Return the ways in which a value may be written; a person by the name."""
    if value[:2] == "20":
        day = date.fromisoformat(value)
        return {value, f"{day.day} {day:%B}"}
    return {value.partition(" <")[0], value.capitalize()}


@pytest.mark.parametrize("place", sorted(EVERYWHERE))
def test_it_is_shown_where_the_table_says(shown, place: Place) -> None:
    page = shown(CLOSED, CHECK_IN, place)
    missing, superfluous = [], []
    parts: list[tuple[dict[str, Any], Model]] = [
        (CLOSED, Plan.model_validate(CLOSED)),
        (CHECK_IN, CheckIn.model_validate(CHECK_IN)),
    ]
    for data, part in parts:
        for location in leaves(data):
            value = at(data, location)
            if value not in OTHER:
                is_there = any(form in page for form in forms(value))
                is_to_be = place in row_at(part, location).shown
                missing += [location] if is_to_be and not is_there else []
                superfluous += [location] if is_there and not is_to_be else []
    assert (missing, superfluous) == ([], [])


KEYWORDS = [(PLAN, location) for location in leaves(PLAN) if at(PLAN, location) in OTHER and location != ("coachplan",)]
KEYWORDS += [(CLOSED, ("outcome", "result")), (CHECK_IN, ("sustained",))]


@pytest.mark.parametrize("place", sorted(EVERYWHERE))
def test_another_word_of_the_format_is_shown_otherwise(shown, place: Place) -> None:
    pages = {id(data): shown(data, CHECK_IN, place) for data in (PLAN, CLOSED)}
    alike = []
    for data, location in KEYWORDS:
        if data is CHECK_IN:
            page, plain = shown(CLOSED, changed(data, location), place), pages[id(CLOSED)]
        else:
            page, plain = shown(changed(data, location), CHECK_IN, place), pages[id(data)]
        alike += [location] if page == plain else []
    assert alike == []


# -- a term stands before the signatures, and nothing else does --------------------------------------------------------


def misplaced(before: str) -> list[tuple[Location, str]]:
    """Return each value of the plan and its check-in that is a term and not in the text, or in it and not a term."""
    terms, others = [], []
    plan, check_in = Plan.model_validate(CLOSED), CheckIn.model_validate(CHECK_IN)
    for data, part in ((CLOSED, plan), (CHECK_IN, check_in)):
        for location in leaves(data):
            is_term = part is plan and all(rows(kind)[name].is_term for kind, name in fields_at(part, location))
            if at(data, location) not in OTHER:
                (terms if is_term else others).append((location, at(data, location)))
    alike = " ".join(form for _, value in terms for form in forms(value))
    missing = [entry for entry in terms if not any(form in before for form in forms(entry[1]))]
    return missing + [
        (location, value)
        for location, value in others
        if any(form in before and form not in alike for form in forms(value))
    ]


@pytest.mark.parametrize("to", ["md", "html"])
def test_only_terms_stand_before_the_signatures(shown, coachplan, ada, to: str) -> None:
    shown(CLOSED, CHECK_IN, "terminal")
    path = ada / "plans" / "ada-lovelace" / "clear-status-updates" / "plan.md"
    path.write_bytes(path.read_bytes() + b"\nBodyText\n")

    page = coachplan("-C", ada, "render", "ada", "--to", to, "--sign").out
    before, heading, after = page.partition("## Signatures" if to == "md" else 'id="signatures"')

    assert heading
    assert misplaced(before) == []
    assert "BodyText" not in before
    assert "Not part of what was agreed" not in before
    beside = after.partition("Not part of what was agreed")[2]
    assert [
        text for text in ("BodyText", "TitleText", "HoldText", "LearnedText", "SummaryText") if text not in beside
    ] == []


def test_all_terms_are_shown_before_they_are_agreed_to_and_nothing_else(capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    plan = Plan.model_validate(CLOSED)
    print_terms(plan, date(2026, 1, 6), {})
    assert misplaced(capsys.readouterr().out) == []

    later = Plan.model_validate(changed(CLOSED, ("consequences",)))
    print_terms(later, date(2026, 1, 6), {}, plan)
    full, _, short = capsys.readouterr().out.partition("All of it in short")
    assert "11 days" in full
    assert "AreaText" not in full
    assert "GoalText" in short
