"""The parts that the commands about activities share: the person who acts, the activity, and the open proposals."""

from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from coachplan.base.errors import CoachplanError, UsageError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import Text, Texts, argument, flag, option
from coachplan.commands._completing import complete_activity

ActivityKind = Literal["practice", "training", "experience", "feedback", "reflection", "habit"]
Owner = Literal["team_member", "manager", "managers_manager", "hr", "helper"]


_META = "ACTIVITY"
_HELP = "Its id, its number in `coachplan show`, or a clear part of its wording."
ActivityName = Annotated[Text, argument(f"[{_META}]", _HELP, autocompletion=complete_activity)]
KindOption = Annotated[ActivityKind | None, flag("--kind", "The sort of activity; a cue or a rhythm makes it a habit.")]
OwnerOption = Annotated[Owner | None, flag("--owner", "The role of the person who does it.")]
DueOption = Annotated[Text, option("--due", "DAY", "The day by which it is done.")]
CueOption = Annotated[Text, option("--cue", "TEXT", "What sets a habit off.")]
EveryOption = Annotated[Text, option("--every", "RHYTHM", "How often a habit is practised: `day`, `every Monday`.")]
ActivityNames = Annotated[Texts, argument(f"[{_META}]...", _HELP, autocompletion=complete_activity)]


def details(
    kind: ActivityKind | None, owner: Owner | None, due: str | None, cue: str | None, every: str | None
) -> dict[str, str]:
    """Return the keys of an activity that options set; a cue or a rhythm makes it a habit unless they say otherwise."""
    if every:
        from coachplan.plan import Rhythm

        try:
            Rhythm.read(every)
        except ValueError as error:
            raise UsageError(f"--every: {error}") from None
    said = {
        "kind": kind or ("habit" if cue or every else ""),
        "owner": owner or "",
        "due": str(_arguments.day(due, option="--due")) if due else "",
        "cue": cue or "",
        "every": every or "",
    }
    return {key: value for key, value in said.items() if value}


class ActivitySession:
    """The plan that is worked on, and the person who works on it; what is recorded is based on the plan as read."""

    def __init__(self, context: typer.Context, query: str | None) -> None:
        from coachplan.coaching.proposals import Coauthor
        from coachplan.commands._recording import opened

        try:
            self.at = opened(context, query)
        except UsageError as error:
            raise self._unless_an_activity(context, query, error) from None
        self.plan = self.at.plan
        self.coauthor = Coauthor(self.at.version.text, self.plan, self.at.id, self.at.actor, _arguments.day(None))

    @staticmethod
    def _unless_an_activity(context: typer.Context, query: str | None, error: UsageError) -> UsageError:
        """The refusal of a plan's name, or a better one where that is an activity of the only plan it can be."""
        from contextlib import suppress

        from coachplan.plan.activities import find

        with suppress(CoachplanError):
            repository, folder = _where.chosen(context, None)
            plan = repository.readable_plan(folder)[1]
            first = f"the plan is named first: `coachplan {context.info_name} {folder.id}"
            error = UsageError(f"{error}; {first} ACTIVITY`")
            activity = find(plan, query or "")
            return UsageError(
                f"{query!r} is an activity, number {activity + 1} of {folder.id}; {first} {activity + 1}`"
            )
        return error

    def places(self, queries: Sequence[str] | None, offered: Sequence[int]) -> list[int]:
        """Return the activities that are named, or that a person at a terminal chooses among those `offered`."""
        from coachplan.plan.activities import find

        if queries:
            return list(dict.fromkeys(find(self.plan, query) for query in queries))
        if not _arguments.is_interactive():
            raise _arguments.missing(_META)
        return self._chosen(offered)

    def place(self, query: str | None, offered: Sequence[int]) -> int:
        """Return the one activity that is named or chosen; see `places`."""
        places = self.places([query] if query is not None else None, offered)
        if len(places) > 1:
            raise UsageError(f"{_META}: one at a time, please")
        return places[0]

    def in_status(self, *statuses: str | None) -> list[int]:
        """Return the activities with one of these statuses."""
        return [place for place, activity in enumerate(self.plan.activities) if activity.counts_as in statuses]

    def _chosen(self, offered: Sequence[int]) -> list[int]:
        from coachplan.commands._guided import ask_alone
        from coachplan.output.terminal.activities import numbered
        from coachplan.output.terminal.console import out, say

        if not offered:
            out("No activity fits this command; `coachplan show` lists them with their status")
            raise typer.Exit(0)
        for line in numbered(self.plan, offered):
            say(line)
        chosen = ask_alone("Which? Numbers, or Enter for none", lambda text: _numbers(text, offered))
        if not chosen:
            raise typer.Exit(0)
        return list(chosen)

    def record(self, after: str, verb: str, typed: str = "") -> bool:
        """Record the plan's new text, and show that; True if there was anything to record."""
        from coachplan.actions.record import PlanChange, record
        from coachplan.commands._recording import show

        if after == self.at.version.text:
            return False
        with self.at.repository.keeping(lambda: typed, "activity.md"):
            recorded = record(self.at, PlanChange(after, verb), _arguments.day(None))
        show(recorded)
        self.plan = recorded.plan
        return True

    def show_open(self) -> None:
        """Show the proposals that wait for an answer, and the commands that the team member would run."""
        from coachplan.coaching.proposals import open_proposals
        from coachplan.output.terminal.activities import numbered
        from coachplan.output.terminal.console import line, out

        if places := open_proposals(self.plan):
            name = line(self.plan.people.team_member.name)
            out(f"Waiting for {name} (`coachplan accept`, `amend` or `decline {line(self.at.id)}`):")
            for entry in numbered(self.plan, places):
                out(entry)


def _numbers(text: str, offered: Sequence[int]) -> list[int]:
    """Return the places that numbers such as `1 3` or `1,3` mean."""
    words = text.replace(",", " ").split()
    if not all(word.isdecimal() and int(word) - 1 in offered for word in words):
        raise ValueError(f"numbers from this list: {', '.join(str(place + 1) for place in offered)}")
    return list(dict.fromkeys(int(word) - 1 for word in words))
