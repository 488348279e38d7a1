"""The pages of the site for a reader, the inputs of each, and each of them as HTML."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from coachplan.base.errors import CoachplanError, RefusedError, UsageError
from coachplan.base.parallel import Tick, unwatched
from coachplan.base.people import parted
from coachplan.output.documents.forms import day_in_parts
from coachplan.output.site.addresses import HOME, Addresses, link, manager, team_member
from coachplan.output.site.overviews import Overview, tone
from coachplan.output.terminal.console import clean
from coachplan.output.terminal.waiting import not_shared
from coachplan.store.build_fingerprint import fingerprint
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.views.of_repositories import rows_of
from coachplan.views.plan_row import PlanRow, by_need

if TYPE_CHECKING:
    from coachplan.store.own_templates import OwnTemplates
    from coachplan.views.events import Event, EventLog

_RENDERERS = ("jinja2", "markupsafe", "markdown_it", "nh3", "pygal")
_BROKEN = "coachplan breaks on this plan: a bug, and the terminal says where. Please report it."
_EYEBROWS = {"home": None, "person": "Coaching plans of", "manager": "Coaching plans with"}


@dataclass(frozen=True)
class _Page:
    """The plans on a page: all of them, those of a person or of a manager, or one."""

    kind: str
    heading: str
    rows: Sequence[PlanRow]


class _Circle:
    """A plan repository, and the things of it that its pages are made from."""

    def __init__(self, repository: Repository, ids: Iterable[str]) -> None:
        self.repository = repository
        self.folders = {id_: PlanFolder(repository.root, id_) for id_ in ids}

    @cached_property
    def stamps(self) -> list[str]:
        """Fingerprints of the settings and the templates."""
        from coachplan.store.templating import stamp

        return [self.repository.settings_stamp(), stamp(self.repository.own_templates)]

    @cached_property
    def chronicle(self) -> "EventLog":
        """What happened to its plans."""
        from coachplan.views.events import EventLog

        return EventLog(self.repository.history)


class Site:
    """All pages of one or several repositories, for one reader on one day; each is made when it is asked for.

    `reader` is an email address: only plans that name this person as a reader are there; None: every plan. Pages that
    are `live` ask their server for changes. `tick` gets the number of plans that were looked
    at. Raises `UsageError` where the reader reads no plan.
    """

    def __init__(
        self,
        repositories: Sequence[Repository],
        reader: str | None,
        today: date,
        *,
        live: bool = False,
        tick: Tick = unwatched,
    ) -> None:
        self.reader = reader.casefold() if reader else None
        self._today = today
        self._live = live
        for one in repositories:
            one.settings  # noqa: B018 - what is broken there shows at once
        every = rows_of(repositories, today, tick, is_one_person=False)
        mine = [row for row in every if self.reader is None or self.reader in row.readers]
        if reader and not mine:
            raise UsageError(f"no plan that can be read names {clean(reader)} as one of its readers")
        self.unreadable = sum(not row.is_readable for row in every), sum(row.unread for row in mine)
        self._rows = sorted(mine, key=by_need)
        self._circles = {
            place: _Circle(one, [row.id for row in mine if row.repository == place])
            for one in repositories
            for place in [str(one.root) if len(repositories) > 1 else ""]
        }
        self._addresses = Addresses([row for row in self._rows if row.has_page])
        self._pages = dict(self._all_pages())

    def _all_pages(self) -> Iterator[tuple[str, _Page]]:
        shown = [row for row in self._rows if row.has_page]
        yield HOME, _Page("home", "Where plans stand", self._rows)
        for kind, people, who in (
            ("person", self._addresses.members, team_member),
            ("manager", self._addresses.managers, manager),
        ):
            for key, own in people.each(shown, who).items():
                yield people.paths[key], _Page(kind, people.names[key], own)
        for row in shown:
            yield self._addresses.plans[row.key], _Page("plan", row.title, [row])

    def paths(self) -> list[str]:
        """Return the paths of the pages, relative to the folder of the first one, `index.html`."""
        return list(self._pages)

    def page(self, path: str) -> str:
        """Return a page as a complete HTML document; raises `KeyError` for a path without a page."""
        return next(html for _, html in self.pages([path]))

    def pages(self, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield each of these pages with its path; many together take less time than one by one."""
        wanted = [self._pages[path] for path in paths]
        stories = self._told([page.rows[0] for page in wanted if page.kind == "plan"])
        for path, page in zip(paths, wanted, strict=True):
            if page.kind == "plan":
                row = page.rows[0]
                circle = self._circles[row.repository]
                make = partial(self._plan, path, row, next(stories[row.repository])[1])
                yield path, circle.repository.apart(circle.folders[row.id], make) or self._broken(path, circle)
            else:
                yield path, self._overview(path, page)

    def _told(self, rows: Sequence[PlanRow]) -> "dict[str, Iterator[tuple[str, Sequence[Event]]]]":
        """Return the events of these plans in their order, by repository."""
        return {
            place: iter(circle.chronicle.tell([circle.folders[row.id].path for row in rows if row.repository == place]))
            for place, circle in self._circles.items()
        }

    def fingerprint(self, path: str) -> str:
        """Return a fingerprint that changes whenever the page would: made from its inputs, without making the page."""
        page = self._pages[path]
        known: list[Any] = [self._common, page.kind, page.heading, path]
        if page.kind == "plan":
            row = page.rows[0]
            circle = self._circles[row.repository]
            folder = circle.folders[row.id]
            known += [circle.stamps, folder.stamp()[0], circle.chronicle.revision(folder.path), self._ways(path, row)]
        else:
            known += [[circle.stamps for circle in self._circles.values()], self._unshared]
            known += [(row, self._addresses.of(row)) for row in page.rows]
        return blake2b(json.dumps(known).encode(), digest_size=16).hexdigest()

    @cached_property
    def _common(self) -> list[str]:
        """The inputs of every page."""
        return [fingerprint(*_RENDERERS), str(self._today), self.reader or "", str(self._live)]

    @cached_property
    def own_templates(self) -> "OwnTemplates | None":
        """The templates of pages about several plans: those that all repositories have, where they have the same."""
        found = [circle.repository.own_templates for circle in self._circles.values()]
        return found[0] if len({circle.stamps[1] for circle in self._circles.values()}) == 1 else None

    @cached_property
    def _unshared(self) -> int:
        """The number of changes that are recorded here and not shared, where the pages are for the person who acts."""
        from coachplan.store.identities import identities
        from coachplan.store.sharing import unshared

        number, gits = 0, [circle.repository.git for circle in self._circles.values() if self.reader]
        for git, identity in zip(gits, identities(gits), strict=True):
            if parted(identity)[1].casefold() == self.reader:
                with suppress(CoachplanError):  # git is not there
                    number += unshared(git) or 0
        return number

    # -- pages -----------------------------------------------------------------------------------------------------

    def _overview(self, path: str, page: _Page) -> str:
        data = Overview(path, page.rows, self._addresses, self._today, self.reader).data()
        crumbs = [] if page.kind == "home" else [{"name": clean(page.heading), "link": None}]
        return self._rendered(
            self.own_templates,
            f"site/{page.kind}.html.j2",
            path,
            crumbs,
            {
                **data,
                "heading": clean(page.heading),
                "eyebrow": _EYEBROWS[page.kind],
                "reader": self.reader,
                "not_shared": not_shared(self._unshared) if self._unshared else None,
            },
        )

    def _plan(self, path: str, row: PlanRow, events: "Sequence[Event]") -> str:
        from coachplan.output.documents.document import page_data
        from coachplan.output.documents.rendering import for_html
        from coachplan.views.beginning import as_of

        circle = self._circles[row.repository]
        repository, folder = circle.repository, circle.folders[row.id]
        document, plan = repository.readable_plan(folder)
        addresses = [str(person.email).casefold() for person in plan.people.readers()]
        if self.reader is not None and self.reader not in addresses:
            raise RefusedError(f"{clean(folder.id)} has changed its readers in the meantime")
        counted = as_of(repository, folder, plan, self._today)
        data = page_data(repository, folder, document, counted, self._today, drawn=True)
        return self._rendered(
            repository.own_templates,
            "site/plan.html.j2",
            path,
            self._ways(path, row),
            {**for_html(data), "tone": tone(row.state), "events": [_event(event) for event in events]},
        )

    def _broken(self, path: str, circle: _Circle) -> str:
        """Return the page of a plan that coachplan breaks on: the others are made as ever."""
        parts = {"heading": "This page cannot be shown", "text": _BROKEN, "home": link(path, HOME)}
        return self._rendered(circle.repository.own_templates, "site/message.html.j2", path, [], parts)

    def _ways(self, path: str, row: PlanRow) -> list[dict[str, str | None]]:
        """Return the way from the plan's page to its manager's and its team member's."""
        people = self._addresses
        return [
            {"name": clean(manager(row).name), "link": link(path, people.managers.path(manager(row)))},
            {"name": clean(team_member(row).name), "link": link(path, people.members.path(team_member(row)))},
            {"name": clean(row.title), "link": None},
        ]

    def _rendered(
        self,
        own: "OwnTemplates | None",
        template: str,
        path: str,
        crumbs: list[dict[str, str | None]],
        data: dict[str, Any],
    ) -> str:
        from coachplan.store.templating import render

        scripts = ["site/table.js"] * (template != "site/plan.html.j2") + ["site/live.js"] * self._live
        return render(
            own,
            template,
            {
                "today": day_in_parts(self._today),
                **data,
                "root": link(path, HOME).removesuffix(HOME),
                "crumbs": crumbs,
                "scripts": scripts,
                "is_live": self._live,
            },
        )


def _event(event: "Event") -> dict[str, Any]:
    return {
        "when": day_in_parts(event.when.date()),
        "author": clean(event.author),
        "changes": [clean(change.text) for change in event.changes],
    }
