"""Conclude what git is in the middle of, such as a merge, once its conflicts are mended by hand."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coachplan.actions.record import is_draft, refuse, require_own_words, require_reader, require_true_assurance, who
from coachplan.base.candidates import listed
from coachplan.base.errors import RefusedError
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER, is_plan_file
from coachplan.coaching.changes import subject
from coachplan.format import has_conflict
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.store.unfinished import Operation
from coachplan.views.events import changes
from coachplan.views.revision import PlanRevision, Version, brought

_NAMED = 3


@dataclass(frozen=True)
class Concluded:
    """What was concluded: the commit's message, or none of a rebase, and what is left for git to go on with."""

    message: str
    goes_on: Operation | None


@dataclass(frozen=True)
class _Joining:
    """A plan that joins what its `parents` have: the version of each, and what it is `after` that."""

    repository: Repository
    folder: PlanFolder
    parents: Sequence[Version]
    after: Version

    @property
    def _is_as_before(self) -> bool:
        return self.after in self.parents

    def require_order(self, today: date, *, may_have_errors: bool) -> None:
        """Refuse errors that no parent had, unless the plan may have them and is a draft."""
        if self._is_as_before or (may_have_errors and is_draft(self.after)):
            return
        check_ins, policy = self.repository.read_check_ins(self.folder), self.repository.settings.policy
        known = [finding for version in self.parents for finding in version.findings(check_ins, today, policy)]
        refuse(brought(known, self.after.findings(check_ins, today, policy)), unwritten=self.folder.plan_path)

    def require_honest(self) -> None:
        """Refuse words of others that no parent had, and changes by a person who does not read the plan."""
        if self._is_as_before:
            return
        actor = who(self.repository, self.after.content)
        before = Version.before_merge(self.parents, self.after) if self.parents else None
        revision = PlanRevision(before, self.after)
        if any(revision.changes()):
            require_reader(revision, actor)
        require_own_words(revision, actor)
        require_true_assurance(revision, self.repository)


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
    parents = operation.parents(repository.git)
    for folder in _folders(repository, joined):
        if folder.plan_path in files:
            after = Version(folder.plan_path, files[folder.plan_path], repository.read_agreements(folder))
            joining = _Joining(repository, folder, _versions(repository, folder, parents), after)
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
    parents = _versions(repository, folder, operation.parents(repository.git)) if operation else []
    after = Version(folder.plan_path, raw, repository.read_agreements(folder))
    joining = _Joining(repository, folder, parents, after)
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
    ids = dict.fromkeys("/".join(path.split("/")[1:3]) for path in paths)
    return [PlanFolder(repository.root, id_) for id_ in ids]


def _versions(repository: Repository, folder: PlanFolder, parents: Sequence[str]) -> list[Version]:
    """Return the plan as each of the parents has it, under whatever name; those without it are left out."""
    files = {parent: repository.git.files_at(parent, folder.path) for parent in parents}
    known = next((parent for parent in parents if folder.plan_path in files[parent]), None)
    for parent in [parent for parent in parents if known and folder.plan_path not in files[parent]]:
        old, _ = repository.history.renames(str(known), parent).get(folder.plan_path, ("", ""))
        if former := old.removesuffix(f"/{PLAN_FILE}"):
            there = repository.git.files_at(parent, former)
            files[parent] = {folder.path + path.removeprefix(former): raw for path, raw in there.items()}
    found = (Version.among(there, folder.plan_path) for there in files.values())
    return [version for version in found if version]


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
