"""Share a plan repository: take in what others did, give them what is new here, and leave questions to a person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from coachplan.actions.joining import Joining, versions
from coachplan.actions.save import pending
from coachplan.base.errors import RefusedError
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER
from coachplan.coaching.merging.parts import Conflict, Side
from coachplan.coaching.merging.plans import CLOSED_UNSEEN, merge
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.store.sharing import Contested, OvertakenError, Sharing
from coachplan.store.transfers import Progress
from coachplan.views.events import Event, all_events
from coachplan.views.revision import brought

TRIES = 5
"""The number of times that work is put together with what came in the meantime."""

WHOLE = "file"
"""The key of the question about a file that is not merged by meaning."""


class Undecided(NamedTuple):
    """Something in a file that a person decides: the plan's id or the file's path, and the two versions."""

    about: str
    path: str
    conflict: Conflict

    @property
    def name(self) -> str:
        """Its name after `--take`."""
        return f"{self.about}:{self.conflict.key}"


Answers = Mapping[str, Side]
"""Whose version is taken, by the name of the question."""


@dataclass(frozen=True)
class Synced:
    """What came of it: what others did, the number of commits that were given, and the questions that are open.

    With questions everything is as before. `notices` name plans that one side closed while the other changed them.
    """

    came: tuple[tuple[str, Event], ...] = ()
    given: int = 0
    questions: tuple[Undecided, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass
class _Settling:
    """Two histories that become one: the files that were decided, and the questions that are left."""

    answers: Answers
    decided: dict[str, bytes | None] = field(default_factory=dict)
    questions: list[Undecided] = field(default_factory=list)
    notices: dict[str, None] = field(default_factory=dict)

    def take(self, file: Contested, blobs: Mapping[str, bytes]) -> None:
        """Decide one file by meaning and by the answers, or ask."""
        base, mine, theirs = (blobs[id_] if id_ else None for id_ in (file.base, file.mine, file.theirs))
        about = "/".join(file.path.split("/")[-3:-1]) if file.path.endswith(f"/{PLAN_FILE}") else file.path
        if file.path.endswith(f"/{PLAN_FILE}") and mine is not None and theirs is not None:
            given = [(name.partition(":"), side) for name, side in self.answers.items()]
            known = {key: side for (plan, _, key), side in given if plan == about}
            merged = merge(base, mine, theirs, known)
            self.questions += [Undecided(about, file.path, conflict) for conflict in merged.conflicts]
            self.decided[file.path] = merged.mine
            if merged.notice:
                self.notices[f"{file.path}: {merged.notice}"] = None
            return
        side = self.answers.get(f"{about}:{WHOLE}")
        if side is None:
            kind = "two values" if mine and theirs else "removed and changed"
            self.questions.append(Undecided(about, file.path, Conflict(WHOLE, kind, *map(_text, (base, mine, theirs)))))
        self.decided[file.path] = theirs if side == "theirs" else mine


def _text(raw: bytes | None) -> Any:
    return None if raw is None else raw.decode("utf-8", "replace")


def sync(repository: Repository, answers: Answers, today: date, progress: Progress | None = None) -> Synced:
    """Take in what the remote has, and give it what it lacks; tries again where somebody else was faster.

    Nothing stands before it was looked at, no commit is rewritten, and open questions leave everything as it was.
    """
    with repository.sharing():
        sharing, before = Sharing.of(repository.git), repository.git.head()
        if before is None or pending(repository, None).batches:
            raise RefusedError("not everything is saved yet: `coachplan save` first; nothing was changed")
        notices: dict[str, None] = {}
        for tries_left in reversed(range(TRIES)):
            sharing.fetch(progress)
            try:
                settled = _take_in(repository, sharing, answers, today)
                if settled.questions:
                    return Synced(questions=tuple(settled.questions))
                notices |= settled.notices
                if given := len(sharing.only_in("HEAD", sharing.tip())):
                    sharing.push(progress)
                break
            except OvertakenError:
                if not tries_left:
                    raise
        return Synced(tuple(_came(repository, sharing, before)), given, notices=tuple(notices))


def _take_in(repository: Repository, sharing: Sharing, answers: Answers, today: date) -> _Settling:
    """Bring what the remote has into this branch; return how it was settled, or the questions in the way.

    All of it is about one commit of this branch: what somebody records beside it comes with the next try.
    """
    mine, theirs, settling = repository.git.revision("HEAD"), sharing.tip(), _Settling(answers)
    if theirs is None or not sharing.only_in(theirs, mine):
        return settling
    if not sharing.only_in(mine, theirs):
        _move(repository, mine, theirs)
        return settling
    joined = sharing.join(mine, theirs)
    settling.notices |= dict.fromkeys(said for said in joined.said if CLOSED_UNSEEN in said)
    blobs = repository.git.blobs({id_ for file in joined.contested for id_ in file[2:] if id_})
    for file in joined.contested:
        settling.take(file, blobs)
    if not settling.questions:
        tree = sharing.settled(joined, settling.decided)
        merged = sharing.committed(tree, mine, theirs, "Merge what others recorded")
        _require_order(repository, merged, (mine, theirs), settling.decided, today)
        _move(repository, mine, merged)
    return settling


def _move(repository: Repository, mine: str, commit: str) -> None:
    """Move the branch on from one commit to another; raises `OvertakenError` where it has moved by itself."""
    try:
        repository.move_to(commit)
    except RefusedError:
        if repository.git.head() != mine:
            raise OvertakenError("something was recorded here every time: try again in a moment") from None
        raise


def _require_order(
    repository: Repository, merged: str, joined: tuple[str, str], decided: Iterable[str], today: date
) -> None:
    """Refuse a merged commit with errors, or words of others, that neither side has; it is on no branch yet."""
    policy, base = repository.settings.policy, repository.git.base_of(*joined)
    for path in dict.fromkeys((*repository.git.differing(joined[0], merged, PLANS_FOLDER), *decided)):
        if not path.endswith(f"/{PLAN_FILE}"):
            continue
        folder = PlanFolder(repository.root, path.removeprefix(f"{PLANS_FOLDER}/").removesuffix(f"/{PLAN_FILE}"))
        after = next(iter(versions(repository, folder, [merged])), None)
        if after is None:
            continue
        sides = versions(repository, folder, joined)
        known = [finding for side in sides for finding in side.findings([], today, policy)]
        new = brought(known, after.findings([], today, policy))
        if first := next((finding for finding in new if finding.severity == "error"), None):
            raise RefusedError(
                f"put together, {path} would not be in order: {first.code} {first.message}; nothing was changed: "
                "`git pull` and mend it by hand"
            )
        before = next(iter(versions(repository, folder, [base])), None) if base else None
        Joining(repository, folder, sides, after, before, is_nobodys=True).require_honest()


def _came(repository: Repository, sharing: Sharing, before: str) -> Iterator[tuple[str, Event]]:
    """Yield what others recorded since the commit `before`, the newest first, each with the id of its plan."""
    new = set(sharing.only_in("HEAD", before))
    if not new:
        return
    me = repository.git.identity()
    ids = {folder.path: folder.id for folder in repository.plans()}
    for id_, event in all_events(repository.history, ids, lambda *_: None):
        if event.commit in new and event.author != me[0]:
            yield id_, event
