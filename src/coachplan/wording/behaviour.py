"""Whether a text says what somebody will be seen or heard doing."""

from collections.abc import Iterator

from coachplan.wording.lexicon import (
    ABSTRACT,
    CHANGES,
    DOABLE,
    FILLERS,
    MANNERS,
    METRICS,
    OBSERVABLE,
    STATES,
    TRAIT_NOUNS,
    TRAITS,
)
from coachplan.wording.lists import listed
from coachplan.wording.numbers import is_number
from coachplan.wording.words import is_form, stems

_ENDS = frozenset(
    [
        "by",
        "before",
        "until",
        "within",
        "during",
        "in",
        "on",
        "at",
        "for",
        "from",
        "with",
        "without",
        "through",
        "across",
        "to",
        "of",
        "and",
        "or",
        "but",
        "so-that",
        "when",
        "while",
        "after",
        "as",
        "over",
        "under",
        "towards",
        "toward",
        "via",
        "into",
        "about",
        "than",
        "if",
        "because",
        "which",
        "that",
        "who",
        "until",
        "till",
        "after",
        "between",
        "per",
        ",",
        "_",
        '"',
        "throughout",
        "like",
    ]
)
_PARTS = listed(", and or but then so-that by when while")
_BE = listed(
    """
    be am is are being been become becoming feel feeling remain stay seem look
    """
)
_DEGREES = listed(
    """
    more less much very so too a an the bit little lot even far most least such better really truly seen as
    known always being able twice % percent times of
    """
)
_TURNS = listed("get getting got stop stopping")
_POSSESSIVE = listed("the a an of")
_QUALITIES = listed("better well best effectively efficiently professionally properly positively harder smarter")
_TRYING = listed("try trying")
_NOT_A_THING = listed("to harder hard better more and")
_HANDS = listed(
    """
    take make use put give set add bring pay lead present plan move drop create reduce decrease lower cut lessen
    minimise minimize increase raise
    """
)
_SPEEDS = listed("quickly promptly regularly frequently early daily weekly monthly hourly immediately directly")
_CARING = listed("support help motivate encourage contribute engage")
_PEOPLE = listed(
    "team others colleagues people peers everyone everybody customers clients staff juniors manager company business"
)
_SIZES = listed("on-time shorter longer lower higher smaller quicker faster earlier later sooner late early absent")
_CONCRETE_BE = listed(
    """
    on at in there present ready the back available able home logged signed off trained certified
    """
)


def is_observable(words: list[str], *, counted: bool) -> bool:
    """Whether any part of a text tells of something that can be seen; `counted` says whether it has an amount."""
    return any(_tells(part, counted=counted) for part in _clauses(words))


def _clauses(words: list[str]) -> Iterator[list[str]]:
    """The parts of a text that may have a verb of their own, without what merely leads up to it."""
    part: list[str] = []
    led_by = ""
    for word in [*words, ","]:
        if word in _PARTS:
            if part and not (led_by == "by" and is_number(part[0])):
                yield part
            part, led_by = [], word
        elif part or word not in FILLERS:
            part.append(word)


def _tells(part: list[str], *, counted: bool) -> bool:
    head = part[0]
    if head == "_":
        part = [word for word in part if word != "_"]
        while part and part[0] in FILLERS:
            part = part[1:]
        if not part:
            return False
        head = part[0]
    if head in _BE or (head in _TURNS and part[1:2] and part[1] in (TRAITS | _DEGREES) - _POSSESSIVE):
        return _tells_of_being(part[1:], counted=counted)
    if head in _TRYING and part[1:2] and part[1] not in _NOT_A_THING:
        return _tells_of_change(part, known=True, counted=counted)
    if is_form(head, STATES):
        return _leads_to_act(part)
    known = is_form(head, OBSERVABLE)
    if is_form(head, CHANGES):
        return _tells_of_change(part, known=known, counted=counted)
    if known:
        return not _is_only_well_done(part[1:])
    return _names_thing(part, counted=counted)


def _tells_of_being(rest: list[str], *, counted: bool) -> bool:
    """`Be at the desk by nine` can be seen, `be more confident` cannot."""
    is_compared = False
    while rest and rest[0] in _DEGREES and rest[0] not in ("the", "able"):
        is_compared = is_compared or rest[0] in ("better", "more", "less", "best")
        rest = rest[1:]
    if not rest:
        return False
    if rest[0] == "able":
        return _leads_to_act(rest[1:])
    if rest[0].endswith("ing") and (is_form(rest[0], OBSERVABLE) or is_form(rest[0], CHANGES)):
        return _tells(rest, counted=counted)
    if any(word in TRAITS or word in TRAIT_NOUNS or word in ABSTRACT for word in rest[:4]):
        return False
    if rest[0] in _SIZES:
        return True
    if is_compared:
        return False
    return rest[0] in _CONCRETE_BE or is_form(rest[0], OBSERVABLE)


def _leads_to_act(part: list[str]) -> bool:
    """Whether `to` or `how to` leads to something that can be seen: `learn to drive the forklift`."""
    for place, word in enumerate(part[:5]):
        if word == "to" and place + 1 < len(part):
            return part[place + 1] not in _BE and is_form(part[place + 1], OBSERVABLE) and len(part) > place + 2
    return bool(part) and part[0] not in STATES and is_form(part[0], OBSERVABLE) and not is_form(part[0], STATES)


def _object(part: list[str]) -> list[str]:
    """What follows a verb, up to the next preposition."""
    taken: list[str] = []
    for word in part[1:]:
        if word in _ENDS:
            if taken or word not in ("on", "at", "in", "with", "to", "for", "up", "about", "through"):
                break
            continue
        taken.append(word)
    return taken


def _tells_of_change(part: list[str], *, known: bool, counted: bool) -> bool:
    thing = _object(part)
    while thing and (thing[-1] in MANNERS or thing[-1] == "always" or thing[-1].endswith("ly")):
        thing = thing[:-1]
    if not thing:
        return counted and "from" in part[:3] and not any(_is_abstract(word) for word in part[1:])
    head = thing[-1]
    if head in METRICS and head not in ABSTRACT:
        return True
    if head == "time" and len(thing) > 1 and thing[-2] not in ("my", "the", "their", "his", "her", "your", "our"):
        return True
    if _is_abstract(head) or head in TRAITS:
        return (counted and any(word in METRICS for word in thing[:-1])) or (
            head in ("satisfaction", "productivity") and counted
        )
    if any(is_form(word, frozenset({"skill"})) for word in thing):
        return False
    if is_form(part[0], _CARING) and head in _PEOPLE:
        return counted
    if is_form(part[0], _HANDS) and thing[0] not in MANNERS:
        return True
    return known or counted or head in DOABLE or (len(thing) > 1 and thing[0] not in MANNERS)


def _is_only_well_done(rest: list[str]) -> bool:
    """Whether nothing but a manner follows a verb: `speak more clearly`, `speak with confidence`."""
    if rest[:1] == ["with"] and len(rest) > 1 and _is_abstract(rest[1]):
        return True
    manner = [word for word in rest if word not in ("more", "and")]
    return bool(manner) and all(word in _QUALITIES or (word.endswith("ly") and word not in _SPEEDS) for word in manner)


def _is_abstract(word: str) -> bool:
    return word in ABSTRACT or (
        word.endswith(("ness", "ship", "ism", "ivity", "ability", "mindedness")) and word not in ("business", "illness")
    )


def _names_thing(part: list[str], *, counted: bool) -> bool:
    """Whether a part without a known verb is about something that can be seen."""
    for place, word in enumerate(part[1:6], 1):
        if word in ("will", "shall", "should", "must") and place + 1 < len(part):
            return _tells(part[place + 1 :], counted=counted)
        if word in ("are", "is", "be", "am"):
            return _tells_of_being(part[place + 1 :], counted=counted)
    if len(part) > 1 and any(is_form(word, OBSERVABLE) and word not in ABSTRACT for word in part[1:5]):
        return True
    thing = _object(["", *part])
    if not thing:
        return counted
    if _is_abstract(thing[-1]) or thing[0] in ABSTRACT or thing[-1] in TRAITS:
        return False
    return counted or thing[-1] in METRICS or thing[-1] in DOABLE or len(part) > 2


def is_doable(words: list[str]) -> bool:
    """Whether a phrase without a verb names something that one does or holds: a session, a dry run."""
    for part in _clauses(words):
        if part[0] in _BE or is_form(part[0], STATES) or is_form(part[0], CHANGES):
            continue
        thing = _object(["", *part])
        if thing and any(stem in DOABLE for stem in stems(thing[-1])):
            return True
    return False
