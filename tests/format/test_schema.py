"""The JSON Schema is one, takes what coachplan takes, and refuses what it must."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from coachplan.format import read_data
from coachplan.format.schema import json_schema
from coachplan.plan import Agreement, CheckIn, Plan

EXAMPLES = Path(__file__).parents[2] / "examples" / "plans"
FILES = sorted(EXAMPLES.rglob("*.md"))


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json_schema()


def numbered(data: Any) -> Any:
    """Plain data as a YAML reader that knows numbers gives it."""
    if isinstance(data, dict):
        return {key: numbered(value) for key, value in data.items()}
    if isinstance(data, list):
        return [numbered(value) for value in data]
    if isinstance(data, str) and re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", data):
        return float(data) if "." in data else int(data)
    return data


def is_valid(schema: dict[str, Any], data: Any) -> bool:
    return Draft202012Validator(schema, format_checker=FormatChecker(["date"])).is_valid(numbered(data))


def test_the_schema_is_valid(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_command_prints_it(schema: dict[str, Any], coachplan: Callable[..., Any]) -> None:
    result = coachplan("schema")

    assert result.code == 0
    assert json.loads(result.out) == schema


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_every_example_is_valid(path: Path, schema: dict[str, Any]) -> None:
    data = read_data(path.read_bytes())

    assert is_valid(schema, data)
    {"check-ins": CheckIn, "agreements": Agreement}.get(path.parent.name, Plan).model_validate(data)


def test_every_part_of_the_schema_says_what_it_is_for(schema: dict[str, Any]) -> None:
    silent = [
        f"{name}.{key}"
        for name, part in schema["$defs"].items()
        for key, value in part.get("properties", {}).items()
        if not value.get("description")
    ]

    assert silent == []


def without(data: Any, *location: str | int) -> Any:
    return changed(data, location, None, remove=True)


def changed(data: Any, location: tuple[str | int, ...], value: Any, *, remove: bool = False) -> Any:
    copy = json.loads(json.dumps(data))
    container = copy
    for step in location[:-1]:
        container = container[step]
    if remove:
        del container[location[-1]]
    else:
        container[location[-1]] = value
    return copy


ADA = read_data((EXAMPLES / "ada-lovelace/clear-status-updates/plan.md").read_bytes())
SESSION = read_data(next((EXAMPLES / "ada-lovelace/clear-status-updates/check-ins").glob("2026-01-12*")).read_bytes())

BAD: dict[str, Any] = {
    "no title": without(ADA, "title"),
    "an empty title": changed(ADA, ("title",), ""),
    "a title as a list": changed(ADA, ("title",), ["x"]),
    "another version": changed(ADA, ("coachplan",), "2"),
    "no version": without(ADA, "coachplan"),
    "no section": without(ADA, "goal_state"),
    "an empty section": changed(ADA, ("activities",), []),
    "an unknown key": changed(ADA, ("titel",), "x"),
    "an unknown key inside": changed(ADA, ("goal_state", "gaol"), "x"),
    "an unknown role": changed(ADA, ("people", "boss"), "x"),
    "no manager": without(ADA, "people", "manager"),
    "an unknown kind": changed(ADA, ("kind",), "pip"),
    "an unknown status": changed(ADA, ("status",), "finished"),
    "an unknown direction": changed(ADA, ("goal_state", "measures", 0, "direction"), "up"),
    "an unknown owner": changed(ADA, ("activities", 0, "owner"), "boss"),
    "an activity without what": without(ADA, "activities", 0, "what"),
    "a measure without a name": without(ADA, "goal_state", "measures", 0, "name"),
    "a due date in words": changed(ADA, ("activities", 0, "due"), "next week"),
    "a due date without what comes first": changed(ADA, ("activities", 0, "due"), {"within": "1 month"}),
    "a start that is no day": changed(ADA, ("timeline", "start"), "2026-02-30"),
    "a timeline without an end": without(ADA, "timeline", "end"),
    "a weekday that is none": changed(ADA, ("update_cadence", "day"), "someday"),
    "an outcome without a result": without(ADA, "outcome", "result"),
    "an unknown result": changed(ADA, ("outcome", "result"), "failed"),
    "a check-in without a day": without(SESSION, "date"),
    "a check-in without an author": without(SESSION, "by"),
    "a check-in with an unknown key": changed(SESSION, ("mood",), "x"),
    "a check-in with measures as a list": changed(SESSION, ("measures",), ["x"]),
    "a check-in with feedback without what": changed(SESSION, ("feedback",), [{"why": "x"}]),
    "a list": ["x"],
    "nothing": None,
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_coachplan_refuses_the_schema_refuses(data: Any, schema: dict[str, Any]) -> None:
    assert not is_valid(schema, data)


GOOD: dict[str, Any] = {
    "a number as a baseline": changed(ADA, ("goal_state", "measures", 0, "baseline"), 2),
    "a fraction as a target": changed(ADA, ("goal_state", "measures", 0, "target"), 2.5),
    "a text as a timeline": changed(ADA, ("timeline",), "2026-01-05 to 2026-02-04"),
    "a text as a goal": changed(ADA, ("goal_state",), "Four a week"),
    "texts as activities": changed(ADA, ("activities",), ["One", "Two"]),
    "a text as an opportunity": changed(ADA, ("opportunity",), "Because"),
    "a due date after another": changed(ADA, ("activities", 0, "due"), {"after": "notes", "within": "1 month"}),
    "two weekdays": changed(ADA, ("update_cadence", "day"), ["monday", "thursday"]),
    "one review": changed(ADA, ("follow_up", "reviews"), "2026-03-04"),
    "a number as a recorded value": changed(SESSION, ("measures", "clear status updates"), 3),
}


@pytest.mark.parametrize("data", GOOD.values(), ids=GOOD)
def test_what_coachplan_takes_the_schema_takes(data: Any, schema: dict[str, Any]) -> None:
    assert is_valid(schema, data)
