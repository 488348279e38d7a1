"""The data of `page` as documents for people: Markdown, HTML, PDF and Word, by templates."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from coachplan.base.errors import UnreadableError, UsageError
from coachplan.output.documents import prose
from coachplan.store.files import TEMPLATES_FOLDER

if TYPE_CHECKING:
    from coachplan.store.own_templates import OwnTemplates

Template: TypeAlias = Literal["plan", "summary"]

# The parts that only a page for one audience, or one to sign, has.
_NOBODY: dict[str, Any] = {"audience": None, "to_do": None, "kept": None, "signatures": [], "beside": None}
# What our Markdown uses, and nothing that could hold another language or name a file.
_PANDOC_FORMAT = "commonmark-raw_html+pipe_tables+strikeout"

_STYLES = "render/styles.docx"
_NO_PANDOC = "Word needs the extra: pip install 'coachplan[docx]'"
_SIGNED = re.compile(r"Signature: _+ Date: _+|A signature means: I have read this\.")
# Room above to sign, and never a page away from what comes next.
_TO_SIGN = (
    '<w:p><w:pPr><w:pStyle w:val="BodyText"/><w:keepNext/><w:spacing w:before="{room}"/></w:pPr>'
    "<w:r><w:t>{text}</w:t></w:r></w:p>"
)
_SHORTEST, _LONGEST = 12, 32  # the characters of a column in Word


def to_markdown(own: "OwnTemplates | None", data: Mapping[str, Any], template: Template = "plan") -> str:
    """Return the page as Markdown; a person's text is text on a line, but `body` and each `note` keep their Markdown.

    The organisation's `own` templates come first. Raw HTML in body and notes is neutralised.
    """
    from coachplan.store.templating import render

    check_ins = [
        {**prose.as_line({**check_in, "note": ""}), "note": prose.without_html(check_in["note"])}
        for check_in in data.get("check_ins", ())
    ]
    plain = prose.as_line({**_NOBODY, **data, "body": "", "check_ins": []})
    body = prose.without_html(data.get("body", ""))
    return render(own, f"render/{template}.md.j2", {**plain, "check_ins": check_ins, "body": body})


def to_html(own: "OwnTemplates | None", data: Mapping[str, Any], template: Template = "plan") -> str:
    """Return the page as one self-contained HTML document: no script, and nothing that is loaded from elsewhere.

    The organisation's `own` templates come first. The template gets `body_html` and each check-in's `note_html`,
    which are sanitised and safe to show as they are; every other text is escaped.
    """
    from coachplan.store.templating import render

    return render(own, f"render/{template}.html.j2", {**for_html(data), "scripts": [], "is_live": False})


def for_html(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the page with the parts that a template for HTML needs beside it.

    `body_html` and each check-in's `note_html` are sanitised and safe to show as they are, and so are the `drawings`;
    every other text is to be escaped.
    """
    body = data.get("body", "")
    has_heading = prose.starts_with_heading(body)
    return {
        **_NOBODY,
        **data,
        "check_ins": [{**entry, "note_html": prose.as_html(entry["note"], 4)} for entry in data.get("check_ins", ())],
        "body_html": prose.as_html(body, 2 if has_heading else 3),
        "body_has_heading": has_heading,
    }


def to_pdf(html: str) -> bytes:
    """Return the HTML document as a PDF; nothing is loaded for it, from the network or the disk.

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
    from coachplan.output.documents.paper import with_styled_drawings

    try:
        pdf: bytes = HTML(string=with_styled_drawings(html), url_fetcher=_NothingFetched()).write_pdf()
    except OSError:  # of what a style asks for where it cannot do without
        raise UnreadableError(
            "the page cannot be a PDF: a style in your templates asks for a file from elsewhere, and nothing is loaded"
        ) from None
    return pdf


class _NothingFetched:
    """A fetcher for WeasyPrint that refuses every address; WeasyPrint asks it for the attribute, too."""

    _fail_on_errors = False

    def __call__(self, *_: object, **__: object) -> Any:
        raise ValueError("a page loads nothing from elsewhere")


def to_docx(markdown: str, styles: bytes | None = None) -> bytes:
    """Return the Markdown document as a Word file; its first heading is the title.

    Nothing is read from network or disk but `styles`, a Word file whose styles are used. Raises `UsageError` in one
    line where the extra `docx` is missing.
    """
    try:
        import pypandoc  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        raise UsageError(_NO_PANDOC) from None
    try:
        read = pypandoc.convert_text(markdown, to="json", format=_PANDOC_FORMAT, extra_args=["--sandbox"])
        document = json.dumps(_for_word(json.loads(read)))
        with _as_file(styles) as given:
            arguments = ["--sandbox", *(f"--reference-doc={path}" for path in given)]
            docx: bytes = pypandoc.convert_text(
                document, to="docx", format="json", outputfile="-", extra_args=arguments
            )
    except RecursionError:
        raise UnreadableError("Word cannot hold it: a list or quote in the plan's text is nested too deep") from None
    except OSError:
        raise UsageError(_NO_PANDOC) from None
    except RuntimeError as error:
        if styles is not None:
            to_docx(markdown)  # where the text is the reason, this says so
            raise UnreadableError(
                f"{TEMPLATES_FOLDER}/{_STYLES} is not a Word file with styles; save it again in Word, or remove it"
            ) from None
        reason = str(error).partition(": ")[2].partition("CallStack")[0].strip().splitlines()
        raise UnreadableError(
            f"pandoc cannot make a Word file of it: {(reason or ['it gives no reason'])[-1]}"
        ) from None
    return docx


@contextmanager
def _as_file(styles: bytes | None) -> Iterator[list[str]]:
    """Yield the path of a file with these bytes, which is gone after the block; none without bytes."""
    from tempfile import NamedTemporaryFile

    if styles is None:
        yield []
        return
    with NamedTemporaryFile(suffix=".docx") as file:
        file.write(styles)
        file.flush()
        yield [file.name]


def styles(own: "OwnTemplates | None") -> bytes | None:
    """Return the organisation's Word file whose styles its documents take, `render/styles.docx` among its templates."""
    return own.use(_STYLES) if own and _STYLES in own else None


def _for_word(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document of pandoc, its first heading as the title, its tables wide, and nothing in it that loads."""
    blocks = _harmless(document["blocks"])
    meta: dict[str, Any] = {"lang": {"t": "MetaString", "c": "en"}}
    if blocks and blocks[0]["t"] == "Header":
        meta["title"] = {"t": "MetaInlines", "c": blocks.pop(0)["c"][2]}
        for heading in (block["c"] for block in blocks if block["t"] == "Header"):
            heading[0] = max(1, heading[0] - 1)
    return {**document, "meta": meta, "blocks": [_to_sign(block) for block in blocks]}


def _to_sign(block: dict[str, Any]) -> dict[str, Any]:
    """Return a line to sign, with the sentence above it, as Word lays them out; any other block as it is."""
    if block["t"] != "Para" or any(part["t"] not in ("Str", "Space") for part in block["c"]):
        return block
    text = "".join(part.get("c", " ") for part in block["c"])
    if not _SIGNED.fullmatch(text):
        return block
    return {"t": "RawBlock", "c": ["openxml", _TO_SIGN.format(room=720 if "_" in text else 180, text=text)]}


def _harmless(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _harmless(value) for key, value in part.items()}
    if not isinstance(part, list):
        return part
    kept: list[Any] = []
    for entry in part:
        kind = entry.get("t") if isinstance(entry, dict) else None
        if kind == "Image" or (kind == "Link" and not prose.may_link(entry["c"][2][0])):
            kept += _harmless(entry["c"][1])
        elif kind not in ("RawInline", "RawBlock"):
            kept.append(_harmless(entry))
        if kind == "Table":
            _widen(kept[-1]["c"])
    return kept


def _widen(table: list[Any]) -> None:
    """Let a table take the width of the page, each column by its longest cell, within reason."""
    _, _, columns, head, bodies, _ = table
    rows = [row for part in (head[1], *(body[3] for body in bodies)) for row in part]
    longest = [min(max(_SHORTEST, *(_length(row[1][at][4]) for row in rows)), _LONGEST) for at in range(len(columns))]
    for column, length in zip(columns, longest, strict=True):
        column[1] = {"t": "ColWidth", "c": length / sum(longest)}


def _length(part: Any) -> int:
    """Return the number of characters that a part shows, about."""
    if isinstance(part, dict):
        return len(part["c"]) if part.get("t") in ("Str", "Code") else 1 + _length(part.get("c"))
    return sum(map(_length, part)) if isinstance(part, list) else 0
