"""What the site's overviews tell of each plan, remembered for the day: no unchanged plan is opened."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from coachplan.base.errors import UnreadableError
from coachplan.base.parallel import Tick, unwatched, watched
from coachplan.plan import Person
from coachplan.store.build_fingerprint import fingerprint
from coachplan.store.cache import Cache
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.views.plan_view import Line, clearly_read, line, reached, unreadable, wins

if TYPE_CHECKING:
    from coachplan.base.policy import Policy
    from coachplan.plan import CheckIn, Plan

LATELY = timedelta(days=14)
"""How far back there is something to celebrate on an overview, and how far ahead its calendar looks."""


class Win(NamedTuple):
    """Something to celebrate; `day` is an ISO date, `what` somebody's words, or how the plan was closed."""

    day: str
    kind: Literal["win", "milestone", "outcome", "lasts"]
    what: str


class Upcoming(NamedTuple):
    """Something that has come or comes within the next days; `day` is an ISO date, `what` may be somebody's words."""

    day: str
    kind: str
    what: str
    overdue: bool


class Card(NamedTuple):
    """One plan on an overview. `readers` are the addresses, in small letters, of those who may read it (S1)."""

    line: Line
    readers: list[str]
    wins: list[Win]
    ahead: list[Upcoming]

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
    cache = Cache(lambda: repository.cache_folder, "site.json", key)
    made = (_card(repository, folder, today, cache) for folder in folders)
    found = list(watched(made, len(folders), tick))
    cache.save()
    return found


def _card(repository: Repository, folder: PlanFolder, today: date, cache: Cache) -> Card:
    try:
        stamp, newest = folder.stamp()
    except UnreadableError:
        return _unknown(folder)
    if (known := cache.get(folder.id, stamp)) is not None:
        row, readers, celebrated, ahead = known
        return Card(
            Line._make(row), readers, [Win._make(win) for win in celebrated], [Upcoming._make(item) for item in ahead]
        )
    made = _made(repository, folder, today)
    cache.put(folder.id, stamp, newest, made)
    return made


def _made(repository: Repository, folder: PlanFolder, today: date) -> Card:
    if (read := clearly_read(repository, folder)) is None:
        return _unknown(folder)
    plan, check_ins, unread = read
    policy = repository.settings.policy
    return Card(
        line(folder.id, plan, check_ins, today, policy, unread),
        addresses_of_readers(plan),
        sorted(_wins(plan, check_ins, today), reverse=True),
        list(_ahead(plan, check_ins, today, policy)),
    )


def _unknown(folder: PlanFolder) -> Card:
    return Card(unreadable(folder.id), [], [], [])


def addresses_of_readers(plan: "Plan") -> list[str]:
    """The addresses, in small letters, of those who may read a plan; who has none cannot be told apart."""
    return [person.email.casefold() for person in plan.people.readers() if person.email]


def _wins(plan: "Plan", check_ins: "Sequence[CheckIn]", today: date) -> Iterator[Win]:
    """What there is to celebrate of the last days: small wins, milestones, a good end, a change that lasts (S0)."""
    known = sorted((entry for entry in check_ins if entry.date <= today), key=lambda entry: entry.date)
    found = [(day, Win(str(day), "win", what)) for day, what in wins(known)]
    found += [
        (day, Win(str(day), "milestone", milestone.what))
        for milestone in plan.timeline.milestones
        if (day := reached(milestone, known, today))
    ]
    if plan.outcome and plan.outcome.result in ("achieved", "partly-achieved"):
        found.append((plan.outcome.date, Win(str(plan.outcome.date), "outcome", plan.outcome.result)))
    found += [(entry.date, Win(str(entry.date), "lasts", "")) for entry in known if entry.sustained == "fully"]
    return (win for day, win in found if today - LATELY < day <= today)


def _ahead(plan: "Plan", check_ins: "Sequence[CheckIn]", today: date, policy: "Policy") -> Iterator[Upcoming]:
    """What has come and still waits, and what comes within the next days."""
    from coachplan.coaching.agenda import items

    for item in items(plan, check_ins, today, policy):
        if item.overdue or item.day < today + LATELY:
            yield Upcoming(str(item.day), item.kind, item.what, item.overdue)
