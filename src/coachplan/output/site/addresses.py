"""The people on the site, and the place of each page."""

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import count
from urllib.parse import quote

from coachplan.plan import Person
from coachplan.views.plan_row import PlanRow

HOME = "index.html"
_LONGEST = 60
_APART = 3


def team_member(row: PlanRow) -> Person:
    """Return the person whose plan it is."""
    return Person.read(row.team_member)


def manager(row: PlanRow) -> Person:
    """Return the person who coaches."""
    return Person.read(row.manager)


class PeoplePages:
    """Everyone among `people`, each once: by email, and by name where no email tells them apart.

    `names` and `paths` have a person's name, and the path of their page in `folder`, by their key.
    """

    def __init__(self, people: Iterable[Person], folder: str) -> None:
        found = list(people)
        self._emails: dict[str, set[str]] = {}
        for person in found:
            if person.email:
                self._emails.setdefault(person.name.casefold(), set()).add(person.email.casefold())
        self.names: dict[str, str] = {}
        for person in found:
            self.names.setdefault(self.key(person), person.name)
        self.paths = _paths(self.names, folder)

    def key(self, person: Person) -> str:
        """Return the email in small letters, else the only one that is known for the name, else the name."""
        if person.email:
            return person.email.casefold()
        known = self._emails.get(person.name.casefold(), set())
        return next(iter(known)) if len(known) == 1 else person.name.casefold()

    def each(self, rows: Iterable[PlanRow], who: Callable[[PlanRow], Person]) -> dict[str, list[PlanRow]]:
        """Return the rows by the key of the person who has a part in them, in their order."""
        found: dict[str, list[PlanRow]] = {}
        for row in rows:
            found.setdefault(self.key(who(row)), []).append(row)
        return found

    def path(self, person: Person) -> str:
        """Return the path of a person's page."""
        return self.paths[self.key(person)]


class Addresses:
    """The paths of all pages about plans that can be read, relative to the first page; those of plans by their key."""

    def __init__(self, rows: Sequence[PlanRow]) -> None:
        self.members = PeoplePages((team_member(row) for row in rows), "people")
        self.managers = PeoplePages((manager(row) for row in rows), "managers")
        self.plans: dict[str, str] = {}
        for person, group in _by_folder(rows).items():
            self.plans |= _paths({row.key: row.id.rpartition("/")[2] for row in group}, person)

    def of(self, row: PlanRow) -> list[str]:
        """Return the paths of the pages of a plan, its team member and its manager; not any for one without."""
        if not row.has_page:
            return []
        return [self.plans[row.key], self.members.path(team_member(row)), self.managers.path(manager(row))]


def _by_folder(rows: Sequence[PlanRow]) -> dict[str, list[PlanRow]]:
    """Return the rows by the folder of their pages: one for each team member's folder of plans."""
    names = {row.id.partition("/")[0]: row.id.partition("/")[0] for row in rows}
    folders = {name: path.removesuffix(".html") for name, path in _paths(names, "plans").items()}
    found: dict[str, list[PlanRow]] = {}
    for row in rows:
        found.setdefault(folders[row.id.partition("/")[0]], []).append(row)
    return found


def _paths(names: Mapping[str, str], folder: str) -> dict[str, str]:
    """Return for each key a path of its name in plain letters, with a fingerprint of the key where two are alike."""
    from slugify import slugify

    plain = {key: slugify(name, max_length=_LONGEST) or "page" for key, name in names.items()}
    for turn in count():
        often = Counter(plain.values())
        if len(often) == len(plain):
            break
        plain = {key: f"{name}-{_fingerprint(key, turn)}" if often[name] > 1 else name for key, name in plain.items()}
    return {key: f"{folder}/{name}.html" for key, name in plain.items()}


def _fingerprint(key: str, turn: int) -> str:
    return blake2b(f"{turn}{key}".encode("utf-8", "surrogateescape"), digest_size=_APART).hexdigest()


def link(page: str, path: str) -> str:
    """Return a link on the page at `page` to the one at `path`, which works on a disk, too."""
    return quote(posixpath.relpath(path, posixpath.dirname(page) or "."))
