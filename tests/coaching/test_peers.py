"""The form that a peer gets and gives back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.base.errors import UsageError
from coachplan.coaching.peers import form_text, is_form, read_form
from coachplan.plan import Person

GEORGE = Person.read("George Boole <george@example.com>")
FORM = form_text(GEORGE, "Opening an update with the decision")


def filled(what: str = "", why: str = "", further: str = "", form: str = FORM) -> bytes:
    for key, text in (("what", what), ("why", why), ("next", further)):
        form = form.replace(f"\n{key}:\n", f"\n{key}: {text}\n", 1)
    return form.encode()


def test_a_form_that_was_filled_in_is_a_check_in_of_the_peer() -> None:
    assert read_form(filled("The decision came first", "We settled it", "Name the date")) == {
        "by": "George Boole <george@example.com>",
        "about": "Opening an update with the decision",
        "feedback": [
            {
                "what": "The decision came first",
                "why": "We settled it",
                "next": "Name the date",
                "from": "George Boole <george@example.com>",
            }
        ],
    }


# Letters, numbers, signs and spaces; what an answer may begin with so that it means something else comes below.
WORDS = st.text(st.characters(categories=("L", "N", "P", "S")) | st.just(" "), min_size=1, max_size=60)
ANSWERS = WORDS.map(lambda text: " ".join(text.split())).filter(
    lambda text: text and not re.match(r"[\"'|>]|---|# ", text) and text.isprintable()
)


@given(ANSWERS, ANSWERS)
def test_whatever_words_are_written_come_back(what: str, why: str) -> None:
    (feedback,) = read_form(filled(what, why))["feedback"]
    assert feedback == {"what": what, "why": why, "from": GEORGE.text}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("She said: hello", "She said: hello"),
        ("two lines,\nand one without indentation", "two lines, and one without indentation"),
        ("a paragraph\n\n  and another", "a paragraph and another"),
        ("'quoted: as YAML wants it'", "quoted: as YAML wants it"),
        ("|\n  in a block\n  of two", "in a block of two"),
        ("&a [*a, *a]", "&a [*a, *a]"),
        ("# 1 of the team", "# 1 of the team"),
        ("{x: y}", "{x: y}"),
        ("!!python/object:os.system x", "!!python/object:os.system x"),
        ("no", "no"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_an_answer_is_plain_text_as_people_type_it(written, meant, line_end, mark) -> None:
    raw = mark + filled(written, "It helped").replace(b"\n", line_end.encode())
    assert is_form(raw)
    assert read_form(raw)["feedback"][0]["what"] == meant


def test_the_questions_in_the_form_are_no_answers() -> None:
    assert read_form(filled("x", "y"))["feedback"] == [{"what": "x", "why": "y", "from": GEORGE.text}]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (FORM.encode(), "not filled in yet"),
        (filled("x"), "`why` is missing"),
        (filled("", "x"), "`what` is missing"),
        (filled("x", "y", "z\nstatus: closed"), "not `status`"),
        (filled("x", "y", "z\nacknowledgements: [{by: a, stance: agree}]"), "not `acknowledgements`"),
        (filled("x", "y", "z\nmeasures: {clear: 4}"), "not `measures`"),
        (filled("x", "y", "z\nlol: &a [x]\nlol_b: [*a, *a]"), "anchors and aliases"),
        (filled("x", "y", "z\nwhat: again"), "twice"),
        (FORM.replace("about: ", "about: [x], #").encode(), "not valid YAML"),
        (filled("x", "y", form=FORM.replace("about: O", "about:\n  - o\n  - O")), "`about` is a plain text"),
        (b"---\nform: feedback", "not filled in yet"),
    ],
)
def test_what_is_no_filled_form_is_one_clear_line(raw, words) -> None:
    with pytest.raises(UsageError) as refused:
        read_form(raw)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "raw", [b"", b"wins: [x]\n", b"---\nwins: [x]\n---\nform: feedback\n", b"---\nwins:\n  - form: feedback\n---\n"]
)
def test_a_check_in_is_no_form(raw) -> None:
    assert not is_form(raw)
