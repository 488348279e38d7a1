"""Plans, check-ins and agreements at a place where nothing reads them: what `check` says of them."""

import re
from collections.abc import Iterable, Iterator

from coachplan.base.errors import UnreadableError
from coachplan.base.findings import Finding, Severity
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER, PLANS_README, is_agreement, is_check_in, is_copy
from coachplan.store.files import Survey, files_in
from coachplan.store.repository import Repository

_LIKE_A_PLAN = re.compile(r"plan\.(?:md|markdown|mkd|txt|ya?ml)", re.IGNORECASE)
_PLACE = f"{PLANS_FOLDER}/TEAM-MEMBER/TITLE/{PLAN_FILE}"


def misplaced(repository: Repository, survey: Survey, touched: Iterable[str] | None = None) -> list[Finding]:
    """Return a finding for each file that looks like a plan's and belongs elsewhere; of those in `touched` folders."""
    found = [
        *_plans(survey.files),
        *(finding for folder in survey.folders for finding in _in_folder(repository, folder)),
    ]
    if touched is None:
        return found
    folders = {"/".join(path.split("/")[:3]) for path in touched}
    return [finding for finding in found if "/".join(finding.path.split("/")[:3]) in folders]


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
        return repository.history.renamed_to(folder)
    except UnreadableError:
        return None


def _finding(path: str, message: str, advice: str) -> Finding:
    return Finding(path, 1, 1, "CP905", Severity.ERROR, message, advice)
