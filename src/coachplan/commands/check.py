"""`coachplan check`."""

from pathlib import Path
from typing import Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments
from coachplan.commands._arguments import TodayOption
from coachplan.output.findings import Format

_AT_MOST = 8

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH]...", help="Plans, check-ins or folders; by default every plan."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="The format of the findings.")]
ShowAll = Annotated[bool, typer.Option("--all", help="Show every finding, not just the first eight of a plan.")]
ShowText = Annotated[
    bool | None,
    typer.Option("--show-text/--no-show-text", help="Quote the plans; by default only on a terminal outside CI."),
]
Statistics = Annotated[bool, typer.Option("--statistics", help="Count the findings of each rule.")]
Select = Annotated[
    list[str] | None,
    typer.Option(metavar="RULES", help="Only these rules: codes, beginnings of codes or names, separated by commas."),
]
Ignore = Annotated[list[str] | None, typer.Option(metavar="RULES", help="All but these rules.")]
ChangedSince = Annotated[
    str | None, typer.Option(metavar="REV", help="Report only what changed since this branch left REV.")
]
BaselineOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Leave out the findings that FILE knows.")]
WriteBaseline = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the findings to FILE, for --baseline.")]
Fix = Annotated[bool, typer.Option("--fix", help="Fix what is safe to fix; commits nothing.")]
Diff = Annotated[bool, typer.Option("--diff", help="Show what --fix would change; changes nothing.")]
Watch = Annotated[bool, typer.Option("--watch", help="Check again whenever a plan changes, until Ctrl-C.")]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 in spite of findings.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Do not read or write the cache.")]


def check_plans(
    context: typer.Context,
    paths: Paths = None,
    output: FormatOption = Format.FULL,
    show_all: ShowAll = False,
    show_text: ShowText = None,
    statistics: Statistics = False,
    select: Select = None,
    ignore: Ignore = None,
    changed_since: ChangedSince = None,
    baseline: BaselineOption = None,
    write_baseline: WriteBaseline = None,
    fix: Fix = False,
    diff: Diff = False,
    watch: Watch = False,
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
    today: TodayOption = None,
) -> None:
    """Check plans and check-ins.

    Findings say what is wrong, where, and how to fix it; `coachplan rule CODE` says why. Only --fix changes plans.
    Exit code 0: nothing or hints only; 1: errors or warnings; 2: a file cannot be opened, or the call is wrong.

    For example: `check --select CP2,CP6`, `check --changed-since origin/main`, `check --diff`. Settings for everyone
    stand under [rules] in coachplan.toml; what one plan sets aside, under `ignore:` in that plan.
    """
    from coachplan.actions.check import CheckRequest
    from coachplan.commands._checking import Checking, Show
    from coachplan.output.terminal.console import is_private

    modes = {"--fix": fix, "--diff": diff, "--write-baseline": write_baseline, "--watch": watch}
    _refuse_contradictions([name for name, given in (modes | {"--statistics": statistics}).items() if given], output)
    if write_baseline and (paths or changed_since):
        raise UsageError("--write-baseline takes every finding: it cannot be combined with paths or --changed-since")
    repository, start = _arguments.repository(context), _arguments.start(context)
    rules, known = (_rules("--select", select), _rules("--ignore", ignore)), start / baseline if baseline else None
    request = CheckRequest(start, tuple(paths or ()), *rules, changed_since, known, is_cached=not no_cache)
    quoting = is_private() and output is Format.FULL if show_text is None else show_text
    limit = None if show_all else _AT_MOST
    show = Show(output, _arguments.shown_path(repository), quoting, limit, statistics)
    checking = Checking(repository, request, show, today)
    if write_baseline:
        checking.write_baseline(start / write_baseline)
        return
    if diff:
        raise typer.Exit(int(checking.show_fixes() and not exit_zero))
    if fix:
        checking.fix()
    if watch:
        checking.keep_watching()
    code = checking.report(offers_fixes=not fix)
    raise typer.Exit(0 if exit_zero and code == 1 else code)


def _rules(option: str, given: list[str] | None) -> tuple[str, ...]:
    rules = tuple(rule for words in given or () for rule in words.split(",") if rule.strip())
    if given and not rules:
        raise UsageError(f"{option} takes rules, such as CP2,CP404")
    return rules


def _refuse_contradictions(modes: list[str], output: Format) -> None:
    """Refuse two modes at once, and formats that cannot show the one."""
    if len(modes) > 1:
        raise UsageError(f"{' and '.join(modes)} cannot be combined; choose one")
    if modes == ["--statistics"] and output not in (Format.FULL, Format.CONCISE, Format.JSON):
        raise UsageError(f"--statistics cannot be combined with --format {output}")
    if modes in (["--diff"], ["--watch"]) and output not in (Format.FULL, Format.CONCISE):
        raise UsageError(f"{modes[0]} cannot be combined with --format {output}")
