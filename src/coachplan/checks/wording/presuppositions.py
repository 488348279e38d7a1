"""Questions that take something for granted: a failing, a feeling or a judgement that the asker brings in."""

from coachplan.checks.wording.lists import any_of, either, word_lists

_LISTS = word_lists(__file__)
_BLAME, _FAULT, _JUDGEMENT, _DISASTER = (either(_LISTS[name]) for name in ("blaming", "faults", "judged", "disasters"))
_THEM = r"(?:you|u|him|her|them|(?:the|your|my|our) (?:\w+ ){0,2}?\w+)"
_ASKED_OF = r"(?:was|is|did|were|must|would|are|do|does|can|has|have|will|am|should)"
_LOADED = any_of(
    r"\bbeing (?:an? )?(?:more |\w+ly )?(?:normal|decent|reasonable|professional|honest|grown-up|adult|nice)\b",
    r"^(?:so )?you (?:do |must |surely |clearly |obviously |certainly |really )+(?:know|see|reali[sz]e|understand"
    r"|agree|want)\b",
    r"^(?:everyone|everybody|nobody|most people|all (?:of us|the others))\b.{3,80}, (?:so |and |but )?(?:what|how|why"
    r"|do|don't|did|would|are|can)\b",
    r"^how can you\b.{0,40}\b(?:such|so \w+ about)\b|^when did (?:you|he|she|they) (?:stop|give up|lose)\b",
    r"^what (?:were|are) you (?:trying to |really )?(?:hide|hiding|so afraid|so scared|prove|playing at)\b",
    rf"^(?:so |and )?what (?:made|makes|led|leads|caused|causes|drove|prompted|got|brought) {_THEM} (?:to )?(?:simply "
    rf"|just |completely |totally )?{_BLAME}\b",
    r"^what possessed\b|\b(?:mess|messed|screw|screwed) up\b",
    rf"\bdid (?:you|he|she|they) (?:do|say|manage|happen|have) to (?:so )?(?:badly )?(?:{_BLAME}|lose|miss)\b",
    rf"\b(?:your|his|her|their) (?:constant |usual |typical |endless |complete |total )?{_FAULT}\b",
    rf"^how (?:\w+ly |so |very )?{_JUDGEMENT} {_ASKED_OF}\b(?! (?:you (?:with|about)|it for|for you|that for|this for"
    r"|it to say)\b)(?! you (?:feel )?with\b)",
    rf"^how (?:guilty|ashamed|wrong|stupid|foolish|embarrassed) {_ASKED_OF}\b",
    r"^how (?:well|much|far) (?:did|does|do|has|have) (?:my|our)\b",
    # Unkind by its form: `incompetent`, `irresponsible`, `thoughtless`.
    r"^how (?:\w+ly |so |very )?(?!important|independent|interested|involved|informed|inclusive|intense|individual"
    r"|inspired|distant|urgent|united|universal|useful)(?:(?:in|un|ir|im|dis)[a-z]+(?:ent|ed|al|ful|ible|able|ive|ate"
    r"|ant|ous|ect|est|air|ind|ing)|[a-z]+less|lazy|clueless|slow|sloppy|dumb) (?:was|is|did|were|must|would|are|do"
    r"|does|can|has|have|should)\b(?! you (?:feel|with|about))",
    r"^how (?:very )?(?:hard|difficult|painful|tough|easy) (?:is|was|would|can) it (?:be )?(?:for (?:you"
    r"|u) )?(?:really )?to (?:just |simply |finally )?(?:admit|accept|acknowledge|own up|apologi[sz]e|say (?:sorry"
    r"|thank)|concede|confess|listen|be (?:on time|polite|honest|nice|civil|punctual|wrong)|reali[sz]e|see that"
    r"|understand that|reply|show up|turn up|respect|follow|keep your|tell the truth|lose)\b",
    rf"^what(?:'s| is| was|s) so (?:\w+ly )?(?:{_JUDGEMENT}|hard|difficult|complicated|tricky|special|tough)\b",
    r"^(?:what|which|how much|who) .{0,50}\b(?:our|my|this|these|his|her) (?:\w+ )?(?:wonderful|fantastic|amazing"
    r"|brilliant|excellent|superb|awesome|lovely|marvellous|great|outstanding|fabulous|incredible|splendid|terrific"
    r"|perfect|popular|impressive|generous|successful|terrible|awful|dreadful|horrible|useless|pointless|ridiculous"
    r"|silly)\b",
    r"\b(?:let|lets|letting) (?!you\b|me\b|u\b)(?:\S+ ){1,4}down\b(?! the (?:brief|rules|story))",
    rf"\bsuch an? (?:\w+ )?{_DISASTER}\b|\bhow (?:badly|poorly|terribly|disastrously)\b.{{1,60}}, ",
    r"\b(?:fail|failed|failing|behave|behaved|treat|treated|react|reacted|handle|handled|performed"
    r"|did)\b.{0,40}\b(?:so|that|this) (?:badly|poorly|unfairly|rudely|childishly|terribly)\b",
    r"\bthe (?:glaringly |blindingly |perfectly )?obvious\b(?! (?:next|first|choice))",
    r"^who(?:se)? (?:fault|.{0,20}\b(?:to blame|at fault)|messed|screwed)\b",
    r"^when (?:will|are) (?:you|u) (?:going to |gonna |finally |ever )*(?:admit|stop|reali[sz]e|learn|accept"
    r"|apologi[sz]e|grow up|understand that|see that|face|(?:start|begin) (?:to )?(?:tak(?:e|ing)|car(?:e|ing)|listen"
    r"|listening|be|being|act|acting|behav(?:e|ing)|pull|pulling))\b",
    r"^how (?:long|often|much longer|many times) (?:are|will|do|must|can|have) (?:you|u|we|i) (?:going to |gonna "
    r"|still |have to |intend to |plan to )*(?:keep|continue|carry on|go on|tell you|remind you|let)\b",
    r"^(?:what|how|why|who|where|when) (?:on earth|the hell|in the world|the heck|in heaven)\b",
    r"^(?:do|did|are|were|have|can|could|will|would) (?:you|u|they|he|she) (?:actually|even|genuinely) (?!have time"
    r"|know (?:how|what|who))\w",
)


def takes_for_granted(question: str) -> bool:
    """True if a question carries a failing or a judgement that the other has not named."""
    return _LOADED.search(question) is not None
