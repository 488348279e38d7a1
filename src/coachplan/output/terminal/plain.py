"""Results for pipes and programs: plain columns, and versioned JSON."""

import json
from collections.abc import Sequence
from typing import Any

from coachplan.output.terminal.console import escaped, line


def as_json(data: dict[str, Any]) -> str:
    """Return one JSON document, with the version of its shape first."""
    return escaped(json.dumps({"version": 1, **data}, ensure_ascii=False, indent=2, default=str))


def columns(rows: Sequence[Sequence[object]]) -> str:
    """Return rows in aligned columns, two spaces apart, each on one clean line."""
    cells = [[line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)


def tabs(rows: Sequence[Sequence[object]]) -> str:
    """Return rows with their cells separated by tabs, for other programs."""
    return "\n".join("\t".join(line(cell) for cell in row) for row in rows)


def in_repository(folder: str) -> dict[str, str]:
    """Return the key that says which plan repository a plan is in; nothing where only one is looked at."""
    return {"repository": folder} if folder else {}
