"""Asking a person at a terminal, one thing at a time; nothing that they typed is lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from shutil import get_terminal_size
from textwrap import fill
from typing import Any

import typer

from coachplan.dates import read_day
from coachplan.drafts import measure_of
from coachplan.errors import UsageError
from coachplan.guidance import GUIDANCE, Section, open_question
from coachplan.model import CheckIn, Measure, Plan, Rhythm, Value
from coachplan.progress import latest_values
from coachplan.reports.terminal import clean, say

BACK = "<"
_PROMPT = ""
_HELP = f"Enter skips, {BACK} goes back, an empty line ends a list."


class _Back(Exception):  # noqa: N818 - a wish, not an error
    """The person wants to go back to the question before."""


def ask(question: str, *, default: str = "") -> str:
    """One line from the person; in a conversation, `<` goes back."""
    shown = " ".join(filter(None, (question, f"[{clean(default)}]" if default else "", "› ")))
    answer = str(typer.prompt(shown, default=default, show_default=False, prompt_suffix="", err=True)).strip()
    if answer == BACK:
        raise _Back
    return answer


def ask_until(question: str, read: Callable[[str], Any], *, default: str = "") -> Any:
    """An answer that `read` takes; its refusal is shown, and the question asked again. An empty answer is None."""
    while True:
        answer = ask(question, default=default)
        if not answer:
            return None
        try:
            return read(answer)
        except (UsageError, ValueError) as error:
            say(f"  {error}")


def ask_alone(question: str, read: Callable[[str], Any]) -> Any:
    """As `ask_until`, outside a conversation: there is nothing to go back to."""
    while True:
        try:
            return ask_until(question, read)
        except _Back:
            say("  there is nothing to go back to here")


def ask_list(question: str, keep: Callable[[list[str]], None]) -> list[str]:
    """Lines until an empty one; `keep` gets them as they come."""
    answers: list[str] = []
    while answer := ask(question):
        answers.append(answer)
        keep(answers)
    return answers


@dataclass
class _Question:
    """One step of a guided conversation: the key it fills, what is shown before, and what asks for the value."""

    key: str
    title: str
    lines: Sequence[str]
    value: Callable[[dict[str, Any]], Any]


def _converse(questions: Sequence[_Question], given: dict[str, Any]) -> None:
    """Ask everything in turn, with a way back, and put the answers into `given`; an empty one changes nothing."""
    place = 0
    while place < len(questions):
        question = questions[place]
        say("")
        say(f"{place + 1}/{len(questions)} {question.title}", "bold")
        for line in (*question.lines, *(["Enter keeps your answer."] if question.key in given else [])):
            say(fill(line, get_terminal_size().columns - 1, initial_indent="  ", subsequent_indent="  "), "dim")
        try:
            value = question.value(given)
            given |= {question.key: value} if value else {}
            place += 1
        except _Back:
            place = max(0, place - 1)


# -- a new plan -----------------------------------------------------------------------------------------------------


def ask_plan(given: dict[str, Any], role: str | None, today: date) -> None:
    """Ask for the sections that `given` lacks, and put the answers there; `role` is the role of whoever answers.

    What was skipped is offered once more at the end.
    """
    say(_HELP)
    missing = [section for section in GUIDANCE.values() if section.key not in given]
    _converse([_section_question(section, role, today) for section in missing], given)
    while skipped := [section for section in missing if section.key not in given]:
        names = ", ".join(f"{place} {section.title}" for place, section in enumerate(skipped, 1))
        say("")
        number = ask_until(f"Skipped: {names}. Which one now (Enter: none)?", _number(len(skipped)))
        if number is None:
            return
        _converse([_section_question(skipped[number - 1], role, today)], given)


def _number(highest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= highest:
            raise ValueError(f"a number from 1 to {highest}, or Enter")
        return int(text)

    return read


def _section_question(section: Section, role: str | None, today: date) -> _Question:
    lines = (section.ask, f"Such as: {section.example}")
    return _Question(section.key, section.title, lines, lambda given: _answers(section, role, today, given))


def _answers(section: Section, role: str | None, today: date, given: dict[str, Any]) -> Any:
    match section.key:
        case "current_state":
            text = ask(_PROMPT)
            return {role: text} if text and role in ("manager", "team_member") else text
        case "goal_state":
            return _goal(given)
        case "activities":
            return _asked(section.key, given, lambda what: _activity(what, role))
        case "timeline":
            return _days(today)
        case "update_cadence":
            rhythm = ask_until(_PROMPT, Rhythm.read)
            return rhythm.text if rhythm else None
        case _:
            return _asked(section.key, given) if section.many else ask(_PROMPT)


def _asked(key: str, given: dict[str, Any], entry: Callable[[str], Any] = str) -> list[Any]:
    """The entries of a list that a person types, in `given` as they come."""
    return [entry(text) for text in ask_list(_PROMPT, lambda texts: given.update({key: [entry(t) for t in texts]}))]


def _goal(given: dict[str, Any]) -> Any:
    goal = ask(_PROMPT)
    if not goal:
        return None
    given["goal_state"] = goal
    say(
        "  What will you both look at, from how much to how much? Such as: clear status updates: 2 -> 4 per week", "dim"
    )
    measure = ask_until(_PROMPT, measure_of)
    return {"goal": goal, "measures": [measure]} if measure else goal


def _activity(what: str, role: str | None) -> Any:
    """A manager's idea is a proposal; the team member's own is agreed with it (S1)."""
    if role == "team_member":
        return {"what": what, "proposed_by": role, "status": "agreed"}
    return {"what": what, "proposed_by": role, "status": "proposed"} if role else what


def _days(today: date) -> dict[str, str] | None:
    start = ask_until("Start", lambda text: read_day(text, today, option="Start"), default=today.isoformat())
    if start is None:
        return None
    end = ask_until("End", lambda text: read_day(text, start, option="End"), default="+30d")
    return {"start": start.isoformat(), "end": end.isoformat()} if end else None


# -- a check-in -----------------------------------------------------------------------------------------------------


def ask_check_in(plan: Plan, earlier: Sequence[CheckIn], given: dict[str, Any]) -> None:
    """Hold a short session: last time's agreement and the evidence first, then reflection, then what to adjust (S0).

    The answers are put into `given`, a check-in's data, as they come.
    """
    last = max(earlier, key=lambda check_in: check_in.date, default=None)
    agreed = [f"Agreed on {last.date}: {step}" for step in last.next_steps] if last else []
    latest = latest_values(earlier)
    say(_HELP)

    def measure_values(_: dict[str, Any]) -> dict[str, str]:
        asked = {m.name: ask_until(_measure_question(m, latest), _value_for(m)) for m in _measures(plan)}
        return {name: value for name, value in asked.items() if value}

    question = open_question(len(earlier))
    questions: tuple[tuple[str, str, list[str], Callable[[dict[str, Any]], Any]], ...] = (
        ("evidence", "Evidence", [*agreed, "What was seen or heard since last time?"], partial(_asked, "evidence")),
        ("reflections", "Reflection", [question], lambda _: _reflection(question)),
        ("measures", "Measures", ["Enter skips one."], measure_values),
        ("wins", "Wins", ["What went well, however small?"], partial(_asked, "wins")),
        ("obstacles", "Obstacles", ["What is in the way?"], partial(_asked, "obstacles")),
        ("feedback", "Feedback", ["What was done, why it mattered, and what to do next time?"], _feedback),
        ("adjustments", "Adjustments", ["What will you do differently?"], partial(_asked, "adjustments")),
        ("next_steps", "Next steps", ["What do you agree on until next time?"], partial(_asked, "next_steps")),
    )
    _converse([_Question(*question) for question in questions], given)


def _measures(plan: Plan) -> list[Measure]:
    return [measure for goal in plan.goal_state for measure in goal.measures]


def _value_for(measure: Measure) -> Callable[[str], str]:
    """Takes a value for a measure; where the measure counts, it must be one that counts, too."""
    counts = not measure.scale and any(value and value.kind != "text" for value in (measure.baseline, measure.target))

    def read(text: str) -> str:
        if counts and Value.read(text).kind == "text":
            raise ValueError(f"a value as in {measure.target or measure.baseline} belongs here, or Enter")
        return text

    return read


def _measure_question(measure: Measure, latest: dict[str, Value]) -> str:
    way = " → ".join(str(value) for value in (measure.baseline, measure.target) if value)
    known = ", ".join([*([way] if way else []), *([f"last {latest[measure.name]}"] if measure.name in latest else [])])
    return clean(f"{measure.name}{f' ({known})' if known else ''}")


def _reflection(question: str) -> list[dict[str, str]]:
    answer = ask(_PROMPT)
    return [{"asked": question, "answer": answer}] if answer else []


def _feedback(given: dict[str, Any]) -> list[dict[str, str]]:
    what = ask("What was done?")
    if not what:
        return []
    parts = {"what": what, "why": ask("Why did it matter?"), "next": ask("What next time?"), "from": given["by"]}
    return [{key: value for key, value in parts.items() if value}]
