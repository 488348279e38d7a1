"""While git is in the middle of something, the last good version is shown, `log` records, and `save` ends it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER, Coachplan, Result

RunGit = Callable[..., str]
ActAs = Callable[[str], None]
CHECK_INS = Path(ADA_PLAN).parent / "check-ins"
OURS, THEIRS = "Five updates a week in our words", "Five updates a week in their words"
LOG = ("log", "ada", "--date", "2026-01-12", "--win", "A clear update")
OPERATIONS = {
    "merge": ("merge", "--quiet", "theirs"),
    "rebase": ("rebase", "--quiet", "theirs"),
    "rebase by patches": ("rebase", "--quiet", "--apply", "theirs"),
    "cherry-pick": ("cherry-pick", "theirs"),
    "revert": ("revert", "--no-edit", "HEAD~1"),
}


def with_goal(root: Path, goal: str) -> None:
    """The plan with another goal, written by hand."""
    lines = (root / ADA_PLAN).read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [f"  goal: {goal}\n" if line.startswith("  goal:") else line for line in lines]
    (root / ADA_PLAN).write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def diverged(ada: Path, git: RunGit) -> Path:
    """Two branches with another goal each, after one that both had; `theirs` by Ada, `main` by her manager."""
    for branch, author, goal in (
        ("main", MANAGER, "Four updates, as agreed on first"),
        ("theirs", MEMBER, THEIRS),
        ("main", MANAGER, OURS),
    ):
        git(ada, "switch", "--quiet", *([] if branch == "main" else ["-c"]), branch)
        with_goal(ada, goal)
        git(ada, "commit", "--quiet", "--all", "--author", author, "--message", "By hand")
    return ada


@pytest.fixture(params=OPERATIONS)
def stopped(request: pytest.FixtureRequest, diverged: Path, git: RunGit) -> Path:
    """A repository in which git has stopped at a conflict in the plan."""
    git(diverged, *OPERATIONS[request.param], check=False)
    assert "<<<<<<< " in (diverged / ADA_PLAN).read_text(encoding="utf-8")
    return diverged


@pytest.fixture
def merging(diverged: Path, git: RunGit) -> Path:
    git(diverged, *OPERATIONS["merge"], check=False)
    return diverged


@pytest.fixture
def rebasing(diverged: Path, git: RunGit) -> Path:
    git(diverged, *OPERATIONS["rebase"], check=False)
    return diverged


def mended(root: Path, goal: str = "The words of both") -> None:
    """The conflict mended by hand: our side, with this goal."""
    lines, side = [], 0
    for line in (root / ADA_PLAN).read_text(encoding="utf-8").splitlines(keepends=True):
        side = {"<": 1, "=": 2, ">": 0}[line[0]] if line[:7] in ("<" * 7, "=" * 7, ">" * 7) else side
        if side < 2 and line[:7] not in ("<" * 7, ">" * 7):
            lines.append(line)
    (root / ADA_PLAN).write_text("".join(lines), encoding="utf-8")
    with_goal(root, goal)


def check_ins(root: Path) -> list[Path]:
    return sorted((root / CHECK_INS).glob("*.md")) if (root / CHECK_INS).exists() else []


# -- reading -----------------------------------------------------------------------------------------------------------


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "command",
    ["show ada", "list", "status", "status ada", "due", "prep ada", "render ada", "calendar", "site -o {site}"],
)
def test_commands_that_read_show_the_last_good_version_and_say_so(
    merging: Path, coachplan: Coachplan, tmp_path: Path, command: str
) -> None:
    arguments = command.format(site=tmp_path / "site").split()
    for _ in range(2):
        result = coachplan("-C", merging, *arguments)

        assert result.code == 0, result.err
        assert result.err.count("shown as it was before the merge in progress") == 1
        assert result.err.startswith(f"{ADA_PLAN}: ")
        assert "cannot be read" not in result.out + result.err


def test_the_last_good_version_is_that_of_our_side(stopped: Path, coachplan: Coachplan) -> None:
    shown = coachplan("-C", stopped, "show", "ada")

    assert shown.code == 0
    is_rebase = (stopped / ".git/rebase-merge").exists() or (stopped / ".git/rebase-apply").exists()
    assert (THEIRS if is_rebase else OURS) in shown.out
    assert "<<<<<<<" not in shown.out
    assert ("shown as it was recorded so far in the rebase in progress" in shown.err) == is_rebase


def test_a_conflict_outside_of_an_operation_is_told_as_well(diverged: Path, git: RunGit, coachplan: Coachplan) -> None:
    with_goal(diverged, "Stashed words")
    git(diverged, "stash", "--quiet")
    with_goal(diverged, "Recorded words")
    git(diverged, "commit", "--quiet", "--all", "--message", "By hand")
    git(diverged, "stash", "pop", check=False)

    shown = coachplan("-C", diverged, "show", "ada")

    assert "Recorded words" in shown.out
    assert "shown as it was last recorded" in shown.err
    assert coachplan("-C", diverged, *LOG).code == 0
    assert git(diverged, "ls-tree", "--name-only", "HEAD", f"{CHECK_INS}/").count("\n") == 1


def test_a_conflict_that_was_recorded_is_still_an_error(merging: Path, git: RunGit, coachplan: Coachplan) -> None:
    git(merging, "commit", "--quiet", "--all", "--no-edit")

    shown = coachplan("-C", merging, "show", "ada")

    assert shown.code == 1
    assert "conflict markers" in shown.err
    assert "CP009" in coachplan("-C", merging, "check").out


def test_git_is_not_asked_more_often_where_there_is_no_conflict(
    ada: Path, coachplan: Coachplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))

    assert coachplan("-C", ada, "show", "ada").code == 0
    assert coachplan("-C", ada, "prep", "ada").code == 0

    trace = tmp_path / "trace"
    asked = trace.read_text(encoding="utf-8") if trace.exists() else ""
    assert "ls-tree" not in asked
    assert "symbolic-ref" not in asked


# -- check-ins ---------------------------------------------------------------------------------------------------------


@pytest.mark.one_in(3)
@pytest.mark.parametrize("ending", ["--continue", "--abort"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_check_in_is_recorded_and_stays_however_it_ends(
    diverged: Path, git: RunGit, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch, operation: str, ending: str
) -> None:
    git(diverged, *OPERATIONS[operation], check=False)
    before = (diverged / ADA_PLAN).read_bytes()
    is_rebase = operation.startswith("rebase")

    result = coachplan("-C", diverged, *LOG)

    assert result.code == 0, result.err
    assert ("not committed yet" in result.out) == is_rebase
    (new,) = check_ins(diverged)
    assert (diverged / ADA_PLAN).read_bytes() == before
    path = str(new.relative_to(diverged))
    if not is_rebase:
        assert git(diverged, "show", "--format=", "--name-status", "HEAD") == f"A\t{path}\n"
    assert git(diverged, "ls-files", "--unmerged") != ""
    if ending == "--continue":
        mended(diverged)
        git(diverged, "add", ADA_PLAN)
        monkeypatch.setenv("GIT_EDITOR", "true")
    git(diverged, operation.split(maxsplit=1)[0], ending)
    assert check_ins(diverged) == [new]
    assert coachplan("-C", diverged, "save").code == 0
    assert git(diverged, "ls-tree", "--name-only", "HEAD", path) == f"{path}\n"
    assert git(diverged, "status", "--porcelain") == ""
    assert git(diverged, "fsck", "--strict", "--no-dangling") == ""


def test_a_check_in_marks_nothing_in_a_plan_that_git_is_merging(
    diverged: Path, git: RunGit, coachplan: Coachplan
) -> None:
    text = (diverged / ADA_PLAN).read_text(encoding="utf-8")
    milestone = "  milestones: [{date: 2026-01-19, what: Three in a week}]\n"
    (diverged / ADA_PLAN).write_text(text.replace("timeline:\n", f"timeline:\n{milestone}"), encoding="utf-8")
    git(diverged, "commit", "--quiet", "--all", "--message", "By hand")
    git(diverged, *OPERATIONS["merge"], check=False)

    result = coachplan("-C", diverged, *LOG, "--milestone", "1")

    assert result.code == 0, result.err
    assert "Reached: Three in a week" in result.out
    assert "The plan itself is not marked" in result.err
    assert "Three in a week" in check_ins(diverged)[0].read_text(encoding="utf-8")


def test_other_commands_that_record_are_refused(stopped: Path, git: RunGit, coachplan: Coachplan) -> None:
    head = git(stopped, "rev-parse", "HEAD")
    for command in (("agree", "ada"), ("propose", "ada", "Read aloud"), ("hold", "ada", "--from", "2026-01-12")):
        result = coachplan("-C", stopped, *command)

        assert result.code == 1, command
        assert "in progress" in result.err or "conflict" in result.err
    assert git(stopped, "rev-parse", "HEAD") == head


def test_a_check_in_in_a_merge_is_signed_where_git_signs(
    merging: Path, git: RunGit, coachplan: Coachplan, tmp_path: Path
) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
    git(merging, "config", "gpg.format", "ssh")
    git(merging, "config", "user.signingKey", str(tmp_path / "key.pub"))
    git(merging, "config", "commit.gpgsign", "true")

    assert coachplan("-C", merging, *LOG).code == 0

    assert "gpgsig" in git(merging, "cat-file", "commit", "HEAD")


def test_a_commit_that_git_cannot_make_beside_a_merge_keeps_the_check_in(
    merging: Path, git: RunGit, coachplan: Coachplan
) -> None:
    git(merging, "config", "gpg.program", "false")
    git(merging, "config", "commit.gpgsign", "true")
    head = git(merging, "rev-parse", "HEAD")

    result = coachplan("-C", merging, *LOG)

    assert result.code == 1
    assert "is saved but not committed" in result.err
    assert len(check_ins(merging)) == 1
    assert git(merging, "rev-parse", "HEAD") == head
    assert not list((merging / ".git").glob("*.index*"))


# -- mending -----------------------------------------------------------------------------------------------------------


def edited(root: Path, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch, script: str) -> Result:
    monkeypatch.setenv("EDITOR", f"sh -c '{script}' editor")
    return coachplan("-C", root, "edit", "ada")


KEEP_OURS = 'sed -i -e "/^<<<<<<< /d" -e "/^=======/,/^>>>>>>> /d" "$1"'


def test_the_editor_opens_the_conflict_and_the_mended_text_is_staged(
    stopped: Path, git: RunGit, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = git(stopped, "rev-parse", "HEAD")

    kept = edited(stopped, coachplan, monkeypatch, 'grep -q "^<<<<<<< " "$1"')
    assert "Nothing was changed" in kept.out or "conflict markers" in kept.err
    result = edited(stopped, coachplan, monkeypatch, KEEP_OURS)

    assert result.code == 0, result.err
    is_rebase = (stopped / ".git/rebase-merge").exists() or (stopped / ".git/rebase-apply").exists()
    assert "`coachplan save`" in result.out
    assert ("then `git rebase --continue` goes on with the rebase" in result.out) == is_rebase
    assert git(stopped, "ls-files", "--unmerged") == ""
    assert git(stopped, "rev-parse", "HEAD") == head


def test_a_text_that_is_not_mended_is_kept_and_not_written(
    merging: Path, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (merging / ADA_PLAN).read_bytes()

    for script in ('echo more >>"$1"', f"{KEEP_OURS}; sed -i -e /^timeline/d $1"):
        result = edited(merging, coachplan, monkeypatch, script)

        assert result.code == 1
        assert "your text is kept in" in result.err
        assert (merging / ADA_PLAN).read_bytes() == before


def test_a_plan_that_is_not_merged_is_not_edited_now(
    diverged: Path, git: RunGit, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    for branch, text in (("theirs", "theirs\n"), ("main", "ours\n")):
        git(diverged, "switch", "--quiet", branch)
        (diverged / "README.md").write_text(text, encoding="utf-8")
        git(diverged, "add", ".")
        git(diverged, "commit", "--quiet", "--message", "By hand")
    git(diverged, "reset", "--quiet", "--hard", "HEAD")
    git(diverged, "merge", "--quiet", "--strategy-option", "ours", "theirs", check=False)
    git(diverged, "checkout", "HEAD", "--", ADA_PLAN, check=False)

    result = edited(diverged, coachplan, monkeypatch, "true")

    assert result.code in (0, 1)
    if (diverged / ".git/MERGE_HEAD").exists():
        assert "a merge is in progress" in result.err


def test_save_concludes_a_mended_merge_in_coaching_terms(
    merging: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs
) -> None:
    assert coachplan("-C", merging, "save").code == 1
    mended(merging)

    result = coachplan("-C", merging, "save")

    assert result.code == 0, result.err
    assert result.out == "Recorded Merge: ada-lovelace/clear-status-updates: goal reworded\n"
    assert git(merging, "log", "-1", "--format=%s %an").strip().endswith("goal reworded Charles Babbage")
    assert len(git(merging, "log", "-1", "--format=%P").split()) == 2
    assert git(merging, "status", "--porcelain") == ""
    assert "Charles Babbage" in coachplan("-C", merging, "history", "ada").out.split("\n\n")[0]


def test_save_goes_no_further_than_the_step_of_a_rebase(
    rebasing: Path, git: RunGit, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    mended(rebasing)

    result = coachplan("-C", rebasing, "save")

    assert result.code == 0, result.err
    assert "`git rebase --continue` goes on" in result.err
    monkeypatch.setenv("GIT_EDITOR", "true")
    git(rebasing, "rebase", "--continue")
    assert git(rebasing, "status", "--porcelain") == ""
    assert "The words of both" in coachplan("-C", rebasing, "show", "ada").out


@pytest.mark.parametrize("operation", ["cherry-pick", "revert"])
def test_save_concludes_a_cherry_pick_and_a_revert(
    diverged: Path, git: RunGit, coachplan: Coachplan, operation: str
) -> None:
    git(diverged, *OPERATIONS[operation], check=False)
    mended(diverged)

    result = coachplan("-C", diverged, "save")

    assert result.code == 0, result.err
    assert f"Recorded {operation.capitalize()}: ada-lovelace/" in result.out
    assert git(diverged, "status", "--porcelain") == ""


def test_save_refuses_markers_that_are_left_and_conflicts_elsewhere(
    diverged: Path, git: RunGit, coachplan: Coachplan
) -> None:
    for branch, text in (("theirs", "theirs\n"), ("main", "ours\n")):
        git(diverged, "switch", "--quiet", branch)
        (diverged / "README.md").write_text(text, encoding="utf-8")
        git(diverged, "add", ".")
        git(diverged, "commit", "--quiet", "--message", "By hand")
    git(diverged, *OPERATIONS["merge"], check=False)

    elsewhere = coachplan("-C", diverged, "save")
    git(diverged, "add", "README.md")
    left = coachplan("-C", diverged, "save")
    git(diverged, "add", ADA_PLAN)
    staged = coachplan("-C", diverged, "save")

    assert (elsewhere.code, left.code, staged.code) == (1, 1, 1)
    assert elsewhere.err.startswith("coachplan: README.md: there is a conflict here, too")
    assert "conflict markers are left in" in left.err
    assert staged.err == left.err
    mended(diverged)
    assert coachplan("-C", diverged, "save").code == 0
    assert git(diverged, "status", "--porcelain") == ""


def with_activity(root: Path, id_: str, status: str) -> None:
    text = (root / ADA_PLAN).read_text(encoding="utf-8")
    entry = f"  - {{id: {id_}, what: Write {id_} down, proposed_by: manager, status: {status}}}\n"
    (root / ADA_PLAN).write_text(text.replace("activities:\n", f"activities:\n{entry}", 1), encoding="utf-8")


@pytest.mark.parametrize(("status", "is_honest"), [("proposed", True), ("declined", False)])
def test_what_a_parent_says_is_honest_and_nothing_else_is(
    diverged: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs, status: str, is_honest: bool
) -> None:
    git(diverged, "switch", "--quiet", "theirs")
    act_as(MEMBER)
    assert coachplan("-C", diverged, "agree", "ada", "--comment", "Mine").code == 0
    text = (diverged / ADA_PLAN).read_text(encoding="utf-8")
    (diverged / ADA_PLAN).write_text(text.replace("I prepare them on", "I write them on"), encoding="utf-8")
    assert coachplan("-C", diverged, "save").code == 0
    git(diverged, "switch", "--quiet", "main")
    act_as(MANAGER)
    git(diverged, *OPERATIONS["merge"], check=False)
    mended(diverged)
    with_activity(diverged, "points", status)
    if not is_honest:
        text = (diverged / ADA_PLAN).read_text(encoding="utf-8")
        (diverged / ADA_PLAN).write_text(text.replace("status: declined}", "status: agreed}", 1), encoding="utf-8")

    result = coachplan("-C", diverged, "save")

    assert (result.code == 0) == is_honest, result.err
    if not is_honest:
        assert "only the team member can agree" in result.err
        assert git(diverged, "rev-parse", "--verify", "MERGE_HEAD")


def test_a_merge_is_nobodys_word_and_takes_no_yes_that_none_of_its_sides_has(
    merging: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs
) -> None:
    act_as(MEMBER)
    mended(merging)
    with_activity(merging, "points", "agreed")
    result = coachplan("-C", merging, "save")
    assert result.code == 1
    assert "none of its sides agrees to activity 1 in these words: make it `status: proposed`" in result.err

    text = (merging / ADA_PLAN).read_text(encoding="utf-8")
    (merging / ADA_PLAN).write_text(text.replace("status: agreed}", "status: proposed}", 1), encoding="utf-8")
    assert coachplan("-C", merging, "save").code == 0
    assert coachplan("-C", merging, "accept", "ada", "points").code == 0
    assert "CP902" not in coachplan("-C", merging, "check").out


def test_a_merge_of_a_plan_that_was_renamed_on_one_side_knows_both_sides(
    diverged: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs
) -> None:
    git(diverged, "switch", "--quiet", "theirs")
    act_as(MEMBER)
    text = (diverged / ADA_PLAN).read_text(encoding="utf-8")
    (diverged / ADA_PLAN).write_text(
        text.replace("owner: team_member\n", "owner: team_member\n    cue: On Monday\n", 1)
    )
    assert coachplan("-C", diverged, "save").code == 0
    git(diverged, "switch", "--quiet", "main")
    act_as(MANAGER)
    (diverged / ADA_PLAN).parent.rename(diverged / "plans/ada-lovelace/updates")
    git(diverged, "add", ".")
    git(diverged, "commit", "--quiet", "--message", "Renamed")
    git(diverged, *OPERATIONS["merge"], check=False)
    new = diverged / "plans/ada-lovelace/updates/plan.md"
    text = new.read_text(encoding="utf-8")
    before, rest = text.split("<<<<<<< ", 1)
    after = rest.split(">>>>>>> ", 1)[1].split("\n", 1)[1]
    new.write_text(f"{before}  goal: The words of both\n{after}", encoding="utf-8")

    result = coachplan("-C", diverged, "save")

    assert result.code == 0, result.err
    assert "cue: On Monday" in new.read_text(encoding="utf-8")
    assert git(diverged, "status", "--porcelain") == ""
