"""`coachplan follow-up`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName

if TYPE_CHECKING:
    from coachplan.actions.check_in import RecordedCheckIn
    from coachplan.actions.record import OpenPlan

_Many = list[str] | None


class Sustained(StrEnum):
    """The part of a change that is still there."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


_SustainedOption = Annotated[
    Sustained | None,
    typer.Option("--sustained", help="How much of the change is still there.", show_default=False),
]
_MeasureOption = Annotated[
    _Many, typer.Option("--measure", metavar="NAME=VALUE", help="A value as it is now; any clear part of a name.")
]
_EvidenceOption = Annotated[_Many, typer.Option("--evidence", metavar="TEXT", help="What was seen or heard.")]
_NoteOption = Annotated[str, typer.Option("--note", metavar="TEXT", help="Anything else, in Markdown.")]
_FromOption = Annotated[
    str | None, typer.Option("--from", metavar="FILE", help="Take the review from YAML or Markdown; - is stdin.")
]
_DayOption = Annotated[
    str | None, typer.Option("--date", metavar="DAY", help="The day of the review; by default today.")
]


def follow_up(
    context: typer.Context,
    plan: PlanName = None,
    sustained: _SustainedOption = None,
    measure: _MeasureOption = None,
    evidence: _EvidenceOption = None,
    note: _NoteOption = "",
    source: _FromOption = None,
    day: _DayOption = None,
) -> None:
    """Look again after the end: has the change lasted?

    It is a check-in like others, and stands beside them.
    """
    from coachplan.actions.check_in import CheckInRequest, draft_check_in, record_review
    from coachplan.base.words import SUSTAINED
    from coachplan.coaching.lifecycle import require_closed
    from coachplan.commands._recording import keep_on_failure, needed, opened
    from coachplan.format import building

    at = opened(context, plan, is_closed=True)
    require_closed(at.plan)
    raw, today = _arguments.read_input(source) if source else b"", _arguments.day(None)
    when = _arguments.day(day) if day else None
    draft = draft_check_in(at, CheckInRequest({"evidence": evidence}, measure or (), (), note, raw, day=when), today)
    given = draft.data
    if sustained:
        given["sustained"] = str(sustained)
    asks = "sustained" not in given and _arguments.is_interactive()
    with keep_on_failure(
        at.repository, lambda: building.typed(given, draft.note) if asks or source == "-" else "", "check-in.md"
    ):
        if asks:
            from coachplan.commands._guided import ask_follow_up

            ask_follow_up(at.plan, given, {str(word): SUSTAINED[word] for word in Sustained})
        given["sustained"] = needed(
            given.get("sustained"), f"--sustained {'|'.join(Sustained)}", "How much has lasted?"
        )
        made = record_review(at, draft, today, _arguments.moment())
    _show(at, made)


def _show(at: "OpenPlan", made: "RecordedCheckIn") -> None:
    """Show what was recorded, how much has lasted, and when to look again."""
    from coachplan.coaching.agenda import open_reviews
    from coachplan.commands._recording import show
    from coachplan.output.terminal.console import out
    from coachplan.output.terminal.lifecycle import lasted

    show(made.recorded, lasted(at.plan, made.check_in))
    following = open_reviews(at.plan, made.held)
    out(f"Next review: {following[0][1]:%A}, {following[0][1]}" if following else "No other review is planned")
    if made.check_in.sustained != "fully":
        out("Nothing follows from it by itself: ask together what would help it last; a short new plan can")
