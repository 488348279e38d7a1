"""Goals, and the measures that show progress towards them, from a baseline to a target."""

from typing import Annotated, Literal

from pydantic import Field

from coachplan.plan.fields import Day, Model, ShortForm, Text, Texts
from coachplan.plan.value import Value

Direction = Literal["increase", "decrease", "maintain"]


_BETTER: dict[str, Direction] = {"at-least": "increase", "at-most": "decrease"}


def direction_of(first: Value, last: Value) -> Direction | None:
    """Return the direction of better values; None unless all of the target is on one side of the baseline."""
    sort, size = (last.sort, last.size) if last.sort else (first.sort, first.size)
    factors = first.factor(sort, size), last.factor(sort, size)
    if None in factors or (first.is_change != last.is_change and first.low != 0):
        return None
    low, high, least, most = (
        None if bound is None or factor is None else bound * factor
        for value, factor in zip((first, last), factors, strict=True)
        for bound in (value.low, value.high)
    )
    if low is not None and (low, high) == (least, most):
        return None if last.is_strict else "maintain"
    if high is not None and least is not None and (least > high or (last.is_strict and least == high)):
        return "increase"
    if low is not None and most is not None and (most < low or (last.is_strict and most == low)):
        return "decrease"
    return None


class Step(Model):
    """A target on the way to the last one."""

    by: Day = Field(description="The day by which this step is reached.")
    target: Value = Field(description="The value to reach by then.")


class Measure(Model):
    """A sign of progress that both look at: a number, a level or an observation, from a baseline to a target."""

    name: Text = Field(description="The thing counted or observed; check-ins name the measure by it.")
    unit: Text | None = Field(None, description="The unit of the values, such as `per week`.")
    direction: Direction | None = Field(
        None, description="The better direction: `increase`, `decrease` or `maintain`; never guessed from the name."
    )
    baseline: Value | None = Field(
        None, description="The value at the start: a number, range, comparator, ratio, time, level or text."
    )
    target: Value | None = Field(None, description="The value to reach.")
    by: Day | None = Field(None, description="The day by which the target is reached.")
    steps: tuple[Step, ...] = Field((), description="Targets on the way, each with its day.")
    scale: Texts | None = Field(None, description="Named levels from worst to best, where values are levels.")

    @property
    def goal(self) -> Value | None:
        """The value to reach; of a measure to maintain without a target, the baseline is what is to hold."""
        return self.target or (self.baseline if self.direction == "maintain" else None)

    @property
    def better(self) -> Direction | None:
        """The better direction; else as the way from the baseline or a bound such as `>= 90` shows it."""
        if self.direction or self.target is None or self.scale:
            return self.direction
        if self.baseline and (found := direction_of(self.baseline, self.target)) and found != "maintain":
            return found
        return _BETTER.get(self.target.kind)

    def with_unit(self, value: Value) -> str:
        """Return a value with the unit of the measure after it, unless it was written with it: `17 of 20`."""
        unit = self.unit
        return f"{value} {unit}" if unit and not value.text.casefold().endswith(unit.casefold()) else value.text


class Goal(Model):
    """A SMART goal that both aim for, about behaviour that others can observe."""

    goal: Text = Field(description="The goal in one sentence.")
    area: Text | None = Field(None, description="The development area it belongs to, where a plan has several.")
    achievable_because: Text | None = Field(None, description="Why this can be reached.")
    relevant_because: Text | None = Field(None, description="Why it matters, to the person and to the work.")
    measures: Annotated[tuple[Measure, ...], ShortForm("name")] = Field(
        (), description="The signs of progress, each from a baseline to a target."
    )
