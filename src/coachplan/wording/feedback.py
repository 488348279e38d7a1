"""Feedback, read for its three parts: what was done, why it mattered, what next; and for labels on a person (S0)."""

import re

from coachplan.wording.lexicon import OBSERVABLE, TRAIT_NOUNS, TRAITS
from coachplan.wording.lists import listed
from coachplan.wording.words import read, sentences, stems

REASONS = {
    "what": "does not say what was seen or heard",
    "why": "does not say what it led to",
    "next": "does not say what to keep or to do differently next time",
    "person": "judges the person instead of what was done",
    "always": "speaks of always or never instead of one occasion",
}

_NEXT = re.compile(
    r"\bnext (?:time|week|month|sprint|quarter|meeting|call|class|lesson|shift|release|demo|report|one|case|cases|round|outage"
    r"|handover|update|topic|term|year|presentation|session|audit|project|event|visit|pitch|retro|stand-?up|customer|client"
    r"|review|calls|meetings)\b(?! (?:is|was) )"
    r"|\bfor the next\b|\bin (?:the )?future\b|\bgoing forwards?\b|\bmoving forwards?\b|\bfrom (?:now on|tomorrow|today|next|here)\b"
    r"|\bfrom (?:mon|tues|wednes|thurs|fri)day\b(?= (?:on|please))|\bin the (?:next|coming|upcoming)\b"
    r"|\b(?:please|pls|plz|kindly) (?!be proud)\w|\bkeep (?:on )?(?:\w+ing|that|this|the|doing)\b|\bkeep (?:it|them) (?:going|this way|short|like)\b"
    r"|\bcontinue (?:to|with|doing|like|the|this|that|\w+ing)\b|\b(?:do|try|repeat) (?:the same|that again|it again|this again)\b"
    r"|\blet'?s\b|\b(?:could|can|would|will) you\b|\bhow (?:could|can|might|will) (?:we|you)\b|\bwhat (?:will|could|would|might) you\b"
    r"|\bi'?d (?:like|love|suggest|ask|encourage|want|prefer)\b|\bi (?:would|want|suggest|recommend|propose|encourage|ask|need)\b"
    r"|\bit would (?:help|be (?:good|great|better|helpful))\b|\bmy (?:suggestion|advice|request|ask)\b"
    r"|\byou (?:should|could|need to|must|ought|might want|may want)\b"
    r"|\b(?:try|aim|remember|make sure|be sure|consider) (?:to\b|and\b|not\b|that\b|\w+ing\b|the\b|a\b|you\b)|\bmake sure\b"
    r"|\bstart (?:by|with)\b|\bmore of (?:this|that|the same)\b|\bdo more of\b|\bbefore the next\b|\bby (?:friday|monday|next)\b"
    r"|\bbe (?:more|less) \w+ in\b"
)
_GENERIC_NEXT = re.compile(
    r"\bkeep (?:it|that|this) up\b|\bkeep up (?:the|this|that|your)\b|\bthe (?:good|great) work\b"
)
_KEEP_THAT = re.compile(r"\bkeep (?:it|that|this) up (?:and|for|in|with|at|on|when|during)\b")

_WHY = re.compile(
    r"\bso(?: that|-that)? (?!far\b|good\b|much\b|many\b|well\b|i'?m\b|please\b|let'?s\b|next\b|try\b|could you|you should)"
    r"(?:(?:the|our|my|their|a|an|all|no) \w+|it|they|we|he|she|nobody|everyone|everybody|people|support|i|pupils|students"
    r"|patients|customers|guests|colleagues|[a-z]+) (?:\w+ ){0,3}(?:could|can|had|was|were|did|got|knew|felt|has|have|didn't"
    r"|couldn't|wasn't|will|would|\w+ed|\w+'t|asked|lost|kept|slipped|missed|saw|made|went|came|left|took|started)\b"
    r"|\bso (?:that )?(?:we|they|she|he|it|nobody|everyone|i) (?!think|suggest|would)\w+"
    r"|\b(?:because|as a result|as a consequence|consequently|therefore|thereby|thus|hence|which|that|this|it|and that|who)"
    r" (?:\w+ ){0,2}(?:made|meant|means|helped|helps|led|lead|caused|causes|saved|saves|cost|costs|kept|put|let|lets|allowed"
    r"|allows|enabled|brought|gave|gives|left|blocked|delayed|calmed|stopped|prevented|resulted|created|showed|took|forced|upset"
    r"|annoyed|confused|reassured|convinced|built|broke|reduced|increased|improved|avoided|won|lost|had|has|got|earned|freed"
    r"|slowed|sped|hurt|impressed|pleased|set|turned|triggered|produced|drove|ensured|motivated|disappointed|frustrated)\b"
    r"|\b(?:because of (?:that|this|it|you|your)|as a (?:result|consequence)|consequently|thanks to (?:that|this|you|your)|due to (?:that|this))\b"
    r"|\bthe (?:impact|effect|result|consequence|outcome) (?:was|is|of)\b|\bhad (?:a|an) (?:\w+ )?(?:impact|effect)\b"
    r"|\bresult(?:ed|ing) in\b|\b(?:leading|led) to\b|\bmeant (?:that|we|the|nobody|no)\b|\bwhich (?:is|was) why\b|\bmade (?:a|the|it|me|us|him|her|them)\b"
    r"|\bhelp(?:ed|s)? (?:the|us|me|our|them|him|her|a)\b|\b(?:allow|enabl|help|caus|sav|mak|giv|leav)ing (?:the|us|me|them|our|him|her|a|time)\b"
    r"|\bmade .{1,40} (?:feel|happy|wait|late|look)\b|\bmatter(?:s|ed)\b"
)
# Somebody or something other than the person, and what they did then: `and the client opened up`.
_OTHERS = re.compile(
    r"(?:^|,|\band\b|\bso\b)\s*(?:then )?(?:(?:the|our|my|all|two|three|half|both|some|several|many|most|twice as many) (?:\w+ ){0,3}"
    r"|(?:colleagues|customers|guests|pupils|patients|people|nobody|everyone|everybody|support|parents|staff|students|clients)"
    r"|he|she|they|we|it) ?(?:\w+ )?"
    r"(?:could|couldn't|had|has|was|were|did|got|felt|told|said|went|came|lost|gave|left|began|saw|knew|took|kept|made|stopped"
    r"|answered|\w+ed)\b"
)
_SEEN = re.compile(
    r"\b(?:i|we) (?:noticed|saw|heard|observed|watched|liked|like|appreciated|noted|read)\b"
    r"|\bwhen you\b|\bthank(?:s| you) for \w+ing\b|\b(?:nice|good|great) (?:work|job) (?:on )?\w+ing the\b"
    r"|\byour (?:\w+ ){0,2}(?:demo|email|report|slides|update|summary|presentation|note|notes|question|comment|answer|plan|draft"
    r"|checklist|message|handover|proposal|talk|pitch|review|lesson|analysis|code|dashboard|spreadsheet|document)s? "
    r"(?:to \w+ (?:\w+ )?|on \w+ |in \w+ |for \w+ (?:\w+ )?|from \w+ |about \w+ )?(?:was|were|had|showed|listed|included|explained|covered|missed"
    r"|contained|gave|made|helped|named|came|\w+ed)\b"
)
_SUBJECTS = listed("you u he she they we i who and")
_PAST = listed(
    """
    gave took made sent told wrote spoke ran led held met got went came brought taught kept left sold won lost
    built found read said saw showed sat began chose drew put cut set let paid shut hit hung caught caught threw
    drove heard forgot stood did slept woke broke lent rang spent bought fed sang swept
    """
)
_GENERIC = listed(
    """
    did was were had been felt seemed improved worked tried performed behaved showed helped need needed excelled
    contributed struggled succeeded progressed progress became
    """
)
_ALWAYS = re.compile(r"\b(?:you|he|she|they)(?:'re| are| is)? (?:always|never|constantly|all-the-time)\b")
_BEING = re.compile(
    r"\b(?:you|u|he|she|they|your (?:attitude|personality|character|manner))(?:'re|'s| are| is| were| was| r| seem| come across as| look"
    r"| have been| can be| have| has)\b((?: [a-z'-]+){1,5})"
)
_LABELLED = re.compile(
    r"\b(?:your|his|her|a|an|good|great|bad|poor|excellent|negative|positive|lack of|lacks?|no|terrible) (?:\w+ )?"
    r"(?:attitude|personality|character|mindset|motivation|commitment|initiative|work ethic|professionalism)\b"
    r"|\bwhat a (?:star|natural|legend|hero|pro)\b|\b(?:natural|born) (?:leader|talent|communicator)\b|\black(?:s|ing)? "
    r"(?:motivation|confidence|initiative|drive|discipline|empathy|commitment|ambition|focus|experience|skills?)\b"
)
_DEED_NOT_TRAIT = listed(
    """
    late early present absent ready clear first last back on in at able right the better good
    """
)


def reading(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parts that a feedback lacks, and every reason why it is weak."""
    parts = [" ".join(read(sentence)) for sentence in sentences(text)]
    found = {
        "what": any(_tells_what(part) for part in parts),
        "why": any(_tells_why(part) for part in parts),
        "next": any(_tells_next(part) for part in parts),
    }
    missing = tuple(name for name, is_there in found.items() if not is_there)
    reasons = [REASONS[name] for name in missing]
    if any(_labels(part) for part in parts):
        reasons.append(REASONS["person"])
    if any(_ALWAYS.search(part) for part in parts):
        reasons.append(REASONS["always"])
    return missing, tuple(reasons)


def _tells_next(part: str) -> bool:
    if _KEEP_THAT.search(part):
        return True
    return _NEXT.search(_GENERIC_NEXT.sub(" ", part)) is not None


def _tells_why(part: str) -> bool:
    return _WHY.search(part) is not None or _OTHERS.search(part) is not None


def _tells_what(part: str) -> bool:
    """Whether a sentence tells of something that somebody did on an occasion, with at least a word of what."""
    words = part.split()
    if _ALWAYS.search(part):
        return False
    for place, word in enumerate(words[:-1]):
        if word not in _SUBJECTS and not (place == 0 and word.isalpha()):
            continue
        for later in range(place + 1, min(place + 5, len(words))):
            if _is_deed(words, later) and (word in ("you", "u", "he", "she") or _has_you(words, place)):
                return True
            if words[later] in (",", "which", "that", "should", "could", "will", "need", "to", "please"):
                break
    return _SEEN.search(part) is not None and len(words) > 5


def _has_you(words: list[str], place: int) -> bool:
    return "you" in words[:place] or "u" in words[:place]


def _is_deed(words: list[str], place: int) -> bool:
    """Whether there is a past act here, with something after it."""
    word = words[place]
    rest = [later for later in words[place + 1 :] if later != ","]
    if word in ("didn't", "not") or (word == "did" and words[place + 1 : place + 2] == ["not"]):
        return len(rest) > 2
    if word in ("were", "was") and rest[:1] in (["late"], ["early"], ["absent"]):
        return True
    if word in _GENERIC or not rest:
        return word == "helped" and len(rest) > 3
    if word in _PAST:
        return len(rest) > 1 or place > 2
    return word.endswith("ed") and (len(rest) > 1) and word not in ("need", "indeed", "committed", "gifted", "talented")


def _labels(part: str) -> bool:
    """Whether a sentence says what somebody is like."""
    if _LABELLED.search(part):
        return True
    for match in _BEING.finditer(part):
        for word in match[1].split():
            if word in _DEED_NOT_TRAIT or word in ("when", "that", "because", "in", "on", "during", "with"):
                break
            if word in TRAITS or word in TRAIT_NOUNS:
                return True
            if any(stem in OBSERVABLE for stem in stems(word)) and word.endswith(("ed", "ing")):
                break
    return False
