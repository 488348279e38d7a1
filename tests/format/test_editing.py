"""An edit changes the bytes of what it means and no others, whatever the document looks like."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachplan.base.errors import UsageError
from coachplan.format import read_data, read_plan, remove_value, set_value, set_values, to_yaml
from coachplan.format.editing import dotted
from conftest import examples

EXAMPLES = Path(__file__).parents[2] / "examples" / "plans"
FILES = {str(path.relative_to(EXAMPLES)): path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.rglob("*.md"))}
Location = tuple[str | int, ...]

# -- how the same document may be written ----------------------------------------------------------------------------

_PLAIN_ENTRY = re.compile(r"^( *(?:- )?[a-z_]+: )([A-Za-z][A-Za-z ,.]*)$", re.MULTILINE)
_TOP_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)


def _front(text: str, change: Callable[[str], str]) -> str:
    _, yaml_text, body = text.split("---\n", 2)
    return f"---\n{change(yaml_text)}---\n{body}"


VARIANTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "a byte order mark and CRLF": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "no final newline": lambda text: text.rstrip("\n"),
    "no body": lambda text: text[: text.index("\n---\n", 4) + 4],
    "comments": lambda text: _front(
        text, lambda part: _TOP_KEY.sub('# a comment: "it\'s" {odd} & *old\n\n\\1:', part) + "# the last\n"
    ),
    "comments behind values": lambda text: _front(text, lambda part: _PLAIN_ENTRY.sub("\\1\\2  # x: y 😀", part)),
    "double quotes": lambda text: _front(text, lambda part: _PLAIN_ENTRY.sub('\\1"\\2"', part)),
    "single quotes": lambda text: _front(text, lambda part: _PLAIN_ENTRY.sub("\\1'\\2' # '", part)),
    "more space": lambda text: _front(text, lambda part: _PLAIN_ENTRY.sub("\\1   \\2   ", part)),
    "quoted keys": lambda text: _front(text, lambda part: _TOP_KEY.sub('"\\1" :', part)),
    "folded over lines": lambda text: _front(text, lambda part: _PLAIN_ENTRY.sub("\\1>-\n                \\2", part)),
    "characters beyond": lambda text: _front(text, lambda part: f"# 😀 é\n{part}"),
    "spaces behind the marks": lambda text: text.replace("---\n", "---  \n"),
}


@cache
def variant(name: str, text: str) -> str:
    changed = VARIANTS[name](text)
    assert read_data(changed) == read_data(text)
    return changed


# -- an independent view ----------------------------------------------------------------------------------------------


class Reader12(yaml.SafeLoader):
    """What YAML 1.2 makes of a scalar, by its core schema."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as in PyYAML


for _tag, _form in (
    ("null", r"~|null|Null|NULL|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"),
):
    Reader12.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_form})$"), None)

_BARE = re.compile(r"\d{4}-\d{2}-\d{2}|-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)


def parts(text: str) -> tuple[str, str, str]:
    """What stands before the YAML, the YAML, and what stands behind it."""
    start = text.index("\n") + 1
    end = start + re.search(r"^---[ \t]*\r?$", text[start:], re.MULTILINE).start()  # type: ignore[union-attr]
    return text[:start], text[start:end], text[end:]


@lru_cache(maxsize=64)
def composed(text: str) -> yaml.Node:
    return yaml.compose(parts(text)[1], Loader=yaml.CSafeLoader)


@lru_cache(maxsize=64)
def data_and_body(text: str) -> tuple[Any, str]:
    """What is read from a text that is edited in many places, one at a time."""
    return read_data(text), read_plan("", text.encode()).body


def node_at(text: str, location: Location) -> yaml.Node:
    """What PyYAML's own composer finds at a location; its marks count from the first line behind the `---`."""
    node = composed(text)
    for step in location:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next(value for key, value in node.value if key.value == step)
    return node


def node_span(text: str, location: Location) -> tuple[int, int]:
    before, yaml_text, _ = parts(text)
    node = node_at(text, location)
    raw = yaml_text[node.start_mark.index : node.end_mark.index]
    start = len(before) + node.start_mark.index
    return start, start + len(raw.rstrip())


def at(data: Any, location: Location) -> Any:
    for step in location:
        data = data[step]
    return data


def replaced(data: Any, location: Location, value: Any) -> Any:
    if not location:
        return value
    if isinstance(data, list):
        return [
            replaced(entry, location[1:], value) if place == location[0] else entry for place, entry in enumerate(data)
        ]
    return {**data, location[0]: replaced(data.get(location[0]), location[1:], value)}


def scalars(data: Any, location: Location = ()) -> Iterator[Location]:
    if isinstance(data, dict | list):
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from scalars(inner, (*location, step))
    else:
        yield location


def mappings(data: Any, location: Location = ()) -> Iterator[Location]:
    if isinstance(data, dict):
        yield location
    if isinstance(data, dict | list):
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from mappings(inner, (*location, step))


def require_only_that_changed(before: str, after: str, location: Location, value: Any) -> None:
    start, end = node_span(before, location)
    data, body = data_and_body(before)
    was_block = before[start] in '-abcdefghijklmnopqrstuvwxyz"?#' and isinstance(at(data, location), dict | list)
    becomes_block = isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
    becomes_block |= isinstance(value, list | dict) and len(to_yaml(value)) > 100
    if was_block or becomes_block:
        start = len(before[:start].rstrip())  # the line break belongs to how a block is written
    assert after.startswith(before[:start])
    assert after.endswith(before[end:])
    assert read_data(after) == replaced(data, location, value)
    assert read_plan("", after.encode()).body == body


def require_text_for_all(text: str, location: Location, value: str) -> None:
    """Readers of YAML 1.1 and of 1.2 see the same text; or, where it stands bare, the day or number that it is."""
    node = node_at(text, location)
    assert node.value == value
    for loader in (yaml.SafeLoader, Reader12) if node.style is None else ():
        tag = loader("").resolve(yaml.ScalarNode, value, (True, False))
        if _BARE.fullmatch(value) and tag != "tag:yaml.org,2002:str":
            read = yaml.load(value, Loader=loader)
            assert read == (date.fromisoformat(value) if isinstance(read, date) else type(read)(value))
        else:
            assert tag == "tag:yaml.org,2002:str", loader


# -- what is put there ------------------------------------------------------------------------------------------------

LOOK_ALIKES = [
    *("no", "Yes", "on", "OFF", "y", "N", "true", "False", "null", "Null", "~", "012", "0o17", "0x1F", "0b11", "08"),
    *(
        "1:30",
        "07:30",
        "1_000",
        "1e3",
        "1E-5",
        ".5",
        "5.",
        "+7",
        "-7",
        "4",
        "4.50",
        "-0",
        ".inf",
        "-.INF",
        ".NaN",
        "NaN",
    ),
    *("2026-01-05", "2026-02-30", "2026-1-5", "2026-01-05 10:00:00", "2026-01-05T10:00:00Z", "0000-00-00"),
    *(
        "- x",
        "-",
        "--",
        "---",
        "--- x",
        "...",
        "? x",
        "?",
        ": x",
        ":",
        "x:",
        "x: y",
        "x :y",
        "a:b",
        "#",
        "# x",
        "x #y",
        "x# y",
    ),
    *(
        "[",
        "]",
        "[a]",
        "{",
        "}",
        "{a: b}",
        ",",
        "a, b",
        "&a",
        "*a",
        "!x",
        "!!str x",
        "|",
        ">",
        ">-",
        "%x",
        "@x",
        "`x`",
        "<<",
        "=",
    ),
    *("'", '"', "''", '""', "'x'", '"x"', "it's", 'say "x"', "\\", "\\n", "C:\\new", "x\\", '"\\', "'\\'"),
    *(
        "two\nlines",
        "\n",
        "x\n",
        "\nx",
        "a\n\n\nb",
        "a\n---\nb",
        "a\r\nb",
        "a\rb",
        "\t",
        "a\tb",
        " x",
        "x ",
        "  ",
        " x\n y ",
    ),
    *(
        "é",
        "😀",
        "a😀b: c",
        "清晰",
        "\u0301",
        "\u200b",
        "\u202e",
        "\u2028",
        "a\x85b",
        "a\u2029b",
        "\ufeff",
        "\ufeffx",
        "\xa0x\xa0",
    ),
    *("${x}", "{{ x }}", "x" * 300, "word " * 60, "Increase 2 → 4 (100 %), by: 4 Feb.", "a" * 5_000),
]
TEXTS = st.sampled_from(LOOK_ALIKES) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x7f\ufffe\uffff"), max_size=30
).filter(
    lambda text: (
        not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]|[\ufdd0-\ufdef]|[\U0001fffe\U0001ffff]", text)
    )
)
KEYS = st.sampled_from(["mood", "x y", "no", "012", "a: b", "#", "é😀", "- x", "'", '"', "<<", "~", "1:30", "{", "?"])


def rotated(number: int) -> str:
    return list(VARIANTS)[number % len(VARIANTS)]


@pytest.mark.one_in(8)
@pytest.mark.parametrize(("number", "name"), [*enumerate(FILES)], ids=FILES)
def test_every_value_of_every_example_can_be_set_and_nothing_else_moves(number: int, name: str) -> None:
    for turn, location in enumerate(scalars(read_data(FILES[name])), start=number):
        text, value = variant(rotated(turn), FILES[name]), LOOK_ALIKES[turn % len(LOOK_ALIKES)]
        after = set_value(text, location, value)
        require_only_that_changed(text, after, location, value)
        require_text_for_all(after, location, value)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(sorted(FILES)), st.sampled_from(sorted(VARIANTS)), TEXTS)
def test_any_text_can_be_set_and_reads_back_exactly(data: st.DataObject, name: str, written: str, value: str) -> None:
    text = variant(written, FILES[name])
    location = data.draw(st.sampled_from(list(scalars(read_data(text)))))

    after = set_value(text, location, value)

    require_only_that_changed(text, after, location, value)
    require_text_for_all(after, location, value)


@pytest.mark.one_in(8)
@pytest.mark.parametrize(("number", "name"), [*enumerate(FILES)], ids=FILES)
def test_a_new_key_goes_into_every_group_of_every_example_and_nothing_else_moves(number: int, name: str) -> None:
    for turn, group in enumerate(mappings(read_data(FILES[name])), start=number):
        text, value = variant(rotated(turn), FILES[name]), LOOK_ALIKES[turn % len(LOOK_ALIKES)]
        require_insertion(text, (*group, "mood"), value)


@settings(max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(sorted(FILES)), st.sampled_from(sorted(VARIANTS)), KEYS, TEXTS)
def test_any_new_key_reads_back_exactly(data: st.DataObject, name: str, written: str, key: str, value: str) -> None:
    text = variant(written, FILES[name])
    group = data.draw(st.sampled_from(list(mappings(read_data(text)))))

    require_insertion(text, (*group, key), value)


def common_start(one: str, other: str) -> int:
    """How many characters both begin with."""
    differs = (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return next(differs, min(len(one), len(other)))


def require_insertion(text: str, location: Location, value: Any) -> None:
    after = set_value(text, location, value)
    head = common_start(text, after)
    tail = common_start(text[::-1], after[::-1])
    assert head + tail >= len(text)
    assert read_data(after) == replaced(read_data(text), location, value)
    assert read_plan("", after.encode()).body == read_plan("", text.encode()).body
    assert ("\r\n" in text) == ("\r\n" in after)
    if "\r\n" in text:
        assert not re.search(r"(?<!\r)\n", after)


_PLAIN_DATA = st.recursive(
    TEXTS | st.none(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS | TEXTS, inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(sorted(FILES)), st.sampled_from(sorted(VARIANTS)), _PLAIN_DATA)
def test_lists_and_groups_can_be_set_at_every_top_level_key(
    data: st.DataObject, name: str, written: str, value: Any
) -> None:
    text = variant(written, FILES[name])
    key = data.draw(st.sampled_from(sorted(read_data(text))))

    after = set_value(text, (key,), value)

    require_only_that_changed(text, after, (key,), value)


@settings(max_examples=examples(120), deadline=None)
@given(_PLAIN_DATA, st.sampled_from([None, 2, 4]))
@example([["a"], {"b": ["c"]}], 2)
@example({"a": {"b": "c\nd"}}, 2)
@example([], 2)
@example({}, 2)
@example(None, 2)
def test_yaml_reads_back_exactly_on_one_line_and_on_several(value: Any, indent: int | None) -> None:
    separator = " " if indent is None else ""
    written = to_yaml(value, indent)

    assert read_data(f"---\nkey:{separator}{written}\nnext: x\n---\n") == {"key": value, "next": "x"}
    if indent is None:
        assert "\n" not in written
        assert read_data(f"---\n{{key: {written}, next: [{written}, x]}}\n---\n")["next"] == [value, "x"]


def test_days_and_numbers_stand_bare_and_other_texts_only_where_all_readers_agree() -> None:
    written = {value: to_yaml(value) for value in ("2026-01-05", "4", "-2.5", "Clear updates", "4-6", "3 of 5")}
    assert written == {value: value for value in written}
    assert to_yaml(date(2026, 1, 5)) == "2026-01-05"
    for value in ("no", "012", "08", "0o17", "1e3", "1:30", "null", "2026-02-30", "", "y"):
        assert to_yaml(value)[0] in "'\""


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(sorted(FILES)), st.sampled_from(sorted(VARIANTS)))
def test_many_values_at_once_are_as_one_after_the_other(data: st.DataObject, name: str, written: str) -> None:
    text = variant(written, FILES[name])
    every = [*scalars(read_data(text)), *((*group, "mood") for group in mappings(read_data(text)) if len(group) == 2)]
    chosen = data.draw(st.lists(st.sampled_from(every), unique=True, min_size=1, max_size=8))
    values = {location: data.draw(st.sampled_from(LOOK_ALIKES)) for location in chosen}

    after = text
    for location, value in values.items():
        after = set_value(after, location, value)

    assert set_values(text, values) == after


def test_of_many_values_all_are_set_or_none() -> None:
    text = "---\ntitle: a\nactivities: {what: b}\n---\n"

    with pytest.raises(UsageError, match=r"`title`, `activities\.0`"):
        set_values(text, {("title",): "\x07", ("activities", "0"): "x"})
    with pytest.raises(UsageError):
        set_values(text, {("activities",): "x", ("activities", "what"): "y"})
    assert set_values(text, {}) == text


@pytest.mark.parametrize(
    ("written", "value", "after"),
    [
        ("'a'", "b", "'b'"),
        ('"a"', "b c", '"b c"'),
        ('"a"', "it's", "it's"),
        ("'a'", "no", "'no'"),
        ('"a"', "4", '"4"'),
        ("'it''s'", "b", "'b'"),
        ('"a"', "x: y", "'x: y'"),
        ("a", "b", "b"),
        ("'a'", ["b"], "[b]"),
        ("'a'", "b\\c", "b\\c"),
    ],
)
def test_a_text_that_replaces_a_quoted_one_stands_in_the_same_quotes(written: str, value: Any, after: str) -> None:
    assert set_value(f"---\nx: {written} # c\n---\n", ("x",), value) == f"---\nx: {after} # c\n---\n"


# -- the forms of documents -------------------------------------------------------------------------------------------

EDITS: dict[str, tuple[str, Location, Any, str]] = {
    "an empty value": ("title:\nkind: x\n", ("title",), "T", "title: T\nkind: x\n"),
    "an empty value with a comment": (
        "title: # none yet\nkind: x\n",
        ("title",),
        "T",
        "title: T # none yet\nkind: x\n",
    ),
    "a null": ("title: ~\n", ("title",), "T", "title: T\n"),
    "a plain text over lines": ("title: a\n  b\n  c\nkind: x\n", ("title",), "T", "title: T\nkind: x\n"),
    "a folded text": ("title: >-\n  a\n  b\n\nkind: x\n", ("title",), "T", "title: T\n\nkind: x\n"),
    "a literal text": ("title: |\n  a\n  b\nkind: x\n", ("title",), "T", "title: T\nkind: x\n"),
    "a literal text at the end": ("kind: x\ntitle: |\n  a\n  b\n", ("title",), "T", "kind: x\ntitle: T\n"),
    "a quoted text with a colon": ('"a: b": "c: d" # e\n', ("a: b",), "T", '"a: b": "T" # e\n'),
    "a flow mapping": ("people: {manager: a, hr: b}\n", ("people", "hr"), "T", "people: {manager: a, hr: T}\n"),
    "a flow mapping's comma": (
        "people: {manager: a}\n",
        ("people", "hr"),
        "a, b",
        "people: {manager: a, hr: 'a, b'}\n",
    ),
    "an empty flow mapping": ("people: {}\n", ("people", "hr"), "T", "people: {hr: T}\n"),
    "a spaced flow mapping": ("people: { manager: a }\n", ("people", "hr"), "T", "people: { manager: a, hr: T }\n"),
    "a flow mapping over lines": (
        "people: {\n  manager: a\n}\nx: y\n",
        ("people", "hr"),
        "T",
        "people: {\n  manager: a, hr: T\n}\nx: y\n",
    ),
    "a flow list": ("activities: [a, b]\n", ("activities", 1), "T", "activities: [a, T]\n"),
    "a block list": ("activities:\n- a\n- b\n", ("activities", 0), "T", "activities:\n- T\n- b\n"),
    "a mapping in a list": ("a:\n  - b: c\n  - d: e\n", ("a", 0, "f"), "T", "a:\n  - b: c\n    f: T\n  - d: e\n"),
    "a mapping with a comment behind": ("a:\n  b: c  # d\ne: f\n", ("a", "g"), "T", "a:\n  b: c  # d\n  g: T\ne: f\n"),
    "a mapping with an empty end": ("a:\n  b:\ne: f\n", ("a", "g"), "T", "a:\n  b:\n  g: T\ne: f\n"),
    "groups that are not there": ("a: b\n", ("c", "d"), "T", "a: b\nc: {d: T}\n"),
    "an empty group": ("a:\nb: c\n", ("a", "d"), "T", "a: {d: T}\nb: c\n"),
    "a whole group": ("a:\n  b: c\n  d: e # f\nx: y\n", ("a",), ["1", "2"], "a: [1, 2] # f\nx: y\n"),
    "nothing": ("title: x\n", ("title",), None, "title: null\n"),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "location", "value", "after"), EDITS.values(), ids=EDITS)
def test_an_edit_leaves_the_writing_around_it(
    before: str, location: Location, value: Any, after: str, newline: str
) -> None:
    before, after = (f"---\n{text}---\nBody: x\n".replace("\n", newline) for text in (before, after))

    assert set_value(before, location, value) == after


# -- refusals ---------------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[str, Location, Any, str]] = {
    "a key below a text": ("---\na: b\n---\n", ("a", "c"), "T", "`a.c` cannot be set: its place is not a group"),
    "an entry of a mapping": ("---\na: {b: c}\n---\n", ("a", 0), "T", "`a.0` cannot be set: its place is not a list"),
    "an entry beyond the end": ("---\na: [b]\n---\n", ("a", 1), "T", "the list has 1 entry, numbered from 0"),
    "an entry before the start": ("---\na: [b, c]\n---\n", ("a", -3), "T", "cannot be set: "),
    "a key of a list": ("---\na: [b]\n---\n", ("a", "b"), "T", "`a.b` cannot be set: its place holds a list"),
    "the whole document": ("---\na: b\n---\n", (), "T", "cannot be set here"),
    "an entry of nothing": ("---\na:\n---\n", ("a", 0), "T", "cannot be set: "),
    "a control character": ("---\na: b\n---\n", ("a",), "\x1b[31m", "control character"),
    "a character that is none": ("---\na: b\n---\n", ("a",), "\udcff", "character"),
    "a control character as a key": ("---\na: b\n---\n", ("\x07",), "x", "control character"),
    "too much": ("---\na: b\n---\n", ("a",), "x" * 70_000, "64 KiB"),
    "too deep": ("---\na: b\n---\n", ("a",), [[[[[[[[[[[[[[[[[[[["x"]]]]]]]]]]]]]]]]]]]], "levels deep"),
    "a text that keeps its newlines": ("---\na:\n  b: |+\n    c\n\n\nd: e\n---\n", ("a", "f"), "T", "coachplan edit"),
    "a key without its colon": ("---\n? a\n---\n", ("a",), "T", "cannot be set here"),
    "no front matter": ("# A plan\n", ("a",), "T", "the front matter is missing"),
    "broken YAML": ("---\na: [\n---\n", ("a",), "T", "cannot be edited until it can be read"),
    "an alias": ("---\na: &b c\n---\n", ("a",), "T", "anchors"),
    "a document that is no UTF-8": ("---\na: \udcff\n---\n", ("a",), "T", "UTF-8"),
}


@pytest.mark.parametrize(("text", "location", "value", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_set_is_refused_in_one_line(text: str, location: Location, value: Any, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)) as caught:
        set_value(text, location, value)

    assert "\n" not in str(caught.value)


@settings(max_examples=examples(150), deadline=None)
@given(
    st.text(st.sampled_from("ab:- \n'\"#[]{},?|>&*!%~0\t\r"), max_size=40),
    st.lists(st.sampled_from(["a", "b", 0, 1]), max_size=3).map(tuple),
    TEXTS,
)
def test_any_document_is_edited_as_meant_or_refused(yaml_text: str, location: Location, value: str) -> None:
    text = f"---\n{yaml_text}\n---\nBody\n"
    try:
        after = set_value(text, location, value)
    except UsageError:
        return

    written: Any = value
    data = read_data(text)
    place = data
    for number, step in enumerate(location):
        known = place is not None and (step in place if isinstance(place, dict) else isinstance(place, list))
        if not known:
            for missing in reversed(location[number + 1 :]):
                written = {missing: written}
            location = location[: number + 1]
            break
        place = place[step]
    if place is None and location and at(data, location[:-1]) is None:
        assert at(read_data(after), location[:-1]) == {location[-1]: written}
    else:
        assert read_data(after) == replaced(data, location, written)
    assert read_plan("", after.encode()).body.strip() == "Body"


def test_a_location_reads_as_people_write_it() -> None:
    assert dotted(("goal_state", 0, "measures")) == "goal_state.0.measures"


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ("a: 1\nkey: x\nb: 2\n", "a: 1\nb: 2\n"),
        (
            "a: 1\nkey: # why\n  - {b: 1}\n  # and\n  - b: 2\n    c: |\n      # text\n\n# after\nb: 2\n",
            "a: 1\n\n# after\nb: 2\n",
        ),
        ("a: 1\r\nkey:\r\n- b\r\n", "a: 1\r\n"),
        ("a: 1\n'key': [b,\n  c]   # d\n", "a: 1\n"),
        ("key:\na: 1\n", "a: 1\n"),
        ("a: 1\n", "a: 1\n"),
    ],
)
def test_a_key_goes_with_its_lines_and_nothing_else(lines: str, left: str) -> None:
    newline = "\r\n" if "\r" in lines else "\n"
    before, after = f"---{newline}", f"---{newline}Notes\n"
    assert remove_value(f"\ufeff{before}{lines}{after}", "key") == f"\ufeff{before}{left}{after}"


def test_a_key_that_shares_its_line_stays() -> None:
    with pytest.raises(UsageError, match="`key` is written in a way"):
        remove_value("---\n{key: 1, a: 2}\n---\n", "key")
