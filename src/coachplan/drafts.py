"""New plans and check-ins as text: from a template and what is known so far, in the plan format."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

from coachplan.document import read_data, read_parts, set_value, to_yaml
from coachplan.errors import UsageError
from coachplan.guidance import GUIDANCE
from coachplan.model import FORMAT_VERSION, CheckIn, Measure, Person, Value
from coachplan.workspace import CHECK_INS_FOLDER, MOMENT_ALPHABET, MOMENT_LETTERS, PlanFolder, moment_of

USUAL_DAYS = 30
"""How long a coaching plan typically runs (S1)."""

_MAX_SLUG = 60
_NUMBER = re.compile(r"[0-9]{1,5}")
_LIKE_A_NUMBER = re.compile(r"[-+<>=≤≥$€£¥]|\d|at (?:least|most)\s+\d")
_UNIT = re.compile(r"[^\W\d]|[%$€£¥°/(]")
_DECIMAL_COMMA = re.compile(r"(?<![\d,.])(\d+),(\d+)(?![\d,])")
_COUNTED = re.compile(r"([\d.]+)\s+((?:out )?of\s.*)")
_HUNDRED = 100
_LETTERS = "".join(sorted(MOMENT_ALPHABET))
_RANDOM_LETTERS = 4
_MOMENTS = len(_LETTERS) ** (MOMENT_LETTERS - _RANDOM_LETTERS)
_DAY_SECONDS = 24 * 60 * 60


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
    """A measure from one line, `NAME: BASELINE -> TARGET UNIT`; numbers tell the direction, words never do.

    Refuses numbers that it cannot read, and terms that are of different sorts.
    """
    known, _, wanted = text.replace("→", "->").partition("->")
    name, baseline = _named(known)
    if not (name and baseline and wanted.strip()):
        raise UsageError(f'a measure is written as "clear status updates: 2 -> 4 per week", not {text!r}')
    (first, first_unit), (last, unit) = _term(baseline), _term(wanted.strip())
    if first.kind == "number" and last.kind == "ratio" and (counted := _COUNTED.fullmatch(wanted.strip())):
        last, unit = Value.read(counted[1]), counted[2]  # the baseline counts out of as many
    if first_unit and unit and first_unit.casefold() != unit.casefold():
        raise UsageError(f"{name}: {first_unit!r} and {unit!r} are different units; write baseline and target in one")
    if "text" not in (first.kind, last.kind) and (first.kind == "time") != (last.kind == "time"):
        raise UsageError(f"{name}: {first} and {last} cannot be compared; write both as times, or both as numbers")
    start = first.text if unit or not first_unit else baseline
    measure = {"name": name, "unit": unit, "direction": _direction(first, last), "baseline": start, "target": last.text}
    return {key: value for key, value in measure.items() if value}


def _named(text: str) -> tuple[str, str]:
    """The name and the baseline of `NAME: BASELINE`; a colon within a time, such as 1:30, does not part them."""
    match = re.fullmatch(r"(.*)(?:(?<!\d):|:(?!\d\d))(.*)", text.strip(), re.DOTALL)
    return (match[1].strip(), match[2].strip()) if match else ("", "")


def _term(text: str) -> tuple[Value, str]:
    """A baseline or a target, and its unit; refuses what begins like a number and is none."""
    value, unit = Value.split(text)
    if (value.kind == "text" and _LIKE_A_NUMBER.match(text)) or (unit and not _UNIT.match(unit)):
        decimal = _DECIMAL_COMMA.search(text)
        hint = f"write {decimal[1]}.{decimal[2]} with a dot" if decimal else 'write it as in 4, 5-10, "< 2 %" or 1:30'
        raise UsageError(f"{text!r} is no value that can be compared; {hint}")
    return value, unit


def _direction(first: Value, last: Value) -> str | None:
    """Where better lies, where all of the target is on one side of the baseline."""
    factors = [_HUNDRED if value.kind == "ratio" else 1 for value in (first, last)]
    if factors[0] != factors[1] and not any("%" in value.text for value in (first, last)):
        return None
    if first.text.startswith("+") != last.text.startswith("+") and first.low != 0:
        return None
    low, high, least, most = (
        None if bound is None else bound * factor
        for value, factor in zip((first, last), factors, strict=True)
        for bound in (value.low, value.high)
    )
    if low is not None and (low, high) == (least, most):
        return "maintain"
    if high is not None and least is not None and least > high:
        return "increase"
    return "decrease" if low is not None and most is not None and most < low else None


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
    """Where a new check-in goes: a file of its own, whose name nobody else makes, after the others of its day."""
    if check_in is None:
        return f"{folder.path}/{CHECK_INS_FOLDER}/unreadable-{_random()}.md"
    day = f"{check_in.date}-"
    paths = folder.check_in_paths()
    latest = max((moment_of(path) for path in paths if path.rpartition("/")[2].startswith(day)), default="")
    return f"{folder.path}/{CHECK_INS_FOLDER}/{day}{slug(check_in.by.name)}-{_moment(latest)}{_random()}.md"


def _moment(latest: str) -> str:
    """The moment of the day in letters that sort, after the one that `latest` begins with."""
    now = datetime.now()  # noqa: DTZ005 - the day is that of the wall clock, too
    passed = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    moment = int(passed / _DAY_SECONDS * _MOMENTS)
    if latest:
        moment = max(moment, _number(latest[: MOMENT_LETTERS - _RANDOM_LETTERS]) + 1)
    return _in_letters(min(moment, _MOMENTS - 1))


def _number(letters: str) -> int:
    return reduce(lambda number, letter: number * len(_LETTERS) + _LETTERS.index(letter), letters, 0)


def _in_letters(moment: int) -> str:
    places = range(MOMENT_LETTERS - _RANDOM_LETTERS)
    return "".join(_LETTERS[moment // len(_LETTERS) ** place % len(_LETTERS)] for place in reversed(places))


def _random() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM_LETTERS))


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
    """Whether a value cannot be compared with what the measure goes by: 9 with 09:20, 17 with 17 of 20, 17 of 0."""
    from coachplan.progress import position

    if value.kind == "ratio" and value.low is not None:  # a part of a count may be meant
        return False
    has_place = any(position(measure, term) is not None for term in terms)
    return has_place and value.low == value.high and position(measure, value) is None


def no_value(measure: Measure, text: str) -> str:
    """Why `text` is no value for a measure that counts, and what to write instead; empty where it may be one."""
    terms = [term for term in (measure.target, measure.baseline) if term and term.kind != "text"]
    if measure.scale or not terms:
        return ""
    value = Value.read(text)
    if value.kind == "ratio" and value.low is not None and value.low > 1:
        return "a part cannot be more than its whole"
    if value.kind != "text" and not _is_of_another_sort(measure, value, terms):
        return ""
    decimal = _DECIMAL_COMMA.search(text)
    return f"write {decimal[1]}.{decimal[2]} with a dot" if decimal else f"a value as in {terms[0]} belongs here"


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
