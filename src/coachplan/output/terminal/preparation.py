"""One page for the next session: on a terminal, in a pipe, and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coachplan.base.words import spaced
from coachplan.coaching.sessions import Doing, Preparation, Seen
from coachplan.output.terminal import plain
from coachplan.output.terminal.blocks import ARROWS, MARKS, bullets, heading, indented, text
from coachplan.output.terminal.console import clean, rendered
from coachplan.plan import CheckIn, Feedback, Plan, Value
from coachplan.plan.guidance import Situation

_SITUATIONS = {
    Situation.FIRST: "the first session",
    Situation.AFTER_AN_ABSENCE: "after an absence",
    Situation.NEAR_THE_END: "near the end",
    Situation.SETBACK: "a setback to learn from",
    Situation.PLATEAU: "a plateau",
    Situation.PROGRESS: "progress",
}
_STYLES = {"reached": "green", "on-track": "green", "watch": "yellow", "needs-attention": "yellow", "stalled": "yellow"}


def as_text(prepared: Preparation, plan: Plan, id_: str, today: date) -> str:
    """The page for people."""
    return rendered(Group(*_page(prepared, plan, id_, today)))


def _page(prepared: Preparation, plan: Plan, id_: str, today: date) -> Iterator[RenderableType]:
    yield text(plan.title, "bold")
    yield Text.assemble(when(prepared, today), (f" · {_SITUATIONS[prepared.situation]}", "dim"))
    last = prepared.last
    if prepared.seen or prepared.feedback:
        yield heading(f"Evidence since {last.date}" if last else "Evidence")
    if prepared.seen:
        yield indented(_measures(prepared.seen))
    for peer in prepared.feedback:
        yield from _peer(peer)
    if last and (agreed := [*prepared.adjustments, *prepared.next_steps]):
        yield heading(f"Agreed on {last.date}")
        yield bullets([*map(text, agreed)], "→")
    if prepared.activities:
        yield heading("Activities")
        yield _activities(prepared.activities)
    if prepared.celebrate:
        yield heading("To celebrate")
        yield bullets([*map(text, prepared.celebrate)], "★", "yellow")
    if prepared.milestones:
        yield heading("Milestones")
        yield bullets([text(f"{entry.date}  {entry.what}") for _, entry in prepared.milestones], "◇")
    if prepared.attention:
        yield heading("To talk about")
        yield bullets([*map(text, prepared.attention)])
    yield heading("Open questions; choose what fits")
    yield bullets([*map(text, prepared.questions)], numbered=True)
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
    days = (day - today).days
    if days < 0:
        return Text(f"The session of {day:%A}, {day}, has not been held yet", "yellow")
    away = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return Text(f"Next session: {day:%A}, {day}, {away}", "green")


def _measures(seen: Sequence[Seen]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    for title in ("  Measure", "Baseline", "Latest", "By now", "Target", ""):
        table.add_column(title)
    for entry in seen:
        stands, measure = entry.standing, entry.standing.measure
        unit = f" {measure.unit}" if measure.unit and measure.target else ""
        due = Text(f"\nby {measure.by}" if measure.by else "", "dim")
        table.add_row(
            text(f"{ARROWS.get(measure.direction or '', ' ')} {measure.name}"),
            text(measure.baseline or "–"),
            text(stands.latest or "–", "bold"),
            text(entry.expected or "–"),
            Text.assemble(text(f"{measure.target or '–'}{unit}"), due),
            Text(spaced(stands.state), _STYLES.get(stands.state, "dim")),
        )
    return table


def _peer(peer: CheckIn) -> Iterator[RenderableType]:
    for said in peer.feedback:
        parts = [
            said.what,
            *(["It mattered: " + said.why] if said.why else []),
            *(["Next time: " + said.next] if said.next else []),
        ]
        who = Text.assemble(text(peer.by.name, "bold"), (" about ", "dim"), text(f"“{peer.about}”", "italic"))
        yield Padding(Group(who, *(indented(text(part)) for part in parts)), (1, 0, 0, 2))


def _activities(activities: Sequence[Doing]) -> Padding:
    grid = Table.grid(padding=(0, 1))
    for entry in activities:
        activity = entry.activity
        notes = [
            activity.status or "",
            f"due {activity.due}" if isinstance(activity.due, date) else "",
            practised(entry),
        ]
        note = Text(f"  {' · '.join(filter(None, notes))}".rstrip(), "dim")
        mark = Text(MARKS.get(activity.status or "", "•"), "green" if activity.status == "done" else "")
        grid.add_row(mark, Text.assemble(text(activity.what), note))
    return indented(grid)


def practised(entry: Doing) -> str:
    """Return how often an activity was practised, session by session; empty where nobody recorded it."""
    times = ", ".join(map(str, entry.practised))
    return clean(f"practised {times} {'time' if times == '1' else 'times'}") if times else ""


def as_json(prepared: Preparation, plan: Plan, id_: str, today: date) -> str:
    """Return the same for programs."""
    day, last = prepared.day, prepared.last
    agreed = {"adjustments": list(prepared.adjustments), "next_steps": list(prepared.next_steps)}
    return plain.as_json(
        {
            "today": today,
            "plan": id_,
            "title": plan.title,
            "session": {
                "day": day,
                "is_past": day is not None and day < today,
                "situation": prepared.situation,
            },
            "state": prepared.standing.state,
            "measures": [_measure(entry) for entry in prepared.seen],
            "feedback": [_feedback(peer, entry) for peer in prepared.feedback for entry in peer.feedback],
            "last": {"date": last.date, "by": last.by, **agreed} if last else None,
            "activities": activities_as_data(prepared),
            "celebrate": list(prepared.celebrate),
            "milestones": [
                {"number": number, "date": entry.date, "what": entry.what} for number, entry in prepared.milestones
            ],
            "attention": list(prepared.attention),
            "questions": list(prepared.questions),
        }
    )


def _feedback(peer: CheckIn, entry: Feedback) -> dict[str, Any]:
    said = {"what": entry.what, "why": entry.why, "next": entry.next}
    return {"date": peer.date, "by": peer.by, "about": peer.about, **said}


def activities_as_data(prepared: Preparation) -> list[dict[str, Any]]:
    """Return the activities to talk about, for programs."""
    return [
        {
            "number": entry.number,
            "id": entry.activity.id,
            "what": entry.activity.what,
            "status": entry.activity.status,
            "practised": list(map(str, entry.practised)),
        }
        for entry in prepared.activities
    ]


def _measure(entry: Seen) -> dict[str, Any]:
    stands, measure = entry.standing, entry.standing.measure
    return {
        "name": measure.name,
        "unit": measure.unit,
        "direction": measure.direction,
        "baseline": _said(measure.baseline),
        "earlier": _said(entry.earlier),
        "latest": _said(stands.latest),
        "date": stands.day,
        "expected": entry.expected,
        "target": _said(measure.target),
        "by": measure.by,
        "state": stands.state,
        "reasons": list(stands.reasons),
    }


def _said(value: Value | None) -> str | None:
    return None if value is None else value.text
