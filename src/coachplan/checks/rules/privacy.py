"""CP7xx: the readers of a plan, and matters that do not belong in a file that four people read and git keeps."""

import re
from collections.abc import Iterator

from coachplan.checks.rule import WARNING, CheckInRule, Phrase, PlanRule, Problem, RuleContext, WordsRule
from coachplan.checks.rules.phrases import NAME, NOTED, OWN, SOMEONE, Phrases, each
from coachplan.checks.wording.lists import either, word_lists
from coachplan.plan import CheckIn, Plan

_OUTSIDE_READER = ("CP701", "outside-reader", WARNING)


@PlanRule(*_OUTSIDE_READER, whole="people")
def outsider_acknowledges(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """Someone acknowledges the plan who is not one of its people then (handbook: only four people read a plan)."""
    for place, acknowledgement in enumerate(plan.acknowledgements):
        if not context.took_part(plan, acknowledgement.by, acknowledgement.date):
            yield Problem(
                ("acknowledgements", place, "by"),
                "this person is not one of the plan's people",
                "name them under `people` if they are, or remove this: team member, both managers and HR read a plan",
            )


@CheckInRule(*_OUTSIDE_READER, reads="by date", plan_whole="people")
def outsider_writes(check_in: CheckIn, plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """Someone records a check-in who is not one of the plan's people then (handbook: only four people read a plan)."""
    if not context.took_part(plan, check_in.by, check_in.date):
        yield Problem(
            ("by",),
            "this person is not one of the plan's people",
            "name them under `people` of the plan if they are, such as among its `helpers`; see who else can read it",
        )


_THIS = (
    r"(?:(?:this|the|my|your|his|her) coaching plan"
    r"|(?:this|these|my|your|his|her) check-ins?(?! (?:desk|counter|time|line|process|form|screen|page)s?\b)|this plan)"
)
_COLLEAGUES = (
    r"(?:the (?:whole|entire|rest of the) (?:team|department|group|company|organisation|organization|office)"
    r"|(?:the|our|your|his|her|my) (?:(?:team|department|group|company|colleagues|peers|board)"
    r"(?! (?:member|lead|leader|manager))|(?:works|staff) council)"
    r"|(?:everyone|everybody|all)(?: (?:in|on|of) (?:the|our|your|his|her|my) (?:team|department|group|company))"
    r"|everyone|everybody|colleagues|peers|all staff)"
)
_ALL = rf"(?:{_COLLEAGUES}|(?:(?:the|our|your|his|her|my) )?(?:clients?|customers?))"
_MEETING = (
    r"(?:in|at|during) (?:the|our|a|your|his|her|my|every|each|all) (?:\w+ )?(?:team|staff|department|group|company"
    r"|all-hands|board|project) (?:meetings?|calls?|retros?|retrospectives?|workshop)"
)
_BEFORE_ALL = rf"(?:(?:with|to|in front of) {_ALL}|{_MEETING})"
_SHARE = (
    r"(?:share|shared|sharing|send|sent|forward|forwarded|present|presented|show|shown|discuss|discussed|discussing"
    r"|circulate|circulated)"
)
OUTSIDE = Phrases(
    each(
        "plan plan's plan’s check",  # all these hold one of them, and fewer texts do than hold "see" or "get"
        rf"{_SHARE} {_THIS} {_BEFORE_ALL}|{_THIS} (?:is|was|will be|are|can be|has been) {_SHARE} {_BEFORE_ALL}"
        rf"|(?:send|sent|show) {_ALL} {_THIS}"
        # Customers see a plan that they buy.
        rf"|{_COLLEAGUES} (?:(?:can|may|will|should) )?(?:read|see|get|receive)s? (?:a copy of )?{_THIS}",
    ),
    "this shares the plan with others than its four readers",
    "keep it to team member, manager, manager's manager and HR; others can help without reading it",
    may_be_denied=True,
)


@WordsRule(*_OUTSIDE_READER, OUTSIDE.triggers)
def shared_outside(text: str) -> Iterator[Phrase]:
    """A text says that the plan is shared with others than its readers (handbook: only four people read a plan)."""
    yield from OUTSIDE.find(text)


# Health, faith and family are also people's work: what is about these people is not about the team member.
_LISTS = word_lists(__file__)
_ANYONE = rf"(?:{SOMEONE}|\bI)"
_AM = (
    r"(?:(?:\bI am|\bI was|\bI have been|\bI['’]m|\b(?:he|she)['’]s)"
    rf"|\b(?:he|she|you) (?:is|are|was|were|has been|have been)|{NAME} (?:is|was|has been))"
)
_HAVE = (
    r"(?:\bI (?:have|had|suffer from|suffered from)|\byou have"
    rf"|(?:\bhe|\bshe|{NAME}) (?:has|had|suffers from|suffered from|is suffering from))"
)
_SEES = rf"(?:\bI|\bhe|\bshe|{NAME}) (?:sees?|saw|(?:am|is|was) seeing) an?"
_RELATIVE = either(_LISTS["relatives"])
_THROUGH = rf"(?:{_AM} (?:still |just )?going|{_ANYONE} (?:went|has gone)) through (?:an? |the |her |his )?(?:\w+ )?"
_LEAVE = r"(?:sick|maternity|paternity|parental|bereavement|compassionate) leave"
_ENDS = r"(?=\s*(?:[.,;:!?]|$)| (?:and|but|so|by birth)\b)"
_CANNOT = (
    r"(?:can(?:not| not|['’]t| no longer)|could(?: not|n['’]t)|is unable to) (?:\w+ )?"
    r"(?:lift|carry|walk|sit|stand|bend|climb|kneel|sleep|concentrate)"
)
_NOT_WORK = rf"(?!-| {either(_LISTS['work'])}s?(?!\w))"

SENSITIVE = Phrases(
    {
        **each(
            _LISTS["conditions"],
            rf"(?:{_HAVE}|{OWN}) WORD{_NOT_WORK}",
        ),
        **each(
            _LISTS["identities"],
            rf"{_AM} (?:an? )?(?:practising |practicing |devout )?WORD",
        ),
        "anxiety": (
            rf"{_HAVE} (?:\w+ )?anxiety(?! (?:about|before|over|when|at|in|around)\b)"
            rf"|{OWN} anxiety (?:disorder|attacks)"
        ),
        "panic": rf"(?:{_HAVE}|{OWN}) panic attacks",
        **each(
            _LISTS["own"],
            rf"{OWN} WORD{_NOT_WORK}|{NOTED}(?:talked|spoke|told (?:me|us)) (?:about|of) an? WORD{_NOT_WORK}",
        ),
        **each("divorce menopause bereavement ivf", rf"{OWN} WORD{_NOT_WORK}|{_THROUGH}WORD{_NOT_WORK}"),
        "separation": rf"{_THROUGH}separation(?! of\b)",
        **each("divorced widowed bereaved", rf"{_AM} (?:recently |getting |newly )?WORD"),
        "custody": (
            rf"{OWN} custody(?! of (?:keys|goods|cash|stock|assets|evidence|records|documents"
            rf"|(?:the|our|all) (?!children|kids|boys|girls|twins|baby|child)))(?! officers?\b){_NOT_WORK}"
        ),
        **each(
            "injury accident",
            rf"(?:since|after|because of) {OWN} (?:\w+ )?WORD{_NOT_WORK}"
            rf"|(?:since|after|because of) (?:the|an|that) (?:\w+ )?WORD,? {_ANYONE} {_CANNOT}",
        ),
        **each("surgery operation stroke", rf"{_HAVE} (?:had )?(?:an? |heart |back |knee |hip )+WORD{_NOT_WORK}"),
        **each("immigrant refugee foreigner", rf"{_AM} an? (?:\w+ )?WORD{_NOT_WORK}"),
        **each(
            _LISTS["origins"],
            rf"{_AM} (?:originally |half )?WORD{_ENDS}",
        ),
        "accent": (
            rf"{OWN} (?:\w+ )?accent(?!-| (?:colou?r|wall|light|mark|coach|work|lesson|training|piece)s?\b"
            r"| (?:for|in) (?:the|a|his|her) (?:role|part|play)\b)"
        ),
        **each("old young", rf"{_AM} (?:far |much |simply |just |getting )?too WORD"),
        "years": rf"{_AM} \d\d years old",
        "age": rf"(?:at|for|because of) {OWN} age(?! groups?\b)",
        **each("parent mother mum mom father dad", rf"{_AM} a single WORD"),
        "died": rf"{OWN} {_RELATIVE} (?:has |had |recently |suddenly )?died",
        "passed": rf"{OWN} {_RELATIVE} (?:has |had |recently |suddenly )?passed away",
        **each("therapist psychiatrist psychologist", rf"{OWN} WORD{_NOT_WORK}|{_SEES} WORD{_NOT_WORK}"),
        "medication": (
            rf"{OWN} medication{_NOT_WORK}|{_AM} on medication{_NOT_WORK}|{_ANYONE} (?:takes?|took|needs?) medication"
            r"(?=\s*(?:[.,;!?]|$)| for (?:anxiety|depression|pain|migraine|asthma|epilepsy|adhd|diabetes|sleep)\b)"
        ),
        "treatment": rf"{_AM} (?:undergoing|having|receiving|in) (?:fertility|cancer|medical|psychiatric) treatment",
        **each(
            "ill sick dying",
            rf"{OWN} {_RELATIVE} (?:is|are|was|were|has been|fell|got) (?:very |often |seriously |terminally )?WORD",
        ),
        "diagnosed": rf"(?:{_AM}|{_HAVE} been|(?:he|she|I|you) (?:got|was)) (?:recently )?diagnosed",
        "therapy": rf"{OWN} therapy{_NOT_WORK}|{_AM} in therapy",
        "rehab": rf"{_AM} in rehab",
        "health": rf"{OWN} (?:mental )?health (?:problems?|issues?|condition|history)",
        "medical": rf"{OWN} medical (?:leave|condition|history|appointments?|records?)",
        "burnout": rf"{OWN} burnout|{_HAVE} (?:had )?(?:a )?burnout",
        "leave": (
            rf"(?:{OWN}|{_AM} (?:back )?(?:on|from)|{_ANYONE} (?:comes?|came) back from"
            rf"|{_ANYONE} (?:returns?|returned) from|{_ANYONE} (?:takes?|took|goes on|went on)"
            rf"|{NOTED}on) {_LEAVE}{_NOT_WORK}"
        ),
        "signed": rf"{_AM} signed off sick",
        "off": rf"(?:{_AM} |{NOTED})off (?:sick\b|(?:work )?with (?:stress|flu|depression|anxiety)\b)",
        "lost": rf"{_ANYONE} (?:recently |just )?lost {OWN} {_RELATIVE}(?=\s*(?:[.,;!?]|$)| in\b| to\b)",
        "faith": rf"{OWN} faith(?! in )",
        "antidepressants": "antidepressants",
        "family": rf"{OWN} family (?:problems?|issues?|situation|matters?)",
        "home": r"(?:problems|trouble) at home",
        "union": (
            rf"{OWN} (?:trade |labou?r )?union membership"
            rf"|{_AM} (?:in|a member of) (?:a|the) (?:trade |labou?r )?union"
        ),
        "sexual": rf"{OWN} sexual orientation",
        "ethnic": rf"{OWN} ethnic (?:origin|background)",
        "religious": rf"{OWN} religious (?:beliefs?|faith|views)",
        "political": rf"{OWN} political (?:beliefs?|views|party)",
    },
    "this says something about a person's health, family, faith or other private life",
    "leave it out, here and in git's history, and say only what would help: such as shorter days until May",
    unless=either(_LISTS["others"]),
)


@WordsRule("CP702", "sensitive-data", WARNING, SENSITIVE.triggers)
def sensitive_data(text: str) -> Iterator[Phrase]:
    """A text holds private matters, such as health or family (improvement-plan article: respect privacy)."""
    yield from SENSITIVE.find(text)


_AMOUNT = r"\d[\d.,]*k?"
_CURRENCY = r"(?:[$€£¥]|EUR|USD|GBP|CHF|euros?|dollars|pounds)"
_MONEY = rf"(?:{_CURRENCY}\s*{_AMOUNT}|{_AMOUNT}\s*{_CURRENCY})"
_NEXT = r"(?:current |new |next |base |basic |annual |yearly |monthly |starting )*"
_GETS = rf"{_ANYONE}(?: \w+){{1,3}} an?"
_MUCH = r"(?:\d[\d.,]{2,}|\d+k)"
_EACH_YEAR = r"(?:a|per) (?:year|month|annum)"
_A_YEAR = rf"(?:about |around |over )?(?:{_MONEY}|{_MUCH} {_EACH_YEAR})"
_NOT_OWN = r"(?!-| (?:call|report|release|model|forecast|statement|estimate|season)s?\b)"

_RISE = rf"{_GETS} (?:pay|salary) (?:rise|increase)|(?:pay|salary) (?:rise|increase) of (?:{_MONEY}|\d)"

PAY = Phrases(
    {
        "step": rf"{NOTED}step (?:increase|rise) (?:postponed|delayed|refused|withheld|frozen)",
        **each(
            "salary wage wages",
            rf"{NOTED}WORD:? \d[\d.,]{{3,}}"
            rf"|{OWN} {_NEXT}WORD|{_NEXT}WORD(?: is| was| of| from| to|:)* {_MONEY}|{_RISE}",
        ),
        **each("pay compensation", rf"{OWN} {_NEXT}WORD(?!-)|{_RISE}"),
        "bonus": rf"{OWN} {_NEXT}bonus(?! (?:points|question|round|programme|program|scheme))|bonus of {_MONEY}",
        "raise": rf"{_GETS} (?:{_AMOUNT} ?% )?(?:pay |salary )?raise|raise of {_MONEY}",
        **each("earn earns", rf"{_ANYONE} WORD {_A_YEAR}"),
        "earnings": (
            rf"(?:\b(?:my|your|his|her) {_NEXT}(?:on-target )?|{OWN} on-target )earnings{_NOT_OWN}"
            rf"|on-target earnings(?: is| are| of|:)* {_MONEY}"
        ),
        "ote": rf"{OWN} {_NEXT}(?-i:OTE)|(?-i:OTE)(?: is| was| of| to|:)* {_MONEY}",
        **each(
            "promoted promotion",
            rf"WORD\b[^.!?]{{0,40}}? (?:with|on|at|for) (?:{_MONEY}|{_MUCH}) {_EACH_YEAR}",
        ),
        "commission": (
            rf"{OWN} {_NEXT}commission(?: (?:depends|rises|falls|drops|suffers|goes (?:up|down)|payments?"
            rf"|(?:is|was|will be) (?:{_MONEY}|\d+ ?%|at stake)))|commission of (?:{_MONEY}|\d+ ?%) (?:a|per) deal"
            rf"|{OWN} sales commission{_NOT_OWN}"
        ),
    },
    "this is about a person's pay",
    "leave it out, here and in git's history: pay has its own place and its own readers",
    unless=either(_LISTS["others"]),
)


@WordsRule("CP703", "pay", WARNING, PAY.triggers)
def pay(text: str) -> Iterator[Phrase]:
    """A text holds a person's pay (improvement-plan article: respect privacy; handbook: a plan is for growth)."""
    yield from PAY.find(text)


_FORMS = {
    "ssn": r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])",
    "ni": r"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)",
    "iban": r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)",
    "card": r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])",
}
_NUMBERS = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()))

NUMBER = re.compile(r"\d(?:\d{5}|\d \d\d \d\d|[\d -]{9,}\d)")
"""The shape that every such number has, and a day does not: quick to look for."""

_DIGITS = r"(?!\d{4}-\d\d-\d\d|\d\d?[ /-]\d\d?[ /-]\d{2,4}(?![ /-]?\d))\+?\d[\d\s/()-]{5,}\d"
_NUMBER_IS = rf"(?: number| no\.?)?(?: is|:)? {_DIGITS}"
_DATE = r"(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2} \w+ \d{4}|\w+ \d{1,2},? \d{4})"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
LABELLED = Phrases(
    {
        "birth": rf"(?:date|day) of birth(?: is| was|:)? {_DATE}",
        "birthday": (
            rf"{OWN} birthday(?: is| was| falls)?(?: on|:)?"
            rf" (?:{_DATE}|\d\d?(?:st|nd|rd|th|\.)? {_MONTH}|{_MONTH} \d\d?)"
        ),
        **each(
            "call ring reach text",
            rf"WORD (?:me|him|her|{NAME})(?: at home| privately)? (?:on|at|under)(?! \+\d+ 800| 0?800) {_DIGITS}",
        ),
        "dob": rf"DOB:? {_DATE}",
        "born": rf"(?:(?:{SOMEONE}|\bI) (?:is|was) |{NOTED})born (?:on )?{_DATE}",
        **each("employee staff personnel", r"WORD (?:number|no\.?)(?: is|:)? [A-Z]{0,3}\d{4,}"),
        "passport": r"passport (?:number|no\.?)(?: is|:)? [A-Z]{0,3}\d{6,9}",
        "address": r"(?:home|private) address(?: is|:) \w+",
        "lives": rf"(?:{SOMEONE}) lives (?:at \w+|(?:in|on) \d+ \w+ (?:street|road|avenue|lane))",
        **each(
            "phone telephone mobile cell whatsapp",
            rf"(?:{OWN} |private |personal |home |mobile |cell )+WORD{_NUMBER_IS}|(?:mobile|cell|whatsapp){_NUMBER_IS}",
        ),
        **each("private personal", rf"(?:{OWN} )?WORD number(?: is|:)? {_DIGITS}"),
    },
    "this is a personal identifier, or a private address or number",
    "leave it out, here and in git's history; a name and a work address are enough for a plan",
)


@WordsRule("CP704", "personal-identifier", WARNING, LABELLED.triggers, NUMBER)
def personal_identifier(text: str) -> Iterator[Phrase]:
    """A text holds a number, address or birthday of a person (improvement-plan article: respect privacy)."""
    yield from LABELLED.find(text)
    for match in _NUMBERS.finditer(text) if NUMBER.search(text) else ():
        if _is_genuine(match[0], str(match.lastgroup)):
            yield Phrase(*match.span(), LABELLED.message, LABELLED.advice)


def _is_genuine(number: str, kind: str) -> bool:
    """True if the check digits are right, where there are any: an order number is not a card."""
    plain = re.sub(r"[ -]", "", number)
    if kind == "iban":
        return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1
    return kind != "card" or _luhn(plain) % 10 == 0


def _luhn(digits: str) -> int:
    """The sum by which the digits of a card are checked."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return sum(doubled) + sum(int(digit) for digit in digits[-1::-2])
