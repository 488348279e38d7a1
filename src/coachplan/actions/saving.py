"""Edits made by hand: validated, then recorded with a message in coaching terms."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coachplan.base.errors import RefusedError
from coachplan.base.findings import Severity
from coachplan.base.layout import PLANS_FOLDER, is_plan_file
from coachplan.coaching.changes import subject
from coachplan.format import read_plan
from coachplan.plan import Person
from coachplan.plan.agreement import no_reader, overreach
from coachplan.store import files, settings
from coachplan.store.files import SETTINGS_FILE, TEMPLATES_FOLDER, PlanFolder
from coachplan.store.repository import Repository
from coachplan.views.checker import CheckTarget, check
from coachplan.views.events import changes


@dataclass(frozen=True)
class Batch:
    """Files that belong in one commit: those of one plan, of plans that were renamed, or of the settings."""

    plans: tuple[PlanFolder, ...]
    paths: tuple[str, ...]


def pending(repository: Repository, folders: Sequence[PlanFolder] | None) -> list[Batch]:
    """What differs from the last commit, in the plans named or, with None, in the whole plan repository."""
    where = [PLANS_FOLDER, SETTINGS_FILE, TEMPLATES_FOLDER] if folders is None else [folder.path for folder in folders]
    grouped: dict[str, list[str]] = {}
    for path in repository.work_tree.uncommitted(*where):
        if not os.path.basename(path).startswith(files.LEFTOVER):
            parts = path.split("/")
            if parts[0] == PLANS_FOLDER and len(parts) > 3 and not is_plan_file(path):
                continue
            inside = parts[0] == PLANS_FOLDER and len(parts) > 3
            grouped.setdefault("/".join(parts[1:3]) if inside else "", []).append(path)
    settings = grouped.pop("", [])
    batches = [Batch((PlanFolder(repository.root, id_),), tuple(paths)) for id_, paths in grouped.items()]
    return [*_with_renames(repository, batches), *([Batch((), tuple(settings))] if settings else [])]


def _with_renames(repository: Repository, batches: list[Batch]) -> list[Batch]:
    """Put plans that went and plans that came into one batch, so that git sees the rename."""
    moved = [batch for batch in batches if not os.path.lexists(batch.plans[0].root / batch.plans[0].plan_path)]
    if not moved:
        return batches
    came = [batch for batch in batches if batch not in moved and _is_new(repository, batch.plans[0])]
    together = [*moved, *came]
    merged = Batch(
        tuple(folder for batch in together for folder in batch.plans),
        tuple(path for batch in together for path in batch.paths),
    )
    return [merged, *(batch for batch in batches if batch not in together)]


def _is_new(repository: Repository, folder: PlanFolder) -> bool:
    return folder.plan_path not in repository.git.files_at("HEAD", folder.path)


def save(repository: Repository, batches: Sequence[Batch], today: date, *, draft: bool) -> Iterator[str]:
    """Record every batch, each in a commit of its own; yields a line for each.

    Refuses all of them, before anything is recorded, where one is not in order; with `draft`, plans whose status is
    draft may have findings.
    """
    actor = who(repository)
    for batch in batches:
        if SETTINGS_FILE in batch.paths and os.path.lexists(repository.root / SETTINGS_FILE):
            settings.parse(repository.read_bytes(SETTINGS_FILE))
        for folder in batch.plans:
            require_reader(folder.plan_path, recorded(repository, folder), actor)
            if os.path.lexists(repository.root / folder.plan_path):
                require_order(repository, folder, today, draft=draft)
                _require_own_words(repository, folder, batch, actor)
    for batch in batches:
        message = _message(repository, batch)
        repository.commit(batch.paths, message)
        yield message


def require_order(repository: Repository, folder: PlanFolder, today: date, *, draft: bool) -> None:
    """Refuse a plan with errors, unless it may be a `draft` and is one."""
    found = check([CheckTarget(folder)], today, repository.settings.policy).findings
    found = [finding for finding in found if finding.severity is Severity.ERROR]
    if not found:
        return
    content = repository.read_plan(folder).content
    is_draft = content is not None and content.status == "draft"
    if draft and is_draft:
        return
    remedy = "; mend it, or record it as it is with --draft" if is_draft else "; mend it first"
    first, rest = found[0], len(found) - 1
    more = f" (and {rest} more: `coachplan check`)" if rest else ""
    raise RefusedError(f"{first.path}:{first.line}: {first.code} {first.message}{more}{remedy}; nothing was recorded")


def who(repository: Repository) -> Person:
    """Who acts, as git says."""
    name, email = repository.git.identity()
    return Person(name, email)


def _require_own_words(repository: Repository, folder: PlanFolder, batch: Batch, actor: Person) -> None:
    if folder.plan_path not in batch.paths:
        return
    at_head = {place.plan_path: repository.git.files_at("HEAD", place.path) for place in batch.plans}
    earlier = [files[path] for path, files in at_head.items() if path in files and path != folder.plan_path]
    same = at_head[folder.plan_path].get(folder.plan_path)
    after = repository.read_bytes(folder.plan_path)
    befores: list[bytes | None] = [same] if same is not None else [*_of_the_same(earlier, after)] or [None]
    for before in befores:
        require_own_words(folder.plan_path, before, after, actor)
    require_true_assurance(repository, folder, befores[0], after)


def _of_the_same(earlier: Sequence[bytes], after: bytes) -> Iterator[bytes]:
    """Which of plans that went may be the one that came: those of the same team member."""
    new = read_plan("", after).content
    for text in earlier:
        old = read_plan("", text).content
        if old and new and old.people.team_member.is_same_as(new.people.team_member):
            yield text


def recorded(repository: Repository, folder: PlanFolder) -> bytes | None:
    """The plan as it was last recorded, whatever was edited by hand since; None for one that never was."""
    return repository.git.files_at("HEAD", folder.path).get(folder.plan_path)


def require_reader(path: str, before: bytes | None, actor: Person) -> None:
    """Refuse a change of a recorded plan by whoever is not one of its readers; see `agreement.no_reader`."""
    plan = read_plan("", before).content if before is not None else None
    if plan and (why := no_reader(plan, actor)):
        raise RefusedError(f"{path}: {why}; nothing was recorded")


def require_true_assurance(repository: Repository, folder: PlanFolder, before: bytes | None, after: bytes) -> None:
    """Refuse a new acknowledgement that says it is signed, where git will not sign the commit that records it."""
    old, new = (read_plan("", text).content if text is not None else None for text in (before, after))
    known = old.acknowledgements if old else ()
    claims = any(entry.assurance == "signed" and entry not in known for entry in (new.acknowledgements if new else ()))
    if claims and not repository.git.is_signing():
        raise RefusedError(
            f"{folder.plan_path}: an acknowledgement says that it is signed, and git is not set to sign commits: "
            "`git config commit.gpgsign true`, or write `assurance: claimed`; nothing was recorded"
        )


def require_own_words(path: str, before: bytes | None, after: bytes, actor: Person) -> None:
    """Refuse a change of a plan in which `actor` says what is another person's to say."""
    if why := words_of_others(before, after, actor):
        raise RefusedError(f"{path}: {why}; nothing was recorded")


def words_of_others(before: bytes | None, after: bytes, actor: Person) -> str | None:
    """Why `actor` may not write this text of a plan; see `agreement.overreach`.

    What cannot be read is not judged: no command of ours has recorded it.
    """
    old = read_plan("", before).content if before is not None else None
    new = read_plan("", after).content
    if new is None or (before is not None and old is None):
        return None
    return overreach(old, new, actor)


def _message(repository: Repository, batch: Batch) -> str:
    if not batch.plans:
        return f"Settings: {', '.join(batch.paths)}" if len(batch.paths) < 3 else f"Settings: {len(batch.paths)} files"
    if len(batch.plans) > 1:
        return f"Plans: {', '.join(folder.id for folder in batch.plans)}: renamed or removed"
    folder = batch.plans[0]
    before = repository.git.files_at("HEAD", folder.path)
    after = {
        path: files.read_file(repository.root, path) if os.path.lexists(repository.root / path) else None
        for path in batch.paths
    }
    told = list(changes((path, before.get(path), after[path]) for path in batch.paths))
    if folder.plan_path in after and folder.plan_path not in before:
        return f"New plan: {folder.id}"
    return f"Plan: {folder.id}: {subject(told)}"
