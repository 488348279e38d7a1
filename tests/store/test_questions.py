"""Open questions by situation: ours, and an organisation's before or in the place of them."""

from pathlib import Path

import pytest

from coachplan.base.errors import UnreadableError
from coachplan.checks.wording import Kind, judge
from coachplan.coaching import questions
from coachplan.plan import CheckIn
from coachplan.plan.guidance import Situation
from coachplan.store.questions import known_questions

EVERYTHING = 1000


def open_questions(situation: Situation, own_templates: Path | None, n: int, sessions: list[CheckIn]) -> list[str]:
    return questions.open_questions(known_questions(own_templates, situation), n, sessions)


OURS = {situation: open_questions(situation, None, EVERYTHING, []) for situation in Situation}


def session(*asked: str) -> CheckIn:
    reflections = [{"asked": question, "answer": "x"} for question in (*asked, "What else?")]
    return CheckIn.model_validate(
        {"coachplan": 1, "date": "2026-01-12", "by": "Ada <ada@example.com>", "reflections": reflections}
    )


def own(tmp_path: Path, name: str, text: str | bytes) -> Path:
    folder = tmp_path / "templates" / "questions"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path / "templates"


@pytest.mark.parametrize("situation", Situation)
def test_each_situation_has_questions_that_are_open_by_our_own_reader(situation) -> None:
    assert len(OURS[situation]) >= 8
    for question in OURS[situation]:
        verdict = judge(question, Kind.QUESTION)
        assert not verdict.is_weak, (question, verdict.reasons)


def test_no_question_is_asked_in_two_situations() -> None:
    together = [question for entries in OURS.values() for question in entries]
    assert len(together) == len(set(together))


@pytest.mark.parametrize("situation", Situation)
def test_the_questions_rotate_until_all_were_asked(situation) -> None:
    held: list[CheckIn] = []
    seen: list[str] = []
    for _ in range(20):
        chosen = open_questions(situation, None, 4, held)
        assert chosen == open_questions(situation, None, 4, held)
        assert len(set(chosen)) == 4
        seen += chosen
        held.append(session(chosen[0]))
    assert set(seen) == set(OURS[situation])


def test_what_was_asked_lately_comes_last() -> None:
    first = open_questions(Situation.PLATEAU, None, 1, [])
    held = [session(*OURS[Situation.PLATEAU][:7]), session(), session()]
    chosen = open_questions(Situation.PLATEAU, None, 3, held)
    assert first[0] not in chosen
    assert set(chosen) == set(OURS[Situation.PLATEAU][7:])
    assert first[0] in open_questions(Situation.PLATEAU, None, EVERYTHING, held)


def test_what_was_asked_long_ago_may_come_again() -> None:
    held = [session(OURS[Situation.PLATEAU][0]), *[session()] * 9]
    assert open_questions(Situation.PLATEAU, None, 1, held) == [OURS[Situation.PLATEAU][0]]


def test_an_organisations_questions_come_before_ours(tmp_path) -> None:
    text = "# What we ask\n\nWith care.\n\n- What would our customers say?\n* What helps you here?\n"
    chosen = open_questions(Situation.PLATEAU, own(tmp_path, "plateau.md", text), EVERYTHING, [])
    assert chosen[:2] == ["What would our customers say?", "What helps you here?"]
    assert chosen[2:] == OURS[Situation.PLATEAU]
    assert open_questions(Situation.SETBACK, tmp_path / "templates", EVERYTHING, []) == OURS[Situation.SETBACK]


def test_an_organisations_questions_can_stand_in_the_place_of_ours(tmp_path) -> None:
    text = "Only these.\n\n- What would our customers say?\n"
    chosen = open_questions(Situation.PLATEAU, own(tmp_path, "plateau.md", text), 4, [session()])
    assert chosen == ["What would our customers say?"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("plateau.md", b"\xff\xfe- What?", "not UTF-8"),
        ("plateau.md", "# Only a heading\n", "does not hold any questions"),
        ("plateau.md", "- What helps?\n- Tell me more\n", "templates/questions/plateau.md:2: a question must end with"),
        ("plateu.md", "- What helps?\n", "the names are first, after-an-absence, near-the-end, setback, plateau"),
    ],
)
def test_a_broken_file_is_one_clear_line(tmp_path, name, text, words) -> None:
    with pytest.raises(UnreadableError) as refused:
        open_questions(Situation.PLATEAU, own(tmp_path, name, text), 4, [])
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_readme_beside_them_is_no_question_file(tmp_path) -> None:
    folder = own(tmp_path, "README.md", "How we ask\n")
    assert open_questions(Situation.PLATEAU, folder, EVERYTHING, []) == OURS[Situation.PLATEAU]


def test_a_link_out_of_the_repository_is_not_followed(tmp_path) -> None:
    folder = own(tmp_path, "README.md", "How we ask\n")
    (tmp_path / "elsewhere.md").write_text("- What is secret?\n")
    (folder / "questions" / "plateau.md").symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(UnreadableError):
        open_questions(Situation.PLATEAU, folder, 4, [])
