"""Who can read plan repositories, in words; with names, or without them for what others may read."""

from collections.abc import Iterator, Sequence

from coachplan.base.people import parted
from coachplan.base.words import plural
from coachplan.checks.catalogue import BY_CODE
from coachplan.output.terminal import plain
from coachplan.output.terminal.console import SEVERITY_STYLES, line, styled
from coachplan.views.access import ELSE, LEFT, MISSING, MIXED, OPEN_HERE, UNKNOWN, Access, AccessFinding, PlaceAccess

_WITHOUT_NAMES = {
    ELSE: "somebody who is not a reader can read here",
    MISSING: "a reader cannot read here",
    UNKNOWN: "who can read here cannot be known",
    LEFT: "somebody who left can read here",
    OPEN_HERE: "this folder is open to others on this machine",
    MIXED: "plans of several circles are here, and whoever reads one can read all",
}
_WEIGHT = {MIXED: "error"}
"""A hint in a check; once it is looked for, it is what the command is about."""


def as_text(found: Sequence[Access], *, names: bool) -> str:
    """Return the places of each repository with who reads there, the findings, and a line on all of it."""
    rows = [row for one in found for row in _of_one(one, names=names)]
    return "\n".join([*rows, _summary(found, names=names)])


def _of_one(one: Access, *, names: bool) -> Iterator[str]:
    if names:
        yield styled(line(str(one.repository.root)), "bold")
        readers = ", ".join(parted(reader)[0] or reader for reader in one.readers)
        yield line(f"Meant to read: {readers or 'nobody yet'}")
        yield from (row for place in one.places for row in _of_place(place))
    for finding in one.findings:
        weight = _weight(finding)
        yield f"{_mark(weight)} {line(finding.place)}: {line(_said(finding, names=names))} ({finding.code})"
        if names:
            yield styled(f"  = {line(finding.advice)}", "dim")
    if names:
        yield ""


def _of_place(place: PlaceAccess) -> Iterator[str]:
    yield line(place.shown)
    for grant, person in place.reading:
        whose = line(parted(person)[0] or person) if person else "?"
        kind = "" if grant.kind == "account" else f" ({grant.kind})"
        yield f"  {line(grant.name)}{kind}  {styled(whose, 'dim')}"


def _mark(weight: str) -> str:
    return styled({"error": "✗", "warning": "?", "hint": "·"}[weight], SEVERITY_STYLES[weight])


def _weight(finding: AccessFinding) -> str:
    return _WEIGHT.get(finding.code) or str(BY_CODE[finding.code].severity)


def _said(finding: AccessFinding, *, names: bool) -> str:
    return finding.message if names else _WITHOUT_NAMES[finding.code]


def _summary(found: Sequence[Access], *, names: bool) -> str:
    repositories = plural(len(found), "repository", "repositories")
    codes = [one.exit_code for one in found]
    if count := codes.count(1):
        said = f"{count} of {repositories}: somebody else can read"
    elif count := codes.count(2):
        said = f"{count} of {repositories}: who can read cannot be known"
    else:
        return f"All well: only those who are meant to can read {repositories}"
    return said if names else f"{said}; `coachplan access` at a terminal of your own names them"


def as_json(found: Sequence[Access], *, names: bool) -> str:
    """Return the same for programs."""
    return plain.as_json({"repositories": [_data(one, names=names) for one in found]})


def _data(one: Access, *, names: bool) -> dict[str, object]:
    findings = [
        {
            "code": finding.code,
            "severity": _weight(finding),
            "place": finding.place,
            "message": _said(finding, names=names),
            "advice": finding.advice if names else "",
        }
        for finding in one.findings
    ]
    data: dict[str, object] = {"root": str(one.repository.root), "code": one.exit_code, "findings": findings}
    if not names:
        return data
    places = [
        {
            "place": place.shown,
            "grants": [
                {"kind": str(grant.kind), "name": grant.name, "person": person or None}
                for grant, person in place.reading
            ],
            "unknown": list(place.unknown),
        }
        for place in one.places
    ]
    return {**data, "circles": [list(circle) for circle in one.circles], "places": places}
