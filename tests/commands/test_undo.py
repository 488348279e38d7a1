"""`coachplan undo`: my last command is taken back while nobody else has it, and nobody else's ever is."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER, Result
from terminal import Terminal

ID = "ada-lovelace/clear-status-updates"
GIT = shutil.which("git")
CHECK_INS = f"plans/{ID}/check-ins"


@pytest.fixture
def run(coachplan, ada) -> Callable[..., Result]:
    def run(*arguments: str, code: int = 0) -> Result:
        result = coachplan("-C", ada, *arguments)
        assert result.code == code, result.err
        return result

    return run


def _head(git: Callable[..., str], repository: Path) -> str:
    return git(repository, "rev-parse", "HEAD").strip()


def _kept(repository: Path) -> list[Path]:
    return sorted((repository / ".git/coachplan/kept").glob("*"))


def _share(git: Callable[..., str], repository: Path) -> None:
    remote = repository.with_name("remote.git")
    git(repository, "clone", "--quiet", "--bare", ".", str(remote))
    git(repository, "remote", "add", "origin", str(remote))
    git(repository, "fetch", "--quiet")


def test_a_check_in_is_taken_back_kept_as_text_and_recorded_again_from_that(ada, run, git) -> None:
    before = _head(git, ada)
    (ada / "notes.txt").write_text("staged", encoding="utf-8")
    git(ada, "add", "notes.txt")
    (ada / "coachplan.toml").write_text("# mine\n", encoding="utf-8")
    run("log", "ada", "--date", "2026-01-12", "--evidence", "Seen twice")
    (file,) = (ada / CHECK_INS).iterdir()
    text = file.read_bytes()

    told = run("undo", "--yes").out
    (kept,) = _kept(ada)
    assert told.startswith(f"Taken back: {ID}: check-in of 2026-01-12 by Charles Babbage")
    assert f"its words are kept in {kept}\n" in told
    assert "What stands now: status draft → active (Ada Lovelace, " in told
    assert (_head(git, ada), kept.read_bytes()) == (before, text)
    assert not (ada / CHECK_INS).exists()
    assert git(ada, "status", "--porcelain") == " M coachplan.toml\nA  notes.txt\n"
    run("log", "ada", "--from", str(kept))
    assert next((ada / CHECK_INS).iterdir()).read_bytes() == text


def test_two_are_taken_back_one_by_one_and_what_another_person_recorded_stays(ada, run, git) -> None:
    plan, before = (ada / ADA_PLAN).read_bytes(), _head(git, ada)
    run("propose", "ada", "Lead the planning meeting", "--id", "lead")
    with_proposal = (ada / ADA_PLAN).read_bytes()
    run("amend", "ada", "lead", "Lead it twice")
    run("undo", "--yes")
    assert (ada / ADA_PLAN).read_bytes() == with_proposal
    assert "Charles Babbage proposed activity lead" in run("undo", "--yes").out
    assert ((ada / ADA_PLAN).read_bytes(), _head(git, ada)) == (plan, before)
    assert with_proposal in [kept.read_bytes() for kept in _kept(ada)]
    assert len(_kept(ada)) == 2

    error = run("undo", "--yes", code=1).err
    assert error.startswith("coachplan: the last that was recorded here is of Ada Lovelace, on ")
    assert error.endswith(": only they take it back; nothing was changed\n")
    assert (_head(git, ada), git(ada, "status", "--porcelain")) == (before, "")


def test_a_plan_that_was_made_is_not_there_any_more_and_its_text_makes_it_again(plans, coachplan, act_as, git) -> None:
    assert "Nothing to take back" in coachplan("-C", plans, "undo", "--yes").out
    made = coachplan("-C", plans, "new", "Clear updates", "--for", MEMBER)
    assert made.code == 0, made.err
    (plan,) = plans.glob("plans/*/*/plan.md")
    text = plan.read_bytes()
    told = coachplan("-C", plans, "undo", "--yes").out
    assert "The plan ada-lovelace/clear-updates is not there any more" in told
    assert [file.name for file in (plans / "plans").iterdir()] == ["README.md"]
    (kept,) = _kept(plans)
    assert kept.read_bytes() == text
    assert git(plans, "rev-list", "--count", "HEAD") == "1\n"
    assert coachplan("-C", plans, "undo", "--yes").out.startswith("Nothing to take back")


RIGHT = {
    ("log", "--win", "On time"): f"`coachplan log {ID}` records what is right",
    ("propose", "Lead it", "--id", "lead"): f"`coachplan decline {ID} lead` takes it back",
    ("amend", "lead", "Lead it twice"): f"`coachplan amend {ID} lead WORDING`",
    ("agree",): f"`coachplan agree {ID} --stance disagree` says otherwise",
    ("done", "rehearse"): f"`coachplan edit {ID}` sets it right",
    ("hold", "--until", "+7d"): f"`coachplan resume {ID}` goes on",
    ("close", "--outcome", "stopped", "--drop-open"): f"`coachplan edit {ID}` sets it right",
}


def test_what_is_shared_stays_and_undo_says_how_to_set_it_right(ada, run, git) -> None:
    _share(git, ada)
    for (verb, *rest), right in RIGHT.items():
        run(verb, "ada", *rest)
        git(ada, "push", "--quiet", "origin", "HEAD")
        before = _head(git, ada)
        error = run("undo", "--yes", code=1).err
        assert "is shared already: " in error
        assert right in error
        assert "On time" not in error
        assert (_head(git, ada), git(ada, "status", "--porcelain"), _kept(ada)) == (before, "", [])
    (ada / "coachplan.toml").write_text("# ours\n", encoding="utf-8")
    run("save")
    git(ada, "push", "--quiet", "origin", "HEAD")
    assert "change coachplan.toml again, and `coachplan save`" in run("undo", "--yes", code=1).err


def test_after_others_and_after_a_merge_ones_own_stays_and_within_a_merge_it_waits(
    ada, run, git, commit, act_as
) -> None:
    run("log", "ada", "--win", "On time")
    commit(MEMBER, "title: Clear", "title: Very clear")
    act_as(MANAGER)
    error = run("undo", "--yes", code=1).err
    assert "is of Ada Lovelace, on " in error
    assert "check-in of 2026-02-04 (yours, of " in error
    assert f") stays: `coachplan log {ID}`" in error
    git(ada, "switch", "--quiet", "--create", "side", "HEAD~1")
    run("propose", "ada", "Lead the planning meeting", "--id", "lead")
    git(ada, "merge", "--quiet", "--no-edit", "main")
    before = _head(git, ada)
    error = run("undo", "--yes", code=1).err
    assert "others' work was brought together with yours since: activity lead proposed (yours, of " in error
    assert f") stays: `coachplan decline {ID} lead`" in error
    act_as("Grace Hopper <grace@example.com>")
    error = run("undo", "--yes", code=1).err
    assert error == "coachplan: you have not recorded anything here that could be taken back; nothing was changed\n"
    act_as(MANAGER)
    (ada / ".git/MERGE_HEAD").write_text(before + os.linesep, encoding="ascii")
    assert "a merge is in progress; finish it first" in run("undo", "--yes", code=1).err
    assert _head(git, ada) == before


def test_an_edit_by_hand_and_files_that_are_no_part_of_a_plan_are_left_to_the_person(ada, run, git) -> None:
    run("log", "ada", "--win", "On time")
    (file,) = (ada / CHECK_INS).iterdir()
    for edit in (lambda: file.write_text("Mine.\n", encoding="utf-8"), file.unlink):
        edit()
        before = file.read_bytes() if file.exists() else None
        error = run("undo", "--yes", code=1).err
        assert "edited by hand since, and that is not saved: `coachplan save` records it" in error
        assert (file.read_bytes() if file.exists() else None) == before
        assert _kept(ada) == []
    git(ada, "checkout", "--quiet", "--", CHECK_INS)
    (ada / "notes.txt").write_text("mine", encoding="utf-8")
    git(ada, "add", "notes.txt")
    git(ada, "commit", "--quiet", "--message", "Check-in: notes")
    assert "the last commit holds notes.txt, which is not a part of a plan" in run("undo", "--yes", code=1).err
    git(ada, "commit", "--quiet", "--allow-empty", "--message", "Check-in: nothing")
    assert "the last commit is not a part of a plan" in run("undo", "--yes", code=1).err


def test_on_a_terminal_it_is_asked_before_and_a_script_says_yes(ada, run, git) -> None:
    run("log", "ada", "--win", "On time")
    before = _head(git, ada)
    assert "--yes is required when there is no terminal to ask" in run("undo", code=2).err
    terminal = Terminal("-C", ada, "undo", columns=200)
    terminal.answer([""])
    assert terminal.end() == 1
    made = git(ada, "log", "-1", "--format=%ad", "--date=format:%Y-%m-%d at %H:%M").strip()
    told = f"Your last, recorded on {made} and not shared: {ID}: check-in of 2026-02-04 by Charles Babbage"
    assert told in terminal.seen
    assert "Left as it is" in terminal.seen
    assert _head(git, ada) == before
    (file,) = (ada / CHECK_INS).iterdir()
    text = file.read_bytes()
    file.write_text("Mine.\n", encoding="utf-8")
    assert "edited by hand since" in run("undo", code=1).err, "it looks before it asks"
    file.write_bytes(text)
    terminal = Terminal("-C", ada, "undo", columns=200)
    terminal.answer(["y"])
    assert terminal.end() == 0
    assert "Taken back: " in terminal.seen


def test_logs_of_ci_hold_nobodys_words(ada, run, monkeypatch) -> None:
    run("edit", "ada", "--set", "title=Very secret")
    monkeypatch.setenv("CI", "true")
    told = run("undo", "--yes").out
    assert "secret" not in told.replace(str(ada), "")
    assert "Taken back: " in told


@pytest.mark.parametrize(
    ("author", "is_hers"),
    [
        ("Ada Lovelace <12345+ada@users.noreply.github.com>", True),
        ("Ada Lovelace <ada@home.example.org>", True),
        ("Eve <eve@example.com>", False),
    ],
)
def test_whose_it_is_is_known_by_forge_addresses_and_a_mailmap_that_makes_nobody_another(
    ada, coachplan, act_as, git, author, is_hers
) -> None:
    names = (
        "Ada Lovelace <ada@example.com> <ada@home.example.org>\nAda Lovelace <ada@example.com> Eve <eve@example.com>\n"
    )
    (ada / ".mailmap").write_text(names, encoding="utf-8")
    git(ada, "add", ".mailmap")
    git(ada, "commit", "--quiet", "--message", "Names")
    act_as(author)
    plan = ada / ADA_PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("title: Clear", "title: Very clear"), encoding="utf-8")
    git(ada, "commit", "--quiet", "--all", "--message", "x")
    act_as(MEMBER)
    assert coachplan("-C", ada, "undo", "--yes").code == (0 if is_hers else 1)


def test_commits_that_are_signed_need_no_new_signature(ada, run, git) -> None:
    run("log", "ada", "--win", "On time")
    git(ada, "config", "commit.gpgsign", "true")
    git(ada, "config", "gpg.program", "false")
    run("undo", "--yes")


def _killed(ada: Path, tmp_path: Path, when: str) -> None:
    """Kill an undo at a call of git."""
    shim = tmp_path / "shim/git"
    shim.parent.mkdir()
    shim.write_text(f"#!/bin/sh\n{when}\n", encoding="utf-8")
    shim.chmod(0o755)
    variables = os.environ | {"PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "coachplan", "undo", "--yes"]
    killed = subprocess.run(command, cwd=ada, env=variables, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL


AFTER = f'{GIT} "$@"; status=$?; case " $* " in *" update-ref "*) kill -9 $PPID;; esac; exit $status'
BEFORE = f'case " $* " in *" update-ref "*) kill -9 $PPID; exit 1;; esac; exec {GIT} "$@"'


def test_an_undo_that_was_killed_before_the_branch_moved_has_changed_nothing(ada, run, git, tmp_path) -> None:
    run("propose", "ada", "Lead the planning meeting", "--id", "lead")
    before = _head(git, ada)
    _killed(ada, tmp_path, BEFORE)
    assert (_head(git, ada), git(ada, "status", "--porcelain")) == (before, "")
    assert run("save").out == "Nothing to save: every plan and check-in is recorded\n"
    assert "Taken back" in run("undo", "--yes").out


@pytest.mark.one_in(3)
@pytest.mark.parametrize("following", ["save", "log", "undo"])
def test_an_undo_that_was_killed_once_the_branch_had_moved_is_completed_by_the_next_command(
    ada, run, git, tmp_path, following
) -> None:
    run("log", "ada", "--win", "Yesterday", "--date", "2026-02-03")
    before, plan = _head(git, ada), (ada / ADA_PLAN).read_bytes()
    run("propose", "ada", "Lead the planning meeting", "--id", "lead")
    _killed(ada, tmp_path, AFTER)
    assert _head(git, ada) == before
    if following == "undo":
        error = run("undo", "--yes", code=1).err
        assert "a command that was stopped has taken back something already (Propose: " in error
    else:
        result = run(*{"save": ("save",), "log": ("log", "ada", "--win", "On time")}[following])
        assert "A command that was stopped had taken back all the same: Propose: " in result.err
    assert (ada / ADA_PLAN).read_bytes() == plan
    assert git(ada, "status", "--porcelain") == ""
    assert len(_kept(ada)) == 1


def test_a_git_that_fails_on_the_way_is_told_with_the_place_of_the_words(ada, run, git, tmp_path, monkeypatch) -> None:
    run("propose", "ada", "Lead the planning meeting", "--id", "lead")
    before, shim = _head(git, ada), tmp_path / "shim/git"
    shim.parent.mkdir()
    for call, is_done in (("update-ref", False), ("checkout", True)):
        shim.write_text(
            f'#!/bin/sh\ncase " $* " in *" {call} "*) echo "fatal: the disk is full" >&2; exit 128;; esac\n'
            f'exec {GIT} "$@"\n',
            encoding="utf-8",
        )
        shim.chmod(0o755)
        with monkeypatch.context() as patch:
            patch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
            error = run("undo", "--yes", code=2 if is_done else 1).err
        assert "the disk is full" in error
        assert error.count("\n") == 1
        assert (_head(git, ada) != before, len(_kept(ada))) == (is_done, int(is_done))
        assert (f"its words are kept in {next(iter(_kept(ada)), '')}" in error) == is_done
    run("log", "ada", "--win", "On time")
    assert git(ada, "status", "--porcelain") == ""
    assert "id: lead" not in (ada / ADA_PLAN).read_text(encoding="utf-8")
