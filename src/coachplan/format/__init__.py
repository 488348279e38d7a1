"""Text and model: strict reading with the place of every part, and edits that change no other byte."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coachplan.format.editing import remove_value, set_value, set_values
    from coachplan.format.entries import add_entry, change_entry, set_part
    from coachplan.format.front_matter import has_conflict, texts_of_keys, write
    from coachplan.format.reading import (
        BODY,
        Document,
        Files,
        occurrences,
        read_agreement,
        read_check_in,
        read_data,
        read_parts,
        read_plan,
        under_present_names,
        with_agreements,
    )
    from coachplan.format.yaml_text import to_yaml

# A merge reads text without models: whoever asks for a part of this room loads that part alone.
_HOMES = {
    "editing": "remove_value set_value set_values",
    "entries": "add_entry change_entry set_part",
    "front_matter": "has_conflict texts_of_keys write",
    "reading": "BODY Document Files occurrences read_agreement read_check_in read_data read_parts "
    "read_plan under_present_names with_agreements",
    "yaml_text": "to_yaml",
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"coachplan.format.{home}"), name)
    raise AttributeError(name)
