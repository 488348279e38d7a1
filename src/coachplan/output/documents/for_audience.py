"""The first part of a document for one person, its lines to sign, and the summary, as data for a template."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coachplan.base.words import RESULTS, STANCES, SUSTAINED, capitalized, spaced
from coachplan.coaching.consent import Consent
from coachplan.output.documents.forms import (
    Data,
    cleaned,
    day_in_parts,
    due_in_words,
    in_parts,
    person_in_role,
    rhythm_in_words,
    role_name,
    session_day,
    share,
)
from coachplan.plan import Activity, Plan, Role, SupportAsset
from coachplan.views.briefing import Brief, ToDo

_STATES = {
    "forgotten": "A draft that should have begun",
    "no-evidence": "No evidence yet",
    "on-track": "On track",
    "watch": "Worth a look",
    "needs-attention": "Needs attention",
    "stalled": "Stalled: time to rethink the approach",
    "on-hold": "On hold",
    "ended": "The last day is over: the look back is next",
    "not-started": "Has not begun",
    "draft": "A draft",
    "closed": "Closed",
}
_NOT_YET = "has not acknowledged the terms"


def to_do(plan: Plan, theirs: ToDo, today: date) -> Data:
    """Return the tasks of one person, for the first part of their page."""
    return cleaned(
        {
            "answers": [_theirs(plan, activity) for activity in theirs.answers],
            "terms": {"never": "new", "again": "changed"}[theirs.terms.state] if theirs.terms else None,
            "promised": [_theirs(plan, asset) for asset in theirs.promised],
            "activities": [_theirs(plan, activity) for activity in theirs.activities],
            "session": session_day(theirs.day, today),
            "look_back": in_parts(plan.timeline.end if theirs.look_back else None),
            "questions": list(theirs.questions),
        }
    )


def _theirs(plan: Plan, entry: Activity | SupportAsset) -> Data:
    """Return an activity or a promise, with what there is to know before it is done."""
    details = [due_in_words(plan, entry.due), rhythm_in_words(entry.every) if entry.every else None]
    if isinstance(entry, Activity):
        giver = person_in_role(plan, entry.proposed_by) if entry.counts_as == "proposed" else None
        changed = f"changed since {entry.agreed.by.name} accepted it" if entry.agreed and entry.is_changed else None
        details += [entry.cue, f"proposed by {giver}" if giver else None, changed]
    return {
        "what": entry.what,
        "is_under_way": isinstance(entry, Activity) and entry.counts_as == "doing",
        "details": [detail for detail in details if detail],
    }


def signatures(plan: Plan, consents: Sequence[Consent]) -> list[Data]:
    """Return the people who sign the printed page, each with what they have acknowledged already."""
    roles: list[Role] = ["team_member", "manager"]
    if plan.kind == "performance-support":
        roles += ["managers_manager", "hr"]
    recorded = {
        consent.role: {
            "stance": STANCES[entry.stance],
            "date": day_in_parts(entry.date),
            "changed": consent.state == "again",
        }
        for consent in consents
        if (entry := consent.entry) and consent.state != "unknown"
    }
    return [
        cleaned({"role": role_name(role), "name": person.name, "recorded": recorded.get(role)})
        for role in roles
        if (person := plan.people.in_role(role))
    ]


def apart(data: Data, agreed: Data) -> Data:
    """Return what a page to sign has in other places: nothing but terms above the signatures, all else `beside`.

    `agreed` is the page of the terms alone. Its title is the kind of plan, as a title is not among the terms.
    """
    terms = {key: agreed[key] for key in ("people", "sections", "support", "timeline")}
    activities = [
        entry
        for entry in data["sections"]["activities"]["entries"]
        if entry["status"] in ("proposed", "declined") or entry["agreed"] or entry["why"] or entry["learned"]
    ]
    beside = {
        "title": data["title"],
        "helpers": [person for person in data["people"] if person not in agreed["people"]],
        "activities": activities,
        "timeline": data["timeline"],
        "previous_step": data["support"]["previous_step"],
    }
    return {**terms, "title": data["label"], "beside": beside}


def summary(brief: Brief, *, labels: Mapping[str, str], today: date, unread: int = 0) -> dict[str, Any]:
    """Return everything that the template of the summary needs: of people's words, their names alone; see `page`."""
    return cleaned(
        {
            "label": labels.get(brief.kind, capitalized(spaced(brief.kind))),
            "people": [{"role": role_name(role), "name": name} for role, name in brief.people],
            "team_member": brief.people[0][1],
            "manager": brief.people[1][1],
            "today": day_in_parts(today),
            "state": brief.state,
            "state_in_words": _STATES[brief.state],
            **_way(brief, today),
            "kept": {"due": brief.kept.due, "met": brief.kept.met},
            "unread_check_ins": unread,
            "last": in_parts(brief.last),
            "next": session_day(brief.next, today),
            "measures": {"reached": brief.measures[0], "all": brief.measures[1]},
            "milestones": {"reached": brief.milestones[0], "all": brief.milestones[1]},
            "agreement": [
                {
                    "name": word.name,
                    "stance": STANCES[word.stance] if word.stance else _NOT_YET,
                    "date": in_parts(word.day),
                    "changed": word.changed,
                }
                for word in brief.agreement
            ],
            "outcome": brief.outcome and {"result": RESULTS[brief.outcome[0]], "date": day_in_parts(brief.outcome[1])},
            "follow_up": brief.follow_up
            and {"sustained": SUSTAINED[brief.follow_up[0]], "date": day_in_parts(brief.follow_up[1])},
        }
    )


def _way(brief: Brief, today: date) -> Data:
    """Return the way from start to end; places on it are thousandths."""
    days = (brief.end - brief.start).days
    until = brief.outcome[1] if brief.outcome else brief.end if brief.state == "closed" else today
    return {
        "start": day_in_parts(brief.start),
        "end": day_in_parts(brief.end),
        "days": max(0, days),
        "days_left": brief.days_left,
        "elapsed": share((until - brief.start).days, days),
        "sessions": [
            share((day - brief.start).days, days) for day in brief.sessions if brief.start <= day <= brief.end
        ],
        "extensions": [
            {"date": day_in_parts(day), "before": day_in_parts(before), "since": day_in_parts(since)}
            for day, before, since in brief.extensions
        ],
        "rests": [{"since": day_in_parts(since), "until": in_parts(until)} for since, until in brief.rests],
    }
