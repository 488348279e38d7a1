"""`coachplan new`."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.base.dates import read_day
from coachplan.base.errors import UsageError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import Text, Texts, TodayOption, argument, flag, option
from coachplan.commands.init import Host
from coachplan.output.terminal.console import line

if TYPE_CHECKING:
    from coachplan.actions.new_plan import NewPlan, NewPlanRequest
    from coachplan.commands._circle import PlaceChoice
    from coachplan.store.repository import Repository

_OPTIONS = {"team_member": "--for", "manager": "--manager", "managers_manager": "--managers-manager", "hr": "--hr"}


def new(
    context: typer.Context,
    title: Annotated[Text, argument("[TITLE]", "A short name for the plan.")] = None,
    team_member: Annotated[
        Text, option("--for", "PERSON", 'Whose plan: "Name <email>", or a name of the directory.')
    ] = None,
    template: Annotated[Text, option("--template", "TEMPLATE", "See `coachplan templates`; else coaching.")] = None,
    manager: Annotated[Text, option("--manager", "PERSON", "Who coaches; by default you.")] = None,
    managers_manager: Annotated[Text, option("--managers-manager", "PERSON", "The manager's own manager.")] = None,
    hr: Annotated[Text, option("--hr", "PERSON", "The HR partner; by default coachplan.toml's.")] = None,
    start: Annotated[Text, option("--start", "DAY", "The first day; by default today.")] = None,
    days: Annotated[int | None, option("--days", "N", "How long; by default 30 days.", min=1, max=3660)] = None,
    measures: Annotated[Texts, option("--measure", '"NAME: 2 -> 4 UNIT"', "What shows progress; repeatable.")] = None,
    reason: Annotated[Text, option("--reason", "TEXT", "Why a plan, and why now.")] = None,
    business_need: Annotated[Text, option("--business-need", "TEXT", "What the work gains.")] = None,
    aspiration: Annotated[Text, option("--aspiration", "TEXT", "What the team member wants for themselves.")] = None,
    aligned: Annotated[
        Text, option("--aligned", "DAY", "When the manager talked about it with their own manager.")
    ] = None,
    values: Annotated[Texts, option("--set", "KEY=VALUE", "Fill in any key of the plan; repeatable.")] = None,
    source: Annotated[Text, option("--from", "FILE", "Take what is known from YAML or a plan; - is stdin.")] = None,
    follows: Annotated[
        Text, option("--follows", "PLAN", "Link the plan that came before; none of its words are taken over.")
    ] = None,
    id_: Annotated[Text, option("--id", "ID", "Its id, PLAN or PERSON/PLAN; by default from name and title.")] = None,
    edit: Annotated[bool, flag("--edit", "Open the editor before the plan is recorded.")] = False,
    new_circle: Annotated[bool, flag("--new-circle", "In a private repository of its own, beside this one.")] = False,
    here: Annotated[bool, flag("--here", "In this repository, whoever can read it.")] = False,
    on: Annotated[Host | None, flag("--on", "With --new-circle: share it there, with its readers alone.")] = None,
    continued: Annotated[Text, option("--continue", "PLAN", "Ask for what is still open in a draft.")] = None,
    today: TodayOption = None,
) -> None:
    """Make a plan from a template. On a terminal it asks for what is not given; with --set or --from it never asks.

    Where it would have other readers than the plans that are here and shared, it stops: see --new-circle and --here.
    """
    from coachplan.actions.new_plan import NewPlanRequest
    from coachplan.commands._circle import PlaceChoice
    from coachplan.commands._continuing import continue_plan

    if continued is not None:
        continue_plan(context, continued, today)
        return
    repository, now = _where.repository(context), _arguments.day(today)
    choice = PlaceChoice.read(here=here, new_circle=new_circle, on=on, follows=follows)
    people = {"team_member": team_member, "manager": manager, "managers_manager": managers_manager, "hr": hr}
    why = {"reason": reason, "business_need": business_need, "aspiration": aspiration}
    asks = _arguments.is_interactive() and not source and not values
    if asks:
        _require_ready(repository)
    raw = _arguments.read_input(source) if source else b""
    why |= {"aligned_with_managers_manager": _day_of_talk(aligned, now)}
    first = read_day(start, now, option="--start") if start else None
    before = repository.plan(follows) if follows else None
    request = NewPlanRequest(title or "", None, template, raw, before, values or (), why, measures or (), id_)
    _make(context, repository, request, people, (now, first, days), choice, asks=asks, edit=edit)


def _make(
    context: typer.Context,
    repository: "Repository",
    request: "NewPlanRequest",
    people: dict[str, str | None],
    when: tuple[date, date | None, int | None],
    choice: "PlaceChoice",
    *,
    asks: bool,
    edit: bool,
) -> None:
    """Make the plan that was asked for: today is the first part of `when`, then its own first day and its length."""
    from coachplan.actions.new_plan import PlanDraft, draft_plan, plan_folder, record_new_plan, set_days, write_plan
    from coachplan.commands import _circle
    from coachplan.commands._editor import edited
    from coachplan.commands._recording import keep_on_failure
    from coachplan.format import building

    now, start, days = when
    draft, known = PlanDraft({}), list[str]()
    with keep_on_failure(repository, lambda: building.typed(draft.data), "plan.md", given=request.source):
        if team_member := people["team_member"]:
            people["team_member"] = _identity(repository, team_member, "--for", known)
            request = replace(request, member=people["team_member"])
        draft = draft_plan(repository, request)
        _add_people(repository, draft.data, people, known, asks=asks, from_file=bool(request.source))
        choice = _circle.decided(repository, draft.data["people"], now, choice, asks=asks)
        member = draft.data["people"]["team_member"]
        apart = "" if choice.new_circle else _kept_apart(repository, request, member, asks=asks)
        if start or days or not asks:
            draft = set_days(draft, request.source, now, start, days)
        if asks:
            from coachplan.commands._guided import ask_plan

            ask_plan(draft.data, _own_role(repository, draft.data["people"]), now)
        text = write_plan(repository, draft, request, now)

        def take(written: bytes) -> "tuple[Repository, NewPlan]":
            with choice.place(repository) as place:
                folder = plan_folder(place, request, draft.data, is_known=not apart)
                return place, record_new_plan(place, folder, written, request, now)

        place, made = edited(repository, text, take) if edit else take(text)
    _show(place, made, (*known, *draft.notes), apart)
    if choice.new_circle:
        _circle.complete(context, place, draft.data["people"], choice)


def _require_ready(repository: "Repository") -> None:
    """Say before the questions what would come after them: that git cannot commit, or templates are not allowed."""
    from coachplan.commands._trust import allow_templates
    from coachplan.store.own_templates import TemplateUse

    repository.work_tree.require_ready()
    allow_templates(repository, TemplateUse.PLANS)


def _identity(repository: "Repository", text: str, option: str, notes: list[str]) -> str:
    """Return a person's identity; without an address, the one that the directory or the plans know by that name.

    `notes` then gets a line on who that is.
    """
    from coachplan.actions.new_plan import people_named
    from coachplan.base.candidates import refuse_several

    known = _arguments.identity(repository, text, option=option)
    if "<" in known:
        return known
    found = [person.text for person in people_named(repository, known)]
    refuse_several(text, found, "people", shown=line)
    if found and found[0] != known:
        notes.append(line(f"{known} is {found[0]}, as in other plans; somebody else is named with an address"))
    return found[0] if found else known


def _kept_apart(repository: "Repository", request: "NewPlanRequest", member: str, *, asks: bool) -> str:
    """Return the names of those whose plans lie where the new one would by name, unless they are this person."""
    from coachplan.actions.new_plan import namesakes
    from coachplan.commands._guided import ask_alone, yes

    names = ", ".join(other.text for other in namesakes(repository, request, member))
    if names and asks and ask_alone(line(f"There are plans of {names}. Is {member} the same person? yes or no"), yes):
        return ""
    return names


def _show(repository: "Repository", made: "NewPlan", notes: tuple[str, ...], apart: str) -> None:
    from coachplan.commands._recording import show_findings
    from coachplan.output.terminal.console import out, say

    show_findings(finding for finding in made.found if finding.code.startswith(("CP6", "CP7")))
    for note in notes:
        say(note)
    if apart:
        say(line(f"The folder of that spelling has plans of {apart}; this one lies apart, in {made.folder.path}"))
    missing = any(finding.code == "CP103" for finding in made.found)
    todo = f"; fill in what is missing: coachplan new --continue {made.folder.id}" if missing else ""
    out(f"Made {made.folder.plan_path} ({line(repository.settings.labels[made.kind])}){todo}")


def _day_of_talk(text: str | None, today: date) -> str | None:
    """Return the day that --aligned names; it has come."""
    if not text:
        return None
    day = read_day(text, today, option="--aligned")
    if day > today:
        raise UsageError("--aligned: this day is still to come; say when you talked about it, or leave it out")
    return day.isoformat()


def _add_people(
    repository: "Repository",
    given: dict[str, Any],
    options: dict[str, str | None],
    notes: list[str],
    *,
    asks: bool,
    from_file: bool,
) -> None:
    """Put the four roles into `given`, and ask for the title: from options, else as they are there, else from settings.

    Whoever acts is the manager where nobody else is named.
    """
    people = given.setdefault("people", {})
    if not isinstance(people, dict) or not all(isinstance(people.get(role), str | None) for role in options):
        raise UsageError("people: name a person for each role, such as --set people.manager=NAME")
    for role, given_name in options.items():
        if given_name:
            people[role] = _identity(repository, given_name, _OPTIONS[role], notes)
    for role, name in people.items():
        if role in options and name:
            people[role] = _arguments.person(name, option=f"people.{role}")
    if not people.get("hr") and repository.settings.hr:
        people["hr"] = _arguments.person(repository.settings.hr, option="[people] hr in coachplan.toml")
    if asks:
        _ask_title_and_people(repository, given, notes)
    _require("TITLE", given["title"])
    _require('--for "Name <email>"', people.get("team_member"))
    if not people.get("manager"):
        acting = _arguments.acting(repository)
        people["manager"] = None if _is_one(acting, people["team_member"]) else acting
        if from_file and people["manager"]:
            notes.append(line(f"Filled in, as the file does not say: the manager is {acting}"))
    _require('--manager "Name <email>"', people["manager"])


def _require(name: str, value: str | None, *, asked: bool = False) -> str:
    if value:
        return value
    if asked or not _arguments.is_interactive():
        raise _arguments.missing(name)
    raise UsageError(f"{name} is required with --from or --set")


def _is_one(first: str, second: str) -> bool:
    from coachplan.plan import Person

    return Person.read(first).is_same_as(Person.read(second))


def _ask_title_and_people(repository: "Repository", given: dict[str, Any], notes: list[str]) -> None:
    """Ask for what is not known of the title and the people, and put it into `given`; each can be gone back to."""
    from coachplan.commands._guided import ask_in_turn, ask_until

    people = given["people"]

    def ask_title() -> bool:
        given["title"] = _require("TITLE", ask_until("Title", line, default=given["title"]), asked=True)
        return True

    def ask_name(role: str, question: str, *, may_be_open: bool) -> bool:
        if role == "manager" and not _is_one(_arguments.acting(repository), people["team_member"]):
            people.pop(role, None)
            return False
        answer = ask_until(
            f"{question} Name <email>{', or Enter' if may_be_open else ''}",
            lambda text: _identity(repository, text, "A person", notes),
            default=people.get(role) or "",
        )
        people.update({role: answer} if may_be_open and answer else {})
        if not may_be_open:
            people[role] = _require(f'{_OPTIONS[role]} "Name <email>"', answer, asked=True)
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


def _own_role(repository: "Repository", people: dict[str, str]) -> str | None:
    from coachplan.plan import Person

    acting = Person.read(_arguments.acting(repository))
    return next((role for role, name in people.items() if Person.read(name).is_same_as(acting)), None)
