"""The files of the plan repository that differ from the last commit, as they belong together; no plan is read."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from coachplan.base.candidates import listed
from coachplan.base.errors import RefusedError
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER, PLANS_README, is_copy, is_named, is_plan_file, plan_id
from coachplan.store import files
from coachplan.store.files import SETTINGS_FILE, TEMPLATES_FOLDER, PlanFolder
from coachplan.store.repository import Repository

_NAMED = 3


@dataclass(frozen=True)
class Batch:
    """Files that belong in one commit: those of one plan, of plans that were renamed, or of the settings."""

    plans: tuple[PlanFolder, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Pending:
    """The files that differ from the last commit: those to record, in batches, and those beside them that are left."""

    batches: tuple[Batch, ...]
    left: tuple[str, ...]


def pending(repository: Repository, folders: Sequence[PlanFolder] | None) -> Pending:
    """The files that differ from the last commit, in the plans named or, with None, in the whole plan repository.

    Nothing but plans, their check-ins, settings and templates is to be recorded: other files may hold anything.
    """
    where = [PLANS_FOLDER, SETTINGS_FILE, TEMPLATES_FOLDER] if folders is None else [folder.path for folder in folders]
    grouped: dict[str, list[str]] = {}
    settings, left = [], []
    for path in repository.work_tree.uncommitted(*where):
        name = path.rpartition("/")[2]
        if is_plan_file(path) and (is_named(path) or not os.path.lexists(repository.root / path)):
            grouped.setdefault(plan_id(path), []).append(path)
        elif is_setting(path):
            settings.append(path)
        elif not name.startswith(files.LEFTOVER):
            left.append(path)
    batches = [Batch((PlanFolder(repository.root, id_),), tuple(paths)) for id_, paths in grouped.items()]
    batches = [*_with_renames(repository, batches), *([Batch((), tuple(settings))] if settings else [])]
    return Pending(tuple(batches), tuple(left))


def require_saved(repository: Repository, otherwise: str) -> None:
    """Refuse to share while something is not saved yet, with the first few files; `otherwise` ends the line."""
    paths = [path for batch in pending(repository, None).batches for path in batch.paths]
    if paths or repository.git.head() is None:
        named = f" ({listed(paths, _NAMED)})" if paths else ""
        raise RefusedError(f"not everything is saved yet{named}: `coachplan save` first; {otherwise}")


def is_setting(path: str) -> bool:
    """True if a path is that of the settings, of the folder's own page, or of a template."""
    if path in (SETTINGS_FILE, PLANS_README):
        return True
    folder, *inner = path.split("/")
    return folder == TEMPLATES_FOLDER and not is_copy(path) and not any(part.startswith(".") for part in inner)


def _with_renames(repository: Repository, batches: list[Batch]) -> list[Batch]:
    """Put plans that went and plans that came into one batch, so that git sees the rename."""
    moved = [batch for batch in batches if not os.path.lexists(batch.plans[0].root / batch.plans[0].plan_path)]
    if not moved:
        return batches
    names = {path.rpartition("/")[2] for batch in moved for path in batch.paths} - {PLAN_FILE}
    came = [
        batch
        for batch in batches
        if batch not in moved
        and (_is_new(repository, batch.plans[0]) or any(path.rpartition("/")[2] in names for path in batch.paths))
    ]
    together = [*moved, *came]
    merged = Batch(
        tuple(folder for batch in together for folder in batch.plans),
        tuple(path for batch in together for path in batch.paths),
    )
    return [merged, *(batch for batch in batches if batch not in together)]


def _is_new(repository: Repository, folder: PlanFolder) -> bool:
    return folder.plan_path not in repository.git.files_at("HEAD", folder.path)
