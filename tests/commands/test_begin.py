"""A plan begins by both people's agreement, or by `coachplan begin`; a draft that does neither is forgotten."""

import json
from shutil import copytree

import pytest

from coachplan.format import read_plan
from conftest import ADA_PLAN, MANAGER, MEMBER, agreements_of

ID = "ada-lovelace/clear-status-updates"
START, BEFORE, AFTER, LATER = "2026-01-05", "2026-01-04", "2026-01-19", "2026-01-28"


@pytest.fixture
def draft(ada, coachplan, act_as, monkeypatch):
    """Ada's plan as a draft, before its start."""
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-02")
    act_as(MEMBER)
    result = coachplan("-C", ada, "edit", "ada", "--set", "status=draft")
    assert result.code == 0, result.err
    return ada


@pytest.fixture
def agree(draft, coachplan, act_as):
    """Lets these people agree to the terms; the output of the last."""

    def run(*people: str) -> str:
        for person in people:
            act_as(person)
            result = coachplan("-C", draft, "agree", "ada")
            assert result.code == 0, result.err
        return result.out

    return run


@pytest.fixture
def seen(draft, coachplan):
    """What `list`, `status` and `due` know of the plan on a day."""

    def run(day: str) -> tuple[str, str, list[str]]:
        def plan(command: str, key: str = "plans"):
            found = json.loads(coachplan("-C", draft, command, "--date", day, "--format", "json").out)[key]
            return found if key == "items" else found[0]

        assert plan("list")["state"] == plan("status")["state"]
        assert plan("list")["status"] == plan("status")["status"]
        one = json.loads(coachplan("-C", draft, "status", "ada", "--date", day, "--format", "json").out)
        prepared = json.loads(coachplan("-C", draft, "prep", "ada", "--date", day, "--format", "json").out)
        assert one["state"] == prepared["state"] == plan("status")["state"]
        return plan("list")["status"], plan("list")["state"], [item["key"] for item in plan("due", "items")]

    return run


@pytest.fixture
def recorded(draft):
    """The status as it is written in the plan."""
    return lambda: read_plan("", (draft / ADA_PLAN).read_bytes()).content.status


def settings(root, text: str) -> None:
    (root / "coachplan.toml").write_text(text, encoding="utf-8")


BY_COMMAND = '[policy]\nbegin = "command"\n'


def test_what_both_agree_to_is_active_from_its_start_on(agree, seen, recorded) -> None:
    assert agree(MEMBER, MANAGER).splitlines()[-1] == f"Both have agreed: it begins on {START}"

    assert seen(BEFORE) == ("draft", "draft", [])
    assert seen(START)[:2] == ("active", "no-evidence")
    assert seen(AFTER)[:2] == ("active", "no-evidence")
    assert "session:2026-01-12" in seen(AFTER)[2]
    assert seen("2026-03-01")[:2] == ("active", "ended")
    assert recorded() == "draft"


def test_it_does_not_run_before_the_day_on_which_both_had_agreed(agree, seen, draft, coachplan) -> None:
    agree(MEMBER, MANAGER)
    for agreement in agreements_of(draft):
        text = agreement.read_text(encoding="utf-8")
        assert "date: 2026-01-02" in text
        agreement.write_text(text.replace("date: 2026-01-02", "date: 2026-01-12"), encoding="utf-8")

    assert seen("2026-01-11") == ("draft", "forgotten", ["begin"])
    assert seen("2026-01-12")[0] == "active"
    assert "both have agreed" not in coachplan("-C", draft, "status", "ada", "--date", "2026-01-11").out


@pytest.mark.parametrize("people", [[MEMBER], [MANAGER]])
def test_one_word_alone_begins_nothing(agree, seen, people) -> None:
    assert "Both have agreed" not in agree(*people)
    assert seen(START) == ("draft", "draft", [])
    assert seen(AFTER) == ("draft", "forgotten", ["begin"])


def test_an_agreement_to_other_terms_begins_nothing(agree, seen, draft, coachplan, act_as) -> None:
    agree(MEMBER, MANAGER)
    act_as(MEMBER)
    assert coachplan("-C", draft, "edit", "ada", "--set", "timeline.end=2026-02-11").code == 0

    assert seen(AFTER)[:2] == ("draft", "forgotten")


def test_a_draft_with_errors_stays_one_and_says_so(agree, seen, draft, coachplan) -> None:
    agree(MEMBER, MANAGER)
    plan = draft / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    plan.write_text(f"{text.rstrip()}\n".replace("title:", "colour: blue\ntitle:", 1), encoding="utf-8")

    assert seen(AFTER)[:2] == ("draft", "forgotten")
    for command in ("status", "due"):
        out = coachplan("-C", draft, command, "--date", AFTER).out
        assert "both have agreed: it begins once `coachplan check` finds no errors" in out


@pytest.fixture
def findings(draft, coachplan, monkeypatch):
    """The code and the place of each finding of `check` on a day."""

    def run(day: str, *options: str) -> list[tuple[str, str, int]]:
        monkeypatch.setenv("COACHPLAN_TODAY", day)
        found = json.loads(coachplan("-C", draft, "check", "--format", "json", *options).out)["findings"]
        return [(entry["code"], entry["path"], entry["line"]) for entry in found]

    return run


def test_check_looks_at_it_as_the_active_plan_that_it_is(agree, draft, coachplan, findings, recorded) -> None:
    agree(MEMBER, MANAGER)

    before, later = findings(BEFORE), findings(LATER)

    assert "CP506" not in {code for code, *_ in before}
    assert "CP506" in {code for code, *_ in later}
    assert findings(BEFORE) == before
    assert findings(LATER, "--no-cache") == findings(LATER) == later
    assert recorded() == "draft"
    plan = draft / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("status: draft", "status: active"), encoding="utf-8")
    assert findings(LATER) == later


def test_check_shows_the_error_that_keeps_it_from_beginning(agree, draft, coachplan, act_as, seen, findings) -> None:
    act_as(MEMBER)
    assert coachplan("-C", draft, "decline", "ada", "1").code == 0
    agree(MEMBER, MANAGER)

    assert "CP309" not in {code for code, *_ in findings(BEFORE)}
    assert "CP309" in {code for code, *_ in findings(AFTER)}
    assert seen(AFTER)[:2] == ("draft", "forgotten")


def test_drafts_that_errors_keep_from_beginning_do_not_wait_for_check_ins(agree, draft, findings) -> None:
    settings(draft, "[rules.CP803]\noverdue_plans = 2\n")
    agree(MEMBER, MANAGER)
    plan = draft / ADA_PLAN
    copytree(plan.parent, plan.parent.with_name("another-plan"))
    assert "CP803" in {code for code, *_ in findings(LATER)}

    plan.write_text(plan.read_text(encoding="utf-8").replace("title:", "colour: blue\ntitle:", 1), encoding="utf-8")

    assert "CP803" not in {code for code, *_ in findings(LATER)}


def test_check_takes_it_for_a_draft_where_a_command_begins_plans(agree, draft, findings, recorded) -> None:
    agree(MEMBER, MANAGER)
    assert "CP506" in {code for code, *_ in findings(LATER)}

    settings(draft, BY_COMMAND)

    assert "CP506" not in {code for code, *_ in findings(LATER)}
    assert recorded() == "draft"


def test_check_takes_it_for_a_draft_while_one_has_yet_to_agree(agree, findings) -> None:
    agree(MEMBER)

    assert "CP506" not in {code for code, *_ in findings(LATER)}


def test_a_forgotten_draft_is_the_first_to_look_at(draft, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-06")

    assert coachplan("-C", draft, "status").out.splitlines()[1].split("\t")[1:3] == [
        "forgotten",
        "still a draft 1 day after its start",
    ]
    assert coachplan("-C", draft, "due").out.splitlines()[1].split("\t")[:4] == [START, "overdue", "begin", ID]
    assert coachplan("-C", draft, "due", "--fail-overdue").code == 1
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-03-06")
    assert "still a draft, and its last day was 2026-02-04" in coachplan("-C", draft, "status", "ada").out


def test_proposals_that_wait_for_a_week_make_a_draft_forgotten(
    agree, seen, draft, coachplan, act_as, monkeypatch
) -> None:
    """Counting begins with the commit of the oldest proposal that is open, whatever people acknowledged before."""
    assert coachplan("-C", draft, "edit", "ada", "--set", "timeline.start=2026-01-12").code == 0
    monkeypatch.setenv("COACHPLAN_TODAY", "2025-12-20")
    agree(MEMBER, MANAGER)
    act_as(MANAGER)
    for day in ("02", "08"):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2026-01-{day}T09:00:00+0000")
        assert coachplan("-C", draft, "propose", "ada", f"Read {day} reports aloud").code == 0

    assert seen("2026-01-09")[:2] == ("draft", "draft")
    assert seen("2026-01-10") == ("draft", "forgotten", ["begin"])
    out = coachplan("-C", draft, "status", "ada", "--date", "2026-01-10").out
    assert "its proposals have waited for an answer since 2026-01-02" in out


def test_where_a_command_begins_plans_it_is_named_everywhere(agree, seen, draft, coachplan, recorded, monkeypatch):
    settings(draft, BY_COMMAND)
    assert agree(MEMBER, MANAGER).splitlines()[-1] == f"Both have agreed: `coachplan begin {ID}` begins it"

    assert seen(BEFORE) == ("draft", "draft", ["begin"])
    assert seen(AFTER) == ("draft", "forgotten", ["begin"])
    for command in ("status", "due"):
        assert "coachplan begin" in coachplan("-C", draft, command, "--date", AFTER).out
    monkeypatch.setenv("COACHPLAN_TODAY", AFTER)
    assert coachplan("-C", draft, "log", "ada", "--win", "A calm meeting").code == 0
    assert recorded() == "draft"

    assert coachplan("-C", draft, "begin").code == 0

    assert recorded() == "active"
    assert seen(AFTER)[0] == "active"


def test_begin_writes_it_at_once(agree, draft, coachplan, recorded, git) -> None:
    agree(MEMBER, MANAGER)

    result = coachplan("-C", draft, "begin", "ada")

    assert result.code == 0, result.err
    assert result.out.startswith(f"Recorded {ADA_PLAN}: ")
    assert recorded() == "active"
    assert git(draft, "log", "-1", "--format=%s").startswith(f"Begin: {ID}: ")


def test_begin_refuses_what_is_not_agreed_has_errors_or_has_begun(agree, draft, coachplan, recorded) -> None:
    def refused(words: str) -> None:
        result = coachplan("-C", draft, "begin", "ada")
        assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
        assert words in result.err

    refused("a plan begins once both agree to its terms: Ada Lovelace and Charles Babbage each run")
    agree(MANAGER)
    refused("once both agree")
    agree(MEMBER)
    plan = draft / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("title:", "colour: blue\ntitle:", 1), encoding="utf-8")
    refused("nothing was written")
    assert recorded() == "draft"
    plan.write_text(text, encoding="utf-8")
    assert coachplan("-C", draft, "begin").code == 0
    refused("it is active")


@pytest.mark.parametrize(
    "command",
    [
        ("log", "ada", "--win", "A calm meeting"),
        ("hold", "ada", "--until", "2026-01-23"),
        ("extend", "ada", "--to", "2026-02-11", "--why", "A holiday"),
        ("done", "ada", "1"),
        ("close", "ada", "--outcome", "achieved"),
    ],
    ids=lambda command: command[0],
)
def test_the_next_command_that_records_writes_that_it_has_begun(
    agree, draft, coachplan, recorded, git, command, monkeypatch
):
    agree(MANAGER, MEMBER)
    monkeypatch.setenv("COACHPLAN_TODAY", AFTER)

    commits = int(git(draft, "rev-list", "--count", "HEAD"))

    result = coachplan("-C", draft, *command)

    assert result.code == 0, result.err
    assert recorded() == {"hold": "on-hold", "close": "closed"}.get(command[0], "active")
    assert int(git(draft, "rev-list", "--count", "HEAD")) == commits + 1


TERMS = {
    "--set": ("edit", "ada", "--set", "timeline.end=2026-02-11"),
    "--from": ("edit", "ada", "--from", "-"),
    "save": ("save",),
}


@pytest.mark.parametrize("arguments", TERMS.values(), ids=TERMS)
def test_a_plan_that_has_begun_goes_on_when_its_terms_change(
    agree, draft, coachplan, recorded, seen, git, arguments, monkeypatch
) -> None:
    agree(MANAGER, MEMBER)
    monkeypatch.setenv("COACHPLAN_TODAY", AFTER)
    plan = draft / ADA_PLAN
    text = plan.read_text(encoding="utf-8").replace("end: 2026-02-04", "end: 2026-02-11")
    if arguments == TERMS["save"]:
        plan.write_text(text, encoding="utf-8")

    result = coachplan("-C", draft, *arguments, stdin=text)

    assert result.code == 0, result.err
    assert "agree to them again" in result.out
    assert recorded() == "active"
    assert seen(AFTER)[0] == "active"
    assert git(draft, "status", "--porcelain") == ""


def test_save_writes_that_a_plan_has_begun_beside_a_check_in(
    agree, draft, coachplan, recorded, git, monkeypatch
) -> None:
    agree(MANAGER, MEMBER)
    monkeypatch.setenv("COACHPLAN_TODAY", AFTER)
    check_in = draft / ADA_PLAN.replace("plan.md", "check-ins/2026-01-12-ada-lovelace-3f9k.md")
    check_in.parent.mkdir(exist_ok=True)
    check_in.write_text("---\ncoachplan: 1\ndate: 2026-01-12\nby: Ada Lovelace <ada@example.com>\n---\nx\n", "utf-8")

    result = coachplan("-C", draft, "save")

    assert result.code == 0, result.err
    assert recorded() == "active"
    assert len(git(draft, "show", "--format=", "--name-only", "HEAD").split()) == 2
    assert git(draft, "status", "--porcelain") == ""


def test_save_leaves_a_draft_that_errors_keep_one(agree, draft, coachplan, recorded, act_as, monkeypatch) -> None:
    act_as(MEMBER)
    assert coachplan("-C", draft, "decline", "ada", "1").code == 0
    agree(MANAGER, MEMBER)
    monkeypatch.setenv("COACHPLAN_TODAY", AFTER)
    plan = draft / ADA_PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("title: Clear", "title: Short"), encoding="utf-8")

    assert coachplan("-C", draft, "save").code == 0
    assert recorded() == "draft"


def test_who_agrees_last_after_the_start_begins_the_plan(agree, coachplan, recorded, monkeypatch) -> None:
    agree(MANAGER)
    monkeypatch.setenv("COACHPLAN_TODAY", AFTER)
    agree(MEMBER)

    assert recorded() == "active"


def test_a_helper_records_what_they_saw_and_begins_nothing(agree, draft, coachplan, act_as, recorded, monkeypatch):
    act_as(MEMBER)
    asked = ("--peer", "George Boole <george@example.com>", "--about", "Opening", "-o", draft.parent / "form.md")
    assert coachplan("-C", draft, "ask", "ada", *asked).code == 0
    agree(MANAGER, MEMBER)
    monkeypatch.setenv("COACHPLAN_TODAY", AFTER)
    act_as("George Boole <george@example.com>")

    said = ("--about", "Opening", "--feedback", "The decision came first | We settled it | Name the date")
    result = coachplan("-C", draft, "log", "ada", *said)

    assert result.code == 0, result.err
    assert recorded() == "draft"


def test_whoever_makes_it_a_draft_again_is_heard(agree, coachplan, draft, act_as, recorded, monkeypatch) -> None:
    agree(MANAGER, MEMBER)
    monkeypatch.setenv("COACHPLAN_TODAY", AFTER)
    act_as(MEMBER)
    assert coachplan("-C", draft, "log", "ada", "--win", "A calm meeting").code == 0
    assert recorded() == "active"

    assert coachplan("-C", draft, "edit", "ada", "--set", "status=draft").code == 0

    assert recorded() == "draft"


def test_documents_pages_and_calendars_know_that_it_has_begun(agree, draft, coachplan, tmp_path) -> None:
    agree(MANAGER, MEMBER)
    site = tmp_path / "site"
    for day, is_active in ((BEFORE, False), (AFTER, True)):
        assert ("active" in coachplan("-C", draft, "show", "ada", "--date", day).out.splitlines()[1]) == is_active
        shown = json.loads(coachplan("-C", draft, "show", "ada", "--date", day, "--format", "json").out)
        assert (shown["plan"]["status"] == "active") == is_active
        assert ("active," in coachplan("-C", draft, "render", "ada", "--date", day).out) == is_active
        calendar = coachplan("-C", draft, "calendar", "ada", "--date", day)
        assert ("BEGIN:VEVENT" in calendar.out) == is_active
        assert ("is a draft" in calendar.err) != is_active
        assert coachplan("-C", draft, "site", "-o", site, "--date", day).code == 0
        page = (site / "plans/ada-lovelace/clear-status-updates.html").read_text(encoding="utf-8")
        assert ("No evidence" in page) == is_active
