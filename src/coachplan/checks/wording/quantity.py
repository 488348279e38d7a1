"""Amounts, shares and frequencies, by which two people can agree that a goal is reached."""

import re
from enum import IntEnum
from itertools import dropwhile, takewhile

from coachplan.checks.wording.deadlines import frequency, tag
from coachplan.checks.wording.lexicon import ABSTRACT, CHANGES, MANNERS, METRICS, OBSERVABLE, STATES, TRAITS
from coachplan.checks.wording.lists import listed, word_lists
from coachplan.checks.wording.numbers import is_number, is_ordinal
from coachplan.checks.wording.words import is_form


class Extent(IntEnum):
    """The precision of a text about quantity: none, a scope (`all 3 sites`), or an amount."""

    NONE = 0
    SCOPE = 1
    AMOUNT = 2


_LISTS = word_lists(__file__)
_NAMED = _LISTS["named"]
# Numbers of which even the next word does not make an amount.
_NAMES = listed("1099 360 365 24/7 101 911 999 112 401k 9-5 5s 4.0 2.0 3.0")
_AFTER_NAME = listed("feedback degree degrees review reviews appraisal survey assessment tool basics training")
_OF_A_SET = listed("the my our his her their your its these those both across")
_GROUPS = listed("team crew group room class department staff")
_COUNTED = listed("times x per percent % hours hrs minutes mins people days calls points")
_ROLES = _LISTS["roles"]
FRACTIONS = _LISTS["fractions"]
_CLOCK = listed("am pm a.m p.m o'clock")
# After an occasion and a number, as in `until release 4`, the number is its name if nothing is counted with it.
_CLAUSE_ENDS = frozenset(["", ",", "and"])
_NONE_OF = listed("no zero nil none without")
_NOT_NONE_OF = listed("_ , problem idea need matter one longer doubt exception fear hesitation stress pressure")
_SCOPES = listed("everyone everybody both always nobody never nothing everything")
_SAYING = listed("say says saying said answer")
_WITHIN = listed("to under within below than over above at-most at-least in about from")
_STANDARDS = listed("same-day due-date end-of-day first-time same-shift")
_SCALE = _LISTS["scale"]
_OFFICES = _ROLES - {"lead", "partner"}
_LEVELS = _SCALE | _ROLES
_FINISHED = _LISTS["finished"]
_PRODUCTS = _LISTS["products"]
_ONE = listed("a an the my our his her their your its this one first")


def measure(words: list[str], letters: str, spans: list[tuple[int, int]]) -> Extent:
    """Return the precision of a text about quantity, leaving out its deadlines."""
    rest, free = list(letters), list(words)
    for first, last in spans:
        rest[first:last] = free[first:last] = "_" * (last - first)
    if any(_is_amount(free, place, rest) for place in range(len(free))) or _changes_level(free):
        return Extent.AMOUNT
    marks = "".join(rest)
    if frequency(free, marks) or _IN_TIME.search(marks) or _is_finished(free, by_a_day=bool(spans)):
        return Extent.AMOUNT
    if not _is_compared(free) and any(_is_scope(free, place) for place in range(len(free))):
        return Extent.SCOPE
    return Extent.NONE


def near(words: list[str], place: int) -> str:
    """Return the word at this place, or an empty one."""
    return words[place] if 0 <= place < len(words) else ""


def _is_amount(words: list[str], place: int, letters: list[str]) -> bool:
    word = words[place]
    before, after = near(words, place - 1), near(words, place + 1)
    if word in FRACTIONS:
        return after not in ("day", "year", "check", "bed", "room", "shift")
    if word in ("quarter", "third") and before == "a":
        return after in ("", "less", "fewer") or after in _THING_ENDS
    if word in _NONE_OF:
        return after not in _NOT_NONE_OF and before not in _SAYING
    if word in _STANDARDS or word == "at-least" or letters[place] == "k":
        return True
    if letters[place] == "c":
        return after in ("or", "minutes", "mins", "hours")
    if word in ("a", "an"):
        return before in _WITHIN and letters[place + 1 : place + 2] == ["H"]
    return is_number(word) and not _is_name(words, place) and before not in _OF_A_SET and _is_own(words, place)


def _is_own(words: list[str], place: int) -> bool:
    """True if a number is one of the goal, not of its setting: `the last 2 jobs`, `when 5 things happen`."""
    before = near(words, place - 1)
    if (
        before in ("last", "past")
        or (before == "all" and near(words, place - 2) == "across")
        or (before == "number" and words[place] == "one")
        or (before == "of" and near(words, place - 2) in _GROUPS)
    ):
        return False
    for word in reversed(words[1:place]):
        if word == ",":
            return True
        if word in ("when", "while"):
            return False
    return True


def _is_name(words: list[str], place: int) -> bool:
    """True if a number is a part of a name, or a year, or a turn of phrase."""
    word, before, after = words[place], near(words, place - 1), near(words, place + 1)
    if after in _CLOCK or (before == "_" and word.isdigit() and after in _CLAUSE_ENDS):
        return True
    if place == 1 and word[0].isdigit() and not after and _is_unknown(before):
        return True
    if word in _NAMES and (after in _AFTER_NAME or not after or before in _NAMED):
        return True
    if _is_label(words, place):
        return True
    if place > 1 and before in _NAMED and word[0].isdigit() and after not in _COUNTED:
        return not (before in ("level", "grade", "band", "lvl", "tier") and words[place - 2] in ("to", "reach"))
    return len(word) == 4 and word.startswith("20") and word.isdigit() and not after.endswith("s")


def _is_label(words: list[str], place: int) -> bool:
    """True if a digit is the label of a thing: `in hall 7`, `on lathe 3`."""
    word, before, after = words[place], words[place - 1], near(words, place + 1)
    if before == "and" and near(words, place - 2).isdigit():
        return _is_label(words, place - 2)
    return (
        word.isdigit()
        and near(words, place - 2) in _PLACED
        and before.isalpha()
        and tag(before) == "x"
        and not (before in _WITHIN or before.endswith("ly") or before == "just")
        and (after in _THING_ENDS or not after)
    )


def _is_scope(words: list[str], place: int) -> bool:
    word, after = words[place], near(words, place + 1)
    if word in ("all", "every", "each"):
        return after not in ("about", "_", ",") and _is_own(words, place)
    return word in _SCOPES or (is_number(word) and not _is_name(words, place) and _is_own(words, place))


def _changes_level(words: list[str]) -> bool:
    """True if a text leads from one level to another, such as from most to none."""
    text = " ".join(words)
    return _LEVEL.search(text) is not None or any(
        sum(word in _LEVELS for word in part.split()) > 1 for part in _FROM_TO.findall(text)
    )


def _is_compared(words: list[str]) -> bool:
    """True if a text asks for more or less than now without an amount: `fewer errors in the 12 forms`."""
    return not (_COMPARED | _REGULAR).isdisjoint(_before_reasons(words))


def _before_reasons(words: list[str]) -> list[str]:
    """Return the words before the purpose of a goal: `so that we are more flexible`, or `to` after a day."""
    for place, word in enumerate(words):
        if word in ("so-that", "because", "which", "so") or (word == "to" and near(words, place - 1) == "_"):
            return words[:place]
    return words


def changes_place(words: list[str]) -> bool:
    """True if somebody leaves one role or place for another: `move from commis to demi-chef`, `move into the team`."""
    if words[0] == "move" and near(words, 1) in ("into", "to"):
        return not _POSTS.isdisjoint(_thing(words[2:]))
    if words[0] not in _MOVES or words[1:2] != ["from"] or "to" not in words:
        return False
    target = words.index("to")
    ends = {*words[2:target], *_thing(words[target + 1 :])} - _OFFICES
    return TRAITS.isdisjoint(ends) and ABSTRACT.isdisjoint(ends)


_MOVES = listed("move go rise progress switch transfer graduate step advance change")


def is_new_role(words: list[str]) -> bool:
    """True if somebody gets a role that others give: `a chartered surveyor`, not `a trusted adviser`."""
    thing = _thing(words)
    if is_superlative(thing) or "more" in words[:4]:
        return False
    if not _OFFICES.isdisjoint(thing) and TRAITS.isdisjoint(thing):
        return True
    if len(thing) < 2 or thing[0] not in ("a", "an", "the", "our"):
        return False
    return not QUALIFIED.isdisjoint(thing) or _UNSURE.isdisjoint(thing)


def is_superlative(thing: list[str]) -> bool:
    """True if a thing is the best of its sort, which nobody confirms: `the friendliest shop`."""
    return any(word in _SUPERLATIVES or word.endswith("iest") for word in thing)


def _is_finished(words: list[str], *, by_a_day: bool) -> bool:
    """True if the goal is one thing that exists in the end or does not, such as a certificate.

    A verb that ends in a result makes whatever is its object such a thing: `hand over the payroll`. Several things are
    one where there is a day by which they are there: `ship the fixes in May`, but not `ship the fixes`.
    """
    words = _before_reasons(words)
    if not _COMPARED.isdisjoint(words):
        return False
    if by_a_day and _is_said_to_be_done(words):
        return True
    return any(_ends_in_result(words, place, by_a_day=by_a_day) for place in range(len(words)))


def _is_said_to_be_done(words: list[str]) -> bool:
    """True if a note names a thing and its end, and no more: `audit closed`, `weld test passed`."""
    note = list(takewhile(lambda word: word != "_", words))
    return 1 < len(note) < 5 and note[-1].endswith(("ed", "shut", "sent", "done")) and _is_ending(note[-1])


def _is_ending(word: str) -> bool:
    return is_form(word, _DONE) or is_form(word, _ENDS_THERE) or word in ("shut", "sent", "done", "passed", "signed")


def _is_certified(words: list[str], place: int) -> bool:
    """True if somebody else confirms the result: `signed off`, `become a certified crane operator`."""
    word, before, after = words[place], near(words, place - 1), near(words, place + 1)
    if word in QUALIFIED or word in ("promoted", "elected", "appointed", "transferred", "admitted"):
        return before in _BECOME
    if word == "become":
        return is_new_role(words[place + 1 :])
    if word == "signed":
        return after == "off"
    if word in ("qualify", "graduate", "register") and after in ("as", "in", "from"):
        return True
    return changes_place(words[place:])


def _ends_in_result(words: list[str], place: int, *, by_a_day: bool) -> bool:
    """True if the word at this place is a verb that ends in a result, and its result follows."""
    word, rest = words[place], words[place + 1 :][:_NEAR]
    if _is_certified(words, place) or _is_one_result(words, place, rest):
        return True
    is_end = is_form(word, _FINISHED) and near(words, place + 1) != "down"
    return is_end and _finishes(word, rest, by_a_day=by_a_day, first=place == 0)


def _finishes(word: str, rest: list[str], *, by_a_day: bool, first: bool) -> bool:
    """True if something that can be finished follows one of the verbs for it."""
    if by_a_day and first and (_is_labelled(rest) or (word in _SHOWN and rest[:1] == ["to"])):
        return True
    if word in ("have", "get") and _is_made(rest):
        return True
    rest = _without_particles(rest)
    is_one = not _ONE.isdisjoint(rest[:1])
    done = is_form(word, _DONE)
    if (is_one or done) and _names_product(rest, any_thing=is_one and done):
        return True
    if not _names_some(rest[1:]):
        return False
    if rest[0] in ("a", "my") and word in _GOT:
        return TRAITS.isdisjoint(_thing(rest))
    return by_a_day and rest[0] in _THESE | _A and (word in _SHOWN or is_form(word, _ENDS_THERE))


def _is_labelled(rest: list[str]) -> bool:
    """True if the one object has a number for its name: `ship v3`, `sign off plot 9`."""
    rest = _without_particles(rest)
    thing = list(takewhile(lambda word: word != "_", rest))
    if len(thing) == 1:
        return _VERSION.fullmatch(thing[0]) is not None
    return len(thing) == 2 and thing[1].isdigit() and thing[0].isalpha() and tag(thing[0]) == "x"


_VERSION = re.compile(r"v?\d+(?:\.\d+)*|\w+-\d+")


def _without_particles(words: list[str]) -> list[str]:
    return list(dropwhile(lambda word: word in _PARTICLES, words))


def _is_one_result(words: list[str], place: int, rest: list[str]) -> bool:
    """True if a verb that ends has one thing as its object: `open the third shop`, `obtain planning permission`."""
    if near(words, place - 1) in _NO_END_AFTER:
        return False
    thing = _thing(_without_particles(rest))
    if not thing:
        return False
    if words[place] in _GETS and thing[-1] in _GRANTED:
        return True
    return (
        (is_form(words[place], _ENDS_THERE) or (place == 0 and _is_unknown(words[0])))
        and (thing[0] in _ONE or is_ordinal(thing[0]))
        and is_single(thing)
        and ABSTRACT.isdisjoint(thing)
        and TRAITS.isdisjoint(thing)
    )


def _is_unknown(word: str) -> bool:
    return all(part.isalpha() for part in word.split("-")) and not is_form(word, _KNOWN)


def _is_made(words: list[str]) -> bool:
    """True if a text has something done: `have the boiler replaced`."""
    return any((part.endswith("ed") and is_form(part, OBSERVABLE)) or part in _MADE for part in words[1:])


def _thing(words: list[str]) -> list[str]:
    """Return the words before the next preposition."""
    return list(takewhile(lambda word: word not in _THING_ENDS, words))


def _names_some(words: list[str]) -> bool:
    """True if a thing that is not a quality of somebody comes before the next preposition."""
    thing = _thing(words)
    return bool(thing) and thing[-1] not in ABSTRACT and _SOME.isdisjoint(thing)


def _names_product(words: list[str], *, any_thing: bool) -> bool:
    """True if a thing that can be finished comes first; with `any_thing`, any thing will do."""
    thing = _thing(words)
    return not _PRODUCTS.isdisjoint(thing) or (any_thing and is_single(thing))


def is_single(thing: list[str]) -> bool:
    """True if several words end in a noun in the singular."""
    return len(thing) > 1 and (not thing[-1].endswith("s") or thing[-1].endswith(("ss", "is", "us")))


# How many words after a verb are looked at.
_NEAR = 8
_PLACED = listed("in on at of around between near behind beside")
_COMPARED = listed("stronger quicker faster sooner shorter clearer better more earlier cleaner less fewer")
_ENDS_THERE = _LISTS["ends_there"]
_GRANTED = _LISTS["granted"]
_DONE = _LISTS["done"]
_FROM_TO = re.compile(r"\bfrom \S.{0,60}? to (?:\S+ ?){1,3}")
_LEVEL = re.compile(
    r"\bby a (?:full |whole )?(?:level|grade|band|notch|point|class|step|league|mark|tier)\b"
    r"|\b(?:to|level|reach|at|a) (?:[bc][12]|a2)\b|\bfrom an? [a-e] to an? [a-e]\b|\b(?:to|reach|at|as) \""
)
_REGULAR = listed("regular regularly frequent frequently")
_IN_TIME = re.compile(r"w[da][jx]?H|wa[jx]?U|[byu]d?[WO]H")
_BECOME = listed("become be get becoming being getting am as fully")
_KNOWN = OBSERVABLE | CHANGES | STATES | ABSTRACT | METRICS | MANNERS | TRAITS | _PRODUCTS
QUALIFIED = listed("certified accredited licensed chartered qualified registered")
_POSTS = listed("role post position job office team department branch building premises site flat shop unit store")
_GETS = listed("obtain get gain secure win receive achieve have apply")
_SUPERLATIVES = _LISTS["superlatives"]
_UNSURE_ROLE = _LISTS["unsure_role"]
_UNSURE = _UNSURE_ROLE | TRAITS | ABSTRACT
# A noun follows these, or an action that is begun and not ended: `the design`, `start delegating`.
_NO_END_AFTER = _ONE | listed("start starting begin keep")
_GOT = listed("get find win build beat")
_MADE = listed("built rebuilt rewritten redrawn redone cleared approved signed serviced upgraded rehung relaid tested")
_PARTICLES = listed("over out up in off back down onto on")
_A = listed("a an")
_THESE = listed("the my our his her their your these both all")
_SHOWN = _LISTS["shown"]
_SOME = listed("oldest newest biggest worst best largest main key important urgent top hardest easiest remaining most")
_THING_ENDS = _LISTS["thing_ends"]
