"""Edits of sections that hold one entry or several: short forms grow where they must, and no other byte changes."""

from collections.abc import Mapping

from yaml.nodes import Node, SequenceNode

from coachplan.document.editing import end_of, set_value, set_values, spliced, to_yaml
from coachplan.document.strict_yaml import Data, FrontMatter, Location, encoded, read


def add_entry(text: str, location: Location, entry: Data) -> str:
    """`text` with `entry` behind the last one of the list at `location`.

    What is no list yet becomes one, with what it held as the first entry. Raises `UsageError` where the place cannot
    take it.
    """
    before = read(encoded(text))
    node, _, reached = before.node_at(location)
    if reached < len(location) or (known := _data_at(before.data, location)) is None:
        return set_value(text, location, [entry])
    if not isinstance(node, SequenceNode):
        return set_value(text, location, [known, entry])
    expected = [*known, entry]
    if not node.value:
        return set_value(text, location, expected)
    return spliced(text, before, [_behind_last(before, node, entry)], {location: expected})


def _behind_last(before: FrontMatter, node: SequenceNode, entry: Data) -> tuple[int, int, str]:
    """The new entry in the manner of the list: on the same line, or on lines of its own."""
    if node.flow_style:
        end = end_of(before, node.value[-1])
        return end, end, f", {to_yaml(entry)}"
    text = before.text
    end = end_of(before, node)
    line_end = end + len(text[end:].split("\n", 1)[0].rstrip("\r"))
    newline = "\r\n" if text[: before.offset].endswith("\r\n") else "\n"
    indent = " " * _dash_column(text, before.offset, node.value[-1])
    lines = to_yaml([entry], 0).removeprefix("\n").split("\n")
    return line_end, line_end, "".join(f"{newline}{indent}{line}" for line in lines)


def _dash_column(text: str, offset: int, item: Node) -> int:
    dash = text.rfind("-", 0, offset + item.start_mark.index)
    return dash - (text.rfind("\n", 0, dash) + 1)


def change_entry(text: str, location: Location, short: str, values: Mapping[str, Data]) -> str:
    """`text` with keys of one entry set; an entry in its short form, a plain text, becomes the group with key `short`.

    `location` ends with the number of the entry, 0 where the section is written without a list.
    """
    data = read(encoded(text)).data
    section = _data_at(data, location[:-1])
    place = location if isinstance(section, list) else location[:-1]
    entry = _data_at(data, place)
    if isinstance(entry, dict):
        return set_values(text, {(*place, key): value for key, value in values.items()})
    return set_value(text, place, {short: entry, **values})


def _data_at(data: Data, location: Location) -> Data:
    for step in location:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
