"""The one list of what a plan waits for: the team member's answers, a word on the terms, and promises without a day."""

from typing import NamedTuple

from coachplan.coaching.consent import Consent, consents
from coachplan.coaching.proposals import open_proposals
from coachplan.plan import Activity, Plan, SupportAsset, texts
from coachplan.plan.guidance import is_placeholder


class Waits(NamedTuple):
    """The proposals that wait for an answer, by place; the words on the terms that are due; promises without a day."""

    answers: tuple[tuple[int, Activity], ...] = ()
    terms: tuple[Consent, ...] = ()
    promised: tuple[SupportAsset, ...] = ()


def waits(plan: Plan) -> Waits:
    """Return what a plan waits for; nothing of one that is closed, and nothing that is still to be filled in.

    A word on the terms is due from those who have not given one and from those since whose word they have changed. A
    plan of coaching in which nobody acknowledges anything does without.
    """
    if plan.status == "closed":
        return Waits()
    proposals = ((place, plan.activities[place]) for place in open_proposals(plan))
    is_asked = plan.acknowledgements or plan.kind == "performance-support"
    is_asked = is_asked and not any(is_placeholder(text) for _, text in texts(plan))
    return Waits(
        tuple((place, activity) for place, activity in proposals if not is_placeholder(activity.what)),
        tuple(entry for entry in consents(plan) if entry.state in ("never", "again")) if is_asked else (),
        tuple(
            asset
            for asset in plan.support_assets
            if asset.status == "promised" and not asset.due and not is_placeholder(asset.what)
        ),
    )
