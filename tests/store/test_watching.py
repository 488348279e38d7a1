"""Watching tells of what counts and of a new day, wherever plans and git's own files lie."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
import watchfiles

from coachplan.base.errors import UnreadableError
from coachplan.store import watching
from coachplan.store.git import Git
from coachplan.store.watching import watched
from conftest import Coachplan

DAY = date(2026, 1, 12)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "plans/ada").mkdir(parents=True)
    return tmp_path


def watch(root: Path, *files: Path) -> Iterator[bool]:
    return watched([root / "plans", root / "templates"], [root / "coachplan.toml", *files], lambda: DAY)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_BREATH", 50)


def is_told(changes: Iterator[bool]) -> bool:
    return any(islice(changes, 2000))


def settle(changes: Iterator[bool]) -> None:
    """Wait until nothing more comes of a change: a busy machine may tell of it in parts."""
    while any(islice(changes, 3)):
        pass


def test_a_new_day_is_a_change_and_a_file_elsewhere_or_hidden_is_none(root: Path) -> None:
    days = iter([date(2026, 1, 12)] * 2 + [date(2026, 1, 13)] * 9)
    changes = watched([root / "plans"], [], lambda: next(days))
    (root / "notes.md").write_text("x", encoding="utf-8")
    (root / "plans/ada/.plan.md.swp").write_text("x", encoding="utf-8")

    assert [*islice(changes, 3)] == [False, True, False]


def test_a_file_in_a_hidden_folder_s_plans_counts(tmp_path: Path) -> None:
    root = tmp_path / ".mine"
    (root / "plans").mkdir(parents=True)
    changes = watch(root)
    (root / "plans/plan.md").write_text("x", encoding="utf-8")

    assert is_told(changes)


def test_what_comes_is_replaced_or_goes_is_a_change_each_time(root: Path) -> None:
    changes = watch(root)
    for act in (
        lambda: (root / "coachplan.toml").write_text("", encoding="utf-8"),
        lambda: (root / "new").write_text("[labels]\n", encoding="utf-8"),
        lambda: (root / "new").rename(root / "coachplan.toml"),
        lambda: (root / "templates/site").mkdir(parents=True),
        lambda: (root / "templates/site/home.html.j2").write_text("x", encoding="utf-8"),
        lambda: (root / "plans/ada/plan.md").write_text("x", encoding="utf-8"),
        lambda: (root / "plans").rename(root / "other"),
        lambda: (root / "plans/ben").mkdir(parents=True),
        lambda: (root / "plans/ben/plan.md").write_text("x", encoding="utf-8"),
        lambda: shutil.rmtree(root / "templates"),
        (root / "coachplan.toml").unlink,
    ):
        act()
        if not (root / "new").exists():
            assert is_told(changes)
        settle(changes)


def test_nothing_but_plans_and_templates_is_watched(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    really = watchfiles.watch
    monkeypatch.setattr(watchfiles, "watch", lambda *paths, **how: asked.extend(paths) or really(*paths, **how))
    (root / "node_modules").mkdir()

    watch(root)

    assert asked == [str(root / "plans")]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError('OS file watch limit reached. about ["/x/plans/ada-lovelace"]'), "watches too many files"),
        (OSError('Too many open files (os error 24) about ["/x/plans/ada-lovelace"]'), "watches too many files"),
        (PermissionError('Permission denied (os error 13) about ["/x/plans/ada-lovelace"]'), "cannot be read"),
        (OSError('What nobody foresaw about ["/x/plans/ada-lovelace"]'), "the system refuses it"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "check --watch"])
def test_where_the_system_cannot_watch_one_line_says_so_and_names_nobody(
    ada: Path, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str, command: str
) -> None:
    def refuse(*_: object, **__: object) -> Iterator[object]:
        raise error
        yield

    monkeypatch.setattr(watchfiles, "watch", refuse)

    result = coachplan("-C", ada, *command.split())

    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert "the plans cannot be watched" in result.err
    assert says in result.err
    assert "lovelace" not in result.err


@pytest.mark.parametrize("where", ["at the top", "in a part", "in another work tree"])
def test_a_commit_is_a_change_wherever_git_keeps_its_own_files(
    tmp_path: Path, git: Callable[..., str], where: str
) -> None:
    top = tmp_path / "top"
    top.mkdir()
    git(top, "init", "--quiet")
    git(top, "commit", "--quiet", "--allow-empty", "-m", "First")
    if where == "in another work tree":
        git(top, "worktree", "add", "--quiet", tmp_path / "linked")
        top = tmp_path / "linked"
    root = top / "people" if where == "in a part" else top
    root.mkdir(exist_ok=True)
    noted = Git(root).commits_noted_in()
    assert noted
    changes = watch(root, noted)

    git(top, "commit", "--quiet", "--allow-empty", "-m", "Second")

    assert is_told(changes)


def test_without_git_no_file_notes_commits(tmp_path: Path) -> None:
    assert Git(tmp_path).commits_noted_in() is None


def test_a_folder_that_goes_just_now_is_watched_no_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = watchfiles.watch

    def gone(*paths: str, **how: object) -> object:
        shutil.rmtree(root / "plans", ignore_errors=True)
        return really(*paths, **how)

    monkeypatch.setattr(watchfiles, "watch", gone)

    assert not any(islice(watch(root), 2))


def test_an_error_of_watching_is_a_refusal_of_its_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Iterator[object]:
        raise OSError(28, "No space left on device")
        yield

    monkeypatch.setattr(watchfiles, "watch", refuse)

    with pytest.raises(UnreadableError, match=r"cannot be watched: no space left on device$"):
        watch(root)
