"""Every rule, in the order of its code."""

from coachplan.findings import Severity
from coachplan.rules import check_ins, goals, sections, support, timeline
from coachplan.rules.rule import CheckInRule, PlanRule, Problem, Setting

_ERROR, _HINT = Severity.ERROR, Severity.HINT


def _keys(*keys: str) -> frozenset[str]:
    return frozenset(keys)


PLAN_RULES: tuple[PlanRule, ...] = (
    PlanRule("CP103", "placeholder-left", _ERROR, sections.placeholder_left),
    PlanRule("CP104", "duplicate-activity-id", _ERROR, sections.duplicate_activity_id, _keys("activities")),
    PlanRule(
        "CP105",
        "unknown-activity",
        _ERROR,
        sections.unknown_activity,
        _keys("activities"),
        needs_whole=_keys("activities"),
    ),
    PlanRule(
        "CP106",
        "unknown-area",
        _ERROR,
        sections.unknown_area,
        _keys("goal_state", "development_area"),
        needs_whole=_keys("development_area"),
    ),
    PlanRule(
        "CP201", "measure-outside-timeline", _ERROR, goals.measure_outside_timeline, _keys("goal_state", "timeline")
    ),
    PlanRule("CP202", "duplicate-measure", _ERROR, goals.duplicate_measure, _keys("goal_state")),
    PlanRule(
        "CP203",
        "incomplete-measure",
        _HINT,
        goals.incomplete_measure,
        _keys("goal_state"),
        needs_whole=_keys("goal_state"),
    ),
    PlanRule("CP204", "no-measure", _HINT, goals.no_measure, _keys("goal_state"), needs_whole=_keys("goal_state")),
    PlanRule("CP205", "off-scale", _ERROR, goals.off_scale, _keys("goal_state"), needs_whole=_keys("goal_state")),
    PlanRule("CP401", "end-before-start", _ERROR, timeline.end_before_start, _keys("timeline")),
    PlanRule(
        "CP402",
        "activity-outside-timeline",
        _ERROR,
        timeline.activity_outside_timeline,
        _keys("activities", "timeline"),
    ),
    PlanRule("CP403", "milestone-outside-timeline", _ERROR, timeline.milestone_outside_timeline, _keys("timeline")),
    PlanRule("CP404", "unusual-length", _HINT, timeline.unusual_length, _keys("timeline")),
    PlanRule(
        "CP406",
        "unclear-cadence",
        _HINT,
        timeline.unclear_cadence,
        _keys("update_cadence"),
        needs_whole=_keys("update_cadence"),
    ),
    PlanRule(
        "CP407",
        "cadence-outside-timeline",
        _ERROR,
        timeline.cadence_outside_timeline,
        _keys("update_cadence", "timeline"),
    ),
    PlanRule("CP601", "formal-part-in-coaching", _ERROR, support.formal_part_in_coaching, needs_whole=_keys("kind")),
)

CHECK_IN_RULES: tuple[CheckInRule, ...] = (
    CheckInRule("CP501", "before-start", _ERROR, check_ins.before_start, _keys("date"), plan_reads=_keys("timeline")),
    CheckInRule("CP502", "in-the-future", _ERROR, check_ins.in_the_future, _keys("date")),
    CheckInRule(
        "CP503",
        "unknown-measure",
        _ERROR,
        check_ins.unknown_measure,
        plan_reads=_keys("goal_state"),
        plan_whole=_keys("goal_state"),
    ),
    CheckInRule("CP504", "nothing-said", _ERROR, check_ins.nothing_said, needs_whole=frozenset(check_ins.PARTS)),
    CheckInRule(
        "CP505",
        "off-scale-value",
        _ERROR,
        check_ins.off_scale,
        plan_reads=_keys("goal_state"),
        plan_whole=_keys("goal_state"),
    ),
)

__all__ = ["CHECK_IN_RULES", "PLAN_RULES", "CheckInRule", "PlanRule", "Problem", "Setting"]
