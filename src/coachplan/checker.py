"""Checks plans and check-ins of a repository, many at once where there are many."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coachplan import workspace
from coachplan.document import Document, read_check_in, read_plan
from coachplan.errors import UnreadableError
from coachplan.findings import Finding, Severity
from coachplan.linter import lint
from coachplan.model import CheckIn, Plan
from coachplan.rules import Setting
from coachplan.workspace import PlanFolder

_UNREADABLE = "CP001"
_FORK_FROM = 200
_PROCESSES = 2


@dataclass
class Checked:
    """What a check found: sorted findings, the lines that they are about, and how many files were read."""

    findings: list[Finding] = field(default_factory=list)
    lines: dict[tuple[str, int], str] = field(default_factory=dict)
    files: int = 0

    @property
    def exit_code(self) -> int:
        """0 where nothing but hints was found, 2 where a file could not be read, else 1."""
        if any(finding.code == _UNREADABLE for finding in self.findings):
            return 2
        return int(any(finding.severity is not Severity.HINT for finding in self.findings))

    def add(self, other: "Checked") -> None:
        """Take in what another check found."""
        self.findings = sorted([*self.findings, *other.findings])
        self.lines |= other.lines
        self.files += other.files


@dataclass(frozen=True)
class Target:
    """A plan to check; with `only`, just those of its files are reported."""

    folder: PlanFolder
    only: frozenset[str] | None = None


def targets(root: Path, folders: Sequence[PlanFolder], paths: Iterable[Path]) -> list[Target]:
    """What `paths` name: files and folders of plans; refuses what holds none. Every plan, where there are no paths."""
    wanted: dict[PlanFolder, set[str] | None] = {}
    paths = list(paths)
    for path in paths:
        found = _named(root, folders, path)
        if not found:
            raise UnreadableError(f"{path} is no plan, check-in or folder with plans of {root}")
        for folder, only in found.items():
            earlier = wanted.get(folder, set())
            wanted[folder] = None if only is None or earlier is None else earlier | {only}
    chosen: Mapping[PlanFolder, set[str] | None] = wanted if paths else dict.fromkeys(folders)
    return [Target(folder, None if only is None else frozenset(only)) for folder, only in sorted(chosen.items())]


def _named(root: Path, folders: Sequence[PlanFolder], path: Path) -> dict[PlanFolder, str | None]:
    name = os.path.relpath(path.absolute(), root)
    if name == "." or name.startswith(".."):
        return dict.fromkeys(folders) if path.resolve() == root.resolve() else {}
    return {
        folder: name if name in (folder.plan_path, *folder.check_in_paths()) else None
        for folder in folders
        if f"{folder.path}/".startswith(f"{name}/") or name.startswith(f"{folder.path}/")
        if f"{folder.path}/".startswith(f"{name}/") or os.path.lexists(root / name)
    }


def check(wanted: Sequence[Target], setting: Setting) -> Checked:
    """Check plans with their check-ins; in two processes from two hundred plans on."""
    result = Checked()
    if len(wanted) < _FORK_FROM:
        for target in wanted:
            result.add(_check_one(target, setting))
        return result
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("fork")) as processes:
        halves = [wanted[place::_PROCESSES] for place in range(_PROCESSES)]
        for part in processes.map(_check_many, halves, [setting] * _PROCESSES):
            result.add(part)
    return result


def _check_many(wanted: Sequence[Target], setting: Setting) -> Checked:
    results = [_check_one(target, setting) for target in wanted]
    return Checked(
        [finding for result in results for finding in result.findings],
        {place: line for result in results for place, line in result.lines.items()},
        sum(result.files for result in results),
    )


def _check_one(target: Target, setting: Setting) -> Checked:
    folder = target.folder
    raw: dict[str, bytes] = {}
    unreadable: list[Finding] = []
    for path in (folder.plan_path, *folder.check_in_paths()):
        try:
            raw[path] = workspace.read_file(folder.root, path)
        except UnreadableError as error:
            why = str(error).removeprefix(f"{path} ")
            unreadable.append(
                Finding(path, 1, 1, _UNREADABLE, Severity.ERROR, f"this {why}", "make it a readable file")
            )
    plan = read_plan(folder.plan_path, raw[folder.plan_path]) if folder.plan_path in raw else _nothing(folder.plan_path)
    check_ins = [read_check_in(path, data) for path, data in raw.items() if path != folder.plan_path]
    findings = [*unreadable, *lint(plan, check_ins, setting)]
    reported = [finding for finding in findings if target.only is None or finding.path in target.only]
    lines = _lines(reported, plan, check_ins)
    return Checked(sorted(reported), lines, len(raw) if target.only is None else len(target.only))


def _nothing(path: str) -> Document[Plan]:
    return Document(path, "", ())


def _lines(
    findings: Iterable[Finding], plan: Document[Plan], check_ins: Iterable[Document[CheckIn]]
) -> dict[tuple[str, int], str]:
    texts = {plan.path: plan.text} | {check_in.path: check_in.text for check_in in check_ins}
    return {(f.path, f.line): _line(texts[f.path], f.line) for f in findings if f.path in texts}


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1].rstrip("\r") if number <= len(lines) else ""


def check_text(folder: PlanFolder, plan: bytes, check_ins: Mapping[str, bytes], setting: Setting) -> Checked:
    """Check a plan and check-ins that are not on disk yet."""
    document = read_plan(folder.plan_path, plan)
    others: list[Document[CheckIn]] = [read_check_in(path, raw) for path, raw in check_ins.items()]
    findings = lint(document, others, setting)
    return Checked(findings, _lines(findings, document, others), 1 + len(others))
