"""Which plan a query names: a part of its id, or its team member, among the plans of one repository or of several."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from coachplan.base.candidates import listed, naming, the_one
from coachplan.base.errors import UsageError
from coachplan.store.files import PlanFolder, matching

if TYPE_CHECKING:
    from coachplan.store.repository import Repository

_NAMED, _TITLE = 5, 60
_Places = Mapping[PlanFolder, "Repository"]


def the_plan(
    repositories: "Sequence[Repository]", query: str | None, *, is_closed: bool = False
) -> "tuple[Repository, PlanFolder]":
    """Return the one plan that `query` names: a part of its id, or its team member's name or email.

    Without a query, the only plan there is or, of several, the only one that is not closed; with `is_closed`, the only
    one that is. A team member's name means their one open plan. Refuses none and several, with the candidates.
    """
    places = {folder: repository for repository in repositories for folder in repository.plans()}
    folders = [*places]
    if query is None:
        folder = folders[0] if len(folders) == 1 else _only_plan(places, is_closed=is_closed)
        return places[folder], folder
    found = matching(folders, query) or _plans_of(places, query)
    if len(found) > 1 and (is_open := [folder for folder in found if _is_open(places, folder)]):
        same_person = len({folder.id.split("/")[0] for folder in found}) == 1
        found = is_open if same_person and len(is_open) == 1 else found
    where = (lambda folder: f"{folder.id} in {folder.root}") if len(repositories) > 1 else (lambda folder: folder.id)
    folder = the_one(query, found, "plan", "plans", shown=where, otherwise="`coachplan list` shows them all")
    return places[folder], folder


def _only_plan(places: _Places, *, is_closed: bool) -> PlanFolder:
    """Return the only plan that is open, or closed; reads no more plans than it takes to know of several."""
    fitting = (folder for folder in places if _is_open(places, folder) != is_closed)
    found = [*islice(fitting, _NAMED + 1)] or [*places]
    if not found:
        raise UsageError("there is not a plan yet; `coachplan new` makes one")
    if len(found) > 1:
        named = listed((_with_title(places, folder) for folder in found), _NAMED)
        raise UsageError(f"PLAN is missing, and there are several that it can be: {named}; name one of them")
    return found[0]


def _with_title(places: _Places, folder: PlanFolder) -> str:
    plan = places[folder].plan_if_readable(folder)
    title = " ".join(plan.title.split()) if plan else ""
    return f"{folder.id} ({title[:_TITLE]}{'…' * (len(title) > _TITLE)})" if title else folder.id


def _plans_of(places: _Places, query: str) -> list[PlanFolder]:
    if not query.strip():
        return []
    read = ((folder, repository.plan_if_readable(folder)) for folder, repository in places.items())
    people = {folder: plan.people for folder, plan in read if plan}
    return naming(query, people, lambda folder: people[folder].team_member.text)


def _is_open(places: _Places, folder: PlanFolder) -> bool:
    plan = places[folder].plan_if_readable(folder)
    return plan is None or plan.status != "closed"
