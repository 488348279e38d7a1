"""Formal performance support, infused with coaching: the parts that it needs, and its border to coaching plans."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from coachplan.base.policy import SUPPORT_PARTS
from coachplan.checks.rule import ERROR, WARNING, CheckInRule, Location, PlanRule, Problem, RuleContext
from coachplan.checks.rules.language import CLAUSES
from coachplan.format import BODY
from coachplan.plan import CheckIn, Goal, Plan
from coachplan.plan.guidance import is_placeholder, says_nothing

_FORMAL = "performance-support"
_REPEATED = ("CP607", "consequences-repeated", WARNING)


class _Part(NamedTuple):
    """A part that an organisation may require: the key to point to, advice, the test for it, and its name in words.

    Without a test, the part is the plan's own key; without a name in words, that key names it.
    """

    key: str
    advice: str
    is_there: Callable[[Plan], object] | None = None
    name: str = ""


def _support(plan: Plan) -> bool:
    """True if somebody else gives support: a tool, a meeting or help that was not dropped."""
    return any(
        asset.from_ != "team_member" and asset.status != "dropped" and not says_nothing(asset.what)
        for asset in plan.support_assets
    )


def _has_criterion(goal: Goal) -> bool:
    """True if a measure of the goal has a target and its day: then both know what success means."""
    return any(measure.target and measure.by for measure in goal.measures)


def _reviews(plan: Plan) -> bool:
    """True if the days are known on which both look at progress."""
    return bool(plan.timeline.milestones) or any(cadence.is_understood for cadence in plan.update_cadence)


_PARTS = {
    "success_criteria": _Part(
        "kind",
        "add `success_criteria`: agree on what both will see on success; measures with a target and its day are some",
        lambda plan: plan.success_criteria or (plan.goal_state and all(map(_has_criterion, plan.goal_state))),
        "`success_criteria`",
    ),
    "responsibilities": _Part("kind", "add `responsibilities`: those of the team member, and those of the manager"),
    "support_assets": _Part(
        "support_assets",
        "add the support that others give, with `from` and a day: it comes first",
        lambda plan: _support(plan) or any(is_placeholder(asset.what) for asset in plan.support_assets),
        "support that others give",
    ),
    "reviews": _Part(
        "update_cadence",
        "name the days: a rhythm such as `every Monday`, `dates`, or milestones",
        _reviews,
        "review points with their days",
    ),
    "consequences": _Part("kind", "add `consequences`: the next step in either case, once and plainly"),
    "previous_step": _Part("kind", "add `previous_step`: the conversations and the support that came before"),
    "measures": _Part(
        "goal_state",
        "add `measures`, so that both see progress in the same way",
        lambda plan: all(goal.measures for goal in plan.goal_state),
        "a measure for each goal",
    ),
    "milestones": _Part(
        "timeline", "add `milestones`: points on the way, each with its day", lambda plan: plan.timeline.milestones
    ),
    "follow_up": _Part("kind", "add `follow_up`: the days after the end on which you look again"),
    "hr": _Part("people", "name the partner in HR under `hr`", lambda plan: plan.people.hr),
    "managers_manager": _Part(
        "people",
        "name the manager's own manager under `managers_manager`",
        lambda plan: plan.people.managers_manager,
    ),
    "acknowledgements": _Part(
        "kind",
        "ask the team member to run `coachplan agree`: having received it, or refusing, is an answer, too",
        lambda plan: any(entry.by.is_same_as(plan.people.team_member) for entry in plan.acknowledgements),
        "the team member's own word on it",
    ),
}
assert tuple(_PARTS) == SUPPORT_PARTS
# The keys of a plan that may hold a required part.
_KEYS = Plan.model_fields.keys() & {*_PARTS, *(part.key for part in _PARTS.values())}


@PlanRule("CP109", "required-part-missing", ERROR, whole=" ".join(["status", *sorted(_KEYS)]))
def required_part_missing(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """Formal support is under way without a required part (improvement-plan article: agreed criteria)."""
    if plan.kind != _FORMAL or plan.status not in ("active", "on-hold"):
        return
    for key in context.policy.support_requires:
        part = _PARTS[key]
        if not (part.is_there(plan) if part.is_there else getattr(plan, key)):
            yield Problem((part.key,), f"a plan of this kind needs {part.name or f'`{key}`'} here", part.advice)


@PlanRule("CP605", "coaching-for-performance", WARNING, whole="kind purpose status")
def coaching_for_performance(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """A coaching plan is for a performance concern, where the organisation keeps coaching for growth (handbook)."""
    is_concern = plan.kind == "coaching" and plan.purpose == "performance"
    if is_concern and not context.policy.performance_concerns:
        yield Problem(
            ("purpose",),
            "here coaching plans are for growth only, and this one is for a performance concern",
            "talk about the concern first; `coachplan advise` helps to choose a plan that fits",
        )


@PlanRule("CP606", "consequences-without-support", WARNING, whole="support_assets kind status")
def consequences_without_support(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """Consequences are stated, and nobody else gives support (improvement-plan article: a resource, not a remedy)."""
    has_consequences = plan.consequences and not says_nothing(plan.consequences)
    if has_consequences and plan.kind == _FORMAL and not _support(plan):
        yield Problem(
            ("consequences",),
            "this plan has consequences, and no support from others",
            "first add the support that others give, under `support_assets`: support comes before consequences",
        )


@PlanRule(*_REPEATED, whole="kind")
def consequences_repeated(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """Consequences stand outside their own part (handbook: documented, once and plainly)."""
    if plan.kind == _FORMAL:
        yield from _threats([*context.texts(plan), (BODY, context.body)], besides="consequences")


@CheckInRule(*_REPEATED, plan_whole="kind")
def consequences_in_check_in(check_in: CheckIn, plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """A check-in repeats the consequences (improvement-plan article: safe to try and fail)."""
    if plan.kind == _FORMAL:
        yield from _threats([*context.texts(check_in), (BODY, context.body)])


def _threats(texts: Sequence[tuple[Location, str]], besides: str = "") -> Iterator[Problem]:
    for location, text in texts:
        for phrase in _REPETITIONS.find(text) if location[0] != besides else ():
            yield phrase.at(location, text)


_REPETITIONS = replace(
    CLAUSES,
    message="consequences belong in `consequences`, once and plainly, and nowhere else",
    advice="leave it out here, and say what support helps: people try new things when failing is safe",
)
