"""What `page` tells as documents for people: Markdown, HTML, PDF and Word, by templates."""

from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from coachplan.errors import UnreadableError, UsageError
from coachplan.reports import prose

_HTML, _MARKDOWN = "render/plan.html.j2", "render/plan.md.j2"


def to_markdown(own: Path | None, data: Mapping[str, Any]) -> str:
    """The page as Markdown; a person's text stays text on one line, only `body` and each `note` keep their Markdown.

    The folder `own` holds the organisation's templates. Raw HTML in body and notes is neutralised.
    """
    from coachplan.templating import render

    check_ins = [
        {**prose.as_line({**check_in, "note": ""}), "note": prose.without_html(check_in["note"])}
        for check_in in data["check_ins"]
    ]
    plain = prose.as_line({**data, "body": "", "check_ins": []})
    return render(own, _MARKDOWN, {**plain, "check_ins": check_ins, "body": prose.without_html(data["body"])})


def to_html(own: Path | None, data: Mapping[str, Any]) -> str:
    """The page as one self-contained HTML document: no script, and nothing that is loaded from elsewhere.

    The folder `own` holds the organisation's templates. The template gets `body_html` and each check-in's `note_html`,
    which are sanitised and safe to show as they are; every other text is escaped.
    """
    from coachplan.templating import render

    has_heading = prose.starts_with_heading(data["body"])
    check_ins = [{**check_in, "note_html": prose.as_html(check_in["note"], 4)} for check_in in data["check_ins"]]
    body = {"body_html": prose.as_html(data["body"], 2 if has_heading else 3), "body_has_heading": has_heading}
    return render(own, _HTML, {**data, "check_ins": check_ins, **body})


def to_pdf(html: str) -> bytes:
    """The HTML document as a PDF that nothing was loaded for, from the network or the disk.

    Raises `UsageError` in one line where the extra `pdf` or a system library that it needs is missing.
    """
    try:
        with redirect_stdout(StringIO()):
            from weasyprint import HTML  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        raise UsageError("PDF needs the extra: pip install 'coachplan[pdf]'") from None
    except OSError as error:
        raise UnreadableError(
            f"PDF needs the system library Pango, which cannot be loaded ({str(error).splitlines()[0]}); "
            "install it, such as with `apt install libpangoft2-1.0-0` or `brew install pango`"
        ) from None
    pdf: bytes = HTML(string=html, url_fetcher=_NothingFetched()).write_pdf()
    return pdf


class _NothingFetched:
    """A fetcher for WeasyPrint that refuses every address; WeasyPrint asks it for the attribute, too."""

    _fail_on_errors = False

    def __call__(self, *_: object, **__: object) -> Any:
        raise ValueError("a page loads nothing from elsewhere")
