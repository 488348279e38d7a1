"""Every code, on files that show it: good ones without a finding, bad ones with exactly the findings they mark.

A case is a plan, `good*.md` or `bad*.md`; a check-in, `*.check-in.md`, of the `plan.md` beside it; a folder with a plan
and its check-ins; or a folder with several plans in folders below it.

A `coachplan.toml` beside cases holds the settings that they are judged by.

A bad file marks a finding on its line, `# ← CP402`, with a column where it says so, `# ← CP402:10`; where a line cannot
be marked, a later one says `← CP002 at 3:8`.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachplan.base.findings import Finding
from coachplan.base.policy import Policy
from coachplan.checks.catalogue import BY_CODE, READING, RULES
from coachplan.checks.lint import digest, lint, lint_across
from coachplan.checks.registry import CHECK_IN_RULES, COURSE_RULES, PLAN_RULES, RULES_BY_KIND
from coachplan.checks.rule import CheckInRule, RuleContext
from coachplan.format import Document, read_check_in, read_data, read_plan, set_value, to_yaml
from coachplan.plan import CheckIn, Plan
from coachplan.store.settings import parse
from conftest import examples

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "rules"
EXAMPLES = ROOT / "examples" / "plans"
CONTEXT = RuleContext(date(2026, 2, 4))
MARK = re.compile(r"← (?P<code>CP\d{3})(?::(?P<column>\d+)| at (?P<line>\d+):(?P<place>\d+))?")
CASES = sorted(
    path for folder in DATA.iterdir() for path in folder.iterdir() if path.name not in ("plan.md", "coachplan.toml")
)

# What no text shows: a file that cannot be read at all, one that is too large, those told by their place or name, and
# who can read where the plans are shared.
WITHOUT_DATA = {"CP001", "CP003"} | {rule.code for rule in READING if rule.family in ("Files and history", "Privacy")}


def read(path: Path) -> list[tuple[Document[Plan], list[Document[CheckIn]]]]:
    """The plans of a case, each with its check-ins; paths are relative to the case's folder."""
    if path.is_dir():
        return [
            (
                read_plan(str(plan.relative_to(path.parent)), plan.read_bytes()),
                [
                    read_check_in(str(check_in.relative_to(path.parent)), check_in.read_bytes())
                    for check_in in sorted(plan.parent.glob("check-ins/*.md"))
                ],
            )
            for plan in sorted(path.rglob("plan.md"))
        ]
    if not path.name.endswith(".check-in.md"):
        return [(read_plan(path.name, path.read_bytes()), [])]
    plan = read_plan("plan.md", (path.parent / "plan.md").read_bytes())
    assert plan.findings == ()
    return [(plan, [read_check_in(path.name, path.read_bytes())])]


def linted(path: Path) -> list[Finding]:
    """The findings in a case, by the settings beside it, where there are any."""
    own = path.parent / "coachplan.toml"
    context = RuleContext(CONTEXT.today, parse(own.read_bytes()).policy) if own.exists() else CONTEXT
    plans = read(path)
    digests = [found for plan, check_ins in plans if (found := digest(plan, check_ins, context.policy))]
    findings = [finding for plan, check_ins in plans for finding in lint(plan, check_ins, context)]
    return findings + [finding for finding, _ in lint_across(digests, context)]


def marked(path: Path) -> Iterator[tuple[str, str, int, int | None]]:
    """The marks in the files of a case: path, code, line, and the column where one is given."""
    for file in sorted(path.rglob("*.md")) if path.is_dir() else [path]:
        lines = file.read_bytes().decode("utf-8", "replace").split("\n")
        for number, line in enumerate(lines, 1):
            for mark in MARK.finditer(line):
                column = mark["column"] or mark["place"]
                name = str(file.relative_to(path.parent))
                yield name, mark["code"], int(mark["line"] or number), int(column) if column else None


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_has_exactly_the_findings_that_it_marks(path: Path) -> None:
    found = linted(path)
    expected = list(marked(path))

    assert sorted((f.path, f.code, f.line) for f in found) == sorted(mark[:3] for mark in expected)
    assert {mark for mark in expected if mark[3]} <= {(f.path, f.code, f.line, f.column) for f in found}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_good_files_mark_nothing_and_bad_ones_their_own_code(path: Path) -> None:
    codes = {code for _, code, *_ in marked(path)}

    assert path.name.startswith(("good", "bad"))
    assert codes == (set() if path.name.startswith("good") else {path.parent.name[:5]})


def test_every_code_of_the_source_is_in_the_catalogue() -> None:
    sources = (ROOT / "src" / "coachplan").rglob("*.py")
    used = {code for path in sources for code in re.findall(r"CP\d{3}", path.read_text(encoding="utf-8"))}

    assert used <= set(BY_CODE)


def test_every_rule_has_good_and_bad_files_and_a_column() -> None:
    assert {folder.name for folder in DATA.iterdir()} == {
        f"{rule.code}-{rule.name}" for rule in RULES if rule.code not in WITHOUT_DATA
    }
    for folder in DATA.iterdir():
        names = {path.name[:3] for path in folder.iterdir()}
        assert {"goo", "bad"} <= names, folder
        assert any(column for path in folder.glob("bad*") for *_, column in marked(path)), folder


FUNCTIONS = tuple(chain.from_iterable(RULES_BY_KIND))


def test_rules_are_in_order_and_no_code_is_used_twice() -> None:
    for rules in (RULES, *RULES_BY_KIND):
        codes = [rule.code for rule in rules]
        assert codes == sorted(set(codes))


def test_every_rule_says_what_it_looks_for() -> None:
    assert all(rule.check.__doc__ for rule in FUNCTIONS)


def test_a_rule_is_a_function_or_found_while_a_file_is_read() -> None:
    assert {rule.code for rule in READING}.isdisjoint(rule.code for rule in FUNCTIONS)
    assert {rule.code for rule in RULES} == {rule.code for rule in (*READING, *FUNCTIONS)}


def test_the_keys_that_rules_name_are_keys_of_the_format() -> None:
    for rule in FUNCTIONS:
        fields = frozenset((CheckIn if isinstance(rule, CheckInRule) else Plan).model_fields)
        assert keys(rule.reads, rule.whole) <= fields, rule.code
    assert all(keys(rule.plan_reads, rule.plan_whole) <= frozenset(Plan.model_fields) for rule in CHECK_IN_RULES)
    assert all(keys(rule.check_ins_whole) <= frozenset(CheckIn.model_fields) for rule in COURSE_RULES)


def test_the_day_and_the_usual_length_are_settings() -> None:
    late = DATA / "CP502-in-the-future" / "bad.check-in.md"
    plan = read_plan("plan.md", (late.parent / "plan.md").read_bytes())
    check_in = read_check_in("c.md", late.read_bytes())
    assert lint(plan, [check_in], RuleContext(date(2026, 2, 5))) == []

    short = read_plan("plan.md", (DATA / "CP404-unusual-length" / "bad-short.md").read_bytes())
    assert lint(short, [], RuleContext(date(2026, 2, 4), Policy(usual_days=(5, 20)))) == []


# -- what cannot be read is not judged --------------------------------------------------------------------------------

PLANS = {str(path.relative_to(EXAMPLES).parent): path for path in sorted(EXAMPLES.rglob("plan.md"))}
ALL_KEYS = sorted({key for path in PLANS.values() for key in read_data(path.read_bytes())} - {"coachplan"})
BREAKS = ["[[]]", "{zzz: 1}", "''", "[{zzz: 1}, {}]"]


def keys(*listed: str) -> frozenset[str]:
    return frozenset(" ".join(listed).split())


class Guarded:
    """A plan or check-in that refuses to give what a rule has not said it reads."""

    def __init__(self, content: Plan | CheckIn, hidden: frozenset[str]) -> None:
        self._content, self._hidden = content, hidden

    def __getattr__(self, name: str) -> Any:
        assert name not in self._hidden, f"{name} is read, and not among what the rule says it reads"
        return getattr(self._content, name)


NEVER_UNREAD = frozenset(Plan.model_fields) - frozenset(
    name for name, field in Plan.model_fields.items() if field.is_required()
)


@pytest.mark.one_in(7)
@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("rule", [rule for rule in PLAN_RULES if rule.code != "CP103"], ids=lambda rule: rule.code)
def test_a_rule_reads_only_the_required_sections_that_it_names(rule: Any, name: str) -> None:
    plan = read_plan("plan.md", PLANS[name].read_bytes()).content
    assert plan is not None

    list(rule.check(Guarded(plan, frozenset(Plan.model_fields) - keys(rule.reads, rule.whole) - NEVER_UNREAD), CONTEXT))


@pytest.mark.parametrize("rule", CHECK_IN_RULES, ids=lambda rule: rule.code)
def test_a_rule_about_check_ins_reads_only_the_required_parts_that_it_names(rule: Any) -> None:
    for path in EXAMPLES.rglob("check-ins/*.md"):
        check_in = read_check_in(path.name, path.read_bytes()).content
        plan = read_plan("plan.md", (path.parents[1] / "plan.md").read_bytes()).content
        assert check_in is not None
        assert plan is not None
        required = frozenset({"coachplan", "date", "by"})
        sections = frozenset(Plan.model_fields) - NEVER_UNREAD
        own, beside = keys(rule.reads, rule.whole), keys(rule.plan_reads, rule.plan_whole)

        list(rule.check(Guarded(check_in, required - own), Guarded(plan, sections - beside), CONTEXT))


def places(data: Any, location: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a part of the data stands, sections and what is inside them."""
    if isinstance(data, dict | list):
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield (*location, step)
            yield from places(inner, (*location, step))


@pytest.mark.long
@pytest.mark.parametrize("name", PLANS)
def test_one_broken_part_gives_no_false_finding_elsewhere(name: str) -> None:
    text = PLANS[name].read_bytes().decode()
    check_ins = [read_check_in(path.name, path.read_bytes()) for path in PLANS[name].parent.glob("check-ins/*.md")]
    context = RuleContext(date(2026, 11, 1))
    before = {(f.code, f.path) for f in lint(read_plan("plan.md", text.encode()), check_ins, context)}
    data = read_data(text)
    locations = [*places(data), *((key,) for key in ALL_KEYS if key not in data)]

    for number, location in enumerate(locations):
        for broken in BREAKS if len(location) == 1 else [BREAKS[number % len(BREAKS)]]:
            changed = set_value(text, location, read_data(f"---\nvalue: {broken}\n---\n")["value"])
            document = read_plan("plan.md", changed.encode())
            found = lint(document, check_ins, context)
            reading = {(f.code, f.path) for f in document.findings}
            assert {(f.code, f.path) for f in found} - reading <= before, (location, broken)
            assert found == sorted(set(found))


# -- findings are sorted, unique, and quote nothing -------------------------------------------------------------------


def tree(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
        digest.update(str(path.lstat().st_mtime_ns).encode())
    return digest.hexdigest()


@pytest.fixture
def every_case(tmp_path: Path) -> Path:
    """A plan repository in which every case is a plan or check-in."""
    (tmp_path / "coachplan.toml").write_text("[policy]\nperformance_concerns = false\n", encoding="utf-8")
    for number, path in enumerate(CASES):
        folder = tmp_path / "plans" / path.parent.name.lower() / f"case-{number}"
        if path.is_dir() and not (path / "plan.md").exists():  # the folders of several people
            for person in path.iterdir():
                shutil.copytree(person, tmp_path / "plans" / f"{person.name}-{number}")
            continue
        (folder / "check-ins").mkdir(parents=True)
        if path.is_dir():
            shutil.copytree(path, folder, dirs_exist_ok=True)
        elif path.name.endswith(".check-in.md"):
            shutil.copy(path.parent / "plan.md", folder / "plan.md")
            shutil.copy(path, folder / "check-ins" / "2026-01-12-x.md")
        else:
            shutil.copy(path, folder / "plan.md")
    return tmp_path


@pytest.mark.long
def test_findings_are_sorted_and_unique(every_case: Path, coachplan: Callable[..., Any]) -> None:
    found = json.loads(coachplan("-C", every_case, "check", "--format", "json").out)["findings"]

    keys = [(f["path"], f["line"], f["column"], f["code"], f["severity"], f["message"], f["advice"]) for f in found]
    assert keys == sorted(set(keys))
    assert {f["code"] for f in found} == set(BY_CODE) - WITHOUT_DATA


@pytest.mark.long
def test_a_check_changes_nothing(every_case: Path, coachplan: Callable[..., Any]) -> None:
    before = tree(every_case)

    for arguments in ((), ("--show-text",), ("--format", "json")):
        assert coachplan("-C", every_case, "check", *arguments).code == 1

    assert tree(every_case) == before


SECRET = "zebrafish"
ODD = [
    SECRET,
    f"{{{SECRET}: []}}",
    f"{{result: achieved, date: 2026-02-04, measures: {{{SECRET}: ''}}}}",
    f"[{{what: x, from: {SECRET}, owner: {SECRET}, due: {{{SECRET}: x}}}}]",
    f"{SECRET}: x",
    f"[{SECRET}]",
    f"{{{SECRET}: {SECRET}}}",
    f"[{{{SECRET}: x}}]",
    f"'{SECRET}",
    f"&{SECRET} x",
    f"*{SECRET}",
    f"!{SECRET} x",
    f"{SECRET} <{SECRET}>",
    f"[fill in: {SECRET}]",
    f"bi-weekly {SECRET}",
    f"2026-02-30{SECRET}",
    f"'[fill in {SECRET}]'",
    f"\n  {SECRET}:\n    - {SECRET}",
    f"\n  - {SECRET}: [[{SECRET}]]",
    f'"{SECRET}\\e"',
    f"%{SECRET}",
    f"{{{SECRET}: [], {SECRET}: 1}}",
    f"? {SECRET}",
    f"|\n {SECRET}\n{SECRET}",
    f"{{name: {SECRET}, scale: [{SECRET}2], target: 3}}",
    f"{{goal: x, area: {SECRET}, measures: [{{name: {SECRET}}}, {{name: {SECRET}}}]}}",
    f"[{{id: {SECRET}, what: x, due: {{after: {SECRET}3}}}}]",
]
_KEYS = [*ALL_KEYS, "coachplan", "measures", "evidence", "feedback", "by", "date", SECRET]


@pytest.mark.long
@pytest.mark.parametrize("key", _KEYS)
def test_no_word_of_one_odd_part_stands_in_a_finding(key: str) -> None:
    plan = read_data((DATA / "CP205-off-scale" / "good.md").read_bytes())
    session = read_data((DATA / "CP503-unknown-measure" / "good.check-in.md").read_bytes())
    well = read_plan("plan.md", (DATA / "CP205-off-scale" / "good.md").read_bytes())
    for odd in ODD:
        texts = [
            "\n".join(["---", *(f"{k}: {to_yaml(v)}" for k, v in data.items() if k != key), f"{key}: {odd}", "---", ""])
            for data in (plan, session)
        ]
        found = lint(read_plan("plan.md", texts[0].encode()), [read_check_in("x.md", texts[1].encode())], CONTEXT)
        found += lint(well, [read_check_in("x.md", texts[1].encode())], CONTEXT)
        assert not [finding for finding in found if SECRET in finding.message + finding.advice], odd


@pytest.mark.long
@settings(
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    changes=st.lists(st.tuples(st.sampled_from(_KEYS), st.sampled_from(ODD)), min_size=1, max_size=5),
    whole=st.booleans(),
    as_check_in=st.booleans(),
)
def test_no_word_of_a_file_stands_in_a_finding(
    changes: list[tuple[str, str]], whole: bool, as_check_in: bool, tmp_path: Path, coachplan: Callable[..., Any]
) -> None:
    base: dict[str, str] = dict.fromkeys(ALL_KEYS, SECRET) if whole else {}
    lines = [f"{key}: {value}" for key, value in ({"coachplan": "1", **base, **dict(changes)}).items()]
    text = "\n".join(["---", *lines, "---", SECRET, ""])
    folder = tmp_path / "plans" / "a" / "b"
    (folder / "check-ins").mkdir(parents=True, exist_ok=True)
    (tmp_path / "coachplan.toml").write_text("", encoding="utf-8")
    good = (DATA / "CP205-off-scale" / "good.md").read_text(encoding="utf-8").replace("middle", SECRET)
    (folder / "plan.md").write_text(good if as_check_in else text, encoding="utf-8")
    (folder / "check-ins" / "x.md").write_text(text, encoding="utf-8")

    for arguments in ((), ("--format", "json"), ("--no-show-text",)):
        result = coachplan("-C", tmp_path, "check", *arguments)
        assert result.code in (0, 1)
        assert SECRET not in result.out + result.err


@pytest.mark.one_in(5)
@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_finding_says_what_to_do_in_one_line(path: Path) -> None:
    for finding in linted(path):
        for words in (finding.message, finding.advice):
            assert words.strip() == words
            assert words
            assert re.match(r"[A-Z]?[a-z0-9`]", words)
            assert not re.search(r"[.?!] [a-z]", words)
            assert set(re.findall(r"[A-Z]{2,}", words)) <= {"HR", "UTF", "YAML"}
            assert "\n" not in words
            assert len(words) < 400
        assert not finding.message.endswith(".")


def test_nothing_readable_gives_no_finding_of_a_rule() -> None:
    nothing: Document[Plan] = read_plan("plan.md", b"")

    assert [finding.code for finding in lint(nothing, [], CONTEXT)] == ["CP004"]


@pytest.mark.parametrize("every", ["day", "every Monday", "20 weeks, every Monday"])
def test_a_plan_of_a_thousand_years_is_checked_in_no_time(every: str) -> None:
    text = PLANS_TEXT.replace("UNTIL", "2998-01-01").replace("EVERY", every)

    assert "CP404" in {finding.code for finding in lint(read_plan("plan.md", text.encode()), [], CONTEXT)}


PLANS_TEXT = """\
---
coachplan: 1
title: Updates
people: {team_member: Ada, manager: Charles}
development_area: Updates
current_state: Two a week
goal_state: Give four updates a week by June
activities: Rehearse with a peer
timeline: 1900-01-01 to 2999-01-01
support_assets: A room
update_cadence: [{every: "EVERY", until: UNTIL}]
---
"""


def test_the_rules_that_ask_for_the_day_say_so() -> None:
    asked = set()
    for path in CASES:
        for plan, check_ins in read(path):
            contents = [document.content for document in check_ins if document.content]
            if plan.content is None or len(contents) < len(check_ins):
                continue
            looked_at = [
                *((rule, (plan.content,)) for rule in PLAN_RULES),
                *((rule, (plan.content, contents)) for rule in COURSE_RULES),
                *((rule, (content, plan.content)) for rule in CHECK_IN_RULES for content in contents),
            ]
            for rule, parts in looked_at:
                context = RuleContext(date(2026, 2, 4))
                context.notes = [document.body for document in check_ins]
                list(rule.check(*parts, context))  # type: ignore[operator]
                asked |= {rule.code} if context.was_asked_for_today else set()

    assert asked == {rule.code for rule in (*PLAN_RULES, *COURSE_RULES, *CHECK_IN_RULES) if rule.passing}
