"""What changed between two versions of a plan, in coaching terms."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from coachplan.guidance import GUIDANCE, is_placeholder
from coachplan.model import Activity, After, CheckIn, Measure, Model, Plan, texts

T = TypeVar("T")
_PLAIN_ID = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Change:
    """One change: `text` for those who may read the plan, `subject` in the same words but without anyone's own."""

    text: str
    subject: str


def compare(before: Plan, after: Plan) -> list[Change]:
    """Every change of coaching substance from `before` to `after`, in the order of the plan's sections."""
    return [
        *_field("title", before.title, after.title, own_words=True),
        *_field("kind", before.kind, after.kind),
        *_field("purpose", before.purpose, after.purpose),
        *_field("status", before.status, after.status),
        *_people(before, after),
        *_reworded("opportunity", before.opportunity, after.opportunity),
        *_section("development_area", before, after),
        *_section("current_state", before, after),
        *_goals(before, after),
        *_activities(before, after),
        *_timeline(before, after),
        *_section("support_assets", before, after),
        *_section("update_cadence", before, after),
        *_outcome(before, after),
        *(
            change
            for key, name in _OTHER_PARTS.items()
            for change in _reworded(name, getattr(before, key), getattr(after, key))
        ),
    ]


_OTHER_PARTS = {
    "follow_up": "follow-up",
    "revisions": "revisions",
    "acknowledgements": "acknowledgements",
    "success_criteria": "success criteria",
    "responsibilities": "responsibilities",
    "consequences": "consequences",
    "previous_step": "previous step",
}


def describe_check_in(check_in: CheckIn) -> str:
    """A check-in in one line: the values it recorded, and how much else it holds."""
    parts = [f"{name} {value}" for name, value in check_in.measures.items()]
    counts = {
        "win": len(check_in.wins),
        "obstacle": len(check_in.obstacles),
        "feedback": len(check_in.feedback),
        "adjustment": len(check_in.adjustments),
        "next step": len(check_in.next_steps),
    }
    parts += [f"{count} {name}{'s' * (count > 1 and name != 'feedback')}" for name, count in counts.items() if count]
    return f"check-in of {check_in.date} by {check_in.by.name}" + (f": {', '.join(parts)}" if parts else "")


def subject(changes: Iterable[Change], limit: int = 96) -> str:
    """The changes in one line of at most `limit` characters, without anyone's words."""
    names = list(dict.fromkeys(change.subject for change in changes))
    line = ""
    for place, name in enumerate(names):
        longer = f"{line}; {name}" if line else name
        rest = len(names) - place
        if len(longer) > limit and line:
            return f"{line}; and {rest} more change{'s' * (rest > 1)}"
        line = longer
    return line or "notes and layout"


def _field(name: str, before: object, after: object, *, own_words: bool = False) -> Iterator[Change]:
    if before == after:
        return
    text = f"{name} {_shown(before)} → {_shown(after)}"
    yield Change(text, f"{name} changed" if own_words else text)


def _shown(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, After):
        return f"{value.within} after {value.after}"
    return str(value)


def _reworded(name: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    if not before:
        yield Change(f"{name} added", f"{name} added")
    elif not after:
        yield Change(f"{name} removed", f"{name} removed")
    else:
        yield Change(f"{name} reworded", f"{name} reworded")


def _section(key: str, before: Plan, after: Plan) -> Iterator[Change]:
    old, new = getattr(before, key), getattr(after, key)
    name = GUIDANCE[key].title.lower()
    if _is_placeholder(old) and not _is_placeholder(new):
        yield Change(f"{name} filled in", f"{name} filled in")
    else:
        yield from _reworded(name, old, new)


def _is_placeholder(section: tuple[Model, ...]) -> bool:
    return all(is_placeholder(text) for _, text in texts(section))


def _people(before: Plan, after: Plan) -> Iterator[Change]:
    for role in ("team_member", "manager", "managers_manager", "hr"):
        name = {"hr": "HR", "managers_manager": "manager's manager"}.get(role, role.replace("_", " "))
        yield from _field(name, getattr(before.people, role), getattr(after.people, role), own_words=True)
    yield from _reworded("helpers", before.people.helpers, after.people.helpers)


def _goals(before: Plan, after: Plan) -> Iterator[Change]:
    wording = [
        tuple((g.goal, g.area, g.achievable_because, g.relevant_because) for g in p.goal_state) for p in (before, after)
    ]
    if wording[0] != wording[1]:
        filled = _is_placeholder(before.goal_state) and not _is_placeholder(after.goal_state)
        name = "goal state filled in" if filled else "goal reworded"
        yield Change(name, name)
    old, new = _measures(before), _measures(after)
    for name, kind in _added_and_removed(old, new):
        yield Change(f'measure "{name}" {kind}', f"a measure {kind}")
    for name in [name for name in new if name in old]:
        yield from _measure(old[name], new[name])


def _measures(plan: Plan) -> dict[str, Measure]:
    return {measure.name: measure for goal in plan.goal_state for measure in goal.measures}


def _measure(before: Measure, after: Measure) -> Iterator[Change]:
    for key in ("direction", "baseline", "target", "by", "unit"):
        for change in _field(key, _plain(getattr(before, key)), _plain(getattr(after, key))):
            numbers = key in ("baseline", "target") and _is_wordless(getattr(before, key), getattr(after, key))
            wordless = numbers or key in ("direction", "by")
            yield Change(
                f'measure "{after.name}": {change.text}',
                f"measure {change.text}" if wordless else f"measure {key} changed",
            )
    if before.steps != after.steps:
        yield Change(f'measure "{after.name}": steps changed', "measure steps changed")
    if before.scale != after.scale:
        yield Change(f'measure "{after.name}": scale changed', "measure scale changed")


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, date) else str(value)


def _is_wordless(*values: object) -> bool:
    return all(value is None or (getattr(value, "kind", "") == "number" and str(value).isdecimal()) for value in values)


def _added_and_removed(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[tuple[str, str]]:
    yield from ((name, "added") for name in new if name not in old)
    yield from ((name, "removed") for name in old if name not in new)


def _activities(before: Plan, after: Plan) -> Iterator[Change]:
    if _is_placeholder(before.activities) and not _is_placeholder(after.activities):
        yield Change("activities filled in", "activities filled in")
        return
    old, new = (_by_name(plan.activities, lambda a: a.id or a.what) for plan in (before, after))
    for name, kind in _added_and_removed(old, new):
        activity = (new if kind == "added" else old)[name]
        verb = "proposed" if kind == "added" and activity.status == "proposed" else kind
        yield Change(
            f"activity {_quoted(activity)} {verb}",
            f"{_named(activity)} {verb}",
        )
    for name in [name for name in new if name in old]:
        yield from _activity(old[name], new[name])


def _by_name(entries: Iterable[T], name: Callable[[T], str]) -> dict[str, T]:
    return {name(entry): entry for entry in entries}


def _quoted(activity: Activity) -> str:
    return activity.id or f'"{activity.what}"'


def _named(activity: Activity) -> str:
    """An activity without anyone's words: by its id, where that is a plain name."""
    return f"activity {activity.id}" if activity.id and _PLAIN_ID.fullmatch(activity.id) else "an activity"


def _activity(before: Activity, after: Activity) -> Iterator[Change]:
    shown, hidden = f"activity {_quoted(after)}", _named(after)
    if before.status != after.status:
        status = after.status or "without status"
        yield Change(f"{shown} {status}", f"{hidden} {status}")
    if before.due != after.due:
        due = f"due {_shown(before.due)} → {_shown(after.due)}"
        wordless = not any(isinstance(value, After) for value in (before.due, after.due))
        yield Change(f"{shown}: {due}", f"{hidden}: {due if wordless else 'due changed'}")
    for key in ("what", "kind", "owner", "proposed_by", "cue", "every", "learned"):
        if getattr(before, key) != getattr(after, key):
            name = {"what": "reworded", "learned": "what was learned noted"}.get(
                key, f"{key.replace('_', ' ')} changed"
            )
            yield Change(f"{shown} {name}", f"{hidden} {name}")


def _timeline(before: Plan, after: Plan) -> Iterator[Change]:
    old, new = before.timeline, after.timeline
    yield from _field("timeline start", old.start, new.start)
    yield from _field("timeline end", old.end, new.end)
    reached = {m.what for m in new.milestones if m.reached} - {m.what for m in old.milestones if m.reached}
    for milestone in new.milestones:
        if milestone.what in reached:
            yield Change(
                f'milestone "{milestone.what}" reached {milestone.reached}', f"milestone reached {milestone.reached}"
            )
    plans = [[(m.date, m.what) for m in timeline.milestones] for timeline in (old, new)]
    yield from _reworded("milestones", plans[0], plans[1])
    yield from _reworded("extensions", old.extensions, new.extensions)


def _outcome(before: Plan, after: Plan) -> Iterator[Change]:
    if after.outcome and not before.outcome:
        name = f"outcome {after.outcome.result.replace('-', ' ')}"
        yield Change(name, name)
    else:
        yield from _reworded("outcome", before.outcome, after.outcome)
