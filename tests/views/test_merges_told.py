"""A merge is told against all its parents: each side keeps its authors, and a merge tells only what it made itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER, Coachplan

RunGit = Callable[..., str]
ActAs = Callable[[str], None]
FOLDER = ADA_PLAN.removesuffix("/plan.md")
MERGER = "Jane Marcet <jane@example.com>"


@pytest.fixture
def other(ada: Path, git: RunGit, tmp_path: Path) -> Path:
    """A clone of Ada's repository."""
    git(tmp_path, "clone", "--quiet", str(ada), "other")
    return tmp_path / "other"


@pytest.fixture
def told(coachplan: Coachplan) -> Callable[..., list[tuple[str, list[str]]]]:
    """The events of a plan, newest first: authors, and the lines of what changed."""

    def tell(root: Path, *plan: str) -> list[tuple[str, list[str]]]:
        result = coachplan("-C", root, "history", *plan)
        assert result.code == 0, result.err
        paragraphs = [paragraph.splitlines() for paragraph in result.out.strip().split("\n\n")]
        return [(head.split("  ")[-2], [line.strip() for line in lines]) for head, *lines in paragraphs]

    return tell


def changed(root: Path, git: RunGit, old: str, new: str, *, path: str = ADA_PLAN) -> None:
    """A change by hand that is committed with git alone."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "By hand")


def merged(root: Path, other: Path, git: RunGit, *, check: bool = True) -> None:
    git(root, "fetch", "--quiet", str(other), "HEAD")
    git(root, "merge", "--quiet", "--no-edit", "FETCH_HEAD", check=check)


def test_a_merge_that_brings_nothing_of_its_own_is_not_told(
    ada: Path, other: Path, git: RunGit, act_as: ActAs, told
) -> None:
    act_as(MEMBER)
    changed(ada, git, "from two to four per week", "from two to five per week")
    act_as(MANAGER)
    changed(other, git, "A 20-minute one-to-one", "A 30-minute one-to-one")
    act_as(MERGER)
    merged(ada, other, git)

    events = told(ada, "ada")

    assert sorted(events[:2]) == [("Ada Lovelace", ["goal reworded"]), ("Charles Babbage", ["update cadence reworded"])]
    assert [lines for _, lines in events[2:]] == [["status draft → active"], ["plan made"]]
    assert sorted(told(ada)) == sorted(events)


def test_a_change_of_the_merge_itself_is_told_in_the_merger_s_name(
    ada: Path, other: Path, git: RunGit, act_as: ActAs, told
) -> None:
    changed(ada, git, "status: agreed", "status: proposed")
    merged(other, ada, git)
    changed(ada, git, "from two to four per week", "from two to five per week")
    changed(other, git, "A 20-minute one-to-one", "A 30-minute one-to-one")
    act_as(MERGER)
    git(ada, "fetch", "--quiet", str(other), "HEAD")
    git(ada, "merge", "--quiet", "--no-commit", "--no-ff", "FETCH_HEAD")
    changed(ada, git, "status: proposed", "status: agreed")

    (author, lines), *_ = told(ada, "ada")

    assert (author, lines) == ("Jane Marcet", ["activity rehearse marked as agreed"])


def test_a_conflict_that_was_mended_is_told_in_the_words_of_the_merger(
    ada: Path, other: Path, git: RunGit, act_as: ActAs, told
) -> None:
    changed(ada, git, "end: 2026-02-04", "end: 2026-02-11")
    changed(other, git, "end: 2026-02-04", "end: 2026-02-18")
    act_as(MERGER)
    merged(ada, other, git, check=False)
    text = (ada / ADA_PLAN).read_text(encoding="utf-8")
    before, rest = text.split("<<<<<<< ", 1)
    after = rest.split(">>>>>>> ", 1)[1].split("\n", 1)[1]
    for end, found in (("2026-02-18", []), ("2026-02-25", ["timeline end 2026-02-11 → 2026-02-25"])):
        (ada / ADA_PLAN).write_text(f"{before}  end: {end}\n{after}", encoding="utf-8")
        git(ada, "commit", "--quiet", "--all", "--no-edit", *(["--amend"] if found else []))

        assert [lines for author, lines in told(ada, "ada") if author == "Jane Marcet"] == ([found] if found else [])


def test_lists_that_both_sides_made_longer_are_nobody_s_change_in_the_merge(
    ada: Path, other: Path, git: RunGit, act_as: ActAs, told
) -> None:
    changed(ada, git, "activities:\n", "activities:\n  - {id: read, what: Read aloud, status: proposed}\n")
    changed(other, git, "timeline:\n", "  - {id: write, what: Write it down}\ntimeline:\n")
    act_as(MERGER)
    merged(ada, other, git)

    assert "Jane Marcet" not in [author for author, _ in told(ada, "ada")]


@pytest.mark.parametrize("is_renamed", [False, True])
def test_a_side_that_a_merge_did_not_take_is_told_all_the_same(
    ada: Path, other: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs, told, is_renamed: bool
) -> None:
    act_as(MEMBER)
    changed(ada, git, "from two to four per week", "from two to five per week")
    if is_renamed:
        (ada / FOLDER).rename(ada / "plans/ada-lovelace/updates")
        assert coachplan("-C", ada, "save").code == 0
    act_as(MANAGER)
    changed(other, git, "A 20-minute one-to-one", "A 30-minute one-to-one")
    act_as(MERGER)
    git(ada, "fetch", "--quiet", str(other), "HEAD")
    git(ada, "merge", "--quiet", "--no-edit", "--strategy", "ours", "FETCH_HEAD")

    events = told(ada, "ada")

    assert sorted((author, line) for author, lines in events for line in lines) == sorted(
        [
            ("Ada Lovelace", "plan made"),
            ("Ada Lovelace", "status draft → active"),
            ("Ada Lovelace", "goal reworded"),
            *([("Ada Lovelace", "renamed from ada-lovelace/clear-status-updates")] if is_renamed else []),
            ("Charles Babbage", "update cadence reworded"),
        ]
    )
    assert sorted(told(ada)) == sorted(events)


def test_a_change_that_a_rebase_made_again_is_told_once(
    ada: Path, other: Path, git: RunGit, act_as: ActAs, told
) -> None:
    act_as(MEMBER)
    changed(ada, git, "from two to four per week", "from two to five per week")
    merged(other, ada, git)
    act_as(MANAGER)
    changed(other, git, "A 20-minute one-to-one", "A 30-minute one-to-one")
    copied = ["cherry-pick", "--no-gpg-sign", "FETCH_HEAD"]
    changed(ada, git, "Half an hour of rehearsal", "An hour of rehearsal")
    git(ada, "fetch", "--quiet", str(other), "HEAD")
    git(ada, "-c", "core.editor=true", *copied)
    git(ada, "commit", "--quiet", "--amend", "--no-edit", "--date", "2026-01-07T12:00:00+00:00")
    git(other, "commit", "--quiet", "--amend", "--no-edit", "--date", "2026-01-07T12:00:00+00:00")
    merged(ada, other, git)

    assert [line for _, lines in told(ada, "ada") for line in lines].count("update cadence reworded") == 1


@pytest.mark.parametrize("renamed_first", [True, False])
def test_a_plan_renamed_in_one_clone_and_changed_in_the_other_keeps_story_and_authors(
    ada: Path, other: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs, told, renamed_first: bool
) -> None:
    act_as(MEMBER)
    assert coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--win", "One").code == 0
    merged(other, ada, git)
    (ada / FOLDER).rename(ada / "plans/ada-lovelace/updates")
    assert coachplan("-C", ada, "save").code == 0
    act_as(MANAGER)
    changed(other, git, "from two to four per week", "from two to five per week")
    assert coachplan("-C", other, "log", "ada", "--date", "2026-01-19", "--win", "Two").code == 0
    act_as(MERGER)
    into, from_ = (ada, other) if renamed_first else (other, ada)
    git(into, "config", "merge.directoryRenames", "true")
    merged(into, from_, git)

    events = told(into, "updates")

    assert sorted((author, line) for author, lines in events for line in lines) == sorted(
        [
            ("Ada Lovelace", "plan made"),
            ("Ada Lovelace", "status draft → active"),
            ("Ada Lovelace", "check-in of 2026-01-12 by Ada Lovelace: 1 win"),
            ("Ada Lovelace", "renamed from ada-lovelace/clear-status-updates"),
            ("Charles Babbage", "goal reworded"),
            ("Charles Babbage", "check-in of 2026-01-19 by Charles Babbage: 1 win"),
        ]
    )
    assert sorted(told(into)) == sorted(events)
    assert len(list((into / "plans/ada-lovelace/updates/check-ins").iterdir())) == 2


def test_a_plan_in_another_s_place_after_a_merge_has_no_story_but_its_own(
    ada: Path, other: Path, git: RunGit, act_as: ActAs, told
) -> None:
    changed(other, git, "from two to four per week", "from two to five per week")
    (ada / "plans/ben-carter").mkdir()
    text = (ada / ADA_PLAN).read_text(encoding="utf-8").replace("Ada Lovelace <ada@", "Ben Carter <ben@")
    (ada / "plans/ben-carter/notes").mkdir()
    (ada / "plans/ben-carter/notes/plan.md").write_text(text, encoding="utf-8")
    git(ada, "rm", "-r", "--quiet", FOLDER)
    git(ada, "add", ".")
    git(ada, "commit", "--quiet", "--message", "Another's")
    act_as(MERGER)
    merged(ada, other, git)

    assert told(ada, "ben") == [("Jane Marcet", ["goal reworded"]), ("Charles Babbage", ["plan made"])]
