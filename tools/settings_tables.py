"""The tables of docs/settings.md, made from the policy.

`python tools/settings_tables.py` compares, `--write` writes.
"""

import json
import sys
from pathlib import Path

from coachplan.base.policy import CHOICES, NUMBERS
from coachplan.checks.catalogue import BY_CODE

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"


def choices() -> str:
    """What may be chosen, with what holds unless it is."""
    rows = [f"| `{choice.name}` | `{shown(choice.default)}` | {choice.about} |" for choice in CHOICES]
    return "\n".join(["| key | unless set | what |", "| --- | --- | --- |", *rows])


def numbers() -> str:
    """The numbers that rules go by."""
    rows = [
        f"| `{number.name}` | {named(number.code)} | `{shown(number.default)}` | {number.about} |" for number in NUMBERS
    ]
    return "\n".join(["| key | rule | unless set | what |", "| --- | --- | --- | --- |", *rows])


def named(code: str) -> str:
    """A rule by its code and name."""
    return f"{code} `{BY_CODE[code].name}`"


def shown(value: object) -> str:
    """A value as TOML has it, which is as JSON has it for all of these."""
    return json.dumps(value)


def page() -> str:
    """The page with its tables made anew."""
    text = PAGE.read_text(encoding="utf-8")
    for name, table in (("choices", choices()), ("numbers", numbers())):
        start, end = f"<!-- {name}: made by tools/settings_tables.py -->\n", f"<!-- end of {name} -->\n"
        before, rest = text.split(start)
        text = f"{before}{start}\n{table}\n\n{end}{rest.split(end)[1]}"
    return text


def main() -> None:
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif page() != PAGE.read_text(encoding="utf-8"):
        sys.exit("docs/settings.md differs from the policy: make docs")


if __name__ == "__main__":
    main()
