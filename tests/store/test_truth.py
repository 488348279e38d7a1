"""What a command says of a commit is the truth, whoever else writes at that moment, and whatever stopped it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PLAN = "plans/ada-lovelace/clear-status-updates/plan.md"
PROPOSE = ("propose", "ada", "Ask George")
EXTEND = ("extend", "ada", "--to", "+14d", "--why", "More time helps")
GIT = shutil.which("git")


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def meanwhile(tmp_path, monkeypatch):
    """Has a text of sh done just before git commits, as somebody else would; the real git is $git there."""

    def do(text: str) -> None:
        shim = program(
            tmp_path / "shim/git",
            f'case " $* " in *" commit --quiet "*) git={GIT}; {text};; esac\nexec {GIT} "$@"',
        )
        monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")

    return do


def kept(root: Path, err: str) -> str:
    """The text in the file that the one line on standard error names."""
    (line,) = err.splitlines()
    path = Path(line.rpartition("your text is kept in ")[2])
    assert path.parent == root / ".git/coachplan/kept"
    return path.read_text(encoding="utf-8")


# -- what is in git afterwards -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "happening",
    [
        "$git stash --quiet",
        f"$git checkout --quiet -- {PLAN}",
        f"$git show HEAD:{PLAN} >{PLAN}",
        f"$git show HEAD:{PLAN} | sed 's/I prepare/I wrote/' >{PLAN}",
        f"$git show HEAD:{PLAN} | sed 's/I prepare/I wrote/' >{PLAN}; $git commit --quiet --all --message other",
        f"echo 'title: [broken' >{PLAN}",
        f"rm {PLAN}",
    ],
    ids=["stash", "checkout", "an old buffer", "an old buffer, changed", "committed by others", "broken", "removed"],
)
def test_a_change_that_is_taken_back_before_the_commit_is_not_recorded_and_kept(
    ada, git, coachplan, meanwhile, happening
):
    meanwhile(happening)
    result = coachplan("-C", ada, *PROPOSE, cwd=ada)
    assert (result.code, result.out) == (1, "")
    assert f"coachplan: {PLAN} is not recorded" in result.err
    assert "Ask George" in kept(ada, result.err)
    assert "Ask George" not in git(ada, "show", f"HEAD:{PLAN}", check=False)
    assert git(ada, "fsck", "--strict", "--no-dangling") == ""


def test_a_check_in_that_is_taken_back_before_the_commit_is_kept_as_a_file_that_log_takes(
    ada, git, coachplan, meanwhile
):
    meanwhile("$git stash --quiet --include-untracked")
    result = coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--evidence", "Three clear updates", cwd=ada)
    assert result.code == 1
    assert "Three clear updates" in kept(ada, result.err)
    assert git(ada, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "happening",
    [
        "$git commit --quiet --all --message other",
        f"$git commit --quiet --all --message other; echo '# more' >>{PLAN}; $git commit --quiet --all --message more",
    ],
    ids=["just that", "and more since"],
)
def test_a_change_that_somebody_else_records_meanwhile_is_recorded(ada, git, coachplan, meanwhile, happening):
    meanwhile(happening)
    result = coachplan("-C", ada, *PROPOSE, cwd=ada)
    assert (result.code, result.out.count("Recorded")) == (0, 1)
    assert "Ask George" in git(ada, "show", f"HEAD:{PLAN}")


def hook(root: Path, name: str, text: str) -> None:
    program(root / ".git/hooks" / name, text)


def test_what_a_hook_makes_of_the_layout_is_recorded_and_said(ada, git, coachplan):
    hook(
        ada,
        "pre-commit",
        f"echo '# formatted' >>{PLAN}; sed -i 's/^title: \\(.*\\)/title: \"\\1\"/' {PLAN}; git add {PLAN}",
    )
    result = coachplan("-C", ada, *PROPOSE)
    assert result.code == 0
    assert f"A git hook changed {PLAN}, which still says the same" in result.err
    assert 'title: "Clear status updates"' in git(ada, "show", f"HEAD:{PLAN}")
    assert "Ask George" in git(ada, "show", f"HEAD:{PLAN}")


@pytest.mark.parametrize(
    "change",
    [
        f"git checkout --quiet HEAD -- {PLAN}",
        f"sed -i 's/Ask George/Ask nobody/' {PLAN}; git add {PLAN}",
        f"echo 'title: [broken' >{PLAN}; git add {PLAN}",
        f"git rm --quiet --cached {PLAN}; rm {PLAN}",
    ],
    ids=["taken back", "other words", "broken", "removed"],
)
def test_what_a_hook_makes_of_the_words_is_not_recorded_as_it_was_to_be(ada, coachplan, change):
    hook(ada, "pre-commit", change)
    result = coachplan("-C", ada, *PROPOSE)
    assert (result.code, result.out) == (1, "")
    assert f"{PLAN} is not recorded as it was to be (a hook, git stash or an editor changed it" in result.err
    assert "Ask George" in kept(ada, result.err)


def test_a_commit_that_a_hook_takes_back_is_not_recorded(ada, coachplan):
    hook(ada, "post-commit", "git reset --quiet --hard HEAD~1")
    result = coachplan("-C", ada, *PROPOSE)
    assert result.code == 1
    assert "Ask George" in kept(ada, result.err)


def test_a_commit_after_which_a_hook_leaves_the_branch_is_recorded(ada, git, coachplan):
    git(ada, "branch", "other")
    hook(ada, "post-commit", "git checkout --quiet other")
    assert coachplan("-C", ada, *PROPOSE).code == 0
    assert "Ask George" in git(ada, "show", f"main:{PLAN}")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("settings", "attributes"),
    [
        ({"core.autocrlf": "true"}, ""),
        ({"core.autocrlf": "input"}, ""),
        ({}, "*.md text eol=crlf"),
        ({}, "*.md ident"),
    ],
    ids=["autocrlf", "input", "eol", "ident"],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_attributes_make_of_a_file_is_what_was_to_be_recorded(ada, git, coachplan, settings, attributes, ends):
    (ada / ".gitattributes").write_text(f"{attributes}\n", encoding="utf-8")
    for name, value in settings.items():
        git(ada, "config", "--global", name, value)
    plan = ada / PLAN
    plan.write_bytes(plan.read_bytes().replace(b"\n", ends.encode()) + f"<!-- changed -->{ends}".encode())
    assert coachplan("-C", ada, "save").code == 0
    for command in (PROPOSE, ("log", "ada", "--date", "2026-01-12", "--evidence", "x")):
        result = coachplan("-C", ada, *command)
        assert result.code == 0, result.err
        assert "hook" not in result.err
    assert b"Ask George" in plan.read_bytes()


def test_a_text_that_was_checked_is_what_save_records(ada, git, coachplan, meanwhile):
    plan = ada / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("I prepare", "I wrote"), encoding="utf-8")
    meanwhile(f"echo 'title: [broken' >{PLAN}")
    result = coachplan("-C", ada, "save", cwd=ada)
    assert result.code == 1
    assert "I wrote" in kept(ada, result.err)


def test_large_templates_are_recorded(ada, git, coachplan):
    (ada / "templates").mkdir()
    (ada / "templates/logo.svg").write_bytes(b"x" * 2_000_000)
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "cat-file", "-s", "HEAD:templates/logo.svg") == "2000000\n"


@pytest.mark.parametrize(("step", "signal_"), [("add", "KILL"), ("commit", "TERM"), ("commit", "SEGV")])
def test_a_git_that_is_killed_is_said_so(ada, coachplan, tmp_path, monkeypatch, step, signal_):
    shim = program(tmp_path / "shim/git", f'case " $* " in *" {step} "*) kill -{signal_} $$;; esac\nexec {GIT} "$@"')
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
    result = coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--evidence", "x")
    assert result.code == 1
    assert f"is saved but not committed (git {step} was stopped by SIG{signal_}); fix that and run" in result.err
    monkeypatch.setenv("PATH", os.environ["PATH"].partition(os.pathsep)[2])
    assert coachplan("-C", ada, "save").code == 0


# -- what a hook leaves running ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("streams", ["<&- >&- 2>&-", ""], ids=["closed streams", "open streams"])
@pytest.mark.parametrize("name", ["post-commit", "pre-commit"])
def test_a_program_that_a_hook_leaves_running_holds_up_nothing(ada, git, coachplan, tmp_path, name, streams):
    hook(ada, name, f"sleep 300 {streams} & echo $! >>{tmp_path}/daemons")
    try:
        began = time.monotonic()
        for day in ("2026-01-12", "2026-01-19"):
            assert coachplan("-C", ada, "log", "ada", "--date", day, "--evidence", "x").code == 0
        assert time.monotonic() - began < 60
    finally:
        for pid in (tmp_path / "daemons").read_text(encoding="utf-8").split():
            os.kill(int(pid), signal.SIGKILL)
    assert git(ada, "status", "--porcelain") == ""


def test_the_git_of_a_command_that_was_killed_is_waited_for(ada, git, coachplan, tmp_path):
    hook(ada, "pre-commit", f"touch {tmp_path}/reached; while [ ! -e {tmp_path}/go ]; do sleep 0.05; done")
    killed = subprocess.Popen([sys.executable, "-m", "coachplan", "-C", ada, *PROPOSE])
    while not (tmp_path / "reached").exists():
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    second = subprocess.Popen(
        [sys.executable, "-m", "coachplan", "-C", ada, "log", "ada", "--date", "2026-01-12", "--evidence", "x"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(2.5)  # longer than a lock file of git's is taken for that of a living one
    assert second.poll() is None
    assert (ada / ".git/index.lock").exists()
    (tmp_path / "go").touch()
    out, err = second.communicate(timeout=60)
    assert (second.returncode, out.count("Recorded")) == (0, 1)
    assert err.startswith("A command that was stopped had recorded all the same: Propose: ada-lovelace/")
    subjects = git(ada, "log", "-2", "--format=%s").splitlines()
    assert [subject.partition(": ")[0] for subject in subjects] == ["Check-in", "Propose"]
    assert git(ada, "status", "--porcelain") == ""


# -- what a killed command left ----------------------------------------------------------------------------------------


@pytest.fixture
def killed(ada, tmp_path):
    """Runs a command that is killed with its git, before or after that has committed."""

    def run(when: str, *arguments: str) -> None:
        texts = {
            "before": "kill -9 $PPID $$",
            "after": f'{GIT} "$@"; kill -9 $PPID $$',
            # Between the moves of the branch and of the index.
            "between": f'cp .git/index index; {GIT} "$@"; mv index .git/index; touch .git/index.lock; kill -9 $PPID $$',
        }
        shim = program(tmp_path / "shim/git", f'case " $* " in *" commit "*) {texts[when]};; esac\nexec {GIT} "$@"')
        done = subprocess.run(
            [sys.executable, "-m", "coachplan", *arguments],
            cwd=ada,
            env=os.environ | {"PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"},
            check=False,
            capture_output=True,
        )
        assert done.returncode == -signal.SIGKILL

    return run


@pytest.mark.one_in(2)
@pytest.mark.parametrize("when", ["after", "between"])
def test_a_step_that_a_killed_command_has_recorded_is_not_taken_twice_unseen(ada, git, coachplan, killed, when):
    killed(when, *EXTEND)
    before = git(ada, "rev-parse", "HEAD")
    again = coachplan("-C", ada, *EXTEND)
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith("coachplan: a command that was stopped has recorded this already (Extension: ada-")
    assert git(ada, "rev-parse", "HEAD") == before
    assert git(ada, "status", "--porcelain") == ""
    meant = coachplan("-C", ada, *EXTEND)
    assert (meant.code, meant.out.count("Recorded")) == (0, 1)
    assert git(ada, "log", "--format=%s").count("Extension: ") == 2


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("before", "A command that was stopped had written its files but not recorded them (Propose: "),
        ("after", "A command that was stopped had recorded all the same: Propose: "),
        ("between", "A command that was stopped had recorded all the same: Propose: "),
    ],
)
def test_the_next_command_says_once_what_a_killed_one_left(ada, git, coachplan, killed, when, told):
    killed(when, *PROPOSE)
    assert coachplan("-C", ada, "status").err == ""
    (first, second) = (
        coachplan("-C", ada, "log", "ada", "--date", day, "--evidence", "x") for day in ("2026-01-12", "2026-01-19")
    )
    assert (first.code, second.code) == (0, 0)
    assert first.err.startswith(told)
    assert first.err.count("stopped") == 1
    assert "stopped" not in second.err
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""
    assert "Ask George" in git(ada, "show", f"HEAD:{PLAN}")


def test_a_killed_command_that_wrote_nothing_is_said(ada, coachplan):
    (ada / ".git/coachplan").mkdir(exist_ok=True)
    note = {"root": str(ada), "message": "Propose: x", "files": {PLAN: "0"}}
    (ada / ".git/coachplan/lock").write_text(json.dumps(note), encoding="utf-8")
    result = coachplan("-C", ada, *PROPOSE)
    assert result.code == 0
    assert "A command that was stopped had changed nothing (Propose: x)\n" in result.err


@pytest.mark.long
@pytest.mark.parametrize("who", ["git alone", "both", "the command alone"])
def test_a_clean_up_that_is_killed_is_done_by_the_next(ada, git, coachplan, killed, tmp_path, who):
    killed("between", *PROPOSE)
    kills = {"git alone": "$$", "both": "$PPID $$", "the command alone": "$PPID"}[who]
    shim = program(
        tmp_path / "shim/git",
        f'case " $* " in *" reset "*) touch .git/index.lock; kill -9 {kills};; esac\nexec {GIT} "$@"',
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "coachplan", "log", "ada", "--date", "2026-01-12", "--evidence", "x"],
            cwd=ada,
            env=os.environ | {"PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode in (2, -signal.SIGKILL)
        assert "Traceback" not in done.stderr
    result = coachplan("-C", ada, "log", "ada", "--date", "2026-01-19", "--evidence", "x")
    assert result.code == 0
    assert result.err.startswith("A command that was stopped had recorded all the same: Propose: ")
    assert [*(ada / ".git").rglob("*.lock")] == []
    assert git(ada, "status", "--porcelain") == ""
