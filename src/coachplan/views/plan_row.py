"""A plan in a row: what every list, page and summary shows of it on a day; unchanged plans are not opened again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from coachplan.base.errors import CoachplanError, UnreadableError
from coachplan.base.parallel import Tick, unwatched, watched
from coachplan.base.people import is_same_person, parted
from coachplan.base.words import STATES, State, with_id
from coachplan.store.build_fingerprint import fingerprint
from coachplan.store.cache import Cache
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository

if TYPE_CHECKING:
    from coachplan.base.policy import Policy
    from coachplan.coaching.agenda import Item
    from coachplan.format import Document
    from coachplan.plan import CheckIn, Plan

LATELY = timedelta(days=14)
"""The days within which there is something to celebrate."""

_AGENDA_NEEDS = {"people", "timeline", "update_cadence"}


class DueItem(NamedTuple):
    """An item of a plan's agenda; `day` is an ISO date. Where it is `private`, `what` is in somebody's own words."""

    day: str
    kind: str
    what: str
    overdue: bool
    key: str
    private: bool


class Waiting(NamedTuple):
    """Something that waits for the person in a role: a `coaching.waiting.Wait`, in plain values."""

    role: str
    kind: str
    key: str
    what: str


class Win(NamedTuple):
    """Something to celebrate; `day` is an ISO date, `what` somebody's words, or how the plan was closed."""

    day: str
    kind: Literal["win", "milestone", "outcome", "lasts"]
    what: str


class PlanRow(NamedTuple):
    """A plan as things stand on `day`; all days are ISO dates, and check-ins of later days are not in it.

    `status` is that of the plan as it counts on that day: see `coaching.lifecycle.status_on`. `reasons` may hold
    people's words, such as the name of a measure; the first `causes` of them keep the state from being better. Of the
    touchpoints that were `awaited`, `kept` had a session. `last_evidence` is the day of the last check-in of anyone.
    `people` are those who may read the plan, each with their role. `unread` counts check-ins that cannot be read.
    `repository` is the folder of the plan repository where several are looked at.
    """

    id: str
    day: str
    title: str
    team_member: str = ""
    manager: str = ""
    kind: str = ""
    status: str = "unreadable"
    state: State = "unreadable"
    reasons: Sequence[str] = ()
    causes: int = 0
    outcome: str | None = None
    awaited: int = 0
    kept: int = 0
    check_ins: int = 0
    last_session: str | None = None
    last_evidence: str | None = None
    next_session: str | None = None
    start: str | None = None
    end: str | None = None
    days_left: int | None = None
    agenda: Sequence[DueItem] = ()
    waiting: Sequence[Waiting] = ()
    wins: Sequence[Win] = ()
    people: Sequence[Sequence[str]] = ()
    unread: int = 0
    repository: str = ""

    @property
    def is_readable(self) -> bool:
        """True if enough of the plan can be read to know where it stands."""
        return self.state != "unreadable"

    @property
    def has_page(self) -> bool:
        """True if a page can tell of it: it is readable, and a draft whose days are still open has none yet."""
        return self.is_readable and self.start is not None

    @property
    def is_formal(self) -> bool:
        """True if the plan is one of formal support, and not of coaching alone."""
        return self.kind == "performance-support"

    @property
    def readers(self) -> list[str]:
        """The addresses, in small letters, of those who may read the plan; readers without one are left out."""
        return [email.casefold() for _, identity in self.people if (email := parted(identity)[1])]

    def waiting_for(self, reader: str) -> "list[Waiting]":
        """Return what waits for a person, written `Ada Lovelace <ada@example.com>`, in the roles that they have."""
        roles = {role for role, identity in self.people if is_same_person(identity, reader)}
        return [entry for entry in self.waiting if entry.role in roles]

    def beside_others(self, repository: str, known_as: str, me: str) -> "PlanRow":
        """Return the row as one of several repositories: there, `me` may be known by another address."""
        is_known = known_as and me
        people = [
            [role, me if is_known and is_same_person(identity, known_as) else identity]
            for role, identity in self.people
        ]
        return self._replace(repository=repository, people=people)

    @property
    def key(self) -> str:
        """The plan's name that no other has: its id, of several repositories with the one that it is in."""
        return f"{self.repository}/{self.id}" if self.repository else self.id

    @property
    def come(self) -> list[DueItem]:
        """The items whose day has come, those that are overdue among them."""
        return [item for item in self.agenda if item.overdue or item.day <= self.day]

    @property
    def due(self) -> int:
        """The number of items whose day has come."""
        return len(self.come)

    @property
    def overdue(self) -> int:
        """The number of items that are overdue."""
        return sum(item.overdue for item in self.agenda)


def by_need(row: PlanRow) -> tuple[int, int, int, str]:
    """Return the key that sorts rows: the plans most in need first."""
    return STATES.index(row.state), -row.overdue, -row.due, row.id


def counts(rows: Iterable[PlanRow]) -> dict[str, int]:
    """Count the plans in each state, most in need first; states without a plan are left out."""
    found = Counter(row.state for row in rows)
    return {state: found[state] for state in STATES if found[state]}


# -- remembered --------------------------------------------------------------------------------------------------------


def plan_rows(
    repository: Repository, folders: Sequence[PlanFolder], today: date, tick: Tick = unwatched, *, whole: bool = True
) -> list[PlanRow]:
    """Return the row of each plan in `folders` on the day `today`, in their order; remembered for that day.

    `tick` is called with the number of plans that were looked at. `folders` are all plans unless it is not the `whole`.
    """
    # The stamp of the settings is quicker than reading them; working days decide when a check-in is due.
    key = f"{fingerprint()} {today} {repository.settings_stamp()}"
    cache = Cache(lambda: repository.cache_folder, "rows.json", key)
    made = (_remembered(repository, folder, today, cache) for folder in folders)
    found = list(watched(made, len(folders), tick))
    cache.save(whole=whole)
    return found


def _remembered(repository: Repository, folder: PlanFolder, today: date, cache: Cache) -> PlanRow:
    try:
        stamp, newest = folder.stamp()
    except UnreadableError:
        return _unreadable(folder.id, today)
    if (known := cache.get(folder.id, stamp)) is not None:
        return _from_values(known)
    row = repository.apart(folder, lambda: _read(repository, folder, today))
    if row is None:
        return _unreadable(folder.id, today)
    if folder.plan_path not in repository.standing_in:
        cache.put(folder.id, stamp, newest, row)
    return row


def _from_values(values: Sequence[Any]) -> PlanRow:
    row = PlanRow._make(values)
    return row._replace(
        agenda=[DueItem._make(item) for item in row.agenda],
        waiting=[Waiting._make(entry) for entry in row.waiting],
        wins=[Win._make(win) for win in row.wins],
    )


def _read(repository: Repository, folder: PlanFolder, today: date) -> PlanRow:
    from coachplan.views.beginning import document_as_of
    from coachplan.views.plan_view import is_unclear

    try:
        document = repository.read_plan(folder)
        if document.content is None:
            return _unreadable(folder.id, today)
        check_ins = repository.read_check_ins(folder, document.content)
    except CoachplanError:
        return _unreadable(folder.id, today)
    document = document_as_of(repository, folder, document, today)
    row = row_of(folder.id, document, check_ins, today, repository.settings.policy)
    return row if not is_unclear(document) else _as_far_as_clear(row, document)


def _as_far_as_clear(row: PlanRow, document: "Document[Plan]") -> PlanRow:
    """Return the row of an unclear plan: its agenda and people where these can be read, and nothing that is made up."""
    from coachplan.views.plan_view import is_without_days

    bare = _unreadable(row.id, date.fromisoformat(row.day))
    if is_without_days(document):
        known = {name: getattr(row, name) for name in ("title", "team_member", "manager", "kind", "people", "unread")}
        return bare._replace(**known, status="draft", state="draft", reasons=("its days are still open",))
    if document.unread & _AGENDA_NEEDS or "status" in document.damaged:
        return bare
    return bare._replace(team_member=row.team_member, manager=row.manager, agenda=row.agenda)


def _unreadable(id_: str, today: date) -> PlanRow:
    """Return the row of a plan of which too much cannot be read."""
    return PlanRow(id_, str(today), title=id_)


# -- computed ----------------------------------------------------------------------------------------------------------


def row_of(
    id_: str, document: "Document[Plan]", check_ins: "Sequence[Document[CheckIn]]", today: date, policy: "Policy"
) -> PlanRow:
    """Return the row of a plan from its document, as it counts on the day `today`, and those of its check-ins."""
    from coachplan.views.plan_view import readable

    recorded, unread = readable(check_ins)
    return plan_row(id_, document.readable(), [check_in for check_in, _ in recorded], today, policy, unread)


def plan_row(
    id_: str, plan: "Plan", check_ins: "Sequence[CheckIn]", today: date, policy: "Policy", unread: int = 0
) -> PlanRow:
    """Return the row of a plan on the day `today`, from the plan as it counts on that day and its check-ins."""
    from coachplan.coaching import agenda
    from coachplan.coaching.sessions import next_session
    from coachplan.coaching.waiting import waiting
    from coachplan.progress import known_on, sessions, standing

    known = known_on(check_ins, today)
    stands = standing(plan, known, today, policy)
    held, following = sessions(known), next_session(plan, known, today, policy)
    return PlanRow(
        id=id_,
        day=str(today),
        title=plan.title,
        team_member=plan.people.team_member.text,
        manager=plan.people.manager.text,
        kind=plan.kind,
        status=plan.status,
        state=stands.state,
        reasons=[with_id(reason, id_) for reason in stands.reasons],
        causes=stands.causes,
        outcome=plan.outcome.result if plan.outcome else None,
        awaited=stands.kept.due,
        kept=stands.kept.met,
        check_ins=len(known),
        last_session=str(held[-1].date) if held else None,
        last_evidence=str(known[-1].date) if known else None,
        next_session=str(following) if following else None,
        start=str(plan.timeline.start),
        end=str(plan.timeline.end),
        days_left=plan.days_left(today),
        agenda=[_due(item, id_) for item in agenda.items(plan, known, today, policy)],
        waiting=[Waiting(*entry) for entry in waiting(plan, known, today, policy)],
        wins=sorted(_wins(plan, known, today), reverse=True),
        people=[[role, person.text] for role, person in plan.people.in_roles() if role != "helper"],
        unread=unread,
    )


def _due(item: "Item", id_: str) -> DueItem:
    due = DueItem(str(item.day), *item[1:])
    return due._replace(what=with_id(due.what, id_)) if due.kind == "begin" else due


def _wins(plan: "Plan", known: "Sequence[CheckIn]", today: date) -> Iterator[Win]:
    """Yield what there is to celebrate of the last days: small wins, milestones, a good end, a change that lasts."""
    from coachplan.progress import reached
    from coachplan.views.plan_view import wins

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
