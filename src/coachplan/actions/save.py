"""Edits made by hand: validated, then recorded with a message in coaching terms."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coachplan.actions.record import (
    OpenPlan,
    answered,
    errors_brought,
    has_error,
    is_draft,
    require_own_words,
    require_part,
    require_reader,
    require_signing,
    require_true_assurance,
    who,
)
from coachplan.actions.unsaved import Batch
from coachplan.base.errors import RefusedError
from coachplan.base.layout import (
    CHECK_INS_FOLDER,
    agreements_in,
    is_agreement,
    is_check_in,
    is_named,
    is_plan_file,
)
from coachplan.coaching.changes import subject
from coachplan.format import read_agreement, read_check_in
from coachplan.plan import Person
from coachplan.plan.whose_word import no_reader, record_of_another
from coachplan.store import files, settings
from coachplan.store.files import SETTINGS_FILE, PlanFolder
from coachplan.store.repository import Repository
from coachplan.views.events import changes
from coachplan.views.lineage import last_readable
from coachplan.views.revision import PlanRevision, Version

_FAR = 1000


@dataclass(frozen=True)
class Saved:
    """The content of one commit: its message, and the change of its plan, None where it is about more than one."""

    message: str
    revision: PlanRevision | None = None


def bring_home(repository: Repository) -> None:
    """Move records that lie without a plan to the folder to which their plan was renamed, to be recorded there.

    Only for a person who reads it; an agreement is moved by its own person alone, as it is in their commit.
    """
    places: dict[str, str] = {}
    for old in files.survey(repository.root).folders:
        new = repository.history.renamed_to(old)
        plan = new and is_named(new) and repository.plan_if_readable(PlanFolder(repository.root, new.partition("/")[2]))
        if not plan or no_reader(plan, actor := who(repository, plan)):
            continue
        for path in files.files_in(repository.root, old):
            if is_check_in(path) or (is_agreement(path) and _is_by(repository, path, actor)):
                places[path] = f"{new}{path.removeprefix(old)}"
    if places:
        repository.move(places)


def _shown(folder: PlanFolder) -> str:
    """Return the id of a plan for the subject of a commit; a name that cannot be one is left out."""
    return folder.id if is_named(folder.path) else "a folder under another name"


def _is_by(repository: Repository, path: str, actor: Person) -> bool:
    agreement = read_agreement(path, repository.read_bytes(path)).content
    return agreement is not None and agreement.entry.by.is_same_as(actor)


_Begun = dict[str, tuple[bytes, bytes]]
"""The text of each plan that has begun, by path: as it is on disk, and as an active plan."""


_Checked = dict[str, bytes | None]
"""The bytes of each file as they are looked at, by path; None for one that went."""


def save(repository: Repository, batches: Sequence[Batch], today: date, *, may_have_errors: bool) -> Iterator[Saved]:
    """Record every batch, each in a commit of its own, and yield the result of each; what has begun becomes active.

    Refuses all of them, before anything is recorded, where one is not in order; with `may_have_errors`, drafts may
    have findings.
    """
    made: list[tuple[_Checked, _Begun, Saved]] = []
    for batch in batches:
        checked = {path: repository.present(path) for path in batch.paths}
        if SETTINGS_FILE in batch.paths and os.path.lexists(repository.root / SETTINGS_FILE):
            settings.parse(repository.read_bytes(SETTINGS_FILE))
        at_head = {folder: repository.git.files_at("HEAD", folder.path) for folder in batch.plans}
        begun: _Begun = {}
        for folder, recorded in at_head.items():
            before = _judged_by(repository, folder, recorded)
            actor = who(repository, before.content if before else None)
            require_signing(repository)
            require_reader(PlanRevision(before, before), actor)
            if os.path.lexists(repository.root / folder.plan_path):
                at = OpenPlan.at(repository, folder)
                made_whole = _with_answers(at, before or next(_of_the_same(at, at_head), None), today)
                active = at.begun(made_whole, today, before)
                if active != at.on_disk:
                    at, begun[folder.plan_path] = replace(at, version=active), (at.on_disk.raw, active.raw)
                require_order(at, recorded, (*batch.paths, *begun), today, may_have_errors=may_have_errors)
                for check_in in at.check_ins:
                    if check_in.content and check_in.path in {*batch.paths} - recorded.keys():
                        require_part(at, at.version, check_in.content)
                _require_own_records(repository, recorded, checked, actor)
                if folder.plan_path in (*batch.paths, *begun) or any(map(is_agreement, batch.paths)):
                    _require_own_words(at, before, at_head, actor)
        made.append((checked, begun, _saved(repository, batch, at_head, begun)))
    for checked, begun, saved in made:
        writes, expecting = ({path: texts[place] for path, texts in begun.items()} for place in (1, 0))
        also = {path: data for path, data in checked.items() if path not in begun}
        repository.record(writes, saved.message, expecting=expecting, also=also)
        yield saved


def _require_own_records(
    repository: Repository, recorded: Mapping[str, bytes], checked: _Checked, actor: Person
) -> None:
    """Refuse other words for another person's check-in, and a check-in of theirs that went; one may move."""
    for path, raw in recorded.items():
        if not _is_check_in(path) or checked.get(path, raw) == raw or raw in checked.values():
            continue
        old, new = read_check_in(path, raw), read_check_in(path, checked[path] or b"")
        if old.content is None or (old.content, old.body) == (new.content, new.body):
            continue
        made = [*repository.history.newest(_FAR, path)][-1:]
        recorder = Person(*made[0].author) if made else None
        if why := record_of_another(old.content, recorder, actor):
            raise RefusedError(f"{path}: {why}; nothing was recorded")


def _judged_by(repository: Repository, folder: PlanFolder, recorded: Mapping[str, bytes]) -> Version | None:
    """Return the last recorded version that could be read, to compare with."""
    last = Version.among(recorded, folder.plan_path)
    if last is None or last.content:
        return last
    is_there = os.path.lexists(repository.root / folder.plan_path)
    return last_readable(repository.history, last, Version.on_disk(repository, folder) if is_there else last)


def _with_answers(at: OpenPlan, before: Version | None, today: date) -> Version:
    """Return the plan on disk with each yes of the team member that its change gives."""
    is_change = before is None or before.raw != at.on_disk.raw
    return answered(at, before, at.on_disk, today) if is_change else at.on_disk


def require_order(
    at: OpenPlan, recorded: Mapping[str, bytes], written: Collection[str], today: date, *, may_have_errors: bool
) -> None:
    """Refuse a plan with errors that the last commit does not have, unless it may have them and is a draft.

    `recorded` has the plan's files in that commit, and `written` the paths of what would be recorded.
    """
    policy = at.repository.settings.policy
    found = at.version.findings(at.check_ins, today, policy)
    if not has_error(found) or (may_have_errors and is_draft(at.version)):
        return
    before = Version.among(recorded, at.version.path)
    check_ins = [read_check_in(path, raw) for path, raw in recorded.items() if _is_check_in(path)]
    stood = before.findings(check_ins, today, policy) if before else ()
    found = [finding for finding in errors_brought(stood, found, written) if finding.path in written]
    if not found:
        return
    remedy = "; correct it, or record it as it is with --draft" if is_draft(at.version) else "; correct it first"
    first, rest = found[0], len(found) - 1
    more = f" (and {rest} more: `coachplan check`)" if rest else ""
    what = f"{first.path}:{first.line}: {first.code} {first.message} ({first.advice})"
    raise RefusedError(f"{what}{more}{remedy}; nothing was recorded")


def _is_check_in(path: str) -> bool:
    return is_plan_file(path) and path.split("/")[-2] == CHECK_INS_FOLDER


_AtHead = Mapping[PlanFolder, Mapping[str, bytes]]


def _require_own_words(at: OpenPlan, before: Version | None, at_head: _AtHead, actor: Person) -> None:
    """Refuse words of others, against the plan as it was; for one that came, against those of the same person."""
    befores: list[Version | None] = [before] if before else [*_of_the_same(at, at_head)] or [None]
    for earlier in befores:
        require_own_words(PlanRevision(earlier, at.version), actor)
    require_true_assurance(PlanRevision(befores[0], at.version), at.repository)


def _of_the_same(at: OpenPlan, at_head: _AtHead) -> Iterator[Version]:
    """The plans that went and may be the one that came: those of the same team member."""
    new = at.version.content
    for folder, recorded in at_head.items():
        version = Version.among(recorded, folder.plan_path)
        old = version.content if version and folder != at.folder else None
        if version and old and new and old.people.team_member.is_same_as(new.people.team_member):
            yield version


def _is_one_renamed(repository: Repository, at_head: _AtHead) -> bool:
    """True if there are a plan that went and one that came, and both have the same text."""
    before = {recorded.get(folder.plan_path) for folder, recorded in at_head.items()}
    after = {repository.present(folder.plan_path) for folder in at_head}
    return len(at_head) == 2 and None in before and before == after


def _saved(repository: Repository, batch: Batch, at_head: _AtHead, begun: _Begun) -> Saved:
    if not batch.plans:
        many = f"{len(batch.paths)} files" if len(batch.paths) > 2 else ", ".join(batch.paths)
        return Saved(f"Settings: {many}")
    if len(batch.plans) > 1 and not any(folder.plan_path in batch.paths for folder in batch.plans):
        return Saved(f"Plans: {', '.join(map(_shown, batch.plans))}: check-ins moved to their plan")
    if len(batch.plans) > 1:
        ids = ", ".join(map(_shown, batch.plans))
        return Saved(f"Plans: {ids}: {'renamed' if _is_one_renamed(repository, at_head) else 'renamed or removed'}")
    folder = batch.plans[0]
    path, before = folder.plan_path, at_head[folder]
    there = (path for path in {path, *batch.paths} if os.path.lexists(repository.root / path))
    after = {path: files.read_file(repository.root, path) for path in there}
    after |= dict(repository.read_agreements(folder)) | {path: active for path, (_, active) in begun.items()}
    if path in after and path not in before:
        return Saved(f"New plan: {folder.id}")
    # The plan and its agreements, changed or not: the plan tells the roles of those who speak in them.
    paths = {path, *batch.paths, *agreements_in({*before, *after})}
    what = subject(changes((path, before.get(path), after.get(path)) for path in paths))
    revision = PlanRevision(Version.among(before, path), Version.among(after, path))
    known = _judged_by(repository, folder, before)
    if known and revision.before and revision.after and not revision.before.content:
        since = PlanRevision(known, revision.after)
        what = subject([*revision.changes(), *(since.changes() if known.content else ())])
    return Saved(f"Plan: {_shown(folder)}: {what}", revision if revision.is_change else None)
