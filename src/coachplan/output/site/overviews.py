"""Overviews of many plans, as plain data for templates: pure functions of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coachplan.base.words import NEEDY_STATES, STATES, capitalized, spaced
from coachplan.output.documents.forms import day_in_parts
from coachplan.output.site.addresses import Addresses, link, manager, team_member
from coachplan.output.terminal.console import clean
from coachplan.output.terminal.waiting import in_words
from coachplan.views.plan_row import DueItem, PlanRow, counts

Data = dict[str, Any]

_TONES: dict[str, str] = {**dict.fromkeys(NEEDY_STATES, "look"), "on-track": "good"}
_NOT_UNDER_WAY = ("forgotten", "draft", "closed", "unreadable")
_OWN_WORDS = ("begin", "session", "end", "follow-up", "resume")
_TOLD_BY_REASONS = ("begin", "session", "end")
_MOST = 8
_AHEAD_DAYS = 14
_MOST_A_DAY = 4
_MOST_REASONS = 2
_SATURDAY = 5


def tone(state: str) -> str:
    """Return the look of a state: `good`, `look` or `quiet`."""
    return _TONES.get(state, "quiet")


def state_in_words(state: str) -> str:
    """Return a state as a heading."""
    return spaced(state).capitalize()


@dataclass(frozen=True)
class Overview:
    """The page at `path`, which shows `rows`, most in need first, on the day `today`; all texts are clean.

    `reader` is the address of the one person that it is for, where there is one.
    """

    path: str
    rows: Sequence[PlanRow]
    addresses: Addresses
    today: date
    reader: str | None = None

    def data(self) -> Data:
        """Return everything that the templates of overviews need."""
        attention = [row for row in self.rows if _asks(row)]
        wins = sorted(((win, row) for row in self.rows for win in row.wins), key=lambda entry: entry[0].day)[::-1]
        mine = [(row, entries) for row in self.rows if self.reader and (entries := row.waiting_for(f"<{self.reader}>"))]
        return {
            "is_well": not (attention or mine),
            "mine": [{**self._named(row), "what": capitalized(in_words(entries))} for row, entries in mine[:_MOST]],
            "more_mine": max(len(mine) - _MOST, 0),
            "counts": [
                {"number": number, "words": state_in_words(state), "tone": tone(state)}
                for state, number in counts(self.rows).items()
            ],
            "attention": [self._in_need(row) for row in attention[:_MOST]],
            "more_attention": max(len(attention) - _MOST, 0),
            "wins": [
                {"date": _parts(win.day), "kind": win.kind, "what": _win(win.what, win.kind), **self._named(row)}
                for win, row in wins[:_MOST]
            ],
            "more_wins": max(len(wins) - _MOST, 0),
            "fortnight": list(self._fortnight()),
            "starts": self.today.weekday() + 1,
            "managers": list(self._managers()),
            "plans": [self._row(row) for row in self.rows],
        }

    def _named(self, row: PlanRow) -> Data:
        """Return the names of a plan and the links to its pages; of one without a page only the title."""
        if not row.has_page:
            return _UNREADABLE | {"title": clean(row.title)}
        return {
            "link": link(self.path, self.addresses.plans[row.key]),
            "title": clean(row.title),
            "person": clean(team_member(row).name),
            "manager": clean(manager(row).name),
            "person_link": link(self.path, self.addresses.members.path(team_member(row))),
            "manager_link": link(self.path, self.addresses.managers.path(manager(row))),
        }

    def _in_need(self, row: PlanRow) -> Data:
        """Return a plan with the first reasons for its state, and what has come besides."""
        is_look = row.state in NEEDY_STATES
        causes = row.reasons[: row.causes] if is_look else []
        besides = [item for item in row.come if not (is_look and item.kind in _TOLD_BY_REASONS)]
        return {
            **self._named(row),
            "tone": tone(row.state),
            "state_in_words": state_in_words(row.state),
            "why": [*_unread(row.unread), *(clean(reason) for reason in causes[:_MOST_REASONS])],
            "waiting": [
                {"what": _item(item), "date": _parts(item.day), "day": self._day(item.day), "overdue": item.overdue}
                for item in besides[:_MOST_REASONS]
            ],
        }

    def _day(self, day: str) -> str:
        """Return a day in words, with its year where that is another one."""
        parts = _parts(day)
        words: str = parts["short" if day.startswith(f"{self.today.year}-") else "human"]
        return words

    def _fortnight(self) -> Iterator[Data]:
        come: dict[str, list[tuple[PlanRow, DueItem]]] = {}
        for row in self.rows:
            for item in row.agenda:
                if row.has_page and not item.overdue:
                    come.setdefault(item.day, []).append((row, item))
        for number in range(_AHEAD_DAYS):
            day = self.today + timedelta(days=number)
            entries = come.get(str(day), [])
            yield {
                "date": day_in_parts(day),
                "is_weekend": day.weekday() >= _SATURDAY,
                "entries": [
                    {**self._named(row), "kind": item.kind, "what": _item(item)} for row, item in entries[:_MOST_A_DAY]
                ],
                "more": max(len(entries) - _MOST_A_DAY, 0),
            }

    def _managers(self) -> Iterator[Data]:
        people = self.addresses.managers
        each = people.each((row for row in self.rows if row.has_page), manager)
        for name, key in sorted((people.names[key], key) for key in each):
            own = each[key]
            kept, awaited = sum(row.kept for row in own), sum(row.awaited for row in own)
            yield {
                "name": clean(name),
                "link": link(self.path, people.paths[key]),
                "under_way": sum(row.state not in _NOT_UNDER_WAY for row in own),
                "to_look_at": sum(row.state in NEEDY_STATES or row.overdue > 0 for row in own),
                "kept": f"{kept} of {awaited}" if awaited else "–",
                "kept_share": kept / awaited if awaited else -1,
                "closed": sum(row.state == "closed" for row in own),
            }

    def _row(self, row: PlanRow) -> Data:
        return {
            **self._named(row),
            "state_in_words": state_in_words(row.state),
            "tone": tone(row.state),
            "rank": STATES.index(row.state),
            "outcome": spaced(row.outcome) if row.outcome else None,
            "overdue": row.overdue,
            "kept": f"{row.kept} of {row.awaited}" if row.awaited else None,
            "kept_share": row.kept / row.awaited if row.awaited else -1,
            "next": _parts(row.next_session) if row.next_session else None,
            "end": _parts(row.end) if row.end and row.status != "closed" else None,
        }


_UNREADABLE: Data = dict.fromkeys(("link", "person", "person_link", "manager", "manager_link"))


def _asks(row: PlanRow) -> bool:
    """True if the plan asks for a look: by its state, by items that are due, or by parts that cannot be read."""
    return row.state in NEEDY_STATES or row.due > 0 or row.unread > 0 or not row.is_readable


def _unread(number: int) -> list[str]:
    if not number:
        return []
    said = "a check-in cannot be read" if number == 1 else f"{number} check-ins cannot be read"
    return [f"{said}, and may say more: coachplan check says where"]


def _parts(day: str) -> Data:
    return day_in_parts(date.fromisoformat(day))


def _item(item: DueItem) -> str:
    """Return the words of an item; the tool's own begin with a capital, people's stay as they are."""
    return capitalized(item.what) if item.kind in _OWN_WORDS else clean(item.what)


def _win(what: str, kind: str) -> str:
    if kind == "lasts":
        return "The change has lasted"
    return f"Closed: {spaced(what)}" if kind == "outcome" else clean(what)
