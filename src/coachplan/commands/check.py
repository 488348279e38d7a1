"""`coachplan check`."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _where
from coachplan.commands._arguments import (
    Paths,
    PathsOption,
    Text,
    Texts,
    TodayOption,
    are_codes,
    argument,
    flag,
    option,
)
from coachplan.output.findings import Format

if TYPE_CHECKING:
    from coachplan.actions.check import CheckRequest
    from coachplan.commands._checking import Checking, Shown
    from coachplan.store.repository import Repository

_AT_MOST = 8


def check_plans(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        argument("[PATH]...", "Plans, their files or folders; by default every plan. Also any file, or - for stdin."),
    ] = None,
    output: Annotated[Format, flag("--format", "The format of the findings.")] = Format.FULL,
    show_all: Annotated[bool, flag("--all", "Show every finding, not just the first eight of a plan.")] = False,
    show_text: Annotated[
        bool | None, flag("--show-text/--no-show-text", "Quote the plans; by default only on a terminal outside CI.")
    ] = None,
    statistics: Annotated[bool, flag("--statistics", "Count the findings of each rule.")] = False,
    select: Annotated[
        Texts,
        option("--select", "RULES", "Only these rules: codes, beginnings of codes or names, separated by commas."),
    ] = None,
    ignore: Annotated[Texts, option("--ignore", "RULES", "All but these rules.")] = None,
    changed_since: Annotated[Text, option("--changed-since", "REV", "Only what the branch changed since REV.")] = None,
    baseline: Annotated[Path | None, option("--baseline", "FILE", "Leave out the findings that FILE knows.")] = None,
    write_baseline: Annotated[
        Path | None, option("--write-baseline", "FILE", "Write the findings to FILE, for --baseline.")
    ] = None,
    fix: Annotated[bool, flag("--fix", "Fix what is safe to fix; commits nothing.")] = False,
    diff: Annotated[bool, flag("--diff", "Show what --fix would change; changes nothing.")] = False,
    watch: Annotated[bool, flag("--watch", "Check again whenever a plan changes, until Ctrl-C.")] = False,
    path_names: PathsOption = None,
    code: Annotated[Text, option("--explain", "CODE", "Show the plan that a code stands for.")] = None,
    allow_empty: Annotated[bool, flag("--allow-empty", "Let a check of nothing succeed.")] = False,
    exit_zero: Annotated[bool, flag("--exit-zero", "Exit with 0 in spite of findings.")] = False,
    no_cache: Annotated[bool, flag("--no-cache", "Do not read or write the cache.")] = False,
    today: TodayOption = None,
) -> None:
    """Check plans and check-ins.

    Findings say what is wrong, where, and how to fix it; `coachplan rule CODE` says why. Only --fix changes plans.
    Exit code 0: nothing or hints only; 1: errors or warnings; 2: a file cannot be opened, there is nothing to
    check, or the call is wrong.

    For example: `check --select CP2,CP6`, `check --changed-since origin/main`, `check --diff`. Settings for everyone
    stand under [rules] in coachplan.toml; what one plan sets aside, under `ignore:` in that plan.
    """
    from coachplan.actions.check import CheckRequest
    from coachplan.commands._checking import Checking, are_alone, report_alone

    modes = {"--fix": fix, "--diff": diff, "--write-baseline": write_baseline, "--watch": watch}
    modes["--statistics"] = statistics
    _refuse_contradictions([name for name in modes if modes[name]], output, is_whole=not (paths or changed_since))
    if code:
        return _explain(context, code)
    start, shown = _where.start_or_here(context), _shown(show_text, path_names, output, None if show_all else _AT_MOST)
    rules, known = (_rules("--select", select), _rules("--ignore", ignore)), start / baseline if baseline else None
    request = CheckRequest(start, tuple(paths or ()), *rules, changed_since, known, is_cached=not no_cache)
    if are_alone(start, request.paths):
        status = report_alone(request, today, output, modes, shown)
    else:
        checking = Checking(_asked(context, request, modes), today, output, shown, statistics, allow_empty)
        with checking.in_errors():
            status = _carried_out(checking, modes, start / write_baseline if write_baseline else None)
        status = max(status, 2 * _where.is_partial(context))
    raise typer.Exit(0 if exit_zero and status == 1 else status)


def _shown(show_text: bool | None, paths: Paths | None, output: Format, limit: int | None) -> "Shown":
    """Return what of the plans is shown: their words where asked for, or on a terminal that nobody else reads.

    Who asks for the words gets the names, too; of a plan there are at most `limit` findings.
    """
    from coachplan.commands._checking import Shown
    from coachplan.output.terminal.console import is_private

    if show_text and paths is Paths.OPAQUE:
        raise UsageError("--show-text and --paths opaque cannot be combined; choose one")
    has_codes = are_codes(paths) and not show_text
    has_words = is_private() and output is Format.FULL if show_text is None else show_text
    return Shown(words=has_words and not has_codes, codes=has_codes, limit=limit)


def _explain(context: typer.Context, code: str) -> None:
    """Print what a code stands for."""
    from coachplan.commands._codes import explain
    from coachplan.output.terminal.console import out

    out(explain(_where.repositories(context), code))


def _asked(
    context: typer.Context, request: "CheckRequest", modes: Mapping[str, object]
) -> "list[tuple[Repository, CheckRequest]]":
    """Return the request for each repository that it is about; refuses several for what makes sense in one only."""
    from coachplan.actions.check import requests

    asked = requests(_where.repositories(context), request)
    given = {**modes, "--baseline": request.baseline, "--changed-since": request.changed_since}
    for name in ("--fix", "--diff", "--baseline", "--write-baseline", "--changed-since"):
        if given[name] and len(asked) > 1:
            raise UsageError(f"{name} works in one plan repository, and there are {len(asked)}: name one with -C DIR")
    return asked


def _carried_out(checking: "Checking", modes: Mapping[str, object], new_baseline: Path | None) -> int:
    """Do what was asked for, and return the exit code."""
    if new_baseline:
        checking.write_baseline(new_baseline)
        return 0
    if modes["--diff"]:
        return int(checking.show_fixes())
    if modes["--fix"]:
        checking.fix()
    if modes["--watch"]:
        checking.keep_watching()
    return checking.report(offers_fixes=not modes["--fix"])


def _rules(option: str, given: list[str] | None) -> tuple[str, ...]:
    rules = tuple(rule for words in given or () for rule in words.split(",") if rule.strip())
    if given and not rules:
        raise UsageError(f"{option} takes rules, such as CP2,CP404")
    return rules


def _refuse_contradictions(modes: list[str], output: Format, *, is_whole: bool) -> None:
    """Refuse two modes at once, formats that cannot show the one, and a baseline of some of the findings."""
    if len(modes) > 1:
        raise UsageError(f"{' and '.join(modes)} cannot be combined; choose one")
    if modes == ["--statistics"] and output not in (Format.FULL, Format.CONCISE, Format.JSON):
        raise UsageError(f"--statistics cannot be combined with --format {output}")
    if modes in (["--diff"], ["--watch"]) and output not in (Format.FULL, Format.CONCISE):
        raise UsageError(f"{modes[0]} cannot be combined with --format {output}")
    if modes == ["--write-baseline"] and not is_whole:
        raise UsageError("--write-baseline takes every finding: it cannot be combined with paths or --changed-since")
