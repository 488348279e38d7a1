"""Each plan in a few words, for lists; remembered between commands, so that a list opens no unchanged file."""

from datetime import date
from typing import NamedTuple

from coachplan.errors import CoachplanError
from coachplan.memory import Memory
from coachplan.repository import Repository
from coachplan.workspace import PlanFolder


class Summary(NamedTuple):
    """A plan in a few words; days are ISO dates. `status` is `unreadable` where what a list tells could not be read.

    `next_check_in` follows from the plan and its check-ins alone; whether it is due depends on the day.
    """

    id: str
    title: str
    team_member: str
    manager: str
    kind: str
    status: str
    start: str | None
    end: str | None
    check_ins: int
    last_check_in: str | None
    next_check_in: str | None
    outcome: str | None

    def state(self, today: date) -> str:
        """Where the plan stands on a day, in words: `check-in due`, `check-in overdue`, `active`, `ended`, …"""
        if self.status != "active":
            return self.outcome.replace("-", " ") if self.outcome else self.status.replace("-", " ")
        now = today.isoformat()
        if self.end and self.end < now:
            return "ended"
        if self.next_check_in and self.next_check_in < now:
            return "check-in overdue"
        if self.next_check_in == now:
            return "check-in due"
        if self.start and now < self.start:
            return "not started"
        return "active"

    def days_left(self, today: date) -> int | None:
        """Days until the end, negative after it; None where the plan is closed or has no end."""
        if self.end is None or self.status == "closed":
            return None
        return (date.fromisoformat(self.end) - today).days


def summaries(repository: Repository) -> list[Summary]:
    """A summary of every plan, sorted by id."""
    memory = Memory(lambda: repository.cache_folder, "summaries.json")
    found = [_summary(repository, folder, memory) for folder in repository.plans()]
    memory.save()
    return found


def _summary(repository: Repository, folder: PlanFolder, memory: Memory) -> Summary:
    stamp, newest = folder.stamp()
    if (known := memory.recall(folder.id, stamp)) is not None:
        return Summary._make(known)
    summary = _summarise(repository, folder)
    memory.keep(folder.id, stamp, newest, summary)
    return summary


def _summarise(repository: Repository, folder: PlanFolder) -> Summary:
    from coachplan.progress import next_touchpoint

    try:
        document = repository.read_plan(folder)
        unclear = document.unread & {"title", "people", "timeline"} or document.damaged & {"status"}
        plan = None if unclear else document.content
        days = sorted(check_in.content.date for check_in in repository.read_check_ins(folder) if check_in.content)
    except CoachplanError:
        plan, days = None, []
    if plan is None:
        return Summary(folder.id, folder.id, "", "", "", "unreadable", None, None, len(days), None, None, None)
    last = days[-1] if days else None
    following = next_touchpoint(plan, last) if plan.status == "active" else None
    return Summary(
        id=folder.id,
        title=plan.title,
        team_member=plan.people.team_member.name,
        manager=plan.people.manager.name,
        kind=plan.kind,
        status=plan.status,
        start=plan.timeline.start.isoformat(),
        end=plan.timeline.end.isoformat(),
        check_ins=len(days),
        last_check_in=last.isoformat() if last else None,
        next_check_in=following.isoformat() if following else None,
        outcome=plan.outcome.result if plan.outcome else None,
    )
