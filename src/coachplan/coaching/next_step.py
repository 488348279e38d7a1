"""What a plan waits for first, once something of it was recorded: answers to proposals, and a word on new terms."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from coachplan.coaching.consent import consents, is_to_be_filled_in
from coachplan.coaching.waiting import waits
from coachplan.plan import THE_TWO, Plan, Role


class NextStep(NamedTuple):
    """A step that the person in a role takes next, and the number of things that it is about."""

    role: Role
    kind: Literal["answer", "agree"]
    number: int = 1


def next_steps(plan: Plan) -> Iterator[NextStep]:
    """Yield the steps that are next in a plan, each person's first one; none where nothing keeps it from going on.

    A draft waits for a word of both on its terms, the team member's after their answers.
    """
    answers = len(waits(plan).answers)
    if answers:
        yield NextStep("team_member", "answer", answers)
    if plan.status != "draft" or is_to_be_filled_in(plan):
        return
    for consent in consents(plan):
        is_open = consent.is_due and consent.role in THE_TWO
        if is_open and not (answers and consent.role == "team_member"):
            yield NextStep(consent.role, "agree")
