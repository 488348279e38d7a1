"""`coachplan render`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from coachplan.base.errors import UnreadableError, UsageError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import OutputFile, PlanName, TodayOption, flag
from coachplan.output.documents import DocumentFormat
from coachplan.views.audience import Audience

_NAMES = {DocumentFormat.PDF: "a PDF", DocumentFormat.WORD: "a Word file"}


def render(
    context: typer.Context,
    plan: PlanName = None,
    target: Annotated[
        DocumentFormat | None, flag("--to", "The format; by default the one that the file's name says, else Markdown.")
    ] = None,
    output: OutputFile = None,
    audience: Annotated[
        Audience | None,
        typer.Option(
            help="For whom: team-member and manager begin with what is theirs to do, hr leaves out what was said in "
            "sessions, summary has days, counts and results alone; by default the whole plan."
        ),
    ] = None,
    sign: Annotated[bool, flag("--sign", "End with lines to sign: on paper and in PDF, Markdown and Word.")] = False,
    today: TodayOption = None,
) -> None:
    """Make the document that people read.

    Markdown, one self-contained HTML page, PDF, or Word.
    """
    from coachplan.commands._trust import allow_templates
    from coachplan.output.documents.document import DocumentRequest, plan_document
    from coachplan.output.terminal.console import clean, out
    from coachplan.store.own_templates import TemplateUse

    repository, folder = _where.chosen(context, plan)
    request = DocumentRequest(target or _format_of(output), audience, is_to_sign=sign)
    if output is not None:
        repository.require_outside(output)
    elif request.format in _NAMES and sys.stdout.isatty():
        raise UsageError(f"{_NAMES[request.format]} does not belong on a terminal; name a file with -o FILE")
    allow_templates(repository, TemplateUse.DOCUMENTS)
    made = plan_document(repository, folder, request, _arguments.day(today))
    _arguments.tell_if_partial(made.is_partial)
    if output is None and request.format not in _NAMES and sys.stdout.isatty():
        out(clean(made.content.decode()))  # a template may write anything
    elif output is None:
        sys.stdout.buffer.write(made.content)
    else:
        _write(output, made.content)


def _format_of(output: Path | None) -> DocumentFormat:
    """Return the format that a file's name says, or Markdown."""
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    return DocumentFormat(suffix) if suffix in list(DocumentFormat) else DocumentFormat.MARKDOWN


def _write(output: Path, content: bytes) -> None:
    from coachplan.output.terminal.console import say
    from coachplan.store.files import write_private

    if output.exists() and not (output.is_file() or output.is_dir()):
        raise UnreadableError(f"{output} cannot be written: it is not a regular file")
    write_private(output, content)
    say(f"Wrote {output}")
