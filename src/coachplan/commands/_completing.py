"""Completion in the shell: plans by name and title, what a plan holds, templates, rules, people.

A shell may read what it is offered as its own words: so only ids, keys, addresses and plain words reach it, and never a
text that somebody wrote.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from coachplan.store.files import PlanFolder

_KEY = re.compile(r"[a-z][a-z_]*")
_WORD = re.compile(r"[^\W_]{2,}")
_ADDRESS = re.compile(rb"<([a-z0-9][a-z0-9._+-]*@[a-z0-9][a-z0-9.-]*)>", re.IGNORECASE)
_COMMENT = re.compile(rb"^\s*#.*", re.MULTILINE)
_SIDES = ("mine", "theirs")

P = ParamSpec("P")


def _quietly(offer: Callable[P, list[str]]) -> Callable[P, list[str]]:
    """Offer nothing where anything goes wrong: who presses a key in the middle of a line asked for no error."""

    @wraps(offer)
    def offered(*arguments: P.args, **named: P.kwargs) -> list[str]:
        with suppress(Exception):
            return offer(*arguments, **named)
        return []

    return offered


@_quietly
def complete_plan(context: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of plans that begin so, with the person's name, or the parts of ids after it, of the title."""
    ids = [folder.id for folder in _folders(context)]
    found = [id_ for id_ in ids if id_.startswith(incomplete)]
    return found or [title for title in (id_.partition("/")[2] for id_ in ids) if title.startswith(incomplete)]


@_quietly
def complete_activity(context: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of activities in the plan that is named, or in the only one, that begin so."""
    from coachplan.base.layout import is_id

    ids = [entry.get("id") for entry in _groups(_named(context).get("activities"))]
    return [id_ for id_ in ids if isinstance(id_, str) and is_id(id_) and id_.startswith(incomplete)]


@_quietly
def complete_measure(context: typer.Context, incomplete: str) -> list[str]:
    """Return words that begin so, each of which is in the name of one measure of the plan alone."""
    goals = _groups(_named(context).get("goal_state"))
    names = [str(measure.get("name")).casefold() for goal in goals for measure in _groups(goal.get("measures"))]
    found: list[str] = []
    for name in names:
        clear = (word for word in _WORD.findall(name) if sum(word in other for other in names) == 1)
        found += [word for word in clear if word.startswith(incomplete)][: None if incomplete else 1]
    return found


@_quietly
def complete_value(context: typer.Context, incomplete: str) -> list[str]:
    """Return what `complete_measure` does, with the sign before the value."""
    return [f"{word}=" for word in complete_measure(context, incomplete)]


@_quietly
def complete_milestone(context: typer.Context, incomplete: str) -> list[str]:
    """Return the numbers of the milestones that are not reached yet."""
    timeline = _named(context).get("timeline")
    entries = _groups(timeline.get("milestones") if isinstance(timeline, dict) else None)
    open_ = [str(number) for number, entry in enumerate(entries, 1) if not entry.get("reached")]
    return [number for number in open_ if number.startswith(incomplete)]


@_quietly
def complete_setting(context: typer.Context, incomplete: str) -> list[str]:
    """Return the keys of the plan that is named, or those of a new one, with the sign before the value."""
    known = list(_keys(_named(context), ""))
    if not known:
        from coachplan.plan.guidance import GUIDANCE

        known = ["title", *GUIDANCE]
    return [f"{key}=" for key in known if key.startswith(incomplete)]


@_quietly
def complete_side(context: typer.Context, incomplete: str) -> list[str]:
    """Return the sides of a question that a merge asks; after one of them the plans, and after a plan its keys."""
    from coachplan.store.files import matching

    side, space, rest = incomplete.partition(" ")
    if not space:
        return [known for known in _SIDES if known.startswith(side)]
    id_, colon, key = rest.partition(":")
    folders = _folders(context)
    if not colon:
        return [f"{side} {folder.id}:" for folder in folders if side in _SIDES and folder.id.startswith(id_)]
    found = matching(folders, id_)
    keys = _keys(_data_of(found[0]), "") if len(found) == 1 and side in _SIDES else iter(())
    return [f"{side} {id_}:{known}" for known in keys if known.startswith(key)]


@_quietly
def complete_template(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of templates for plans that begin so, those of the policy or of the repositories, too."""
    from coachplan.base.layout import is_id
    from coachplan.store.files import TEMPLATES_FOLDER
    from coachplan.store.own_templates import OF_PLANS, PACKAGED

    end = ".md.j2"
    places = [PACKAGED, *(folder / TEMPLATES_FOLDER for folder in _set_up_in(context))]
    names = {path.name.removesuffix(end) for place in places for path in (place / OF_PLANS).glob(f"*{end}")}
    return [name for name in sorted(names) if is_id(name) and name.startswith(incomplete)]


@_quietly
def complete_person(context: typer.Context, incomplete: str) -> list[str]:
    """Return the addresses of people in the directories and the plans that begin so."""
    from coachplan.base.errors import CoachplanError
    from coachplan.store.files import SETTINGS_FILE, read_file

    files = [*((folder, SETTINGS_FILE) for folder in _set_up_in(context))]
    files += [(folder.root, folder.plan_path) for folder in _folders(context)]
    known: dict[str, None] = {}
    for root, path in files:
        with suppress(CoachplanError):
            written = _COMMENT.sub(b"", read_file(root, path))
            known |= dict.fromkeys(found.decode("ascii") for found in _ADDRESS.findall(written))
    return [address for address in sorted(known) if address.startswith(incomplete)]


@_quietly
def complete_rule(incomplete: str) -> list[str]:
    """Return the codes and the names of rules that begin so."""
    from coachplan.checks.catalogue import RULES

    return [word for rule in RULES for word in (rule.code, rule.name) if word.startswith(incomplete)]


@_quietly
def complete_rules(incomplete: str) -> list[str]:
    """Return what `complete_rule` does for the last of several, between commas."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{word}" for word in complete_rule(last)]


def _roots(context: typer.Context) -> "list[Path]":
    from coachplan.base.errors import CoachplanError
    from coachplan.commands._where import Where

    params = context.find_root().params
    with suppress(CoachplanError):
        return [*Where(tuple(params.get("directory") or ()), is_workspace=bool(params.get("workspace"))).roots()]
    return []


def _set_up_in(context: typer.Context) -> "list[Path]":
    """Return the folders whose settings and templates are used: that of the person's policy, or the repositories."""
    from coachplan.base.errors import CoachplanError
    from coachplan.store.workspace import named_policy

    with suppress(CoachplanError):
        if not named_policy():
            return _roots(context)
        from coachplan.store.own_policy import own_policy

        return [policy.folder] if (policy := own_policy()) else []
    return []


def _folders(context: typer.Context) -> "list[PlanFolder]":
    from coachplan.base.errors import CoachplanError
    from coachplan.store.files import survey

    found: list[PlanFolder] = []
    for root in _roots(context):
        with suppress(CoachplanError):
            found += survey(root).plans
    return found


def _named(context: typer.Context) -> dict[str, Any]:
    """Return the data of the plan that is named, or of the only one; empty where there is not one."""
    from coachplan.store.files import matching

    folders, query = _folders(context), context.params.get("plan")
    found = matching(folders, query) if isinstance(query, str) else folders
    return _data_of(found[0]) if len(found) == 1 else {}


def _data_of(folder: "PlanFolder") -> dict[str, Any]:
    """Return what is in a plan's file, read without the models: a shell does not wait for those."""
    from coachplan.base.errors import CoachplanError
    from coachplan.format.front_matter import read_once
    from coachplan.format.strict_yaml import StrictYAMLError
    from coachplan.store.files import read_file

    with suppress(CoachplanError, StrictYAMLError):
        data: dict[str, Any] = read_once(read_file(folder.root, folder.plan_path)).data
        return data
    return {}


def _groups(part: Any) -> list[dict[str, Any]]:
    """Return the groups of keys in a part, one or a list of them."""
    return [entry for entry in (part if isinstance(part, list) else [part]) if isinstance(entry, dict)]


def _keys(part: Any, before: str) -> Iterator[str]:
    """Yield the keys of all single values in a part, dotted, but for those that no plan has."""
    if isinstance(part, dict):
        for key, inner in part.items():
            if _KEY.fullmatch(key):
                yield from _keys(inner, f"{before}.{key}" if before else key)
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from _keys(inner, f"{before}.{number}")
    else:
        yield before
