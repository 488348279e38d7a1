"""`coachplan schema`."""


def schema() -> None:
    """Print the format as JSON Schema.

    Both files: `Plan` and `CheckIn` in its `$defs`.
    """
    import json

    from coachplan.format.schema import json_schema
    from coachplan.output.terminal.console import out

    out(json.dumps(json_schema(), indent=2, ensure_ascii=False))
