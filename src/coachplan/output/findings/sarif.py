"""A SARIF 2.1.0 log, as GitHub's code scanning and editors read it."""

import os
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from sarif_pydantic import sarif  # type: ignore[import-untyped]

from coachplan import __version__
from coachplan.base.findings import Finding, Severity
from coachplan.checks.pages import page
from coachplan.output.findings.order import fingerprints
from coachplan.output.findings.quoting import harmless, said, suggested
from coachplan.views.checker import Checked

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def report(checked: Checked, *, show_text: bool, shown_path: Callable[[str], str], **_: object) -> str:
    """Return one run with every finding by path and line, and the pages of the rules that found something."""
    codes = sorted({finding.code for finding in checked.findings})
    lines = checked.lines if show_text else {}
    results = [
        sarif.Result(
            rule_id=finding.code,
            rule_index=codes.index(finding.code),
            level=_LEVELS[finding.severity],
            message=sarif.Message(text="\n".join([said(finding), *(suggested(finding) if show_text else [])])),
            locations=[_location(finding, shown_path(finding.path), lines.get((finding.path, finding.line)))],
            partial_fingerprints={"coachplan/v1": fingerprint},
        )
        for finding, fingerprint in zip(checked.findings, fingerprints(checked.findings), strict=True)
    ]
    driver = sarif.ToolDriver(name="coachplan", version=__version__, rules=[_rule(code) for code in codes])
    run = sarif.Run(tool=sarif.Tool(driver=driver), results=results, columnKind="unicodeCodePoints")
    written: str = sarif.Sarif(schema_uri=_SCHEMA, runs=[run]).model_dump_json(
        by_alias=True, exclude_none=True, indent=2
    )
    return written


def _location(finding: Finding, path: str, line: str | None) -> Any:
    snippet = None if line is None else sarif.ArtifactContent(text=harmless(line[finding.column - 1 :]))
    region = sarif.Region(start_line=finding.line, start_column=finding.column, snippet=snippet)
    artifact = sarif.ArtifactLocation(uri=quote(os.fsencode(path)))
    return sarif.Location(physical_location=sarif.PhysicalLocation(artifact_location=artifact, region=region))


def _rule(code: str) -> Any:
    about = page(code)
    text = f"{about.why}\n\nSource: {about.source}"
    examples = f"**Bad**\n\n```yaml\n{about.bad}\n```\n\n**Good**\n\n```yaml\n{about.good}\n```"
    return sarif.ReportingDescriptor(
        id=code,
        name=about.rule.name,
        short_description=sarif.Message(text=about.title),
        help=sarif.Message(text=text, markdown=f"{text}\n\n{examples}"),
        default_configuration=sarif.ReportingConfiguration(level=_LEVELS[about.rule.severity]),
    )
