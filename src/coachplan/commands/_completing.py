"""Completion in the shell: plans by name and title, activities of the plan that is named, rules.

Only ids, codes and names of rules reach the shell: never a text that somebody wrote.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from coachplan.store.files import PlanFolder


def complete_plan(context: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of plans that begin so, with the person's name, or the parts of ids after it, of the title."""
    ids = [folder.id for folder in _folders(context)]
    found = [id_ for id_ in ids if id_.startswith(incomplete)]
    return found or [title for title in (id_.partition("/")[2] for id_ in ids) if title.startswith(incomplete)]


def complete_activity(context: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of activities in the plan that is named, or in the only one, that begin so."""
    from coachplan.base.layout import is_id
    from coachplan.store.files import matching

    folders, query = _folders(context), context.params.get("plan")
    found = matching(folders, query) if isinstance(query, str) else folders
    ids = _activities_of(found[0]) if len(found) == 1 else iter(())
    return [id_ for id_ in ids if is_id(id_) and id_.startswith(incomplete)]


def complete_rule(incomplete: str) -> list[str]:
    """Return the codes and the names of rules that begin so."""
    from coachplan.checks.catalogue import RULES

    return [word for rule in RULES for word in (rule.code, rule.name) if word.startswith(incomplete)]


def _folders(context: typer.Context) -> "list[PlanFolder]":
    from coachplan.base.errors import CoachplanError
    from coachplan.commands._where import Where
    from coachplan.store.files import survey

    params = context.find_root().params
    found: list[PlanFolder] = []
    with suppress(CoachplanError):
        for root in Where(tuple(params.get("directory") or ()), is_workspace=bool(params.get("workspace"))).roots():
            with suppress(CoachplanError):
                found += survey(root).plans
    return found


def _activities_of(folder: "PlanFolder") -> Iterator[str]:
    """Yield the ids in a plan's file, read without the models: a shell does not wait for those."""
    from coachplan.base.errors import CoachplanError
    from coachplan.format.front_matter import read_once
    from coachplan.format.strict_yaml import StrictYAMLError
    from coachplan.store.files import read_file

    with suppress(CoachplanError, StrictYAMLError):
        entries = read_once(read_file(folder.root, folder.plan_path)).data.get("activities")
        for entry in entries if isinstance(entries, list) else [entries]:
            if isinstance(entry, dict) and isinstance(id_ := entry.get("id"), str):
                yield id_
