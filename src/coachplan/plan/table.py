"""One table of the fields of plans and check-ins: where each is shown, the words for its change, if it is a term.

A field that the table lacks, or that is not shown where the table says, fails tests/output/test_every_field.py. A part
that two people agreed on keeps its fingerprint as long as the fields that are terms, and their order in `Plan` and
`Timeline`, stay as they are.
"""

from collections.abc import Mapping
from enum import Enum, IntEnum
from functools import cache
from typing import Literal, NamedTuple

from coachplan.plan.cadence import Cadence
from coachplan.plan.check_in import CheckIn, Feedback, Reflection
from coachplan.plan.fields import Model
from coachplan.plan.measure import Goal, Measure, Step
from coachplan.plan.plan import (
    Acknowledgement,
    Activity,
    After,
    Agreed,
    Area,
    CurrentState,
    Extension,
    FollowUp,
    Hold,
    Milestone,
    Opportunity,
    Outcome,
    People,
    Plan,
    Responsibilities,
    Revision,
    SupportAsset,
    Timeline,
)

Place = Literal["terminal", "markdown", "html"]

EVERYWHERE: frozenset[Place] = frozenset(("terminal", "markdown", "html"))


class Phrasing(Enum):
    """The words for a change of a field; a commit subject never holds a person's words."""

    VALUES = "its values before and after, which are days or words of the format"
    WORDS = "its values before and after; in a subject only days and plain numbers"
    CHANGED = "that it changed"
    REWORDED = "that it was added, filled in, reworded or removed"
    EACH = "each field of the part in its own way"
    SPECIALLY = "by a function of its own in coaching/changes.py"
    COUNTED = "the number of its entries, with the check-in that holds them"
    WITH_ITS_PART = "in the change of the part to which it belongs"
    NEVER = "not at all: it is the same in every plan"


class Importance(IntEnum):
    """The weight of a change: the change with the least number is the headline of several."""

    COURSE = 1
    AGREEMENT = 2
    TERMS = 3
    ACTIVITIES = 4
    SECTIONS = 5
    BESIDE = 6


class FieldRow(NamedTuple):
    """One field: the words for a change of it, how much that matters, if it is a term, and where its value is shown.

    `name` is the field's name in a change, where that is not its key.
    """

    phrasing: Phrasing = Phrasing.WITH_ITS_PART
    importance: Importance = Importance.SECTIONS
    is_term: bool = False
    name: str = ""
    shown: frozenset[Place] = EVERYWHERE


_TERM = FieldRow(is_term=True)
_BESIDE = FieldRow()
_OF_AN_ACTIVITY = FieldRow(Phrasing.CHANGED, Importance.ACTIVITIES, is_term=True)
_SECTION = FieldRow(Phrasing.REWORDED, is_term=True)

FIELDS: Mapping[type[Model], Mapping[str, FieldRow]] = {
    Plan: {
        "coachplan": FieldRow(Phrasing.NEVER, shown=frozenset()),
        "title": FieldRow(Phrasing.WORDS, Importance.BESIDE),
        **dict.fromkeys(("kind", "purpose"), FieldRow(Phrasing.VALUES, Importance.TERMS, is_term=True)),
        "status": FieldRow(Phrasing.SPECIALLY, Importance.COURSE),
        "people": FieldRow(Phrasing.EACH, is_term=True),
        "opportunity": FieldRow(Phrasing.REWORDED, Importance.BESIDE),
        **dict.fromkeys(("development_area", "current_state"), _SECTION),
        "goal_state": FieldRow(Phrasing.SPECIALLY, Importance.TERMS, is_term=True),
        "activities": FieldRow(Phrasing.SPECIALLY, Importance.ACTIVITIES, is_term=True),
        "timeline": FieldRow(Phrasing.EACH, is_term=True),
        **dict.fromkeys(("support_assets", "update_cadence"), _SECTION),
        "outcome": FieldRow(Phrasing.SPECIALLY, Importance.COURSE),
        "follow_up": FieldRow(Phrasing.SPECIALLY, Importance.BESIDE),
        "revisions": FieldRow(Phrasing.SPECIALLY, Importance.BESIDE),
        **dict.fromkeys(("success_criteria", "responsibilities", "consequences"), _SECTION),
        "previous_step": FieldRow(Phrasing.REWORDED, Importance.BESIDE),
        "ignore": FieldRow(Phrasing.REWORDED, Importance.BESIDE, name="rules that do not fit"),
        "follows": FieldRow(Phrasing.SPECIALLY, Importance.BESIDE),
        "acknowledgements": FieldRow(Phrasing.SPECIALLY, Importance.AGREEMENT),
    },
    People: {
        **dict.fromkeys(("team_member", "manager"), FieldRow(Phrasing.WORDS, Importance.TERMS, is_term=True)),
        "managers_manager": FieldRow(Phrasing.WORDS, Importance.TERMS, is_term=True, name="manager's manager"),
        "hr": FieldRow(Phrasing.WORDS, Importance.TERMS, is_term=True, name="HR"),
        "helpers": FieldRow(Phrasing.REWORDED, Importance.BESIDE),
    },
    Opportunity: dict.fromkeys(("reason", "business_need", "aspiration", "aligned_with_managers_manager"), _BESIDE),
    Area: dict.fromkeys(("area", "why"), _TERM),
    CurrentState: dict.fromkeys(("manager", "team_member", "circumstances", "evidence"), _TERM),
    Goal: {
        **dict.fromkeys(("goal", "area", "achievable_because", "relevant_because"), _TERM),
        "measures": FieldRow(Phrasing.SPECIALLY, Importance.TERMS, is_term=True),
    },
    Measure: {
        "name": FieldRow(Phrasing.SPECIALLY, Importance.TERMS, is_term=True),
        "direction": FieldRow(Phrasing.VALUES, Importance.TERMS, is_term=True),
        **dict.fromkeys(("baseline", "target"), FieldRow(Phrasing.WORDS, Importance.TERMS, is_term=True)),
        "by": FieldRow(Phrasing.VALUES, Importance.TERMS, is_term=True),
        "unit": FieldRow(Phrasing.WORDS, Importance.TERMS, is_term=True),
        **dict.fromkeys(("steps", "scale"), FieldRow(Phrasing.CHANGED, Importance.TERMS, is_term=True)),
    },
    Step: dict.fromkeys(("by", "target"), _TERM),
    Activity: {
        "id": FieldRow(Phrasing.SPECIALLY, Importance.ACTIVITIES, shown=frozenset(("terminal",))),
        "what": FieldRow(Phrasing.SPECIALLY, Importance.ACTIVITIES, is_term=True),
        **dict.fromkeys(("status", "agreed"), FieldRow(Phrasing.SPECIALLY, Importance.ACTIVITIES)),
        "why": FieldRow(Phrasing.SPECIALLY, Importance.ACTIVITIES),
        "due": FieldRow(Phrasing.WORDS, Importance.ACTIVITIES, is_term=True),
        **dict.fromkeys(("kind", "owner", "proposed_by", "cue", "every"), _OF_AN_ACTIVITY),
        "learned": FieldRow(Phrasing.SPECIALLY, Importance.ACTIVITIES),
    },
    Agreed: {**dict.fromkeys(("by", "date"), _BESIDE), "words": FieldRow(shown=frozenset())},
    After: dict.fromkeys(("after", "within"), _TERM),
    Timeline: {
        "start": FieldRow(Phrasing.VALUES, Importance.TERMS, is_term=True, name="timeline start"),
        "end": FieldRow(Phrasing.SPECIALLY, Importance.TERMS, is_term=True, name="timeline end"),
        "extensions": FieldRow(Phrasing.SPECIALLY, Importance.BESIDE),
        "holds": FieldRow(Phrasing.SPECIALLY, Importance.COURSE),
        "milestones": FieldRow(Phrasing.SPECIALLY, is_term=True),
    },
    Milestone: {"date": _TERM, "what": _TERM, "reached": FieldRow(Phrasing.SPECIALLY)},
    Extension: dict.fromkeys(("date", "from_", "to", "why"), _BESIDE),
    Hold: dict.fromkeys(("from_", "to", "why"), _BESIDE),
    SupportAsset: {**dict.fromkeys(("what", "from_", "every", "due"), _TERM), "status": _BESIDE},
    Cadence: dict.fromkeys(("every", "day", "dates", "until", "how"), _TERM),
    Outcome: dict.fromkeys(("result", "date", "summary", "measures", "helped", "hindered", "team_member"), _BESIDE),
    FollowUp: dict.fromkeys(("sustain_until", "reviews"), _BESIDE),
    Revision: dict.fromkeys(("date", "what", "measure", "from_", "to", "why"), _BESIDE),
    Acknowledgement: {
        **dict.fromkeys(("by", "date", "stance", "comment", "assurance"), _BESIDE),
        "terms": FieldRow(shown=frozenset()),
    },
    Responsibilities: dict.fromkeys(("team_member", "manager"), _TERM),
    CheckIn: {
        "coachplan": FieldRow(Phrasing.NEVER, shown=frozenset()),
        **dict.fromkeys(("date", "by", "about"), _BESIDE),
        **dict.fromkeys(("measures", "practice", "sustained"), FieldRow(Phrasing.SPECIALLY)),
        **dict.fromkeys(("evidence", "reflections"), _BESIDE),
        **{
            name: FieldRow(Phrasing.COUNTED, name=noun)
            for name, noun in (
                ("milestones", "milestone"),
                ("wins", "win"),
                ("obstacles", "obstacle"),
                ("root_cause", "root cause"),
                ("feedback", "feedback"),
                ("adjustments", "adjustment"),
                ("next_steps", "next step"),
            )
        },
    },
    Reflection: dict.fromkeys(("answer", "asked"), _BESIDE),
    Feedback: dict.fromkeys(("what", "why", "next", "from_"), _BESIDE),
}
"""Every model of a plan and a check-in, with a row for each of its fields."""


@cache
def rows(kind: type[Model]) -> Mapping[str, FieldRow]:
    """Return the row of each field of a model; those of a model that is made of another are the other's."""
    return next((FIELDS[base] for base in kind.__mro__ if base in FIELDS), {})


@cache
def terms_of(kind: type[Model]) -> tuple[str, ...]:
    """Return the fields of a model that belong to the terms, which two people agree on."""
    return tuple(name for name, row in rows(kind).items() if row.is_term)
