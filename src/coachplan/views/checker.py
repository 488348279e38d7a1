"""Checks what people name of a repository: plans, check-ins, folders, or only what changed."""

import os
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coachplan.base.errors import UnreadableError
from coachplan.base.findings import CANNOT_BE_OPENED, Finding, Severity
from coachplan.base.layout import PLANS_FOLDER
from coachplan.base.parallel import Tick, unwatched
from coachplan.base.policy import Policy
from coachplan.store import files
from coachplan.store.cache import Cache
from coachplan.store.files import PlanFolder
from coachplan.views.cached_findings import HadRoleIn, PlanChecker
from coachplan.views.testimony import Claims

if TYPE_CHECKING:
    from coachplan.checks.rule import RuleContext


@dataclass(frozen=True)
class Checked:
    """The result of a check: sorted findings, the lines that they are about, and the number of checked files.

    `circles` has the readers of each plan that is open, every set of people once; `digests` what rules across plans
    need of each plan; `plans` the file of each plan that was looked at.
    """

    findings: list[Finding] = field(default_factory=list)
    lines: dict[tuple[str, int], str] = field(default_factory=dict)
    files: int = 0
    circles: frozenset[tuple[str, ...]] = frozenset()
    digests: tuple[Sequence[Any], ...] = ()
    plans: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 where nothing but hints was found, 2 where a file could not be read, else 1."""
        if any(finding.code == CANNOT_BE_OPENED for finding in self.findings):
            return 2
        return int(any(finding.severity is not Severity.HINT for finding in self.findings))

    def with_more(self, findings: Iterable[Finding]) -> "Checked":
        """The same with findings about what was not checked."""
        return replace(self, findings=sorted([*self.findings, *findings]))

    def quoted(self, root: Path) -> "Checked":
        """The same with the lines of the files in the repository at `root` that the findings are about."""
        wanted: dict[str, list[int]] = {}
        for finding in self.findings:
            wanted.setdefault(finding.path, []).append(finding.line)
        lines = {
            (path, number): line
            for path, numbers in wanted.items()
            for number, line in _lines(root, path, numbers).items()
        }
        return replace(self, lines=lines)

    def seen_from(self, shown_path: Callable[[str], str]) -> "Checked":
        """The same with paths as they are seen from elsewhere."""
        findings = [replace(finding, path=shown_path(finding.path)) for finding in self.findings]
        lines = {(shown_path(path), number): line for (path, number), line in self.lines.items()}
        return replace(self, findings=findings, lines=lines, plans=tuple(map(shown_path, self.plans)))

    @classmethod
    def together(cls, parts: Sequence["Checked"]) -> "Checked":
        """What was found in several repositories, with paths that tell them apart."""
        findings = sorted(finding for part in parts for finding in part.findings)
        lines, plans = dict(ChainMap(*(part.lines for part in parts))), [path for part in parts for path in part.plans]
        return cls(findings, lines, sum(part.files for part in parts), plans=tuple(plans))


def _lines(root: Path, path: str, numbers: Iterable[int]) -> dict[int, str]:
    try:
        text = files.read_file(root, path).decode("utf-8", "replace").removeprefix("\ufeff")
    except UnreadableError:
        return {}
    lines = text.split("\n")
    return {number: lines[number - 1].rstrip("\r") for number in numbers if number <= len(lines)}


_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CheckTarget:
    """A plan to check; with `only`, just those of its files are reported."""

    folder: PlanFolder
    only: frozenset[str] | None = None

    def paths(self) -> list[str]:
        """The files that are reported, the plan first; none of a folder that cannot be read."""
        paths = [self.folder.plan_path, *_beside(self.folder)]
        return [path for path in paths if _is_in(path, self.only)]


def targets(root: Path, folders: Sequence[PlanFolder], paths: Iterable[Path]) -> list[CheckTarget]:
    """Return the plans and files in `paths`, or every plan if it is empty; refuses a path without a plan."""
    wanted: dict[PlanFolder, set[str] | None] = {}
    paths = list(paths)
    by_path = {folder.path: folder for folder in folders}
    for path in paths:
        found = _named(root, folders, by_path, path)
        if not found:
            shown = " ".join(str(path).split())
            raise UnreadableError(f"{shown} is not a plan, a check-in, an agreement or a folder of plans in {root}")
        for folder, only in found.items():
            earlier = wanted.get(folder, set())
            wanted[folder] = None if only is None or earlier is None else earlier | {only}
    chosen: Mapping[PlanFolder, set[str] | None] = wanted if paths else dict.fromkeys(folders)
    return [CheckTarget(folder, None if only is None else frozenset(only)) for folder, only in sorted(chosen.items())]


def _named(
    root: Path, folders: Sequence[PlanFolder], by_path: Mapping[str, PlanFolder], path: Path
) -> dict[PlanFolder, str | None]:
    # A plan that is a link is meant itself; what lies on the way to it is taken as the system takes it.
    place = path if path.name in ("", "..") else path.parent
    name = os.path.relpath(os.path.join(os.path.realpath(place), path.name if place != path else ""), root)
    if name.startswith(".."):  # perhaps only by way of a symbolic link
        name = os.path.relpath(os.path.realpath(path), root)
    if name == "." or name.startswith(".."):
        return dict.fromkeys(folders) if name == "." else {}
    if (folder := by_path.get("/".join(name.split("/")[:3]))) and name != folder.path:
        is_file = name == folder.plan_path or name in _beside(folder)
        return {folder: name if is_file else None} if os.path.lexists(root / name) else {}
    return {folder: None for folder in folders if f"{folder.path}/".startswith(f"{name}/")}


def _beside(folder: PlanFolder) -> list[str]:
    """The check-ins and agreements of a plan, as far as their folders can be read."""
    found: list[str] = []
    for paths in (folder.check_in_paths, folder.agreement_paths):
        with suppress(UnreadableError):
            found += paths()
    return found


def changed(folders: Sequence[PlanFolder], wanted: Sequence[CheckTarget], paths: Iterable[str]) -> list[CheckTarget]:
    """Every plan, of which what is `wanted` is reported where any of the changed `paths` touches the plan.

    A change in one file shows in others: a check-in is judged by its plan, and a plan by its check-ins and
    agreements. So changed settings touch everything.
    """
    touched = {path.rstrip("/") for path in paths}
    if files.SETTINGS_FILE in touched:
        return list(wanted)
    plans = {"/".join(path.split("/")[:3]) for path in touched}
    only = {target.folder: target.only for target in wanted}
    return [
        CheckTarget(
            folder, only.get(folder, _NOTHING) if folder.path in plans or _above(folder) & touched else _NOTHING
        )
        for folder in folders
    ]


def _above(folder: PlanFolder) -> set[str]:
    """The folders that a plan's folder is in: git names one of them where another repository begins there."""
    person, _, _ = folder.path.rpartition("/")
    return {person, PLANS_FOLDER}


Hear = Callable[[Mapping[str, Claims | None]], Iterable[Finding]]
"""Returns what git's history knows better than these plans, of which each yes is given by the path of the folder."""


def check(
    wanted: Sequence[CheckTarget],
    today: date,
    policy: Policy,
    cache: Cache | None = None,
    tick: Tick = unwatched,
    had_role: HadRoleIn | None = None,
    hear: Hear = lambda _: (),
    *,
    looks_across: bool = True,
) -> Checked:
    """Check plans with their check-ins; rules across plans look at all of `wanted`, and `hear` at their history.

    Without `looks_across`, those rules look at none: there are plans elsewhere that they must see, too.

    Plans whose findings are in `cache` are not read again. `tick` is called with the number of other plans done.
    `had_role` says whether a person had a role in a plan on a day.
    """
    judge = PlanChecker(today, policy, cache, tick, had_role)
    entries = judge.plans([target.folder for target in wanted])
    reach = {target.folder.plan_path: target.only for target in wanted}
    reported = [
        finding
        for target, entry in zip(wanted, entries, strict=True)
        for finding in entry.found()
        if _is_in(finding.path, target.only)
    ]
    reported += [
        finding
        for finding, others in (judge.across(entries) if looks_across else ())
        if any(_is_in(path, reach[path]) for path in (finding.path, *others))
    ]
    said = {
        target.folder.path: Claims(*entry.said) if entry.said else None
        for target, entry in zip(wanted, entries, strict=True)
        if _is_in(target.folder.plan_path, target.only)
    }
    reported += hear(said)
    files = sum(
        entry.files if target.only is None else len(target.only) for target, entry in zip(wanted, entries, strict=True)
    )
    circles = frozenset(tuple(entry.readers) for entry in entries if entry.readers)
    digests = tuple(entry.digest for entry in entries if entry.digest)
    return Checked(sorted(reported), {}, files, circles, digests, tuple(target.folder.plan_path for target in wanted))


def across(found: Mapping[Path, Checked], context: "RuleContext") -> Iterator[tuple[Path, Finding]]:
    """Yield the findings of rules across the plans of several repositories, each with the root of its own."""
    from coachplan.checks.lint import lint_across
    from coachplan.checks.rule import Digest

    every = [Digest._make(row) for checked in found.values() for row in checked.digests]
    roots = [root for root, checked in found.items() for _ in checked.digests]
    placed = [digest._replace(path=f"{root}/{digest.path}") for root, digest in zip(roots, every, strict=True)]
    home = {digest.path: (root, path.path) for root, digest, path in zip(roots, placed, every, strict=True)}
    for finding, _ in lint_across(placed, context):
        root, path = home[finding.path]
        yield root, replace(finding, path=path)


def _is_in(path: str, only: frozenset[str] | None) -> bool:
    return only is None or path in only


def check_alone(texts: Sequence[tuple[str, bytes]], today: date, policy: Policy) -> Checked:
    """Check plans, check-ins and agreements that lie in no plan repository, each by itself; a path names each."""
    from coachplan.checks.rule import RuleContext

    found: list[Finding] = []
    lines: dict[tuple[str, int], str] = {}
    for path, raw in texts:
        findings = _found_alone(path, raw, RuleContext(today, policy))
        written = raw.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
        lines |= {(path, one.line): written[one.line - 1].rstrip("\r") for one in findings if one.line <= len(written)}
        found += findings
    return Checked(sorted(found), lines, len(texts))


def _found_alone(path: str, raw: bytes, context: "RuleContext") -> list[Finding]:
    from coachplan.checks.lint import lint, lint_check_in
    from coachplan.format import Document, read_agreement, read_check_in, read_plan, texts_of_keys

    keys = texts_of_keys(raw) or {}
    if "people" in keys or "date" not in keys:
        return lint(read_plan(path, raw), [], context)
    if "stance" in keys:
        return [*read_agreement(path, raw).findings]
    return lint_check_in(Document("", "", ()), read_check_in(path, raw), context)
