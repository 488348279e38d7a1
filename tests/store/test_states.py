"""Whatever state a repository is in: refused before anything is written, or recorded and all else left as it was."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from coachplan.store import work_tree

PLAN = "plans/ada-lovelace/clear-status-updates/plan.md"
CHECK_INS = "plans/ada-lovelace/clear-status-updates/check-ins"
LOG = ("log", "ada", "--date", "2026-01-12", "--evidence", "Three clear updates")
ROOT = os.geteuid() == 0


def snapshot(root: Path) -> dict[str, str]:
    """Every file outside .git with a hash of its bytes."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def logged(root: Path) -> list[Path]:
    return sorted((root / CHECK_INS).glob("*.md"))


def commits(git, root: Path) -> int:
    return len(git(root, "rev-list", "--all").split())


def program(path: Path, text: str) -> Path:
    """A program that does what `text` says in the language of sh."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def changed_by_hand(root: Path) -> None:
    plan = root / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("I prepare them", "I write them"), encoding="utf-8")


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """A process of its own, where what is done to it must not reach the tests."""
    return subprocess.run(
        [sys.executable, "-m", "coachplan", *arguments],
        cwd=root,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def refused(git, coachplan):
    """Asserts that commands that record are refused in one line, and change neither files nor index nor history."""

    def check(root: Path, *words: str, commands=(LOG,), code: int = 1) -> None:
        for command in commands:
            before = (
                snapshot(root),
                git(root, "status", "--porcelain"),
                git(root, "ls-files", "--stage"),
                commits(git, root),
            )
            result = coachplan("-C", root, *command)
            assert result.code == code, result.err
            assert len(result.err.splitlines()) == 1
            for word in words:
                assert word in result.err
            after = (
                snapshot(root),
                git(root, "status", "--porcelain"),
                git(root, "ls-files", "--stage"),
                commits(git, root),
            )
            assert after == before

    return check


@pytest.fixture
def recorded(git, coachplan):
    """Asserts that a check-in is recorded: on disk, in the last commit and alone in it."""

    def check(root: Path) -> Path:
        before = set(logged(root))
        result = coachplan("-C", root, *LOG)
        assert result.code == 0, result.err
        (new,) = set(logged(root)) - before
        path = str(new.relative_to(root))
        assert git(root, "show", "--format=", "--name-status", "--relative", "HEAD") == f"A\t{path}\n"
        assert git(root, "show", f"HEAD:./{path}") == new.read_text(encoding="utf-8")
        return new

    return check


# -- branches and operations -------------------------------------------------------------------------------------------


def test_the_first_commit_is_made_on_an_unborn_branch(ada, git, coachplan, act_as):
    git(ada, "checkout", "--quiet", "--orphan", "fresh")
    git(ada, "rm", "-r", "--cached", "--quiet", ".")
    result = coachplan("-C", ada, *LOG)
    assert result.code == 0, result.err
    assert git(ada, "ls-tree", "-r", "--name-only", "HEAD").splitlines() == [
        str(path.relative_to(ada)) for path in logged(ada)
    ]
    act_as("Ada Lovelace <ada@example.com>")
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""


def test_a_hook_that_fails_on_an_unborn_branch_leaves_the_index_as_it_was(ada, git, coachplan):
    git(ada, "checkout", "--quiet", "--orphan", "fresh")
    git(ada, "rm", "-r", "--cached", "--quiet", ".")
    (ada / "notes.txt").write_text("mine\n", encoding="utf-8")
    git(ada, "add", "notes.txt")
    before = git(ada, "ls-files", "--stage")
    program(ada / ".git/hooks/pre-commit", "exit 1")
    assert coachplan("-C", ada, *LOG).code == 1
    assert git(ada, "ls-files", "--stage") == before


def test_a_detached_head_is_refused(ada, git, refused):
    git(ada, "checkout", "--quiet", "--detach")
    changed_by_hand(ada)
    refused(ada, "HEAD is detached", "git switch", commands=(LOG, ("save",)))


def conflicting(git, root: Path, path: str = "README.md") -> None:
    """A branch `other` whose change of a file conflicts with that of this branch."""
    for branch, text in (("other", "theirs\n"), ("main", "ours\n")):
        git(root, "checkout", "--quiet", "-B", branch, "main" if branch == "other" else branch)
        (root / path).write_text(text, encoding="utf-8")
        git(root, "add", path)
        git(root, "commit", "--quiet", "-m", f"Change by {branch}")


@pytest.mark.parametrize(
    ("operation", "named"),
    [
        (("merge", "other"), "a merge"),
        (("rebase", "other"), "a rebase"),
        (("rebase", "--apply", "other"), "a rebase"),
        (("cherry-pick", "other"), "a cherry-pick"),
        (("revert", "--no-edit", "HEAD~1"), "a revert"),
    ],
)
def test_an_operation_in_progress_is_refused(ada, git, refused, operation, named):
    (ada / "README.md").write_text("first\n", encoding="utf-8")
    git(ada, "add", "README.md")
    git(ada, "commit", "--quiet", "-m", "First")
    conflicting(git, ada)
    if operation[0] == "revert":
        (ada / "README.md").write_text("ours again\n", encoding="utf-8")
        git(ada, "commit", "--quiet", "--all", "-m", "Again")
    git(ada, *operation, check=False)
    refused(ada, f"{named} is in progress", "--abort", commands=(("agree", "ada"),))


def test_a_series_of_cherry_picks_in_progress_is_refused(ada, git, refused):
    (ada / "README.md").write_text("first\n", encoding="utf-8")
    git(ada, "add", "README.md")
    git(ada, "commit", "--quiet", "-m", "First")
    conflicting(git, ada)
    git(ada, "checkout", "--quiet", "other")
    (ada / "README.md").write_text("theirs again\n", encoding="utf-8")
    git(ada, "commit", "--quiet", "--all", "-m", "Again")
    git(ada, "checkout", "--quiet", "main")
    git(ada, "cherry-pick", "other~1", "other", check=False)
    (ada / "README.md").write_text("settled\n", encoding="utf-8")
    git(ada, "commit", "--quiet", "--all", "-m", "Settled")
    refused(ada, "in progress", "--abort", commands=(("agree", "ada"),))


@pytest.mark.parametrize("where", ["front matter", "body"])
def test_a_plan_with_conflict_markers_is_refused(ada, refused, where):
    plan = ada / PLAN
    text = plan.read_text(encoding="utf-8")
    conflict = "<<<<<<< HEAD\nstatus: active\n=======\nstatus: closed\n>>>>>>> other\n"
    changed = text.replace("status: active\n", conflict) if where == "front matter" else f"{text}\n{conflict}"
    assert changed != text
    plan.write_text(changed, encoding="utf-8")
    refused(ada, PLAN, "conflict", commands=(("save",),))


def test_a_conflict_of_another_file_is_left_alone(ada, git, recorded):
    (ada / "notes.txt").write_text("first\n", encoding="utf-8")
    git(ada, "add", "notes.txt")
    git(ada, "commit", "--quiet", "-m", "Notes")
    (ada / "notes.txt").write_text("stashed\n", encoding="utf-8")
    git(ada, "stash", "--quiet")
    (ada / "notes.txt").write_text("committed\n", encoding="utf-8")
    git(ada, "commit", "--quiet", "--all", "-m", "Notes again")
    git(ada, "stash", "pop", check=False)
    before = git(ada, "ls-files", "--unmerged"), (ada / "notes.txt").read_bytes()
    recorded(ada)
    assert (git(ada, "ls-files", "--unmerged"), (ada / "notes.txt").read_bytes()) == before


def test_a_branch_without_upstream_is_like_any_other(ada, git, recorded):
    git(ada, "switch", "--quiet", "--create", "aside")
    recorded(ada)
    assert git(ada, "branch", "--show-current") == "aside\n"


# -- who ---------------------------------------------------------------------------------------------------------------


def test_no_identity_is_refused(ada, git, refused, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    refused(ada, "git does not know who you are", "git config --global user.email")


def test_an_author_without_a_committer_is_refused(ada, refused, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Charles Babbage")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "charles@example.com")
    refused(ada, "git does not know who you are")


def test_no_repository_is_made_for_nobody(tmp_path, coachplan, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    result = coachplan("init", tmp_path / "new")
    assert result.code == 1
    assert not (tmp_path / "new").exists()


# -- other people's work -----------------------------------------------------------------------------------------------


@pytest.fixture
def work(ada, git) -> Path:
    """A repository full of unrelated work in every state that git knows."""
    for name in ("staged", "unstaged", "partly", "deleted", "removed", "renamed"):
        (ada / f"{name}.txt").write_text("first\nline\nline\n", encoding="utf-8")
    git(ada, "add", ".")
    git(ada, "commit", "--quiet", "-m", "Work")
    (ada / "staged.txt").write_text("staged\r\n", encoding="utf-8", newline="")
    (ada / "partly.txt").write_text("staged\nline\nline\n", encoding="utf-8")
    (ada / "new.txt").write_text("staged\n", encoding="utf-8")
    git(ada, "add", "staged.txt", "partly.txt", "new.txt")
    (ada / "partly.txt").write_text("staged\nline\nchanged further\n", encoding="utf-8")
    (ada / "new.txt").write_text("staged\nand changed further\n", encoding="utf-8")
    (ada / "unstaged.txt").write_bytes(b"unstaged\xff\x00 ")
    (ada / "deleted.txt").unlink()
    git(ada, "rm", "--quiet", "removed.txt")
    git(ada, "mv", "renamed.txt", "moved.txt")
    (ada / "untracked.txt").write_text("untracked\n", encoding="utf-8")
    (ada / "intended.txt").write_text("intended\n", encoding="utf-8")
    git(ada, "add", "--intent-to-add", "intended.txt")
    (ada / "plans/ada-lovelace/notes.txt").write_text("beside the plan\n", encoding="utf-8")
    git(ada, "add", "plans/ada-lovelace/notes.txt")
    return ada


def state(root: Path, git) -> tuple[str, ...]:
    return (
        git(root, "diff", "--binary", "--", ":!plans/*/*/*"),
        git(root, "diff", "--binary", "--cached", "--", ":!plans/*/*/*"),
        git(root, "ls-files", "--stage", "--", ":!plans/*/*/*"),
        git(root, "status", "--porcelain=v2", "--", ":!plans/*/*/*"),
    )


def outside(root: Path) -> dict[str, str]:
    return {path: data for path, data in snapshot(root).items() if path.count("/") < 3}


@pytest.mark.parametrize(
    "command",
    [
        LOG,
        ("edit", "ada", "--set", "development_area=Clear updates"),
        ("save", "ada"),
        ("new", "Second", "--for", "Grace Hopper <grace@example.com>"),
    ],
    ids=lambda command: command[0],
)
def test_unrelated_work_is_untouched_byte_for_byte(work, git, coachplan, command):
    if command[0] == "save":
        changed_by_hand(work)
    before = state(work, git), outside(work)
    result = coachplan("-C", work, *command)
    assert result.code == 0, result.err
    assert (state(work, git), outside(work)) == before
    names = git(work, "show", "--format=", "--name-only", "HEAD").splitlines()
    assert len(names) == 1
    assert names[0].startswith("plans/")


def test_unrelated_work_is_untouched_where_the_commit_fails(work, git, coachplan):
    program(work / ".git/hooks/pre-commit", "exit 1")
    before = state(work, git), outside(work), git(work, "ls-files", "--stage", "--debug")
    assert coachplan("-C", work, *LOG).code == 1
    assert (state(work, git), outside(work)) == before[:2]
    assert git(work, "ls-files", "--stage", "--debug") == before[2]


def test_an_unrelated_change_of_the_same_plan_stays_where_another_file_is_recorded(ada, git, recorded):
    changed_by_hand(ada)
    git(ada, "add", PLAN)
    plan = ada / PLAN
    plan.write_text(plan.read_text(encoding="utf-8") + "\nAnd further.\n", encoding="utf-8")
    before = git(ada, "diff", PLAN), git(ada, "diff", "--cached", PLAN), plan.read_bytes()
    recorded(ada)
    assert (git(ada, "diff", PLAN), git(ada, "diff", "--cached", PLAN), plan.read_bytes()) == before


def test_a_staged_plan_that_is_back_as_it_was_needs_no_commit(ada, git, coachplan):
    original = (ada / PLAN).read_bytes()
    changed_by_hand(ada)
    git(ada, "add", PLAN)
    (ada / PLAN).write_bytes(original)
    before = commits(git, ada)
    assert coachplan("-C", ada, "save").code == 0
    assert commits(git, ada) == before
    assert git(ada, "status", "--porcelain") == ""


def test_a_plan_that_was_only_taken_out_of_the_index_comes_back(ada, git, coachplan):
    git(ada, "rm", "--cached", "--quiet", PLAN)
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""


def test_a_deleted_plan_is_recorded_as_deleted(ada, git, coachplan):
    (ada / PLAN).unlink()
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "show", "--format=", "--name-status", "HEAD") == f"D\t{PLAN}\n"
    assert git(ada, "status", "--porcelain") == ""


def test_two_that_save_the_same_at_once_both_succeed(ada, git):
    changed_by_hand(ada)
    program(ada / ".git/hooks/pre-commit", "sleep 1")
    before = commits(git, ada)
    savers = [
        subprocess.Popen([sys.executable, "-m", "coachplan", "-C", ada, "save"], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ended = [(saver.communicate()[1], saver.returncode) for saver in savers]
    assert ended == [("", 0), ("", 0)]
    assert commits(git, ada) == before + 1


# -- git at work, hooks and signing ------------------------------------------------------------------------------------


def test_an_index_that_someone_else_holds_leaves_the_text_in_place(ada, git, coachplan, monkeypatch):
    monkeypatch.setattr(work_tree, "_INDEX_SECONDS", 0.1)
    held = ada / ".git/index.lock"
    held.write_text("someone else's", encoding="utf-8")
    result = coachplan("-C", ada, *LOG)
    assert result.code == 1
    assert len(result.err.splitlines()) == 1
    (new,) = logged(ada)
    assert str(new.relative_to(ada)) in result.err
    assert "saved but not committed" in result.err
    assert "another git process is running (.git/index.lock exists); wait, or delete the file if none is" in result.err
    assert held.read_text(encoding="utf-8") == "someone else's"
    held.unlink()
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""


def test_an_index_that_someone_else_holds_for_a_moment_is_waited_for(ada, recorded, monkeypatch):
    monkeypatch.setattr(work_tree, "_INDEX_SECONDS", 300)
    held = ada / ".git/index.lock"
    held.write_text("", encoding="utf-8")
    threading.Timer(0.3, held.unlink).start()
    recorded(ada)


def test_a_lock_from_before_the_crash_of_another_is_not_taken_for_its_remains(ada, coachplan, monkeypatch):
    monkeypatch.setattr(work_tree, "_INDEX_SECONDS", 0.1)
    held = ada / ".git/index.lock"
    held.write_text("", encoding="utf-8")
    os.utime(held, (time.time() - 100,) * 2)
    (ada / ".git/coachplan/lock").write_text("{}", encoding="utf-8")
    assert coachplan("-C", ada, *LOG).code == 1
    assert held.exists()


def test_a_lock_that_is_dated_in_the_future_is_removed_after_a_crash_without_a_long_wait(ada, recorded, monkeypatch):
    monkeypatch.setattr(work_tree, "_STALE_SECONDS", 0.1)
    held = ada / ".git/index.lock"
    held.write_text("", encoding="utf-8")
    os.utime(held, (time.time() + 1e6,) * 2)
    (ada / ".git/coachplan/lock").write_text("{}", encoding="utf-8")
    recorded(ada)
    assert not held.exists()


def test_a_lock_that_another_git_makes_during_the_wait_is_left_alone(tmp_path, monkeypatch):
    held = tmp_path / "index.lock"
    held.write_text("", encoding="utf-8")
    monkeypatch.setattr(work_tree.time, "sleep", lambda _: os.utime(held, (time.time() + 1e6,) * 2))
    monkeypatch.setattr(work_tree, "_STALE_SECONDS", 0.1)
    work_tree._remove_once_stale(held)
    assert held.exists()


@pytest.mark.parametrize("hook", ["pre-commit", "commit-msg", "prepare-commit-msg", "reference-transaction"])
def test_a_hook_that_fails_leaves_the_text_in_place_and_speaks(ada, git, coachplan, hook):
    program(ada / f".git/hooks/{hook}", "echo 'Not on a Friday'; exit 1")
    before = git(ada, "ls-files", "--stage")
    result = coachplan("-C", ada, *LOG)
    assert result.code == 1
    assert len(result.err.splitlines()) == 1
    (new,) = logged(ada)
    assert str(new.relative_to(ada)) in result.err
    assert "Not on a Friday" in result.err
    assert git(ada, "ls-files", "--stage") == before
    (ada / f".git/hooks/{hook}").unlink()
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""


def test_the_hooks_that_the_person_set_elsewhere_are_run(ada, git, coachplan, tmp_path):
    program(tmp_path / "hooks/pre-commit", f"echo ran >{tmp_path}/marker")
    git(ada, "config", "core.hooksPath", str(tmp_path / "hooks"))
    assert coachplan("-C", ada, *LOG).code == 0
    assert (tmp_path / "marker").exists()


def test_a_hook_that_changes_the_file_loses_nothing(ada, git, coachplan):
    program(
        ada / ".git/hooks/pre-commit",
        f"cd {CHECK_INS} && grep -q hook *.md || for file in *.md; do echo 'By a hook.' >>$file; git add $file; done",
    )
    assert coachplan("-C", ada, *LOG).code == 0
    (new,) = logged(ada)
    assert git(ada, "show", f"HEAD:{new.relative_to(ada)}") == new.read_text(encoding="utf-8")
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""


def test_a_hook_that_changes_the_file_behind_git_leaves_that_to_save(ada, git, coachplan):
    hook = program(
        ada / ".git/hooks/pre-commit", f"for file in {CHECK_INS}/*.md; do echo 'Added by a hook.' >>$file; done"
    )
    assert coachplan("-C", ada, *LOG).code == 0
    (new,) = logged(ada)
    assert "Three clear updates" in git(ada, "show", f"HEAD:{new.relative_to(ada)}")
    hook.unlink()
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""


def test_a_hook_that_changes_the_file_and_fails_loses_nothing(ada, git, coachplan):
    program(
        ada / ".git/hooks/pre-commit", f"for file in {CHECK_INS}/*.md; do echo 'Added by a hook.' >>$file; done; exit 1"
    )
    before = git(ada, "ls-files", "--stage")
    assert coachplan("-C", ada, *LOG).code == 1
    (new,) = logged(ada)
    assert "Three clear updates" in new.read_text(encoding="utf-8")
    assert git(ada, "ls-files", "--stage") == before


def test_the_hooks_of_a_commit_run_in_the_persons_language(ada, coachplan, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    program(ada / ".git/hooks/pre-commit", f'printf %s "$LC_ALL" >{tmp_path}/language')
    assert coachplan("-C", ada, *LOG).code == 0
    assert (tmp_path / "language").read_text(encoding="utf-8") == "C.UTF-8"


@pytest.mark.parametrize("kind", ["openpgp", "ssh", "x509"])
def test_a_signature_that_fails_leaves_the_text_in_place(ada, git, coachplan, tmp_path, kind):
    signer = program(tmp_path / "signer", "echo 'no secret key' >&2; exit 1")
    settings = {"commit.gpgSign": "true", "gpg.format": kind, "user.signingKey": "key::ssh-ed25519 AAAA"}
    for key, value in (settings | {"gpg.program": str(signer), f"gpg.{kind}.program": str(signer)}).items():
        git(ada, "config", key, value)
    before = git(ada, "ls-files", "--stage")
    result = coachplan("-C", ada, *LOG)
    assert result.code == 1
    assert len(result.err.splitlines()) == 1
    (new,) = logged(ada)
    assert str(new.relative_to(ada)) in result.err
    assert git(ada, "ls-files", "--stage") == before
    assert coachplan("-C", ada, "save").code == 1
    git(ada, "config", "commit.gpgSign", "false")
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "fsck", "--strict", "--no-dangling") == ""


def test_a_commit_is_signed_where_the_person_wants_it(ada, git, coachplan, tmp_path):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
    for key, value in (("commit.gpgSign", "true"), ("gpg.format", "ssh"), ("user.signingKey", tmp_path / "key.pub")):
        git(ada, "config", key, str(value))
    assert coachplan("-C", ada, *LOG).code == 0
    assert "gpgsig -----BEGIN SSH SIGNATURE" in git(ada, "cat-file", "commit", "HEAD")


def test_a_commit_that_is_stopped_leaves_the_text_in_place(ada, git, coachplan):
    program(ada / ".git/hooks/pre-commit", f"touch {ada}/.git/reached; sleep 60")
    logging = subprocess.Popen(
        [sys.executable, "-m", "coachplan", "-C", ada, *LOG],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (ada / ".git/reached").exists():
        time.sleep(0.02)
    os.killpg(logging.pid, signal.SIGINT)
    _, err = logging.communicate(timeout=50)
    assert logging.returncode == 1
    (new,) = logged(ada)
    assert len(err.splitlines()) == 1
    assert str(new.relative_to(ada)) in err
    (ada / ".git/hooks/pre-commit").unlink()
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""


def test_git_that_is_missing_is_said(ada, tmp_path):
    result = run(ada, *LOG, PATH=str(tmp_path))
    assert result.returncode == 2
    assert "git was not found" in result.stderr
    assert logged(ada) == []


# -- folders, links and modes ------------------------------------------------------------------------------------------


def without_privileges(root: Path, *arguments: str) -> subprocess.CompletedProcess:
    """A run as somebody for whom the modes of folders hold."""
    prefix = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if ROOT else []
    return subprocess.run(
        [*prefix, sys.executable, "-m", "coachplan", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


try:
    HAS_SETPRIV = subprocess.run(["setpriv", "--version"], capture_output=True, check=False).returncode == 0
except OSError:
    HAS_SETPRIV = False
modes_hold = pytest.mark.skipif(ROOT and not HAS_SETPRIV, reason="root may write everywhere")


@modes_hold
def test_a_folder_that_cannot_be_written_keeps_the_text_elsewhere(ada, git):
    folder = ada / PLAN
    os.chmod(folder.parent, 0o500)
    result = without_privileges(ada, *LOG)
    os.chmod(folder.parent, 0o700)
    assert result.returncode == 2, result.stderr
    assert len(result.stderr.splitlines()) == 1
    kept = Path(result.stderr.partition("kept in ")[2].rstrip(")\n"))
    assert "Three clear updates" in kept.read_text(encoding="utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert git(ada, "status", "--porcelain") == ""
    again = without_privileges(ada, "log", "ada", "--from", str(kept))
    assert again.returncode == 0, again.stderr
    assert "Three clear updates" in logged(ada)[0].read_text(encoding="utf-8")


@modes_hold
def test_a_git_folder_that_cannot_be_written_keeps_the_text_elsewhere(ada, git, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    for folder in (ada / ".git", ada / ".git/coachplan"):
        os.chmod(folder, 0o500)
    (ada / ".git/coachplan/lock").unlink()
    result = without_privileges(ada, *LOG)
    for folder in (ada / ".git", ada / ".git/coachplan"):
        os.chmod(folder, 0o700)
    assert result.returncode == 2, result.stderr
    assert f"kept in {tmp_path}/" in result.stderr
    assert logged(ada) == []


@pytest.mark.parametrize("path", ["plans", "plans/ada-lovelace", "plans/ada-lovelace/clear-status-updates", CHECK_INS])
def test_a_folder_that_is_a_link_is_not_written_through(ada, coachplan, tmp_path, path):
    assert coachplan("-C", ada, *LOG).code == 0
    (ada / path).rename(tmp_path / "elsewhere")
    (ada / path).symlink_to(tmp_path / "elsewhere")
    before = snapshot(tmp_path / "elsewhere")
    result = coachplan("-C", ada, *LOG)
    assert result.code in (1, 2), result.err
    assert snapshot(tmp_path / "elsewhere") == before


def test_a_plan_that_is_a_link_is_not_followed(ada, coachplan, tmp_path):
    (ada / PLAN).rename(tmp_path / "plan.md")
    (ada / PLAN).symlink_to(tmp_path / "plan.md")
    before = (tmp_path / "plan.md").read_bytes()
    for command in (LOG, ("edit", "ada", "--set", "status=closed"), ("save",)):
        result = coachplan("-C", ada, *command)
        assert result.code in (1, 2), result.err
        assert len(result.err.splitlines()) == 1
    assert (tmp_path / "plan.md").read_bytes() == before
    assert (ada / PLAN).is_symlink()


@pytest.mark.parametrize("path", ["", "lock", "kept"])
def test_a_private_folder_that_is_a_link_gets_nothing(ada, coachplan, tmp_path, path):
    (ada / ".git/coachplan/kept").mkdir(exist_ok=True)
    (ada / ".git/coachplan" / path).rename(tmp_path / "elsewhere")
    (ada / ".git/coachplan" / path).symlink_to(tmp_path / "elsewhere")
    before = snapshot(tmp_path) if path != "lock" else (tmp_path / "elsewhere").read_bytes()
    program(ada / ".git/hooks/pre-commit", "exit 1")
    result = coachplan("-C", ada, "log", "ada", "--date", "2027-01-01", "--note", "still to come")
    assert result.code in (1, 2), result.err
    after = snapshot(tmp_path) if path != "lock" else (tmp_path / "elsewhere").read_bytes()
    assert after == before


def test_a_git_folder_that_is_a_link_is_git_s_own_business(ada, recorded, tmp_path):
    (ada / ".git").rename(tmp_path / "git-folder")
    (ada / ".git").symlink_to(tmp_path / "git-folder")
    recorded(ada)


def test_a_repository_that_is_reached_through_a_link_is_written(ada, recorded, tmp_path):
    (tmp_path / "link").symlink_to(ada)
    recorded(tmp_path / "link")


def test_everything_is_private(plans, coachplan):
    old = os.umask(0o022)
    try:
        assert coachplan("-C", plans, "new", "Listening", "--for", "Ada Lovelace <ada@example.com>").code == 0
    finally:
        os.umask(old)
    for path in (plans, *plans.rglob("*")):
        inside_git = ".git" in path.relative_to(plans).parts[:1]
        if path.is_dir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
        elif not inside_git:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_the_mode_of_a_plan_stays(ada, coachplan):
    os.chmod(ada / PLAN, 0o640)
    assert coachplan("-C", ada, "edit", "ada", "--set", "development_area=Clear updates").code == 0
    assert stat.S_IMODE((ada / PLAN).stat().st_mode) == 0o640


# -- arrangements ------------------------------------------------------------------------------------------------------


def test_another_work_tree_records_on_its_own_branch(ada, git, recorded, tmp_path):
    git(ada, "worktree", "add", "--quiet", "-b", "aside", str(tmp_path / "aside"))
    before = git(ada, "rev-parse", "main"), snapshot(ada)
    recorded(tmp_path / "aside")
    assert (git(ada, "rev-parse", "main"), snapshot(ada)) == before
    assert git(ada, "status", "--porcelain") == ""


def test_a_crash_in_another_work_tree_is_cleaned_up_there(ada, git, coachplan, tmp_path):
    aside = tmp_path / "aside"
    git(ada, "worktree", "add", "--quiet", "-b", "aside", str(aside))
    program(ada / ".git/hooks/pre-commit", f"touch {tmp_path}/reached; sleep 60 & echo $! >{tmp_path}/sleeping; wait")
    logging = subprocess.Popen([sys.executable, "-m", "coachplan", "-C", aside, *LOG], start_new_session=True)
    while not (tmp_path / "reached").exists():
        time.sleep(0.02)
    os.killpg(logging.pid, signal.SIGKILL)
    logging.wait()
    (ada / ".git/hooks/pre-commit").unlink()
    assert (ada / ".git/worktrees/aside/index.lock").exists()
    assert coachplan("-C", ada, *LOG).code == 0
    assert not (ada / ".git/worktrees/aside/index.lock").exists()
    assert coachplan("-C", aside, "save").code == 0
    for root in (ada, aside):
        assert git(root, "status", "--porcelain") == ""
        assert git(root, "fsck", "--strict", "--no-dangling") == ""


def test_a_plan_repository_may_be_a_part_of_a_git_repository(tmp_path, git, coachplan, recorded):
    git(tmp_path, "init", "--quiet", "whole")
    whole = tmp_path / "whole"
    part = whole / "people/coaching"
    part.mkdir(parents=True)
    for file in (whole / "code.txt", part / "notes.txt"):
        file.write_text("mine\n", encoding="utf-8")
    git(whole, "add", ".")
    staged = "A  code.txt\nA  people/coaching/notes.txt\n"
    assert coachplan("init", part).code == 0
    assert git(whole, "status", "--porcelain") == staged
    assert (
        coachplan(
            "-C",
            part,
            "new",
            "Clear status updates",
            "--for",
            "Ada Lovelace <ada@example.com>",
            "--start",
            "2026-01-05",
        ).code
        == 0
    )
    recorded(part)
    (part / CHECK_INS).joinpath("2026-01-19-ada-lovelace-abcd.md").write_text(
        "---\ncoachplan: 1\ndate: 2026-01-19\nby: Ada Lovelace <ada@example.com>\nevidence:\n  - Four updates\n---\n",
        encoding="utf-8",
    )
    assert coachplan("-C", part, "save", "--draft").code == 0
    assert git(whole, "status", "--porcelain") == staged


def test_line_endings_that_git_converts_are_recorded(ada, git, coachplan, recorded):
    git(ada, "config", "core.autocrlf", "true")
    new = recorded(ada)
    assert b"\r" not in new.read_bytes()
    plan = ada / PLAN
    plan.write_bytes(plan.read_bytes().replace(b"I prepare", b"I write").replace(b"\n", b"\r\n"))
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "settings",
    [
        {"GIT_DIR": "elsewhere/.git"},
        {"GIT_DIR": "elsewhere/.git", "GIT_WORK_TREE": "elsewhere"},
        {"GIT_INDEX_FILE": "elsewhere/.git/index"},
        {"GIT_OBJECT_DIRECTORY": "elsewhere/.git/objects"},
        {"GIT_ICASE_PATHSPECS": "1"},
        {"GIT_GLOB_PATHSPECS": "1"},
    ],
    ids=lambda settings: next(reversed(settings)),
)
def test_an_environment_that_redirects_git_is_not_followed(ada, git, tmp_path, settings):
    git(tmp_path, "init", "--quiet", "elsewhere")
    before = commits(git, ada), sorted((tmp_path / "elsewhere").rglob("*"))
    result = run(ada, *LOG, **{k: v.replace("elsewhere", str(tmp_path / "elsewhere")) for k, v in settings.items()})
    assert result.returncode == 0, result.stderr
    assert commits(git, ada) == before[0] + 1
    assert sorted((tmp_path / "elsewhere").rglob("*")) == before[1]
    assert git(ada, "status", "--porcelain") == ""


@pytest.mark.parametrize("pattern", ["check-ins/", "plans/", "*.md"])
def test_a_path_that_git_is_told_to_ignore_is_refused(ada, refused, pattern):
    (ada / ".gitignore").write_text(f"{pattern}\n", encoding="utf-8")
    refused(ada, "git ignores plans/")


def test_a_folder_whose_name_holds_a_line_break_is_refused(tmp_path, coachplan):
    result = coachplan("init", tmp_path / "two\nlines")
    assert result.code in (0, 2)
    if result.code == 0:
        assert coachplan("-C", tmp_path / "two\nlines", "list").code == 0


def test_a_folder_that_was_removed_is_said(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    result = subprocess.run(
        ["sh", "-c", 'cd "$1" && rmdir "$1" && exec "$2" -m coachplan list', "sh", gone, sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_creation_that_was_stopped_is_completed_by_the_next(tmp_path, git, coachplan):
    folder = tmp_path / "plans"
    (folder / ".coachplan-x.tmp/.git").mkdir(parents=True)
    assert coachplan("init", folder).code == 0
    assert git(folder, "status", "--porcelain") == ""
    assert not (folder / ".coachplan-x.tmp").exists()


def test_a_commit_that_git_cannot_make_because_nothing_changed_is_no_failure(ada, coachplan):
    assert coachplan("-C", ada, "save").code == 0


# -- hostile settings --------------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(ada, git, coachplan, tmp_path) -> Path:
    """A repository whose settings and attributes name a program wherever git takes one."""
    assert coachplan("-C", ada, *LOG).code == 0
    evil = program(tmp_path / "evil", f'echo "$0 $*" >>{tmp_path}/marker; cat 2>/dev/null')
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "sequence.editor"),
        *("diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.smudge", "filter.evil.process"),
        *("gpg.program", "gpg.ssh.program", "credential.helper", "uploadpack.packObjectsHook", "merge.evil.driver"),
        *("pager.log", "pager.status", "interactive.diffFilter", "alias.log", "alias.status", "alias.rev-parse"),
    ):
        git(ada, "config", key, f"!{evil}" if key.startswith("alias") else str(evil))
    git(ada, "config", "core.hooksPath", str(tmp_path / "hooks"))
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman"):
        program(tmp_path / "hooks" / hook, f"echo {hook} >>{tmp_path}/marker")
    git(ada, "config", "log.showSignature", "true")
    (ada / ".gitattributes").write_text("* diff=evil filter=evil merge=evil\n", encoding="utf-8")
    (ada / ".git/info").mkdir(exist_ok=True)
    (ada / ".git/info/attributes").write_text("* diff=evil filter=evil merge=evil\n", encoding="utf-8")
    changed_by_hand(ada)
    (tmp_path / "marker").unlink(missing_ok=True)
    return ada


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("show", "ada"),
        ("check",),
        ("history", "ada"),
        ("history", "ada", "--format", "json"),
        ("history", "ada", "--at", "HEAD"),
        ("history", "ada", "--at", "2026-12-31"),
        ("render", "ada", "--to", "md"),
        ("render", "ada", "--to", "html"),
        ("templates",),
        ("schema",),
    ],
    ids=" ".join,
)
def test_a_command_that_reads_runs_no_program_that_the_repository_names(hostile, coachplan, tmp_path, command):
    result = coachplan("-C", hostile, *command)
    # What git keeps through a filter of the repository's is not read at all.
    is_refused = result.code == 2 and "coachplan runs no program that only a repository names" in result.err
    assert result.code in (0, 1) or is_refused, result.err
    assert not (tmp_path / "marker").exists(), (tmp_path / "marker").read_text(encoding="utf-8")


def test_a_command_that_reads_fetches_nothing_for_a_partial_clone(ada, git, coachplan, tmp_path):
    assert coachplan("-C", ada, *LOG).code == 0
    evil = program(tmp_path / "evil", f"echo fetched >>{tmp_path}/marker; exit 1")
    blob = git(ada, "rev-parse", f"HEAD:{PLAN}").strip()
    (ada / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": "ssh://example.com/plans",
        "remote.origin.promisor": "true",
        "core.sshCommand": str(evil),
    }.items():
        git(ada, "config", key, value)
    result = coachplan("-C", ada, "history", "ada")
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert not (tmp_path / "marker").exists()
