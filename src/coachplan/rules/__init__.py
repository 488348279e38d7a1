"""Every rule that is a function, by what it looks at, in the order of its code."""

from coachplan.rules import across, check_ins, goals, sections, support, timeline
from coachplan.rules.across import AcrossRule, Crossing, Digest
from coachplan.rules.rule import CheckInRule, CourseRule, Location, Phrase, PlanRule, Problem, Setting, WordsRule


def _keys(*keys: str) -> frozenset[str]:
    return frozenset(keys)


PLAN_RULES: tuple[PlanRule, ...] = (
    PlanRule("CP103", sections.placeholder_left),
    PlanRule("CP104", sections.duplicate_activity_id, _keys("activities")),
    PlanRule(
        "CP105",
        sections.unknown_activity,
        _keys("activities"),
        needs_whole=_keys("activities"),
    ),
    PlanRule(
        "CP106",
        sections.unknown_area,
        _keys("goal_state", "development_area"),
        needs_whole=_keys("development_area"),
    ),
    PlanRule("CP201", goals.measure_outside_timeline, _keys("goal_state", "timeline")),
    PlanRule("CP202", goals.duplicate_measure, _keys("goal_state")),
    PlanRule(
        "CP203",
        goals.incomplete_measure,
        _keys("goal_state"),
        needs_whole=_keys("goal_state"),
    ),
    PlanRule("CP204", goals.no_measure, _keys("goal_state"), needs_whole=_keys("goal_state")),
    PlanRule("CP205", goals.off_scale, _keys("goal_state"), needs_whole=_keys("goal_state")),
    PlanRule("CP401", timeline.end_before_start, _keys("timeline")),
    PlanRule(
        "CP402",
        timeline.activity_outside_timeline,
        _keys("activities", "timeline"),
    ),
    PlanRule("CP403", timeline.milestone_outside_timeline, _keys("timeline")),
    PlanRule("CP404", timeline.unusual_length, _keys("timeline")),
    PlanRule(
        "CP406",
        timeline.unclear_cadence,
        _keys("update_cadence"),
        needs_whole=_keys("update_cadence"),
    ),
    PlanRule(
        "CP407",
        timeline.cadence_outside_timeline,
        _keys("update_cadence", "timeline"),
    ),
    PlanRule("CP601", support.formal_part_in_coaching, needs_whole=_keys("kind")),
)

CHECK_IN_RULES: tuple[CheckInRule, ...] = (
    CheckInRule("CP501", check_ins.before_start, _keys("date"), plan_reads=_keys("timeline")),
    CheckInRule("CP502", check_ins.in_the_future, _keys("date")),
    CheckInRule(
        "CP503",
        check_ins.unknown_measure,
        plan_reads=_keys("goal_state"),
        plan_whole=_keys("goal_state"),
    ),
    CheckInRule("CP504", check_ins.nothing_said, needs_whole=frozenset(check_ins.PARTS)),
    CheckInRule(
        "CP505",
        check_ins.off_scale,
        plan_reads=_keys("goal_state"),
        plan_whole=_keys("goal_state"),
    ),
)

COURSE_RULES: tuple[CourseRule, ...] = ()

WORDS_RULES: tuple[WordsRule, ...] = ()

ACROSS_RULES: tuple[AcrossRule, ...] = (AcrossRule("CP801", across.two_open_plans),)

__all__ = [
    "ACROSS_RULES",
    "CHECK_IN_RULES",
    "COURSE_RULES",
    "PLAN_RULES",
    "WORDS_RULES",
    "AcrossRule",
    "CheckInRule",
    "CourseRule",
    "Crossing",
    "Digest",
    "Location",
    "Phrase",
    "PlanRule",
    "Problem",
    "Setting",
    "WordsRule",
]
