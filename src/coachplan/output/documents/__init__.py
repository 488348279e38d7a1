"""Documents that people read, print and sign: Markdown, HTML, PDF and Word, with their charts."""

from enum import StrEnum


class DocumentFormat(StrEnum):
    """The formats that people read."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    WORD = "docx"
