"""`coachplan show`, `list` and `render`, without a terminal."""

import json

import pytest

from conftest import EXAMPLES, MANAGER

NOW = {"COACHPLAN_TODAY": "2026-01-20"}


@pytest.fixture
def coached(ada_after):
    return ada_after(
        *(
            (MANAGER, "log", "ada", "--date", day, "--measure", f"clear={value}", "--win", f"Win of {day}")
            for day, value in (("2026-01-12", "3"), ("2026-01-19", "4"))
        )
    )


def test_show_tells_people_sections_measures_and_check_ins_newest_first(coached, coachplan) -> None:
    out = coachplan("-C", coached, "show", "ada").out
    order = [
        *("Clear status updates", "Team member", "Ada Lovelace <ada@example.com>", "HR", "Development area"),
        *("Current state", "Goal state", "2 → 4 → 4 per week", "✓ reached", "3 → – → 1", "Activities", "Timeline"),
        *("Support assets", "Update cadence", "Check-ins (2)", "2026-01-19", "2026-01-12"),
    ]
    places = [out.index(part) for part in order]
    assert places == sorted(places)


def test_show_fits_the_width(coached, coachplan, monkeypatch) -> None:
    for width in ("40", "80", "200"):
        monkeypatch.setenv("COLUMNS", width)
        assert max(map(len, coachplan("-C", coached, "show", "ada").out.splitlines())) <= int(width)


@pytest.mark.parametrize("plan", sorted(path.parent.name for path in EXAMPLES.glob("plans/*/*/plan.md")))
def test_every_example_is_shown_whole(plan, coachplan) -> None:
    result = coachplan("-C", EXAMPLES, "show", plan)
    assert result.code == 0, result.err
    assert "Check-ins" in result.out


def test_show_as_of_a_day_tells_only_what_was_known_then(coached, coachplan) -> None:
    reached = ["--set", "timeline.milestones=[{date: 2026-01-14, what: Half way, reached: 2026-01-19}]"]
    assert coachplan("-C", coached, "edit", "ada", *reached).code == 0
    out = coachplan("-C", coached, "show", "ada", "--date", "2026-01-13").out
    assert "Check-ins (1)" in out
    assert "2 → 3 → 4 per week" in out
    assert "✓ reached" not in out
    assert "Next: Monday, 2026-01-19" in out
    assert "Win of 2026-01-19" not in out
    assert "◇ 2026-01-14  Half way" in out
    assert "✓ 2026-01-14  Half way" in coachplan("-C", coached, "show", "ada", "--date", "2026-01-20").out


def test_a_day_that_has_passed_is_still_to_be_held(coached, coachplan) -> None:
    out = coachplan("-C", coached, "show", "ada", "--date", "2026-01-28").out
    assert "Not held yet: Monday, 2026-01-26" in out
    assert "Not held yet" not in coachplan("-C", coached, "show", "ada", "--date", "2026-02-05").out


def test_show_says_where_something_cannot_be_read(coached, coachplan) -> None:
    plan = coached / "plans/ada-lovelace/clear-status-updates/plan.md"
    plan.write_text(plan.read_text().replace("end: 2026-02-04", "end: soon"))
    result = coachplan("-C", coached, "show", "ada")
    assert result.code == 0
    assert "coachplan check" in result.out


def test_list_tells_state_days_left_and_what_is_due(coached, coachplan, monkeypatch) -> None:
    states = {}
    for day in (
        "2026-01-04",
        "2026-01-12",
        "2026-01-20",
        "2026-01-26",
        "2026-01-27",
        "2026-02-03",
        "2026-02-10",
        "2026-02-12",
    ):
        monkeypatch.setenv("COACHPLAN_TODAY", day)
        plan = json.loads(coachplan("-C", coached, "list", "--format", "json").out)["plans"][0]
        states[day] = plan["state"], plan["notes"], plan["days_left"], plan["last_check_in"], plan["next_check_in"]
    assert states == {
        "2026-01-04": ("not-started", [], 31, None, "2026-01-12"),
        "2026-01-12": ("on-track", [], 23, "2026-01-12", "2026-01-19"),
        "2026-01-20": ("on-track", [], 15, "2026-01-19", "2026-01-26"),
        "2026-01-26": ("on-track", ["check-in due"], 9, "2026-01-19", "2026-01-26"),
        "2026-01-27": ("on-track", ["check-in due"], 8, "2026-01-19", "2026-01-26"),
        "2026-02-03": ("watch", ["check-in overdue"], 1, "2026-01-19", "2026-01-26"),
        "2026-02-10": ("ended", ["look back due"], -6, "2026-01-19", None),
        "2026-02-12": ("ended", ["look back overdue"], -8, "2026-01-19", None),
    }


@pytest.mark.parametrize("day", ["2026-01-04", "2026-01-20", "2026-01-27", "2026-02-03", "2026-02-10"])
def test_show_has_the_state_reason_and_next_session_of_status(coached, coachplan, day) -> None:
    (plan,) = json.loads(coachplan("-C", coached, "status", "--date", day, "--format", "json").out)["plans"]
    out = " ".join(coachplan("-C", coached, "show", "ada", "--date", day).out.split())

    state = plan["state"].replace("-", " ").capitalize()
    assert (f"{state}: {plan['reasons'][0]}" if plan["reasons"] else state) in out
    following = plan["next_session"]
    assert (f", {following}" in out) if following else ("Next: " not in out and "Not held yet" not in out)


@pytest.mark.parametrize(
    ("day", "listed", "shown"), [("2026-01-04", 31, None), ("2026-01-20", 15, 15), ("2026-02-10", -6, None)]
)
def test_days_left_are_counted_once_and_named_while_the_plan_is_under_way(coached, coachplan, day, listed, shown):
    at = ("--date", day, "--format", "json")
    assert json.loads(coachplan("-C", coached, "list", *at).out)["plans"][0]["days_left"] == listed
    assert json.loads(coachplan("-C", coached, "show", "ada", *at).out)["plan"]["days_left"] == shown
    summary = coachplan("-C", coached, "render", "ada", "--audience", "summary", "--date", day).out
    assert ("15 days left" in summary) == (shown == 15)


def test_list_in_a_pipe_is_tab_separated(coached, coachplan) -> None:
    heading, row = coachplan("-C", coached, "list").out.splitlines()
    assert heading.split("\t")[0] == "Plan"
    assert row.split("\t")[:3] == ["ada-lovelace/clear-status-updates", "Ada Lovelace", "watch"]
    assert row.split("\t")[-2] == "check-in overdue; look back due"


def test_list_of_the_examples(coachplan) -> None:
    data = json.loads(coachplan("-C", EXAMPLES, "list", "--format", "json").out)
    assert data["version"] == 1
    assert len(data["plans"]) >= 8
    assert {"draft", "on-hold", "closed"} <= {plan["state"] for plan in data["plans"]}
    notes = {plan["outcome"]: plan["notes"] for plan in data["plans"] if plan["state"] == "closed"}
    assert notes["achieved"][0] == "achieved"
    assert notes["partly-achieved"][0] == "partly achieved"


def test_formal_support_is_marked_in_every_overview(coached, coachplan) -> None:
    plan = coached / "plans/ada-lovelace/clear-status-updates/plan.md"
    text = plan.read_text(encoding="utf-8")
    assert "kind: coaching\n" in text
    for kind in ("coaching", "performance-support"):
        plan.write_text(text.replace("kind: coaching\n", f"kind: {kind}\n"), encoding="utf-8")
        for command in (["list"], ["status"], ["status", "--plain"]):
            assert ("formal support" in coachplan("-C", coached, *command).out) == (kind != "coaching")
        found = json.loads(coachplan("-C", coached, "status", "--format", "json").out)["plans"][0]
        assert found["kind"] == kind


def test_an_unreadable_plan_is_listed_as_such(coached, coachplan) -> None:
    (coached / "plans/ada-lovelace/clear-status-updates/plan.md").write_text("no front matter")
    assert "unreadable" in coachplan("-C", coached, "list").out


def test_render_writes_a_private_file(coached, coachplan) -> None:
    page = coached.parent / "ada.html"
    result = coachplan("-C", coached, "render", "ada", "--to", "html", "-o", page)
    assert (result.code, result.out) == (0, "")
    assert page.stat().st_mode & 0o777 == 0o600
    assert "Win of 2026-01-19" in page.read_text(encoding="utf-8")


def test_render_prints_markdown(coached, coachplan) -> None:
    out = coachplan("-C", coached, "render", "ada").out
    assert out.startswith("# ")
    assert "Clear status updates" in out


@pytest.mark.parametrize(("target", "words"), [("nowhere/x.html", "does not exist"), (".", "is a folder")])
def test_render_says_where_it_cannot_write(coached, coachplan, target, words) -> None:
    result = coachplan("-C", coached, "render", "ada", "-o", coached.parent / target)
    assert result.code == 2
    assert words in result.err


def test_render_never_overwrites_the_repository_itself(coached, coachplan) -> None:
    for target in ("plans/ada-lovelace/clear-status-updates/plan.md", "coachplan.toml", ".git/config"):
        before = (coached / target).read_bytes()
        result = coachplan("-C", coached, "render", "ada", "-o", coached / target)
        assert result.code == 1
        assert (coached / target).read_bytes() == before


def test_the_name_of_the_file_says_what_to_render(coached, coachplan) -> None:
    page = coached.parent / "ada.html"
    assert coachplan("-C", coached, "render", "ada", "-o", page).code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_next_touchpoint_is_the_same_wherever_it_is_told(ada, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-06")
    settings = ada / "coachplan.toml"
    settings.write_text('[policy]\nworking_days = ["tuesday", "wednesday"]\n', encoding="utf-8")
    coachplan("-C", ada, "edit", "ada", "--set", "update_cadence=every 3 days")
    coachplan("-C", ada, "log", "ada", "--date", "2026-01-06", "--win", "x")
    assert "2026-01-13" in coachplan("-C", ada, "list").out
    assert "Next: Tuesday, 2026-01-13" in coachplan("-C", ada, "show", "ada").out
    assert "13 January" in coachplan("-C", ada, "render", "ada", "--to", "md").out


def test_show_says_in_one_line_where_a_plan_stands(coached, coachplan) -> None:
    for day in ("2026-01-20", "2026-01-21", "2026-01-22"):
        result = coachplan("-C", coached, "log", "ada", "--date", day, "--measure", "follow=3")
        assert result.code == 0, result.err
    lines = coachplan("-C", coached, "show", "ada", "--date", "2026-01-23").out.splitlines()
    assert lines[2].startswith("Stalled: follow-up questions: no closer to its target: 3 on 2026-01-20, ")


def test_show_says_before_the_first_day_that_nothing_has_begun(ada, coachplan) -> None:
    assert "Not started: the plan has not begun" in coachplan("-C", ada, "show", "ada", "--date", "2026-01-02").out


def test_show_for_programs(ada, coachplan) -> None:
    coachplan("-C", ada, "log", "ada", "--measure", "clear=3", "--win", "Short")
    found = json.loads(coachplan("-C", ada, "show", "ada", "--format", "json").out)
    assert (found["version"], found["id"]) == (1, "ada-lovelace/clear-status-updates")
    assert found["plan"]["title"] == "Clear status updates"
    assert [check_in["wins"] for check_in in found["plan"]["check_ins"]] == [["Short"]]
