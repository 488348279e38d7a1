"""Agreements are files of a plan: `check`, `save`, `show` and the site see each of them, and one harms no other."""

import json
from pathlib import Path

import pytest

from coachplan.store.repository import Repository
from conftest import ADA_PLAN, MANAGER, MEMBER, agreements_of

FOLDER = ADA_PLAN.removesuffix("/plan.md")
STRANGER = "Eve <eve@example.com>"


@pytest.fixture
def agreed(ada, coachplan, act_as) -> Path:
    """Ada's plan, to whose terms she and Charles have agreed."""
    for who in (MEMBER, MANAGER):
        act_as(who)
        assert coachplan("-C", ada, "agree", "ada").code == 0
    return ada


@pytest.fixture
def found(agreed, coachplan):
    """The findings of `check` with these arguments, as code, path and line, and the number of files."""

    def run(*arguments: str) -> tuple[set[tuple[str, str, int]], int]:
        data = json.loads(coachplan("check", "--format", "json", *arguments, cwd=agreed).out)
        return {(entry["code"], entry["path"], entry["line"]) for entry in data["findings"]}, data["files"]

    return run


def write(repository: Path, name: str, text: str) -> str:
    path = f"{FOLDER}/agreements/{name}"
    (repository / path).write_text(text, encoding="utf-8")
    return path


def word(by: str, more: str = "") -> str:
    return f"---\ncoachplan: 1\nby: {by}\ndate: 2026-01-12\nstance: agree\n{more}---\n"


def test_each_agreement_is_a_file_that_is_checked(agreed, found) -> None:
    everything, count = found()
    assert not any("/agreements/" in path for _, path, _ in everything)
    for path in agreements_of(agreed):
        path.unlink()
    assert found()[1] == count - 2


def test_a_finding_names_the_file_and_the_line_that_it_is_about(agreed, found, git) -> None:
    broken = write(agreed, "2026-01-11-x.md", word(MEMBER, "trust: me\n"))
    outsider = write(agreed, "2026-01-12-x.md", word(STRANGER, "comment: I was pregnant then\n"))
    (agreed / FOLDER / "agreements/2026-01-13-x.md").symlink_to(agreed / ADA_PLAN)
    findings, _ = found()
    assert ("CP011", broken, 6) in findings
    assert ("CP702", outsider, 6) in findings
    assert ("CP701", outsider, 3) in findings
    assert ("CP001", f"{FOLDER}/agreements/2026-01-13-x.md", 1) in findings
    for path in (broken, outsider):
        assert {entry for entry in findings if entry[1] == path} == found(path)[0]
        assert found(path)[1] == 1
    git(agreed, "add", broken, outsider)
    git(agreed, "commit", "-qm", "x")
    assert {path for _, path, _ in found("--changed-since", "HEAD~1")[0]} >= {broken, outsider}


def test_a_change_of_terms_is_found_in_the_agreement_that_it_outdates(agreed, found, coachplan) -> None:
    assert coachplan("-C", agreed, "edit", "ada", "--set", "timeline.end=2026-02-18").code == 0
    outdated = {path for code, path, _ in found()[0] if code == "CP308"}
    assert outdated == {str(path.relative_to(agreed)) for path in agreements_of(agreed)}


def test_a_broken_one_keeps_no_other_from_counting(agreed, coachplan) -> None:
    shown = coachplan("-C", agreed, "show", "ada").out
    write(agreed, "2026-02-05-x.md", word(MEMBER, "trust: me\n").replace("agree", "refused"))
    (agreed / FOLDER / "agreements/2026-02-06-x.md").symlink_to(agreed / ADA_PLAN)
    now = coachplan("-C", agreed, "show", "ada")
    assert now.code == 0
    assert "✓ Ada Lovelace (team member): agreed to the terms on 2026-02-04" in now.out
    assert shown.partition("Agreement")[2].partition("Check-ins")[0] in now.out
    assert coachplan("-C", agreed, "log", "ada", "--win", "x", "--date", "2026-01-12").code == 0


def test_a_cached_check_and_a_row_notice_each_of_them(agreed, found, coachplan) -> None:
    before = found()
    stamp = Repository(agreed).plan("ada").stamp()
    waits = json.loads(coachplan("-C", agreed, "list", "--format", "json").out)
    agreements_of(agreed)[0].unlink()
    assert Repository(agreed).plan("ada").stamp() != stamp
    assert found()[1] == before[1] - 1
    assert json.loads(coachplan("-C", agreed, "list", "--format", "json").out) != waits
    path = write(agreed, "2026-01-12-x.md", "---\n")
    assert any(name == path for _, name, _ in found()[0])


def test_only_its_own_person_writes_changes_or_removes_one(agreed, coachplan, act_as, git) -> None:
    head = git(agreed, "rev-parse", "HEAD")
    hers, his = sorted(agreements_of(agreed), key=lambda path: MANAGER in path.read_text(encoding="utf-8"))
    act_as(MANAGER)
    for change in (
        lambda: hers.write_text(hers.read_text(encoding="utf-8").replace("stance: agree", "stance: refused")),
        hers.unlink,
        lambda: hers.rename(hers.with_name("2026-02-04-x.md")) and hers.with_name("y.md").write_text(word(MEMBER)),
        lambda: write(agreed, "2026-01-12-x.md", word(MEMBER)),
    ):
        change()
        refused = coachplan("-C", agreed, "save")
        assert (refused.code, "an acknowledgement is its own person's" in refused.err) == (1, True), refused.err
        assert "an acknowledgement is its own" in coachplan("-C", agreed, "edit", "ada", "--set", "title=Other").err
        git(agreed, "checkout", "-q", "--", ".")
        git(agreed, "clean", "-fdq")
        assert git(agreed, "rev-parse", "HEAD") == head
    his.write_text(his.read_text(encoding="utf-8").replace("stance: agree", "stance: received"), encoding="utf-8")
    saved = coachplan("-C", agreed, "save")
    assert saved.code == 0, saved.err
    subject = git(agreed, "log", "-1", "--format=%s")
    assert "manager received the terms, without agreeing; acknowledgement of manager removed" in subject
    assert git(agreed, "status", "--porcelain") == ""


def test_a_plan_is_shown_with_the_words_of_that_time(agreed, coachplan, git) -> None:
    for revision, count in (("HEAD", 2), ("HEAD~1", 1), ("HEAD~2", 0)):
        then = coachplan("-C", agreed, "history", "ada", "--at", revision).out
        assert then.count("agreed to the terms") == count
    told = coachplan("-C", agreed, "history", "ada").out.split("\n\n")
    assert [f"{name} agreed to the terms" in told[place] for place, name in enumerate(("Charles Babbage", "Ada"))]
    assert "Ada Lovelace agreed to the terms" in told[1]


def test_a_plan_that_moves_takes_its_words_along(agreed, coachplan, git) -> None:
    (agreed / FOLDER).rename(agreed / "plans/ada-lovelace/updates")
    assert coachplan("-C", agreed, "save").code == 0
    assert len(agreements_of(agreed, "plans/ada-lovelace/updates/plan.md")) == 2
    assert git(agreed, "status", "--porcelain") == ""
    told = coachplan("-C", agreed, "history", "ada").out
    assert told.count("agreed to the terms") == 2


def test_a_fix_of_its_form_is_made_in_it_alone(agreed, coachplan) -> None:
    path = write(agreed, "2026-01-12-x.md", word(MANAGER).replace("2026-01-12", "12 January 2026"))
    fixed = coachplan("-C", agreed, "check", "--fix", str(agreed / path))
    assert "date: 2026-01-12\n" in (agreed / path).read_text(encoding="utf-8"), fixed.out
