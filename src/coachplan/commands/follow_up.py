"""`coachplan follow-up`."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachplan.commands import _arguments, _lifecycle
from coachplan.commands._arguments import PlanName

if TYPE_CHECKING:
    from coachplan.plan import CheckIn, Plan
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository

_Many = list[str] | None


class Sustained(StrEnum):
    """How much of a change is still there."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


def follow_up(
    context: typer.Context,
    plan: PlanName = None,
    sustained: Annotated[
        Sustained | None, typer.Option(help="How much of the change is still there.", show_default=False)
    ] = None,
    measure: Annotated[
        _Many, typer.Option(metavar="NAME=VALUE", help="A value as it is now; any clear part of a name.")
    ] = None,
    evidence: Annotated[_Many, typer.Option(metavar="TEXT", help="What was seen or heard.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Anything else, in Markdown.")] = "",
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Take the review from YAML or Markdown; - is stdin.")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day of the review; by default today.")
    ] = None,
) -> None:
    """Look again after the end: has the change lasted?

    It is a check-in like others, and stands beside them.
    """
    from coachplan.coaching import lifecycle
    from coachplan.coaching.check_in_data import check_in_data
    from coachplan.coaching.sessions import measures_of
    from coachplan.commands._recording import keep_on_failure
    from coachplan.format import building

    repository, folder, content = _lifecycle.opened(context, plan, is_closed=True)
    lifecycle.require_closed(content)
    known, body = building.read_source(_arguments.read_input(source) if source else b"")
    note = note or body
    given: dict[str, Any] = known | check_in_data(
        {"evidence": evidence},
        measures=measure or (),
        known=measures_of(content),
        by=str(known.get("by") or _arguments.acting(repository)),
        day=_arguments.day(day) if day or not known.get("date") else None,
    )
    if sustained:
        given["sustained"] = str(sustained)
    asks = "sustained" not in given and _arguments.is_interactive()
    with keep_on_failure(
        repository, lambda: building.typed(given, note) if asks or source == "-" else "", "check-in.md"
    ):
        if asks:
            from coachplan.commands._guided import ask_follow_up

            ask_follow_up(content, given, {str(word): lifecycle.SUSTAINED[word] for word in Sustained})
        given["sustained"] = _lifecycle.needed(
            given.get("sustained"), f"--sustained {'|'.join(Sustained)}", "How much has lasted?"
        )
        check_in = _record(repository, folder, building.check_in_text(given, note))
    _tell(repository, folder, content, check_in)


def _record(repository: "Repository", folder: "PlanFolder", text: str) -> "CheckIn":
    """Record the review, in one commit; refuses what is not in order."""
    from coachplan.commands._recording import mention, refuse
    from coachplan.format import read_check_in
    from coachplan.output.terminal.console import out
    from coachplan.store.naming import check_in_path
    from coachplan.views.cached_findings import judge_texts

    raw = text.encode("utf-8", "surrogateescape")
    check_in = read_check_in("", raw).content
    path = check_in_path(folder, check_in)
    texts = {folder.plan_path: repository.read_bytes(folder.plan_path), path: raw}
    found = judge_texts(folder.plan_path, texts, _arguments.day(None), repository.settings.policy)
    found = [finding for finding in found if finding.path == path]
    refuse(found)
    assert check_in is not None
    repository.record({path: raw}, f"Follow-up: {folder.id} {check_in.date}", expecting={path: None})
    mention(found)
    out(f"Recorded {path}")
    return check_in


def _tell(repository: "Repository", folder: "PlanFolder", plan: "Plan", review: "CheckIn") -> None:
    """What has lasted, and when to look again."""
    from coachplan.coaching.agenda import open_reviews
    from coachplan.output.terminal.console import out
    from coachplan.output.terminal.lifecycle import lasted

    out(lasted(plan, review))
    check_ins = [check_in.content for check_in in repository.read_check_ins(folder) if check_in.content]
    following = open_reviews(plan, check_ins)
    out(_about_the_next(following))
    if review.sustained != "fully":
        out("Nothing follows from it by itself: ask together what would help it last; a short new plan can")


def _about_the_next(following: Sequence[tuple[int, Any]]) -> str:
    return f"Next review: {following[0][1]:%A}, {following[0][1]}" if following else "No other review is planned"
