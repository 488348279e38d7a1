"""The findings of the rules in each plan, shared out where there are many, and cached where they still hold."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, fields, replace
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coachplan.base.errors import UnreadableError, broken_at
from coachplan.base.findings import CANNOT_BE_OPENED, Finding, Severity
from coachplan.base.layout import AGREEMENTS_FOLDER, CHECK_INS_FOLDER, agreements_in
from coachplan.base.parallel import Tick, map_in_order, unwatched
from coachplan.base.policy import Policy
from coachplan.store import files
from coachplan.store.build_fingerprint import fingerprint
from coachplan.store.cache import Cache
from coachplan.store.files import PlanFolder

if TYPE_CHECKING:
    from coachplan.checks.rule import RuleContext
    from coachplan.plan import Person

_READERS = ("pydantic", "pydantic_core", "yaml", "frontmatter", "dateutil")
_FORK_FROM = 200
_ACROSS = ""
_BROKEN = "CP907"
_NOT_KEPT = frozenset((CANNOT_BE_OPENED, _BROKEN))
_COLUMNS = tuple(column.name for column in fields(Finding))
# Reading a large cache for a few plans takes longer than judging them does.
_WORTH_READING = 200_000
_WORTH_READING_PER_PLAN = 20_000


class CachedFindings(NamedTuple):
    """The findings of one plan: its findings, how many files it has, and what rules across plans need of it.

    `content` is a fingerprint of its files. With a `day`, an ISO date, it holds on that day only. Findings across
    plans have, for each of them, the paths of the other plans as its `digest`. `said` is each yes that the plan
    records, as `testimony` needs it. `readers` are the people in the roles of a plan that is open.
    """

    content: str
    day: str | None
    files: int
    findings: list[list[Any]]
    digest: list[Any] | None
    said: list[Any] | None = None
    readers: Sequence[str] = ()

    def found(self) -> list[Finding]:
        """The findings."""
        return [_finding(row) for row in self.findings]


def _row(finding: Finding) -> list[Any]:
    return [getattr(finding, name) for name in _COLUMNS]


def _finding(row: Sequence[Any]) -> Finding:
    path, line, column, code, severity, message, advice, rewrite = row
    return Finding(path, line, column, code, Severity(severity), message, advice, rewrite)


def remembering(folder: Callable[[], Path], policy: Policy) -> Cache:
    """Return the cache in `folder` of findings by this release, its rules as they are on disk, and this policy."""
    return Cache(folder, "findings.json", f"{fingerprint(*_READERS)} {astuple(policy)}")


HadRoleIn = Callable[[PlanFolder, "Person", date], bool]
"""Says whether a person had a role in a plan on a day, as its recorded versions know."""


class _Asking(NamedTuple):
    """The things that rules are told beside a plan."""

    today: date
    policy: Policy
    had_role: HadRoleIn | None

    def about(self, folder: PlanFolder) -> "RuleContext":
        """The context of the rules for the plan in a folder."""
        from coachplan.checks.rule import RuleContext

        return RuleContext(self.today, self.policy, partial(self.had_role, folder) if self.had_role else None)


class PlanChecker:
    """The findings of plans on one day and by one policy; the rules run only where nothing in the cache holds.

    `tick` is called with the number of plans done.
    """

    def __init__(
        self,
        today: date,
        policy: Policy,
        cache: Cache | None,
        tick: Tick = unwatched,
        had_role: HadRoleIn | None = None,
    ) -> None:
        self._asking = _Asking(today, policy, had_role)
        self._today = today
        self._valid_on = (None, today.isoformat())
        self._policy = policy
        self._cache = cache
        self._tick = tick
        self._stamps: dict[str, tuple[str, int]] = {}

    def plans(self, folders: Sequence[PlanFolder]) -> list[CachedFindings]:
        """Return the findings of each plan."""
        if self._cache and self._cache.size() > _WORTH_READING + _WORTH_READING_PER_PLAN * len(folders):
            self._cache = None
        entries = {folder.id: known for folder in folders if (known := self._recalled(folder))}
        asked = [folder for folder in folders if folder.id not in entries]
        for folder, entry in zip(asked, self._made(asked), strict=True):
            entries[folder.id] = entry
            if self._cache and folder.id in self._stamps and _NOT_KEPT.isdisjoint(row[3] for row in entry.findings):
                self._cache.put(folder.id, *self._stamps[folder.id], entry)
        return [entries[folder.id] for folder in folders]

    def _recalled(self, folder: PlanFolder) -> CachedFindings | None:
        if self._cache is None:
            return None
        try:
            stamp, newest = folder.stamp()
        except UnreadableError:
            return None
        self._stamps[folder.id] = stamp, newest
        return self._holding(self._cache.get(folder.id, stamp))

    def _holding(self, known: Sequence[Any] | None) -> CachedFindings | None:
        """Return a cached entry, where it holds today."""
        entry = CachedFindings._make(known) if known else None
        return entry if entry and entry.day in self._valid_on else None

    def _made(self, folders: Sequence[PlanFolder]) -> Iterator[CachedFindings]:
        formers = [self._holding(self._cache.stale(folder.id)) if self._cache else None for folder in folders]
        return map_in_order(
            partial(_make, self._asking),
            list(zip(folders, formers, strict=True)),
            fork_from=_FORK_FROM,
            loading=["coachplan.checks.lint"],
            tick=self._tick,
        )

    def across(self, entries: Sequence[CachedFindings]) -> list[tuple[Finding, tuple[str, ...]]]:
        """Return findings across plans, of which these are all the entries, each with the other plans it is about."""
        # What rules across plans need of a plan follows from its files, of which some cannot be read, and the day.
        known_by = "\n".join([f"{entry.content} {entry.files} {entry.day}" for entry in entries])
        stamp = blake2b(known_by.encode()).hexdigest()
        known = self._holding(self._cache.get(_ACROSS, stamp)) if self._cache else None
        if known is None:
            known = self._made_across(entries)
            if self._cache:
                self._cache.put(_ACROSS, stamp, 0, known)
        assert known.digest is not None
        return [(finding, tuple(others)) for finding, others in zip(known.found(), known.digest, strict=True)]

    def _made_across(self, entries: Sequence[CachedFindings]) -> CachedFindings:
        from coachplan.checks.lint import lint_across
        from coachplan.checks.rule import Digest, RuleContext

        context = RuleContext(self._today, self._policy)
        found = lint_across([Digest._make(entry.digest) for entry in entries if entry.digest], context)
        day = self._today.isoformat() if context.was_asked_for_today else None
        return CachedFindings(
            "", day, 0, [_row(finding) for finding, _ in found], [list(others) for _, others in found]
        )


def _make(asking: _Asking, asked: tuple[PlanFolder, CachedFindings | None]) -> CachedFindings:
    """The entry of a plan; the former one where it is about the same bytes."""
    folder, former = asked
    raw, unreadable, copies = _read(folder)
    content = _fingerprint(raw | dict.fromkeys(copies, b""))
    if former and former.content == content and not unreadable:
        return former
    try:
        entry = _judged(asking, folder, raw, unreadable, content)
    except Exception as error:  # noqa: BLE001 - the boundary around a plan: it is a finding, and the others go on
        found = [*map(_row, unreadable), _row(_of_bug(folder.plan_path, error))]
        entry = CachedFindings(content, asking.today.isoformat(), len(raw) + len(unreadable), found, None)
    return entry._replace(findings=[*entry.findings, *(_row(_of_copy(path)) for path in copies)])


def _judged(
    asking: _Asking, folder: PlanFolder, raw: Mapping[str, bytes], unreadable: list[Finding], content: str
) -> CachedFindings:
    from coachplan.format import Document, read_check_in, read_plan, with_agreements

    plan_path, policy = folder.plan_path, asking.policy
    agreements = tuple((path, raw[path]) for path in agreements_in(raw))
    plan = read_plan(plan_path, raw[plan_path]) if plan_path in raw else Document(plan_path, "", ())
    plan = with_agreements(plan, agreements)
    files = (*raw, *(finding.path for finding in unreadable))
    check_ins = [
        read_check_in(path, raw[path]) if path in raw else Document(path, "", ())
        for path in files
        if path.split("/")[3] == CHECK_INS_FOLDER
    ]
    # The rules load after the models, not around them: where imports nest deeply, some calls of CPython 3.11 take and
    # give back a piece of memory each, which made a check a fifth slower.
    from coachplan.checks.lint import digest, lint, set_aside
    from coachplan.coaching.lifecycle import begins_by_itself, status_on
    from coachplan.views.testimony import claims

    context, counted = asking.about(folder), plan
    if plan.content and begins_by_itself(plan.content, date.max, policy):
        status = status_on(plan.content, context.today, policy)
        counted = replace(plan, content=plan.content.model_copy(update={"status": status}))
    findings = [*unreadable, *lint(counted, check_ins, context)]
    has_errors = any(finding.severity is Severity.ERROR for finding in findings)
    known = digest(plan if has_errors else counted, check_ins, policy)
    found = [_row(finding) for finding in findings]
    day = asking.today.isoformat() if context.was_asked_for_today else None
    said = claims(plan, set_aside(plan))
    count = len(raw) + len(unreadable)
    people = plan.content.people.readers() if plan.content and known and known.is_open else ()
    return CachedFindings(
        content,
        day,
        count,
        found,
        list(known) if known else None,
        list(said) if said else None,
        sorted({person.key for person in people}),
    )


def _fingerprint(raw: Mapping[str, bytes]) -> str:
    return blake2b(
        b"".join(b"%s\0%d\0%s" % (os.fsencode(path), len(data), data) for path, data in raw.items()),
        digest_size=16,
    ).hexdigest()


def _read(folder: PlanFolder) -> tuple[dict[str, bytes], list[Finding], list[str]]:
    """The bytes of a plan's files, a finding for each file or folder that cannot be read, and the copies."""
    raw: dict[str, bytes] = {}
    unreadable: list[Finding] = []
    paths, copies = [folder.plan_path], list[str]()
    for name, files_in in ((CHECK_INS_FOLDER, folder.check_in_paths), (AGREEMENTS_FOLDER, folder.agreement_paths)):
        try:
            paths += files_in()
        except UnreadableError as error:
            unreadable.append(_unreadable(f"{folder.path}/{name}", error, "make it a folder that can be read"))
    with suppress(UnreadableError):  # that folder is a finding
        copies = folder.copies()
    for path in paths:
        try:
            raw[path] = files.read_file(folder.root, path)
        except UnreadableError as error:
            unreadable.append(_unreadable(path, error, "make it a readable file"))
    return raw, unreadable, copies


def _unreadable(path: str, error: UnreadableError, advice: str) -> Finding:
    _, _, why = str(error).rpartition(" cannot be read: ")
    return Finding(path, 1, 1, CANNOT_BE_OPENED, Severity.ERROR, f"this cannot be read: {why}", advice)


def _of_bug(path: str, error: Exception) -> Finding:
    advice = "the other plans are judged as ever; something unusual in this one brought it to light"
    return Finding(path, 1, 1, _BROKEN, Severity.ERROR, broken_at(error), advice)


def _of_copy(path: str) -> Finding:
    return Finding(
        path,
        1,
        1,
        "CP901",
        Severity.WARNING,
        "this is a second copy of a file, as programs that sync or edit leave one; it counts for nothing",
        "compare it with the original, keep what is new in it, and remove it; or give it a name of its own",
    )
