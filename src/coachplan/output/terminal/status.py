"""One plan at a glance: on a terminal and in a pipe, for a screen reader, and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from shutil import get_terminal_size
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coachplan.base.words import spaced, with_id
from coachplan.output.documents.forms import direction_in_words
from coachplan.output.terminal import plain
from coachplan.output.terminal.blocks import (
    ARROWS,
    bar,
    bullets,
    grid,
    heading,
    indented,
    section,
    text,
    time_bar,
    time_left,
)
from coachplan.output.terminal.chart import POINT, chart
from coachplan.output.terminal.console import line as one_line
from coachplan.output.terminal.console import rendered
from coachplan.output.terminal.overview import day_in_words, in_lines
from coachplan.output.terminal.preparation import (
    activities,
    activities_as_data,
    measure_as_data,
    notes,
    state_style,
    when,
)
from coachplan.plan import Value
from coachplan.progress import is_reached
from coachplan.views.plan_view import Course, Dashboard

_WIDEST, _TWO_ABREAST = 150, 120
_WINS, _LATELY = 5, 3
_BAR = 12


def as_text(board: Dashboard, id_: str, today: date) -> str:
    """Return the page for people, within the width of the terminal; on a wide one, two things stand side by side."""
    width = min(get_terminal_size().columns, _WIDEST)
    return rendered(Group(*_page(board, id_, today, width)), width)


def _page(board: Dashboard, id_: str, today: date, width: int) -> Iterator[RenderableType]:
    people = board.plan.people
    yield text(board.plan.title, "bold")
    yield text(f"{people.team_member.name} with {people.manager.name} · {id_}", "dim")
    yield Text()
    yield from _standing(board, id_)
    yield Text()
    yield _facts(board, today)
    yield _ahead(board, today)
    abreast = 2 if width >= _TWO_ABREAST else 1
    room = (width - 4 * (abreast - 1)) // abreast
    if board.courses:
        yield heading("Measures")
        yield _side_by_side(
            [_course(course, today, room, _final(board, course)) for course in board.courses], abreast, room
        )
        if any(len(course.points()) > 1 for course in board.courses):
            mark = "   ┴ today" if any(course.first < today < course.last for course in board.courses) else ""
            yield Text.assemble("\n  ", (POINT, "bold cyan"), (f" recorded   ⠤⠒ expected{mark}", "dim"))
    sections = [
        [*_celebrated(board)],
        [*activities(board.prepared.activities)],
        [*section("Also to talk about", board.attention)],
    ]
    yield _side_by_side([Group(*part) for part in sections if part], abreast, room)
    if board.plan.status in ("active", "on-hold"):
        yield Text(f"\nTo prepare the next session: coachplan prep {id_}", "dim")


def _standing(board: Dashboard, id_: str) -> Iterator[RenderableType]:
    """Yield the state in words, and below it every reason."""
    state = board.prepared.standing.state
    outcome = f": {spaced(board.plan.outcome.result)}" if board.plan.outcome else ""
    yield Text(f"{spaced(state).capitalize()}{outcome}", f"bold {state_style(state)}")
    if reasons := [*board.reasons(), *board.results()]:
        yield bullets(text(with_id(reason, id_)) for reason in reasons)


def _facts(board: Dashboard, today: date) -> Table:
    kept, timeline = board.prepared.standing.kept, board.plan.timeline
    rows = []
    if board.plan.status != "draft":
        rows.append((Text("Check-ins", "dim"), bar(kept.met, kept.due, _BAR), kept.words))
    time = f"{timeline.start} to {timeline.end}{_left(board, today)}"
    return grid([*rows, (Text("Time", "dim"), time_bar(timeline, today, _BAR), time)], 2)


def _ahead(board: Dashboard, today: date) -> Text:
    """Return the day of the next session; of a plan that is closed, the day to look again."""
    day, status = board.prepared.day, board.plan.status
    if status != "closed":
        return when(board.prepared, today)
    if day is None:
        return Text("Nothing more is planned", "dim")
    return Text(f"{'Look again' if day >= today else 'Still to look again'}: {day:%A}, {day}")


def _left(board: Dashboard, today: date) -> str:
    is_under_way = board.plan.status not in ("draft", "closed")
    return f", {time_left(board.plan.timeline, today)}" if is_under_way else ""


def _side_by_side(parts: Sequence[RenderableType], abreast: int, room: int) -> RenderableType:
    """Return the parts one below the other or, where there is room, in two columns."""
    if abreast == 1:
        return Group(*parts)
    columns = grid((), 4)
    for _ in range(abreast):
        columns.add_column(width=room)
    for place in range(0, len(parts), abreast):
        columns.add_row(*parts[place : place + abreast])
    return columns


def _course(course: Course, today: date, width: int, final: Value | None) -> RenderableType:
    """Return a measure's name and state, its terms in words, and its chart, or else its values.

    One with a `final` value has no state any more: it is over.
    """
    stands = course.standing
    state = "" if final else spaced(stands.state)
    head = Text.assemble(
        text(f"{ARROWS.get(stands.measure.direction or '', ' ')} {stands.measure.name}", "bold"),
        "  ",
        (state, state_style(stands.state)),
    )
    if drawn := chart(course, today, width - 2):
        body = Text("\n".join(drawn), "dim", no_wrap=True, overflow="crop")
        body.highlight_regex(POINT, "bold cyan not dim")
    else:
        body = text(_few(course), "dim")
    terms = text("\n".join(" · ".join(part) for part in (_now(course, final), _way(course, final)) if part), "dim")
    return Padding(Group(head, indented(terms), indented(body)), (1, 0, 0, 0))


def _final(board: Dashboard, course: Course) -> Value | None:
    return board.final.get(course.standing.measure.name)


def _now(course: Course, final: Value | None) -> list[str]:
    """Return the latest value, what was expected on its day, and where values are going; or the final one."""
    stands = course.standing
    if final:
        reached = ["reached"] if is_reached(stands.measure, final) else []
        return [f"{final} in the end", *reached]
    parts = [f"{stands.latest} on {stands.day}" if stands.latest else "no value yet"]
    if course.expected:
        parts.append(f"{course.expected} expected {'by now' if stands.day is None else 'that day'}")
    return [*parts, stands.trend.word] if stands.trend else parts


def _way(course: Course, final: Value | None) -> list[str]:
    """Return the way to the target, and how much of it is done."""
    stands, measure = course.standing, course.standing.measure
    by = f" by {measure.by}" if measure.by else ""
    way = "to hold" if measure.direction == "maintain" else f"from {measure.baseline} to" if measure.baseline else "to"
    parts = [f"{way} {measure.with_unit(measure.goal)}{by}"] if measure.goal else []
    is_share = measure.goal is not None and measure.goal.sort in ("part", "%")  # a second percentage would confuse
    return parts if stands.share is None or is_share or final else [*parts, f"{stands.share:.0%} of the way"]


def _few(course: Course) -> str:
    """Return the text in place of a chart."""
    if not course.values:
        return "The first check-in brings the first value."
    if len(course.values) == 1:
        return "One value so far; a chart begins with the second."
    return f"Lately: {', '.join(f'{value} on {day}' for day, value in course.values[-_LATELY:])}"


def _celebrated(board: Dashboard) -> Iterator[RenderableType]:
    """Yield the wins, newest first, and the milestones."""
    if not (board.wins or board.milestones):
        return
    rows = [(Text("★", "yellow"), text(f"{day}  {win}")) for day, win in board.wins[:_WINS]]
    if (more := len(board.wins) - _WINS) > 0:
        rows.append((Text(), Text(f"and {more} earlier: coachplan show", "dim")))
    for milestone, reached in board.milestones:
        mark = Text("✓", "green") if reached else Text("◇")
        rows.append((mark, text(f"{reached or milestone.date}  {milestone.what}", "" if reached else "dim")))
    yield heading("Wins and milestones")
    yield indented(grid(rows))


def as_sentences(board: Dashboard, id_: str, today: date) -> str:
    """Return the same in whole sentences, without charts, symbols or colour: every value of a chart is in them."""
    return in_lines([one_line(said) for said in _sentences(board, id_, today)])


def _sentences(board: Dashboard, id_: str, today: date) -> Iterator[str]:
    plan, stands = board.plan, board.prepared.standing
    yield _ended(plan.title)
    yield f"The plan of {plan.people.team_member.name} with {plan.people.manager.name}, {id_}."
    outcome = f", {spaced(plan.outcome.result)}" if plan.outcome else ""
    yield f"State: {spaced(stands.state)}{outcome}."
    yield from (_ended(f"Why: {with_id(reason, id_)}") for reason in board.reasons())
    yield from map(_ended, board.results())
    if plan.status != "draft":
        yield f"Check-ins: {stands.kept.words}."
    start, end = day_in_words(plan.timeline.start), day_in_words(plan.timeline.end)
    yield f"The plan is from {start} to {end}{_left(board, today)}."
    yield _ended(_ahead(board, today).plain)
    for course in board.courses:
        yield from _said_course(course, _final(board, course))
    yield from (_ended(f"Win on {day_in_words(day)}: {win}") for day, win in board.wins)
    for milestone, reached in board.milestones:
        said = "reached on" if reached else "planned for"
        yield _ended(f"Milestone {said} {day_in_words(reached or milestone.date)}: {milestone.what}")
    for entry in board.prepared.activities:
        yield _ended(f"Activity {entry.number}: {', '.join([entry.activity.what, *notes(entry)])}")
    yield from (_ended(f"Also to talk about: {said}") for said in board.attention)


def _said_course(course: Course, final: Value | None) -> Iterator[str]:
    stands, measure = course.standing, course.standing.measure
    name = ", ".join(filter(None, (measure.name, direction_in_words(measure))))
    yield _ended(f"Measure {name}{'' if final else f': {spaced(stands.state)}'}")
    yield _ended(f"Where it stands: {', '.join([*_now(course, final), *_way(course, final)])}")
    if course.values:
        yield _ended(f"All its values: {', '.join(f'{value} on {day}' for day, value in course.values)}")


def _ended(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?", "…")) else f"{text.rstrip()}."


def as_json(board: Dashboard, id_: str, today: date, waiting: Sequence[dict[str, Any]], unshared: int | None) -> str:
    """Return the same for programs, what waits for whom, and the number of changes that are not shared."""
    plan, prepared = board.plan, board.prepared
    stands = prepared.standing
    return plain.as_json(
        {
            "today": today,
            "plan": id_,
            "title": plan.title,
            "waiting": waiting,
            "unshared": unshared,
            "state": stands.state,
            "outcome": plan.outcome.result if plan.outcome else None,
            "reasons": stands.reasons,
            "check_ins": {"awaited": stands.kept.due, "kept": stands.kept.met, "late": stands.kept.late},
            "next_session": prepared.day,
            "measures": [_known(course) for course in board.courses],
            "wins": [{"date": day, "what": win} for day, win in board.wins],
            "milestones": [
                {"date": milestone.date, "what": milestone.what, "reached": reached}
                for milestone, reached in board.milestones
            ],
            "activities": activities_as_data(prepared),
            "attention": board.attention,
        }
    )


def _known(course: Course) -> dict[str, Any]:
    stands = course.standing
    return measure_as_data(course) | {
        "share": None if stands.share is None else round(float(stands.share), 3),
        "trend": stands.trend.word if stands.trend else None,
        "values": [{"date": day, "value": value} for day, value in course.values],
    }
