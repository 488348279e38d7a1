"""`coachplan sync`."""

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from coachplan.base.errors import RefusedError, UsageError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import Texts, option

if TYPE_CHECKING:
    from collections.abc import Collection

    from coachplan.actions.sync import Answers, Synced, Undecided
    from coachplan.coaching.merging.parts import Answer, Side
    from coachplan.store.repository import Repository

_SIDES: "tuple[Side, ...]" = ("mine", "theirs")
_MARKS = 7


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

    repository, day = _where.repository(context), _arguments.day(None)
    _where.tell_if_open([repository])
    answers: dict[str, Answer] = dict(_answer(repository, text) for text in take or ())
    named = [*answers]
    has_changed = offer_to_save(repository)
    while (done := _synced(repository, answers, named)).questions:
        named = []  # the first time has shown that each was asked
        if done.taken:  # by a try before somebody was faster
            has_changed = True
            out(syncing.as_text(done))
        if not _arguments.is_interactive():
            say(syncing.questions(done))
            raise typer.Exit(1)
        for question in done.questions:
            answer = _asked(repository, question)
            if answer is None:
                say(syncing.left(has_changed=has_changed))
                raise typer.Exit(1)
            answers[question.name] = answer
    out(syncing.as_text(done))
    show_waiting(repository, day)


def _synced(repository: "Repository", answers: "Answers", named: "Collection[str]") -> "Synced":
    """Share once; words that were typed are kept where it fails. `named` has the questions that must be asked."""
    typed = "\n".join(answer.words for answer in answers.values() if not isinstance(answer, str))
    with repository.keeping(lambda: typed, "wording.txt"):
        return synced(repository, answers, named)


def _answer(repository: "Repository", text: str) -> "tuple[str, Side]":
    from coachplan.actions.sync import WHOLE

    side, _, name = text.strip().partition(" ")
    if side not in _SIDES or ":" not in name:
        raise UsageError(
            f"--take {text!r}: write whose version stands, and of what: --take 'mine ada/title:goal_state'"
        )
    about, _, key = name.strip().rpartition(":")
    is_path = "/" in about or key == WHOLE
    return f"{about if is_path else repository.plan(about).id}:{key}", side


def synced(repository: "Repository", answers: "Answers", named: "Collection[str]" = ()) -> "Synced":
    """Share once, and show how far transfers are."""
    from coachplan.actions.sync import sync as shared
    from coachplan.output.terminal.progress_bar import progress_bar

    with progress_bar("Sharing") as tick:
        return shared(repository, answers, _arguments.day(None), tick, named)


def offer_to_save(repository: "Repository") -> bool:
    """Offer to record what was edited by hand, on a terminal; elsewhere the sync itself refuses. True if recorded."""
    repository.settle_move()
    if not _arguments.is_interactive():
        return False
    from coachplan.actions.unsaved import pending

    changed = pending(repository, None)
    if not changed.batches:
        return False
    from coachplan.base.candidates import listed
    from coachplan.commands._guided import ask_alone, yes
    from coachplan.commands._recording import save_and_show
    from coachplan.output.terminal.console import line, say

    say(f"Not saved yet: {line(listed([path for batch in changed.batches for path in batch.paths]))}")
    is_wanted = bool(ask_alone("Save it now (y), or leave it (Enter)?", yes))
    if is_wanted:
        save_and_show(repository, changed.batches, may_have_errors=False)
    return is_wanted


def _asked(repository: "Repository", question: "Undecided") -> "Answer | None":
    """Return whose version a person takes, or other words of theirs; None leaves everything as it is."""
    from coachplan.coaching.merging.parts import OtherWords
    from coachplan.commands._guided import ask_alone
    from coachplan.output.terminal import syncing
    from coachplan.output.terminal.console import say

    sides = [*_SIDES, *(["words"] if question.takes_words else [])]

    def read(text: str) -> str:
        # A sentence that is typed here is no choice, whichever letter it begins with.
        side = next((side for side in sides if text.lower() in (side, side[0])), None)
        if side is None:
            third = ", w for other words" if question.takes_words else ""
            raise UsageError(f"m for your version, t for theirs{third}, or Enter")
        return side

    say("")
    say(syncing.question(question), "bold")
    say(syncing.versions(question))
    known = "mine (m), theirs (t) or other words (w)" if question.takes_words else "mine (m) or theirs (t)"
    answer = ask_alone(f"Which one stands: {known}? Enter leaves all as it is", read)
    if answer != "words":
        return cast("Side | None", answer)
    words = _words(repository, question)
    same = [side for side in _SIDES if question.conflict.words(side) == words]
    if len(same) == 1:  # whoever types the words of one side takes that side, with the yes that it has
        return same[0]
    return OtherWords(words) if words else _asked(repository, question)


def _words(repository: "Repository", question: "Undecided") -> str:
    """Return the words that a person finds in place of both sides': in their editor, where they are many lines."""
    from coachplan.coaching.merging.lines import marked
    from coachplan.coaching.merging.plans import TEXT
    from coachplan.commands._editor import edited
    from coachplan.commands._guided import ask_alone
    from coachplan.format import has_conflict

    conflict = question.conflict
    if conflict.key != TEXT:
        return str(ask_alone("In which words? Enter goes back to the question", str) or "")
    # The line that closes the front matter is no part of what is asked.
    (closing, _, mine), (_, _, theirs) = (text.partition("\n") for text in (conflict.mine, conflict.theirs))
    both = marked(mine, theirs, ("mine", "theirs"), _MARKS).encode("utf-8", "surrogateescape")

    def take(after: bytes) -> str:
        if has_conflict(after):
            raise RefusedError("marker lines are still there: take them out; nothing was changed")
        return f"{closing}\n{after.decode('utf-8', 'surrogateescape')}"

    return edited(repository, both, take)


def show_waiting(repository: "Repository", day: Any) -> None:
    """Show what waits for the person that git knows, after an empty line, if anything does."""
    from coachplan.output.terminal import waiting
    from coachplan.output.terminal.console import out
    from coachplan.views.plan_row import by_need, plan_rows

    rows = sorted(plan_rows(repository, repository.plans(), day), key=by_need)
    if text := waiting.opening(rows, _arguments.onlooker([repository], None, rows)):
        out(f"\n{text}")
