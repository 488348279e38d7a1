"""Make a new plan: from the facts that are known already, to the first commit."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coachplan.actions.record import OpenPlan, answered, read_person, refuse, require_own_words, require_signing, who
from coachplan.base.candidates import folded, listed
from coachplan.base.dates import written_days, written_span
from coachplan.base.errors import RefusedError, UnreadableError, UsageError
from coachplan.base.findings import Finding
from coachplan.format import building
from coachplan.format.source import read_source, require_known_keys
from coachplan.plan import READERS, Person, Plan, follow_on
from coachplan.store.files import PlanFolder
from coachplan.store.naming import is_free, new_folder, numbered, read_id, slug
from coachplan.store.repository import Repository
from coachplan.store.templating import plan_text
from coachplan.views.revision import PlanRevision, Version

_NAMED = 3


@dataclass(frozen=True)
class NewPlanRequest:
    """A plan as somebody asks for it.

    `member` is whose plan it is, where an option says so. `source` is a file with more of it, `follows` the plan that
    came before, and `values` holds KEY=VALUE. Without a `template`, the kind of plan is that of the source. `id` is
    what the plan is to be called, or only its part after the slash.
    """

    title: str = ""
    member: str | None = None
    template: str | None = None
    source: bytes = b""
    follows: PlanFolder | None = None
    values: Sequence[str] = ()
    opportunity: Mapping[str, str | None] | None = None
    measures: Sequence[str] = ()
    id: str | None = None


@dataclass(frozen=True)
class PlanDraft:
    """A plan that is being made: its `data` grows while a person answers; `notes` are for that person to read."""

    data: dict[str, Any]
    body: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewPlan:
    """A plan that was made: its path and kind, and what was found in it."""

    folder: PlanFolder
    kind: str
    found: tuple[Finding, ...]


def draft_plan(repository: Repository, request: NewPlanRequest) -> PlanDraft:
    """Gather what is known of a plan, but for its people and its days, before anyone is asked."""
    data, body, notes = _known(repository, request)
    if request.follows:
        notes.append(_follow(repository, data, request.follows, request.member))
    for entry in request.values:
        building.assign(data, entry)
    data["title"] = request.title or data.get("title") or ""
    if not isinstance(data["title"], str):
        raise UsageError("title: a text belongs here, not a list or a group of keys")
    _add_opportunity(data, request.opportunity or {})
    return PlanDraft(data, body, tuple(notes))


def set_days(draft: PlanDraft, source: bytes, today: date, start: date | None, days: int | None) -> PlanDraft:
    """Give a plan its days: those that are said, else those of its source, else thirty days from today.

    The days of an earlier plan move with a start that is said. Notes say what was moved, or filled in for a source.
    """
    data, notes = draft.data, []
    known = _in_two_days(data.get("timeline"))
    if start and follow_on.is_plan(source) and (before := _start_of(known)) and before != start:
        data["timeline"] = known
        data.update(follow_on.moved(data, start - before))
        known = data["timeline"]
        notes.append(f"Its days moved with the start, from {before} to {start}")
    said = {key for key, flag in (("start", start), ("end", days)) if flag}
    if said == {"start"} and notes and isinstance(known, dict) and "end" in known:
        said = set()
    data["timeline"] = building.timeline(start or today, days, known, said)
    left = [key for key in ("start", "end") if key not in said and not (isinstance(known, dict) and known.get(key))]
    if source.strip() and left and isinstance(data["timeline"], dict):
        filled = ", ".join(f"{key} {data['timeline'][key]}" for key in left)
        notes.append(f"Filled in, as the file does not say: {filled}")
    return replace(draft, notes=(*draft.notes, *notes))


def _start_of(timeline: Any) -> date | None:
    with suppress(TypeError, KeyError, ValueError, AttributeError):
        (day,) = written_days(timeline["start"])
        return day
    return None


def _in_two_days(timeline: Any) -> Any:
    """Return a timeline in one text as its two days, where it names them; any other as it is."""
    span = written_span(timeline) if isinstance(timeline, str) else None
    return {"start": span[0].isoformat(), "end": span[1].isoformat()} if span else timeline


def _known(repository: Repository, request: NewPlanRequest) -> tuple[dict[str, Any], str, list[str]]:
    """The data of the source, the Markdown below it, and notes on it: of another plan, only what carries over."""
    known, body = read_source(request.source)
    require_known_keys(request.source, Plan)
    people = known.get("people")
    earlier = people.get("team_member") if isinstance(people, dict) else None
    if not follow_on.is_plan(request.source) or not isinstance(earlier, str):
        return known, body, []
    then = read_person(earlier, option="people.team_member")
    member = Person.read(request.member) if request.member else then
    for_another = not member.is_same_as(then)
    new, are_proposals = follow_on.carried_over(
        known, for_another=for_another, by_team_member=who(repository).is_same_as(member)
    )
    if request.template is not None:
        new = {key: value for key, value in new.items() if key not in ("kind", "purpose")}
    notes = (
        ["What was agreed on in that plan is a proposal here: the team member decides again"] if are_proposals else []
    )
    if for_another:
        notes.append("What was said of another team member stayed in their plan")
    return new, "" if for_another else body, notes


def _follow(repository: Repository, data: dict[str, Any], folder: PlanFolder, member: str | None) -> str:
    """Link the plan that came before, with its people and none of its words; a note on it."""
    _, plan = repository.readable_plan(folder)
    if member and not Person.read(member).is_same_as(plan.people.team_member):
        raise UsageError("--follows: that plan is another team member's; a plan follows one of the same person")
    people = data.setdefault("people", {})
    if isinstance(people, dict):
        known = {role: holder.text for role in READERS if (holder := plan.people.in_role(role))}
        data["people"] = known | {role: name for role, name in people.items() if name}
    data["follows"] = folder.id
    return f"It follows {folder.id}, which stays as it is; none of its words and check-ins were taken over"


def _add_opportunity(data: dict[str, Any], said: Mapping[str, str | None]) -> None:
    """Put why a plan, and why now, beside what is known of it."""
    parts = {key: text.strip() for key, text in said.items() if text and text.strip()}
    known = data.get("opportunity") or {}
    known = {"reason": known} if isinstance(known, str) else known
    if not isinstance(known, dict):
        raise UsageError("opportunity: a text or a group of keys belongs here, not a list")
    if known or parts:
        data["opportunity"] = known | parts


def write_plan(repository: Repository, draft: PlanDraft, request: NewPlanRequest, today: date) -> bytes:
    """The text of a new plan; what nobody said is completed from `today` on."""
    building.complete(draft.data, today, request.measures)
    text = plan_text(repository.own_templates, request.template or "coaching", draft.data)
    text += f"{draft.body}\n" if draft.body else ""
    return text.encode()


def namesakes(repository: Repository, request: NewPlanRequest, member: str) -> list[Person]:
    """The people whose plans lie where those of `member` would by name, none of them theirs; none with an id chosen."""
    if request.id and read_id(request.id)[0]:
        return []
    person = Person.read(member)
    known = _people_in(repository, slug(person.name))
    return [] if any(other.is_same_as(person) for other in known) else known


def plan_folder(
    repository: Repository, request: NewPlanRequest, data: Mapping[str, Any], *, is_known: bool = False
) -> PlanFolder:
    """The folder for a plan: as it was chosen, in the folder that has this person's plans or, of a new one, is free.

    Two people with one spelling each have a folder, as whoever reads one reads all of it; but `is_known` says that it
    is one person.
    """
    member, title = Person.read(data["people"]["team_member"]), data["title"]
    chosen, name = read_id(request.id) if request.id else ("", "")
    taken = repository.plans()
    if chosen and (others := _people_in(repository, chosen)) and not any(other.is_same_as(member) for other in others):
        raise RefusedError(f"--id: plans/{chosen} has plans of {_named(others)}; choose another folder")
    person = chosen or next(
        folder
        for folder in numbered(slug(member.name))
        if is_known or not (others := _people_in(repository, folder)) or any(map(member.is_same_as, others))
    )
    if not name:
        return new_folder(repository.root, taken, person, title)
    folder = PlanFolder(repository.root, f"{person}/{name}")
    if not is_free(folder, taken):
        raise RefusedError(f"--id: {folder.id} is taken; choose another one")
    return folder


def people_named(repository: Repository, name: str) -> list[Person]:
    """The people in any plan with this as their name, a word of it, or address; each once, with an address if any."""
    found = (person for folder in repository.plans() for person in _called(repository, folder, name))
    known: list[Person] = []
    for person in sorted(found, key=lambda person: person.email is None):
        if not any(map(person.is_same_as, known)):
            known.append(person)
    return known


def _called(repository: Repository, folder: PlanFolder, name: str) -> list[Person]:
    wanted = folded(name)
    with suppress(UnreadableError):  # to look into the bytes is quicker than to read a plan
        if name.casefold() in repository.read_bytes(folder.plan_path).decode("utf-8", "replace").casefold():
            plan = repository.plan_if_readable(folder)
            people = [person for _, person in plan.people.in_roles()] if plan else []
            return [person for person in people if wanted in _names_of(person)]
    return []


def _names_of(person: Person) -> set[str]:
    name = folded(person.name)
    return {name, *name.split(), *([folded(person.email)] if person.email else [])}


def _people_in(repository: Repository, folder: str) -> list[Person]:
    """The team members of the plans in a person's folder that can be read, each once."""
    there = (known for known in repository.plans() if known.id.startswith(f"{folder}/"))
    return [*dict.fromkeys(plan.people.team_member for known in there if (plan := repository.plan_if_readable(known)))]


def _named(people: Sequence[Person]) -> str:
    return listed([person.text for person in people], _NAMED)


def record_new_plan(
    repository: Repository, folder: PlanFolder, written: bytes, request: NewPlanRequest, today: date
) -> NewPlan:
    """Record a new plan in one commit; refuses errors, a mix of coaching and formal support, and words of others."""
    made = Version(folder.plan_path, written)
    version = answered(OpenPlan(repository, folder, made, made), None, made, today)
    found = version.findings([], today, repository.settings.policy)
    refuse(found, unwritten=folder.plan_path)
    kind = version.document.readable().kind
    _require_apart(repository, request.source, kind, found)
    require_signing(repository)
    require_own_words(PlanRevision(None, version), who(repository))
    repository.record({folder.plan_path: version.raw}, f"New plan: {folder.id}", expecting={folder.plan_path: None})
    return NewPlan(folder, kind, tuple(found))


def _require_apart(repository: Repository, source: bytes, kind: str, found: Sequence[Finding]) -> None:
    """Refuse what mixes coaching and formal support, where the organisation keeps them apart."""
    name = " ".join(repository.settings.labels["coaching"].split())
    if any(finding.code == "CP605" for finding in found):
        raise RefusedError(
            f"here a {name} is for growth only ([policy] performance_concerns in coachplan.toml); "
            "talk about the concern first, and `coachplan advise` helps to choose what fits; nothing was written"
        )
    source_kind = read_source(source)[0].get("kind", "coaching") if follow_on.is_plan(source) else kind
    if (source_kind, kind) == ("coaching", "performance-support"):
        raise RefusedError(
            f"what was said in a {name} stays in it: write this plan again, without --from; "
            "--follows PLAN links the two where you want that; nothing was written"
        )
