"""`coachplan new` and `coachplan templates`, without a terminal."""

import json
from datetime import date, timedelta

import pytest

from coachplan.format import read_data
from conftest import MANAGER, MEMBER, allow_templates

FOR = ("--for", "Ada Lovelace <ada@example.com>")
PLAN = "plans/ada-lovelace/listen-first/plan.md"


def new(coachplan, plans, *arguments, **options):
    return coachplan("-C", plans, "new", "Listen first", *FOR, *arguments, **options)


def text(plans, path=PLAN) -> str:
    return (plans / path).read_text(encoding="utf-8")


def test_a_plan_is_made_and_committed(plans, coachplan, git) -> None:
    result = new(coachplan, plans)
    assert result.code == 0, result.err
    assert git(plans, "show", "--name-only", "--format=%s", "HEAD").split("\n")[::2] == [
        "New plan: ada-lovelace/listen-first",
        PLAN,
    ]
    assert git(plans, "status", "--porcelain") == ""


def test_unfilled_sections_hold_placeholders_that_check_reports(plans, coachplan) -> None:
    new(coachplan, plans)
    result = coachplan("-C", plans, "check")
    assert result.code == 0
    assert result.out.count("CP103 hint: ") == 6
    assert "timeline" not in result.out


def test_placeholders_are_for_drafts_only(plans, coachplan, git) -> None:
    before = git(plans, "rev-parse", "HEAD")
    result = new(coachplan, plans, "--set", "activities=[Do it]", "--set", "status=active")
    assert result.code == 1
    assert "CP103" in result.err
    assert "nothing was written" in result.err
    assert git(plans, "rev-parse", "HEAD") == before
    assert not (plans / "plans").exists() or not list((plans / "plans").rglob("plan.md"))


def test_thirty_days_from_today_and_the_manager_is_who_acts(plans, coachplan) -> None:
    new(coachplan, plans)
    assert "  start: 2026-02-04\n  end: 2026-03-06\n" in text(plans)
    assert "manager: Charles Babbage <charles@example.com>\n" in text(plans)


def test_flags_fill_the_plan(plans, coachplan) -> None:
    result = new(
        coachplan,
        plans,
        *("--manager", "Grace Hopper <grace@example.com>", "--hr", "Jane <jane@example.com>"),
        *("--managers-manager", "Mary <mary@example.com>", "--start", "+7d", "--days", "14"),
        *("--set", "goal_state.goal=Ask first", "--set", "activities=[Count it, Ask George]"),
        *("--measure", "questions first: 3 -> 8 of 10 meetings", "--measure", "interruptions: 5 -> 1"),
    )
    assert result.code == 0, result.err
    written = text(plans)
    for line in (
        "  manager: Grace Hopper <grace@example.com>",
        "  managers_manager: Mary <mary@example.com>",
        "  hr: Jane <jane@example.com>",
        "  start: 2026-02-11",
        "  end: 2026-02-25",
        "  goal: Ask first",
        "      direction: increase",
        "      unit: of 10 meetings",
        "      direction: decrease",
        "      by: 2026-02-25",
        "  - Count it",
    ):
        assert line in written.splitlines()


def test_from_a_file_it_takes_everything_that_is_known(ada, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-05")
    assert coachplan("-C", ada, "check").code == 0
    assert "Half an hour of rehearsal every Monday" in text(ada, "plans/ada-lovelace/clear-status-updates/plan.md")


def test_what_a_file_does_not_say_is_filled_in_and_named_and_no_day_of_a_measure_is_made_up(plans, coachplan) -> None:
    known = (
        b"title: Calls\npeople: {team_member: Eve}\ngoal_state: {goal: Answer, measures: [{name: calls, target: 4}]}\n"
    )
    result = coachplan("-C", plans, "new", "--from", "-", stdin=known)
    assert result.err.splitlines() == [
        "Filled in, as the file does not say: the manager is Charles Babbage <charles@example.com>",
        "Filled in, as the file does not say: start 2026-02-04, end 2026-03-06",
    ]
    assert " by:" not in text(plans, "plans/eve/calls/plan.md")


def test_the_days_of_an_earlier_plan_move_with_its_start(ada, coachplan) -> None:
    source = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    earlier = read_data(source.read_text(encoding="utf-8"))
    result = coachplan("-C", ada, "new", "Once more", "--from", source, "--start", "2026-03-02")
    assert result.code == 0, result.err
    assert "Its days moved with the start, from 2026-01-05 to 2026-03-02" in result.err
    made = read_data(text(ada, "plans/ada-lovelace/once-more/plan.md"))
    assert (made["timeline"]["start"], made["timeline"]["end"]) == ("2026-03-02", "2026-04-01")
    due = [entry["due"] for entry in earlier["activities"] if isinstance(entry, dict) and "due" in entry]
    moved = [entry["due"] for entry in made["activities"] if isinstance(entry, dict) and "due" in entry]
    assert [(date.fromisoformat(day) + timedelta(days=56)).isoformat() for day in due] == moved != []
    assert made["goal_state"]["measures"][0]["by"] == "2026-04-01"


def test_from_another_plan_or_standard_input(ada, coachplan, act_as) -> None:
    act_as(MEMBER)
    source = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    result = coachplan("-C", ada, "new", "Once more", "--from", "-", stdin=source.read_bytes())
    assert result.code == 0, result.err
    assert "Once more" in text(ada, "plans/ada-lovelace/once-more/plan.md")


def test_a_taken_id_gets_a_short_suffix(plans, coachplan) -> None:
    new(coachplan, plans)
    new(coachplan, plans)
    assert sorted(path.name for path in (plans / "plans/ada-lovelace").iterdir()) == ["listen-first", "listen-first-2"]


@pytest.mark.parametrize(
    ("name", "title", "id_"),
    [
        ("Zoë Åkesson <z@example.com>", "Ruhig & klar", "zoe-akesson/ruhig-klar"),
        ("山田太郎 <y@example.com>", "Überblick", "shan-tian-tai-lang/uberblick"),
        ("Bob <b@example.com>", "x" * 200, "bob/" + "x" * 60),
        ("../../etc <e@example.com>", "-rf /", "etc/rf"),
    ],
)
def test_ids_are_plain(plans, coachplan, name, title, id_) -> None:
    result = coachplan("-C", plans, "new", "--for", name, "--", title)
    assert result.code == 0, result.err
    assert (plans / "plans" / id_ / "plan.md").exists()


def test_the_directory_completes_people(plans, coachplan) -> None:
    (plans / "coachplan.toml").write_text(
        '[people]\nhr = "Jane Marcet <jane@example.com>"\ndirectory = ["Ada Lovelace <ada@example.com>"]\n'
    )
    result = coachplan("-C", plans, "new", "Listen first", "--for", "ada@example.com")
    assert result.code == 0, result.err
    assert "team_member: Ada Lovelace <ada@example.com>" in text(plans)
    assert "hr: Jane Marcet <jane@example.com>" in text(plans)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("new",), "TITLE is required when there is no terminal to ask"),
        (("new", "T"), "--for"),
        (("new", "T", "--for", "Charles Babbage <charles@example.com>"), "--manager"),
        (("new", "T", *FOR, "--template", "none"), "the templates are coaching"),
        (("new", "T", *FOR, "--set", "nonsense"), "KEY=VALUE"),
        (("new", "T", *FOR, "--set", "colour=blue"), "not part of the plan format"),
        (("new", "T", *FOR, "--set", "timeline.end=soon"), "date"),
        (("new", "T", *FOR, "--measure", "no numbers"), "2 -> 4"),
        (("new", "T", *FOR, "--start", "someday"), "--start"),
        (("new", "T", *FOR, "--set", "update_cadence=bi-weekly"), "twice a week"),
    ],
)
def test_what_is_missing_or_wrong_is_one_line_and_nothing_is_written(plans, coachplan, git, arguments, words) -> None:
    result = coachplan("-C", plans, *arguments)
    assert result.code in (1, 2)
    assert words in result.err
    assert result.err.count("\n") == 1
    assert git(plans, "status", "--porcelain") == ""
    assert git(plans, "rev-list", "--count", "HEAD").strip() == "1"


@pytest.mark.parametrize("name", ["coaching", "role-growth", "performance-concern", "performance-support"])
def test_every_template_makes_a_plan_with_nothing_wrong_but_placeholders(plans, coachplan, name) -> None:
    assert new(coachplan, plans, "--template", name).code == 0
    findings = json.loads(coachplan("-C", plans, "check", "--format", "json").out)["findings"]
    assert {finding["code"] for finding in findings if finding["severity"] != "hint"} == set()
    assert "CP103" in {finding["code"] for finding in findings}


def test_formal_support_begins_with_review_points(plans, coachplan) -> None:
    (plans / "coachplan.toml").write_text('[policy]\nsupport_requires = ["reviews"]\n')
    assert new(coachplan, plans, "--template", "performance-support").code == 0
    begun = read_data(text(plans))["update_cadence"]
    assert begun["every"] == "week"
    assert begun["how"].startswith("[fill in:")
    own = ("--template", "performance-support", "--set", "update_cadence=every Tuesday")
    assert coachplan("-C", plans, "new", "Another", *FOR, *own).code == 0
    assert read_data(text(plans, "plans/ada-lovelace/another/plan.md"))["update_cadence"] == "every Tuesday"


def test_templates_are_listed_with_when_to_use_which(plans, coachplan) -> None:
    listed = coachplan("-C", plans, "templates").out.splitlines()
    assert [line.split()[0] for line in listed] == [
        "coaching",
        "performance-concern",
        "performance-support",
        "role-growth",
    ]
    assert all(len(line.split()) > 5 for line in listed)


def test_the_organisations_own_templates_win_and_are_listed(plans, coachplan) -> None:
    folder = plans / "templates/plans"
    folder.mkdir(parents=True)
    own = "{# For our sales team. #}\n---\ncoachplan: 1\ntitle: {{ plan.title | yaml }}\n"
    own += '{% include "plans/parts/people.j2" %}\n'
    rest = '{% include "plans/parts/sections.j2" %}\n---\nOurs\n'
    (folder / "coaching.md.j2").write_text(own + rest)
    (folder / "sales.md.j2").write_text(own + rest)
    entries = json.loads(coachplan("-C", plans, "templates", "--format", "json").out)["templates"]
    assert {entry["name"]: entry["own"] for entry in entries} == {
        "coaching": True,
        "performance-concern": False,
        "performance-support": False,
        "role-growth": False,
        "sales": True,
    }
    allow_templates(plans)
    assert new(coachplan, plans).code == 0
    assert text(plans).endswith("Ours\n")


def test_nothing_that_was_said_is_lost_when_a_template_leaves_it_out(plans, coachplan) -> None:
    folder = plans / "templates/plans"
    folder.mkdir(parents=True)
    sections = "\n".join(
        f"{key}: x" for key in ("current_state", "goal_state", "activities", "support_assets", "update_cadence")
    )
    (folder / "coaching.md.j2").write_text(
        f"---\ncoachplan: 1\ntitle: Fixed\npeople:\n  team_member: A\n  manager: B\n{sections}\n"
        "timeline: 2026-01-01 to 2026-01-31\ndevelopment_area: Ours\n---\n"
    )
    allow_templates(plans)
    result = new(coachplan, plans, "--set", "development_area=Mine: really")
    assert result.code == 0, result.err
    written = text(plans)
    assert "development_area: 'Mine: really'" in written
    assert "title: Listen first" in written
    assert "Ada Lovelace <ada@example.com>" in written


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("---\n{% if %}\n---\n", "line 2"),
        ("---\ntitle: x\n{{ nothing.at.all }}\n---\n", "line 3"),
        ("---\n{{ ''.__class__.__mro__ }}\n---\n", "unsafe"),
        ("{% include 'nowhere' %}", "nowhere"),
        ("{% for i in range(99999) %}{{ 'x' * 999 }}{% endfor %}", "4 MiB"),
        ("no front matter", "front matter"),
    ],
)
def test_a_broken_template_is_one_clear_line(plans, coachplan, template, words) -> None:
    folder = plans / "templates/plans"
    folder.mkdir(parents=True)
    (folder / "coaching.md.j2").write_text(template)
    allow_templates(plans)
    result = new(coachplan, plans)
    assert result.code in (1, 2), result
    assert words in result.err
    assert result.err.count("\n") == 1
    assert not (plans / "plans/ada-lovelace").exists()


# -- why, and why now -------------------------------------------------------------------------------------------------

WHY = ("--reason", "Growth", "--business-need", "Plans by Monday", "--aspiration", "To lead", "--aligned", "2026-02-03")


@pytest.mark.parametrize("template", ["coaching", "role-growth", "performance-concern", "performance-support"])
def test_the_opportunity_is_recorded_whatever_the_template(plans, coachplan, template) -> None:
    result = new(coachplan, plans, "--template", template, *WHY)
    assert result.code == 0, result.err
    for line in ("reason: Growth", "business_need: Plans by Monday", "aspiration: To lead"):
        assert f"  {line}\n" in text(plans)
    assert "  aligned_with_managers_manager: 2026-02-03\n" in text(plans)
    assert text(plans).count("opportunity:") == 1


def test_what_a_template_asks_beyond_what_was_said_stays_open(plans, coachplan) -> None:
    assert new(coachplan, plans, "--template", "role-growth", "--reason", "Growth").code == 0
    assert "  reason: Growth\n" in text(plans)
    assert "aspiration: '[fill in:" in text(plans)


def test_flags_add_to_the_opportunity_of_a_file(plans, coachplan) -> None:
    result = new(coachplan, plans, "--from", "-", "--aligned", "today", stdin="opportunity: Growth\n")
    assert result.code == 0, result.err
    assert "  reason: Growth\n" in text(plans)
    assert "  aligned_with_managers_manager: 2026-02-04\n" in text(plans)


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (("--aligned", "tomorrow"), "", "still to come"),
        (("--aligned", "one day"), "", "--aligned"),
        (("--from", "-", "--reason", "Growth"), "opportunity: [a, b]\n", "opportunity"),
    ],
)
def test_an_opportunity_that_cannot_be_is_one_line(plans, coachplan, arguments, stdin, words) -> None:
    result = new(coachplan, plans, *arguments, stdin=stdin)
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1


def test_the_organisations_name_for_the_kind_is_said(plans, coachplan) -> None:
    (plans / "coachplan.toml").write_text('[labels]\ncoaching = "Growth plan"\n')
    assert "(Growth plan)" in new(coachplan, plans).out


# -- coaching and formal support, apart -------------------------------------------------------------------------------


def test_where_coaching_is_for_growth_only_a_concern_is_refused_kindly(plans, coachplan, git) -> None:
    (plans / "coachplan.toml").write_text(
        '[policy]\nperformance_concerns = false\n[labels]\ncoaching = "Growth plan"\n'
    )
    result = new(coachplan, plans, "--template", "performance-concern")
    assert result.code == 1
    assert "here a Growth plan is for growth only" in result.err
    assert "coachplan advise" in result.err
    assert not (plans / "plans/ada-lovelace").exists()
    assert new(coachplan, plans).code == 0
    assert coachplan("-C", plans, "new", "Support", *FOR, "--template", "performance-support").code == 0


def test_a_plan_may_follow_another_by_link_only(ada, coachplan, git) -> None:
    before = (ada / "plans/ada-lovelace/clear-status-updates/plan.md").read_bytes()
    coachplan("-C", ada, "log", "ada", "--measure", "clear=3", "--evidence", "Short")
    result = coachplan("-C", ada, "new", "Support", "--template", "performance-support", "--follows", "status-updates")
    assert result.code == 0, result.err
    assert "none of its words and check-ins were taken over" in result.err
    written = text(ada, "plans/ada-lovelace/support/plan.md")
    assert "follows: ada-lovelace/clear-status-updates\n" in written
    assert "hr: Jane Marcet <jane@example.com>" in written
    for words in ("status updates in team meetings", "Rehearse", "Two updates a week", "on the way to the meeting"):
        assert words not in written
    assert (ada / "plans/ada-lovelace/clear-status-updates/plan.md").read_bytes() == before
    assert not (ada / "plans/ada-lovelace/support/check-ins").exists()
    assert git(ada, "log", "-1", "--format=%s").strip() == "New plan: ada-lovelace/support"


def test_a_plan_follows_one_of_the_same_person(ada, coachplan) -> None:
    result = coachplan("-C", ada, "new", "Support", "--for", "Bob <bob@example.com>", "--follows", "status-updates")
    assert result.code == 2
    assert "another team member's" in result.err


def test_the_words_of_a_coaching_plan_do_not_become_formal(ada, coachplan, act_as) -> None:
    act_as(MEMBER)
    source = ada / "plans/ada-lovelace/clear-status-updates/plan.md"
    result = coachplan("-C", ada, "new", "Support", "--template", "performance-support", "--from", source)
    assert result.code == 1
    assert "stays in it" in result.err
    assert "--follows" in result.err
    assert not (ada / "plans/ada-lovelace/support").exists()


# -- from another plan ------------------------------------------------------------------------------------------------

EARLIER = """\
---
coachplan: 1
title: Clear status updates
purpose: performance
status: closed
people: {team_member: Ada Lovelace <ada@example.com>, manager: Charles Babbage <charles@example.com>}
opportunity: {reason: Growth, aligned_with_managers_manager: 2026-01-02}
development_area: Status updates
current_state: {manager: Two a week, team_member: I prepare on the way}
goal_state: Four clear updates a week by 4 March 2026
activities:
  - {id: rehearse, what: Rehearse with a peer, proposed_by: manager, status: done, learned: Three points do}
  - {id: drill, what: A drill every day, proposed_by: manager, status: declined, why: Too much}
  - {id: read, what: Read a book on briefings, proposed_by: team_member, status: proposed}
  - Keep a list of questions
timeline:
  start: 2026-02-04
  end: 2026-03-06
  milestones: [{date: 2026-02-18, what: Three in one week, reached: 2026-02-17}]
  extensions: [{date: 2026-02-20, from: 2026-03-01, to: 2026-03-06, why: A week of leave}]
  holds: [{from: 2026-02-10, to: 2026-02-12}]
support_assets: [{what: A room, from: manager, status: given}]
update_cadence: every Monday
acknowledgements: [{by: Ada Lovelace <ada@example.com>, date: 2026-01-04, stance: agree}]
revisions: [{date: 2026-01-20, what: goal, from: Five updates}]
outcome: {result: achieved, date: 2026-03-06, team_member: It went well}
follow_up: {reviews: [2026-04-06]}
follows: ada-lovelace/older
ignore: {CP404: Short on purpose}
---
Background of Ada.
"""


def test_from_another_plan_a_manager_starts_fresh_and_what_was_agreed_is_proposed_again(plans, coachplan) -> None:
    result = coachplan("-C", plans, "new", "Once more", "--from", "-", stdin=EARLIER)
    assert result.code == 0, result.err
    assert result.err == "What was agreed on in that plan is a proposal here: the team member decides again\n"
    written = text(plans, "plans/ada-lovelace/once-more/plan.md")
    data = read_data(written)
    assert data["status"] == "draft"
    assert data["purpose"] == "performance"
    assert data["activities"] == [
        {"id": "rehearse", "what": "Rehearse with a peer", "proposed_by": "manager", "status": "proposed"},
        {"id": "read", "what": "Read a book on briefings", "proposed_by": "team_member", "status": "proposed"},
        "Keep a list of questions",
    ]
    assert data["timeline"].keys() == {"start", "end", "milestones"}
    assert data["timeline"]["milestones"] == [{"date": "2026-02-18", "what": "Three in one week"}]
    assert data["support_assets"] == [{"what": "A room", "from": "manager"}]
    assert data["opportunity"] == {"reason": "Growth"}
    assert data["current_state"] == {"manager": "Two a week", "team_member": "I prepare on the way"}
    assert not data.keys() & {"acknowledgements", "revisions", "outcome", "follow_up", "follows"}
    assert "Background of Ada." in written


def test_from_another_plan_the_team_member_carries_on_with_what_they_agreed_to(plans, coachplan, act_as) -> None:
    act_as(MEMBER)
    result = coachplan(
        "-C", plans, "new", "Once more", "--from", "-", "--manager", "Charles <charles@example.com>", stdin=EARLIER
    )
    assert result.code == 0, result.err
    assert result.err == ""
    activities = read_data(text(plans, "plans/ada-lovelace/once-more/plan.md"))["activities"]
    assert [activity["status"] for activity in activities[:2]] == ["agreed", "proposed"]


def test_from_another_persons_plan_nothing_that_was_said_of_them_is_taken(plans, coachplan) -> None:
    result = coachplan("-C", plans, "new", "Once more", "--for", "Bob <bob@example.com>", "--from", "-", stdin=EARLIER)
    assert result.code == 0, result.err
    assert "stayed in their plan" in result.err
    written = text(plans, "plans/bob/once-more/plan.md")
    for words in ("Ada", "on the way", "Two a week", "Growth", "Background"):
        assert words not in written
    assert "Rehearse with a peer" in written


def test_a_template_that_is_named_decides_the_kind(plans, coachplan) -> None:
    result = coachplan("-C", plans, "new", "Once more", "--from", "-", "--template", "coaching", stdin=EARLIER)
    assert result.code == 0, result.err
    assert read_data(text(plans, "plans/ada-lovelace/once-more/plan.md"))["purpose"] == "growth"


def test_what_somebody_knows_of_a_new_plan_is_taken_as_it_is(plans, coachplan, act_as) -> None:
    act_as(MEMBER)
    known = EARLIER.replace("coachplan: 1\n", "").replace("status: closed\n", "status: active\n")
    known = known.partition("acknowledgements:")[0] + "---\n"
    result = coachplan("-C", plans, "new", "Once more", "--from", "-", stdin=known)
    assert result.code == 0, result.err
    data = read_data(text(plans, "plans/ada-lovelace/once-more/plan.md"))
    assert data["status"] == "active"
    assert data["activities"][0]["status"] == "done"


def test_a_measure_may_aim_below_a_number(ada, coachplan) -> None:
    given = ("new", "Fewer errors", "--for", MEMBER, "--manager", MANAGER, "--measure", "errors: 10 % -> < 2 %")
    result = coachplan("-C", ada, *given, "--start", "2026-01-05", "--days", "30")
    assert result.code == 0, result.err
    shown = coachplan("-C", ada, "prep", "fewer", "--format", "json", "--date", "2026-01-20")
    (errors,) = json.loads(shown.out)["measures"]
    assert [errors[key] for key in ("baseline", "target", "unit", "direction", "expected")] == [
        *("10 %", "< 2 %", None, "decrease", "6 %")
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"# Notes\n\nShe listens first.\n", "line 1: this is Markdown or plain text, without keys; put what"),
        (b"PK\x03\x04\x14\x00", "is a Word document or another archive: save it as plain text in UTF-8"),
        (b"title: a\n---\ntitle: b\n", "line 3: this begins a second YAML document"),
        (b"---\ntitle: a\n---\ntitle: b\n", "line 4: this begins a second YAML document"),
        (b'+++\ntitle = "a"\n+++\n', "line 1: this header is TOML; write it as YAML"),
        (b"title,goal\na,b\n", "line 1: this is a table (CSV) with the columns `title`, `goal`; write"),
        (b"<html><p>a", "line 1: this is a web page"),
        (b"title: a\ngaol_state: b\n", "line 2: the key `gaol_state` is not known here (did you mean `goal_state`?)"),
        (b"---\npeople:\n  boss: b\n---\n", "line 3: the key `boss` is not known here (free text goes below"),
        (b'title: a\ndevelopment_area: "b\n', "line 2: this is not valid YAML"),
    ],
)
def test_what_cannot_be_brought_in_is_named_with_its_line_and_the_way_in(plans, coachplan, raw, said) -> None:
    (plans.parent / "source").write_bytes(raw)
    result = coachplan("-C", plans, "new", "T", "--for", "Ada <ada@example.com>", "--from", plans.parent / "source")
    assert result.code in (1, 2)
    assert said in result.err
    assert not (plans / "plans/ada").exists()


def test_markdown_below_a_line_of_hyphens_is_no_second_document(plans, coachplan) -> None:
    source = plans.parent / "source.md"
    source.write_text("---\ntitle: Listen first\n---\nNote: call them\n\nnote: twice\n")
    result = coachplan("-C", plans, "new", "--for", "Ada <ada@example.com>", "--from", source)
    assert result.code == 0, result.err
    assert "Note: call them\n\nnote: twice\n" in (plans / "plans/ada/listen-first/plan.md").read_text()
