"""Who somebody is, by the address that git gives: a mailmap, the private address of a forge, and a new one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MANAGER, Coachplan

RunGit = Callable[..., str]
ActAs = Callable[[str], None]
NEW = "Ada Lovelace <ada@new.example>"
PRIVATE = "Ada Lovelace <12345+ada@users.noreply.github.com>"


def test_whoever_is_nobody_in_the_plan_is_told_both_addresses(ada: Path, coachplan: Coachplan, act_as: ActAs) -> None:
    act_as(NEW)
    for command in (
        ("edit", "ada", "--set", "title=Updates"),
        ("agree", "ada"),
        ("done", "ada", "rehearse"),
        ("propose", "ada", "Read aloud"),
        ("accept", "ada", "rehearse"),
    ):
        result = coachplan("-C", ada, *command)

        assert result.code == 1, command
        assert result.err.startswith("coachplan: ")
        assert NEW in result.err, command
        assert "knows with another address, as Ada Lovelace <ada@example.com>: " in result.err, command
        assert "if that is you, `git config user.email ada@example.com` says so" in result.err, command


def test_a_name_that_the_plan_does_not_have_is_told_alone(ada: Path, coachplan: Coachplan, act_as: ActAs) -> None:
    act_as("Grace Hopper <grace@example.com>")

    assert (
        "Grace Hopper <grace@example.com>, whom this plan names in no role" in coachplan("-C", ada, "agree", "ada").err
    )


@pytest.mark.parametrize(
    "address",
    [
        "12345+ada@users.noreply.github.com",
        "ada@users.noreply.github.com",
        "678-ada@users.noreply.gitlab.com",
        "ada@users.noreply.git.example.com",
        "ada@noreply.codeberg.org",
    ],
)
def test_the_private_address_of_a_forge_is_that_of_the_name(
    ada: Path, coachplan: Coachplan, act_as: ActAs, address: str
) -> None:
    act_as(f"Ada Lovelace <{address}>")

    result = coachplan("-C", ada, "agree", "ada")

    assert result.code == 0, result.err
    assert "by: Ada Lovelace <ada@example.com>" in "".join(
        path.read_text(encoding="utf-8") for path in (ada / ADA_PLAN).parent.rglob("*.md")
    )
    assert coachplan("-C", ada, "history", "ada", "--verify").code == 0
    assert "recorded by" not in coachplan("-C", ada, "history", "ada").out


def test_a_private_address_of_another_name_is_nobody(ada: Path, coachplan: Coachplan, act_as: ActAs) -> None:
    act_as("A. Lovelace <ada@users.noreply.github.com>")

    assert coachplan("-C", ada, "agree", "ada").code == 1


def mailmap(root: Path, git: RunGit, *lines: str) -> None:
    (root / ".mailmap").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    git(root, "add", ".mailmap")
    git(root, "commit", "--quiet", "--message", "Addresses")


def test_a_mailmap_tells_another_address_of_the_same_person(
    ada: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs
) -> None:
    mailmap(ada, git, "Ada Lovelace <ada@example.com> <ada@new.example>")
    act_as(NEW)

    assert coachplan("-C", ada, "agree", "ada").code == 0

    assert coachplan("-C", ada, "history", "ada", "--verify").code == 0


@pytest.mark.parametrize(
    "line",
    ["Ada Lovelace <ada@example.com> <charles@example.com>", "Ada Lovelace <ada@example.com> <mary@new.example>"],
)
@pytest.mark.parametrize("person", [MANAGER, "Mary Somerville <mary@new.example>"])
def test_a_mailmap_that_somebody_pushed_makes_nobody_another_person(
    ada: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs, line: str, person: str
) -> None:
    text = (ada / ADA_PLAN).read_text(encoding="utf-8")
    (ada / ADA_PLAN).write_text(text.replace("status: agreed", "status: proposed"), encoding="utf-8")
    git(ada, "commit", "--quiet", "--all", "--message", "A proposal")
    mailmap(ada, git, line)
    act_as(person)

    result = coachplan("-C", ada, "accept", "ada", "rehearse")

    assert result.code == 1
    assert "only Ada Lovelace can" in result.err


def test_a_person_s_own_mailmap_may_change_the_name_as_well(
    ada: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs, tmp_path: Path
) -> None:
    act_as("Ada King <ada@king.example>")
    assert coachplan("-C", ada, "agree", "ada").code == 1
    (tmp_path / "mailmap").write_text("Ada Lovelace <ada@example.com> <ada@king.example>\n", encoding="utf-8")
    git(ada, "config", "--global", "mailmap.file", str(tmp_path / "mailmap"))

    assert coachplan("-C", ada, "agree", "ada").code == 0


def test_save_and_edit_know_the_mailmap_too(ada: Path, git: RunGit, coachplan: Coachplan, act_as: ActAs) -> None:
    mailmap(ada, git, "Ada Lovelace <ada@example.com> <ada@new.example>")
    act_as(NEW)
    text = (ada / ADA_PLAN).read_text(encoding="utf-8")
    (ada / ADA_PLAN).write_text(text.replace("I prepare them", "I write them"), encoding="utf-8")

    assert coachplan("-C", ada, "save").code == 0
    assert coachplan("-C", ada, "edit", "ada", "--set", "title=Updates").code == 0
