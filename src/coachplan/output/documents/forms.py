"""The small forms in which a template gets days, people, rhythms and the fields of a part of a plan."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from coachplan.base.words import ROLES, capitalized
from coachplan.output.terminal.console import clean
from coachplan.plan import After, Measure, Model, Person, Plan, Rhythm, Value
from coachplan.plan.table import rows

Data: TypeAlias = dict[str, Any]  # nested dict[str, Data] | list[Data] | str | int | bool | None

_BARE_RHYTHM = re.compile(r"(?:\w+ )?(?:working |business |work)?(?:day|week|fortnight|month|quarter)s?", re.IGNORECASE)
_WITH_ITS_OWN_WORD = re.compile(r"(?:every|each|per|a|once|twice)\b|\w+ times\b", re.IGNORECASE)
_WHOLE_WAY = 1000


def fields(part: Model, **names: str) -> Data:
    """Return each field of a part that is shown anywhere, as templates get it; some under other `names`."""
    return {names.get(key, key): in_parts(getattr(part, key)) for key, row in rows(type(part)).items() if row.shown}


def in_parts(value: Any) -> Any:
    """Return a value as templates get it: data of plain types alone."""
    match value:
        case date():
            return day_in_parts(value)
        case Person():
            return {"name": value.name, "email": value.email}
        case Rhythm():
            return rhythm_in_words(value)
        case Value():
            return value.text
        case Model():
            return fields(value)
        case tuple():
            return [in_parts(entry) for entry in value]
        case Mapping():
            return [{"name": name, "value": in_parts(entry)} for name, entry in value.items()]
        case _:
            return value


def cleaned(data: Data) -> Data:
    """Return data whose texts have no character that would hide or reorder others."""
    return {key: _cleaned(value) for key, value in data.items()}


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        return clean(part)
    if isinstance(part, dict):
        return cleaned(part)
    return [_cleaned(entry) for entry in part] if isinstance(part, list) else part


def day_in_parts(day: date) -> Data:
    """Return a day as templates get it: `iso`, `human`, `short` without the year, and its `weekday`."""
    short = f"{day.day} {day:%B}"
    return {"iso": day.isoformat(), "human": f"{short} {day.year}", "short": short, "weekday": f"{day:%A}"}


def session_day(day: date | None, today: date) -> Data | None:
    """Return a day on which both are to meet, and if it has passed without that."""
    return {**day_in_parts(day), "is_past": day < today} if day else None


def role_name(role: str) -> str:
    """Return the name of a role as it begins a line of a page."""
    return capitalized(ROLES[role]).replace("'", "’")


def person_in_role(plan: Plan, role: str | None) -> str | None:
    """Return the name of the person who has a role, else the role in words."""
    if role is None:
        return None
    if role == "helper":
        helpers = plan.people.helpers
        return helpers[0].name if len(helpers) == 1 else "a helper"
    person = plan.people.in_role(role)
    return person.name if person else ROLES[role]


def due_in_words(plan: Plan, due: date | After | None) -> str | None:
    """Return the time of an activity, such as `by 14 January 2026`."""
    if not isinstance(due, After):
        return f"by {day_in_parts(due)['human']}" if due else None
    first = next((activity.what for activity in plan.activities if activity.id == due.after), due.after)
    return f"within {due.within} after “{first}”"


def rhythm_in_words(rhythm: Rhythm) -> str:
    """Return a rhythm as people say it: `week` becomes `every week`, `twice a week` stays."""
    text = rhythm.text
    is_bare = _BARE_RHYTHM.fullmatch(text) and not _WITH_ITS_OWN_WORD.match(text) and not text.lower().endswith("ly")
    return f"every {text}" if is_bare else text


def direction_in_words(measure: Measure) -> str | None:
    """Return the way in which a measure gets better: `higher is better`; None if nobody has said."""
    if measure.direction == "maintain":
        return "to be kept up"
    is_time = any(value is not None and value.kind == "time" for value in (measure.baseline, measure.target))
    words = {"increase": ("higher", "later"), "decrease": ("lower", "earlier")}
    return f"{words[measure.direction][is_time]} is better" if measure.direction else None


def share(days: int, of_days: int) -> int:
    """Return the part of a way in thousandths, between nothing and all of it."""
    if of_days <= 0:
        return _WHOLE_WAY if days >= of_days else 0
    return min(max(0, days * _WHOLE_WAY // of_days), _WHOLE_WAY)
