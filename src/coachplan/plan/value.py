"""A measured value as people write it, and its meaning."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, Self

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from coachplan.plan.fields import Written

ValueKind = Literal["number", "range", "at-least", "at-most", "ratio", "time", "rhythm", "text"]

DIGITS = 15
"""The digits before the point of the largest number: with as many again, arithmetic would no longer be exact."""

_LONGEST = 200


class Form(NamedTuple):
    """The way in which a number was written: `before` it, the `multiple` that its word names, and `after` it.

    Thus `$1.5M` is written in millions, between `$` and `M`.
    """

    before: str = ""
    multiple: Decimal = Decimal(1)
    after: str = ""


AS_IS = Form()


@dataclass(frozen=True)
class Value(Written):
    """A measured value as it was written, with the numbers it holds: `4`, `4-6`, `>= 80`, `7 of 20`, `07:30`, `$1.5M`.

    `low` and `high` bound the value (equal for a single number, minutes after midnight for a time, the quotient for a
    part of a `whole`); both are None for a text, which is kept and never guessed at. A bound that `is_strict` is not
    reached itself: `< 2`.

    `sort` says with what the numbers compare: nothing for a bare number, else `%`, a currency, `time`, `duration`,
    `per week` and the like; `size` is one of them in the smallest unit of its sort, such as 1440 minutes for `3 days`.
    """

    text: str
    kind: ValueKind
    low: Decimal | None = None
    high: Decimal | None = None
    sort: str = ""
    size: Decimal = Decimal(1)
    whole: Decimal | None = None
    is_strict: bool = False
    form: Form = AS_IS

    @classmethod
    def read(cls, text: str) -> Self:  # noqa: D102 - as inherited
        # Most are digits, and loading what reads the others takes longer than reading a plan.
        if len(text) <= DIGITS and text.isdecimal():
            return cls(text, "number", Decimal(text), Decimal(text))
        if len(text) > _LONGEST:
            return cls(text, "text")
        from coachplan.plan.amounts import meant

        return cls(text, **meant(text))

    @classmethod
    def split(cls, text: str) -> tuple[Self, str]:
        """Return the value at the beginning of `text` and the unit after it: `4 per week` as `4` and `per week`.

        A percent sign or currency stays with its number. A text that does not begin with a number is all value.
        """
        if len(text) <= _LONGEST:
            from coachplan.plan.amounts import end_of_numbers

            end = end_of_numbers(text)
            if end and (value := cls.read(text[:end].rstrip())).kind != "text":
                return value, text[end:].strip()
        return cls.read(text), ""

    def bare(self) -> Self:
        """Return the numbers alone, with what joins them and a sign such as `€` or `%`; a text stays as it is."""
        if self.kind in ("text", "rhythm"):
            return self
        from coachplan.plan.amounts import numbers_alone

        return type(self).read(numbers_alone(self.text))

    @property
    def is_change(self) -> bool:
        """True if it was written as a change, such as `+28 %`."""
        return self.text.startswith("+")

    def factor(self, sort: str, size: Decimal) -> Decimal | None:
        """Return the factor by which the numbers of this value become those of a sort and size; None if it is another.

        A bare number is in the unit that it is compared with, but is neither a time of day nor a part of a whole.
        """
        if self.sort == sort:
            return self.size / size
        if (self.sort, sort) == ("m", "duration"):
            return 1 / size
        if not self.sort:
            return None if sort in ("time", "part") else Decimal(1)
        return {("part", "%"): Decimal(100), ("%", "part"): Decimal("0.01")}.get((self.sort, sort))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "number"}, {"type": "string", "minLength": 1}]}
