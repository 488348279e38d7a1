"""`coachplan follow-up`."""

from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanName, Text, Texts, flag, option

if TYPE_CHECKING:
    from coachplan.actions.check_in import RecordedCheckIn
    from coachplan.actions.record import OpenPlan


Sustained = Literal["fully", "partly", "not"]


def follow_up(
    context: typer.Context,
    plan: PlanName = None,
    sustained: Annotated[Sustained | None, flag("--sustained", "How much of the change is still there.")] = None,
    measure: Annotated[Texts, option("--measure", "NAME=VALUE", "A value now; any clear part of a name.")] = None,
    evidence: Annotated[Texts, option("--evidence", "TEXT", "What was seen or heard.")] = None,
    note: Annotated[str, option("--note", "TEXT", "Anything else, in Markdown.")] = "",
    source: Annotated[Text, option("--from", "FILE", "Take the review from YAML or Markdown; - is stdin.")] = None,
    day: Annotated[Text, option("--date", "DAY", "The day of the review; by default today.")] = None,
) -> None:
    """Look again after the end: has the change lasted?

    It is a check-in like others, and stands beside them.
    """
    from coachplan.actions.check_in import CheckInDraft, CheckInRequest, draft_check_in, record_review
    from coachplan.coaching.lifecycle import require_closed
    from coachplan.coaching.peers import is_form
    from coachplan.commands._recording import keep_on_failure, needed, opened

    at = opened(context, plan, is_closed=True)
    require_closed(at.plan)
    raw, today = _arguments.read_input(source) if source else b"", _arguments.day(None)
    draft, when = CheckInDraft({}, note), _arguments.day(day) if day else None
    piped = raw if source == "-" else b""
    with keep_on_failure(at.repository, lambda: draft.typed, "check-in.md", given=piped):
        if is_form(raw):
            raise UsageError(
                f"--from: this is a peer's form, not a review; `coachplan log {at.id} --from FILE` takes it"
            )
        request = CheckInRequest({"evidence": evidence}, measure or (), (), note, raw, day=when)
        draft = draft_check_in(at, request, today)
        given = draft.data
        given |= {"sustained": sustained} if sustained else {}
        if "sustained" not in given and _arguments.is_interactive():
            from coachplan.commands._guided import ask_follow_up

            ask_follow_up(at.plan, given)
        levels = "|".join(get_args(Sustained))
        given["sustained"] = needed(given.get("sustained"), f"--sustained {levels}", "How much has lasted?")
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
