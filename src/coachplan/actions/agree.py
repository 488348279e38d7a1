"""Record what somebody says to the terms, in a file of its own, and move there what stands in the plan."""

from dataclasses import dataclass
from datetime import date, datetime

from coachplan.actions.record import OpenPlan, PlanChange, Recorded, record
from coachplan.base.errors import RefusedError
from coachplan.coaching.proposals import acknowledgement, spoken
from coachplan.format import read_agreement, read_data, read_plan, remove_value
from coachplan.format.building import agreement_text
from coachplan.store.naming import agreement_path, moved_path

_KEY = "acknowledgements"


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
    before = spoken(at.plan, at.id, at.actor)
    if before and before.entry.assurance == "signed" != word.assurance:
        raise RefusedError(
            f"your word of {before.entry.date} is signed, and one that is not does not take its place: have git sign "
            "your commits (`coachplan sign --setup`), and say it again; nothing was recorded"
        )
    path = agreement_path(at.folder, at.actor, word.day, moment)
    agreement = path, agreement_text(said).encode("utf-8", "surrogateescape")
    return record(at, PlanChange(at.version.text, "Agree", agreements=(agreement,)), today)


def tidy(at: OpenPlan, today: date) -> tuple[Recorded, int] | None:
    """Move the acknowledgements that stand in the plan into files of their own; return how many.

    None where there is nothing to do. It is nobody's word: each says what it said, and holds as it held.
    """
    alone = read_plan(at.version.path, at.version.raw)
    if _KEY in alone.damaged:
        raise RefusedError(
            f"an acknowledgement in {at.id} cannot be read: correct it first (`coachplan check {at.id}`)"
        )
    written = read_data(at.version.text).get(_KEY)
    if not written:
        return None
    read = (read_agreement(*file).content for file in at.version.agreements)
    known = [agreement.entry for agreement in read if agreement]
    files: dict[str, bytes] = {}
    for place, (entry, data) in enumerate(zip(alone.readable().acknowledgements, written, strict=True)):
        raw = agreement_text({key: value for key, value in data.items() if value is not None}).encode()
        if entry not in known:
            known.append(entry)
            files[moved_path(at.folder, entry.by, entry.date, place, raw)] = raw
    change = PlanChange(remove_value(at.version.text, _KEY), "Tidy", agreements=tuple(files.items()), is_nobodys=True)
    return record(at, change, today), len(written)
