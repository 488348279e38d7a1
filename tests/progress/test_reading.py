"""What people write as values and ways, and what it means: tables of cases."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from coachplan.format.building import measure_of
from coachplan.plan import Measure, Value
from coachplan.progress import is_reached, share

DATA = Path(__file__).parents[1] / "data" / "reading"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_value_is_compared_with_its_target_as_meant() -> None:
    for row in rows("values"):
        measure, value = Measure.model_validate({"name": "x", **row["measure"]}), Value.read(row["value"])

        assert is_reached(measure, value) == row["reached"], row
        if "share" in row:
            done = share(measure, value)
            assert done is not None
            assert round(done, 4) == Decimal(row["share"]), row


def test_every_way_is_read_from_one_line() -> None:
    for row in rows("ways"):
        made = measure_of(row["written"])
        assert {key: value for key, value in made.items() if key != "name"} == row["made"], row
