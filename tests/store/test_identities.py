"""The person who acts in many repositories: one start of git for all, and each repository's own word all the same."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coachplan.store.git import Git
from coachplan.store.identities import identities
from coachplan.store.sharing import unshared
from conftest import MEMBER


@pytest.fixture
def four(tmp_path: Path, act_as: Callable[[str], None], git: Callable[..., str]) -> list[Path]:
    act_as(MEMBER)
    folders = [tmp_path / name for name in ("one", "two", "three", "four")]
    for folder in folders:
        git(tmp_path, "init", "--quiet", str(folder))
    return folders


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The first words of each start of git."""
    found: list[str] = []
    run = Git.run

    def noted(self: Git, *arguments: str) -> tuple[int, bytes, bytes]:
        found.append(next(word for word in arguments if word != "-c" and "=" not in word))
        return run(self, *arguments)

    monkeypatch.setattr(Git, "run", noted)
    return found


def test_git_is_asked_once_for_repositories_that_say_nothing_of_people(four: list[Path], started: list[str]) -> None:
    assert identities([Git(folder) for folder in four]) == [MEMBER] * 4
    assert started == ["config", "var"]


def test_a_repository_that_names_somebody_is_asked_itself(
    four: list[Path], started: list[str], git: Callable[..., str], tmp_path: Path
) -> None:
    git(four[1], "config", "user.email", "ada@work.example.com")
    (tmp_path / "more").write_text("[author]\nname = Countess\n", encoding="utf-8")
    git(four[2], "config", "include.path", str(tmp_path / "more"))
    known = identities([Git(folder) for folder in four])

    assert known[0] == known[3] == MEMBER
    assert known[1] == "Ada Lovelace <ada@work.example.com>"
    assert known[2] == "Countess <ada@example.com>"
    assert started.count("var") == 3


def test_all_are_asked_where_the_persons_settings_depend_on_the_repository(
    four: list[Path], git: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "work").write_text("[user]\nemail = ada@work.example.com\n", encoding="utf-8")
    git(four[0], "config", "--global", f"includeIf.gitdir:{four[3]}/.path", str(tmp_path / "work"))

    assert [one.partition("<")[2] for one in identities([Git(folder) for folder in four])] == [
        *["ada@example.com>"] * 3,
        "ada@work.example.com>",
    ]


def test_nobody_is_known_where_git_knows_nobody(
    four: list[Path], git: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(four[1], "config", "user.name", "Ada")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    git(four[0], "config", "--global", "--remove-section", "user")

    assert identities([Git(folder) for folder in four]) == ["", "", "", ""]


def test_the_tip_of_a_remote_has_nothing_to_share_and_git_is_not_started(
    ada: Path, started: list[str], git: Callable[..., str], coachplan: Callable[..., object], tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(ada), "remote.git")
    git(ada, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(ada, "fetch", "--quiet")
    assert unshared(Git(ada)) == 0
    assert started == []

    coachplan("-C", ada, "log", "ada", "--note", "One more")
    started.clear()
    assert unshared(Git(ada)) == 1
    assert started == ["rev-list"]
