"""The building blocks of every model: text, dates, people, and sections that start short and grow.

Data reaches the models as the strict reader gives it: texts, lists, mappings and None. What a text means (a date, a
person, a number) is decided by the field that it stands in, never guessed from its looks.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PERSON = re.compile(r"(?P<name>[^<>\s][^<>\n]*?)(?:\s*<(?P<email>[^<>@\s]+@[^<>@\s]+)>)?")


class Model(BaseModel):
    """A part of a plan or check-in: immutable, and closed to keys that it does not know.

    An optional key that is written without a value counts as absent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_blank_options(cls, data: Any) -> Any:
        if not isinstance(data, dict) or None not in data.values():
            return data
        fields = {field.alias or name: field for name, field in cls.model_fields.items()}
        return {
            key: value
            for key, value in data.items()
            if value is not None or key not in fields or fields[key].is_required()
        }


def texts(part: object, location: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in a part of a plan or check-in, with its location."""
    if isinstance(part, str):
        yield location, part
    elif isinstance(part, Model):
        for name, field in type(part).model_fields.items():
            yield from texts(getattr(part, name), (*location, field.alias or name))
    elif isinstance(part, Written):
        yield location, part.text
    elif isinstance(part, tuple):
        for place, entry in enumerate(part):
            yield from texts(entry, (*location, place))
    elif isinstance(part, dict):
        for key, entry in part.items():
            yield from texts(entry, (*location, key))


def _text(value: object) -> object:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise PydanticCustomError("empty", "this is empty")
    if not isinstance(value, str):
        raise PydanticCustomError("not_text", "a text belongs here, not a list or a group of keys")
    return value.strip()


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    text = _text(value)
    if isinstance(text, str) and _ISO_DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise PydanticCustomError("no_such_date", "there is no such day in the calendar") from None
    raise PydanticCustomError("not_a_date", "a date belongs here, written as 2026-01-31")


def _as_list(value: object) -> object:
    """Let a single entry stand for a list of one; lists become tuples, so that plans stay immutable."""
    if value is None or value in ("", []):
        raise PydanticCustomError("empty", "this is empty")
    return tuple(value) if isinstance(value, list) else (value,)


def one_or_many(schema: JsonSchemaValue) -> None:
    """Tell the JSON Schema that a single entry may stand for a list of one."""
    items = schema.pop("items", {})
    schema.pop("type", None)
    schema["anyOf"] = [items, {"type": "array", "items": items, "minItems": 1}]


Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": "string", "minLength": 1})]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(json_schema_extra=one_or_many)]
Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-01-31"]}),
    PlainSerializer(date.isoformat),
]
Days = Annotated[tuple[Day, ...], BeforeValidator(_as_list), Field(json_schema_extra=one_or_many)]


class Written:
    """A value object that is written as one line of text and keeps that text."""

    text: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Understand `text`; raise ValueError with a sentence for the writer when it cannot be."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1}

    @classmethod
    def _validate(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        try:
            return cls.read(str(_text(value)))
        except ValueError as error:
            raise PydanticCustomError("unreadable", "{why}", {"why": str(error)}) from None


class Person(Written):
    """A person as git writes one: `Ada Lovelace <ada@example.com>`; the email may be missing."""

    __slots__ = ("email", "name", "text")

    def __init__(self, name: str, email: str | None = None) -> None:
        self.name = name
        self.email = email
        self.text = f"{name} <{email}>" if email else name

    @classmethod
    def read(cls, text: str) -> Self:  # noqa: D102 - as inherited
        match = _PERSON.fullmatch(text)
        if match is None:
            raise ValueError("a person is written as Ada Lovelace <ada@example.com>")
        return cls(match["name"], match["email"])

    def is_same_as(self, other: "Person") -> bool:
        """Whether both are one person: by email where both have one, else by name."""
        if self.email and other.email:
            return self.email.casefold() == other.email.casefold()
        return self.name.casefold() == other.name.casefold()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Person({self.text!r})"


class ShortForm:
    """A section that starts as a plain text and grows: one text, one group of keys, or a list of either.

    It is always read as a tuple of the long form; `key` is the field of the long form that a plain text fills.
    """

    def __init__(self, key: str) -> None:
        self.key = key

    def _widen(self, value: object) -> object:
        entries = _as_list(value)
        assert isinstance(entries, tuple)
        return tuple({self.key: entry} if isinstance(entry, str | None) else entry for entry in entries)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._widen, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        long_form = handler(schema)["items"]
        either = [{"type": "string", "minLength": 1}, long_form]
        return {"anyOf": [*either, {"type": "array", "items": {"anyOf": either}, "minItems": 1}]}
