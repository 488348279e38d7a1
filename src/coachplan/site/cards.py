"""What the site's overviews tell of each plan, remembered for the day: no unchanged plan is opened."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from coachplan.dashboard import Line, clearly_read, line, unreadable
from coachplan.memory import Memory
from coachplan.model import Person
from coachplan.processes import Tick, unwatched, watched
from coachplan.release import fingerprint
from coachplan.repository import Repository
from coachplan.workspace import PlanFolder

if TYPE_CHECKING:
    from coachplan.model import CheckIn, Plan
    from coachplan.policy import Policy

LATELY = timedelta(days=14)
"""How far back there is something to celebrate on an overview, and how far ahead its calendar looks."""


class Win(NamedTuple):
    """Something to celebrate; `day` is an ISO date, `what` somebody's words or the outcome."""

    day: str
    kind: Literal["win", "milestone", "outcome"]
    what: str


class Ahead(NamedTuple):
    """Something that has come or comes within the next days; `day` is an ISO date, `what` may be somebody's words."""

    day: str
    kind: str
    what: str
    overdue: bool


class Card(NamedTuple):
    """One plan on an overview. `readers` are the addresses, in small letters, of those who may read it (S1)."""

    line: Line
    start: str | None
    readers: list[str]
    wins: list[Win]
    ahead: list[Ahead]

    @property
    def is_readable(self) -> bool:
        """Whether enough of the plan can be read for it to have a page."""
        return self.line.state != "unreadable"

    @property
    def team_member(self) -> Person:
        """Whose plan it is."""
        return Person.read(self.line.team_member)

    @property
    def manager(self) -> Person:
        """Who coaches."""
        return Person.read(self.line.manager)


def cards(repository: Repository, folders: Sequence[PlanFolder], today: date, tick: Tick = unwatched) -> list[Card]:
    """A card of each plan on the day `today`, in the order of `folders`; `tick` is told how many are made."""
    key = f"{fingerprint()} {today} {repository.settings_stamp()}"
    memory = Memory(lambda: repository.cache_folder, "site.json", key)
    made = (_card(repository, folder, today, memory) for folder in folders)
    found = list(watched(made, len(folders), tick))
    memory.save()
    return found


def _card(repository: Repository, folder: PlanFolder, today: date, memory: Memory) -> Card:
    stamp, newest = folder.stamp()
    if (known := memory.recall(folder.id, stamp)) is not None:
        row, start, readers, wins, ahead = known
        return Card(Line._make(row), start, readers, [Win._make(win) for win in wins], [Ahead._make(a) for a in ahead])
    made = _made(repository, folder, today)
    memory.keep(folder.id, stamp, newest, made)
    return made


def _made(repository: Repository, folder: PlanFolder, today: date) -> Card:
    if (read := clearly_read(repository, folder)) is None:
        return Card(unreadable(folder.id), None, [], [], [])
    plan, check_ins = read
    policy = repository.settings.policy
    return Card(
        line(folder.id, plan, check_ins, today, policy),
        plan.timeline.start.isoformat(),
        [person.email.casefold() for person in plan.people.readers() if person.email],
        sorted(_wins(plan, check_ins, today), reverse=True),
        list(_ahead(plan, check_ins, today, policy)),
    )


def _wins(plan: "Plan", check_ins: "Sequence[CheckIn]", today: date) -> Iterator[Win]:
    """The wins, milestones and good outcomes of the last days (S0: small wins are celebrated)."""

    def is_late(day: date) -> bool:
        return today - LATELY < day <= today

    marked = {what for entry in check_ins for what in entry.milestones}
    for entry in check_ins:
        if is_late(entry.date):
            yield from (Win(str(entry.date), "win", what) for what in entry.wins)
            yield from (Win(str(entry.date), "milestone", what) for what in entry.milestones)
    for milestone in plan.timeline.milestones:
        if milestone.reached and is_late(milestone.reached) and milestone.what not in marked:
            yield Win(str(milestone.reached), "milestone", milestone.what)
    outcome = plan.outcome
    if outcome and is_late(outcome.date) and outcome.result in ("achieved", "partly-achieved"):
        yield Win(str(outcome.date), "outcome", outcome.result)


def _ahead(plan: "Plan", check_ins: "Sequence[CheckIn]", today: date, policy: "Policy") -> Iterator[Ahead]:
    """What has come and still waits, and what comes within the next days."""
    from coachplan.agenda import items

    for item in items(plan, check_ins, today, policy):
        if item.overdue or item.day < today + LATELY:
            yield Ahead(str(item.day), item.kind, item.what, item.overdue)
