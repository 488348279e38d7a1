"""The JSON Schema of the two files, for editors and other tools."""

from typing import Any

from pydantic.json_schema import models_json_schema

from coachplan.plan.check_in import CheckIn
from coachplan.plan.plan import Plan

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return one schema for the front matter of a plan or a check-in, each under its name in `$defs`."""
    _, definitions = models_json_schema([(Plan, "validation"), (CheckIn, "validation")])
    return {
        "$schema": _DIALECT,
        "title": "coachplan: a coaching plan or a check-in, format version 1",
        "oneOf": [{"$ref": "#/$defs/Plan"}, {"$ref": "#/$defs/CheckIn"}],
        "$defs": definitions["$defs"],
    }
