"""New plans and check-ins as text: from a template and what is known so far, in the plan format."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from coachplan.document import read_data, read_parts, set_value, to_yaml
from coachplan.errors import UsageError
from coachplan.guidance import GUIDANCE
from coachplan.model import FORMAT_VERSION, CheckIn, Person, Value
from coachplan.workspace import CHECK_INS_FOLDER, PlanFolder

USUAL_DAYS = 30
"""How long a coaching plan typically runs (S1)."""

_MAX_SLUG = 60
_NUMBER = re.compile(r"[0-9]{1,5}")
_SUFFIX_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def plan_text(own_templates: Path | None, template: str, given: Mapping[str, Any]) -> str:
    """A new plan from a template, with everything in `given` and visible placeholders for the other sections."""
    from coachplan.templating import render_plan

    known = {key: section.placeholder for key, section in GUIDANCE.items()} | dict(given)
    known.setdefault("opportunity", None)
    known["people"] = dict.fromkeys(("team_member", "manager", "managers_manager", "hr")) | given["people"]
    text = render_plan(own_templates, template, {"plan": known})
    written = read_data(text)
    for key, value in given.items():
        if key == "opportunity" and isinstance(written.get(key), dict):
            value = {**written[key], **value}  # noqa: PLW2901 - a template may ask for more than was said
        if _filled(value) and written.get(key) != value:
            text = set_value(text, (key,), value)
    return text


def _filled(value: Any) -> Any:
    return {key: part for key, part in value.items() if part is not None} if isinstance(value, dict) else value


def check_in_text(data: Mapping[str, Any], note: str = "") -> str:
    """A check-in in the plan format; empty parts are left out."""
    lines = [f"{key}:{to_yaml(value, 2)}" for key, value in data.items() if value not in (None, "", [], {})]
    return "\n".join(["---", f"coachplan: {FORMAT_VERSION}", *lines, "---", *([note, ""] if note else [""])])


def typed(given: Mapping[str, Any], note: str = "") -> str:
    """What a person has said so far, in a form that --from takes; empty where that is nothing."""
    keys = "".join(f"{key}:{to_yaml(value, 2)}\n" for key, value in given.items())
    return f"---\n{keys}---\n{note}\n" if keys or note else ""


def read_source(raw: bytes) -> tuple[dict[str, Any], str]:
    """What is known already, and the Markdown below it: from YAML keys, or from a file with front matter."""
    text = raw.removeprefix(b"\xef\xbb\xbf")
    if not text.strip():
        return {}, ""
    known, body = read_parts(text if text.startswith(b"---") else b"---\n" + text.rstrip() + b"\n---\n")
    return {key: value for key, value in known.items() if key != "coachplan"}, body


def setting(entry: str) -> tuple[tuple[str | int, ...], Any]:
    """The location and the value of `KEY=VALUE`; the key is dotted: `goal_state.goal`, `activities.0.what`."""
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
    """What `container` holds at `step`, put there as `empty` where there is nothing yet."""
    if isinstance(container, list) and isinstance(step, int) and step <= len(container):
        if step == len(container):
            container.append(empty)
        return container[step]
    if isinstance(container, dict) and isinstance(step, str):
        return container.setdefault(step, empty)
    raise UsageError(f"--set: there is no place for `{step}`; entries of lists are numbered from 0")


def value_of(text: str) -> Any:
    """The value after `--set KEY=`: a list or mapping where it is written as one (`[a, b]`, `{x: y}`), else a text."""
    if not text.startswith(("[", "{")):
        return text
    return read_data(f"---\nvalue: {text}\n---\n")["value"]


def measure_of(text: str) -> dict[str, Any]:
    """A measure from one line, `NAME: BASELINE -> TARGET UNIT`; numbers tell the direction, words never do."""
    name, _, values = text.rpartition(":")
    baseline, _, target = values.replace("→", "->").partition("->")
    if not (name.strip() and baseline.strip() and target.strip()):
        raise UsageError(f'a measure is written as "clear status updates: 2 -> 4 per week", not {text!r}')
    target, _, unit = target.strip().partition(" ")
    measure = {"name": name.strip(), "unit": unit.strip(), "direction": _direction(baseline.strip(), target)}
    measure |= {"baseline": baseline.strip(), "target": target}
    return {key: value for key, value in measure.items() if value}


def _direction(baseline: str, target: str) -> str | None:
    first, last = Value.read(baseline), Value.read(target)
    if first.low is None or last.low is None or first.low != first.high or last.low != last.high:
        return None
    if first.low == last.low:
        return "maintain"
    return "increase" if last.low > first.low else "decrease"


def new_folder(root: Path, taken: Sequence[PlanFolder], team_member: str, title: str) -> PlanFolder:
    """Where a new plan goes; its id is made from the team member's name and the title, and is free."""
    ids = {folder.id for folder in taken}
    base = f"{slug(Person.read(team_member).name)}/{slug(title)}"
    candidates = [
        base,
        *(f"{base[: len(base) - len(f'-{n}')] if _is_full(base) else base}-{n}" for n in range(2, 1000)),
    ]
    free = next(id_ for id_ in candidates if id_ not in ids and not (root / "plans" / id_).exists())
    return PlanFolder(root, free)


def _is_full(id_: str) -> bool:
    return len(id_.split("/")[1]) > _MAX_SLUG - len("-999")


def slug(text: str) -> str:
    """A part of an id: `[a-z0-9-]`, at most 60 characters, never empty."""
    from slugify import slugify

    made = slugify(text, max_length=_MAX_SLUG, word_boundary=True) or slugify(text, max_length=_MAX_SLUG)
    return made or f"plan-{_random()}"


def check_in_path(folder: PlanFolder, check_in: CheckIn | None) -> str:
    """Where a new check-in goes: a file of its own, whose name nobody else makes."""
    name = f"{check_in.date}-{slug(check_in.by.name)}" if check_in else "unreadable"
    return f"{folder.path}/{CHECK_INS_FOLDER}/{name}-{_random()}.md"


def _random() -> str:
    return "".join(secrets.choice(_SUFFIX_ALPHABET) for _ in range(4))


def timeline(start: date, days: int | None, known: Any = None, said: Collection[str] = ()) -> Any:
    """Start and end, `days` or else thirty days apart; what is `known` stays, but for the keys that are `said` anew."""
    try:
        end = start + timedelta(days=USUAL_DAYS if days is None else days)
    except OverflowError:
        raise UsageError("--start: no plan fits between this day and the end of the calendar") from None
    made = {"start": start.isoformat(), "end": end.isoformat()}
    if isinstance(known, dict):
        return {**made, **known, **{key: made[key] for key in said}}
    return made if said or not known else known


def complete(given: dict[str, Any], today: date, measures: Sequence[str]) -> None:
    """Add what a plan needs and nobody said: its thirty days, its measures, and the day by which each is reached."""
    given["timeline"] = timeline(today, None, given.get("timeline"))
    if measures:
        given["goal_state"] = _with_measures(given.get("goal_state"), [measure_of(measure) for measure in measures])
    goal, days = given.get("goal_state"), given["timeline"]
    known = goal.get("measures") if isinstance(goal, dict) else None
    for measure in known if isinstance(known, list) else ():
        if isinstance(measure, dict) and isinstance(days, dict) and "end" in days:
            measure.setdefault("by", days["end"])


def _with_measures(goal: Any, measures: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if isinstance(goal, list):
        raise UsageError("--measure: the plan has several goals; write the measures under theirs")
    goal = dict(goal) if isinstance(goal, dict) else {"goal": goal or GUIDANCE["goal_state"].placeholder}
    known = goal.get("measures") or []
    return {**goal, "measures": [*(known if isinstance(known, list) else [known]), *measures]}


def check_in_data(
    said: Mapping[str, Sequence[str] | None],
    *,
    measures: Sequence[str],
    names: Sequence[str],
    by: str,
    day: date | None,
    practice: Mapping[str, str] | None = None,
    about: str | None = None,
) -> dict[str, Any]:
    """A check-in's data from the texts of options; `A | B | C` separates the parts of reflections and feedback."""
    data: dict[str, Any] = {"date": day.isoformat() if day else None, "by": by, "about": about, "practice": practice}
    data["measures"] = dict(measured(entry, names) for entry in measures)
    data |= {key: list(texts) for key, texts in said.items() if texts}
    data["reflections"] = [_parts(text, ("asked", "answer")) for text in said.get("reflections") or ()]
    data["feedback"] = [{**_parts(text, ("what", "why", "next")), "from": by} for text in said.get("feedback") or ()]
    return {key: data[key] for key in _CHECK_IN_KEYS if data.get(key)}


_CHECK_IN_KEYS = (
    *("date", "by", "about", "measures", "practice", "evidence", "reflections", "wins", "milestones"),
    *("obstacles", "root_cause", "feedback", "adjustments", "next_steps"),
)


def measured(entry: str, names: Sequence[str], option: str = "--measure") -> tuple[str, str]:
    """The measure and the value of `NAME=VALUE`; refuses another form, and a name as `measure_name` does."""
    name, equals, value = entry.rpartition("=")
    if not equals or not name.strip() or not value.strip():
        raise UsageError(f"{option} takes NAME=VALUE, such as {option} clear=3")
    return measure_name(name.strip(), names, option), value.strip()


def measure_name(start: str, names: Sequence[str], option: str = "--measure") -> str:
    """The one measure whose name begins with `start`; refuses none and several, with the list."""
    wanted = start.casefold()
    exact = [name for name in names if name.casefold() == wanted]
    found = exact or [name for name in names if name.casefold().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not names:
        raise UsageError(f"{option}: the plan has no measures yet; add them with `coachplan edit`")
    problem = "may be several" if found else "is none"
    raise UsageError(f"{option} {start!r} {problem} of the plan's measures: {', '.join(found or names)}")


def _parts(text: str, keys: Sequence[str]) -> dict[str, str]:
    """`A | B` as parts by key; a single part is the one that must not be missing."""
    parts = [part.strip() for part in text.split("|", len(keys) - 1)]
    if keys == ("asked", "answer") and len(parts) == 1:
        return {"answer": parts[0]}
    return {key: part for key, part in zip(keys, parts, strict=False) if part}
