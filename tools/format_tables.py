"""The field tables of docs/plan-format.md, made from the models.

`python tools/format_tables.py` compares, `--write` writes.
"""

import sys
from pathlib import Path
from typing import Any

from coachplan.format.schema import json_schema

PAGE = Path(__file__).parents[1] / "docs" / "plan-format.md"
START, END = "<!-- tables: made by tools/format_tables.py -->\n", "<!-- end of tables -->\n"


def tables() -> str:
    """A section with a table for each model, the three files' first."""
    definitions = json_schema()["$defs"]
    files = ["Plan", "CheckIn", "Agreement"]
    names = [*files, *sorted(definitions.keys() - set(files))]
    return "\n".join(section(name, definitions[name]) for name in names)


def section(name: str, schema: dict[str, Any]) -> str:
    """One model: what it is, and its keys."""
    required = schema.get("required", [])
    rows = [
        f"| `{key}`{' *' if key in required else ''} | {words(value)} | {value.get('description', '')} |"
        for key, value in schema["properties"].items()
    ]
    about = schema.get("description", "").split("\n\n")[0].replace("\n", " ")
    return "\n".join([f"### {name}", "", about, "", "| key | holds | what |", "| --- | --- | --- |", *rows, ""])


def words(schema: dict[str, Any]) -> str:
    """What a key holds, in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return alternatives(choices)
    if values := schema.get("enum", [schema["const"]] if "const" in schema else []):
        return ", ".join(f"`{value}`" for value in values)
    match schema.get("type"):
        case "array":
            return f"a list of {words(schema['items'])}"
        case "object":
            return "values by name"
        case "number":
            return "a number"
        case _:
            return "a day" if schema.get("format") == "date" else "a text"


def alternatives(schemas: list[dict[str, Any]]) -> str:
    """One of several, such as a text, a group of keys, or a list of these."""
    single = [words(schema) for schema in schemas if schema.get("type") not in ("null", "array")]
    lists = [schema["items"] for schema in schemas if schema.get("type") == "array"]
    if not lists:
        return " or ".join(single)
    return f"{', '.join(single)}, or a list of these" if single else words({"type": "array", "items": lists[0]})


def page() -> str:
    """The page with its tables made anew."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    return f"{before}{START}\n{tables()}\n{END}{rest.split(END)[1]}"


def main() -> None:
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif page() != PAGE.read_text(encoding="utf-8"):
        sys.exit("docs/plan-format.md differs from the models: make docs")


if __name__ == "__main__":
    main()
