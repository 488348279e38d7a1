"""The ids of plans: chosen or made from name and title, and people of one spelling kept apart."""

from pathlib import Path

import pytest

from conftest import Coachplan
from terminal import Terminal

SECTIONS = [
    *("Listening before answering", "I answer quickly", "Ask one question first in 8 of 10 meetings"),
    *("questions first: 3 -> 8", "", "Count it", "", "", "", "A book", "", "every Monday"),
]
LI_1, LI_2, LI_3 = "李 明 <li@example.com>", "黎 明 <ming@example.com>", "Li Ming"


def made(coachplan: Coachplan, plans: Path, title: str, person: str, *more: str) -> str:
    result = coachplan("-C", plans, "new", title, "--for", person, *more)
    assert result.code == 0, result.err
    return result.out.split()[1].removeprefix("plans/").removesuffix("/plan.md")


def test_an_id_can_be_chosen_whole_or_in_part(plans: Path, coachplan: Coachplan) -> None:
    assert made(coachplan, plans, "محمد", "محمد <mo@example.com>", "--id", "mohammed/reports") == "mohammed/reports"
    assert made(coachplan, plans, "章 海 报告书", LI_1, "--id", "reports") == "li-ming/reports"
    listed = coachplan("-C", plans, "list").out
    assert "章 海 报告书" in listed
    assert "李 明" in listed


@pytest.mark.parametrize(
    "wrong", ["Reports", "a b", "../x", "a/b/c", "a//b", "-a", "a-", "a--b", "ü", "x" * 61, "/", "a/", ".", "a\n"]
)
def test_an_id_that_is_not_one_is_refused(plans: Path, coachplan: Coachplan, wrong: str) -> None:
    result = coachplan("-C", plans, "new", "Listen", "--for", LI_1, "--id", wrong)

    if wrong in ("a/", "a\n"):  # a path as completion writes it
        assert result.code == 0, result.err
        return
    assert result.code == 2
    assert "--id: each part has letters from a to z" in result.err
    assert not list((plans / "plans").rglob("plan.md"))


def test_an_id_that_is_taken_is_refused(plans: Path, coachplan: Coachplan) -> None:
    made(coachplan, plans, "Listen", LI_1, "--id", "listen")

    result = coachplan("-C", plans, "new", "Listen", "--for", LI_1, "--id", "li-ming/listen")

    assert result.code == 1
    assert "li-ming/listen is taken" in result.err


def test_people_of_one_spelling_have_a_folder_each(plans: Path, coachplan: Coachplan) -> None:
    assert made(coachplan, plans, "Listen", LI_1) == "li-ming/listen"
    apart = coachplan("-C", plans, "new", "Listen", "--for", LI_2)
    assert apart.code == 0
    assert f"has plans of {LI_1}; this one lies apart, in plans/li-ming-2/listen" in apart.err
    assert made(coachplan, plans, "Write", LI_3) == "li-ming-3/write"
    assert made(coachplan, plans, "Write", LI_2) == "li-ming-2/write"
    assert made(coachplan, plans, "Write", LI_1.replace("李 明", "Li Ming")) == "li-ming/write"
    refused = coachplan("-C", plans, "new", "Speak", "--for", LI_2, "--id", "li-ming/speak")
    assert refused.code == 1
    assert "plans/li-ming has plans of" in refused.err
    assert "CP804" not in coachplan("-C", plans, "check").out


def test_on_a_terminal_it_is_asked_if_they_are_one_person(plans: Path, coachplan: Coachplan) -> None:
    made(coachplan, plans, "Listen", "Ada Lovelace <ada@example.com>")
    for answer, folder in (("no", "ada-lovelace-2"), ("yes", "ada-lovelace")):
        terminal = Terminal("-C", plans, "new", f"Speak {answer}", "--for", f"Ada Lovelace <ada@{answer}.example>")
        terminal.answer(["Mary <mary@example.com>", "", answer, *[""] * 4, *SECTIONS])
        assert terminal.end() == 0, terminal.seen

        assert f"Is Ada Lovelace <ada@{answer}.example> the same person?" in terminal.seen
        assert (plans / f"plans/{folder}/speak-{answer}/plan.md").exists()
