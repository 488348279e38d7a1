"""The Markdown below a plan or check-in, made safe to show; and all other texts of people, safe in Markdown."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_INLINE_MARKUP = re.compile(r"[\\`*_\[\]{}<>|#~$&]")
_BLOCK_MARKUP = re.compile(r"(?:[-+=]|(\d{1,9})[.)](?=\s|$))")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_TAG_START_OUTSIDE_LINKS = re.compile(r"<(?!https?://|mailto:)(?=[A-Za-z/!?])")
_ITEM = re.compile(r"\s*(?:[-*•–]|(\d{1,3})[.)])\s+(?=\S)")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_ENDLESS = 20_000
_HEADING = re.compile(r"\s*#{1,6}\s")

_TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "ul", "ol", "li", "pre", "code"),
    *("a", "em", "strong", "s", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope"}}
_LINK_SCHEMES = ("http", "https", "mailto")
_DEEPEST_HEADING = 6


class Lines(str):
    """A text as one line of Markdown, which keeps its paragraphs and lists for where there is room: `blocks`."""

    __slots__ = ("blocks",)
    blocks: str

    def __new__(cls, line: str, blocks: str) -> Self:
        """Return the line, with the same text in blocks."""
        made = super().__new__(cls, line)
        made.blocks = blocks
        return made


def as_line(part: Any) -> Any:
    """Return plain data in which every text is one line that Markdown shows as it is."""
    if isinstance(part, str):
        line, blocks = _as_line(part), _as_blocks(part) if "\n" in part else ""
        return Lines(line, blocks) if "\n" in blocks else line
    if isinstance(part, dict):
        return {key: as_line(value) for key, value in part.items()}
    return [as_line(entry) for entry in part] if isinstance(part, list) else part


def _as_line(words: str) -> str:
    text = _INLINE_MARKUP.sub(r"\\\g<0>", " ".join(words.split()))
    block = _BLOCK_MARKUP.match(text)
    if block is None:
        return text
    at = len(block[1] or "")
    return f"{text[:at]}\\{text[at:]}"


def _as_blocks(words: str) -> str:
    """Return a text as Markdown that shows it as it is, in its paragraphs, and with the lists that are in it."""
    found: list[tuple[str, list[str]]] = []
    for line in words.strip().splitlines():
        item = _ITEM.match(line)
        if item or not line.strip() or not found:
            found.append((f"{item[1]}. " if item and item[1] else "- " if item else "", []))
        found[-1][1].append(line[item.end() :] if item else line)
    blocks = [(mark, _as_line(" ".join(lines))) for mark, lines in found if "".join(lines).strip()]
    text, before = "", ""
    for mark, block in blocks:
        text += ("\n" if mark and before else "\n\n" if text else "") + mark + block
        before = mark
    return text


def without_html(markdown: str) -> str:
    """Return Markdown in which raw HTML is text: the parts that hold some are escaped until no parser finds any."""
    if _is_endless(markdown):
        return markdown.replace("<", "&lt;")
    lines = markdown.split("\n")
    for tag in (_TAG_START_OUTSIDE_LINKS, _TAG_START):
        for first, after in _places_of_html("\n".join(lines)):
            lines[first:after] = [tag.sub(r"\\<", line) for line in lines[first:after]]
    return "\n".join(lines) if not _places_of_html("\n".join(lines)) else markdown.replace("<", "&lt;")


def _places_of_html(markdown: str) -> list[tuple[int, int]]:
    """Return the lines, from the first to the one after the last, of each block that holds raw HTML."""
    return [
        (token.map[0], token.map[1])
        for token in _finder_of_html().parse(markdown)
        if token.map and any(part.type in ("html_block", "html_inline") for part in (token, *(token.children or ())))
    ]


@cache
def _finder_of_html() -> "MarkdownIt":
    """Return the parser that sees raw HTML; to make one takes longer than to read a check-in with it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _is_endless(markdown: str) -> bool:
    """True if a paragraph is so long that nobody wrote it; its marks may take a parser quadratic time."""
    return len(markdown) > _ENDLESS and any(len(part) > _ENDLESS for part in _PARAGRAPHS.split(markdown))


def may_link(url: str) -> bool:
    """True if an address may be a link: to the web or to a mailbox, never to a file or a script."""
    return url.lower().startswith(tuple(f"{scheme}:" for scheme in _LINK_SCHEMES))


def starts_with_heading(markdown: str) -> bool:
    """True if the first line is a heading."""
    return _HEADING.match(markdown) is not None


def as_html(markdown: str, top_heading: int) -> str:
    """Return Markdown as sanitised HTML: no raw HTML, no images, links to the web and to addresses only."""
    if not markdown.strip():
        return ""
    if _is_endless(markdown):
        return f"<pre><code>{escape(markdown, quote=False)}</code></pre>\n"
    import nh3

    parser = _parser()
    tokens = parser.parse(markdown)
    _fit_headings(tokens, top_heading)
    for token in tokens:
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
        _replace_images(parser, token)
    html = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(_LINK_SCHEMES), link_rel="noopener")


@cache
def _parser() -> "MarkdownIt":
    """Return the parser whose HTML is shown."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.validateLink = may_link  # type: ignore[method-assign]
    return parser


def _fit_headings(tokens: "Sequence[Token]", top: int) -> None:
    """Let headings begin at level `top`, and never skip one on the way down."""
    levels: list[tuple[int, int]] = []
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1:])
            while levels and levels[-1][0] >= written:
                levels.pop()
            levels.append((written, min(levels[-1][1] + 1 if levels else top, _DEEPEST_HEADING)))
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{levels[-1][1]}"


def _replace_images(parser: "MarkdownIt", token: "Token") -> None:
    from markdown_it.renderer import RendererHTML

    for child in token.children or ():
        if child.type == "image":
            child.type, child.tag = "text", ""
            child.content = RendererHTML().renderInlineAsText(child.children, parser.options, {})
