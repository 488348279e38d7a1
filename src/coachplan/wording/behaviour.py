"""Whether a text says what somebody will be seen or heard doing."""

import re
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
from coachplan.wording.quantity import POSTS, changes_place, is_new_role
from coachplan.wording.words import is_form, is_past, stems

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
_PARTS = listed(", ! ? and or but then so-that by when while")
_PARTICLES = listed("on at in with to for up about through over")
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
# Endings of those who do something, or who are taught it.
_WHO_DO = ("er", "or", "ee", "ist", "ice", "ant", "ent", "ian", "mate", "nurse", "junior")
_MEN = listed("women men people children")
_TONGUE_LEVELS = listed("a1 a2 b1 b2 c1 c2")
_DUE = listed("deadline due target date")
_HAD = listed("have has having")
_TOGETHER = listed("communicate engage interact collaborate cooperate work connect deal")
_ACTS = listed("act behave operate work function think perform")
_RAISED = listed("get be become being getting")
_TO_POSTS = listed("promoted elected appointed hired certified licensed accredited admitted registered chartered")
_FEELS = listed("feel feeling feels seem seems")
_TURNS = listed("get getting got stop stopping")
_POSSESSIVE = listed("the a an of")
_POSSESSIVES = listed("my the their his her your our")
_TURNED = (TRAITS | _DEGREES) - _POSSESSIVE
_GAINS = listed(
    """
    find lose win earn obtain reach see hear hold keep break carry open serve sell back hit beat offer take bring put
    give set accept
    """
)
_TO_BOUNDS = listed("down below under above over up-to within at-most at-least at")
_TIMES = listed("twice thrice times time x percent % fold more much many as even fewer less so half three-times")
_AFTER_TIME = listed("from between it for that spent people patients customers taken needed")
_LAST_WORDS = listed(
    """
    first always overseas abroad maybe perhaps please generally sometimes please somehow somewhat again too also here
    there though
    everywhere sometime someday one-day eventually then soon now still whenever possible wherever etc
    """
)
_COPING = listed("handle manage deal cope approach treat")
_DUTIES = listed("job work duties role part bit tasks task")
_ON_PAPER = listed(
    """
    rubric scale form framework audit survey matrix observation card checklist test exam assessment inspection
    """
)
# Endings of what is a change or a quality, and the words with such an ending that name a thing.
_NOMINAL = (
    "ation",
    "ition",
    "ction",
    "ption",
    "sion",
    "ement",
    "iment",
    "pment",
    "lment",
    "ance",
    "ence",
    "ency",
    "ancy",
    "ity",
)
_THINGS = listed(
    """
    station documentation presentation application publication location donation translation invitation quotation
    reservation registration installation association corporation medication prescription section election auction
    collection connection question option caption subscription description reception junction edition petition
    exhibition competition position session version television extension pension mission commission division decision
    admission statement payment shipment document department apartment equipment instrument agreement placement
    advertisement announcement basement attachment appointment investment settlement treatment regiment cement
    garment entrance ambulance invoice balance-sheet insurance allowance conference sentence reference fence audience
    residence science evidence licence agency currency facility utility university city community charity identity
    electricity property security commodity activity inventory quantity entity pregnancy vacancy tenancy occupancy
    consultancy pharmacy emergency attendance absence retention conversion accuracy frequency
    """
)
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
    if _is_left_open(words):
        return False
    return any(_tells(part, counted=counted) for part in _clauses(words))


def _is_left_open(words: list[str]) -> bool:
    """Whether a text does not settle what is to be done: `read a book or something similar`."""
    return not _OPEN_SIGNS.isdisjoint(words) and _LEFT_OPEN.search(" ".join(words)) is not None


_OPEN_SIGNS = listed(
    "stuff something anything so whatever what what's criticism change changes feedback stress pressure setbacks "
    "rejection no defeat generally"
)


_LEFT_OPEN = re.compile(
    r"\bstuff\b|\b(?:or )?(?:something|anything) (?:similar|like (?:that|this)|along)|\band (?:so (?:on|forth)"
    r"|the like)\b"
    r"|\bor whatever\b|\b(?:find out|see|look|know|understand)\b.{0,10}\bwhat (?:is|'s|may be)? ?(?:going|happening)"
    r"|\bwhat's (?:going on|happening)|^(?:to )?(?:accept|take|receive|handle) (?:\w+ )?(?:criticism|change|changes"
    r"|feedback"
    r"|stress|pressure|setbacks|rejection|no|defeat)\b.{0,20}(?:\w+ly|\bbetter|\bwell|\bin (?:my )?stride|\bon board)"
    r"(?! (?:every|each|in writing))|^(?:i )?generally\b"
)


def _clauses(words: list[str]) -> Iterator[list[str]]:
    """The parts of a text that may have a verb of their own, without what merely leads up to it."""
    part: list[str] = []
    led_by = ""
    for word in [*words, ","]:
        if word in _PARTS and not (word == "and" and "between" in part[-4:]):
            if part and not (led_by == "by" and is_number(part[0])):
                yield part
            part, led_by = [], word
        elif part or word not in FILLERS:
            part.append(word)


def _tells(part: list[str], *, counted: bool) -> bool:
    if part[0] in _DUE:
        return False
    if part[0] == "_":
        part = [word for word in part if word != "_"]
        while part and part[0] in FILLERS:
            part = part[1:]
    if not part or part[0] in _FEELS:
        return False
    head = part[0]
    if _takes_a_post(part):
        return True
    if head in _BE or (head in _TURNS and part[1:2] and part[1] in _TURNED and not _names_many(part)):
        return _tells_of_being(part[1:], counted=counted)
    if head in _TRYING and part[1:2] and part[1] not in _NOT_A_THING:
        return _tells_of_change(part, known=True, counted=counted)
    if head == "learn" and len(part) > 2 and is_number(part[1]):
        return not _is_abstract(_object(part)[-1])
    if is_form(head, STATES):
        return _leads_to_act(part)
    return _tells_of_act(part, counted=counted)


def _takes_a_post(part: list[str]) -> bool:
    """Whether somebody comes into a role or a place that others give: `get promoted to head of ward`."""
    head, near = part[0], part[1:2]
    if head in _RAISED and near and near[0] in _TO_POSTS:
        return True
    if head == "move" and near in (["into"], ["to"]) and not POSTS.isdisjoint(part[2:]):
        return True
    return changes_place(part) or (head in ("become", "becoming") and is_new_role(part[1:]))


def _tells_of_act(part: list[str], *, counted: bool) -> bool:
    head = part[0]
    if head in _HAD and len(part) > 2 and is_past(part[1]) and is_form(part[1], OBSERVABLE):
        return True
    if (
        head in _TOGETHER
        and part[1:2] == ["with"]
        and _object(["", *part[2:]])[-1:]
        and _object(part[1:])[-1] in _PEOPLE
    ):
        return counted
    if head in _ACTS and part[1:2] in (["like"], ["as"]):
        return False
    if head in _COPING and any(word.endswith("ly") or word in ("better", "well") for word in part[1:]):
        return counted
    known = is_form(head, OBSERVABLE)
    if is_form(head, CHANGES):
        return _tells_of_change(part, known=known, counted=counted)
    if known:
        return not _is_only_well_done(part[1:]) and not _is_gain_of_quality(part, counted=counted)
    return _names_thing(part, counted=counted)


def _tells_of_being(rest: list[str], *, counted: bool) -> bool:
    """`Be at the desk by nine` can be seen, `be more confident` cannot."""
    is_compared = False
    while rest and rest[0] in _DEGREES and rest[0] not in ("the", "able"):
        is_compared = is_compared or rest[0] in ("better", "more", "less", "best")
        rest = rest[1:]
    if not rest or rest[:2] == ["there", "for"]:
        return False
    if rest[0] in _TO_BOUNDS and any(is_number(word) for word in rest[1:5]):
        return True
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
        if word in _ENDS or (taken and word in ("every", "each")):
            if taken or word not in _PARTICLES:
                break
            continue
        taken.append(word)
    return taken


def _tells_of_change(part: list[str], *, known: bool, counted: bool) -> bool:
    """Whether what changes can be seen or counted: `cut errors`, `improve the first-response time`."""
    part = _without_times(part)
    thing = _object(part)
    if thing[-1:] == ["back"] and len(thing) > 1:
        thing = thing[:-1]
    while thing and (thing[-1] in MANNERS or thing[-1] in _LAST_WORDS or thing[-1].endswith("ly")):
        thing = thing[:-1]
    if not thing:
        return counted and _goes_up_a_scale(part)
    if counted and "from" in part and sum(word in _TONGUE_LEVELS for word in part) > 1:
        return True
    if _is_countable(part, thing, counted=counted):
        return True
    if _is_unseen(part, thing):
        return False
    if is_form(part[0], _CARING) and (thing[-1] in _PEOPLE or _is_only_for_people(part, thing)):
        return counted
    return known or counted or _is_concrete(part, thing)


def _is_only_for_people(part: list[str], thing: list[str]) -> bool:
    """Whether nothing but those who are to be helped is named: `support the apprentices`, `help the younger ones`."""
    return thing == [word for word in part[1:] if word != "_"] and (
        thing[-1] == "ones" or (thing[-1].endswith("s") and thing[-1].removesuffix("s").endswith(_WHO_DO))
    )


def _goes_up_a_scale(part: list[str]) -> bool:
    """Whether a change is from one level to another on something that is written down: `from "basic" to "secure"`."""
    is_graded = '"' in part or not _ON_PAPER.isdisjoint(part)
    return "from" in part[:3] and (is_graded or not any(_is_abstract(word) for word in part[1:]))


def _is_countable(part: list[str], thing: list[str], *, counted: bool) -> bool:
    """Whether what changes is a figure, such as errors, or the time that something takes."""
    head = thing[-1]
    if head in METRICS and head not in ABSTRACT:
        return True
    if head == "time" and len(thing) > 1 and thing[-2] not in _POSSESSIVES:
        return True
    if not counted:
        return False
    if "time" in part and not _AFTER_TIME.isdisjoint(part[part.index("time") + 1 :][:1]):
        return True
    return head in ("satisfaction", "productivity") or any(word in METRICS for word in thing[:-1])


def _is_unseen(part: list[str], thing: list[str]) -> bool:
    """Whether what changes is a quality, a skill, or one's work as a whole."""
    head = thing[-1]
    if part[0] in ("do", "doing", "perform", "fulfil") and head in _DUTIES:
        return True
    if part[0] == "put" and part[-1:] == ["first"]:
        return True
    return _is_abstract(head) or head in TRAITS or any(word in ("skill", "skills") for word in thing)


def _is_concrete(part: list[str], thing: list[str]) -> bool:
    """Whether an object is something to do or to hold, though the verb tells nothing."""
    if (is_form(part[0], _HANDS) and thing[0] not in MANNERS) or thing[-1] in DOABLE:
        return True
    if _names_many(part) and not (thing[0] == "better" and part[0] == "have"):
        return True
    if _is_nominal(thing[-1]) or len(thing) < 2:
        return False
    return thing[0] not in MANNERS or (thing[0] in ("a", "an") and thing[1] not in ("bit", "little", "lot"))


def _without_times(part: list[str]) -> list[str]:
    """A part without `three times more` or `twice as much` after its verb."""
    place = 1
    while (
        place < len(part)
        and part[place + 1 : place + 2] != ["of"]
        and (part[place] in _TIMES or (place < 3 and is_number(part[place])))
    ):
        place += 1
    return [part[0], *part[place:]] if place > 2 else part


def _names_many(part: list[str]) -> bool:
    """Whether the verb is about more of what can be counted: `have more lunches`, `get better photos`."""
    thing = _object(part)
    head = thing[-1] if thing else ""
    return (
        len(thing) > 1
        and (head in _MEN or (head.endswith("s") and not head.endswith(("ss", "us", "is"))))
        and not _is_abstract(head)
        and head not in TRAITS
    )


def _is_nominal(word: str) -> bool:
    """Whether a noun is a change or a quality by its ending: `preparation`, `involvement`."""
    return word.endswith(_NOMINAL) and word not in _THINGS and word.removesuffix("s") not in _THINGS


def _is_gain_of_quality(part: list[str], *, counted: bool) -> bool:
    """Whether something that nobody can see is found, won or kept: `find a healthier balance`."""
    if counted or part[0] not in _GAINS:
        return False
    thing = _object(part)
    return bool(thing) and _is_abstract(thing[-1])


def _is_only_well_done(rest: list[str]) -> bool:
    """Whether nothing but a manner follows a verb: `speak more clearly`, `speak with confidence`."""
    if rest[:1] == ["with"] and len(rest) > 1 and _is_abstract(rest[1]):
        return True
    manner = [word for word in rest if word not in ("more", "and", "up", "out")]
    return bool(manner) and all(word in _QUALITIES or (word.endswith("ly") and word not in _SPEEDS) for word in manner)


def _is_abstract(word: str) -> bool:
    return (
        word in ABSTRACT
        or (word.endswith(("ness", "ship", "ism", "ivity", "ability", "mindedness")) and word not in _PLAIN)
        or word.startswith("self-")
    )


_PLAIN = listed("business illness harness witness fitness ship membership township prism activity disability")


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
    while thing and thing[-1] in _LAST_WORDS:
        thing = thing[:-1]
    if not thing:
        return counted
    if _is_abstract(thing[-1]) or thing[0] in ABSTRACT or thing[-1] in TRAITS:
        return False
    if thing[-1].replace(".", "").isdigit() or thing[-1] in ("ones", "people", "others"):
        return counted
    return counted or thing[-1] in METRICS or thing[-1] in DOABLE or len(part) > 2


def is_doable(words: list[str]) -> bool:
    """Whether a phrase without a verb names something that one does or holds: a session, a dry run."""
    if _is_left_open(words):
        return False
    for part in _clauses(words):
        if part[0] in _BE or is_form(part[0], STATES) or is_form(part[0], CHANGES):
            continue
        thing = _object(["", *part])
        if thing and any(stem in DOABLE for stem in stems(thing[-1])):
            return True
    return False
