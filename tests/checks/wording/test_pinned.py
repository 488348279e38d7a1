"""Sentences that are read exactly as labelled: precision and recall would not show a change of one verdict.

Those of `*.pinned.jsonl` pin words and forms that no other sentence has; `*.development.jsonl` are the reader's own.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from coachplan.checks.wording import Kind, judge
from coachplan.checks.wording.deadlines import tag
from coachplan.checks.wording.mistyping import corrected
from coachplan.checks.wording.words import stems
from record import on_record

SENTENCES = Path(__file__).parents[2] / "data" / "wording"
FILES = sorted([*SENTENCES.glob("*.pinned.jsonl"), *SENTENCES.glob("*.development.jsonl")])


def is_as_labelled(row: dict[str, Any]) -> bool:
    """Whether a sentence is read as its label says: what is missing, the kind of question, and the verdict."""
    verdict = judge(row["text"], Kind(row["as"]))
    found = {
        "text": verdict.text,
        "as": verdict.kind,
        "verdict": verdict.level,
        "missing": list(verdict.missing),
        "could_add": list(verdict.could_add),
        "kind": verdict.question,
    }
    return bool(verdict.reasons) == bool(verdict.rewrite) and all(found[key] == row[key] for key in row)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    for remembered in (tag, corrected, stems):
        remembered.cache_clear()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_sentence_is_read_as_labelled(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    assert [row["text"] for row in rows if not is_as_labelled(row)] == []


def said_of(row: dict[str, Any]) -> str:
    """A line on how a sentence is read: the verdict, what is missing or could be added, the kind of question."""
    verdict = judge(row["text"], Kind(row["as"]))
    more = [*verdict.missing, *verdict.could_add, *filter(None, [verdict.question])]
    return " ".join([verdict.level, *more, "|", " ".join(row["text"].split())])


def test_how_every_other_sentence_is_read_is_on_record() -> None:
    """Right or wrong: a label is common sense, and this is what the reader says, so that a change is looked at."""
    others = {*SENTENCES.glob("*.jsonl")} - {*FILES, *SENTENCES.glob("*.aside.jsonl"), *SENTENCES.glob("language.*")}
    rows = {path.stem: map(json.loads, path.read_text(encoding="utf-8").splitlines()) for path in others}
    found = {name: "".join(f"{said_of(row)}\n" for row in rows[name]) for name in sorted(rows)}
    assert found == on_record("sentences.txt", found)
