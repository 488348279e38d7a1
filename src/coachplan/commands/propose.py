"""`coachplan propose`."""

import re
from typing import Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.commands._activities import CueOption, DueOption, EveryOption, KindOption, OwnerOption
from coachplan.commands._arguments import PlanName, Text, argument, option


def propose(
    context: typer.Context,
    plan: PlanName = None,
    activity: Annotated[Text, argument("[ACTIVITY]", "What will be done, in a line.")] = None,
    kind: KindOption = None,
    owner: OwnerOption = None,
    due: DueOption = None,
    cue: CueOption = None,
    every: EveryOption = None,
    id_: Annotated[Text, option("--id", "NAME", "A short name that stays; it may stand in commit subjects.")] = None,
) -> None:
    """Propose an activity.

    The team member's own idea is agreed with it; anyone else's waits for the team member's answer.
    """
    from coachplan.commands._activities import ActivitySession, details
    from coachplan.commands._recording import needed

    said = details(kind, owner, due, cue, every)
    if id_ is not None:
        if not re.fullmatch(r"[a-z0-9-]{1,40}", id_):
            raise UsageError("--id: a short name of a-z, 0-9 and - belongs here, such as rehearse")
        said["id"] = id_
    session = ActivitySession(context, plan)
    what = needed(activity, "ACTIVITY", "What could be done, seen from outside?")
    session.record(session.coauthor.propose(what, said), "Propose", what)
    session.show_open()
