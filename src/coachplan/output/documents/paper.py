"""The page's stylesheet put into its drawings, for paper: WeasyPrint draws an SVG by the styles inside it alone."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

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
    import tinycss2  # type: ignore[import-untyped,unused-ignore]

    rules = [
        (tinycss2.serialize(rule.prelude).strip(), list(_declarations(rule)))
        for rule in _on_paper(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
    ]
    known = {name: value for where, told in rules if where == ":root" for name, value in told if name[:2] == "--"}
    painting = ((where, [(name, value) for name, value in told if _PAINT.fullmatch(name)]) for where, told in rules)
    return "\n".join(
        f"{where} {{ {'; '.join(f'{name}: {_written_out(value, known)}' for name, value in told)} }}"
        for where, told in painting
        if told and _is_understood(where)
    )


def _on_paper(rules: list[Any]) -> Iterator[Any]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and _is_for_paper(rule):
            yield from _on_paper(_parsed(rule.content))


def _parsed(content: list[Any]) -> list[Any]:
    import tinycss2  # type: ignore[import-untyped,unused-ignore]

    rules: list[Any] = tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)
    return rules


def _is_for_paper(rule: Any) -> bool:
    import tinycss2  # type: ignore[import-untyped,unused-ignore]

    media = tinycss2.serialize(rule.prelude).casefold().split(",")
    return rule.content is not None and any(medium.strip() in _PAPER for medium in media)


def _declarations(rule: Any) -> Iterator[tuple[str, str]]:
    import tinycss2  # type: ignore[import-untyped,unused-ignore]

    for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if declaration.type == "declaration":
            yield declaration.name, tinycss2.serialize(declaration.value).strip()


def _written_out(value: str, known: dict[str, str]) -> str:
    for _ in range(_LONGEST_CHAIN):
        value = _VARIABLE.sub(lambda named: known.get(named[1], named[0]), value)
    return value


def _is_understood(selector: str) -> bool:
    """True if WeasyPrint can read a selector: the first that it cannot ends its reading of a drawing's styles."""
    from cssselect2 import SelectorError, compile_selector_list  # type: ignore[import-untyped,unused-ignore]

    try:
        return bool(compile_selector_list(selector))
    except SelectorError:
        return False
