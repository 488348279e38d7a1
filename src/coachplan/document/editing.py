"""Edits that change the bytes of what they mean and no others.

A document is never dumped back: the edited part is spliced into the text as it was written, so that comments, quoting,
key order, line ends and the byte order mark stay.
"""

import re
from datetime import date

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from coachplan.document.strict_yaml import Data, FrontMatter, Location, StrictYAMLError, read
from coachplan.errors import UsageError

_BOM = "\ufeff"
_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}|-?(?:0|[1-9]\d*)(?:\.\d+)?")


def to_yaml(value: Data, indent: int | None = None) -> str:
    """Plain data as YAML that every reader understands alike.

    On one line without `indent`. With it, the text continues a line `key:`: behind a space, or, for lists and mappings,
    on lines of their own that are indented by that many spaces.
    Dates and numbers stand bare, any other text is quoted where YAML 1.1 or 1.2 would read more into it.
    """
    if indent is not None and isinstance(value, list | dict) and value:
        block = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000)
        return "".join(f"\n{' ' * indent}{line}" for line in block.splitlines())
    line = yaml.dump([value], Dumper=_Dumper, default_flow_style=True, allow_unicode=True, width=100_000)
    return ("" if indent is None else " ") + line.strip()[1:-1]


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's shape
        super().increase_indent(flow, indentless=False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if _PLAIN.fullmatch(text):
        tag = dumper.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
        return dumper.represent_scalar(tag, text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(date, lambda dumper, day: _represent_text(dumper, day.isoformat()))


def set_value(text: str, location: Location, value: Data) -> str:
    """`text` with the value at `location` replaced, or added where its key is not there yet.

    Raises `UsageError` where the place cannot take a value; every byte outside the edit is kept.
    """
    bom = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    try:
        before = read(text.encode())
    except StrictYAMLError as error:
        raise UsageError(f"the file cannot be edited before it can be read: {error}") from None
    expected = _with_value(before.data, location, value)
    edited = _splice(before, location, value)
    try:
        after = read(edited.encode())
    except StrictYAMLError:
        after = before
    if after.data != expected or after.body != before.body:
        raise UsageError(f"`{dotted(location)}` is written in a way that cannot be set here; use `coachplan edit`")
    return bom + edited


def dotted(location: Location) -> str:
    """A location as people write it: `goal_state.0.measures`."""
    return ".".join(str(step) for step in location)


def _as_read(value: Data) -> Data:
    """The value as the strict reader would give it back."""
    if isinstance(value, dict):
        return {str(key): _as_read(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_read(item) for item in value]
    return value if value is None else str(value)


def _with_value(data: Data, location: Location, value: Data) -> Data:
    if not location:
        return _as_read(value)
    step, rest = location[0], location[1:]
    if isinstance(data, dict) and isinstance(step, str):
        return {**data, step: _with_value(data.get(step), rest, value)}
    if data is None and isinstance(step, str):
        return {step: _with_value(None, rest, value)}
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return [_with_value(entry, rest, value) if place == step else entry for place, entry in enumerate(data)]
    raise UsageError(f"there is no place for `{dotted(location)}`: what holds it is not a group of keys")


def _splice(front_matter: FrontMatter, location: Location, value: Data) -> str:
    text: str = front_matter.text
    offset = front_matter.offset
    node, key, reached = front_matter.node_at(location)
    missing = location[reached:]
    if missing and isinstance(node, MappingNode):
        return _insert(front_matter, node, str(missing[0]), _nest(missing[1:], value))
    rendered = to_yaml(_nest(missing, value))
    if key is None or key is node:
        start, end = offset + node.start_mark.index, _end(front_matter, node)
        return text[:start] + rendered + text[end:]
    colon = text.index(":", offset + key.end_mark.index) + 1
    start, end = offset + node.start_mark.index, _end(front_matter, node)
    if not text[colon:start].strip():
        start = colon
        rendered = f" {rendered}"
    return text[:start] + rendered + text[max(start, end) :]


def _nest(steps: Location, value: Data) -> Data:
    for step in reversed(steps):
        value = {step: value}
    return value


def _end(front_matter: FrontMatter, node: Node) -> int:
    """The index behind the last character of `node`: block nodes' own marks reach to the next token."""
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        key, value = last if isinstance(last, tuple) else (None, last)
        empty = isinstance(value, ScalarNode) and value.start_mark.index == value.end_mark.index
        if key is not None and empty:
            return front_matter.text.index(":", front_matter.offset + key.end_mark.index) + 1
        return _end(front_matter, value)
    start: int = front_matter.offset + node.start_mark.index
    end: int = front_matter.offset + node.end_mark.index
    return start + len(front_matter.text[start:end].rstrip())


def _insert(front_matter: FrontMatter, mapping: MappingNode, key: str, value: Data) -> str:
    text = front_matter.text
    entry = f"{to_yaml(key)}: {to_yaml(value)}"
    end = _end(front_matter, mapping)
    if mapping.flow_style:
        separator = ", " if mapping.value else ""
        closing = end - 1
        kept = len(text[:closing].rstrip())
        return text[:kept] + separator + entry + text[kept:]
    newline = "\r\n" if text[: front_matter.offset].endswith("\r\n") else "\n"
    line_end = end + len(text[end:].split("\n", 1)[0].rstrip("\r"))
    indent: str = " " * mapping.value[0][0].start_mark.column
    return text[:line_end] + newline + indent + entry + text[line_end:]
