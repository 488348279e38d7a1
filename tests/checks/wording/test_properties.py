"""Whatever people type: an answer, the same one each time, in time, and without their words where others may read."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachplan.checks.wording import Kind, Level, QuestionKind, judge
from conftest import examples

DATA = Path(__file__).parents[2] / "data" / "wording"


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


_WORDS = """
improve by the end of next March within 24 hours you should what if how many so the team 15 % B2B every Friday , . ?
don't you think never from most to none please give two talks until we move half a third was late because
"""
_PIECES = st.sampled_from(_WORDS.split())
TEXTS = st.one_of(st.text(), st.lists(_PIECES).map(" ".join), st.lists(_PIECES).map("".join))


@pytest.mark.long
@given(text=TEXTS, kind=st.sampled_from(list(Kind)))
def test_there_is_always_the_same_answer(text: str, kind: Kind) -> None:
    verdict = judge(text, kind)
    assert verdict == judge(text, kind)
    assert (verdict.text, verdict.kind) == (text, kind)
    assert bool(verdict.reasons) == bool(verdict.rewrite) == (verdict.level not in (Level.OK, Level.UNREAD))
    assert (verdict.question is not None) == (kind is Kind.QUESTION and verdict.level is not Level.UNREAD)
    assert bool(verdict.missing) <= bool(verdict.reasons)


@given(words=st.lists(st.from_regex(r"zq[a-z]{4,9}", fullmatch=True), max_size=8), kind=st.sampled_from(list(Kind)))
def test_reasons_never_quote(words: list[str], kind: Kind) -> None:
    told = " ".join(judge(" ".join(words), kind).reasons)
    assert not set(words) & set(re.findall(r"\w+", told))


@given(text=TEXTS)
def test_a_rewrite_is_one_short_line(text: str) -> None:
    for kind in Kind:
        rewrite = judge(text * 20, kind).rewrite
        assert len(rewrite) < 400
        assert "\n" not in rewrite


HOSTILE = (
    *(
        "a",
        " ",
        "?",
        "1",
        "1,",
        ", ",
        "a\n",
        "a. ",
        "one-",
        "'s ",
        "by the end of ",
        "never make ",
        "so the the ",
        "made ",
    ),
    *("what if you ", "would it help ", "you are very ", "don't you ", "from good to ", "from ' ", "and the people "),
    *(
        "the report ",
        "every single ",
        "it was ",
        "in the next ",
        "in, ",
        "you a ",
        "until ",
        "“",
        "\u0000",
        "👩\u200d🚒",
    ),
)


@pytest.mark.one_in(7)
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_take_no_longer_than_their_length(piece: str, kind: Kind) -> None:
    # Not by the clock alone: a slow machine takes longer for both lengths.
    assert (taken := seconds(piece, 100_000, kind)) < 1 or taken < 8 * seconds(piece, 25_000, kind)


def seconds(piece: str, length: int, kind: Kind) -> float:
    """Return the computing time for a text of this length, once all is loaded."""
    text = piece * (length // len(piece))
    judge(text, kind)
    started = time.process_time()
    judge(text, kind)
    return time.process_time() - started


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from coachplan.checks.wording import Kind, judge; [judge('x', kind) for kind in Kind];"
        "print(*sorted({'pydantic', 'typer', 'rich', 'dateutil', 'yaml', 'git', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_kind_of_question_is_a_text() -> None:
    assert judge("How?", Kind.QUESTION).question is QuestionKind.OPEN
    assert f"{QuestionKind.OPEN}" == "open"


SENTENCES = [text for path in sorted(DATA.glob("*.jsonl")) for text in _texts(path)]
MARKS = [*"*!?.,;:-–—_()[]…\"'«»/&%", "", "1", "so", "which", "by", "when", "if", "next"]


@pytest.mark.long
@settings(max_examples=examples(250), deadline=None)
@given(
    text=st.sampled_from(SENTENCES),
    at=st.integers(0, 400),
    mark=st.lists(st.sampled_from(MARKS), max_size=3),
    gone=st.integers(0, 4),
)
def test_what_is_left_of_a_sentence_is_read(text: str, at: int, mark: list[str], gone: int) -> None:
    words = text.split()
    place = at % (len(words) + 1)
    for kind in Kind:
        judge(" ".join([*words[:place], *mark, *words[place + gone :]]), kind)
        judge(text[: at % (len(text) + 1)] + "".join(mark), kind)


@pytest.mark.parametrize("text", ["Good call! *", "*", "! *", "If so, ", "Fine. –", "(…)"])
def test_marks_alone_are_read(text: str) -> None:
    for kind in Kind:
        assert judge(text, kind).text == text
