"""Questions: open ones invite to think; closed, leading and prescriptive ones do not.

The idea comes from the article on coaching in improvement plans and the article on three traps of coaching.
"""

import re

from coachplan.checks.wording.lexicon import OBSERVABLE
from coachplan.checks.wording.lists import any_of, listed, word_lists
from coachplan.checks.wording.presuppositions import takes_for_granted
from coachplan.checks.wording.verdict import QuestionKind
from coachplan.checks.wording.words import read, sentences

REASONS = {
    QuestionKind.CLOSED: "can be answered with yes, no or one fact",
    QuestionKind.LEADING: "carries its answer, or a judgement, in itself",
    QuestionKind.PRESCRIPTIVE: "gives advice instead of asking",
}


_YOU = r"(?:you|u|we)"
_NOT_YET = r"(?:not |maybe |perhaps |also |just |simply |possibly |please |even |ever |never |really |already )*"
_BETTER = (
    r"(?:useful|helpful|easier|an idea|worth|possible|good|better|simpler|wiser?|smart|smarter|best|nicer|quicker"
    r"|faster)"
)

# Advice in the form of a question, or without even that.
_SUGGESTS = any_of(
    r"^(?:how|what) about (?!you$|you,|that$|it$|this$|yourself|the (?:last|other|rest)\b)",
    r"^(?:what|how) if (?!nothing|you could|money|there)",
    rf"^what would (?:happen|it be like|change|be different|be possible) if {_YOU} (?!could\b|did nothing|do nothing"
    r"|had (?:all|more|no|un)|were\b|knew|said (?:yes|no)|felt|did not change)",
    rf"^(?:how|what) would it be (?:like )?if {_YOU}\b",
    rf"^why (?:don't|dont|wouldn't|couldn't) {_YOU} (?!do\b|want|think|like|feel|agree|believe|know|care|ever|always"
    r"|see|listen|get)\w",
    r"^why (?:don't|dont) (?:we|you and i) (?:agree|say) (?:that|on|to)\b|^how would it be to \w",
    r"^why not (?!\b$)\w|^have (?:you|u) asked (?!anyone\b|anybody\b|them\b|yourself\b)\w+ to\b",
    r"^why haven't (?:you|u) (?:tried|considered|used|asked|thought|started|just|simply|spoken|talked|told|called"
    r"|taken)\b",
    r"^how come (?:you|u) (?:don't|dont|haven't|havent|didn't|didnt) (?:just|simply)\b",
    rf"^have {_YOU} {_NOT_YET}(?:considered|thought (?:about|of)|tried|looked into|contemplated|explored"
    r"|given (?:any )?thought to)\b(?! (?:so far|anything|since))",
    r"^(?:did|do) (?:you|u) (?:ever )?(?:try|consider|think (?:about|of)) (?:(?:a|an|the|some|using|having) \w+"
    r"|\w+ing\b)",
    r"^did (?:you|u) ever (?:ask|use|read|look at|talk to|write)\b|^(?:can|could) (?:you|u) (?:see|imagine"
    r"|picture) yourself \w+ing\b",
    r"^(?:wouldn't|wouldnt|couldn't|won't|mightn't) (?:a|an|some|more|the|it|that|\w+ing) .{0,60}\b(?:save|help"
    r"|spare|ease|easier"
    r"|simpler|better|quicker|faster|make (?:it|things|life)|solve|do the trick)\b",
    r"\bif i were (?:you|in your shoes)\b|^i(?:'d| would) \w+ .{1,80}\bwhat do you think$|^(?:let's|lets"
    r"|let us) .{1,80}, shall we$",
    r"^(?:what|how) (?:do|would) (?:you|u) (?:think|say) (?:about|of|on|to) (?:(?:me|us|you|him|her"
    r"|\w+ly) )?\w{2,}ing\b",
    r"^(?:how|what) would you feel (?:about|if)\b|^i wonder (?:if|whether) (?:you|we) (?:should|could|might|ought)\b",
    r"^how do you feel about .{1,60}\b(?:so (?:that )?you|so-that you|instead|rather than)\b",
    r"^what (?:do|would) (?:you|u) (?:say|think) (?:to|if|we|you)\b",
    # In the past tense this asks for the cause, and so does what somebody cannot choose to do.
    r"^(?:and )?(?:what|who|which) (?:\w+ )?(?:stops|keeps|prevents|is stopping|is keeping|is preventing|would stop"
    r"|would keep|would prevent|holds|is holding) (?:(?:you|u|us) )?(?:back )?from (?:\w+ )?(?!sleeping|feeling"
    r"|enjoying"
    r"|growing|being|resting|switching off)\w+ing\b",
    r"^(?:what's|whats) (?:stopping|keeping|preventing|holding) (?:you|u|us) (?:back )?from \w+ing\b",
    rf"^(?:would|might|may|could) it (?:not )?(?:help|be (?:\w+ )?{_BETTER}|make sense).{{0,60}}\b(?:if|to|for you"
    r"|just|that|\w+ing)\b",
    rf"^(?:wouldn't|wouldnt|won't|couldn't|mightn't) (?:it|that) (?:help|make sense|be (?:\w+ )?{_BETTER} (?:to"
    r"|if) (?:just|simply|use|try|write|start))",
    r"^(?:wouldn't|wouldnt|couldn't|won't|might|could|would) (?:a|an|some|more|the) (?:\w+ ){1,8}(?:help|work"
    r"|be (?:useful|better|good|enough))\b",
    rf"^(?:would|could|can|might|will) {_YOU} (?:not )?(?:maybe|perhaps|possibly|just|simply|at-least)\b",
    rf"^(?:would|could|can|can't|cant|couldn't|might|will) (?:you|u|we|they) {_NOT_YET}(?:be (?:willing|open|able"
    r"|prepared|up) (?:to|for)|try|consider|start|think about|ask|use|talk to|speak (?:to|with)|delegate|block|book"
    r"|say no|set|make(?! (?:it|\d|that|the \d|mon|tues|wednes|thurs|fri))"
    r"|write|keep|take|move|put|split|call|have (?:someone|somebody)|get (?:someone|somebody)"
    r"|find (?:someone|somebody)|benefit from|swap|let|record|rehearse|invite|break)\b(?! your head)",
    rf"^(?:can't|cant|couldn't|couldnt) {_YOU} (?!see|understand|tell|remember|hear|believe|be more)\w",
    r"^(?:maybe|perhaps|possibly|just|simply) \w",
    rf"^(?:should|shouldn't|shouldnt|ought|must) (?:you|we|u) {_NOT_YET}(?!(?:not )?have\b(?! (?:a|an|the|some|more"
    r"|your)\b))\w",
    r"^(?:do|does)(?:n't| not|nt)? (?:you|u) (?:not )?(?:think|believe|feel|agree|reckon) (?:that )?(?:(?:you"
    r"|we) (?:should|need|ought|could|might|must|had better)|(?:it's|it is|it would be) time|(?:a|an|some|more|the"
    r"|having|using|getting) .{1,40}\b(?:help|work|useful|good for))",
    # Proposals in the form of a denial: `Wouldn't the sensible thing be to ask the vet?`
    r"^(?:don't|dont|wouldn't|wouldnt|won't|didn't) (?:you|u|we) (?:all )?(?:want|like|love|prefer|need|have|wish"
    r"|rather) (?:to )?(?!to\b|be\b|succeed|win|grow|improve|know|understand|feel|believe|please|admit|agree|accept"
    r"|do well|keep your|get (?:better|on|ahead|promoted)|have\b|say|see|learn|progress|belong|earn|apologi[sz]e|care"
    r"|that|more|a\b|the\b)\w",
    r"^(?:wouldn't|wouldnt|shouldn't|shouldnt|couldn't|isn't|won't|would|mightn't) (?:the|a|an|your|our"
    r"|it)\b.{0,60}\b(?:thing|step|move|option|way|choice|idea|solution|priority|plan|answer|approach|decision|route"
    r"|start|fix)\b.{0,30}\bto (?!admit|be honest|accept|agree|apologi[sz]e)\w",
    r"^(?:wouldn't|wouldnt|shouldn't) (?:you|u|we) (?:be|do|fare|feel) (?:\w+ )?(?:better off|better with|wiser|easier"
    r"|quicker|safer|simpler)\b",
    r"^(?:couldn't|couldnt|can't|shouldn't|shouldnt) (?:the|your|our|my|somebody|someone|one of"
    r"|another) (?!.{0,30}\bhave\b).{3,}\b(?:instead|first|for you|for once|do (?:it|that)|help|take over|share)\b",
    r"^(?:isn't|is) it (?:not )?(?:about )?time (?:to|you|for|we|that)\b",
    r"^is there (?:a|any|some) (?:good )?reason (?:why |that )?(?:you|not|we)\b",
    r"^when (?:will|do) you (?:plan to |intend to )?(?:finally )?(?:start|begin|stop) (?:\w+ing|to)\b",
    r"^when are you (?:going to|gonna|planning to|finally) (?!grow|learn|stop|get your|be (?:home|back))\w",
    r"^how (?:could|can|might|would) you (?:use|apply|implement|adopt|follow) (?:a|an|the|my|our|this|that)\b",
    r"\b(?:to|you) finally \w|\b(?:as|like) i (?:said|told|suggested|recommended|advised|mentioned|showed|explained)\b",
    r"^(?:could|can|would|will) you (?:get|ask|have|let) \w+ to \w+|^(?:is|would) it (?:be )?worth (?:\w+ing|a )"
    r"|^do you think (?:it|that|this) (?:would|might|could) (?:help|be (?:good|better|useful|worth|an idea))",
    r"^(?:is|was|isn't) it (?:not )?(?:better|best|easier|possible|worth) (?:to|if)\b",
    r"^(?:shall|should) we (?:put|get|send|sign|book|enrol|move|ask|have|set|try|start|make|give|pair|find)\b",
    r"^what would be wrong with\b|^(?:is|would) it (?:not )?(?:be )?an option\b"
    r"|^how (?:would|could|might) it help (?:you )?(?:to|if)\b"
    r"|^(?:wouldn't|wouldnt) it be (?:\w+ )?better to (?!admit|be honest|accept|agree|apologi[sz]e)\w",
    r"\b(?:if i were you|if i was you|my (?:advice|suggestion|recommendation|tip)|i (?:would|'d) (?:suggest|recommend"
    r"|advise))\b",
    r"^i(?:'d| would) (?!like|love|be)\w",
    r"\bi (?:suggest|recommend|advise|propose|think (?:you|we|it) (?:should|could|need|would be|might)|want you"
    r"|need you|expect you)\b",
    r"^(?:you|u) (?:\w+ )?(?:should|need|must(?! (?:have|be|feel))|could|might want|may want|might consider|ought"
    r"|had better|have to|can just|will need|want to|shouldn't|mustn't|could try|can try|can always)\b|^you'd better\b",
    r"^(?:let's|lets|let us|let me)\b|^it's (?:time|best|better|important|worth) (?:to|that|you|\w+ing)\b",
    rf"^(?:it )?(?:would|might|could|may) be (?:\w+ )?{_BETTER}\b(?! (?:for|to) (?:her|him|them|talk to her))",
    r"^the best (?:thing|way|option|idea|solution)\b.{0,40}\bis\b"
    r"|^(?:next time|in future|from now on|going forward)\b,? (?!what|how|which)",
)
_OWN_ADVICE = re.compile(
    r"^(?:if i (?:were|was) you,? )?i(?:'d| would) (?!like|love|be|want|imagine|guess|say|hope"
    r"|expect)\w+ .{3,120}\b(?:what|how) (?:do"
    r"|would) (?:you|u) (?:think|feel|say)\b"
)

# Invitations to tell more, though they are not questions, or could be answered with yes.
_INVITES = any_of(
    r"^(?:(?:can|could|would|will|won't|may) (?:you|u|i) (?:please |also |maybe |like to |be willing to |care to )?"
    r"|i'd (?:like|love) (?:you to|to) |i wonder |i'm (?:curious|interested)(?: (?:to|in|about|how|what))? |please "
    r"|now |so |and |do |just )?(?:tell (?:me|us)(?! (?:if|whether|when|yes))|describe\b|walk (?:me|us) through"
    r"|talk (?:me|us) through|take me (?:through|back)|share\b|help me (?:to )?(?:understand|see)|explain (?!it to"
    r"|that to|this to)|say (?:a (?:bit|little) )?(?:more|something about)|give (?:me|us) (?:an?|some|one"
    r"|the) (?:\w+ )?(?:examples?|idea|picture|sense|instance|feel|background|detail)|paint (?:me )?a picture"
    r"|imagine\b|think (?:back|of a time|about a time)|show me (?:how|what)|elaborate|expand on|picture\b|recall\b"
    r"|remember a\b|reflect on|list (?:\w+ )?(?:things|options|ideas)|name (?:\w+ )?(?:thing|things)|hear (?:more|how"
    r"|what|about)|know (?:more|how|what)|complete (?:this|the) sentence|outline|summari[sz]e (?:what|how)|unpack"
    r"|bring me up)",
    r"^(?:can|could|would) (?:you|we) (?:explore|look at|talk about) (?:what|how)\b",
)

# Questions that carry their answer or a judgement.
_LEADS = any_of(
    r"^(?:don't|dont|doesn't|didn't|didnt|isn't|isnt|aren't|arent|wasn't|wasnt|weren't|wouldn't|wouldnt|shouldn't"
    r"|shouldnt|couldn't|couldnt|can't|cant|won't|haven't|havent|hasn't|hasnt|hadn't) \w",
    r"^(?:do|did|are|is|was|were|would|could|can|should|have|has) (?:you|u|we|they|he|she|it|that|this|the \w+) not\b",
    r"^(?:surely|obviously|clearly|of course|admit|admittedly|i(?:'m| am) sure|i (?:think|guess|assume|bet|suppose"
    r"|imagine) (?:you|that|it)|everyone else|everybody else|everybody knows|everyone knows|everyone agrees"
    r"|we all know|you must (?:have|be|feel)|as we both know|given that you)\b",
    r"^why (?:on earth |the hell )?(?:are|were|is|was|do|did|does|can't|cant|couldn't|didn't|didnt|won't|wouldn't"
    r"|don't|dont|haven't|havent|aren't|weren't|would|must|should) (?:you|u|they|he|she|everyone|i"
    r"|your \w+)\b(?! (?:think|feel|want|believe|choose|chose|find|love|enjoy|like|care|do this|decide|decided|value"
    r"|suppose|see|hope|wish|need|prefer|join|keep coming back|become|pick|here|interested|doing this))",
    r"^how (?:could|can|would) you (?:be (?:happy|proud|satisfied|pleased|ok|okay)"
    r"|expect|think|call|say you|live|sleep)\b",
    r"^(?:how|why) (?:could|can|dare|would) you (?:have (?:missed|forgotten|let|done|not|been|failed)|not (?:know|see"
    r"|notice|have)|possibly|miss|forget|let (?:this|that|it)|ignore|fail|be so|say (?:such|something))\b|^how dare\b",
    r"\b(?:my|our) (?:tip|advice|suggestion|idea|hint)s? (?:work|help)",
    r"^what is it with (?:you|him|her|them)\b|^why (?:would|should|does|do|did) (?:any|some)(?:one|body)\b"
    r"|^what excuse\b|^how could (?:any|some)(?:one|body)\b"
    r"|^(?:do|did) you (?:really )?think (?:it is|it's|it was|that is|that's|that was) (?:fair|right|acceptable|ok"
    r"|okay|good enough|professional|normal)\b|^are you (?:still \w+ing|saying|telling me|suggesting|implying)\b"
    r"|\byour (?:sloppy|lazy|careless|rude|poor|bad|negative|terrible|awful|great|brilliant|wonderful) \w+",
    r"^how much (?:better|worse|easier|nicer|happier|did you (?:love|enjoy|like|hate|regret)|do you (?:love|enjoy|like"
    r"|hate|regret)|fun|more|trouble)\b",
    r"^what (?:on earth |the hell )?(?:were|was) (?:you|he|she|they) thinking\b(?! (?:about|of)\b)",
    r"^(?:what's|what is|whats|what was) (?:so (?:hard|difficult|bad|wrong|complicated|special)|wrong with"
    r"|the matter with|your (?:problem|excuse))\b",
    r"^what (?:makes|made) (?:you|him|her|them) (?:so|always|such|think (?:you|that you)|believe (?:you|that you))\b",
    r"\b(?:great|excellent|brilliant|fantastic|wonderful|amazing|awful|terrible|silly|stupid|ridiculous"
    r"|useless) (?:\w+ ){0,2}(?:suggestion|idea|training|advice|plan|decision|template|work|mistake|planning|choice"
    r"|support|course|workshop|tool|process|team|method|job)s?\b",
    r"^(?:would|do|did|can|could|shall|will|must|so) (?:you|u|we) (?:not )?(?:all |both |really |honestly |also "
    r"|seriously |at-least )?(?:agree|admit|accept|realise|realize|regret|acknowledge|concede)\b",
    r"^(?:do|did|are|were|is|was|have|will|would) (?:you|it|that|he|she|they) (?:really|honestly|seriously"
    r"|actually think|truly)\b",
    r"^(?:can|do|could) you (?:not )?(?:see|understand) (?:why|that|how|the problem|your)\b",
    r"^(?:are|were) you (?:just|ever going|trying to|always|sure (?:that|it)|still not|too)\b",
    r"^(?:is|isn't|isnt) (?:it|that) (?:not )?(?:true|because|obvious|clear|fair|a fact)\b"
    r"|\bhow (?:hard|difficult) can\b",
    r"\b(?:as always|again as usual|yet again|as usual)\b|\byou (?:always|never|constantly|keep)\b"
    r"|\bthe same mistakes?\b",
    r"\bso (?:defensive|resistant|negative|lazy|slow|late|difficult|stubborn|disorganised|disorganized|emotional"
    r"|sensitive|rude|careless)\b",
    r"\byou(?:'ve| have) finally\b",
    r"^why (?:did|does|do|has|have|is|are|must|can't|won't|didn't|doesn't) (?:nobody|no one|no-one|everyone"
    r"|everybody|(?:the|your|our|his"
    r"|her|my) \w+|(?!you\b|u\b|we\b|i\b|it\b|that\b|this\b|they\b)\w+) (?:\w+ly )?(?:deploy|ignore|keep|always"
    r"|never|bother|forget|fail"
    r"|refuse|skip|miss|leave|lose|break|not|complain|so|too|slow|late|interrupt)(?! (?:that|this|it)? ?(?:important"
    r"|helpful))",
    r"^what (?:do|will|would|are|can) (?:you|u) (?:plan |going |want |need |intend )?(?:to )?(?:fix|do|change"
    r"|improve|correct) (?:in|about)"
    r" your (?:attitude|behaviou?r|manner|tone|mistakes?|laziness|lateness|performance)\b",
    r"^how (?:will|do|are|would|can) (?:you|u) (?:plan to |going to |want to |intend to )?(?:make up for|make good"
    r"|excuse|justify|explain"
    r"|apologi[sz]e for|atone for|repair) (?:the|your|this|that) (?:\w+ )?(?:mistake|error|damage|numbers|results"
    r"|failure|behaviou?r|mess"
    r"|delay|absence|absences|lateness|attitude)\b",
    r"\byour (?:mistake|error|fault|blunder|failure|poor \w+|bad \w+)s?\b|^(?:so )?(?:it|this|that) (?:was"
    r"|is) (?:all |only )?your fault\b"
    r"|^(?:who|what) else have (?:you|u) (?:let|ruined|broken|messed|forgotten|missed)",
    r"^who (?:wouldn't|would not|doesn't|could possibly)\b",
)
_TAG_WORDS = (
    r"right|correct|no|yes|yeah|eh|huh|ok|okay|true|agreed|surely|innit|am i right|is that right|shall we|is it not"
    r"|or not"
    r"|or what|(?:don't|dont|wouldn't|do) you (?:think|say|agree|find|feel|reckon)|would you say|isn't that so"
)
# A wish or a feeling of somebody is not advice.
_SUPPOSES = re.compile(
    r"^(?:\w+ )?(?:you|u) (?:\w+ )?(?:want|(?:could|should|might) have|have to (?:admit|agree|accept|say)|must (?:be"
    r"|have|feel))\b"
)
_PRONOUN = r"(?:it|you|u|we|they|he|she|that|there|i)"
_NEGATED = (
    r"(?:isn't|isnt|aren't|arent|wasn't|wasnt|weren't|don't|dont|doesn't|doesnt|didn't|didnt|won't|wouldn't|wouldnt"
    r"|can't|cant|couldn't|shouldn't|haven't|havent|hasn't|hadn't)"
)
_TAG = re.compile(
    rf"(?:, ?(?:{_TAG_WORDS}|(?:is|are|do|did|will|would|can|have|was|were) {_PRONOUN})"
    rf"|(?:,|(?<!what)(?<!how)(?<!who)(?<!which)) {_NEGATED} {_PRONOUN}"
    r"|,? (?:innit|(?:don't|dont) you (?:think|find|agree)))$"
)

# Questions for one fact.
_FACT = any_of(
    r"^how (?:many|often|long|old|tall|far|soon|late|early|fast|quickly|big|large|wide|heavy|frequently|high|expensive"
    r"|regularly|confident|likely|satisfied|sure|certain|ready|busy|close|small|near|deep|few"
    r"|close)\b(?!.{0,80}\b(?:and (?:what|why|how)|what makes|what would)\b)",
    r"^how much (?:\w+ ){0,3}(?:is|was|did|do|does|are|were|have|has|will|left|money|time|cost|costs)\b|^how much$",
    r"^when (?:is|was|did|will|does|are|were|can|could|has|should|would|do (?:we|they|i|you (?:start|finish|leave|go"
    r"|arrive|meet|expect|plan|need|want)))\b"
    r"(?! you (?:at your|most|least|happiest|proudest|really|feeling|able)\b)",
    r"^when$|^when have (?:they|we)\b|^whose\b(?!.{0,60}\b(?:matters?|helps?|counts?|and why|and what|and how)\b)",
    r"^who's (?:on|in|off|at|the|next|doing|covering|got|running|leading|chairing|coming|away|paying|driving)\b"
    r"(?! (?:your|my) (?:mind|side|corner))",
    r"^who (?:is|was|are|were|did|does|has|will|attended|sent|said|told|made|wrote|owns|approved|asked|else (?:was|is"
    r"|knows|came)|can you|came|signed|chairs|runs|leads|do you report|do you work|knows|gave|wants|called|reports"
    r"|decides|pays|opened|closed|took|covers)\b(?! (?:important|affected|helped|you\b))",
    r"^where (?:is|was|are|were|does|did|can i|do (?:you|we|they) (?:live|work|sit|keep|store|save|meet|park"
    r"|file))\b(?! (?:you|it|that) (?:feel|notice|learn|struggle|see|find|get stuck|come from|leave|lead|lose|gain|add"
    r"|do well|shine))",
    r"^(?:what|which|at what|on what|on which|in which|by what) (?:time|date|day|days|year|month|percentage|percent"
    r"|number|room|name|grade|address|version|colour|color|week|team|department|branch|shift|score|size|price"
    r"|proportion|of the (?:two|three|four|options|\d+)|one(?= (?:is|was|are|did|do|does|has|will|of the (?:two"
    r"|three|four)|\w+ed)\b|$)|ones|bus|train|floor|ward|unit|country|city|language|mark"
    r"|rating|amount|share|fraction|school|class|tool|software|system|form|file|folder|site|supplier|customer"
    r"|client)\b(?!.{0,60}\b(?:matter|matters|feel|help|helps|mean|means|stand|stood|teach|taught|suit your style"
    r"|hope|hopes|dread"
    r"|dreading|leave behind|and what|and why|and how)\b)(?! would you (?:give|choose|pick))",
    r"^(?:what|which) (?:\w+ ){0,2}(?:time|date|day|year|month|name|address|number|title|job|code|email|phone|grade"
    r"|score|size|price|room|version|route|course|qualification|degree|certificate|salary|budget|colour|color|brand"
    r"|model|postcode|password|username|account|currency|amount|weight|height|distance|age)s? (?:is|are|was|were|do"
    r"|does|did|have|has|will|am)\b(?! would you (?:give|choose|pick))(?!.{0,60}\b(?:matter|matters|feel|help|helps"
    r"|mean|means|teach|taught|enjoy|like|hope|hopes|dread|dreading|and what|and why|and how"
    r"|love|want|need|wish|dream)\b)",
    r"^(?:what is|what was|what are|what's|whats) (?:the|your|his|her|their|our|today|this week) (?:\w+ )?(?:name|date"
    r"|deadline|number|address|budget|title|age|email|score|status|total|target|price|due-date|cost|role|position"
    r"|phone|extension|salary|password|percentage|id|version|time|rate|headcount|quota|count|average|figure|size"
    r"|postcode|grade|shift|code)\b(?! (?:like|to you|mean|for you))",
    r"^what(?:'s| is)? (?:\w+ ){0,2}(?:did (?:you|it|they) (?:get|score|cost)|do you (?:earn|pay|weigh))\b",
    r"^(?:which|what|where|who|which one) .{1,80}(?:, .{1,40})? or (?:the |a |an |by |at |in |on )?\w+(?: \w+)?$",
)
_ON_A_SCALE = re.compile(
    r"^(?:how|where|from|what (?:number|score|mark)|which|rate|so how)\b.{0,90}\b(?:from|between|of) (?:0|1|one"
    r"|zero) (?:to|and|-|through) (?:\d+|five|six|seven|ten)\b(?!.{0,60}\b(?:and (?:what|why|how)|what makes"
    r"|what would)\b)"
)
# Questions are shorter; a longer one is read up to here.
_LONGEST = 200
_MARKS = frozenset('?!"')
_LISTS = word_lists(__file__)
_AUXILIARY = _LISTS["auxiliary"]
_ASKS = listed("what how why which who whom whose where when whats hows what's how's who's where's why's")
_LEAD_IN = _LISTS["lead_in"]
_OPENERS = _LISTS["openers"]
_OPEN_WORDS = listed("what how which why")
# With a question mark these ask to go on.
_MORE = ("and", "and then", "and now", "then", "so", "and so", "and next", "because", "meaning", "such as", "like")
_COMMANDS = OBSERVABLE | listed("please try be don't never always next stop remember")


def kind_of(text: str) -> QuestionKind:
    """Return the kind of a question: of the last sentence that asks, else of the last one, advice unless it invites."""
    parts = sentences(text)
    asking = [part for part in parts if "?" in part]
    words = [word for part in (asking or parts)[-1:] for word in read(part)[:_LONGEST] if word not in _MARKS]
    while words and words[-1] == ",":
        words = words[:-1]
    if not words:
        return QuestionKind.CLOSED
    if asking and " ".join(words) in _MORE:
        return QuestionKind.OPEN
    words = _begun(words)
    return _kind(_line(words), _main(words), asks=bool(asking))


def _begun(words: list[str]) -> list[str]:
    """Return the words without those that only lead in: `So, well, ...`."""
    while len(words) > 1 and words[0] in _LEAD_IN:
        words = words[1:]
    return words


def _line(words: list[str]) -> str:
    return " ".join(words).replace(" ,", ",")


def _main(words: list[str]) -> list[str]:
    """Return the words from the beginning of the question on: after `Looking back at the week,` or `To`."""
    if words[0] not in _OPENERS:
        return words
    if "," in words:
        return _main(_begun(words[words.index(",") + 1 :]))
    return words[1:] if _ASKS.intersection(words[1:2]) else words


def _kind(whole: str, words: list[str], *, asks: bool) -> QuestionKind:
    main, first = _line(words), words[0]
    tag = _TAG.search(whole)
    if tag and (first not in _AUXILIARY or tag[0][0] == ","):
        before = whole[: tag.start()]
        is_advice = _SUGGESTS.search(before) and not _SUPPOSES.search(before)
        return QuestionKind.PRESCRIPTIVE if is_advice else QuestionKind.LEADING
    if _INVITES.search(main):
        return QuestionKind.OPEN
    if _OWN_ADVICE.search(whole):
        return QuestionKind.PRESCRIPTIVE
    if _ON_A_SCALE.search(main):
        return QuestionKind.CLOSED
    if takes_for_granted(main) or takes_for_granted(whole):
        return QuestionKind.LEADING
    for pattern, kind in _ORDER:
        if pattern.search(main):
            return kind
    if _LEADS.search(whole):
        return QuestionKind.LEADING
    return _plain_kind(words, asks=asks)


_ORDER = (
    (_SUGGESTS, QuestionKind.PRESCRIPTIVE),
    (_LEADS, QuestionKind.LEADING),
    (_FACT, QuestionKind.CLOSED),
)


def _plain_kind(words: list[str], *, asks: bool) -> QuestionKind:
    if words[0] in _ASKS:
        return QuestionKind.OPEN
    if words[0] in _AUXILIARY:
        return QuestionKind.CLOSED
    if _OPEN_WORDS.intersection(words):
        return QuestionKind.OPEN
    is_advice = not asks and (len(words) > 1 or words[0] in _COMMANDS)
    return QuestionKind.PRESCRIPTIVE if is_advice else QuestionKind.CLOSED
