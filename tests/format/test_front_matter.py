"""Markdown files go in and out through python-frontmatter, and every place stays that of the file as it is."""

import random

import frontmatter
import pytest

from coachplan.format import read_plan
from coachplan.format.front_matter import StrictHandler, read, texts_of_keys, write
from coachplan.format.strict_yaml import StrictYAMLError, composed

TEXT = """\
---
title: Clear updates # a comment
goal_state:
  goal: |
    One line
    and another
  measures: [{name: "clear\\tupdates", target: 4}]
activities:
  - what: Rehearse
    owner: [a, b]
note: folded
  over two lines
---

# Notes

What we said,
and what we meant.

"""
LOCATIONS = [
    ("title",),
    ("goal_state", "goal"),
    ("goal_state", "measures", 0, "name"),
    ("activities", 0, "owner", 1),
    ("note",),
    ("nowhere",),
]


def with_line_ends(seed: int | None) -> str:
    """The text with line ends of two characters: all, or those that chance chooses."""
    chosen = random.Random(seed)
    lines = TEXT.split("\n")[:-1]
    return "".join(f"{line}\r\n" if seed is None or chosen.random() < 0.5 else f"{line}\n" for line in lines)


def line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index)


@pytest.mark.parametrize("seed", [None, *range(6)])
def test_every_place_is_that_of_the_file_whatever_its_line_ends(seed: int | None) -> None:
    plain, text = read(TEXT.encode()), with_line_ends(seed)

    found = read(b"\xef\xbb\xbf" + text.encode())

    assert (found.text, found.data, found.body) == (text, plain.data, plain.body)
    for index in ("offset", "body_index"):
        assert line_and_column(text, getattr(found, index)) == line_and_column(TEXT, getattr(plain, index))
    for location in LOCATIONS:
        for start, expected in zip(found.span_of(location), plain.span_of(location), strict=True):
            assert line_and_column(text, start) == line_and_column(TEXT, expected)
        assert line_and_column(text, found.index_of_key(location)) == line_and_column(
            TEXT, plain.index_of_key(location)
        )
    assert text[found.body_index :].startswith("# Notes")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_cannot_be_read_is_at_its_line_whatever_the_line_ends(end: str) -> None:
    text = end.join(["---", "title: One", "kind: *other", "title: Two", "---", ""])

    (finding,) = read_plan("plan.md", text.encode()).findings

    assert (finding.line, finding.column, finding.code) == (3, 7, "CP006")


def test_a_file_that_begins_with_an_empty_line_has_no_front_matter() -> None:
    with pytest.raises(StrictYAMLError, match="the front matter is missing"):
        read(b"\n---\ntitle: One\n---\n")


@pytest.mark.parametrize("body", ["", "Some words"])
def test_a_new_file_is_read_as_it_was_meant_whatever_its_keys_are_called(body: str) -> None:
    data = {"content": "x", "handler": "no", "metadata": ["012", {"a": "1:30"}], "day": "2026-01-12"}

    text = write(data, body)

    assert text == (
        "---\ncontent: x\nhandler: 'no'\nmetadata:\n  - '012'\n  - a: '1:30'\nday: 2026-01-12\n---\n"
        + (f"{body}\n" if body else "")
    )
    assert (read(text.encode()).data, read(text.encode()).body) == (data, body)


def test_the_handler_serves_python_frontmatter_as_documented() -> None:
    assert StrictHandler().detect(TEXT)
    assert not StrictHandler().detect("# Notes")

    post = frontmatter.loads(TEXT, handler=StrictHandler())
    again = frontmatter.loads(frontmatter.dumps(post), handler=StrictHandler())

    assert post.content == "# Notes\n\nWhat we said,\nand what we meant."
    assert (again.metadata, again.content) == (post.metadata, post.content)
    assert list(post.metadata) == ["title", "goal_state", "activities", "note"]


LINES = [
    *(
        "title: x",
        'title: "x',
        "title: 'x",
        "title: [x",
        "title: {x: y",
        "title: |",
        "title: >-",
        "title:",
        "a: b: c",
        "a b: c",
    ),
    *(
        "activities:",
        "activities: [y]",
        '"activities": [y]',
        "people: z",
        "? people",
        ": z",
        "- what: y",
        "  - what: y",
        "  x: y",
    ),
    *(
        '  y"',
        'y"',
        "y'",
        "]",
        "}",
        "  z",
        "# note",
        "",
        "...",
        "--- x",
        "%YAML 1.1",
        "\t",
        "  &a",
        "'activities': y",
        "  activities: q",
    ),
]


@pytest.mark.parametrize("seed", range(5))
def test_the_texts_of_keys_are_what_the_whole_file_says_or_not_known(seed: int) -> None:
    choose = random.Random(seed)
    known = 0
    for _ in range(1000):
        raw = "\n".join(["---", *choose.choices(LINES, k=choose.randint(1, 7)), "---", ""]).encode()
        texts = texts_of_keys(raw)
        if texts is not None:
            known += 1
            assert read(raw).data == {key: value for text in texts.values() for key, value in composed(text)[1].items()}
    assert known > 20


@pytest.mark.parametrize("spoil", [b"\0", b"\xff", b"\n<<<<<<< ours\n", b"\r\n", b"x" * 70_000])
def test_the_texts_of_keys_are_not_known_of_what_is_not_in_order(spoil: bytes) -> None:
    assert texts_of_keys(TEXT.encode()) is not None
    assert texts_of_keys(TEXT.encode() + spoil) is None
    assert texts_of_keys(b"title: x\n") is None
