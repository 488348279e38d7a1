"""The course of a plan, as data for a template: where it stands, its timeline, its measures, its check-ins, its end."""

from collections.abc import Sequence
from datetime import date

from coachplan.base.words import RESULTS, SUSTAINED, capitalized, spaced
from coachplan.coaching.agenda import open_reviews
from coachplan.output.documents.drawing import draw, shows
from coachplan.output.documents.forms import (
    Data,
    day_in_parts,
    direction_in_words,
    fields,
    in_parts,
    session_day,
    share,
)
from coachplan.plan import CheckIn, Measure, Plan
from coachplan.progress import expected, in_words, is_reached
from coachplan.views.plan_view import Course, Dashboard


def where_it_stands(board: Dashboard, today: date) -> Data:
    """Return the next touchpoint and the days left: None for a closed plan, and no days once the end has passed."""
    plan = board.plan
    start, end = plan.timeline.start, plan.timeline.end
    is_open = plan.status != "closed"
    return {
        "next_touchpoint": session_day(board.prepared.day, today) if is_open else None,
        "days_left": board.days_left,
        "days_to_start": (start - today).days if is_open and today < start else None,
        "is_past_end": is_open and today > end,
    }


def standing(board: Dashboard, today: date) -> Data:
    """Return the state of the plan with its reasons, and that of each measure in their order, in words."""
    prepared, stands = board.prepared, board.prepared.standing
    return {
        "state": stands.state,
        "state_in_words": capitalized(spaced(stands.state)),
        "reasons": board.reasons(),
        "awaited": stands.kept.due,
        "kept": stands.kept.met,
        "kept_in_words": stands.kept.words,
        "next_session": session_day(prepared.day, today),
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


def timeline(board: Dashboard, check_ins: Sequence[CheckIn], today: date) -> Data:
    """Return the way from start to end; places on it are thousandths."""
    plan, way = board.plan, board.plan.timeline
    days = max(0, (way.end - way.start).days)
    until = today
    if plan.status == "closed":
        until = plan.outcome.date if plan.outcome else way.end
    return {
        "start": day_in_parts(way.start),
        "end": day_in_parts(way.end),
        "days": days,
        "day_number": min(max(0, (until - way.start).days), days),
        "elapsed": _place(plan, until),
        "today_at": _place(plan, today) if plan.status != "closed" and not way.is_outside(today) else None,
        "check_ins": [
            {"at": _place(plan, check_in.date), "date": day_in_parts(check_in.date)} for check_in in check_ins
        ],
        "milestones": [
            {**fields(milestone), "at": _place(plan, milestone.date), "reached": in_parts(reached)}
            for milestone, reached in board.milestones
        ],
        "extensions": [
            {**fields(entry, from_="before", to="since"), "at": _place(plan, entry.from_)} for entry in way.extensions
        ],
        "holds": [fields(entry, from_="since", to="until") for entry in way.holds],
    }


def _place(plan: Plan, day: date) -> int:
    """Return the place of a day on the way from start to end, in thousandths; within the plan even for days outside."""
    return share((day - plan.timeline.start).days, (plan.timeline.end - plan.timeline.start).days)


def measures(board: Dashboard, today: date, *, drawn: bool) -> list[Data]:
    """Return every measure of every goal, in their order: names are people's, and two measures may share one."""
    return [
        {
            **_measure(board.plan, course),
            "standing": _standing_of(course),
            **({"drawing": _drawing(course, today, f"chart-{number}")} if drawn else {}),
        }
        for number, course in enumerate(board.courses, 1)
    ]


def _drawing(course: Course, today: date, id_: str) -> Data | None:
    svg = draw(course, today, id_)
    return {"svg": svg, "shows": shows(course)} if svg else None


def _measure(plan: Plan, course: Course) -> Data:
    """Return a measure from baseline to target; `current` is the final value where there is one, else the latest."""
    measure, latest = course.standing.measure, course.standing.latest
    result = plan.outcome.measures.get(measure.name) if plan.outcome else None
    current = result or latest
    return {
        **fields(measure),
        "direction_in_words": direction_in_words(measure),
        "scale": list(measure.scale or ()),
        "series": [
            {"date": day_in_parts(day), "value": value.text, "expected": _expected(plan, measure, day)}
            for day, value in course.values
        ],
        "latest": in_parts(latest),
        "latest_on": in_parts(course.standing.day),
        "result": in_parts(result),
        "current": in_parts(current),
        "is_reached": is_reached(measure, current) if current else None,
    }


def _expected(plan: Plan, measure: Measure, day: date) -> str | None:
    """Return the value of the expected line on a day, in words."""
    place = expected(measure, plan.timeline.start, day, plan.timeline.end, plan.timeline.holds)
    return None if place is None else in_words(measure, place)


def check_in_as_data(plan: Plan, check_in: CheckIn, note: str) -> Data:
    """Return what was recorded of a session, with the Markdown below it."""
    return {
        **fields(check_in),
        "at": _place(plan, check_in.date),
        "sustained": SUSTAINED.get(check_in.sustained or ""),
        "feedback": [fields(entry, from_="giver") for entry in check_in.feedback],
        "note": note.replace("\r\n", "\n").strip("\n"),
    }


def outcome(plan: Plan) -> Data | None:
    """Return how the plan ended; None for one that has not."""
    end = plan.outcome
    lists = {"helped": list(end.helped or ()), "hindered": list(end.hindered or ())} if end else {}
    return {**fields(end), "result_in_words": RESULTS[end.result], **lists} if end else None


def follow_up(plan: Plan, check_ins: Sequence[CheckIn], today: date) -> Data | None:
    """Return the days on which to look again that are still to come, and the looks that were taken."""
    again = plan.follow_up
    if again is None:
        return None
    to_come = {day for _, day in open_reviews(plan, check_ins)}
    held = [entry for entry in check_ins if entry.sustained]
    return {
        "sustain_until": in_parts(again.sustain_until),
        "reviews": [session_day(day, today) for day in again.reviews or () if day in to_come],
        "held": [{"date": day_in_parts(entry.date), "sustained": SUSTAINED[entry.sustained or ""]} for entry in held],
    }
