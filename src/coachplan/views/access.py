"""Access: who can read a plan repository, here and where it is shared, beside those who are meant to."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from coachplan.base.candidates import listed
from coachplan.base.errors import CoachplanError, UnreadableError
from coachplan.base.parallel import in_threads
from coachplan.base.people import parted
from coachplan.store.grants import Grant, GrantKind, SharedProject
from coachplan.store.modes import EVERYBODY, folders_of, open_to
from coachplan.store.places import Place, places
from coachplan.store.repository import Repository
from coachplan.views.plan_row import plan_rows
from coachplan.views.shared_circles import Circle, circles_of

ELSE = "CP705"
MISSING = "CP706"
UNKNOWN = "CP707"
LEFT = "CP708"
OPEN_HERE = "CP709"
MIXED = "CP908"
_FAILS = (ELSE, LEFT, OPEN_HERE, MIXED)
_AT_ONCE = 8
_OF_PEOPLE = (GrantKind.ACCOUNT, GrantKind.INVITATION)
_NAME_IT = "name whose it is in the directory of your policy, see docs/circles.md"
_ASK_OWNER = "sign in as somebody who runs the project, who sees that"
T = TypeVar("T")
_PRIVATE_ADDRESS = r"(?:(?P<id>\d+)[+-])?(?P<name>[^@]+)@users\.noreply\.{host}"


class AccessFinding(NamedTuple):
    """A finding about access: the code of its rule, the place, what is wrong, and what to do."""

    code: str
    place: str
    message: str
    advice: str


class Reading(NamedTuple):
    """A grant on a forge, and whose it is as far as that is known."""

    grant: Grant
    person: str


@dataclass(frozen=True)
class PlaceAccess:
    """A place where a repository lies: as it is shown, who reads there, and what nobody knows."""

    shown: str
    reading: tuple[Reading, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Access:
    """The access to a repository: the circles that its plans are meant for, the places, and the findings."""

    repository: Repository
    circles: tuple[Circle, ...]
    places: tuple[PlaceAccess, ...]
    findings: tuple[AccessFinding, ...]

    @property
    def readers(self) -> list[str]:
        """The people who are meant to read any plan here, the team members first."""
        return _people(self.circles)

    @property
    def exit_code(self) -> int:
        """1 where somebody else can read, 2 where it cannot be known, else 0."""
        codes = {finding.code for finding in self.findings}
        return 1 if codes & {*_FAILS} else 2 if UNKNOWN in codes else 0


def access_to_all(repositories: Sequence[Repository], today: date) -> Iterator[Access]:
    """Yield who can read each of several repositories, in order; forges are asked about a few at a time."""
    return in_threads(partial(access_to, today=today), repositories, _AT_ONCE)


def access_to(repository: Repository, today: date) -> Access:
    """Return who can read a repository on a day; asks the forges that it is shared through."""
    try:
        return _access_to(repository, today)
    except CoachplanError as error:
        root = str(repository.root)
        return Access(repository, (), (), (_unknown(root, str(error), "`coachplan check` may say more"),))


def _access_to(repository: Repository, today: date) -> Access:
    rows = plan_rows(repository, repository.plans(), today)
    circles = circles_of(rows)
    findings = [*_of_plans(repository, circles, [row.id for row in rows if not row.people])]
    found: list[PlaceAccess] = []
    for folder in folders_of(repository.git):
        if others := open_to(folder):
            message = f"this folder is open to {listed(others)}"
            findings.append(AccessFinding(OPEN_HERE, str(folder), message, "`coachplan access --fix` closes it"))
    known = _Known.of(repository, _people(circles), today)
    for place in places(repository.git):
        access, more = _at(place, known)
        found.append(access)
        findings += more
    return Access(repository, tuple(circles), tuple(found), tuple(findings))


def _people(circles: Iterable[Circle]) -> list[str]:
    found: dict[str, str] = {}
    for person in (person for circle in circles for person in circle):
        found.setdefault((parted(person)[1] or person).casefold(), person)
    return [*found.values()]


def _of_plans(repository: Repository, circles: Sequence[Circle], unread: Sequence[str]) -> Iterator[AccessFinding]:
    place = str(repository.root)
    # Whoever pushes chooses the repository's own settings: only the person's policy lets circles be together unsaid.
    is_set_aside = repository.policy is not None and MIXED in repository.settings.ignore
    if len(circles) > 1 and repository.git.has_remote() and not is_set_aside:
        message = f"{len(circles)} circles of people have plans here, and whoever reads one can read all"
        advice = "a repository for each keeps them apart: `coachplan new --new-circle`"
        yield AccessFinding(MIXED, place, message, advice)
    if unread:
        message = f"who is meant to read {listed(unread)} cannot be known, as it cannot be read"
        yield _unknown(place, message, "`coachplan check` says what keeps it from being read")


def _unknown(place: str, message: str, advice: str) -> AccessFinding:
    return AccessFinding(UNKNOWN, place, message, advice)


@dataclass(frozen=True)
class _Known:
    """The knowledge of people that a forge does not have: `readers`, `others` of the directory, and whose is what."""

    readers: Sequence[str]
    others: Sequence[str]
    accounts: dict[str, str]
    machines: frozenset[str]
    until: dict[str, date]
    today: date

    @classmethod
    def of(cls, repository: Repository, readers: Sequence[str], today: date) -> "_Known":
        """The knowledge for one repository; whoever pushes chooses its settings, so only the policy names accounts."""
        settings, is_own = repository.settings, repository.policy is not None
        return cls(
            readers,
            [person for person in settings.directory if not _among(person, readers)],
            settings.accounts if is_own else {},
            frozenset(settings.machines if is_own else ()),
            settings.until,
            today,
        )

    def reader(self, person: str) -> str:
        """Return the reader whom a person is, as the plans write them; empty where it is none."""
        return next((reader for reader in self.readers if _among(person, [reader])), "")

    def left(self, person: str) -> date | None:
        """Return the last day of somebody who has left; None while they are there."""
        days = [day for known, day in self.until.items() if _among(person, [known]) and day < self.today]
        return min(days, default=None)


def _among(person: str, people: Iterable[str]) -> bool:
    address = parted(person)[1].casefold()
    return any(person == known or (address and address == parted(known)[1].casefold()) for known in people)


def _at(place: Place, known: _Known) -> tuple[PlaceAccess, list[AccessFinding]]:
    """Return who reads at a place that a repository is shared through."""
    if place.folder is not None:
        return _in_folder(place, place.folder)
    if place.is_in_the_clear:
        message = "whoever is on the way can read along: this address is not encrypted"
        advice = "`git remote set-url` takes another one"
        return PlaceAccess(place.shown), [AccessFinding(ELSE, place.shown, message, advice)]
    if not place.path:
        return _dark(place, "coachplan does not know how to ask there")
    try:
        project = SharedProject.on(place.host, place.path, known.today.isoformat())
    except UnreadableError as error:
        return _dark(place, str(error))
    return _OneProject(place, project, known).result()


def _in_folder(place: Place, folder: Path) -> tuple[PlaceAccess, list[AccessFinding]]:
    """Return who reads in a folder that plans are shared through; who is in its group may be there to read."""
    if not os.path.exists(folder):
        return _dark(place, "it is not there")
    others = open_to(folder)
    if EVERYBODY in others:
        message = f"this folder is open to {listed(others)}"
        return PlaceAccess(place.shown), [
            AccessFinding(OPEN_HERE, place.shown, message, "`chmod o=` closes it to them")
        ]
    return _dark(place, f"it is open to {listed(others)}") if others else (PlaceAccess(place.shown), [])


def _dark(place: Place, why: str) -> tuple[PlaceAccess, list[AccessFinding]]:
    message = f"who can read there cannot be known: {why}"
    found = _unknown(place.shown, message, "look at it where it is kept")
    return PlaceAccess(place.shown, unknown=(why,)), [found]


@dataclass
class _OneProject:
    """The grants of a project beside those who are meant to have them."""

    place: Place
    project: SharedProject
    known: _Known
    whose: dict[Grant, str] = field(default_factory=dict)

    def result(self) -> tuple[PlaceAccess, list[AccessFinding]]:
        grants = self.project.grants
        self.whose = {grant: self._named(grant) for grant in grants}
        self._look_up([grant for grant in grants if not self.whose[grant] and grant.kind in _OF_PEOPLE])
        findings = [*self._others(), *self._missing(), *self._dark()]
        reading = tuple(Reading(grant, self.whose[grant]) for grant in grants)
        return PlaceAccess(self.place.shown, reading, tuple(self.project.unknown)), findings

    @property
    def _without(self) -> list[str]:
        """The readers of whom no grant is known."""
        return [reader for reader in self.known.readers if not _among(reader, self.whose.values())]

    @property
    def _nobodys(self) -> list[Grant]:
        """The accounts of which nobody knows whose they are."""
        return [grant for grant, person in self.whose.items() if not person and grant.kind in _OF_PEOPLE]

    def _account(self, grant: Grant) -> str:
        """Return a grant as the directory would write it; names that anybody can give are never taken for one."""
        if grant.kind is GrantKind.KEY:
            return grant.name
        name = f"gitlab+deploy-token-{grant.id}" if grant.kind is GrantKind.TOKEN else grant.name
        return f"{self.place.host}/{name.casefold()}"

    def _named(self, grant: Grant) -> str:
        """Return whose a grant is by the directory, or by an address that the forge has confirmed or made."""
        if person := self.known.accounts.get(self._account(grant)):
            return self.known.reader(person) or person
        for person in (*self.known.readers, *self.known.others):
            address = parted(person)[1].casefold()
            private = re.fullmatch(_PRIVATE_ADDRESS.format(host=re.escape(self.place.host)), address)
            if private and private["name"] == grant.name.casefold() and private["id"] in (None, str(grant.id)):
                return person
            if address and address == grant.email.casefold():
                return person
        return ""

    def _look_up(self, grants: Sequence[Grant]) -> None:
        """Ask the forge whose accounts these are: by the readers' commits, then by the accounts' own addresses."""
        by_id = {grant.id: grant for grant in grants if grant.id}
        for reader in self._without if by_id else ():
            address = parted(reader)[1]
            found = self._asked(partial(self.project.account_of, address)) if address else None
            if found and found.id in by_id:
                self.whose[by_id[found.id]] = reader
        for grant in self._nobodys if self._without else ():
            if confirmed := self._asked(partial(self.project.email_of, grant)):
                self.whose[grant] = self._named(grant._replace(email=confirmed))

    def _asked(self, question: Callable[[], T]) -> T | None:
        """Return the answer of the forge; None where it gives none, which only leaves whose an account is unknown."""
        try:
            return question()
        except UnreadableError:
            return None

    def _others(self) -> Iterator[AccessFinding]:
        """Yield those who can read and are not readers, or are not any more."""
        for grant, person in self.whose.items():
            if self._account(grant) in self.known.machines or (not person and grant.kind in _OF_PEOPLE):
                continue
            how = self._how(grant)
            if grant.kind is GrantKind.EVERYBODY:
                yield self._finding(ELSE, f"{grant.name}, can read here", "make it private there")
            elif day := self.known.left(person) if person else None:
                yield self._finding(LEFT, f"{person} left on {day} and can read here, by {how}", f"remove {how} there")
            elif not person:
                yield self._finding(ELSE, f"{how} lets somebody read here", f"remove it there, or {_NAME_IT}")
            elif not self.known.reader(person):
                message = f"{person} is not meant to read here, and can, by {how}"
                yield self._finding(ELSE, message, f"remove {how} there")
        yield from self._of_nobodys()

    def _of_nobodys(self) -> Iterator[AccessFinding]:
        """Yield the accounts of which nobody knows whose they are; more than there are readers to find are others'."""
        names, unplaced = [self._how(grant) for grant in self._nobodys], self._unplaced
        if not names:
            return
        if not unplaced:
            for how in names:
                yield self._finding(
                    ELSE, f"{how} can read here, and is not a reader's", f"remove it there, or {_NAME_IT}"
                )
            return
        message = (
            f"{listed(names)} can read here, and whose that is cannot be known; nor are accounts of {listed(unplaced)}"
        )
        if len(names) > len(unplaced):
            message += f"; {len(names) - len(unplaced)} at least must be somebody else's"
        yield self._finding(ELSE if len(names) > len(unplaced) else UNKNOWN, message, _NAME_IT)

    @property
    def _unplaced(self) -> list[str]:
        """The readers of whom neither a grant nor an account on this host is known."""
        placed = [
            person for account, person in self.known.accounts.items() if account.startswith(f"{self.place.host}/")
        ]
        return [reader for reader in self._without if not _among(reader, placed) and not self.known.left(reader)]

    def _missing(self) -> Iterator[AccessFinding]:
        """Yield the readers who cannot read, as far as that is known."""
        if not self.project.tells_all_people:
            return
        unplaced = self._unplaced if self._nobodys else []
        for reader in self._without:
            if reader not in unplaced and not self.known.left(reader):
                yield self._finding(MISSING, f"{reader} is meant to read here, and cannot", "invite them there")

    def _dark(self) -> Iterator[AccessFinding]:
        for about, why in self.project.unknown.items():
            yield self._finding(UNKNOWN, f"{about} cannot be known: {why}", _ASK_OWNER)

    def _how(self, grant: Grant) -> str:
        account = self._account(grant) if grant.kind in _OF_PEOPLE else grant.name
        return account if grant.kind is GrantKind.ACCOUNT else f"the {grant.kind} {account}"

    def _finding(self, code: str, message: str, advice: str) -> AccessFinding:
        return AccessFinding(code, self.place.shown, message, advice)
