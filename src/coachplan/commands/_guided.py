"""Asking a person at a terminal, one thing at a time; nothing that they typed is lost."""

import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from shutil import get_terminal_size
from textwrap import fill, shorten
from typing import Any

import typer

from coachplan.base.dates import read_day
from coachplan.base.errors import UsageError
from coachplan.base.words import ROLES, SUSTAINED
from coachplan.coaching.check_in_data import no_value
from coachplan.coaching.lifecycle import RESULT_MEANINGS, suggested_result
from coachplan.coaching.open_parts import OpenPart
from coachplan.coaching.sessions import Preparation, habits_of
from coachplan.format.building import measure_of
from coachplan.output.terminal.console import clean, say
from coachplan.plan import Activity, Measure, Milestone, Plan, Rhythm, Value
from coachplan.plan.guidance import GUIDANCE, MORE, Section

BACK = "<"
_EXPLAIN = "?"
_SHORT = 60
_NARROWEST = 20
_STALLED = "What do you think causes it? The strategy is looked at, not the person."
_HELP = (
    f"Enter skips, {BACK} goes back, {_EXPLAIN} explains, an empty line ends a list; what you paste is one answer, "
    "several lines, too."
)
_BULLET = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_explanation: ContextVar[Sequence[str]] = ContextVar("explanation", default=(_HELP,))
"""The lines that `?` shows for the question that is asked now."""


class _Back(Exception):  # noqa: N818 - a wish, not an error
    """The person wants to go back to the question before."""


def ask(question: str = "", *, default: str = "") -> str:
    """Return one answer from the person, as typed or pasted; in a conversation, `<` goes back, and `?` explains."""
    shown = " ".join(filter(None, (question, f"[{clean(default)}]" if default else "", "› ")))
    while True:
        try:
            answer = _entered(shown)
        except UnicodeDecodeError:
            answer = "\udcff"
        if answer == BACK:
            raise _Back
        if answer == _EXPLAIN:
            _show_lines(_explanation.get())
        elif _ODD.search(answer):
            say("  there are bytes in this answer that are not text; type it again")
        else:
            return answer or default


def _entered(shown: str) -> str:
    """Return what the person enters; the line editor takes a paste whole, and a line of any length."""
    if sys.stdout.isatty():
        import readline

        readline.parse_and_bind("set enable-bracketed-paste on")
    else:  # the prompt is for the person, not for what reads the output
        typer.echo(shown, nl=False, err=True)
        shown = ""
    try:
        return "\n".join(input(shown).strip().splitlines())
    except (EOFError, KeyboardInterrupt):
        raise typer.Abort from None


def _show_lines(lines: Sequence[str]) -> None:
    width = max(get_terminal_size().columns - 1, _NARROWEST)
    for line in lines:
        say(fill(line, width, initial_indent="  ", subsequent_indent="  "), "dim")


def ask_until(question: str, read: Callable[[str], Any], *, default: str = "") -> Any:
    """Return an answer as `read` takes it, asking again after a refusal; None for an empty one."""
    while True:
        answer = ask(question, default=default)
        if not answer:
            return None
        try:
            return read(answer)
        except (UsageError, ValueError) as error:
            say(f"  {error}")


def ask_alone(question: str, read: Callable[[str], Any], *, default: str = "") -> Any:
    """Ask as `ask_until` does, outside a conversation: there is nothing to go back to."""
    while True:
        try:
            return ask_until(question, read, default=default)
        except _Back:
            say("  there is nothing to go back to here")


def ask_in_turn(steps: Sequence[Callable[[], bool]], *, before: str | None = "") -> None:
    """Take step after step, each of which asks, or says that it had nothing to ask; `<` goes back to the last one.

    `before` says how to change what came before the first of them; None leaves going there to the caller.
    """
    asked: list[int] = []
    place = 0
    while place < len(steps):
        try:
            asked += [place] if steps[place]() else []
            place += 1
        except _Back:
            if not asked and before is None:
                raise
            if not asked:
                say(f"  there is nothing to go back to here{before}")
            place = asked.pop() if asked else place


def yes(text: str) -> bool:
    """Return the answer to a question for yes or no."""
    if text.strip().casefold() not in ("y", "yes", "n", "no"):
        raise ValueError("y or n, or Enter")
    return text.strip().casefold().startswith("y")


def number_up_to(highest: int) -> Callable[[str], int]:
    """Return what takes a number from 1 to `highest`."""

    def read(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= highest:
            raise ValueError(f"a number from 1 to {highest}, or Enter")
        return int(text)

    return read


@dataclass(frozen=True)
class _Question:
    """One step of a guided conversation: the key it fills, what is shown before, and what asks for the value.

    Without a `value`, a list is asked for.
    """

    key: str
    title: str
    lines: Sequence[str]
    value: Callable[[], Any] | None = None

    @property
    def explanation(self) -> Sequence[str]:
        """The lines that `?` shows."""
        return (*self.lines, *filter(None, [MORE.get(self.key)]), _HELP)


def _converse(questions: Sequence[_Question], given: dict[str, Any], *, before: str = "") -> None:
    """Ask everything in turn, with a way back, and put the answers into `given`; an empty one changes nothing."""
    ask_in_turn(_steps(questions, given), before=before)


def _steps(questions: Sequence[_Question], given: dict[str, Any]) -> list[Callable[[], bool]]:
    def pose(number: int, question: _Question) -> bool:
        say("")
        say(f"{number}/{len(questions)} {question.title}", "bold")
        _show_lines([*question.lines, *_kept(question.key, given)])
        before = _explanation.set(question.explanation)
        try:
            value = question.value() if question.value else _asked(question.key, given)
        finally:
            _explanation.reset(before)
        if value:
            given[question.key] = value
        return True

    return [partial(pose, number, question) for number, question in enumerate(questions, 1)]


def _ask_each(asked: Sequence[tuple[str, str, Callable[[str], Any], str]]) -> dict[str, Any]:
    """Return the answers by name to questions within one, but for the empty ones; `<` goes back among them, too.

    Each has a name, the words to show, what reads the answer, and a default.
    """
    answers: dict[str, Any] = {}

    def pose(name: str, shown: str, read: Callable[[str], Any], default: str) -> bool:
        answers[name] = ask_until(shown, read, default=str(answers.get(name) or default))
        return True

    ask_in_turn([partial(pose, *one) for one in asked], before=None)
    return {name: answer for name, answer in answers.items() if answer}


def _kept(key: str, given: Mapping[str, Any]) -> list[str]:
    """Return a line on the answer that is there already; the parts of the opportunity are keys within it."""
    answer = given.get(key) or (given.get("opportunity") or {}).get(key)
    return [f"Enter keeps your answer: {clean(shorten(_told(answer), _SHORT, placeholder='…'))}"] if answer else []


def _told(answer: Any) -> str:
    match answer:
        case list():
            return "; ".join(map(_told, answer))
        case {"what": words} | {"goal": words} | {"answer": words}:
            return str(words)
        case dict():
            return ", ".join(f"{ROLES.get(key, key)}: {value}" for key, value in answer.items())
        case _:
            return str(answer)


# -- a new plan -----------------------------------------------------------------------------------------------------


_LATER = "; `coachplan edit` changes later what you said before"
_OPPORTUNITY = (
    ("reason", "Why a plan, and why now?", "A specific, coachable area for growth"),
    ("business_need", "What does the work gain from it?", "Three teams can plan their week on Monday"),
    ("aspiration", "What does the team member want for themselves?", "To lead a project by the summer"),
)


def _opportunity(given: dict[str, Any], role: str | None, today: date) -> list[_Question]:
    """Return brief questions for the reason of the plan (handbook), put into `given`; `role` is as for `ask_plan`."""

    def take(key: str, answer: Callable[[], Any]) -> None:
        if said := answer():
            given["opportunity"] = {**given.get("opportunity", {}), key: str(said)}

    parts = [(key, title, f"Such as: {example}", ask) for key, title, example in _OPPORTUNITY]
    if role == "manager":
        title = "On which day did you talk about it with your own manager?"
        day = partial(ask_until, "", lambda text: _past_day(text, today))
        example = "Such as: today. Enter, where you have not yet, or have none."
        parts.append(("aligned_with_managers_manager", title, example, day))
    parts = [part for part in parts if part[0] not in (given.get("opportunity") or {})]
    return [_Question(key, title, [line], partial(take, key, answer)) for key, title, line, answer in parts]


def _past_day(text: str, today: date) -> date:
    day = read_day(text, today, option="The day")
    if day > today:
        raise ValueError("this day is still to come")
    return day


def ask_plan(given: dict[str, Any], role: str | None, today: date) -> None:
    """Ask for the opportunity and the sections that `given` lacks, and put the answers there.

    `role` is the role of whoever answers. What was skipped of the sections is offered once more at the end.
    """
    say(_HELP)
    missing = [section for section in GUIDANCE.values() if section.key not in given]
    sections = [_section_question(section, role, today, given) for section in missing]
    ask_in_turn([*_steps(_opportunity(given, role, today), given), *_steps(sections, given)], before=_LATER)
    _offer_skipped(missing, role, today, given)


def _offer_skipped(missing: Sequence[Section], role: str | None, today: date, given: dict[str, Any]) -> None:
    while skipped := [section for section in missing if section.key not in given]:
        names = ", ".join(f"{place} {section.title}" for place, section in enumerate(skipped, 1))
        say("")
        number = ask_until(f"Skipped: {names}. Which one now (Enter: none)?", number_up_to(len(skipped)))
        if number is None:
            return
        _converse([_section_question(skipped[number - 1], role, today, given)], given)


def ask_open(
    parts: Sequence[OpenPart],
    given: dict[str, Any],
    plan: Plan,
    role: str | None,
    today: date,
    fits: Callable[[tuple[str | int, ...], Any], None],
) -> None:
    """Ask for the open `parts` of a plan that is there, and put the answers into `given`, by the keys of the parts.

    Why there is a plan is asked where nobody said any of it. `fits` refuses an answer that cannot stand in its place.
    """
    say(_HELP)
    sections = [GUIDANCE[part.key] for part in parts if part.is_section]
    known = {section.key: _section_question(section, role, today, given) for section in sections}
    if "timeline" in known:  # Enter is no answer here: it was left open on purpose
        known["timeline"] = replace(known["timeline"], value=partial(_days, today, ""))
    questions = [known.get(part.key) or _open_question(part, given, fits) for part in parts]
    why = [] if plan.opportunity else _opportunity(given, role, today)
    ask_in_turn([*_steps(why, given), *_steps(questions, given)], before=_LATER)
    _offer_skipped(sections, role, today, given)


def _open_question(
    part: OpenPart, given: dict[str, Any], fits: Callable[[tuple[str | int, ...], Any], None]
) -> _Question:
    def read(text: str) -> str:
        answer = f"{part.ask} <{text}>" if part.location[0] == "people" and "<" not in text else text
        fits(part.location, answer)
        return answer

    section = str(part.location[0])
    lines, value = [part.ask or (GUIDANCE[section].ask if section in GUIDANCE else "Which words belong here?")], None
    match part.location:
        case ("people", _):
            lines = [f"The email of {part.ask}?"]
        case ("goal_state", *_, "measures"):
            lines, value = [*_MEASURES], partial(_asked_measures, lambda so_far: given.update({part.key: so_far}))
    if value is None and not part.is_list:
        value = partial(ask_until, "", read)
    return _Question(part.key, part.title, [clean(line) for line in lines], value)


def _section_question(section: Section, role: str | None, today: date, given: dict[str, Any]) -> _Question:
    lines = (section.ask, f"Such as: {section.example}")
    return _Question(section.key, section.title, lines, partial(_answers, section, role, today, given))


def _answers(section: Section, role: str | None, today: date, given: dict[str, Any]) -> Any:
    match section.key:
        case "current_state":
            text = ask()
            return {role: text} if text and role in ("manager", "team_member") else text
        case "goal_state":
            return _goal(given)
        case "activities":
            return _asked(section.key, given, lambda what: _activity(what, role))
        case "timeline":
            return _days(today, today.isoformat())
        case "update_cadence":
            rhythm = ask_until("", Rhythm.read)
            return rhythm.text if rhythm else None
        case _:
            return _asked(section.key, given) if section.many else ask()


def _asked(key: str, given: dict[str, Any], entry: Callable[[str], Any] = str) -> list[Any]:
    """Return the entries of a list that a person types, up to an empty line; they are in `given` as they come."""
    entries: list[Any] = []
    while text := ask():
        entries += map(entry, _listed(text))
        given[key] = entries
    return entries


def _listed(text: str) -> list[str]:
    """Return the entries of a pasted list, where each line has a bullet or a number; any other text is one entry."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(map(_BULLET.match, lines)):
        return [_BULLET.sub("", line, count=1).strip() for line in lines]
    return [text]


_MEASURES = (
    "What will you both look at, from how much to how much? One a line, an empty line ends the list.",
    "Such as: clear status updates: 2 -> 4 per week",
)


def _goal(given: dict[str, Any]) -> Any:
    goal = ask()
    if not goal:
        return None
    given["goal_state"] = goal
    _show_lines(_MEASURES)
    _asked_measures(lambda measures: given.update({"goal_state": {"goal": goal, "measures": measures}}))
    return given["goal_state"]


def _asked_measures(keep: Callable[[list[dict[str, Any]]], None]) -> list[dict[str, Any]]:
    """Return the measures that a person types, up to an empty line; `keep` gets them as they come."""
    measures: list[dict[str, Any]] = []
    while more := ask_until("", lambda text: [measure_of(line) for line in text.splitlines() if line.strip()]):
        measures += more
        keep(measures)
    return measures


def _activity(what: str, role: str | None) -> Any:
    """Return an activity: a manager's idea is a proposal, the team member's own is agreed with it (handbook)."""
    if role == "team_member":
        return {"what": what, "proposed_by": role, "status": "agreed"}
    return {"what": what, "proposed_by": role, "status": "proposed"} if role else what


def _days(today: date, default: str) -> dict[str, str] | None:
    while start := ask_until("Start", lambda text: read_day(text, today, option="Start"), default=default):
        default = start.isoformat()
        with suppress(_Back):
            end = ask_until("End", partial(_end, start), default="+30d")
            return {"start": default, "end": end.isoformat()}
    return None


def _end(start: date, text: str) -> date:
    end = read_day(text, start, option="End")
    if end < start:
        raise ValueError(f"the last day comes after the first, {start}")
    return end


# -- a situation ----------------------------------------------------------------------------------------------------


def ask_situation(answers: dict[str, bool]) -> None:
    """Ask what `answers` leave open of the questions for advice, and put yes and no there by their keys."""
    from coachplan.coaching.advise import QUESTIONS, is_asked

    say(f"Answer with y or n; Enter where you do not know, {BACK} goes back.")
    trail: list[str] = []
    while question := next((q for q in QUESTIONS if q.key not in {*answers, *trail} and is_asked(q, answers)), None):
        say("")
        try:
            answer = ask_until(question.ask, yes)
        except _Back:
            answers.pop(trail.pop(), None) if trail else None
        else:
            answers |= {} if answer is None else {question.key: answer}
            trail.append(question.key)


# -- a check-in -----------------------------------------------------------------------------------------------------


def ask_check_in(plan: Plan, session: Preparation, given: dict[str, Any]) -> None:
    """Hold a short session: last time's agreement and the evidence first, then reflection, then what to adjust.

    The order is that of the article on coaching in improvement plans. The answers are put into `given`, a check-in's
    data, as they come. What the plan does not need is not asked.
    """
    say(_HELP)
    _converse([*_check_in_questions(plan, session, given)], given)


def _check_in_questions(plan: Plan, session: Preparation, given: dict[str, Any]) -> Iterator[_Question]:
    question, habits, milestones = session.questions[0], habits_of(plan), session.milestones
    opening = [*_agreement(session), *_evidence(session), "What was seen or heard since last time?"]
    yield _Question("evidence", "Evidence", opening)
    yield _Question("reflections", "Reflection", [question], partial(_reflection, question))
    latest = {entry.standing.measure.name: entry.standing.latest for entry in session.seen}
    values = partial(_values, plan, lambda measure: _measure_question(measure, latest.get(measure.name)))
    if plan.measures:
        yield _Question("measures", "Measures", ["Enter skips one."], values)
    if habits:
        line = "How many times since last time? Enter skips one."
        yield _Question("practice", "Practice", [line], partial(_practice, habits))
    if milestones:
        line = "Which are reached? y for yes, Enter for not yet."
        yield _Question("milestones", "Milestones", [line], partial(_reached, milestones))
    yield _Question("wins", "Wins", ["What went well, however small?"])
    yield _Question("obstacles", "Obstacles", ["What is in the way?"])
    if session.stall:
        yield _Question("root_cause", "Root cause", [_STALLED, *session.stall])
    yield _feedback_question(given)
    adjust = "What will you try instead?" if session.stall else "What will you do differently?"
    yield _Question("adjustments", "Adjustments", [adjust])
    yield _Question("next_steps", "Next steps", ["What do you agree on until next time?"])


def _agreement(session: Preparation) -> list[str]:
    last = session.last
    return [f"Agreed on {last.date}: {step}" for step in (*session.adjustments, *session.next_steps)] if last else []


def _evidence(session: Preparation) -> list[str]:
    """Return the latest values against the expected line: a session begins with them (article on improvement plans)."""
    known = [entry for entry in session.seen if entry.standing.latest and entry.expected]
    said = [f"{e.standing.measure.name}: last {e.standing.latest}, {e.expected} expected then" for e in known]
    peers = [(peer, note.what) for peer in session.feedback for note in peer.feedback]
    return [*said, *(f"{peer.by.name} about “{peer.about}”: {what}" for peer, what in peers)]


def _values(
    plan: Plan, question: Callable[[Measure], str], defaults: Mapping[str, Value] | None = None
) -> dict[str, str]:
    """Return a value for each measure of the plan, by name, but for those that are skipped."""
    known = {name: str(value) for name, value in (defaults or {}).items()}
    return _ask_each([(m.name, question(m), _value_for(m), known.get(m.name, "")) for m in plan.measures])


def _practice(habits: Sequence[Activity]) -> dict[str, str]:
    return _ask_each([(habit.id or habit.what, clean(habit.what), _times, "") for habit in habits])


def _times(text: str) -> str:
    low = Value.read(text).low
    if low is None or low < 0:
        raise ValueError("how many times, such as 3, or Enter")
    return text


def _reached(milestones: Sequence[tuple[int, Milestone]]) -> list[str]:
    asked = [(str(number), clean(f"{entry.what} ({entry.date})"), yes, "") for number, entry in milestones]
    return [*_ask_each(asked)]


def _value_for(measure: Measure) -> Callable[[str], str]:
    """Return what takes a value for a measure; where the measure counts, it must be one that counts, too."""

    def read(text: str) -> str:
        if problem := no_value(measure, text):
            raise ValueError(f"{problem}, or Enter")
        return text

    return read


def _measure_question(measure: Measure, latest: Value | None = None) -> str:
    way = " → ".join(str(value) for value in (measure.baseline, measure.target) if value)
    known = ", ".join([*([way] if way else []), *([f"last {latest}"] if latest else [])])
    return clean(f"{measure.name}{f' ({known})' if known else ''}")


def _reflection(question: str) -> list[dict[str, str]]:
    answer = ask()
    return [{"asked": question, "answer": answer}] if answer else []


def _feedback_question(given: dict[str, Any]) -> _Question:
    lines = ["What was done, why it mattered, and what to do next time?"]
    return _Question("feedback", "Feedback", lines, partial(_feedback, given))


def _feedback(given: dict[str, Any]) -> list[dict[str, str]]:
    parts = (("what", "What was done?"), ("why", "Why did it matter?"), ("next", "What next time?"))
    said: dict[str, str] = {}
    while said := _ask_each([(key, question, str, said.get(key, "")) for key, question in parts[:1]]):
        with suppress(_Back):
            rest = _ask_each([(key, question, str, "") for key, question in parts[1:]])
            return [said | rest | {"from": given["by"]}]
    return []


def ask_feedback(given: dict[str, Any]) -> None:
    """Ask for a peer's feedback on the one behaviour that they were asked about, and for nothing else."""
    behaviour = _Question("about", "Behaviour", ["Which one behaviour were you asked about?"], ask)
    say(_HELP)
    _converse([*([] if "about" in given else [behaviour]), _feedback_question(given)], given)


# -- a look back ----------------------------------------------------------------------------------------------------


def ask_look_back(plan: Plan, final: Mapping[str, Value], given: dict[str, Any], *, is_own: bool) -> None:
    """Look back on a plan together: the evidence first, then what helped, and only then how it ended.

    The answers are put into `given`, an outcome's data, as they come; `final` has the latest value of each measure.
    With `is_own` the team member answers, and is asked for their own words.
    """
    say(_HELP)
    suggested = suggested_result(plan, final)
    results = sorted(RESULT_MEANINGS, key=lambda result: result != suggested)
    words = [f"{result}: {RESULT_MEANINGS[result]}" for result in results]
    values = partial(_values, plan, _measure_question, final)
    result = partial(ask_until, "", one_of(results), default=results[0])
    hindered = "What was in the way, or did not work? The approach is looked at, not the person."
    questions = [
        _Question("measures", "Evidence", ["Where does each measure stand at the end?"], values),
        _Question("helped", "What helped", ["What helped, from whom or what?"]),
        _Question("hindered", "What did not help", [hindered]),
        _Question("result", "How it ended", words, result),
        _Question("summary", "In a few words", ["What is different now?"], ask),
    ]
    if is_own:
        questions.append(_Question("team_member", "Your own words", ["What do you take with you?"], ask))
    _converse([question for question in questions if question.key not in given], given)


def ask_follow_up(plan: Plan, given: dict[str, Any]) -> None:
    """Look again at what was reached, and put the answers into `given`, a check-in's data, as they come."""
    say(_HELP)
    final = plan.outcome.measures if plan.outcome else {}
    values = partial(_values, plan, lambda m: f"{clean(m.name)} (at the end {final.get(m.name, '–')})")
    levels = [f"{word}: {about}" for word, about in SUSTAINED.items()]
    questions = [
        _Question("evidence", "Evidence", ["What was seen or heard lately?"]),
        *([_Question("measures", "Measures", ["Enter skips one."], values)] if plan.measures else []),
        _Question("sustained", "Has the change lasted?", levels, partial(ask_until, "", one_of(SUSTAINED))),
    ]
    _converse([question for question in questions if question.key not in given], given)


def one_of(words: Collection[str]) -> Callable[[str], str]:
    """Return what takes a clear beginning of one of the words."""

    def read(text: str) -> str:
        found = [word for word in words if word.startswith(text.strip().lower().replace(" ", "-"))]
        if len(found) != 1:
            raise ValueError(f"one of {', '.join(words)}")
        return found[0]

    return read
