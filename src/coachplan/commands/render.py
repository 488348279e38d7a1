"""`coachplan render`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import PlanName, TodayOption


class Target(StrEnum):
    """The formats that people read."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"


def render(
    context: typer.Context,
    plan: PlanName,
    target: Annotated[
        Target | None, typer.Option("--to", help="What to make; by default what the file's name says, else Markdown.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to; by default stdout.")
    ] = None,
    today: TodayOption = None,
) -> None:
    """Make the document that people read.

    Markdown, one self-contained HTML page, or PDF.
    """
    import sys

    from coachplan.errors import UnreadableError, UsageError
    from coachplan.reports import page
    from coachplan.reports.terminal import say
    from coachplan.workspace import write_private

    repository = arguments.repository(context)
    folder = repository.plan(plan)
    document, content = repository.readable_plan(folder)
    check_ins = [(check_in.content, check_in.body) for check_in in repository.read_check_ins(folder, content)]
    readable = [(check_in, note) for check_in, note in check_ins if check_in]
    data = page.page(
        content,
        document.body,
        [check_in for check_in, _ in readable],
        notes=[note for _, note in readable],
        labels=repository.settings.labels,
        today=arguments.day(today),
        policy=repository.settings.policy,
    )
    own = repository.templates_folder
    target = target or _named_by(output)
    if output is not None:
        repository.require_outside(output)
    if target is Target.PDF and output is None and sys.stdout.isatty():
        raise UsageError("a PDF does not belong on a terminal; name a file with -o FILE")
    if target is Target.MARKDOWN:
        rendered = page.to_markdown(own, data).encode()
    else:
        html = page.to_html(own, data)
        rendered = html.encode() if target is Target.HTML else page.to_pdf(html)
    if output is None:
        sys.stdout.buffer.write(rendered)
    elif output.exists() and not (output.is_file() or output.is_dir()):
        raise UnreadableError(f"{output} cannot be written: it is not a regular file")
    else:
        write_private(output, rendered)
        say(f"Wrote {output}")


def _named_by(output: Path | None) -> Target:
    """The format that a file's name says; Markdown, where it says none."""
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    return Target(suffix) if suffix in list(Target) else Target.MARKDOWN
