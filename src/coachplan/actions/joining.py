"""A plan that joins two sides: refused are errors that neither has, and words that are another person's to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coachplan.actions.record import is_draft, refuse, require_own_words, require_reader, require_true_assurance, who
from coachplan.base.errors import RefusedError
from coachplan.base.layout import PLAN_FILE
from coachplan.plan.whose_word import overruled, said_by_none
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.views.revision import PlanRevision, Version, brought


@dataclass(frozen=True)
class Joining:
    """A plan that joins what its `parents` have, which come from a `base`: the version of each, and what it is `after`.

    The commit of a merge `is_nobodys` word, whoever makes it; one that is made again has an author.
    """

    repository: Repository
    folder: PlanFolder
    parents: Sequence[Version]
    after: Version
    base: Version | None = None
    is_nobodys: bool = False

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
        """Refuse words of others that no parent had, answers of theirs that are lost, and changes by a non-reader."""
        actor = who(self.repository, self.after.content)
        sides = [version.content for version in self.parents if version.content]
        base, after = self.base.content if self.base else None, self.after.content
        if after and (why := overruled(base, sides, after, actor)):
            raise RefusedError(f"{self.after.path}: {why}; nothing was recorded")
        if self._is_as_before:
            return
        before = Version.before_merge(self.parents, self.after) if self.parents else None
        revision = PlanRevision(before, self.after)
        if any(revision.changes()):
            require_reader(revision, actor)
        require_own_words(revision, actor)
        require_true_assurance(revision, self.repository)
        if after and sides and self.is_nobodys and (why := said_by_none(sides, after)):
            raise RefusedError(f"{self.after.path}: {why}; nothing was recorded")


def versions(repository: Repository, folder: PlanFolder, revisions: Sequence[str]) -> list[Version]:
    """Return the plan as each revision has it, under whatever name; those without it are left out."""
    files = {revision: repository.git.files_at(revision, folder.path) for revision in revisions}
    known = next((revision for revision in revisions if folder.plan_path in files[revision]), None)
    for revision in [revision for revision in revisions if known and folder.plan_path not in files[revision]]:
        old, _ = repository.history.renames(str(known), revision).get(folder.plan_path, ("", ""))
        if former := old.removesuffix(f"/{PLAN_FILE}"):
            there = repository.git.files_at(revision, former)
            files[revision] = {folder.path + path.removeprefix(former): raw for path, raw in there.items()}
    found = (Version.among(there, folder.plan_path) for there in files.values())
    return [version for version in found if version]
