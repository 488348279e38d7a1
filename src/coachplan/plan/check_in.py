"""A check-in: a short touchpoint, evidence first, then reflection, then what to adjust (S0)."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field

from coachplan.plan.fields import Day, Model, Person, ShortForm, Text, Texts
from coachplan.plan.measure import Value
from coachplan.plan.plan import Version


class Reflection(Model):
    """An open question, and what the team member answered."""

    answer: Text = Field(description="What they said.")
    asked: Text | None = Field(None, description="The question.")


class Feedback(Model):
    """What was done, why it mattered, and what to do next time (S0)."""

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
    evidence: Texts = Field((), description="What was seen or heard since last time.")
    reflections: Annotated[tuple[Reflection, ...], ShortForm("answer")] = Field(
        (), description="Open questions and their answers."
    )
    wins: Texts = Field((), description="Small wins, to celebrate.")
    obstacles: Texts = Field((), description="What is in the way.")
    feedback: Annotated[tuple[Feedback, ...], ShortForm("what")] = Field((), description="Feedback on behaviour.")
    adjustments: Texts = Field((), description="What to do differently.")
    next_steps: Texts = Field((), description="What was agreed until next time.")
    about: Text | None = Field(None, description="The one behaviour that a peer was asked about.")
    practice: dict[str, Value] = Field(
        default_factory=dict,
        description="How often each habit was practised since last time, by the activity's id, or its wording.",
    )
    milestones: Texts = Field((), description="Milestones that were reached, to celebrate.")
    root_cause: Texts = Field((), description="What is behind a stall: the strategy is looked at, not the person.")
    sustained: Literal["fully", "partly", "not"] | None = Field(
        None, description="After the end: how much of the change is still there."
    )

    def renamed(self, names: Mapping[str, str]) -> Self:
        """The check-in with its measures under other names, by their present ones; a value under the new name wins."""
        if names.keys().isdisjoint(self.measures):
            return self
        kept = {name: value for name, value in self.measures.items() if name not in names}
        moved = {names[name]: value for name, value in self.measures.items() if name in names}
        return self.model_copy(update={"measures": moved | kept})
