"""A section takes another entry, or a key in one of its entries, and every other byte stays."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachplan.base.errors import UsageError
from coachplan.format import add_entry, change_entry, read_data, set_part

EXAMPLES = Path(__file__).parents[2] / "examples" / "plans"
FILES = {str(path.relative_to(EXAMPLES)): path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.rglob("*.md"))}
NEW = {"id": "walk", "what": "Walk the floor: every Friday", "status": "proposed"}


def plan(section: str) -> str:
    return f"---\ntitle: Plan  # kept\n{section}\n# the last\n---\nBody\n"


def only_added(before: str, after: str) -> bool:
    """Whether nothing of `before` was taken away."""
    rest = iter(after)
    return all(character in rest for character in before)


@pytest.mark.one_in(5)
@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("written", ["as it is", "CRLF"])
def test_a_list_of_every_example_takes_another_entry(name: str, written: str) -> None:
    text = FILES[name] if written == "as it is" else FILES[name].replace("\n", "\r\n")
    for key, value in read_data(text).items():
        if isinstance(value, list):
            after = add_entry(text, (key,), NEW)
            assert read_data(after) == read_data(text) | {key: [*value, NEW]}
            assert only_added(text, after)
            assert ("\r\n" in after) == (written == "CRLF")
            assert after.count("\n") == after.count("\r\n") or written == "as it is"


@pytest.mark.parametrize(
    ("section", "after"),
    [
        ("activities: Read  # c", "activities:\n  - Read\n  - what: Go\n    id: go  # c"),
        ("activities: [Read, Write]  # c", "activities: [Read, Write, {what: Go, id: go}]  # c"),
        ("activities: []", "activities:\n  - what: Go\n    id: go"),
        ("activities:\n- Read # c\n", "activities:\n- Read # c\n- what: Go\n  id: go\n"),
        (
            "activities:\n  -   what: Read\n      due: x # c",
            "activities:\n  -   what: Read\n      due: x # c\n  - what: Go\n    id: go",
        ),
        ("activities: {what: Read}", "activities:\n  - what: Read\n  - what: Go\n    id: go"),
        (
            "activities:\n  # a\n  what: Read # b\n  # c\n  cue: >-\n    long\n    text\n  due: x # d",
            (
                "activities:\n  # a\n  - what: Read # b\n    # c\n    cue: >-\n      long\n      text\n    due: x # d\n"
                "  - what: Go\n    id: go"
            ),
        ),
        ("status: draft", "status: draft\nactivities:\n  - what: Go\n    id: go"),
        ("activities:", "activities:\n  - what: Go\n    id: go"),
    ],
)
def test_an_entry_is_written_in_the_manner_of_the_section(section: str, after: str) -> None:
    assert add_entry(plan(section), ("activities",), {"what": "Go", "id": "go"}) == plan(after)


@pytest.mark.parametrize(
    ("section", "key", "after"),
    [
        ("goal_state: Old # c", "goal", "goal_state: New # c"),
        ("goal_state: Old # c", "area", "goal_state: {goal: Old, area: New} # c"),
        ("current_state: Old", "team_member", "current_state: {manager: Old, team_member: New}"),
        ("goal_state: {goal: Old}", "goal", "goal_state: {goal: New}"),
    ],
)
def test_a_key_of_a_section_in_its_short_form_can_be_set(section: str, key: str, after: str) -> None:
    assert set_part(plan(section), (section.partition(":")[0], key), "New") == plan(after)


def test_a_list_inside_a_group_takes_an_entry() -> None:
    text = plan("timeline:\n  start: 2026-01-05\n  end: 2026-02-04")
    once = add_entry(text, ("timeline", "holds"), {"from": "2026-01-12"})
    twice = add_entry(once, ("timeline", "holds"), {"from": "2026-01-20"})
    assert twice == plan(
        "timeline:\n  start: 2026-01-05\n  end: 2026-02-04\n  holds:\n    - from: 2026-01-12\n    - from: 2026-01-20"
    )


def test_an_entry_has_no_place_in_a_text() -> None:
    with pytest.raises(UsageError, match="cannot be set: "):
        add_entry(plan("timeline: 2026-01-05 to 2026-02-04"), ("timeline", "holds"), {"from": "2026-01-12"})


@pytest.mark.parametrize(
    ("section", "place", "after"),
    [
        ("activities: Read  # c", 0, "activities: {what: Read, status: agreed}  # c"),
        ("activities: [Read, Write]", 1, "activities: [Read, {what: Write, status: agreed}]"),
        ("activities:\n- Read # c\n- Write", 0, "activities:\n- {what: Read, status: agreed} # c\n- Write"),
        ("activities: {what: Read}", 0, "activities: {what: Read, status: agreed}"),
        ("activities:\n- what: Read\n  status: proposed # c", 0, "activities:\n- what: Read\n  status: agreed # c"),
    ],
)
def test_a_key_of_an_entry_is_set_and_a_short_form_grows(section: str, place: int, after: str) -> None:
    assert change_entry(plan(section), ("activities", place), "what", {"status": "agreed"}) == plan(after)


_TEXTS = (
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40).map(str.strip).filter(bool)
)
_ENTRIES = st.one_of(_TEXTS, st.dictionaries(st.sampled_from(["what", "id", "cue"]), _TEXTS, min_size=1))


@settings(deadline=None)
@given(st.lists(_ENTRIES, max_size=4), _ENTRIES, st.sampled_from(sorted(FILES)))
def test_any_entries_can_be_added_one_after_the_other(entries: list[Any], last: Any, name: str) -> None:
    text = FILES[name]
    for entry in [*entries, last]:
        text = add_entry(text, ("new_list",), entry)
    assert read_data(text) == read_data(FILES[name]) | {"new_list": [*entries, last]}
    assert only_added(FILES[name], text)
