"""CP2xx: goals and their measures."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from coachplan.checks.rule import ERROR, HINT, WARNING, Location, PlanRule, Problem, RuleContext
from coachplan.checks.wording import Kind, Verdict, judge_once
from coachplan.plan import Goal, Measure, Plan, Value
from coachplan.plan.guidance import is_placeholder
from coachplan.progress import bounds, is_reached


def measures(plan: Plan) -> Iterator[tuple[Location, Measure]]:
    """Every measure of a plan, with its location."""
    for place, goal in enumerate(plan.goal_state):
        for number, measure in enumerate(goal.measures):
            yield ("goal_state", place, "measures", number), measure


@PlanRule("CP201", "measure-outside-timeline", ERROR, reads="goal_state timeline")
def measure_outside_timeline(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A measure or one of its steps is due before the plan starts or after it ends."""
    for location, measure in measures(plan):
        days: dict[Location, date | None] = {("by",): measure.by}
        days |= {("steps", place, "by"): step.by for place, step in enumerate(measure.steps)}
        for steps, day in days.items():
            if day and plan.timeline.is_outside(day):
                yield Problem(
                    (*location, *steps),
                    "this measure's day is outside the timeline",
                    "move the day, or the timeline's start or end",
                )


@PlanRule("CP202", "duplicate-measure", ERROR, reads="goal_state")
def duplicate_measure(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """Two measures have the same name, so that a check-in cannot say which it means."""
    seen: set[str] = set()
    for location, measure in measures(plan):
        if measure.name in seen:
            yield Problem((*location, "name"), "an earlier measure has the same name", "give each measure its own name")
        seen.add(measure.name)


@PlanRule("CP203", "incomplete-measure", HINT, whole="goal_state")
def incomplete_measure(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """Measures without direction, baseline or target cannot show progress; said once a goal."""
    for place, goal in enumerate(plan.goal_state):
        lacks = [missing for measure in goal.measures if (missing := _missing(measure))]
        if not lacks:
            continue
        keys = ", ".join(f"`{key}`" for key in _OF_A_MEASURE if any(key in missing for missing in lacks))
        others = f"{len(lacks) - 1} others" if len(lacks) > 2 else "another"
        subject = f"this measure and {others} of the goal lack" if len(lacks) > 1 else "this measure lacks"
        first = next(number for number, measure in enumerate(goal.measures) if _missing(measure))
        yield Problem(
            ("goal_state", place, "measures", first),
            f"{subject} {keys}",
            f"add {keys}, so that both see how far it has come",
        )


_OF_A_MEASURE = ("direction", "baseline", "target")
# Done once in the plan, and not before: talks given, a course that is passed.
_DONE = r"(?:\w{2,}ed|led|held|given|written|done|made|built|won|sold|taken|taught|run|read)"
_OF_DEEDS = re.compile(rf"\b{_DONE}\b", re.IGNORECASE)
_IS_THERE = re.compile(rf"yes|complete|live|certificate|{_DONE}", re.IGNORECASE)
_IN_A_TIME = re.compile(r"\b(?:per|a|an|each|every|daily|weekly|monthly|yearly)\b|[%/]", re.IGNORECASE)


def _missing(measure: Measure) -> list[str]:
    """The keys that a measure needs to show progress, and does not have."""
    known = {"direction": measure.better, "baseline": measure.baseline, "target": measure.goal}
    missing = [key for key in _OF_A_MEASURE if known[key] is None]
    if measure.goal and (measure.direction == "maintain" or _starts_from_nothing(measure, measure.goal)):
        return []
    return missing


def _starts_from_nothing(measure: Measure, target: Value) -> bool:
    """True if a measure counts deeds that the plan brings about, or something that is there or is not."""
    if measure.direction == "decrease" or measure.scale:
        return False
    if target.kind == "text":
        return _IS_THERE.fullmatch(target.text) is not None
    words = f"{measure.name} {measure.unit or ''} {target.text}"
    return _OF_DEEDS.search(measure.name) is not None and not _IN_A_TIME.search(words) and not target.is_change


@PlanRule("CP204", "no-measure", HINT, whole="goal_state")
def no_measure(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A goal has no measure (improvement-plan article: measurable goals); of a weak goal, CP206 speaks."""
    for place, goal in enumerate(plan.goal_state):
        if not (goal.measures or _verdict_on(goal).is_weak):
            yield Problem(
                ("goal_state", place),
                "this goal has no measure yet",
                "add `measures:` with a name, a direction, a baseline and a target",
            )


@PlanRule("CP205", "off-scale", ERROR, whole="goal_state")
def off_scale(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A baseline, target or step is not a level of the measure's own scale."""
    for location, measure in measures(plan):
        values: dict[Location, Value | None] = {("baseline",): measure.baseline, ("target",): measure.target}
        values |= {("steps", place, "target"): step.target for place, step in enumerate(measure.steps)}
        for steps, value in values.items():
            if measure.scale and value and value.text not in measure.scale:
                yield Problem(
                    (*location, *steps), "this is not a level of the measure's `scale`", "use one of its levels"
                )


_LETTERS = {
    "S": ("a behaviour that others can observe", "name what others will see or hear"),
    "M": ("a measure", "say from how much to how much, or add `measures:`"),
    "A": ("an aim that is within reach", "aim for what both believe in, or say why under `achievable_because`"),
    "R": ("a link to the work", "say under `relevant_because` what the work gains"),
    "T": ("a deadline", "say by when"),
}


@PlanRule("CP206", "goal-not-smart", WARNING, whole="goal_state status")
def goal_not_smart(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A goal lacks letters of SMART, as far as its words and keys show (improvement-plan article, and handbook).

    Where only one of S, M and T is missing, others know what is meant: CP204 asks for a measure, and the end of the
    plan is every goal's deadline.
    """
    for place, goal in enumerate(plan.goal_state):
        verdict = _verdict_on(goal)
        if verdict.is_weak and not is_placeholder(goal.goal):
            names = [f"{letter} ({_LETTERS[letter][0]})" for letter in verdict.missing]
            listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
            yield Problem(
                ("goal_state", place, "goal"),
                f"the goal lacks {listed}",
                "; ".join(_LETTERS[letter][1] for letter in verdict.missing),
                rewrite="" if _beside(goal) else verdict.rewrite,
            )


def _verdict_on(goal: Goal) -> Verdict:
    """The verdict on a goal's words and the keys beside them."""
    beside = _beside(goal)
    return Verdict(goal.goal, Kind.GOAL) if beside >= {*"SMAR"} else judge_once(goal.goal, Kind.GOAL, beside)


def _beside(goal: Goal) -> frozenset[str]:
    """The letters of SMART that the keys beside a goal's words hold."""
    is_measured = any(map(_has_numbers, goal.measures))
    has = {
        "S": is_measured,
        "M": is_measured,
        "A": goal.achievable_because,
        "R": goal.relevant_because,
        "T": any(measure.by or measure.steps for measure in goal.measures),
    }
    return frozenset(letter for letter, is_there in has.items() if is_there)


def _has_numbers(measure: Measure) -> bool:
    """True if both would know by a measure that the goal is reached: a name and a direction alone say nothing."""
    return bool(measure.baseline or measure.target or measure.scale or measure.steps)


@PlanRule("CP207", "nothing-to-change", WARNING, whole="goal_state")
def nothing_to_change(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The baseline meets the target already, though the measure is to go up or down."""
    for location, measure in measures(plan):
        if _starts_where_it_ends(measure) and not _is_contradicted(measure):
            yield Problem(
                (*location, "target"),
                "the baseline meets this target already",
                "aim for a value that shows a change, or set `direction: maintain` to hold it steady",
            )


@PlanRule("CP208", "direction-contradicted", ERROR, whole="goal_state")
def direction_contradicted(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The target lies on the worse side of the baseline, or is a bound on that side, so that progress reads as loss."""
    for location, measure in measures(plan):
        if _is_contradicted(measure):
            yield Problem(
                (*location, "target"),
                f"`direction` says {measure.direction}, and this target lies the other way",
                "correct the direction, the baseline or the target",
            )


@PlanRule("CP209", "steps-out-of-order", ERROR, whole="goal_state")
def steps_out_of_order(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The steps of a measure are not in the order of their days, or lead past its day or its target."""
    for location, measure in measures(plan):
        for number, step in enumerate(measure.steps):
            place = (*location, "steps", number)
            if number and step.by <= measure.steps[number - 1].by:
                yield Problem(
                    (*place, "by"),
                    "this step is not later than the one before it",
                    "put the steps in order of their days",
                )
            elif measure.by and step.by > measure.by:
                yield Problem(
                    (*place, "by"),
                    "this step is later than the measure's own day",
                    "move the step, or the measure's `by`",
                )
            if _is_beyond(measure, step.target):
                yield Problem(
                    (*place, "target"), "this step goes further than the target", "correct the step, or aim further"
                )


def _starts_where_it_ends(measure: Measure) -> bool:
    baseline, target = measure.baseline, measure.target
    if not (baseline and target) or not _are_comparable(measure, baseline, target) or is_placeholder(target.text):
        return False
    return bool(is_reached(measure, baseline))


def _is_contradicted(measure: Measure) -> bool:
    baseline, target = measure.baseline, measure.target
    if target is None:
        return False
    if (measure.direction, target.kind) in (("increase", "at-most"), ("decrease", "at-least")) and not measure.scale:
        return True
    return baseline is not None and _is_further(measure, baseline, target)


def _is_beyond(measure: Measure, value: Value) -> bool:
    return measure.target is not None and not _is_contradicted(measure) and _is_further(measure, value, measure.target)


def _is_further(measure: Measure, value: Value, other: Value) -> bool:
    """True if all of `value` lies on the better side of all of `other`."""
    if not _are_comparable(measure, value, other):
        return False
    (low, high), (least, most) = _ends(measure, value), _ends(measure, other)
    worse, better, sign = (high, least, -1) if measure.better == "decrease" else (low, most, 1)
    return worse is not None and better is not None and (worse - better) * sign > 0


def _ends(measure: Measure, value: Value) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the greatest number of a value, in the unit of the measure, or the place of its level."""
    if measure.scale:
        return (level := Decimal(measure.scale.index(value.text))), level
    low, high = bounds(measure, value)
    return low and low.number, high and high.number


_NO_UNIT = re.compile(r"at least|at most|out of|\bof\b|\bto\b|[-+–/.,:<>=≤≥\d\s]")


def _are_comparable(measure: Measure, one: Value, other: Value) -> bool:
    """True if one of two values of a measure can be better: both are levels, or numbers of the same sort."""
    if measure.better not in ("increase", "decrease"):
        return False
    if measure.scale:
        return one.text in measure.scale and other.text in measure.scale
    return one.is_change == other.is_change and _words(one) == _words(other)


def _words(value: Value) -> str:
    """Return the words of a value that are not part of its number: its unit, where that is not of a known sort."""
    return "" if value.sort else _NO_UNIT.sub("", value.text) if value.kind != "text" else value.text
