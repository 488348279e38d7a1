"""What a plan waits for first, once something of it was recorded: answers to proposals, and a word on new terms."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from coachplan.coaching.consent import consents
from coachplan.coaching.waiting import waits
from coachplan.plan import Plan, Role, texts
from coachplan.plan.guidance import is_placeholder

_THE_TWO = ("team_member", "manager")


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
    if plan.status != "draft" or any(is_placeholder(text) for _, text in texts(plan)):
        return
    for consent in consents(plan):
        is_open = consent.state in ("never", "again") and consent.role in _THE_TWO
        if is_open and not (answers and consent.role == "team_member"):
            yield NextStep(consent.role, "agree")
