"""A check-in: a short touchpoint, evidence first, then reflection, then what to adjust.

The order comes from the article on coaching in improvement plans.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field

from coachplan.plan.fields import Day, Model, Person, ShortForm, Text, Texts
from coachplan.plan.plan import Version
from coachplan.plan.value import Value


class Reflection(Model):
    """An open question and the team member's answer."""

    answer: Text = Field(description="Their answer.")
    asked: Text | None = Field(None, description="The question.")


class Feedback(Model):
    """Feedback in three parts: what was done, why it mattered, what to do next time."""

    what: Text = Field(description="What was done.")
    why: Text | None = Field(None, description="Why it mattered.")
    next: Text | None = Field(None, description="What to do next time.")
    from_: Annotated[Person | None, Field(alias="from", description="Who gives it.")] = None


class CheckIn(Model):
    """A check-in, version 1 of the format: the front matter of a file in `check-ins/`."""

    coachplan: Version = Field(description="The version of the format: 1.")
    date: Day = Field(description="The day of the touchpoint.")
    by: Person = Field(description="Who records it.")
    measures: dict[str, Value] = Field(default_factory=dict, description="The value of each measure, by its name.")
    evidence: Texts = Field((), description="Observations since last time.")
    reflections: Annotated[tuple[Reflection, ...], ShortForm("answer")] = Field(
        (), description="Open questions and their answers."
    )
    wins: Texts = Field((), description="Small wins, to celebrate.")
    obstacles: Texts = Field((), description="Obstacles in the way.")
    feedback: Annotated[tuple[Feedback, ...], ShortForm("what")] = Field((), description="Feedback on behaviour.")
    adjustments: Texts = Field((), description="Changes to the approach.")
    next_steps: Texts = Field((), description="Steps that were agreed until next time.")
    about: Text | None = Field(None, description="The one behaviour that a peer was asked about.")
    practice: dict[str, Value] = Field(
        default_factory=dict,
        description="How often each habit was practised since last time, by the activity's id, or by its wording.",
    )
    milestones: Texts = Field((), description="Milestones that were reached, to celebrate.")
    root_cause: Texts = Field(
        (), description="The cause of a stall, in the circumstances or the strategy, not in the person."
    )
    sustained: Literal["fully", "partly", "not"] | None = Field(
        None, description="After the end: how much of the change has lasted."
    )

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the check-in with measures renamed by `names`, old to new; a value under the new name wins."""
        if names.keys().isdisjoint(self.measures):
            return self
        kept = {name: value for name, value in self.measures.items() if name not in names}
        moved = {names[name]: value for name, value in self.measures.items() if name in names}
        return self.model_copy(update={"measures": moved | kept})
