"""`coachplan log`, without a terminal."""

import json
import re
from pathlib import Path

import pytest

from coachplan.format import add_entry, read_data, read_plan
from coachplan.plan.terms import terms
from conftest import ADA_PLAN, MANAGER, MEMBER

LOG = ("log", "ada")
FOLDER = "plans/ada-lovelace/clear-status-updates/check-ins"


def recorded(ada) -> str:
    (path,) = (ada / FOLDER).iterdir()
    return path.read_text(encoding="utf-8")


def test_everything_by_flags(ada, coachplan, git, monkeypatch) -> None:
    result = coachplan(
        *("-C", ada, *LOG, "--date", "2026-01-12", "--by", "Ada Lovelace <ada@example.com>"),
        *("--measure", "clear=3", "--measure", "follow=2.5"),
        *("--evidence", "Two minutes: no more", "--evidence", "no"),
        *("--reflection", "What worked? | Three points"),
        *("--win", "Quiet", "--obstacle", "Friday"),
        *("--feedback", "You opened with the decision | One round | Name the date"),
        *("--adjust", "Rehearse on Wednesday", "--next", "Four updates", "--note", "See **notes**."),
    )
    assert result.code == 0, result.err
    path = re.search(r"Recorded (\S+)", result.out)
    assert path
    assert re.fullmatch(rf"{FOLDER}/2026-01-12-ada-lovelace-[a-z0-9]{{8}}\.md", path[1])
    assert recorded(ada) == (
        "---\ncoachplan: 1\ndate: 2026-01-12\nby: Ada Lovelace <ada@example.com>\n"
        "measures:\n  clear status updates: 3\n  follow-up questions: 2.5\n"
        "evidence:\n  - 'Two minutes: no more'\n  - 'no'\n"
        "reflections:\n  - asked: What worked?\n    answer: Three points\n"
        "wins:\n  - Quiet\nobstacles:\n  - Friday\n"
        "feedback:\n  - what: You opened with the decision\n    why: One round\n    next: Name the date\n"
        "    from: Ada Lovelace <ada@example.com>\n"
        "adjustments:\n  - Rehearse on Wednesday\nnext_steps:\n  - Four updates\n---\nSee **notes**.\n"
    )
    assert git(ada, "show", "--name-only", "--format=%s", "HEAD").split("\n")[:3] == [
        "Check-in: ada-lovelace/clear-status-updates 2026-01-12",
        "",
        path[1],
    ]
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-12")
    assert coachplan("-C", ada, "check").code == 0


def test_the_next_touchpoint_is_told(ada, coachplan) -> None:
    result = coachplan("-C", ada, *LOG, "--win", "x", "--date", "2026-01-13")
    assert "Next touchpoint: Monday, 2026-01-19" in result.out


def test_who_acts_is_who_git_says(ada, coachplan) -> None:
    coachplan("-C", ada, *LOG, "--win", "x")
    assert "date: 2026-02-04\nby: Charles Babbage <charles@example.com>\n" in recorded(ada)


def test_from_a_file_or_standard_input(ada, coachplan) -> None:
    given = "date: 2026-01-12\nevidence: [It worked]\nmeasures: {clear status updates: 3}\n"
    result = coachplan("-C", ada, *LOG, "--from", "-", stdin=given)
    assert result.code == 0, result.err
    assert "It worked" in recorded(ada)
    assert "date: 2026-01-12" in recorded(ada)


@pytest.mark.parametrize(
    "query", ["ada", "clear", "ada-lovelace/clear-status-updates", "ada@example.com", "Ada Lovelace"]
)
def test_a_plan_is_named_by_any_clear_part(ada, coachplan, query) -> None:
    assert coachplan("-C", ada, "log", query, "--win", "x").code == 0


def test_a_path_names_a_plan_too(ada, coachplan) -> None:
    path = "plans/ada-lovelace/clear-status-updates/plan.md"
    assert coachplan("log", path, "--win", "x", cwd=ada).code == 0


def test_an_ambiguous_name_is_refused_with_the_candidates(ada, coachplan) -> None:
    coachplan("-C", ada, "new", "Clear writing", "--for", "Ada Lovelace <ada@example.com>")
    result = coachplan("-C", ada, "log", "clear", "--win", "x")
    assert result.code == 2
    assert "ada-lovelace/clear-status-updates, ada-lovelace/clear-writing" in result.err


def test_a_team_member_names_their_one_open_plan(ada, coachplan) -> None:
    coachplan("-C", ada, "new", "Clear writing", "--for", "Ada Lovelace <ada@example.com>")
    assert "draft" in coachplan("-C", ada, "list").out
    result = coachplan("-C", ada, "edit", "clear-status", "--set", "status=closed")
    assert result.code == 0, result.err
    for query in ("ada", "ada@example.com"):
        result = coachplan("-C", ada, "log", query, "--win", "x")
        assert result.code == 0, result.err
        assert "clear-writing" in result.out


def test_a_check_in_may_be_a_note_alone(ada, coachplan, git) -> None:
    result = coachplan("-C", ada, *LOG, "--note", "We talked for half an hour.")
    assert (result.code, result.err) == (0, "")
    path = result.out.splitlines()[0].removeprefix("Recorded ")
    assert git(ada, "show", f"HEAD:{path}").endswith("---\nWe talked for half an hour.\n")
    assert "We talked for half an hour." in coachplan("-C", ada, "show", "ada").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "says nothing yet"),
        (("--measure", "unknown=3"), "clear status updates, follow-up questions"),
        (("--measure", "clear"), "NAME=VALUE"),
        (("--win", "x", "--date", "2026-01-04"), "before the start"),
        (("--win", "x", "--date", "2026-02-05"), "future"),
        (("--win", "x", "--date", "soon"), "--date"),
        (("--win", "x", "--by", "<nobody"), "--by"),
        (("--from", "-"), "says nothing yet"),
    ],
)
def test_what_is_not_in_order_is_one_line_and_nothing_is_recorded(ada, coachplan, git, arguments, words) -> None:
    head = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, *LOG, *arguments)
    assert result.code in (1, 2)
    assert words in result.err
    assert result.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == head
    assert git(ada, "status", "--porcelain") == ""


def test_a_shared_start_of_names_is_refused_with_both(ada, coachplan) -> None:
    measures = "goal_state.measures=[{name: updates in meetings}, {name: updates by mail}]"
    assert coachplan("-C", ada, "edit", "ada", "--set", measures).code == 0
    result = coachplan("-C", ada, *LOG, "--measure", "updates=3")
    assert result.code == 2
    assert "updates in meetings, updates by mail" in result.err
    assert coachplan("-C", ada, *LOG, "--measure", "UPDATES IN=3").code == 0


def test_what_was_said_is_kept_when_it_cannot_be_recorded(ada, coachplan) -> None:
    result = coachplan("-C", ada, *LOG, "--win", "Precious words", "--date", "2026-02-05")
    kept = re.search(r"kept in (\S+\.md)", result.err)
    assert kept
    again = coachplan("-C", ada, *LOG, "--from", kept[1], "--date", "2026-02-04")
    assert again.code == 0, again.err
    assert "Precious words" in recorded(ada)


def test_a_check_in_is_recorded_though_the_plan_has_an_error(ada, coachplan) -> None:
    plan = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    plan.write_text(plan.read_text().replace("title: ", "colour: blue\ntitle: "))
    assert coachplan("-C", ada, *LOG, "--win", "x").code == 0


def test_no_words_reach_the_commit_subject(ada, coachplan, git) -> None:
    coachplan("-C", ada, *LOG, "--win", "Secret", "--obstacle", "Secret", "--note", "Secret")
    assert "Secret" not in git(ada, "log", "--format=%B")


def test_the_markdown_below_the_front_matter_is_the_note(ada, coachplan) -> None:
    given = "---\ndate: 2026-01-12\nwins: [It worked]\n---\nA long, precious note.\n"
    assert coachplan("-C", ada, *LOG, "--from", "-", stdin=given).code == 0
    assert recorded(ada).endswith("---\nA long, precious note.\n")


@pytest.mark.parametrize("arguments", [(), ("--measure", "unknown=1")])
def test_what_came_through_standard_input_is_kept(ada, coachplan, arguments) -> None:
    given = "wins: [Precious]\n" if arguments else "wins: [Precious\n"
    result = coachplan("-C", ada, *LOG, "--from", "-", *arguments, stdin=given)
    kept = re.search(r"kept in (\S+\.md)", result.err)
    assert kept
    assert "Precious" in Path(kept[1]).read_text()


def test_a_note_is_kept_with_the_rest(ada, coachplan) -> None:
    result = coachplan("-C", ada, *LOG, "--win", "x", "--note", "Precious", "--date", "2026-02-05")
    kept = re.search(r"kept in (\S+\.md)", result.err)
    assert kept
    assert "Precious" in Path(kept[1]).read_text()


def test_an_empty_author_in_a_file_is_who_acts(ada, coachplan) -> None:
    assert coachplan("-C", ada, *LOG, "--from", "-", stdin="by:\nwins: [x]\n").code == 0
    assert "by: Charles Babbage <charles@example.com>" in recorded(ada)


@pytest.mark.parametrize("query", ["Ríos", "tomás r", "tomas@sales"])
def test_people_are_found_by_parts_of_their_name_and_email(plans, coachplan, query) -> None:
    assert coachplan("-C", plans, "new", "Listen", "--for", "Tomás Ríos <tomas@sales.example.com>").code == 0
    result = coachplan("-C", plans, "show", query)
    assert result.code == 0, result.err


MILESTONES = (
    "[{date: 2026-01-19, what: Three clear updates in one week}, {date: 2026-02-02, what: A week without questions}]"
)
HABIT = "{id: points, what: Write three points down, kind: habit, every: twice a week, status: doing}"


@pytest.fixture
def growing(ada, coachplan, act_as):
    """Ada's plan with two milestones, a habit and an activity without an id."""
    act_as(MEMBER)
    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    text = text.replace("  end: 2026-02-04\n", f"  end: 2026-02-04\n  milestones: {MILESTONES}\n")
    text = add_entry(text, ("activities",), read_data(f"---\nhabit: {HABIT}\n---\n")["habit"])
    plan.write_text(add_entry(text, ("activities",), "Read a book"), encoding="utf-8")
    assert coachplan("-C", ada, "save").code == 0
    act_as(MANAGER)
    return ada


def terms_of(ada) -> str:
    plan = read_plan("", (ada / ADA_PLAN).read_bytes()).content
    assert plan
    return terms(plan)


@pytest.mark.parametrize("query", ["1", "three clear", "Three clear updates in one week"])
def test_a_milestone_is_reached_in_the_plan_and_celebrated_in_one_commit(growing, coachplan, git, query) -> None:
    before, agreed = (growing / ADA_PLAN).read_text(encoding="utf-8"), terms_of(growing)
    result = coachplan("-C", growing, *LOG, "--milestone", query, "--date", "2026-01-20")
    assert result.code == 0, result.err
    assert "★ Reached: Three clear updates in one week." in result.out
    assert "milestones:\n  - Three clear updates in one week\n" in recorded(growing)
    after = (growing / ADA_PLAN).read_text(encoding="utf-8")
    assert after == before.replace("in one week}", "in one week, reached: 2026-01-20}")
    assert terms_of(growing) == agreed
    shown = git(growing, "show", "--name-only", "--format=%s", "HEAD").split("\n")
    assert shown[0] == "Check-in: ada-lovelace/clear-status-updates 2026-01-20"
    assert len(list(filter(None, shown[1:]))) == 2


@pytest.mark.parametrize(
    ("queries", "words"),
    [
        (("3",), "1 of 2026-01-19, 2 of 2026-02-02"),
        (("week",), "may be several"),
        (("",), "is none"),
        (("1", "three"), "was reached on"),
    ],
)
def test_a_milestone_that_is_not_clear_is_refused(growing, coachplan, git, queries, words) -> None:
    head = git(growing, "rev-parse", "HEAD")
    result = coachplan("-C", growing, *LOG, *(part for query in queries for part in ("--milestone", query)))
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1
    assert git(growing, "rev-parse", "HEAD") == head
    assert git(growing, "status", "--porcelain") == ""


def test_a_plan_without_milestones_has_wins(ada, coachplan) -> None:
    result = coachplan("-C", ada, *LOG, "--milestone", "First")
    assert result.code == 2
    assert "the plan has no milestones; what went well unplanned is a --win" in result.err


def test_practice_is_ticked_by_id_number_or_wording(growing, coachplan) -> None:
    before = (growing / ADA_PLAN).read_bytes()
    ticks = ("--practice", "points=3", "--practice", "1", "--practice", "read a=2 of 5")
    result = coachplan("-C", growing, *LOG, *ticks)
    assert result.code == 0, result.err
    assert "practice:\n  points: 3\n  rehearse: 1\n  Read a book: 2 of 5\n" in recorded(growing)
    assert (growing / ADA_PLAN).read_bytes() == before


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("sing=3", "no activity is named"),
        ("points=", "ID=TIMES"),
        ("=3", "ID=TIMES"),
        ("points=often", "ID=TIMES"),
        ("points=-1", "ID=TIMES"),
    ],
)
def test_practice_of_nothing_or_no_amount_is_refused(growing, coachplan, entry, words) -> None:
    result = coachplan("-C", growing, *LOG, "--practice", entry)
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1


def test_a_root_cause_goes_with_a_new_strategy(ada, coachplan) -> None:
    alone = coachplan("-C", ada, *LOG, "--root-cause", "Fridays are full", "--evidence", "x")
    assert alone.code == 0, alone.err
    assert "What will you try instead?" in alone.err
    both = coachplan("-C", ada, *LOG, "--root-cause", "Fridays are full", "--adjust", "Thursdays", "--evidence", "x")
    assert both.code == 0
    assert both.err == ""
    assert any("root_cause:\n  - Fridays are full\n" in path.read_text() for path in (ada / FOLDER).iterdir())


def test_a_stall_clears_with_a_root_cause_and_a_new_strategy(ada, coachplan) -> None:
    for day in ("2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02"):
        coachplan("-C", ada, *LOG, "--date", day, "--measure", "clear=3", "--measure", "follow=1")
    assert coachplan("-C", ada, "check", "--select", "CP510").code == 1
    said = ("--date", "2026-02-03", "--root-cause", "Fridays are full", "--adjust", "Thursdays", "--evidence", "x")
    assert coachplan("-C", ada, *LOG, *said).code == 0
    assert coachplan("-C", ada, "check", "--select", "CP510").code == 0


def test_what_a_check_in_ticks_is_kept_and_taken_up_again(growing, coachplan) -> None:
    said = ("--practice", "points=3", "--milestone", "1", "--root-cause", "x", "--adjust", "y")
    result = coachplan("-C", growing, *LOG, *said, "--date", "2026-02-05")
    kept = re.search(r"kept in (\S+\.md)", result.err)
    assert kept
    again = coachplan("-C", growing, *LOG, "--from", kept[1], "--date", "2026-02-04")
    assert again.code == 0, again.err
    text = recorded(growing)
    for part in ("  points: 3\n", "  - Three clear updates in one week\n", "root_cause:\n  - x\n"):
        assert part in text
    assert "reached: 2026-02-04" in (growing / ADA_PLAN).read_text(encoding="utf-8")


def test_a_clear_part_of_a_name_says_for_whom_one_records(ada, coachplan) -> None:
    assert coachplan("-C", ada, "log", "ada", "--win", "x", "--by", "Lovelace").code == 0
    (path,) = (ada / ADA_PLAN).parent.glob("check-ins/*.md")
    assert "by: Ada Lovelace <ada@example.com>\n" in path.read_text(encoding="utf-8")


def test_nobody_without_a_role_gets_words_in_their_name(ada, coachplan, git) -> None:
    before = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, "log", "ada", "--win", "x", "--by", "Eve <eve@example.com>")
    assert result.code == 1
    assert "has no role in this plan; a peer's view is recorded with --peer" in result.err
    assert "--peer" in result.err
    assert result.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == before


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("-1d", "2026-02-03"),
        ("-1w", "2026-01-28"),
        ("20260112", "2026-01-12"),
        ("12 January 2026", "2026-01-12"),
        ("January 12, 2026", "2026-01-12"),
        ("last friday", "2026-01-30"),
        ("13.1.2026", "2026-01-13"),
        ("1/13/2026", "2026-01-13"),
        ("last wednesday", "2026-01-28"),
    ],
)
def test_a_day_may_be_written_as_people_do(ada, coachplan, said, meant) -> None:
    result = coachplan("-C", ada, "log", "ada", "--win", "x", "--date", said)
    assert result.code == 0, result.err
    assert f"/{meant}-" in result.out


@pytest.mark.parametrize("said", ["32.1.2026", "12 jan 26", "12 jan", "may 2026", "20261301", "-99999d"])
def test_a_day_that_may_be_another_is_refused(ada, coachplan, said) -> None:
    result = coachplan("-C", ada, "log", "ada", "--win", "x", "--date", said)
    assert result.code == 2
    assert "is not a day" in result.err


@pytest.mark.parametrize("said", ["11/01/2026", "11.1.2026"])
def test_a_day_in_numbers_with_two_readings_is_refused_with_both(ada, coachplan, said) -> None:
    result = coachplan("-C", ada, "log", "ada", "--win", "x", "--date", said)
    assert result.code == 2
    assert result.err == f"coachplan: --date: '{said}' has two readings; write 2026-01-11 or 2026-11-01\n"


def test_what_was_ticked_is_shown(growing, coachplan) -> None:
    ticks = ("--practice", "points=3", "--milestone", "1", "--root-cause", "Fridays", "--adjust", "Thursdays")
    assert coachplan("-C", growing, *LOG, *ticks).code == 0
    shown = coachplan("-C", growing, "show", "ada").out
    markdown = coachplan("-C", growing, "render", "ada").out
    html = coachplan("-C", growing, "render", "ada", "--to", "html").out
    for text in (shown, markdown, html):
        for part in ("points", "Three clear updates in one week", "Fridays", "Thursdays"):
            assert part in text
    assert re.search(r"Practice +points: 3\n", shown)
    assert "points practised **3** ×" in markdown
    assert "<h4>Root cause</h4>" in html


def test_the_later_of_two_check_ins_of_a_day_is_the_later_one_everywhere(ada, coachplan, monkeypatch) -> None:
    for value, by in enumerate(("Charles Babbage", "Ada Lovelace", "Charles Babbage", "Ada Lovelace"), 1):
        said = ("--measure", f"clear={value}", "--by", by, "--win", f"Win {value}")
        assert coachplan("-C", ada, *LOG, "--date", "2026-01-12", *said).code == 0
        clear = json.loads(coachplan("-C", ada, "prep", "ada", "--format", "json").out)["measures"][0]
        assert clear["latest"] == str(value)
        assert clear["earlier"] == "2"  # the baseline: of one day, the latest value counts
    shown = coachplan("-C", ada, "show", "ada").out
    assert "2 → 4 → 4 per week" in shown
    assert re.findall(r"Win \d", shown) == ["Win 4", "Win 3", "Win 2", "Win 1"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("clear=many", "a value as in 4 belongs here"),
        ("clear=3 of 2", "a part cannot be more than its whole"),
    ],
)
def test_a_measure_that_counts_takes_no_text(ada, coachplan, git, value, words) -> None:
    head = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, *LOG, "--measure", value)
    assert result.code == 2
    assert result.err.count("\n") == 1
    assert f"clear status updates={value[6:]}: {words}" in result.err
    assert git(ada, "rev-parse", "HEAD") == head


def test_a_measure_is_named_by_a_part_of_its_name(ada, coachplan) -> None:
    assert coachplan("-C", ada, *LOG, "--measure", "status=3").code == 0
    assert "measures:\n  clear status updates: 3\n" in recorded(ada)
    result = coachplan("-C", ada, *LOG, "--measure", "up=3")
    assert result.code == 2
    assert "may be several of the plan's measures: clear status updates, follow-up questions" in result.err


def test_history_says_who_recorded_the_check_in_of_another(ada, coachplan, act_as) -> None:
    told = ("--by", "Ada Lovelace <ada@example.com>")
    assert coachplan("-C", ada, "log", "ada", "--win", "x", "--date", "2026-01-12", *told).code == 0
    act_as("Ada L. <ada@example.com>")
    assert coachplan("-C", ada, "log", "ada", "--win", "x", "--date", "2026-01-19", *told).code == 0
    history = coachplan("-C", ada, "history", "ada").out
    assert "check-in of 2026-01-12 by Ada Lovelace, recorded by Charles Babbage: 1 win" in history
    assert "check-in of 2026-01-19 by Ada Lovelace: 1 win" in history
