"""What overviews tell of many plans, as plain data for templates: pure functions of cards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coachplan.output.documents.forms import day_in_parts
from coachplan.output.site.addresses import Addresses, link
from coachplan.output.terminal.console import clean
from coachplan.output.terminal.overview import said_state
from coachplan.views.cards import LATELY, Card, Upcoming
from coachplan.views.plan_view import STATES, counts

Data = dict[str, Any]

_LOOK = ("stalled", "needs-attention", "ended", "watch")
_TONES = dict.fromkeys(_LOOK, "look") | {"on-track": "good"}
_UNDER_WAY = (*_LOOK, "on-track", "not-started", "on-hold")
_OWN_WORDS = ("session", "end", "follow-up", "resume")
_TOLD_BY_REASONS = ("session", "end")
_MOST = 8
_MOST_A_DAY = 4
_MOST_REASONS = 2
_SATURDAY = 5


def tone(state: str) -> str:
    """How a state looks: `good`, `look` or `quiet`."""
    return _TONES.get(state, "quiet")


def state_in_words(state: str) -> str:
    """A state as a heading."""
    return said_state(state).capitalize()


@dataclass(frozen=True)
class Overview:
    """The page at `path`, which tells of `cards`, most in need first, on the day `today`; all texts are clean."""

    path: str
    cards: Sequence[Card]
    addresses: Addresses
    today: date

    def data(self) -> Data:
        """Everything that the templates of overviews need."""
        attention = [card for card in self.cards if _asks(card)]
        wins = sorted(((win, card) for card in self.cards for win in card.wins), key=lambda entry: entry[0].day)[::-1]
        return {
            "is_well": not attention,
            "counts": [
                {"number": number, "words": state_in_words(state), "tone": tone(state)}
                for state, number in counts([card.line for card in self.cards]).items()
            ],
            "attention": [self._in_need(card) for card in attention[:_MOST]],
            "more_attention": max(len(attention) - _MOST, 0),
            "wins": [
                {"date": _parts(win.day), "kind": win.kind, "what": _win(win.what, win.kind), **self._named(card)}
                for win, card in wins[:_MOST]
            ],
            "more_wins": max(len(wins) - _MOST, 0),
            "fortnight": list(self._fortnight()),
            "starts": self.today.weekday() + 1,
            "managers": list(self._managers()),
            "plans": [self._row(card) for card in self.cards],
        }

    def _named(self, card: Card) -> Data:
        """What to call a plan, and where its pages lie; of one that cannot be read only the title."""
        if not card.is_readable:
            return _UNREADABLE | {"title": clean(card.line.title)}
        return {
            "link": link(self.path, self.addresses.plans[card.line.id]),
            "title": clean(card.line.title),
            "person": clean(card.team_member.name),
            "manager": clean(card.manager.name),
            "person_link": link(self.path, self.addresses.members.path(card.team_member)),
            "manager_link": link(self.path, self.addresses.managers.path(card.manager)),
        }

    def _in_need(self, card: Card) -> Data:
        """A plan with the first reasons for its state, and what has come besides."""
        is_look = card.line.state in _LOOK
        come = [item for item in card.ahead if item.overdue or item.day <= str(self.today)]
        causes = card.line.reasons[: card.line.causes] if is_look else []
        besides = [item for item in come if not (is_look and item.kind in _TOLD_BY_REASONS)]
        return {
            **self._named(card),
            "tone": tone(card.line.state),
            "state_in_words": state_in_words(card.line.state),
            "why": [*_unread(card.line.unread), *(clean(reason) for reason in causes[:_MOST_REASONS])],
            "waiting": [
                {"what": _item(item), "date": _parts(item.day), "day": self._day(item.day), "overdue": item.overdue}
                for item in besides[:_MOST_REASONS]
            ],
        }

    def _day(self, day: str) -> str:
        """A day in words, with its year where that is another one."""
        parts = _parts(day)
        words: str = parts["short" if day.startswith(f"{self.today.year}-") else "human"]
        return words

    def _fortnight(self) -> Iterator[Data]:
        come: dict[str, list[tuple[Card, Upcoming]]] = {}
        for card in self.cards:
            for item in card.ahead:
                if not item.overdue:
                    come.setdefault(item.day, []).append((card, item))
        for number in range(LATELY.days):
            day = self.today + timedelta(days=number)
            entries = come.get(str(day), [])
            yield {
                "date": day_in_parts(day),
                "is_weekend": day.weekday() >= _SATURDAY,
                "entries": [
                    {**self._named(card), "kind": item.kind, "what": _item(item)}
                    for card, item in entries[:_MOST_A_DAY]
                ],
                "more": max(len(entries) - _MOST_A_DAY, 0),
            }

    def _managers(self) -> Iterator[Data]:
        people = self.addresses.managers
        each = people.each((card for card in self.cards if card.is_readable), lambda card: card.manager)
        for name, key in sorted((people.names[key], key) for key in each):
            own = [card.line for card in each[key]]
            kept, awaited = sum(line.met for line in own), sum(line.awaited for line in own)
            yield {
                "name": clean(name),
                "link": link(self.path, people.paths[key]),
                "under_way": sum(line.state in _UNDER_WAY for line in own),
                "to_look_at": sum(line.state in _LOOK or line.overdue > 0 for line in own),
                "kept": f"{kept} of {awaited}" if awaited else "–",
                "kept_share": kept / awaited if awaited else -1,
                "closed": sum(line.state == "closed" for line in own),
            }

    def _row(self, card: Card) -> Data:
        line = card.line
        return {
            **self._named(card),
            "state_in_words": state_in_words(line.state),
            "tone": tone(line.state),
            "rank": STATES.index(line.state),
            "outcome": said_state(line.outcome) if line.outcome else None,
            "overdue": line.overdue,
            "kept": f"{line.met} of {line.awaited}" if line.awaited else None,
            "kept_share": line.met / line.awaited if line.awaited else -1,
            "next": _parts(line.next_session) if line.next_session else None,
            "end": _parts(line.end) if line.end else None,
        }


_UNREADABLE: Data = dict.fromkeys(("link", "person", "person_link", "manager", "manager_link"))


def _asks(card: Card) -> bool:
    """Whether there is something to look at: the state, what has come by its day, or what cannot be read."""
    line = card.line
    return line.state in _LOOK or line.due > 0 or line.unread > 0 or not card.is_readable


def _unread(number: int) -> list[str]:
    if not number:
        return []
    said = "a check-in cannot be read" if number == 1 else f"{number} check-ins cannot be read"
    return [f"{said}, and may say more: coachplan check says where"]


def _parts(day: str) -> Data:
    return day_in_parts(date.fromisoformat(day))


def _item(item: Upcoming) -> str:
    """What comes; the tool's own words begin with a capital, people's stay as they are."""
    return item.what[:1].upper() + item.what[1:] if item.kind in _OWN_WORDS else clean(item.what)


def _win(what: str, kind: str) -> str:
    if kind == "lasts":
        return "The change has lasted"
    return f"Closed: {said_state(what)}" if kind == "outcome" else clean(what)
