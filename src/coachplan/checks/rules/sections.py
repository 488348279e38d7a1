"""CP1xx: the seven sections are there, filled and consistent."""

import re
from collections.abc import Iterator

from coachplan.checks.rule import ERROR, HINT, PlanRule, Problem, RuleContext
from coachplan.checks.wording.words import read, stems
from coachplan.plan import After, Plan
from coachplan.plan.activities import is_id_made
from coachplan.plan.amounts import NUMBER_WORDS
from coachplan.plan.guidance import is_placeholder


@PlanRule("CP103", "placeholder-left", ERROR, hint_in_drafts=True, of_closed=False)
def placeholder_left(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """A placeholder stands where your own words belong."""
    for location, text in context.texts(plan):
        if is_placeholder(text):
            yield Problem(
                location, f"`{location[0]}` still holds a placeholder", "put your own words here: `coachplan edit`"
            )


@PlanRule("CP104", "duplicate-activity-id", ERROR, reads="activities", fixable=True)
def duplicate_activity_id(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """Two activities have the same id, so that neither can be named."""
    seen: set[str] = set()
    for place, activity in enumerate(plan.activities):
        if activity.id in seen:
            yield Problem(
                ("activities", place, "id"),
                "an earlier activity has the same `id`",
                "give each activity its own id: `coachplan check --fix` does",
            )
        seen.update({activity.id} if activity.id else ())


@PlanRule("CP105", "unknown-activity", ERROR, whole="activities")
def unknown_activity(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A due date hangs on an activity that the plan does not have."""
    ids = {activity.id for activity in plan.activities}
    for place, activity in enumerate(plan.activities):
        if isinstance(activity.due, After) and activity.due.after not in ids:
            yield Problem(
                ("activities", place, "due", "after"),
                "no activity of this plan has this id",
                "use the `id` of one of the plan's activities" if any(ids) else "no activity has an id yet: add one",
            )


@PlanRule("CP106", "unknown-area", ERROR, reads="goal_state", whole="development_area")
def unknown_area(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A goal names a development area that the plan does not have."""
    areas = {area.area for area in plan.development_area}
    for place, goal in enumerate(plan.goal_state):
        if goal.area and goal.area not in areas:
            yield Problem(
                ("goal_state", place, "area"),
                "this is not one of the plan's development areas",
                "write it exactly as under `development_area`",
            )


@PlanRule("CP107", "activity-without-id", HINT, whole="activities", fixable=True)
def activity_without_id(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """An activity that is under way has no id while others were given one, so that history loses it in new words.

    Ids that coachplan made say nothing about the others, to which it gave none.
    """
    if all(activity.id is None or is_id_made(activity) for activity in plan.activities):
        return
    for place, activity in enumerate(plan.activities):
        if activity.counts_as in ("proposed", "agreed", "doing") and not activity.id:
            yield Problem(
                ("activities", place),
                "other activities have an `id`, this one has none",
                "add a short `id`: history and due dates name the activity by it, even when its words change",
            )


# One goal is often about two areas, such as asking and listening.
_CLOSE = 2

_ALL_OF = re.compile(r"\b(?:all|each)(?: of)?(?: the| these)? (\w+)")

# Words up to this length, such as `with` and `more`, name no area.
_SHORT = 4


def _is_for_all(goal: str, areas: list[str]) -> bool:
    """True if a goal names each area, or says that it is for all of them: `on all three duties`."""
    counts = (NUMBER_WORDS.get(count, count) for count in _ALL_OF.findall(goal.casefold()))
    if any(str(count) == str(len(areas)) for count in counts):
        return True
    said = {stem for word in read(goal) if len(word) > _SHORT for stem in stems(word)}
    return all(any(not said.isdisjoint(stems(word)) for word in read(area) if len(word) > _SHORT) for area in areas)


@PlanRule("CP108", "area-without-goal", HINT, whole="development_area goal_state")
def area_without_goal(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """An area has no goal, or nobody knows which of several has one (handbook: the goal is the result)."""
    areas = [area.area for area in plan.development_area]
    aimed_at = {goal.area for goal in plan.goal_state}
    few = max(_CLOSE, len(plan.goal_state)) < len(areas) <= context.policy.most_areas
    if aimed_at == {None} and few and not any(_is_for_all(goal.goal, areas) for goal in plan.goal_state):
        yield Problem(
            ("development_area",),
            f"nobody knows which of these {len(areas)} areas the plan's goals are for",
            "name the `area` of each goal, and leave an area without one for a later plan",
        )
    if aimed_at.difference(areas):
        return
    for place, area in enumerate(areas):
        if area not in aimed_at:
            yield Problem(
                ("development_area", place),
                "no goal is about this development area yet",
                "add a goal with this `area`, or leave the area for a later plan",
            )


@PlanRule("CP110", "too-much-at-once", HINT, whole="development_area goal_state")
def too_much_at_once(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """A plan has more areas or measures than two people keep in view (handbook: the one area that needs growth)."""
    areas, measures = len(plan.development_area), len(plan.measures)
    if areas > context.policy.most_areas:
        yield Problem(
            ("development_area",),
            f"the plan has {areas} development areas, where {context.policy.most_areas} are the most",
            "choose together the one or two that help most now, and leave the others for the next plan",
        )
    if measures > context.policy.most_measures:
        yield Problem(
            ("goal_state",),
            f"the plan has {measures} measures, where {context.policy.most_measures} are the most",
            "keep the few that you will look at in every session; one or two a goal are enough",
        )
