"""What the overviews tell: what needs attention, what to celebrate, what comes, and where every plan stands."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coachplan.output.site.addresses import Addresses, link
from coachplan.output.site.overviews import Overview
from coachplan.output.site.pages import Site
from coachplan.store.repository import Repository
from coachplan.views.plan_row import by_need, plan_rows
from conftest import EXAMPLES, Coachplan


@pytest.fixture
def tell(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """The first page's data for the examples on a day."""
    root = shutil.copytree(EXAMPLES, tmp_path / "plans")

    def run(day: str) -> dict[str, Any]:
        return home(root, date.fromisoformat(day))

    return run


def home(root: Path, day: date) -> dict[str, Any]:
    """The first page's data for the plans of a repository."""
    repository = Repository(root)
    found = sorted(plan_rows(repository, repository.plans(), day), key=by_need)
    return Overview("index.html", found, Addresses(found), day).data()


def test_what_needs_attention_says_why_and_what_waits(tell):
    data = tell("2026-10-12")
    by_title = {entry["title"]: entry for entry in data["attention"]}

    zoe = by_title["Complete handovers at the bedside"]
    assert zoe["state_in_words"] == "Needs attention"
    assert zoe["why"][0] == "end of the morning handover: 07:51, where 07:47 was expected"
    ada = by_title["Clear status updates"]
    assert (ada["state_in_words"], ada["why"]) == ("Closed", [])
    assert [(item["what"], item["date"]["iso"], item["overdue"]) for item in ada["waiting"]] == [
        ("Look again: has it lasted?", "2026-03-04", True)
    ]
    hannah = by_title["From analyst to senior analyst"]
    assert len(hannah["why"]) == 2  # the first of them
    assert "Deliveries checked at the gate" not in by_title  # on track, and nothing has come


def test_what_the_reasons_tell_already_is_not_told_again(ada, coachplan: Coachplan):
    (entry,) = home(ada, date(2027, 2, 20))["attention"]

    assert entry["why"] == ["the last day is over: look back together"]
    assert entry["waiting"] == []


def test_what_is_well_is_no_reason_for_attention(tell):
    for entry in tell("2026-10-12")["attention"]:
        assert not [why for why in entry["why"] if "reaches the target" in why or why.startswith("check-ins: ")]


def test_a_check_in_that_cannot_be_read_is_said_and_not_only_missed(ada, coachplan: Coachplan, tmp_path):
    entry = ada / "plans/ada-lovelace/clear-status-updates/check-ins/2026-01-12-ada-lovelace.md"
    entry.parent.mkdir()
    entry.write_text("---\n[", encoding="utf-8")

    result = coachplan("-C", ada, "site", "-o", tmp_path / "site", "--date", "2026-01-13")

    assert result.err.startswith("1 check-in cannot be read; `coachplan check` says where and why\n")
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "a check-in cannot be read, and may say more" in home
    page = (tmp_path / "site/plans/ada-lovelace/clear-status-updates.html").read_text(encoding="utf-8")
    assert "cannot be read" in page
    assert "1 check-in cannot be read" in coachplan("-C", ada, "status", "--date", "2026-01-13").err


def test_a_day_of_another_year_has_its_year(tell):
    ada = next(entry for entry in tell("2027-01-12")["attention"] if entry["title"] == "Clear status updates")
    assert [item["day"] for item in ada["waiting"]] == ["4 March 2026"]


def test_only_the_last_two_weeks_are_celebrated_newest_first(tell):
    wins = tell("2026-10-12")["wins"]

    days = [win["date"]["iso"] for win in wins]
    assert days == sorted(days, reverse=True)
    assert min(days) > "2026-09-28"
    assert max(days) <= "2026-10-12"
    assert ("outcome", "Closed: achieved") in {(win["kind"], win["what"]) for win in wins}
    assert "17 of 20 for the first time" not in {win["what"] for win in wins}  # said on 27 October


def test_a_milestone_is_celebrated_once_though_plan_and_check_in_name_it(ada, coachplan: Coachplan, act_as):
    milestone = "{date: 2026-01-19, what: Three clear updates, reached: 2026-02-03}"
    plan = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace("  end: 2026-02-04", f"  end: 2026-02-04\n  milestones: [{milestone}]"), encoding="utf-8"
    )
    check_in = plan.parent / "check-ins/2026-02-03-ada-lovelace.md"
    check_in.parent.mkdir(exist_ok=True)
    check_in.write_text(
        "---\ncoachplan: 1\ndate: 2026-02-03\nby: Ada Lovelace <ada@example.com>\nevidence: [Three]\n"
        "milestones: [Three clear updates]\n---\n",
        encoding="utf-8",
    )
    repository = Repository(ada)
    (row,) = plan_rows(repository, repository.plans(), date(2026, 2, 4))

    assert [(win.kind, win.what) for win in row.wins] == [("milestone", "Three clear updates")]


def test_the_next_two_weeks_are_fourteen_days_from_today_in_the_column_of_their_weekday(tell):
    data = tell("2026-10-29")

    assert [day["date"]["iso"] for day in data["fortnight"]][::13] == ["2026-10-29", "2026-11-11"]
    assert len(data["fortnight"]) == 14
    assert data["starts"] == 4  # a Thursday
    assert [day["date"]["weekday"] for day in data["fortnight"] if day["is_weekend"]][:2] == ["Saturday", "Sunday"]
    friday = next(day for day in data["fortnight"] if day["date"]["iso"] == "2026-10-30")
    assert ("Rosa Delgado", "Last day: look back together") in {
        (item["person"], item["what"]) for item in friday["entries"]
    }
    assert (len(friday["entries"]), friday["more"]) == (4, 3)


def test_what_is_overdue_is_in_no_day_of_the_calendar(tell):
    data = tell("2026-10-29")
    assert not [item for day in data["fortnight"] for item in day["entries"] if item["title"] == "Clear status updates"]


def test_every_plan_has_a_line_most_in_need_first(tell):
    data = tell("2026-10-12")

    assert len(data["plans"]) == 16
    ranks = [plan["rank"] for plan in data["plans"]]
    assert {count["words"]: count["number"] for count in data["counts"]}["Closed"] == ranks.count(max(ranks))
    zoe = next(plan for plan in data["plans"] if plan["person"] == "Zoë Åkesson")
    assert (zoe["kept"], zoe["next"]["iso"], zoe["end"]["iso"]) == ("2 of 2", "2026-10-15", "2026-10-30")


def test_managers_are_told_in_numbers(tell):
    managers = {manager["name"]: manager for manager in tell("2026-10-12")["managers"]}

    grace = managers["Grace Whitfield"]
    assert (grace["under_way"], grace["to_look_at"], grace["closed"]) == (1, 1, 2)
    assert grace["kept"] == "8 of 13"  # the look backs among them


def test_when_nothing_waits_all_is_well(ada, coachplan: Coachplan):
    site = Site([Repository(ada)], None, date(2026, 1, 5))
    home = site.page("index.html")

    assert "All well: nothing needs attention today" in home
    assert "Small wins count" in home


def test_a_change_that_lasts_is_celebrated(ada):
    plan = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    text = plan.read_text(encoding="utf-8").replace("status: active", "status: closed")
    outcome = "outcome: {result: achieved, date: 2026-02-04}\nfollow_up: {reviews: [2026-03-06]}\ntimeline:"
    plan.write_text(text.replace("timeline:", outcome, 1), encoding="utf-8")
    entry = plan.parent / "check-ins/2026-03-06-ada-lovelace.md"
    entry.parent.mkdir()
    entry.write_text(
        "---\ncoachplan: 1\ndate: 2026-03-06\nby: Ada Lovelace\nsustained: fully\nevidence: [Four]\n---\n",
        encoding="utf-8",
    )
    data = home(ada, date(2026, 3, 10))

    assert [win["what"] for win in data["wins"]] == ["The change has lasted"]


def test_a_peers_words_are_no_win_here_either(ada):
    entry = ada / "plans/ada-lovelace/clear-status-updates/check-ins/2026-02-03-george-boole.md"
    entry.parent.mkdir(exist_ok=True)
    entry.write_text(
        "---\ncoachplan: 1\ndate: 2026-02-03\nby: George Boole\nabout: Updates\nwins: [Short]\n---\n", encoding="utf-8"
    )
    repository = Repository(ada)
    assert [win for row in plan_rows(repository, repository.plans(), date(2026, 2, 4)) for win in row.wins] == []


def test_a_full_day_shows_the_first_and_how_many_more(ada):
    plan = ada / "plans/ada-lovelace/clear-status-updates"
    for number in range(9):
        shutil.copytree(plan, plan.with_name(f"copy-{number}"))
    days = home(ada, date(2026, 1, 5))["fortnight"]

    monday = next(day for day in days if day["entries"])
    assert (len(monday["entries"]), monday["more"]) == (4, 6)


def test_long_lists_are_cut_and_say_so(ada):
    plan = ada / "plans/ada-lovelace/clear-status-updates"
    for number in range(20):
        shutil.copytree(plan, plan.with_name(f"copy-{number}"))
    data = home(ada, date(2026, 2, 20))

    assert (len(data["attention"]), data["more_attention"]) == (8, 13)
    assert len(data["plans"]) == 21


@pytest.mark.parametrize(
    ("page", "path", "wanted"),
    [
        ("index.html", "plans/a/b.html", "plans/a/b.html"),
        ("plans/a/b.html", "index.html", "../../index.html"),
        ("plans/a/b.html", "people/c.html", "../../people/c.html"),
        ("people/c.html", "managers/d.html", "../managers/d.html"),
        ("index.html", "index.html", "index.html"),
    ],
)
def test_links_are_relative_and_so_work_on_a_disk(page, path, wanted):
    assert link(page, path) == wanted


def test_every_link_leads_to_a_page(tmp_path):
    root = shutil.copytree(EXAMPLES, tmp_path / "plans")
    site = Site([Repository(root)], None, date(2026, 10, 12))
    known = set(site.paths())
    for path in known:
        folder = Path("/", path).parent
        for target in re.findall(r'href="([^"#]*)"', site.page(path)):
            if not target.startswith(("http", "mailto:")):
                assert str(Path("/", folder, target).resolve())[1:] in known, (path, target)


def test_the_state_of_a_measure_and_what_to_talk_about_are_on_the_plans_page(tmp_path):
    root = shutil.copytree(EXAMPLES, tmp_path / "plans")
    page = Site([Repository(root)], None, date(2026, 10, 12)).page(
        "plans/zoe-akesson/complete-handovers-at-the-bedside.html"
    )

    assert '<span class="mark is-look">Needs attention</span>' in page
    assert "end of the morning handover: 07:51, where 07:47 was expected" in page
    assert re.search(r"<meter [^>]*>2 of 2</meter>", page)
    assert "15 October 2026" in page


def test_history_is_told_in_coaching_terms_newest_first(ada, coachplan: Coachplan, git):
    assert coachplan("-C", ada, "edit", "ada", "--set", "goal_state.measures.0.target=5").code == 0
    page = Site([Repository(ada)], None, date(2026, 2, 4)).page("plans/ada-lovelace/clear-status-updates.html")
    told = page[page.index('id="history"') :]

    assert told.index("target 4 → 5") < told.index("status draft → active") < told.index("plan made")
    assert "Charles Babbage" in told
