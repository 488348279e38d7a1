"""`coachplan schema`."""


def schema() -> None:
    """Print the format as JSON Schema.

    Both files: `Plan` and `CheckIn` in its `$defs`.
    """
    import json

    from coachplan.model.schema import json_schema
    from coachplan.reports.terminal import out

    out(json.dumps(json_schema(), indent=2, ensure_ascii=False))
