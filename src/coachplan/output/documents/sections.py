"""The terms that two people agreed on, as data for a template: seven sections, formal support, acknowledgements."""

from collections.abc import Sequence
from itertools import islice

from coachplan.base.words import said_to_terms
from coachplan.coaching.proposals import yes_that_matters
from coachplan.output.documents.forms import (
    Data,
    due_in_words,
    fields,
    in_parts,
    person_in_role,
    rhythm_in_words,
    role_name,
)
from coachplan.plan import Acknowledgement, Activity, Cadence, Plan
from coachplan.plan.guidance import GUIDANCE


def terms_and_people(plan: Plan, measures: Sequence[Data]) -> Data:
    """Return all that stands in the plan but its course; `measures` are those of all goals, in their order."""
    opportunity = plan.opportunity
    return {
        "team_member": in_parts(plan.people.team_member),
        "manager": in_parts(plan.people.manager),
        "people": [{"role": role_name(role), **in_parts(person)} for role, person in plan.people.in_roles()],
        "readers": [person.name for person in plan.people.readers()],
        "opportunity": fields(opportunity, aligned_with_managers_manager="aligned") if opportunity else None,
        "sections": _sections(plan, measures),
        "support": _performance_support(plan),
        "revisions": [fields(entry, from_="before", to="since") for entry in plan.revisions],
        "acknowledgements": [_acknowledgement(entry) for entry in plan.acknowledgements],
        "ignored": [{"code": code, "reason": reason} for code, reason in plan.ignore.items()],
        "follows": plan.follows,
    }


def _acknowledgement(entry: Acknowledgement) -> Data:
    said = said_to_terms(entry.stance, names_them=entry.terms is not None)
    return {**fields(entry), "stance": said, "terms": entry.terms}


def _sections(plan: Plan, measures: Sequence[Data]) -> dict[str, Data]:
    left = iter(measures)
    entries: dict[str, list[Data]] = {
        "development_area": in_parts(plan.development_area),
        "current_state": [{**fields(view), "evidence": list(view.evidence or ())} for view in plan.current_state],
        "goal_state": [
            {**fields(goal), "measures": list(islice(left, len(goal.measures)))} for goal in plan.goal_state
        ],
        "activities": [_activity(plan, activity) for activity in plan.activities],
        "timeline": [],
        "support_assets": [
            {**fields(asset, from_="giver"), "giver": person_in_role(plan, asset.from_)}
            for asset in plan.support_assets
        ],
        "update_cadence": [
            {**fields(cadence), "words": _cadence_in_words(cadence), "dates": in_parts(cadence.dates or ())}
            for cadence in plan.update_cadence
        ],
    }
    return {
        key: {"number": number, "title": GUIDANCE[key].title, "ask": GUIDANCE[key].ask, "entries": entries[key]}
        for number, key in enumerate(GUIDANCE, start=1)
    }


def _activity(plan: Plan, activity: Activity) -> Data:
    return {
        **fields(activity),
        "status": activity.counts_as,
        "agreed": in_parts(yes_that_matters(activity)),
        "is_changed": activity.is_changed,
        "owner": person_in_role(plan, activity.owner),
        "proposed_by": person_in_role(plan, activity.proposed_by),
        "due": due_in_words(plan, activity.due),
    }


def _cadence_in_words(cadence: Cadence) -> str | None:
    """Return a rhythm such as `Every 2 weeks, on Tuesday`; None where only fixed days are set."""
    days = " and ".join(day.capitalize() for day in cadence.day or ())
    every = rhythm_in_words(cadence.every) if cadence.every else ""
    words = f"{every}, on {days}" if every and days else every or (f"every {days}" if days else "")
    return words[:1].upper() + words[1:] or None


def _performance_support(plan: Plan) -> Data:
    shares = plan.responsibilities
    return {
        "previous_step": plan.previous_step,
        "success_criteria": list(plan.success_criteria or ()),
        "of_team_member": list(shares.team_member) if shares else [],
        "of_manager": list(shares.manager) if shares else [],
        "consequences": plan.consequences,
    }
