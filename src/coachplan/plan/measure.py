"""Goals, and the measures that show progress towards them, from a baseline to a target."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from coachplan.plan.fields import Day, Model, ShortForm, Text, Texts, Written

Direction = Literal["increase", "decrease", "maintain"]
ValueKind = Literal["number", "range", "at-least", "at-most", "ratio", "time", "text"]

_UNSIGNED = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = rf"[-+]?{_UNSIGNED}"
_CURRENCY = r"(?:[$€£¥]|[A-Z]{3}\s)?\s*"
_UNIT = r"\s*(?:%|[$€£¥]|[a-zA-Z]+(?:[ /][a-zA-Z]+)*)?"
_FORMS: tuple[tuple[ValueKind, str], ...] = (
    ("time", r"([01]?\d|2[0-3]):([0-5]\d)"),
    ("ratio", rf"({_NUMBER})\s*(?:of|out of|/)\s*({_NUMBER}){_UNIT}"),
    ("range", rf"{_CURRENCY}({_NUMBER})\s*(?:[-–]\s*{_CURRENCY}({_UNSIGNED})|to\s*{_CURRENCY}({_NUMBER})){_UNIT}"),
    ("at-least", rf"(?:>=?|≥|at least)\s*{_CURRENCY}({_NUMBER}){_UNIT}"),
    ("at-most", rf"(?:<=?|≤|at most)\s*{_CURRENCY}({_NUMBER}){_UNIT}"),
    ("number", rf"{_CURRENCY}({_NUMBER}){_UNIT}"),
)
_DIGITS = 15
"""The digits before the point of the largest number: with as many again, arithmetic would no longer be exact."""

_LONGEST = 200
_AMOUNT = rf"{_CURRENCY}{_NUMBER}(?:\s*%)?"
_COMPARATOR = r"(?:(?:[<>]=?|≤|≥|at least\s|at most\s)\s*)?"
_SECOND = rf"(?:\s*(?:[-–/]|to\s|(?:out )?of\s)\s*{_AMOUNT})?"
_CODE = re.compile(r"[A-Z]{3}\s+(?=[-+]?\d)")
_PLAIN = rf"(?:[$€£¥]\s*)?{_NUMBER}(?:\s*%)?"
_NUMBERS = re.compile(rf"\d+:\d+|{_COMPARATOR}{_PLAIN}(?:\s*(?:[-–/]|to\s|(?:out )?of\s)\s*{_PLAIN})?")
_WITHOUT_UNIT = re.compile(rf"(?:\d+:\d+|{_COMPARATOR}{_AMOUNT}{_SECOND})(?!\S)")


@dataclass(frozen=True)
class Value(Written):
    """A measured value as it was written, with the numbers it holds: `4`, `4-6`, `>= 80`, `7 of 20`, `07:30`, `+28 %`.

    `low` and `high` bound the value (equal for a single number, minutes after midnight for a time, the quotient for
    a ratio); both are None for a text, which is kept and never guessed at.
    """

    text: str
    kind: ValueKind
    low: Decimal | None = None
    high: Decimal | None = None

    @classmethod
    def read(cls, text: str) -> Self:  # noqa: D102 - as inherited
        if (
            len(text) <= _DIGITS and text.isdecimal()
        ):  # most are, and compiling the forms takes longer than reading a plan
            return cls(text, "number", Decimal(text), Decimal(text))
        if len(text) > _LONGEST:
            return cls(text, "text")
        for kind, form in _FORMS:
            if match := re.fullmatch(form, text):
                numbers = [Decimal(group.replace(",", "")) for group in match.groups() if group]
                is_exact = all(number.adjusted() < _DIGITS for number in numbers)
                return cls(text, kind, *_bounds(kind, numbers)) if is_exact else cls(text, "text")
        return cls(text, "text")

    @classmethod
    def split(cls, text: str) -> tuple[Self, str]:
        """Return the value at the beginning of `text` and the unit after it: `4 per week` as `4` and `per week`.

        A percent sign or currency stays with its number. A text that does not begin with a number is all value.
        """
        match = _WITHOUT_UNIT.match(text)
        value = cls.read(match[0] if match else text)
        return (cls.read(text), "") if match is None or value.kind == "text" else (value, text[match.end() :].strip())

    def bare(self) -> Self:
        """Return the numbers alone, with what joins them and a sign such as `€` or `%`; a text stays as it is."""
        match = _NUMBERS.match(_CODE.sub("", self.text)) if self.kind != "text" else None
        return type(self).read(match[0]) if match else self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "number"}, {"type": "string", "minLength": 1}]}


def _bounds(kind: ValueKind, numbers: list[Decimal]) -> tuple[Decimal | None, Decimal | None]:
    first = numbers[0]
    match kind:
        case "time":
            minutes = first * 60 + numbers[1]
            return minutes, minutes
        case "ratio":
            share = first / numbers[1] if numbers[1] else None
            return (share, share) if share is not None and share.adjusted() < _DIGITS else (None, None)
        case "range":
            return min(numbers), max(numbers)
        case "at-least":
            return first, None
        case "at-most":
            return None, first
        case _:
            return first, first


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


class Goal(Model):
    """A SMART goal that both aim for, about behaviour that others can observe."""

    goal: Text = Field(description="The goal in one sentence.")
    area: Text | None = Field(None, description="The development area it belongs to, where a plan has several.")
    achievable_because: Text | None = Field(None, description="Why this can be reached.")
    relevant_because: Text | None = Field(None, description="Why it matters, to the person and to the work.")
    measures: Annotated[tuple[Measure, ...], ShortForm("name")] = Field(
        (), description="The signs of progress, each from a baseline to a target."
    )
