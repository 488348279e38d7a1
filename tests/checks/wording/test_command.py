"""`coachplan wording`, through the real command line."""

import json
import os
import subprocess
import sys

import pytest

from terminal import Terminal


def test_text_names_what_is_missing_and_how_to_write_it(coachplan) -> None:
    result = coachplan("wording", "--as", "goal", "Improve communication", "give two talks within the quarter")
    assert result.code == 1
    assert result.out.splitlines() == [
        "Improve communication",
        "  weak  lacks S (behaviour), M (measure), T (deadline)",
        "    does not name a behaviour that others could see or hear",
        "    does not name a number, frequency or level by which both would know that it is reached",
        "    does not name a day or period for reaching it",
        "    try: Improve communication: from <how many now> to <how many> <observable behaviour> per week, by <day>",
        "give two talks within the quarter",
        "  ok",
    ]


def test_json_is_one_object_a_line(coachplan) -> None:
    given = "﻿Raise sign-ups by 15 % in Leeds\r\n\r\n  \r\nGive two talks by Week 8\r\n"
    result = coachplan("wording", "--as", "goal", "--format", "json", stdin=given)
    assert [json.loads(line) for line in result.out.splitlines()] == [
        {
            "text": "Raise sign-ups by 15 % in Leeds",
            "as": "goal",
            "verdict": "nearly",
            "kind": None,
            "missing": ["T"],
            "could_add": [],
            "reasons": ["does not name a day or period for reaching it"],
            "rewrite": "Raise sign-ups by 15 % in Leeds, by <day>",
        },
        {
            "text": "Give two talks by Week 8",
            "as": "goal",
            "verdict": "ok",
            "kind": None,
            "missing": [],
            "could_add": [],
            "reasons": [],
            "rewrite": None,
        },
    ]
    assert result.code == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How was it?", "open"),
        ("Was it hard?", "closed"),
        ("It was hard, wasn't it?", "leading"),
        ("You should rest.", "prescriptive"),
    ],
)
def test_json_says_what_kind_a_question_is(coachplan, text: str, kind: str) -> None:
    result = coachplan("wording", "--as", "question", "--format", "json", text)
    (line,) = result.out.splitlines()
    assert json.loads(line)["kind"] == kind
    assert result.code == (kind != "open")


def test_text_says_what_kind_a_question_is(coachplan) -> None:
    result = coachplan("wording", "--as", "question", "How was it?", "Was it hard?")
    assert "  ok  open" in result.out
    assert "  weak  closed\n" in result.out


def test_another_language_is_left_unread(coachplan) -> None:
    text = coachplan("wording", "--as", "goal", "Kommunikation mit dem Team verbessern")
    assert text.code == 0
    assert text.out.splitlines() == [
        "Kommunikation mit dem Team verbessern",
        "  unread: this does not look like English, so it is not judged",
    ]
    line = coachplan("wording", "--as", "question", "--format", "json", "Wie geht es dir?")
    assert line.code == 0
    assert json.loads(line.out) == {
        "text": "Wie geht es dir?",
        "as": "question",
        "verdict": "unread",
        "kind": None,
        "missing": [],
        "could_add": [],
        "reasons": [],
        "rewrite": None,
    }


def test_what_could_be_added_is_an_offer(coachplan) -> None:
    result = coachplan("wording", "--as", "feedback", "Skipped 4 of 9 huddles in March", "Good job!")
    assert result.code == 1
    assert result.out.splitlines()[:4] == [
        "Skipped 4 of 9 huddles in March",
        "  ok  you could add why it mattered, what next",
        "Good job!",
        "  weak  you could add what was done, why it mattered, what next",
    ]
    assert coachplan("wording", "--as", "feedback", "Skipped 4 of 9 huddles in March").code == 0


def test_exit_codes(coachplan) -> None:
    assert coachplan("wording", "--as", "activity", "Improve the brochure").code == 0
    assert coachplan("wording", "--as", "activity", "Shadow Priya on two calls").code == 0
    assert coachplan("wording", "--as", "activity", "Leadership").code == 1
    assert coachplan("wording", "--as", "activity", "Leadership", "--exit-zero").code == 0
    assert coachplan("wording", "--as", "activity", stdin="\n").code == 0


def test_without_a_kind_it_is_wrong_usage(coachplan) -> None:
    assert coachplan("wording", "Leadership").code == 2


def test_at_a_terminal_without_a_text_it_is_wrong_usage_in_one_line(own_world) -> None:
    terminal = Terminal("wording", "--as", "goal")
    assert terminal.end() == 2
    assert terminal.seen.strip() == "coachplan: there is nothing to read: name a TEXT, or pipe in one a line"


def test_what_drives_a_terminal_is_made_harmless(coachplan) -> None:
    hostile = "\x1b[31mRaise\u202e sign-ups\x9b by 15 %"
    text = coachplan("wording", "--as", "goal", hostile).out
    json_line = coachplan("wording", "--as", "goal", "--format", "json", hostile).out
    assert not {"\x1b", "\u202e", "\x9b"} & set(text + json_line)
    assert json.loads(json_line)["text"] == hostile


def test_bytes_that_are_no_text_are_read_as_far_as_they_are(coachplan) -> None:
    result = coachplan("wording", "--as", "goal", "--format", "json", stdin=b"Raise \xff sign-ups\n")
    assert json.loads(result.out)["text"] == "Raise \ufffd sign-ups"


def test_an_answer_comes_as_soon_as_its_line(own_world) -> None:
    command = [sys.executable, "-m", "coachplan", "wording", "--as", "question", "--format", "json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("How was it?", "Was it hard?"):
            process.stdin.write(f"{text}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text
        process.stdin.close()
        assert process.wait(20) == 1


def test_it_loads_neither_the_model_nor_git(own_world) -> None:
    code = (
        "import sys; sys.argv = ['coachplan', 'wording', '--as', 'goal', 'Improve'];"
        "from coachplan.__main__ import main; main();"
        "loaded = {'pydantic', 'git', 'yaml', 'rich', 'jinja2', 'coachplan.plan'} & set(sys.modules);"
        "print(*sorted(loaded), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""
