"""Clear signs that a goal asks for the impossible, or that it is not about the work."""

import re

from coachplan.checks.wording.lists import any_of, either, listed, word_lists

_LISTS = word_lists(__file__)
_EVILS = either(_LISTS["evils"])
_PEOPLE = either(_LISTS["people"])
_WHOEVER = rf"\b(?:everyone|everybody|(?:all|every|100 ?%|100 percent)(?: of)?(?: the| my| our)? (?:\w+ )?{_PEOPLE})"
_DEGREE = (
    r"\b(?:phd|doctorate|mba|(?:law|medical|second|engineering|medicine) (?:degree|school)|bachelor\w*|masters?\b)"
)
_ABSOLUTE = re.compile(
    r"\bnever (?:again )?(?:make|miss|fail|forget|lose|be late|have|get|let)\b(?!.{0,60}\bmore than\b)"
    r"|\b(?:be|being|become) (?:always )?(?:perfect|flawless|infallible|faultless)\b"
    r"|\b(?:every single|everything|everyone|everybody|every customer|all customers)\b.{0,80}\b(?:without exception"
    r"|perfectly|always|100 %|100%|all of the time)"
    r"|\b(?:be|get|win|know|agree|please|succeed|perfect|available)\b.{0,40}\b(?:100 ?%|100 percent"
    r"|hundred percent) of the time\b"
    r"|\b(?:eliminate|eradicate|abolish|end|stop|prevent|cure|solve|remove) (?:all|every|any"
    rf"|each) (?:\w+ )?{_EVILS}\b|\b(?:eradicate|abolish|end|cure|eliminate) {_EVILS}\b(?! (?:waste|forms))"
    rf"|{_WHOEVER} (?:\w+ ){{0,6}}?(?:to )?(?:love|loves|adore|admire|agree|agrees|happy|like me|like us"
    r"|like my)\b(?! (?:on|to|a|the)\b)"
    r"|\b(?:read|answer|write|call|visit|meet|interview|review|phone|study"
    r"|learn)\b.{0,20}\b\d{1,3}[,.]?\d{3}\b.{0,50}\b(?:each|every|per|a) (?:day|week|night)\b"
    rf"|{_DEGREE}\b.{{0,40}}{_DEGREE}\b.{{0,40}}\b(?:this|the|next|a) (?:year|month|quarter|term|summer)\b"
    r"|\b(?:zero|no) (?:errors?|mistakes?|defects?|complaints?|accidents?) (?:ever|whatsoever|forever"
    r"|for the rest of)\b|\bfor the rest of (?:my|the|his|her|their) (?:career|life|working life)\b|\bfor ever\b"
    r"|\bforever\b|\b24 hours a day\b|\b24/7\b.{0,40}\bmyself\b|\bplease (?:everyone|everybody)\b"
    r"|\b(?:200|300|500|1000) ?(?:%|percent) of (?:the time|my time)\b|\bovernight\b|\bsolve all\b"
    r"|\bnothing (?:\w+ )?(?:ever |can )*(?:goes|go|going) wrong\b|\bknow everything\b|\beverything (?:about|in) every"
    r"|\b(?:convince|satisfy|win over|reach|meet|know|help|persuade|teach) (?:every(?: single)?|everyone|everybody"
    r"|all)\b.{0,30}\b(?:in|on|of) (?:the|our|this) (?:\w+ )?(?:country|world|town|city|planet|nation|universe)\b"
    r"|\bfluent\b.{0,60}\b(?:by|within|in) (?:the |a |one )?(?:next |this |end of this |end of the )?(?:week|month)\b"
    r"|\balways know (?:what|everything|how)\b|\b(?:no|zero) \w+ (?:\w+ )?ever\b"
    r"|\bguarantee\b.{0,40}\b(?:no|never|all|every|zero|everyone)\b|\ball by myself\b"
)
# More or faster work does not reach these.
_ABSURD = any_of(
    r"\b\d{0,3}[,.]?\d{4} ?(?:%|percent\b)|\b\d{1,3},\d{3} ?(?:%|percent\b)|\bthousands? (?:of )?(?:%|percent)"
    r"|\b(?:1[6-9]|2[0-4]|twenty) hours (?:a|per|each|every) day\b"
    r"|\bsleep\w* (?:\w+ )?(?:[0-3]|no|one|two|three|zero) hours?\b|\bnever sleep|\bwithout (?:any )?sleep"
    r"|\b(?:two|three|several|\d+) (?:meetings|places|sites|events) at (?:once|the same time)\b"
    r"|\bfrom (?:an? |the )?(?:\w+ )?(?:intern|trainee|apprentice|cleaner|receptionist|assistant|beginner|newcomer"
    r"|junior|graduate)\b.{0,20} to (?:the )?(?:\w+ )?(?:ceo|managing director|chief|chairman|chairwoman|president"
    r"|board|owner|minister|partner)\b(?!.{0,60}\byears\b)"
    r"|\b(?:answer|reply|respond|resolve|solve|fix|do|finish|complete|close|handle|process)\b.{0,60}\b(?:within"
    r"|in) (?:a|one|1|half a|zero) (?:milli)?seconds?\b"
    r"|\b(?:win|close|land|convert|score|clinch) (?:every|each|all(?: the| our)?|100 ?%(?: of)?)(?: single)?(?: the"
    r"| our)? (?:\w+ )?(?:tender|deal|pitch|bid|game|match|sale|contract|argument|negotiation|award|case|penalty|race"
    r"|competition)(?:s|es)?\b(?! (?:report|file|note|ticket|form))|\b(?:win|convert) every single \w"
    r"|\b(?:nobody|no one|no \w+|never|not a single \w+)\b.{0,30}\bever\b"
    r"|\bin the (?:whole|entire) (?:country|world|universe|industry)\b"
)
_TONGUE = either(_LISTS["tongues"])
_TONGUES = any_of(
    rf"\b(?:learn|master|speak|study)\b.{{0,30}}\b{_TONGUE}\b.{{0,40}}\b(?:{_TONGUE}\b.{{0,40}})?(?:in|within|by|over"
    r"|this) (?:the |a |an |one |two |1 |2 |next |this |end of )*(?:day|week|weekend|afternoon|tomorrow|weeks|days"
    r"|month)\b"
)
_NEVER = re.compile(
    r"(?:i |we )?(?:will |to |shall |must )?never (?!(?:more|less|fewer|over|above|under|below|exceed|go|let|leave)\b)"
)
_AT_ONCE = re.compile(
    r"\bby (?:tomorrow|tonight|today|next week|this week|(?:the )?end of (?:this|the) (?:week|day)|end of (?:day|week)"
    r"|end-of-day|eod|monday|friday)\b|\bin (?:one|a|1) (?:day|hour|afternoon)\b"
    r"|\bwithin (?:a|one|1|24) (?:day|hours?)\b"
)
_BIG_ENOUGH = any_of(
    r"\bmultiply\b.{0,40}\bby (?:\d{2,}|ten|twenty|fifty|a hundred)\b"
    r"|\b(?:double|triple|treble|quadruple|ten ?fold)\b.{0,60}\b(?:revenue|income|donations|membership|sales"
    r"|turnover|profit|company|business"
    r"|customers|headcount|budget|market share)\b|\bfluent\b|\b\d{3,}-page\b"
    r"|\b(?:whole|entire) (?:\S+ ){0,3}(?:programme|program|company|codebase|system|website|business|curriculum)\b"
    r"|\b(?:read|review|call|phone|visit|interview|mark|write)\b.{0,20}\b\d?[,.]?\d{3}\b|\b(?:million|billion)\b|\b(?:\d+|six|twelve|three|two)-(?:month|year)\b"
)
_RIVALRY = re.compile(
    r"\bso-that (?:he|she|they|\w+) looks? (?:like (?:an?|the) )?"
    r"(?:silly|stupid|bad|weak|foolish|small|idiot|fool|failure|loser|amateur)\b"
    r"|\b(?:show|prove to) (?:everyone|everybody|people|them|the \w+) (?:that )?\w+ (?:is|are) (?:an? )?"
    r"(?:useless|stupid|lazy|incompetent|wrong|fool|failure|idiot|rubbish|hopeless)\b"
    r"|\bprove \w+ wrong\b|"
    r"\bmak(?:e|ing) (?:\S+ ){1,3}look (?:bad|stupid|foolish|weak|incompetent|small)\b"
    r"|\bso (?:that )?i look (?:\S+ )?(?:better|good|smarter|cleverer)\b"
    r"|\b(?:look|looking) (?:good|better|smarter) (?:in front of|than|to the boss)\b"
    r"|\bto (?:impress|show off|outshine|spite)\b"
    r"|\bso-that (?:i|he|she|they|we) (?:get|look|seem|appear)s? (?:\S+ )?(?:better|promoted|famous|good)\b"
    r"|\b(?:outshine|humiliate|embarrass|get back at|take revenge|get rid of)\b|\bget (?:\S+ )?(?:fired|sacked)\b"
    r"|\b(?:beat|outdo|outperform|outscore|better than) (?:my|a|his|her) (?:colleague|coworker|co-worker|rival"
    r"|teammate)s?\b"
)
_KIN = rf"(?:{either(_LISTS['kin'])}|grand\w+)"
_AT_HOME = any_of(
    r"\b(?:beat|beats|outdo|outrun|annoy|impress|overtake|than|at-least|against|prove (?:to"
    rf"|wrong)) my (?:\w+ )?(?:{_KIN}(?:-in-law)?|neighbou?rs?|neighbou?r's|in-laws|(?:\w+-)?in-law|ex|flatmates?"
    r"|schoolmates?|old classmates?)\b"
    r"|\bat (?:chess|poker|darts|bowling|golf|tennis|squash|scrabble|monopoly|cards|billiards|mario kart)\b"
    rf"|\b(?:finish|complete|reach|beat)\b.{{0,40}}\b{either(_LISTS['home_games'])}\b"
    r"|\b(?:brew|bake|cook|grow|make|build|knit|breed)\b.{0,40}\bat home$|\bon my holidays?\b|\bpub quiz"
    r"|\bwith my (?:friends|mates|family)\b|\bcatch\b.{0,20}\b(?:carp|pike|trout|salmon|perch)\b"
)
_PRIVATE = re.compile(
    r"\b(?:unrelated to|nothing to do with|not related to|not relevant to|irrelevant to|no connection (?:to|with)"
    r"|outside of) (?:\S+ ){0,2}(?:job|work|role|team|business|position|duties|company)\b"
    r"|\b(?:as a|for my) (?:private )?hobby\b|\bfor fun\b"
    r"|\b(?:my|his|her) (?:private|personal|own) (?:instagram|facebook|tiktok|twitter|blog|garden|channel|account"
    r"|hobby|life)\b|\bjust to annoy\b|\bin my (?:free|spare|private) time\b"
)


# Activities at home and at play.
_LEISURE = re.compile(
    r"\b(?:season|seasons|episodes?) of\b|\bnetflix\b|\bbinge|\bbox ?set\b|\bpok[eé]mon\b|\blego\b|\bpanini\b"
    r"|\b(?:play|beat|finish|win|reach|score|get|level)\b.{0,40}\b(?:playstation|xbox|nintendo|fortnite|minecraft"
    r"|candy crush)"
    r"|\b(?:re)?(?:paint|decorate|plant|tidy|build|clean|wash|renovate|tile|mow|weed)\b.{0,40}\bmy (?:own )?(?:garden"
    r"|shed|living|bedroom|bathroom|loft|attic|patio|house|flat|home|lawn|garage|balcony|terrace|holiday|car)\b"
    r"|\bfantasy (?:football|league)\b|\bmy (?:cat|dog|puppy|kitten|hamster)\b"
    r"|\bplay\b.{0,40}\bon (?:the|my) (?:guitar|piano|ukulele)\b|\bgolf handicap\b|\bsix-pack\b|\bbeach body\b"
    r"|\b(?:win|play|enter)\b.{0,20}\b(?:lottery|sweepstakes?|bingo|jackpot)\b|\bpersonal best\b"
    r"|\bhoroscope|\btinder\b|\bstamp collection\b|\bmy waist|\bmy belly|\bmy abs\b|\bmy tan\b|\bmy tattoo"
    r"|\bmy wedding\b|\bmy family tree\b|\bmy own wedding\b"
    r"|\b(?:lose|losing|shed|drop) (?:\S+ ){1,2}(?:kg|kilos?|kilograms?|stone|pounds|lbs?)\b(?! of)|\blose weight\b"
    rf"|\bfor my {_KIN}\b|\bmy {_KIN}(?:'s)? (?:birthday|wedding|high|record|score)"
    r"|\b(?:get|find) (?:married|engaged|a (?:girl|boy)friend|a wife|a husband)\b|\b(?:judo|karate|taekwondo)\b"
    r"|\b(?:run|finish|complete) (?:a|the|my first|my) (?:[\w-]+ )?(?:half[ -])?marathon\b"
    r"|\b(?:knit|crochet)\b.{0,40}\bmy\b"
    r"|\blearn (?:how )?(?:to )?(?:play )?(?:the )?(?:guitar|piano|ukulele|drums|surf|ski|knit|crochet|salsa|tango"
    r"|juggle)|\b(?:watch|see|rewatch) (?:all|every|each) .{0,20}\b(?:films?|movies?|matches|seasons|episodes|games) "
)


_SIGNS = listed(
    "percent hours sleep nobody never ever whole entire single second seconds every each all same once from"
)
_SOON = listed("day days week weeks weekend month tomorrow afternoon")
_HOMELY = listed("my at catch candy fortnite minecraft zelda tetris pub")


def is_out_of_reach(words: list[str]) -> bool:
    """True if a goal is absolute, or wants something huge at once."""
    text = " ".join(words)
    may_be_absurd = "%" in text or not _SIGNS.isdisjoint(words)
    if _ABSOLUTE.search(text) or _NEVER.match(text) or (may_be_absurd and _ABSURD.search(text)):
        return True
    if not _SOON.isdisjoint(words) and _TONGUES.search(text):
        return True
    return _AT_ONCE.search(text) is not None and _BIG_ENOUGH.search(text) is not None


def is_beside_the_work(words: list[str]) -> bool:
    """True if a goal is, by its own words, about looking good or beating somebody, or not about the work."""
    text = " ".join(words)
    return any(pattern.search(text) for pattern in (_RIVALRY, _PRIVATE, _LEISURE)) or (
        not _HOMELY.isdisjoint(words) and _AT_HOME.search(text) is not None
    )
