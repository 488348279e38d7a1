"""`coachplan verify`."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _where
from coachplan.commands._arguments import FormatOption, Output, PathsOption, PlanNames, Text, are_codes, option

if TYPE_CHECKING:
    from coachplan.store.repository import Repository


def verify(
    context: typer.Context,
    plans: PlanNames = None,
    commits: Annotated[
        Text, option("--range", "A..B", "Only the commits that B has and A has not, such as origin/main..HEAD.")
    ] = None,
    output: FormatOption = Output.TEXT,
    path_names: PathsOption = None,
) -> None:
    """Judge whose word each commit is, and its signature.

    Every commit of the plans is held against the rules of who may say what. Exit code 0: sound; 1: something is forged
    or unsound; 2: it cannot be known here, as history is cut off or a key is not known, or the call is wrong.
    """
    from coachplan.commands._codes import codes_of
    from coachplan.output.terminal import verification as report
    from coachplan.output.terminal.console import out
    from coachplan.views.verification import verify as judged

    repository = _where.repository(context)
    repository.git.folder()
    since, upto = _ends(repository, commits)
    paths = [repository.plan(name).path for name in plans] if plans else None
    codes = codes_of(repository) if are_codes(path_names) else None
    with codes.in_errors() if codes else nullcontext():
        judgement = judged(repository, paths, upto=upto, since=since)
    judgement = codes.judged(judgement) if codes else judgement
    out(report.as_json(judgement) if output is Output.JSON else report.as_text(judgement))
    raise typer.Exit(judgement.code)


def _ends(repository: "Repository", commits: str | None) -> tuple[str | None, str]:
    """Return the commits between which a range lies; None for one from the beginning on.

    A beginning of zeros is what a forge gives for a branch that is new.
    """
    from coachplan.base.errors import UsageError

    if commits is None:
        return None, "HEAD"
    first, dots, last = commits.partition("..")
    if not dots or last.startswith("."):
        raise UsageError("--range takes two commits and two dots between them, such as origin/main..HEAD")
    since = repository.git.revision(first, option="--range") if first.strip("0") else None
    return since, repository.git.revision(last or "HEAD", option="--range")
