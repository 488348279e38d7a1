"""Two plans of the first release go through the whole story: nothing that was said loses its worth, nobody is accused.

`tests/data/first-release/plans.fast-export` is what the first release itself recorded: acknowledgements in plan.md,
activities that somebody agreed to without a fingerprint of their words, made from a template, by commands and by hand.
"""

import json
import re
import subprocess
from pathlib import Path

import pytest

RECORDED = Path(__file__).parents[1] / "data" / "first-release" / "plans.fast-export"
ADA, BO, CHARLES, JANE = (
    "Ada Lovelace <ada@example.com>",
    "Bo Chen <bo@example.com>",
    "Charles Babbage <charles@example.com>",
    "Jane Marcet <jane@example.com>",
)
CLEAR, REPORTS = "ada-lovelace/clear-status-updates", "bo-chen/reports-on-time"
COMMENTS = (
    "# Agreed at our first meeting; Jane has read it.",
    "- what: Write the first half of the report on Wednesday   # Bo's own idea",
    "people: {team_member: Bo Chen <bo@example.com>, manager: Charles Babbage <charles@example.com>, hr: Jane Marcet",
    "Bo and Charles meet in the small room.",
)
SAID = {
    CLEAR: [("Ada Lovelace", "2026-01-04"), ("Charles Babbage", "2026-01-04"), ("Charles Babbage", "2026-01-12")],
    REPORTS: [
        *(("Bo Chen", "2026-01-06"), ("Jane Marcet", "2026-01-06"), ("Charles Babbage", "2026-01-06")),
        *(("Bo Chen", "2026-01-06"), ("Jane Marcet", "2026-01-16")),
    ],
}
"""Who acknowledged the terms when; `history --verify` has nothing against any of it."""


@pytest.fixture
def first(tmp_path: Path, git) -> Path:
    """The repository, byte for byte as the first release left it."""
    folder = tmp_path / "first"
    git(tmp_path, "init", "--quiet", "first")
    with RECORDED.open("rb") as stream:
        subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], stdin=stream, check=True)
    git(folder, "reset", "--quiet", "--hard")
    assert git(folder, "rev-parse", "HEAD").startswith("cad10e6c")
    return folder


@pytest.fixture
def on(monkeypatch):
    return lambda day: monkeypatch.setenv("COACHPLAN_TODAY", day)


@pytest.fixture
def by(coachplan, act_as, first):
    """Has a person run a command, and gives back what it said."""

    def run(person: str, *arguments: str) -> str:
        act_as(person)
        result = coachplan("-C", first, *arguments)
        assert result.code == 0 or arguments[0] == "check", (arguments, result.out, result.err)
        return result.out

    return run


def plan_of(folder: Path, id_: str) -> str:
    return (folder / "plans" / id_ / "plan.md").read_text(encoding="utf-8")


def errors(by) -> set[str]:
    found = json.loads(by(CHARLES, "check", "--format", "json"))["findings"]
    return {finding["code"] for finding in found if finding["severity"] == "error"}


def assert_nobody_is_accused(by, id_: str, more: int = 0) -> None:
    """Each word that was given before, and `more` since, is verified as its person's own."""
    by(CHARLES, "verify")
    verified = by(CHARLES, "history", "--verify", id_)
    lines = [line for line in verified.splitlines() if line[:1] not in ("", " ") and " accepted activit" not in line]
    assert len(lines) == len(SAID[id_]) + more, verified
    assert [line for line in lines if not line.startswith("✓")] == []
    for name, day in SAID[id_]:
        assert any(name in line and day in line for line in lines)


def agreement(by, id_: str) -> dict[str, str]:
    """The mark before each person in the part "Agreement" of `show`."""
    shown = by(CHARLES, "show", id_)
    part = shown.partition("\nAgreement\n")[2].partition("\n\n")[0]
    return {line[4:].partition(" (")[0]: line[2] for line in part.splitlines() if line[2:4] in ("✓ ", "! ", "· ", "? ")}


def test_what_was_recorded_then_holds_now(first, git, by, on):
    on("2026-01-16")
    before = git(first, "rev-parse", "HEAD")
    assert errors(by) == set()
    assert agreement(by, CLEAR) == {"Ada Lovelace": "!", "Charles Babbage": "✓"}
    assert agreement(by, REPORTS) == {"Bo Chen": "✓", "Charles Babbage": "✓", "Jane Marcet": "·"}
    for id_ in SAID:
        shown = by(CHARLES, "show", id_)
        assert "changed since" not in shown
        assert_nobody_is_accused(by, id_)
    assert re.findall(r"^  (\S) [123] ", by(CHARLES, "show", CLEAR), re.MULTILINE) == ["✓", "○", "?"]
    assert git(first, "rev-parse", "HEAD") == before
    assert git(first, "status", "--porcelain") == ""


def test_the_whole_story_of_a_coaching_plan(first, git, by, on):
    on("2026-01-16")
    by(ADA, "agree", CLEAR, "--comment", "With the days of the course")
    assert agreement(by, CLEAR) == {"Ada Lovelace": "✓", "Charles Babbage": "✓"}
    by(ADA, "accept", CLEAR, "reflection-1")
    by(CHARLES, "propose", CLEAR, "Open Monday's meeting with the agenda")
    by(CHARLES, "start", CLEAR, "activity-1")
    assert agreement(by, CLEAR) == {"Ada Lovelace": "✓", "Charles Babbage": "✓"}
    by(ADA, "log", CLEAR, "--measure", "clear=4", "--measure", "follow=2", "--milestone", "First week with four")
    on("2026-01-26")
    by(CHARLES, "extend", CLEAR, "--to", "2026-02-18", "--why", "a week of illness")
    assert agreement(by, CLEAR) == {"Ada Lovelace": "!", "Charles Babbage": "!"}
    by(ADA, "agree", CLEAR)
    assert_nobody_is_accused(by, CLEAR, more=2)
    by(CHARLES, "tidy", CLEAR)
    assert "acknowledgements:" not in plan_of(first, CLEAR)
    assert_nobody_is_accused(by, CLEAR, more=2)
    assert agreement(by, CLEAR) == {"Ada Lovelace": "✓", "Charles Babbage": "!"}
    by(CHARLES, "agree", CLEAR)
    by(ADA, "done", CLEAR, "activity-1", "--learned", "Three points are enough")
    assert errors(by) == set()
    on("2026-02-18")
    by(CHARLES, "close", CLEAR, "--outcome", "achieved", "--summary", "Four a week", "--drop-open", "--follow-up", "30")
    by(ADA, "close", CLEAR, "--own-words", "I open with the headline now")
    on("2026-03-20")
    by(ADA, "follow-up", CLEAR, "--sustained", "fully", "--measure", "clear=4")
    assert errors(by) == set()
    assert_nobody_is_accused(by, CLEAR, more=3)
    assert git(first, "status", "--porcelain") == git(first, "fsck", "--strict", "--no-dangling") == ""


@pytest.mark.long
def test_the_whole_story_of_formal_support(first, git, by, on):
    on("2026-01-19")
    by(CHARLES, "propose", REPORTS, "Ask Ada for last quarter's report")
    by(BO, "accept", REPORTS, "--all")
    assert agreement(by, REPORTS) == {"Bo Chen": "✓", "Charles Babbage": "✓", "Jane Marcet": "·"}
    by(BO, "done", REPORTS, "2")
    by(BO, "log", REPORTS, "--measure", "reports=2", "--evidence", "The report of the second week came on Thursday")
    by(CHARLES, "extend", REPORTS, "--to", "+7d", "--why", "the week of the audit")
    assert agreement(by, REPORTS) == {"Bo Chen": "!", "Charles Babbage": "!", "Jane Marcet": "!"}
    by(BO, "agree", REPORTS)
    by(CHARLES, "tidy", REPORTS)
    assert_nobody_is_accused(by, REPORTS, more=1)
    by(JANE, "agree", REPORTS, "--stance", "received")
    by(CHARLES, "agree", REPORTS)
    assert agreement(by, REPORTS) == {"Bo Chen": "✓", "Charles Babbage": "✓", "Jane Marcet": "·"}
    on("2026-02-09")
    by(CHARLES, "log", REPORTS, "--measure", "reports=3")
    by(CHARLES, "close", REPORTS, "--outcome", "achieved", "--summary", "Three of four", "--drop-open")
    assert errors(by) == set()
    assert_nobody_is_accused(by, REPORTS, more=3)
    assert [words for words in COMMENTS if words not in plan_of(first, REPORTS)] == []
    assert git(first, "status", "--porcelain") == git(first, "fsck", "--strict", "--no-dangling") == ""


def test_an_acceptance_without_a_fingerprint_gets_one_with_the_next_change(first, by, on):
    on("2026-01-16")
    assert "agreed:" not in plan_of(first, CLEAR)
    by(CHARLES, "propose", CLEAR, "Open Monday's meeting with the agenda")
    _, rehearsing, writing, reading, opening = plan_of(first, CLEAR).partition("timeline:")[0].split("  - id: ")
    assert "agreed:" in rehearsing
    assert "agreed:" in writing
    assert "agreed:" not in reading + opening
    assert errors(by) == set()


def test_words_that_changed_without_an_answer_are_told_in_a_plan_of_the_first_release(first, git, by, on):
    """History knows which words were accepted, where the plan has no fingerprint of them."""
    on("2026-01-16")
    path = first / "plans" / CLEAR / "plan.md"
    meant = "Write the three points of an update down before the meeting"
    path.write_text(plan_of(first, CLEAR).replace(meant, "Write the whole update down the evening before"))
    git(first, "-c", "user.name=Charles Babbage", "-c", "user.email=charles@example.com", "commit", "-qam", "Notes")
    assert errors(by) != set()
