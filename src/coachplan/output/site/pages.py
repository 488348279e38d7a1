"""Which pages there are for a reader, what each depends on, and each of them as HTML."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from coachplan.base.errors import RefusedError, UsageError
from coachplan.base.parallel import Tick, unwatched
from coachplan.output.documents.forms import day_in_parts
from coachplan.output.site.addresses import HOME, Addresses, link
from coachplan.output.site.overviews import Overview, tone
from coachplan.output.terminal.console import clean
from coachplan.store.build_fingerprint import fingerprint
from coachplan.store.repository import Repository
from coachplan.views.cards import Card, addresses_of_readers, cards
from coachplan.views.plan_view import by_need, readable

if TYPE_CHECKING:
    from coachplan.views.events import Event, EventLog

_RENDERERS = ("jinja2", "markupsafe", "markdown_it", "nh3", "pygal")
_EYEBROWS = {"home": None, "person": "Coaching plans of", "manager": "Coaching plans with"}


@dataclass(frozen=True)
class _Page:
    """What a page shows: all plans, those of a person or of a manager, or one."""

    kind: str
    heading: str
    cards: Sequence[Card]


class Site:
    """All pages for one reader on one day; each is made from the files as they are when it is asked for.

    `reader` is an email address: only plans that name this person as a reader are there; None: every plan. Pages that
    are `live` ask their server whether something has changed. `tick` is told how many plans
    were looked at. Raises `UsageError` where the reader reads no plan.
    """

    def __init__(
        self, repository: Repository, reader: str | None, today: date, *, live: bool = False, tick: Tick = unwatched
    ) -> None:
        self._repository = repository
        self.reader = reader.casefold() if reader else None
        self._today = today
        self._live = live
        self._settings = repository.settings  # what is broken there shows at once
        folders = {folder.id: folder for folder in repository.plans()}
        every = cards(repository, list(folders.values()), today, tick)
        mine = [card for card in every if self.reader is None or self.reader in card.readers]
        if reader and not mine:
            raise UsageError(f"no plan that can be read names {clean(reader)} as one of its readers")
        self.unreadable = sum(not card.is_readable for card in every), sum(card.line.unread for card in mine)
        self._cards = sorted(mine, key=lambda card: by_need(card.line))
        self._folders = {card.line.id: folders[card.line.id] for card in mine}
        self._addresses = Addresses([card for card in self._cards if card.is_readable])
        self._pages = dict(self._all_pages())

    def _all_pages(self) -> Iterator[tuple[str, _Page]]:
        readable = [card for card in self._cards if card.is_readable]
        yield HOME, _Page("home", "Where plans stand", self._cards)
        for kind, people, who in (
            ("person", self._addresses.members, attrgetter("team_member")),
            ("manager", self._addresses.managers, attrgetter("manager")),
        ):
            for key, own in people.each(readable, who).items():
                yield people.paths[key], _Page(kind, people.names[key], own)
        for card in readable:
            yield self._addresses.plans[card.line.id], _Page("plan", card.line.title, [card])

    def paths(self) -> list[str]:
        """Where the pages lie, relative to the folder of the first one, `index.html`."""
        return list(self._pages)

    def page(self, path: str) -> str:
        """A page as a complete HTML document; `KeyError` where there is none."""
        return next(html for _, html in self.pages([path]))

    def pages(self, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each of these pages with its path; many together take less time than one by one."""
        wanted = [self._pages[path] for path in paths]
        plans = [self._folders[page.cards[0].line.id].path for page in wanted if page.kind == "plan"]
        told = self._chronicle.tell(plans)
        for path, page in zip(paths, wanted, strict=True):
            if page.kind == "plan":
                yield path, self._plan(path, page.cards[0], next(told)[1])
            else:
                yield path, self._overview(path, page)

    def fingerprint(self, path: str) -> str:
        """What changes whenever the page would: made from what it depends on, without making it."""
        page = self._pages[path]
        known: list[Any] = [self._common, page.kind, page.heading, path]
        if page.kind == "plan":
            card = page.cards[0]
            folder = self._folders[card.line.id]
            known += [folder.stamp()[0], self._chronicle.revision(folder.path), self._ways(path, card)]
        else:
            known += [(card, self._addresses.of(card)) for card in page.cards]
        return blake2b(json.dumps(known).encode(), digest_size=16).hexdigest()

    @cached_property
    def _common(self) -> list[str]:
        """What every page depends on."""
        from coachplan.store.templating import stamp

        repository = self._repository
        asked = [str(self._today), self.reader or "", str(self._live)]
        return [fingerprint(*_RENDERERS), *asked, repository.settings_stamp(), stamp(repository.templates_folder)]

    # -- pages -----------------------------------------------------------------------------------------------------

    def _overview(self, path: str, page: _Page) -> str:
        data = Overview(path, page.cards, self._addresses, self._today).data()
        crumbs = [] if page.kind == "home" else [{"name": clean(page.heading), "link": None}]
        return self._rendered(
            f"site/{page.kind}.html.j2",
            path,
            crumbs,
            {**data, "heading": clean(page.heading), "eyebrow": _EYEBROWS[page.kind], "reader": self.reader},
        )

    def _plan(self, path: str, card: Card, events: "Sequence[Event]") -> str:
        from coachplan.output.documents.page import page_of
        from coachplan.output.documents.rendering import for_html

        repository, folder = self._repository, self._folders[card.line.id]
        document, plan = repository.readable_plan(folder)
        if self.reader is not None and self.reader not in addresses_of_readers(plan):
            raise RefusedError(f"{clean(folder.id)} has changed its readers in the meantime")
        told, unread = readable(repository.read_check_ins(folder, plan))
        data = page_of(document, plan, told, self._settings, self._today, drawn=True, unread=unread)
        return self._rendered(
            "site/plan.html.j2",
            path,
            self._ways(path, card),
            {
                **for_html(data),
                "tone": tone(card.line.state),
                "events": [_event(event) for event in events],
            },
        )

    def _ways(self, path: str, card: Card) -> list[dict[str, str | None]]:
        """From the plan's page to its manager's and its team member's."""
        people = self._addresses
        return [
            {"name": clean(card.manager.name), "link": link(path, people.managers.path(card.manager))},
            {"name": clean(card.team_member.name), "link": link(path, people.members.path(card.team_member))},
            {"name": clean(card.line.title), "link": None},
        ]

    def _rendered(self, template: str, path: str, crumbs: list[dict[str, str | None]], data: dict[str, Any]) -> str:
        from coachplan.store.templating import render

        scripts = ["site/table.js"] * (template != "site/plan.html.j2") + ["site/live.js"] * self._live
        return render(
            self._repository.templates_folder,
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

    @cached_property
    def _chronicle(self) -> "EventLog":
        from coachplan.views.events import EventLog

        return EventLog(self._repository.history)


def _event(event: "Event") -> dict[str, Any]:
    return {
        "when": day_in_parts(event.when.date()),
        "author": clean(event.author),
        "changes": [clean(change.text) for change in event.changes],
    }
