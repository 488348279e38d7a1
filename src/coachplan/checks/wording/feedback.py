"""Feedback, read for its three parts (what was done, why it mattered, what next) and for labels on a person.

The parts come from the article on coaching in improvement plans.
"""

import re
from itertools import pairwise

from coachplan.checks.wording.lexicon import ABSTRACT, OBSERVABLE, TRAIT_NOUNS, TRAITS
from coachplan.checks.wording.lists import any_of, either, listed, word_lists
from coachplan.checks.wording.numbers import is_number
from coachplan.checks.wording.substance import shows_something, words_of_substance
from coachplan.checks.wording.verdict import QuestionKind
from coachplan.checks.wording.words import is_form, read, sentences

REASONS = {
    "empty": "does not say what was seen or heard, and does not ask for anything concrete",
    "person": "judges the person instead of the action",
    "always": "speaks of always or never instead of one occasion",
}


_LISTS = word_lists(__file__)
_NEXT = any_of(
    rf"\bnext {either(_LISTS['next_occasions'])}\b(?! (?:is|was) )",
    r"\bfor the (?:next|upcoming|coming|bank-holiday)\b|\bin (?:the )?future\b|\b(?:going|moving) forwards?\b"
    r"|\bfrom (?:now on|tomorrow|today|next|here)\b|\bonwards\b",
    r"\bfrom (?:mon|tues|wednes|thurs|fri)day\b(?= (?:on|please))|\bin the (?:next|coming|upcoming)\b|\bsame again\b",
    r"\bkeep (?:it|that|this) up (?:and|for|in|with|at|on|when|during)\b",
    r"\b(?:please|pls|plz|kindly)\b|\bkeep (?:on )?(?:\w+ing|that (?!up$)|this (?!up$)|the)\b",
    r"\bcontinue (?:to|with|doing|like|the|this|that|\w+ing)\b|\b(?:do|try|repeat) (?:the same|it|that|this)\b",
    r"\blet'?s\b|\b(?:could|can|would|will) you\b|\b(?:how|what) (?:could|can|might|will|would) (?:we|you)\b",
    r"\bi'd (?:like|love|suggest|ask|encourage|want|prefer)\b"
    r"|\bi (?:would|want(?! you to know\b| to (?:say|thank)\b)|suggest|recommend|propose|encourage|ask"
    r"|need)\b(?! have)",
    r"\bit(?:'d| would) (?:help|be (?:good|great|better|helpful|nice|useful|lovely))\b"
    r"|^how about\b|\b(?:can|could) we\b|\bmy (?:suggestion|advice|request|ask)\b",
    r"\byou (?:should|could(?! have)|need to|must|ought|might want|may want|might try)\b",
    r"\b(?:try|aim|remember|ensure|be sure|consider) (?:to\b|and\b|not\b|that\b|\w+ing\b|the\b|a\b|you\b|always)",
    r"^(?:\w+ )?\w+ (?:on|off|away|down|up) (?:before|when|while|at|as-soon|once|please)\b",
    r"\bmore of (?:this|that|the same)\b|\bby (?:friday|monday|next)\b",
    r"\bbe (?:more|less) \w+",
)

_DID = either(_LISTS["effects"])
_WHOM = (
    r"(?:us|me|him|her|them|everyone|everybody|people|(?:the|our|my|a|an|all|some|two|three|four|several"
    r"|many) (?:\w+ )?\w+)"
)
_WHY = any_of(
    r"(?:\band|\bso|,) (?!you\b)\w+ (?:\w+ )?(?:had|has|have|needed) to\b",
    r"\bwith the result\b|\botherwise\b|\bcomplain(?:ed|ts|ing) (?:about|to|of|because)\b"
    r"|^(?!i\b|i'm\b).*\b(?:upset|angry|annoyed|frustrated|unhappy|happy|disappointed|furious|thrilled"
    r"|delighted) (?:with|because of|at) you\b",
    r"^if (?!you\b|your\b)(?:\S+ ){1,8}, (?:we|they|he|she|it|the|somebody|someone|people|our|everyone|nobody)\b",
    rf"\b(?:because|which|that|this|it|who) (?:\w+ )?{_DID}\b(?! to\b)",
    r"\b(?:that's|that is|this is|thats) (?:exactly |partly )?(?:why|how (?:we|they|he|she|the|our))\b"
    r"|^because you\b.+, \w|^by (?:not )?\w+ing\b.{3,80}\byou (?!could|can|should|will|would|might)\w+",
    r"\b(?:saved|cost|costs|spared|won|earned|gained|bought|lost|kept|got|made|put|puts|makes|drives|drove|gets|hurts"
    rf"|annoys|upsets|worries|scares|irritates) {_WHOM}\b",
    r"\b(?:which|that|this|it) (?:\w+ly |also |is |was |has |have |had )?(?!is |was |helped |looks |seems |means "
    rf"|does )\w+(?:s|ed|ing) {_WHOM}\b"
    r"|\b(?:has|have) (?:\w+ly )?(?:annoyed|upset|disappointed|cost|put|hurt|damaged|delayed|let|lost|saved|impressed"
    rf"|helped|irritated|frustrated) {_WHOM}\b|\bputs? \w+ off\b",
    r"\b(?:because of (?:that|this|it|you|your)|as a (?:result|consequence)|consequently|therefore|thereby|thus|hence"
    r"|thanks to (?:that|this|you|your)|due to (?:that|this))\b",
    r"\b(?:resulting in|leading to)\b|, (?!according|including|starting|beginning|using)\w{2,}ing (?:up |out "
    r"|down )?(?:the|us|him"
    r"|her|them|me|our|everybody|everyone|people|customers|guests)\b",
    r"\bwhich (?:\w+ly )?(?:leaves?|left|held|holds|keeps?|means|made|makes|let|lets|puts?|meant|told|\w{3,}ed) \w+",
    r"\byour (?:\w+ ){1,3}(?:\w{2,}ed|saved|won|told|got|kept|made) (?:our|us|me|them|everyone|everybody)\b"
    r"|\byour (?:\w+ ){1,6}(?:told|let|helped|saved|spared|showed|gave|kept) (?:the|us|our|me|them)\b",
    r"^(?!you\b|i\b).*\b(?:would|could|might) have (?:been )?\w+|\bwould otherwise have\b|\bhe (?:next"
    r"|other) \w+ (?:walked|left)\b",
    r"\bbecause (?!you\b|of\b|i (?:want|think))\w+ \w+|, then (?!you\b)\w+ \w+ \w+|, i (?:may|might|could|have|had"
    r"|am)\b",
    r"\bheld up\b|\bholding up\b|\bcost(?:s)? (?:us|me|them|the)\b",
    r"\bwhich (?:is|was) why\b|\bhelped (?:the|us|me|our|them|him|her|a)\b",
    r"\b(?:allow|enabl|help|caus|sav|mak|giv|leav)ing (?:the|us|me|them|our|him|her|a|time)\b",
    r"\bso(?:-that)? (?:that )?(?:we|they|she|he|it|nobody|everyone|everybody|i|people|no one) (?!think|suggest|would"
    r"|want)\w+",
)
_VAGUE = any_of(rf"\b{either(_LISTS['vague_requests'])}\b")
_VAGUE_VERBS = _LISTS["vague_verbs"]
_OPEN_WORDS = listed("what how who which where")
_ON_OCCASIONS = listed("if when whenever once before after while as")
_YOU = listed("you your u please next")
_PRONOUNS = listed("you we i they he she it")
_JOINS = listed("and so so-that , which while but then")
_OTHERS = _LISTS["others"]
_NO_SUBJECT = _LISTS["no_subject"]
_FINITE = _LISTS["finite"]
_RATED = _LISTS["rated"]
_VERDICT = re.compile(r"^(?:that|this|it|all|the (?:\w+ )?\w+) (?:is|was|were) (?:\w+ )?(\w+)$")
_VERBS = OBSERVABLE | listed("aim have clip think get mind")
_AFTER_COMMAND = _LISTS["after_command"]
_NO_COMMAND = _LISTS["no_command"]
_NOUNS_OF_DEEDS = _LISTS["nouns_of_deeds"]
_PAST = _LISTS["past"]
_AUXILIARY = _LISTS["auxiliary"]
_GENERIC = _LISTS["generic"]
# Qualities of a person, or their work as a whole: `your performance this year`.
_QUALITIES = ABSTRACT | listed("results work numbers personality ways habits overall last-year ego temper team")
_CONTAINS = _LISTS["contains"]
_NO_ACT = listed("are is should could will need please always can might must seem")
_SUBJECTS = listed("you u he she who you've youve you'd he's she's he'd she'd")
_ASKING = listed("could can would will should may")
_SEEMED = listed("seemed looked felt sounded appeared read said showed covered")
_BEFORE_NOUNS = _LISTS["before_nouns"]
_IN_ADVANCE = _LISTS["in_advance"]
_DENIED = listed("didn't didnt wasn't wasnt weren't hadn't")
_SAME_NOW = _LISTS["same_now"]
# Words after a verb that make it something that was done to somebody, or felt.
_BY_OTHERS = listed("by with about that")
_ABOUT_THINGS = _LISTS["about_things"]
_NO_THING = _LISTS["no_thing"]
_PEOPLE = _LISTS["people"]
_PERIODS = listed("day week fortnight month quarter term season year days weeks months quarters terms seasons years")
_LEAVES = _LISTS["leaves"]
_SEEN = any_of(
    r"^(?:i|we) (?:couldn't|could not|can't|cannot|had to|would have (?:liked|expected|preferred)|found|counted) "
    r"(?!say|be|thank|wish|praise|fault)\w+ \w+"
    r"|^i'd have (?:liked|expected|preferred) \w+ \w+|\b(?:have|you've) been (?:in|here|there|at|on-time)\b",
    r"\bhad (?:your|the|his|her) \w+ (?:on|off|out|open|up|down|in)\b"
    r"|\bit took (?:you|him|her|them) (?:\w+ ){1,2}(?:minutes|hours|days|weeks|attempts|goes|calls|emails)\b",
    r"^(?:nobody|nothing|none|not one) (?:was |were )?(?:in|on|at|of) \w+ \w+",
    r"\b(?:i|we)(?:'ve| have)? (?:noticed|saw|seen|heard|observed|watched|noted)\b (?:that |how |when )?(?:you|your|him"
    r"|her|the|two|three|four|five|six|no|some|several|a|an)\b",
    r"\b(?:well done|nice one|nice|good|great|super|brilliant|lovely|kudos|hats off|credit|props|cheers|thx|ta|thanks"
    r"|thank you|congrats|congratulations)(?: (?:work|job|catch|call|save|going|stuff"
    r"|effort))?,? (?:to you )?(?:for |on |in |by )?"
    r"(?!being|everything|doing|working|going|having|nothing|something|anything|morning|evening|meeting|training)"
    r"\w{2,}ing (?:\w+ ){0,2}\w+",
    r"\b(?:you|u) (?:often|sometimes|regularly|frequently|usually|repeatedly) (?!seem|feel|look|appear|sound"
    r"|are)\w+ \w+",
    r"\b(?:you|u|he|she) (?:knew (?:the|all|every|each)|had no) \w+|\bw(?:as|ere) (?:left )?(?:unsigned|unlocked"
    r"|untidy|empty|out) at \d",
    r"\b(?:how|when|the way) you (?!are\b|were\b|do\b|work\b|behave\b|act\b)\w+ \w+",
    r"\bthank(?:s| you) for (?!everything|being)\w+ing (?:the|my|our|that|up|in|out|\w+ \w+)\b",
    r"\b(?:nice|good|great) (?:work|job) (?:on )?\w+ing (?:the|our|a)\b",
)
_GOOD = either(_LISTS["marks"])
# Words that sound like something that was seen, and say nothing of it.
_EMPTY = any_of(
    rf"\b(?:made|gave|did|had|delivered|held|put in|showed|ran|produced|wrote|led) (?:us )?(?:an? |some |such an? "
    rf"|really |very )*{_GOOD}"
    r" (?:\w+ ){0,1}\w+(?: (?:last (?:night|week|month|time)|yesterday|today|this (?:week|month|year|quarter)|so far"
    r"|again|overall|on \w+day))?$",
    r"\blost (?:it|the plot|your (?:cool|way))\b(?! because)|\b(?:handled|managed|dealt with|approached) (?:it|that"
    r"|this|things"
    r"|(?:the|that|this) (?:\w+ )?(?:situation|matter|thing|case|conflict|pressure|stress"
    r"|change)s?)\b.{0,30}\b(?:well|badly|poorly"
    r"|brilliantly|professionally|great|maturely)\b",
    r"\b(?:you|u|he|she) (?:\w+ly |have |has )?(?:seemed|appeared|looked(?! (?:at|up|after|into|through|over|for))"
    r"|sounded|felt|came across|settled in|kept going|grown)\b",
    r"\b(?:settled in|settling in|kept going|getting along|come a long way|come on|grown (?:a lot|so much|into))\b",
)
_ALWAYS = re.compile(
    r"\b(?:you|he|she|they|u)(?:'re|'s| are| is)? (?:always|never|constantly|forever)\b|^(?:late|as usual|typical)"
    r" (?:as )?(?:always|ever|you)\b|^as usual you\b"
)
_BEING = re.compile(
    r"(?:\b(?:you|u|(?:someone|somebody|anyone|people) who|your (?:attitude|personality|character|manner|work))"
    r"|^(?:\w+ )?(?:he|she|they))(?:'re|'s| are"
    r"| is| were| was| r"
    r"| seem| come across as| look| have been| can be| have| has| really are| sound| appear)\b((?: [a-z'-]+){1,6})"
)
_LABELLED = any_of(
    r"\b(?:your|his|her|a|an|good|great|bad|poor|excellent|negative|positive|wrong|right|lack of|lacks?|no"
    r"|terrible) (?:\w+ )?(?:attitude|personality|character|mindset|motivation|commitment|initiative|work ethic"
    r"|professionalism|energy|spirit|vibe)\b",
    r"\b(?:don't|doesn't|didn't|dont|do not|does not|did not|couldn't|can't) (?:even |really )?(?:care|be bothered"
    r"|give a)\b"
    r"|\b(?:your|his|her) (?:arrogance|laziness|stupidity|ego|incompetence|carelessness|rudeness|selfishness)\b"
    r"|\b(?:stupid|idiotic|lazy|dumb|moronic) (?:mistake|thing|idea|error|person)\b|\b(?:an|only an"
    r"|like an) (?:idiot|moron"
    r"|imbecile|amateur)\b|\bbeing so (?!late|long|far|early|quick)\w+\b|\b(?:you are|you're|u r"
    r"|ur) (?:one of )?the (?:\w+ )?(?:best|worst)\b",
    r"\bwhat a (?:star|natural|legend|hero|pro)\b|\b(?:natural|born) (?:leader|talent|communicator)\b",
    r"\black(?:s|ing)? (?:motivation|confidence|initiative|drive|discipline|empathy|commitment|ambition|focus"
    r"|experience|skills?)\b",
    r"\bbecause (?:you're|you are|he's|she's) (?!on\b|in\b|at\b|late\b|not\b|new\b|the\b|our\b|\w+(?:ing|ed)\b)\w+$"
    r"|\b(?:you|he|she)(?:'ve| have|'s| has) (?:got )?an? "
    r"(?:real |great |natural )?(?:gift|knack|flair|talent) (?:with|for)\b",
    r"\ba (?:joy|pleasure|delight|nightmare|pain) to work with\b"
    r"|^(?:very |so |really |always |just )*(?:professional|lazy|reliable|unprofessional|brilliant|friendly|rude)$",
)
_HOW_YOU_ARE = re.compile(r"\bhow (\w+) (?:you|he|she|they) (?:are|is|were|was)\b")
_DEED_NOT_TRAIT = _LISTS["deed_not_trait"]


# Sentences are shorter; a longer one is read up to here.
_LONGEST = 100


def reading(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parts that feedback could add, and every reason why it is weak."""
    parts = [words for sentence in sentences(text) if (words := _without_marks(read(sentence)[:_LONGEST]))]
    has_substance = any(map(words_of_substance, parts))
    found = {
        "what": has_substance and any(map(_tells_what, parts)),
        "why": any(_tells_why(part, first=place == 0) for place, part in enumerate(parts)),
        "next": any(_tells_next(part, first=place == 0) for place, part in enumerate(parts)),
    }
    asks = not found["what"] and has_substance and _asks(parts)
    if not (found["what"] or asks or found["why"]):
        found["what"] = any(map(_shows_something, parts))
    lines = [" ".join(part) for part in parts]
    faults = {
        "empty": not (found["what"] or asks),
        "person": any(map(_labels, lines)),
        "always": any(map(_ALWAYS.search, lines)),
    }
    could_add = tuple(name for name, is_there in found.items() if not is_there)
    return could_add, tuple(REASONS[name] for name, is_so in faults.items() if is_so)


def _without_marks(words: list[str]) -> list[str]:
    """Return a sentence without the marks at its end."""
    while words and words[-1] in (",", "!"):
        words = words[:-1]
    return words


def _asks(parts: list[list[str]]) -> bool:
    return any(_asks_for_something(part, first=place == 0) for place, part in enumerate(parts))


def _tells_next(words: list[str], *, first: bool) -> bool:
    """True if a sentence looks ahead, or begins with an instruction: `Split the next one.`"""
    if _NEXT.search(" ".join(words)) or _asks_openly(words):
        return True
    if words[0] in _ON_OCCASIONS and "," in words:
        words = words[words.index(",") + 1 :]
    if len(words) < 2:
        return False
    return _is_command(words) or (not first and (_seems_command(words) or _asks_after_a_time(words)))


def _asks_openly(words: list[str]) -> bool:
    """True for an open question, which leaves the next step to the other: `What would help?`"""
    if words[-1] != "?" or words[0] not in _OPEN_WORDS:
        return False
    from coachplan.checks.wording import questions

    return questions.kind_of(" ".join(words)) is QuestionKind.OPEN


def _asks_for_something(words: list[str], *, first: bool) -> bool:
    """True if a sentence asks for something that can be done: `ring me first`, not `be more careful`."""
    line = " ".join(words)
    if not _tells_next(words, first=first):
        return False
    vague = _VAGUE.search(line)
    if not vague:
        return True
    rest = read(line[: vague.start()] + " , " + line[vague.end() :])
    return any(is_form(word, _VERBS) and word not in _VAGUE_VERBS for word in rest)


def _asks_after_a_time(words: list[str]) -> bool:
    """True if a command follows an occasion: `In Saturday's match play it up the wing.`"""
    if words[0] not in _IN_ADVANCE:
        return False
    for (before, word), (_, after) in pairwise(pairwise(words[1:])):
        if word in _AUXILIARY or word in _PRONOUNS:
            return False
        if word in _VERBS and before not in _BEFORE_NOUNS and (after in _AFTER_COMMAND or before == ","):
            return True
    return False


def _is_command(words: list[str]) -> bool:
    """True if a sentence begins with a verb in the lists: `Ring me first.`"""
    if words[0] == "do":
        return words[1] not in _PRONOUNS
    return words[0] in _VERBS and words[0] != "thank" and words[1] != "from"


def _seems_command(words: list[str]) -> bool:
    """True if a later sentence begins with a verb that is not listed: `Clip on before you leave the ladder.`"""
    return (
        words[0] not in _NO_COMMAND
        and not words[0].endswith("s")
        and words[1] in _AFTER_COMMAND
        and not any(word in _AUXILIARY for word in words)
    )


def _tells_why(words: list[str], *, first: bool) -> bool:
    """True if a sentence names an effect, after a joining word or, later on, as a whole."""
    if not first and _tells_of_others(words):
        return True
    joined = [(word, words[place + 1 :]) for place, word in enumerate(words[:-2]) if word in _JOINS]
    if any(_others_did(rest) or _led_to(word, rest) for word, rest in joined):
        return True
    return _WHY.search(" ".join(words)) is not None


def _led_to(joint: str, rest: list[str]) -> bool:
    """True if `so` or `which` leads to an effect: `so security refused us`, `which became a warning`."""
    after, *near = rest[:4]
    if joint == "which":
        return _is_past(after) and after not in _SEEMED
    if joint != "so" or _YOU & set(rest):
        return False
    return is_form(near[0], OBSERVABLE) or any(word in _AUXILIARY or _is_past(word) for word in near)


def _tells_of_others(words: list[str]) -> bool:
    """True if a later sentence names an event, past or possible, about something or somebody other than `you`."""
    if len(words) < 2 or words[0] in _NO_SUBJECT or words[0].endswith("ly") or _is_verdict(words):
        return False
    for word, after in pairwise([*words[1:], ""]):
        if word in _YOU:
            return False
        if word in _FINITE or _is_past(word) or (words[0] in _OTHERS and _is_act(word, after)):
            return True
    return words[0].endswith("s") and is_form(words[1], OBSERVABLE)


def _is_act(word: str, after: str) -> bool:
    """True if a word in -s is a verb: one in the lists, or by the words after it: `suffers from it`."""
    return word.endswith("s") and (after in ("from", "it") or is_form(word, OBSERVABLE))


def _is_verdict(words: list[str]) -> bool:
    """True if a sentence is only a judgement: `That was really great.`"""
    match = _VERDICT.search(" ".join(words))
    return match is not None and (match[1] in TRAITS or match[1] in _RATED)


def _others_did(words: list[str]) -> bool:
    """True if somebody or something else acts here: `the client opened up`, `now nobody asked`."""
    if words[0] in ("now", "since", "later"):
        words = words[1:]
    if len(words) == 2 and words[0].endswith("s") and words[0] not in _RATED:
        return _is_past(words[1])
    if not (words[0] in _OTHERS or is_number(words[0])):
        return False
    for before, word in pairwise(words):
        if word in _AUXILIARY or _is_past(word):
            return True
        if word in _YOU and (before, word) != ("the", "next"):
            return False
    return False


def _is_past(word: str) -> bool:
    return word in _PAST or word.endswith("ed")


def _tells_what(words: list[str]) -> bool:
    """True if a sentence names something that somebody did on an occasion, with at least one word about it."""
    line = " ".join(words)
    if not (_names_a_deed(words) or _tells_of_a_thing(words) or _SEEN.search(line)):
        return False
    return not (_ALWAYS.search(line) or _EMPTY.search(line))


def _shows_something(words: list[str]) -> bool:
    """True if a sentence has the substance of something that was seen, without a form that is listed here."""
    line = " ".join(words)
    return shows_something(words) and not (_ALWAYS.search(line) or _EMPTY.search(line) or _labels(line))


def _names_a_deed(words: list[str]) -> bool:
    if _begins_with_a_deed(words) or (_is_named(words) and _did(words, 0)):
        return True
    for place, word in enumerate(words):
        if word == "your" and _shows(words[place + 1 :]):
            return True
        if place and words[place - 1] in _ASKING:
            continue
        if (word in _SUBJECTS or word in _NOUNS_OF_DEEDS) and _did(words, place):
            return True
    return False


def _begins_with_a_deed(words: list[str]) -> bool:
    """True if a note leaves out who did it: `Skipped four of nine huddles`, `Did not answer six calls`."""
    if len(words) < 2:
        return False
    if words[0] == "did" and words[1] == "not":
        return len(words) > 3
    if words[0] in _DENIED:
        return len(words) > 2
    if words[0] in _SAME_NOW:
        return False
    return _is_deed(words[0], words[1:]) and words[1] not in _BY_OTHERS


def _tells_of_a_thing(words: list[str]) -> bool:
    """True if a sentence tells something about a thing that others can look up: `the rota for week 9 has two gaps`."""
    if len(words) > 1 and (_is_past(words[1]) or words[1] in _FINITE or words[1] in _PERIODS):
        return False
    if len(words) < 3 or words[0] in _NO_THING or not _is_a_thing(words):
        return words[0] == "no" and len(words) > 2 and words[1] not in _NO_THING and words[1] not in TRAITS
    for place, word in enumerate(words[1:-1], 1):
        if word in _YOU or word in _PEOPLE:
            return False
        if word in ("is", "was", "are", "were"):
            rest = words[place + 1 :]
            return not any(other in TRAITS or other in _RATED or other in ABSTRACT for other in rest)
        if word in _CONTAINS or word in _LEAVES or (_is_past(word) and word not in _GENERIC):
            return not any(other in TRAITS or other in _RATED for other in words[place + 1 :])
    return False


def _is_a_thing(words: list[str]) -> bool:
    """True if a sentence begins with a thing: `the rota`, `two pallets`, or `invoices come`."""
    is_many = words[0].endswith("s") and words[0] not in _PEOPLE and words[1] in _LEAVES
    return words[0] in _ABOUT_THINGS or is_number(words[0]) or is_many


def _is_named(words: list[str]) -> bool:
    """True if a sentence may begin with a person, by name or by role."""
    return words[0].isalpha() and words[0] not in _OTHERS | {"this", "that", "what", "your"}


def _shows(words: list[str]) -> bool:
    """True if a sentence is about somebody's work: `your report contains nine mistakes`."""
    if not _QUALITIES.isdisjoint(words[:1]):
        return False
    for word, after in pairwise(words[1:]):
        if word in ("was", "were"):
            return _is_past(after) and after not in _GENERIC
        if word in _CONTAINS or (_is_past(word) and word not in _GENERIC):
            return True
        if word in _NO_ACT:
            return False
    return False


def _did(words: list[str], place: int) -> bool:
    """True if a past action comes after this place, with something after it."""
    for later in range(place + 1, len(words) - 1):
        word, rest = words[later], words[later + 1 :]
        if word in _DENIED or (word == "did" and rest[0] == "not"):
            return len(rest) > 2
        if _is_deed(word, rest):
            return True
        if word in _NO_ACT or (words[later - 1] == "," and word in _PRONOUNS):
            return False
        if words[place] in _NOUNS_OF_DEEDS and word in ("had", "was", "were"):
            return not any(other in TRAITS or other in _RATED for other in rest)
    return False


def _is_deed(word: str, rest: list[str]) -> bool:
    """True if a word is a verb in the past that names, with the words after it, an action."""
    if word in ("was", "were"):
        return rest[0] in ("late", "early", "absent")
    if word == "worked":
        return rest[0] in ("on", "without", "through", "from", "in")
    if word == "helped":
        return any(other in OBSERVABLE for other in rest)
    return _is_past(word) and word not in _GENERIC and (rest[0] == "it" or rest[0] not in ABSTRACT)


def _labels(line: str) -> bool:
    """True if a sentence describes somebody's character."""
    if _LABELLED.search(line) or any(match[1] in TRAITS for match in _HOW_YOU_ARE.finditer(line)):
        return True
    return any(_is_trait(match[1].split()) for match in _BEING.finditer(line))


def _is_trait(words: list[str]) -> bool:
    """True if the words name a trait rather than an action such as `late` or `sending it`."""
    for word in words:
        if word in TRAITS or word in TRAIT_NOUNS:
            return True
        if word in _DEED_NOT_TRAIT:
            return False
    return False
