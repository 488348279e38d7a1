"""The kind of plan that a situation calls for: no plan yet, a coaching plan, or formal performance support.

The points are the lists "When to Use a Coaching Plan" and "Identify the Opportunity" of both versions of the handbook.
The two differ on whether coaching plans are for performance concerns, too; there the organisation has chosen. People
decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_HANDBOOK = "the handbook"
_LATER = "the handbook's later version"
_BOTH = "both versions of the handbook"
_ARTICLE = "the article on coaching in improvement plans"
_PROACTIVE = 'the article on three traps of coaching, "Coaching Is Proactive, Not Reactive"'
_WHEN = '"When to Use a Coaching Plan"'
_OPPORTUNITY = '"Identify the Opportunity"'
_SAFETY = '"Embedding measurable goals that link coaching to outcomes"'
_TWO_KINDS = '"Coaching Plan vs. Performance Support Plan"'


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
    """The meaning of an answer: its words, the kind of plan that it speaks for, its source, and a first step."""

    says: str
    speaks_for: Choice
    source: str
    first: str = ""
    weight: Weight = Weight.REASON


@dataclass(frozen=True)
class Question:
    """A question to answer with yes or no, and the meaning of each answer, None if it has none.

    A `concerning` question is only asked once there is a concern. `proactive` has the meanings of the two answers if
    coaching plans are for growth only and the meanings differ.
    """

    key: str
    ask: str
    yes: Point | None
    no: Point | None
    concerning: bool = False
    proactive: tuple[Point | None, Point | None] | None = None

    def point(self, answer: bool, *, performance_concerns: bool) -> Point | None:
        """Return the meaning of an answer under the organisation's policy."""
        yes, no = (self.yes, self.no) if performance_concerns or self.proactive is None else self.proactive
        return yes if answer else no


def _needed(says: str, source: str, first: str) -> Point:
    return Point(says, Choice.NONE, source, first, Weight.NEEDED)


def _coaching(says: str, source: str) -> Point:
    return Point(says, Choice.COACHING, source)


def _decides(choice: Choice, says: str, source: str) -> Point:
    return Point(says, choice, source, weight=Weight.DECIDES)


QUESTIONS = (
    Question(
        "specific",
        "Can you say in one sentence which skill or behaviour is to grow, so that others could observe it?",
        Point("it is clear what is to grow, and others can observe it", Choice.COACHING, f"{_BOTH}, {_WHEN}"),
        _needed(
            "it is not clear yet what is to grow",
            f"{_BOTH}, {_WHEN}",
            "Observe for a while what is done and what comes of it, and talk about it together",
        ),
    ),
    Question(
        "coachable",
        "Would practice, feedback or experience change it, rather than tools, time or other people's decisions?",
        Point("practice, feedback and experience can change it", Choice.COACHING, f"{_BOTH}, {_WHEN}"),
        _needed(
            "what stands in the way is not theirs to practise",
            f"{_BOTH}, {_WHEN}",
            "Find out together what stands in the way, and change that first: tools, time, workload, decisions",
        ),
    ),
    Question(
        "business-need",
        "Does the work gain from it?",
        Point("the work gains from it", Choice.COACHING, f"{_BOTH}, {_OPPORTUNITY}"),
        _needed(
            "the work does not gain from it yet",
            f"{_BOTH}, {_OPPORTUNITY}",
            "Look together for an opportunity that the person wants and the work needs",
        ),
    ),
    Question(
        "aligned",
        "Have you talked about it with your own manager, if you have one?",
        Point("your own manager knows and agrees", Choice.COACHING, f"{_BOTH}, {_OPPORTUNITY}"),
        _needed(
            "your own manager does not know of it yet",
            f"{_BOTH}, {_OPPORTUNITY}",
            "Talk about the opportunity with your own manager",
        ),
    ),
    Question(
        "potential",
        "Do you see potential for growth, or for more impact?",
        _coaching("you see potential for growth", f"{_BOTH}, {_WHEN}, and {_PROACTIVE}"),
        Point("you see no room for growth in this at the moment", Choice.NONE, f"{_BOTH}, {_WHEN}"),
    ),
    Question(
        "observed",
        "Have you observed it yourself, on occasions that you could name?",
        _coaching("you have observed what would benefit from focused development", f"{_BOTH}, {_WHEN}"),
        Point(
            "you have not observed it yourself",
            Choice.NONE,
            f"{_ARTICLE}, the opening, and {_BOTH}, {_OPPORTUNITY}",
            "Gather observations that you can both look at, and ask how they see it",
        ),
    ),
    Question(
        "next-role",
        "Does the person want wider responsibilities or another role, or are they getting ready for one?",
        _coaching("they want, or get ready for, wider responsibilities or another role", f"{_BOTH}, {_WHEN}"),
        None,
    ),
    Question(
        "minor-gap",
        "Is there a small gap that you would like to look at before it becomes a concern?",
        _coaching("a small gap is looked at before it becomes a concern", f"{_HANDBOOK}, {_WHEN}"),
        None,
    ),
    Question(
        "unclear-expectations",
        "Do expectations need to be made clear, and supported step by step?",
        _coaching("expectations need to be made clear, with support", f"{_LATER}, {_WHEN}"),
        None,
        proactive=(
            Point(
                "expectations are not clear yet",
                Choice.NONE,
                f"{_ARTICLE}, {_SAFETY}",
                "Say in a conversation what the role asks for, and ask what would help",
            ),
            None,
        ),
    ),
    Question(
        "concern",
        "Is there an area in which results or behaviour are below what the role asks for today?",
        _coaching("one area would benefit from focused improvement", f"{_LATER}, {_WHEN}"),
        _coaching("nothing is below what the role asks for", f"{_HANDBOOK}, {_TWO_KINDS}"),
        proactive=(
            _decides(
                Choice.SUPPORT,
                "an area is below what the role asks for, and here coaching is kept apart from that",
                f"{_HANDBOOK}, {_TWO_KINDS}, and {_PROACTIVE}",
            ),
            _coaching("nothing is below what the role asks for", f"{_HANDBOOK}, {_TWO_KINDS}"),
        ),
    ),
    Question(
        "core-gap",
        "Is the gap at the core of the role, so that it calls for a formal step?",
        _decides(Choice.SUPPORT, "the gap is at the core of the role", f"{_HANDBOOK}, {_WHEN}"),
        _coaching("the gap is not at the core of the role", f"{_HANDBOOK}, {_WHEN}"),
        concerning=True,
    ),
    Question(
        "consequences",
        "Does anything formal hang on the result, such as consequences that are written down?",
        _decides(Choice.SUPPORT, "something formal hangs on the result", f"{_HANDBOOK}, {_TWO_KINDS}"),
        _decides(
            Choice.COACHING,
            "nothing formal hangs on the result: there is room to try, with support and clear expectations",
            f'{_ARTICLE}, {_SAFETY}, and {_LATER}, "Coaching Plan Characteristics"',
        ),
        concerning=True,
        proactive=(
            _decides(Choice.SUPPORT, "something formal hangs on the result", f"{_HANDBOOK}, {_TWO_KINDS}"),
            _coaching("nothing formal hangs on the result", f"{_HANDBOOK}, {_TWO_KINDS}"),
        ),
    ),
)
"""Every question, in the order in which they are asked; its key is the name of its flag."""

_CONDITIONS = frozenset(question.key for question in QUESTIONS if question.no and question.no.weight is Weight.NEEDED)
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
class Reason:
    """One answer, and the kind of plan that it speaks for."""

    key: str
    says: str
    speaks_for: Choice
    source: str


@dataclass(frozen=True)
class Advice:
    """The kind of plan that the answers speak for, every reason for and against, and the next steps.

    `leaning` is the kind that they speak for once nothing holds a plan back; `open` the keys of questions without an
    answer. `command` makes the plan; it is empty if the answers call for no plan.
    """

    choice: Choice
    leaning: Choice
    reasons: tuple[Reason, ...]
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
        tuple(Reason(key, point.says, point.speaks_for, point.source) for key, point in points.items()),
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
