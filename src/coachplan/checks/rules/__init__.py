"""Every rule that is a function, by what it looks at, in the order of its code."""

from coachplan.checks.rule import CheckInRule, CourseRule, Location, Phrase, PlanRule, Problem, RuleContext, WordsRule
from coachplan.checks.rules import (
    across,
    check_ins,
    collaboration,
    course,
    goals,
    language,
    privacy,
    sections,
    support,
    timeline,
)
from coachplan.checks.rules.across import AcrossRule, CrossPlanProblem, Digest
from coachplan.plan import SECTIONS


def _keys(*keys: str) -> frozenset[str]:
    return frozenset(keys)


# What a fingerprint of the terms is made of: a part that cannot be read would look like one that was changed.
_TERMS = _keys("people", *SECTIONS)
_BESIDE_TERMS = _keys(
    "kind", "purpose", "status", "success_criteria", "responsibilities", "consequences", "acknowledgements"
)

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
    PlanRule("CP107", sections.activity_without_id, _keys("activities"), needs_whole=_keys("activities")),
    PlanRule(
        "CP108",
        sections.area_without_goal,
        _keys("goal_state", "development_area"),
        needs_whole=_keys("goal_state", "development_area"),
    ),
    PlanRule(
        "CP109",
        support.required_part_missing,
        _keys("goal_state", "people", "support_assets", "timeline", "update_cadence"),
        needs_whole=_keys("kind", "status", *support.KEYS),
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
    PlanRule("CP206", goals.goal_not_smart, _keys("goal_state"), needs_whole=_keys("goal_state", "status")),
    PlanRule("CP207", goals.nothing_to_change, _keys("goal_state"), needs_whole=_keys("goal_state")),
    PlanRule("CP208", goals.direction_contradicted, _keys("goal_state"), needs_whole=_keys("goal_state")),
    PlanRule("CP209", goals.steps_out_of_order, _keys("goal_state"), needs_whole=_keys("goal_state")),
    PlanRule("CP301", collaboration.proposal_unanswered, _keys("activities", "timeline")),
    PlanRule(
        "CP302",
        collaboration.only_manager_proposes,
        _keys("activities"),
        needs_whole=_keys("activities", "kind", "status"),
    ),
    PlanRule(
        "CP303",
        collaboration.one_sided_state,
        _keys("current_state"),
        needs_whole=_keys("current_state", "status"),
    ),
    PlanRule("CP305", collaboration.vague_activity, _keys("activities"), needs_whole=_keys("activities", "status")),
    PlanRule("CP306", collaboration.support_overdue, _keys("support_assets", "timeline")),
    PlanRule("CP307", collaboration.coaching_oneself, _keys("people")),
    PlanRule("CP308", collaboration.agreement_outdated, _TERMS, needs_whole=_TERMS | _BESIDE_TERMS),
    PlanRule(
        "CP309",
        collaboration.nothing_agreed,
        _keys("activities"),
        needs_whole=_keys("activities", "kind", "status"),
    ),
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
    PlanRule(
        "CP408",
        timeline.touchpoints_far_apart,
        _keys("update_cadence", "timeline"),
        needs_whole=_keys("update_cadence", "status"),
    ),
    PlanRule("CP409", timeline.past_its_end, _keys("timeline")),
    PlanRule("CP410", timeline.closed_without_outcome, needs_whole=_keys("outcome")),
    PlanRule("CP411", timeline.extension_mismatch, _keys("timeline"), needs_whole=_keys("timeline")),
    PlanRule("CP601", language.formal_part_in_coaching, needs_whole=_keys("kind")),
    PlanRule("CP605", support.coaching_for_performance, needs_whole=_keys("kind", "purpose", "status")),
    PlanRule(
        "CP606",
        support.consequences_without_support,
        _keys("support_assets"),
        needs_whole=_keys("kind", "status", "support_assets"),
    ),
    PlanRule("CP607", support.consequences_repeated, needs_whole=_keys("kind")),
    PlanRule("CP701", privacy.outsider_acknowledges, _keys("people"), needs_whole=_keys("people")),
)

CHECK_IN_RULES: tuple[CheckInRule, ...] = (
    CheckInRule("CP304", check_ins.question_not_open),
    CheckInRule("CP501", check_ins.before_start, _keys("date"), plan_reads=_keys("timeline")),
    CheckInRule("CP502", check_ins.in_the_future, _keys("date")),
    CheckInRule(
        "CP503",
        check_ins.unknown_measure,
        plan_reads=_keys("goal_state"),
        plan_whole=_keys("goal_state"),
    ),
    CheckInRule("CP504", check_ins.nothing_said, needs_whole=frozenset(check_ins.PARTS), note_suffices=True),
    CheckInRule(
        "CP505",
        check_ins.off_scale,
        plan_reads=_keys("goal_state"),
        plan_whole=_keys("goal_state"),
    ),
    CheckInRule(
        "CP507",
        check_ins.no_evidence,
        _keys("date"),
        needs_whole=frozenset(check_ins.PARTS),
        plan_reads=_keys("timeline"),
    ),
    CheckInRule("CP511", check_ins.feedback_incomplete),
    CheckInRule("CP607", support.consequences_in_check_in, plan_whole=_keys("kind")),
    CheckInRule("CP701", privacy.outsider_writes, _keys("by"), plan_reads=_keys("people"), plan_whole=_keys("people")),
)

COURSE_RULES: tuple[CourseRule, ...] = (
    CourseRule(
        "CP506",
        course.check_in_overdue,
        _keys("timeline", "update_cadence"),
        needs_whole=_keys("status", "timeline", "update_cadence"),
    ),
    CourseRule(
        "CP508",
        course.measures_quiet,
        _keys("goal_state", "timeline"),
        needs_whole=_keys("goal_state", "status", "timeline"),
        check_ins_whole=_keys("measures"),
    ),
    CourseRule(
        "CP509",
        course.same_obstacle,
        needs_whole=_keys("status"),
        check_ins_whole=_keys("obstacles", "adjustments"),
    ),
    CourseRule(
        "CP510",
        course.stalled,
        _keys("goal_state"),
        needs_whole=_keys("goal_state", "status"),
        check_ins_whole=_keys("measures", "adjustments", "root_cause"),
    ),
    CourseRule(
        "CP512",
        course.sessions_missed,
        _keys("timeline", "update_cadence"),
        needs_whole=_keys("status", "timeline", "update_cadence"),
        check_ins_whole=_keys("adjustments", "root_cause"),
    ),
)

WORDS_RULES: tuple[WordsRule, ...] = (
    WordsRule("CP602", language.label_on_person, language.LABELS.triggers),
    WordsRule("CP603", language.disciplinary_wording, language.DISCIPLINARY.triggers, coaching_only=True),
    WordsRule("CP604", language.consequences_clause, language.CLAUSES.triggers, coaching_only=True),
    WordsRule("CP701", privacy.shared_outside, privacy.OUTSIDE.triggers),
    WordsRule("CP702", privacy.sensitive_data, privacy.SENSITIVE.triggers),
    WordsRule("CP703", privacy.pay, privacy.PAY.triggers),
    WordsRule("CP704", privacy.personal_identifier, privacy.LABELLED.triggers, privacy.NUMBER),
)

ACROSS_RULES: tuple[AcrossRule, ...] = (
    AcrossRule("CP801", across.two_open_plans),
    AcrossRule("CP802", across.person_in_two_folders),
    AcrossRule("CP803", across.managers_overdue_plans),
)

__all__ = [
    "ACROSS_RULES",
    "CHECK_IN_RULES",
    "COURSE_RULES",
    "PLAN_RULES",
    "WORDS_RULES",
    "AcrossRule",
    "CheckInRule",
    "CourseRule",
    "CrossPlanProblem",
    "Digest",
    "Location",
    "Phrase",
    "PlanRule",
    "Problem",
    "RuleContext",
    "WordsRule",
]
