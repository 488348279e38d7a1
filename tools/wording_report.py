"""How well the wording reader reads: precision and recall for each letter and kind, beside the rule "it has a digit".

`python tools/wording_report.py` prints the tables and compares them with docs/wording.md, `--write` writes them there.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from math import sqrt
from pathlib import Path
from typing import Any

from coachplan.checks.wording import Kind, judge

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "wording.md"
SENTENCES = ROOT / "tests" / "data" / "wording"
START, END = "<!-- tables: made by tools/wording_report.py -->\n", "<!-- end of tables -->\n"
PARTS = ("development", "held-out")
BALANCED = ("balanced", "aside")
LABELS = {
    Kind.GOAL: ("S", "M", "A", "R", "T"),
    Kind.ACTIVITY: ("S", "thin"),
    Kind.FEEDBACK: ("what", "why", "next"),
    Kind.QUESTION: ("open", "closed", "leading", "prescriptive"),
}
Row = dict[str, Any]


def rows(kind: Kind | str, part: str) -> list[Row]:
    """The labelled sentences of a kind; those that are known to be misread are development sentences, too."""
    names = [f"{kind}.{part}.jsonl", *([f"{kind}.misread.jsonl"] if part == "development" else [])]
    paths = [SENTENCES / name for name in names]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.exists()]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def labelled(row: Row) -> set[str]:
    """What the label says: the parts that are missing or could be added, or the kind of question, and the verdict."""
    found = {row["kind"]} if "kind" in row else {*row.get("missing", ()), *row.get("could_add", ())}
    return found | {row["verdict"]} - {"ok"}


def read(row: Row) -> set[str]:
    """What the reader says."""
    verdict = judge(row["text"], Kind(row["as"]))
    found = {str(verdict.question)} if verdict.question else {*verdict.missing, *verdict.could_add}
    return found | {str(verdict.level)} - {"ok"}


def by_digit(row: Row) -> set[str]:
    """What the digit rule says: nothing is missing where there is a digit; a question is open without a yes or no."""
    if row["as"] == Kind.QUESTION:
        is_open = re.match(r"\W*(?:what|how|why|who|where|when|which)\b", row["text"], re.IGNORECASE)
        return {"open"} if is_open else {"closed", "weak"}
    if re.search(r"\d", row["text"]):
        return set()
    return {"weak", *({"M", "T"} if row["as"] == Kind.GOAL else {"S"} if row["as"] == Kind.ACTIVITY else {"next"})}


def scores(given: list[Row], reader: Callable[[Row], set[str]]) -> dict[str, tuple[float, float]]:
    """Precision and recall of a reader for each label; 1 where there was nothing to find and nothing was found."""
    pairs = [(labelled(row), reader(row)) for row in given]
    result = {}
    for label in (*LABELS[Kind(given[0]["as"])], "weak"):
        right = sum(label in wanted and label in found for wanted, found in pairs)
        said = sum(label in found for _, found in pairs)
        there = sum(label in wanted for wanted, _ in pairs)
        result[label] = (right / said if said else float(not there), right / there if there else 1.0)
    return result


def table(kind: Kind) -> Iterator[str]:
    """One kind's table, a row a label."""
    given = {part: rows(kind, part) for part in PARTS}
    counts = " and ".join(f"{len(given[part])} {part}" for part in PARTS)
    yield f"### {kind.capitalize()}: {counts} sentences"
    yield ""
    rule = "“begins with a question word”" if kind is Kind.QUESTION else "“it has a digit”"
    yield f"| | development P / R | held-out P / R | {rule}, held-out P / R |"
    yield "| --- | --- | --- | --- |"
    columns = [*(scores(given[part], read) for part in PARTS), scores(given["held-out"], by_digit)]
    for label in columns[0]:
        yield f"| {label} | {' | '.join('{:.2f} / {:.2f}'.format(*column[label]) for column in columns)} |"
    exact = [sum(labelled(row) == read(row) for row in given[part]) / len(given[part]) for part in PARTS]
    exact.append(sum(labelled(row) == by_digit(row) for row in given["held-out"]) / len(given["held-out"]))
    yield f"| all of it right | {' | '.join(f'{share:.2f}' for share in exact)} |"
    yield ""


def interval(right: int, of: int) -> str:
    """A share, and where it lies with 95 % by Wilson: `92 % (84–96)`."""
    share, z = right / of, 1.96
    middle, span = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = ((middle + sign * span) / (1 + z * z / of) for sign in (-1, 1))
    return f"{100 * share:.0f} % ({100 * low:.0f}–{100 * high:.0f})"


def _verdict(found: set[str]) -> str:
    return next((level for level in ("nearly", "thin", "weak", "unread") if level in found), "ok")


def _parts(found: set[str]) -> set[str]:
    return found - {"nearly", "thin", "weak"}


_ASKED: tuple[tuple[str, str, Callable[[set[str]], object], bool], ...] = (
    ("goals: ok, nearly or weak", "goal", _verdict, False),
    ("goals: all letters", "goal", _parts, False),
    ("activities: ok, thin or weak", "activity", _verdict, False),
    ("feedback: ok or weak", "feedback", _verdict, False),
    ("feedback: good feedback kept", "feedback", _verdict, True),
    ("feedback: all parts", "feedback", _parts, False),
    ("questions: open or not", "question", lambda found: "open" in found, False),
    ("questions: the kind", "question", _parts, False),
    ("language: English or not", "language", lambda found: "unread" in found, False),
)


def balanced_table() -> Iterator[str]:
    """The sentences whose length and digits say nothing: the share that is right, with its interval."""
    counts = [sum(len(rows(kind, part)) for kind in (*Kind, "language")) for part in BALANCED]
    yield f"### Balanced sentences: {counts[0]} for development and {counts[1]} kept aside"
    yield ""
    yield "| right | development | kept aside |"
    yield "| --- | --- | --- |"
    for name, kind, asked, only_good in _ASKED:
        cells = []
        for part in BALANCED:
            given = [row for row in rows(kind, part) if not only_good or row["verdict"] == "ok"]
            cells.append(interval(sum(asked(labelled(row)) == asked(read(row)) for row in given), len(given)))
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def tables() -> str:
    """The tables of all kinds."""
    return "\n".join([*balanced_table(), *(line for kind in Kind for line in table(kind))])


def page() -> str:
    """The page with its tables made anew."""
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    return f"{before}{START}\n{tables()}\n{END}{rest.split(END)[1]}"


def main() -> None:
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
        return
    print(tables())
    if page() != PAGE.read_text(encoding="utf-8"):
        sys.exit("docs/wording.md differs from what the reader does: python tools/wording_report.py --write")


if __name__ == "__main__":
    main()
