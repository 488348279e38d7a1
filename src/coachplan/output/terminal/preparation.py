"""One page for the next session: on a terminal, in a pipe, and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coachplan.base.words import NEEDY_STATES, spaced
from coachplan.coaching.sessions import Doing, Preparation, Seen
from coachplan.output.terminal import plain
from coachplan.output.terminal.agenda import away
from coachplan.output.terminal.blocks import (
    ARROWS,
    activity_mark,
    bullets,
    grid,
    heading,
    indented,
    labelled,
    noted,
    section,
    table,
    text,
)
from coachplan.output.terminal.console import rendered
from coachplan.plan import CheckIn, Plan
from coachplan.plan.guidance import Situation
from coachplan.progress import MeasureStanding, in_words
from coachplan.views.plan_view import Course

_SITUATIONS = {
    Situation.FIRST: "the first session",
    Situation.AFTER_AN_ABSENCE: "after an absence",
    Situation.NEAR_THE_END: "near the end",
    Situation.SETBACK: "a setback to learn from",
    Situation.PLATEAU: "a plateau",
    Situation.PROGRESS: "progress",
}


def as_text(prepared: Preparation, plan: Plan, id_: str, today: date, notes: Sequence[str] = ()) -> str:
    """Return the page for people; `notes` are those below the check-ins of the last meeting."""
    return rendered(Group(*_page(prepared, plan, id_, today, notes)))


def _page(
    prepared: Preparation, plan: Plan, id_: str, today: date, noted_then: Sequence[str]
) -> Iterator[RenderableType]:
    yield text(plan.title, "bold")
    yield Text.assemble(when(prepared, today), (f" · {_SITUATIONS[prepared.situation]}", "dim"))
    last = prepared.last
    if prepared.seen or prepared.feedback:
        yield heading(f"Evidence since {last.date}" if last else "Evidence")
    if prepared.seen:
        yield indented(_measures(prepared.seen))
    for peer in prepared.feedback:
        yield from _peer(peer)
    if last:
        yield from section(f"Agreed on {last.date}", [*prepared.adjustments, *prepared.next_steps], "→")
        yield from section(f"Noted on {last.date}", noted_then)
    yield from activities(prepared.activities)
    yield from section("To celebrate", prepared.celebrate, "★", "yellow")
    yield from section("Milestones", [f"{entry.date}  {entry.what}" for _, entry in prepared.milestones], "◇")
    yield from section("To talk about", prepared.attention)
    yield heading("Open questions; choose what fits")
    yield bullets(map(text, prepared.questions), numbered=True)
    if prepared.stall:
        yield Text("\nRecord a new approach to clear what is stalled: --root-cause TEXT --adjust TEXT", "dim")
    yield Text(f"\nAfterwards: coachplan log {id_}", "dim")


def when(prepared: Preparation, today: date) -> Text:
    """Return the day of the next session, in a sentence."""
    day = prepared.day
    if day is None and prepared.standing.state == "on-hold":
        return Text("The plan is on hold; sessions go on when it does")
    if day is None and prepared.standing.state == "draft":
        return Text("Sessions begin once both agree and the plan is active", "dim")
    if day is None and prepared.standing.state == "ended":
        return Text("The last day is over: look back together", "yellow")
    if day is None:
        return Text("No further touchpoint; meet when it suits you both")
    if day < today:
        return Text(f"The session of {day:%A}, {day}, has not been held yet", "yellow")
    return Text(f"Next session: {day:%A}, {day}, {away(day, today)}", "green")


def _measures(seen: Sequence[Seen]) -> Table:
    rows = table("  Measure", "Baseline", "Latest", "Due", "Target", "")
    for entry in seen:
        stands, measure = entry.standing, entry.standing.measure
        due = Text(f"\nby {measure.by}" if measure.by else "", "dim")
        rows.add_row(
            text(f"{ARROWS.get(measure.direction or '', ' ')} {measure.name}"),
            text(measure.baseline or "–"),
            text(stands.latest or "–", "bold"),
            text(_expected(stands) or "–"),
            Text.assemble(text(measure.with_unit(measure.target) if measure.target else "–"), due),
            Text(spaced(stands.state), state_style(stands.state)),
        )
    return rows


def _expected(stands: MeasureStanding) -> str | None:
    return in_words(stands.measure, stands.expected) if stands.expected is not None else None


def state_style(state: str) -> str:
    """Return the style of the state of a plan or a measure: green if it is good, yellow if it asks for a look."""
    return "green" if state in ("reached", "on-track") else "yellow" if state in NEEDY_STATES else "dim"


def _peer(peer: CheckIn) -> Iterator[RenderableType]:
    who = Text.assemble(text(peer.by.name, "bold"), (" about ", "dim"), text(f"“{peer.about}”", "italic"))
    for entry in peer.feedback:
        parts = [text(entry.what)]
        parts += [labelled("Why it mattered: ", entry.why)] if entry.why else []
        parts += [labelled("Next time: ", entry.next)] if entry.next else []
        yield Padding(Group(who, *map(indented, parts)), (1, 0, 0, 2))


def activities(entries: Sequence[Doing]) -> Iterator[RenderableType]:
    """Yield the activities to talk about, under their heading; nothing without any."""
    if entries:
        yield heading("Activities")
        yield indented(
            grid((activity_mark(entry.activity), noted(entry.activity.what, notes(entry))) for entry in entries)
        )


def notes(entry: Doing) -> list[str]:
    """Return the notes on an activity: its status, its day, and how often it was practised."""
    due = entry.activity.due
    found = [entry.activity.counts_as or "", f"due {due}" if isinstance(due, date) else "", _practised(entry)]
    return [note for note in found if note]


def _practised(entry: Doing) -> str:
    times = ", ".join(map(str, entry.practised))
    return f"practised {times} {'time' if times == '1' else 'times'}" if times else ""


def as_json(
    prepared: Preparation,
    plan: Plan,
    id_: str,
    today: date,
    waiting: Sequence[dict[str, Any]],
    unshared: int | None,
    notes: Sequence[str] = (),
) -> str:
    """Return the same for programs, what waits for whom, and the number of changes that are not shared."""
    day, last = prepared.day, prepared.last
    agreed = {"adjustments": prepared.adjustments, "next_steps": prepared.next_steps}
    return plain.as_json(
        {
            "today": today,
            "plan": id_,
            "title": plan.title,
            "waiting": waiting,
            "unshared": unshared,
            "session": {
                "day": day,
                "is_past": day is not None and day < today,
                "situation": prepared.situation,
            },
            "state": prepared.standing.state,
            "measures": [
                measure_as_data(entry)
                | {"earlier": entry.earlier, "latest": entry.standing.latest, "date": entry.standing.day}
                for entry in prepared.seen
            ],
            "feedback": [
                {"date": peer.date, "by": peer.by, "about": peer.about}
                | {"what": entry.what, "why": entry.why, "next": entry.next}
                for peer in prepared.feedback
                for entry in peer.feedback
            ],
            "last": {"date": last.date, "by": last.by, **agreed, "notes": notes} if last else None,
            "activities": activities_as_data(prepared),
            "celebrate": prepared.celebrate,
            "milestones": [
                {"number": number, "date": entry.date, "what": entry.what} for number, entry in prepared.milestones
            ],
            "attention": prepared.attention,
            "questions": prepared.questions,
        }
    )


def activities_as_data(prepared: Preparation) -> list[dict[str, Any]]:
    """Return the activities to talk about, for programs."""
    return [
        {
            "number": entry.number,
            "id": entry.activity.id,
            "what": entry.activity.what,
            "status": entry.activity.counts_as,
            "practised": list(map(str, entry.practised)),
        }
        for entry in prepared.activities
    ]


def measure_as_data(entry: Seen | Course) -> dict[str, Any]:
    """Return the terms of a measure, its state, and the value that was expected on its day, for programs."""
    stands, measure = entry.standing, entry.standing.measure
    terms = ("name", "unit", "direction", "baseline", "target", "by")
    return {
        **{term: getattr(measure, term) for term in terms},
        "state": stands.state,
        "reasons": stands.reasons,
        "expected": _expected(stands),
    }
