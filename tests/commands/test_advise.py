"""`coachplan advise`: a table of situations, what each speaks for under either policy, and which answers say so."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from coachplan.coaching.advise import QUESTIONS
from terminal import Terminal

DATA = Path(__file__).parents[1] / "data" / "advice"
POLICIES = {"with-concerns": "true", "growth-only": "false"}
CASES = [(path, policy) for path in sorted(DATA.glob("*.toml")) for policy in POLICIES]
NO = {
    "specific": "--not-specific",
    "coachable": "--not-coachable",
    "aligned": "--not-aligned",
    "observed": "--not-observed",
    "unclear-expectations": "--clear-expectations",
}


def flags(case) -> list[str]:
    return [f"--{key}" for key in case["yes"]] + [NO.get(key, f"--no-{key}") for key in case["no"]]


@pytest.mark.parametrize(("path", "policy"), CASES, ids=lambda part: getattr(part, "stem", part))
def test_a_situation_speaks_for_what_the_sources_say(plans, coachplan, path, policy) -> None:
    (plans / "coachplan.toml").write_text(f"[policy]\nperformance_concerns = {POLICIES[policy]}\n")
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    expected = case.get("both") or case[policy]

    result = coachplan("-C", plans, "advise", *flags(case), "--format", "json")

    assert result.code == 0, result.err
    advice = json.loads(result.out)
    assert advice["version"] == 1
    assert advice["speaks_for"] == expected["choice"]
    assert advice["otherwise"] == expected.get("otherwise", expected["choice"])
    reasons = [reason for reason in advice["reasons"] if reason["speaks_for"] == expected["choice"]]
    assert sorted(reason["key"] for reason in reasons) == sorted(expected["for"])
    sources = ("the handbook", "both versions of the handbook", "the article on ")
    assert all(reason["source"].startswith(sources) for reason in advice["reasons"])
    assert expected.get("template", "") in advice["command"] or not advice["command"]
    assert bool(advice["command"]) == ("template" in expected)
    assert any(step.startswith(expected.get("first", "")) for step in advice["next_steps"])
    assert not set(advice["not_answered"]) & {*case["yes"], *case["no"]}


@pytest.mark.one_in(5)
@pytest.mark.parametrize(("path", "policy"), CASES, ids=lambda part: getattr(part, "stem", part))
def test_the_command_that_it_proposes_makes_a_plan(plans, coachplan, path, policy) -> None:
    (plans / "coachplan.toml").write_text(f"[policy]\nperformance_concerns = {POLICIES[policy]}\n")
    out = coachplan("-C", plans, "advise", *flags(tomllib.loads(path.read_text(encoding="utf-8")))).out
    commands = [shlex.split(line)[1:] for line in out.splitlines() if line.startswith("  coachplan new ")]
    for command in commands:
        made = coachplan("-C", plans, *command, "Listen first", "--for", "Ada Lovelace <ada@example.com>")
        assert made.code == 0, made.err
    assert len(commands) <= 1


def test_it_says_why_for_and_against_and_leaves_the_decision_to_people(plans, coachplan) -> None:
    out = coachplan("-C", plans, "advise", "--specific", "--concern", "--core-gap", "--no-consequences").out
    order = ["Your answers speak for: Coaching plan", "For: Coaching plan", "For: Performance support plan"]
    order += ["Not answered", "Next", "you decide"]
    places = [out.index(part) for part in order]
    assert places == sorted(places)
    assert '(the handbook, "When to Use a Coaching Plan")' in out


def test_the_organisations_own_names_are_used(plans, coachplan) -> None:
    (plans / "coachplan.toml").write_text('[labels]\ncoaching = "Growth plan"\nperformance-support = "Backing plan"\n')
    for arguments in (("--specific", "--coachable", "--core-gap"), ("--not-specific", "--next-role"), ("--specific",)):
        for format_ in ("text", "json"):
            out = coachplan("-C", plans, "advise", *arguments, "--format", format_).out
            said = out.replace('"When to Use a Coaching Plan"', "").replace('"Coaching Plan Characteristics"', "")
            assert "Coaching plan" not in said
            assert "Performance support plan" not in said
            assert "Growth plan" in said or "Backing plan" in said


def test_a_name_drives_no_terminal_and_colours_stay(plans, coachplan, monkeypatch) -> None:
    (plans / "coachplan.toml").write_text('[labels]\ncoaching = "Growth\\u001b[2J\\nplan"\n')
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = coachplan("-C", plans, "advise", "--specific", "--not-aligned").out
    assert "\x1b[1mFor: Growth\ufffd[2J plan\x1b[0m\n" in out
    assert "\x1b[2J" not in out


def test_outside_of_a_plan_repository_the_defaults_hold(tmp_path, coachplan) -> None:
    result = coachplan("-C", tmp_path, "advise", "--specific", "--coachable", "--concern", "--no-consequences")
    assert result.code == 0, result.err
    assert "speak for: Coaching plan" in result.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("advise",), "--specific"), (("-C", "nowhere", "advise", "--specific"), "nowhere is not a folder")],
)
def test_without_answers_or_a_folder_it_is_one_line(plans, coachplan, arguments, words) -> None:
    result = coachplan(*arguments, cwd=plans)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert result.err.count("\n") == 1


def test_a_wrong_setting_is_not_passed_over(plans, coachplan) -> None:
    (plans / "coachplan.toml").write_text('[policy]\nperformance_concerns = "no"\n')
    result = coachplan("-C", plans, "advise", "--specific")
    assert result.code == 2
    assert "[policy] performance_concerns is true or false" in result.err


@pytest.fixture
def conversation(tmp_path):
    """Answers prompt after prompt of `coachplan advise` with the arguments; what was seen in the end."""

    def run(answers, *arguments: str) -> str:
        terminal = Terminal("-C", tmp_path, "advise", *arguments, columns=160, rows=80)
        terminal.answer(answers)
        assert terminal.end() == 0, terminal.seen
        return terminal.seen

    return run


def test_on_a_terminal_it_asks_what_is_open_and_nothing_about_a_concern_where_there_is_none(conversation) -> None:
    seen = conversation(["y", "yes", "", "Y", "n", "n", "n", "n", "n"], "--next-role")
    assert "core of the role" not in seen
    assert "wants wider" not in seen
    assert "speak for: Coaching plan" in seen
    assert "--template role-growth" in seen


def test_on_a_terminal_one_can_go_back_and_is_asked_again_what_cannot_be_read(conversation) -> None:
    answers = ["<", "n", "<", "y", "perhaps", "y", "y", "y", "y", "y", "n", "n", "n", "y", "<", "y", "y", "y"]
    seen = conversation(answers)
    assert "y or n, or Enter" in seen
    assert seen.count("which skill or behaviour is to grow") == 3
    assert "speak for: Performance support plan" in seen


def test_the_page_says_what_each_answer_speaks_for() -> None:
    page = (Path(__file__).parents[2] / "docs" / "opportunity.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `--([a-z-]+)`, `--[a-z-]+` \|(.*?)\|(.*?)\|$", page, re.MULTILINE)
    words = {"none": "no plan", "coaching": "a coaching plan", "performance-support": "performance support"}
    assert [key for key, *_ in rows] == [question.key for question in QUESTIONS]
    for question, (_, *told) in zip(QUESTIONS, rows, strict=True):
        for answer, text in zip((True, False), told, strict=True):
            point = question.point(answer, performance_concerns=True)
            assert text.strip().startswith(words[point.speaks_for]) if point else not text.strip()
            differs = question.point(answer, performance_concerns=False) != point
            assert differs == bool(re.search(r"\(\d\)", text)), question.key
