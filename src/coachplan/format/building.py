"""New plans and check-ins as text in the plan format, from a template and the data known so far."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from coachplan.base.errors import UsageError
from coachplan.format import read_data, write
from coachplan.plan import FORMAT_VERSION, Value
from coachplan.plan.guidance import GUIDANCE
from coachplan.plan.measure import direction_of

USUAL_DAYS = 30
"""The days that a coaching plan typically takes (handbook)."""

_NUMBER = re.compile(r"[0-9]{1,5}")
_LIKE_A_NUMBER = re.compile(r"[-+<>=≤≥$€£¥]|\d|at (?:least|most)\s+\d")
_UNIT = re.compile(r"[^\W\d]|[%$€£¥°/(]")
_COUNTED = re.compile(r"([\d.]+)\s+((?:out )?of\s.*)")


def check_in_text(data: Mapping[str, Any], note: str = "") -> str:
    """Return a check-in in the plan format; empty parts are left out."""
    filled = {key: value for key, value in data.items() if value not in (None, "", [], {})}
    return write({"coachplan": FORMAT_VERSION, **filled}, note)


def agreement_text(entry: Mapping[str, Any]) -> str:
    """Return an acknowledgement as a file in the plan format."""
    return write({"coachplan": FORMAT_VERSION, **entry})


def typed(given: Mapping[str, Any], note: str = "") -> str:
    """Return the answers so far in a form that --from takes; an empty text without any."""
    return write(given, note) if given or note else ""


def setting(entry: str) -> tuple[tuple[str | int, ...], Any]:
    """Return the location and the value of `KEY=VALUE`; the key is dotted: `goal_state.goal`, `activities.0.what`."""
    key, equals, text = entry.partition("=")
    steps = tuple(int(step) if _NUMBER.fullmatch(step) else step for step in key.strip().split("."))
    if not equals or "" in steps:
        raise UsageError("--set takes KEY=VALUE, such as --set timeline.end=2026-02-18")
    return steps, value_of(text)


def assign(data: dict[str, Any], entry: str) -> None:
    """Carry out `KEY=VALUE` on a plan's data, making what holds the key."""
    steps, value = setting(entry)
    container: Any = data
    for step, following in pairwise(steps):
        container = _entered(container, step, [] if isinstance(following, int) else {})
    _entered(container, steps[-1], None)
    container[steps[-1]] = value


def _entered(container: Any, step: str | int, empty: Any) -> Any:
    """Return the part of `container` at `step`, put there as `empty` if there is none yet."""
    if isinstance(container, list) and isinstance(step, int) and step <= len(container):
        if step == len(container):
            container.append(empty)
        return container[step]
    if isinstance(container, dict) and isinstance(step, str):
        return container.setdefault(step, empty)
    raise UsageError(f"--set: `{step}` does not have a place there; entries of lists are numbered from 0")


def value_of(text: str) -> Any:
    """Return the value after `--set KEY=`: a list or mapping if written as one (`[a, b]`, `{x: y}`), else a text."""
    if not text.startswith(("[", "{")):
        return text
    return read_data(f"---\nvalue: {text}\n---\n")["value"]


def measure_of(text: str) -> dict[str, Any]:
    """Return a measure from one line, `NAME: BASELINE -> TARGET UNIT`; numbers tell the direction, words never do.

    `4 to 2` leads from one to the other as well. Refuses numbers that it cannot read, and terms of different sorts.
    """
    known, arrow, wanted = text.replace("→", "->").partition("->")
    name, baseline = _named(known)
    if not arrow:
        baseline, wanted = _way(baseline)
    if not (name and baseline and wanted.strip()):
        raise UsageError(f'a measure is written as "clear status updates: 2 -> 4 per week", not {text!r}')
    (first, first_unit), (last, unit) = _term(baseline), _term(wanted.strip())
    if first.kind == "number" and last.kind == "ratio" and (counted := _COUNTED.fullmatch(wanted.strip())):
        last, unit = Value.read(counted[1]), counted[2]  # the baseline counts out of as many
    if first_unit and unit and first_unit.casefold() != unit.casefold():
        first, first_unit, last, unit = Value.read(baseline), "", Value.read(wanted.strip()), ""
        if first.sort != last.sort or not first.sort:
            raise UsageError(f"{name}: {baseline!r} and {wanted.strip()!r} are in different units; write both in one")
    if "text" not in (first.kind, last.kind) and "time" in (first.sort, last.sort) and first.sort != last.sort:
        raise UsageError(f"{name}: {first} and {last} cannot be compared; write both as times, or both as numbers")
    start = first.text if unit or not first_unit else baseline
    measure = {
        "name": name,
        "unit": unit,
        "direction": direction_of(first, last),
        "baseline": start,
        "target": last.text,
    }
    return {key: value for key, value in measure.items() if value}


def _named(text: str) -> tuple[str, str]:
    """Return the name and the baseline of `NAME: BASELINE`; a colon within a time, such as 1:30, does not part them."""
    match = re.fullmatch(r"(.*)(?:(?<!\d):|:(?!\d\d))(.*)", text.strip(), re.DOTALL)
    return (match[1].strip(), match[2].strip()) if match else ("", "")


def _way(text: str) -> tuple[str, str]:
    """Return both ends of `from 4 to 2`; empty ones for what is not a way between two numbers."""
    baseline, _, wanted = re.sub(r"^from\s+", "", text, flags=re.IGNORECASE).partition(" to ")
    is_way = " to " not in wanted and all(Value.split(term.strip())[0].kind != "text" for term in (baseline, wanted))
    return (baseline.strip(), wanted) if is_way else ("", "")


def _term(text: str) -> tuple[Value, str]:
    """Return a baseline or a target, and its unit; refuses a text that begins like a number and is not one."""
    value, unit = Value.split(text)
    if (value.kind == "text" and _LIKE_A_NUMBER.match(text)) or (unit and not _UNIT.match(unit)):
        raise UsageError(f'{text!r} is not a value that can be compared; write it as in 4, 5-10, "< 2 %" or 1:30')
    return value, unit


def timeline(start: date, days: int | None, known: Any = None, said: Collection[str] = ()) -> Any:
    """Return start and end, `days` or else thirty days apart; the `known` ones stay, but for the keys `said` again."""
    try:
        end = start + timedelta(days=USUAL_DAYS if days is None else days)
    except OverflowError:
        raise UsageError("--start: no plan fits between this day and the end of the calendar") from None
    made = {"start": start.isoformat(), "end": end.isoformat()}
    if isinstance(known, dict):
        return {**made, **known, **{key: made[key] for key in said}}
    return made if said or not known else known


def complete(given: dict[str, Any], today: date, measures: Sequence[str]) -> None:
    """Add the parts of a plan that were left out: thirty days, and its measures, each until the last day.

    Measures that the plan has already stay as they are: a day that nobody said is left out.
    """
    given["timeline"] = days = timeline(today, None, given.get("timeline"))
    if measures:
        by = {"by": days["end"]} if isinstance(days, dict) and "end" in days else {}
        made = [measure_of(measure) | by for measure in measures]
        given["goal_state"] = _with_measures(given.get("goal_state"), made)


def _with_measures(goal: Any, measures: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if isinstance(goal, list):
        raise UsageError("--measure: the plan has several goals; write the measures under theirs")
    goal = dict(goal) if isinstance(goal, dict) else {"goal": goal or GUIDANCE["goal_state"].placeholder}
    known = goal.get("measures") or []
    return {**goal, "measures": [*(known if isinstance(known, list) else [known]), *measures]}
