"""The kind of plan that a situation calls for: no plan yet, a coaching plan, or formal performance support.

The points are the lists "When to Use a Coaching Plan" and "Identify the Opportunity" of both versions of the handbook.
The two differ on whether coaching plans are for performance concerns, too; there the organisation has chosen. People
decide.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Choice(StrEnum):
    """The answers that a situation may call for; plans go by the name of their kind."""

    NONE = "none"
    COACHING = "coaching"
    SUPPORT = "performance-support"


class Weight(StrEnum):
    """The effect of an answer: one that is `NEEDED` holds every plan back, and one that `DECIDES` chooses the kind."""

    NEEDED = "needed"
    REASON = "reason"
    DECIDES = "decides"


@dataclass(frozen=True)
class Point:
    """The meaning of an answer to the question `key`: its words, the kind of plan that it speaks for, and its source.

    `first` is a first step, empty where there is none.
    """

    key: str
    says: str
    speaks_for: Choice
    source: str
    first: str = ""
    weight: Weight = Weight.REASON


@dataclass(frozen=True)
class Question:
    """A question to answer with yes or no, and the meaning of each answer, by its name in advise.json.

    A `concerning` question is only asked once there is a concern. `proactive_yes` and `proactive_no` take the place of
    `yes` and `no` where coaching plans are for growth only; an empty one is an answer without a meaning then.
    """

    key: str
    ask: str
    points: Mapping[str, Point | None]
    concerning: bool

    def point(self, answer: bool, *, performance_concerns: bool) -> Point | None:
        """Return the meaning of an answer under the organisation's policy, None if it does not have one."""
        name = "yes" if answer else "no"
        usual = self.points.get(name)
        return usual if performance_concerns else self.points.get(f"proactive_{name}", usual)


_ANSWERS = ("yes", "no", "proactive_yes", "proactive_no")


def _questions() -> Iterator[Question]:
    data = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    for key, entry in data["questions"].items():
        points = {name: _point(key, entry[name], data["sources"]) for name in _ANSWERS if name in entry}
        yield Question(key, entry["ask"], points, entry.get("concerning", False))


def _point(key: str, entry: Mapping[str, str], sources: Mapping[str, str]) -> Point | None:
    if not entry:
        return None
    source, weight = entry["source"].format_map(sources), Weight(entry.get("weight", Weight.REASON))
    return Point(key, entry["says"], Choice(entry["speaks_for"]), source, entry.get("first", ""), weight)


QUESTIONS = tuple(_questions())
"""Every question, in the order in which they are asked; its key is the name of its flag."""

_CONDITIONS = frozenset(
    question.key for question in QUESTIONS if (no := question.points.get("no")) and no.weight is Weight.NEEDED
)
_FIRST_STEPS = {
    Choice.NONE: ("Go on with everyday feedback and recognition, and ask again when something changes",),
    Choice.COACHING: ("Ask what they want to learn, and what they want from it: they decide what they work on",),
    Choice.SUPPORT: (
        "Talk with your partner in HR, and then with the person: nobody should learn of it from a document",
        "Agree on the support that comes first, and on what both of you take on, before you write down consequences",
    ),
}
_AGAIN = "Then ask again: the other answers speak for {name}"
# The template and the reason of a plan, by the first of these questions that is answered with yes.
_TEMPLATES = {
    "concern": ("performance-concern", "Expectations to clarify and support"),
    "next-role": ("role-growth", "Preparing for wider responsibilities or another role"),
    "minor-gap": ("coaching", "A small gap, before it becomes a concern"),
    "unclear-expectations": ("coaching", "Expectations to clarify and support"),
}
_GROWTH = ("coaching", "A specific, coachable area for growth")
_SUPPORT = ("performance-support", "Results below what the role asks for")


@dataclass(frozen=True)
class Advice:
    """The kind of plan that the answers speak for, every reason for and against, and the next steps.

    `leaning` is the kind that they speak for once nothing holds a plan back; `open` the keys of questions without an
    answer. `command` makes the plan; it is empty if the answers call for no plan.
    """

    choice: Choice
    leaning: Choice
    reasons: tuple[Point, ...]
    open: tuple[str, ...]
    next_steps: tuple[str, ...]
    command: tuple[str, ...]


def is_asked(question: Question, answers: Mapping[str, bool]) -> bool:
    """True if a question makes sense after these answers: one about a concern does if there may be a concern."""
    return not question.concerning or answers.get("concern", True)


def advise(answers: Mapping[str, bool], *, performance_concerns: bool, names: Mapping[str, str]) -> Advice:
    """Weigh the answers, by the keys of questions; `names` are the organisation's for the two kinds of plan."""
    if answers.get("core-gap"):
        answers = {"concern": True, **answers}
    points = {
        question.key: point
        for question in QUESTIONS
        if question.key in answers
        and (point := question.point(answers[question.key], performance_concerns=performance_concerns))
    }
    leaning = _leaning(points, answers)
    held_back = [point for point in points.values() if point.weight is Weight.NEEDED]
    choice = Choice.NONE if held_back else leaning
    template, reason = _template(choice, answers)
    return Advice(
        choice,
        leaning,
        tuple(points.values()),
        tuple(question.key for question in QUESTIONS if question.key not in answers and is_asked(question, answers)),
        _next_steps(choice, leaning, points, names),
        ("coachplan", "new", "--template", template, "--reason", reason) if template else (),
    )


def _leaning(points: Mapping[str, Point], answers: Mapping[str, bool]) -> Choice:
    """Return the kind of plan that the answers speak for, even if something holds a plan back.

    Formal support if more answers decide for it than against it. Else coaching, unless every reason for it was denied.
    """
    deciding = [point.speaks_for for point in points.values() if point.weight is Weight.DECIDES]
    if deciding.count(Choice.SUPPORT) > deciding.count(Choice.COACHING):
        return Choice.SUPPORT
    asked = answers.keys() - _CONDITIONS
    has_reason = any(answers[key] and points[key].speaks_for is Choice.COACHING for key in asked & points.keys())
    meets_conditions = any(answers[key] for key in answers.keys() & _CONDITIONS)
    return Choice.COACHING if has_reason or (meets_conditions and not asked) else Choice.NONE


def _template(choice: Choice, answers: Mapping[str, bool]) -> tuple[str, str]:
    if choice is Choice.COACHING:
        return next((made for key, made in _TEMPLATES.items() if answers.get(key)), _GROWTH)
    return _SUPPORT if choice is Choice.SUPPORT else ("", "")


def _next_steps(
    choice: Choice, leaning: Choice, points: Mapping[str, Point], names: Mapping[str, str]
) -> tuple[str, ...]:
    first = [point.first for point in points.values() if point.first]
    if choice is not leaning:
        return (*first, _AGAIN.format(name=names[leaning]))
    return (*first, *_FIRST_STEPS[choice])
