"""Questions: open ones invite to think; closed, leading and prescriptive ones do not (S0, S3)."""

import re
from enum import StrEnum

from coachplan.wording.lexicon import OBSERVABLE
from coachplan.wording.lists import listed
from coachplan.wording.words import read, sentences, stems


class Question(StrEnum):
    """What a question does to the one who is asked."""

    OPEN = "open"
    CLOSED = "closed"
    LEADING = "leading"
    PRESCRIPTIVE = "prescriptive"


REASONS = {
    Question.CLOSED: "can be answered with yes, no or one fact",
    Question.LEADING: "carries its answer, or a judgement, in itself",
    Question.PRESCRIPTIVE: "gives advice instead of asking",
}

_SUGGESTS = re.compile(
    r"^(?:how|what) about (?!you\b(?: ,|$|\?)|that\b|it\b|the (?:new|last|other)\b)|^(?:what|how) if (?:you|we|i|they|he|she|somebody|someone)\b"
    r"|^what would (?:happen|it be like|change|be different) if (?:you|we) (?!could\b|did nothing|do nothing|had (?:all|more|no|un)|were\b|knew|said (?:yes|no)|felt)"
    r"|^how would it be if (?:you|we)\b|^(?:so )?why (?:don't|dont|do|wouldn't|not|couldn't) (?:(?:you|we|u) )?(?:not )?(?!do|want|think|like|feel|agree|believe|know|care)\w"
    r"|^why haven't (?:you|u) (?:tried|considered|used|asked|thought|started|just|simply|spoken|talked|told|called|taken)\b|^how come you (?:don't|dont|haven't|didn't) (?:just|simply)\b"
    r"|^have (?:you|u|we) (?:\w+ )?(?:considered|thought (?:about|of)|tried|thought)\b(?! (?:so far|anything))"
    r"|^(?:what|how) (?:do you think|do you feel|would you feel|would you say|are your thoughts|are you thinking) (?:about|of|on) (?:\w+ )?"
    r"(?:taking|using|moving|asking|doing|trying|going|starting|talking|having|joining|sending|writing|delegating|getting|making|hiring|working|setting|reading|letting|giving|changing|switching|attending|speaking|calling)\b"
    r"|^(?:and )?(?:what|who|which) (?:\w+ )?(?:stops|stopped|keeps|kept|prevents|prevented|is stopping|is keeping|'s stopping|would stop|holds) (?:you|u|us|back)(?: back)? from (?:\w+ )?\w+ing\b"
    r"|^(?:would|wouldn't|wouldnt|won't|might|may|could|couldn't) it (?:not )?(?:help|be (?:\w+ )?(?:useful|helpful|easier|an idea|worth|possible|good|better|simpler|wise|smart|a good)|make sense)"
    r".{0,60}\b(?:if|to|for you|use|using|just|that)\b"
    r"|^(?:would|could|can|can't|cant|couldn't|might|will) (?:you|we|u|they) (?:(?:not|maybe|perhaps|also|just|simply|possibly|please) )?"
    r"(?:be (?:willing|open|able|prepared) to|try|consider|start|think about|ask|use|talk to|speak (?:to|with)|delegate|block|book|say no|set|make|write|keep|take|move|put|split|send|call|have someone|get someone|find someone)\b"
    r"|^(?:maybe|perhaps|possibly) (?:you|we|it)\b|^(?:should|shouldn't|shouldnt|ought|must) (?:you|we|u|i) (?:not )?(?!have\b)\w"
    r"|^do(?:n't| not|nt)? you (?:not )?(?:think|believe|feel|agree|reckon)(?: that)? (?:you|we|it'?s|it is|you'?d|it would be time) ?(?:should|need|ought|could|might|must|time|had better|better)\b"
    r"|^do you (?:not )?(?:need|have) to (?:just|simply|start|stop)\b|^isn't it time (?:to|you|for)\b|^is there (?:a|any) reason (?:why )?(?:you|not|we)\b"
    r"|^when (?:will|are|do) you (?:going to |plan to |intend to )?(?:finally )?(?:start|begin|stop|going to)\b|^how will you (?:make sure|ensure) (?:you|that you) (?:do|follow|use)"
    r"|^what (?:do|would) you (?:say|think) (?:to|if)\b|^(?:is|was|isn't) it (?:not )?(?:better|best|easier|possible|worth) to\b|^what would be wrong with\b"
    r"|^(?:what|how) would (?:it take|happen|change|be different) (?:for you )?(?:to )?(?:just|simply)\b"
    r"|\b(?:if i were you|my advice|my suggestion|i (?:would|'d) (?:suggest|recommend|advise|send|ask|start|do|try|go|use|talk|call|write|say|just|take|speak|tell))\b|^i'd (?:\w+ )?(?:suggest|recommend|advise|send|ask|start|try|use|talk|call|write|take|speak|tell|go|do|put)\b"
    r"|\bi (?:suggest|recommend|advise|propose|think you (?:should|could|need)|want you|need you|expect you)\b"
    r"|^(?:you|u) (?:\w+ )?(?:should|need|must|could|might want|may want|ought|had better|have to|can just|will need|want to|shouldn't|mustn't)\b|^you'd better\b"
    r"|^(?:let's|lets|let us)\b|^it's (?:time|best|better|important) (?:to|that|you)\b|^(?:it )?(?:would|might|could) be (?:\w+ )?(?:good|best|better|helpful|useful|wise|worth)\b"
)
_JUST = re.compile(
    r"\b(?:just|simply)\b (?!now|then|before|after|like|as|happened|about|right|been|had|mentioned|said|described|started|wondering|curious)\w"
)
_INVITES = re.compile(
    r"^(?:(?:can|could|would|will|won't) (?:you|u) (?:please |also |maybe |like to |be willing to )?|i'd (?:like|love) (?:you to|to hear)? ?|i wonder |i'm (?:curious|interested)(?: \w+)? |please |now |so |and )?"
    r"(?:tell me(?: more)?(?: about)?\b|tell us\b|describe\b|walk (?:me|us) through|talk (?:me|us) through|take me (?:through|back)|share\b|help me (?:to )?(?:understand|see)\b|explain\b"
    r"|say (?:a (?:bit|little) )?more|give (?:me|us) an? (?:\w+ )?(?:example|idea|picture|sense|instance|feel)|paint (?:me )?a picture|imagine\b|think (?:back|of a time|about a time)"
    r"|show me|elaborate|expand on|picture\b|recall\b|remember a\b|reflect on|list (?:\w+ )?(?:things|options|ideas)|name (?:\w+ )?(?:thing|things)|hear (?:more|how|what|about)|what\b|how\b|complete (?:this|the) sentence)"
)
_LEADS = re.compile(
    r"^(?:don't|dont|doesn't|didn't|didnt|isn't|isnt|aren't|arent|wasn't|weren't|wouldn't|wouldnt|shouldn't|shouldnt|couldn't|couldnt|can't|cant|won't|haven't|havent|hasn't|hadn't) \w"
    r"|^(?:do|did|are|is|was|were|would|could|can|should|have|has) (?:you|u|we|they|he|she|it|that|this|the \w+) not\b"
    r"|^(?:surely|obviously|clearly|of course|admit|i(?:'m| am) sure|i think you|i guess you|i assume|i bet|everyone else|everybody else|everybody knows|we all know)\b"
    r"|^why (?:are|were|is|do|did|does|can't|cant|couldn't|didn't|didnt|won't|wouldn't|don't|dont|haven't|havent|aren't|weren't|would|must) (?:you|u|they|he|she|everyone|your \w+)\b"
    r"(?! (?:think|feel|want|believe|choose|chose|find|love|enjoy|like|care|do this|decide|decided|value|suppose|see|hope|wish|need))"
    r"|^(?:how|why) (?:could|can|dare|would) you (?:have (?:missed|forgotten|let|done|not|been|failed)|not (?:know|see|notice|have)|possibly|miss|forget|let|ignore|fail|be so|say such)\b|^how dare\b"
    r"|^(?:how|what) (?:great|good|bad|awful|terrible|amazing|wonderful|awesome|fantastic|nice|horrible|brilliant|lovely|stupid|silly|excellent|disappointing|embarrassing|exciting|proud|guilty|happy|sad|angry|ashamed|relieved|hard|difficult) (?:was|is|did|were|must|would|are|do|does|can)\b(?! (?:you (?:with|about)|it for|for you|that for|this for))"
    r"|^how much (?:better|worse|easier|nicer|happier|did you (?:love|enjoy|like|hate|regret)|do you (?:love|enjoy|like|hate|regret)|fun|more|trouble)\b"
    r"|^what (?:on earth |the hell )?(?:were|was) (?:you|he|she|they) thinking\b(?! (?:about|of)\b)|^(?:what's|what is|whats) (?:wrong|the matter) with\b|^what (?:makes|made) (?:you|him|her|them) (?:so|always|such|think you)\b"
    r"|\b(?:great|excellent|brilliant|fantastic|wonderful|amazing|awful|terrible|silly|stupid|poor) (?:\w+ ){0,2}(?:suggestion|idea|training|advice|plan|decision|template|work|mistake|planning|choice|support|course|workshop|tool|process)s?\b"
    r"|\b(?:your (?:lack|failure|refusal|inability|mistake|bad|poor|negative|resistance|laziness|carelessness)|bad attitude|let (?:the team|me|us|everyone|everybody|people) down|followed my advice|because of (?:my|your poor))\b"
    r"|^(?:would|do|did|don't|wouldn't) (?:you|u|we) (?:not )?(?:really |honestly |also |seriously )?(?:agree|admit|accept|realise|realize|regret)\b|^do you (?:really|honestly|seriously)\b|^(?:can|do|could) you (?:not )?see (?:why|that|how|the problem)\b"
    r"|^(?:are|were) you (?:really|honestly|always|ever going|seriously|trying|just)\b|^is(?:n't)? (?:it|that) (?:not )?(?:true|because|obvious|clear|fair)\b|\bhow hard can\b|\bsince you (?:started|followed|began) (?:using )?my\b"
    r"|^(?:what|how|why) .{1,60}\b(?:as always|again as usual|yet again)\b|\b(?:you always|you never|always so|so (?:defensive|resistant|negative|lazy|slow|late|difficult|stubborn|disorganised|emotional))\b"
    r"|^(?:how|why) .{0,40}\b(?:fail|failed|failing|failure|mess up|messed up|screw up|screwed up|overreact|overreacted)\b|\bnow that you(?:'ve| have) (?:followed|finally|taken|listened)\b"
)
_TAG = re.compile(
    r",? ?(?:right|correct|no|yes|yeah|eh|huh|ok|okay|true|agreed|surely|innit|don't you think|dont you think|wouldn't you say|wouldn't you agree|don't you agree|am i right|is that right|you know"
    r"|(?:isn't|isnt|aren't|arent|wasn't|wasnt|weren't|don't|dont|doesn't|didn't|didnt|won't|wouldn't|wouldnt|can't|cant|couldn't|shouldn't|haven't|havent|hasn't|hadn't|is|are|do|did|will|would|can) (?:it|you|u|we|they|he|she|that|there|i))$"
)
_FACT = re.compile(
    r"^how (?:many|often|long|old|tall|far|soon|late|early|fast|quickly|big|large|wide|heavy|frequently|high|expensive|regularly)\b|^how much (?:\w+ ){0,3}(?:is|was|did|do|does|are|were|have|has|will|left|money|time|cost|costs)\b|^how much$"
    r"|^when (?:is|was|did|will|does|are|were|can|could|has|have|should|would|do (?:we|they|i)|do you (?:start|finish|leave|go|arrive|meet|expect|plan|need|want))\b"
    r"|^who (?:is|was|are|were|did|does|has|will|attended|sent|said|told|made|wrote|owns|approved|asked|else (?:was|is|knows|came)|can you|do you report|came|signed)\b(?! (?:important|affected|helped|you (?:want|become|learn)))"
    r"|^(?:whose)\b|^where (?:is|was|are|were|did (?:you|it|they) (?:go|meet|put|save|store|work|learn|find)|does|can i|do you (?:live|work|sit|keep|store|save))\b"
    r"|^(?:what|which|at what|on what|on which|in which) (?:time|date|day|days|year|month|percentage|percent|number|room|name|grade|address|version|colour|color|week|team|department|branch|shift|score|size|price|proportion|of the (?:two|three|four|options|\d+))\b"
    r"|^what (?:is|was|are|'s) (?:the|your|his|her|their) (?:\w+ )?(?:name|date|deadline|number|address|budget|job title|title|age|email|score|status|total|target|price|due-date|end date|start date|cost|role|position|phone|extension|salary|password|percentage|id|version)\b"
    r"|^(?:what's|whats) (?:the|your) (?:\w+ )?(?:name|date|deadline|number|address|budget|title|email|score|status|total|target|price|due-date|cost|role|phone|time)\b"
    r"|^(?:which|what) .{1,60}\b(?:, |prefer ).{1,40} or \w+|^where .{1,60} or \w+|^(?:who|which one) .{1,40} or \w+"
)
_AUXILIARY = listed(
    """
    do does did is are am was were have has had will would can could shall should may might must u any all ready
    done everything anything everyone anyone anybody nothing need want got ever
    """
)
_ASKS = listed("what how why which who whom whose where when whats hows what's how's who's where's why's")
_LEAD_IN = listed(
    """
    so and but well ok okay now then also um hmm oh hi hello hey alright great thanks right yes please
    """
)
_OPENERS = (
    "in",
    "on",
    "at",
    "if",
    "when",
    "looking",
    "thinking",
    "after",
    "before",
    "during",
    "from",
    "given",
    "imagine",
    "suppose",
    "i'm",
    "im",
    "as",
    "with",
    "for",
    "since",
    "last",
    "next",
    "this",
    "to",
    "once",
    "while",
    "reflecting",
    "considering",
    "apart",
    "besides",
    "over",
    "having",
    "by",
    "out",
    "i",
    "today",
    "assuming",
    "let's",
    "knowing",
    "yesterday",
    "now",
)
_BEGINS = listed("to at on in by for from with of under")


def kind_of(text: str) -> Question:
    """What a question does; a text that asks nothing is advice, unless it invites to tell."""
    asked = _asked(text)
    words = read(asked)
    while words and (words[0] in _LEAD_IN or words[0] in (",", '"')):
        words = words[1:]
    while words and words[-1] in ("?", ",", "!", '"', "please"):
        words = words[:-1]
    if not words:
        return Question.CLOSED
    whole = " ".join(words).replace(" ?", "").replace(" ,", ",")
    main = _main(words)
    return _kind(whole, main, asks="?" in asked)


def _asked(text: str) -> str:
    """The sentence that asks: the last one with a question mark, or else the last one."""
    parts = sentences(text)
    asking = [part for part in parts if "?" in part]
    return (asking or parts or [""])[-1]


def _main(words: list[str]) -> str:
    """The words from where the question begins: after `Looking back at the week,` or `I'm curious:`."""
    first = words[0]
    if (first in _ASKS and first != "when") or first in _AUXILIARY:
        if first == "when" or "," not in words:
            return " ".join(words)
        return " ".join(words).replace(" ,", ",")
    if first in _OPENERS or first == "when":
        for place, word in enumerate(words[:40]):
            if word in (",", "-") and place + 1 < len(words):
                rest = words[place + 1 :]
                while rest and rest[0] in _LEAD_IN:
                    rest = rest[1:]
                if rest and (rest[0] in _ASKS or rest[0] in _AUXILIARY or rest[0].endswith("n't")):
                    return " ".join(rest).replace(" ,", ",")
        if first in _BEGINS and len(words) > 2 and (words[1] in _ASKS or words[2] in _ASKS):
            start = 1 if words[1] in _ASKS else 2
            return (
                " ".join(words)
                if words[start] in ("what", "which") and len(words) > start + 1
                else " ".join(words[start:])
            )
    return " ".join(words).replace(" ,", ",")


def _kind(whole: str, main: str, *, asks: bool) -> Question:
    first = main.split(" ", 1)[0]
    tag = _TAG.search(whole) if asks or "," in whole else None
    if tag and tag.start() > 3 and (first not in _AUXILIARY or whole[tag.start()] == ","):
        before = whole[: tag.start()]
        return Question.PRESCRIPTIVE if _SUGGESTS.search(before) else Question.LEADING
    if _SUGGESTS.search(main):
        invited = _INVITES.search(main) and not main.startswith(("what", "how"))
        if not invited:
            return Question.PRESCRIPTIVE
    if _INVITES.search(main) and not main.startswith(("what", "how")):
        return (
            Question.LEADING
            if _LEADS.search(main) and not main.startswith(("can", "could", "would"))
            else Question.OPEN
        )
    if _LEADS.search(main) or _LEADS.search(whole):
        return Question.LEADING
    if (first not in _ASKS and _JUST.search(main)) or (
        first in ("what", "how", "why") and re.search(r"\b(?:simply|just) \w+ing\b", main)
    ):
        return Question.PRESCRIPTIVE
    if _FACT.search(main):
        return Question.CLOSED
    return _plain_kind(main, first, asks=asks)


def _plain_kind(main: str, first: str, *, asks: bool) -> Question:
    if first in _ASKS:
        return Question.OPEN
    words = main.split()
    if any(word in ("what", "how", "which") for word in words[:4]) and first not in _AUXILIARY:
        return Question.OPEN
    if first in _AUXILIARY:
        return Question.CLOSED
    if asks:
        return (
            Question.OPEN
            if words[-1] in ("what", "how", "why") or (" what " in f" {main} " and len(words) > 5)
            else Question.CLOSED
        )
    if any(stem in OBSERVABLE for stem in stems(first)) or first in (
        "please",
        "try",
        "be",
        "don't",
        "never",
        "always",
        "next",
    ):
        return Question.PRESCRIPTIVE
    return Question.PRESCRIPTIVE if len(words) > 3 else Question.CLOSED
