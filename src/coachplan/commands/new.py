"""`coachplan new`."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.base.dates import read_day
from coachplan.base.errors import RefusedError, UsageError
from coachplan.commands import _arguments
from coachplan.commands._arguments import TodayOption
from coachplan.output.terminal.console import line

if TYPE_CHECKING:
    from coachplan.base.findings import Finding
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository

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
    from coachplan.actions.saving import require_own_words, who
    from coachplan.commands._recording import keep_on_failure, mention, refuse
    from coachplan.commands.edit import editing
    from coachplan.format import building
    from coachplan.output.terminal.console import out, say
    from coachplan.store.naming import new_folder
    from coachplan.store.templating import plan_text
    from coachplan.views.cached_findings import judge_texts

    repository = _arguments.repository(context)
    now = _arguments.day(today)
    people = {"team_member": team_member, "manager": manager, "managers_manager": managers_manager, "hr": hr}
    asks = _arguments.is_interactive() and not source and not values
    if asks:
        repository.work_tree.require_ready()
    given: dict[str, Any] = {}
    raw = _arguments.read_input(source) if source else b""
    with keep_on_failure(
        repository, lambda: building.typed(given) or raw.decode("utf-8", "surrogateescape"), "plan.md"
    ):
        known, body, notes = _known(repository, raw, team_member, keeps_kind=template is None)
        given |= known
        if follows:
            notes.append(_follow(repository, given, follows, team_member))
        for entry in values or ():
            building.assign(given, entry)
        given["title"] = title or given.get("title") or ""
        if not isinstance(given["title"], str):
            raise UsageError("title: a text belongs here, not a list or a group of keys")
        _add_people(repository, given, people, asks=asks)
        said_why = {"reason": reason, "business_need": business_need, "aspiration": aspiration}
        _add_opportunity(given, said_why | {"aligned_with_managers_manager": _day_of_talk(aligned, now)})
        if start or days or not asks:
            first = read_day(start, now, option="--start") if start else now
            said = {key for key, flag in (("start", start), ("end", days)) if flag}
            given["timeline"] = building.timeline(first, days, given.get("timeline"), said)
        if asks:
            from coachplan.commands._guided import ask_plan

            ask_plan(given, _own_role(repository, given["people"]), now)
        building.complete(given, now, measures or ())
        text = plan_text(repository.templates_folder, template or "coaching", given)
        text += f"{body}\n" if body else ""
        folder = new_folder(repository.root, repository.plans(), given["people"]["team_member"], given["title"])
        with editing(repository, text.encode()) if edit else nullcontext(text.encode()) as written:
            found = judge_texts(folder.plan_path, {folder.plan_path: written}, now, repository.settings.policy)
            refuse(found, besides=("CP103",) if _is_draft(folder, written) else ())
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
    from coachplan.actions.saving import who
    from coachplan.format import building
    from coachplan.plan import Person, follow_on

    known, body = building.read_source(raw)
    people = known.get("people")
    earlier = people.get("team_member") if isinstance(people, dict) else None
    if not follow_on.is_plan(raw) or not isinstance(earlier, str):
        return known, body, []
    then = Person.read(_arguments.person(earlier, option="people.team_member"))
    member = Person.read(_arguments.identity(repository, team_member, option="--for")) if team_member else then
    for_another = not member.is_same_as(then)
    new, are_proposals = follow_on.carried_over(
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
    from coachplan.plan import Person

    folder = repository.plan(query)
    _, plan = repository.readable_plan(folder)
    if team_member:
        named = _arguments.identity(repository, team_member, option="--for")
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
    from coachplan.format import building, read_data
    from coachplan.plan import follow_on

    kind = str(read_data(written).get("kind", "coaching"))
    names = repository.settings.labels
    if any(finding.code == "CP605" for finding in found):
        raise RefusedError(
            f"here a {line(names['coaching'])} is for growth only ([policy] performance_concerns in coachplan.toml); "
            "talk about the concern first, and `coachplan advise` helps to choose what fits; nothing was written"
        )
    source_kind = building.read_source(raw)[0].get("kind", "coaching") if follow_on.is_plan(raw) else kind
    if (source_kind, kind) == ("coaching", "performance-support"):
        raise RefusedError(
            f"what was said in a {line(names['coaching'])} stays in it: write this plan anew, without --from; "
            "--follows PLAN links the two where you want that; nothing was written"
        )
    return kind


def _is_draft(folder: "PlanFolder", written: bytes) -> bool:
    """Whether a plan that may still hold placeholders, as nobody works with it yet."""
    from coachplan.format import read_plan

    content = read_plan(folder.plan_path, written).content
    return content is not None and content.status == "draft"


def _add_people(repository: "Repository", given: dict[str, Any], options: dict[str, str | None], *, asks: bool) -> None:
    """Put the four roles into `given`, and ask for the title: from options, else as they are there, else from settings.

    Whoever acts is the manager where nobody else is named.
    """
    people = given.setdefault("people", {})
    if not isinstance(people, dict) or not all(isinstance(people.get(role), str | None) for role in options):
        raise UsageError("people: name a person for each role, such as --set people.manager=NAME")
    for role, option in options.items():
        if option:
            people[role] = _arguments.identity(repository, option, option=_OPTIONS[role])
    for role, name in people.items():
        if role in options and name:
            people[role] = _arguments.person(name, option=f"people.{role}")
    if not people.get("hr") and repository.settings.hr:
        people["hr"] = _arguments.person(repository.settings.hr, option="[people] hr in coachplan.toml")
    if asks:
        _ask_title_and_people(repository, given)
    for flag, value in (("TITLE", given["title"]), ('--for "Name <email>"', people.get("team_member"))):
        _require(flag, value)
    if not people.get("manager"):
        acting = _arguments.acting(repository)
        people["manager"] = None if _is_one(acting, people["team_member"]) else acting
    _require('--manager "Name <email>"', people["manager"])


def _require(flag: str, value: str | None) -> None:
    if not value:
        raise UsageError(f"{flag} is missing: say it on the command line, there is no terminal to ask on")


def _is_one(first: str, second: str) -> bool:
    from coachplan.plan import Person

    return Person.read(first).is_same_as(Person.read(second))


def _ask_title_and_people(repository: "Repository", given: dict[str, Any]) -> None:
    """Ask for what is not known of the title and the people, and put it into `given`; each can be gone back to."""
    from coachplan.commands._guided import ask_in_turn, ask_until

    people = given["people"]

    def ask_title() -> bool:
        given["title"] = _said("TITLE", ask_until("Title", str, default=given["title"]))
        return True

    def ask_name(role: str, question: str, *, may_be_open: bool) -> bool:
        if role == "manager" and not _is_one(_arguments.acting(repository), people["team_member"]):
            people.pop(role, None)
            return False
        answer = ask_until(
            f"{question} Name <email>{', or Enter' if may_be_open else ''}",
            lambda text: _arguments.identity(repository, text, option="A person"),
            default=people.get(role) or "",
        )
        people.update({role: answer} if may_be_open and answer else {})
        if not may_be_open:
            people[role] = _said(f'{_OPTIONS[role]} "Name <email>"', answer)
        return True

    def ask_email(role: str) -> bool:
        name = people.get(role)
        if not name or "<" in name:
            return False
        answer = ask_until(
            f"The email of {line(name)}? Enter leaves it open; `coachplan edit` adds it later",
            lambda text: _arguments.person(text if "<" in text else f"{name} <{text}>", option="An email"),
        )
        people[role] = answer or name
        return True

    questions = {
        "team_member": "Whose plan is it?",
        "manager": "Who coaches?",
        "managers_manager": "The manager's own manager?",
        "hr": "The partner in HR?",
    }
    steps = [] if given["title"] else [ask_title]
    for role, question in questions.items():
        if not people.get(role):
            may_be_open = role not in ("team_member", "manager")
            steps += [partial(ask_name, role, question, may_be_open=may_be_open), partial(ask_email, role)]
    ask_in_turn(steps)


def _said(flag: str, answer: str | None) -> str:
    if not answer:
        raise UsageError(f"{flag} is missing")
    return answer


def _own_role(repository: "Repository", people: dict[str, str]) -> str | None:
    from coachplan.plan import Person

    acting = Person.read(_arguments.acting(repository))
    return next((role for role, name in people.items() if Person.read(name).is_same_as(acting)), None)
