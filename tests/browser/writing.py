"""Plans and check-ins with one text in every field that the format has."""

import re
from datetime import date
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml

from coachplan.plan import CheckIn, Model, Person, Plan

START = "2026-09-28"
DAY = "2026-10-12"
"""The day of everything that has one."""


def plan(text: str, name: str) -> dict[str, Any]:
    """An active plan with `text` in every field and people of that name, its days such that it is in order."""
    written: dict[str, Any] = filled(Plan, text, name)
    written |= {"coachplan": "1", "status": "active", "purpose": "performance", "ignore": {"CP404": text}}
    written["people"] = {role: f"{name} <{role}@example.com>" for role in written["people"] if role != "helpers"}
    written["timeline"] |= {"start": START, "end": "2026-11-27", "holds": []}
    written["timeline"]["milestones"] = [{"date": DAY, "what": text}, {"date": "2026-11-02", "what": text}]
    written["update_cadence"] = [{"day": "monday", "how": text}]
    written["goal_state"][0]["measures"][0] |= {"scale": ["-", text], "baseline": "-", "by": "2026-11-27"}
    return written | {"outcome": None}


def check_in(text: str, name: str, day: str = DAY) -> dict[str, Any]:
    """A check-in with `text` in every field, by somebody of that name."""
    return filled(CheckIn, text, name) | {"coachplan": "1", "date": day}


def filled(kind: Any, text: str, name: str) -> Any:
    """What a part of the format looks like, by its annotation, with `text` and `name` where they belong."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return filled(arguments[0], text, name)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, UnionType):
        return filled(arguments[0], text, name)
    if origin is tuple:
        return [filled(arguments[0], text, name)]
    if origin is dict:
        return {text: filled(arguments[1], text, name)}
    if issubclass(kind, Model):
        fields = kind.model_fields.items()
        return {field.alias or key: filled(field.annotation, text, name) for key, field in fields}
    return {date: DAY, Person: f"{name} <somebody@example.com>"}.get(kind, text)


def as_name(text: str) -> str:
    """A text as a person's name, as far as a name can hold it."""
    return " ".join(re.sub(r"[<>]", " ", text).split())


def as_file(data: dict[str, Any], body: str = "") -> str:
    """A file of the plan format."""
    return f"---\n{yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)}---\n{body}\n"
