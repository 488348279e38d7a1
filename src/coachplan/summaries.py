"""Each plan in a few words, for lists; remembered between commands, so that a list opens no unchanged file."""

import json
import os
import time
import zlib
from datetime import date
from typing import Any, NamedTuple

from coachplan import __version__, workspace
from coachplan.errors import CoachplanError
from coachplan.repository import Repository
from coachplan.workspace import PlanFolder

_FILE = "summaries.json"
# A file that changes within the resolution of its time stamps would keep its stamp: young ones are read again.
_SETTLED_NS = 2_000_000_000


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
    store = _Store(repository)
    found = [store.summary(folder) for folder in repository.plans()]
    store.save()
    return found


class _Known(NamedTuple):
    """A remembered summary, under the stamp of the plan's files and the newest time in it."""

    stamp: str
    newest: int
    summary: list[Any]


class _Store:
    """Remembered summaries: each is good as long as no file of its plan has another stamp.

    On disk a line that says who wrote what follows, then JSON. Anything else in its place counts as nothing known.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._began = time.monotonic_ns()
        self._known = self._load()
        self._seen: dict[str, _Known] = {}
        self._is_new = False

    def summary(self, folder: PlanFolder) -> Summary:
        """The summary of one plan, remembered or made."""
        stamp, newest = folder.stamp()
        known = self._known.get(folder.id)
        if known is None or known[0] != stamp:
            self._is_new = True
            known = _Known(stamp, newest, list(_summarise(self._repository, folder)))
        self._seen[folder.id] = known
        return Summary._make(known[2])

    def save(self) -> None:
        """Remember what was seen; a store that cannot be written only costs time."""
        if not self._is_new and len(self._seen) == len(self._known):
            return
        took = time.monotonic_ns() - self._began
        plans = json.dumps(self._seen).encode()
        try:
            folder = self._repository.cache_folder
            workspace.make_folder(folder)
            workspace.write_file(folder, _FILE, b"%s\n%s" % (_title(plans, took), plans))
        except CoachplanError:
            return

    def _load(self) -> dict[str, _Known]:
        """What is known of plans whose files were all at rest when they were looked at."""
        try:
            path = self._repository.cache_folder / _FILE
            title, _, plans = path.read_bytes().partition(b"\n")
            took = int(title.split()[-1])
            if title != _title(plans, took):
                return {}
            settled = os.stat(path).st_mtime_ns - took - _SETTLED_NS
        except (OSError, ValueError, IndexError, CoachplanError):
            return {}
        return {id_: known for id_, known in json.loads(plans).items() if known[1] < settled}


def _title(plans: bytes, took: int) -> bytes:
    """The first line of a store: the release, a checksum, and how long it took from the first look until the end."""
    return b"coachplan %s %08x %d" % (__version__.encode(), zlib.crc32(plans), took)


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
