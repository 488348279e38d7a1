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
