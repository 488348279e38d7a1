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
            shown = " ".join(str(path).split())
            raise UnreadableError(f"{shown} is no plan, check-in or folder with plans of {root}")
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
        folder: name if name == folder.plan_path or name in _check_ins(folder) else None
        for folder in folders
        if f"{folder.path}/".startswith(f"{name}/") or name.startswith(f"{folder.path}/")
        if f"{folder.path}/".startswith(f"{name}/") or os.path.lexists(root / name)
    }


def _check_ins(folder: PlanFolder) -> list[str]:
    try:
        return folder.check_in_paths()
    except UnreadableError:
        return []


def check(wanted: Sequence[Target], setting: Setting) -> Checked:
    """Check plans with their check-ins; in two processes from two hundred plans on."""
    if len(wanted) < _FORK_FROM:
        return _check_many(wanted, setting)
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    halves = [wanted[place::_PROCESSES] for place in range(_PROCESSES)]
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("fork")) as processes:
        return _together(processes.map(_check_many, halves, [setting] * _PROCESSES))


def _check_many(wanted: Sequence[Target], setting: Setting) -> Checked:
    return _together(_check_one(target, setting) for target in wanted)


def _together(parts: Iterable[Checked]) -> Checked:
    result = Checked()
    for part in parts:
        result.findings += part.findings
        result.lines |= part.lines
        result.files += part.files
    result.findings.sort()
    return result


def _check_one(target: Target, setting: Setting) -> Checked:
    folder = target.folder
    raw, unreadable = _read_all(folder)
    plan = read_plan(folder.plan_path, raw[folder.plan_path]) if folder.plan_path in raw else _nothing(folder.plan_path)
    check_ins = [read_check_in(path, data) for path, data in raw.items() if path != folder.plan_path]
    findings = [*unreadable, *lint(plan, check_ins, setting)]
    reported = [finding for finding in findings if target.only is None or finding.path in target.only]
    lines = _lines(reported, plan, check_ins)
    return Checked(sorted(reported), lines, len(raw) if target.only is None else len(target.only))


def _read_all(folder: PlanFolder) -> tuple[dict[str, bytes], list[Finding]]:
    """The bytes of a plan and its check-ins, and a finding for each file or folder that cannot be read."""
    raw: dict[str, bytes] = {}
    unreadable: list[Finding] = []
    try:
        check_ins = folder.check_in_paths()
    except UnreadableError as error:
        check_ins = []
        path = f"{folder.path}/{workspace.CHECK_INS_FOLDER}"
        unreadable.append(_unreadable(path, error, "make it a folder that can be read"))
    for path in (folder.plan_path, *check_ins):
        try:
            raw[path] = workspace.read_file(folder.root, path)
        except UnreadableError as error:
            unreadable.append(_unreadable(path, error, "make it a readable file"))
    return raw, unreadable


def _unreadable(path: str, error: UnreadableError, advice: str) -> Finding:
    _, _, why = str(error).rpartition(" cannot be read: ")
    return Finding(path, 1, 1, _UNREADABLE, Severity.ERROR, f"this cannot be read: {why}", advice)


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
