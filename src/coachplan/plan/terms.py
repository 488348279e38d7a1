"""The terms that two people agree on: their fingerprint, each person's last word on them, and when that holds."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

from pydantic.fields import FieldInfo

from coachplan.plan import READERS, THE_TWO, Acknowledgement, Activity, After, Model, Person, Plan, Role, Timeline
from coachplan.plan.table import FIELDS, terms_of

# These sections are looked into for the parts of them that are terms.
_TAKEN_APART = ("people", "timeline", "activities")
# The words of an activity by which another one knows it.
_WORDING = ("what", "kind", "owner", "cue", "every")
_VERSION = "2:"


def role_of(plan: Plan, person: Person) -> Role | None:
    """Return the first role that `person` has in the plan; None for someone without one."""
    for role in READERS:
        if (holder := plan.people.in_role(role)) and holder.is_same_as(person):
            return role
    return "helper" if any(helper.is_same_as(person) for helper in plan.people.helpers) else None


def takes_part(plan: Plan, person: Person) -> bool:
    """True if a person has a role in the plan, also from another address, or by a part of the name alone."""
    people = (*plan.people.readers(), *plan.people.helpers)
    return any(person.is_same_as(other) or _may_be(person, other) for other in people)


def _may_be(person: Person, other: Person) -> bool:
    names, known = ({*someone.name.casefold().split()} for someone in (person, other))
    return names == known or (not person.email and names < known)


def is_agreed(activity: Activity) -> bool:
    """True if an activity is part of the terms: all are but a proposal and what was declined."""
    return activity.counts_as not in ("proposed", "declined")


def terms(plan: Plan) -> str:
    """Return a fingerprint of what was agreed: readers, the sections, what formal support adds; never of progress.

    `2:CORE+A+B…`: the version of this recipe, of everything but the activities, and of each agreed activity, sorted.
    The same terms have the same fingerprint in another layout or order, and with other ids.
    """
    parts = {f"timeline.{key}": getattr(plan.timeline, key) for key in terms_of(Timeline)}
    parts |= {key: getattr(plan, key) for key in terms_of(Plan) if key not in _TAKEN_APART}
    parts |= {role: person for role in READERS if (person := plan.people.in_role(role))}
    activities = (_digest_of(_parts_of(activity, plan)) for activity in plan.activities if is_agreed(activity))
    return _VERSION + "+".join([_digest_of(parts), *sorted(activities)])


def _parts_of(activity: Activity, plan: Plan) -> dict[str, Any]:
    """Return the terms in an activity; one that follows another one is said to by that one's wording."""
    parts = {key: getattr(activity, key) for key in terms_of(Activity)}
    if isinstance(activity.due, After):
        first = next((other for other in plan.activities if other.id == activity.due.after), None)
        named = _digest_of({key: getattr(first, key) for key in _WORDING}) if first else activity.due.after
        parts["due"] = (named, activity.due.within)
    return parts


def only_terms(plan: Plan) -> Plan:
    """Return the plan with nothing in it but its terms: what `plan.table` does not count among them is left empty.

    The states stay, which are words of the format. An activity that comes after another one names it by its words.
    """
    words = {activity.id: activity.what for activity in plan.activities if activity.id}
    agreed = tuple(_after_words(activity, words) for activity in plan.activities if is_agreed(activity))
    bare: Plan = _bare(plan.model_copy(update={"activities": agreed}))
    return bare


def _after_words(activity: Activity, words: Mapping[str, str]) -> Activity:
    due = activity.due
    if not isinstance(due, After):
        return activity
    return activity.model_copy(update={"due": due.model_copy(update={"after": words.get(due.after, due.after)})})


def _bare(part: Any) -> Any:
    if isinstance(part, tuple):
        return tuple(map(_bare, part))
    if not isinstance(part, Model) or type(part) not in FIELDS:
        return part
    kept = terms_of(type(part))
    return part.model_copy(
        update={
            name: _bare(getattr(part, name)) if name in kept else _left_out(field)
            for name, field in type(part).model_fields.items()
            if name != "status"
        }
    )


def _left_out(field: FieldInfo) -> Any:
    """Return the value of a field that is left out; no text where the format asks for one."""
    return "" if field.is_required() else field.get_default(call_default_factory=True)


def _digest_of(parts: Mapping[str, Any]) -> str:
    given = {key: _canonical(value) for key, value in parts.items() if value not in (None, ())}
    return blake2b(json.dumps(given, sort_keys=True).encode(), digest_size=16).hexdigest()


def _first_terms(plan: Plan) -> str:
    """Return the fingerprint of the first release, with ids: what was agreed to then is compared with it for ever."""
    core = [plan.people.readers(), *(getattr(plan.timeline, key) for key in terms_of(Timeline))]
    core += [getattr(plan, key) for key in terms_of(Plan) if key not in _TAKEN_APART]
    activities = sorted(_digest(activity) for activity in plan.activities if is_agreed(activity))
    return "+".join([_digest(tuple(core)), *activities])


def covers(acknowledged: str, plan: Plan) -> bool:
    """True if an acknowledged fingerprint still holds: nothing in it was changed or taken out.

    An activity that came later needs no new agreement: whoever is concerned agreed to it on its own.
    """
    core, *activities = acknowledged.split("+")
    now, *present = (terms if acknowledged.startswith(_VERSION) else _first_terms)(plan).split("+")
    return core == now and set(activities) <= set(present)


def changes_terms(before: Plan, after: Plan) -> bool:
    """True if something that was agreed on is changed or taken out."""
    return not covers(terms(before), after)


def latest_acknowledgements(plan: Plan, until: date = date.max) -> dict[Role, Acknowledgement]:
    """Return the last acknowledgement, up to the day `until`, of each person who has a role in the plan.

    Of several on one day, the later one counts. One that is signed is not replaced by any that is not.
    """
    there = (entry for entry in plan.acknowledgements if entry.date <= until)
    known = sorted(there, key=lambda entry: (entry.assurance == "signed", entry.date))
    return {role: entry for entry in known if (role := role_of(plan, entry.by))}


def lapsed(before: Plan, after: Plan) -> tuple[Person, ...]:
    """Return the people whose last acknowledgement covers the terms before a change and no longer those after it."""
    again = [entry.by for entry in after.acknowledgements if entry.terms and covers(entry.terms, after)]
    return tuple(
        entry.by
        for entry in latest_acknowledgements(before).values()
        if entry.terms and covers(entry.terms, before) and not covers(entry.terms, after)
        if not any(entry.by.is_same_as(person) for person in again)
    )


def agreed_by_both(plan: Plan, today: date) -> bool:
    """True if team member and manager have agreed, by the day `today`, to the terms as they are now."""
    latest = latest_acknowledgements(plan, today)
    return all(
        (entry := latest.get(role)) and entry.stance == "agree" and entry.terms and covers(entry.terms, plan)
        for role in THE_TWO
    )


def _digest(part: object) -> str:
    return blake2b(repr(_canonical(part, ids=True)).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _canonical(part: Any, *, ids: bool = False) -> object:
    """Return the terms in a part as plain data, without fields that are left out; the order in the file is nothing."""
    if isinstance(part, Model):
        names = {*terms_of(type(part)), *(("id",) if ids and isinstance(part, Activity) else ())}
        given = [(name, getattr(part, name)) for name in sorted(names)]
        return [(name, _canonical(value, ids=ids)) for name, value in given if value not in (None, ())]
    if isinstance(part, tuple):
        return [_canonical(entry, ids=ids) for entry in part]
    return str(part)


def is_same_in_terms(part: object, other: object) -> bool:
    """True if two versions of a part of the plan differ in nothing that people agree on."""
    return _canonical(part) == _canonical(other)
