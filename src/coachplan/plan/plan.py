"""A coaching plan: people, the seven sections, and their course to the outcome."""

import re
from datetime import date
from hashlib import blake2b
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, PrivateAttr
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from coachplan.base.dates import written_span
from coachplan.plan.cadence import Cadence
from coachplan.plan.fields import Day, Days, Model, Person, Read, ShortForm, Text, Texts
from coachplan.plan.guidance import GUIDANCE
from coachplan.plan.measure import Goal, Measure
from coachplan.plan.rhythm import Rhythm
from coachplan.plan.value import Value

FORMAT_VERSION = 1
SECTIONS = tuple(GUIDANCE)
"""The seven required sections of a coaching plan, in the order of the handbook's page on coaching plans."""

Role = Literal["team_member", "manager", "managers_manager", "hr", "helper"]
"""The role of a person who owns, proposes or provides something: a reader of the plan, or a helper."""

READERS: tuple[Role, ...] = ("team_member", "manager", "managers_manager", "hr")
"""The roles of the four people who may read a plan (handbook)."""

THE_TWO: tuple[Role, ...] = READERS[:2]
"""The roles of those who make a plan together, and meet."""

Kind = Literal["coaching", "performance-support"]
Status = Literal["draft", "active", "on-hold", "closed"]
ActivityStatus = Literal["proposed", "agreed", "declined", "doing", "done", "dropped"]

BEGUN: tuple[ActivityStatus, ...] = ("agreed", "doing", "done")
"""The states of an activity once the team member has agreed to it."""

AGREED_WORDS = ("what", "kind", "owner", "cue", "every")
"""The parts of an activity that a yes is given to; its day may move with the plan."""


def _version(value: object) -> object:
    if str(value).strip() != str(FORMAT_VERSION):
        raise PydanticCustomError("unknown_version", "this release reads format version 1 only")
    return FORMAT_VERSION


Version = Annotated[int, Read(_version, {"const": FORMAT_VERSION})]


class People(Model):
    """The four people who read a plan, and those who help without reading it."""

    team_member: Person = Field(description="The person whose plan it is, and who co-authors it.")
    manager: Person = Field(description="The person who coaches.")
    managers_manager: Person | None = Field(None, description="The manager's own manager, where there is one.")
    hr: Person | None = Field(None, description="The partner in HR.")
    helpers: tuple[Person, ...] = Field((), description="Peers and mentors: they help, and do not read the plan.")

    def readers(self) -> tuple[Person, ...]:
        """Return everyone who may read the plan (handbook)."""
        return tuple(person for role in READERS if (person := self.in_role(role)))

    def in_roles(self) -> list[tuple[str, Person]]:
        """Return everyone with their role, in the order of the roles, helpers last."""
        readers = [(role, person) for role in READERS if (person := self.in_role(role))]
        return [*readers, *(("helper", person) for person in self.helpers)]

    def in_role(self, role: str) -> Person | None:
        """Return the person who has `role` in this plan, if anyone has."""
        return getattr(self, role) if role in READERS else None


class Opportunity(Model):
    """The reasons for a plan, and for beginning it now."""

    reason: Text | None = Field(None, description="The reason why a coaching plan fits, in a few words.")
    business_need: Text | None = Field(None, description="The gain for the work.")
    aspiration: Text | None = Field(None, description="The team member's own wish.")
    aligned_with_managers_manager: Day | None = Field(
        None, description="The day on which the manager aligned with their own manager."
    )


class Area(Model):
    """A skill or behaviour to develop."""

    area: Text = Field(description="The skill or behaviour.")
    why: Text | None = Field(None, description="The reason for choosing it.")


class CurrentState(Model):
    """The present state, as manager and team member each see it, with the circumstances around the person."""

    manager: Text | None = Field(None, description="The manager's observations.")
    team_member: Text | None = Field(None, description="The team member's own view.")
    circumstances: Text | None = Field(None, description="Causes outside the person.")
    evidence: Texts | None = Field(None, description="Observations that both can look at.")


class After(Model):
    """A time that depends on another activity."""

    after: Text = Field(description="The id of the activity that comes first.")
    within: Annotated[Rhythm, Field(description="The time after it: `10 days`, `2 weeks`, `1 month`.")]


UNION_TAGS = ("<day>", "<after>")
"""The steps that pydantic adds to an error's location for the branch of `Due`."""


class _DayOrAfter:
    """A date or `{after:, within:}`; the shape of the data decides, so that errors are about one of them."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.tagged_union_schema(
            dict(zip(UNION_TAGS, (handler.generate_schema(Day), handler.generate_schema(After)), strict=True)),
            discriminator=lambda value: UNION_TAGS[isinstance(value, dict | After)],
        )


Due = Annotated[date | After, _DayOrAfter()]


class Agreed(Model):
    """The team member's yes to an activity, and the words that it was given to."""

    by: Person = Field(description="The team member.")
    date: Day = Field(description="The day of the yes.")
    words: Text = Field(description="A fingerprint of the words that the yes was given to; `coachplan` writes it.")


class Activity(Model):
    """Something to do, train or experience towards the goal; a manager's idea is only a proposal."""

    what: Text = Field(description="The thing to do.")
    id: Annotated[Text | None, Field(description="A short name that stays, unique in the plan.")] = None
    kind: Literal["practice", "training", "experience", "feedback", "reflection", "habit"] | None = Field(
        None, description="The sort of activity."
    )
    owner: Role | None = Field(None, description="The role of the person who does it.")
    proposed_by: Role | None = Field(None, description="The role of the person who had the idea.")
    status: ActivityStatus | None = Field(None, description="Its state; `agreed` once the team member agrees.")
    agreed: Agreed | None = Field(None, description="The yes of the team member, and the words that it holds for.")
    due: Due | None = Field(None, description="A day, or `{after: ID, within: 1 month}`.")
    cue: Text | None = Field(None, description="The cue that sets a habit off.")
    every: Rhythm | None = Field(None, description="The frequency of a habit.")
    learned: Text | None = Field(None, description="The lesson from doing it.")
    why: Text | None = Field(
        None, description="The reason for declining or dropping it, if somebody wants to give one."
    )

    @property
    def words(self) -> str:
        """A fingerprint of the words that a yes is given to: those of `AGREED_WORDS`, however they are laid out.

        The number before it is the version of this recipe: a yes is only compared with a fingerprint of its own.
        """
        given = [(name, getattr(self, name)) for name in AGREED_WORDS]
        lines = "\n".join(f"{name}={' '.join(str(value).split())}" for name, value in given if value is not None)
        return f"1:{blake2b(lines.encode('utf-8', 'surrogateescape'), digest_size=6).hexdigest()}"

    @property
    def counts_as(self) -> ActivityStatus | None:
        """The status that counts: `proposed` where the team member's yes was given to other words than these.

        `status` is only the word in the file. A yes without fingerprint, of the first release, counts as it is written.
        """
        return "proposed" if self.is_changed else self.status

    @property
    def is_changed(self) -> bool:
        """True if the team member agreed to other words than these, and the activity has not been set aside since."""
        is_set_aside = self.status in ("declined", "dropped")
        return self.agreed is not None and not is_set_aside and self.agreed.words != self.words


class Extension(Model):
    """A change of the end, agreed on a day."""

    date: Day = Field(description="The day of the agreement.")
    from_: Annotated[Day, Field(alias="from", description="The end before.")]
    to: Day = Field(description="The end after.")
    why: Text = Field(description="The reason why more, or less, time helps.")


class Milestone(Model):
    """A point on the way that is worth celebrating."""

    date: Day = Field(description="The day it is expected.")
    what: Text = Field(description="The state that is reached then.")
    reached: Day | None = Field(None, description="The day it was reached.")


class Hold(Model):
    """A time on hold, such as leave: no check-ins are due, and nothing becomes overdue."""

    from_: Annotated[Day, Field(alias="from", description="The first day on hold.")]
    to: Day | None = Field(None, description="The last day on hold; left out while it is not known.")
    why: Text | None = Field(None, description="The reason, unless it is private.")


class Timeline(Model):
    """Start and end, typically 30 days apart."""

    start: Day = Field(description="The first day.")
    end: Day = Field(description="The last day.")
    milestones: tuple[Milestone, ...] = Field((), description="Points on the way.")
    extensions: tuple[Extension, ...] = Field((), description="Earlier ends, each with the reason for moving it.")
    holds: tuple[Hold, ...] = Field((), description="Times on hold, such as leave.")

    def is_outside(self, day: date) -> bool:
        """True if `day` is before the start or after the end; never for a plan that ends before it starts."""
        return self.start <= self.end and not self.start <= day <= self.end


class SupportAsset(Model):
    """A tool, meeting or help from the manager or others."""

    what: Text = Field(description="The tool, meeting or help.")
    from_: Annotated[Role | None, Field(alias="from", description="The role of the person who provides it.")] = None
    every: Rhythm | None = Field(None, description="The frequency, if it repeats.")
    due: Day | None = Field(None, description="The day by which it is given, if it is given once.")
    status: Literal["promised", "given", "dropped"] | None = Field(None, description="Its state.")


def _from_to(value: object) -> object:
    """Read the short form of a timeline: `2026-01-05 to 2026-02-04`, or `2026-01-05, 6 weeks`.

    A text without a year names no days yet.
    """
    if not isinstance(value, str):
        return value
    if not value.strip():
        raise PydanticCustomError("empty", "this is empty")
    if span := written_span(value):
        return {"start": span[0], "end": span[1]}
    start, separator, end = value.partition(" to ")
    if separator and _YEAR.search(value):
        return {"start": start.strip(), "end": end.strip()}
    if not _YEAR.search(value):
        raise PydanticCustomError("open_timeline", "the days are still open")
    raise PydanticCustomError("not_a_timeline", "start and end belong here, as 2026-01-05 to 2026-02-04")


_YEAR = re.compile(r"\d{4}")


class Outcome(Model):
    """The end of the plan, as both look back on it."""

    result: Literal["achieved", "partly-achieved", "not-achieved", "stopped", "superseded"] = Field(
        description="The result, in one word."
    )
    date: Day = Field(description="The day on which both looked back.")
    summary: Text | None = Field(None, description="The change, in a few sentences.")
    measures: dict[str, Value] = Field(default_factory=dict, description="The final value of each measure, by name.")
    helped: Texts | None = Field(None, description="Things that helped.")
    hindered: Texts | None = Field(None, description="Things that did not help.")
    team_member: Text | None = Field(None, description="The team member's own words.")


class FollowUp(Model):
    """Looking again after the end: has the change lasted?"""

    sustain_until: Day | None = Field(None, description="The day until which the change should last.")
    reviews: Days | None = Field(None, description="The days on which to look again.")


class Revision(Model):
    """An earlier wording of the goal or a measure, kept visible when it was changed."""

    date: Day = Field(description="The day of the change.")
    what: Text = Field(description="The part that was changed.")
    measure: Text | None = Field(
        None, description="The earlier name of a measure that was renamed or left out: its values still count."
    )
    from_: Annotated[Text, Field(alias="from", description="The wording or value before.")]
    to: Text | None = Field(None, description="The wording or value since.")
    why: Text | None = Field(None, description="The reason for the change.")


class Acknowledgement(Model):
    """A person's word that they have read the terms: in agreement, or only in receipt of them."""

    by: Person = Field(description="The person who acknowledges.")
    date: Day = Field(description="The day.")
    stance: Literal["agree", "disagree", "received", "refused"] = Field(
        description="Their position; `received` means receipt, not agreement."
    )
    comment: Text | None = Field(None, description="Their own words.")
    terms: Text | None = Field(None, description="The fingerprint of the terms that were acknowledged.")
    assurance: Literal["claimed", "signed"] | None = Field(
        None, description="`signed` if git signed the commit; `claimed` if it relies on the name that git was given."
    )


class Responsibilities(Model):
    """The responsibilities of each side, in performance support."""

    team_member: Texts = Field(description="The team member's responsibilities.")
    manager: Texts = Field(description="The manager's responsibilities.")


def _or_text(schema: dict[str, Any]) -> None:
    """Add a text to the JSON Schema of a section, as its short form."""
    long_forms = [{"$ref": schema.pop("$ref")}] if "$ref" in schema else schema["anyOf"]
    schema["anyOf"] = [{"type": "string", "minLength": 1}, *long_forms]


class Plan(Model):
    """A coaching plan, version 1 of the format: the front matter of `plan.md`."""

    coachplan: Version = Field(description="The version of the format: 1.")
    title: Text = Field(description="A short name for the plan.")
    kind: Kind = Field("coaching", description="`coaching`, or `performance-support` for the formal kind.")
    purpose: Literal["growth", "performance"] = Field("growth", description="The purpose of the plan.")
    status: Status = Field("draft", description="The state of the plan.")
    people: People = Field(description="The people it concerns.")
    opportunity: Annotated[
        Opportunity | None,
        BeforeValidator(lambda value: {"reason": value} if isinstance(value, str) else value),
        Field(json_schema_extra=_or_text),
    ] = Field(None, description="The reasons for a plan, and for beginning it now.")
    development_area: Annotated[tuple[Area, ...], ShortForm("area")] = Field(
        description="The skill or behaviour to develop."
    )
    current_state: Annotated[tuple[CurrentState, ...], ShortForm("manager")] = Field(
        description="The manager's assessment of the present state, and the team member's own."
    )
    goal_state: Annotated[tuple[Goal, ...], ShortForm("goal")] = Field(
        description="The SMART goal that both aim for: the result."
    )
    activities: Annotated[tuple[Activity, ...], ShortForm("what")] = Field(
        description="The actions, training and experience that lead to the goal."
    )
    timeline: Annotated[Timeline, BeforeValidator(_from_to), Field(json_schema_extra=_or_text)] = Field(
        description="Start and end, typically 30 days apart."
    )
    support_assets: Annotated[tuple[SupportAsset, ...], ShortForm("what")] = Field(
        description="The tools, meetings and help that are provided."
    )
    update_cadence: Annotated[tuple[Cadence, ...], ShortForm("every")] = Field(
        description="The rhythm in which manager and team member align on progress."
    )
    outcome: Outcome | None = Field(None, description="The result at the end.")
    follow_up: FollowUp | None = Field(None, description="Looking again after the end.")
    revisions: tuple[Revision, ...] = Field((), description="Earlier wordings of goal and measures.")
    acknowledgements: tuple[Acknowledgement, ...] = Field(
        (), description="The people who have read the terms, and their position."
    )
    success_criteria: Texts | None = Field(None, description="Performance support only: the signs of success.")
    responsibilities: Responsibilities | None = Field(
        None, description="Performance support only: the responsibilities of each side."
    )
    consequences: Text | None = Field(
        None, description="Performance support only: the consequences, stated once, plainly."
    )
    previous_step: Text | None = Field(None, description="Performance support only: the steps taken before.")
    follows: Text | None = Field(None, description="The id of the plan that this one follows, if they are linked.")
    ignore: dict[str, Text] = Field(
        default_factory=dict, description="Rules that do not fit this plan, by code, each with the reason."
    )
    _proposed_since: date | None = PrivateAttr(None)

    @property
    def proposed_since(self) -> date | None:
        """The day of the oldest proposal that is open, as far as the history was asked; the file does not hold it."""
        return self._proposed_since

    def with_proposals_since(self, day: date | None) -> "Plan":
        """Return the plan with the day of its oldest open proposal."""
        known = self.model_copy()
        known._proposed_since = day  # noqa: SLF001 - its own
        return known

    def days_left(self, day: date) -> int | None:
        """Return the days from `day` until the end, negative after it; None for a plan that is closed."""
        return None if self.status == "closed" else (self.timeline.end - day).days

    @property
    def measures(self) -> list[Measure]:
        """The measures of all goals, in their order."""
        return [measure for goal in self.goal_state for measure in goal.measures]

    def present_names(self) -> dict[str, str]:
        """Return the present name of each renamed measure, by each of its earlier names."""
        names: dict[str, str] = {}
        for revision in self.revisions:
            if (earlier := revision.measure) and (since := revision.to):
                names = {old: since if name == earlier else name for old, name in names.items()} | {earlier: since}
        present = {measure.name for measure in self.measures}
        return {old: name for old, name in names.items() if old not in present and name in present}
