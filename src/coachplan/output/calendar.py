"""Plans as calendars (RFC 5545): each appointment keeps its identity, so that importing again updates it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from coachplan.base.policy import Policy
from coachplan.coaching.agenda import reviews
from coachplan.output.terminal.console import clean, line
from coachplan.plan import Plan
from coachplan.progress import touchpoints

if TYPE_CHECKING:
    from icalendar import Event

_NAMESPACE = UUID("5a0c5a0e-3c0f-5b0e-9c43-6d1c2f7f3a11")
_DAY = timedelta(days=1)
# The words of a coaching plan, and those of a plan for performance support.
_SUMMARIES = {
    "session": ("Coaching session", "Support review"),
    "milestone": ("Coaching milestone", "Support milestone"),
    "end": ("Coaching plan: look back together", "Support plan: look back together"),
    "follow-up": ("Coaching follow-up: has it lasted?", "Support follow-up: has it lasted?"),
}


class Times(NamedTuple):
    """The time of day of sessions: the start, the zone and the length."""

    at: time
    zone: ZoneInfo
    length: timedelta


class CalendarPlan(NamedTuple):
    """A plan to put in a calendar, with what it is known by there, and the numbers of its organisation."""

    key: str
    plan: Plan
    policy: Policy


class Appointment(NamedTuple):
    """A day of a plan: `key` stays while the plan changes, `words` are its own; `cancelled` where it was to be once."""

    key: str
    kind: str
    day: date
    words: str = ""
    cancelled: bool = False


def appointments(plan: Plan, policy: Policy) -> list[Appointment]:
    """Return sessions by the cadence, milestones, the end and follow-ups, by day; an empty list for a draft.

    The third session is the third one wherever it is moved to. What no longer takes place, because the plan rests or is
    closed, is there as cancelled, so that it leaves calendars that have it.
    """
    if plan.status == "draft":
        return []
    found = [*_sessions(plan, policy), Appointment("end", "end", plan.timeline.end)]
    found += [
        Appointment(f"milestone:{number}", "milestone", milestone.date, milestone.what)
        for number, milestone in enumerate(plan.timeline.milestones, 1)
    ]
    if plan.outcome and plan.status == "closed":
        over = plan.outcome.date
        found = [entry._replace(cancelled=entry.cancelled or entry.day > over) for entry in found]
    found += [Appointment(f"review:{number}", "follow-up", day) for number, day in enumerate(reviews(plan), 1)]
    return sorted(found, key=lambda entry: (entry.day, entry.key))


def _sessions(plan: Plan, policy: Policy) -> Iterator[Appointment]:
    timeline = plan.timeline
    planned = touchpoints(plan, timeline.start, timeline.end - _DAY, policy)
    for number, day in enumerate(planned, 1):
        yield Appointment(f"session:{number}", "session", day)
    longest = max([timeline.end, *(extension.from_ for extension in timeline.extensions)])
    uncut = plan.model_copy(update={"timeline": timeline.model_copy(update={"holds": (), "end": longest})})
    once = touchpoints(uncut, timeline.start, longest - _DAY, policy)
    for number, day in enumerate(once[len(planned) :], len(planned) + 1):
        yield Appointment(f"session:{number}", "session", day, cancelled=True)


def calendar(
    entries: Sequence[CalendarPlan],
    stamp: datetime,
    *,
    times: Times | None = None,
    names: bool = False,
    words: bool = False,
) -> bytes:
    """Return the appointments of plans as one iCalendar file.

    `stamp` says when it was made; a later one replaces an earlier one wherever it is imported. Days are whole days, and
    sessions have a time where `times` gives one. Events are marked private and hold nobody's words: `names` adds the
    team members' names, `words` what the plans say.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//coachplan//coachplan//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    found = [(entry, appointment) for entry in entries for appointment in appointments(entry.plan, entry.policy)]
    for entry, appointment in found:
        made.add_component(_event(entry, appointment, stamp, times, names=names, words=words))
    if times and found:
        years = [appointment.day.year for _, appointment in found]
        made.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 1, 1, 1))
    written: bytes = made.to_ical()
    return written


def _event(
    entry: CalendarPlan, appointment: Appointment, stamp: datetime, times: Times | None, *, names: bool, words: bool
) -> "Event":
    from icalendar import Event

    plan, event = entry.plan, Event()
    event.add("uid", f"{uuid5(_NAMESPACE, f'{entry.key}/{appointment.key}')}@coachplan")
    event.add("dtstamp", stamp)
    event.add("sequence", int(stamp.timestamp()) // 60)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    summary = _SUMMARIES[appointment.kind][plan.kind == "performance-support"]
    event.add("summary", f"{summary} ({line(plan.people.team_member.name)})" if names else summary)
    if words:
        event.add("description", clean("\n".join(filter(None, (plan.title, appointment.words)))))
    timed = times if appointment.kind == "session" else None
    start = datetime.combine(appointment.day, timed.at, timed.zone) if timed else appointment.day
    event.add("dtstart", start)
    event.add("dtend", start + (timed.length if timed else _DAY))
    event.add("transp", "OPAQUE" if timed else "TRANSPARENT")
    return event
