"""Plans, check-ins and agreements where nothing reads them, by place or name: what `check` says, and other names."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence

from coachplan.base.errors import UnreadableError
from coachplan.base.findings import Finding, Severity
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER, PLANS_README, is_agreement, is_check_in, is_copy, is_named
from coachplan.store.files import Survey, files_in
from coachplan.store.repository import Repository

_LIKE_A_PLAN = re.compile(r"plan\.(?:md|markdown|mkd|txt|ya?ml)", re.IGNORECASE)
_LIKE_A_RECORD = re.compile(r"\d{4}-\d\d-\d\d.*\.md$", re.ASCII)
_NOT_SHOWN = re.compile(r"[^A-Za-z0-9.-]")
_SHOWN = 40
_PLACE = f"{PLANS_FOLDER}/TEAM-MEMBER/TITLE/{PLAN_FILE}"


def misplaced(repository: Repository, survey: Survey, touched: Iterable[str] | None = None) -> list[Finding]:
    """Return a finding for each file that looks like a plan's and belongs elsewhere; of those in `touched` folders."""
    found = [
        *_plans(survey.files),
        *(finding for folder in survey.folders for finding in _in_folder(repository, folder)),
    ]
    changed = None if touched is None else [*touched]
    if changed is not None:
        folders = {"/".join(path.split("/")[:3]) for path in changed}
        found = [finding for finding in found if "/".join(finding.path.split("/")[:3]) in folders]
    return [*found, *_misnamed(repository, survey, changed)]


def _misnamed(repository: Repository, survey: Survey, touched: Sequence[str] | None) -> Iterator[Finding]:
    """Yield a finding for each folder of a plan under a name that is no id; the name itself is only hinted at."""
    for folder, new in better_names(repository, survey).items():
        if touched is not None and not any(path.startswith(f"{folder}/") for path in touched):
            continue
        above, _, name = folder.rpartition("/")
        shown = _NOT_SHOWN.sub("?", name[:_SHOWN]) + "…" * (len(name) > _SHOWN)
        message = f"nothing reads what is in the folder {above}/{shown}: its name cannot be a part of a plan's id"
        advice = (
            f"rename it to {new} (`coachplan check --fix` does): letters from a to z, digits and hyphens, at most 60"
        )
        yield Finding(above, 1, 1, "CP906", Severity.ERROR, message, advice)


def better_names(repository: Repository, survey: Survey) -> dict[str, str]:
    """Return a free path for each folder that holds a plan, or records of one, under a name that cannot be in an id."""
    from coachplan.store.naming import numbered, slug

    found: dict[str, str] = {}
    for folder in survey.misnamed:
        if not _holds_plan(repository, folder):
            continue
        above, _, name = folder.rpartition("/")
        told = os.fsencode(name).decode("utf-8", "replace")
        wanted = slug(told) if any(letter.isalnum() for letter in told) else "plan"
        paths = (f"{above}/{other}" for other in numbered(wanted))
        taken = found.values()
        found[folder] = next(
            path for path in paths if path not in taken and not os.path.lexists(repository.root / path)
        )
    return found


def _holds_plan(repository: Repository, folder: str) -> bool:
    try:
        names = (path.rpartition("/")[2] for path in files_in(repository.root, folder, depth=3))
        return any(_LIKE_A_PLAN.fullmatch(name) or _LIKE_A_RECORD.match(name) for name in names)
    except UnreadableError:  # what cannot be opened holds no plan that anybody misses
        return False


def _plans(paths: Iterable[str]) -> Iterator[Finding]:
    for path in paths:
        name = path.rpartition("/")[2]
        if _LIKE_A_PLAN.fullmatch(name) and path != PLANS_README and not is_copy(name):
            is_there = len(path.split("/")) == len(_PLACE.split("/"))
            advice = f"name it {PLAN_FILE}" if is_there else f"move it to a folder of its own: {_PLACE}"
            yield _finding(path, "this looks like a plan, and lies where nothing reads it", advice)


def _in_folder(repository: Repository, folder: str) -> Iterator[Finding]:
    """Yield what lies in a folder without a plan: a plan under another name or further down, or records alone."""
    try:
        paths = [*files_in(repository.root, folder)]
    except UnreadableError:  # what cannot be opened holds no plan that anybody misses
        return
    plans = [*_plans(paths)]
    yield from plans
    records = [path for path in paths if is_check_in(path) or is_agreement(path)]
    if records and not plans:
        many = f"this and {len(records) - 1} more have" if len(records) > 1 else "this has"
        if new := _moved_to(repository, folder):
            advice = f"the plan was renamed: it belongs in {new}, and `coachplan save` moves it there"
        else:
            advice = (
                f"bring {PLAN_FILE} back into its folder, where it was removed or not yet recorded, or move what is "
                "here to the folder of its plan"
            )
        yield _finding(records[0], f"{many} no plan: its {PLAN_FILE} is not there", advice)


def _moved_to(repository: Repository, folder: str) -> str | None:
    """Return the folder to which the plan of this one was renamed, as far as history is there to tell."""
    try:
        new = repository.history.renamed_to(folder)
    except UnreadableError:
        return None
    return new if new and is_named(new) else None


def _finding(path: str, message: str, advice: str) -> Finding:
    return Finding(path, 1, 1, "CP905", Severity.ERROR, message, advice)
