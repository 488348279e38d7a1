"""Text and model: strict reading with the place of every part, and edits that change no other byte."""

from coachplan.format.editing import remove_value, set_value, set_values
from coachplan.format.entries import add_entry, change_entry, set_part
from coachplan.format.front_matter import has_conflict, write
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
