"""Each yes that a plan records, and whose it is: activities that were agreed to, and words on the terms."""

from hashlib import blake2b
from typing import Literal, NamedTuple

from coachplan.plan.fields import Person
from coachplan.plan.plan import BEGUN, Acknowledgement, Activity, Plan


class Said(NamedTuple):
    """A yes in the name of a person, at a place, from 0, of a section."""

    by: Person
    section: Literal["activities", "acknowledgements"]
    place: int


def all_said(plan: Plan) -> dict[str, Said]:
    """Return every yes in a plan by a key that only its own content decides, never where it stands or its id."""
    activities = [(place, activity) for place, activity in enumerate(plan.activities) if activity.counts_as in BEGUN]
    found = {yes_to(activity): Said(plan.people.team_member, "activities", place) for place, activity in activities}
    return found | {
        key_of(entry): Said(entry.by, "acknowledgements", place) for place, entry in enumerate(plan.acknowledgements)
    }


def yes_to(activity: Activity) -> str:
    """Return the key of a yes to an activity in these words."""
    return f"yes {activity.words}"


def key_of(entry: Acknowledgement) -> str:
    """Return the key of an acknowledgement: its content, however it is laid out."""
    given = (entry.by, entry.date, entry.stance, entry.comment, entry.terms, entry.assurance)
    words = "\0".join(" ".join(str("" if value is None else value).split()) for value in given)
    return f"word {blake2b(words.encode('utf-8', 'surrogateescape'), digest_size=8).hexdigest()}"
