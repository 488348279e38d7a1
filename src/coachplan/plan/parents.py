"""The plan that a merge starts from: what stands in any of its parents is nobody's change but that parent's."""

from collections.abc import Iterator, Sequence
from typing import Any

from coachplan.plan.fields import Model
from coachplan.plan.plan import Acknowledgement, Plan

_NAMES = ("id", "name", "what", "from_")


def before_merge(parents: Sequence[Plan], after: Plan) -> Plan:
    """Return a plan with each part as that of `parents` has it with which `after` agrees, else as the first has it.

    So whatever tells it from `after` is what the merge itself changed. An entry that only some have, and `after` does
    not, counts as taken out by them; but an acknowledgement stays, as nobody takes out another person's.
    """
    merged: Plan = _before(list(parents), after)
    return merged


def _before(parents: Sequence[Any], after: Any) -> Any:
    if any(part == after for part in parents):
        return after
    alike = [part for part in parents if type(part) is type(after)]
    if not alike:
        return parents[0]
    if isinstance(after, Model):
        keys = type(after).model_fields
        return alike[0].model_copy(
            update={key: _before([getattr(part, key) for part in alike], getattr(after, key)) for key in keys}
        )
    if isinstance(after, tuple):
        return (*_kept(alike, after), *_taken_out(alike, after))
    if isinstance(after, dict):
        known = {key: [part[key] for part in alike if key in part] for key in {**alike[0], **after}}
        return {key: _before(values, after.get(key)) for key, values in known.items() if values}
    return alike[0]


def _kept(parents: Sequence[tuple[Any, ...]], after: tuple[Any, ...]) -> Iterator[Any]:
    """Yield, for each entry of `after` that any of the parents has, what it was before."""
    for place, entry in enumerate(after):
        found = [known for part in parents if (known := _same(part, entry, place, len(after))) is not None]
        if found:
            yield _before(found, entry)


def _same(entries: tuple[Any, ...], entry: Any, place: int, count: int) -> Any:
    """Return the one of `entries` that `entry` was: itself, that of its name or, without names, of its place."""
    if entry in entries:
        return entry
    if (name := _name(entry)) is not None:
        return next((other for other in entries if _name(other) == name), None)
    is_in_place = isinstance(entry, Model) and not isinstance(entry, Acknowledgement) and len(entries) == count
    return entries[place] if is_in_place else None


def _name(entry: Any) -> tuple[str, Any] | None:
    return next(((key, value) for key in _NAMES if (value := getattr(entry, key, None)) is not None), None)


def _taken_out(parents: Sequence[tuple[Any, ...]], after: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the entries that `after` has no more although all of the parents have them."""
    names = [_name(entry) for entry in after]
    known: list[Any] = []
    for entry in (entry for part in parents for entry in part):
        name = _name(entry)
        is_there = entry in after or (name in names if name else len(parents[0]) == len(after))
        is_in_all = all(_same(part, entry, 0, -1) is not None for part in parents)
        if isinstance(entry, Acknowledgement):
            is_there, is_in_all = entry in after, True
        if not is_there and is_in_all and entry not in known and (name is None or name not in map(_name, known)):
            known.append(entry)
    return iter(known)
