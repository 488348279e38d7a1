"""What the rules say of each plan, shared out where there are many, and remembered where it still holds."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coachplan import workspace
from coachplan.errors import UnreadableError
from coachplan.findings import CANNOT_BE_OPENED, Finding, Severity
from coachplan.memory import Memory
from coachplan.policy import Policy
from coachplan.processes import Tick, in_order, unwatched
from coachplan.release import fingerprint
from coachplan.workspace import PlanFolder

if TYPE_CHECKING:
    from coachplan.rules import Digest, Setting

_READERS = ("pydantic", "pydantic_core", "yaml", "frontmatter", "dateutil")
_FORK_FROM = 200
_ACROSS = ""
_COLUMNS = tuple(column.name for column in fields(Finding))
# Reading a large memory for a few plans takes longer than judging them does.
_WORTH_READING = 200_000
_WORTH_READING_PER_PLAN = 20_000


class Verdict(NamedTuple):
    """What is known of one plan: its findings, how many files it has, and what rules across plans need of it.

    `content` is a fingerprint of its files. With a `day`, an ISO date, it holds on that day only. A verdict across
    plans has, for each finding, the paths of the other plans as its `digest`.
    """

    content: str
    day: str | None
    files: int
    findings: list[list[Any]]
    digest: list[Any] | None

    def found(self) -> list[Finding]:
        """The findings."""
        return [_finding(row) for row in self.findings]


def _row(finding: Finding) -> list[Any]:
    return [getattr(finding, name) for name in _COLUMNS]


def _finding(row: Sequence[Any]) -> Finding:
    path, line, column, code, severity, message, advice, rewrite = row
    return Finding(path, line, column, code, Severity(severity), message, advice, rewrite)


def remembering(folder: Callable[[], Path], policy: Policy) -> Memory:
    """The memory in `folder` of verdicts by this release, its rules as they are on disk, and this policy."""
    return Memory(folder, "verdicts.json", f"{fingerprint(*_READERS)} {astuple(policy)}")


class Judge:
    """Gives a verdict on every plan, on one day and by one policy; asks the rules only where none is remembered.

    `tick` is told how far that has come.
    """

    def __init__(self, today: date, policy: Policy, memory: Memory | None, tick: Tick = unwatched) -> None:
        self._today = today
        self._policy = policy
        self._memory = memory
        self._tick = tick
        self._stamps: dict[str, tuple[str, int]] = {}

    def plans(self, folders: Sequence[PlanFolder]) -> list[Verdict]:
        """A verdict on each plan."""
        if self._memory and self._memory.size() > _WORTH_READING + _WORTH_READING_PER_PLAN * len(folders):
            self._memory = None
        verdicts = {folder: known for folder in folders if (known := self._recalled(folder))}
        asked = [folder for folder in folders if folder not in verdicts]
        for folder, verdict in zip(asked, self._made(asked), strict=True):
            verdicts[folder] = verdict
            if (
                self._memory
                and folder.id in self._stamps
                and CANNOT_BE_OPENED not in {row[3] for row in verdict.findings}
            ):
                self._memory.keep(folder.id, *self._stamps[folder.id], verdict)
        return [verdicts[folder] for folder in folders]

    def _recalled(self, folder: PlanFolder) -> Verdict | None:
        if self._memory is None:
            return None
        try:
            stamp, newest = folder.stamp()
        except UnreadableError:
            return None
        self._stamps[folder.id] = stamp, newest
        return self._holding(self._memory.recall(folder.id, stamp))

    def _holding(self, known: Sequence[Any] | None) -> Verdict | None:
        """What is remembered as a verdict, where it holds today."""
        verdict = Verdict._make(known) if known else None
        return verdict if verdict and verdict.day in (None, self._today.isoformat()) else None

    def _made(self, folders: Sequence[PlanFolder]) -> Iterator[Verdict]:
        formers = [self._holding(self._memory.former(folder.id)) if self._memory else None for folder in folders]
        return in_order(
            partial(_make, self._today, self._policy),
            list(zip(folders, formers, strict=True)),
            fork_from=_FORK_FROM,
            loading=["coachplan.linter"],
            tick=self._tick,
        )

    def across(self, verdicts: Sequence[Verdict]) -> list[tuple[Finding, tuple[str, ...]]]:
        """What only shows across plans, of which these are all the verdicts, each with the other plans it is about."""
        stamp = blake2b(json.dumps([verdict.digest for verdict in verdicts]).encode()).hexdigest()
        known = self._holding(self._memory.recall(_ACROSS, stamp)) if self._memory else None
        if known is None:
            known = self._made_across(verdicts)
            if self._memory:
                self._memory.keep(_ACROSS, stamp, 0, known)
        assert known.digest is not None
        return [(finding, tuple(others)) for finding, others in zip(known.found(), known.digest, strict=True)]

    def _made_across(self, verdicts: Sequence[Verdict]) -> Verdict:
        from coachplan.linter import lint_across
        from coachplan.rules import Digest, Setting

        setting = Setting(self._today, self._policy)
        found = lint_across([Digest._make(verdict.digest) for verdict in verdicts if verdict.digest], setting)
        day = self._today.isoformat() if setting.was_asked_for_today else None
        return Verdict("", day, 0, [_row(finding) for finding, _ in found], [list(others) for _, others in found])


def _make(today: date, policy: Policy, asked: tuple[PlanFolder, Verdict | None]) -> Verdict:
    """The verdict on a plan; the former one where it is about the same bytes."""
    folder, former = asked
    raw, unreadable = _read(folder)
    content = _fingerprint(raw)
    if former and former.content == content and not unreadable:
        return former
    return _judged(folder.plan_path, raw, unreadable, content, today, policy)


def judge_texts(plan_path: str, raw: Mapping[str, bytes], today: date, policy: Policy) -> list[Finding]:
    """The findings in the bytes of a plan and its check-ins, by their paths."""
    return _judged(plan_path, raw, [], "", today, policy).found()


def _judged(
    plan_path: str, raw: Mapping[str, bytes], unreadable: list[Finding], content: str, today: date, policy: Policy
) -> Verdict:
    from coachplan.document import Document, read_check_in, read_plan
    from coachplan.linter import digest, lint
    from coachplan.rules import Setting

    setting = Setting(today, policy)
    plan = read_plan(plan_path, raw[plan_path]) if plan_path in raw else Document(plan_path, "", ())
    check_ins = [read_check_in(path, data) for path, data in raw.items() if path != plan_path]
    check_ins += [Document(finding.path, "", ()) for finding in unreadable if finding.path != plan_path]
    findings = [*unreadable, *lint(plan, check_ins, setting)]
    return _verdict(content, len(raw) + len(unreadable), findings, digest(plan, check_ins, setting.policy), setting)


def _verdict(
    content: str, files: int, findings: Iterable[Finding], digest: "Digest | None", setting: "Setting"
) -> Verdict:
    day = setting.today.isoformat() if setting.was_asked_for_today else None
    return Verdict(content, day, files, [_row(f) for f in findings], list(digest) if digest else None)


def _fingerprint(raw: Mapping[str, bytes]) -> str:
    return blake2b(
        b"".join(b"%s\0%d\0%s" % (os.fsencode(path), len(data), data) for path, data in raw.items())
    ).hexdigest()


def _read(folder: PlanFolder) -> tuple[dict[str, bytes], list[Finding]]:
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
    return Finding(path, 1, 1, CANNOT_BE_OPENED, Severity.ERROR, f"this cannot be read: {why}", advice)
