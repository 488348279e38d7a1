"""CP6xx: the language of coaching: behaviour instead of labels, and apart from formal performance support."""

from collections.abc import Iterator

from coachplan.checks.rule import ERROR, WARNING, Phrase, PlanRule, Problem, RuleContext, WordsRule
from coachplan.checks.rules.phrases import NAME, NOTED, OWN, SOMEONE, Phrases, each
from coachplan.checks.wording.lists import either, word_lists
from coachplan.plan import Plan

FORMAL_PARTS = ("success_criteria", "responsibilities", "consequences", "previous_step")


@PlanRule("CP601", "formal-part-in-coaching", ERROR, whole="kind")
def formal_part_in_coaching(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A part of formal support stands in a coaching plan (three-traps article: coaching is not corrective action)."""
    if plan.kind == "performance-support":
        return
    for key in FORMAL_PARTS:
        if getattr(plan, key) is not None:
            yield Problem(
                (key,),
                f"`{key}` belongs to formal performance support, not to a coaching plan",
                "remove it, or keep a separate plan of kind `performance-support`",
            )


_LISTS = word_lists(__file__)
_DEGREE = rf"(?: {either(_LISTS['degrees'])})*"
_AS = (
    r"(?:is|are|was|were|has been|have been|had been|seems|appears|remains|acts|sounds|can be|could be|tends to be"
    r"|seems to be|(?:is|are) (?:known|said) to be|comes? across as)"
)
_HE_IS = rf"(?:\b(?:he|she|you) {_AS}|\b(?:he|she)['’]s|\byou['’]re){_DEGREE}"
_ADA_IS = rf"(?:{_HE_IS}|{NAME} {_AS}{_DEGREE})"
_TRULY = r"(?:real |true |total |absolute |complete )?"
_PERSON = r"(?:person|employee|worker|co-?worker|individual|teammate|team member)"
_BAD = r"(?:bad|poor|lousy|terrible|wrong|unprofessional|unacceptable|negative)"
_WHERE = r"(?: (?:in|at|on|to|towards?|during|about|with)(?: [\w-]+){1,3}?)?"
_NOT_A = r"(?:(?:not|never|hardly|\w+n['’]t)(?: really| always| exactly| much of)? an?|no)"
# "Trains always come late" is about no one: who does something is one person.
_SHE_DOES = rf"(?:(?:\b(?:he|she)|{NAME}) WORD(?= \w+s\b)|\byou WORD)"
_FAULT = (
    r"(?:(?:comes?|arrives?|turns? up|shows? up) (?:too )?late|interrupts?|complains?|blames?|argues?|forgets?"
    r"|procrastinates?|makes? excuses|has an excuse|knows? better)"
)
_DUTY = (
    r"(?:listens?|helps?|learns?|cares?|cooperates?|apologi[sz]es?|communicates?|delivers?|prepares?"
    r"|(?:takes?|accepts?) (?:feedback|criticism|responsibility|ownership)|(?:comes?|arrives?) (?:on time|prepared)"
    r"|(?:answers?|replies|reply|responds?)(?=\s*(?:[.,;!?]|$)))"
    r"(?! (?:before|until|while|during|without|unless|when|fewer|more)\b)"
)
_HARD_TO_WORK_WITH = rf"{_ADA_IS} (?:difficult|hard|impossible) to work with"

LABELS = Phrases(
    {
        **each(
            _LISTS["labels"],
            rf"(?:{_ADA_IS} WORD|WORD {_PERSON}"
            rf"|{NOTED}WORD(?: (?:to|with|towards|at times|in front of)\b|(?=\s*[.!]|$)))",
        ),
        **each(
            _LISTS["labels_of_things_too"],
            rf"(?:{_HE_IS} WORD(?! to )|WORD (?:{_PERSON}|personality))|{_HARD_TO_WORK_WITH}",
        ),
        **each("hard impossible", _HARD_TO_WORK_WITH),
        "attitude": (
            rf"{_BAD} attitude(?! (?:survey|score|item|question)s?\b)|attitude problem"
            rf"|attitude{_WHERE} (?:is|was|remains|has been){_DEGREE} (?:{_BAD}|a problem|the problem)"
        ),
        **each("behaviour behavior conduct", r"unprofessional WORD"),
        "personality": r"(?:difficult|abrasive|bad|aggressive) personality|personality (?:problem|flaw|defect|issue)s?",
        "player": rf"{_NOT_A} team player",
        "fit": (
            rf"(?:{_NOT_A}|poor|bad)(?: good| great)? (?:culture|cultural|team)(?:-| )fit"
            r"(?! (?:question|score|interview|test)s?\b)"
        ),
        "never": _SHE_DOES.replace("WORD", "never") + rf" {_DUTY}",
        **each(
            "always constantly",
            rf"{_SHE_DOES} {_FAULT}"
            rf"|(?:{_HE_IS}|{NAME} (?:is|was)) WORD (?:late(?! for lunch)|interrupting|complaining)",
        ),
        "passive": rf"{_ADA_IS} passive(?:-| )aggressive|passive(?:-| )aggressive {_PERSON}",
        **each(
            _LISTS["labels_in_excess"],
            rf"(?:\b(?:he|she)['’]s|\byou['’]re|{SOMEONE} {_AS})(?: far| often| always| just)?"
            r" (?:too|overly|so) WORD(?! to )",
        ),
        **each(
            _LISTS["lacking"],
            rf"(?:(?:{SOMEONE} |{NOTED})"
            rf"(?:lacks?|shows? (?:no|little)|takes? no|ha(?:s|ve) no)(?: any)?|{OWN} lack of) WORD"
            r"(?! (?:of|from|over)\b)",
        ),
        "person": r"(?:not|\w+n['’]t)(?: really| exactly)? a people person",
        "material": r"(?:not|\w+n['’]t|no) (?:management|leadership|manager|leader|senior) material",
        "cut": r"(?:not|\w+n['’]t) cut out (?:for|to)",
        "ethic": r"(?:no|poor|bad|weak|lacks an?y?|lacks) work ethic",
        "performer": rf"{_ADA_IS} an? (?:low|poor|weak|bad)(?:-| )performer",
        **each("perfectionist micromanager", rf"{_ADA_IS} a WORD"),
        **each("rockstar superstar genius", rf"{_ADA_IS} an? {_TRULY}WORD"),
        **each("underperformer troublemaker slacker", "WORD"),
        "rock": rf"{_ADA_IS} a {_TRULY}rock(?:-| )star",
        "star": rf"{_ADA_IS} an? {_TRULY}star(?:(?=\s*(?:[.,:;!?]|$))| performer)",
        "natural": rf"{_ADA_IS} an? {_TRULY}natural(?:(?=\s*(?:[.,:;!?]|$))| (?:leader|speaker|presenter|talent))",
        "born": rf"{_ADA_IS} a born (?:leader|speaker|presenter|talent|manager)",
        "know": r"know-it-all",
        "queen": r"drama queen",
        "donna": r"prima donna",
        "freak": r"control freak",
        "cannon": r"loose cannon",
        "diva": rf"(?:{_ADA_IS}|a bit of) a diva",
    },
    "this is a label on the person, and not a behaviour that others can see",
    "say what was done, how often, and what came of it: behaviour can change, and a label cannot",
)


@WordsRule("CP602", "label-on-person", WARNING, LABELS.triggers)
def label_on_person(text: str) -> Iterator[Phrase]:
    """A label stands where a behaviour should be described (improvement-plan article: observable behaviour)."""
    yield from LABELS.find(text)


_OF_EMPLOYMENT = r"(?! of (?!(?:your |his |her |the )?employment))"
_MAY = r"(?:will|may|can|could|would|might|shall)"
_THREATS = "demotion discharge dismissal suspension termination"
_CONSEQUENCE = (
    r"(?:disciplinary (?:action|measures?|steps|proceedings)|(?:formal|further|corrective) action"
    r"|(?:a )?(?:final |written |formal |verbal )+warning|(?:the )?loss of (?:your|his|her|the) (?:job|position|role)"
    rf"|(?:{_THREATS.replace(' ', '|')}){_OF_EMPLOYMENT}|consequences(?! for)"
    r"|(?:a )?(?:performance improvement plan|PIP))"
)
_WILL_END_IN = (
    rf"[^.!?]{{0,120}}? {_MAY} (?:result in|lead to|mean|face|end in|be followed by)"
    rf" (?:serious |immediate )?{_CONSEQUENCE}"
)

_LEADS_TO = (
    r"(?:results? in|resulting in|ends? in|leads? to|leading to|followed by|(?:will|may|can|could|would|might) mean)"
)
_WE_MUST = rf"\b(?:we|I)(?:(?: {_MAY}|['’]ll)(?: (?:have|need) to)?| (?:have|need) to| must)"
_THING = r"(?: (?:sign|label|light|message|limit)s?\b)"

CLAUSES = Phrases(
    {
        **each("failure failing refusal inability", rf"WORD to {_WILL_END_IN}"),
        **each(
            _THREATS,
            r"(?:up to and including|subject to|grounds for|faces?|risks?|results? in|resulting in|ends? in|leads? to"
            rf"|leading to|threat of) (?:immediate |possible )?WORD{_OF_EMPLOYMENT}"
            # Who is discharged or suspended may be a patient or a pump, and it may be the next step for them.
            r"|WORD(?<!discharge)(?<!suspension) (?:is|will be) (?:the|our) (?:next|last|only) (?:step|option)",
        ),
        **each(
            "dismissed terminated fired demoted disciplined",
            rf"(?:{SOMEONE}|\b(?:your|his|her) employment) {_MAY} be WORD",
        ),
        "let": (
            rf"{SOMEONE} {_MAY} be let go(?! of)"
            rf"|{_WE_MUST} let (?:him|her|you|{NAME}) go(?=\s*(?:[.,;!?]|$))"
        ),
        **each(
            "line stake",
            rf"{OWN} (?:\w+ and {OWN} )?(?:post|job|position|role|grade|place) (?:is|are) (?:on the|at) WORD",
        ),
        **each(
            "stricter tougher harsher",
            r"\bif (?:this|that|it|he|she|you) (?:fails?|does not|doesn['’]t|do not|don['’]t)[^.!?]{0,60}? WORD"
            r" (?:process|step|measure|procedure|plan)s?",
        ),
        "job": rf"{SOMEONE} {_MAY} lose (?:your|his|her|the) job|cost (?:you|him|her) (?:your|his|her) job",
        "contract": (
            r"if\b[^.!?]{1,80}, (?:your|his|her) (?:employment |work )?contract"
            rf" (?:ends|{_MAY} (?:end|be (?:ended|terminated)|not be (?:extended|renewed)))"
        ),
        "employment": rf"{_WE_MUST} (?:end|terminate) (?:your|his|her) employment",
        "consequences": rf"there {_MAY} be consequences(?! for)|{SOMEONE} {_MAY} (?:face|suffer)(?: the)? consequences",
        "warning": (
            rf"{_LEADS_TO} (?:an? |the )?(?:first |last )?(?:final |written |verbal |oral |formal )+warning(?!{_THING})"
        ),
        "chance": (
            rf"{OWN} (?:very )?(?:last|final) chance(?! to (?!improve|prove|keep|show))"
            rf"|(?:last|final) chance (?:for (?:you|him|her|{NAME})(?=\s*(?:[.,;!?]|$))"
            r"|to (?:improve|keep (?:your|his|her) job))"
        ),
        "ice": (
            rf"(?:{SOMEONE} (?:is|are|was|were)|\b(?:he|she)['’]s|\byou['’]re) (?:skating |walking )?"
            r"on (?:very )?thin ice"
        ),
        **each(
            "ways company",
            rf"{_WE_MUST} part WORD"
            rf"(?=\s*(?:[.,;!?]|$)| with (?:you|him|her|{NAME}(?=\s*(?:[.,;!?]|$)))\b)",
        ),
        "else": r"or else(?=\s*(?:[.!]|$))",
    },
    "this threatens consequences, which belong to formal performance support",
    "leave it out, and say what support helps: people try new things when failing is safe",
    may_be_denied=True,
)


@WordsRule("CP604", "consequences-clause", WARNING, CLAUSES.triggers, coaching_only=True)
def consequences_clause(text: str) -> Iterator[Phrase]:
    """A coaching plan threatens consequences (improvement-plan article: safe to try and fail)."""
    yield from CLAUSES.find(text)


DISCIPLINARY = Phrases(
    {
        "disciplinary": (
            r"(?<!non-)disciplinary(?! (?:committee|board|panel|court|tribunal|code|law|lawyer|case|policy|policies"
            r"|training|course|template)s?\b)"
            r"(?: (?:action|measures?|steps?|process|procedure|proceedings|meeting|hearing|plan))?"
        ),
        "warning": rf"(?:final|written|verbal|oral|formal) warning(?!{_THING})",
        "warnings": r"(?:final|written|verbal|oral|formal) warnings",
        "warned": (
            rf"(?:(?:\b(?:he|she)|{NAME}) (?:was|has been|had been)|\byou (?:were|have been|had been)) (?:"
            r"(?:already |once |twice )?warned (?:verbally|orally|formally|officially|in writing|once|twice|repeatedly"
            r"|(?:about|for|because of) (?:your|his|her)"
            r" (?:attitude|lateness|absences?|conduct|behaviou?r|performance))"
            r"|(?:verbally|orally|formally|officially) warned)"
        ),
        "expectations": (
            rf"{SOMEONE} (?:(?:ha(?:s|ve|d) )?(?:repeatedly |consistently |again )?fail(?:s|ed) to meet"
            r"|(?:has|have|does|did|do)(?: not|n['’]t) me?et|(?:is|are|was|were) (?:not meeting|failing to meet|below))"
            r" (?:the |our |my |all |minimum |basic |job |performance )*expectations"
            r"(?! (?:of|from) (?!(?:the|your|his|her) (?:job|role)\b)| for (?:our|the)\b)"
        ),
        "letter": r"warning letter|letter of (?:warning|reprimand)",
        **each("reprimand reprimanded insubordinate insubordination", "WORD"),
        "probation": (
            r"(?:put|placed|being|is|are|be|remains?|stays?) on probation|extend(?:ed|ing)? (?:\w+ )?probation"
        ),
        "pip": r"(?-i:PIP)(?! joints?)",
        "improvement": r"performance(?:-| )improvement plan",
        "corrective": (
            r"(?:formal|subject to|faces?|under) corrective action"
            rf"|corrective action (?:against|{_MAY} (?:be taken|follow))|corrective action plan for {SOMEONE}"
        ),
        "misconduct": r"(?:gross |serious )?(?<!research\x20)(?<!academic\x20)(?<!scientific\x20)misconduct",
    },
    "this is the language of discipline, in a coaching plan",
    "say it as support towards the goal; formal steps have a plan of their own, of kind `performance-support`",
    may_be_denied=True,
)


@WordsRule("CP603", "disciplinary-wording", WARNING, DISCIPLINARY.triggers, coaching_only=True)
def disciplinary_wording(text: str) -> Iterator[Phrase]:
    """Words of discipline stand in a coaching plan (three-traps article: coaching is not corrective action)."""
    clauses = [range(phrase.start, phrase.end) for phrase in CLAUSES.find(text)]
    for phrase in DISCIPLINARY.find(text):
        if not any(phrase.start in clause for clause in clauses):
            yield phrase
