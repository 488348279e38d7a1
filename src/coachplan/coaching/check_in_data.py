"""A check-in's data from what a person reports in few words: measures, feedback, reflections."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from coachplan.base.errors import UsageError
from coachplan.plan import Measure, Value


def check_in_data(
    said: Mapping[str, Sequence[str] | None],
    *,
    measures: Sequence[str],
    known: Sequence[Measure],
    by: str,
    day: date | None,
    practice: Mapping[str, str] | None = None,
    about: str | None = None,
) -> dict[str, Any]:
    """A check-in's data from the texts of options; `A | B | C` separates the parts of reflections and feedback."""
    data: dict[str, Any] = {"date": day.isoformat() if day else None, "by": by, "about": about, "practice": practice}
    data["measures"] = dict(measured(entry, known) for entry in measures)
    data |= {key: list(texts) for key, texts in said.items() if texts}
    data["reflections"] = [_parts(text, ("asked", "answer")) for text in said.get("reflections") or ()]
    data["feedback"] = [{**_parts(text, ("what", "why", "next")), "from": by} for text in said.get("feedback") or ()]
    return {key: data[key] for key in _CHECK_IN_KEYS if data.get(key)}


_NOTHING = Decimal(0)
_CHECK_IN_KEYS = (
    *("date", "by", "about", "measures", "practice", "evidence", "reflections", "wins", "milestones"),
    *("obstacles", "root_cause", "feedback", "adjustments", "next_steps"),
)


def measured(entry: str, measures: Sequence[Measure], option: str = "--measure") -> tuple[str, str]:
    """The measure and the value of `NAME=VALUE`; refuses another form, a name as `measure_name` does, and no value."""
    match = re.fullmatch(r"(.*?\S.*?)=\s*((?:[<>]=)?[^=]*?[^=\s])\s*", entry, re.DOTALL)
    if not match:
        raise UsageError(f"{option} takes NAME=VALUE, such as {option} clear=3")
    name = measure_name(match[1].strip(), [measure.name for measure in measures], option)
    measure = next(measure for measure in measures if measure.name == name)
    if problem := no_value(measure, match[2]):
        raise UsageError(f"{option} {name}={match[2]}: {problem}")
    return name, match[2]


def _is_of_another_sort(measure: Measure, value: Value, terms: Sequence[Value]) -> bool:
    """True if a value cannot be compared with what the measure goes by: 9 with 09:20, 17 with 17 of 20, 17 of 0."""
    from coachplan.progress import position

    if value.kind == "ratio" and value.low is not None:  # a part of a count may be meant
        return False
    has_place = any(position(measure, term) is not None for term in terms)
    return has_place and value.low == value.high and position(measure, value) is None


def no_value(measure: Measure, text: str) -> str:
    """Return why `text` is not a value of a measure that counts, and what to write instead; empty if it may be."""
    terms = [term for term in (measure.target, measure.baseline) if term and term.kind not in ("text", "rhythm")]
    if measure.scale or not terms:
        return ""
    value = Value.read(text)
    if value.kind == "ratio" and value.low is not None and value.low > 1:
        return "a part cannot be more than its whole"
    form = next((term.form for term in terms if term.form.multiple != 1), None)
    if form and value.kind == "number" and not value.sort and 0 < abs(value.low or _NOTHING) < form.multiple:
        return f"has two readings: write {form.before}{text} or {form.before}{text}{form.after}"
    if value.kind != "text" and not _is_of_another_sort(measure, value, terms):
        return ""
    return f"a value as in {terms[0]} belongs here"


def measure_name(query: str, names: Sequence[str], option: str = "--measure") -> str:
    """The one measure that `query` names: wholly, by how it begins, or else by any part of it.

    Refuses none and several, with the list.
    """
    wanted = " ".join(query.casefold().split())
    folded = {name: " ".join(name.casefold().split()) for name in names}
    found = [name for name in names if folded[name] == wanted]
    found = found or [name for name in names if folded[name].startswith(wanted)]
    found = found or [name for name in names if wanted in folded[name]]
    if len(found) == 1:
        return found[0]
    if not names:
        raise UsageError(f"{option}: the plan has no measures yet; add them with `coachplan edit`")
    problem = "may be several" if found else "is none"
    raise UsageError(f"{option} {query!r} {problem} of the plan's measures: {', '.join(found or names)}")


def _parts(text: str, keys: Sequence[str]) -> dict[str, str]:
    """`A | B` as parts by key; a single part is the one that must not be missing."""
    parts = [part.strip() for part in text.split("|", len(keys) - 1)]
    if keys == ("asked", "answer") and len(parts) == 1:
        return {"answer": parts[0]}
    return {key: part for key, part in zip(keys, parts, strict=False) if part}
