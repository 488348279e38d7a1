"""Feedback, read for its three parts: what was done, why it mattered, what next; and for labels on a person (S0)."""

import re

from coachplan.wording.lexicon import OBSERVABLE, TRAIT_NOUNS, TRAITS
from coachplan.wording.lists import listed
from coachplan.wording.words import is_form, read, sentences

REASONS = {
    "what": "does not say what was seen or heard",
    "why": "does not say what it led to",
    "next": "does not say what to keep or to do differently next time",
    "person": "judges the person instead of what was done",
    "always": "speaks of always or never instead of one occasion",
}


def _any(*patterns: str) -> re.Pattern[str]:
    """One pattern for all of these."""
    return re.compile("|".join(patterns))


_NEXT = _any(
    r"\bnext (?:time|week|month|sprint|quarter|meeting|call|class|lesson|shift|release|demo|report|one|cases?"
    r"|round|outage|handover|update"
    r"|topic|term|year|presentation|session|audit|project|event|visit|pitch|retro|stand-?up|customer|client"
    r"|review|calls|meetings|day|step)\b(?! (?:is|was) )",
    r"\bfor the (?:next|upcoming|coming|bank-holiday)\b|\bin (?:the )?future\b|\b(?:going|moving) forwards?\b"
    r"|\bfrom (?:now on|tomorrow|today|next|here)\b|\bonwards\b",
    r"\bfrom (?:mon|tues|wednes|thurs|fri)day\b(?= (?:on|please))|\bin the (?:next|coming|upcoming)\b"
    r"|\bsame again\b|\bdo (?:that|this|it|so) (?:again|tomorrow|with|in|for|at|too)\b",
    r"\b(?:please|pls|plz|kindly)\b|\bkeep (?:on )?(?:\w+ing|that (?!up$)|this (?!up$)|the)\b|\bkeep (?:it"
    r"|them) (?:going|this way|short|like)\b",
    r"\bcontinue (?:to|with|doing|like|the|this|that|\w+ing)\b|\b(?:do|try|repeat) (?:the same|that again"
    r"|it again|this again|it|that|this)\b",
    r"\blet'?s\b|\b(?:could|can|would|will) you\b|\bhow (?:could|can|might|will) (?:we|you)\b|\bwhat (?:will"
    r"|could|would|might) you\b",
    r"\bi'd (?:like|love|suggest|ask|encourage|want|prefer)\b|\bi (?:would|want|suggest|recommend|propose"
    r"|encourage|ask|need)\b(?! have)",
    r"\bit would (?:help|be (?:good|great|better|helpful))\b|\bmy (?:suggestion|advice|request|ask)\b",
    r"\byou (?:should|could(?! have)|need to|must|ought|might want|may want|might try)\b",
    r"\b(?:try|aim|remember|ensure|be sure|consider) (?:to\b|and\b|not\b|that\b|\w+ing\b|the\b|a\b|you\b|always)",
    r"\bstart (?:by|with)\b|\bmore of (?:this|that|the same)\b|\bdo more of\b|\bmore .{1,20} next\b"
    r"|\bbefore the next\b|\bby (?:friday|monday|next)\b",
    r"\bcarry on\b|\bstick (?:to|with)\b|^have \w+ \w+|\bbe (?:more|less) \w+ in\b|\bhappy to (?:help|sit"
    r"|practise|practice)\b|\bwe can (?:practise|practice|look|work)\b",
)
_GENERIC_NEXT = re.compile(
    r"\bkeep (?:it|that|this) up\b(?! (?:and|for|in|with|at|on|when|during)\b)|\bkeep up (?:the|this|that|your)\b"
)
_KEPT_UP = re.compile(r"\bkeep (?:it|that|this) up (?:and|for|in|with|at|on|when|during)\b")

_DID = (
    r"(?:made|meant|means|helped|helps|led|leads|caused|causes|saved|saves|cost|costs|kept|put|let|lets|allowed"
    r"|allows|enabled|brought|gave"
    r"|gives|left|blocked|delayed|calmed|stopped|prevented|resulted|created|showed|took|forced|upset|annoyed"
    r"|confused|reassured|convinced|built"
    r"|broke|reduced|increased|improved|avoided|won|lost|had|has|got|earned|freed|slowed|sped|hurt|impressed"
    r"|pleased|set|turned|triggered|produced"
    r"|drove|ensured|motivated|disappointed|frustrated|meant|landed|closed|opened|bought|makes|could have"
    r"|might have|would have)"
)
_WHY = _any(
    rf"\b(?:because|which|that|this|it|who) (?:\w+ )?{_DID}\b(?! to\b)",
    r"\b(?:because of (?:that|this|it|you|your)|as a (?:result|consequence)|consequently|therefore|thereby|thus"
    r"|hence|thanks to (?:that|this|you|your)|due to (?:that|this))\b",
    r"\b(?:impact|effect|result|consequence|outcome) (?:was|is|of|on)\b|\bhad (?:a|an) (?:\w+ )?(?:impact"
    r"|effect)\b|\bresult(?:ed|ing) in\b|\b(?:leading|led) to\b",
    r"\bmeant (?:that|we|the|nobody|no)\b|\bwhich (?:is|was) why\b|\bhelped (?:the|us|me|our|them|him|her|a)\b",
    r"\b(?:allow|enabl|help|caus|sav|mak|giv|leav)ing (?:the|us|me|them|our|him|her|a|time)\b"
    r"|\bmade .{1,40} (?:feel|happy|wait|late|look)\b|\bmatter(?:s|ed)\b",
    r"\bso(?:-that)? (?:that )?(?:we|they|she|he|it|nobody|everyone|everybody|i|people|no one) (?!think|suggest"
    r"|would|want)\w+",
)
_AFTER_SO = listed("far good much many well please let's next try could you")
_JOINS = listed("and so so-that , which while but then")
_OTHERS = listed(
    """
    the our my all two three half both some several many most colleagues customers guests pupils patients people
    nobody everyone everybody support parents staff students clients he she they we it somebody others visitors
    children teachers nurses drivers complaints sales members users i twice three-quarters another a even
    """
)
_NOUNS_OF_DEEDS = listed(
    """
    demo email report slides slide update summary presentation note notes question comment answer plan draft
    checklist message handover proposal proposals talk pitch review lesson analysis code dashboard spreadsheet
    document minutes agenda reply request pull-request estimate letter letters entry log test tests commit design
    invoice form forms file sheet post article speech memo quote offer order schedule rota table tables way pr deck
    email emails reports ticket tickets recap call
    """
)
_PAST = listed(
    """
    gave took made sent told wrote spoke ran led held met got went came brought taught kept left sold won lost built
    found said saw showed sat began chose drew put cut set let paid shut hit hung caught threw drove heard forgot
    stood slept woke broke lent rang spent bought fed sang swept knelt split read understood felt rose fell hid
    sought dealt fought flew grew knew rode sank shook slid stuck stole swore tore wore bent blew burnt dug froze
    laid leant learnt lit meant overran overheard oversaw proved quit rebuilt redid rewrote shone shot spelt spoilt
    spread stepped struck swam undid upset withdrew withheld overheard rewound hung spun
    """
)
_AUXILIARY = listed(
    "could couldn't had was were did has is are can can't will would felt knew missed didn't wasn't weren't hadn't"
)
_GENERIC = listed(
    """
    did was were had been felt seemed improved worked tried performed behaved needed need helped excelled
    contributed struggled succeeded progressed became expected wanted liked loved appreciated used supposed
    committed gifted talented indeed dedicated organised organized motivated focused skilled experienced understood
    knew meant grew proved upset disappointed
    """
)
_SUBJECTS = listed("you u he she who")
_DENIED = listed("didn't didnt wasn't wasnt weren't hadn't")
_SEEN = _any(
    r"\b(?:i|we) (?:noticed|saw|heard|observed|watched|noted)\b (?:that |how |when )?(?:you|your|him|her)\b",
    r"\b(?:i|we) (?:really )?(?:like|liked|loved|appreciated|appreciate) (?:how|that|the way|when) you\b"
    r"|\bwhen you (?!are\b|were\b|do\b)\w+ \w+",
    r"\bthe way you (?!are\b|were\b|work\b|behave\b|act\b)\w+ \w+|\bthank(?:s| you) for \w+ing (?:the|my|our|that"
    r"|up|in|out|\w+ \w+)\b",
    r"\b(?:nice|good|great) (?:work|job) (?:on )?\w+ing (?:the|our|a)\b",
)
_ALWAYS = re.compile(r"\b(?:you|he|she|they|u)(?:'re|'s| are| is)? (?:always|never|constantly|forever)\b")
_BEING = re.compile(
    r"\b(?:you|u|he|she|they|your (?:attitude|personality|character|manner|work))(?:'re|'s| are| is| were| was| r"
    r"| seem| come across as| look"
    r"| have been| can be| have| has| really are| sound| appear)\b((?: [a-z'-]+){1,6})"
)
_LABELLED = _any(
    r"\b(?:your|his|her|a|an|good|great|bad|poor|excellent|negative|positive|wrong|right|lack of|lacks?|no"
    r"|terrible) (?:\w+ )?"
    r"(?:attitude|personality|character|mindset|motivation|commitment|initiative|work ethic|professionalism"
    r"|energy|spirit|vibe)\b",
    r"\bwhat a (?:star|natural|legend|hero|pro)\b|\b(?:natural|born) (?:leader|talent|communicator)\b",
    r"\black(?:s|ing)? (?:motivation|confidence|initiative|drive|discipline|empathy|commitment|ambition|focus"
    r"|experience|skills?)\b",
    r"\ba (?:joy|pleasure|delight|nightmare|pain) to work with\b|^(?:very |so |really |always "
    r"|just )*(?:professional|lazy|reliable|unprofessional|brilliant|friendly|rude)$",
)
_DEED_NOT_TRAIT = listed("late early absent first last back on able right when that because in during with at if")


def reading(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parts that a feedback lacks, and every reason why it is weak."""
    parts = [read(sentence) for sentence in sentences(text)]
    found = {
        "what": any(_tells_what(part) for part in parts),
        "why": any(_tells_why(part, first=place == 0) for place, part in enumerate(parts)),
        "next": any(_tells_next(part) for part in parts),
    }
    missing = tuple(name for name, is_there in found.items() if not is_there)
    reasons = [REASONS[name] for name in missing]
    lines = [" ".join(part).rstrip(" ,!") for part in parts]
    if any(_labels(line) for line in lines):
        reasons.append(REASONS["person"])
    if any(_ALWAYS.search(line) for line in lines):
        reasons.append(REASONS["always"])
    return missing, tuple(reasons)


def _tells_next(words: list[str]) -> bool:
    """Whether a sentence looks ahead, or begins with what to do: `Split the next one.`"""
    line = " ".join(word for word in words if word != ",")
    if _KEPT_UP.search(line) or _NEXT.search(_GENERIC_NEXT.sub(" ", line)):
        return True
    return (
        len(words) > 3
        and words[0] in OBSERVABLE
        and words[0] not in _PAST
        and words[1] not in ("work", "job", "on", "up", "from")
    )


def _tells_why(words: list[str], *, first: bool) -> bool:
    if _WHY.search(" ".join(words)):
        return True
    return any(
        _others_did(words, place + 1) and words[place + 1] not in _AFTER_SO
        for place, word in enumerate(words[:-2])
        if word in _JOINS
    ) or (not first and _others_did(words, 0) and not {"you", "your"} & set(words[:6]))


def _others_did(words: list[str], start: int) -> bool:
    """Whether somebody or something else does something from here on: `the client opened up`."""
    if start >= len(words) or words[start] not in _OTHERS:
        return False
    for word in words[start + 1 : start + 6]:
        if word in _AUXILIARY or _is_past(word):
            return True
        if word in (",", "you", "please", "next", "by", "with"):
            return False
    return False


def _is_past(word: str) -> bool:
    return word in _PAST or (word.endswith("ed") and len(word) > 3 and word != "need")


def _tells_what(words: list[str]) -> bool:
    """Whether a sentence tells of something that somebody did on an occasion, with at least a word of what."""
    line = " ".join(words)
    if _ALWAYS.search(line):
        return False
    if _SEEN.search(line):
        return True
    named = bool(words) and words[0].isalpha() and words[0] not in _OTHERS and len(words) > 4
    for place, word in enumerate(words[:-1]):
        if (word in _SUBJECTS or (place == 0 and named and word not in ("this", "that", "what"))) and _did(
            words, place
        ):
            return True
        if (
            word in _NOUNS_OF_DEEDS
            and {"your", "the", "you"} & set(words[max(0, place - 4) : place + 4])
            and _did(words, place)
        ):
            return True
    return False


def _did(words: list[str], place: int) -> bool:
    """Whether a past act comes soon after this place, with something after it."""
    for later in range(place + 1, min(place + 7, len(words))):
        word = words[later]
        if word in _DENIED or (word == "did" and words[later + 1 : later + 2] == ["not"]):
            return len(words) > later + 3
        rest = [other for other in words[later + 1 :] if other not in (",", "!")]
        if word in ("were", "was") and rest[:1] in (["late"], ["early"], ["absent"]):
            return True
        if word in (
            "are",
            "is",
            "should",
            "could",
            "will",
            "need",
            "please",
            "always",
            "can",
            "made",
            "might",
            "must",
            "seem",
        ):
            return word == "made" and words[place] in _SUBJECTS and bool(rest)
        if word not in _GENERIC and _is_past(word) and rest:
            return True
        if word in _GENERIC and words[place] in _NOUNS_OF_DEEDS and word in ("had", "was", "were") and rest:
            return True
        if word == "helped" and len(rest) > 3:
            return True
    return False


def _labels(line: str) -> bool:
    """Whether a sentence says what somebody is like."""
    if _LABELLED.search(line):
        return True
    for match in _BEING.finditer(line):
        for word in match[1].split():
            if word in _DEED_NOT_TRAIT:
                break
            if word in TRAITS or word in TRAIT_NOUNS:
                return True
            if word.endswith(("ed", "ing")) and is_form(word, OBSERVABLE):
                break
    return False
