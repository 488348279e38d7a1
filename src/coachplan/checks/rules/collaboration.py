"""CP3xx: the team member takes part: they propose, agree, and say how they see it."""

from collections.abc import Iterator

from coachplan.checks.rule import ERROR, HINT, WARNING, PlanRule, Problem, RuleContext
from coachplan.checks.wording import Kind, judge
from coachplan.plan import Activity, Person, Plan
from coachplan.plan.guidance import is_placeholder
from coachplan.plan.table import terms_of
from coachplan.plan.terms import covers, is_agreed, latest_acknowledgements

_LEADERS = ("manager", "managers_manager", "hr")


@PlanRule("CP301", "proposal-unanswered", HINT, reads="activities timeline", whole="status", passing=True)
def proposal_unanswered(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """A manager's proposal has waited for an answer since the plan began (handbook: it is just a proposal)."""
    if plan.status not in ("draft", "active") or context.today > plan.timeline.end:  # after that, CP409 speaks
        return
    days = (context.today - plan.timeline.start).days
    for place, activity in enumerate(plan.activities):
        # Of a yes to other words, CP310 speaks.
        is_proposal = activity.status == "proposed" and activity.proposed_by in _LEADERS
        if is_proposal and days > context.policy.proposal_days:
            yield Problem(
                ("activities", place, "status"),
                f"day {days} of the plan, and this proposal has no answer yet",
                "ask the team member: `agreed`, `declined`, or another activity in its place?",
            )


@PlanRule("CP302", "only-manager-proposes", WARNING, whole="activities kind status")
def only_manager_proposes(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """Every activity is somebody else's idea (handbook: team members help to craft them)."""
    proposers = [activity.proposed_by for activity in plan.activities]
    has_begun = plan.status != "draft" or any(activity.counts_as != "proposed" for activity in plan.activities)
    is_one_sided = len(proposers) > 1 and {None, "team_member"}.isdisjoint(proposers)
    if plan.kind == "coaching" and has_begun and is_one_sided:
        yield Problem(
            ("activities",),
            "none of the activities is the team member's own idea",
            "ask what they would like to try; they add it with `coachplan propose`",
        )


@PlanRule("CP303", "one-sided-state", HINT, whole="current_state status")
def one_sided_state(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The current state is long, without the team member's view (improvement-plan article: partner, self-assess)."""
    has_grown = any(state.evidence or state.circumstances for state in plan.current_state)
    if has_grown and not any(state.team_member for state in plan.current_state):
        yield Problem(
            ("current_state",),
            "the team member's own view is not here yet",
            "ask how they see it, and add it in their words under `team_member`",
        )


@PlanRule("CP305", "vague-activity", HINT, whole="activities status")
def vague_activity(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """An activity is a topic or an attitude, and not an action (improvement-plan article: mapped to real tasks)."""
    for place, activity in enumerate(plan.activities):
        if _is_open(activity) and not is_placeholder(activity.what):
            verdict = judge(activity.what, Kind.ACTIVITY)
            if verdict.is_weak:
                yield Problem(
                    ("activities", place, "what"),
                    "this activity does not say what will be done",
                    "ask: what exactly, with whom, on which occasion?",
                    rewrite=verdict.rewrite,
                )


def _is_open(activity: Activity) -> bool:
    """True if an activity is still to be done, and no course, cue or rhythm says how."""
    is_over = activity.counts_as in ("declined", "done", "dropped")
    return not (is_over or activity.kind == "training" or activity.cue or activity.every)


@PlanRule("CP306", "support-overdue", WARNING, reads="timeline support_assets", passing=True)
def support_overdue(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """Support that was promised for a day has not come (improvement-plan article: fair accountability)."""
    if not context.is_running(plan):
        return
    for place, asset in enumerate(plan.support_assets):
        if asset.status == "promised" and asset.due and asset.due < context.today:
            yield Problem(
                ("support_assets", place, "due"),
                "the day of this support has passed, and it is still only promised",
                "give it or agree on a new day; set `status` to `given` or `dropped`",
            )


@PlanRule("CP307", "coaching-oneself", WARNING, reads="people")
def coaching_oneself(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """Manager and team member are one person, and a plan takes two (handbook: completed together)."""
    if plan.people.manager.is_same_as(plan.people.team_member):
        yield Problem(
            ("people", "manager"),
            "team member and manager are the same person",
            "name the person who coaches: a plan is made by two",
        )


# A part of the terms that cannot be read would look like one that was changed.
@PlanRule("CP308", "agreement-outdated", HINT, whole=" ".join((*terms_of(Plan), "status", "acknowledgements")))
def agreement_outdated(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The terms changed after somebody agreed to them (improvement-plan article: criteria are agreed)."""
    if not any(entry.terms for entry in plan.acknowledgements):
        return
    for entry in latest_acknowledgements(plan).values():
        if entry.terms is not None and not covers(entry.terms, plan):
            yield Problem(
                ("acknowledgements", plan.acknowledgements.index(entry)),
                "the terms have changed since this answer",
                "`coachplan show` names what changed; ask this person to run `coachplan agree` again",
            )


@PlanRule("CP309", "nothing-agreed", ERROR, whole="activities kind status")
def nothing_agreed(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The plan is active, and the team member has agreed to no activity (handbook: it is just a proposal)."""
    if plan.kind == "coaching" and plan.status == "active" and not any(map(is_agreed, plan.activities)):
        yield Problem(
            ("activities",),
            "the plan is active, and nothing in it is agreed",
            "the team member runs `coachplan accept`, or `propose` with an idea of their own; until then it is a draft",
        )


@PlanRule("CP310", "agreed-in-other-words", ERROR, reads="activities", whole="status", of_closed=False)
def agreed_in_other_words(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A yes to other words stands at an activity, as after a merge (handbook: it is just a proposal)."""
    for place, activity in enumerate(plan.activities):
        if activity.is_changed and activity.status != "proposed":
            yield Problem(
                ("activities", place, "what"),
                "changed since the team member agreed to it, so it counts as a proposal",
                "the team member answers with `coachplan accept`, `amend` or `decline`; until then, `status: proposed`",
            )


@PlanRule("CP311", "yes-of-somebody-else", ERROR, reads="activities people", whole="status", of_closed=False)
def yes_of_somebody_else(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """Somebody else than the team member has agreed to an activity (handbook: it is just a proposal)."""
    member = plan.people.team_member
    for place, activity in enumerate(plan.activities):
        if activity.agreed and not _is_still(member, activity.agreed.by):
            yield Problem(
                ("activities", place, "agreed", "by"),
                "this is not the team member, whose yes it takes",
                "make it a proposal, without `agreed`, and ask the team member: they run `coachplan accept`",
            )


def _is_still(member: Person, earlier: Person) -> bool:
    """True if this is the team member, who may have another name or another address since."""
    return member.is_same_as(earlier) or member.name.casefold() == earlier.name.casefold()
