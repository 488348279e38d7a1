"""One page for the next session: on a terminal, in a pipe, and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coachplan.coaching.sessions import Doing, Preparation, Seen
from coachplan.output.terminal import plain
from coachplan.output.terminal.console import clean, rendered
from coachplan.plan import CheckIn, Plan, Value
from coachplan.plan.guidance import Situation

_SITUATIONS = {
    Situation.FIRST: "the first session",
    Situation.AFTER_AN_ABSENCE: "after an absence",
    Situation.NEAR_THE_END: "near the end",
    Situation.SETBACK: "a setback to learn from",
    Situation.PLATEAU: "a plateau",
    Situation.PROGRESS: "progress",
}
_ARROWS = {"increase": "↑", "decrease": "↓", "maintain": "="}
_MARKS = {"done": "✓", "doing": "▸", "agreed": "○"}
_STYLES = {"reached": "green", "on-track": "green", "watch": "yellow", "needs-attention": "yellow", "stalled": "yellow"}


def as_text(prepared: Preparation, plan: Plan, id_: str, today: date) -> str:
    """The page for people."""
    return rendered(Group(*_page(prepared, plan, id_, today)))


def _page(prepared: Preparation, plan: Plan, id_: str, today: date) -> Iterator[RenderableType]:
    yield _text(plan.title, "bold")
    yield Text.assemble(when(prepared, today), (f" · {_SITUATIONS[prepared.situation]}", "dim"))
    last = prepared.last
    if prepared.seen or prepared.feedback:
        yield _heading(f"Evidence since {last.date}" if last else "Evidence")
    if prepared.seen:
        yield Padding(_measures(prepared.seen), (0, 0, 0, 2))
    for peer in prepared.feedback:
        yield from _peer(peer)
    if last and (agreed := [*last.adjustments, *last.next_steps]):
        yield _heading(f"Agreed on {last.date}")
        yield _list("→", [_text(text) for text in agreed])
    if prepared.activities:
        yield _heading("Activities")
        yield _activities(prepared.activities)
    if prepared.celebrate:
        yield _heading("To celebrate")
        yield _list("★", [_text(text) for text in prepared.celebrate], "yellow")
    if prepared.milestones:
        yield _heading("Milestones")
        yield _list("◇", [_text(f"{entry.date}  {entry.what}") for _, entry in prepared.milestones])
    if prepared.attention:
        yield _heading("To talk about")
        yield _list("•", [_text(text) for text in prepared.attention])
    yield _heading("Open questions; choose what fits")
    yield _list("", [_text(question) for question in prepared.questions], numbered=True)
    if prepared.stall:
        yield Text("\nWhat stands still clears with a new strategy: --root-cause TEXT --adjust TEXT", "dim")
    yield Text(f"\nAfterwards: coachplan log {id_}", "dim")


def _text(text: object, style: str = "") -> Text:
    return Text(clean(text), style)


def _heading(title: str) -> Text:
    return Text(f"\n{title}", "bold cyan")


def when(prepared: Preparation, today: date) -> Text:
    """When the next session is, in a sentence."""
    day = prepared.day
    if day is None and prepared.standing.state == "on-hold":
        return Text("The plan rests; the next session is when it goes on")
    if day is None and prepared.standing.state == "draft":
        return Text("Sessions begin once both agree and the plan is active", "dim")
    if day is None and prepared.standing.state == "ended":
        return Text("The last day is over: look back together", "yellow")
    if day is None:
        return Text("No further touchpoint; meet when it suits you both")
    days = (day - today).days
    if days < 0:
        return Text(f"The session of {day:%A}, {day}, is still to be held", "yellow")
    away = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return Text(f"Next session: {day:%A}, {day}, {away}", "green")


def _measures(seen: Sequence[Seen]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    for heading in ("  Measure", "Baseline", "Latest", "By now", "Target", ""):
        table.add_column(heading)
    for entry in seen:
        stands, measure = entry.standing, entry.standing.measure
        unit = f" {measure.unit}" if measure.unit and measure.target else ""
        due = Text(f"\nby {measure.by}" if measure.by else "", "dim")
        table.add_row(
            _text(f"{_ARROWS.get(measure.direction or '', ' ')} {measure.name}"),
            _text(measure.baseline or "–"),
            _text(stands.latest or "–", "bold"),
            _text(entry.expected or "–"),
            Text.assemble(_text(f"{measure.target or '–'}{unit}"), due),
            Text(stands.state.replace("-", " "), _STYLES.get(stands.state, "dim")),
        )
    return table


def _peer(peer: CheckIn) -> Iterator[RenderableType]:
    for said in peer.feedback:
        parts = [
            said.what,
            *(["It mattered: " + said.why] if said.why else []),
            *(["Next time: " + said.next] if said.next else []),
        ]
        who = Text.assemble(_text(peer.by.name, "bold"), (" about ", "dim"), _text(f"“{peer.about}”", "italic"))
        yield Padding(Group(who, *(Padding(_text(part), (0, 0, 0, 2)) for part in parts)), (1, 0, 0, 2))


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
        mark = Text(_MARKS.get(activity.status or "", "•"), "green" if activity.status == "done" else "")
        grid.add_row(mark, Text.assemble(_text(activity.what), note))
    return Padding(grid, (0, 0, 0, 2))


def practised(entry: Doing) -> str:
    """How often an activity was practised, session by session; empty where nobody said."""
    times = ", ".join(map(str, entry.practised))
    return clean(f"practised {times} time{'s' * (times != '1')}") if times else ""


def _list(mark: str, entries: Sequence[Text], style: str = "", *, numbered: bool = False) -> Padding:
    grid = Table.grid(padding=(0, 1))
    for number, entry in enumerate(entries, 1):
        grid.add_row(Text(f"{number}." if numbered else mark, style), entry)
    return Padding(grid, (0, 0, 0, 2))


def as_json(prepared: Preparation, plan: Plan, id_: str, today: date) -> str:
    """The same for programs."""
    last = prepared.last
    return plain.as_json(
        {
            "today": today,
            "plan": id_,
            "title": plan.title,
            "session": {
                "day": prepared.day,
                "is_past": prepared.day is not None and prepared.day < today,
                "situation": prepared.situation,
            },
            "state": prepared.standing.state,
            "measures": [_measure(entry) for entry in prepared.seen],
            "feedback": [
                {
                    "date": peer.date,
                    "by": peer.by,
                    "about": peer.about,
                    "what": said.what,
                    "why": said.why,
                    "next": said.next,
                }
                for peer in prepared.feedback
                for said in peer.feedback
            ],
            "last": {
                "date": last.date,
                "by": last.by,
                "adjustments": list(last.adjustments),
                "next_steps": list(last.next_steps),
            }
            if last
            else None,
            "activities": [
                {
                    "number": entry.number,
                    "id": entry.activity.id,
                    "what": entry.activity.what,
                    "status": entry.activity.status,
                    "practised": list(map(str, entry.practised)),
                }
                for entry in prepared.activities
            ],
            "celebrate": list(prepared.celebrate),
            "milestones": [
                {"number": number, "date": entry.date, "what": entry.what} for number, entry in prepared.milestones
            ],
            "attention": list(prepared.attention),
            "questions": list(prepared.questions),
        }
    )


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
