"""Activities, read for something to do; a topic, an attitude or a wish is none, and an outcome alone is thin."""

from itertools import dropwhile

from coachplan.checks.wording.behaviour import is_abstract, is_doable, is_observable, is_of_attitude, object_of
from coachplan.checks.wording.deadlines import tags
from coachplan.checks.wording.lexicon import FILLERS, TRAITS
from coachplan.checks.wording.lists import listed, word_lists
from coachplan.checks.wording.mistyping import corrected
from coachplan.checks.wording.quantity import Extent, measure, near
from coachplan.checks.wording.verdict import Level
from coachplan.checks.wording.words import is_form, read, split

REASONS = {
    Level.THIN: "names an outcome or a direction, and not what will be done",
    Level.WEAK: "does not name a concrete action that others could see",
}

_LISTS = word_lists(__file__)
_OUTCOMES = _LISTS["outcomes"]
_HIDING = _LISTS["hiding"]
_HIDING_PAIRS = _LISTS["hiding_pairs"]
_LEFT_OPEN = _LISTS["left_open"]
_STATES = _LISTS["states"]
_BARE = _LISTS["bare"]
_SELF = _LISTS["self"]
_HEADS = _OUTCOMES | {"help"}
# With one word after `the`, these are done by hand: `cut the intro`, `lower the volume`.
_BY_HAND = listed("cut lower raise shorten")
_MOVED = listed("get bring keep push")
_WAYS = listed("down up low high")
_DETERMINERS = listed("the a an my our his her their your this these both all each every")


def level_of(text: str) -> Level:
    """Return the level of an activity: weak for a topic, an attitude or a wish, thin for an outcome alone."""
    words = [corrected(word) for word in read(text)]
    main = list(dropwhile(lambda word: word in FILLERS and word not in _HEADS, words))
    if is_of_attitude(main):
        return Level.WEAK
    if near(main, 0) in _HIDING and "D" in tags(main):  # on an occasion that has a day
        return Level.OK
    if len(main) > 1 and (_is_direction(main) or _is_bare(text)):
        return Level.WEAK if _is_about_a_quality(main) else Level.THIN
    return Level.WEAK if _is_vague(words) else Level.OK


def _is_vague(words: list[str]) -> bool:
    if len(words) == 1:
        return not ("-" in words[0] and is_doable(words))
    amount = measure(words, tags(words), [])
    return not (is_observable(words, counted=amount is Extent.AMOUNT) or is_doable(words))


def _is_direction(words: list[str]) -> bool:
    """True if an activity says where things shall go, and not what will be done: `reduce incidents`."""
    head, after = words[0], words[1]
    if _says_how(words) or (head in _BY_HAND and after == "the" and len(words) == 3):
        return False
    if head in _OUTCOMES:
        return True
    if head in _HIDING or _hides(words):
        return not (head == "drive" and after in _DETERMINERS)
    return (head in _LEFT_OPEN and not _STATES.isdisjoint(words[1:])) or (head in _MOVED and words[-1] in _WAYS)


def _hides(words: list[str]) -> bool:
    """True if a verb of several words hides what is done: `follow up on contracts`."""
    return " ".join(words[:2]) in _HIDING_PAIRS or " ".join(words[:3]) in _HIDING_PAIRS


def _says_how(words: list[str]) -> bool:
    """True if a means follows: `by calling each of them`."""
    return any(word == "by" and near(words, place + 1).endswith("ing") for place, word in enumerate(words))


def _is_bare(text: str) -> bool:
    """True if a verb has nothing but a common noun after it: `write articles`, not `ring Lena`."""
    pieces = split(text)
    if len(pieces) != 2 or not is_form(pieces[0].lower(), _BARE):
        return False
    return pieces[1].islower() and pieces[1].isalpha() and not pieces[1].endswith("ly")


def _is_about_a_quality(words: list[str]) -> bool:
    """True if what shall change is a quality of somebody: `improve my confidence`."""
    thing = object_of(words[2 if _hides(words) else 1 :])
    if not thing or thing[-1] == "time":
        return False
    return (
        is_abstract(thing[-1])
        or "skills" in thing
        or thing[-1] in _SELF
        or (thing[0] not in _DETERMINERS and thing[-1] in TRAITS)
    )
