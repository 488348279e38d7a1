"""`coachplan amend`."""

from typing import Annotated

import typer

from coachplan.commands._activities import ActivityName, CueOption, DueOption, EveryOption, KindOption, OwnerOption
from coachplan.commands._arguments import PlanName, Text, argument


def amend(
    context: typer.Context,
    plan: PlanName = None,
    activity: ActivityName = None,
    wording: Annotated[Text, argument("[WORDING]", "The new wording, in a line.")] = None,
    kind: KindOption = None,
    owner: OwnerOption = None,
    due: DueOption = None,
    cue: CueOption = None,
    every: EveryOption = None,
) -> None:
    """Put an activity differently.

    The team member agrees to it in their own words; from anyone else it is a proposal, again where it was agreed.
    """
    from coachplan.coaching.proposals import open_proposals
    from coachplan.commands._activities import ActivitySession, details
    from coachplan.commands._recording import needed
    from coachplan.output.terminal.console import out

    changes = details(kind, owner, due, cue, every)
    session = ActivitySession(context, plan)
    place = session.place(activity, open_proposals(session.plan) or range(len(session.plan.activities)))
    what = (wording or "").strip() if changes else needed(wording, "WORDING", "In which words?")
    before = session.plan.activities[place].counts_as
    if not session.record(session.coauthor.amend(place, {"what": what, **changes}), "Amend", what):
        out("Nothing was changed: it is written so already")
    elif not session.coauthor.decides and before != "proposed":
        out(f"It is a proposal {'again' if before else 'now'}: the team member says whether it fits in these words")
    session.show_open()
