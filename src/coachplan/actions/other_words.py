"""Words that stand in place of both sides' in a merge: a change of their own by the person who finds them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

from coachplan.actions.joining import versions
from coachplan.actions.record import refuse, require_own_words, require_reader, require_true_assurance, who
from coachplan.base.errors import RefusedError
from coachplan.base.layout import plan_id
from coachplan.coaching.merging.parts import Answer, Conflict, OtherWords, Side
from coachplan.coaching.merging.plans import Merged, merge
from coachplan.coaching.proposals import proposed_anew
from coachplan.plan import BEGUN
from coachplan.plan.whose_word import said_by_none
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.views.revision import PlanRevision, brought


def merged_with(raw: tuple[bytes | None, bytes, bytes], answers: Mapping[str, Answer]) -> tuple[Merged, bytes | None]:
    """Return a plan merged with the sides that were taken, and then once more with the words that neither side has.

    None stands for the second where there are no such words. Below them stands one of the sides.
    """
    sides: dict[str, Answer] = {key: answer for key, answer in answers.items() if not isinstance(answer, OtherWords)}
    words = {key: answer for key, answer in answers.items() if isinstance(answer, OtherWords)}
    merged = merge(*raw, sides)
    worded = [conflict for conflict in merged.conflicts if conflict.key in words and conflict.is_wording]
    if not worded:
        return merged, None
    sides |= {conflict.key: _side_below(conflict) for conflict in worded}
    others = {conflict.key: words[conflict.key] for conflict in worded if not conflict.is_activity}
    text = merge(*raw, sides | others).mine.decode("utf-8", "surrogateescape")
    for conflict in worded:
        if conflict.is_activity:
            name, below = conflict.key.rpartition(".")[2], conflict.side(_side_below(conflict))
            text = proposed_anew(text, name, below, words[conflict.key].words)
    return merge(*raw, sides), text.encode("utf-8", "surrogateescape")


def _side_below(conflict: Conflict) -> Side:
    """Return the side below other words: the one with an activity that the team member agreed to, or mine."""
    if not conflict.is_activity:
        return "mine"
    has_begun = {side: conflict.side(side).get("status") in (*BEGUN, None) for side in get_args(Side)}
    return "theirs" if has_begun["theirs"] and not has_begun["mine"] else "mine"


def require_own_wording(repository: Repository, merged: str, path: str, raw: bytes, today: date) -> str:
    """Refuse such words on top of a merged commit as an edit of the plan is refused; return the message of theirs."""
    folder, policy = PlanFolder(repository.root, plan_id(path)), repository.settings.policy
    (before,) = versions(repository, folder, [merged])
    after = replace(before, raw=raw)
    change, actor = PlanRevision(before, after), who(repository, before.content)
    require_reader(change, actor)
    require_own_words(change, actor)
    require_true_assurance(change, repository)
    if before.content and after.content and (why := said_by_none([before.content], after.content)):
        raise RefusedError(f"{path}: {why}; nothing was recorded")
    known = before.findings([], today, policy)
    refuse(brought(known, after.findings([], today, policy)), unwritten=path)
    return f"Plan: {folder.id}: {change.subject}"
