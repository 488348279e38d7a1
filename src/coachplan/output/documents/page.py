"""One coaching plan as plain data, for templates and programs: results in, no decisions about coaching."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from coachplan.base.policy import Policy
from coachplan.base.words import ROLES, capitalized, spaced
from coachplan.coaching.agenda import open_reviews
from coachplan.coaching.changes import STANCES
from coachplan.coaching.consent import Consent
from coachplan.output.documents.drawing import draw, shows
from coachplan.output.terminal.console import clean
from coachplan.plan import (
    READERS,
    WEEKDAYS,
    Activity,
    After,
    Cadence,
    CheckIn,
    Goal,
    Measure,
    Person,
    Plan,
    Rhythm,
    Role,
    SupportAsset,
    Value,
)
from coachplan.plan.guidance import GUIDANCE
from coachplan.progress import expected, in_words, is_reached
from coachplan.views.briefing import Brief, ToDo
from coachplan.views.plan_view import Course, Dashboard, dashboard

if TYPE_CHECKING:
    from coachplan.base.settings import Settings
    from coachplan.format import Document
    from coachplan.views.audience import Told

Data: TypeAlias = dict[str, Any]  # nested dict[str, Data] | list[Data] | str | int | bool | None

_WHOLE_WAY = 1000

_DIRECTIONS = {"increase": "higher is better", "decrease": "lower is better", "maintain": "to be kept up"}
_TIME_DIRECTIONS = {"increase": "later is better", "decrease": "earlier is better", "maintain": "to be kept up"}
_RESULTS = {
    "achieved": "Achieved",
    "partly-achieved": "Partly achieved",
    "not-achieved": "Not achieved",
    "stopped": "Stopped",
    "superseded": "Replaced by another plan",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_BARE_RHYTHM = re.compile(r"(?:\w+ )?(?:working |business |work)?(?:day|week|fortnight|month|quarter)s?", re.IGNORECASE)
_WITH_ITS_OWN_WORD = re.compile(r"(?:every|each|per|a|once|twice)\b|\w+ times\b", re.IGNORECASE)


# -- data for a template -----------------------------------------------------------------------------------------------


def page(
    plan: Plan,
    body: str,
    check_ins: Sequence[CheckIn],
    *,
    labels: Mapping[str, str],
    today: date,
    notes: Sequence[str] = (),
    policy: Policy | None = None,
    drawn: bool = False,
    unread: int = 0,
    board: Dashboard | None = None,
) -> dict[str, Any]:
    """Everything that a template needs, as plain data: dict, list, str, int, bool and None only.

    It is what was known on the day `today`: what was recorded later is left out. `body` is the Markdown below the
    plan's front matter, `notes` that of each check-in, in the order of `check_ins`; `unread` more check-ins cannot be
    read, or not in full. `labels` names the kinds of plan. `board` is where the plan stands, for a reader who gets less
    of the check-ins than that is told by.

    A day is `{"iso": "2026-01-05", "human": "5 January 2026", "short": "5 January", "weekday": "Monday"}`, that of a
    session also says whether it `is_past`; places on the timeline are thousandths of the way from start to end.
    Check-ins come newest first, values are text as it was written, and characters that would hide or reorder text are
    made visible. Where it is to be `drawn`, each measure has its `drawing`: the `svg`, and what it `shows`.
    """
    all_notes = [*notes, *("" for _ in check_ins[len(notes) :])]
    known = [entry for entry in zip(check_ins, all_notes, strict=True) if entry[0].date <= today]
    story = sorted(known, key=lambda entry: entry[0].date)
    check_ins = [check_in for check_in, _ in story]
    board = board or dashboard(plan, check_ins, today, policy or Policy())
    measures = _measures(board, today, drawn=drawn)
    people = plan.people
    data: Data = _cleaned(
        {
            "title": plan.title,
            "label": labels.get(plan.kind, capitalized(spaced(plan.kind))),
            "is_formal": plan.kind == "performance-support",
            "purpose": plan.purpose,
            "status": spaced(plan.status),
            "team_member": _person(people.team_member),
            "manager": _person(people.manager),
            "people": _people(plan),
            "readers": [person.name for person in people.readers()],
            "today": day_in_parts(today),
            **_where_it_stands(board, today),
            "standing": _standing(board, today),
            "unread_check_ins": unread,
            "timeline": _timeline(board, check_ins, today),
            "opportunity": _opportunity(plan),
            "sections": _sections(plan, measures),
            "measures": measures,
            "check_ins": [_check_in(plan, check_in, note) for check_in, note in reversed(story)],
            "outcome": _outcome(plan),
            "follow_up": _follow_up(plan, check_ins, today),
            "revisions": [
                {
                    "date": day_in_parts(entry.date),
                    "what": entry.what,
                    "before": entry.from_,
                    "since": entry.to,
                    "why": entry.why,
                }
                for entry in plan.revisions
            ],
            "acknowledgements": [
                {
                    "by": _person(entry.by),
                    "date": day_in_parts(entry.date),
                    "stance": STANCES[entry.stance],
                    "comment": entry.comment,
                    "terms": entry.terms,
                }
                for entry in plan.acknowledgements
            ],
            "support": _performance_support(plan),
            "follows": plan.follows,
            "body": body.replace("\r\n", "\n").strip("\n"),
        }
    )
    return data


def page_of(
    document: "Document[Plan]", plan: Plan, told: "Sequence[Told]", settings: "Settings", today: date, **options: Any
) -> dict[str, Any]:
    """What `page` tells of a document and of check-ins with their notes, by the settings; `options` as there."""
    return page(
        plan,
        document.body,
        [check_in for check_in, _ in told],
        notes=[note for _, note in told],
        labels=settings.labels,
        today=today,
        policy=settings.policy,
        **options,
    )


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        return clean(part)
    if isinstance(part, dict):
        return {key: _cleaned(value) for key, value in part.items()}
    return [_cleaned(entry) for entry in part] if isinstance(part, list) else part


def day_in_parts(day: date) -> Data:
    """A day as templates get it; see `page`."""
    short = f"{day.day} {_MONTHS[day.month - 1]}"
    return {
        "iso": day.isoformat(),
        "human": f"{short} {day.year}",
        "short": short,
        "weekday": WEEKDAYS[day.weekday()].capitalize(),
    }


def _maybe_day(day: date | None) -> Data | None:
    return day_in_parts(day) if day else None


def _session_day(day: date | None, today: date) -> Data | None:
    """A day on which both are to meet, and whether it has passed without that."""
    return {**day_in_parts(day), "is_past": day < today} if day else None


def _person(person: Person) -> Data:
    return {"name": person.name, "email": person.email}


def _people(plan: Plan) -> list[Data]:
    in_roles = [(role, person) for role in READERS if (person := plan.people.in_role(role))]
    known = [*in_roles, *(("helper", person) for person in plan.people.helpers)]
    return [{"role": _role(role), **_person(person)} for role, person in known]


def _role(role: str) -> str:
    """Return the name of a role as it begins a line of a page."""
    return capitalized(ROLES[role]).replace("'", "’")


def _who(plan: Plan, role: str | None) -> str | None:
    """The name of whoever has a role, else the role in words."""
    if role is None:
        return None
    if role == "helper":
        helpers = plan.people.helpers
        return helpers[0].name if len(helpers) == 1 else "a helper"
    person = plan.people.in_role(role)
    return person.name if person else ROLES[role]


def _where_it_stands(board: Dashboard, today: date) -> Data:
    """The next touchpoint and the days left: None for a closed plan, and no days once the end has passed."""
    plan = board.plan
    start, end = plan.timeline.start, plan.timeline.end
    is_open = plan.status != "closed"
    return {
        "next_touchpoint": _session_day(board.prepared.day, today) if is_open else None,
        "days_left": (end - today).days if is_open and start <= today <= end else None,
        "days_to_start": (start - today).days if is_open and today < start else None,
        "is_past_end": is_open and today > end,
    }


def _standing(board: Dashboard, today: date) -> Data:
    """Where the plan stands: its state with the reasons, and each measure's in the order of the measures, in words."""
    prepared, stands = board.prepared, board.prepared.standing
    return {
        "state": stands.state,
        "state_in_words": capitalized(spaced(stands.state)),
        "reasons": [reason for reason in stands.reasons if reason != f"check-ins: {stands.kept.words}"],
        "awaited": stands.kept.due,
        "kept": stands.kept.met,
        "kept_in_words": stands.kept.words,
        "next_session": _session_day(prepared.day, today),
        "attention": list(board.attention),
        "wins": [{"date": day_in_parts(day), "what": win} for day, win in board.wins],
        "measures": [{"name": course.standing.measure.name, **_standing_of(course)} for course in board.courses],
    }


def _standing_of(course: Course) -> Data:
    stands = course.standing
    return {
        "state": stands.state,
        "state_in_words": spaced(stands.state),
        "expected": course.expected,
        "trend": stands.trend.word if stands.trend else None,
    }


# -- the timeline ------------------------------------------------------------------------------------------------------


def _timeline(board: Dashboard, check_ins: Sequence[CheckIn], today: date) -> Data:
    plan, timeline = board.plan, board.plan.timeline
    days = max(0, (timeline.end - timeline.start).days)
    until = today
    if plan.status == "closed":
        until = plan.outcome.date if plan.outcome else timeline.end
    return {
        "start": day_in_parts(timeline.start),
        "end": day_in_parts(timeline.end),
        "days": days,
        "day_number": min(max(0, (until - timeline.start).days), days),
        "elapsed": _place(plan, until),
        "today_at": _place(plan, today) if plan.status != "closed" and not timeline.is_outside(today) else None,
        "check_ins": [
            {"at": _place(plan, check_in.date), "date": day_in_parts(check_in.date)} for check_in in check_ins
        ],
        "milestones": [
            {
                "at": _place(plan, milestone.date),
                "date": day_in_parts(milestone.date),
                "what": milestone.what,
                "reached": _maybe_day(reached),
            }
            for milestone, reached in board.milestones
        ],
        "extensions": [
            {
                "at": _place(plan, entry.from_),
                "date": day_in_parts(entry.date),
                "before": day_in_parts(entry.from_),
                "since": day_in_parts(entry.to),
                "why": entry.why,
            }
            for entry in timeline.extensions
        ],
        "holds": [
            {"since": day_in_parts(entry.from_), "until": _maybe_day(entry.to), "why": entry.why}
            for entry in timeline.holds
        ],
    }


def _place(plan: Plan, day: date) -> int:
    """How far `day` is on the way from start to end, in thousandths; within the plan even for days that are not."""
    return _share((day - plan.timeline.start).days, (plan.timeline.end - plan.timeline.start).days)


def _share(days: int, of_days: int) -> int:
    if of_days <= 0:
        return _WHOLE_WAY if days >= of_days else 0
    return min(max(0, days * _WHOLE_WAY // of_days), _WHOLE_WAY)


# -- the seven sections ------------------------------------------------------------------------------------------------


def _sections(plan: Plan, measures: Sequence[Data]) -> dict[str, Data]:
    left = iter(measures)
    entries: dict[str, list[Data]] = {
        "development_area": [{"area": area.area, "why": area.why} for area in plan.development_area],
        "current_state": [
            {
                "manager": view.manager,
                "team_member": view.team_member,
                "circumstances": view.circumstances,
                "evidence": list(view.evidence or ()),
            }
            for view in plan.current_state
        ],
        "goal_state": [_goal(goal, list(islice(left, len(goal.measures)))) for goal in plan.goal_state],
        "activities": [_activity(plan, activity) for activity in plan.activities],
        "timeline": [],
        "support_assets": [_support_asset(plan, asset) for asset in plan.support_assets],
        "update_cadence": [_cadence(cadence) for cadence in plan.update_cadence],
    }
    return {
        key: {"number": number, "title": GUIDANCE[key].title, "ask": GUIDANCE[key].ask, "entries": entries[key]}
        for number, key in enumerate(GUIDANCE, start=1)
    }


def _goal(goal: Goal, measures: list[Data]) -> Data:
    return {
        "goal": goal.goal,
        "area": goal.area,
        "achievable_because": goal.achievable_because,
        "relevant_because": goal.relevant_because,
        "measures": measures,
    }


def _activity(plan: Plan, activity: Activity) -> Data:
    return {
        "what": activity.what,
        "kind": activity.kind,
        "owner": _who(plan, activity.owner),
        "proposed_by": _who(plan, activity.proposed_by),
        "status": activity.status,
        "due": _due(plan, activity.due),
        "cue": activity.cue,
        "every": _rhythm(activity.every) if activity.every else None,
        "learned": activity.learned,
        "why": activity.why,
    }


def _due(plan: Plan, due: date | After | None) -> str | None:
    if not isinstance(due, After):
        return f"by {day_in_parts(due)['human']}" if due else None
    first = next((activity.what for activity in plan.activities if activity.id == due.after), due.after)
    return f"within {due.within} after “{first}”"


def _support_asset(plan: Plan, asset: SupportAsset) -> Data:
    return {
        "what": asset.what,
        "giver": _who(plan, asset.from_),
        "every": _rhythm(asset.every) if asset.every else None,
        "due": _maybe_day(asset.due),
        "status": asset.status,
    }


def _cadence(cadence: Cadence) -> Data:
    return {
        "words": _cadence_in_words(cadence),
        "until": _maybe_day(cadence.until),
        "dates": [day_in_parts(day) for day in cadence.dates or ()],
        "how": cadence.how,
    }


def _cadence_in_words(cadence: Cadence) -> str | None:
    """Such as `Every 2 weeks, on Tuesday`; None where only fixed days are set."""
    days = " and ".join(day.capitalize() for day in cadence.day or ())
    every = _rhythm(cadence.every) if cadence.every else ""
    words = f"{every}, on {days}" if every and days else every or (f"every {days}" if days else "")
    return words[:1].upper() + words[1:] or None


def _rhythm(rhythm: Rhythm) -> str:
    """A rhythm as people say it: `week` becomes `every week`, `twice a week` stays."""
    text = rhythm.text
    is_bare = _BARE_RHYTHM.fullmatch(text) and not _WITH_ITS_OWN_WORD.match(text) and not text.lower().endswith("ly")
    return f"every {text}" if is_bare else text


def _opportunity(plan: Plan) -> Data | None:
    opportunity = plan.opportunity
    if opportunity is None:
        return None
    return {
        "reason": opportunity.reason,
        "business_need": opportunity.business_need,
        "aspiration": opportunity.aspiration,
        "aligned": _maybe_day(opportunity.aligned_with_managers_manager),
    }


# -- measures ----------------------------------------------------------------------------------------------------------


def _measures(board: Dashboard, today: date, *, drawn: bool) -> list[Data]:
    """Every measure of every goal, in their order: names are people's, and two measures may share one."""
    return [
        {
            **_measure(board.plan, course),
            "standing": _standing_of(course),
            "drawing": _drawing(course, today, f"chart-{number}") if drawn else None,
        }
        for number, course in enumerate(board.courses, 1)
    ]


def _drawing(course: Course, today: date, id_: str) -> Data | None:
    svg = draw(course, today, id_)
    return {"svg": svg, "shows": shows(course)} if svg else None


def _measure(plan: Plan, course: Course) -> Data:
    """A measure from its baseline to its target; `current` is the final value where there is one, else the latest."""
    measure, latest = course.standing.measure, course.standing.latest
    result = plan.outcome.measures.get(measure.name) if plan.outcome else None
    current = result or latest
    return {
        "name": measure.name,
        "unit": measure.unit,
        "direction": measure.direction,
        "direction_in_words": _direction_in_words(measure),
        "baseline": _written(measure.baseline),
        "target": _written(measure.target),
        "by": _maybe_day(measure.by),
        "steps": [{"by": day_in_parts(step.by), "target": step.target.text} for step in measure.steps],
        "scale": list(measure.scale or ()),
        "series": [
            {"date": day_in_parts(day), "value": value.text, "expected": _expected(plan, measure, day)}
            for day, value in course.values
        ],
        "latest": _written(latest),
        "latest_on": _maybe_day(course.standing.day),
        "result": _written(result),
        "current": _written(current),
        "is_reached": is_reached(measure, current) if current else None,
    }


def _expected(plan: Plan, measure: Measure, day: date) -> str | None:
    """What the expected line shows on a day, in words."""
    timeline = plan.timeline
    place = expected(measure, timeline.start, day, timeline.end, timeline.holds)
    return None if place is None else in_words(measure, place)


def _written(value: Value | None) -> str | None:
    return value.text if value else None


def _direction_in_words(measure: Measure) -> str | None:
    if measure.direction is None:
        return None
    is_time = any(value is not None and value.kind == "time" for value in (measure.baseline, measure.target))
    return (_TIME_DIRECTIONS if is_time else _DIRECTIONS)[measure.direction]


# -- what happened -----------------------------------------------------------------------------------------------------


_SUSTAINED = {
    "fully": "the change has lasted",
    "partly": "part of the change has lasted",
    "not": "the change has not lasted",
}


def _check_in(plan: Plan, check_in: CheckIn, note: str) -> Data:
    return {
        "date": day_in_parts(check_in.date),
        "at": _place(plan, check_in.date),
        "by": _person(check_in.by),
        "about": check_in.about,
        "sustained": _SUSTAINED.get(check_in.sustained or ""),
        "measures": _named_values(check_in.measures),
        "practice": _named_values(check_in.practice),
        "evidence": list(check_in.evidence),
        "reflections": [{"asked": entry.asked, "answer": entry.answer} for entry in check_in.reflections],
        "wins": list(check_in.wins),
        "milestones": list(check_in.milestones),
        "obstacles": list(check_in.obstacles),
        "root_cause": list(check_in.root_cause),
        "feedback": [
            {
                "giver": _person(entry.from_) if entry.from_ else None,
                "what": entry.what,
                "why": entry.why,
                "next": entry.next,
            }
            for entry in check_in.feedback
        ],
        "adjustments": list(check_in.adjustments),
        "next_steps": list(check_in.next_steps),
        "note": note.replace("\r\n", "\n").strip("\n"),
    }


def _named_values(measures: Mapping[str, Value]) -> list[Data]:
    return [{"name": name, "value": value.text} for name, value in measures.items()]


def _outcome(plan: Plan) -> Data | None:
    outcome = plan.outcome
    if outcome is None:
        return None
    return {
        "result": outcome.result,
        "result_in_words": _RESULTS[outcome.result],
        "date": day_in_parts(outcome.date),
        "summary": outcome.summary,
        "measures": _named_values(outcome.measures),
        "helped": list(outcome.helped or ()),
        "hindered": list(outcome.hindered or ()),
        "team_member": outcome.team_member,
    }


def _follow_up(plan: Plan, check_ins: Sequence[CheckIn], today: date) -> Data | None:
    """The days on which to look again that are still to come, and the looks that were taken, with their answer."""
    follow_up = plan.follow_up
    if follow_up is None:
        return None
    to_come = {day for _, day in open_reviews(plan, check_ins)}
    held = [entry for entry in check_ins if entry.sustained]
    return {
        "sustain_until": _maybe_day(follow_up.sustain_until),
        "reviews": [_session_day(day, today) for day in follow_up.reviews or () if day in to_come],
        "held": [{"date": day_in_parts(entry.date), "sustained": _SUSTAINED[entry.sustained or ""]} for entry in held],
    }


def _performance_support(plan: Plan) -> Data:
    shares = plan.responsibilities
    return {
        "previous_step": plan.previous_step,
        "success_criteria": list(plan.success_criteria or ()),
        "of_team_member": list(shares.team_member) if shares else [],
        "of_manager": list(shares.manager) if shares else [],
        "consequences": plan.consequences,
    }


# -- for one audience --------------------------------------------------------------------------------------------------


_STATES = {
    "on-track": "On track",
    "watch": "Worth a look",
    "needs-attention": "Needs attention",
    "stalled": "Stands still: the approach is looked at anew",
    "on-hold": "At rest",
    "ended": "The last day is over: the look back is next",
    "not-started": "Has not begun",
    "draft": "A draft",
    "closed": "Closed",
}
_NOT_YET = "has not acknowledged the terms"


def to_do(plan: Plan, theirs: ToDo, today: date) -> Data:
    """What is one person's to do, for the first part of their page."""
    data: Data = _cleaned(
        {
            "answers": [_theirs(plan, activity) for activity in theirs.answers],
            "terms": {"never": "new", "again": "changed"}[theirs.terms.state] if theirs.terms else None,
            "promised": [_theirs(plan, asset) for asset in theirs.promised],
            "activities": [_theirs(plan, activity) for activity in theirs.activities],
            "session": _session_day(theirs.day, today),
            "look_back": _maybe_day(plan.timeline.end if theirs.look_back else None),
            "questions": list(theirs.questions),
        }
    )
    return data


def _theirs(plan: Plan, entry: Activity | SupportAsset) -> Data:
    """An activity or a promise, with what there is to know before it is done."""
    cue, proposed = None, None
    if isinstance(entry, Activity):
        cue = entry.cue
        if entry.status == "proposed" and (giver := _who(plan, entry.proposed_by)):
            proposed = f"proposed by {giver}"
    details = (_due(plan, entry.due), _rhythm(entry.every) if entry.every else None, cue, proposed)
    return {
        "what": entry.what,
        "is_under_way": entry.status == "doing",
        "details": [detail for detail in details if detail],
    }


def signatures(plan: Plan, consents: Sequence[Consent]) -> list[Data]:
    """Who signs the printed page, each with what they have acknowledged already."""
    roles: list[Role] = ["team_member", "manager"]
    if plan.kind == "performance-support":
        roles += ["managers_manager", "hr"]
    words = {entry.role: entry for entry in consents if entry.entry}
    return [
        _cleaned({"role": _role(role), "name": person.name, "recorded": _recorded(words.get(role))})
        for role in roles
        if (person := plan.people.in_role(role))
    ]


def _recorded(consent: Consent | None) -> Data | None:
    entry = consent.entry if consent else None
    if consent is None or entry is None:
        return None
    return {"stance": STANCES[entry.stance], "date": day_in_parts(entry.date), "changed": consent.state == "again"}


def summary(brief: Brief, *, labels: Mapping[str, str], today: date, unread: int = 0) -> dict[str, Any]:
    """Everything that the template of the summary needs: of what people wrote, their names alone; see `page`."""
    data: Data = _cleaned(
        {
            "label": labels.get(brief.kind, capitalized(spaced(brief.kind))),
            "people": [{"role": _role(role), "name": name} for role, name in brief.people],
            "team_member": brief.people[0][1],
            "manager": brief.people[1][1],
            "today": day_in_parts(today),
            "state": brief.state,
            "state_in_words": _STATES[brief.state],
            "start": day_in_parts(brief.start),
            "end": day_in_parts(brief.end),
            "days": max(0, (brief.end - brief.start).days),
            "days_left": brief.days_left,
            "elapsed": _share((_until(brief, today) - brief.start).days, (brief.end - brief.start).days),
            "sessions": [
                _share((day - brief.start).days, (brief.end - brief.start).days)
                for day in brief.sessions
                if brief.start <= day <= brief.end
            ],
            "extensions": [
                {"date": day_in_parts(day), "before": day_in_parts(before), "since": day_in_parts(since)}
                for day, before, since in brief.extensions
            ],
            "rests": [{"since": day_in_parts(since), "until": _maybe_day(until)} for since, until in brief.rests],
            "kept": {"due": brief.kept.due, "met": brief.kept.met},
            "unread_check_ins": unread,
            "last": _maybe_day(brief.last),
            "next": _session_day(brief.next, today),
            "measures": {"reached": brief.measures[0], "all": brief.measures[1]},
            "milestones": {"reached": brief.milestones[0], "all": brief.milestones[1]},
            "agreement": [
                {
                    "name": word.name,
                    "stance": STANCES[word.stance] if word.stance else _NOT_YET,
                    "date": _maybe_day(word.day),
                    "changed": word.changed,
                }
                for word in brief.agreement
            ],
            "outcome": brief.outcome and {"result": _RESULTS[brief.outcome[0]], "date": day_in_parts(brief.outcome[1])},
            "follow_up": brief.follow_up
            and {"sustained": _SUSTAINED[brief.follow_up[0]], "date": day_in_parts(brief.follow_up[1])},
        }
    )
    return data


def _until(brief: Brief, today: date) -> date:
    """The day up to which the way is behind."""
    return brief.outcome[1] if brief.outcome else brief.end if brief.state == "closed" else today


# -- for programs ------------------------------------------------------------------------------------------------------


def as_json(id_: str, data: Mapping[str, Any]) -> str:
    """What `page` gives, for programs."""
    import json

    return json.dumps({"version": 1, "id": id_, "plan": _undrawn(data)}, ensure_ascii=False, indent=2)


def _undrawn(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {key: _undrawn(entry) for key, entry in part.items() if key != "drawing"}
    return [_undrawn(entry) for entry in part] if isinstance(part, list) else part
