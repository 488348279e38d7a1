"""The formats of `coachplan check`: each is what its readers expect, and tells no word of a plan unless asked to."""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema
from junitparser.xunit2 import JUnitXml

from coachplan import __version__
from coachplan.base.findings import Finding, Severity
from coachplan.checks.catalogue import RULES
from coachplan.checks.pages import page
from coachplan.output.findings import Format, render, statistics
from coachplan.output.findings.text import summary
from coachplan.views.checker import Checked

EXAMPLES = Path(__file__).parents[2] / "examples"
SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"
ADA = "plans/ada-lovelace/clear-status-updates"
BEN = "plans/ben-carter/shorter-meeting-notes"
CHECK_IN = f"{BEN}/check-ins/2026-01-12.md"
ERROR, WARNING, HINT = Severity
MACHINES = (Format.JSON, Format.GITHUB, Format.GITLAB, Format.JUNIT, Format.SARIF)
HOSTILE = 'plans/a/b/check-ins/%0A::error file=x::, <b>&amp;"\n\x1b[31m\x00\r\udcff\u202e\ufffe]]>é 1.md'
HOSTILE_LINE = "goal: secretword ::stop-commands::x % <![CDATA[ \x1b[31m \x00 \udcff \ufffe \u202e ]]> & end"


def finding(
    path: str = f"{ADA}/plan.md",
    line: int = 3,
    column: int = 7,
    *,
    code: str = "CP204",
    severity: Severity = HINT,
    message: str = "this goal has no measure",
    rewrite: str = "",
) -> Finding:
    return Finding(path, line, column, code, severity, message, "add one under `measures`", rewrite)


def checked(*findings: Finding, lines: dict[tuple[str, int], str] | None = None, files: int = 12) -> Checked:
    return Checked(sorted(findings), lines or {}, files)


def shown(found: Checked, form: Format, *, show_text: bool = False, limit: int | None = 8) -> str:
    return render(found, form, show_text=show_text, shown_path=lambda path: path, limit=limit)


SOME = checked(
    finding(severity=ERROR, line=9, message="one"),
    finding(severity=WARNING, line=5, message="two"),
    finding(severity=HINT, line=2, message="three"),
    finding(f"{BEN}/plan.md", severity=HINT, message="four"),
    finding(CHECK_IN, severity=ERROR, message="five"),
)
FOUND = {
    "nothing": checked(),
    "some": SOME,
    "hostile": checked(
        finding(HOSTILE, 1, 1, severity=ERROR),
        finding(HOSTILE, 3, 7, severity=WARNING, rewrite=HOSTILE_LINE),
        finding(HOSTILE, 3, 7, severity=HINT),
        lines={(HOSTILE, 3): HOSTILE_LINE, (HOSTILE, 1): ""},
    ),
}


# -- what each format's own readers make of it ------------------------------------------------------------------------


def read_github(out: str) -> list[dict[str, str]]:
    """Workflow commands as GitHub's runner reads them: one a line, properties before the second pair of colons."""
    commands = []
    for line in out.splitlines():
        match = re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", line)
        assert match, line
        properties = dict(entry.split("=", 1) for entry in match[2].split(","))
        read = {key: _unescaped(value, {"%3A": ":", "%2C": ","}) for key, value in properties.items()}
        commands.append({"kind": match[1], **read, "message": _unescaped(match[3], {})})
    return commands


def _unescaped(text: str, more: dict[str, str]) -> str:
    for escape, character in ({"%0D": "\r", "%0A": "\n"} | more | {"%25": "%"}).items():
        text = text.replace(escape, character)
    return text


def read_json(out: str, schema: str) -> Any:
    data = json.loads(out)
    described = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(described, format_checker=jsonschema.FormatChecker()).validate(data)
    return data


def read_junit(out: str) -> JUnitXml:
    raw = out.encode()
    xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd").validate(BytesIO(raw))
    return JUnitXml.fromstring(raw)


READERS: dict[Format, Callable[[str], Any]] = {
    Format.JSON: json.loads,
    Format.GITHUB: read_github,
    Format.GITLAB: lambda out: read_json(out, "gitlab-code-quality.json"),
    Format.JUNIT: read_junit,
    Format.SARIF: lambda out: read_json(out, "sarif-2.1.0.json"),
}


@pytest.mark.parametrize("show_text", [False, True])
@pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)
@pytest.mark.parametrize("form", MACHINES)
def test_a_format_is_valid_and_drives_no_terminal(form: Format, found: Checked, show_text: bool) -> None:
    out = shown(found, form, show_text=show_text)

    READERS[form](out)
    assert not [mark for mark in out if unicodedata.category(mark) in {"Cc", "Cf", "Cs"} and mark != "\n"]


@pytest.mark.parametrize("form", Format)
def test_a_hostile_path_or_line_starts_no_line_of_its_own(form: Format) -> None:
    out = shown(FOUND["hostile"], form, show_text=True)

    assert "\n::stop" not in out
    assert form in {Format.GITHUB, Format.JUNIT} or "\n\x1b" not in out
    assert "\x1b" not in out


@pytest.mark.parametrize("form", Format)
def test_no_word_is_told_unasked_even_where_the_lines_are_known(form: Format) -> None:
    assert "secretword" not in shown(FOUND["hostile"], form)


@pytest.mark.parametrize("form", Format)
def test_the_same_findings_give_the_same_report(form: Format) -> None:
    assert shown(SOME, form) == shown(SOME, form)


def test_a_json_document_gives_a_hostile_path_back_as_it_is() -> None:
    data = json.loads(shown(FOUND["hostile"], Format.JSON, show_text=True))

    assert {entry["path"] for entry in data["findings"]} == {HOSTILE}
    assert data["findings"][1]["text"] == HOSTILE_LINE


def test_a_uri_of_sarif_gives_the_bytes_of_a_hostile_path_back() -> None:
    log = READERS[Format.SARIF](shown(FOUND["hostile"], Format.SARIF))
    uris = {place(result)["artifactLocation"]["uri"] for result in log["runs"][0]["results"]}

    assert [unquote_to_bytes(uri) for uri in uris] == [os.fsencode(HOSTILE)]
    assert all(re.fullmatch(r"[A-Za-z0-9/._~%-]+", uri) for uri in uris)


def test_code_quality_names_a_hostile_path_as_far_as_unicode_can() -> None:
    report = READERS[Format.GITLAB](shown(FOUND["hostile"], Format.GITLAB))

    assert {entry["location"]["path"] for entry in report} == {HOSTILE.replace("\udcff", "\ufffd")}


def test_an_annotation_names_a_hostile_path_in_one_line() -> None:
    commands = read_github(shown(FOUND["hostile"], Format.GITHUB, show_text=True))

    assert [command["kind"] for command in commands] == ["error", "warning", "notice"]
    assert {command["file"] for command in commands} == {re.sub("[\x00\x1b\udcff\u202e]", "\ufffd", HOSTILE)}
    assert commands[1]["message"].splitlines()[1].startswith("goal: secretword ::stop-commands::x % <![CDATA[")


# -- for programs -----------------------------------------------------------------------------------------------------


def place(result: Any) -> Any:
    return result["locations"][0]["physicalLocation"]


def test_json_lists_every_finding_by_place() -> None:
    data = json.loads(shown(SOME, Format.JSON, limit=1))

    assert list(data) == ["version", "findings", "files"]
    assert (data["version"], data["files"]) == (1, 12)
    assert [entry["message"] for entry in data["findings"]] == ["three", "two", "one", "five", "four"]
    assert data["findings"][0] == {
        "path": f"{ADA}/plan.md",
        "line": 2,
        "column": 7,
        "code": "CP204",
        "name": "no-measure",
        "severity": "hint",
        "message": "three",
        "advice": "add one under `measures`",
    }


def test_json_holds_the_line_and_the_better_wording_where_asked_for() -> None:
    found = checked(finding(rewrite="Halve them"), lines={(f"{ADA}/plan.md", 3): "goal: Fewer"})

    (entry,) = json.loads(shown(found, Format.JSON, show_text=True))["findings"]

    assert (entry["text"], entry["rewrite"]) == ("goal: Fewer", "Halve them")


def test_annotations_come_with_the_weightiest_first() -> None:
    assert shown(SOME, Format.GITHUB, limit=1).splitlines() == [
        f"::error file={ADA}/plan.md,line=9,col=7,title=CP204 no-measure::one (add one under `measures`)",
        f"::error file={CHECK_IN},line=3,col=7,title=CP204 no-measure::five (add one under `measures`)",
        f"::warning file={ADA}/plan.md,line=5,col=7,title=CP204 no-measure::two (add one under `measures`)",
        f"::notice file={ADA}/plan.md,line=2,col=7,title=CP204 no-measure::three (add one under `measures`)",
        f"::notice file={BEN}/plan.md,line=3,col=7,title=CP204 no-measure::four (add one under `measures`)",
    ]
    assert shown(checked(), Format.GITHUB) == ""


def test_code_quality_maps_severities_and_places() -> None:
    report = READERS[Format.GITLAB](shown(SOME, Format.GITLAB, limit=1))

    assert [entry["severity"] for entry in report] == ["info", "minor", "major", "major", "info"]
    assert report[1] | {"fingerprint": ""} == {
        "description": "two (add one under `measures`)",
        "check_name": "CP204 no-measure",
        "fingerprint": "",
        "severity": "minor",
        "location": {"path": f"{ADA}/plan.md", "lines": {"begin": 5}},
    }
    assert shown(checked(), Format.GITLAB) == "[]"


def fingerprints(found: Checked, form: Format) -> list[str]:
    report = READERS[form](shown(found, form))
    if form is Format.GITLAB:
        return [entry["fingerprint"] for entry in report]
    return [result["partialFingerprints"]["coachplan/v1"] for result in report["runs"][0]["results"]]


@pytest.mark.parametrize("form", [Format.GITLAB, Format.SARIF])
def test_a_fingerprint_is_one_finding_s_own_and_stays_when_lines_move(form: Format) -> None:
    before = fingerprints(checked(finding(line=3), finding(line=8), finding(f"{BEN}/plan.md", line=3)), form)
    moved = fingerprints(checked(finding(line=13), finding(line=18), finding(f"{BEN}/plan.md", line=4)), form)
    later = fingerprints(checked(finding(line=3, message="a check-in was due 9 days ago"), finding(code="CP203")), form)

    assert before == moved
    assert len(set(before)) == 3
    assert before[0] in later
    assert len(set(later) - set(before)) == 1


def test_junit_has_a_case_for_each_rule_and_file() -> None:
    more = [*SOME.findings, finding(severity=ERROR, line=10, message="six")]
    report = read_junit(shown(checked(*more), Format.JUNIT, limit=1))

    (suite,) = report
    cases = {(case.classname, case.name, type(case.result[0]).__name__): case.result[0] for case in suite}
    assert set(cases) == {
        (f"{ADA}.plan", "CP204 no-measure", "Error"),
        (f"{ADA}.plan", "CP204 no-measure", "Failure"),
        (f"{ADA}.plan", "CP204 no-measure", "Skipped"),
        (f"{BEN}.plan", "CP204 no-measure", "Skipped"),
        (f"{BEN}/check-ins.2026-01-12", "CP204 no-measure", "Error"),
    }
    assert (suite.tests, suite.errors, suite.failures, suite.skipped) == (5, 2, 1, 2)
    assert (report.tests, report.errors, report.failures) == (5, 2, 1)
    assert [(entry.name, entry.value) for entry in suite.properties()] == [("files", "12")]
    both = cases[f"{ADA}.plan", "CP204 no-measure", "Error"]
    assert (both.type, both.message) == ("error", "one, and 1 more")
    assert both.text == "\n".join(
        f"{ADA}/plan.md:{line}:7: {said} (add one under `measures`)" for line, said in ((9, "one"), (10, "six"))
    )


def test_junit_of_plans_in_order_has_one_case_that_passed() -> None:
    (suite,) = read_junit(shown(checked(), Format.JUNIT))

    assert [(case.name, case.is_passed) for case in suite] == [("nothing to fix", True)]


def test_junit_names_a_hostile_path_with_characters_that_xml_knows() -> None:
    tree = ET.fromstring(shown(FOUND["hostile"], Format.JUNIT, show_text=True))

    stem = re.sub("[\x00\r\x1b\udcff\u202e\ufffe]", "\ufffd", HOSTILE).removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    assert {case.get("classname") for case in tree.iter("testcase")} == {f"{folder}.{name}"}


def test_sarif_tells_tool_rules_and_places() -> None:
    log = READERS[Format.SARIF](shown(SOME, Format.SARIF, limit=1))

    (run,) = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("coachplan", __version__)
    assert [result["level"] for result in run["results"]] == ["note", "warning", "error", "error", "note"]
    assert run["results"][1]["message"] == {"text": "two (add one under `measures`)"}
    assert place(run["results"][1]) == {
        "artifactLocation": {"uri": f"{ADA}/plan.md"},
        "region": {"startLine": 5, "startColumn": 7},
    }


def test_sarif_explains_each_rule_that_found_something() -> None:
    found = checked(*(finding(code=rule.code, severity=rule.severity) for rule in RULES[::7]))

    (run,) = READERS[Format.SARIF](shown(found, Format.SARIF))["runs"]

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES[::7]]
    levels = {"error": "error", "warning": "warning", "hint": "note"}
    for rule, described in zip(RULES[::7], rules, strict=True):
        about = page(rule.code)
        assert described["name"] == rule.name
        assert described["shortDescription"] == {"text": about.title}
        assert described["defaultConfiguration"]["level"] == levels[rule.severity]
        assert all(part in described["help"]["markdown"] for part in (about.why, about.source, about.bad, about.good))
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_quotes_the_region_where_asked_for() -> None:
    found = checked(finding(rewrite="Halve them"), lines={(f"{ADA}/plan.md", 3): "goal: Fewer"})

    (result,) = READERS[Format.SARIF](shown(found, Format.SARIF, show_text=True))["runs"][0]["results"]

    assert place(result)["region"]["snippet"] == {"text": "Fewer"}
    assert result["message"]["text"] == "this goal has no measure (add one under `measures`)\ntry: Halve them"


# -- for people -------------------------------------------------------------------------------------------------------

MANY = checked(
    *(finding(line=line, severity=HINT) for line in range(1, 8)),
    *(finding(line=line, severity=WARNING) for line in range(10, 14)),
    finding(f"{ADA}/check-ins/2026-01-12.md", line=4, severity=ERROR),
    finding(f"{BEN}/plan.md", line=1),
)


def places(out: str) -> list[str]:
    return re.findall(r"^(?:plans/[^:]*/)?([\w.-]+:\d+):7: CP204", out, re.MULTILINE)


def test_each_plan_shows_its_weightiest_findings_and_counts_the_rest() -> None:
    limited, whole = shown(MANY, Format.FULL), shown(MANY, Format.FULL, limit=None)

    first = [
        "2026-01-12.md:4",
        "plan.md:10",
        "plan.md:11",
        "plan.md:12",
        "plan.md:13",
        *(f"plan.md:{n}" for n in "123"),
    ]
    assert places(limited) == [*first, "plan.md:1"]
    assert places(whole) == [*first, *(f"plan.md:{n}" for n in "4567"), "plan.md:1"]
    assert "more" not in whole
    lines = limited.splitlines()
    rest = "… and 4 more in this plan; --all shows them"
    assert lines.count(rest) == 1
    assert lines.index(rest) == lines.index(next(line for line in lines if line.startswith(BEN))) - 1


def test_concise_holds_everything() -> None:
    assert shown(MANY, Format.CONCISE) == shown(MANY, Format.CONCISE, limit=None)


def test_the_first_of_each_rule_comes_before_what_is_said_again() -> None:
    again = [finding(code="CP602", line=line, severity=WARNING) for line in range(1, 10)]
    found = shown(checked(*again, finding(code="CP703", line=20, severity=WARNING)), Format.FULL)

    assert "CP703" in found
    assert found.count("CP602") == 7


@pytest.mark.parametrize("form", [Format.FULL, Format.CONCISE])
def test_the_summary_counts_what_is_not_shown_too(form: Format) -> None:
    assert shown(MANY, form, limit=1).splitlines()[-1] == (
        "Found 1 error, 4 warnings, 8 hints in 3 of 12 files; hints do not fail a check"
    )
    assert summary(checked(finding(severity=WARNING))) == "Found 1 warning in 1 of 12 files"
    assert shown(checked(files=1), form) == "All well: 1 file checked"


def test_concise_is_one_line_a_finding() -> None:
    found = checked(finding(HOSTILE, rewrite="secretword"), lines={(HOSTILE, 3): "secretword"})
    path = re.sub("[\n\x1b\x00\r\udcff\u202e]", "\ufffd", HOSTILE)

    assert shown(found, Format.CONCISE, show_text=True).split("\n") == [
        f"{path}:3:7: CP204 hint: this goal has no measure",
        "Found 1 hint in 1 of 12 files; hints do not fail a check",
    ]


def test_full_shows_the_line_the_place_the_advice_and_a_better_wording() -> None:
    found = checked(
        finding(line=12, rewrite="Halve\nthe \x1b[31mquestions"), lines={(f"{ADA}/plan.md", 12): "goal: Fewer"}
    )

    assert shown(found, Format.FULL, show_text=True) == (
        f"{ADA}/plan.md:12:7: CP204 hint: this goal has no measure\n"
        "12 | goal: Fewer\n"
        "   |       ^\n"
        "   = add one under `measures`\n"
        "   = try: Halve the \ufffd[31mquestions\n"
        "\n"
        "Found 1 hint in 1 of 12 files; hints do not fail a check"
    )
    assert shown(found, Format.FULL).splitlines()[0] == (
        f"{ADA}/plan.md:12:7: CP204 hint: this goal has no measure (add one under `measures`)"
    )


def test_statistics_count_by_rule_most_first() -> None:
    found = checked(
        *(finding(line=line) for line in range(1, 11)),
        finding(code="CP012", severity=ERROR),
        finding(code="CP011", severity=ERROR),
    )

    assert statistics(found) == (
        "10  CP204  no-measure   hint\n"
        " 1  CP011  unknown-key  error\n"
        " 1  CP012  wrong-value  error\n"
        "Found 2 errors, 10 hints in 1 of 12 files; hints do not fail a check"
    )
    assert json.loads(statistics(found, Format.JSON)) == {
        "version": 1,
        "statistics": [
            {"code": "CP204", "name": "no-measure", "severity": "hint", "count": 10},
            {"code": "CP011", "name": "unknown-key", "severity": "error", "count": 1},
            {"code": "CP012", "name": "wrong-value", "severity": "error", "count": 1},
        ],
        "files": 12,
    }
    assert statistics(checked()) == "All well: 12 files checked"
    assert json.loads(statistics(checked(), Format.JSON)) == {"version": 1, "statistics": [], "files": 12}


# -- through the command ----------------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ada's plan with a wrong value that no shared place may hold."""
    shutil.copytree(EXAMPLES / ADA, tmp_path / ADA)
    (tmp_path / "coachplan.toml").write_text("", encoding="utf-8")
    plan = tmp_path / ADA / "plan.md"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("status: closed", "status: secretword", 1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("form", Format)
def test_words_of_a_plan_are_told_only_where_asked_for(form: Format, repository: Path, coachplan: Any) -> None:
    quiet = coachplan("check", "--format", form, "--select", "CP012")
    asked = coachplan("check", "--format", form, "--select", "CP012", "--show-text")

    assert "CP012" in quiet.out
    assert quiet.err == ""
    assert "secretword" not in quiet.out
    assert ("secretword" in asked.out) == (form is not Format.CONCISE)


@pytest.mark.parametrize("form", MACHINES)
def test_what_the_command_prints_is_valid(form: Format, repository: Path, coachplan: Any) -> None:
    result = coachplan("check", "--format", form, "--select", "CP012")

    report = READERS[form](result.out)
    results = {
        Format.JSON: lambda: report["findings"],
        Format.JUNIT: lambda: list(*report),
        Format.SARIF: lambda: report["runs"][0]["results"],
    }
    assert len(results.get(form, lambda: report)()) == 1
    assert (result.code, result.err) == (1, "")
    assert str(repository) not in result.out


_LIBRARIES = {Format.JUNIT: "junitparser", Format.SARIF: "sarif_pydantic"}
_LOADED = """\
import sys
from coachplan.views.checker import Checked
from coachplan.output.findings import Format, render
render(Checked(), Format(sys.argv[1]), show_text=False, shown_path=str, limit=8)
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.mark.one_in(3)
@pytest.mark.parametrize("form", Format)
def test_a_format_loads_no_other_one_s_library(form: Format) -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED, form], capture_output=True, text=True, check=True)

    loaded = Counter(done.stdout.split())
    assert {library for library in _LIBRARIES.values() if loaded[library]} == {
        library for owner, library in _LIBRARIES.items() if owner is form
    }
    assert not loaded["rich"]
