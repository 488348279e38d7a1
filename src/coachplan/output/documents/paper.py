"""The page's stylesheet put into its drawings, for paper: WeasyPrint draws an SVG by the styles inside it alone."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

import tinycss2  # type: ignore[import-untyped,unused-ignore]
from cssselect2 import SelectorError, compile_selector_list  # type: ignore[import-untyped,unused-ignore]

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_DRAWING = re.compile(r"<svg\b[^>]*>")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_PAPER = ("print", "all")
# The properties that say how a drawing looks; its size on the page is the page's affair.
_PAINT = re.compile(r"(?:fill|stroke)(?:-\w+)?|color|opacity|font-(?:family|size|weight)")
_LONGEST_CHAIN = 8


def with_styled_drawings(html: str) -> str:
    """Return the page with its own stylesheet in each of its drawings, as far as it is about their paint on paper."""
    if not _DRAWING.search(html):
        return html
    style = escape(_paint("".join(_STYLE.findall(html))), quote=False)
    return _DRAWING.sub(lambda drawing: f"{drawing[0]}<style>{style}</style>", html)


def _paint(css: str) -> str:
    """Return the rules of a stylesheet that paint on paper, with the values of their variables written out."""
    rules = [
        (tinycss2.serialize(rule.prelude).strip(), list(_declarations(rule)))
        for rule in _on_paper(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
    ]
    known = {name: value for where, pairs in rules if where == ":root" for name, value in pairs if name[:2] == "--"}
    painting = ((where, [(name, value) for name, value in pairs if _PAINT.fullmatch(name)]) for where, pairs in rules)
    return "\n".join(
        f"{where} {{ {'; '.join(f'{name}: {_written_out(value, known)}' for name, value in pairs)} }}"
        for where, pairs in painting
        if pairs and _is_understood(where)
    )


def _on_paper(rules: list[Any]) -> Iterator[Any]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            media = tinycss2.serialize(rule.prelude).casefold().split(",")
            if any(medium.strip() in _PAPER for medium in media):
                yield from _on_paper(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def _declarations(rule: Any) -> Iterator[tuple[str, str]]:
    for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if declaration.type == "declaration":
            yield declaration.name, tinycss2.serialize(declaration.value).strip()


def _written_out(value: str, known: dict[str, str]) -> str:
    for _ in range(_LONGEST_CHAIN):
        value = _VARIABLE.sub(lambda named: known.get(named[1], named[0]), value)
    return value


def _is_understood(selector: str) -> bool:
    """True if WeasyPrint can read a selector: the first that it cannot ends its reading of a drawing's styles."""
    try:
        return bool(compile_selector_list(selector))
    except SelectorError:
        return False
