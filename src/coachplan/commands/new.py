"""`coachplan new`."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.commands import arguments
from coachplan.commands.arguments import TodayOption
from coachplan.dates import read_day
from coachplan.errors import UsageError

if TYPE_CHECKING:
    from coachplan.repository import Repository

_OPTIONS = {"team_member": "--for", "manager": "--manager", "managers_manager": "--managers-manager", "hr": "--hr"}


def new(
    context: typer.Context,
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="A short name for the plan.")] = None,
    team_member: Annotated[
        str | None,
        typer.Option("--for", metavar="PERSON", help='Whose plan: "Name <email>", or a name of the directory.'),
    ] = None,
    template: Annotated[str, typer.Option(metavar="NAME", help="See `coachplan templates`.")] = "coaching",
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
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Fill in any key of the plan; repeatable.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Take what is known from YAML or a plan; - is stdin.")
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Open the editor before the plan is recorded.")] = False,
    today: TodayOption = None,
) -> None:
    """Make a plan from a template. On a terminal it asks for what is not given; with --set or --from it never asks."""
    from coachplan import drafts
    from coachplan.commands.edit import editing
    from coachplan.commands.recording import keep_on_failure, mention, refuse
    from coachplan.reports.terminal import out
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
        known, body = drafts.read_source(raw)
        given |= known
        for entry in values or ():
            drafts.assign(given, entry)
        given["title"] = title or given.get("title") or _required("TITLE", "Title", asks=asks)
        if not isinstance(given["title"], str):
            raise UsageError("title: a text belongs here, not a list or a group of keys")
        _add_people(repository, given, people, asks=asks)
        if start or days or not asks:
            first = read_day(start, now, option="--start") if start else now
            said = {key for key, flag in (("start", start), ("end", days)) if flag}
            given["timeline"] = drafts.timeline(first, days, given.get("timeline"), said)
        if asks:
            from coachplan.guided import ask_plan

            ask_plan(given, _own_role(repository, given["people"]), now)
        drafts.complete(given, now, measures or ())
        text = drafts.plan_text(repository.templates_folder, template, given) + (f"{body}\n" if body else "")
        folder = drafts.new_folder(repository.root, repository.plans(), given["people"]["team_member"], given["title"])
        with editing(repository, text.encode()) if edit else nullcontext(text.encode()) as written:
            found = judge_texts(folder.plan_path, {folder.plan_path: written}, now, repository.settings.policy)
            refuse(found, besides=("CP103",))
            require_own_words(folder.plan_path, None, written, who(repository))
            repository.record({folder.plan_path: written}, f"New plan: {folder.id}", expecting={folder.plan_path: None})
    mention(found)
    missing = any(finding.code == "CP103" for finding in found)
    out(f"Made {folder.plan_path}" + (f"; fill in what is missing: coachplan edit {folder.id}" if missing else ""))


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
