"""How much, how many or how often: what would let two people agree that a goal was reached."""

import re
from enum import IntEnum
from itertools import takewhile

from coachplan.wording.deadlines import frequency, tag
from coachplan.wording.lexicon import ABSTRACT, CHANGES, FILLERS, MANNERS, METRICS, OBSERVABLE, STATES, TRAITS
from coachplan.wording.lists import listed
from coachplan.wording.numbers import is_number, is_ordinal
from coachplan.wording.words import is_form


class Measure(IntEnum):
    """How well a text says how much: not at all, by how far it reaches (`all 3 sites`), or by an amount."""

    NONE = 0
    SCOPE = 1
    AMOUNT = 2


# A number right after one of these is a part of a name: Room 12, Section 8, Office 365.
_NAMED = listed(
    """
    room section iso iec en bs din line ward year band grade office windows python phase stage tier team project
    class group bay building terminal zone unit module version key-stage ks nvq article chapter page gate dock
    aisle store site floor part type category priority sev severity model form act rule standard covid formula
    area region district lane route platform track wave release round excel word java php angular sap dynamics
    sharepoint sql node vue html css web industry society generation gen gdpr appendix annex schedule clause
    policy block house flat apartment number no nr ticket case job order po invoice warehouse plant depot cell
    station desk machine press pump oven kitchen corridor theatre table s/4 s4 hana microsoft ms m365 outlook
    teams dreamweaver photoshop playstation xbox boeing airbus a320 ford bmw iphone android ios macos ubuntu
    debian drupal symfony laravel rails django postgres mysql oracle dotnet .net c# c++ ipv http tls usb hdmi
    bluetooth wi-fi wifi level lvl title squad cohort batch shop branch school studio lot loop pillar goal
    objective okr step
    """
)
# Numbers of which even the next word does not make an amount.
_NAMES = listed("1099 360 365 24/7 101 911 999 112 401k 9-5 5s 4.0 2.0 3.0")
_AFTER_NAME = listed("feedback degree degrees review reviews appraisal survey assessment tool basics training")
_OF_A_SET = listed("the my our his her their your its these those both across")
_COUNTED = listed("times x per percent % hours hrs minutes mins people days calls points")
_STEPS = listed("level grade band notch point class step league mark tier")
_ROLES = (
    "trainee apprentice intern junior senior assistant deputy associate principal supervisor manager director head "
    "chief partner lead commis sous-chef chef foreman officer porter nurse sister analyst ceo executive"
)
_FRACTIONS = listed(
    """
    half halve halves halved halving double doubled doubling triple tripled treble quadruple quarters thirds
    fifths tenth fifth twofold threefold tenfold percent % pct percentage-points
    """
)
_NONE_OF = listed("no zero nil none without")
_NOT_NONE_OF = listed("problem idea need matter one longer doubt exception fear hesitation stress pressure")
_ALL = listed("all every each everyone everybody")
_SAYING = listed("say says saying said answer")
_WITHIN = listed("to under within below than over above at-most at-least in about from")
_STANDARDS = listed("same-day due-date end-of-day first-time same-shift")
_SCALE = (
    "novice beginner developing emerging basic foundation intermediate competent proficient advanced expert mastery "
    "bronze silver gold platinum red amber green pass merit distinction good outstanding adequate inadequate "
    "unsatisfactory satisfactory excellent poor fair meets exceeds average rarely sometimes often usually always never "
    "monthly weekly daily quarterly hourly dependent independent a1 a2 b1 b2 c1 c2"
)
_OFFICES = listed(_ROLES) - {"lead", "partner"}
_LEVELS = listed(f"{_SCALE} {_ROLES}")
_FINISHED = listed(
    """
    complete finish pass publish deliver submit launch obtain achieve earn attain gain get deploy migrate
    install draft hand file release sign ship complet hold present take implement introduce replace produce
    create write build set move book register enrol enroll secure land start open close win make have run
    organise organize host agree draw roll put finalise finalize defend hire recruit appoint document hand bring
    pilot test translate retire decommission switch renew update redesign prepare conduct carry sit attend lead
    find beat bake cook brew chair fill tell replace convert repair repaint paint knit sew merge relocate rewrite
    renovate
    refurbish restore
    digitise digitize transcribe reconcile ship install erect demolish dismantle assemble fix
    """
)
_PRODUCTS = listed(
    """
    certificate certification exam exams test qualification diploma degree licence license accreditation badge
    course module training programme program apprenticeship nvq pmp cpa cfa acca award guide handbook manual
    report plan policy proposal portfolio dashboard website page app feature release migration rota roster
    runbook playbook checklist template process audit survey workshop event business-case strategy budget paper
    article book dissertation thesis assignment application transition rollout handover deck presentation talk
    demo prototype pilot tool api service system database library script curriculum syllabus lesson scheme
    catalogue brochure leaflet newsletter video podcast contract promotion sale deal client hire job
    audit-report inspection register inventory stocktake spreadsheet sheet schedule calendar timetable forecast
    model document documentation review appraisal assessment refresher swap forms kit pack summary minutes
    agenda list map case-study onboarding probation marathon show play exhibition session meeting interview
    campaign shop branch office clinic ward venpuncture venepuncture sop
    """
)
_ONE = listed("a an the my our his her their your its this one first")
_BETTER = listed(
    """
    better more clearer faster quicker shorter cleaner improved stronger good great effective
    """
)


def measure(words: list[str], letters: str, spans: list[tuple[int, int]]) -> Measure:
    """How well a text says how much; what says by when does not count."""
    rest = list(letters)
    for first, last in spans:
        rest[first:last] = "_" * (last - first)
    free = [word if mark != "_" else "_" for word, mark in zip(words, rest, strict=True)]
    if any(_is_amount(free, place, rest) for place in range(len(free))) or _changes_level(free):
        return Measure.AMOUNT
    marks = "".join(rest)
    if frequency(free, marks) or _IN_TIME.search(marks) or _is_finished(free, by_a_day=bool(spans)):
        return Measure.AMOUNT
    if not _is_compared(free) and any(_is_scope(free, place) for place in range(len(free))):
        return Measure.SCOPE
    return Measure.NONE


def _near(words: list[str], place: int) -> str:
    return words[place] if 0 <= place < len(words) else ""


def _is_amount(words: list[str], place: int, letters: list[str]) -> bool:
    word = words[place]
    before, after = _near(words, place - 1), _near(words, place + 1)
    if word in _FRACTIONS:
        return after not in ("day", "term", "year", "an", "check", "bed", "room", "hearted", "shift")
    if word in ("quarter", "third", "fifth", "tenth") and before in ("a", "one"):
        return after in (
            "of",
            "",
            ",",
            "_",
            "less",
            "more",
            "fewer",
            "and",
            "to",
            "on",
            "from",
            "in",
            "before",
            "by",
            "at",
        )
    if word in _NONE_OF:
        return bool(after) and after not in _NOT_NONE_OF and after not in "_," and before not in _SAYING
    if word in _STANDARDS or (word in ("twice", "thrice") and after in ("as", "the", "more")):
        return True
    if letters[place] == "k" or word in ("at-least", "at-most"):
        return True
    if _is_step(words, place) or (letters[place] == "c" and after in ("or", "minutes", "mins", "hours")):
        return True
    if word in ("a", "an", "half") and before in _WITHIN:
        return letters[place + 1 : place + 2] == ["H"] or after in ("dozen", "handful", "minimum")
    return is_number(word) and not _is_name(words, place) and before not in _OF_A_SET


def _is_step(words: list[str], place: int) -> bool:
    """Whether something goes up or down by one step of a scale: `by a full level`."""
    before = words[max(0, place - 3) : place]
    return words[place] in _STEPS and "by" in before and before[-1] in ("a", "one", "full", "whole")


def _is_name(words: list[str], place: int) -> bool:
    """Whether a number is a part of a name, or a year, or a turn of phrase."""
    word, before, after = words[place], _near(words, place - 1), _near(words, place + 1)
    if place == 1 and word[0].isdigit() and after in ("", ",", "_") and _is_unknown(before):
        return True
    if word in _NAMES and (word == "24/7" or after in _AFTER_NAME or not after or before in _NAMED or word != "360"):
        return True
    if place > 1 and _is_label(words, place):
        return True
    if place > 1 and before in _NAMED and word[0].isdigit() and after not in _COUNTED:
        return not (
            before in ("level", "grade", "band", "lvl", "tier") and _near(words, place - 2) in ("to", "reach", "least")
        )
    if before == "top":
        return True
    if len(word) == 4 and word[:2] in ("19", "20") and word.isdigit():
        return not after or not after.endswith("s") or before in ("in", "of", "by", "since")
    return word == "one" and after in ("another", "of", "on", "to", "", ",", "that", "who", "can")


def _is_label(words: list[str], place: int) -> bool:
    """Whether a digit follows what it tells apart: `in hall 7`, `on lathe 3`."""
    word, before, after = words[place], words[place - 1], _near(words, place + 1)
    return (
        word.isdigit()
        and _near(words, place - 2) in ("in", "on", "at", "of")
        and before.isalpha()
        and tag(before) == "x"
        and not (before in _WITHIN or before.endswith(("ly", "s")) or before in ("just", "all", "our", "those", "both"))
        and (after in _THING_ENDS or not after)
    )


def _is_scope(words: list[str], place: int) -> bool:
    word, after = words[place], _near(words, place + 1)
    if word in _ALL:
        return bool(after) and after not in ("the-time", "other", "in", "over", "about", "around", "round", "_", ",")
    if word in ("everyone", "everybody", "both", "always", "nobody", "never", "nothing", "everything"):
        return True
    return is_number(word) and not _is_name(words, place)


def _changes_level(words: list[str]) -> bool:
    """Whether a text leads from one level to another, such as from most to none."""
    for place, word in enumerate(words):
        if word == "from" and "to" in words[place + 2 : place + 8]:
            target = words.index("to", place + 2)
            ends = words[place + 1 : target] + words[target + 1 : target + 4]
            levels = [
                part for part in ends if part in _LEVELS or part in ("most", "none", "few", "all", "many", "nothing")
            ]
            if len(levels) > 1 or ends.count('"') > 1:
                return True
    return any(
        word in ("b1", "b2", "c1", "c2", "a2") and _near(words, place - 1) in ("to", "level", "reach", "at", "a")
        for place, word in enumerate(words)
    ) or any(word in ("to", "reach", "at", "as") and _near(words, place + 1) == '"' for place, word in enumerate(words))


def _is_compared(words: list[str]) -> bool:
    """Whether it is to be more or less than now, and not said by how much: `fewer errors in the 12 forms`."""
    for place, word in enumerate(words):
        if word in ("so-that", "because", "which"):
            return False
        if word in ("regular", "regularly", "frequent", "frequently"):
            return True
        if word in _COMPARED and not is_number(_near(words, place - 1) or "x"):
            return True
    return False


def changes_place(words: list[str]) -> bool:
    """Whether somebody leaves one role or place for another: `move from commis to demi-chef`."""
    if words[0] not in _MOVES or words[1:2] != ["from"] or "to" not in words[2:7]:
        return False
    target = words.index("to", 2)
    ends = [*words[2:target], *_thing(words[target + 1 :])]
    return target > 2 and all(
        word in _OFFICES or not (word in TRAITS or word in ABSTRACT or word.endswith(("ing", "ive", "ly")))
        for word in ends
    )


_MOVES = listed("move go rise progress switch transfer graduate step advance change")


def is_new_role(words: list[str]) -> bool:
    """Whether what somebody becomes is a role that others give: `a chartered surveyor`, not `a trusted adviser`."""
    thing = _thing(words)
    if thing and thing[0] in _OFFICES and TRAITS.isdisjoint(thing):
        return True
    if len(thing) < 2 or thing[0] not in ("a", "an", "the", "our"):
        return False
    if not QUALIFIED.isdisjoint(thing):
        return True
    return all(_UNSURE_ROLE.isdisjoint((word,)) and word not in TRAITS and word not in ABSTRACT for word in thing[1:])


def _is_finished(words: list[str], *, by_a_day: bool) -> bool:
    """Whether the goal is one thing that is there in the end or is not, such as a certificate.

    A verb that ends in a result makes whatever is its object such a thing: `hand over the payroll`. Several things are
    one where there is a day by which they are there: `ship the fixes in May`, but not `ship the fixes`.
    """
    if not _COMPARED.isdisjoint(words):
        return False
    return any(_ends_in_result(words, place, by_a_day=by_a_day) for place in range(min(len(words), 40)))


def _is_certified(words: list[str], place: int) -> bool:
    """Whether somebody else says that it is reached: `signed off`, `become a certified crane operator`."""
    word, after = words[place], _near(words, place + 1)
    if word in ("promoted", "elected", "appointed", "transferred", "admitted"):
        return _near(words, place - 1) in _BECOME and after not in ("more", "_", "")
    if word in _BECOMES:
        return is_new_role(words[place + 1 :])
    if word in _MOVES and after == "from" and changes_place(words[place:]):
        return True
    if word == "move" and after in ("into", "to"):
        return not POSTS.isdisjoint(_thing(words[place + 2 :])[-1:])
    if word in QUALIFIED:
        return _near(words, place - 1) in _BECOME or _near(words, place - 2) in _BECOMES
    return (word == "signed" and after == "off") or (
        word in ("qualify", "graduate", "register") and after in ("as", "in", "from")
    )


def _ends_in_result(words: list[str], place: int, *, by_a_day: bool) -> bool:
    """Whether the word at this place is a verb that ends in a result, with what is there then."""
    word, near = words[place], words[place + 1 : place + 9]
    if _is_certified(words, place) or (near and _is_one_result(words, place, near)):
        return True
    if not near or not is_form(word, _FINISHED):
        return False
    if _CERTIFIED.intersection(near[:4]) or (word in ("have", "get") and _is_made(near)):
        return True
    while near and near[0] in _PARTICLES and word != "bring":
        near = near[1:]
    if not near:
        return False
    done = is_form(word, _DONE)
    if (near[0] in _ONE or done) and _names_product(near, any_thing=done and near[0] in _ONE):
        return True
    if near[0] in ("a", "an", "my") and word in _GOT and _names_some(near[1:]):
        return not _is_many(near[1]) and TRAITS.isdisjoint(near[1:4])
    return (
        by_a_day
        and near[0] in _THESE
        and (done or word in _SHOWN or is_form(word, _ENDS_THERE))
        and _names_some(near[1:])
    )


def _is_one_result(words: list[str], place: int, near: list[str]) -> bool:
    """Whether a verb that ends has one thing as its object: `open the third shop`, `obtain planning permission`."""
    ends = is_form(words[place], _ENDS_THERE) or (place == 0 and _is_unknown(words[0]))
    if not (ends or words[place] in _GETS) or not _opens(words, place):
        return False
    while near and near[0] in _PARTICLES:
        near = near[1:]
    thing = _thing(near)
    if not thing or not _SOME.isdisjoint(thing):
        return False
    if thing[-1] in _GRANTED and words[place] in _GETS:
        return True
    return ends and (
        (thing[0] in _ONE or is_ordinal(thing[0]))
        and len(thing) > 1
        and not _is_many(thing[-1])
        and thing[-1] not in ABSTRACT
        and TRAITS.isdisjoint(thing[1:-1])
        and thing[-1] not in _PEOPLE
    )


def _is_unknown(word: str) -> bool:
    return word.replace("-", "").isalpha() and not word.endswith(("ly", "ing")) and not is_form(word, _KNOWN)


def _opens(words: list[str], place: int) -> bool:
    """Whether a verb stands where a clause begins."""
    if words[place].endswith("ing") and words[place - 1] in ("start", "begin", "starting", "keep"):
        return False
    return place == 0 or words[place - 1] in FILLERS or words[place - 1] in ("have", "has", "get", "fully", "_")


def _is_made(near: list[str]) -> bool:
    """Whether something is had done: `have the boiler replaced`."""
    return any(
        place
        and ((part.endswith("ed") and (is_form(part, _DONE) or is_form(part, OBSERVABLE))) or part in _MADE)
        and not is_number(near[0])
        for place, part in enumerate(near)
    )


def _thing(words: list[str]) -> list[str]:
    """The words before the next preposition."""
    return list(takewhile(lambda word: word not in _THING_ENDS, words))


def _names_some(words: list[str]) -> bool:
    """Whether a thing comes before the next preposition that is no quality of somebody."""
    thing = _thing(words)
    return bool(thing) and thing[-1] not in ABSTRACT and _SOME.isdisjoint(thing)


def _names_product(words: list[str], *, any_thing: bool) -> bool:
    """Whether a thing that can be finished is named first; `any_thing` takes whatever is one and not better."""
    for place, part in enumerate(words):
        if part in _PRODUCTS:
            return True
        if part in _BETTER or part in _THING_ENDS:
            return any_thing and place > 1 and part not in _BETTER and not _is_many(words[place - 1])
    return any_thing and len(words) > 1 and not _is_many(words[-1])


def _is_many(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "is", "us"))


_COMPARED = listed("quicker faster sooner shorter clearer better more earlier cleaner less fewer")
# These end, whatever their object is, where that is one thing: `recruit a porter`, `open the third shop`.
_ENDS_THERE = listed(
    """
    hire recruit obtain renew open reopen win secure negotiate sign delegate assign transfer commission inaugurate
    found establish set-up patent take-over certify accredit ratify agree settle conclude finalise finalize resolve
    achieve
    gain acquire buy purchase lease let fill book reserve deliver release launch publish submit file lodge register
    enrol enroll join leave enter move qualify graduate defend land clinch sell list migrate merge split
    consolidate reduce-to standardise standardize automate replace retire scrap abolish dismantle introduce roll
    implement deploy install build construct erect assemble create write draft compose produce design develop-a
    film record print edit translate compile draw map survey-the inspect complete finish close end wind hand pass
    pilot trial test prove validate verify calibrate repair mend fix restore renovate refurbish convert redesign
    rewrite redecorate reorganise reorganize restructure rebrand relaunch organise
    organize demonstrate exhibit unveil cook bake brew sew knit weave carve cast forge weld plant
    harvest sow fell clear empty drain fence pave lay hang mount rig tune stock catalogue index digitise digitize
    archive adopt appoint elect nominate select choose pick identify find locate source discover name
    overhaul convene incorporate dissolve cancel terminate extend prolong claim recover reclaim repay refinance
    insure underwrite license trademark copyright prescribe diagnose discharge rehouse house adopt rehome treat
    operate vaccinate dispatch ship import export unload load relocate evict acquit sue win overturn appeal
    """
)
# Somebody says yes to these in writing, so that they need no article.
_GRANTED = listed(
    """
    permission approval accreditation certification sign-off clearance consent authorisation authorization
    registration membership funding tenure citizenship residency status licence license planning-permission
    recognition ratification agreement backing endorsement certificates promotion admission
    """
)
_DONE = listed(
    """
    complete finish pass publish submit launch obtain earn deploy migrate install finalise finalize register appoint
    complet decommission retire attain ship hand fill translate convert replace repair repaint paint knit sew merge
    relocate redesign rewrite renovate refurbish restore rewire retile clear-out demolish dismantle assemble digitise
    digitize transcribe reconcile sell found abolish close fix bake cook brew inform erect lay plant harvest
    demonstrate-to
    """
)
_IN_TIME = re.compile(r"w[da]H|[byu]d?[WO]H")
_BECOME = listed("become be get becoming being getting am as fully")
_KNOWN = OBSERVABLE | CHANGES | STATES | ABSTRACT | METRICS | MANNERS | TRAITS | _PRODUCTS
_BECOMES = listed("become becoming")
QUALIFIED = listed("certified accredited licensed chartered qualified registered")
POSTS = listed("role post position job office team department branch building premises site flat shop unit store")
_GETS = listed("obtain get gain secure win receive achieve have apply")
_PEOPLE = listed("person people customer client colleague manager boss")
_UNSURE_ROLE = listed(
    """
    trusted go-to real true key valued respected recognised recognized role-model person version part ally friend
    expert specialist adviser advisor mentor partner force voice figure point resource ambassador advocate champion
    asset pro guru master habit example influence bit little lot member one source thinker speaker writer coach
    """
)
_GOT = listed("get find win build beat")
_MADE = listed("built rebuilt rewritten redrawn redone cleared approved signed serviced upgraded rehung relaid tested")
_CERTIFIED = listed("certification accreditation certified accredited licensed")
_PARTICLES = listed("over out up in off back down onto on")
_THESE = listed("the my our his her their your these both all")
_SHOWN = listed("present show hand tell bring set build write create put draw take roll test pilot demo deliver draft")
_SOME = listed("oldest newest biggest worst best largest main key important urgent top hardest easiest remaining most")
_THING_ENDS = listed(
    """
    _ , for about with to in on by more and at from into of before until through across against after within as when
    while if i we so-that because which that who back
    """
)
