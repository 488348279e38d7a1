"""A plan and its check-ins in the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coachplan.base.policy import Policy
from coachplan.base.words import ROLES, STANCES, capitalized, plural, spaced
from coachplan.coaching.agenda import open_reviews
from coachplan.coaching.lifecycle import SUSTAINED
from coachplan.coaching.sessions import next_session
from coachplan.format import Document
from coachplan.output.terminal.blocks import ARROWS, MARKS, bullets, heading, indented, labelled, text
from coachplan.output.terminal.console import clean, out, rendered
from coachplan.plan import (
    READERS,
    Acknowledgement,
    Activity,
    After,
    Cadence,
    CheckIn,
    CurrentState,
    Feedback,
    Goal,
    Measure,
    Outcome,
    Plan,
    Revision,
    SupportAsset,
    Value,
)
from coachplan.plan.guidance import GUIDANCE
from coachplan.plan.plan import FollowUp
from coachplan.progress import is_reached, latest_values, standing
from coachplan.views.plan_view import readable

_BAR = 24


def print_plan(
    document: Document[Plan],
    check_ins: Sequence[Document[CheckIn]],
    *,
    id_: str,
    labels: Mapping[str, str],
    today: date,
    policy: Policy,
    as_of: str | None = None,
    agreement: Sequence[str] = (),
) -> None:
    """Print a plan as it was known on the day `today`.

    People, the seven sections, measures with baseline → latest → target, check-ins newest first.

    `agreement` says in lines where each person stands with the terms.
    """
    plan = document.content
    assert plan is not None
    recorded = sorted(
        (check_in for check_in, _ in readable(check_ins)[0] if check_in.date <= today),
        key=lambda check_in: check_in.date,
    )
    day = None if "timeline" in document.unread else today
    parts = [
        *_head(plan, id_, labels, as_of),
        *(_standing(plan, recorded, day, policy) if day else ()),
        *_people(plan),
        *_sections(plan, latest_values(recorded), day, _following(plan, recorded, today, policy) if day else None),
        *_afterwards(plan, recorded),
        *_agreement(agreement),
        *_body(document.body),
        *_check_ins(recorded[::-1]),
    ]
    unread = len(document.findings) + sum(bool(check_in.findings) for check_in in check_ins)
    if unread:
        parts.append(Text("\nSome of it cannot be read; see `coachplan check`", "yellow"))
    out(rendered(Group(*parts)))


def _head(plan: Plan, id_: str, labels: Mapping[str, str], as_of: str | None) -> Iterator[RenderableType]:
    yield text(plan.title, "bold")
    status = spaced(plan.outcome.result if plan.outcome else plan.status)
    parts = (
        labels.get(plan.kind, plan.kind),
        f"for {plan.purpose}" if plan.purpose != "growth" else "",
        status,
        id_,
        f"follows {plan.follows}" if plan.follows else "",
        f"as of {as_of}" if as_of else "",
    )
    yield text(" · ".join(filter(None, parts)), "dim")


def _standing(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Iterator[RenderableType]:
    """Yield the state of the plan with the first reason; nothing of a closed one, whose outcome says more."""
    if plan.status != "closed":
        stands = standing(plan, check_ins, today, policy)
        state = capitalized(spaced(stands.state))
        yield text(f"{state}: {stands.reasons[0]}" if stands.reasons else state)


def _people(plan: Plan) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, 2))
    for role in READERS:
        if person := plan.people.in_role(role):
            grid.add_row(Text(capitalized(ROLES[role]), "dim"), text(person))
    for helper in plan.people.helpers:
        grid.add_row(Text(capitalized(ROLES["helper"]), "dim"), text(helper))
    yield Text()
    yield grid


def _sections(
    plan: Plan, latest: Mapping[str, Value], today: date | None, following: date | None
) -> Iterator[RenderableType]:
    if plan.opportunity:
        why = plan.opportunity
        parts = {"": why.reason, "The work gains: ": why.business_need, "They want: ": why.aspiration}
        parts["Aligned with the manager's own manager: "] = str(why.aligned_with_managers_manager or "")
        yield heading("Opportunity")
        yield from (indented(labelled(label, part)) for label, part in parts.items() if part)
    yield heading(GUIDANCE["development_area"].title)
    yield from (indented(text(f"{area.area}: {area.why}" if area.why else area.area)) for area in plan.development_area)
    yield heading(GUIDANCE["current_state"].title)
    yield from (indented(_current_state(state)) for state in plan.current_state)
    yield heading(GUIDANCE["goal_state"].title)
    for place, goal in enumerate(plan.goal_state):
        yield Padding(Group(*_goal(goal, latest)), (int(place > 0), 0, 0, 2))
    yield heading(GUIDANCE["activities"].title)
    yield indented(_activities(plan.activities))
    yield heading(GUIDANCE["timeline"].title)
    yield from (indented(part) for part in (_timeline(plan, today) if today else [Text("cannot be read", "yellow")]))
    yield heading(GUIDANCE["support_assets"].title)
    yield bullets([_support(asset) for asset in plan.support_assets])
    yield heading(GUIDANCE["update_cadence"].title)
    yield bullets([_cadence(cadence) for cadence in plan.update_cadence])
    if today and following:
        said, style = ("Next", "green") if following >= today else ("Still to be held", "yellow")
        yield indented(Text(f"{said}: {following:%A}, {following}", style))


def _following(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> date | None:
    return next_session(plan, check_ins, today, policy) if plan.status == "active" else None


def _current_state(state: CurrentState) -> RenderableType:
    seen = {"Manager": state.manager, "Team member": state.team_member, "Circumstances": state.circumstances}
    evidence = [("" if place else "Evidence", entry) for place, entry in enumerate(state.evidence or ())]
    rows = [*((who, words) for who, words in seen.items() if words), *evidence]
    if [who for who, _ in rows] == ["Manager"]:
        return text(rows[0][1])
    grid = Table.grid(padding=(0, 2))
    for who, words in rows:
        grid.add_row(Text(who, "dim"), text(words))
    return grid


def _goal(goal: Goal, latest: Mapping[str, Value]) -> Iterator[RenderableType]:
    if goal.area:
        yield text(goal.area, "bold")
    yield text(goal.goal)
    for name, reason in (("Achievable", goal.achievable_because), ("Relevant", goal.relevant_because)):
        if reason:
            yield labelled(f"{name}: ", reason)
    if goal.measures:
        yield Padding(_measures(goal.measures, latest), (1, 0, 0, 0))


def _measures(measures: Sequence[Measure], latest: Mapping[str, Value]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    for title in ("Measure", "Baseline → latest → target", "By", ""):
        table.add_column(title)
    for measure in measures:
        value = latest.get(measure.name)
        reached = value is not None and is_reached(measure, value)
        unit = f" {measure.unit}" if measure.unit else ""
        way = Text.assemble(
            text(measure.baseline or "–"),
            " → ",
            text(value or "–", "bold"),
            " → ",
            text(f"{measure.target or '–'}{unit}"),
        )
        arrow = ARROWS.get(measure.direction or "", " ")
        name = Text.assemble(text(measure.name), f" {arrow}")
        table.add_row(name, way, str(measure.by or ""), Text("✓ reached", "green") if reached else "")
        for step in measure.steps:
            table.add_row("", text(f"step: {step.target}{unit}", "dim"), Text(str(step.by), "dim"), "")
        if measure.scale:
            table.add_row("", text(f"scale: {' → '.join(measure.scale)}", "dim"), "", "")
    return table


def _activities(activities: Sequence[Activity]) -> Table:
    grid = Table.grid(padding=(0, 1))
    for number, activity in enumerate(activities, 1):
        words = Text.assemble(text(activity.what), (f"  {' · '.join(map(clean, _notes(activity)))}".rstrip(), "dim"))
        for label in ("cue", "every", "why", "learned"):
            if extra := getattr(activity, label):
                words.append_text(Text.assemble(f"\n{label}: ", text(extra), style="dim"))
        mark = Text(MARKS.get(activity.status or "", "•"), "green" if activity.status == "done" else "")
        grid.add_row(mark, Text(f"{number}", "dim"), words)
    return grid


def _notes(activity: Activity) -> list[str]:
    proposer = activity.proposed_by if activity.proposed_by != activity.owner else None
    notes = (
        activity.status,
        ROLES[activity.owner] if activity.owner else "",
        activity.kind,
        _due(activity),
        f"proposed by {ROLES[proposer]}" if proposer else "",
        f"({activity.id})" if activity.id else "",
    )
    return [note for note in notes if note]


def _due(activity: Activity) -> str:
    if isinstance(activity.due, After):
        return f"within {activity.due.within} after {activity.due.after}"
    return f"due {activity.due}" if activity.due else ""


def _timeline(plan: Plan, today: date) -> Iterator[RenderableType]:
    start, end = plan.timeline.start, plan.timeline.end
    whole = max((end - start).days, 1)
    gone = min(max((today - start).days, 0), whole)
    filled = round(_BAR * gone / whole)
    bar = Text.assemble(("━" * filled, "cyan"), ("─" * (_BAR - filled), "dim"))
    yield Text.assemble(f"{start} ", bar, f" {end}", (f"  {_days_left(plan, today)}", "dim"))
    for milestone in plan.timeline.milestones:
        mark = Text("✓ ", "green") if milestone.reached and milestone.reached <= today else Text("◇ ")
        reached = f", reached {milestone.reached}" if milestone.reached and milestone.reached <= today else ""
        yield Text.assemble(mark, f"{milestone.date}  ", text(milestone.what), (reached, "dim"))
    for hold in plan.timeline.holds:
        rest = f"‖ {hold.from_}  on hold until {hold.to}" if hold.to else f"‖ {hold.from_}  on hold since then"
        yield Text.assemble(rest, text(f": {hold.why}" if hold.why else ""))
    for extension in plan.timeline.extensions:
        yield Text.assemble(f"↦ {extension.date}  end {extension.from_} → {extension.to}: ", text(extension.why))


def _days_left(plan: Plan, today: date) -> str:
    if plan.status == "closed":
        return plural((plan.timeline.end - plan.timeline.start).days, "day")
    if today < plan.timeline.start:
        return f"starts in {plural((plan.timeline.start - today).days, 'day')}"
    left = (plan.timeline.end - today).days
    return f"{plural(left, 'day')} left" if left >= 0 else f"ended {plural(-left, 'day')} ago"


def _support(asset: SupportAsset) -> Text:
    notes = [
        f"from {ROLES[asset.from_]}" if asset.from_ else "",
        clean(asset.every.phrase if asset.every else ""),
        f"by {asset.due}" if asset.due else "",
        asset.status or "",
    ]
    return Text.assemble(text(asset.what), (f"  {' · '.join(filter(None, notes))}".rstrip(), "dim"))


def _cadence(cadence: Cadence) -> Text:
    words = [
        clean(cadence.every.phrase if cadence.every else ""),
        f"on {', '.join(day.capitalize() for day in cadence.day)}" if cadence.day else "",
        ", ".join(map(str, cadence.dates or ())),
        f"until {cadence.until}" if cadence.until else "",
    ]
    rhythm = " ".join(filter(None, words))
    return Text.assemble(rhythm, (": " if rhythm else "") if cadence.how else "", text(cadence.how or ""))


def _afterwards(plan: Plan, check_ins: Sequence[CheckIn]) -> Iterator[RenderableType]:
    yield from _formal(plan)
    if plan.outcome:
        yield from _outcome(plan.outcome)
    if plan.follow_up:
        yield heading("Follow-up")
        yield from (indented(Text(line)) for line in _follow_up(plan, plan.follow_up, check_ins))
    if plan.revisions:
        yield heading("Revised")
        yield bullets([_revision(revision) for revision in plan.revisions])
    if plan.acknowledgements:
        yield heading("Acknowledgements")
        yield bullets([_acknowledgement(entry) for entry in plan.acknowledgements])
    if plan.ignore:
        yield heading("Rules that do not fit")
        yield bullets([text(f"{code}: {reason}") for code, reason in plan.ignore.items()])


def _outcome(outcome: Outcome) -> Iterator[RenderableType]:
    yield heading("Outcome")
    yield indented(Text.assemble((spaced(outcome.result), "bold"), f"  {outcome.date}"))
    values = [f"{name}: {value}" for name, value in outcome.measures.items()]
    for label, texts in (
        ("", (outcome.summary,)),
        ("", values),
        ("Helped: ", outcome.helped or ()),
        ("Hindered: ", outcome.hindered or ()),
        ("In the team member's words: ", (outcome.team_member,)),
    ):
        yield from (indented(labelled(label, words)) for words in texts if words)


def _follow_up(plan: Plan, follow_up: FollowUp, check_ins: Sequence[CheckIn]) -> Iterator[str]:
    to_come = {day for _, day in open_reviews(plan, check_ins)}
    reviews = ", ".join(str(day) for day in follow_up.reviews or () if day in to_come)
    if follow_up.sustain_until:
        yield f"Sustain until {follow_up.sustain_until}"
    if reviews:
        yield f"Look again on {reviews}"
    for review in sorted(check_ins, key=lambda check_in: check_in.date):
        if review.sustained:
            yield f"Looked again on {review.date}: {SUSTAINED[review.sustained]}"


def _revision(revision: Revision) -> Text:
    of = f" (measure {revision.measure})" if revision.measure and revision.measure not in revision.from_ else ""
    since = f" → {revision.to}" if revision.to else ""
    why = f": {revision.why}" if revision.why else ""
    return text(f"{revision.date}  {revision.what}{of}: {revision.from_}{since}{why}")


def _acknowledgement(entry: Acknowledgement) -> Text:
    assurance = f" ({entry.assurance})" if entry.assurance else ""
    comment = f": {entry.comment}" if entry.comment else ""
    return text(f"{entry.date}  {entry.by.name}  {STANCES[entry.stance]}{assurance}{comment}")


def _agreement(lines: Sequence[str]) -> Iterator[RenderableType]:
    if lines:
        yield heading("Agreement")
        yield from (indented(text(line)) for line in lines)


def _formal(plan: Plan) -> Iterator[RenderableType]:
    sides = plan.responsibilities
    for title, texts in (
        ("Previous step", (plan.previous_step,)),
        ("Success criteria", plan.success_criteria or ()),
        ("What the team member takes on", sides.team_member if sides else ()),
        ("What the manager takes on", sides.manager if sides else ()),
        ("Consequences", (plan.consequences,)),
    ):
        entries = [*map(text, filter(None, texts))]
        if entries:
            yield heading(title)
            yield bullets(entries) if len(entries) > 1 else indented(entries[0])


def _body(body: str) -> Iterator[RenderableType]:
    if body.strip():
        yield heading("Notes")
        yield indented(text(body.strip()))


def _check_ins(sessions: Sequence[CheckIn]) -> Iterator[RenderableType]:
    yield heading(f"Check-ins ({len(sessions)})")
    if not sessions:
        yield indented(Text("None yet. The first one begins with the evidence: coachplan log", "dim"))
    for check_in in sessions:
        yield indented(Text.assemble((f"{check_in.date}", "bold"), ("  by ", "dim"), text(check_in.by.name)))
        yield Padding(_check_in(check_in), (0, 0, 1, 4))


def _check_in(check_in: CheckIn) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    for label, texts in (
        ("About", [check_in.about] if check_in.about else []),
        ("Lasted", [check_in.sustained] if check_in.sustained else []),
        ("Measures", [f"{name}: {value}" for name, value in check_in.measures.items()]),
        ("Practice", [f"{name}: {value}" for name, value in check_in.practice.items()]),
        ("Evidence", check_in.evidence),
    ):
        _add_rows(grid, label, [*map(text, texts)])
    for reflection in check_in.reflections:
        question = Text.assemble(text(reflection.asked, "italic"), "\n") if reflection.asked else Text()
        grid.add_row("Reflection", Text.assemble(question, text(reflection.answer)))
    _add_rows(grid, "Wins", [Text.assemble(("★ ", "yellow"), text(win)) for win in check_in.wins])
    _add_rows(grid, "Milestones", [Text.assemble(("★ ", "yellow"), text(words)) for words in check_in.milestones])
    _add_rows(grid, "Obstacles", [*map(text, check_in.obstacles)])
    _add_rows(grid, "Root cause", [*map(text, check_in.root_cause)])
    _add_rows(grid, "Feedback", [_feedback(feedback) for feedback in check_in.feedback])
    _add_rows(grid, "Adjustments", [*map(text, check_in.adjustments)])
    _add_rows(grid, "Next steps", [Text.assemble("→ ", text(words)) for words in check_in.next_steps])
    return grid


def _add_rows(grid: Table, label: str, texts: Sequence[Text]) -> None:
    for place, words in enumerate(texts):
        grid.add_row(label if place == 0 else "", words)


def _feedback(feedback: Feedback) -> Text:
    words = text(feedback.what)
    for label, part in (("why", feedback.why), ("next", feedback.next)):
        if part:
            words.append_text(labelled(f"\n{label}: ", part))
    if feedback.from_:
        words.append_text(Text.assemble(("\nfrom ", "dim"), text(feedback.from_.name, "dim")))
    return words
