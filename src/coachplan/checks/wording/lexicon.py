"""Word lists about behaviour, as data."""

from coachplan.checks.wording.lists import listed

FILLERS = listed(
    """
    i we you he she they to will would i'll we'll i'd like want wants aim plan hope intend wish need should must
    going please can could my goal is our objective target the so and then also always consistently regularly
    successfully actively personally really just simply kindly aims goals shall may might it me us that not , " - *
    • further never ensure at-least at-most minimum maximum min max about able start begin starting beginning now
    help myself
    """
)

# These cannot be seen, whatever follows.
STATES = listed(
    """
    understand learn know feel think appreciate strive focus try become believe embrace care realise realize respect
    value want endeavour endeavor comprehend grasp familiarise familiarize enjoy concentrate commit aspire adapt
    remember motivate inspire empower evolve mature excel thrive succeed shine persevere cope improove better
    upskill reskill own worry fret doubt panic dream pretend relax
    """
)

# These name a change; its object decides whether it can be seen.
CHANGES = listed(
    """
    improve enhance develop strengthen increase raise boost build gain deepen broaden expand maximise maximize
    optimise optimize grow maintain foster drive show demonstrate display exhibit take have get achieve deliver
    provide promote support ensure keep continue remain stay sharpen refine polish hone cultivate nurture create
    leverage champion encourage reach widen bring add acquire establish manage handle make put reduce decrease lower
    cut minimise minimize lessen work use apply practise practice exercise give be excel pay contribute better
    impove imporve improove develope enhace increse strenghten advance elevate consolidate progress address tackle
    overcome perform do cope step engage participate lead coordinate communicate collaborate cooperate co-operate
    listen interact network connect partner act behave organise organize prioritise prioritize plan present
    influence negotiate respond react adapt balance control challenge push exceed meet set look go move think live
    embody reflect operate function drop stop
    """
)

# With nothing but a manner after them, these stay vague: communicate better, lead more.
MANNERS = listed(
    """
    better more less well effectively efficiently clearly professionally confidently proactively positively properly
    strategically actively harder smarter best further much even and a bit little lot as in with on for to towards
    at myself ourselves yourself themselves himself herself up out under within across through around by from
    differently appropriately openly honestly respectfully assertively constructively collaboratively closely
    quickly successfully faster quicker creatively critically independently carefully consistently ahead forward
    over overall
    """
)

# Qualities and conditions: they are inferred, not seen.
ABSTRACT = listed(
    """
    communication communications attitude mindset confidence self-confidence leadership initiative ownership
    responsibility responsibilities accountability teamwork motivation commitment engagement collaboration
    cooperation professionalism knowledge understanding awareness self-awareness skill skills skillset abilities
    ability capability capabilities competence competency competencies expertise experience quality performance
    productivity efficiency effectiveness excellence resilience empathy patience creativity innovation flexibility
    adaptability relationship relationships relations rapport trust respect culture morale visibility presence
    profile reputation impact influence credibility judgement judgment thinking vision strategy growth development
    self-development potential career self progress success organisation organization time time-management work-life
    balance stress pressure boundaries focus energy discipline punctuality reliability consistency attention detail
    listening networking decision-making problem-solving critical-thinking multitasking delegation planning
    prioritisation prioritization coaching mentoring management conflict emotions emotional intelligence eq
    feedback-culture insight insights perspective change changes challenge challenges things stuff everything it
    value values goals priorities life english french german spanish language languages excel python java sql coding
    programming finance budgeting marketing accounting gdpr basics negotiation facilitation assertiveness openness
    honesty integrity positivity enthusiasm passion drive dedication diligence effort best standards standard
    approach style tone manner behaviour behavior conduct role business company industry market products product
    expectations collegiality diplomacy tact maturity independence autonomy curiosity proactivity proactiveness
    satisfaction service wellbeing well-being wellness happiness synergy alignment transparency clarity purpose
    direction comunication comunications comunicate leadrship confidance confidense organistion knowlege
    knowledge-sharing zone comfort-zone negativity defensiveness burnout mastery proficiency fluency mind-set care
    safety customer-service customer-focus customer-care professional-development personal-development person player
    leader listener communicator presenter manager colleague role-model expert version example team-player planner
    speaker writer habits mood spirit cohesion harmony inclusion diversity belonging environment atmosphere dynamics
    extra-mile support way network horizons horizon skin game voice grasp up-to-speed comfort next-level
    outside-the-box difference bar contribution contributions involvement participation oversight top stakeholders
    area areas agility acumen finesse composure stamina humility wisdom charisma authority gravitas temperament
    tolerance loyalty politeness kindness compassion sympathy originality intuition foresight vigilance alertness
    rigor rigour camaraderie buy-in empowerment inspiration optimism mindfulness self-esteem self-care
    self-discipline self-belief literacy numeracy know-how familiarity exposure comprehension outlook demeanour
    demeanor etiquette manners temper ego fear anxiety nerves worries tension ethic ethics ethos vibe brand image
    standing prospects opportunity opportunities achievement fulfilment fulfillment advancement storytelling
    persuasion follow-through timekeeping time-keeping trustworthiness stewardship competitiveness vocabulary acuity
    teambuilding team-building workload-management self-management impression feeling sense nerve mind footing
    chemistry courage assurance precision humour humor wit ambition willpower endurance persistence perseverance
    grit tenacity hope belief faith gratitude generosity impact-driven authenticity appearance spontaneity
    recognition appreciation edge comfort-level self-worth growth-mindset peace calmness mentality solidarity unity
    goodwill esteem stature poise elegance sensitivity synergies energies strengths weaknesses talents qualities
    criticism meaning joy
    """
)

# With one of these as their object, even `improve` is about something that can be counted.
METRICS = listed(
    """
    time times rate rates score scores number numbers count counts volume sales revenue revenues turnover margin
    margins profit costs cost spend spending expenses budget complaints errors error defects bugs mistakes incidents
    accidents absence absences absenteeism attendance lateness backlog queue queues tickets calls visits conversion
    conversions retention churn coverage uptime downtime throughput output yield scrap rework waste returns refunds
    deliveries delivery accuracy speed pace velocity lead-time turnaround wait waits delays overtime bookings
    occupancy covers basket sign-ups signups subscribers downloads clicks views followers leads deals clients
    customers accounts orders invoices debt debtors arrears stock shrinkage wpm nps csat kpi kpis percentage share
    ratio frequency length duration response response-time resolution results grades marks pass-rate readmissions
    falls infections pressure-ulcers meetings emails reports posts articles uptake traffic bounce-rate open-rate
    click-through-rate registrations new-business rating ratings stars donations donors volunteers applications
    hires vacancies users members membership sickness temperature weight punctual-arrivals handovers updates
    questions interruptions escalations reworks rejections first-response handling
    """
)

TRAITS = listed(
    """
    proactive confident organised organized assertive positive negative motivated resilient flexible creative
    patient calm professional reliable dependable responsible accountable punctual approachable open honest humble
    humbler bold bolder brave decisive empathetic empathic supportive helpful friendly nice polite rude lazy
    careless sloppy shy quiet loud emotional sensitive defensive aggressive passive arrogant difficult
    unprofessional disorganised disorganized unreliable irresponsible immature selfish stubborn moody inflexible
    smart clever intelligent brilliant talented gifted hard-working hardworking diligent dedicated committed
    enthusiastic passionate ambitious competitive strategic visionary mindful aware present visible involved engaged
    efficient effective productive successful better good great best excellent stronger strong faster quicker more
    less kinder kind mature independent autonomous self-reliant self-motivated curious attentive thorough careful
    consistent focused focussed disciplined articulate clear concise transparent fair inclusive respectful tactful
    diplomatic cooperative collaborative charismatic inspiring inspirational likeable likable bossy pushy cold warm
    weak hopeless useless incompetent competent capable mediocre slow thoughtless inconsiderate considerate
    thoughtful trustworthy loyal optimistic pessimistic cynical toxic dramatic abrasive awesome amazing fantastic
    wonderful super outstanding terrible awful bad poor nervous anxious insecure timid outgoing introverted
    extroverted intimidating argumentative uncooperative unmotivated demotivated indifferent tidy messy chaotic
    clumsy forgetful unfocused distracted easygoing easy-going fun funny boring perfect natural-born irreplaceable
    up-to-speed overwhelmed stressed comfortable familiar friendlier braver calmer stricter closer up-to-date upset
    easy ready well-organised courteous caring compassionate gentle sociable chatty bubbly cheerful grumpy miserable
    cheeky blunt tough strict lenient rigid stiff uptight needy jealous greedy vain cocky conceited smug entitled
    spoiled ungrateful unfriendly unapproachable unhelpful uninterested disengaged detached aloof distant slapdash
    reckless impulsive hot-headed short-tempered impatient intolerant annoying irritating rubbish pathetic spineless
    fabulous superb marvellous exceptional extraordinary phenomenal incredible stellar invaluable indispensable wise
    savvy sharp bright stupid dumb ignorant clueless naive childish dishonest sneaky manipulative controlling
    """
)

TRAIT_NOUNS = listed(
    """
    natural star superstar legend hero genius leader rockstar player performer worker person attitude personality
    character talent asset bully perfectionist slacker micromanager procrastinator pleaser pushover gem angel
    machine professional champion treasure listener communicator manager colleague joy pain nightmare mess
    disappointment control-freak know-it-all pessimist optimist introvert extrovert diva bore snob coward joker
    delight team-player all-rounder
    """
)

# One can see these being done.
OBSERVABLE = listed(
    """
    accept acknowledge add address adjust agree allocate announce answer apologise apologize apply approve arrange
    arrive ask assemble assess assign attend audit authorise back bake bill block book brainstorm break brief bring
    broadcast browse call cancel capture carry catch chair change charge chase chat check circulate clean clear
    click close co-author co-facilitate co-host co-lead co-present co-teach coach code collect comment commission
    compare compile complete compose conduct confirm contact convert cook copy count cover create critique
    cross-sell cut debrief decide declare decline dedicate define delegate deliver demo demonstrate deploy describe
    design devote diagnose dial discharge disclose discuss dispatch display distribute divide document donate
    download draft draw drink drive drop edit eat email e-mail employ enrol enroll enter escalate estimate evaluate
    examine exchange execute experiment explain export fetch file fill film finalise finalize find finish fix flag
    follow forward gather generate give go grade greet group hand hang hire hold host identify implement import
    inform inspect install interrupt interview introduce invite invoice issue job-shadow join journal jot label land
    launch lay lead leave lend let lift link list load lock log look mail make map mark measure meet mention message
    minute mock monitor move mystery-shop name negotiate note notify observe offer onboard open order organise
    organize outline pack pair park pass pause pay peer-review perform phone photograph pick pilot pitch place plan
    plot point post practise practice praise prepare present print prioritise process produce prompt propose
    prospect prototype provide publish purchase put query quote rank rate reach read reallocate rearrange rebook
    recap receive reclaim reconcile record recruit rectify redesign redirect refactor refer refill refund register
    rehearse reject release relocate remind remove renew rent reorder repair repeat rephrase replace reply report
    represent request reschedule research reserve resolve respond restock restructure retest retrain return reuse
    review revise rewrite ring role-play rotate run sample scan schedule score screen search secure select sell send
    separate serve set share shadow ship shop shorten show sign simulate sit sketch skip sleep smile solve sort
    speak split spend stand start stay stick stop store study submit suggest summarise summarize supervise survey
    swap sweep switch tag talk teach tell test thank tick tidy time-box timebox tour track train transcribe transfer
    translate travel treat trial triage turn type unload update upload upsell up-sell use visit volunteer vote wait
    walk warn wash watch wear weigh welcome win wipe withdraw word wrap write say shout whisper nod bid recite sing
    calibrate dress inject vaccinate administer bathe feed prescribe stitch dose hoist reposition mop vacuum
    sanitise sanitize sterilise butcher chop plate pour garnish fold iron stack palletise wrap-up weld drill solder
    paint plaster wire excavate scaffold mow prune plant harvest milk shear merge debug lint push pull rebase
    backfill automate benchmark profile deprecate provision patch reboot restore encrypt underwrite hedge amortise
    accrue arbitrate mediate canvass lobby petition fundraise knock doorstep leaflet patrol arrest breathalyse
    hand-over handover follow-up sign-off sign-up set-up write-up clock speed-read retell enquire inquire probe
    clarify paraphrase mirror mute unmute silence limit cap halve double triple trim slash obtain earn certify
    qualify graduate recycle weed lunch up swim cycle stretch breathe meditate unplug cold-call nominate mentor
    sponsor buddy turnaround miss lose retain upgrade downgrade migrate roll reopen redo answering interruptions
    borrow subscribe unsubscribe advertise market merchandise replenish rinse date-check stocktake hit beat trade
    deal lodge settle claim hear see come involve include fly steer taste groom operate tune saddle shoe brew knead
    ice dig hoe sow fell thatch tile lag rewire sand varnish plane sew knit hem press style shave wax massage
    bandage splint x-ray intubate suture defuse rescue evacuate escort frisk guard moor anchor sail row dock tow
    refuel taxi brake reverse fit glue clamp mount grind polish lathe mill forge cast mould dismantle rig light mic
    choreograph audition juggle sculpt frame bolt unbolt shelve catalogue digitise digitize archive index caption
    subtitle proofread typeset illustrate animate render scrape cache containerise dockerise page paging soundproof
    insulate graft muck trot canter play repaint re-do rework hand-write handwrite text sms whatsapp skype zoom dm
    tweet blog vlog podcast stream tutor quiz invigilate interpret sign-post signpost narrate clap dance jog restack
    palletize cart wheel scrub disinfect sluice launder bottle decant pipette titrate centrifuge culture swab biopsy
    bag seal stamp frank shred bind laminate fax
    """
)

# Nouns that name something to do or to hold, so that a phrase without a verb is still an activity.
DOABLE = listed(
    """
    session sessions workshop workshops course courses training webinar webinars shadowing role-play roleplay
    role-plays rehearsal rehearsals interview interviews review reviews observation observations visit visits chat
    chats meeting meetings call calls coffee lunch walk-through walkthrough demo demos run dry-run class classes
    lesson lessons module modules exercise exercises simulation simulations test exam quiz journal diary log
    checklist book article articles podcast video videos conference retrospective retro one-to-one 1:1 1:1s
    one-to-ones check-in check-ins debrief debriefs feedback presentation presentations talk talks reading buddy
    mentor mentoring-session e-learning elearning assignment secondment placement rotation pairing stand-up standup
    catch-up catchup refresher drill drills questionnaire survey audit template peer-review note notes email report
    swap trial
    """
)

# Words that are often mistyped and decide a reading.
MISTYPED = listed(
    """
    communication communicate skills confidence confident leadership improve improvement understand understanding
    knowledge develop development proactive professional organised organized organisation management relationship
    relationships stakeholder presentation motivation motivated commitment performance responsibility initiative
    teamwork listening january february september october november december monday tuesday wednesday thursday friday
    saturday christmas quarter tomorrow weekly monthly increase reduce strengthen attitude awareness patience
    creative positive assertive collaborate collaboration customer enhance efficiency effective engagement
    experience
    """
)
