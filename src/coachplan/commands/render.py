"""`coachplan render`."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, TodayOption
from coachplan.views.audience import Audience

if TYPE_CHECKING:
    from coachplan.format import Document
    from coachplan.output.documents.rendering import Template
    from coachplan.plan import Plan, Role
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository
    from coachplan.views.audience import Told


class DocumentFormat(StrEnum):
    """The formats that people read."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    WORD = "docx"


_NAMES = {DocumentFormat.PDF: "a PDF", DocumentFormat.WORD: "a Word file"}


def render(
    context: typer.Context,
    plan: PlanName = None,
    target: Annotated[
        DocumentFormat | None,
        typer.Option("--to", help="What to make; by default what the file's name says, else Markdown."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to; by default stdout.")
    ] = None,
    audience: Annotated[
        Audience | None,
        typer.Option(
            help="For whom: team-member and manager begin with what is theirs to do, hr leaves out what was said in "
            "sessions, summary has days, counts and results alone; by default the whole plan."
        ),
    ] = None,
    sign: Annotated[
        bool, typer.Option("--sign", help="End with lines to sign: on paper and in PDF, Markdown and Word.")
    ] = False,
    today: TodayOption = None,
) -> None:
    """Make the document that people read.

    Markdown, one self-contained HTML page, PDF, or Word.
    """
    import sys

    from coachplan.base.errors import UnreadableError, UsageError
    from coachplan.output.terminal.console import say
    from coachplan.store.files import write_private
    from coachplan.views.plan_view import readable, refuse_unclear

    repository, folder = _arguments.chosen(context, plan)
    document, content = repository.readable_plan(folder)
    refuse_unclear(document, folder.id)
    target = target or _named_by(output)
    drawn = target in (DocumentFormat.HTML, DocumentFormat.PDF)
    told, unread = readable(repository.read_check_ins(folder, content))
    data = _data(repository, document, content, told, _arguments.day(today), audience, drawn=drawn, unread=unread)
    if sign:
        data |= {"signatures": _signatures(content)}
    if output is not None:
        repository.require_outside(output)
    if target in _NAMES and output is None and sys.stdout.isatty():
        raise UsageError(f"{_NAMES[target]} does not belong on a terminal; name a file with -o FILE")
    template: Template = "summary" if audience is Audience.SUMMARY else "plan"
    if document.findings or unread:
        say("Some of it cannot be read; see `coachplan check`")
    rendered = _rendered(repository.templates_folder, data, template, target)
    if output is None:
        sys.stdout.buffer.write(rendered)
    elif output.exists() and not (output.is_file() or output.is_dir()):
        raise UnreadableError(f"{output} cannot be written: it is not a regular file")
    else:
        write_private(output, rendered)
        say(f"Wrote {output}")


def _named_by(output: Path | None) -> DocumentFormat:
    """The format that a file's name says; Markdown, where it says none."""
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    return DocumentFormat(suffix) if suffix in list(DocumentFormat) else DocumentFormat.MARKDOWN


def _rendered(own: Path | None, data: dict[str, Any], template: "Template", target: DocumentFormat) -> bytes:
    from coachplan.output.documents import rendering

    match target:
        case DocumentFormat.MARKDOWN:
            return rendering.to_markdown(own, data, template).encode()
        case DocumentFormat.WORD:
            return rendering.to_docx(rendering.to_markdown(own, data, template), rendering.styles(own))
        case DocumentFormat.HTML:
            return rendering.to_html(own, data, template).encode()
        case DocumentFormat.PDF:
            return rendering.to_pdf(rendering.to_html(own, data, template))


def page_data(
    repository: "Repository", folder: "PlanFolder", document: "Document[Plan]", plan: "Plan", today: date
) -> dict[str, Any]:
    """What the page of a plan tells on a day, as plain data."""
    from coachplan.output.documents.page import page_of
    from coachplan.views.plan_view import readable

    told, unread = readable(repository.read_check_ins(folder, plan))
    return page_of(document, plan, told, repository.settings, today, unread=unread)


def _data(
    repository: "Repository",
    document: "Document[Plan]",
    plan: "Plan",
    told: "list[Told]",
    today: date,
    audience: Audience | None,
    **options: Any,
) -> dict[str, Any]:
    """What one audience is told on a day, as plain data; nothing that it does not get is in it."""
    from coachplan.output.documents import page
    from coachplan.views.briefing import in_brief, to_do

    policy = repository.settings.policy
    check_ins = [check_in for check_in, _ in told]
    match audience:
        case Audience.SUMMARY:
            brief = in_brief(plan, check_ins, today, policy)
            return page.summary(brief, labels=repository.settings.labels, today=today, unread=options["unread"])
        case Audience.HR:
            return {**_for_hr(repository, document, plan, told, today, **options), "audience": audience.value}
        case Audience.TEAM_MEMBER | Audience.MANAGER:
            role: Role = "team_member" if audience is Audience.TEAM_MEMBER else "manager"
            theirs = to_do(plan, check_ins, role, today, policy, repository.known_questions)
            whole = page.page_of(document, plan, told, repository.settings, today, **options)
            return {**whole, "audience": audience.value, "to_do": page.to_do(plan, theirs, today)}
        case None:
            return page.page_of(document, plan, told, repository.settings, today, **options)


def _for_hr(
    repository: "Repository", document: "Document[Plan]", plan: "Plan", told: "list[Told]", today: date, **options: Any
) -> dict[str, Any]:
    """The page with the course alone; where the plan stands is what all of its check-ins say."""
    from dataclasses import replace

    from coachplan.output.documents.page import page_of
    from coachplan.views.audience import for_hr, in_numbers
    from coachplan.views.plan_view import dashboard

    given, course = for_hr(plan, told)
    counted = in_numbers(given, [check_in for check_in, _ in told])
    board = replace(dashboard(given, counted, today, repository.settings.policy), wins=())
    data = page_of(document, given, course, repository.settings, today, board=board, **options)
    return {**data, "kept": {"due": data["standing"]["awaited"], "met": data["standing"]["kept"]}}


def _signatures(plan: "Plan") -> list[dict[str, Any]]:
    from coachplan.coaching.consent import consents
    from coachplan.output.documents import page

    return page.signatures(plan, consents(plan))
