"""The end of a plan, and the look back at it later, for people."""

from collections.abc import Mapping, Sequence

from coachplan.base.words import SUSTAINED, capitalized
from coachplan.output.terminal.console import clean, line
from coachplan.output.terminal.plain import columns
from coachplan.plan import CheckIn, Measure, Plan, Value
from coachplan.progress import distance, is_reached


def final_values(plan: Plan) -> str:
    """Return each measure from its baseline to its final value and its target; empty where the plan has none."""
    final = plan.outcome.measures if plan.outcome else {}
    rows = [
        ("", measure.name, f"{measure.baseline or '–'} → {final.get(measure.name, '–')}", _aim(measure, final))
        for measure in plan.measures
    ]
    return columns(rows) if rows else ""


def _aim(measure: Measure, final: dict[str, Value]) -> str:
    if measure.target is None:
        return ""
    value = final.get(measure.name)
    return f"target {measure.target}{' ✓' if value and is_reached(measure, value) else ''}"


def not_borne_out(measures: Sequence[Measure], final: Mapping[str, Value]) -> str:
    """Return in a line which values do not bear out that a plan is achieved."""
    ends = [
        f"{measure.name} ends at {value}, of {measure.target}"
        if (value := final.get(measure.name))
        else f"{measure.name} has no value"
        for measure in measures
    ]
    return line(f"Not all of it is borne out by the measures: {'; '.join(ends)}")


def lasted(plan: Plan, review: CheckIn) -> str:
    """Return how much of the change is still there, and each measure at the end against now."""
    final = plan.outcome.measures if plan.outcome else {}
    rows = [
        ("", measure.name, f"at the end {final.get(measure.name, '–')}, now {now}", _compared(measure, final, now))
        for measure in plan.measures
        if (now := review.measures.get(measure.name))
    ]
    said = [capitalized(SUSTAINED[review.sustained])] if review.sustained else []
    return clean("\n".join([*said, *([columns(rows)] if rows else [])]))


def _compared(measure: Measure, final: dict[str, Value], now: Value) -> str:
    """Return the value now against that at the end, in a word; empty where they cannot be compared."""
    if is_reached(measure, now):
        return "target held ✓"
    before = distance(measure, final[measure.name]) if measure.name in final else None
    after = distance(measure, now)
    if before is None or after is None:
        return ""
    return "closer" if after < before else "held" if after == before else "farther"
