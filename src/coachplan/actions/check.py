"""Check a repository: the plans and rules that are asked for, a baseline, and what can be fixed safely."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coachplan.base.errors import UnreadableError, UsageError
from coachplan.base.findings import Finding
from coachplan.base.layout import plan_id
from coachplan.base.parallel import Tick, unwatched
from coachplan.base.policy import Policy
from coachplan.checks.catalogue import BY_CODE
from coachplan.checks.select import Baseline, Selection
from coachplan.store import files
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.store.settings import selector
from coachplan.views import checker, testimony
from coachplan.views.cached_findings import remembering
from coachplan.views.checker import Checked, CheckTarget
from coachplan.views.former_roles import FormerRoles
from coachplan.views.misplaced import better_names, misplaced
from coachplan.views.shared_circles import shared_circles

if TYPE_CHECKING:
    from coachplan.checks.fixes import FixedFile
    from coachplan.plan import Person

_FOLDER_NAME = "CP906"


@dataclass(frozen=True)
class CheckRequest:
    """The files to check, as they are named from the folder `start`, and the findings that count; by default, all."""

    start: Path
    paths: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    changed_since: str | None = None
    baseline: Path | None = None
    is_cached: bool = True

    @property
    def is_whole(self) -> bool:
        """True if every plan is checked, whenever it was changed."""
        return not self.paths and self.changed_since is None


class CheckResult(NamedTuple):
    """The findings that count, and the number of those in the baseline that are no longer there."""

    checked: Checked
    fixed: int = 0


class FileFix(NamedTuple):
    """A file that can be fixed: its path, its bytes, and what they become."""

    path: str
    before: bytes
    fixed: "FixedFile"

    @property
    def places(self) -> int:
        """The number of places that change."""
        return len(self.fixed.fixes)


def check(repository: Repository, request: CheckRequest, today: date, tick: Tick = unwatched) -> CheckResult:
    """Check what is asked for on the day `today`; without what the baseline knows, where one is named."""
    return _counted(repository, request, _found(repository, request, today, tick))


def check_all(
    asked: Sequence[tuple[Repository, CheckRequest]], today: date, tick: Tick = unwatched
) -> list[CheckResult]:
    """Check what is asked for in each of several repositories, with rules across the plans of all of them.

    Nothing about the plans of two repositories is remembered. `tick` is called with the number of repositories done.
    """
    found = []
    for repository, request in asked:
        found.append(_found(repository, request, today, looks_across=not request.is_whole))
        tick(len(found), len(asked))
    more = _across([(repository, checked) for (repository, request), checked in zip(asked, found, strict=True)], today)
    return [
        _counted(repository, request, checked.with_more(more[repository.root]))
        for (repository, request), checked in zip(asked, found, strict=True)
    ]


def _across(found: Sequence[tuple[Repository, Checked]], today: date) -> dict[Path, list[Finding]]:
    """Return the findings of rules across repositories by the root of each, whose own numbers count there."""
    from coachplan.checks.rule import RuleContext

    every = {repository.root: checked for repository, checked in found}
    policies = {repository.root: repository.settings.policy for repository, _ in found}
    more: dict[Path, list[Finding]] = {root: [] for root in every}
    for policy in dict.fromkeys(policies.values()):
        for root, finding in checker.across(every, RuleContext(today, policy)):
            if policies[root] == policy:
                more[root].append(finding)
    return more


def _found(
    repository: Repository, request: CheckRequest, today: date, tick: Tick = unwatched, *, looks_across: bool = True
) -> Checked:
    """Return all that the rules find in what is asked for, whatever of it is wanted."""
    policy = repository.settings.policy
    cache = remembering(lambda: repository.cache_folder, policy) if request.is_cached else None
    hear = partial(testimony.findings, repository, is_cached=request.is_cached, whole=request.is_whole)
    roles = lru_cache(maxsize=1)(partial(FormerRoles, repository))  # plans are judged one after another

    def former(folder: PlanFolder, person: "Person", day: date) -> bool:
        return roles(folder).had(person, day)

    survey, touched = files.survey(repository.root), _touched(repository, request)
    wanted = _targets(repository, request, survey.plans, touched)
    checked = checker.check(wanted, today, policy, cache, tick, former, hear, looks_across=looks_across)
    if not request.paths:
        checked = checked.with_more(misplaced(repository, survey, touched))
    if request.is_whole:
        checked = checked.with_more(shared_circles(repository, checked.circles))
    if cache:
        cache.save(whole=not request.paths)
    return checked


def _counted(repository: Repository, request: CheckRequest, checked: Checked) -> CheckResult:
    """Return those of the findings that count: of the rules that are wanted, and not in the baseline."""
    selection = _selection(repository, request)
    findings = selection.of(checked.findings)
    if request.baseline is None:
        return CheckResult(replace(checked, findings=findings))
    known = _read_baseline(request.baseline)
    fixed = known.fixed(findings, selection) if request.is_whole else 0
    return CheckResult(replace(checked, findings=known.without(findings)), fixed)


def check_alone(texts: Sequence[tuple[str, bytes]], request: CheckRequest, today: date) -> Checked:
    """Check texts that lie in no plan repository, by the numbers and weights that hold without settings."""
    checked = checker.check_alone(texts, today, Policy())
    select, ignore = (tuple(map(selector, rules)) for rules in (request.select, request.ignore))
    selection = Selection(select, ignore) if select else Selection(ignore=ignore)
    return replace(checked, findings=selection.of(checked.findings))


def requests(repositories: Sequence[Repository], request: CheckRequest) -> list[tuple[Repository, CheckRequest]]:
    """Return the request for each of several repositories: without paths for all, else for those that they are in."""
    from coachplan.store.plan_names import the_plan

    if not request.paths or len(repositories) == 1:
        return [(repository, request) for repository in repositories]
    named: dict[Repository, list[Path]] = {}
    for path in request.paths:
        place = Path(os.path.realpath(request.start / path))
        around = [one for one in repositories if place == one.root or one.root in place.parents]
        if os.path.lexists(request.start / path) and around:
            repository = max(around, key=lambda one: len(one.root.parts))
        else:
            repository, folder = the_plan(repositories, str(path))
            place = repository.root / folder.path
        named.setdefault(repository, []).append(place)
    return [(repository, replace(request, paths=tuple(paths))) for repository, paths in named.items()]


def write_baseline(repository: Repository, request: CheckRequest, file: Path, today: date, tick: Tick) -> int:
    """Write what is found now to `file`, in place of an earlier baseline or nothing; return the number of findings."""
    repository.require_outside(file)
    if os.path.lexists(file):
        _read_baseline(file)  # nothing else is written over
    found = baseline(repository, request, today, tick)
    files.write_private(file, found.to_bytes())
    return found.counts.total()


def baseline(repository: Repository, request: CheckRequest, today: date, tick: Tick = unwatched) -> Baseline:
    """Return the baseline of what is found now."""
    return Baseline.of(check(repository, replace(request, baseline=None), today, tick).checked.findings)


def _read_baseline(file: Path) -> Baseline:
    try:
        return Baseline.read(file.read_bytes(), file.name)
    except OSError as error:
        raise UnreadableError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}") from None


def fixes(repository: Repository, request: CheckRequest) -> list[FileFix]:
    """Return what can be fixed safely in the files to check; changes nothing."""
    from coachplan.checks.fixes import fix as fixed_file

    found, selection = [], _selection(repository, request)
    targets = _targets(repository, request, repository.plans(), _touched(repository, request))
    for path in (path for target in targets for path in target.paths()):
        with suppress(UnreadableError):  # a finding says so
            before = files.read_file(repository.root, path)
            folder = PlanFolder(repository.root, plan_id(path))
            fixed = repository.apart(folder, partial(fixed_file, path, before, repository.settings, selection.has))
            if fixed and fixed.raw != before:
                found.append(FileFix(path, before, fixed))
    return found


def fix(repository: Repository, request: CheckRequest) -> list[FileFix]:
    """Fix what can be fixed safely, and commit nothing; return what was fixed."""
    found = fixes(repository, request)
    repository.rewrite({path: (before, fixed.raw) for path, before, fixed in found})
    return found


def renames(repository: Repository, request: CheckRequest) -> dict[str, str]:
    """Return the names that folders of plans would get in place of those that cannot be in an id, new by old."""
    if request.paths or not _selection(repository, request).has(_FOLDER_NAME):
        return {}
    return better_names(repository, files.survey(repository.root))


def rename(repository: Repository, request: CheckRequest) -> list[str]:
    """Give these folders their names, and commit nothing; return the new ones."""
    found = renames(repository, request)
    if found:
        repository.move(found)
    return [*found.values()]


def fixable(repository: Repository, request: CheckRequest, checked: Checked) -> int:
    """Return the number of places that `fix` would change; looks for them only where a finding may be one."""
    if not any(BY_CODE[finding.code].fixable for finding in checked.findings):
        return 0
    return sum(file.places for file in fixes(repository, request)) + len(renames(repository, request))


def _selection(repository: Repository, request: CheckRequest) -> Selection:
    """Return the rules that the request asks for or, where it names none, the settings."""
    settings = repository.settings
    select, ignore = (tuple(map(selector, rules)) for rules in (request.select, request.ignore))
    if select:
        return Selection(select, ignore, settings.severities)
    return Selection(settings.select, (*settings.ignore, *ignore), settings.severities)


def _touched(repository: Repository, request: CheckRequest) -> list[str] | None:
    """Return the files that changed since the revision that the request names; None where it names none."""
    return None if request.changed_since is None else repository.work_tree.changed_since(request.changed_since)


def _targets(
    repository: Repository, request: CheckRequest, folders: Sequence[PlanFolder], touched: Sequence[str] | None
) -> Sequence[CheckTarget]:
    wanted = checker.targets(
        repository.root, folders, [_located(repository, request.start, path) for path in request.paths]
    )
    return wanted if touched is None else checker.changed(folders, wanted, touched)


def _located(repository: Repository, start: Path, path: Path) -> Path:
    """Return the path if it exists, else the folder of the plan that it names, as in other commands."""
    if os.path.lexists(start / path):
        return start / path
    with suppress(UsageError):
        return repository.root / repository.plan(str(path)).path
    return start / path
