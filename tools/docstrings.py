"""How docstrings begin: with a verb or a noun, not with a clause such as "What …" or "Whether …".

`python tools/docstrings.py` fails where a larger share than MOST begins with such a clause. `--list` names each of
them, and each text with words that docstrings and messages do without.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parents[1] / "src/coachplan"
# The share that was reached; do not raise it.
MOST = 0.03
CLAUSE = re.compile(
    r"(?:(?:about|as|at|by|for|from|in|of|on|since|to|under|until|with) )?"
    r"(?:(?:what|who|whom|where|when|how|which)(?:ever)?|whether|whose|why)\b",
    re.IGNORECASE,
)
DIALECT = re.compile(r"\b(?:anew|behind|mend\w*|(?:is|are) no(?! longer)|is nobody|told)\b", re.IGNORECASE)


class Text(NamedTuple):
    """A string of the source, and its place."""

    place: str
    text: str
    is_docstring: bool


def texts(path: Path) -> Iterator[Text]:
    """Every string of a module; what a message inserts divides it."""
    tree, name = ast.parse(path.read_text(encoding="utf-8")), path.relative_to(SOURCE.parents[1])
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Text(f"{name}:{node.lineno}", node.value.strip(), id(node) in documented)


def is_dialect(text: Text) -> bool:
    """True if the words are the product's own: those that it looks for in plans are other people's."""
    return (text.is_docstring or "checks/wording/" not in text.place) and bool(DIALECT.search(text.text))


def main() -> None:
    """Print the counts, and the places where they are asked for; fail above the limit."""
    found = [text for path in sorted(SOURCE.rglob("*.py")) for text in texts(path)]
    docstrings = [text for text in found if text.is_docstring]
    clauses = [text for text in docstrings if CLAUSE.match(text.text)]
    dialect = [text for text in found if is_dialect(text)]
    if "--list" in sys.argv[1:]:
        for place, text, _ in clauses:
            print(f"{place}: begins with a clause: {text.splitlines()[0]}")
        for place, text, _ in dialect:
            words = ", ".join(sorted({match[0].lower() for match in DIALECT.finditer(text)}))
            print(f"{place}: {words}: {' '.join(text.split())[:100]}")
    share = len(clauses) / len(docstrings)
    print(f"{len(clauses)} of {len(docstrings)} docstrings begin with a clause: {share:.1%}, at most {MOST:.0%}")
    print(f"{len(dialect)} texts have words to do without; --list shows them")
    if share > MOST:
        sys.exit("Begin them with a verb or a noun: “Return the plan's folder”, “True if the plan is overdue”")


if __name__ == "__main__":
    main()
