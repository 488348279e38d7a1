"""`coachplan share`: from a repository of one's own to one that others can reach."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from conftest import ADA_PLAN
from remotes import TRANSPORTS
from terminal import Terminal

# That of the machine: each test has another one.
_TEMPORARY = Path(tempfile.gettempdir())


def sharing_of(git, clone: Path) -> str:
    return git(clone, "config", "--local", "--get-regexp", r"^(remote|branch)\.", check=False)


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (folder, *folder.rglob("*"))}


def test_a_folder_is_made_and_both_work_through_it(ada, coachplan, git, tmp_path) -> None:
    result = coachplan("-C", ada, "share", "../shared.git", "--yes")
    assert result.code == 0, result.err
    there = tmp_path / "shared.git"
    notice, made, shared, start, *waiting = result.out.splitlines()[2:]
    assert result.out.startswith(f"Whoever can read {there} can then read 1 plan of Ada Lovelace, now and in their")
    assert "meant for Ada Lovelace, Charles Babbage, Mary Somerville, Jane Marcet." in result.out
    assert notice == "coachplan cannot see who has access: look at the permissions of that folder."
    assert made == f"Made {there}, which only you can open: its permissions decide that, and are yours to set"
    assert shared == "Shared 3 changes"
    assert start == f"Once others may open it, they start with: coachplan clone {there}"
    assert waiting[:2] == ["", "Waiting for Charles Babbage"]
    assert modes(there) == {0}
    assert git(there, "rev-parse", "HEAD") == git(ada, "rev-parse", "HEAD")

    assert coachplan("-C", tmp_path, "clone", there, "hers", "--as", "ada").code == 0
    assert coachplan("-C", tmp_path / "hers", "log", "ada", "--evidence", "Seen").code == 0
    assert coachplan("-C", tmp_path / "hers", "sync").code == 0
    assert "check-in of 2026-02-04 by Ada Lovelace" in coachplan("-C", ada, "sync").out

    again = coachplan("-C", ada, "share", str(there), "--yes")
    assert (again.code, again.out) == (0, f"Shared through {there} already; `coachplan sync` gives and takes\n")
    other = coachplan("-C", ada, "share", "../other.git", "--yes")
    assert (other.code, f"these plans are shared through {there} already" in other.err) == (1, True)
    assert not (tmp_path / "other.git").exists()


@pytest.mark.one_in(2)
@pytest.mark.parametrize("transport", [name for name in TRANSPORTS if name != "path"])
def test_two_people_begin_over_each_transport(transport, ada, coachplan, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "shared.git")
    hers = tmp_path / "hers"
    with TRANSPORTS[transport](tmp_path / "shared.git") as remote:
        for key, value in remote.settings.items():
            git(tmp_path, "config", "--global", "--replace-all", key, value)
        result = coachplan("-C", ada, "share", remote.url, "--yes")
        assert (result.code, result.err) == (0, "")
        assert "look at the members of that repository, on its host.\nShared 3 changes\n" in result.out
        assert ("is not encrypted" in result.out) == (transport in {"git", "http"})
        result = coachplan("-C", tmp_path, "clone", remote.url, hers, "--as", "ada")
        assert (result.code, result.err) == (0, "Here you are Ada Lovelace <ada@example.com>\n")
        assert coachplan("-C", hers, "log", "ada", "--evidence", "Seen").code == 0
        assert coachplan("-C", hers, "sync").out.startswith("Shared 1 change\n")
        other = coachplan("-C", tmp_path, "clone", remote.url.replace("shared", "missing"), "other")
        assert (other.code, other.err.count("\n"), (tmp_path / "other").exists()) == (2, 1, False)
    assert {path.name for path in tmp_path.iterdir()} >= {"shared.git", "hers"}
    assert not [*tmp_path.glob(".coachplan-*")]


def test_a_folder_of_a_group_is_open_to_the_group(ada, coachplan, tmp_path) -> None:
    folder = tmp_path / "drive"
    folder.mkdir()
    folder.chmod(0o2775)
    result = coachplan("-C", ada, "share", "../drive", "--yes")
    assert f"Made {folder}, which you and the group of its folder can open" in result.out
    assert f"\nOthers start with: coachplan clone {folder}\n" in result.out
    assert modes(folder) <= {0o070, 0o060, 0o040}


def test_one_is_asked_after_being_told_who_can_read(ada, git, tmp_path) -> None:
    terminal = Terminal("-C", ada, "share", "../shared.git", columns=200)
    terminal.answer(["what", ""])
    assert terminal.end() == 1
    assert terminal.seen.index("Whoever can read") < terminal.seen.index("Share them there (y), or not (Enter)?")
    assert "Nothing was shared" in terminal.seen
    assert (sharing_of(git, ada), (tmp_path / "shared.git").exists()) == ("", False)

    terminal = Terminal("-C", ada, "share", "../shared.git", columns=200)
    terminal.answer(["y"])
    assert terminal.end() == 0
    assert git(tmp_path / "shared.git", "rev-parse", "HEAD") == git(ada, "rev-parse", "HEAD")


def test_without_a_terminal_it_takes_a_yes(ada, coachplan, git, tmp_path) -> None:
    result = coachplan("-C", ada, "share", "../shared.git")
    assert (result.code, result.err) == (2, "coachplan: --yes is required when there is no terminal to ask\n")
    assert (sharing_of(git, ada), (tmp_path / "shared.git").exists()) == ("", False)


def test_plans_of_several_people_are_said_to_be_so(ada, coachplan) -> None:
    assert coachplan("-C", ada, "new", "Reports", "--for", "Grace Hopper <grace@example.com>").code == 0
    told = coachplan("-C", ada, "share", "https://charles:secret@127.0.0.1:1/plans.git").err
    assert "secret" not in told
    told = coachplan("-C", ada, "share", "../shared.git").out
    assert "2 plans of Ada Lovelace, Grace Hopper, now" in told
    assert "That is each of Ada Lovelace, Grace Hopper, too: a repository for each keeps their plans apart." in told


def test_what_is_not_saved_is_offered_to_be_saved(ada, coachplan, tmp_path) -> None:
    path = ada / ADA_PLAN
    path.write_text(path.read_text(encoding="utf-8").replace("Half an hour", "One hour"), encoding="utf-8")
    refused = coachplan("-C", ada, "share", "../shared.git", "--yes")
    assert (refused.code, refused.err.endswith("`coachplan save` first; nothing was shared\n")) == (1, True)
    terminal = Terminal("-C", ada, "share", "../shared.git", columns=200)
    terminal.answer(["y", "y"])
    assert terminal.end() == 0
    assert "Shared 4 changes" in terminal.seen


def _with_files(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").touch()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("full", "holds other files: share through a new folder, such as"),
        ("full/notes.txt", "cannot be shared through: not a directory"),
        ("clone", "is a clone, with files of its own"),
        ("nowhere/plans.git", "nowhere does not exist"),
        ("--exec=x", "is an option of git's"),
        ("ext::sh", "would run a program"),
        ("http://127.0.0.1:1/plans.git", "unable to access"),
    ],
)
def test_what_cannot_be_shared_through_is_refused(ada, coachplan, git, tmp_path, place, words) -> None:
    _with_files(tmp_path / "full")
    git(tmp_path, "init", "--quiet", "clone")
    place = f"../{place}" if (tmp_path / place.split("/")[0]).exists() or "nowhere" in place else place
    result = coachplan("-C", ada, "share", "--yes", "--", place)
    assert result.code in (1, 2)
    assert words in result.err
    assert result.err.count("\n") == 1
    assert sharing_of(git, ada) == ""
    assert {path.name for path in tmp_path.iterdir()} == {"plans-repository", "full", "clone"}


def test_a_repository_with_something_else_is_left_alone(ada, coachplan, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "other")
    git(tmp_path / "other", "commit", "--quiet", "--allow-empty", "--message", "Initial commit")
    git(tmp_path, "clone", "--quiet", "--bare", "other", "other.git")
    before = git(tmp_path / "other.git", "rev-parse", "--all")
    for branch in ("main", "trunk"):
        result = coachplan("-C", ada, "share", "../other.git", "--yes")
        assert (result.code, "holds something else already" in result.err) == (1, True)
        assert f"`coachplan clone {tmp_path}/other.git`" in result.err
        assert (git(tmp_path / "other.git", "rev-parse", "--all"), sharing_of(git, ada)) == (before, "")
        git(tmp_path / "other.git", "branch", "--move", "trunk", check=branch == "main")


def test_plans_that_are_there_already_are_joined(ada, coachplan, git, tmp_path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(ada), "shared.git")
    assert coachplan("-C", tmp_path, "clone", "shared.git", "hers", "--as", "ada").code == 0
    assert coachplan("-C", tmp_path / "hers", "log", "ada", "--evidence", "Seen").code == 0
    assert coachplan("-C", tmp_path / "hers", "sync").code == 0
    assert coachplan("-C", ada, "propose", "ada", "Lead the planning meeting", "--id", "lead").code == 0
    result = coachplan("-C", ada, "share", "../shared.git", "--yes")
    assert result.code == 0, result.err
    assert "check-in of 2026-02-04 by Ada Lovelace\nShared 2 changes\n" in result.out


def test_a_push_that_fails_leaves_no_remote(ada, coachplan, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "shared.git")
    hook = tmp_path / "shared.git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho Not today >&2\nexit 1\n")
    hook.chmod(0o755)
    result = coachplan("-C", ada, "share", "../shared.git", "--yes")
    assert (result.code, "Not today" in result.err) == (2, True)
    assert sharing_of(git, ada) == ""
    hook.unlink()
    assert coachplan("-C", ada, "share", "../shared.git", "--yes").code == 0


def test_a_remote_that_was_there_stays_as_it_is_whatever_comes_of_it(ada, coachplan, git, tmp_path) -> None:
    there = tmp_path / "shared.git"
    git(tmp_path, "init", "--quiet", "--bare", str(there))
    git(ada, "remote", "add", "backup", str(there))
    git(ada, "push", "--quiet", "backup", "HEAD~1:refs/heads/main")
    git(ada, "fetch", "--quiet", "backup")
    before = sharing_of(git, ada)
    hook = there / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert coachplan("-C", ada, "share", str(there), "--yes").code == 2
    assert sharing_of(git, ada) == before
    hook.unlink()
    result = coachplan("-C", ada, "share", str(there), "--yes")
    assert (result.code, "\nShared 1 change\n" in result.out) == (0, True), result.err
    assert git(ada, "remote").split() == ["backup"]


def test_what_a_killed_one_had_named_and_not_shared_is_completed(ada, coachplan, git, tmp_path) -> None:
    (tmp_path / "shared.git/objects").mkdir(parents=True)
    git(ada, "config", "remote.origin.url", str(tmp_path / "shared.git"))
    result = coachplan("-C", ada, "share", "../shared.git", "--yes")
    assert result.code == 0, result.err
    assert git(tmp_path / "shared.git", "rev-parse", "HEAD") == git(ada, "rev-parse", "HEAD")
    assert coachplan("-C", ada, "sync").out.startswith("Nothing new")


def test_plans_that_are_still_to_be_made_can_be_shared_first(plans, coachplan) -> None:
    told = coachplan("-C", plans, "share", "../shared.git", "--yes").out
    assert told.startswith("Whoever can read ")
    assert " can then read the plans that will be made here.\ncoachplan cannot see" in told


def test_plans_in_a_part_of_a_repository_bring_all_of_it(coachplan, git, tmp_path) -> None:
    git(tmp_path, "init", "--quiet", "work")
    (tmp_path / "work/plans-here").mkdir()
    (tmp_path / "work/plans-here/coachplan.toml").touch()
    git(tmp_path / "work", "add", ".")
    git(tmp_path / "work", "commit", "--quiet", "--message", "x")
    result = coachplan("-C", tmp_path / "work/plans-here", "share", "../../shared.git", "--yes")
    assert (result.code, result.err) == (0, "")
    assert "All else that is in the repository around them is shared as well." in result.out
    assert (tmp_path / "shared.git").exists()


def test_a_sync_before_it_says_how(ada, coachplan) -> None:
    assert "`coachplan share URL`" in coachplan("-C", ada, "sync").err


def test_plans_for_different_people_in_one_shared_repository_are_a_hint(ada, coachplan, git, tmp_path) -> None:
    git(ada, "remote", "add", "origin", str(tmp_path / "nowhere.git"))
    assert "CP908" not in coachplan("-C", ada, "check").out  # all are meant for the same people
    other = ada / "plans" / "hedy" / "estimates" / "plan.md"
    other.parent.mkdir(parents=True)
    text = (ada / ADA_PLAN).read_text(encoding="utf-8")
    other.write_text(text.replace("Ada Lovelace <ada@", "Hedy Lamarr <hedy@"), encoding="utf-8")
    for _ in range(2):  # judged, and remembered
        result = coachplan("check", "--format", "concise", cwd=ada)
        (said,) = [line for line in result.out.splitlines() if "CP908" in line]
        assert said.startswith("coachplan.toml:1:1: ")
        assert "2 circles of people are meant to read plans here, and whoever reads one can read all" in said
    assert "CP908" not in coachplan("-C", ada, "check", "plans").out
    git(ada, "remote", "remove", "origin")
    told = coachplan("-C", ada, "check").out
    assert "2 circles of people are meant to read plans here, and once it is shared, whoever reads one can" in told
    assert coachplan("-C", ada, "check", "--select", "CP908").code == 0
    os.rename(ada / ".git", tmp_path / "not-recorded")
    assert "CP908" not in coachplan("-C", ada, "check").out


def test_a_clone_that_others_on_the_machine_can_open_is_said_with_its_cure(
    ada, coachplan, git, tmp_path, monkeypatch
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(ada), "clone")
    clone.chmod(0o755)
    assert coachplan("-C", clone, "list").err == ""  # pytest's own folders above are closed, as homes mostly are
    closed = [place for place in tmp_path.parents if not place.stat().st_mode & stat.S_IXOTH]
    if not all(place.is_relative_to(_TEMPORARY) and place != _TEMPORARY for place in closed):
        pytest.skip("the folder for temporary files is closed to others")
    for place in (tmp_path, *closed):
        place.chmod(0o711)
    try:
        cure = f"Others on this machine can open {clone}; to keep them out: chmod go= {clone}\n"
        for command in (["list"], ["status"], ["status", "ada"], ["sync"]):
            assert coachplan("-C", clone, *command).err.count(cure) == 1, command
        with monkeypatch.context() as patch:
            patch.setenv("CI", "true")
            assert "chmod" not in coachplan("-C", clone, "list").err
        clone.chmod(0o700)
        assert coachplan("-C", clone, "list").err == ""
    finally:
        for place in (tmp_path, *closed):
            place.chmod(0o700)
