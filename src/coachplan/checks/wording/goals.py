"""Goals, read for the letters of SMART that they lack.

SMART comes from the article on coaching in improvement plans, "Specificity is the backbone".
"""

from coachplan.checks.wording.behaviour import begun, is_observable, is_of_attitude
from coachplan.checks.wording.deadlines import deadlines, tags
from coachplan.checks.wording.mistyping import corrected
from coachplan.checks.wording.quantity import Extent, measure
from coachplan.checks.wording.realism import is_beside_the_work, is_out_of_reach
from coachplan.checks.wording.words import read

REASONS = {
    "S": "does not name a behaviour that others could see or hear",
    "M": "does not name a number, frequency or level by which both would know that it is reached",
    "A": "asks for something that nobody can promise",
    "R": "is not about the work",
    "T": "does not name a day or period for reaching it",
}


def lacking(text: str) -> tuple[str, ...]:
    """Return the letters of SMART that a goal lacks, as far as its words show."""
    words = [corrected(word) for word in read(text)]
    if not words:
        return ("S", "M", "T")
    letters = tags(words)
    spans = deadlines(words, letters)
    amount = measure(words, letters, spans)
    rest, counted = _without(words, spans), amount is Extent.AMOUNT
    seen = is_observable(rest, counted=counted) and not is_of_attitude(begun(rest), counted=counted)
    found = {
        "S": not seen,
        "M": amount is Extent.NONE or (amount is Extent.SCOPE and not seen),
        "A": is_out_of_reach(words),
        "R": is_beside_the_work(words),
        "T": not spans,
    }
    return tuple(letter for letter, is_missing in found.items() if is_missing)


def _without(words: list[str], spans: list[tuple[int, int]]) -> list[str]:
    rest = list(words)
    for first, last in spans:
        rest[first:last] = ["_"] * (last - first)
    return rest
