"""What `coachplan check` does beside checking once: by a baseline, again and again, and mending."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coachplan.base.errors import UnreadableError
from coachplan.commands import _arguments
from coachplan.output.findings import Format

if TYPE_CHECKING:
    from coachplan.base.findings import Finding
    from coachplan.checks.fixes import Mending
    from coachplan.checks.select import Baseline, Selection
    from coachplan.store.repository import Repository
    from coachplan.views.checker import Checked, CheckTarget

_MENDABLE = frozenset({"CP012", "CP013", "CP107", "CP406"})


@dataclass(frozen=True)
class Check:
    """What is to be checked, and which of the findings count."""

    repository: "Repository"
    start: Path
    paths: Sequence[Path]
    select: Sequence[str]
    ignore: Sequence[str]
    changed_since: str | None
    baseline: Path | None
    today: str | None
    remembers: bool

    @property
    def selection(self) -> "Selection":
        """The rules that are asked for now or, where none is, that the settings ask for."""
        from coachplan.checks.select import Selection
        from coachplan.store.settings import selector

        settings = self.repository.settings
        chosen, left_out = ([selector(rule) for rule in rules] for rules in (self.select, self.ignore))
        if chosen:
            return Selection(tuple(chosen), tuple(left_out), settings.severities)
        return Selection(settings.select, (*settings.ignore, *left_out), settings.severities)

    def targets(self) -> "list[CheckTarget]":
        """What the person named, or what changed of it."""
        from coachplan.views.checker import changed, targets

        folders = self.repository.plans()
        wanted = targets(self.repository.root, folders, [self._path(path) for path in self.paths])
        if self.changed_since is None:
            return wanted
        return changed(folders, wanted, self.repository.work_tree.changed_since(self.changed_since))

    def _path(self, path: Path) -> Path:
        """A path that is there, or the folder of the plan that it names as other commands let it be named."""
        from coachplan.base.errors import UsageError

        if os.path.lexists(path):
            return path
        try:
            return self.repository.root / self.repository.plan(str(path.relative_to(self.start))).path
        except UsageError:
            return path

    def run(self, *, all_of_it: bool = False) -> "Checked":
        """The findings that count; with `all_of_it`, those of the baseline, too."""
        from coachplan.output.terminal.progress_bar import progress_bar
        from coachplan.views.cached_findings import remembering
        from coachplan.views.checker import check

        policy = self.repository.settings.policy
        memory = remembering(lambda: self.repository.cache_folder, policy) if self.remembers else None
        with progress_bar("Checking plans") as tick:
            checked = check(self.targets(), _arguments.day(self.today), policy, memory, tick)
        if memory:
            memory.save(whole=not self.paths)
        findings = self.selection.of(checked.findings)
        if self.baseline and not all_of_it:
            findings = self._without_known(findings, self.baseline)
        return replace(checked, findings=findings)

    def _without_known(self, findings: "list[Finding]", file: Path) -> "list[Finding]":
        """The findings that are not in the baseline; says what of it is mended, where everything was checked."""
        from coachplan.output.terminal.console import say

        baseline = _read_baseline(file)
        everything = not self.paths and self.changed_since is None
        if everything and (mended := baseline.mended(findings, self.selection)):
            several = "s" * (mended != 1), "are" if mended > 1 else "is"
            say(f"{mended} finding{several[0]} of {file.name} {several[1]} mended; write it anew with --write-baseline")
        return baseline.without(findings)


def _read_baseline(file: Path) -> "Baseline":
    from coachplan.checks.select import Baseline

    try:
        return Baseline.read(file.read_bytes(), file.name)
    except OSError as error:
        raise UnreadableError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}") from None


@dataclass(frozen=True)
class Show:
    """How findings are shown."""

    format: Format
    shown_path: Callable[[str], str]
    quoting: bool
    limit: int | None
    statistics: bool

    def text(self, checked: "Checked", repository: "Repository") -> str:
        """The findings, or how many each rule has, in the format."""
        from coachplan.output import findings as report

        if self.statistics:
            return report.statistics(checked, self.format)
        if self.quoting:
            checked = checked.quoted(repository.root)
        return report.render(checked, self.format, show_text=self.quoting, shown_path=self.shown_path, limit=self.limit)


def record_baseline(check: Check, file: Path) -> None:
    """Write down what is found now, in place of an earlier baseline or nothing."""
    from coachplan.checks.select import Baseline
    from coachplan.output.terminal.console import say
    from coachplan.store.files import write_private

    check.repository.require_outside(file)
    if os.path.lexists(file):
        _read_baseline(file)  # nothing else is written over
    findings = check.run(all_of_it=True).findings
    write_private(file, Baseline.of(findings).to_bytes())
    say(f"Wrote {file}: {len(findings)} finding{'s' * (len(findings) != 1)}")


def show_mendings(check: Check, show: Show) -> int:
    """Print what `--fix` would change, as a diff or without any word of a plan; 1 where that is anything."""
    from coachplan.checks.fixes import diff
    from coachplan.output.terminal.console import clean, faithful, out, say

    mendings = _mendings(check)
    for path, before, mending in mendings:
        if show.quoting:
            out(faithful(diff(path, before, mending.raw)))
        else:
            for done in mending.done:
                out(clean(f"{show.shown_path(path)}:{done.line}: {done.code} {done.message}"))
    say(_told(mendings, "Would mend"))
    return int(bool(mendings))


def offer_mending(check: Check, checked: "Checked") -> None:
    """Say how much `--fix` would mend, where any rule found what it may."""
    from coachplan.output.terminal.console import say

    if not _MENDABLE.isdisjoint(finding.code for finding in checked.findings):
        places = sum(len(mending.done) for _, _, mending in _mendings(check))
        if places:
            say(f"{places} place{'s' * (places != 1)} can be mended safely: see --diff, then --fix")


def mend_now(check: Check) -> None:
    """Mend what is safe to mend, and say how much that was; commits nothing."""
    from coachplan.output.terminal.console import say

    mendings = _mendings(check)
    check.repository.rewrite({path: (before, mending.raw) for path, before, mending in mendings})
    if mendings:
        say(f"{_told(mendings, 'Mended')}; record it with `coachplan save`")


def _mendings(check: Check) -> "list[tuple[str, bytes, Mending]]":
    """What can be mended in the files to check: path, bytes before, and what they become."""
    from coachplan.checks.fixes import mend
    from coachplan.store.files import read_file

    found = []
    for path in (path for target in check.targets() for path in target.paths()):
        with suppress(UnreadableError):  # a finding says so
            before = read_file(check.repository.root, path)
            mending = mend(path, before, check.repository.settings, check.selection.has)
            if mending.raw != before:
                found.append((path, before, mending))
    return found


def _told(mendings: "list[tuple[str, bytes, Mending]]", verb: str) -> str:
    places = sum(len(mending.done) for _, _, mending in mendings)
    files = f"{len(mendings)} file{'s' * (len(mendings) != 1)}"
    return f"{verb} {places} place{'s' * (places != 1)} in {files}" if places else "Nothing to mend"
