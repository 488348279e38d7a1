"""Git merges plans as text where nobody set up the driver: no yes moves to other words, and nothing is refused."""

import re
from pathlib import Path

import pytest

ADA, CHARLES = "Ada Lovelace <ada@example.com>", "Charles Babbage <charles@example.com>"
PLAN = "plans/ada-lovelace/clear-status-updates/plan.md"
IDENTITY = ("-c", "user.name=Charles Babbage", "-c", "user.email=charles@example.com")


@pytest.fixture
def clones(ada, git, coachplan, act_as, tmp_path, monkeypatch):
    """Two clones of a remote with a proposal of the manager's; each person runs commands in their own."""
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-06")
    act_as(CHARLES)
    for id_ in ("krakow", "george"):
        assert coachplan("-C", ada, "propose", "ada", f"Ask {id_} for a template", "--id", id_).code == 0
    git(tmp_path, "clone", "--quiet", "--bare", str(ada), "remote.git")
    folders = {person: tmp_path / person.partition(" ")[0] for person in (ADA, CHARLES)}

    for folder in folders.values():
        git(tmp_path, "clone", "--quiet", "remote.git", folder.name)

    def run(person: str, *arguments: str, code: int = 0) -> str:
        act_as(person)
        result = coachplan("-C", folders[person], *arguments)
        assert result.code == code, (arguments, result.out, result.err)
        (folders[person] / ".git/info/attributes").unlink(missing_ok=True)
        return result.out + result.err

    run.folder = folders[CHARLES]
    run.other = folders[ADA]
    return run


def pulled(git, clones) -> Path:
    """The manager's clone, after the team member pushed and the manager pulled."""
    git(clones.other, "push", "--quiet")
    git(clones.folder, *IDENTITY, "pull", "--quiet", "--no-rebase", "--no-edit", check=False)
    return clones.folder / PLAN


def test_a_yes_does_not_move_to_words_that_somebody_else_wrote_meanwhile(git, clones):
    clones(ADA, "accept", "ada", "krakow")
    clones(CHARLES, "amend", "ada", "krakow", "Fill in ten templates over the weekend")
    text = pulled(git, clones).read_text()
    assert not git(clones.folder, "ls-files", "--unmerged")
    assert "over the weekend" in text
    found = clones(CHARLES, "check", code=1)
    assert "CP310" in found
    assert "changed since Ada" in clones(CHARLES, "show", "ada")
    clones(CHARLES, "start", "ada", "krakow", code=1)
    clones(CHARLES, "log", "ada", "--evidence", "Two clear updates")
    git(clones.folder, "push", "--quiet")
    git(clones.other, "pull", "--quiet", "--ff-only")
    clones(ADA, "accept", "ada", "krakow")
    assert " error: " not in clones(ADA, "check", code=1)
    clones(ADA, "start", "ada", "krakow")


def test_two_who_agree_at_the_same_time_both_have_agreed(git, clones):
    for person in (ADA, CHARLES):
        clones(person, "agree", "ada")
    pulled(git, clones)
    assert not git(clones.folder, "ls-files", "--unmerged")
    assert clones(CHARLES, "show", "ada").count("agreed to the terms on") == 2
    clones(CHARLES, "history", "--verify", "ada")


def test_one_id_twice_refuses_only_what_means_just_that_one(git, clones):
    clones(ADA, "propose", "ada", "Ask Mary", "--id", "mary")
    clones(ADA, "agree", "ada")
    path = pulled(git, clones)
    twin = "  - {id: mary, what: Ask Mary for a talk, proposed_by: manager, status: proposed}\n"
    path.write_text(path.read_text().replace("timeline:\n", f"{twin}timeline:\n"))
    git(clones.folder, *IDENTITY, "commit", "--quiet", "--all", "--message", "Merge by hand")
    assert path.read_text().count("id: mary") == 2
    clones(CHARLES, "propose", "ada", "Ask Jane")
    clones(CHARLES, "log", "ada", "--evidence", "Two clear updates")
    assert "CP104" in clones(CHARLES, "check", code=1)
    clones(CHARLES, "amend", "ada", "mary", "Ask Mary for two talks", code=2)
    assert "✓ Ada Lovelace" in clones(CHARLES, "show", "ada")
    clones(CHARLES, "check", "--fix")
    clones(CHARLES, "save")
    assert len(re.findall(r"id: mary\b(?!-)", path.read_text())) == 1
    clones(CHARLES, "check")
    assert "✓ Ada Lovelace" in clones(CHARLES, "show", "ada")


def test_an_agreement_that_somebody_else_took_out_is_said(git, clones):
    clones(ADA, "agree", "ada")
    path = pulled(git, clones)
    (agreement,) = path.parent.glob("agreements/*.md")
    git(clones.folder, "rm", "--quiet", str(agreement))
    git(clones.folder, *IDENTITY, "commit", "--quiet", "--message", "Tidy")
    assert "Ada" in clones(CHARLES, "history", "--verify", "ada", code=1)
    clones(CHARLES, "check", code=1)


def test_an_agreement_that_a_rebase_puts_on_other_terms_is_honest_and_does_not_hold(git, clones, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-06T09:00:00Z")
    clones(ADA, "agree", "ada")
    clones(CHARLES, "edit", "ada", "--set", "support_assets=An hour each Monday")
    git(clones.folder, "push", "--quiet")
    git(clones.other, "pull", "--quiet", "--rebase")
    assert "! Ada Lovelace" in clones(ADA, "show", "ada")
    assert "put on top of other changes" in clones(ADA, "history", "--verify", "ada")
    assert " error: " not in clones(ADA, "check", code=1)
