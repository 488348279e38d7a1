"""Conclude what git is in the middle of, such as a merge, once its conflicts are mended by hand."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coachplan.actions.joining import Joining, versions
from coachplan.base.candidates import listed
from coachplan.base.errors import RefusedError
from coachplan.base.layout import PLANS_FOLDER, is_plan_file, plan_id
from coachplan.coaching.changes import subject
from coachplan.format import has_conflict
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.store.unfinished import Operation
from coachplan.views.events import changes
from coachplan.views.revision import Version

_NAMED = 3


@dataclass(frozen=True)
class Concluded:
    """What was concluded: the commit's message, or none of a rebase, and what is left for git to go on with."""

    message: str
    goes_on: Operation | None


def conclude(repository: Repository, operation: Operation, today: date, *, may_have_errors: bool) -> Concluded:
    """Conclude what git is in the middle of, in one commit; a rebase only learns that its conflicts are mended.

    Refuses conflicts that are left, errors that no side had, and words that are another person's to say: a word that
    stands in any of the parents is that parent's.
    """
    joined = _joined(repository)
    files = {path: repository.read_bytes(path) for path in joined if os.path.lexists(repository.root / path)}
    if left := [path for path, raw in files.items() if has_conflict(raw)]:
        raise RefusedError(
            f"conflict markers are left in {listed(left, _NAMED)}: `coachplan edit` opens it; nothing was recorded"
        )
    parents, bases = operation.parents(repository.git), operation.bases(repository.git)
    for folder in _folders(repository, joined):
        if folder.plan_path in files:
            after = Version(folder.plan_path, files[folder.plan_path], repository.read_agreements(folder))
            sides, base = versions(repository, folder, parents), versions(repository, folder, bases)
            joining = Joining(repository, folder, sides, after, next(iter(base), None), is_nobodys=operation.is_merge)
            joining.require_order(today, may_have_errors=may_have_errors)
            joining.require_honest()
    message = _message(repository, operation, joined, files)
    repository.conclude(joined, files, message)
    return Concluded("" if operation.is_rebase else message, repository.work_tree.operation())


def require_mended(
    repository: Repository, folder: PlanFolder, raw: bytes, today: date, *, may_have_errors: bool
) -> None:
    """Refuse the text of a mended plan that still has conflict markers, or errors that no side had."""
    operation = repository.work_tree.operation()
    parents = versions(repository, folder, operation.parents(repository.git)) if operation else []
    after = Version(folder.plan_path, raw, repository.read_agreements(folder))
    joining = Joining(repository, folder, parents, after)
    joining.require_order(today, may_have_errors=may_have_errors)


def _joined(repository: Repository) -> list[str]:
    """Return the files of plans that are staged or in conflict; refuses while there are conflicts in other files."""
    conflicts = repository.work_tree.unmerged()
    if others := [path for path in conflicts if not (path.startswith(f"{PLANS_FOLDER}/") and is_plan_file(path))]:
        raise RefusedError(
            f"{listed(others, _NAMED)}: there is a conflict here, too; mend it and `git add` it, then run "
            "`coachplan save` again; nothing was recorded"
        )
    found = {*conflicts, *repository.work_tree.staged(PLANS_FOLDER)}
    return sorted(path for path in found if is_plan_file(path))


def _folders(repository: Repository, paths: Sequence[str]) -> list[PlanFolder]:
    ids = dict.fromkeys(map(plan_id, paths))
    return [PlanFolder(repository.root, id_) for id_ in ids]


def _message(repository: Repository, operation: Operation, paths: Sequence[str], files: Mapping[str, bytes]) -> str:
    folders = _folders(repository, paths)
    if not folders:
        return f"{operation.verb}: files beside the plans"
    named = f"{operation.verb}: {', '.join(folder.id for folder in folders)}"
    return f"{named}: {subject(changes(_changed(repository, folders[0], files)))}" if len(folders) == 1 else named


def _changed(
    repository: Repository, folder: PlanFolder, files: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes | None, bytes | None]]:
    """Yield the files of a plan as they were in the last commit, and as they are."""
    before = repository.git.files_at("HEAD", folder.path)
    inside = f"{folder.path}/"
    for path in {*before, *(path for path in files if path.startswith(inside))}:
        is_there = path in files or os.path.lexists(repository.root / path)
        yield path, before.get(path), files.get(path, before.get(path)) if is_there else None
