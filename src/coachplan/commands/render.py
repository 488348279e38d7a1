"""`coachplan render`."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import PlanName, TodayOption

if TYPE_CHECKING:
    from coachplan.document import Document
    from coachplan.model import Plan
    from coachplan.repository import Repository
    from coachplan.workspace import PlanFolder


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
    from coachplan.reports import documents
    from coachplan.reports.terminal import say
    from coachplan.workspace import write_private

    repository = arguments.repository(context)
    folder = repository.plan(plan)
    document, content = repository.readable_plan(folder)
    data = page_data(repository, folder, document, content, arguments.day(today))
    own = repository.templates_folder
    target = target or _named_by(output)
    if output is not None:
        repository.require_outside(output)
    if target is Target.PDF and output is None and sys.stdout.isatty():
        raise UsageError("a PDF does not belong on a terminal; name a file with -o FILE")
    if target is Target.MARKDOWN:
        rendered = documents.to_markdown(own, data).encode()
    else:
        html = documents.to_html(own, data)
        rendered = html.encode() if target is Target.HTML else documents.to_pdf(html)
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


def page_data(
    repository: "Repository", folder: "PlanFolder", document: "Document[Plan]", plan: "Plan", today: date
) -> dict[str, Any]:
    """What the page of a plan tells on a day, as plain data."""
    from coachplan.reports import page

    read = [(entry.content, entry.body) for entry in repository.read_check_ins(folder, plan)]
    check_ins = [(check_in, note) for check_in, note in read if check_in]
    return page.page(
        plan,
        document.body,
        [check_in for check_in, _ in check_ins],
        notes=[note for _, note in check_ins],
        labels=repository.settings.labels,
        today=today,
        policy=repository.settings.policy,
    )
