"""`coachplan ask`, and what comes back of it."""

import os
import re
import subprocess
import sys

import pytest

from coachplan.base.errors import UnreadableError
from coachplan.format import read_plan
from coachplan.plan.terms import terms
from conftest import ADA_PLAN, MANAGER

GEORGE = "George Boole <george@example.com>"
ASK = ("ask", "ada", "--peer", GEORGE, "--about", "Opening an update with the decision")


@pytest.fixture
def form(ada, coachplan, tmp_path):
    """A form for George, still empty."""
    path = tmp_path / "form.md"
    result = coachplan("-C", ada, *ASK, "-o", path)
    assert result.code == 0, result.err
    assert result.out == ""
    return path


def fill(form, what: str = "The decision came first", why: str = "We settled it", more: str = "") -> None:
    text = (
        form.read_text(encoding="utf-8")
        .replace("\nwhat:\n", f"\nwhat: {what}\n")
        .replace("\nwhy:\n", f"\nwhy: {why}\n")
    )
    form.write_text(text.replace("\nnext:\n", f"\nnext:\n{more}"), encoding="utf-8")


def answers(ada) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((ada / ADA_PLAN).parent.glob("check-ins/*.md"))]


def test_the_form_holds_the_behaviour_and_nothing_else_of_the_plan(ada, form) -> None:
    text = form.read_text(encoding="utf-8")
    assert "about: Opening an update with the decision" in text
    assert GEORGE in text
    words = re.findall(r"[A-Za-z]{4,}", (ada / ADA_PLAN).read_text(encoding="utf-8"))
    about_george = re.findall(r"[A-Za-z]{4,}", GEORGE)
    told = {word for word in words if re.search(rf"\b{word}\b", text)} - set(about_george)
    # Words of the language that the instructions use, too; no name, title, goal, measure or day.
    assert told <= {
        "what",
        "updates",
        "update",
        "manager",
        "with",
        "peer",
        "them",
        "They",
        "they",
        "questions",
        "from",
        "name",
    }
    for secret in ("Ada", "Lovelace", "Babbage", "Clear", "status", "2026", "coachplan"):
        assert secret not in text


def test_the_form_is_private_and_whole(form) -> None:
    assert form.stat().st_mode & 0o777 == 0o600


def test_the_peer_becomes_a_helper_in_one_commit_without_a_name(ada, form, git) -> None:
    document = read_plan("", (ada / ADA_PLAN).read_bytes()).content
    assert document
    assert [helper.text for helper in document.people.helpers] == [GEORGE]
    subject = git(ada, "log", "-1", "--format=%B").strip()
    assert subject == "Asked: ada-lovelace/clear-status-updates: helpers added"


def test_asking_again_needs_no_commit(ada, form, coachplan, git) -> None:
    head = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, "ask", "ada", "--peer", "george BOOLE <George@example.com>", "--about", "Listening")
    assert result.code == 0, result.err
    assert "about: Listening" in result.out
    assert git(ada, "rev-parse", "HEAD") == head


def test_asking_leaves_the_terms_as_they_were(ada, form, coachplan, git) -> None:
    before = git(ada, "show", f"HEAD~1:{ADA_PLAN}").encode()
    old, new = read_plan("", before).content, read_plan("", (ada / ADA_PLAN).read_bytes()).content
    assert old
    assert new
    assert terms(old) == terms(new)


def test_a_filled_form_becomes_a_check_in_of_the_peer(ada, form, coachplan, git) -> None:
    fill(form, what="Tuesday: the decision came first")
    result = coachplan("-C", ada, "log", "ada", "--from", form)
    assert result.code == 0, result.err
    assert "Thank you, George Boole" in result.out
    (text,) = answers(ada)
    assert text == (
        "---\ncoachplan: 1\nby: George Boole <george@example.com>\nabout: Opening an update with the decision\n"
        "feedback:\n  - what: 'Tuesday: the decision came first'\n    why: We settled it\n"
        "    from: George Boole <george@example.com>\ndate: 2026-02-04\n---\n"
    )
    # Who took it back stays in git.
    assert git(ada, "log", "-1", "--format=%an <%ae>").strip() == MANAGER
    assert coachplan("-C", ada, "check", "--select", "CP5,CP7").code in (0, 1)
    assert "CP701" not in coachplan("-C", ada, "check").out


def test_the_same_form_is_taken_once(ada, form, coachplan, git) -> None:
    fill(form)
    assert coachplan("-C", ada, "log", "ada", "--from", form).code == 0
    before = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, "log", "ada", "--from", form, "--date", "2026-02-03")
    assert result.code == 1
    assert "recorded already, on 2026-02-04" in result.err
    assert git(ada, "rev-parse", "HEAD") == before
    form.write_text(form.read_text(encoding="utf-8").replace("The decision came first", "Later, too"), encoding="utf-8")
    assert coachplan("-C", ada, "log", "ada", "--from", form).code == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda form: None, "not filled in yet"),
        (lambda form: fill(form, why=""), "`why` is missing"),
        (lambda form: fill(form, more="status: closed\n"), "not `status`"),
        (lambda form: fill(form, more="acknowledgements: [{by: x}]\n"), "not `acknowledgements`"),
        (lambda form: fill(form, more="a: &a [x, x]\nb: [*a, *a]\n"), "anchors"),
        (
            lambda form: form.write_text(form.read_text().replace(GEORGE, "Eve <eve@example.com>") + "x"),
            "not filled in",
        ),
        (lambda form: (form.write_text(form.read_text().replace(GEORGE, MANAGER)), fill(form)), "not from one of"),
        (
            lambda form: (form.write_text(form.read_text().replace(GEORGE, "Eve <eve@example.com>")), fill(form)),
            "not from",
        ),
        (lambda form: (form.write_text(form.read_text().replace(GEORGE, "<eve")), fill(form)), "from:"),
    ],
)
def test_what_is_no_answer_is_one_line_and_nothing_is_recorded(ada, form, coachplan, git, change, words) -> None:
    change(form)
    head = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, "log", "ada", "--from", form)
    assert result.code in (1, 2)
    assert words in result.err
    assert result.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == head
    assert answers(ada) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--about", "Listening"), "--peer is required"),
        (("--peer", GEORGE), "--about is required"),
        (("--peer", GEORGE, "--about", "  "), "--about is required"),
        (("--peer", "<george", "--about", "Listening"), "--peer"),
        (("--peer", "Mary Somerville <mary@example.com>", "--about", "Listening"), "Mary Somerville reads this plan"),
    ],
)
def test_what_is_missing_or_not_for_a_peer_is_refused(ada, coachplan, git, arguments, words) -> None:
    head = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, "ask", "ada", *arguments)
    assert result.code in (1, 2)
    assert words in result.err
    assert result.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == head


def test_nothing_is_written_over(ada, form, coachplan, git) -> None:
    fill(form)
    before = form.read_bytes()
    result = coachplan("-C", ada, *ASK, "-o", form)
    assert result.code == 1
    assert "is there already" in result.err
    assert form.read_bytes() == before


def test_no_form_lies_among_the_plans(ada, coachplan, git) -> None:
    head = git(ada, "rev-parse", "HEAD")
    for place in ("plans/form.md", ".git/form.md", "templates/form.md", "coachplan.toml"):
        result = coachplan("-C", ada, *ASK, "-o", ada / place)
        assert result.code == 1, place
    assert git(ada, "rev-parse", "HEAD") == head


def test_a_helper_asks_nobody(ada, form, coachplan, act_as) -> None:
    act_as(GEORGE)
    result = coachplan("-C", ada, "ask", "ada", "--peer", "Eve <eve@example.com>", "--about", "Listening")
    assert result.code == 1
    assert "you act as a helper" in result.err


def test_feedback_of_a_peer_is_recorded_directly(ada, coachplan, git) -> None:
    said = ("--peer", GEORGE, "--about", "Listening", "--feedback", "You paused | I could think | Pause again")
    result = coachplan("-C", ada, "log", "ada", *said)
    assert result.code == 0, result.err
    (text,) = answers(ada)
    assert "by: George Boole <george@example.com>\nabout: Listening\n" in text
    assert "from: George Boole <george@example.com>" in text
    assert GEORGE in (ada / ADA_PLAN).read_text(encoding="utf-8")
    assert len(git(ada, "show", "--name-only", "--format=", "HEAD").split()) == 2
    assert "CP701" not in coachplan("-C", ada, "check").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--peer", GEORGE, "--about", "Listening"), "--feedback is missing"),
        (("--peer", GEORGE, "--feedback", "a | b"), "--about is missing"),
        (("--peer", GEORGE, "--about", "x", "--feedback", "a | b", "--measure", "clear=4"), "leave out `measures`"),
        (("--peer", GEORGE, "--about", "x", "--feedback", "a | b", "--milestone", "1"), "leave out `milestones`"),
        (("--peer", GEORGE, "--about", "x", "--feedback", "a | b", "--note", "x"), "leave out --note"),
        (
            ("--peer", GEORGE, "--by", MANAGER, "--about", "x", "--feedback", "a | b"),
            "--peer and --by cannot be combined",
        ),
        (("--peer", MANAGER, "--about", "x", "--feedback", "a | b"), "name them with --peer"),
        (("--about", "x", "--feedback", "a | b"), "name them with --peer"),
    ],
)
def test_a_peer_says_nothing_but_what_they_were_asked(ada, coachplan, git, arguments, words) -> None:
    head = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, "log", "ada", *arguments)
    assert result.code in (1, 2)
    assert words in result.err
    assert result.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == head


def test_a_peer_who_acts_records_their_feedback_and_nothing_else(ada, form, coachplan, act_as) -> None:
    act_as(GEORGE)
    said = ("--about", "Listening", "--feedback", "You paused | I could think")
    result = coachplan("-C", ada, "log", "ada", *said)
    assert result.code == 0, result.err
    assert "Next touchpoint" not in result.out
    for more in (("--win", "x"), ("--by", MANAGER), ("--peer", "Eve <eve@example.com>"), ("--adjust", "x")):
        refused = coachplan("-C", ada, "log", "ada", *said, *more)
        assert refused.code in (1, 2), more
    assert coachplan("-C", ada, "log", "ada", "--win", "x").code in (1, 2)
    assert len(answers(ada)) == 1


def test_a_peer_moves_no_touchpoint(ada, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-14")
    coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--win", "x")

    def told() -> list[str]:
        days = [coachplan("-C", ada, command, "ada").out for command in ("show", "render", "prep")]
        assert all("2026-01-19" in text or "19 January 2026" in text for text in days)
        return [line.split("\t")[5] for line in coachplan("-C", ada, "list").out.splitlines()[1:]]

    before = told()
    said = ("--peer", GEORGE, "--about", "Listening", "--feedback", "You paused | I could think")
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-20")
    assert coachplan("-C", ada, "log", "ada", *said).code == 0
    assert told() == before == ["2026-01-19"]


def test_a_file_that_speaks_for_another_reader_needs_their_name_beside_it(ada, coachplan, tmp_path) -> None:
    given = tmp_path / "answer.md"
    given.write_text(
        "---\nby: Ada Lovelace <ada@example.com>\nmeasures: {clear status updates: 4}\n---\n", encoding="utf-8"
    )
    result = coachplan("-C", ada, "log", "ada", "--from", given)
    assert (result.code, result.out) == (1, "")
    assert "this file is a check-in by Ada Lovelace, not a peer's form, and you are Charles Babbage" in result.err
    assert "add --by 'Ada Lovelace'; nothing was written" in result.err
    assert answers(ada) == []
    assert coachplan("-C", ada, "log", "ada", "--from", given, "--by", "Ada Lovelace").code == 0
    assert "by: Ada Lovelace" in answers(ada)[0]
    given.write_text("---\nby: <>\nwins: x\n---\n", encoding="utf-8")
    unread = coachplan("-C", ada, "log", "ada", "--from", given)
    assert (unread.code, unread.out, len(answers(ada))) == (1, "", 1), unread.err


# -- a form that is not written --------------------------------------------------------------------------------------


def test_a_folder_that_is_closed_to_writing_asks_nobody(ada, coachplan, git, tmp_path, monkeypatch) -> None:
    head = git(ada, "rev-parse", "HEAD")
    closed = tmp_path / "closed"
    closed.mkdir()
    monkeypatch.setattr("os.access", lambda path, mode: not str(path).endswith("closed"))
    result = coachplan("-C", ada, *ASK, "-o", closed / "form.md")
    assert result.code == 1
    assert result.err.endswith("is not open to you for writing\n")
    assert git(ada, "rev-parse", "HEAD") == head


def test_a_form_that_the_disk_refuses_is_said_with_the_record(ada, coachplan, git, tmp_path, monkeypatch) -> None:
    def full(path, data):
        raise UnreadableError(f"{path} cannot be written: no space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("coachplan.store.files.write_private", full)
        result = coachplan("-C", ada, *ASK, "-o", tmp_path / "form.md")
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert "no space left on device; the form was not written: run the command again" in result.err
    assert "recorded before that: Asked: ada-lovelace/clear-status-updates: helpers added" in result.err
    assert "about: Opening" in coachplan("-C", ada, *ASK).out


def test_a_file_that_came_while_people_were_asked_stays(ada, coachplan, tmp_path, monkeypatch) -> None:
    form = tmp_path / "form.md"
    monkeypatch.setattr("coachplan.commands.ask._name_as_helper", lambda *_: form.write_text("words of George"))
    result = coachplan("-C", ada, *ASK, "-o", form)
    assert result.code == 1
    assert "is there already" in result.err
    assert "the form was not written" in result.err
    assert form.read_text() == "words of George"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
def test_a_form_that_standard_output_does_not_take_is_no_success(ada) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "coachplan", *ASK]
        done = subprocess.run(command, cwd=ada, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("coachplan: standard output cannot be written: no space left on device; the form was")
    assert done.stderr.count("\n") == 1
