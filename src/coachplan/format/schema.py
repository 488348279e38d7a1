"""The JSON Schema of the three files, for editors and other tools."""

from typing import Any

from pydantic.json_schema import models_json_schema

from coachplan.plan.agreement import Agreement
from coachplan.plan.check_in import CheckIn
from coachplan.plan.plan import Plan

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return one schema for the front matter of a plan, a check-in or an agreement, each under its name in `$defs`."""
    files = (Plan, CheckIn, Agreement)
    _, definitions = models_json_schema([(model, "validation") for model in files])
    return {
        "$schema": _DIALECT,
        "title": "coachplan: a coaching plan, a check-in or an agreement, format version 1",
        "oneOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in files],
        "$defs": definitions["$defs"],
    }
