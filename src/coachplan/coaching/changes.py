"""What changed between two versions of a plan, in coaching terms."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from coachplan.base.words import ROLES, plural, spaced
from coachplan.plan import (
    READERS,
    Acknowledgement,
    Activity,
    After,
    CheckIn,
    Hold,
    Measure,
    Model,
    Person,
    Plan,
    Timeline,
    texts,
)
from coachplan.plan.guidance import GUIDANCE, is_placeholder

T = TypeVar("T")
_PLAIN_ID = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Change:
    """One change: `text` for those who may read the plan, `subject` in the same words but without anyone's own."""

    text: str
    subject: str


def compare(before: Plan, after: Plan, author: Person | None = None) -> list[Change]:
    """Every change of coaching substance from `before` to `after`, in the order of the plan's sections.

    Where the `author` is known, what they wrote in somebody else's name is told as that.
    """
    return [
        *_field("title", before.title, after.title, own_words=True),
        *_field("kind", before.kind, after.kind),
        *_field("purpose", before.purpose, after.purpose),
        *_status(before, after),
        *_people(before, after),
        *_reworded("opportunity", before.opportunity, after.opportunity),
        *_section("development_area", before, after),
        *_section("current_state", before, after),
        *_goals(before, after),
        *_activities(before, after, author),
        *_timeline(before, after),
        *_section("support_assets", before, after),
        *_section("update_cadence", before, after),
        *_outcome(before, after, author),
        *_follow_up(before, after),
        *_revisions(before, after),
        *(
            change
            for key, name in _OTHER_PARTS.items()
            for change in _reworded(name, getattr(before, key), getattr(after, key))
        ),
        *_follows(before, after),
        *_acknowledgements(before, after, author),
    ]


_OTHER_PARTS = {
    "success_criteria": "success criteria",
    "responsibilities": "responsibilities",
    "consequences": "consequences",
    "previous_step": "previous step",
    "ignore": "rules that do not fit",
}


def describe_check_in(check_in: CheckIn, author: Person | None = None) -> str:
    """A check-in in one line: whose it is, the values it recorded, and how much else it holds.

    Where the `author` is known and is somebody else, that they recorded it is told, too.
    """
    parts = [f"{name} {value}" for name, value in check_in.measures.items()]
    parts += [f"{name} practised {value}" for name, value in check_in.practice.items()]
    parts += [f"change sustained: {check_in.sustained}"] if check_in.sustained else []
    counts = {
        "milestone": len(check_in.milestones),
        "win": len(check_in.wins),
        "obstacle": len(check_in.obstacles),
        "root cause": len(check_in.root_cause),
        "feedback": len(check_in.feedback),
        "adjustment": len(check_in.adjustments),
        "next step": len(check_in.next_steps),
    }
    parts += [
        plural(count, name, "feedback" if name == "feedback" else None) for name, count in counts.items() if count
    ]
    kind = "peer's view" if check_in.about else "check-in"
    told = f"{kind} of {check_in.date} by {check_in.by.name}{_recorded_by(author, check_in.by)}"
    return told + (f": {', '.join(parts)}" if parts else "")


def subject(changes: Iterable[Change], limit: int = 96) -> str:
    """The changes in one line of at most `limit` characters, without anyone's words."""
    names = list(dict.fromkeys(change.subject for change in changes))
    line = ""
    for place, name in enumerate(names):
        longer = f"{line}; {name}" if line else name
        rest = len(names) - place
        if len(longer) > limit and line:
            return f"{line}; and {plural(rest, 'more change')}"
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


def _status(before: Plan, after: Plan) -> Iterator[Change]:
    """Where the plan stands; what a hold or an outcome tells better is told there."""
    is_rest = (before.status, after.status) == ("active", "on-hold")
    told_by_hold = _goes_on(before, after) or (is_rest and before.timeline.holds != after.timeline.holds)
    told_by_outcome = after.status == "closed" and after.outcome and not before.outcome
    if not (told_by_hold or told_by_outcome):
        yield from _field("status", before.status, after.status)


def _goes_on(before: Plan, after: Plan) -> bool:
    """Whether the plan was at rest and is no longer."""
    return (before.status, after.status) == ("on-hold", "active")


def _people(before: Plan, after: Plan) -> Iterator[Change]:
    for role in READERS:
        yield from _field(ROLES[role], before.people.in_role(role), after.people.in_role(role), own_words=True)
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
    for earlier, name in _renamed(before, after).items():
        yield Change(f'measure "{earlier}" renamed "{name}"', "a measure renamed")
        old[name] = old.pop(earlier)
    for name, kind in _added_and_removed(old, new):
        yield Change(f'measure "{name}" {kind}', f"a measure {kind}")
    for name in [name for name in new if name in old]:
        yield from _measure(old[name], new[name])


def _renamed(before: Plan, after: Plan) -> dict[str, str]:
    """The names of measures that became others: as a revision says, or where nothing else changed of a measure."""
    old, new = _measures(before), _measures(after)
    said = {
        revision.measure: revision.to
        for revision in after.revisions
        if revision.measure and revision.to and revision.what == "name of a measure"
    }
    alike = {
        earlier.name: measure.name
        for goals in zip(before.goal_state, after.goal_state, strict=False)
        for earlier, measure in zip(goals[0].measures, goals[1].measures, strict=False)
        if earlier.model_copy(update={"name": measure.name}) == measure
    }
    found = {**alike, **said}
    return {name: to for name, to in found.items() if name in old.keys() - new.keys() and to in new.keys() - old.keys()}


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


def _activities(before: Plan, after: Plan, author: Person | None) -> Iterator[Change]:
    was_open = _is_placeholder(before.activities) and not _is_placeholder(after.activities)
    if was_open and not any(activity.status for activity in after.activities):
        yield Change("activities filled in", "activities filled in")
        return
    old, new = (_by_name(plan.activities, lambda a: a.id or a.what) for plan in (before, after))
    for name, kind in _added_and_removed({} if was_open else old, new):
        yield _added_activity(new[name], after, author) if kind == "added" else _both(old[name], "removed")
    is_theirs = _speaks_for(author, before.people.team_member)
    for name in [name for name in new if name in old]:
        yield from _activity(old[name], new[name], after.people.team_member if is_theirs else None)


def _by_name(entries: Iterable[T], name: Callable[[T], str]) -> dict[str, T]:
    return {name(entry): entry for entry in entries}


def _quoted(activity: Activity) -> str:
    """An activity for readers of the plan: by its id, or in quotes where the id was made and tells nothing."""
    return activity.id if activity.id and not _is_made(activity) else f'"{activity.what}"'


def _named(activity: Activity) -> str:
    """An activity without anyone's words: by its id, where that is a plain name."""
    if not activity.id or not _PLAIN_ID.fullmatch(activity.id):
        return "an activity"
    return activity.id if _is_made(activity) else f"activity {activity.id}"


def _is_made(activity: Activity) -> bool:
    return re.fullmatch(f"{activity.kind or 'activity'}-[0-9]+", activity.id or "") is not None


def _both(activity: Activity, what: str) -> Change:
    return Change(f"activity {_quoted(activity)} {what}", f"{_named(activity)} {what}")


def _said(text: str | None) -> str:
    """Somebody's own words behind what happened, where there are any."""
    return f': "{text}"' if text else ""


def _added_activity(activity: Activity, plan: Plan, author: Person | None) -> Change:
    who = plan.people.in_role(activity.proposed_by or "")
    if activity.status == "proposed":
        if not who:
            return _both(activity, "proposed")
        told = f"{who.name} proposed activity {_quoted(activity)}{_recorded_by(author, who)}"
        return Change(told, f"{_named(activity)} proposed")
    if activity.status == "agreed" and not _speaks_for(author, plan.people.team_member):
        return Change(f"activity {_quoted(activity)} added, marked as agreed", f"{_named(activity)} added")
    if who and activity.proposed_by == "team_member" and activity.status == "agreed":
        return Change(f"{who.name} chose activity {_quoted(activity)}", f"{_named(activity)} added")
    return _both(activity, "added")


def _speaks_for(author: Person | None, person: Person) -> bool:
    """Whether what is written in the name of `person` is their own word, as far as is known."""
    return author is None or author.is_same_as(person)


def _recorded_by(author: Person | None, person: Person) -> str:
    return f", recorded by {author.name}" if author and not _speaks_for(author, person) else ""


def _activity(before: Activity, after: Activity, member: Person | None) -> Iterator[Change]:
    """What became of one activity; `member` is the team member, where they tell it themselves."""
    shown, hidden = f"activity {_quoted(after)}", _named(after)
    if before.what != after.what:
        yield Change(f"activity {_quoted(before)} reworded{_said(after.what)}", f"{hidden} reworded")
    if before.status != after.status:
        yield _new_status(before, after, member)
    elif before.why != after.why:
        yield Change(f"{shown}, why{_said(after.why) or ' removed'}", f"{hidden} why noted")
    if before.due != after.due:
        due = f"due {_shown(before.due)} → {_shown(after.due)}"
        wordless = not any(isinstance(value, After) for value in (before.due, after.due))
        yield Change(f"{shown}: {due}", f"{hidden}: {due if wordless else 'due changed'}")
    for key in ("kind", "owner", "proposed_by", "cue", "every"):
        if getattr(before, key) != getattr(after, key):
            name = f"{key.replace('_', ' ')} changed"
            yield Change(f"{shown} {name}", f"{hidden} {name}")
    if before.learned != after.learned:
        name = "what was learned noted"
        yield Change(f"{shown}, what was learned{_said(after.learned) or ' removed'}", f"{hidden} {name}")


def _new_status(before: Activity, after: Activity, member: Person | None) -> Change:
    match after.status:
        case "agreed":
            told = f"{member.name} agreed to {_quoted(after)}" if member else _both(after, "marked as agreed").text
            return Change(told, f"{_named(after)} agreed")
        case "proposed":
            return _both(after, "proposed again" if before.status else "proposed")
        case "declined" | "dropped":
            why = _said(after.why) if before.why != after.why else ""
            change = _both(after, after.status)
            return Change(change.text + why, change.subject)
        case status:
            return _both(after, {"doing": "started", None: "without status"}.get(status, str(status)))


def _timeline(before: Plan, after: Plan) -> Iterator[Change]:
    old, new = before.timeline, after.timeline
    yield from _field("timeline start", old.start, new.start)
    yield from _end(old, new)
    yield from _holds(old.holds, new.holds, goes_on=_goes_on(before, after))
    reached = {m.what for m in new.milestones if m.reached} - {m.what for m in old.milestones if m.reached}
    for milestone in new.milestones:
        if milestone.what in reached:
            yield Change(
                f'milestone "{milestone.what}" reached {milestone.reached}', f"milestone reached {milestone.reached}"
            )
    plans = [[(m.date, m.what) for m in timeline.milestones] for timeline in (old, new)]
    yield from _reworded("milestones", plans[0], plans[1])


def _end(old: Timeline, new: Timeline) -> Iterator[Change]:
    """The end, and with it the extension that moved it."""
    count = len(old.extensions)
    added = new.extensions[count:] if new.extensions[:count] == old.extensions else ()
    why = "; ".join(extension.why for extension in added) if old.end != new.end else ""
    for change in _field("timeline end", old.end, new.end):
        yield Change(change.text + _said(why), change.subject)
    if not why:
        yield from _reworded("extensions", old.extensions, new.extensions)


def _holds(old: tuple[Hold, ...], new: tuple[Hold, ...], *, goes_on: bool) -> Iterator[Change]:
    """What became of the holds; `goes_on` where the plan was at rest and is no longer, which ends the latest of them.

    A hold that gets a last day, or another, goes on for all that is known: only the status tells that it is over.
    """
    known = {hold.from_: hold for hold in old}
    ended = max((hold for hold in new if known.get(hold.from_, hold) != hold), key=_first_day, default=None)
    if goes_on and ended is None:
        yield from _same("resumed")
    for hold in new:
        earlier = known.pop(hold.from_, None)
        rest = f"from {hold.from_}" + (f" to {hold.to}" if hold.to else "")
        if earlier is None:
            yield Change(f"on hold {rest}{_said(hold.why)}", f"on hold {rest}")
        elif goes_on and hold is ended:
            yield from _same(f"resumed after rest {rest}")
        elif earlier != hold:
            yield from _same(_new_end(earlier, hold, rest) if earlier.to != hold.to else f"hold {rest} reworded")
    yield from (change for hold in known.values() for change in _same(f"hold from {hold.from_} removed"))


def _first_day(hold: Hold) -> date:
    return hold.from_


def _new_end(earlier: Hold, hold: Hold, rest: str) -> str:
    is_shorter = earlier.to and hold.to and hold.to < earlier.to
    return f"on hold only {rest}" if is_shorter else f"on hold {rest}"


def _same(text: str) -> Iterator[Change]:
    yield Change(text, text)


def _outcome(before: Plan, after: Plan, author: Person | None) -> Iterator[Change]:
    if after.outcome and not before.outcome:
        result = spaced(after.outcome.result)
        closed = after.status == "closed" and before.status != "closed"
        values = ", ".join(f"{name} {value}" for name, value in after.outcome.measures.items())
        name = f"closed: {result}" if closed else f"outcome {result}"
        yield Change(f"{name} ({values})" if values else name, name)
    elif after.outcome and before.outcome and after.outcome.team_member and not before.outcome.team_member:
        told = f'the team member looked back: "{after.outcome.team_member}"'
        yield Change(told + _recorded_by(author, before.people.team_member), "the team member looked back")
    else:
        yield from _reworded("outcome", before.outcome, after.outcome)


def _follow_up(before: Plan, after: Plan) -> Iterator[Change]:
    old, new = before.follow_up, after.follow_up
    if old and not new:
        yield from _same("follow-up removed")
    if not new:
        return
    if new.sustain_until != (old.sustain_until if old else None):
        yield from _same(
            f"to be sustained until {new.sustain_until}" if new.sustain_until else "no day to sustain it until"
        )
    known = set(old.reviews or ()) if old else set()
    days = set(new.reviews or ())
    if added := ", ".join(map(str, sorted(days - known))):
        yield from _same(f"follow-up on {added}")
    if gone := ", ".join(map(str, sorted(known - days))):
        yield from _same(f"no follow-up on {gone}")


def _revisions(before: Plan, after: Plan) -> Iterator[Change]:
    added = after.revisions[len(before.revisions) :]
    if added and after.revisions[: len(before.revisions)] == before.revisions:
        for revision in added:
            way = f": {revision.from_}" + (f" → {revision.to}" if revision.to else "")
            yield Change(f"{revision.what} revised{way}{_said(revision.why)}", "earlier terms kept")
    else:
        yield from _reworded("revisions", before.revisions, after.revisions)


def _follows(before: Plan, after: Plan) -> Iterator[Change]:
    if before.follows != after.follows:
        told = f"follows {after.follows}" if after.follows else f"no longer linked to {before.follows}"
        yield Change(told, "linked to an earlier plan" if after.follows else "no longer linked to an earlier plan")


STANCES = {
    "agree": "agreed to the terms",
    "disagree": "disagreed with the terms",
    "received": "received the terms, without agreeing",
    "refused": "refused to acknowledge the terms",
}
"""What each stance says, in the words in which every reader is told."""


def _acknowledgements(before: Plan, after: Plan, author: Person | None) -> Iterator[Change]:
    for entry in after.acknowledgements:
        if entry not in before.acknowledgements:
            told = STANCES[entry.stance]
            words = f"{entry.by.name} {told}{_said(entry.comment)}{_recorded_by(author, entry.by)}"
            yield Change(words, f"{_role_in(after, entry)} {told}")
    for entry in before.acknowledgements:
        if entry not in after.acknowledgements:
            name = "acknowledgement of"
            yield Change(f"{name} {entry.by.name} removed", f"{name} {_role_in(before, entry)} removed")


def _role_in(plan: Plan, entry: Acknowledgement) -> str:
    """The role of whoever acknowledged, in words."""
    for role in READERS:
        holder = plan.people.in_role(role)
        if holder and holder.is_same_as(entry.by):
            return ROLES[role]
    return "somebody else"
