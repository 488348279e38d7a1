"""CP5xx: check-ins."""

from collections.abc import Iterator

from coachplan.base.dates import FURTHER_EAST
from coachplan.checks.rule import ERROR, HINT, CheckInRule, Problem, RuleContext
from coachplan.checks.rules.goals import measures
from coachplan.checks.rules.language import label_on_person
from coachplan.checks.wording import Kind, judge, judge_once
from coachplan.plan import CheckIn, Plan

_PARTS = tuple(key for key in CheckIn.model_fields if key not in ("coachplan", "date", "by", "about"))
"""The parts of a check-in; any may be empty, but not all of them."""
# A measure that stands still was seen at earlier check-ins: looking for its cause is not concluding from nothing.
_SEEN = ("evidence", "measures", "practice", "wins", "milestones", "root_cause", "feedback", "sustained")


@CheckInRule("CP501", "before-start", ERROR, reads="date", plan_reads="timeline")
def before_start(check_in: CheckIn, plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The check-in lies before the start of its plan."""
    if check_in.date < plan.timeline.start:
        yield Problem(
            ("date",), "this check-in is before the start of the plan", "correct the day, here or in the plan"
        )


@CheckInRule("CP502", "in-the-future", ERROR, reads="date", passing=True)
def in_the_future(check_in: CheckIn, _: Plan, context: RuleContext) -> Iterator[Problem]:
    """The check-in lies in the future, further than where it was recorded the day may be ahead."""
    if check_in.date > context.today + FURTHER_EAST:
        yield Problem(("date",), "this check-in is in the future", "correct the day; record what has happened")


@CheckInRule("CP503", "unknown-measure", ERROR, plan_whole="goal_state")
def unknown_measure(check_in: CheckIn, plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The check-in gives a value for a measure that the plan does not have."""
    names = {measure.name for _, measure in measures(plan)}
    earlier = {revision.measure for revision in plan.revisions}
    for name in check_in.measures:
        if name not in names | earlier:
            yield Problem(
                ("measures", name),
                "the plan has no measure of this name",
                "write the name exactly as in the plan's goal",
            )


@CheckInRule("CP504", "nothing-said", ERROR, whole=" ".join(_PARTS), note_suffices=True)
def nothing_said(check_in: CheckIn, _: Plan, __: RuleContext) -> Iterator[Problem]:
    """The check-in holds no evidence, measure, reflection or anything else, and not a note either."""
    if not any(getattr(check_in, part) for part in _PARTS):
        yield Problem(
            ("date",),
            "this check-in says nothing yet",
            "begin with the evidence: what was seen since last time? A note alone is enough",
        )


@CheckInRule("CP505", "off-scale-value", ERROR, plan_whole="goal_state")
def off_scale(check_in: CheckIn, plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The check-in gives a value that is not a level of the measure's scale."""
    scales = {measure.name: measure.scale for _, measure in measures(plan) if measure.scale}
    for name, value in check_in.measures.items():
        if name in scales and value.text not in scales[name]:
            yield Problem(("measures", name), "this is not a level of the measure's `scale`", "use one of its levels")


@CheckInRule("CP507", "no-evidence", HINT, reads="date", whole=" ".join(_PARTS), plan_reads="timeline")
def no_evidence(check_in: CheckIn, plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A check-in after the first day draws conclusions without evidence (improvement-plan article: evidence first)."""
    seen = any(getattr(check_in, part) for part in _SEEN)
    concluded = check_in.reflections or check_in.adjustments or check_in.next_steps
    if concluded and not seen and check_in.date > plan.timeline.start:
        yield Problem(
            ("date",),
            "this check-in has no evidence",
            "begin with what was seen since last time: an example under `evidence`, or the value of a measure",
        )


@CheckInRule("CP304", "question-not-open", HINT, words_alone=True)
def question_not_open(check_in: CheckIn, _: Plan, __: RuleContext) -> Iterator[Problem]:
    """A question can be answered with yes or no, or carries its answer (improvement-plan article: open questions)."""
    for place, reflection in enumerate(check_in.reflections):
        if reflection.asked and (verdict := judge_once(reflection.asked, Kind.QUESTION)).is_weak:
            yield Problem(
                ("reflections", place, "asked"),
                f"this question {verdict.reasons[0]}",
                "ask what or how, and let the answer be open: `What made it work?`",
                rewrite=verdict.rewrite,
            )


@CheckInRule("CP511", "feedback-incomplete", HINT, words_alone=True)
def feedback_incomplete(check_in: CheckIn, _: Plan, __: RuleContext) -> Iterator[Problem]:
    """Feedback says neither what was seen nor what to do, or judges the person (improvement-plan article)."""
    for place, feedback in enumerate(check_in.feedback):
        if (feedback.why and feedback.next) or any(label_on_person(feedback.what)):
            continue  # a label is CP602's: fixing that says what was done
        verdict = judge(". ".join(filter(None, (feedback.what, feedback.next))), Kind.FEEDBACK)
        if verdict.is_weak:
            yield Problem(
                ("feedback", place),
                f"this feedback {verdict.reasons[0]}",
                "say what was done and, where it helps, why it mattered and what to do next time",
                rewrite="" if feedback.next else verdict.rewrite,
            )
