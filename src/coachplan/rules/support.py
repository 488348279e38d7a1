"""CP6xx: coaching stays apart from formal performance support."""

from collections.abc import Iterator

from coachplan.model import Plan
from coachplan.rules.rule import Problem, Setting

FORMAL_PARTS = ("success_criteria", "responsibilities", "consequences", "previous_step")


def formal_part_in_coaching(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A part of formal performance support stands in a coaching plan (S1, S3: coaching is not corrective action)."""
    if plan.kind == "performance-support":
        return
    for key in FORMAL_PARTS:
        if getattr(plan, key) is not None:
            yield Problem(
                (key,),
                f"`{key}` belongs to formal performance support, not to a coaching plan",
                "remove it, or keep a separate plan of kind `performance-support`",
            )
