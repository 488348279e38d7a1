"""Files are read strictly; every finding stands at its place, and nothing that a file holds is a surprise."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachplan.base.errors import UsageError
from coachplan.base.findings import Finding
from coachplan.format import BODY, Document, read_agreement, read_check_in, read_data, read_plan
from coachplan.format.strict_yaml import MAX_DEPTH
from conftest import examples

EXAMPLES = Path(__file__).parents[2] / "examples" / "plans"
FILES = {str(path.relative_to(EXAMPLES)): path.read_bytes() for path in sorted(EXAMPLES.rglob("*.md"))}
# What does not come back soon takes minutes; so much more than it takes is left to slow machines.
SECONDS = 15.0

PLAN = {
    "coachplan": "1",
    "title": "Clear status updates",
    "people": "{team_member: Ada, manager: Ben}",
    "development_area": "Updates",
    "current_state": "Two a week",
    "goal_state": "Four a week",
    "activities": "Rehearse",
    "timeline": "2026-01-05 to 2026-02-04",
    "support_assets": "Half an hour",
    "update_cadence": "week",
}


def plan(**changes: str | None) -> bytes:
    """A valid plan with some keys changed, added or, where None, left out."""
    lines = [f"{key}: {value}" for key, value in ({**PLAN, **changes}).items() if value is not None]
    return "\n".join(["---", *lines, "---", "Notes.", ""]).encode()


def places(document: Document[Any]) -> set[tuple[str, int, int]]:
    return {(finding.code, finding.line, finding.column) for finding in document.findings}


def found(raw: bytes | str) -> set[tuple[str, int, int]]:
    return places(read_plan("plan.md", raw.encode() if isinstance(raw, str) else raw))


# -- scalars stay what was written ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "on", "off", "012", "0o17", "1:30", "1e3", "0x1F", "2026-02-30", "1_000", ".5", "true", "+7", "NaN"],
)
def test_a_scalar_is_the_text_that_was_written(text: str) -> None:
    assert read_data(f"---\na: {text}\n---\n") == {"a": text}


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_none_unless_it_is_quoted(text: str) -> None:
    assert read_data(f"---\na: {text}\nb: '{text}'\nc: \"{text}\"\n---\n") == {"a": None, "b": text, "c": text}


@pytest.mark.parametrize("text", ["nULL", "none", "None", "nil"])
def test_other_words_for_nothing_are_texts(text: str) -> None:
    assert read_data(f"---\na: {text}\n---\n") == {"a": text}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a: x\nb: y", {"a": "x", "b": "y"}),
        ("a: [x, 'y', \"z\"]", {"a": ["x", "y", "z"]}),
        ("a:\n- x\n- y: z", {"a": ["x", {"y": "z"}]}),
        ("a: >-\n  x\n  y", {"a": "x y"}),
        ("a: |\n  x\n  y", {"a": "x\ny\n"}),
        ("a: x\n  y", {"a": "x y"}),
        ("'a b': x", {"a b": "x"}),
        ("? a\n: x", {"a": "x"}),
        ("a: x # c", {"a": "x"}),
        ("a: x#c", {"a": "x#c"}),
        ("a: R&D * 2!", {"a": "R&D * 2!"}),
        ("a: 'x &y *z !w'", {"a": "x &y *z !w"}),
        ("a: |\n  x &y *z !w", {"a": "x &y *z !w\n"}),
        ("# &x *y !z\na: b", {"a": "b"}),
        ("'<<': x", {"<<": "x"}),
        ('a: "\\t\\u00e9\\U0001F600"', {"a": "\té😀"}),
        ('a: "x\\Ly\\Nz"', {"a": "x\u2028y\x85z"}),
        ("清晰: 😀", {"清晰": "😀"}),
    ],
)
def test_yaml_is_read_as_data(written: str, read: dict[str, Any]) -> None:
    assert read_data(f"---\n{written}\n---\n") == read


def test_twenty_levels_are_read_and_no_more() -> None:
    assert read_data(f"---\na: {'[' * (MAX_DEPTH - 1)}x{']' * (MAX_DEPTH - 1)}\n---\n")
    with pytest.raises(UsageError, match="more than 20 levels deep"):
        read_data(f"---\na: {'[' * MAX_DEPTH}x{']' * MAX_DEPTH}\n---\n")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("spaces", ["", " ", "\t"])
def test_the_front_matter_ends_at_the_second_line_of_dashes(newline: str, mark: str, spaces: str) -> None:
    lines = [f"---{spaces}", *plan().decode().split("\n")[1:-3], f"---{spaces}", "Notes.", "---", "a: [", ""]

    document = read_plan("plan.md", (mark + newline.join(lines)).encode())

    assert document.findings == ()
    assert document.content is not None
    assert [line.strip() for line in document.body.strip().splitlines()] == ["Notes.", "---", "a: ["]
    assert not document.text.startswith("\ufeff")


def test_front_matter_of_64_kib_is_read_and_no_more() -> None:
    room = 64 * 1024 - len(b"a: \n")
    assert len(read_data(f"---\na: {'x' * room}\n---\n")["a"]) == room
    with pytest.raises(UsageError, match="64 KiB"):
        read_data(f"---\na: {'x' * (room + 1)}\n---\n")


def test_a_file_of_one_mebibyte_is_read_and_no_more() -> None:
    raw = plan()
    assert read_plan("", raw + b"x" * (1024 * 1024 - len(raw))).findings == ()
    assert found(raw + b"x" * (1024 * 1024 - len(raw) + 1)) == {("CP003", 1, 1)}


# -- places -----------------------------------------------------------------------------------------------------------

WRITINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "a byte order mark and CRLF": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "no final newline": lambda text: text.rstrip("\n"),
}

PLACED: dict[str, tuple[str, set[tuple[str, int, int]]]] = {
    "an unknown key": ("titel2: x", {("CP011", 12, 1)}),
    "a broken day": ("outcome: {result: achieved, date: 2026-02-30}", {("CP013", 12, 35)}),
    "behind a tab": ("outcome: {result: achieved,\tdate: 2026-02-30}", {("CP013", 12, 35)}),
    "behind characters beyond": ("outcome: {summary: 😀é清, result: x, date: 2026-02-04}", {("CP012", 12, 33)}),
    "behind a byte order mark": ("outcome: {summary: a\ufeffb, result: x, date: 2026-02-04}", {("CP012", 12, 33)}),
    "behind combining marks": ("outcome: {summary: e\u0301, result: x, date: 2026-02-04}", {("CP012", 12, 32)}),
    "behind a line separator": ("outcome: {summary: 'a\u2028b', result: x, date: 2026-02-04}", {("CP002", 12, 22)}),
    "behind a next line": ("title: 😀\nkind: a\x85b", {("CP002", 13, 8)}),
    "behind a quoted key": ('"outcome" : {result: x, date: 2026-02-04}', {("CP012", 12, 22)}),
    "on a line of its own": ("outcome:\n  result: achieved\n  date: soon", {("CP013", 14, 9)}),
    "in a list": (
        "revisions:\n  - date: 2026-01-05\n    what: x\n    from: y\n  - date: soon\n    what: x\n    from: y",
        {("CP013", 16, 11)},
    ),
    "in a list without space": ("revisions:\n- date: soon\n  what: x\n  from: y", {("CP013", 13, 9)}),
    "an empty value": ("outcome: {result: , date: 2026-02-04}", {("CP012", 12, 11)}),
    "an empty value on its line": ("outcome:\n  result:\n  date: 2026-02-04", {("CP012", 13, 3)}),
    "a missing key": ("outcome: {result: achieved}", {("CP014", 12, 1)}),
    "a quoted text": ("status: 'finished'", {("CP012", 12, 9)}),
    "a folded text": ("status: >-\n  finished", {("CP012", 12, 9)}),
    "a text on the next line": ("status:\n    finished", {("CP012", 13, 5)}),
    "a key twice": ("status: draft\nkind: coaching\nstatus: draft", {("CP007", 14, 1)}),
    "two keys twice": ("status: draft\nstatus: draft\ntitle: x", {("CP007", 13, 1), ("CP007", 14, 1)}),
    "a key twice inside": ("outcome: {a: b, a: c}", {("CP007", 12, 17)}),
    "an anchor": ("status: &a draft", {("CP006", 12, 9)}),
    "an alias": ("status: *a", {("CP006", 12, 9)}),
    "a tag": ("status: !!str draft", {("CP006", 12, 9)}),
    "a merge key": ("outcome:\n  <<: x", {("CP006", 13, 3)}),
    "a complex key": ("outcome:\n  ? [a]\n  : b", {("CP005", 13, 5)}),
    "21 levels": (f"outcome: {'[' * 21}{']' * 21}", {("CP008", 12, 9 + 20)}),
    "a tab as indentation": ("outcome:\n\tresult: x", {("CP005", 13, 1)}),
    "a control character": ("outcome: é\x07", {("CP002", 12, 11)}),
    "a control character behind CRLF": ("outcome: é\r\nkind: \x9b", {("CP002", 13, 7)}),
    "an escaped control character": ('outcome: {result: achieved, summary: "é\\e"}', {("CP002", 12, 38)}),
    "conflict markers": ("<<<<<<< HEAD\nkind: x\n=======\n>>>>>>> b", {("CP009", 12, 1)}),
}


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize(("yaml_text", "expected"), PLACED.values(), ids=PLACED)
def test_a_finding_stands_where_it_is_about(yaml_text: str, expected: set[tuple[str, int, int]], writing: str) -> None:
    text = plan().decode().replace("\n---\nNotes.", f"\n{yaml_text}\n---\nNotes.")
    if "\r\n" in text and "CRLF" in writing:
        text = text.replace("\r\n", "\n")

    assert found(WRITINGS[writing](text)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", ("CP004", 1, 1)),
        (b"\xef\xbb\xbf", ("CP004", 1, 1)),
        (b"---\ntitle: x\n", ("CP004", 1, 1)),
        (b"---\n- x\n---\n", ("CP004", 2, 1)),
        (b"---\ntitle: \xe9\n---\n", ("CP002", 2, 8)),
        ("---\ntitle: 😀é".encode() + b"\xff\n---\n", ("CP002", 2, 10)),
        (b"\xef\xbb\xbf---\r\ntitle: \xff\r\n---\r\n", ("CP002", 2, 8)),
        (b"\xff\xfe-\x00-\x00-\x00", ("CP002", 1, 1)),
        (b"---\ntitle: x\n---\nNotes.\nMore \x00", ("CP002", 5, 6)),
        ("---\ntitle: é\n---\nNé 😀 \x9b".encode(), ("CP002", 4, 6)),
    ],
)
def test_what_stops_the_reading_has_its_place_too(raw: bytes, expected: tuple[str, int, int]) -> None:
    assert found(raw) == {expected}


# -- salvage ----------------------------------------------------------------------------------------------------------


def test_every_error_of_a_file_is_found_at_its_place() -> None:
    text = """\
---
coachplan: 1
title: Clear
people: {team_member: Ada, manager: <x>, boss: Eve}
development_area:
current_state: [Two, {manager: x, evidense: y}]
goal_state:
  - goal: One
    measures:
      - {name: a, direction: up}
      - {name: b, by: 2026-02-30}
      - {direction: increase}
  - gaol: Two
activities:
  - what: x
    due: {after: y}
  - what: z
    due: soon
  - []
timeline: {start: 2026-01-05, end: 2026-02-04, milestones: [{date: 2026-01-19}]}
support_assets: x
update_cadence: bi-weekly
outcome: {result: won, date: 2026-02-04, measures: {a: [1]}}
---
"""
    document = read_plan("plan.md", text.encode())

    assert places(document) == {
        ("CP012", 4, 37),  # <x>
        ("CP016", 4, 42),  # boss
        ("CP102", 5, 1),  # development_area
        ("CP011", 6, 35),  # evidense
        ("CP012", 10, 30),  # up
        ("CP013", 11, 23),  # 2026-02-30
        ("CP014", 12, 9),  # no name
        ("CP011", 13, 5),  # gaol, which is why no goal is missing
        ("CP014", 16, 5),  # no within
        ("CP013", 18, 10),  # soon
        ("CP012", 19, 5),  # []
        ("CP014", 20, 61),  # no what
        ("CP405", 22, 17),  # bi-weekly
        ("CP012", 23, 19),  # won
        ("CP012", 23, 56),  # [1]
    }
    plan_ = document.content
    assert plan_ is not None
    assert plan_.title == "Clear"
    assert [measure.name for goal in plan_.goal_state for measure in goal.measures] == ["a", "b"]
    assert [activity.what for activity in plan_.activities] == ["x", "z"]
    assert document.unread == {"people", "development_area", "update_cadence"}
    assert document.damaged == {
        *("people", "development_area", "current_state", "goal_state", "activities", "timeline"),
        *("update_cadence", "outcome"),
    }


def test_a_place_behind_a_lost_entry_counts_as_the_file_does() -> None:
    text = plan(activities="\n  - what: a\n    due: soon\n  - []\n  - what: b\n    status: done").decode()
    document = read_plan("plan.md", text.encode())
    assert document.content is not None
    last = len(document.content.activities) - 1
    assert document.content.activities[last].what == "b"

    line, column = document.place_of(("activities", last, "status"))

    assert text.split("\n")[line - 1][column - 1 :] == "done"


@pytest.mark.parametrize(
    ("written", "phrase", "shown"),
    [
        ('"one, two, three"', "two, three", 'two, three"'),
        (">\n  one two\n  three four", "two three", "two"),
        ("|\n  one\n  two three", "three", "three"),
        ("'it''s one'", "it's one", "'it''s one'"),
        ("one", "elsewhere", "one"),
    ],
)
def test_a_phrase_has_its_place_however_it_is_written(written: str, phrase: str, shown: str) -> None:
    text = plan(title=f" {written}").decode()
    document = read_plan("plan.md", text.encode())

    line, column = document.place_of(("title",), phrase)

    assert text.split("\n")[line - 1][column - 1 :] == shown


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_phrase_of_the_body_has_its_place(ends: str) -> None:
    text = (plan().decode() + "\nOne line.\n\nTwo words here.  \n\n").replace("\n", ends)
    document = read_plan("plan.md", text.encode())

    line, column = document.place_of(BODY, "words here")

    assert text.split("\n")[line - 1][column - 1 :].startswith("words here.")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("titel", "title"), ("goal_stat", "goal_state"), ("time_line", "timeline"), ("activites", "activities")],
)
def test_a_misspelt_key_is_one_finding_and_not_a_missing_section_too(written: str, meant: str) -> None:
    raw = plan(**{meant: None, written: PLAN[meant]})
    document = read_plan("plan.md", raw)

    assert [finding.code for finding in document.findings] == ["CP011"]
    assert document.findings[0].advice == f"did you mean `{meant}`?"
    assert meant in document.unread


def test_a_misspelt_role_is_one_finding() -> None:
    document = read_plan("plan.md", plan(people="{team_meber: Ada, manager: Ben}"))

    assert [(finding.code, finding.advice) for finding in document.findings] == [
        ("CP016", "did you mean `team_member`?")
    ]


def test_a_misspelt_key_inside_a_list_is_one_finding() -> None:
    document = read_plan("plan.md", plan(activities="[{wat: x}, {what: y}]"))

    assert [(finding.code, finding.advice) for finding in document.findings] == [("CP011", "did you mean `what`?")]


def test_a_missing_key_beside_an_unknown_one_that_is_something_else_is_still_missing() -> None:
    assert {code for code, *_ in found(plan(title=None, zzz="x"))} == {"CP011", "CP014"}


@pytest.mark.parametrize("key", PLAN)
@pytest.mark.parametrize(
    "value", [None, "", "~", "[]", "{}", "[[]]", "[~]", "{x: y}", "[{x: y}]", "'  '", "x: y: z", "[[[[x]]]]"]
)
def test_no_broken_section_hides_another(key: str, value: str | None) -> None:
    document = read_plan("plan.md", plan(**{key: value, "kind": "wrong"}))

    codes = {(finding.code, finding.line) for finding in document.findings}
    if value == "x: y: z":
        assert {code for code, _ in codes} == {"CP005"}
        return
    line = (plan(**{key: value, "kind": "wrong"}).decode().split("\n").index("kind: wrong")) + 1
    assert ("CP012", line) in codes
    assert document.content is not None
    for other in PLAN.keys() - document.damaged:
        assert getattr(document.content, other) == getattr(read_plan("", plan()).content, other)


def test_reading_one_broken_file_leaves_no_trace_in_the_next() -> None:
    broken = plan(people="{'': x}", timeline="{star: x}", current_state="[{x: y}]")
    for _ in range(3):
        before = places(read_plan("plan.md", broken))
        read_plan("plan.md", plan(people="{team_member: Ada, boss: x, manager: <>}", timeline="{end: soon}"))
        assert places(read_plan("plan.md", broken)) == before
        assert places(read_plan("plan.md", plan(people="x"))) == {("CP012", 4, 9)}
        assert read_plan("plan.md", plan()).findings == ()


@pytest.mark.parametrize(
    "key", ["<day>", "<after>", "[key]", "0", "-1", "", "due", "what", "__class__", "model_fields"]
)
def test_no_name_of_a_key_confuses_the_reader(key: str) -> None:
    raw = plan(outcome=f"{{result: x, date: y, measures: {{'{key}': []}}}}", activities=f"[{{due: {{'{key}': x}}}}]")
    document = read_plan("plan.md", raw + b"")
    top = read_plan("plan.md", plan(**{f"'{key}'": "[]"}))

    assert {finding.code for finding in document.findings} <= {"CP011", "CP012", "CP013", "CP014"}
    assert {finding.code for finding in top.findings} == {"CP011"}


# -- the short and the long ways of writing are one -------------------------------------------------------------------

FORMS: dict[str, list[str]] = {
    "development_area": ["x", "[x]", "\n- x", "{area: x}", "\n  area: x", "\n  - area: x", '"x"', ">-\n  x", "x # c"],
    "current_state": ["x", "[x]", "{manager: x}", "[{manager: x}]", "{manager: x, team_member: }"],
    "goal_state": ["x", "[x]", "{goal: x}", "[{goal: x}]", "{goal: 'x', area: ~}"],
    "activities": ["[x, y]", "[{what: x}, y]", "\n- x\n- what: y", "\n  - what: x\n  - what: y\n    due:"],
    "timeline": [
        "2026-01-05 to 2026-02-04",
        "{start: 2026-01-05, end: 2026-02-04}",
        "\n  start: '2026-01-05'\n  end: 2026-02-04",
    ],
    "support_assets": ["x", "[x]", "{what: x}", "[{what: x, from: null}]"],
    "update_cadence": ["week", "[week]", "{every: week}", "[{every: 'week'}]"],
}


@pytest.mark.parametrize("section", FORMS)
def test_every_form_of_a_section_gives_the_same_plan(section: str) -> None:
    documents = [read_plan("plan.md", plan(**{section: form})) for form in FORMS[section]]

    assert all(document.findings == () for document in documents)
    assert all(document.content == documents[0].content for document in documents)


@pytest.mark.parametrize("name", FILES)
def test_every_writing_of_an_example_gives_the_same_model(name: str) -> None:
    read = {"check-ins": read_check_in, "agreements": read_agreement}.get(name.split("/")[-2], read_plan)
    text = FILES[name].decode().replace("\r\n", "\n")
    documents = [read("x.md", writing(text).encode()) for writing in WRITINGS.values()]

    assert all(document.findings == () for document in documents)
    assert all(document.content == documents[0].content for document in documents)


# -- nothing is a surprise --------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        b"---\n",
        b"---",
        b"\n",
        b"\r\n",
        b"\r",
        b": ",
        b"- ",
        b"[",
        b"]",
        b"{",
        b"}",
        b"&a ",
        b"*a",
        b"!!x ",
        b"<<: ",
        b"? ",
    ]
    + [
        b"'",
        b'"',
        b"\\",
        b"#",
        b"|\n",
        b">-\n",
        b"%YAML 1.1\n",
        b"...\n",
        b"\t",
        b"\x00",
        b"\x1b",
        b"\xff",
        b"\xef\xbb\xbf",
    ]
    + [
        "😀é\u2028\x85".encode(),
        b"  ",
        b"title",
        b"goal_state",
        b"activities",
        b"due",
        b"coachplan: 1\n",
        b"2026-02-30",
        b"~",
    ]
    + [f"{key}: {value}\n".encode() for key, value in PLAN.items()]
)


def check(raw: bytes) -> None:
    """Both readers come back soon, and every finding lies inside the file."""
    for read in (read_plan, read_check_in, read_agreement):
        begun = time.process_time()
        document = read("x.md", raw)
        assert time.process_time() - begun < SECONDS
        for finding in document.findings:
            require_inside(finding, raw)
        assert document.content is not None or document.findings


def require_inside(finding: Finding, raw: bytes) -> None:
    lines = raw.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
    assert 1 <= finding.line <= len(lines), finding
    assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1, finding
    assert re.fullmatch(r"CP\d{3}", finding.code)
    assert finding.message
    assert "\n" not in finding.message + finding.advice
    assert not re.search("Input should|Field required|Extra inputs|validation error|[Vv]alue error", finding.message)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300) | st.lists(_PIECES, max_size=30).map(b"".join))
@example(b"---\n[")
@example(b"---\n? a\n---\n")
def test_any_bytes_are_read_without_a_surprise(raw: bytes) -> None:
    check(raw)
    check(b"---\n" + raw + b"\n---\n")


@settings(max_examples=examples(250), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(sorted(FILES)))
def test_mutated_examples_are_read_without_a_surprise(data: st.DataObject, name: str) -> None:
    raw = FILES[name]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.sampled_from([0, 1, 2, 10, 200]))
        raw = raw[:at] + data.draw(_PIECES | st.binary(max_size=4)) + raw[at + length :]

    check(raw)


_NONSENSE = st.recursive(
    st.none()
    | st.text(max_size=4)
    | st.sampled_from(["2026-01-05", "week", "bi-weekly", "Ada <a@b>", "1", "<day>", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["what", "due", "goal", "measures", "name", "every", "by", "start", "", "x"]), inner
        )
    ),
    max_leaves=8,
)
_KEYS = [*PLAN, "kind", "outcome", "opportunity", "follow_up", "revisions", "acknowledgements", "measures", "feedback"]


@pytest.mark.long
@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=3), _NONSENSE, max_size=4))
def test_any_data_is_salvaged_without_a_surprise(changes: dict[str, Any]) -> None:
    from coachplan.format import to_yaml

    lines = [
        f"{to_yaml(key)}: {to_yaml(value)}"
        for key, value in ({**PLAN, **changes}).items()
        if key not in PLAN or key in changes
    ]
    lines += [f"{key}: {value}" for key, value in PLAN.items() if key not in changes]
    check("\n".join(["---", *lines, "---", ""]).encode("utf-8", "surrogatepass"))


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "yaml_text",
    [
        "a: " + "[" * 60_000,
        "a: " + "{" * 60_000,
        "- " * 30_000,
        "? " * 30_000,
        "a: '" + "''" * 30_000,
        "a: " + "x " * 30_000,
        "a: [" + "x," * 30_000 + "]",
        "\n".join(f"{' ' * depth}a:" for depth in range(340)),
        "activities: [" + "'', " * 15_000 + "]",
        "\n".join(f"k{number}: v" for number in range(6_500)),
        "activities: [" + "{}, " * 15_000 + "]",
        "people: {team_member: 'a" + " " * 60_000 + "b', manager: x}",
        "update_cadence: '" + "every " * 10_000 + "'",
        "update_cadence: '" + "1 " * 30_000 + "'",
        "timeline: '" + " to" * 20_000 + "'",
        "goal_state: {goal: x, measures: [{name: x, target: '" + "1" * 60_000 + "'}]}",
        "goal_state: {goal: x, measures: [{name: x, target: '" + "1," * 30_000 + "'}]}",
        "goal_state: {goal: x, measures: [{name: x, target: '1" + " x" * 30_000 + "!'}]}",
        "goal_state: {goal: x, measures: [{name: x, target: '1 of " + "9" * 30_000 + "'}]}",
        "title: '[fill in" + " " * 60_000 + "'",
        "title: '" + "." * 60_000 + "'",
    ],
)
def test_64_kib_of_anything_is_read_at_once(yaml_text: str) -> None:
    key = yaml_text.split(":", maxsplit=1)[0]
    check(
        plan(**({key: None} if key in PLAN else {})).replace(
            b"\n---\nNotes", f"\n{yaml_text[:65_000]}\n---\nNotes".encode()
        )
    )
