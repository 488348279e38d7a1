"""`coachplan calendar`."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import OutputFile, PlanName, Text, TodayOption, flag, option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coachplan.output.calendar import CalendarPlan, Times
    from coachplan.plan import Plan
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository


def calendar(
    context: typer.Context,
    plan: PlanName = None,
    every: Annotated[bool, flag("--all", "Take every plan.")] = False,
    output: OutputFile = None,
    at: Annotated[Text, option("--at", "HH:MM", "The time at which sessions begin; by default whole days.")] = None,
    minutes: Annotated[int, option("--minutes", "N", "The length of a session.", min=1, max=1440)] = 30,
    timezone: Annotated[
        Text, option("--timezone", "ZONE", "The zone of --at, such as Europe/Berlin.", envvar="TZ")
    ] = None,
    names: Annotated[bool, flag("--names", "Name the team member in each event.")] = False,
    show_text: Annotated[bool, flag("--show-text", "Add titles and milestones in their own words.")] = False,
    today: TodayOption = None,
) -> None:
    """Make a calendar of sessions, milestones, ends and follow-ups.

    For any calendar program; importing it again updates the events. They are marked private, and hold no names or words
    unless you ask for them.
    """
    from coachplan.output import calendar
    from coachplan.output.terminal.console import out, say
    from coachplan.store.files import write_private

    if plan and every:
        raise UsageError("PLAN and --all cannot be combined")
    entries = _entries(context, plan, _arguments.day(today), output, every=every)
    times = _times(at, timezone, minutes) if at else None
    made = calendar.calendar(entries, _stamp(today), times=times, names=names, words=show_text)
    if output is None:
        out(made.decode())
        return
    write_private(output, made)
    events = made.count(b"BEGIN:VEVENT")
    say(f"Wrote {output}: {events} events; import it into your calendar, and again when plans change")


def _entries(
    context: typer.Context, query: str | None, today: date, output: "Path | None", *, every: bool
) -> "list[CalendarPlan]":
    """Return the plans that are meant, each as it counts on the day `today`; refuses an `output` among them."""
    from coachplan.output.calendar import CalendarPlan
    from coachplan.output.terminal.console import say

    if every:
        repositories = _where.repositories(context)
    else:
        repository, folder = _where.chosen(context, query)
        repositories = [repository]
    if output is not None:
        for one in repositories:
            one.require_outside(output)
    if every:
        return _every(repositories, today)
    content = _counted(repository, folder, today)
    if content.status == "draft":
        say(f"{folder.id} is a draft: it has no sessions yet")
    return [CalendarPlan(folder.id, content, repository.settings.policy)]


def _every(repositories: "Sequence[Repository]", today: date) -> "list[CalendarPlan]":
    """Return each plan that can be read; of two with one id, the later one is known by its repository."""
    from coachplan.base.errors import CoachplanError
    from coachplan.output.calendar import CalendarPlan

    found, number = dict[str, CalendarPlan](), 0
    for repository in repositories:
        for folder in repository.plans():
            number += 1
            with suppress(CoachplanError):
                if plan := repository.apart(folder, partial(_counted, repository, folder, today)):
                    key = f"{repository.root}/{folder.id}" if folder.id in found else folder.id
                    found[key] = CalendarPlan(key, plan, repository.settings.policy)
    _arguments.tell_of_unread(number - len(found))
    return [*found.values()]


def _counted(repository: "Repository", folder: "PlanFolder", today: date) -> "Plan":
    from coachplan.views.beginning import as_of
    from coachplan.views.plan_view import refuse_unclear

    document, content = repository.readable_plan(folder)
    refuse_unclear(document, folder.id)  # its days would be made up
    return as_of(repository, folder, content, today)


def _times(at: str, timezone: str | None, minutes: int) -> "Times":
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from coachplan.output.calendar import Times

    try:
        begin = time.fromisoformat(at)
    except ValueError:
        begin = None
    if begin is None or begin.tzinfo:
        raise UsageError(f"--at takes a time such as 10:00, not {at!r}; --timezone says where")
    if not timezone:
        raise UsageError("--at needs a time zone, such as --timezone Europe/Berlin")
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"{timezone!r} is not a time zone; use one such as Europe/Berlin") from None
    return Times(begin, zone, timedelta(minutes=minutes))


def _stamp(today: str | None) -> datetime:
    """Return the present moment, or the beginning of the day that is set."""
    if today or os.environ.get("COACHPLAN_TODAY"):
        return datetime.combine(_arguments.day(today), time(), UTC)
    return datetime.now(UTC).replace(microsecond=0)
