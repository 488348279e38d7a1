"""Observable behaviour in a text: actions that others can see or hear."""

import re
from collections.abc import Iterator
from itertools import dropwhile, takewhile

from coachplan.checks.wording.lexicon import (
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
from coachplan.checks.wording.lists import listed, word_lists
from coachplan.checks.wording.numbers import is_number
from coachplan.checks.wording.quantity import FRACTIONS, changes_place, is_new_role, is_single, is_superlative, near
from coachplan.checks.wording.words import is_form, is_past

_LISTS = word_lists(__file__)
_ENDS = _LISTS["ends"]
_PARTS = listed(", ! ? and or but then so-that by when while")
_PARTICLES = listed("on at in with to for up about through over")
_BE = listed("be am is are being been become becoming feel feeling remain stay seem look")
_DEGREES = _LISTS["degrees"]
# Endings of people who do something, or who are taught it.
_WHO_DO = ("ers", "ors", "ees", "ists", "ices", "ants", "ents", "ians", "mates", "nurses", "juniors")
_MEN = listed("women men people children")
_TONGUE_LEVELS = listed("a1 a2 b1 b2 c1 c2")
_DOING = OBSERVABLE | CHANGES
_SURVEYED = _LISTS["surveyed"]
_SLOGANS = _LISTS["slogans"]
_FIGURES = METRICS - ABSTRACT
_DUE = listed("deadline due target date")
_HAD = listed("have has having")
_TOGETHER = listed("communicate engage interact collaborate cooperate work connect deal")
_RAISED = listed("get be become being getting")
_TO_POSTS = listed("promoted elected appointed hired certified licensed accredited admitted registered chartered")
_FEELS = listed("feel feeling feels seem seems")
_TURNS = listed("get getting got stop stopping")
_POSSESSIVE = listed("the a an of")
_POSSESSIVES = listed("my the their his her your our")
_TURNED = (TRAITS | _DEGREES) - _POSSESSIVE
_GAINS = _LISTS["gains"]
_TO_BOUNDS = listed("down below under above over up-to within at-most at-least at")
_LAST_WORDS = _LISTS["last_words"]
_COPING = listed("handle manage deal cope approach treat")
_FULFIL = listed("do perform fulfil")
_DUTIES = listed("job work duties role part bit tasks task")
_ON_PAPER = _LISTS["on_paper"]
# Endings of changes and qualities, and the words with such an ending that name a thing.
_NOMINAL = tuple(listed("ation ition ction ption sion ement iment pment lment ance ence ency ancy ity"))
_THINGS = _LISTS["things"]
_QUALITIES = listed("hard better well best effectively efficiently professionally properly positively harder smarter")
_TRYING = listed("try trying")
_NOT_A_THING = listed("to harder hard better more and")
_HANDS = _LISTS["hands"]
_SPEEDS = listed("quickly promptly regularly frequently early daily weekly monthly hourly immediately directly")
_GOES = listed("go goes going")
_WHERE = listed("out along round around to with")
_FASTER = listed("quicker faster sooner")
_CARING = listed("support help motivate encourage contribute engage develop nurture empower")
_PEOPLE = _LISTS["people"]
_SIZES = listed("on-time shorter longer lower higher smaller quicker faster earlier later sooner late early absent")
_CONCRETE_BE = _LISTS["concrete_be"]


def is_observable(words: list[str], *, counted: bool) -> bool:
    """True if a part of a text is about something that can be seen; `counted` is true if the text has an amount."""
    if _is_left_open(words):
        return False
    return any(_tells(part, counted=counted) for part in _clauses(words))


def _is_left_open(words: list[str]) -> bool:
    """True if a text leaves the action open: `read a book or something similar`."""
    return not _OPEN_SIGNS.isdisjoint(words) and _LEFT_OPEN.search(" ".join(words)) is not None


_OPEN_SIGNS = _LISTS["open_signs"]


_LEFT_OPEN = re.compile(
    r"\bstuff\b|\b(?:or )?(?:something|anything) (?:similar|like (?:that|this)|along)"
    r"|\band (?:so (?:on|forth)|the like)\b|\bor whatever\b"
    r"|\b(?:find out|see|look|know|understand)\b.{0,10}\bwhat (?:is|'s|may be)? ?(?:going|happening)"
    r"|\bwhat's (?:going on|happening)"
    r"|^(?:to )?(?:accept|take|receive|handle) (?:\w+ )?(?:criticism|change|changes|feedback|stress|pressure|setbacks"
    r"|rejection|no|defeat)\b.{0,20}(?:\w+ly|\bbetter|\bwell|\bin (?:my )?stride|\bon board)(?! (?:every|each"
    r"|in writing))|^(?:i )?generally\b"
)


def _clauses(words: list[str]) -> Iterator[list[str]]:
    """Yield the parts of a text that may have a verb of their own, without the words that lead up to it."""
    part: list[str] = []
    led_by = ""
    for word in [*words, ","]:
        if word in _PARTS and not (word == "and" and "between" in part):
            if part and not (led_by == "by" and _is_share(part)):
                yield part
            part, led_by = [], word
        elif part or word not in FILLERS:
            part.append(word)


def _is_share(part: list[str]) -> bool:
    """True if a part is how far something changes: `by 5`, `by a fifth before the merger`."""
    return is_number(part[0]) or (part[0] in ("a", "half") and near(part, 1) in FRACTIONS)


def _tells(part: list[str], *, counted: bool) -> bool:
    part = list(dropwhile(lambda word: word == "_" or word in FILLERS, part))
    if not part or not _FEELS.isdisjoint(part[:3]) or part[0] in _DUE:
        return False
    head, after = part[0], near(part, 1)
    if _takes_a_post(part):
        return True
    if head in _BE and after.endswith("ing") and is_form(after, _DOING):
        return _tells(part[1:], counted=counted)
    if head in _BE or (head in _TURNS and after in _TURNED and not _names_many(part)):
        return _tells_of_being(part[1:])
    if head in _TRYING and after not in _NOT_A_THING:
        return _tells(part[1:], counted=counted)
    thing = object_of(part[1:])
    if head == "learn" and any(is_number(word) for word in thing[:-1]):
        return not is_abstract(thing[-1])
    if is_form(head, STATES):
        return _leads_to_act(part)
    return _tells_of_act(part, counted=counted)


def _takes_a_post(part: list[str]) -> bool:
    """True if somebody gets a role or a place that others give: `get promoted to head of ward`."""
    if part[0] in _RAISED and near(part, 1) in _TO_POSTS:
        return True
    return changes_place(part) or (part[0] == "become" and is_new_role(part[1:]))


def _tells_of_act(part: list[str], *, counted: bool) -> bool:
    head, after = part[0], near(part, 1)
    if not _SLOGANS.isdisjoint(part) or " ".join(part[-2:]) in _SLOGANS:
        return False
    if head in _HAD and is_past(after) and is_form(after, OBSERVABLE):
        return True
    if head in _TOGETHER and "with" in part[1:4] and not _PEOPLE.isdisjoint(object_of(part[part.index("with") + 1 :])):
        return counted
    if head in _COPING and any(word.endswith("ly") or word in ("better", "well") for word in part):
        return counted
    known = is_form(head, OBSERVABLE)
    if is_form(head, CHANGES):
        return _tells_of_change(part, known=known, counted=counted)
    if known:
        return not _is_only_well_done(part[1:]) and not _is_gain_of_quality(part)
    return _names_thing(part, counted=counted)


def _tells_of_being(words: list[str]) -> bool:
    """True if a state can be seen, as in `be at the desk by nine`; `be more confident` cannot."""
    degrees = list(takewhile(lambda word: word in _DEGREES, words))
    rest = words[len(degrees) :]
    if not rest or rest[:2] == ["there", "for"]:
        return False
    if rest[0] in _TO_BOUNDS and any(is_number(word) for word in rest):
        return True
    if rest[0] == "able":
        return _leads_to_act(rest)
    if any(word in TRAITS or word in TRAIT_NOUNS or word in ABSTRACT for word in rest[:4]):
        return False
    if rest[0] in _SIZES:
        return True
    if "better" in degrees or "more" in degrees:
        return False
    return rest[0] in _CONCRETE_BE or is_form(rest[0], OBSERVABLE)


def _leads_to_act(part: list[str]) -> bool:
    """True if `to` or `how to` leads to something that can be seen: `learn to drive the forklift`."""
    act = list(dropwhile(lambda word: word != "to", part))[1:]
    return len(act) > 1 and act[0] not in _BE and is_form(act[0], OBSERVABLE)


def object_of(words: list[str]) -> list[str]:
    """Return the words after a verb, up to the next preposition."""
    taken: list[str] = []
    for word in words:
        if word in _ENDS or (taken and word in ("every", "each")):
            if taken or word not in _PARTICLES:
                break
            continue
        taken.append(word)
    while taken and taken[-1] in _LAST_WORDS:
        taken.pop()
    return taken


def _tells_of_change(part: list[str], *, known: bool, counted: bool) -> bool:
    """True if a change can be seen or counted: `cut errors`, `improve the first-response time`."""
    if part[0] in _GOES and near(part, 1) in _WHERE:
        return len(part) > 3 and not is_abstract(part[-1])
    if near(part, 1) == "how":
        return counted
    thing = object_of(part[2:] if near(part, 1) in _FASTER else part[1:])
    while thing and (thing[-1] in MANNERS or thing[-1].endswith("ly")):
        thing.pop()
    if not thing:
        return counted and _goes_up_a_scale(part)
    if _is_countable(thing, counted=counted) or not _TONGUE_LEVELS.isdisjoint(part):
        return True
    if _is_unseen(part, thing):
        return False
    if is_form(part[0], _CARING) and (thing[-1] in _PEOPLE or _is_only_for_people(part, thing)):
        return counted
    return known or counted or _is_concrete(part, thing)


def _is_only_for_people(part: list[str], thing: list[str]) -> bool:
    """True if only the people to help are named: `support the apprentices`."""
    return thing == [word for word in part[1:] if word != "_"] and thing[-1].endswith(_WHO_DO)


def _goes_up_a_scale(part: list[str]) -> bool:
    """True if a change is from one level to another on a written scale."""
    is_graded = not _ON_PAPER.isdisjoint(part)
    return "from" in part and (is_graded or not any(is_abstract(word) for word in part))


def _is_countable(thing: list[str], *, counted: bool) -> bool:
    """True if a thing is a figure, such as errors, or the time that something takes."""
    head = thing[-1]
    if head in _FIGURES or (head == "time" and len(thing) > 1 and thing[-2] not in _POSSESSIVES):
        return True
    return counted and (head in _SURVEYED or not _FIGURES.isdisjoint(thing))


def _is_unseen(part: list[str], thing: list[str]) -> bool:
    """True if the object of a change is a quality, or one's work as a whole."""
    head = thing[-1]
    if is_form(part[0], _FULFIL) and head in _DUTIES:
        return True
    if part[0] == "put" and part[-1] == "first":
        return True
    return is_abstract(head) or head in TRAITS or "skills" in thing


def _is_concrete(part: list[str], thing: list[str]) -> bool:
    """True if an object is something to do or to hold, although the verb is vague."""
    if is_form(part[0], _HANDS) or thing[-1] in DOABLE:
        return True
    if _names_many(part) and not (thing[0] == "better" and part[0] == "have"):
        return True
    if _is_nominal(thing[-1]) or len(thing) < 2:
        return False
    return thing[0] == "a" or thing[0] not in MANNERS


def _names_many(part: list[str]) -> bool:
    """True if the verb is about more of a countable thing: `have more lunches`, `get better photos`."""
    thing = object_of(part[1:])
    return len(thing) > 1 and (thing[-1] in _MEN or not is_single(thing)) and not is_abstract(thing[-1])


def _is_nominal(word: str) -> bool:
    """True if a noun is a change or a quality by its ending: `preparation`, `involvement`."""
    return word.endswith(_NOMINAL) and word not in _THINGS


def _is_gain_of_quality(part: list[str]) -> bool:
    """True if a quality is found, won or kept: `find a healthier balance`."""
    thing = object_of(part[1:])
    return part[0] in _GAINS and bool(thing) and is_abstract(thing[-1])


def _is_only_well_done(rest: list[str]) -> bool:
    """True if only a manner follows a verb: `speak more clearly`, `speak with confidence`."""
    if near(rest, 0) == "with" and is_abstract(near(rest, 1)):
        return True
    manner = [word for word in rest if word != "more"]
    return bool(manner) and all(word in _QUALITIES or (word.endswith("ly") and word not in _SPEEDS) for word in manner)


def is_abstract(word: str) -> bool:
    """True if a word names a quality or a condition, which nobody can see."""
    return (
        word in ABSTRACT
        or (word.endswith(("ness", "ship", "ism", "ivity", "ability")) and word not in _PLAIN)
        or word.startswith("self-")
    )


_PLAIN = listed("business illness harness witness fitness ship membership township prism activity disability")


def _names_thing(part: list[str], *, counted: bool) -> bool:
    """True if a part without a known verb is about something that can be seen."""
    for place, word in enumerate(part[:6]):
        if word in ("will", "should", "must"):
            return _tells(part[place + 1 :], counted=counted)
        if word in ("are", "is", "be"):
            return _tells_of_being(part[place + 1 :])
    if any(is_form(word, OBSERVABLE) and word not in ABSTRACT for word in part[1:]):
        return True
    thing = object_of(part)
    if not thing:
        return counted
    if is_abstract(thing[-1]) or thing[0] in ABSTRACT or thing[-1] in TRAITS:
        return False
    if thing[-1].replace(".", "").isdigit() or thing[-1] == "ones":
        return counted
    return counted or len(part) > 2


def begun(words: list[str]) -> list[str]:
    """Return the words from the first one that says something: after `I want to`."""
    return list(dropwhile(lambda word: word == "_" or word in FILLERS, words))


def is_of_attitude(words: list[str], *, counted: bool = False) -> bool:
    """True if a text begins with an attitude, which its later parts only explain: `believe in myself when I speak`."""
    head, after = near(words, 0), near(words, 1)
    if head in _LEAD_TO and (after == "to" or after.endswith("ing")):
        return is_of_attitude(words[2 if after == "to" else 1 :], counted=counted)
    if (head, after) == ("work", "on"):
        return is_of_attitude(words[2:], counted=counted)
    if head in _BE_OR_BECOME and (after.endswith("ing") or is_number(after) or _takes_a_post(words)):
        return False
    if is_superlative(words[1:5]) or f"{head} {after}" in _INNER:
        return head in _BE_OR_BECOME or head in _INNER or f"{head} {after}" in _INNER
    if head in _INNER or (head in _BE_OR_BECOME and not _tells_of_being(words[1:])):
        return not _acts_later(words)
    thing = object_of(words[1:])
    if counted and head not in _MULTIPLYING:
        return False
    if not (is_form(head, _GROWING) and thing and is_abstract(thing[-1])) or _is_countable(thing, counted=counted):
        return False
    return thing[-1] != "time" and not _acts_later(words)


def _acts_later(words: list[str]) -> bool:
    """True if a later part begins with an action: `be braver, and ask one question a week`."""
    return any(
        word in (",", "and", ":", "by") and is_form(near(words, place + 1), OBSERVABLE - _ATTITUDES_TOO)
        for place, word in enumerate(words)
    )


_INNER = _LISTS["inner"]
_GROWING = _LISTS["growing"]
_LEAD_TO = listed("continue keep start begin try learn")
_MULTIPLYING = listed("double triple get bring")
_BE_OR_BECOME = listed("be become being becoming feel feeling remain stay")
# These are nouns of attitude beside another: `initiative and drive`.
_ATTITUDES_TOO = listed("drive focus trust pace care respect show")


def is_doable(words: list[str]) -> bool:
    """True if a phrase without a verb names something to do or hold: a session, a dry run."""
    if _is_left_open(words):
        return False
    for part in _clauses(words):
        thing = list(takewhile(lambda word: not word.isdigit(), object_of(part)))
        if thing and is_form(thing[-1], DOABLE) and not is_form(part[0], STATES | CHANGES):
            return True
    return False
