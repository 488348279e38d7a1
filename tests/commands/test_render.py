"""`coachplan render`: one plan for one audience, to print and to sign."""

import io
import re
import shlex
import sys
import zipfile

import pexpect
import pytest

from coachplan.document import read_check_in, read_plan
from coachplan.model import texts
from conftest import ADA_PLAN, EXAMPLES, MEMBER

PLANS = sorted(path.parent for path in EXAMPLES.glob("plans/*/*/plan.md"))
AUDIENCES = ("team-member", "manager", "hr", "summary")


@pytest.fixture
def coached(ada, coachplan):
    for day, value in (("2026-01-12", "3"), ("2026-01-19", "4")):
        said = [f"--{part}={part} of {day}" for part in ("evidence", "win", "obstacle", "adjust", "next", "note")]
        assert coachplan("-C", ada, "log", "ada", "--date", day, "--measure", f"clear={value}", *said).code == 0
    assert coachplan("-C", ada, "propose", "ada", "Lead the planning meeting", "--id", "lead").code == 0
    return ada


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
    assert "**What you promised**\n\n- Half an hour of rehearsal every Monday" in first
    assert "Open questions that fit" in first
    assert "Lead the planning meeting" not in first
    assert "note of 2026-01-19" in page


def test_what_waits_changes_once_it_is_answered(coached, coachplan, act_as) -> None:
    act_as(MEMBER)
    assert coachplan("-C", coached, "accept", "ada", "lead").code == 0
    first = rendered(coachplan, coached, "--audience", "team-member").partition("\n## ")[2].partition("\n## ")[0]
    assert "Waiting for your answer" not in first
    assert (
        "**What you do**\n\n- Rehearse Monday's update with a peer (by 14 January 2026)\n- Lead the planning" in first
    )


def test_the_end_and_what_comes_after_it_are_for_both_to_do(coached, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-05")
    for audience in ("team-member", "manager"):
        page = coachplan("-C", coached, "render", "ada", "--audience", audience, "--date", "2026-02-05").out
        assert "The last day has come, 4 February 2026: look back together." in page
    assert coachplan("-C", coached, "close", "ada", "--outcome", "achieved", "--follow-up", "30").code == 0
    page = coachplan("-C", coached, "render", "ada", "--audience", "manager", "--date", "2026-02-05").out
    first = page.partition("## Yours to do")[2].partition("\n## ")[0].strip()
    assert re.fullmatch(r"\*\*Looking again:\*\* \w+ \d+ March 2026", first)


def test_hr_reads_the_plan_and_its_course(coached, coachplan) -> None:
    for form in ("md", "html"):
        page = rendered(coachplan, coached, "--audience", "hr", "--to", form)
        assert "Clear status updates" in page
        assert "2 of 2 check-ins came." in page
        assert "What was said in them stays between Ada Lovelace and Charles Babbage." in page
        assert re.search(r"19 January 2026.*Charles Babbage.*clear status updates.*4", page, re.DOTALL)
        assert not re.search(r"\w of 2026-01-1[29]", page)


def test_a_summary_tells_days_counts_and_results(coached, coachplan) -> None:
    page = rendered(coachplan, coached, "--audience", "summary")
    for line in (
        "# Coaching plan, in brief",
        "- **Where it stands:** On track",
        "- **Time:** 5 January 2026 to 4 February 2026, 30 days, 15 days left",
        "- **Cadence kept:** 2 of 2 check-ins came",
        "- **Last session:** 19 January 2026",
        "- **Next session:** 26 January 2026",
        "- **Measures:** 1 of 2 reached, 1 on the way",
        "- HR: Jane Marcet",
    ):
        assert line in page.splitlines()


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
    said, code = pexpect.run(shlex.join(command), withexitstatus=True, dimensions=(24, 200))
    assert code == 2
    assert said.decode().strip() == f"coachplan: {name} does not belong on a terminal; name a file with -o FILE"


def test_the_organisations_own_template_holds_for_its_audience_and_for_word(coached, coachplan) -> None:
    own = coached / "templates" / "render"
    own.mkdir(parents=True)
    (own / "summary.md.j2").write_text("# Ours\n\n{{ team_member }}: {{ state_in_words }}\n", encoding="utf-8")
    assert rendered(coachplan, coached, "--audience", "summary") == "# Ours\n\nAda Lovelace: On track\n"
    file = coached.parent / "ours.docx"
    rendered(coachplan, coached, "--audience", "summary", "-o", file)
    with zipfile.ZipFile(file) as archive:
        assert "Ours" in archive.read("docProps/core.xml").decode()


def test_a_template_of_the_summary_can_reach_no_text_of_the_plan(coached, coachplan) -> None:
    own = coached / "templates" / "render"
    own.mkdir(parents=True)
    (own / "summary.md.j2").write_text("{{ title }}", encoding="utf-8")
    result = coachplan("-C", coached, "render", "ada", "--audience", "summary")
    assert result.code == 2
    assert "'title' is undefined" in result.err


def test_nothing_is_due_in_a_draft(coached, coachplan) -> None:
    plan = coached / ADA_PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("status: active", "status: draft"), encoding="utf-8")
    page = rendered(coachplan, coached, "--audience", "summary")
    assert "- **Where it stands:** A draft" in page
    assert "- **Cadence kept:** none was due yet" in page
    assert "Next session" not in page
    assert "check-ins came" not in rendered(coachplan, coached, "--audience", "hr")


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


def test_a_value_in_words_stays_between_the_two(coached, coachplan) -> None:
    text = "3 people cried"
    assert coachplan("-C", coached, "log", "ada", "--date", "2026-01-20", "--measure", f"clear={text}").code == 0
    assert text in rendered(coachplan, coached)
    assert "cried" not in rendered(coachplan, coached, "--audience", "hr")
