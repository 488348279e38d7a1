"""What is on record: texts that the product says or makes, by name, in a file that a person has read."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


def on_record(file: str, found: Mapping[str, str]) -> dict[str, str]:
    """Return what a file of tests/data has on record of these names.

    What it does not have yet is written, and the test fails once, so that somebody reads it: to change what is on
    record, take it out there and run the test.
    """
    path = DATA / file
    parts = re.split(r"^=== (.+)\n", path.read_text(encoding="utf-8") if path.exists() else "", flags=re.MULTILINE)
    known = dict(zip(parts[1::2], parts[2::2], strict=True))
    if missing := found.keys() - known.keys():
        known |= {name: found[name] for name in missing}
        text = "".join(f"=== {name}\n{known[name]}" for name in sorted(known))
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"wrote what is said of {', '.join(sorted(missing))} to {file}: read it, and commit it")
    return {name: known[name] for name in found}
