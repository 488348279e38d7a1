"""The building blocks of every model: text, dates, people, and sections that start short and grow.

Data reaches the models as the strict reader gives it: texts, lists, mappings and None. The field decides what its text
means (a date, a person, a number); the meaning is never guessed from the looks.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from coachplan.base.dates import YEARS, written_days
from coachplan.base.people import is_same_person

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME = re.compile(r"[^<>\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]+")
_EMAIL = re.compile(r"[^<>@\s]+@[^<>@\s]+")


class Model(BaseModel):
    """A part of a plan or check-in: immutable, and closed to keys that it does not know.

    An optional key that is written without a value counts as absent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_blank_options(cls, data: Any) -> Any:
        if data is None:
            raise PydanticCustomError("empty", "this is empty")
        if not isinstance(data, dict) or None not in data.values():
            return data
        fields = {field.alias or name: field for name, field in cls.model_fields.items()}
        return {
            key: value
            for key, value in data.items()
            if value is not None or key not in fields or fields[key].is_required()
        }


def texts(part: Model | tuple[Any, ...] | None) -> list[tuple[tuple[str | int, ...], str]]:
    """Return every text in a part of a plan or check-in, with its location."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    _gather(part, (), found)
    return found


def _gather(part: Any, location: tuple[str | int, ...], found: list[tuple[tuple[str | int, ...], str]]) -> None:
    for step, entry in _entries(part):
        kind: type = type(entry)
        shape = _shape(kind)
        if shape is str:
            found.append(((*location, step), entry))
        elif shape is Written:
            found.append(((*location, step), entry.text))
        elif shape is not None:
            _gather(entry, (*location, step), found)


def _entries(part: Any) -> Iterable[tuple[Any, Any]]:
    """Return the parts of a model, tuple or mapping, each with its key: `from` for the attribute `from_`."""
    if isinstance(part, tuple):
        return enumerate(part)
    if isinstance(part, dict):
        return part.items()
    return [(name.removesuffix("_"), entry) for name, entry in vars(part).items() if entry is not None]


@cache
def _shape(kind: type) -> type | None:
    """Return the base that decides how a part is searched; once a type is several times faster than once a part."""
    return next((shape for shape in (str, Model, Written, tuple, dict) if issubclass(kind, shape)), None)


def _text(value: object) -> object:
    if isinstance(value, str) and (text := value.strip()):
        return text
    if value is None or isinstance(value, str):
        raise PydanticCustomError("empty", "this is empty")
    raise PydanticCustomError("not_text", "a text belongs here, not a list or a group of keys")


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    text = _text(value)
    if isinstance(text, str) and _ISO_DATE.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise PydanticCustomError("no_such_date", "this day is not in the calendar") from None
        if day.year not in YEARS:
            raise PydanticCustomError("no_such_date", "this year is out of range; use 1900 to 2999")
        return day
    found = written_days(text) if isinstance(text, str) else []
    if len(found) == 2:
        both = f"this day has two readings, {found[0]} and {found[1]}"
        raise PydanticCustomError("two_days", both)
    if found:
        return found[0]
    raise PydanticCustomError("not_a_date", "a date belongs here, written as 2026-01-31")


def _as_list(value: object) -> object:
    """Return a tuple, so that plans stay immutable; a single entry stands for a list of one."""
    entries = tuple(value) if isinstance(value, list) else (value,)
    if all(map(_is_blank, entries)):
        raise PydanticCustomError("empty", "this is empty")
    return entries


def _is_blank(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_is_blank, value.values()))
    return value is None or (isinstance(value, str) and not value.strip())


class Read:
    """An annotation for a field whose content a function makes from the data; `shape` is its JSON Schema.

    Like `BeforeValidator` with `WithJsonSchema`, but without inspecting the function's signature for every field.
    """

    def __init__(self, function: Callable[[object], object], shape: JsonSchemaValue) -> None:
        self._function = function
        self._shape = shape

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._function)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self._shape)


class _OneOrMany:
    """An annotation of a tuple: a single entry may stand for a list of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        items = handler(schema)["items"]
        return {"anyOf": [items, {"type": "array", "items": items, "minItems": 1}]}


Text = Annotated[str, Read(_text, {"type": "string", "minLength": 1})]
Texts = Annotated[tuple[Text, ...], _OneOrMany()]
Day = Annotated[date, Read(_day, {"type": "string", "format": "date", "examples": ["2026-01-31"]})]
Days = Annotated[tuple[Day, ...], _OneOrMany()]


class Written(ABC):
    """A value object that is written as one line of text and keeps that text."""

    text: str

    @classmethod
    @abstractmethod
    def read(cls, text: str) -> Self:
        """Return what `text` means; raise ValueError with a sentence for its writer if it cannot be understood."""

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._validate)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1}

    @classmethod
    def _validate(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        text = str(_text(value))
        try:
            meaning: Self = _understood(cls.read, text)
        except ValueError as error:
            raise PydanticCustomError("unreadable", "{why}", {"why": str(error)}) from None
        return meaning


@lru_cache(maxsize=4096)
def _understood(read: Callable[[str], Any], text: str) -> Any:
    """Return what a text means, cached: many plans hold the same few people, values and rhythms."""
    return read(text)


class Person(Written):
    """A person as git writes one: `Ada Lovelace <ada@example.com>`; the email may be missing."""

    __slots__ = ("email", "name", "text")

    def __init__(self, name: str, email: str | None = None) -> None:
        self.name = name
        self.email = email
        self.text = f"{name} <{email}>" if email else name

    @classmethod
    def read(cls, text: str) -> Self:  # noqa: D102 - as inherited
        name, bracket, rest = text.partition("<")
        email = rest.removesuffix(">") if bracket else None
        is_email = email is None or (rest.endswith(">") and _EMAIL.fullmatch(email))
        if not (name.strip() and _NAME.fullmatch(name) and is_email):
            raise ValueError("a person is written as Ada Lovelace <ada@example.com>")
        return cls(name.strip(), email)

    @property
    def key(self) -> str:
        """The email or, without one, the name, in small letters."""
        return (self.email or self.name).casefold()

    def is_same_as(self, other: "Person") -> bool:
        """True if both are one person: by email where both have one, else by name."""
        return is_same_person(self.text, other.text)

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
