"""Messages for errors in plans and check-ins, in a coach's words: the problem, and the next step.

Messages never quote the file: findings appear in shared logs, where people's words must not appear.
"""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, get_args

from pydantic_core import ErrorDetails

from coachplan.format.strict_yaml import Location
from coachplan.plan import SECTIONS, Model, Plan
from coachplan.plan.guidance import GUIDANCE

_SUPPORT_ROLES = "team_member, manager, managers_manager, hr and helpers"

_SEE_THE_FORMAT = "see the plan format: `coachplan schema`"
_IN_NUMBERS = "write the day as year-month-day, such as 2026-01-31"
_DAYS = {"not_a_date": _IN_NUMBERS, "no_such_date": _IN_NUMBERS, "two_days": "write the one you mean"}

_GROUPS = ("timeline", "people", "goal_state")
"""The groups of a plan whose keys people write, or set, without the group."""


@dataclass(frozen=True)
class Wording:
    """A finding without its place."""

    code: str
    message: str
    advice: str


def word(error: ErrorDetails, location: Location, model: type[Model]) -> Wording:
    """Return the message for one validation error at `location` of a `model`."""
    kind = error["type"]
    name = _name(location, model)
    if kind == "missing":
        return _missing(name, location)
    if kind == "extra_forbidden":
        return _unknown_key(location, model)
    if kind == "empty":
        return _empty(name, location)
    if kind in _DAYS:
        return Wording("CP013", f"`{name}`: {error['msg']}", _DAYS[kind])
    if kind == "unknown_version":
        return Wording("CP010", f"`{name}`: {error['msg']}", "write `coachplan: 1`, or use the release that wrote it")
    if kind == "literal_error":
        choices = error["ctx"]["expected"].replace("'", "`")
        return Wording("CP012", f"`{name}` has an unknown value", f"use one of {choices}")
    if kind == "unreadable" and name == "every":
        return Wording("CP405", f"`{name}`: {error['msg']}", "write the one you mean")
    advice = "`coachplan new --continue` asks for them" if kind == "open_timeline" else _SEE_THE_FORMAT
    return Wording("CP012", f"`{name}`: {_shape(kind, error['msg'])}", advice)


def _missing(name: str, location: Location) -> Wording:
    if len(location) == 1 and name in SECTIONS:
        return Wording("CP101", f"the section `{name}` is missing", f"{GUIDANCE[name].ask} Add `{name}:`")
    return Wording("CP014", f"`{name}` is missing here", f"add `{name}:` with its value")


def _empty(name: str, location: Location) -> Wording:
    if location[0] == "ignore":
        return Wording("CP017", "a rule is ignored here without a reason", "write the reason after the code")
    if len(location) == 1 and name in SECTIONS:
        return Wording("CP102", f"the section `{name}` is empty", GUIDANCE[name].ask)
    return Wording("CP015", f"`{name}` is empty", "fill it in, or remove the key where it is optional")


def _unknown_key(location: Location, model: type[Model]) -> Wording:
    near = meant(location, model)
    advice = f"did you mean `{near}`?" if near else ""
    if location[:1] == ("people",):
        roles = f"the roles are {_SUPPORT_ROLES}; others may be helpers"
        return Wording("CP016", "this is not a role in a coaching plan", advice or roles)
    known = f"known here: {', '.join(sorted(_keys_at(model, location[:-1])))}; free text goes below the ---"
    return Wording("CP011", "this key is not part of the plan format", advice or known)


def meant(location: Location, model: type[Model]) -> str | None:
    """Return the known key that the unknown one at `location` probably misspells, or its place in a group; or None."""
    key = str(location[-1])
    inside = next((group for group in _GROUPS if key in _keys_below(model, (group,))), None)
    if len(location) == 1 and model is Plan and inside:
        return f"{inside}.{key}"
    return _nearest(key, _keys_at(model, location[:-1]))


@lru_cache(maxsize=16_384)
def _nearest(key: str, known: frozenset[str]) -> str | None:
    # Half of a misspelt key's letters are right; comparing only such keys keeps a file of many unknown keys fast.
    letters = set(key)
    alike = [name for name in sorted(known) if 2 * len(letters & set(name)) >= len(letters)]
    near = get_close_matches(key, alike, n=1)
    return near[0] if near else None


def _shape(kind: str, message: str) -> str:
    match kind:
        case "model_type" | "model_attributes_type" | "dict_type":
            return "a group of keys belongs here, not a single text or list"
        case "tuple_type" | "list_type":
            return "a list belongs here"
        case _:
            return message


def _name(location: Location, model: type[Model]) -> str:
    """Return the innermost key of the format at `location`; never the writer's own, such as a measure's name."""
    name = "coachplan"
    for place, step in enumerate(location):
        if isinstance(step, str) and step in _keys_at(model, location[:place]):
            name = step
    return name


def _keys_at(model: type[Model], location: Location) -> frozenset[str]:
    """Return the keys that the format knows at `location`."""
    return _keys_below(model, tuple(step for step in location if isinstance(step, str)))


@lru_cache(maxsize=1024)
def _keys_below(model: type[Model], steps: tuple[str, ...]) -> frozenset[str]:
    for step in steps:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        model = next(_models_in(fields[step].annotation), model) if step in fields else model
    return frozenset(field.alias or name for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if inspect.isclass(annotation) and not get_args(annotation) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
