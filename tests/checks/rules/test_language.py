"""The phrases that rules about language and privacy find: no form without a line that shows it, no line too many.

The lines themselves are in `tests/data/rules`, each with the place of what is found in it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from coachplan.checks.lint import lint
from coachplan.checks.registry import WORDS_RULES
from coachplan.checks.rule import Phrase, RuleContext, WordsRule
from coachplan.checks.rules.language import disciplinary_wording, label_on_person
from coachplan.checks.rules.phrases import WORD, Phrases, each, plain_words
from coachplan.checks.rules.privacy import personal_identifier, sensitive_data
from coachplan.format import read_check_in, read_plan

DATA = Path(__file__).parents[2] / "data" / "rules"
IDS: Callable[[WordsRule], str] = lambda rule: rule.code  # noqa: E731 - a name for what pytest asks


def lines(code: str, name: str) -> tuple[str, ...]:
    """The texts of a check-in that shows a rule."""
    (path,) = DATA.glob(f"{code}-*/{name}.check-in.md")
    content = read_check_in(path.name, path.read_bytes()).content
    assert content
    return content.evidence


def phrases(rule: WordsRule) -> Iterator[str]:
    """What a rule finds in the lines that show it."""
    for text in lines(rule.code, "bad"):
        yield from (text[phrase.start : phrase.end] for phrase in rule.check(text))


@pytest.mark.parametrize("rule", WORDS_RULES, ids=IDS)
def test_every_phrase_has_what_the_rule_is_woken_by(rule: WordsRule) -> None:
    for phrase in phrases(rule):
        words = frozenset(WORD.findall(phrase.lower()))
        assert rule.triggers & words or (rule.shape and rule.shape.search(phrase)), phrase


@pytest.mark.parametrize("rule", WORDS_RULES, ids=IDS)
def test_every_trigger_is_shown_by_a_line(rule: WordsRule) -> None:
    shown = {word for phrase in phrases(rule) for word in WORD.findall(phrase.lower())}

    assert rule.triggers - shown == set()


@pytest.mark.parametrize("rule", WORDS_RULES, ids=IDS)
def test_a_line_has_one_phrase_or_none(rule: WordsRule) -> None:
    assert [len(list(rule.check(text))) for text in lines(rule.code, "good")] == [0] * len(lines(rule.code, "good"))
    assert {len(list(rule.check(text))) for text in lines(rule.code, "bad")} <= {1, 2}


@pytest.mark.parametrize(
    ("check", "text", "found"),
    [
        (label_on_person, "On Friday Grace said: Ben is lazy. It helps nobody.", ["Ben is lazy"]),
        (label_on_person, "Ada is lazy, and she is rude.", ["Ada is lazy", "she is rude"]),
        (label_on_person, "She is not\na team\nplayer", ["not\na team\nplayer"]),
        (label_on_person, "LAZY PERSON", ["LAZY PERSON"]),
        (label_on_person, "The crazy-lazy personnel", []),
        (disciplinary_wording, "This is not a PIP. A PIP comes later.", ["PIP"]),
        (disciplinary_wording, "Not now: a written warning follows", ["written warning"]),
        (disciplinary_wording, f"No{' very' * 11} formal warning", []),
        (disciplinary_wording, f"No{' very' * 13} formal warning", ["formal warning"]),
        (disciplinary_wording, "A PIP, because failure to improve may lead to a written warning", ["PIP"]),
        (disciplinary_wording, "Failure to improve may lead to a final warning, and so a PIP", ["PIP"]),
        (disciplinary_wording, "If the calls do not improve, a PIP", ["PIP"]),
        (disciplinary_wording, "If the calls do not improve a PIP follows", ["PIP"]),
        (disciplinary_wording, "Nobody asks for a PIP", []),
        (disciplinary_wording, "Without real progress a PIP follows", ["PIP"]),
        (disciplinary_wording, "Without a plan for progress, and without a PIP", []),
        (disciplinary_wording, "She teaches a course on formal PIP talks, and has a PIP", ["PIP"]),
        (sensitive_data, "She gave a talk on her burnout", ["her burnout"]),
        (sensitive_data, "Patients wait. Her illness came back.", ["Her illness"]),
        (sensitive_data, "Her illness came back. Patients wait.", ["Her illness"]),
        (sensitive_data, "Patients wait\n\nHer illness came back\n\nPatients wait", ["Her illness"]),
        (sensitive_data, "The patient spoke of\nher illness", []),
        (sensitive_data, "Her illness is on the\npatient's card", []),
        (
            personal_identifier,
            "Born 1990, 123-45-6789 and DE89370400440532013000",
            ["123-45-6789", "DE89370400440532013000"],
        ),
    ],
)
def test_a_phrase_is_looked_at_in_its_sentence(
    check: Callable[[str], Iterator[Phrase]], text: str, found: list[str]
) -> None:
    assert [text[phrase.start : phrase.end] for phrase in check(text)] == found


def test_a_form_may_be_shared_by_many_words() -> None:
    shared = Phrases(each("one two", "WORD thing"), "m", "a")

    assert shared.triggers == {"one", "two"}
    assert [(phrase.start, phrase.end) for phrase in shared.find("One thing, two \n things, two\tthing")] == [
        (0, 9),
        (25, 34),
    ]


def test_a_plan_may_set_a_rule_across_plans_aside() -> None:
    (path,) = DATA.glob("CP801-*/good/ada/one/plan.md")
    plan = path.read_bytes().replace(b"status: draft", b"status: draft\nignore: {CP801: one for each team}")

    assert b"ignore" in plan
    assert lint(read_plan("plan.md", plan), [], RuleContext(date(2026, 2, 4))) == []


def found_in(feedback: str) -> list[tuple[str, bool]]:
    """The codes found in a check-in with this feedback, each with whether a rewrite is offered."""
    (path,) = DATA.glob("CP511-*/plan.md")
    text = f"---\ncoachplan: 1\ndate: 2026-01-12\nby: Ada Lovelace <ada@example.com>\nfeedback: {feedback}\n---\n"
    found = lint(
        read_plan("plan.md", path.read_bytes()), [read_check_in("c.md", text.encode())], RuleContext(date(2026, 2, 4))
    )
    return [(finding.code, bool(finding.rewrite)) for finding in found]


def test_a_label_in_feedback_is_one_finding() -> None:
    assert found_in("You are lazy") == [("CP602", False)]


def test_feedback_is_rewritten_where_all_of_it_is_one_text() -> None:
    assert found_in("Good job!") == [("CP511", True)]
    assert found_in("{what: Good job, next: Keep going}") == [("CP511", False)]


@pytest.mark.one_in(4)
@pytest.mark.parametrize("phrase", ["reprimand ", "reprimand. ", "her salary ", "She is not lazy, "])
@pytest.mark.parametrize("rule", WORDS_RULES, ids=IDS)
def test_a_long_text_takes_time_by_its_length(rule: WordsRule, phrase: str) -> None:
    """A text of 40 kB that is nothing but phrases; were each looked at with all before it, this would take minutes."""
    assert len(list(rule.check(phrase * (40_000 // len(phrase))))) <= 40_000


def test_half_a_character_parts_words_and_stops_nothing() -> None:
    assert plain_words("You are\ud800 Lazy\udfffOne") == ["you", "are", "lazy", "one"]
