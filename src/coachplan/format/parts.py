"""A document as a tree of parts, each with its own text, and documents that are put together from such parts.

The parts of a list or a group of keys follow each other without a gap: a part begins with the comments above it and
ends with the end of its last line. So a part that is taken over keeps its bytes, in another document, too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from coachplan.format.editing import line_end_of
from coachplan.format.front_matter import FrontMatter, encoded, read
from coachplan.format.strict_yaml import Data, StrictYAMLError
from coachplan.format.yaml_text import to_yaml

Place: TypeAlias = Literal["key", "entry", "inline"]
"""The place of a part: a key or an entry of a list that has its own lines, or a part of a list or group in a line."""

_GAP = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*")
_CLOSING = re.compile(r"\n---[ \t]*\r?(?:\n|\Z)")
_LONG = 100
_SEPARATOR = ", "


@dataclass(frozen=True, eq=False)
class Part:
    """A value, with the text in which it was written.

    `lead` has the lines above it: comments and empty lines. `label` is its key, or the dash of an entry, which stands
    in `column`; `text` follows, up to the end of its last line. `children` is None for lists and groups whose text
    cannot be divided; `header` is the text before the first of them, `tail` that after the last.
    """

    place: Place
    data: Data = None
    text: str = ""
    name: str = ""
    label: str = ""
    column: int = 0
    lead: str = ""
    header: str = ""
    tail: str = ""
    is_block: bool = False
    children: tuple["Part", ...] | None = ()
    separators: tuple[str, ...] = ()
    value: tuple[int, int] = (0, 0)

    @property
    def is_keys(self) -> bool:
        """True for a group of keys that can be taken apart."""
        return isinstance(self.data, dict) and self.children is not None

    @property
    def is_list(self) -> bool:
        """True for a list that can be taken apart."""
        return isinstance(self.data, list) and self.children is not None

    @cached_property
    def layout(self) -> str:
        """The text of the part, wherever it stands."""
        return _shifted(self.text, -self.column)

    @property
    def trailing(self) -> str:
        """The text after a value on its last line: a comment, the line end."""
        return self.text[self.value[1] :]

    def with_trailing(self, text: str) -> "Part":
        """Return the same value with another text after it."""
        return replace(self, text=self.text[: self.value[1]] + text)

    def under(self, name: str) -> "Part":
        """Return the part as the value of the key `name`."""
        if self.place == "inline":
            return replace(self, name=name, label=f"{name}: ")
        return replace(self, name=name, label=f"{name}:", place="key", lead="")

    def rewritten(self, data: Data) -> "Part":
        """Return a part of the same place with other data, written anew."""
        return replace(_written(data, self.place, self.name, self.column), lead=self.lead, label=self.label)


def new_part(data: Data, name: str = "") -> Part:
    """Return a part that is written where it is put."""
    return _written(data, "inline", name, 0)


@dataclass(frozen=True)
class Outline:
    """A document taken apart: its opening line, the parts of the front matter, and the rest from the closing line."""

    opening: str
    root: Part
    rest: str

    @property
    def closing(self) -> str:
        """The line after the front matter."""
        return self.rest.partition("\n")[0] + "\n"

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.opening + self.root.text + self.rest


def outline(text: str) -> Outline:
    """Take a document apart whose line ends are plain; raises `StrictYAMLError` if it cannot be read."""
    front_matter = read(encoded(text))
    start = front_matter.offset
    closing = _CLOSING.search(text, start - 1)
    assert closing is not None, "a front matter that was read"
    end = closing.start() + 1
    reader = _Reader(front_matter)
    root = reader.part(front_matter.root, front_matter.data, start, end, Part("key"))
    return Outline(text[:start], root, text[end:])


def reads_as(text: str, data: Data) -> bool:
    """True if a document can be read, and has just these data."""
    try:
        return bool(read(encoded(text)).data == data)
    except StrictYAMLError:
        return False


class _Inside(NamedTuple):
    """The parts of a list or group, and the text before, between and after them."""

    children: tuple[Part, ...]
    header: str
    separators: tuple[str, ...]
    tail: str


class _Reader:
    """A reader of the parts of one document."""

    def __init__(self, front_matter: FrontMatter) -> None:
        self._document = front_matter
        self._text: str = front_matter.text

    def part(self, node: Node, data: Data, start: int, end: int, around: Part) -> Part:
        """Return the part for a value whose text goes from `start` to `end`; `around` has what stands before it."""
        is_block = isinstance(node, CollectionNode) and not node.flow_style
        value = (self._document.start_of(node) - start, self._end_of(node) - start)
        part = replace(around, data=data, text=self._text[start:end], is_block=is_block, value=value)
        if isinstance(node, ScalarNode):
            return part
        inside = (self._in_lines if is_block else self._in_a_line)(node, data, start, end)
        return replace(part, **inside._asdict()) if inside else replace(part, children=None)

    def _end_of(self, node: Node) -> int:
        start, end = self._document.start_of(node), self._document.end_of(node)
        return start + len(self._text[start:end].rstrip())

    def _in_lines(self, node: Node, data: Data, start: int, end: int) -> _Inside | None:
        """Return the inside of a list or group on lines of its own; None if its text cannot be divided."""
        text, at, header = self._text, start, ""
        parts: list[Part] = []
        for step, key, value in _entries(node):
            label = _GAP.match(text, at).end()  # type: ignore[union-attr] # it matches anywhere
            after = label + 1 if key is None else text.find(":", self._document.end_of(key)) + 1
            if (text[label:after] != "-") if key is None else (self._document.start_of(key) != label):
                return None
            line, following = text.rfind("\n", 0, label) + 1, self._following_line(value, after)
            header = header if parts else text[start:label]
            around = Part(
                place="entry" if key is None else "key",
                name=str(step) if key else "",
                label=text[label:after],
                column=label - line,
                lead=text[at:line] if parts else "",
            )
            parts.append(self.part(value, data[step], after, following, around))
            at = following
        return _Inside(tuple(parts), header, (), text[at:end])

    def _following_line(self, value: Node, after: int) -> int:
        """Return the index of the line after that on which a value ends, whose key or dash ends at `after`."""
        last = after if _is_empty(value) else line_end_of(self._document, value)
        return self._text.find("\n", last) + 1

    def _in_a_line(self, node: Node, data: Data, start: int, end: int) -> _Inside | None:
        """Return the inside of a list or group between brackets; None if its text cannot be divided."""
        text, at, header = self._text, start, ""
        parts: list[Part] = []
        separators: list[str] = []
        for step, key, value in _entries(node):
            if _is_empty(value):
                return None
            first, begin = self._document.start_of(key or value), self._document.start_of(value)
            if parts:
                separators.append(text[at:first])
            header = header if parts else text[start:first]
            at = self._end_of(value)
            around = Part(place="inline", name=str(step) if key else "", label=text[first:begin])
            parts.append(self.part(value, data[step], begin, at, around))
        return _Inside(tuple(parts), header, tuple(separators), text[at:end])


def _entries(node: Node) -> list[tuple[str | int, Node | None, Node]]:
    """Return the entries of a node: key or number, the node of the key, the node of the value."""
    if isinstance(node, MappingNode):
        return [(key.value, key, value) for key, value in node.value]
    return [(number, None, value) for number, value in enumerate(node.value)]


def _is_empty(node: Node) -> bool:
    return node.start_mark.index == node.end_mark.index


# -- putting together -------------------------------------------------------------------------------------------------


def put_together(host: Part, children: Sequence[Part], header: str) -> Part:
    """Return `host` with other parts inside, in its own style; `header` is the text before the first of them."""
    keys = {child.name: child.data for child in children}
    data: Data = keys if isinstance(host.data, dict) else [child.data for child in children]
    text = _in_lines(host, children, header) + host.tail if host.is_block else _in_a_line(host, children)
    value = (host.value[0], len(text) - len(host.trailing))
    return replace(host, data=data, text=text, header=header, children=tuple(children), value=value)


def _in_lines(host: Part, children: Sequence[Part], header: str) -> str:
    assert host.children, "a host in lines has parts"
    column = host.children[0].column
    texts = [header]
    for number, child in enumerate(children):
        fits = child if child.place == host.children[0].place else _moved(child, host.children[0].place, column)
        by = column - fits.column
        if number:
            texts += [_shifted_lines(fits.lead, by), " " * column]
        texts += [fits.label, _shifted(fits.text, by)]
    return "".join(texts)


def _in_a_line(host: Part, children: Sequence[Part]) -> str:
    shown = [
        child.label + child.text
        if child.place == "inline" and child.label
        else (f"{to_yaml(child.name)}: " if isinstance(host.data, dict) else "")
        + (child.text if child.place == "inline" else to_yaml(child.data))
        for child in children
    ]
    between = [*host.separators, *[_SEPARATOR] * len(shown)]
    text = "".join(separator + one for separator, one in zip(["", *between], shown, strict=False))
    return host.header + text + host.tail


def _moved(part: Part, place: Place, column: int) -> Part:
    """Return a part for another kind of place: what fits in a line keeps its text."""
    if part.place == "inline" and part.text and "\n" not in part.text:
        label = "-" if place == "entry" else f"{to_yaml(part.name)}:"
        return replace(part, place=place, label=label, text=f" {part.text}\n", column=column)
    return _written(part.data, place, part.name, column)


def _written(data: Data, place: Place, name: str, column: int) -> Part:
    """Return a part whose text is written anew for a place."""
    if place == "inline":
        return Part(place, data, to_yaml(data), name, f"{to_yaml(name)}: " if name else "", children=None)
    if place == "entry":
        text = to_yaml([data], column).removeprefix(f"\n{' ' * column}-")
        return Part(place, data, f"{text}\n", name, "-", column, children=None)
    is_many = isinstance(data, list) and any(isinstance(entry, dict) for entry in data)
    is_long = isinstance(data, dict) and column + len(name) + len(to_yaml(data)) > _LONG
    text = to_yaml(data, column + 2) if is_many or is_long else f" {to_yaml(data)}"
    return Part(place, data, f"{text}\n", name, f"{to_yaml(name)}:", column, children=None)


def _shifted(text: str, by: int) -> str:
    """Return a text whose lines after the first are moved to the right by so many columns, or to the left."""
    first, newline, rest = text.partition("\n")
    return first + newline + _shifted_lines(rest, by)


def _shifted_lines(text: str, by: int) -> str:
    if not by or not text:
        return text
    lines = text.split("\n")
    if by > 0:
        return "\n".join(" " * by + line if line else line for line in lines)
    return "\n".join(line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines)
