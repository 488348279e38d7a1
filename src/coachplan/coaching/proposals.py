"""Two people and the activities of one plan: they propose, agree, decline and carry out, each by a change of the text.

A manager's proposal is only a proposal (handbook), the team member decides (article on three traps of coaching), and
their own idea is agreed with it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from coachplan.base.errors import RefusedError
from coachplan.coaching.answers import as_data
from coachplan.coaching.consent import is_to_be_filled_in
from coachplan.format import add_entry, change_entry, read_data, set_value
from coachplan.format.strict_yaml import Data
from coachplan.plan import BEGUN, Acknowledgement, Activity, Agreed, Person, Plan, Role
from coachplan.plan.activities import new_id
from coachplan.plan.guidance import is_placeholder
from coachplan.plan.terms import covers, is_agreed, latest_acknowledgements, role_of, terms
from coachplan.plan.whose_word import acts_as

# What a shell and a reader take for one word, and what nobody wrote as a sentence.
_PLAIN = re.compile(r"[a-z0-9-]{1,40}")
_UNDER_WAY = (None, "agreed", "doing")
_OVER = {"done": "done already", "dropped": "dropped", "declined": "declined"}


def open_proposals(plan: Plan) -> list[int]:
    """The places of the proposals that wait for the team member's answer."""
    return [place for place, activity in enumerate(plan.activities) if activity.counts_as == "proposed"]


def yes_that_matters(activity: Activity) -> Agreed | None:
    """Return the team member's yes, where it holds, held until it was dropped, or waits for one to other words."""
    return activity.agreed if activity.is_changed or activity.counts_as in (*BEGUN, "dropped") else None


def proposed_anew(text: str, name: str, was: Mapping[str, Data], words: str) -> str:
    """Return a plan's text in which the activity of this name, which `was` so, is a proposal in other words.

    Nobody's yes is given or taken away by it: one that was given stays beside the new words. An activity without an id
    has no name in the text, and others may be worded alike: those are told apart by the name.
    """
    section = read_data(text).get("activities") or []
    listed = section if isinstance(section, list) else [section]
    entries = [entry if isinstance(entry, dict) else {"what": entry} for entry in listed]
    alike = [at for at, entry in enumerate(entries) if all(entry.get(key) == value for key, value in was.items())]
    place = next((at for at in alike if entries[at].get("id") == name), alike[0])
    return change_entry(text, ("activities", place), "what", {"what": words, "status": "proposed"})


@dataclass(frozen=True)
class Spoken:
    """Somebody's last word on the terms, and whether it `holds`: the terms are still those that it was about."""

    entry: Acknowledgement
    holds: bool


def spoken(plan: Plan, id_: str, actor: Person) -> Spoken | None:
    """Return the last word of `actor` on the terms, None before the first; refuses others than the readers."""
    role = role_of(plan, actor)
    if role is None or role == "helper":
        readers = ", ".join(person.name for person in plan.people.readers())
        raise RefusedError(acts_as(plan, actor, f"the terms are for {readers} to acknowledge, each for themselves"))
    if plan.status == "closed":
        raise RefusedError(
            f"{id_} is closed, and its terms are over; `coachplan show {id_}` tells who acknowledged them"
        )
    if is_to_be_filled_in(plan):
        raise RefusedError(f"parts of the plan are still to be filled in: `coachplan edit {id_}` first, then agree")
    entry = latest_acknowledgements(plan).get(role)
    return Spoken(entry, entry.terms is not None and covers(entry.terms, plan)) if entry else None


def acknowledgement(
    plan: Plan, actor: Person, stance: str, comment: str, day: date, assurance: str
) -> dict[str, str | date]:
    """The data of what `actor` says to the terms of a plan."""
    return {
        "by": str(actor),
        "date": day,
        "stance": stance,
        **({"comment": comment} if comment else {}),
        "terms": terms(plan),
        "assurance": assurance,
    }


class Coauthor:
    """One person who works on the activities of the plan `id_`, whose text is `text`.

    Each method gives the plan's new text, the same where there was nothing to do, or refuses in one kind line that says
    whose turn it is.
    """

    def __init__(self, text: str, plan: Plan, id_: str, actor: Person, today: date) -> None:
        self.text = text
        self.plan = plan
        self.today = today
        self.id = id_
        self.actor = actor
        self.role: Role | None = role_of(plan, actor)
        if plan.status == "closed":
            raise RefusedError(f"{id_} is closed; what you two go on with belongs in a new plan (`coachplan new`)")

    # -- what is to be done ------------------------------------------------------------------------------------------

    def propose(self, what: str, details: Mapping[str, str]) -> str:
        """Add an activity: agreed where the team member has the idea, else a proposal.

        `details` are other keys of the activity. It takes the place of a placeholder.
        """
        if self.role is None:
            people = ", ".join(person.name for person in self.plan.people.readers())
            raise RefusedError(acts_as(self.plan, self.actor, f"{people} can propose activities"))
        entry = {
            "id": new_id(self.plan, details.get("kind")),
            "what": what,
            **details,
            "proposed_by": str(self.role),
            "status": "agreed" if self.decides else "proposed",
        }
        if all(is_placeholder(activity.what) for activity in self.plan.activities):
            return set_value(self.text, ("activities",), [entry])
        return add_entry(self.text, ("activities",), entry)

    def accept(self, places: Sequence[int]) -> str:
        """Agree to activities: only the team member can."""
        self.require_say(places)
        for place in places:
            if self._at(place).counts_as in ("done", "dropped"):
                raise RefusedError(f"{self._named(place)} is {_OVER[str(self._at(place).counts_as)]}; propose it again")
        return self._with({place: self._yes_to(self._at(place)) for place in places if self._waits(place)})

    def amend(self, place: int, changes: Mapping[str, str]) -> str:
        """Put an activity differently: the team member agrees to it in their own words, anyone else proposes them."""
        self._require_part("amend", place)
        activity = self._at(place)
        if activity.counts_as in ("done", "dropped"):
            raise RefusedError(f"{self._named(place)} is {_OVER[activity.counts_as]}; propose something new instead")
        new = {key: value for key, value in changes.items() if value and str(getattr(activity, key) or "") != value}
        if not new and not (self.decides and self._waits(place)):
            return self.text
        if not self.decides:
            # The yes stays as it was given: it says which words it was for, and holds for no others.
            self._require_something_left([place])
            return self._with({place: {**new, "status": "proposed"}})
        answer = self._yes_to(activity.model_copy(update=new)) if self._waits(place) else {}
        return self._with({place: {**new, **answer}})

    def decline(self, places: Sequence[int], why: str = "") -> str:
        """Say no to activities: the team member can, and whoever proposed one takes it back while nobody has agreed."""
        for place in places:
            self._require_answer(place)
        self._require_something_left(places)
        changes = {"status": "declined", **({"why": why} if why else {})}
        return self._with({place: changes for place in places if self._at(place).counts_as != "declined"})

    # -- what becomes of it ------------------------------------------------------------------------------------------

    def start(self, place: int) -> str:
        """Begin an activity that is agreed."""
        self._require_hand("start", place, when=(*_UNDER_WAY, "dropped"))
        return self._with({place: {"status": "doing"}} if self._at(place).counts_as != "doing" else {})

    def finish(self, place: int, learned: str = "") -> str:
        """Finish an activity, with what it taught."""
        self._require_hand("done", place, when=(*_UNDER_WAY, "done"))
        notes = {"learned": learned} if learned else {}
        over = {} if self._at(place).counts_as == "done" else {"status": "done"}
        return self._with({place: {**over, **notes}} if over or notes else {})

    def drop(self, place: int, why: str = "", learned: str = "") -> str:
        """Let go of an activity that was agreed, with why, and what it taught all the same."""
        self._require_hand("drop", place, when=(*_UNDER_WAY, "dropped"))
        notes = {key: value for key, value in {"why": why, "learned": learned}.items() if value}
        over = {} if self._at(place).counts_as == "dropped" else {"status": "dropped"}
        return self._with({place: {**over, **notes}} if over or notes else {})

    # -- who may -----------------------------------------------------------------------------------------------------

    def require_say(self, places: Sequence[int] = ()) -> None:
        """Refuse anyone but the team member, whose yes it takes."""
        if not self.decides:
            self._leave_to_team_member("say yes to an activity", "accept", places)

    @property
    def decides(self) -> bool:
        """True if this is the team member, who decides what to take on."""
        return self.role == "team_member"

    def _waits(self, place: int) -> bool:
        return self._at(place).counts_as in ("proposed", "declined")

    def _require_part(self, verb: str, place: int) -> None:
        if self.role is None:
            self._leave_to_team_member("change an activity", verb, [place])

    def _require_answer(self, place: int) -> None:
        activity = self._at(place)
        if activity.counts_as in ("done", "dropped"):
            raise RefusedError(f"{self._named(place)} is {_OVER[activity.counts_as]}; there is nothing to decline")
        if activity.counts_as == "doing":
            raise RefusedError(f"{self._named(place)} is under way: `coachplan drop {self._call(place)}` lets go of it")
        if self.decides:
            return
        if self.role is None or self.role != activity.proposed_by:
            self._leave_to_team_member("decline what somebody else proposed", "decline", [place])
        if activity.counts_as in ("agreed", None):
            self._leave_to_team_member("take back what is agreed", "decline", [place])

    def _require_something_left(self, places: Sequence[int]) -> None:
        """Refuse to leave an active coaching plan without anything that is agreed; `check` would not take it either."""
        if self.plan.status != "active" or self.plan.kind != "coaching":
            return
        rest = [activity for place, activity in enumerate(self.plan.activities) if place not in places]
        if any(is_agreed(self._at(place)) for place in places) and not any(map(is_agreed, rest)):
            raise RefusedError(
                "nothing that you two agreed on would be left in this plan: propose what would help more first "
                f"(`coachplan propose {self.id}`), or let the plan rest (`coachplan hold {self.id}`)"
            )

    def _require_hand(self, verb: str, place: int, *, when: Sequence[str | None]) -> None:
        activity = self._at(place)
        if self.role is None or self.role not in ("team_member", "manager", activity.owner):
            two = f"{self._member()}, {self.plan.people.manager.name}"
            cure = (
                f"what becomes of an activity is for {two} or whoever carries it out to say; ask them to run "
                f"`coachplan {verb} {self._call(place)}`"
            )
            raise RefusedError(acts_as(self.plan, self.actor, cure))
        if activity.counts_as == "proposed":
            self._answer_first(verb, place)
        if activity.counts_as not in when:
            raise RefusedError(f"{self._named(place)} is {_OVER.get(str(activity.counts_as), activity.counts_as)}")

    def _answer_first(self, verb: str, place: int) -> NoReturn:
        if verb == "drop":
            raise RefusedError(
                f"{self._named(place)} is only a proposal: `coachplan decline {self._call(place)}` says no to it"
            )
        who = "you agree to it first with" if self.decides else f"{self._member()} agrees to it first with"
        raise RefusedError(f"{self._named(place)} is only a proposal: {who} `coachplan accept {self._call(place)}`")

    def _leave_to_team_member(self, what: str, verb: str, places: Sequence[int]) -> NoReturn:
        cure = f"ask them to run `coachplan {verb} {self._call(*places)}`"
        raise RefusedError(f"only {self._member()} can {what} here, and {acts_as(self.plan, self.actor, cure)}")

    # -- words and text ----------------------------------------------------------------------------------------------

    def _at(self, place: int) -> Activity:
        return self.plan.activities[place]

    def _member(self) -> str:
        return self.plan.people.team_member.name

    def _handle(self, place: int) -> str:
        id_ = self._at(place).id or ""
        is_clear = _PLAIN.fullmatch(id_) and [activity.id for activity in self.plan.activities].count(id_) == 1
        return id_ if is_clear else str(place + 1)

    def _named(self, place: int) -> str:
        return f"activity {place + 1}"

    def _call(self, *places: int) -> str:
        return " ".join([self.id, *map(self._handle, places)])

    def _yes_to(self, activity: Activity) -> Mapping[str, Data]:
        """The team member's yes to an activity as it is worded; one that has begun, or is done, stays so."""
        status = activity.status if activity.status in BEGUN else "agreed"
        return {"status": status, "agreed": as_data(self.actor, self.today, activity.words)}

    def _with(self, changes: Mapping[int, Mapping[str, Data]]) -> str:
        text = self.text
        for place, values in changes.items():
            text = change_entry(text, ("activities", place), "what", values)
        return text
