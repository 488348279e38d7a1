"""`coachplan check`."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import TodayOption
from coachplan.errors import UnreadableError, UsageError
from coachplan.reports.findings import Format

if TYPE_CHECKING:
    from coachplan.checker import Checked, Target
    from coachplan.findings import Finding
    from coachplan.mending import Mending
    from coachplan.repository import Repository
    from coachplan.selection import Selection

_AT_MOST = 8
_BREATH = 200
_MENDABLE = frozenset({"CP012", "CP013", "CP107", "CP406"})

RulesOption = Annotated[
    list[str] | None,
    typer.Option(metavar="RULES", help="Only these rules: codes, beginnings of codes or names, separated by commas."),
]


def check_plans(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Plans, check-ins or folders; by default every plan."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to show what was found.")] = Format.FULL,
    show_all: Annotated[bool, typer.Option("--all", help="Every finding, not just the first eight of a plan.")] = False,
    show_text: Annotated[
        bool | None,
        typer.Option("--show-text/--no-show-text", help="Quote the plans; by default only on a terminal outside CI."),
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="How often each rule found something.")] = False,
    select: RulesOption = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULES", help="All but these rules.")] = None,
    changed_since: Annotated[
        str | None, typer.Option(metavar="REV", help="Report only what changed since this branch left REV.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Leave out what was there when FILE was written.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write down in FILE what is found now, for --baseline.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is safe to mend; commits nothing.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change; changes nothing.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a plan changes, until Ctrl-C.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 in spite of findings.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Remember nothing, and use nothing remembered.")] = False,
    today: TodayOption = None,
) -> None:
    """Check plans and check-ins.

    Findings say where, what, and how to mend it; `coachplan rule CODE` says why. No plan is changed, unless with --fix.
    Exit code 0: nothing or hints only; 1: errors or warnings; 2: a file cannot be opened, or the call is wrong.

    For example: `check --select CP2,CP6`, `check --changed-since origin/main`, `check --diff`. What holds for everyone
    stands under [rules] in coachplan.toml; what one plan sets aside, under `ignore:` in that plan.
    """
    from coachplan.reports.terminal import is_private, out

    if statistics and output not in (Format.FULL, Format.CONCISE, Format.JSON):
        raise UsageError(f"--statistics are columns or --format json, not {output}")
    repository = arguments.repository(context)
    start = arguments.start(context)
    check = _Check(
        repository,
        start,
        [start / path for path in paths or ()],
        _selection(repository, select, ignore),
        changed_since,
        start / baseline if baseline else None,
        today,
        remembers=not no_cache,
    )
    show = _Show(
        output,
        arguments.shown_path(repository),
        quoting=is_private() and output is Format.FULL if show_text is None else show_text,
        limit=None if show_all else _AT_MOST,
        statistics=statistics,
    )
    if diff:
        raise typer.Exit(_show_mendings(check, show))
    if fix:
        _mend(check)
    if write_baseline:
        raise typer.Exit(_write_baseline(check, start / write_baseline))
    if watch:
        _watch(check, show)
    checked = check.run()
    if text := show.text(checked, repository):
        out(text)
    if output is Format.FULL and not fix:
        _offer_mending(check, checked)
    raise typer.Exit(0 if exit_zero and checked.exit_code == 1 else checked.exit_code)


def _selection(repository: "Repository", select: Sequence[str] | None, ignore: Sequence[str] | None) -> "Selection":
    from coachplan.config import selector
    from coachplan.selection import Selection

    settings = repository.settings
    chosen = [selector(rule) for rules in select or () for rule in rules.split(",") if rule.strip()]
    left_out = [selector(rule) for rules in ignore or () for rule in rules.split(",") if rule.strip()]
    return Selection(tuple(chosen) or settings.select, (*settings.ignore, *left_out), settings.severities)


@dataclass(frozen=True)
class _Check:
    """What is to be checked, and which of the findings count."""

    repository: "Repository"
    start: Path
    paths: Sequence[Path]
    selection: "Selection"
    changed_since: str | None
    baseline: Path | None
    today: str | None
    remembers: bool

    def targets(self) -> "list[Target]":
        """What the person named, or what changed of it."""
        from coachplan.checker import changed, targets

        folders = self.repository.plans()
        wanted = targets(self.repository.root, folders, [self._path(path) for path in self.paths])
        if self.changed_since is None:
            return wanted
        return changed(folders, wanted, self.repository.history.changed_since(self.changed_since))

    def _path(self, path: Path) -> Path:
        """A path that is there, or the folder of the plan that it names as other commands let it be named."""
        from coachplan.errors import UsageError

        if os.path.lexists(path):
            return path
        try:
            return self.repository.root / self.repository.plan(str(path.relative_to(self.start))).path
        except UsageError:
            return path

    def run(self, *, all_of_it: bool = False) -> "Checked":
        """The findings that count; with `all_of_it`, those of the baseline, too."""
        from coachplan.checker import check
        from coachplan.verdicts import remembering

        policy = self.repository.settings.policy
        memory = remembering(lambda: self.repository.cache_folder, policy) if self.remembers else None
        checked = check(self.targets(), arguments.day(self.today), policy, memory)
        if memory:
            memory.save(whole=not self.paths)
        findings = self.selection.of(checked.findings)
        if self.baseline and not all_of_it:
            findings = _without_known(findings, self.baseline, tell=not self.paths and self.changed_since is None)
        return replace(checked, findings=findings)


def _without_known(findings: "list[Finding]", file: Path, *, tell: bool) -> "list[Finding]":
    """The findings that are not in the baseline; `tell` says what of it is mended, where everything was checked."""
    from coachplan.reports.terminal import say
    from coachplan.selection import Baseline
    from coachplan.workspace import read_given

    baseline = Baseline.read(read_given(file), file.name)
    if tell and (mended := baseline.mended(findings)):
        several = "s" * (mended != 1), "are" if mended > 1 else "is"
        say(f"{mended} finding{several[0]} of {file.name} {several[1]} mended; write it anew with --write-baseline")
    return baseline.without(findings)


@dataclass(frozen=True)
class _Show:
    """How findings are shown."""

    format: Format
    shown_path: Callable[[str], str]
    quoting: bool
    limit: int | None
    statistics: bool

    def text(self, checked: "Checked", repository: "Repository") -> str:
        """The findings, or how many each rule has, in the format."""
        from coachplan.reports import findings as report

        if self.statistics:
            return report.statistics(checked, self.format)
        if self.quoting:
            checked = checked.quoted(repository.root)
        return report.render(checked, self.format, show_text=self.quoting, shown_path=self.shown_path, limit=self.limit)


def _write_baseline(check: _Check, file: Path) -> int:
    from coachplan.reports.terminal import say
    from coachplan.selection import Baseline
    from coachplan.workspace import write_private

    check.repository.require_outside(file)
    findings = check.run(all_of_it=True).findings
    write_private(file, Baseline.of(findings).to_bytes())
    say(f"Wrote {file}: {len(findings)} finding{'s' * (len(findings) != 1)}")
    return 0


def _watch(check: _Check, show: _Show) -> None:
    """Check again whenever a plan, a check-in or the settings change; ends with Ctrl-C."""
    from watchfiles import watch

    from coachplan.errors import CoachplanError
    from coachplan.reports.terminal import clear, out, say
    from coachplan.workspace import is_checked

    root = check.repository.root
    changes = watch(
        root, watch_filter=lambda _, path: is_checked(root, path), rust_timeout=_BREATH, yield_on_timeout=True
    )
    next(changes)  # from here on, no change is missed
    while True:
        clear()
        try:
            out(show.text(check.run(), check.repository))
        except CoachplanError as error:
            say(f"coachplan: {error}")
        say("Watching for changes; Ctrl-C ends it")
        while not next(changes):
            pass
        check.repository.forget_settings()


def _show_mendings(check: _Check, show: _Show) -> int:
    """Print what `--fix` would change, as a diff or without any word of a plan; 1 where that is anything."""
    from coachplan.mending import diff
    from coachplan.reports.terminal import clean, faithful, out, say

    mendings = _mendings(check)
    for path, before, mending in mendings:
        if show.quoting:
            out(faithful(diff(path, before, mending.raw)))
        else:
            for done in mending.done:
                out(clean(f"{show.shown_path(path)}:{done.line}: {done.code} {done.message}"))
    say(_told(mendings, "Would mend"))
    return int(bool(mendings))


def _offer_mending(check: _Check, checked: "Checked") -> None:
    """Say how much `--fix` would mend, where any rule found what it may."""
    from coachplan.reports.terminal import say

    if not _MENDABLE.isdisjoint(finding.code for finding in checked.findings):
        places = sum(len(mending.done) for _, _, mending in _mendings(check))
        if places:
            say(f"{places} place{'s' * (places != 1)} can be mended safely: see --diff, then --fix")


def _mend(check: _Check) -> None:
    from coachplan.reports.terminal import say

    mendings = _mendings(check)
    check.repository.rewrite({path: (before, mending.raw) for path, before, mending in mendings})
    if mendings:
        say(f"{_told(mendings, 'Mended')}; record it with `coachplan save`")


def _mendings(check: _Check) -> "list[tuple[str, bytes, Mending]]":
    """What can be mended in the files to check: path, bytes before, and what they become."""
    from coachplan.mending import mend
    from coachplan.workspace import read_file

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
