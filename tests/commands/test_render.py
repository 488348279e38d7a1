"""`coachplan render`: one plan for one audience, to print and to sign."""

import io
import re
import shlex
import sys
import zipfile
from datetime import date

import pexpect
import pytest

from coachplan.format import read_check_in, read_plan
from coachplan.output.site.pages import Site
from coachplan.plan import texts
from coachplan.store.repository import Repository
from conftest import ADA_PLAN, EXAMPLES, MANAGER, MEMBER, allow_templates

PLANS = sorted(path.parent for path in EXAMPLES.glob("plans/*/*/plan.md"))
AUDIENCES = ("team-member", "manager", "hr", "summary")


@pytest.fixture
def coached(ada_after):
    def log(day: str, value: str) -> tuple[str, ...]:
        said = [f"--{part}={part} of {day}" for part in ("evidence", "win", "obstacle", "adjust", "next", "note")]
        return (MANAGER, "log", "ada", "--date", day, "--measure", f"clear={value}", *said)

    proposal = (MANAGER, "propose", "ada", "Lead the planning meeting", "--id", "lead")
    return ada_after(log("2026-01-12", "3"), log("2026-01-19", "4"), proposal)


def rendered(coachplan, folder, *options):
    result = coachplan("-C", folder, "render", "ada", "--date", "2026-01-20", *options)
    assert result.code == 0, result.err
    return result.out


def test_the_team_member_finds_first_what_waits_for_them(coached, coachplan) -> None:
    page = rendered(coachplan, coached, "--audience", "team-member")
    first = page.partition("## Yours to do")[2].partition("\n## ")[0]
    assert "**Waiting for your answer**\n\n- Lead the planning meeting (proposed by Charles Babbage)" in first
    assert "Rehearse Monday's update with a peer (by 14 January 2026)" in first
    assert "**The next session:** Monday 26 January 2026" in first
    assert "win of 2026-01-19" in page


def test_the_manager_finds_first_what_they_promised(coached, coachplan) -> None:
    page = rendered(coachplan, coached, "--audience", "manager")
    first = page.partition("## Yours to do")[2].partition("\n## ")[0]
    assert "**Your promises**\n\n- Half an hour of rehearsal every Monday" in first
    assert "Open questions to choose from" in first
    assert "Lead the planning meeting" not in first
    assert "note of 2026-01-19" in page


def test_what_waits_changes_once_it_is_answered(coached, coachplan, act_as) -> None:
    act_as(MEMBER)
    assert coachplan("-C", coached, "accept", "ada", "lead").code == 0
    first = rendered(coachplan, coached, "--audience", "team-member").partition("\n## ")[2].partition("\n## ")[0]
    assert "Waiting for your answer" not in first
    assert (
        "**Your activities**\n\n- Rehearse Monday's update with a peer (by 14 January 2026)\n- Lead the planning"
        in first
    )


def test_the_end_and_what_comes_after_it_are_for_both_to_do(coached, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-05")
    for audience in ("team-member", "manager"):
        page = coachplan("-C", coached, "render", "ada", "--audience", audience, "--date", "2026-02-05").out
        assert "The last day has come, 4 February 2026: look back together." in page
    assert coachplan("-C", coached, "close", "ada", "--outcome", "achieved", "--follow-up", "30").code == 0
    page = coachplan("-C", coached, "render", "ada", "--audience", "manager", "--date", "2026-02-05").out
    first = page.partition("## Yours to do")[2].partition("\n## ")[0].strip()
    assert re.fullmatch(r"\*\*Follow-up:\*\* \w+ \d+ March 2026", first)


def test_hr_reads_the_plan_and_its_course(coached, coachplan) -> None:
    for form in ("md", "html"):
        page = rendered(coachplan, coached, "--audience", "hr", "--to", form)
        assert "Clear status updates" in page
        assert "2 of 2 check-ins kept." in page
        assert "This document leaves out the words of the sessions" in page
        assert re.search(r"19 January 2026.*Charles Babbage.*clear status updates.*4", page, re.DOTALL)
        assert not re.search(r"\w of 2026-01-1[29]", page)


def test_a_summary_tells_days_counts_and_results(coached, coachplan) -> None:
    page = rendered(coachplan, coached, "--audience", "summary")
    for line in (
        "# Coaching plan, in brief",
        "- **Where it stands:** On track",
        "- **Time:** 5 January 2026 to 4 February 2026, 30 days, 15 days left",
        "- **Cadence kept:** 2 of 2 check-ins",
        "- **Last session:** 19 January 2026",
        "- **Next session:** 26 January 2026",
        "- **Measures:** 1 of 2 reached, 1 on the way",
        "- HR: Jane Marcet",
    ):
        assert line in page.splitlines()


def test_a_verdict_is_green_only_where_the_plan_is_on_track(coached, coachplan) -> None:
    for day, verdict in (("2026-01-20", 'verdict is-good">On track'), ("2026-02-03", 'verdict">')):
        page = coachplan("-C", coached, "render", "ada", "--audience", "summary", "--to", "html", "--date", day).out
        assert f'<p class="{verdict}' in page


def test_a_summary_tells_who_agreed_how_the_end_moved_and_what_became_of_it(coached, coachplan, monkeypatch) -> None:
    assert coachplan("-C", coached, "agree", "ada", "--comment", "With pleasure").code == 0
    assert coachplan("-C", coached, "extend", "ada", "--to", "2026-02-18", "--why", "Two meetings fell out").code == 0
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-18")
    closed = coachplan("-C", coached, "close", "ada", "--outcome", "achieved")
    assert closed.code == 0, closed.err
    page = coachplan("-C", coached, "render", "ada", "--audience", "summary", "--date", "2026-02-20").out
    assert "- **Where it stands:** Achieved on 18 February 2026" in page
    assert "the end moved from 4 February 2026 to 18 February 2026" in page
    assert "- Charles Babbage agreed to the terms (4 February 2026; the terms have changed since)" in page
    assert "- Ada Lovelace has not acknowledged the terms" in page
    assert "With pleasure" not in page
    assert "fell out" not in page


@pytest.mark.parametrize("folder", PLANS, ids=lambda folder: folder.parent.name)
def test_no_text_of_an_example_is_in_its_summary(folder, coachplan) -> None:
    plan = read_plan("plan.md", (folder / "plan.md").read_bytes()).content
    check_ins = [read_check_in(path.name, path.read_bytes()).content for path in folder.glob("check-ins/*.md")]
    names = {person.name for person in plan.people.readers()}
    wordings = {
        text.partition(" <")[0] for part in (plan, *check_ins) for _, text in texts(part) if len(text.split()) > 2
    }
    for form in ("md", "html"):
        result = coachplan(
            *("-C", EXAMPLES, "render", folder.parent.name, "--audience", "summary", "--to", form, "--sign")
        )
        assert result.code == 0, result.err
        assert [text for text in wordings - names if text in result.out] == []
        assert plan.title not in result.out


@pytest.mark.one_in(7)
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("folder", PLANS, ids=lambda folder: folder.parent.name)
def test_every_example_has_a_page_for_everyone(folder, audience, coachplan) -> None:
    for form in ("md", "html"):
        result = coachplan(
            *("-C", EXAMPLES, "render", folder.parent.name, "--audience", audience, "--to", form, "--sign")
        )
        assert result.code == 0, result.err
        assert "\n\n\n" not in result.out or form == "html"


def test_without_an_audience_the_document_is_whole(coached, coachplan) -> None:
    page = rendered(coachplan, coached)
    assert "Yours to do" not in page
    assert "Signatures" not in page
    assert "note of 2026-01-19" in page


def test_signing_goes_with_every_audience_and_format(coached, coachplan) -> None:
    for audience in AUDIENCES:
        for form in ("md", "html"):
            page = rendered(coachplan, coached, "--audience", audience, "--to", form, "--sign")
            assert "A signature means: I have read this." in page
            assert page.index("Charles Babbage", page.rindex("A signature means"))


def test_a_word_file_is_written_for_whoever_reads_word(coached, coachplan) -> None:
    file = coached.parent / "ada.docx"
    result = coachplan("-C", coached, "render", "ada", "--audience", "hr", "-o", file)
    assert (result.code, result.out) == (0, "")
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        text = archive.read("word/document.xml").decode()
    assert "Clear status updates" in text
    assert "note of" not in text


@pytest.mark.parametrize(("form", "name"), [("docx", "a Word file"), ("pdf", "a PDF")])
def test_what_is_not_text_is_refused_on_a_terminal(form, name, coached) -> None:
    command = [sys.executable, "-m", "coachplan", "-C", str(coached), "render", "ada", "--to", form]
    said, code = pexpect.run(shlex.join(command), withexitstatus=True, timeout=300, dimensions=(24, 200))
    assert code == 2
    assert said.decode().strip() == f"coachplan: {name} does not belong on a terminal; name a file with -o FILE"


def test_the_organisations_own_template_holds_for_its_audience_and_for_word(coached, coachplan) -> None:
    own = coached / "templates" / "render"
    own.mkdir(parents=True)
    (own / "summary.md.j2").write_text("# Ours\n\n{{ team_member }}: {{ state_in_words }}\n", encoding="utf-8")
    allow_templates(coached)
    assert rendered(coachplan, coached, "--audience", "summary") == "# Ours\n\nAda Lovelace: On track\n"
    file = coached.parent / "ours.docx"
    rendered(coachplan, coached, "--audience", "summary", "-o", file)
    with zipfile.ZipFile(file) as archive:
        assert "Ours" in archive.read("docProps/core.xml").decode()


def test_a_template_of_the_summary_can_reach_no_text_of_the_plan(coached, coachplan) -> None:
    own = coached / "templates" / "render"
    own.mkdir(parents=True)
    (own / "summary.md.j2").write_text("{{ title }}", encoding="utf-8")
    allow_templates(coached)
    result = coachplan("-C", coached, "render", "ada", "--audience", "summary")
    assert result.code == 2
    assert "'title' is undefined" in result.err


def test_nothing_is_due_in_a_draft(coached, coachplan) -> None:
    plan = coached / ADA_PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("status: active", "status: draft"), encoding="utf-8")
    page = rendered(coachplan, coached, "--audience", "summary")
    assert "- **Where it stands:** A draft" in page
    assert "- **Cadence kept:** none due yet" in page
    assert "Next session" not in page
    assert "check-ins kept" not in rendered(coachplan, coached, "--audience", "hr")


@pytest.mark.one_in(5)
@pytest.mark.parametrize(
    ("written", "broken"),
    [
        ("end: 2026-02-04", "end: soon"),
        ("  manager: Charles Babbage <charles@example.com>", "  manager: [1, [2]]"),
        ("status: active", "status: [going, on]"),
        ("goal_state:", "goals:"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--sign"], *(["--audience", audience] for audience in AUDIENCES)])
def test_no_document_is_made_up_from_what_cannot_be_read(written, broken, options, coached, coachplan) -> None:
    plan = coached / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    assert written in text
    plan.write_text(text.replace(written, broken), encoding="utf-8")
    result = coachplan("-C", coached, "render", "ada", *options)
    assert (result.code, result.out) == (1, "")
    assert "cannot be read to tell where it stands" in result.err


def test_hr_reads_where_the_plan_stands_from_all_of_its_check_ins(ada, coachplan) -> None:
    for day, value in (("2026-01-12", "3"), ("2026-01-19", "3"), ("2026-01-26", "3")):
        changed = ["--root-cause", "No time to rehearse", "--adjust", "Rehearse on Fridays"] if "26" in day[8:] else []
        said = ["--date", day, "--measure", f"clear={value}", "--win", f"Win of {day}", *changed]
        assert coachplan("-C", ada, "log", "ada", *said).code == 0
    pages = {
        audience: coachplan(
            "-C", ada, "render", "ada", *("--audience", audience, "--to", "html", "--date", "2026-01-27")
        )
        for audience in ("hr", "manager")
    }
    told = {
        audience: re.findall('<span class="badge is-look">(.*?)</span>', page.out) for audience, page in pages.items()
    }
    assert told["hr"] == told["manager"]
    assert "stalled" not in told["hr"]
    assert "Win of" in pages["manager"].out
    assert "Win of" not in pages["hr"].out
    assert "Fridays" not in pages["hr"].out


@pytest.mark.parametrize("audience", ["", *AUDIENCES])
def test_a_check_in_that_cannot_be_read_is_told_of(audience, coached, coachplan) -> None:
    options = ["--audience", audience] if audience else []
    file = next((coached / ADA_PLAN).parent.glob("check-ins/2026-01-19*"))
    text = file.read_text(encoding="utf-8")
    for broken in ("date: [\n" + text, text.replace("date: 2026-01-19", "date: soon")):
        assert "cannot be read" not in rendered(coachplan, coached, *options)
        file.write_text(broken, encoding="utf-8")
        for form in ("md", "html"):
            result = coachplan(*("-C", coached, "render", "ada", "--date", "2026-01-20", *options, "--to", form))
            assert result.err == "Some of it cannot be read; see `coachplan check`\n"
            assert result.out.count("1 check-in cannot be read yet, so this") == 1
            assert "1900" not in result.out
        file.write_text(text, encoding="utf-8")


def test_the_site_and_show_tell_of_a_check_in_that_cannot_be_read_and_make_up_no_day(coached, coachplan) -> None:
    file = next((coached / ADA_PLAN).parent.glob("check-ins/2026-01-19*"))
    file.write_text(file.read_text(encoding="utf-8").replace("date: 2026-01-19", "date: soon"), encoding="utf-8")
    page = Site([Repository(coached)], None, date(2026, 1, 20)).page("plans/ada-lovelace/clear-status-updates.html")
    assert page.count("1 check-in cannot be read yet, so this") == 1
    shown = coachplan("-C", coached, "show", "ada", "--date", "2026-01-20").out
    assert "Some of it cannot be read" in shown
    assert "1900" not in page + shown


def test_what_was_recorded_later_is_in_no_part_of_a_page(coached, coachplan) -> None:
    page = coachplan("-C", coached, "render", "ada", "--date", "2026-01-13", "--to", "html").out
    assert '<span class="key-check-in">1 check-in</span>' in page
    assert page.count('class="dot"') == 1
    assert "<dt>Latest</dt><dd>3</dd>" in page
    assert "2026-01-19</td>" not in page
    assert "win of 2026-01-19" not in page
    assert 'next: <time datetime="2026-01-19">' in page


@pytest.mark.parametrize("audience", ["", "team-member", "manager", "hr"])
def test_a_session_whose_day_has_passed_is_still_to_be_held(audience, coached, coachplan) -> None:
    options = [*(["--audience", audience] if audience else []), "--date", "2026-01-28"]
    for form in ("md", "html"):
        result = coachplan("-C", coached, "render", "ada", *options, "--to", form)
        assert re.search(r"not (been )?held yet: <?.*26 January", result.out.replace("\n", " ").replace(":**", ":"))
        assert not re.search(r"[Nn]ext( check-in)?: ", result.out)
    page = coachplan("-C", coached, "render", "ada", "--audience", "summary", "--date", "2026-01-28").out
    assert "- **Session, not held yet:** 26 January 2026" in page


@pytest.mark.parametrize("audience", ["", *AUDIENCES])
def test_after_the_last_day_no_session_is_next(audience, coached, coachplan) -> None:
    options = ["--audience", audience] if audience else []
    for form in ("md", "html"):
        page = coachplan("-C", coached, "render", "ada", *options, "--date", "2026-02-10", "--to", form).out
        assert not re.search(r"not held yet|next: |[Nn]ext (session|check-in)", page)


@pytest.mark.parametrize("audience", ["", *AUDIENCES])
def test_a_draft_expects_nothing_of_anybody(audience, coached, coachplan) -> None:
    plan = coached / ADA_PLAN
    text = plan.read_text(encoding="utf-8").replace("status: active", "status: draft")
    plan.write_text(text.replace("activities:\n", "activities:\n  - '[fill in: what you will do]'\n"), encoding="utf-8")
    options = ["--audience", audience] if audience else []
    for day in ("2026-01-28", "2026-02-10"):
        for form in ("md", "html"):
            page = coachplan("-C", coached, "render", "ada", *options, "--date", day, "--to", form).out
            assert not re.search(r"not held yet|next: |[Nn]ext (session|check-in)|the end has come|days? to go", page)
            assert not re.search("[0-9] of [0-9] check-ins?( kept|\n|<)", page)
    first = page.partition("Yours to do")[2].partition("Progress<")[0] if audience else ""
    assert "fill in" not in first


def test_a_value_in_words_stays_between_the_two(coached, coachplan) -> None:
    text = "3 people cried"
    assert coachplan("-C", coached, "log", "ada", "--date", "2026-01-20", "--measure", f"clear={text}").code == 0
    assert text in rendered(coachplan, coached)
    assert "cried" not in rendered(coachplan, coached, "--audience", "hr")
