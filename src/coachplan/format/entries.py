"""Edits of sections with one entry or several: short forms grow if they must, and other bytes do not change."""

from collections.abc import Mapping

from yaml.nodes import MappingNode, Node, SequenceNode

from coachplan.base.dates import written_span
from coachplan.format.editing import end_of, line_end_of, newline_of, read_to_edit, set_value, set_values, spliced
from coachplan.format.front_matter import FrontMatter
from coachplan.format.strict_yaml import Data, Location
from coachplan.format.yaml_text import to_yaml
from coachplan.plan import Plan
from coachplan.plan.fields import ShortForm


def add_entry(text: str, location: Location, entry: Data) -> str:
    """Return `text` with `entry` after the last one of the list at `location`.

    A value that is not a list becomes the first entry of one. Raises `UsageError` if the place cannot take an entry.
    """
    before = read_to_edit(text)
    node, _, reached = before.node_at(location)
    if reached < len(location) or (known := _data_at(before.data, location)) is None:
        return set_value(text, location, [entry])
    if isinstance(node, MappingNode) and not node.flow_style:
        return spliced(text, before, _listed(before, node, entry), {location: [known, entry]})
    entries = [*known, entry] if isinstance(node, SequenceNode) else [known, entry]
    if isinstance(node, SequenceNode) and node.value:
        return spliced(text, before, [_after_last(before, node, entry)], {location: entries})
    return set_value(text, location, entries)


def _listed(before: FrontMatter, node: MappingNode, entry: Data) -> list[tuple[int, int, str]]:
    """Return the splices that turn a group of lines into the first entry of a list and add `entry`."""
    start, end = before.start_of(node), end_of(before, node)
    column = node.start_mark.column
    text = before.text
    lines = [before.start_of(node) - column]
    while (following := text.find("\n", lines[-1]) + 1) and following < end:
        lines.append(following)
    deeper = [(line, line, "  ") for line in lines[1:] if text[line : line + 1] not in ("\n", "\r")]
    line_end = line_end_of(before, node)
    added = to_yaml([entry], column).replace("\n", newline_of(before))
    return [(start, start, "- "), *deeper, (line_end, line_end, added)]


def _after_last(before: FrontMatter, node: SequenceNode, entry: Data) -> tuple[int, int, str]:
    """Return the splice for a new entry in the style of the list: on the same line, or on lines of its own."""
    if node.flow_style:
        end = end_of(before, node.value[-1])
        return end, end, f", {to_yaml(entry)}"
    line_end = line_end_of(before, node)
    lines = to_yaml([entry], _dash_column(before, node.value[-1])).replace("\n", newline_of(before))
    return line_end, line_end, lines


def _dash_column(before: FrontMatter, item: Node) -> int:
    text = before.text
    dash = text.rfind("-", 0, before.start_of(item))
    return dash - (text.rfind("\n", 0, dash) + 1)


def change_entry(text: str, location: Location, short: str, values: Mapping[str, Data]) -> str:
    """Return `text` with keys of one entry set; an entry that is a plain text becomes the group with key `short`.

    `location` ends with the number of the entry, 0 if the section is written without a list.
    """
    data = read_to_edit(text).data
    section = _data_at(data, location[:-1])
    place = location if isinstance(section, list) else location[:-1]
    entry = _data_at(data, place)
    if isinstance(entry, dict):
        return set_values(text, {(*place, key): value for key, value in values.items()})
    return set_value(text, place, {short: entry, **values})


def set_part(text: str, location: Location, value: Data) -> str:
    """Set a value like `set_value`; a section that is a plain text grows if a key of its long form is set."""
    name = str(location[0])
    section = read_to_edit(text).data.get(name)
    if name == "timeline" and len(location) == _KEY_OF_SECTION and (span := written_span(str(section or ""))):
        days = {"start": span[0].isoformat(), "end": span[1].isoformat()}
        return set_value(text, location[:1], {**days, str(location[1]): value})
    short = _SHORT_FORMS.get(name) if len(location) == _KEY_OF_SECTION else None
    if not isinstance(section, str) or short is None or not isinstance(location[1], str):
        return set_value(text, location, value)
    if location[1] == short:
        return set_value(text, location[:1], value)
    return change_entry(text, (location[0], 0), short, {location[1]: value})


_KEY_OF_SECTION = 2
_SHORT_FORMS = {
    name: form.key
    for name, field in Plan.model_fields.items()
    for form in field.metadata
    if isinstance(form, ShortForm)
}


def _data_at(data: Data, location: Location) -> Data:
    for step in location:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
