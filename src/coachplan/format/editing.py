"""Edits that change their own bytes and no others.

A document is never dumped back: the edited part is spliced into the text as it was written, so that comments, quoting,
key order, line ends and the byte order mark stay.
"""

import re
from collections.abc import Iterable, Mapping

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from coachplan.base.errors import UsageError
from coachplan.base.words import plural
from coachplan.format.front_matter import FrontMatter, encoded, read_once
from coachplan.format.strict_yaml import Data, Location, StrictYAMLError
from coachplan.format.yaml_text import to_yaml

# Faults of a value wherever it stands: characters that a plan must not hold, too much text, too many levels.
_FAULTS_OF_VALUES = ("CP002", "CP003", "CP008")
_NOT_IN_QUOTES = re.compile(r"['\"\\]")
# Groups beyond this many characters get a line for each key: people read the file, too.
_LONG = 100


def set_value(text: str, location: Location, value: Data) -> str:
    """Return `text` with the value at `location` replaced, or added if its key is missing.

    Raises `UsageError` if the place cannot take a value; every byte outside the edit is kept.
    """
    return set_values(text, {location: value})


def set_values(text: str, values: Mapping[Location, Data]) -> str:
    """Return `text` with the value at each location set as by `set_value`: all of them, or none."""
    before = read_to_edit(text)
    return spliced(text, before, (_splice(before, *entry) for entry in values.items()), values)


def remove_value(text: str, key: str) -> str:
    """Return `text` without a key of its front matter, and the lines on which it and its value stand.

    Raises `UsageError` if the key shares a line with another one; every other byte is kept.
    """
    before = read_to_edit(text)
    node, found, reached = before.node_at((key,))
    if not reached or found is None:
        return text
    start = before.text.rfind("\n", 0, before.start_of(found)) + 1
    end = before.text.index("\n", line_end_of(before, node)) + 1
    expected = {name: value for name, value in before.data.items() if name != key}
    return _edited(text, before, [(start, end, "")], expected, f"`{key}`")


def read_to_edit(text: str) -> FrontMatter:
    """Return the front matter to edit; raises `UsageError` if the file cannot be read."""
    try:
        return read_once(encoded(text))
    except StrictYAMLError as error:
        raise UsageError(f"the file cannot be edited until it can be read: {error}") from None


def spliced(
    text: str, before: FrontMatter, splices: Iterable[tuple[int, int, str]], values: Mapping[Location, Data]
) -> str:
    """Return `text` with `splices` (from, to, new text) applied; raises `UsageError` unless just `values` change.

    The splices are asked for only once it is sure that each value has a place.
    """
    expected = before.data
    for location, value in values.items():
        expected = _with_value(expected, location, value, location)
    return _edited(text, before, splices, expected, ", ".join(f"`{dotted(location)}`" for location in values))


def _edited(text: str, before: FrontMatter, splices: Iterable[tuple[int, int, str]], expected: Data, names: str) -> str:
    edited: str = before.text
    for start, end, written in sorted(splices, reverse=True):
        edited = edited[:start] + written + edited[end:]
    try:
        after = read_once(encoded(edited))
    except StrictYAMLError as error:
        problem = error.problems[0]
        if problem.code in _FAULTS_OF_VALUES:
            raise UsageError(f"{names} cannot be set: {problem.message}; {problem.advice}") from None
        after = before
    if after.data != expected or after.body != before.body:
        raise UsageError(f"{names} is written in a way that cannot be set here; use `coachplan edit`")
    return text.removesuffix(before.text) + edited


def dotted(location: Location) -> str:
    """Return a location as people write it: `goal_state.0.measures`."""
    return ".".join(str(step) for step in location)


def _as_read(value: Data) -> Data:
    """Return a value as the strict reader would return it."""
    if isinstance(value, dict):
        return {str(key): _as_read(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_read(item) for item in value]
    return value if value is None else str(value)


def _with_value(data: Data, way: Location, value: Data, location: Location) -> Data:
    """Return the data with the value at the end of `way`, the remaining steps of `location`."""
    if not way:
        return _as_read(value)
    step, rest = way[0], way[1:]
    if isinstance(data, dict | None) and isinstance(step, str):
        keys = data or {}
        return {**keys, step: _with_value(keys.get(step), rest, value, location)}
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        return [*data[:step], _with_value(data[step], rest, value, location), *data[step + 1 :]]
    raise UsageError(f"`{dotted(location)}` cannot be set: {_why_not(data, step)}")


def _why_not(data: Data, step: str | int) -> str:
    if isinstance(data, list):
        entries = plural(len(data), "entry", "entries")
        return f"the list has {entries}, numbered from 0" if isinstance(step, int) else "its place holds a list"
    return "its place is not a list" if isinstance(step, int) else "its place is not a group of keys"


def _splice(front_matter: FrontMatter, location: Location, value: Data) -> tuple[int, int, str]:
    """Return the indexes between which a value goes, and the text to write there."""
    text: str = front_matter.text
    node, key, reached = front_matter.node_at(location)
    missing = location[reached:]
    if missing and isinstance(node, MappingNode):
        return _insert(front_matter, node, str(missing[0]), _nest(missing[1:], value))
    start, end = front_matter.start_of(node), end_of(front_matter, node)
    if not missing and key is not None and _is_for_lines(front_matter, location, value):
        colon = text.find(":", front_matter.end_of(key)) + 1
        lines = to_yaml(value, key.start_mark.column + 2).replace("\n", newline_of(front_matter))
        return colon, max(colon, end), lines
    rendered = _quoted_as(node, to_yaml(_nest(missing, value)), value)
    if key is not None and key is not node:
        colon = text.find(":", front_matter.end_of(key)) + 1
        on_lines_of_its_own = isinstance(node, CollectionNode) and not node.flow_style
        if start == colon or (on_lines_of_its_own and not text[colon:start].strip()):
            start, rendered = colon, f" {rendered}"
    return start, max(start, end), rendered


def _is_for_lines(front_matter: FrontMatter, location: Location, value: Data) -> bool:
    """True for a list of groups, or what is long, at a key with a line of its own: lines merge and read better."""
    parent, _, _ = front_matter.node_at(location[:-1])
    is_key_on_a_line = isinstance(location[-1], str) and isinstance(parent, MappingNode) and not parent.flow_style
    if not (is_key_on_a_line and isinstance(value, list | dict)):
        return False
    is_of_groups = isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
    return is_of_groups or len(to_yaml(value)) > _LONG


def newline_of(front_matter: FrontMatter) -> str:
    """Return the line ending of the file."""
    return "\r\n" if front_matter.text[: front_matter.offset].endswith("\r\n") else "\n"


def _quoted_as(node: Node, rendered: str, value: Data) -> str:
    """Return a text in the quotes of the one that it replaces, if it does not need other ones."""
    quote = node.style if isinstance(node, ScalarNode) and node.style in ("'", '"') else ""
    return rendered if rendered != value or _NOT_IN_QUOTES.search(rendered) else f"{quote}{rendered}{quote}"


def _nest(steps: Location, value: Data) -> Data:
    for step in reversed(steps):
        value = {step: value}
    return value


def end_of(front_matter: FrontMatter, node: Node) -> int:
    """Return the index after the last character of `node`; the marks of block nodes reach to the next token."""
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        key, value = last if isinstance(last, tuple) else (None, last)
        empty = isinstance(value, ScalarNode) and value.start_mark.index == value.end_mark.index
        if key is not None and empty:
            return front_matter.text.find(":", front_matter.end_of(key)) + 1
        return end_of(front_matter, value)
    start, end = front_matter.start_of(node), front_matter.end_of(node)
    return start + len(front_matter.text[start:end].rstrip())


def line_end_of(front_matter: FrontMatter, node: Node) -> int:
    """Return the index of the end of the line on which `node` ends."""
    end = end_of(front_matter, node)
    return end + len(front_matter.text[end:].split("\n", 1)[0].rstrip("\r"))


def _insert(front_matter: FrontMatter, mapping: MappingNode, key: str, value: Data) -> tuple[int, int, str]:
    entry = f"{to_yaml(key)}: {to_yaml(value)}"
    if mapping.flow_style:
        separator = ", " if mapping.value else ""
        kept = len(front_matter.text[: end_of(front_matter, mapping) - 1].rstrip())
        return kept, kept, separator + entry
    newline, line_end = newline_of(front_matter), line_end_of(front_matter, mapping)
    column = mapping.value[0][0].start_mark.column
    is_many = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    if is_many or (isinstance(value, dict) and column + len(entry) > _LONG):
        entry = f"{to_yaml(key)}:{to_yaml(value, column + 2)}".replace("\n", newline)
    return line_end, line_end, newline + " " * column + entry
