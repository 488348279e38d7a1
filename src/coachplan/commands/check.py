"""`coachplan check`."""

from pathlib import Path
from typing import Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments
from coachplan.commands._arguments import TodayOption
from coachplan.output.findings import Format

_AT_MOST = 8

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
    from coachplan.commands import _checking
    from coachplan.commands._watching import keep_watching
    from coachplan.output.terminal.console import is_private, out

    modes = {
        "--fix": fix,
        "--diff": diff,
        "--write-baseline": write_baseline,
        "--watch": watch,
        "--statistics": statistics,
    }
    _refuse_contradictions([name for name, given in modes.items() if given], output)
    if write_baseline and (paths or changed_since):
        raise UsageError("--write-baseline takes everything: name no paths, and no --changed-since")
    repository, start = _arguments.repository(context), _arguments.start(context)
    check = _checking.Check(
        repository,
        start,
        [start / path for path in paths or ()],
        _rules("--select", select),
        _rules("--ignore", ignore),
        changed_since,
        start / baseline if baseline else None,
        today,
        remembers=not no_cache,
    )
    show = _checking.Show(
        output,
        _arguments.shown_path(repository),
        quoting=is_private() and output is Format.FULL if show_text is None else show_text,
        limit=None if show_all else _AT_MOST,
        statistics=statistics,
    )
    if write_baseline:
        _checking.record_baseline(check, start / write_baseline)
        return
    if diff:
        found = _checking.show_mendings(check, show)
        raise typer.Exit(int(found and not exit_zero))
    if fix:
        _checking.mend_now(check)
    if watch:
        keep_watching(repository, lambda: show.text(check.run(), repository), lambda: _arguments.day(today))
    checked = check.run()
    if text := show.text(checked, repository):
        out(text)
    if output is Format.FULL and not fix:
        _checking.offer_mending(check, checked)
    raise typer.Exit(0 if exit_zero and checked.exit_code == 1 else checked.exit_code)


def _rules(option: str, given: list[str] | None) -> list[str]:
    rules = [rule for words in given or () for rule in words.split(",") if rule.strip()]
    if given and not rules:
        raise UsageError(f"{option} takes rules, such as CP2,CP404")
    return rules


def _refuse_contradictions(modes: list[str], output: Format) -> None:
    """One thing at a time, and each only in the formats that can show it."""
    if len(modes) > 1:
        raise UsageError(f"{' and '.join(modes)} do not go together; choose one")
    if modes == ["--statistics"] and output not in (Format.FULL, Format.CONCISE, Format.JSON):
        raise UsageError(f"--statistics are columns or --format json, not {output}")
    if modes in (["--diff"], ["--watch"]) and output not in (Format.FULL, Format.CONCISE):
        raise UsageError(f"{modes[0]} is for people, not for --format {output}")
