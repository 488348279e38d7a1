"""The catalogue's rows, made from the decorators of the rules, and docs/rules.md, made from their pages.

`python tools/rules.py` compares, `--write` writes.
"""

import sys
from pathlib import Path

from coachplan.checks.registry import RULES_BY_KIND

ROOT = Path(__file__).parents[1]
ROWS = ROOT / "src" / "coachplan" / "checks" / "catalogue_rows.py"
DOCUMENT = ROOT / "docs" / "rules.md"
HEAD = '''"""The rules that are functions: code, name, severity, and whether `--fix` fixes some of what they find.

Made by `make rules` from their decorators, so that no rule has to be loaded for it.
"""

ROWS = (
'''


def rows() -> str:
    """The module with a row for each code; refuses two rules of one code that differ in a row."""
    found: dict[str, str] = {}
    for rule in (rule for rules in RULES_BY_KIND for rule in rules):
        row = f'    ("{rule.code}", "{rule.name}", "{rule.severity}", {rule.fixable}),\n'
        if found.setdefault(rule.code, row) != row:
            sys.exit(f"{rule.check.__name__}: another rule of the code {rule.code} has another name or severity")
    return f"{HEAD}{''.join(sorted(found.values()))})\n"


def document() -> str:
    """The pages of all rules as one."""
    from coachplan.checks.catalogue import RULES
    from coachplan.checks.pages import page
    from coachplan.output.terminal.rules import as_document

    return as_document([page(rule.code) for rule in RULES])


def main() -> None:
    for path, made in ((ROWS, rows), (DOCUMENT, document)):  # the document is made with the rows
        text = made()
        if "--write" in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or text != path.read_text(encoding="utf-8"):
            sys.exit(f"{path.relative_to(ROOT)} is not what the rules say: make rules")


if __name__ == "__main__":
    main()
