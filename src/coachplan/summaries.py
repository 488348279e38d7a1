"""Each plan in a few words, for lists; remembered between commands, so that a list opens no unchanged file."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from coachplan import __version__, workspace
from coachplan.errors import CoachplanError
from coachplan.repository import Repository
from coachplan.workspace import PlanFolder

_FILE = "summaries.json"
# A file that changes within the resolution of its time stamps would keep its old key: young ones are read again.
_SETTLED_NS = 2_000_000_000


@dataclass(frozen=True)
class Summary:
    """A plan in a few words; days are ISO dates. `status` is `unreadable` where nothing of it could be read.

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
        if self.next_check_in and self.next_check_in < now:
            return "check-in overdue"
        if self.next_check_in == now:
            return "check-in due"
        if self.start and now < self.start:
            return "starts soon"
        return "ended" if self.end and self.end < now else "active"

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


class _Store:
    """Remembered summaries, each under the time stamps of its files."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._known = self._load()
        self._seen: dict[str, Any] = {}

    def summary(self, folder: PlanFolder) -> Summary:
        key = list(_stamps(folder))
        known = self._known.get(folder.id)
        if known is None or known[0] != key:
            known = [key, asdict(_summarise(self._repository, folder))]
        self._seen[folder.id] = known
        return Summary(**known[1])

    def save(self) -> None:
        """Remember what was seen; a store that cannot be written only costs time."""
        newest = max((stamp[2] for key, _ in self._seen.values() for stamp in key), default=0)
        if self._seen == self._known:
            return
        try:
            folder = self._repository.private_folder
            workspace.make_folder(folder)
            data = {"release": __version__, "written": newest, "plans": self._seen}
            workspace.write_file(folder, _FILE, json.dumps(data).encode())
        except CoachplanError:
            return

    def _load(self) -> dict[str, Any]:
        try:
            path = self._repository.private_folder / _FILE
            data = json.loads(path.read_bytes())
            written = path.stat().st_mtime_ns
        except (OSError, ValueError, CoachplanError):
            return {}
        if data.get("release") != __version__:
            return {}
        plans: dict[str, Any] = data["plans"]
        return {
            id_: known for id_, known in plans.items() if all(stamp[2] < written - _SETTLED_NS for stamp in known[0])
        }


def _stamps(folder: PlanFolder) -> Iterator[list[Any]]:
    for path in (folder.plan_path, *folder.check_in_paths()):
        status = os.stat(folder.root / path, follow_symlinks=False)
        yield [path.rpartition("/")[2], status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _summarise(repository: Repository, folder: PlanFolder) -> Summary:
    from coachplan.progress import next_touchpoint

    try:
        plan = repository.read_plan(folder).content
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
