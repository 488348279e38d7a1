"""docs/rules.md, made from the pages of the rules.

`python tools/rules_page.py` compares, `--write` writes.
"""

import sys
from pathlib import Path

from coachplan.checks.catalogue import RULES
from coachplan.checks.catalogue.pages import page
from coachplan.output.terminal.rules import as_document

DOCUMENT = Path(__file__).parents[1] / "docs" / "rules.md"


def main() -> None:
    text = as_document([page(rule.code) for rule in RULES])
    if "--write" in sys.argv:
        DOCUMENT.write_text(text, encoding="utf-8")
    elif not DOCUMENT.exists() or text != DOCUMENT.read_text(encoding="utf-8"):
        sys.exit("docs/rules.md differs from the pages of the rules: make docs")


if __name__ == "__main__":
    main()
