"""`coachplan workspace`: add, list, remove, policy, sync."""

from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import FormatOption, Output, Text, argument, flag, option

if TYPE_CHECKING:
    from coachplan.actions.sync_all import Shared
    from coachplan.store.repository import Repository

workspace = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Keep your plan repositories together.

Your workspace is a list of their folders, in a file of your own that nobody else reads. Outside of a plan repository,
or with `coachplan --workspace`, commands that look at plans look at all of them.""",
)

_Where = Annotated[str, argument("DIR", "The folder of a plan repository, or the end of its path.")]


@workspace.command()
def add(
    context: typer.Context,
    where: Annotated[str, argument("URL|DIR", "A plan repository here, or one that somebody shared.")],
    directory: Annotated[Text, argument("[DIR]", "The folder to make for a URL; named like it by default.")] = None,
    person: Annotated[Text, option("--as", "PERSON", "Who you are in the plans at a URL.")] = None,
) -> None:
    """Add a plan repository: one that is here, or a clone of one that somebody shared."""
    from coachplan.base.errors import UnreadableError
    from coachplan.commands.clone import clone
    from coachplan.output.terminal.console import line, out
    from coachplan.store.files import find_root
    from coachplan.store.workspace import Workspace

    try:
        root = find_root(_where.start(context) / where) if directory is None else None
    except UnreadableError:
        root = None
    if root is None:
        clone(context, where, directory, person)
        return
    is_new = Workspace.own().add(root)
    out(line(f"Added {root} to your workspace" if is_new else f"{root} is in your workspace already"))


@workspace.command("list")
def list_repositories(output: FormatOption = Output.TEXT) -> None:
    """List the plan repositories in it: the plans in each, and where they are shared."""
    from coachplan.output.terminal import workspace as report
    from coachplan.output.terminal.console import out
    from coachplan.store.workspace import Workspace

    entries = [report.Listed.at(root) for root in Workspace.own().roots]
    out(report.as_json(entries) if output is Output.JSON else report.as_text(entries))


@workspace.command()
def remove(context: typer.Context, where: _Where) -> None:
    """Take a plan repository off the list; its files stay as they are."""
    from coachplan.output.terminal.console import line, out
    from coachplan.store.workspace import Workspace

    own = Workspace.own()
    root = own.find(where, _where.start(context))
    own.remove(root)
    out(line(f"{root} is not in your workspace any more; its files are where they were"))


@workspace.command()
def policy(
    context: typer.Context,
    where: Annotated[Text, argument("[URL@COMMIT]", "A repository, and the whole id of a commit in it.")] = None,
    forget: Annotated[bool, flag("--forget", "Work without a policy again.")] = False,
) -> None:
    """Use the settings, templates and questions of your organisation.

    They are fetched once, at exactly that commit, and stand above those of each plan repository; nothing of them is
    run. Without URL@COMMIT it says which one is used, and fetches it where it is not on this machine yet.
    """
    from coachplan.base.errors import UsageError
    from coachplan.output.terminal.console import line, out
    from coachplan.output.terminal.progress_bar import progress_bar
    from coachplan.store.own_policy import OwnPolicy, own_policy
    from coachplan.store.workspace import Workspace

    if forget and where:
        raise UsageError("--forget takes the policy away; leave URL@COMMIT out")
    if forget:
        Workspace.own().set_policy("")
        out("You work without a policy; settings and templates of each plan repository are used again")
        return
    found = OwnPolicy.read(where, _where.start(context)) if where else own_policy()
    if found is None:
        out("You work without a policy; `coachplan workspace policy URL@COMMIT` names one")
        return
    with progress_bar("Getting the policy") as tick:
        found.fetch(tick)
    found.settings()
    if where:
        Workspace.own().set_policy(found.text)
    out(line(f"Your policy is {found.shown}"))


@workspace.command()
def sync(context: typer.Context) -> None:
    """Share all of them: what you recorded, and what others did.

    As `coachplan sync` does, a few at a time; your policy is fetched where it is not on this machine yet. What cannot
    be shared is said, and the others are shared all the same; exit code 1 if something waits for a person's decision,
    2 if a repository could not be shared.
    """
    from coachplan.actions.sync_all import sync_all
    from coachplan.output.terminal.progress_bar import progress_bar
    from coachplan.store.own_policy import own_policy

    if known := own_policy():
        known.fetch()
    _where.all_of_workspace(context)
    repositories = _where.repositories(context)
    with progress_bar("Sharing") as tick:
        done = sync_all(repositories, _arguments.day(None), tick)
    _tell(repositories, done)
    raise typer.Exit(max((one.exit_code for one in done), default=0))


def _tell(repositories: "list[Repository]", done: "list[Shared]") -> None:
    """Say what came of each repository, those with news first; then what waits for the person in all of them."""
    from coachplan.output.terminal import waiting
    from coachplan.output.terminal import workspace as report
    from coachplan.output.terminal.console import out, say
    from coachplan.views.of_repositories import rows_of
    from coachplan.views.plan_row import by_need

    for one in done:
        if one.is_done:
            out(report.shared(one))
    for one in done:
        if not one.is_done:
            say(report.not_shared(one))
    rows = sorted(rows_of(repositories, _arguments.day(None)), key=by_need)
    if text := waiting.opening(rows, _arguments.onlooker(repositories, None, rows)):
        out(f"\n{text}")
