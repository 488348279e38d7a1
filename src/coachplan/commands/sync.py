"""`coachplan sync`."""

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from coachplan.base.errors import UsageError
from coachplan.commands import _arguments
from coachplan.commands._arguments import Texts, option

if TYPE_CHECKING:
    from coachplan.actions.sync import Answers, Synced, Undecided
    from coachplan.coaching.merging.parts import Side
    from coachplan.store.repository import Repository

_SIDES = ("mine", "theirs")


def sync(
    context: typer.Context,
    take: Annotated[
        Texts,
        option("--take", "SIDE", "`mine PLAN:KEY` or `theirs PLAN:KEY`: the version that stands; may be repeated."),
    ] = None,
) -> None:
    """Share what you recorded, and take in what others did.

    Fetches, merges by meaning, pushes; says what came in and what waits for you. What two people changed differently is
    asked on a terminal; without one it is listed, and everything stays as it was.
    """
    from coachplan.output.terminal import syncing
    from coachplan.output.terminal.console import out, say

    repository, day = _arguments.repository(context), _arguments.day(None)
    answers = dict(_answer(repository, text) for text in take or ())
    offer_to_save(repository)
    while (done := synced(repository, answers)).questions:
        if done.taken:  # by a try before somebody was faster
            out(syncing.as_text(done))
        if not _arguments.is_interactive():
            say(syncing.questions(done))
            raise typer.Exit(1)
        for question in done.questions:
            side = _asked(question)
            if side is None:
                raise typer.Exit(1)
            answers[question.name] = side
    out(syncing.as_text(done))
    show_waiting(repository, day)


def _answer(repository: "Repository", text: str) -> "tuple[str, Side]":
    from coachplan.actions.sync import WHOLE

    side, _, name = text.strip().partition(" ")
    if side not in _SIDES or ":" not in name:
        raise UsageError(
            f"--take {text!r}: write whose version stands, and of what: --take 'mine ada/title:goal_state'"
        )
    about, _, key = name.strip().rpartition(":")
    is_path = "/" in about or key == WHOLE
    return f"{about if is_path else repository.plan(about).id}:{key}", cast("Side", side)


def synced(repository: "Repository", answers: "Answers") -> "Synced":
    """Share once, and show how far transfers are."""
    from coachplan.actions.sync import sync as shared
    from coachplan.output.terminal.progress_bar import progress_bar

    with progress_bar("Sharing") as tick:
        return shared(repository, answers, _arguments.day(None), tick)


def offer_to_save(repository: "Repository") -> None:
    """Offer to record what was edited by hand, on a terminal; elsewhere the sync itself refuses."""
    repository.settle_move()
    if not _arguments.is_interactive():
        return
    from coachplan.actions.unsaved import pending

    changed = pending(repository, None)
    if not changed.batches:
        return
    from coachplan.base.candidates import listed
    from coachplan.commands._guided import ask_alone, yes
    from coachplan.output.terminal.console import line, out, say

    say(f"Not saved yet: {line(listed([path for batch in changed.batches for path in batch.paths]))}")
    if ask_alone("Save it now (y), or leave it (Enter)?", yes):
        from coachplan.actions.save import save

        for saved in save(repository, changed.batches, _arguments.day(None), may_have_errors=False):
            out(f"Recorded {line(saved.message)}")


def _asked(question: "Undecided") -> "Side | None":
    """Return whose version a person takes, after both were shown; None to leave everything as it is."""
    from coachplan.commands._guided import ask_alone
    from coachplan.output.terminal import syncing
    from coachplan.output.terminal.console import say

    def read(text: str) -> Any:
        side = {"m": "mine", "t": "theirs"}.get(text.strip().lower()[:1])
        if side is None:
            raise UsageError("m for your version, t for theirs, or Enter")
        return side

    say("")
    say(syncing.question(question), "bold")
    say(syncing.versions(question))
    return cast("Side | None", ask_alone("Which one stands: mine (m) or theirs (t)? Enter leaves all as it is", read))


def show_waiting(repository: "Repository", day: Any) -> None:
    """Show what waits for the person that git knows, after an empty line, if anything does."""
    from coachplan.output.terminal import waiting
    from coachplan.output.terminal.console import out
    from coachplan.views.plan_row import by_need, plan_rows

    rows = sorted(plan_rows(repository, repository.plans(), day), key=by_need)
    if text := waiting.opening(rows, _arguments.onlooker(repository, None, rows)):
        out(f"\n{text}")
