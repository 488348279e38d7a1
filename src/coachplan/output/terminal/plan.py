"""A plan and its check-ins in the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coachplan.base.words import ROLES, SUSTAINED, capitalized, plural, said_to_terms, spaced
from coachplan.coaching.agenda import open_reviews
from coachplan.format import Document
from coachplan.output.terminal.activities import status_in_words
from coachplan.output.terminal.agreement import terms_in_short
from coachplan.output.terminal.blocks import (
    ARROWS,
    LabelledRows,
    activity_mark,
    bullets,
    grid,
    heading,
    indented,
    labelled,
    noted,
    pieces,
    section,
    table,
    text,
    time_bar,
    time_left,
)
from coachplan.output.terminal.console import PARTIAL, clean, out, rendered
from coachplan.plan import (
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
    Reflection,
    Revision,
    SupportAsset,
    Value,
)
from coachplan.plan.guidance import GUIDANCE
from coachplan.plan.terms import is_same_in_terms, only_terms
from coachplan.progress import is_reached, latest_values
from coachplan.views.plan_row import PlanRow
from coachplan.views.plan_view import is_without_days, readable

_BAR = 24


def print_plan(
    document: Document[Plan],
    check_ins: Sequence[Document[CheckIn]],
    row: PlanRow,
    *,
    labels: Mapping[str, str],
    as_of: str | None = None,
    agreement: Sequence[str] = (),
) -> None:
    """Print a plan as it was known on the day of its row.

    People, the seven sections, measures with baseline → latest → target, check-ins newest first.

    `agreement` says in lines where each person stands with the terms.
    """
    plan, today = document.content, date.fromisoformat(row.day)
    assert plan is not None
    noted_check_ins = sorted(
        (entry for entry in readable(check_ins)[0] if entry[0].date <= today), key=lambda entry: entry[0].date
    )
    recorded = [check_in for check_in, _ in noted_check_ins]
    day, is_early = None if "timeline" in document.unread else today, is_without_days(document)
    parts = [
        *_head(plan, row.id, labels, as_of),
        *(_standing(row) if day else ()),
        Text(),
        _people(plan),
        *(part for _, parts in _terms(plan, latest_values(recorded), day, is_early=is_early) for part in parts),
        *(_following(row) if day else ()),
        *_indented("Agreement", agreement),
        *section("Acknowledgements", [_acknowledgement(entry) for entry in plan.acknowledgements]),
        Text("\nNot part of what was agreed", "bold"),
        *_reasons(plan),
        *_afterwards(plan, recorded),
        *_indented("Notes", pieces(document.body.strip())),
        *_check_ins(noted_check_ins[::-1]),
    ]
    unread = len(() if is_early else document.problems) + sum(bool(check_in.findings) for check_in in check_ins)
    if unread:
        parts.append(Text(f"\n{PARTIAL}", "yellow"))
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


def _standing(row: PlanRow) -> Iterator[RenderableType]:
    """Yield the state of the plan with the first reason; nothing of a closed one, whose outcome says more."""
    if row.status != "closed":
        state = capitalized(spaced(row.state))
        yield text(f"{state}: {row.reasons[0]}" if row.reasons else state)


def print_terms(plan: Plan, today: date, labels: Mapping[str, str], before: Plan | None = None) -> None:
    """Print all that will be agreed: in full where it differs from the terms of `before`, and the rest in short."""
    now, known = only_terms(plan), only_terms(before) if before else None
    kind = text(f"{labels.get(now.kind, now.kind)}, for {now.purpose}")
    sections: list[tuple[tuple[str, ...], list[RenderableType]]] = [
        (("people", "kind", "purpose"), [heading("Who it is for"), indented(kind), indented(_people(now))]),
        *(((key,), parts) for key, parts in _terms(now, None, today)),
    ]
    shown = [
        part
        for keys, parts in sections
        if not (known and all(is_same_in_terms(getattr(now, key), getattr(known, key)) for key in keys))
        for part in parts
    ]
    if known:
        rest = [indented(text(words)) for words in terms_in_short(now)]
        shown += [Text("\nAll of it in short", "bold"), *rest]
    out(rendered(Group(*shown)))


def _people(plan: Plan) -> Table:
    return grid(((Text(capitalized(ROLES[role]), "dim"), text(person)) for role, person in plan.people.in_roles()), 2)


def _reasons(plan: Plan) -> Iterator[RenderableType]:
    if why := plan.opportunity:
        yield heading("Why this plan, and why now")
        for label, part in (
            ("", why.reason),
            ("Business need: ", why.business_need),
            (f"Aspiration of {clean(plan.people.team_member.name)}: ", why.aspiration),
            ("Aligned with the manager's own manager on ", why.aligned_with_managers_manager),
        ):
            if part:
                yield indented(labelled(label, part))
    if plan.previous_step:
        yield heading("Previous step")
        yield indented(text(plan.previous_step))


def _terms(
    plan: Plan, latest: Mapping[str, Value] | None, today: date | None, *, is_early: bool = False
) -> Iterator[tuple[str, list[RenderableType]]]:
    """Yield the key of each section of the terms, and its parts; measures have the values of `latest` between.

    Without `today` the days cannot be read or, where it `is_early`, are still open.
    """
    days = [*_timeline(plan, today)] if today else [Text("still open" if is_early else "cannot be read", "yellow")]
    goals = enumerate(_goal(goal, latest) for goal in plan.goal_state)
    areas = [text(area.area + (f": {area.why}" if area.why else "")) for area in plan.development_area]
    for key, parts in (
        ("development_area", [*map(indented, areas)]),
        ("current_state", [indented(_current_state(state)) for state in plan.current_state]),
        ("goal_state", [Padding(Group(*goal), (int(place > 0), 0, 0, 2)) for place, goal in goals]),
        ("activities", [indented(_activities(plan.activities))]),
        ("timeline", [*map(indented, days)]),
        ("support_assets", [bullets([_support(asset) for asset in plan.support_assets])]),
        ("update_cadence", [bullets([_cadence(cadence) for cadence in plan.update_cadence])]),
    ):
        yield key, [heading(GUIDANCE[key].title), *parts]
    yield from _formal(plan)


def _following(row: PlanRow) -> Iterator[RenderableType]:
    if row.status == "active" and row.next_session:
        day = date.fromisoformat(row.next_session)
        label, style = ("Next", "green") if row.next_session >= row.day else ("Not held yet", "yellow")
        yield indented(Text(f"{label}: {day:%A}, {day}", style))


def _current_state(state: CurrentState) -> RenderableType:
    seen = {"Manager": state.manager, "Team member": state.team_member, "Circumstances": state.circumstances}
    evidence = [("" if place else "Evidence", entry) for place, entry in enumerate(state.evidence or ())]
    rows = [*((who, words) for who, words in seen.items() if words), *evidence]
    if [who for who, _ in rows] == ["Manager"]:
        return text(rows[0][1])
    return grid(((Text(who, "dim"), text(words)) for who, words in rows), 2)


def _goal(goal: Goal, latest: Mapping[str, Value] | None) -> Iterator[RenderableType]:
    if goal.area:
        yield text(goal.area, "bold")
    yield text(goal.goal)
    for name, reason in (("Achievable because", goal.achievable_because), ("Relevant because", goal.relevant_because)):
        if reason:
            yield labelled(f"{name}: ", reason)
    if goal.measures:
        yield Padding(_measures(goal.measures, latest), (1, 0, 0, 0))


def _measures(measures: Sequence[Measure], latest: Mapping[str, Value] | None) -> Table:
    rows = table("Measure", "Baseline → target" if latest is None else "Baseline → latest → target", "By", "")
    for measure in measures:
        value = latest.get(measure.name) if latest else None
        reached = value is not None and is_reached(measure, value)
        way = Text.assemble(
            text(measure.baseline or "–"),
            " → ",
            *(() if latest is None else (text(value or "–", "bold"), " → ")),
            text(measure.with_unit(measure.target) if measure.target else f"– {measure.unit or ''}".rstrip()),
        )
        arrow = ARROWS.get(measure.direction or "", " ")
        name = Text.assemble(text(measure.name), f" {arrow}")
        rows.add_row(name, way, str(measure.by or ""), Text("✓ reached", "green") if reached else "")
        for step in measure.steps:
            rows.add_row("", text(f"step: {measure.with_unit(step.target)}", "dim"), Text(str(step.by), "dim"), "")
        if measure.scale:
            rows.add_row("", text(f"scale: {' → '.join(measure.scale)}", "dim"), "", "")
    return rows


def _activities(activities: Sequence[Activity]) -> Table:
    rows = []
    for number, activity in enumerate(activities, 1):
        words = noted(activity.what, _notes(activity))
        for label in ("cue", "every", "why", "learned"):
            if extra := getattr(activity, label):
                words.append_text(Text.assemble(f"\n{label}: ", text(extra), style="dim"))
        rows.append((activity_mark(activity), Text(f"{number}", "dim"), words))
    return grid(rows)


def _notes(activity: Activity) -> Iterator[str | None]:
    proposer = activity.proposed_by if activity.proposed_by != activity.owner else None
    yield status_in_words(activity)
    yield ROLES[activity.owner] if activity.owner else ""
    yield activity.kind
    yield _due(activity)
    yield f"proposed by {ROLES[proposer]}" if proposer else ""
    yield f"({activity.id})" if activity.id else ""


def _due(activity: Activity) -> str:
    if isinstance(activity.due, After):
        return f"within {activity.due.within} after {activity.due.after}"
    return f"due {activity.due}" if activity.due else ""


def _timeline(plan: Plan, today: date) -> Iterator[RenderableType]:
    start, end = plan.timeline.start, plan.timeline.end
    days = plural((end - start).days, "day") if plan.status == "closed" else time_left(plan.timeline, today)
    yield Text.assemble(f"{start} ", time_bar(plan.timeline, today, _BAR), f" {end}", (f"  {days}", "dim"))
    for milestone in plan.timeline.milestones:
        mark = Text("✓ ", "green") if milestone.reached and milestone.reached <= today else Text("◇ ")
        reached = f", reached {milestone.reached}" if milestone.reached and milestone.reached <= today else ""
        yield Text.assemble(mark, f"{milestone.date}  ", text(milestone.what), (reached, "dim"))
    for hold in plan.timeline.holds:
        rest = f"‖ {hold.from_}  on hold until {hold.to}" if hold.to else f"‖ {hold.from_}  on hold since then"
        yield Text.assemble(rest, text(f": {hold.why}" if hold.why else ""))
    for extension in plan.timeline.extensions:
        yield Text.assemble(f"↦ {extension.date}  end {extension.from_} → {extension.to}: ", text(extension.why))


def _support(asset: SupportAsset) -> Text:
    giver = f"from {ROLES[asset.from_]}" if asset.from_ else ""
    every = asset.every.phrase if asset.every else ""
    return noted(asset.what, (giver, every, f"by {asset.due}" if asset.due else "", asset.status))


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
    if plan.outcome:
        yield from _outcome(plan.outcome)
    if plan.follow_up:
        yield from _indented("Follow-up", [*_follow_up(plan, check_ins)])
    yield from section("Changes along the way", [_revision(revision) for revision in plan.revisions])
    yield from section("Rules that do not fit", [f"{code}: {reason}" for code, reason in plan.ignore.items()])


def _indented(title: str, lines: Sequence[str]) -> Iterator[RenderableType]:
    if lines:
        yield heading(title)
        yield from (indented(text(line)) for line in lines)


def _outcome(outcome: Outcome) -> Iterator[RenderableType]:
    yield heading("Outcome")
    yield indented(Text.assemble((spaced(outcome.result), "bold"), f"  {outcome.date}"))
    values = [f"{name}: {value}" for name, value in outcome.measures.items()]
    for label, texts in (
        ("", (outcome.summary,)),
        ("", values),
        ("What helped: ", outcome.helped or ()),
        ("What did not help: ", outcome.hindered or ()),
        ("In the team member's words: ", (outcome.team_member,)),
    ):
        yield from (indented(labelled(label, words)) for words in texts if words)


def _follow_up(plan: Plan, check_ins: Sequence[CheckIn]) -> Iterator[str]:
    follow_up = plan.follow_up
    assert follow_up is not None
    to_come = {day for _, day in open_reviews(plan, check_ins)}
    reviews = ", ".join(str(day) for day in follow_up.reviews or () if day in to_come)
    if follow_up.sustain_until:
        yield f"Sustain until {follow_up.sustain_until}"
    if reviews:
        yield f"Look again on {reviews}"
    for review in check_ins:
        if review.sustained:
            yield f"Looked again on {review.date}: {SUSTAINED[review.sustained]}"


def _revision(revision: Revision) -> str:
    of = f" (measure {revision.measure})" if revision.measure and revision.measure not in revision.from_ else ""
    since = f" → {revision.to}" if revision.to else ""
    why = f": {revision.why}" if revision.why else ""
    return f"{revision.date}  {revision.what}{of}: {revision.from_}{since}{why}"


def _acknowledgement(entry: Acknowledgement) -> str:
    assurance = f" ({entry.assurance})" if entry.assurance else ""
    comment = f": {entry.comment}" if entry.comment else ""
    said = said_to_terms(entry.stance, names_them=entry.terms is not None)
    return f"{entry.date}  {entry.by.name}  {said}{assurance}{comment}"


def _formal(plan: Plan) -> Iterator[tuple[str, list[RenderableType]]]:
    sides = plan.responsibilities
    for key, title, texts in (
        ("success_criteria", "Success criteria", plan.success_criteria or ()),
        ("responsibilities", "Team member takes on", sides.team_member if sides else ()),
        ("responsibilities", "Manager takes on", sides.manager if sides else ()),
        ("consequences", "Consequences", (plan.consequences,)),
    ):
        if entries := [*map(text, filter(None, texts))]:
            yield key, [heading(title), bullets(entries) if len(entries) > 1 else indented(entries[0])]


def _check_ins(sessions: Sequence[tuple[CheckIn, str]]) -> Iterator[RenderableType]:
    yield heading(f"Check-ins ({len(sessions)})")
    if not sessions:
        yield indented(Text("None yet. The first one begins with the evidence: coachplan log", "dim"))
    for check_in, note in sessions:
        yield indented(Text.assemble((f"{check_in.date}", "bold"), ("  by ", "dim"), text(check_in.by.name)))
        yield LabelledRows([*_check_in(check_in, note.strip())], indent=4)
        yield Text()


def _check_in(check_in: CheckIn, note: str) -> Iterator[tuple[str, Text]]:
    """Yield each entry of a check-in, the first one of a kind with its label."""
    parts: Sequence[tuple[str, str, Sequence[str | Reflection | Feedback]]] = (
        ("About", "", [check_in.about] if check_in.about else []),
        ("Lasted", "", [check_in.sustained] if check_in.sustained else []),
        ("Measures", "", [f"{name}: {value}" for name, value in check_in.measures.items()]),
        ("Practice", "", [f"{name}: {value}" for name, value in check_in.practice.items()]),
        ("Evidence", "", check_in.evidence),
        ("Reflection", "", check_in.reflections),
        ("Wins", "★ ", check_in.wins),
        ("Reached", "★ ", check_in.milestones),
        ("Obstacles", "", check_in.obstacles),
        ("Root cause", "", check_in.root_cause),
        ("Feedback", "", check_in.feedback),
        ("Adjustments", "", check_in.adjustments),
        ("Next steps", "→ ", check_in.next_steps),
        ("Note", "", pieces(note)),
    )
    for label, mark, entries in parts:
        for place, entry in enumerate(entries):
            marked = Text.assemble((mark, "yellow" if mark == "★ " else ""), _words(entry))
            yield "" if place else label, marked


def _words(entry: str | Reflection | Feedback) -> Text:
    """Return an entry of a check-in: a text, an answer below its question, or feedback with its parts."""
    if isinstance(entry, Reflection):
        question = Text.assemble(text(entry.asked, "italic"), "\n") if entry.asked else Text()
        return Text.assemble(question, text(entry.answer))
    if isinstance(entry, str):
        return text(entry)
    words = text(entry.what)
    for label, part in (("Why it mattered", entry.why), ("Next time", entry.next)):
        if part:
            words.append_text(labelled(f"\n{label}: ", part))
    if entry.from_:
        words.append_text(text(f"\nfrom {entry.from_.name}", "dim"))
    return words
