"""`coachplan sync`: two people, two clones and a remote, by real git."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from conftest import ADA_PLAN, Coachplan, Result
from remotes import Pair
from terminal import Terminal

ID = "ada-lovelace/clear-status-updates"
GIT = shutil.which("git")


@pytest.fixture(scope="module")
def run(coachplan) -> Callable[..., Result]:
    def run(clone: Path, *arguments: str, code: int = 0) -> Result:
        result = coachplan("-C", clone, *arguments)
        assert result.code == code, result.err
        return result

    return run


def _program(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def _head(git: Callable[..., str], clone: Path) -> str:
    return git(clone, "rev-parse", "HEAD").strip()


def test_both_get_what_the_other_recorded_and_are_told_in_coaching_terms(pair, run, git) -> None:
    run(pair.charles, "propose", "ada", "Lead the planning meeting", "--id", "lead")
    assert run(pair.charles, "sync").out.startswith("Shared 1 change\n")
    run(pair.ada, "log", "ada", "--date", "2026-01-12", "--evidence", "Seen", "--win", "On time")

    told = run(pair.ada, "sync").out
    assert told.startswith(f"{ID}  Charles Babbage proposed activity lead\nShared 2 changes\n")
    assert "Waiting for Ada Lovelace" in told
    assert "answer 1 proposal" in told
    told = run(pair.charles, "sync").out
    assert "check-in of 2026-01-12 by Ada Lovelace" in told
    assert "Shared" not in told
    assert _head(git, pair.ada) == _head(git, pair.charles) == _head(git, pair.remote)
    assert git(pair.ada, "status", "--porcelain") == ""
    assert run(pair.ada, "sync").out.startswith("Nothing new on either side\n")
    assert git(pair.remote, "fsck", "--strict") == ""


def test_no_commit_is_rewritten(pair, run, git) -> None:
    run(pair.charles, "propose", "ada", "Lead the planning meeting")
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    made = {_head(git, clone) for clone in (pair.ada, pair.charles)}
    run(pair.charles, "sync")
    run(pair.ada, "sync")
    assert made <= set(git(pair.ada, "rev-list", "HEAD").split())


@pytest.mark.one_in(2)
@pytest.mark.parametrize("is_renamed_first", [True, False])
def test_records_follow_a_plan_that_the_other_renamed(pair, run, git, is_renamed_first) -> None:
    folder, new = pair.charles / "plans" / ID, pair.charles / "plans/ada-lovelace/updates"
    folder.rename(new)
    run(pair.charles, "save")
    run(pair.charles, "sync") if is_renamed_first else None
    run(pair.ada, "log", "ada", "--date", "2026-01-12", "--win", "On time")
    run(pair.ada, "agree", "ada")
    run(pair.ada, "sync")
    run(pair.charles, "sync")
    run(pair.ada, "sync")

    assert _head(git, pair.ada) == _head(git, pair.charles)
    for clone in (pair.ada, pair.charles):
        assert not list((clone / "plans" / ID).glob("**/*.md"))
        assert len(list((clone / "plans/ada-lovelace/updates").glob("*/*.md"))) == 2
        assert run(clone, "check", "--select", "CP9").out.startswith("All well")
    assert "check-in of 2026-01-12 by Ada Lovelace: 1 win" in run(pair.charles, "history", "updates").out


@pytest.fixture(scope="module")
def accepted_once(pair_once, run, git, tmp_path_factory, in_own_world) -> Pair:
    with in_own_world():
        pair = pair_once.copied(git, tmp_path_factory.mktemp("accepted"))
        run(pair.charles, "propose", "ada", "Lead the planning meeting", "--id", "lead")
        run(pair.charles, "sync")
        run(pair.ada, "sync")
        run(pair.ada, "accept", "ada", "lead")
        run(pair.ada, "sync")
    return pair


@pytest.fixture
def accepted(accepted_once, git, tmp_path) -> Pair:
    """Ada accepted what Charles proposed, and shared that; he does not have it yet."""
    return accepted_once.copied(git, tmp_path)


@pytest.fixture
def divided(accepted, run) -> Pair:
    """Ada accepted what Charles, at the same time, put differently; hers is shared already."""
    run(accepted.charles, "amend", "ada", "lead", "Lead it twice")
    return accepted


def test_what_a_person_decides_is_listed_and_everything_stays_as_it_was(divided, run, git) -> None:
    before = _head(git, divided.charles)
    result = run(divided.charles, "sync", code=1)
    assert f"  {ID}:activities.lead: one of you agreed to it, and the other changed its words (mine: " in result.err
    assert "Lead" not in result.err
    assert (_head(git, divided.charles), git(divided.charles, "status", "--porcelain")) == (before, "")


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("side", "words", "status"), [("mine", "Lead it twice", "proposed"), ("theirs", "meeting", "agreed")]
)
def test_a_script_says_whose_version_stands(divided, run, git, side, words, status) -> None:
    run(divided.charles, "sync", "--take", f"{side} {ID}:activities.lead")
    text = (divided.charles / ADA_PLAN).read_text(encoding="utf-8")
    entry = text.partition("id: lead")[2].partition("- id")[0]
    assert words in entry
    assert f"status: {status}" in entry
    assert "error" not in run(divided.charles, "check", "--exit-zero").out
    run(divided.ada, "sync")
    assert _head(git, divided.ada) == _head(git, divided.charles)


def test_on_a_terminal_it_is_asked_with_both_versions(divided) -> None:
    terminal = Terminal("-C", divided.charles, "sync", columns=200)
    terminal.answer(["both", "Talk it over first", "t"])
    assert terminal.end() == 0
    assert "Lead it twice" in terminal.seen
    assert "Lead the planning meeting" in terminal.seen
    assert "m for your version, t for theirs, w for other words, or Enter" in terminal.seen
    assert "\ufffd" not in terminal.seen
    assert "words:" not in terminal.seen
    assert "Ada Lovelace agreed to lead" in terminal.seen


def test_changes_that_whoever_closed_the_plan_did_not_see_are_named(pair, run, git) -> None:
    run(pair.ada, "close", "ada", "--outcome", "achieved")
    run(pair.ada, "sync")
    run(pair.charles, "propose", "ada", "Lead the planning meeting", "--id", "lead")
    told = run(pair.charles, "sync").out
    assert f"{ADA_PLAN}: closed by one side and changed by the other, in activities: both should look\n" in told


def test_each_change_has_its_author(pair, run, git) -> None:
    plan = pair.charles / ADA_PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("title: Clear", "title: Very clear"), encoding="utf-8")
    run(pair.charles, "save")
    run(pair.charles, "propose", "ada", "Lead the planning meeting", "--id", "lead")
    run(pair.charles, "sync")
    told = run(pair.ada, "sync").out.splitlines()
    assert told[0].startswith(f"{ID}  Charles Babbage: ")
    assert told[1] == f"{ID}  Charles Babbage proposed activity lead"


def test_enter_leaves_everything_as_it_is(divided, git) -> None:
    before = _head(git, divided.charles)
    terminal = Terminal("-C", divided.charles, "sync")
    terminal.answer([""])
    assert terminal.end() == 1
    assert terminal.seen.endswith("Left as it is: nothing was changed, and nothing was shared\n")
    assert _head(git, divided.charles) == before


def test_a_plan_that_one_took_out_is_asked_about_without_its_text(pair, run, git) -> None:
    shutil.rmtree((pair.charles / ADA_PLAN).parent)
    run(pair.charles, "save")
    run(pair.charles, "sync")
    run(pair.ada, "propose", "ada", "Lead the planning meeting", "--id", "lead")
    terminal = Terminal("-C", pair.ada, "sync")
    terminal.answer(["m"])
    assert terminal.end() == 0
    assert "mine  (the whole file)" in terminal.seen
    assert "theirs  (taken out)" in terminal.seen
    assert "development_area" not in terminal.seen
    assert (pair.ada / ADA_PLAN).exists()


@pytest.mark.long
def test_take_knows_a_plan_by_any_clear_part_of_its_id(divided, run, git) -> None:
    run(divided.charles, "sync", "--take", "mine ada:activities.lead")
    assert "Lead it twice" in (divided.charles / ADA_PLAN).read_text(encoding="utf-8")
    assert "no plan is named 'bob'" in run(divided.charles, "sync", "--take", "mine bob:activities.lead", code=2).err


def test_take_of_what_is_not_in_question_is_refused_before_anything_moves(divided, run, git) -> None:
    before, remote = _head(git, divided.charles), _head(git, divided.remote)
    takes = ("--take", f"mine {ID}:activities.lead", "--take", "mine ada:nonsense")
    error = run(divided.charles, "sync", *takes, code=2).err
    assert f"'{ID}:nonsense' is not a question here; those there are: {ID}:activities.lead; nothing was" in error
    assert (_head(git, divided.charles), _head(git, divided.remote)) == (before, remote)
    git(divided.charles, "reset", "--quiet", "--hard", "HEAD~1")  # what Ada shared would come in without a question
    before = _head(git, divided.charles)
    for _ in ("behind", "nothing new"):
        error = run(divided.charles, "sync", "--take", "mine ada:nonsense", code=2).err
        assert "there is nothing to decide; nothing was changed" in error
        assert _head(git, divided.charles) == before
        run(divided.charles, "sync")
        before = _head(git, divided.charles)


def test_what_save_leaves_is_not_in_the_way(pair, run, git) -> None:
    stray = pair.charles / ADA_PLAN.replace("plan.md", "notes.txt")
    stray.write_text("Mine.\n", encoding="utf-8")
    run(pair.charles, "propose", "ada", "Lead the planning meeting")
    assert "Left as they are" in run(pair.charles, "save").err
    assert run(pair.charles, "sync").out.startswith("Shared 1 change\n")
    run(pair.ada, "sync")
    assert stray.read_text(encoding="utf-8") == "Mine.\n"


@pytest.mark.parametrize("text", ["mine", "ours ada/x:goal_state", "mine goal_state"])
def test_take_names_a_side_and_a_key(pair, run, text) -> None:
    assert "write whose version stands, and of what" in run(pair.charles, "sync", "--take", text, code=2).err


def test_unsaved_edits_are_named_first_and_offered_to_be_saved(pair, run, git) -> None:
    plan = pair.charles / ADA_PLAN
    run(pair.charles, "agree", "ada", "--stance", "agree")
    run(pair.charles, "sync")
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace("from two to four per week", "from two to five per week") + "A note.\n", encoding="utf-8"
    )
    before = _head(git, pair.charles)
    assert f"not everything is saved yet ({ADA_PLAN}): `coachplan save` first" in run(pair.charles, "sync", code=1).err
    assert _head(git, pair.charles) == before
    terminal = Terminal("-C", pair.charles, "sync")
    terminal.answer(["y"])
    assert terminal.end() == 0
    assert f"Not saved yet: {ADA_PLAN}" in terminal.seen
    assert "The terms have changed: Ada Lovelace and Charles Babbage agree to them again" in terminal.seen
    assert "Shared 1 change" in terminal.seen


def test_somebody_who_is_faster_is_taken_in_and_it_is_tried_again(pair, run, git) -> None:
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    run(pair.charles, "log", "ada", "--evidence", "Heard")
    hook = pair.charles / ".git/hooks/pre-push"
    hook.write_text(f'#!/bin/sh\nunset GIT_DIR\ngit -C "{pair.ada}" push -q\nrm "$0"\n', encoding="utf-8")
    hook.chmod(0o755)
    told = run(pair.charles, "sync").out
    assert "check-in of 2026-02-04 by Ada Lovelace" in told
    assert "Shared 2 changes" in told
    assert _head(git, pair.remote) == _head(git, pair.charles)


def test_a_remote_that_refuses_is_told_in_its_own_words_and_the_work_stays(pair, run, git) -> None:
    hook = pair.remote / "hooks/pre-receive"
    # A line like git's own on how far it is, with a number that nobody counts to.
    far = f"echo 'Resolving: 1% ({'9' * 5000}/9)' >&2"
    hook.write_text(f"#!/bin/sh\necho 'branch main is protected' >&2\n{far}\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    run(pair.charles, "log", "ada", "--evidence", "Heard")
    error = run(pair.charles, "sync", code=2).err
    assert "branch main is protected" in error
    assert "your work is recorded here, and not shared yet" in error
    assert error.count("\n") == 1
    hook.unlink()
    assert "Shared 1 change" in run(pair.charles, "sync").out


def test_without_a_remote_or_with_one_that_is_away_nothing_is_lost(pair, run, git) -> None:
    run(pair.charles, "log", "ada", "--evidence", "Heard")
    before = _head(git, pair.charles)
    away = pair.remote.rename(pair.remote.with_name("away.git"))
    error = run(pair.charles, "sync", code=2).err
    assert "does not appear to be a git repository; nothing was changed" in error
    assert error.count("\n") == 1
    git(pair.charles, "remote", "remove", "origin")
    assert "these plans are not shared yet" in run(pair.charles, "sync", code=2).err
    assert _head(git, pair.charles) == before
    git(pair.charles, "remote", "add", "origin", str(away))
    assert "Shared 1 change" in run(pair.charles, "sync").out


def test_plans_of_another_repository_are_not_mixed_in(pair, run, git, tmp_path) -> None:
    other = tmp_path / "other"
    run(tmp_path, "init", str(other))
    git(other, "remote", "add", "origin", str(pair.remote))
    assert "has nothing in common with this one" in run(other, "sync", code=1).err


def test_logs_of_ci_hold_nobodys_words(pair, run, monkeypatch) -> None:
    run(pair.charles, "propose", "ada", "Lead the planning meeting")
    run(pair.charles, "sync")
    monkeypatch.setenv("CI", "true")
    assert "planning" not in run(pair.ada, "sync").out


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "how_far",
    ["some files", "the index", "the branch", "a file gone", "a file half-written", "a new file half-written"],
)
def test_a_sync_that_was_killed_while_files_moved_is_completed_by_the_next(pair, run, git, how_far) -> None:
    from coachplan.store.stopped import Note

    run(pair.ada, "log", "ada", "--evidence", "Seen")
    run(pair.ada, "propose", "ada", "Ask George", "--id", "george")
    run(pair.ada, "sync")
    run(pair.charles, "status")
    git(pair.charles, "fetch", "--quiet")
    target, clone = git(pair.charles, "rev-parse", "origin/main").strip(), pair.charles
    paths = git(clone, "diff", "--name-only", "HEAD", target).split()
    if how_far == "some files":
        (clone / paths[-1]).write_text(git(clone, "show", f"{target}:{paths[-1]}"), encoding="utf-8")
    elif how_far == "the index":
        git(clone, "read-tree", "-m", "-u", "HEAD", target)
    elif how_far == "a file gone":
        (clone / ADA_PLAN).unlink()
    elif how_far == "a file half-written":
        (clone / ADA_PLAN).write_text(git(clone, "show", f"{target}:{ADA_PLAN}")[:500], encoding="utf-8")
    elif how_far == "a new file half-written":
        new = next(clone / path for path in paths if not (clone / path).exists())
        new.parent.mkdir()
        new.touch()
    else:
        git(clone, "merge", "--quiet", "--ff-only", target)
    note = Note(clone.resolve(), "", dict.fromkeys(paths), target)
    lock = clone / ".git/coachplan/lock"
    lock.parent.mkdir(exist_ok=True)
    lock.write_bytes(note.to_bytes())

    run(clone, "sync")
    assert _head(git, clone) == target
    assert git(clone, "status", "--porcelain") == ""
    assert "george" in (clone / ADA_PLAN).read_text(encoding="utf-8")


def test_files_outside_the_plans_folder_that_a_killed_sync_had_brought_are_no_hindrance(
    ada, git, run, tmp_path
) -> None:
    """The plan repository is a part of a larger one, whose files move with its branch."""
    top, remote, clone = tmp_path / "top", tmp_path / "remote.git", tmp_path / "clone"
    shutil.copytree(ada, top / "coaching", ignore=shutil.ignore_patterns(".git"))
    git(tmp_path, "init", "--quiet", str(top))
    code = top / "code.txt"
    code.write_text("old\n", encoding="utf-8")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "All")
    git(tmp_path, "clone", "--quiet", "--bare", str(top), str(remote))
    git(tmp_path, "clone", "--quiet", str(remote), str(clone))
    code.write_text("new\n", encoding="utf-8")
    git(top, "commit", "--quiet", "--all", "--message", "Code")
    git(top, "push", "--quiet", str(remote), "HEAD")
    hook = _program(clone / ".git/hooks/post-index-change", "kill -9 $PPID")  # the branch has not moved then
    shim = _program(tmp_path / "shim/git", f'{GIT} "$@" || case " $* " in *" merge "*) kill -9 $PPID;; esac')
    killed = subprocess.run(
        [sys.executable, "-m", "coachplan", "sync"],
        cwd=clone / "coaching",
        env=os.environ | {"PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert (clone / "code.txt").read_text(encoding="utf-8") == "new\n"
    hook.unlink()
    run(clone / "coaching", "sync")
    assert _head(git, clone) == _head(git, remote)
    assert git(clone, "status", "--porcelain") == ""


def test_an_edit_beside_a_sync_that_was_killed_is_kept(pair, run, git) -> None:
    from coachplan.store.stopped import Note

    run(pair.ada, "propose", "ada", "Ask George", "--id", "george")
    run(pair.ada, "sync")
    git(pair.charles, "fetch", "--quiet")
    target, plan = git(pair.charles, "rev-parse", "origin/main").strip(), pair.charles / ADA_PLAN
    plan.write_text(plan.read_text(encoding="utf-8") + "A note.\n", encoding="utf-8")
    lock = pair.charles / ".git/coachplan/lock"
    lock.parent.mkdir(exist_ok=True)
    lock.write_bytes(Note(pair.charles.resolve(), "", {ADA_PLAN: None}, target).to_bytes())
    run(pair.charles, "sync", code=1)
    assert plan.read_text(encoding="utf-8").endswith("A note.\n")


def test_what_neither_side_has_as_an_error_does_not_come_of_a_sync(pair, run, git) -> None:
    run(pair.ada, "propose", "ada", "Ask George", "--id", "george")
    plan = pair.ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    first, rest = text.index("  - id: rehearse"), text.index("  - id: george")
    plan.write_text(text[:first] + text[rest:], encoding="utf-8")
    run(pair.ada, "save")
    run(pair.ada, "sync")
    plan = pair.charles / ADA_PLAN
    idea = "  - {id: then, what: Ask her how it went, status: proposed, due: {after: rehearse, within: 2 weeks}}\n"
    plan.write_text(plan.read_text(encoding="utf-8").replace("timeline:\n", f"{idea}timeline:\n", 1), encoding="utf-8")
    run(pair.charles, "save")
    before = _head(git, pair.charles)
    error = run(pair.charles, "sync", code=1).err
    assert "would not be in order" in error
    assert _head(git, pair.charles) == before


def test_it_needs_a_branch_and_a_finished_merge(pair, run, git) -> None:
    git(pair.charles, "switch", "--quiet", "--detach")
    assert "HEAD is detached" in run(pair.charles, "sync", code=1).err
    git(pair.charles, "switch", "--quiet", "-")
    (pair.charles / ".git/MERGE_HEAD").write_text(_head(git, pair.charles) + os.linesep, encoding="ascii")
    assert "a merge is in progress" in run(pair.charles, "sync", code=1).err


def test_in_the_middle_of_a_rebase_it_says_so(divided, run, git) -> None:
    git(divided.charles, "pull", "--quiet", "--rebase", check=False)
    assert "a rebase is in progress; finish it first" in run(divided.charles, "sync", code=1).err


def test_of_several_remotes_the_branch_says_which(pair, run, git, coachplan: Coachplan) -> None:
    git(pair.charles, "remote", "add", "other", "/nowhere")
    assert run(pair.charles, "sync").out.startswith("Nothing new")
    git(pair.charles, "branch", "--unset-upstream")
    assert "does not say which of 2 remotes" in run(pair.charles, "sync", code=2).err
    for remote in (".", "https://ada:secret@127.0.0.1:1/plans.git"):
        git(pair.charles, "config", "branch.main.remote", remote)
        git(pair.charles, "config", "branch.main.merge", "refs/heads/main")
        error = run(pair.charles, "sync", code=2).err
        assert "not shared through a remote with a name" in error
        assert "secret" not in error


def test_what_is_shared_is_known_to_be_so_in_a_clone_of_another_branch_alone(pair, run, git) -> None:
    git(pair.charles, "config", "remote.origin.fetch", "+refs/heads/other:refs/remotes/origin/other")
    for evidence in ("Heard", "Seen"):
        run(pair.charles, "log", "ada", "--evidence", evidence)
        assert "Shared 1 change" in run(pair.charles, "sync").out
        assert json.loads(run(pair.charles, "list", "--format", "json").out)["unshared"] == 0
        assert "is shared already" in run(pair.charles, "undo", "--yes", code=1).err


def test_a_yes_stays_as_it_was_given_beside_the_words_that_stand_now(divided, run) -> None:
    run(divided.charles, "sync", "--take", f"mine {ID}:activities.lead")
    assert "changed since Ada Lovelace" in " ".join(run(divided.charles, "show", "ada").out.split())
    data = json.loads(run(divided.charles, "show", "ada", "--format", "json").out)["plan"]
    entry = next(one for one in data["sections"]["activities"]["entries"] if one["id"] == "lead")
    assert (entry["status"], entry["is_changed"], entry["agreed"]["by"]["name"]) == ("proposed", True, "Ada Lovelace")


@pytest.fixture
def opposed(accepted, run) -> Pair:
    """Ada accepted what Charles, at the same time, took back; hers is shared already."""
    run(accepted.charles, "decline", "ada", "lead")
    return accepted


def test_nobody_but_the_team_member_takes_the_side_without_her_answer(opposed, run, git) -> None:
    before = _head(git, opposed.charles)
    result = run(opposed.charles, "sync", "--take", f"mine {ID}:activities.lead", code=1)
    assert "activity 2 has the team member's yes on one side, and you act as the manager" in result.err
    assert (_head(git, opposed.charles), git(opposed.charles, "status", "--porcelain")) == (before, "")

    git(opposed.charles, "pull", "--quiet", "--no-rebase", check=False)
    git(opposed.charles, "checkout", "--ours", ADA_PLAN)
    assert "has the team member's yes on one side" in run(opposed.charles, "save", code=1).err
    git(opposed.charles, "merge", "--abort")

    run(opposed.charles, "sync", "--take", f"theirs {ID}:activities.lead")
    assert "status: agreed" in (opposed.charles / ADA_PLAN).read_text(encoding="utf-8").partition("id: lead")[2]


def test_the_team_member_takes_whichever_side_she_likes(opposed, run, git) -> None:
    git(opposed.charles, "push", "--quiet", "--force")
    run(opposed.ada, "sync", "--take", f"theirs {ID}:activities.lead")
    assert "status: declined" in (opposed.ada / ADA_PLAN).read_text(encoding="utf-8").partition("id: lead")[2]


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("verb", "refused", "take"),
    [("start", (), ()), ("done", ("--take", f"mine {ID}:activities.lead"), ("--take", f"theirs {ID}:activities.lead"))],
)
def test_a_no_to_what_had_begun_stands_whatever_was_done_meanwhile(pair, run, verb, refused, take) -> None:
    run(pair.charles, "propose", "ada", "Lead the planning meeting", "--id", "lead")
    for clone in pair.charles, pair.ada:
        run(clone, "sync")
    run(pair.ada, "accept", "ada", "lead")
    for clone in pair.ada, pair.charles:
        run(clone, "sync")
    run(pair.ada, "decline", "ada", "lead")
    run(pair.ada, "sync")
    run(pair.charles, verb, "ada", "lead")
    if refused:
        assert "activity 2 has the team member's no on one side" in run(pair.charles, "sync", *refused, code=1).err
    run(pair.charles, "sync", *take)
    assert "status: declined" in (pair.charles / ADA_PLAN).read_text(encoding="utf-8").partition("id: lead")[2]
    assert "activity lead declined" in run(pair.charles, "history", "ada").out


def test_what_is_recorded_here_while_histories_are_joined_stays(pair, run, git, tmp_path, monkeypatch) -> None:
    run(pair.ada, "propose", "ada", "Ask George", "--id", "george")
    run(pair.ada, "sync")
    run(pair.charles, "log", "ada", "--evidence", "Heard")
    beside = f"{ADA_PLAN.removesuffix('plan.md')}check-ins/2026-01-20-beside.md"
    shim = _program(
        tmp_path / "shim/git",
        f'case " $* " in *" commit-tree "*) if ! test -e "{beside}"; then echo x > "{beside}"; '
        f'{GIT} add "{beside}"; {GIT} commit -q -m Beside; fi;; esac\nexec {GIT} "$@"',
    )
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
        run(pair.charles, "sync")
    assert (pair.charles / beside).read_text(encoding="utf-8") == "x\n"
    assert beside in git(pair.remote, "ls-tree", "-r", "--name-only", "HEAD")
    assert "george" in (pair.charles / ADA_PLAN).read_text(encoding="utf-8")
    assert git(pair.charles, "status", "--porcelain") == ""


def test_the_first_to_share_fills_an_empty_remote(pair, run, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", str(tmp_path / "empty.git"))
    git(pair.charles, "remote", "remove", "origin")
    git(pair.charles, "remote", "add", "origin", str(tmp_path / "empty.git"))
    assert run(pair.charles, "sync").out.startswith("Shared ")
    assert _head(git, tmp_path / "empty.git") == _head(git, pair.charles)


def test_a_remote_whose_branch_went_is_not_taken_for_one_that_has_all(pair, run, git) -> None:
    run(pair.charles, "sync")
    shutil.rmtree(pair.remote)
    git(pair.ada, "init", "--quiet", "--bare", str(pair.remote))
    error = run(pair.charles, "sync", code=2).err
    assert "origin no longer has the branch main" in error
    git(pair.charles, "push", "--quiet", "origin", "HEAD:main")
    assert run(pair.charles, "sync").out.startswith("Nothing new")


def test_a_file_that_is_no_part_of_a_plan_is_no_hindrance_unless_it_would_be_overwritten(pair, run, git) -> None:
    (pair.charles / "notes.txt").write_text("mine\n", encoding="utf-8")
    run(pair.charles, "log", "ada", "--evidence", "Heard")
    assert "Shared 1 change" in run(pair.charles, "sync").out
    (pair.ada / "notes.txt").write_text("hers\n", encoding="utf-8")
    git(pair.ada, "add", "notes.txt")
    git(pair.ada, "commit", "--quiet", "--message", "Notes")
    run(pair.ada, "sync")
    before = _head(git, pair.charles)
    error = run(pair.charles, "sync", code=1).err
    assert "would be overwritten by merge: / notes.txt" in error
    assert error.count("\n") == 1
    assert _head(git, pair.charles) == before
    assert (pair.charles / "notes.txt").read_text(encoding="utf-8") == "mine\n"


def test_before_the_first_commit_there_is_something_to_save(pair, run, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", str(tmp_path / "new"))
    git(tmp_path / "new", "remote", "add", "origin", str(pair.remote))
    (tmp_path / "new/coachplan.toml").touch()
    assert "`coachplan save` first" in run(tmp_path / "new", "sync", code=1).err


def test_git_locks_that_a_killed_sync_left_are_removed(pair, run, git) -> None:
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    run(pair.ada, "sync")
    folder = pair.charles / ".git"
    (folder / "coachplan").mkdir(exist_ok=True)
    (folder / "coachplan/sharing").write_text("sharing", encoding="utf-8")
    left = [folder / "refs/remotes/origin/main.lock", folder / "config.lock", folder / "coachplan-1.index"]
    for file in left:
        file.touch()
    run(pair.charles, "sync")
    assert _head(git, pair.charles) == _head(git, pair.ada)
    assert not any(file.exists() for file in left)


class _Closed(BaseHTTPRequestHandler):
    """A remote that asks for a password."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="plans"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_password_is_not_asked_for_where_nobody_is_at_the_terminal(pair, run, git) -> None:
    with HTTPServer(("127.0.0.1", 0), _Closed) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        git(pair.charles, "remote", "set-url", "origin", f"http://127.0.0.1:{server.server_port}/plans.git")
        error = run(pair.charles, "sync", code=2).err
        server.shutdown()
    assert "terminal prompts disabled; nothing was changed" in error
    assert error.count("\n") == 1


def test_a_question_says_whose_each_version_is_and_of_which_day(pair, run, git) -> None:
    """What was recorded later of the same plan, by whomever, is not taken for it."""
    for clone, words, day in ((pair.ada, "Hers", "2026-01-20"), (pair.charles, "His", "2026-01-21")):
        run(clone, "edit", "ada", "--set", f"title={words}")
        git(clone, "commit", "--quiet", "--amend", "--no-edit", "--date", f"{day}T12:00:00+00:00")
        run(clone, "propose", "ada", f"What was {words.lower()}")
    git(pair.ada, "config", "user.name", "Jane Marcet")
    git(pair.ada, "config", "user.email", "jane@example.com")
    run(pair.ada, "edit", "ada", "--set", "opportunity.reason=Now")
    run(pair.ada, "sync")
    told = run(pair.charles, "sync", code=1).err
    assert (
        f"  {ID}:title: both of you changed it, to different words (mine: Charles Babbage, 2026-01-21; theirs: " in told
    )
    assert "theirs: Ada Lovelace, 2026-01-20)\n" in told
    assert "Hers" not in told
    terminal = Terminal("-C", pair.charles, "sync", columns=200)
    terminal.wait_for("Enter leaves all as it is")
    assert "    mine  His\n          (Charles Babbage, 2026-01-21)\n" in terminal.seen
    assert "  theirs  Hers\n          (Ada Lovelace, 2026-01-20)\n" in terminal.seen
    terminal.answer([""])
    assert terminal.end() == 1


def test_other_words_than_both_are_a_change_of_their_own_on_top_of_the_merge(pair, run, git) -> None:
    for clone, words in ((pair.ada, "Hers"), (pair.charles, "His")):
        run(clone, "edit", "ada", "--set", f"title={words}")
    run(pair.ada, "sync")
    terminal = Terminal("-C", pair.charles, "sync", columns=200)
    terminal.answer(["w", "", "w", "Ours: both"])
    assert terminal.end() == 0
    assert git(pair.charles, "log", "-2", "--format=%an: %s").splitlines() == [
        f"Charles Babbage: Plan: {ID}: title changed",
        "Charles Babbage: Merge what others recorded",
    ]
    assert 'title: "Ours: both"' in (pair.charles / ADA_PLAN).read_text(encoding="utf-8").replace("'", '"')
    assert _head(git, pair.charles) == _head(git, pair.remote)
    assert git(pair.charles, "status", "--porcelain") == ""
    assert "title His → Ours: both" in run(pair.charles, "history", "ada").out


@pytest.mark.one_in(2)
@pytest.mark.parametrize("who", ["charles", "ada"])
def test_other_words_for_an_activity_are_a_proposal_and_nobodys_yes(accepted, run, git, who) -> None:
    clone, other = (accepted.charles, accepted.ada) if who == "charles" else (accepted.ada, accepted.charles)
    run(accepted.charles, "amend", "ada", "lead", "Lead it twice")
    if who == "ada":
        git(accepted.charles, "push", "--quiet", "--force")
    before = git(clone, "rev-list", "HEAD").split()
    terminal = Terminal("-C", clone, "sync", columns=200)
    terminal.answer(["w", "Lead it once a month"])
    assert terminal.end() == 0
    data = json.loads(run(clone, "show", "ada", "--format", "json").out)["plan"]
    entry = next(one for one in data["sections"]["activities"]["entries"] if one["id"] == "lead")
    assert (entry["what"], entry["status"]) == ("Lead it once a month", "proposed")
    assert entry["agreed"]["by"]["name"] == "Ada Lovelace"
    assert "error" not in run(clone, "check", "--exit-zero").out
    run(other, "sync")
    assert _head(git, other) == _head(git, clone)
    assert set(before) <= set(git(clone, "rev-list", "HEAD").split())


@pytest.mark.long
def test_the_words_of_a_side_are_that_side_with_the_yes_that_it_has(divided, run) -> None:
    terminal = Terminal("-C", divided.charles, "sync", columns=200)
    terminal.answer(["w", "Lead the planning meeting"])
    assert terminal.end() == 0
    text = (divided.charles / ADA_PLAN).read_text(encoding="utf-8")
    assert "status: agreed" in text.partition("id: lead")[2].partition("- id")[0]


@pytest.mark.long
def test_other_words_for_one_of_two_activities_worded_alike_leave_the_other_alone(pair, run, git) -> None:
    plan = pair.charles / ADA_PLAN
    for words, name in (("Lead the planning meeting", "first"), ("Lead it", "lead")):
        run(pair.charles, "propose", "ada", words, "--id", name)
    text = plan.read_text(encoding="utf-8").replace("what: Lead it", "what: Lead the planning meeting")
    plan.write_text(text, encoding="utf-8")
    run(pair.charles, "save")
    run(pair.charles, "sync")
    run(pair.ada, "sync")
    run(pair.ada, "accept", "ada", "--all")
    run(pair.ada, "sync")
    run(pair.charles, "amend", "ada", "lead", "Lead it twice")
    terminal = Terminal("-C", pair.charles, "sync", columns=200)
    terminal.answer(["w", "Lead it once a month"])
    assert terminal.end() == 0
    data = json.loads(run(pair.charles, "show", "ada", "--format", "json").out)["plan"]
    entries = {one["id"]: one for one in data["sections"]["activities"]["entries"] if "id" in one}
    assert (entries["first"]["what"], entries["first"]["status"]) == ("Lead the planning meeting", "agreed")
    assert (entries["lead"]["what"], entries["lead"]["status"]) == ("Lead it once a month", "proposed")


@pytest.mark.long
def test_other_words_that_are_not_in_order_change_nothing_and_are_kept(pair, run, git) -> None:
    for clone, day in ((pair.ada, "tuesday"), (pair.charles, "friday")):
        run(clone, "edit", "ada", "--set", f"update_cadence.day={day}")
    run(pair.ada, "sync")
    before = _head(git, pair.charles)
    terminal = Terminal("-C", pair.charles, "sync", columns=300)
    terminal.answer(["w", "never ever"])
    assert terminal.end() == 1
    assert _head(git, pair.charles) == before
    (kept,) = (pair.charles / ".git/coachplan/kept").iterdir()
    assert kept.read_text(encoding="utf-8") == "never ever"
    assert f"your text is kept in {kept}" in terminal.seen


def test_other_words_for_the_notes_are_found_in_an_editor(pair, run, git, tmp_path) -> None:
    for clone, words in ((pair.ada, "Hers."), (pair.charles, "His.")):
        plan = clone / ADA_PLAN
        plan.write_text(f"{plan.read_text(encoding='utf-8')}\nBoth.\n\n{words}\n", encoding="utf-8")
        run(clone, "save")
    run(pair.ada, "sync")
    editor = _program(tmp_path / "bin/editor", "grep -q '<<<<<<<' \"$1\" && sed -i '/^[<=>]\\{7\\}/d' \"$1\"")
    before = _head(git, pair.charles)
    terminal = Terminal("-C", pair.charles, "sync", columns=300, EDITOR="true")
    terminal.answer(["w", "", "drop"])
    assert terminal.end() == 1
    assert "marker lines are still there" in terminal.seen
    assert _head(git, pair.charles) == before
    terminal = Terminal("-C", pair.charles, "sync", columns=300, EDITOR=str(editor))
    terminal.answer(["w"])
    assert terminal.end() == 0
    assert (pair.charles / ADA_PLAN).read_text(encoding="utf-8").endswith("---\n\nBoth.\n\nHis.\nHers.\n")

    # One of the two took the notes out, and the last line end with them.
    run(pair.ada, "sync")
    plan, other = pair.charles / ADA_PLAN, pair.ada / ADA_PLAN
    plan.write_text(plan.read_text(encoding="utf-8").partition("---\n\nBoth.")[0] + "---", encoding="utf-8")
    other.write_text(other.read_text(encoding="utf-8").replace("Hers.", "Ours."), encoding="utf-8")
    for clone, verbs in ((pair.ada, ("save", "sync")), (pair.charles, ("save",))):
        for verb in verbs:
            run(clone, verb)
    terminal = Terminal("-C", pair.charles, "sync", columns=300, EDITOR=str(editor))
    terminal.answer(["w"])
    assert terminal.end() == 0
    assert "    mine  (taken out)\n" in terminal.seen
    assert "  theirs  Both. His. Ours.\n" in terminal.seen
    assert plan.read_text(encoding="utf-8").endswith("---\n\nBoth.\n\nHis.\nOurs.\n")


def test_a_branch_that_another_git_notes_at_the_same_time_is_asked_for_again(pair, run, tmp_path, monkeypatch) -> None:
    """As the git of a sync that was killed does, which goes on for a moment."""
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    run(pair.ada, "sync")
    shim = _program(
        tmp_path / "shim/git",
        f'case " $* " in *" fetch "*) echo x >> {tmp_path}/asked; if [ $(wc -l < {tmp_path}/asked) = 1 ]; then '
        "echo \"error: cannot lock ref 'refs/remotes/origin/main': is at 12 but expected 34\" >&2; exit 1; fi;; esac\n"
        f'exec {GIT} "$@"',
    )
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
    told = run(pair.charles, "sync")
    assert (told.code, told.err) == (0, "")
    assert (tmp_path / "asked").read_text(encoding="ascii") == "x\nx\n"
