"""The changes between two versions of a plan, in coaching terms and by the table of fields."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from coachplan.base.words import ROLES, STANCES, plural, spaced
from coachplan.plan import (
    READERS,
    Acknowledgement,
    Activity,
    After,
    CheckIn,
    Goal,
    Measure,
    Milestone,
    Model,
    Person,
    Plan,
    Timeline,
    Value,
    texts,
)
from coachplan.plan.activities import earlier_places, is_id_made
from coachplan.plan.guidance import is_placeholder
from coachplan.plan.table import FieldRow, Importance, Phrasing, rows
from coachplan.plan.terms import is_agreed, is_same_in_terms, role_of

_PLAIN_ID = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Change:
    """One change: `text` for those who may read the plan, `subject` in the same words but without anyone's own.

    `is_term` is true of a change after which earlier agreement no longer holds.
    """

    text: str
    subject: str
    importance: Importance = Importance.BESIDE
    is_term: bool = False


def wordless(text: str) -> Change:
    """Return a change beside the table of fields whose text holds nobody's own words."""
    return Change(text, text)


class _Pair(NamedTuple):
    """Two versions of a plan, and the author of the change where they are known."""

    before: Plan
    after: Plan
    author: Person | None = None

    @property
    def goes_on(self) -> bool:
        """True if the plan was on hold and no longer is."""
        return (self.before.status, self.after.status) == ("on-hold", "active")


def compare(before: Plan, after: Plan, author: Person | None = None) -> list[Change]:
    """Return every change of coaching substance, in the order of the plan's sections.

    Where the `author` is known, words that they wrote in somebody else's name are marked as recorded by them.
    """
    return list(_each(before, after, _Pair(before, after, author)))


def subject(changes: Iterable[Change], limit: int = 96) -> str:
    """Return the changes in one line of at most `limit` characters, without anyone's words; the first matters most."""
    names = list(dict.fromkeys(change.subject for change in sorted(changes, key=attrgetter("importance"))))
    line = ""
    for place, name in enumerate(names):
        longer = f"{line}; {name}" if line else name
        if len(longer) > limit and line:
            return f"{line}; and {plural(len(names) - place, 'more change')}"
        line = longer
    return line or "notes and layout"


def describe_check_in(check_in: CheckIn, author: Person | None = None) -> str:
    """Return a check-in in one line: its author, the values that it records, and how much else it holds.

    Where the `author` of the commit is known and is somebody else, they are named, too.
    """
    parts = [f"{name} {value}" for name, value in check_in.measures.items()]
    parts += [f"{name} practised {value}" for name, value in check_in.practice.items()]
    parts += [f"change sustained: {check_in.sustained}"] if check_in.sustained else []
    counts = {
        row.name: len(getattr(check_in, name))
        for name, row in rows(CheckIn).items()
        if row.phrasing is Phrasing.COUNTED
    }
    parts += [plural(count, noun, noun if noun == "feedback" else None) for noun, count in counts.items() if count]
    kind = "peer's view" if check_in.about else "check-in"
    line = f"{kind} of {check_in.date} by {check_in.by.name}{_recorded_by(author, check_in.by)}"
    return f"{line}: {', '.join(parts)}" if parts else line


# -- by the table ------------------------------------------------------------------------------------------------------


def _each(before: Model, after: Model, pair: _Pair) -> Iterator[Change]:
    """Yield the changes of a part, field by field, each in the way that the table names."""
    for key, row in rows(type(after)).items():
        old, new = getattr(before, key), getattr(after, key)
        if row.phrasing is Phrasing.SPECIALLY:
            yield from _SPECIALLY[type(after), key](pair, row)
        elif row.phrasing is Phrasing.EACH:
            yield from _each(old, new, pair)
        elif old != new:
            yield from _field(row.name or spaced(key), old, new, row)


def _field(name: str, old: Any, new: Any, row: FieldRow) -> Iterator[Change]:
    match row.phrasing:
        case Phrasing.VALUES | Phrasing.WORDS:
            text = f"{name} {_shown(old)} → {_shown(new)}"
            is_wordless = row.phrasing is Phrasing.VALUES or (_is_wordless(old) and _is_wordless(new))
            yield _change(row, text, text if is_wordless else f"{name} changed")
        case Phrasing.CHANGED:
            yield _change(row, f"{name} changed")
        case Phrasing.REWORDED:
            yield _reworded(name, old, new, row)


def _reworded(name: str, old: Any, new: Any, row: FieldRow) -> Change:
    word = "added" if not old else "removed" if not new else "reworded"
    if _is_placeholder(old) and not _is_placeholder(new):
        word = "filled in"
    return replace(_change(row, f"{name} {word}"), is_term=row.is_term and not is_same_in_terms(old, new))


def _change(row: FieldRow, text: str, subject: str | None = None) -> Change:
    return Change(text, text if subject is None else subject, row.importance, row.is_term)


def _shown(value: object) -> str:
    if isinstance(value, After):
        return f"{value.within} after {value.after}"
    return "none" if value is None else str(value)


def _is_wordless(value: object) -> bool:
    return value is None or isinstance(value, date) or (isinstance(value, Value) and value.text.isdecimal())


def _is_placeholder(section: Any) -> bool:
    """True if a section, or a part of the plan in one text, only marks where somebody's own words belong."""
    written = [section] if isinstance(section, str) else [text for _, text in texts(section)] if section else []
    return bool(written) and all(map(is_placeholder, written))


def _quotation(text: str | None) -> str:
    """Return somebody's own words on a change, to follow it; empty where there are none."""
    return f': "{text}"' if text else ""


def _speaks_for(author: Person | None, person: Person) -> bool:
    """True if the words in the name of `person` are their own, as far as is known."""
    return author is None or author.is_same_as(person)


def _recorded_by(author: Person | None, person: Person) -> str:
    return f", recorded by {author.name}" if author and not _speaks_for(author, person) else ""


# -- the course of the plan --------------------------------------------------------------------------------------------


def _status(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    """Yield the change of status, unless a hold or an outcome says more."""
    before, after, _ = pair
    is_rest = (before.status, after.status) == ("active", "on-hold")
    hold_says_it = pair.goes_on or (is_rest and before.timeline.holds != after.timeline.holds)
    outcome_says_it = after.status == "closed" and after.outcome and not before.outcome
    if before.status != after.status and not (hold_says_it or outcome_says_it):
        yield _change(row, f"status {before.status} → {after.status}")


def _outcome(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    before, after, author = pair
    old, new = before.outcome, after.outcome
    if new and not old:
        closed = before.status != after.status == "closed"
        values = ", ".join(f"{name} {value}" for name, value in new.measures.items())
        name = f"closed: {spaced(new.result)}" if closed else f"outcome {spaced(new.result)}"
        yield _change(row, f"{name} ({values})" if values else name, name)
    elif new and old and new.team_member and not old.team_member:
        name = "the team member looked back"
        yield _change(row, name + _quotation(new.team_member) + _recorded_by(author, before.people.team_member), name)
    elif old != new:
        yield _reworded("outcome", old, new, row)


def _holds(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    """Yield the changes of the holds; the latest of them ends where the plan was on hold and no longer is.

    A hold that gets a last day, or another, goes on for all that is known: only the status says that it is over.
    """
    old, new = pair.before.timeline.holds, pair.after.timeline.holds
    known = {hold.from_: hold for hold in old}
    ended = max((hold for hold in new if known.get(hold.from_, hold) != hold), key=attrgetter("from_"), default=None)
    if pair.goes_on and ended is None:
        yield _change(row, "resumed")
    for hold in new:
        earlier = known.pop(hold.from_, None)
        rest = f"from {hold.from_}" + (f" to {hold.to}" if hold.to else "")
        if earlier is None:
            yield _change(row, f"on hold {rest}{_quotation(hold.why)}", f"on hold {rest}")
        elif pair.goes_on and hold is ended:
            yield _change(row, f"resumed after rest {rest}")
        elif earlier != hold:
            is_shorter = earlier.to and hold.to and hold.to < earlier.to
            name = "hold" if earlier.to == hold.to else "on hold only" if is_shorter else "on hold"
            yield _change(row, f"{name} {rest}{' reworded' if earlier.to == hold.to else ''}")
    yield from (_change(row, f"hold from {day} removed") for day in known)


# -- goals and measures ------------------------------------------------------------------------------------------------


def _goals(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    before, after = pair.before.goal_state, pair.after.goal_state
    found = list(_all_measures(pair))
    if [_wording(goal) for goal in before] != [_wording(goal) for goal in after]:
        name = "goal state" if _is_placeholder(before) else "goal"
        found.insert(0, _reworded(name, before, after, row))
    yield from found
    if before != after and not found:
        yield _change(row, "measures in another order")


def _wording(goal: Goal) -> Goal:
    return goal.model_copy(update={"measures": ()})


def _all_measures(pair: _Pair) -> Iterator[Change]:
    row = rows(Measure)["name"]
    old, new = _measures(pair.before), _measures(pair.after)
    for earlier, name in _renamed(pair.before, pair.after).items():
        yield _change(row, f'measure "{earlier}" renamed "{name}"', "a measure renamed")
        old[name] = old.pop(earlier)
    for name, kind in _added_and_removed(old, new):
        yield _change(row, f'measure "{name}" {kind}', f"a measure {kind}")
    for name in [name for name in new if name in old]:
        for change in _each_of(old[name], new[name]):
            yield replace(change, text=f'measure "{name}": {change.text}', subject=f"measure {change.subject}")


def _each_of(before: Model, after: Model) -> Iterator[Change]:
    """Yield the changes of the fields that need no function of their own."""
    for key, row in rows(type(after)).items():
        if (old := getattr(before, key)) != (new := getattr(after, key)):
            yield from _field(spaced(key), old, new, row)


def _renamed(before: Plan, after: Plan) -> dict[str, str]:
    """Return the new name of each measure that was renamed, by a revision or where nothing else of it changed."""
    old, new = _measures(before), _measures(after)
    recorded = {
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
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    return {name: to for name, to in {**alike, **recorded}.items() if name in gone and to in come}


def _measures(plan: Plan) -> dict[str, Measure]:
    return {measure.name: measure for measure in plan.measures}


def _added_and_removed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((name, "added") for name in new if name not in old)
    yield from ((name, "removed") for name in old if name not in new)


# -- activities --------------------------------------------------------------------------------------------------------


def _activities(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    before, after, author = pair
    was_open = _is_placeholder(before.activities) and not _is_placeholder(after.activities)
    if was_open and not any(activity.counts_as for activity in after.activities):
        yield _change(row, "activities filled in")
        return
    known = () if was_open else before.activities
    places = earlier_places(known, after.activities)
    removed = [activity for place, activity in enumerate(known) if place not in places]
    # Without an id, an activity in other words cannot be told from another one.
    is_nameless = any(not activity.id and is_agreed(activity) for activity in removed)
    pairs = [(None if at is None else known[at], new) for at, new in zip(places, after.activities, strict=True)]
    for activity in [new for old, new in pairs if old is None]:
        is_term = is_agreed(activity) and is_nameless and not activity.id
        yield replace(_added(activity, after, author), is_term=is_term)
    for activity in removed:
        yield replace(_named_change(activity, "removed"), is_term=is_agreed(activity))
    member = after.people.team_member if _speaks_for(author, before.people.team_member) else None
    for old, new in [(old, new) for old, new in pairs if old]:
        for change in _activity(old, new, member):
            yield replace(change, is_term=change.is_term and is_agreed(old))


def _quoted(activity: Activity) -> str:
    """Return an activity's name for readers of the plan: its id, or its words where the id was made by the program."""
    return activity.id if activity.id and not is_id_made(activity) else f'"{activity.what}"'


def _named(activity: Activity) -> str:
    """Return an activity's name without anyone's words: its id, where that is a plain one."""
    if not activity.id or not _PLAIN_ID.fullmatch(activity.id):
        return "an activity"
    return activity.id if is_id_made(activity) else f"activity {activity.id}"


def _named_change(activity: Activity, what: str, more: str = "", key: str = "status") -> Change:
    """Return a change of an activity, as `activity ID WHAT`; `more` is for readers of the plan alone."""
    row = rows(Activity)[key]
    return _change(row, f"activity {_quoted(activity)} {what}{more}", f"{_named(activity)} {what}")


def _added(activity: Activity, plan: Plan, author: Person | None) -> Change:
    who = plan.people.in_role(activity.proposed_by or "")
    if activity.counts_as == "proposed":
        change = _named_change(activity, "proposed")
        text = f"proposed activity {_quoted(activity)}"
        return replace(change, text=f"{who.name} {text}{_recorded_by(author, who)}") if who else change
    change = _named_change(activity, "added")
    if activity.counts_as == "agreed" and not _speaks_for(author, plan.people.team_member):
        return replace(change, text=f"{change.text}, marked as agreed")
    if who and activity.proposed_by == "team_member" and activity.counts_as == "agreed":
        return replace(change, text=f"{who.name} chose activity {_quoted(activity)}")
    return change


def _activity(before: Activity, after: Activity, member: Person | None) -> Iterator[Change]:
    """Yield the changes of one activity; `member` is the team member, where they record it themselves."""
    if before.id != after.id:
        more = f": {after.id}" if after.id else ""
        yield _named_change(before, "has another id" if after.id else "has no id any more", more, key="id")
    if before.what != after.what:
        change = _named_change(after, "reworded", key="what")
        yield replace(change, text=f"activity {_quoted(before)} reworded{_quotation(after.what)}")
    if before.status != after.status:
        yield replace(_new_status(before, after, member), is_term=not is_agreed(after))
    else:
        yield from _agreed_anew(before, after, member)
        if before.why != after.why:
            yield _own_words(after, "why", "why", after.why)
    for change in _each_of(before, after):
        mark = ":" if "→" in change.text else ""
        text, subject = f"{_quoted(after)}{mark} {change.text}", f"{_named(after)}{mark} {change.subject}"
        yield replace(change, text=f"activity {text}", subject=subject)
    if before.learned != after.learned:
        yield _own_words(after, "learned", "what was learned", after.learned)


def _agreed_anew(before: Activity, after: Activity, member: Person | None) -> Iterator[Change]:
    """Yield the change of a yes that came without a change of status."""
    if before.agreed == after.agreed:
        return
    if before.agreed and after.agreed and is_agreed(after):
        yield _yes(after, member)
    else:
        change = _named_change(after, f"{'now' if after.agreed else 'no longer'} says what was agreed", key="agreed")
        yield replace(change, is_term=is_agreed(before) and not is_agreed(after))


def _yes(activity: Activity, member: Person | None) -> Change:
    change = _named_change(activity, "agreed")
    said = f"{member.name} agreed to {_quoted(activity)}" if member else ""
    return replace(change, text=said or _named_change(activity, "marked as agreed").text)


def _own_words(activity: Activity, key: str, name: str, text: str | None) -> Change:
    change = replace(_named_change(activity, name, key=key), subject=f"{_named(activity)}: {name}")
    return replace(change, text=f"activity {_quoted(activity)}, {name}{_quotation(text) or ' removed'}")


def _new_status(before: Activity, after: Activity, member: Person | None) -> Change:
    match after.status:
        case "agreed":
            return _yes(after, member)
        case "proposed":
            return _named_change(after, "proposed again" if before.status else "proposed")
        case "declined" | "dropped":
            return _named_change(after, after.status, _quotation(after.why) if before.why != after.why else "")
        case status:
            return _named_change(after, {"doing": "started", None: "without status"}.get(status, str(status)))


# -- the timeline ------------------------------------------------------------------------------------------------------


def _end(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    """Yield the change of the end, with the reason that the extension gives."""
    old, new = pair.before.timeline, pair.after.timeline
    if old.end != new.end:
        change = _change(row, f"timeline end {old.end} → {new.end}")
        yield replace(change, text=change.text + _quotation(_why_extended(old, new)))


def _why_extended(old: Timeline, new: Timeline) -> str:
    """Return the reasons of extensions that came with another end; empty where there are none."""
    count = len(old.extensions)
    added = new.extensions[count:] if new.extensions[:count] == old.extensions else ()
    return "; ".join(extension.why for extension in added) if old.end != new.end else ""


def _extensions(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    old, new = pair.before.timeline, pair.after.timeline
    if old.extensions != new.extensions and not _why_extended(old, new):
        yield _reworded("extensions", old.extensions, new.extensions, row)


def _milestones(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    old, new = pair.before.timeline.milestones, pair.after.timeline.milestones
    earlier = {milestone.what: milestone.reached for milestone in old}
    for entry in new:
        if entry.reached != earlier.get(entry.what):
            name = f"reached {entry.reached}" if entry.reached else "not reached after all"
            yield _change(rows(Milestone)["reached"], f'milestone "{entry.what}" {name}', f"milestone {name}")
    if not is_same_in_terms(old, new):
        yield _reworded("milestones", old, new, row)


# -- after the end, and the agreement ----------------------------------------------------------------------------------


def _follow_up(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    old, new = pair.before.follow_up, pair.after.follow_up
    if old and not new:
        yield _change(row, "follow-up removed")
    if not new:
        return
    if new.sustain_until != (old.sustain_until if old else None):
        day = new.sustain_until
        yield _change(row, f"to be sustained until {day}" if day else "no day to sustain it until")
    known, days = (set(part.reviews or ()) if part else set() for part in (old, new))
    for name, found in (("follow-up", days - known), ("no follow-up", known - days)):
        if found:
            yield _change(row, f"{name} on {', '.join(map(str, sorted(found)))}")


def _revisions(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    old, new = pair.before.revisions, pair.after.revisions
    if new[: len(old)] != old:
        yield _reworded("revisions", old, new, row)
        return
    for revision in new[len(old) :]:
        way = f": {revision.from_}" + (f" → {revision.to}" if revision.to else "")
        yield _change(row, f"{revision.what} revised{way}{_quotation(revision.why)}", "earlier terms kept")


def _follows(pair: _Pair, row: FieldRow) -> Iterator[Change]:
    old, new = pair.before.follows, pair.after.follows
    if new != old:
        name = "linked to" if new else "no longer linked to"
        yield _change(row, f"follows {new}" if new else f"{name} {old}", f"{name} an earlier plan")


def acknowledged(
    before: Sequence[Acknowledgement],
    after: Sequence[Acknowledgement],
    plans: tuple[Plan, Plan] | None = None,
    author: Person | None = None,
) -> Iterator[Change]:
    """Yield what people said to the terms between two versions, and what was taken out, wherever it is written.

    Subjects name people by their roles in the plan before and after, where it is known.
    """
    row = rows(Plan)["acknowledgements"]
    old, new = plans or (None, None)
    for entry in after:
        if entry not in before:
            stance = STANCES[entry.stance]
            words = f"{entry.by.name} {stance}{_quotation(entry.comment)}{_recorded_by(author, entry.by)}"
            yield _change(row, words, f"{_role_in(new, entry)} {stance}")
    for entry in before:
        if entry not in after:
            names = (f"acknowledgement of {name} removed" for name in (entry.by.name, _role_in(old, entry)))
            yield _change(row, *names)


def _acknowledgements(pair: _Pair, _: FieldRow) -> Iterator[Change]:
    before, after, author = pair
    return acknowledged(before.acknowledgements, after.acknowledgements, (before, after), author)


def _role_in(plan: Plan | None, entry: Acknowledgement) -> str:
    """Return the role of the person who acknowledged, in words."""
    role = role_of(plan, entry.by) if plan else None
    return ROLES[role] if role in READERS else "somebody else"


_SPECIALLY: Mapping[tuple[type[Model], str], Callable[[_Pair, FieldRow], Iterator[Change]]] = {
    (Plan, "status"): _status,
    (Plan, "goal_state"): _goals,
    (Plan, "activities"): _activities,
    (Plan, "outcome"): _outcome,
    (Plan, "follow_up"): _follow_up,
    (Plan, "revisions"): _revisions,
    (Plan, "follows"): _follows,
    (Plan, "acknowledgements"): _acknowledgements,
    (Timeline, "end"): _end,
    (Timeline, "extensions"): _extensions,
    (Timeline, "holds"): _holds,
    (Timeline, "milestones"): _milestones,
}
