"""`coachplan new`."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import TodayOption
from coachplan.dates import read_day
from coachplan.errors import RefusedError, UsageError
from coachplan.reports.terminal import line

if TYPE_CHECKING:
    from coachplan.findings import Finding
    from coachplan.repository import Repository
    from coachplan.workspace import PlanFolder

_OPTIONS = {"team_member": "--for", "manager": "--manager", "managers_manager": "--managers-manager", "hr": "--hr"}


def new(
    context: typer.Context,
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="A short name for the plan.")] = None,
    team_member: Annotated[
        str | None,
        typer.Option("--for", metavar="PERSON", help='Whose plan: "Name <email>", or a name of the directory.'),
    ] = None,
    template: Annotated[
        str | None, typer.Option(metavar="NAME", help="See `coachplan templates`; by default coaching.")
    ] = None,
    manager: Annotated[str | None, typer.Option(metavar="PERSON", help="Who coaches; by default you.")] = None,
    managers_manager: Annotated[str | None, typer.Option(metavar="PERSON", help="The manager's own manager.")] = None,
    hr: Annotated[
        str | None, typer.Option(metavar="PERSON", help="The HR partner; by default coachplan.toml's.")
    ] = None,
    start: Annotated[str | None, typer.Option(metavar="DAY", help="The first day; by default today.")] = None,
    days: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=3660, help="How long; by default 30 days.")
    ] = None,
    measures: Annotated[
        list[str] | None,
        typer.Option("--measure", metavar='"NAME: 2 -> 4 UNIT"', help="What shows progress; repeatable."),
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why a plan, and why now.")] = None,
    business_need: Annotated[str | None, typer.Option(metavar="TEXT", help="What the work gains.")] = None,
    aspiration: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What the team member wants for themselves.")
    ] = None,
    aligned: Annotated[
        str | None, typer.Option(metavar="DAY", help="When the manager talked about it with their own manager.")
    ] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Fill in any key of the plan; repeatable.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Take what is known from YAML or a plan; - is stdin.")
    ] = None,
    follows: Annotated[
        str | None,
        typer.Option(metavar="PLAN", help="Link the plan that came before; none of its words are taken over."),
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Open the editor before the plan is recorded.")] = False,
    today: TodayOption = None,
) -> None:
    """Make a plan from a template. On a terminal it asks for what is not given; with --set or --from it never asks."""
    from coachplan import drafts
    from coachplan.commands.edit import editing
    from coachplan.commands.recording import keep_on_failure, mention, refuse
    from coachplan.reports.terminal import out, say
    from coachplan.saving import require_own_words, who
    from coachplan.verdicts import judge_texts

    repository = arguments.repository(context)
    now = arguments.day(today)
    people = {"team_member": team_member, "manager": manager, "managers_manager": managers_manager, "hr": hr}
    asks = arguments.is_interactive() and not source and not values
    if asks:
        repository.history.require_ready()
    given: dict[str, Any] = {}
    raw = arguments.read_input(source) if source else b""
    with keep_on_failure(repository, lambda: drafts.typed(given) or raw.decode("utf-8", "surrogateescape"), "plan.md"):
        known, body, notes = _known(repository, raw, team_member, keeps_kind=template is None)
        given |= known
        if follows:
            notes.append(_follow(repository, given, follows, team_member))
        for entry in values or ():
            drafts.assign(given, entry)
        given["title"] = title or given.get("title") or _required("TITLE", "Title", asks=asks)
        if not isinstance(given["title"], str):
            raise UsageError("title: a text belongs here, not a list or a group of keys")
        _add_people(repository, given, people, asks=asks)
        said_why = {"reason": reason, "business_need": business_need, "aspiration": aspiration}
        _add_opportunity(given, said_why | {"aligned_with_managers_manager": _day_of_talk(aligned, now)})
        if start or days or not asks:
            first = read_day(start, now, option="--start") if start else now
            said = {key for key, flag in (("start", start), ("end", days)) if flag}
            given["timeline"] = drafts.timeline(first, days, given.get("timeline"), said)
        if asks:
            from coachplan.guided import ask_plan

            ask_plan(given, _own_role(repository, given["people"]), now)
        drafts.complete(given, now, measures or ())
        text = drafts.plan_text(repository.templates_folder, template or "coaching", given)
        text += f"{body}\n" if body else ""
        folder = drafts.new_folder(repository.root, repository.plans(), given["people"]["team_member"], given["title"])
        with editing(repository, text.encode()) if edit else nullcontext(text.encode()) as written:
            found = judge_texts(folder.plan_path, {folder.plan_path: written}, now, repository.settings.policy)
            refuse(found, besides=("CP103",))
            kind = _require_apart(repository, written, raw, found)
            require_own_words(folder.plan_path, None, written, who(repository))
            repository.record({folder.plan_path: written}, f"New plan: {folder.id}", expecting={folder.plan_path: None})
    mention(found)
    for note in notes:
        say(note)
    out(_made(folder, repository.settings.labels[kind], found))


def _made(folder: "PlanFolder", name: str, found: "Iterable[Finding]") -> str:
    missing = any(finding.code == "CP103" for finding in found)
    todo = f"; fill in what is missing: coachplan edit {folder.id}" if missing else ""
    return f"Made {folder.plan_path} ({line(name)}){todo}"


def _known(
    repository: "Repository", raw: bytes, team_member: str | None, *, keeps_kind: bool
) -> tuple[dict[str, Any], str, list[str]]:
    """What --from gives, the Markdown below it, and what to say of it: from another plan, only what carries over."""
    from coachplan import drafts, successors
    from coachplan.model import Person
    from coachplan.saving import who

    known, body = drafts.read_source(raw)
    people = known.get("people")
    earlier = people.get("team_member") if isinstance(people, dict) else None
    if not successors.is_plan(raw) or not isinstance(earlier, str):
        return known, body, []
    then = Person.read(arguments.person(earlier, option="people.team_member"))
    name = repository.settings.complete(team_member) if team_member else earlier
    member = Person.read(arguments.person(name, option="--for"))
    for_another = not member.is_same_as(then)
    new, are_proposals = successors.carried_over(
        known, for_another=for_another, by_team_member=who(repository).is_same_as(member)
    )
    if not keeps_kind:
        new = {key: value for key, value in new.items() if key not in ("kind", "purpose")}
    notes = (
        ["What was agreed on in that plan is a proposal here: the team member decides anew"] if are_proposals else []
    )
    if for_another:
        notes.append("What was said of another team member stayed in their plan")
    return new, "" if for_another else body, notes


def _follow(repository: "Repository", given: dict[str, Any], query: str, team_member: str | None) -> str:
    """Link the plan that came before, with its people and none of its words; what to say of it."""
    from coachplan.model import Person

    folder = repository.plan(query)
    _, plan = repository.readable_plan(folder)
    if team_member:
        named = arguments.person(repository.settings.complete(team_member), option="--for")
        if not Person.read(named).is_same_as(plan.people.team_member):
            raise UsageError("--follows: that plan is another team member's; a plan follows one of the same person")
    people = given.setdefault("people", {})
    if isinstance(people, dict):
        known = {role: holder.text for role in _OPTIONS if (holder := plan.people.in_role(role))}
        given["people"] = known | {role: name for role, name in people.items() if name}
    given["follows"] = folder.id
    return f"It follows {folder.id}, which stays as it is; none of its words and check-ins were taken over"


def _day_of_talk(text: str | None, today: date) -> str | None:
    """The day that --aligned names; it has come."""
    if not text:
        return None
    day = read_day(text, today, option="--aligned")
    if day > today:
        raise UsageError("--aligned: this day is still to come; say when you talked about it, or leave it out")
    return day.isoformat()


def _add_opportunity(given: dict[str, Any], said: dict[str, str | None]) -> None:
    """Put why a plan, and why now, beside what is known of it."""
    parts = {key: text.strip() for key, text in said.items() if text and text.strip()}
    known = given.get("opportunity") or {}
    known = {"reason": known} if isinstance(known, str) else known
    if not isinstance(known, dict):
        raise UsageError("opportunity: a text or a group of keys belongs here, not a list")
    if known or parts:
        given["opportunity"] = known | parts


def _require_apart(repository: "Repository", written: bytes, raw: bytes, found: "Iterable[Finding]") -> str:
    """Refuse what mixes coaching and formal support, where the organisation keeps them apart; the new plan's kind."""
    from coachplan import drafts, successors
    from coachplan.document import read_data

    kind = str(read_data(written).get("kind", "coaching"))
    names = repository.settings.labels
    if any(finding.code == "CP605" for finding in found):
        raise RefusedError(
            f"here a {line(names['coaching'])} is for growth only ([policy] performance_concerns in coachplan.toml); "
            "talk about the concern first, and `coachplan advise` helps to choose what fits; nothing was written"
        )
    source_kind = drafts.read_source(raw)[0].get("kind", "coaching") if successors.is_plan(raw) else kind
    if (source_kind, kind) == ("coaching", "performance-support"):
        raise RefusedError(
            f"what was said in a {line(names['coaching'])} stays in it: write this plan anew, without --from; "
            "--follows PLAN links the two where you want that; nothing was written"
        )
    return kind


def _required(flag: str, question: str, *, asks: bool) -> str:
    from coachplan.guided import ask_alone

    if asks and (answer := ask_alone(question, str)):
        return str(answer)
    raise UsageError(f"{flag} is missing: say it on the command line, there is no terminal to ask on")


def _add_people(repository: "Repository", given: dict[str, Any], options: dict[str, str | None], *, asks: bool) -> None:
    """Put the four roles into `given`: from options, else as they are there, else from settings and git."""
    people = given.setdefault("people", {})
    if not isinstance(people, dict) or not all(isinstance(people.get(role), str | None) for role in options):
        raise UsageError("people: name a person for each role, such as --set people.manager=NAME")
    for role, option in options.items():
        if option:
            people[role] = arguments.person(repository.settings.complete(option), option=_OPTIONS[role])
    for role, name in people.items():
        if role in options and name:
            people[role] = arguments.person(name, option=f"people.{role}")
    if not people.get("team_member"):
        member = _required('--for "Name <email>"', "Whose plan is it? Name <email>", asks=asks)
        people["team_member"] = arguments.person(repository.settings.complete(member), option="--for")
    if not people.get("manager"):
        people["manager"] = _manager(repository, people["team_member"], asks=asks)
    if not people.get("hr") and repository.settings.hr:
        people["hr"] = arguments.person(repository.settings.hr, option="[people] hr in coachplan.toml")
    if asks:
        _ask_other_readers(repository, people)


def _ask_other_readers(repository: "Repository", people: dict[str, str]) -> None:
    from coachplan.guided import ask_alone

    questions = {"managers_manager": "The manager's own manager?", "hr": "The partner in HR?"}
    for role, question in questions.items():
        if not people.get(role):
            answer = ask_alone(
                f"{question} Name <email>, or Enter",
                lambda text: arguments.person(repository.settings.complete(text), option="A person"),
            )
            people |= {role: answer} if answer else {}


def _manager(repository: "Repository", team_member: str, *, asks: bool) -> str:
    from coachplan.model import Person

    acting = arguments.acting(repository, None)
    if not Person.read(acting).is_same_as(Person.read(team_member)):
        return acting
    manager = _required('--manager "Name <email>"', "Who coaches? Name <email>", asks=asks)
    return arguments.person(repository.settings.complete(manager), option="--manager")


def _own_role(repository: "Repository", people: dict[str, str]) -> str | None:
    from coachplan.model import Person

    acting = Person.read(arguments.acting(repository, None))
    return next((role for role, name in people.items() if Person.read(name).is_same_as(acting)), None)
