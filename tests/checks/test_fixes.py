"""What is certain is fixed, byte for byte; what has two readings stays."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_origin

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachplan.base.errors import UsageError
from coachplan.base.settings import Settings
from coachplan.checks.catalogue import BY_CODE, RULES
from coachplan.checks.fixes import FixedFile, _places, diff, fix
from coachplan.checks.lint import lint
from coachplan.checks.rule import RuleContext
from coachplan.format import Document, read_check_in, read_data, read_plan, set_value, set_values
from coachplan.plan import WEEKDAYS, CheckIn, Person, Plan
from coachplan.plan.cadence import Weekdays
from conftest import examples

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "fixes"
CASES = sorted(path.name.removesuffix(".before.md") for path in DATA.glob("*.before.md"))
EXAMPLES = sorted((ROOT / "examples" / "plans").rglob("*.md"))
SETTINGS = Settings(
    directory=(
        "Ada Lovelace <ada@example.com>",
        "Charles Babbage <charles@example.com>",
        "Mary Somerville <mary@example.com>",
        "Jane Marcet <jane@example.com>",
        "Grace Hopper <grace@example.com>",
        "Emmy Noether <emmy@example.com>",
        "Emmy Noether <noether@example.com>",
        "Alan Turing",
    )
)
MARK = re.compile(r"← (CP\d{3})(?: at (\d+))?")
Location = tuple[str | int, ...]


def name_of(case: str) -> str:
    return "2026-01-12-ada-lovelace-3f9k.md" if case.startswith("check-in") else "plans/ada/updates/plan.md"


def both(case: str) -> tuple[bytes, bytes]:
    return (DATA / f"{case}.before.md").read_bytes(), (DATA / f"{case}.after.md").read_bytes()


def reading(path: str, raw: bytes) -> Document[Any]:
    return read_plan(path, raw) if path.endswith("plan.md") else read_check_in(path, raw)


def findings(path: str, raw: bytes) -> list[str]:
    return [finding.code for finding in reading(path, raw).findings]


# -- files before and after -------------------------------------------------------------------------------------------

WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda raw: raw,
    "CRLF": lambda raw: re.sub(rb"\r?\n", b"\r\n", raw),
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "no final newline": lambda raw: raw.rstrip(b"\r\n"),
    "spaces behind the marks": lambda raw: re.sub(rb"^---(?=\r?\n)", b"---  ", raw, flags=re.MULTILINE),
}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("case", CASES)
def test_a_file_becomes_exactly_the_one_beside_it_and_stays_it(case: str, written: str) -> None:
    before, after = map(WRITTEN[written], both(case))

    assert fix(name_of(case), before, SETTINGS).raw.decode() == after.decode()
    assert fix(name_of(case), after, SETTINGS) == FixedFile(after)


@pytest.mark.parametrize("case", CASES)
def test_every_fix_is_shown_with_its_line_and_code(case: str) -> None:
    before, _ = both(case)
    lines = before.decode().split("\n")
    marks = [(int(at or line), code) for line, text in enumerate(lines, 1) for code, at in MARK.findall(text)]

    fixes = fix(name_of(case), before, SETTINGS).fixes

    assert [(each.line, each.code) for each in fixes] == sorted(marks)
    assert all(each.code in BY_CODE for each in fixes)


def test_what_was_done_is_told_in_words_that_are_the_same_for_every_file() -> None:
    told = {each.message for case in CASES for each in fix(name_of(case), both(case)[0], SETTINGS).fixes}

    assert told == {
        "the day is written as year-month-day",
        "start and end are written as year-month-day",
        "the identity is completed",
        "the weekday is written in full",
        "the frequency is written in full words",
        "the word is written as the plan format has it",
        "the activity has an `id`, made of its words",
        "the later activity with this `id` has one of its own",
    }


@pytest.mark.parametrize("case", CASES)
def test_what_is_fixed_validates_and_brings_no_new_finding(case: str) -> None:
    before, after = both(case)
    path = name_of(case)
    today = RuleContext(date(2026, 2, 4))

    assert findings(path, after) == []
    if path.endswith("plan.md"):
        codes = [Counter(finding.code for finding in lint(read_plan(path, raw), [], today)) for raw in (before, after)]
        assert not codes[1] & Counter(["CP406", "CP012", "CP013"])
        assert case in ("activity-ids", "doubled-ids", "people") or codes[0]["CP012"] + codes[0]["CP013"] > 0


def test_every_kind_of_place_in_the_format_is_in_the_files() -> None:
    """A day, person, weekday or fixed word that the format learns belongs into the files, too."""
    fixed = set[tuple[str, ...]]()
    for case in CASES:
        before, after = both(case)
        old, new = read_data(before), read_data(after)
        changed = [at for at, text in scalars(new) if text != value_at(old, at)]
        fixed |= {tuple(step for step in at if isinstance(step, str)) for at in changed}
    places = _places(Plan) | _places(CheckIn)
    without_finding = {way for way in places if way[-1] in ("every", "within") and way[0] != "update_cadence"}

    assert set(places) - without_finding - fixed == set()


def scalars(data: Any, location: Location = ()) -> Iterator[tuple[Location, Any]]:
    if isinstance(data, dict | list):
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from scalars(inner, (*location, step))
    else:
        yield location, data


def value_at(data: Any, location: Location) -> Any:
    for step in location:
        if not isinstance(data, dict | list) or (isinstance(data, dict) and step not in data):
            return None
        data = data[step]
    return data


# -- what has two readings, or none -----------------------------------------------------------------------------------

UNTOUCHED_DAYS = [
    *("01/02/2026", "5.1.2026", "1-2-2026", "3 4 2026", "2026-02-30", "2026-13-01", "2026-2-30", "31 February 2026"),
    *("next Friday", "tomorrow", "today", "Friday", "5 January", "January 2026", "2026", "2026-01", "5 Jan 26"),
    *("5 January 2026 10:30", "2026-01-05T10:30:00Z", "2026-01-05 00:00", "5 January 2026 1030", "5h January 2026"),
    *("1.5 January 2026", "Friday 5 January 2026", "5 Januar 2026", "5 January 2026 UTC", "about 5 January 2026"),
    *(
        "5 January 2026 or 6 January 2026",
        "5-6 January 2026",
        "\u0665 January 2026",
        "5 January 0026",
        "5 m 2026",
        "-5 Jan 2026",
    ),
    *(
        "2026105",
        "202615",
        "1 2026",
        "22 2026",
        "Monday 2026",
        "Jan Feb 5 2026",
        "March 5 2026 May",
        "20260105 Jan",
        "5 January 02026",
    ),
    *("20260230", "2026/01-05", "05012026", "[fill in: When?]", "5 January 2026 BC", "99999999999999999999 Jan 2026"),
]
UNTOUCHED_CADENCES = [
    *("bi-weekly", "biweekly", "bi-wkly", "semi-wkly", "2 wkly", "two wkly", "as needed", "as needed, every wk"),
    *("every wk, 20 minutes", "every 2 mon", "first Mon of the mth", "every wk, twice"),
    *("Mon to Thu", "every 0 wks", "every yr", "wk 3", "monthly or wkly"),
]
UNTOUCHED_WEEKDAYS = ["Montag", "m", "t", "second Monday", "Mon-Fri", "any day", "Mon or Tue", "mo"]
UNTOUCHED_PEOPLE = [
    *(
        "Emmy Noether",
        "Alan Turing",
        "Nobody <nobody@example.com>",
        "nobody@example.com",
        "Ada",
        "Ada King ada@example.com",
    ),
    *(
        "Ada Lovelace <ada>",
        "Ada Lovelace ada@home.example.com",
        "ada@example.com charles@example.com",
        "<>",
        "manager",
    ),
    *("Ada Lovelace, Grace Hopper", "mailto:ada@example.com", "Ada Lovelace <ADA@EXAMPLE.COM>"),
]
UNTOUCHED_WORDS = ["actve", "open", "on hold since May", "active draft"]
UNTOUCHED_SPANS = [
    *("January 2026", "5 – 31 January 2026", "30 days from 5 January 2026", "2026-01-05  to  2026-02-04"),
    "2026-01-05 to 2026-01-06 to 2026-01-07",
]
UNTOUCHED: list[tuple[Location, str]] = [
    *((("goal_state", "measures", 0, "by"), text) for text in UNTOUCHED_DAYS),
    *((("timeline",), f"2026-01-05 to {text}") for text in [*UNTOUCHED_DAYS, "6 January 2026 to 7 January 2026", ""]),
    *((("timeline",), text) for text in UNTOUCHED_SPANS),
    *((("update_cadence",), text) for text in UNTOUCHED_CADENCES),
    *((("update_cadence",), {"day": text}) for text in UNTOUCHED_WEEKDAYS),
    *((("people", "hr"), text) for text in UNTOUCHED_PEOPLE),
    *((("status",), text) for text in UNTOUCHED_WORDS),
    (("status",), ["Active"]),
    *(((key,), f"5 January 2026{' ' * 60_000}x") for key in ("timeline", "update_cadence")),
    (("people", "hr"), "x" * 60_000),
    (("people", "hr"), ["Ada Lovelace"]),
    (("timeline", "start"), ["5 January 2026"]),
    (("update_cadence",), {"day": ["Mon and Tue"]}),
    (("update_cadence",), {"every": "wk", "day": "monday"}),
    (("title",), "5 January 2026"),
    (("stauts",), "Active"),
    (("outcome",), {"result": "achieved", "date": "2026-02-04", "measures": {"date": "5 January 2026"}}),
]  # fmt: skip
SMALL = """\
---
coachplan: 1
title: T
people: {team_member: Ada Lovelace <ada@example.com>, manager: Charles Babbage <charles@example.com>}
development_area: A
current_state: C
goal_state: {goal: G, measures: [{name: n}]}
activities: A
timeline: {start: 2026-01-05, end: 2026-02-04}
support_assets: S
update_cadence: every week
---
"""


@pytest.mark.parametrize(("location", "value"), UNTOUCHED, ids=lambda part: str(part)[:60])
def test_what_is_not_certain_stays(location: Location, value: Any) -> None:
    raw = set_value(SMALL, location, value).encode()

    assert fix("plan.md", raw, SETTINGS) == FixedFile(raw)


@pytest.mark.parametrize(
    "raw",
    [b"", b"---\n", b"no front matter", b"---\nstatus: Active\nstatus: x\n---\n", b"---\nstatus: &a Active\n---\n",
     b"---\nstatus: Active\n<<<<<<< ours\n---\n", b"---\nstatus: \xff\n---\n", b"---\n- Active\n---\n"],
)  # fmt: skip
def test_what_cannot_be_read_stays(raw: bytes) -> None:
    assert fix("plan.md", raw, SETTINGS) == FixedFile(raw)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_examples_have_nothing_to_fix(path: Path) -> None:
    assert fix(str(path), path.read_bytes(), SETTINGS) == FixedFile(path.read_bytes())


def test_a_place_that_takes_no_value_stays_and_the_others_are_fixed() -> None:
    raw = SMALL.replace("Ada Lovelace <ada@example.com>", "ada@example.com")
    raw = raw.replace("update_cadence: every week\n", "update_cadence: every week\nstatus: On hold\nx: FILL\n")
    raw = raw.replace("FILL", "x" * (64 * 1024 - len(raw) + len("---\n---\nFILL")))

    fixed = fix("plan.md", raw.encode(), SETTINGS)

    assert fixed.raw.decode() == raw.replace("On hold", "on-hold")
    assert [each.code for each in fixed.fixes] == ["CP012"]


# -- what is asked for ------------------------------------------------------------------------------------------------


def test_only_what_is_wanted_is_fixed() -> None:
    before, _ = both("activity-ids")

    fixes = fix("plan.md", before, SETTINGS, {"CP012"}.__contains__).fixes
    assert {each.code for each in fixes} == {"CP012"}
    fixes = fix("plan.md", before, SETTINGS, {"CP107"}.__contains__).fixes
    assert fixes == ()  # activities are only read in part while one has a wrong value


def test_the_catalogue_knows_which_rules_are_fixable() -> None:
    fixed = {each.code for case in CASES for each in fix(name_of(case), both(case)[0], SETTINGS).fixes}

    assert {*fixed, "CP906"} == {rule.code for rule in RULES if rule.fixable}, "a folder's name is not in a file"


@pytest.mark.parametrize("ignored_by", ["code", "name"])
@pytest.mark.parametrize(
    ("code", "case"), [("CP104", "doubled-ids"), ("CP107", "activity-ids"), ("CP406", "short-forms")]
)
def test_what_a_plan_ignores_is_left_alone(code: str, case: str, ignored_by: str) -> None:
    before, _ = both(case)
    ignored = getattr(BY_CODE[code], ignored_by)
    ignoring = set_value(before.decode(), ("ignore",), {ignored: "It suits us so"}).encode()

    assert code in {each.code for each in fix("plan.md", before, SETTINGS).fixes}
    assert code not in {each.code for each in fix("plan.md", ignoring, SETTINGS).fixes}


def test_without_a_directory_no_one_is_guessed_at() -> None:
    before, _ = both("people")

    assert fix("plan.md", before, Settings()) == FixedFile(before)


# -- properties -------------------------------------------------------------------------------------------------------

DAY_FORMS = ["%d %B %Y", "%b %d, %Y", "%Y/%m/%d", "%Y%m%d", "%A, %d %b %Y", "%d-%b-%Y", "%Y.%m.%d", "%B %d %Y."]


def roughened(kind: Any, text: str, number: int) -> str:
    """The same meaning in another form."""
    if kind is date:
        try:
            return date.fromisoformat(text).strftime(DAY_FORMS[number % len(DAY_FORMS)])
        except ValueError:
            return text
    if kind is Person:
        person = Person.read(text)
        forms = [person.name, person.email, f"{person.name} {person.email}", f"{person.name} ({person.email})"]
        return str(forms[number % len(forms)])
    if get_origin(kind) is Literal:
        forms = [text.upper(), text.title(), text.replace("-", " "), text.replace("_", "-"), f"{text} "]
        return forms[number % len(forms)]
    if kind is Weekdays and text in WEEKDAYS:
        return [f"{text}s", text[:3], f"{text[:3].title()}.", f"every {text}"][number % 4]
    return text


def kind_at(path: Path, location: Location) -> Any:
    places = _places(Plan if path.name == "plan.md" else CheckIn)
    place = places.get(tuple(step for step in location if isinstance(step, str)))
    return place.kind if place else None


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(EXAMPLES), st.sampled_from(sorted(WRITTEN)), st.integers(0, 7))
def test_what_was_written_otherwise_comes_back_and_nothing_else_moves(
    data: st.DataObject, path: Path, written: str, number: int
) -> None:
    original = WRITTEN[written](path.read_bytes())
    text, values = original.decode(), {at: value for at, value in scalars(read_data(original)) if value}
    people = {value for at, value in values.items() if kind_at(path, at) is Person and "<" in value}
    known = Settings(directory=tuple(sorted(people)))
    candidates = {
        at: rough
        for at, value in values.items()
        if (kind := kind_at(path, at)) and (rough := roughened(kind, value, number)) != value
        and (kind is not Person or known.named(Person.read(value).name) == [value])
    }  # fmt: skip
    chosen = data.draw(st.sets(st.sampled_from(sorted(candidates, key=str)), max_size=12)) if candidates else set()
    rough_text = set_values(text, {at: candidates[at] for at in chosen})

    fixed = fix(str(path), rough_text.encode(), known)

    assert fixed.raw.decode() == set_values(rough_text, {at: values[at] for at in chosen})
    assert read_data(fixed.raw) == read_data(original)
    assert len(fixed.fixes) == len(chosen)
    assert fix(str(path), fixed.raw, known) == FixedFile(fixed.raw)


ODD = st.sampled_from(
    [
        *UNTOUCHED_DAYS, *UNTOUCHED_CADENCES, *UNTOUCHED_WEEKDAYS, *UNTOUCHED_PEOPLE, *UNTOUCHED_WORDS,
        "5 January 2026", "20260105", "no", "5 Jan 2026 – 4 Feb 2026", "wk", "Mon & Thu", "Ada Lovelace", "Active",
        "Team member", "Performance support", "x: y", "", "~", "'",
    ]
) | st.text(max_size=20)  # fmt: skip
ODD_VALUES = ODD | st.lists(ODD, max_size=3) | st.dictionaries(st.sampled_from(["what", "due", "every", "day"]), ODD)


@pytest.mark.long
@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(EXAMPLES), st.sampled_from(sorted(WRITTEN)))
def test_any_file_is_fixed_once_and_never_gets_worse(data: st.DataObject, path: Path, written: str) -> None:
    text = WRITTEN[written](path.read_bytes()).decode()
    every = [at for at, _ in scalars(read_data(text))]
    for at in data.draw(st.lists(st.sampled_from(every), max_size=4, unique=True)):
        with suppress(UsageError):  # a place inside one that was replaced, or text that no plan may hold
            text = set_value(text, at, data.draw(ODD_VALUES))
    raw = text.encode("utf-8", "surrogatepass")

    fixed = fix(str(path), raw, SETTINGS)

    assert fix(str(path), fixed.raw, SETTINGS) == FixedFile(fixed.raw)
    assert (fixed.raw == raw) == (fixed.fixes == ())
    assert Counter(findings(str(path), fixed.raw)) <= Counter(findings(str(path), raw))
    assert list(read_data(fixed.raw)) == list(read_data(raw))
    assert read_plan("", fixed.raw).body == read_plan("", raw).body


PIECES = [
    "5",
    "05",
    "13",
    "2026",
    "1",
    "Jan",
    "May",
    "Monday",
    "th",
    "of",
    " ",
    ".",
    ",",
    "-",
    "/",
    "0",
    "99",
    "sat",
    "st",
]


@settings(max_examples=examples(250), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
@example("May - 2026 13")
def test_nothing_that_looks_like_a_day_is_too_odd(text: str) -> None:
    raw = set_value(SMALL, ("timeline", "end"), text or "5").encode()

    fixed = read_data(fix("plan.md", raw, Settings()).raw)["timeline"]["end"]

    if fixed != read_data(raw)["timeline"]["end"]:
        day = date.fromisoformat(fixed)
        assert {day.day, day.year} <= {int(number) for number in re.findall(r"\d+", re.sub(r"\d{8}", fixed, text))}


@settings(max_examples=examples(300), deadline=None)
@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from(DAY_FORMS))
@example(date(2028, 2, 29), "%d %B %Y")
def test_a_day_keeps_its_meaning(day: date, form: str) -> None:
    raw = set_value(SMALL, ("timeline", "end"), day.strftime(form)).encode()

    assert read_data(fix("plan.md", raw, Settings()).raw)["timeline"]["end"] == day.isoformat()


@settings(max_examples=examples(200), deadline=None)
@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from([".", "/", "-", " "]), st.booleans())
def test_figures_alone_are_fixed_only_where_day_and_month_cannot_be_confused(
    day: date, mark: str, month_first: bool
) -> None:
    figures = [str(day.month), str(day.day)] if month_first else [str(day.day), str(day.month)]
    raw = set_value(SMALL, ("timeline", "end"), mark.join([*figures, str(day.year)])).encode()

    fixed = read_data(fix("plan.md", raw, Settings()).raw)["timeline"]["end"]

    certain = day.day > 12 or day.day == day.month
    assert fixed == (day.isoformat() if certain else read_data(raw)["timeline"]["end"])


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=90
).filter(str.strip)


@pytest.mark.long
@settings(max_examples=examples(60), deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_ids_are_short_and_unique(whats: list[str]) -> None:
    activities = [{"what": "First", "id": "a"}, *({"what": what, "status": "doing"} for what in whats)]
    raw = set_value(SMALL, ("activities",), activities).encode()

    fixed = read_data(fix("plan.md", raw, Settings()).raw)["activities"]

    ids = [activity["id"] for activity in fixed if activity.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) and len(name) <= 43 for name in ids)


def test_a_great_many_places_are_fixed_at_once() -> None:
    days = ", ".join(["5 Jan 2026"] * 1_500)
    raw = SMALL.replace("every week", f"{{dates: [{days}]}}").encode()

    fixed = fix("plan.md", raw, Settings())

    assert fixed.raw == raw.replace(b"5 Jan 2026", b"2026-01-05")
    assert len(fixed.fixes) == 1_500


# -- the difference ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("case", CASES)
def test_git_can_apply_the_difference(case: str, written: str, tmp_path: Path, git: Callable[..., str]) -> None:
    before, after = map(WRITTEN[written], both(case))
    path = name_of(case)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(before)
    (tmp_path / "change.diff").write_bytes(diff(path, before, after).encode())

    git(tmp_path, "apply", "change.diff")

    assert (tmp_path / path).read_bytes() == after


def test_no_difference_is_empty() -> None:
    assert diff("plan.md", b"a\r\nb", b"a\r\nb") == ""


# -- through the command line -----------------------------------------------------------------------------------------


def test_a_check_fixes_a_repository_once(plans: Path, coachplan: Callable[..., Any]) -> None:
    (plans / "coachplan.toml").write_text(f"[people]\ndirectory = {json.dumps(SETTINGS.directory)}\n", encoding="utf-8")
    files = {plans / "plans" / "ada" / case / "plan.md": case for case in CASES if case != "check-in"}
    files |= {plans / "plans" / "ada" / "days" / "check-ins" / name_of("check-in"): "check-in"}
    for file, case in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(both(case)[0])

    assert coachplan("-C", plans, "check", "--diff").code == 1
    assert {file: file.read_bytes() for file in files} == {file: both(case)[0] for file, case in files.items()}

    coachplan("-C", plans, "check", "--fix")
    assert {file: file.read_bytes() for file in files} == {file: both(case)[1] for file, case in files.items()}

    assert coachplan("-C", plans, "check", "--diff").code == 0
