"""Record what somebody says to the terms, in a file of its own."""

from dataclasses import dataclass
from datetime import date, datetime

from coachplan.actions.record import OpenPlan, PlanChange, Recorded, record
from coachplan.coaching.proposals import acknowledgement
from coachplan.format.building import agreement_text
from coachplan.store.naming import agreement_path


@dataclass(frozen=True)
class WordOnTerms:
    """What somebody says to the terms on a day, and whether the commit is signed."""

    stance: str
    comment: str
    day: date
    assurance: str


def record_word(at: OpenPlan, word: WordOnTerms, today: date, moment: datetime) -> Recorded:
    """Record the word of the person who acts on the terms as they are; the findings are those of `today`."""
    said = acknowledgement(at.plan, at.actor, word.stance, word.comment, word.day, word.assurance)
    path = agreement_path(at.folder, at.actor, word.day, moment)
    agreement = path, agreement_text(said).encode("utf-8", "surrogateescape")
    return record(at, PlanChange(at.version.text, "Agree", agreements=(agreement,)), today)
