"""Each plan in a few words, and what lies ahead of it; remembered between commands: no unchanged file is opened."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from coachplan.base.errors import CoachplanError
from coachplan.store.cache import Cache
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository


class Summary(NamedTuple):
    """A plan in a few words; days are ISO dates. `status` is `unreadable` where what a list tells could not be read.

    `next_check_in` and `next_review` follow from the plan and its check-ins; whether they are due depends on the day.
    The check-in is in time up to `in_time_until`. `rests` has the first and the last day of each hold, None for one
    that lasts.
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
    in_time_until: str | None
    outcome: str | None
    rests: list[list[str | None]]
    next_review: str | None

    def state(self, today: date) -> str:
        """Where the plan stands on a day, in words: `check-in due`, `on hold`, `active`, `ended`, `follow-up due`, …"""
        now = today.isoformat()
        if self.status == "active":
            return self._state_while_active(now)
        if self.status == "closed" and self.next_review and self.next_review <= now:
            return "follow-up due"
        if self.status == "on-hold":
            return "on hold" if self._rests_on(now) or not self.rests else "hold is over"
        return self.outcome.replace("-", " ") if self.outcome else self.status

    def _state_while_active(self, now: str) -> str:
        if self.end and self.end < now:
            return "ended"
        if self._rests_on(now):
            return "on hold"
        if self.next_check_in and self.next_check_in <= now:
            return "check-in due" if now <= (self.in_time_until or now) else "check-in overdue"
        return "not started" if self.start and now < self.start else "active"

    def _rests_on(self, now: str) -> bool:
        return any((first or "") <= now and (last is None or now <= last) for first, last in self.rests)

    def days_left(self, today: date) -> int | None:
        """Days until the end, negative after it; None where the plan is closed or has no end."""
        if self.end is None or self.status == "closed":
            return None
        return (date.fromisoformat(self.end) - today).days


def summaries(repository: Repository) -> list[Summary]:
    """A summary of every plan, sorted by id."""
    # The organisation's working days decide when a check-in is due; the stamp is quicker than reading the settings.
    key = f"{Summary._fields} {repository.settings_stamp()}"
    cache = Cache(lambda: repository.cache_folder, "summaries.json", key)
    found = [_summary(repository, folder, cache) for folder in repository.plans()]
    cache.save()
    return found


def _summary(repository: Repository, folder: PlanFolder, cache: Cache) -> Summary:
    stamp, newest = folder.stamp()
    if (known := cache.get(folder.id, stamp)) is not None:
        return Summary._make(known)
    summary = _summarise(repository, folder)
    cache.put(folder.id, stamp, newest, summary)
    return summary


def _summarise(repository: Repository, folder: PlanFolder) -> Summary:
    from coachplan.coaching.agenda import open_reviews
    from coachplan.progress import awaited_until, last_session, next_touchpoint

    try:
        document = repository.read_plan(folder)
        unclear = document.unread & {"title", "people", "timeline"} or document.damaged & {"status"}
        plan = None if unclear else document.content
        check_ins = [check_in.content for check_in in repository.read_check_ins(folder) if check_in.content]
    except CoachplanError:
        plan, check_ins = None, []
    if plan is None:
        count = len(check_ins)
        return Summary(folder.id, folder.id, "", "", "", "unreadable", *(None, None), count, *(None,) * 4, [], None)
    days = sorted(check_in.date for check_in in check_ins)
    last = days[-1] if days else None
    policy = repository.settings.policy
    following = next_touchpoint(plan, last_session(plan, check_ins), policy) if plan.status == "active" else None
    in_time = awaited_until(plan, check_ins, policy)
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
        in_time_until=in_time.isoformat() if in_time else None,
        outcome=plan.outcome.result if plan.outcome else None,
        rests=[[str(hold.from_), str(hold.to) if hold.to else None] for hold in plan.timeline.holds],
        next_review=next((str(day) for _, day in open_reviews(plan, check_ins)), None),
    )


class Ahead(NamedTuple):
    """What lies ahead of a plan on a day; `team_member` and `manager` are None where the plan could not be read."""

    id: str
    team_member: str | None
    manager: str | None
    items: list["Due"]


class Due(NamedTuple):
    """An item of a plan's agenda; `day` is an ISO date."""

    day: str
    kind: str
    what: str
    overdue: bool
    key: str
    private: bool


def ahead(repository: Repository, folders: Sequence[PlanFolder], today: date) -> list[Ahead]:
    """What lies ahead of each plan in `folders` on the day `today`; remembered for that day."""
    key = f"{today} {Ahead._fields} {Due._fields} {repository.settings_stamp()}"
    cache = Cache(lambda: repository.cache_folder, "agendas.json", key)
    found = [_ahead(repository, folder, today, cache) for folder in folders]
    cache.save(whole=len(folders) == len(repository.plans()))
    return found


def _ahead(repository: Repository, folder: PlanFolder, today: date, cache: Cache) -> Ahead:
    stamp, newest = folder.stamp()
    if (known := cache.get(folder.id, stamp)) is not None:
        return Ahead(known[0], known[1], known[2], [Due._make(item) for item in known[3]])
    made = _look_ahead(repository, folder, today)
    cache.put(folder.id, stamp, newest, made)
    return made


def _look_ahead(repository: Repository, folder: PlanFolder, today: date) -> Ahead:
    from coachplan.coaching.agenda import items

    try:
        document = repository.read_plan(folder)
        check_ins = [check_in.content for check_in in repository.read_check_ins(folder) if check_in.content]
    except CoachplanError:
        return Ahead(folder.id, None, None, [])
    plan = document.content
    if plan is None or document.unread & {"people", "timeline", "update_cadence"} or "status" in document.damaged:
        return Ahead(folder.id, None, None, [])
    found = items(plan, check_ins, today, repository.settings.policy)
    due = [Due(item.day.isoformat(), *item[1:]) for item in found]
    return Ahead(folder.id, plan.people.team_member.text, plan.people.manager.text, due)
