"""`coachplan status`: where plans stand, at a glance."""

import json
import os
import re
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from conftest import ADA_PLAN, EXAMPLES
from terminal import Terminal

NOW = "2026-01-28"


@pytest.fixture(autouse=True)
def somebody_for_whom_nothing_waits(act_as) -> None:
    act_as("Jane Marcet <jane@example.com>")


ID = "ada-lovelace/clear-status-updates"
BRAILLE = re.compile("[\u2801-\u28ff]")
SYMBOLS = re.compile("[\x1b\u2190-\u2bff\ufffd]")
OVERVIEW = {
    "type": "object",
    "required": ["version", "today", "counts", "unshared", "plans"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": 1},
        "today": {"type": "string", "format": "date"},
        "unshared": {"type": ["integer", "null"]},
        "counts": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
        "plans": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["plan", "title", "state", "reasons", "check_ins", "next_session", "end", "due", "overdue"],
                "properties": {
                    "reasons": {"type": "array", "items": {"type": "string"}},
                    "check_ins": {"type": "object", "required": ["awaited", "kept"]},
                    "due": {"type": "integer"},
                    "overdue": {"type": "integer"},
                },
            },
        },
    },
}
ONE = {
    "type": "object",
    "required": [
        *("version", "today", "plan", "title", "state", "reasons", "check_ins", "next_session", "measures"),
        *("wins", "milestones", "activities", "attention"),
    ],
    "properties": {
        "version": {"const": 1},
        "measures": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "state", "reasons", "expected", "share", "trend", "values"],
                "properties": {
                    "share": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                    "values": {"type": "array", "items": {"type": "object", "required": ["date", "value"]}},
                },
            },
        },
    },
}


def check_in(folder: Path, day: str, *lines: str) -> None:
    """Write down a check-in of that day, with further front matter."""
    (folder / "check-ins").mkdir(exist_ok=True)
    text = "\n".join(["---", "coachplan: 1", f"date: {day}", "by: Ada Lovelace <ada@example.com>", *lines, "---", ""])
    (folder / "check-ins" / f"{day}-ada-lovelace-1abc.md").write_text(text, encoding="utf-8")


@pytest.fixture
def plan_of(ada):
    """Makes a plan of a person like Ada's, with some of its text replaced and values on the first three Mondays."""
    text = (ada / ADA_PLAN).read_text(encoding="utf-8")

    def make(person: str, replaced: dict[str, str] | None = None, values: tuple[str, ...] = ()) -> Path:
        folder = ada / f"plans/{person.lower()}-x/clear-status-updates"
        folder.mkdir(parents=True)
        own = text.replace("Ada Lovelace <ada@", f"{person} X <{person.lower()}@").replace("due: 2026-01-14", "")
        for old, new in (replaced or {}).items():
            assert old in own
            own = own.replace(old, new)
        (folder / "plan.md").write_text(own, encoding="utf-8")
        for day, value in zip(("2026-01-12", "2026-01-19", "2026-01-26"), values, strict=False):
            check_in(folder, day, f"measures: {{clear status updates: {value}}}")
        return folder

    return make


@pytest.fixture
def every(ada, plan_of):
    """A plan in each state on 28 January 2026; each is of the person who is named as the state."""
    (ada / ADA_PLAN).unlink()
    (ada / ADA_PLAN).parent.rmdir()
    plan_of("Track", values=("2.6", "3", "3.6"))
    plan_of("Watch", {"Charles Babbage <charles@": "Grace Hopper <grace@"}, values=("2.2", "2.6", "3"))
    plan_of("Need", values=("2.1", "2.3", "2.5"))
    plan_of("Stalled", values=("2", "2", "2"))
    plan_of("Hold", {"status: active": "status: on-hold"})
    plan_of("Ended", {"2026-02-04": "2026-01-20"})
    plan_of("Early", {"start: 2026-01-05": "start: 2026-02-02", "2026-02-04": "2026-03-04"})
    later = {"start: 2026-01-05": "start: 2026-02-02", "2026-02-04": "2026-03-04"}
    plan_of("Draft", {"status: active": "status: draft", **later})
    plan_of("Forgotten", {"status: active": "status: draft"})
    plan_of("New", {"start: 2026-01-05": "start: 2026-01-26"})
    plan_of("Closed", {"status: active": "status: closed"})
    broken = plan_of("Broken")
    (broken / "plan.md").write_text("no front matter", encoding="utf-8")
    return ada


IN_ORDER = [
    ("forgotten-x", "forgotten"),
    ("stalled-x", "stalled"),
    ("need-x", "needs-attention"),
    ("ended-x", "ended"),
    ("watch-x", "watch"),
    ("new-x", "no-evidence"),
    ("track-x", "on-track"),
    ("early-x", "not-started"),
    ("hold-x", "on-hold"),
    ("draft-x", "draft"),
    ("closed-x", "closed"),
    ("broken-x", "unreadable"),
]


@pytest.fixture
def told(coachplan):
    """What `status` tells of plans as data, for flags."""

    def run(root: Path, *flags: str):
        result = coachplan("-C", root, "status", "--date", NOW, "--format", "json", *flags)
        assert result.code == 0, result.err
        return json.loads(result.out)

    return run


def states(data) -> list[tuple[str, str]]:
    return [(plan["plan"].split("/")[0], plan["state"]) for plan in data["plans"]]


def on_a_terminal(root: Path, columns: int, *arguments: str, **variables: str) -> list[str]:
    """The lines that a terminal of so many columns shows."""
    terminal = Terminal("-C", root, "status", *arguments, columns=columns, rows=60, **variables)
    assert terminal.end() == 0, terminal.raw
    return terminal.raw.splitlines()


def bare(lines: list[str]) -> list[str]:
    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]


def cells(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


# -- all plans -----------------------------------------------------------------------------------------------------


def test_every_state_most_in_need_first(every, told) -> None:
    data = told(every)
    jsonschema.validate(data, OVERVIEW)
    assert states(data) == IN_ORDER
    assert data["counts"] == {state: 1 for _, state in IN_ORDER}
    assert list(data["counts"]) == [state for _, state in IN_ORDER]


def test_every_state_of_progress_has_its_place() -> None:
    from coachplan.base.words import NEEDY_STATES, STATES, State
    from coachplan.commands.status import _State
    from coachplan.output.terminal.overview import _SAID

    assert get_args(State) == STATES == tuple(_State) == tuple(_SAID)
    assert NEEDY_STATES == ("forgotten", "stalled", "needs-attention", "ended", "watch")


def test_of_one_state_what_is_overdue_comes_first(every, plan_of, told) -> None:
    plan_of("Zoe", {"    status: agreed\n": "    status: agreed\n    due: 2026-01-14\n"}, values=("2", "2", "2"))
    assert states(told(every))[1:3] == [("zoe-x", "stalled"), ("stalled-x", "stalled")]
    assert [plan["overdue"] for plan in told(every)["plans"][1:3]] == [1, 0]


@pytest.mark.parametrize(
    ("flags", "people"),
    [
        (["--manager", "grace@example.com"], {"watch-x"}),
        (["--manager", "HOPPER"], {"watch-x"}),
        (["--team-member", "need x"], {"need-x"}),
        (["--team-member", "nobody"], set()),
        (["--state", "stalled"], {"stalled-x"}),
        (["--state", "stalled", "--state", "draft"], {"stalled-x", "draft-x"}),
        (["--state", "stalled", "--manager", "grace"], set()),
        (["--state", "unreadable"], {"broken-x"}),
        (["--due"], {"ended-x", "forgotten-x"}),
    ],
)
def test_filters(every, told, flags, people) -> None:
    data = told(every, *flags)
    assert {person for person, _ in states(data)} == people
    assert sum(data["counts"].values()) == len(people)


def test_due_is_what_has_come_or_is_late(every, coachplan) -> None:
    def due(day: str) -> dict[str, tuple[int, int]]:
        out = coachplan("-C", every, "status", "--due", "--date", day, "--format", "json").out
        return {plan["plan"].split("-")[0]: (plan["due"], plan["overdue"]) for plan in json.loads(out)["plans"]}

    assert "track" not in due("2026-02-01")
    assert due("2026-02-02")["track"] == (1, 0)
    assert due("2026-02-02")["stalled"] == (1, 0)


def test_a_plan_that_cannot_be_read_is_said_and_the_others_told(every, coachplan) -> None:
    result = coachplan("-C", every, "status", "--date", NOW)
    assert result.code == 0
    assert result.err == "1 plan cannot be read; `coachplan check` says where and why\n"
    assert "track-x/" in result.out


@pytest.mark.parametrize("command", ["list", "due", "status"])
def test_every_list_says_how_much_cannot_be_read(every, coachplan, command) -> None:
    folder = next(every.glob("plans/track-*/*/check-ins"))
    (folder / "2026-01-13.md").write_text("not a check-in", encoding="utf-8")
    result = coachplan("-C", every, command, "--date", NOW, "--format", "json")
    assert result.code == 0
    assert result.err == "1 plan and 1 check-in cannot be read; `coachplan check` says where and why\n"


def test_a_pipe_gets_a_line_a_plan_with_tabs(every, coachplan) -> None:
    lines = [line.split("\t") for line in coachplan("-C", every, "status", "--date", NOW).out.splitlines()]
    assert lines[0] == ["Plan", "State", "Why", "Check-ins", "Next session", "Due", "Overdue", "Waiting"]
    assert [(line[0].split("/")[0], line[1]) for line in lines[1:]] == IN_ORDER
    assert all(len(line) == 8 for line in lines)
    watched = next(line for line in lines if line[1] == "watch")
    assert watched[2].startswith("clear status updates: 3, where 3.4 was expected")
    assert watched[3:] == ["3 of 3", "2026-02-02", "0", "0", ""]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_terminal_gets_groups_within_its_width(every, columns) -> None:
    raw = on_a_terminal(every, columns, "--date", NOW, NO_COLOR="1")
    lines = bare(raw)
    assert raw == lines
    lines = [line for line in lines if "coachplan check" not in line]  # what is no result
    assert max(map(cells, lines)) <= columns
    headings = [line for line in lines if re.search(r"^[A-Z].*\(1\)", line)]
    assert [heading.partition(" (")[0] for heading in headings] == [
        *("Forgotten", "Stalled", "Needs attention", "Ended", "Watch", "No evidence", "On track", "Not started"),
        *("On hold", "Draft", "Closed", "Unreadable"),
    ]
    rows = [line for line in lines if line.startswith("  ")]
    assert [row.split("-x")[0].strip() for row in rows] == [who[:-2] for who, state in IN_ORDER if state != "closed"]


def test_a_terminal_says_more_where_there_is_room(every) -> None:
    narrow, wide = ("\n".join(bare(on_a_terminal(every, columns, "--date", NOW))) for columns in (80, 200))
    assert "12 plans on 2026-01-28: 1 is a forgotten draft, 1 has stalled, 1 needs" in narrow
    assert "clear status updates: no closer to its target: 2 on 2026-01-12" in wide
    assert re.search(r"stalled-x/clear-status-updates .* 3 of 3 check-ins  next 2026-02-02", wide)
    assert "2026-02-02" in narrow


def test_colour_is_only_for_terminals_that_want_it(every) -> None:
    assert any("\x1b[" in line for line in on_a_terminal(every, 80, "--date", NOW))


def test_closed_plans_are_counted_and_listed_when_asked_for(every) -> None:
    lines = bare(on_a_terminal(every, 80, "--date", NOW))
    assert "Closed (1)  --state closed shows them" in lines
    assert not any("closed-x" in line for line in lines)
    assert any("closed-x" in line for line in bare(on_a_terminal(every, 80, "--date", NOW, "--state", "closed")))


def test_a_closed_plan_is_listed_when_it_is_time_to_look_again(every, plan_of) -> None:
    plan_of("Again", {"status: active": "status: closed\nfollow_up: {reviews: [2026-01-20]}"})
    lines = bare(on_a_terminal(every, 80, "--date", NOW))
    assert "Closed (2)  --state closed shows them" in lines
    assert any("again-x" in line for line in lines)


def test_a_draft_awaits_no_session(every, told) -> None:
    draft = next(plan for plan in told(every)["plans"] if plan["state"] == "draft")
    assert (draft["next_session"], draft["check_ins"]) == (None, {"awaited": 0, "kept": 0})


def test_a_screen_reader_gets_sentences(every, coachplan) -> None:
    out = coachplan("-C", every, "status", "--date", NOW, "--plain").out
    assert not SYMBOLS.search(out)
    lines = out.splitlines()
    assert lines[0].startswith(
        "12 plans on 2026-01-28: 1 is a forgotten draft, 1 has stalled, 1 needs attention, 1 has ended"
    )
    assert lines[1:4] == [
        "1 plan is a forgotten draft:",
        "forgotten-x/clear-status-updates: still a draft 23 days after its start. 1 due, 1 of them overdue.",
        "1 plan has stalled:",
    ]
    assert lines[4].startswith("stalled-x/clear-status-updates: clear status updates: no closer to its target")
    assert lines[4].endswith("3 of 3 check-ins came. A session is planned for Monday, 2 February 2026.")
    assert "1 plan not listed here; ask with --state closed." in lines
    assert all(line.endswith((".", ":")) for line in lines)
    assert max(map(len, on_a_terminal(every, 60, "--date", NOW, "--plain"))) <= 60


def test_ci_gets_no_persons_words_of_all_plans(every, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("CI", "true")
    for flags in ([], ["--format", "json"], ["--plain"]):
        out = coachplan("-C", every, "status", "--date", NOW, *flags).out
        assert "stalled" in out
        assert "clear status updates" not in out


# -- nothing to show -----------------------------------------------------------------------------------------------


def test_no_plans_yet(plans, coachplan, told) -> None:
    assert coachplan("-C", plans, "status").out == ""
    assert told(plans) == {"version": 1, "today": NOW, "counts": {}, "unshared": None, "plans": []}
    for flags in ([], ["--plain"]):
        shown = " ".join(on_a_terminal(plans, 80, *flags))
        assert shown.startswith("No plans yet; make the first: coachplan new")


def test_no_plan_fits(every) -> None:
    shown = " ".join(on_a_terminal(every, 80, "--team-member", "nobody"))
    assert shown.endswith("No plan fits what you asked for; leave out a filter to see more")


def test_all_well(ada, plan_of) -> None:
    folder = (ada / ADA_PLAN).parent
    for day in ("2026-01-12", "2026-01-19", "2026-01-26"):
        check_in(folder, day, "measures: {clear status updates: 4}")
    plan_of("Track", values=("2.6", "3", "3.6"))
    assert "All well" not in on_a_terminal(ada, 80, "--date", NOW)[0]  # Ada's rehearsal is late
    plan = ada / ADA_PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("status: agreed", "status: done"), encoding="utf-8")
    assert on_a_terminal(ada, 80, "--date", NOW)[0] == "All well: no plan needs anything today, 2026-01-28"


# -- remembered ----------------------------------------------------------------------------------------------------


def test_what_was_told_is_remembered_for_the_day_only(every, coachplan, told, monkeypatch) -> None:
    assert not (every / ".git/coachplan/rows.json").exists()
    first = told(every)
    later = (every / ".git/coachplan/rows.json").stat().st_mtime + 60
    os.utime(every / ".git/coachplan/rows.json", (later, later))
    with monkeypatch.context() as patch:
        patch.setattr("coachplan.store.repository.Repository.read_bytes", None)
        assert told(every) == first
    assert coachplan("-C", every, "status", "--date", "2026-02-05").code == 0
    assert ("need-x", "ended") in states(told(every, "--date", "2026-02-05"))
    check_in(every / "plans/stalled-x/clear-status-updates", "2026-01-27", "measures: {clear status updates: 4}")
    assert ("stalled-x", "on-track") in states(told(every))


# -- one plan ------------------------------------------------------------------------------------------------------


@pytest.fixture
def running(ada):
    """Ada's plan after three sessions, with wins, a habit and milestones."""
    plan = ada / ADA_PLAN
    milestones = "[{date: 2026-01-19, what: Three in a week, reached: 2026-01-19}, {date: 2026-02-02, what: Four}]"
    text = plan.read_text(encoding="utf-8").replace(
        "end: 2026-02-04\n", f"end: 2026-02-04\n  milestones: {milestones}\n"
    )
    text = text.replace("timeline:\n", "  - {id: points, what: Three points, kind: habit}\ntimeline:\n")
    plan.write_text(text, encoding="utf-8")
    check_in(plan.parent, "2026-01-12", "measures: {clear status updates: 1.5}", "wins: A calm meeting")
    check_in(plan.parent, "2026-01-19", "measures: {clear status updates: 3}", "practice: {points: 2}")
    check_in(
        plan.parent,
        "2026-01-26",
        "measures: {clear status updates: 3.25, follow-up questions: 2}",
        "wins: No questions",
    )
    return ada


def page(root, coachplan, *flags: str, columns: int = 80, name: str = "ada"):
    os.environ["COLUMNS"] = str(columns)
    try:
        result = coachplan("-C", root, "status", name, "--date", NOW, *flags)
    finally:
        del os.environ["COLUMNS"]
    assert result.code == 0, result.err
    return result.out


def test_one_page_state_and_reasons_first(running, coachplan) -> None:
    out = page(running, coachplan)
    order = [
        "Clear status updates",
        f"Ada Lovelace with Charles Babbage · {ID}",
        "Watch",
        "• clear status updates: 3.25, where 3.4 was expected: close to it",
        "Check-ins  ━━━━━━━━━━━━  3 of 3",
        "2026-01-05 to 2026-02-04, 7 days left",
        "Next session: Monday, 2026-02-02, in 5 days",
        "↑ clear status updates  on track",
        "3.25 on 2026-01-26 · 3.4 expected that day\n  from 2 to 4 per week by 2026-02-04 · 62% of the way",
        "↓ follow-up questions  watch",
        "One value so far; a chart begins with the second.",
        "Wins and milestones",
        "★ 2026-01-26  No questions",
        "★ 2026-01-12  A calm meeting",
        "✓ 2026-01-19  Three in a week",
        "◇ 2026-02-02  Four",
        "Activities",
        "○ Rehearse Monday's update with a peer  agreed · due 2026-01-14",
        "• Three points  practised 2 times",
        "Also to talk about",
        "• due on 2026-01-14: Rehearse Monday's update with a peer",
        f"coachplan prep {ID}",
    ]
    assert [line for line in order if line not in out] == [], out
    places = [out.index(line) for line in order]
    assert places == sorted(places)
    assert "\x1b" not in out
    assert out.count("check-ins: 3 of 3") == 0
    assert out.count("2, where 1.6 was expected") == 1


def test_a_milestone_that_a_check_in_names_is_reached(running, coachplan) -> None:
    check_in((running / ADA_PLAN).parent, "2026-01-27", "milestones: Four")
    assert "✓ 2026-01-27  Four" in page(running, coachplan)


def chart_rows(out: str) -> list[str]:
    """The rows of the only chart on a page."""
    return [line for line in out.splitlines() if re.search("[┤│]", line)]


def test_a_chart_agrees_with_the_values(running, coachplan) -> None:
    rows = chart_rows(page(running, coachplan))
    labels = {place: row.partition("┤")[0].strip() for place, row in enumerate(rows) if "┤" in row}
    assert labels[0] == "4"  # the end of the line
    assert labels[len(rows) - 1] == "1.5"  # the lowest value
    left = rows[0].index("┤") + 1
    points = sorted((row.index("●", place) - left, line) for line, row in enumerate(rows) for place in _places(row))
    width = 80 - 2 - 2 - len("1.5")
    days = [round(day / 30 * (2 * width - 1)) // 2 for day in (7, 14, 21)]
    for (column, line), day, value in zip(points, days, (1.5, 3, 3.25), strict=True):
        assert abs(column - day) <= 1
        assert line == len(rows) - 1 - round((value - 1.5) / 2.5 * (4 * len(rows) - 1)) // 4
    assert BRAILLE.search(rows[0][-2:])  # the line ends at the target
    assert "2026-01-05" in page(running, coachplan)


def _places(row: str) -> list[int]:
    return [place for place, character in enumerate(row) if character == "●"]


@pytest.mark.parametrize(
    ("terms", "values", "top", "bottom"),
    [
        ("baseline: 14:12\n      target: 14:05", ["14:10", "14:06"], "14:12", "14:05"),
        ("baseline: 7 of 20\n      target: 12 of 20", ["7 of 20", "15 of 20"], "15 of 20", "7 of 20"),
        ("baseline: 60 %\n      target: 80 %", ["65 %", "70 %"], "80 %", "60 %"),
        ("baseline: low\n      target: high\n      scale: [low, middle, high]", ["low", "middle"], "high", "low"),
        ("baseline: 1\n      target: 5", ["2-3", "4-7"], "5", "1"),
        ("baseline: 3\n      target: '>= 5'", ["1-2", "at least 4"], "5", "1"),
        ("baseline: 0.25\n      target: 0.75", ["0.05", "0.5"], "0.75", "0.05"),
    ],
)
def test_labels_are_in_the_measures_own_terms(ada, plan_of, coachplan, terms, values, top, bottom) -> None:
    direction = "decrease" if ":" in values[0] else "increase"
    old = "direction: increase\n      baseline: 2\n      target: 4"
    folder = plan_of("Own", {old: f"direction: {direction}\n      {terms}"})
    for day, value in zip(("2026-01-12", "2026-01-19"), values, strict=True):
        check_in(folder, day, f"measures: {{clear status updates: '{value}'}}")
    rows = chart_rows(page(ada, coachplan, name="own"))
    assert (rows[0].partition("┤")[0].strip(), rows[-1].partition("┤")[0].strip()) == (top, bottom)
    assert sum(map(len, map(_places, rows))) == 2


def test_words_stand_in_place_of_a_chart(ada, plan_of, coachplan) -> None:
    old = "direction: increase\n      baseline: 2\n      target: 4"
    folder = plan_of("Text", {old: "target: everyone knows what is next"})
    assert "The first check-in brings the first value." in page(ada, coachplan, name="text")
    for day, value in (("2026-01-12", "hardly anyone"), ("2026-01-19", "most do")):
        check_in(folder, day, f"measures: {{clear status updates: {value}}}")
    out = page(ada, coachplan, name="text")
    assert "Lately: hardly anyone on 2026-01-12, most do on 2026-01-19" in out
    assert not BRAILLE.search(out)


@pytest.mark.parametrize("columns", [30, 80, 120, 200])
@pytest.mark.parametrize("example", ["tomasz", "nikos", "hannah", "maja"])
def test_a_page_stays_within_its_width(coachplan, example, columns) -> None:
    out = page(EXAMPLES, coachplan, columns=columns, name=example)
    assert max(map(cells, out.splitlines())) <= columns
    if columns == 200 and example == "tomasz":
        assert "↓ start of the briefing" in out
        assert re.search("↓ start of the briefing .* ↓ length of the briefing", out)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("stalled-x", ["Stalled", "no closer to its target"]),
        ("need-x", ["Needs attention", "2.5, where 3.4 was expected"]),
        ("ended-x", ["Ended", "look back together", "ended 8 days ago"]),
        ("hold-x", ["On hold", "nothing becomes overdue"]),
        ("early-x", ["Not started", "begins in 5 days"]),
        ("forgotten-x", ["Forgotten", "still a draft 23 days after its start"]),
        ("new-x", ["No evidence", "no check-in is recorded yet"]),
        ("draft-x", ["Draft", "no check-ins are due yet", "Sessions begin once both agree"]),
        ("closed-x", ["Closed", "Nothing more is planned"]),
    ],
)
def test_each_state_in_words(every, coachplan, person, words) -> None:
    out = page(every, coachplan, name=person)
    assert all(word in out for word in words), out
    assert out.index(words[0]) < out.index("Measures")
    is_expected = "expected that day" in out or "expected by now" in out
    assert is_expected == (person not in ("forgotten-x", "draft-x", "closed-x", "hold-x"))


def test_one_plan_for_a_screen_reader(running, coachplan) -> None:
    out = page(running, coachplan, "--plain")
    assert not SYMBOLS.search(out)
    lines = out.splitlines()
    assert lines[0] == "Clear status updates."
    assert "State: watch." in lines
    assert "Next session: Monday, 2026-02-02, in 5 days." in lines
    assert "Measure clear status updates, higher is better: on track." in lines
    assert "All its values: 1.5 on 2026-01-12, 3 on 2026-01-19, 3.25 on 2026-01-26." in lines
    assert "Milestone reached on Monday, 19 January 2026: Three in a week." in lines
    assert "Win on Monday, 12 January 2026: A calm meeting." in lines
    assert all(line.endswith((".", "!", "?", "…")) for line in lines)


def test_one_plan_for_programs(running, coachplan) -> None:
    data = json.loads(page(running, coachplan, "--format", "json"))
    jsonschema.validate(data, ONE)
    assert (data["plan"], data["state"], data["next_session"]) == (ID, "watch", "2026-02-02")
    assert data["check_ins"] == {"awaited": 3, "kept": 3, "late": 0}
    clear = data["measures"][0]
    assert (clear["state"], clear["share"], clear["expected"]) == ("on-track", 0.625, "3.4")
    assert [entry["value"] for entry in clear["values"]] == ["1.5", "3", "3.25"]
    assert [win["what"] for win in data["wins"]] == ["No questions", "A calm meeting"]
    assert [milestone["reached"] for milestone in data["milestones"]] == ["2026-01-19", None]
    assert data["activities"][1]["practised"] == ["2"]


def test_words_from_files_cannot_drive_the_terminal(running, plan_of, coachplan) -> None:
    hostile = '"[bold]x \\u202e \\u200b \\u2028"'
    folder = plan_of(
        "Evil",
        {"title: Clear status updates": f"title: {hostile}", "name: clear status updates": f"name: {hostile}"},
    )
    for day in ("2026-01-12", "2026-01-19"):
        check_in(folder, day, f"measures: {{{hostile}: 3}}", f"wins: {hostile}")
    for flags in ([], ["--plain"]):
        out = page(running, coachplan, *flags, name="evil")
        assert "[bold]x" in out
        assert not re.search("[\x1b\u202e\u200b\u2028]", out)
    assert "\\u202e \\u200b" in page(running, coachplan, "--format", "json", name="evil")
    assert not re.search("[\x1b\u202e\u200b\u2028]", coachplan("-C", running, "status", "--date", NOW).out)
    shown = on_a_terminal(running, 80, "--date", NOW, NO_COLOR="1")
    assert not re.search("[\x1b\u202e\u200b\u2028]", "\n".join(shown))


def test_values_beyond_all_bounds_are_drawn(ada, plan_of, coachplan) -> None:
    plan_of("Huge", values=("9" * 400, "1", "0"))
    out = page(ada, coachplan, name="huge")
    assert "●" in out
    assert max(map(cells, out.splitlines())) <= 80


def test_a_part_that_cannot_be_read_is_said(running, coachplan) -> None:
    plan = running / ADA_PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("title:", "colour: blue\ntitle:", 1), encoding="utf-8")
    result = coachplan("-C", running, "status", "ada", "--date", NOW)
    assert (result.code, result.err) == (0, "Some of it cannot be read; see `coachplan check`\n")
    assert "Watch" in result.out


def test_a_plan_of_which_too_much_cannot_be_read_is_refused(every, coachplan) -> None:
    plan = every / "plans/track-x/clear-status-updates/plan.md"
    plan.write_text(plan.read_text(encoding="utf-8").replace("start: 2026-01-05", "start: soon"), encoding="utf-8")
    result = coachplan("-C", every, "status", "track-x")
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert "coachplan check" in result.err


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["ada", "--due"], "PLAN cannot be combined with"),
        (["ada", "--state", "draft"], "PLAN cannot be combined with"),
        (["--watch", "--format", "json"], "--watch cannot be combined with --format json"),
        (["--plain", "--format", "json"], "--plain cannot be combined with --format json"),
        (["--state", "fine"], "fine"),
    ],
)
def test_what_does_not_go_together_is_said(ada, coachplan, flags, said) -> None:
    result = coachplan("-C", ada, "status", *flags)
    assert result.code == 2
    assert said in result.err


def test_watching_shows_a_change_at_once(every) -> None:
    terminal = Terminal("-C", every, "status", "--watch", "--date", NOW, columns=80, rows=60)
    with closing(terminal.child):
        terminal.wait_for("1 has stalled")
        terminal.wait_for("Ctrl-C ends it")
        check_in(every / "plans/need-x/clear-status-updates", "2026-01-27", "measures: {clear status updates: 2}")
        terminal.wait_for("2 have stalled")
        terminal.child.sendintr()
        assert terminal.end() == 130


def test_a_plan_whose_measures_have_no_value_yet_is_not_on_track(ada, coachplan) -> None:
    assert coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--note", "A good start").code == 0

    found = json.loads(coachplan("-C", ada, "status", "ada", "--date", "2026-01-13", "--format", "json").out)

    assert found["state"] == "no-evidence"
    assert "no measure has a value yet" in found["reasons"]
