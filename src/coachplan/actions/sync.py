"""Share a plan repository: take in what others did, give them what is new here, and leave questions to a person."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from coachplan.actions.unsaved import require_saved
from coachplan.base.candidates import listed
from coachplan.base.errors import RefusedError, UsageError
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER, is_agreement, is_check_in, is_plan_md, plan_id
from coachplan.base.parallel import Tick, unwatched
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.store.sharing import Blob, Contested, Decided, Joined, OvertakenError, Sharing

if TYPE_CHECKING:  # where nothing is new, nothing of all that is loaded
    from coachplan.coaching.merging.parts import Answer, Conflict, Side
    from coachplan.views.events import Event
    from coachplan.views.origins import Origin

TRIES = 5
"""The number of times that work is put together with what came in the meantime."""

WHOLE = "file"
"""The key of the question about a file that is not merged by meaning."""


class Undecided(NamedTuple):
    """Something in a file that a person decides: the plan's id or the file's path, and the two versions.

    `origins` has where each side's version comes from, as far as the history tells.
    """

    about: str
    path: str
    conflict: "Conflict"
    origins: "Mapping[Side, Origin]" = MappingProxyType({})

    @property
    def name(self) -> str:
        """Its name after `--take`."""
        return f"{self.about}:{self.conflict.key}"

    @property
    def takes_words(self) -> bool:
        """True if words that neither side has may answer it."""
        from coachplan.coaching.merging.plans import LINES

        return self.conflict.is_wording and self.conflict.key not in (WHOLE, LINES)


Answers = Mapping[str, "Answer"]
"""The version that stands, by the name of the question."""


@dataclass(frozen=True)
class Synced:
    """What came of it: what is new here, the number of commits that came and were given, and the open questions.

    With questions nothing was given, and where nothing came, everything is as before. `notices` name plans that one
    side closed while the other changed them.
    """

    came: tuple[tuple[str, "Event"], ...] = ()
    taken: int = 0
    given: int = 0
    questions: tuple[Undecided, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass
class _Settling:
    """Two histories that become one: the remote's commit, the files that were decided, the questions that are left.

    Files that are `worded` are decided once more, with words that neither side has.
    """

    answers: Answers
    theirs: str | None = None
    decided: dict[str, bytes | Blob | None] = field(default_factory=dict)
    worded: dict[str, bytes] = field(default_factory=dict)
    questions: list[Undecided] = field(default_factory=list)
    notices: dict[str, None] = field(default_factory=dict)

    def take(self, file: Contested, blobs: Mapping[str, bytes]) -> None:
        """Decide one file by meaning and by the answers, or ask."""
        from coachplan.actions.other_words import merged_with
        from coachplan.coaching.merging.parts import Conflict

        base, mine, theirs = (blobs[version.id] if version else None for version in file[1:])
        about = plan_id(file.path) if _is_plan(file.path) else file.path
        if _is_plan(file.path) and mine is not None and theirs is not None:
            given = [(name.rpartition(":"), answer) for name, answer in self.answers.items()]
            known = {key: answer for (plan, _, key), answer in given if plan == about}
            merged, worded = merged_with((base, mine, theirs), known)
            self.worded |= {file.path: worded} if worded is not None else {}
            self.questions += [Undecided(about, file.path, conflict) for conflict in merged.conflicts]
            self.decided[file.path] = merged.mine
            if merged.notice:
                self.notices[f"{file.path}: {merged.notice}"] = None
            return
        side = self.answers.get(f"{about}:{WHOLE}")
        if side is None:
            kind = "two values" if file.mine and file.theirs else "removed and changed"
            self.questions.append(Undecided(about, file.path, Conflict(WHOLE, kind, *map(_text, (base, mine, theirs)))))
        self.decided[file.path] = file.theirs if side == "theirs" else file.mine


def _is_plan(path: str) -> bool:
    return path.startswith(f"{PLANS_FOLDER}/") and is_plan_md(path)


def _text(raw: bytes | None) -> Any:
    return None if raw is None else raw.decode("utf-8", "replace")


def sync(
    repository: Repository, answers: Answers, today: date, progress: Tick = unwatched, named: Collection[str] = ()
) -> Synced:
    """Take in what the remote has, and give it what it lacks; tries again where somebody else was faster.

    Nothing stands before it was looked at, no commit is rewritten, and open questions leave everything as it was. So
    does an answer to one of the questions `named` that is not asked here.
    """
    with repository.sharing():
        sharing = Sharing.of(repository.git)
        require_saved(repository, "nothing was changed")
        before = _head(repository)
        given, took, settled = 0, before, _Settling(answers)
        notices: dict[str, None] = {}
        sharing.fetch(progress)
        for tries_left in reversed(range(TRIES)):
            try:
                settled = _take_in(repository, sharing, answers, today, named if took == before else ())
                if settled.questions:
                    break
                notices |= settled.notices
                took = settled.theirs or took
                if given := len(sharing.only_in(_head(repository), settled.theirs)):
                    sharing.push(progress)
                break
            except OvertakenError:
                if not tries_left:
                    raise
        new = set(sharing.only_in(took, before))
        came = tuple(_told(repository, before, new)) if new else ()
        return Synced(came, len(new), 0 if settled.questions else given, tuple(settled.questions), tuple(notices))


def _head(repository: Repository) -> str:
    return repository.git.head() or repository.git.revision("HEAD")


def _take_in(
    repository: Repository, sharing: Sharing, answers: Answers, today: date, named: Collection[str]
) -> _Settling:
    """Bring what the remote has into this branch; return how it was settled, or the questions in the way.

    All of it is about one commit of this branch: what somebody records beside it comes with the next try.
    """
    mine, theirs = _head(repository), sharing.tip()
    settling = _Settling(answers, theirs)
    if theirs is None or not sharing.only_in(theirs, mine):
        _require_asked(named, answers, (), {})
        return settling
    if not sharing.only_in(mine, theirs):
        _require_asked(named, answers, (), {})
        _move(repository, mine, theirs)
        return settling
    from coachplan.coaching.merging.plans import CLOSED_UNSEEN

    joined = sharing.join(mine, theirs)
    blobs = repository.git.blobs({version.id for file in joined.contested for version in file[1:] if version})
    _require_asked(named, answers, joined.contested, blobs)
    for file in joined.contested:
        settling.take(file, blobs)
    if not settling.questions:
        settling.notices |= dict.fromkeys(said for said in joined.said if CLOSED_UNSEEN in said)
        tree = sharing.settled(joined, {**settling.decided, **_left_behind(repository, joined.tree, (mine, theirs))})
        merged = sharing.committed(tree, (mine, theirs), "Merge what others recorded")
        _require_order(repository, merged, (mine, theirs), settling.decided, today)
        _move(repository, mine, _with_words(repository, sharing, (tree, merged), settling.worded, today))
    else:
        from coachplan.views.origins import Origins

        origins = Origins(repository, mine, theirs)
        settling.questions = [
            entry._replace(origins=origins.of(entry.path, entry.conflict)) for entry in settling.questions
        ]
    return settling


def _require_asked(
    named: Collection[str], answers: Answers, contested: Sequence[Contested], blobs: Mapping[str, bytes]
) -> None:
    """Refuse an answer to a question that is not asked: neither without any answer, nor beside the other ones."""

    def asked(given: Answers) -> list[str]:
        settling = _Settling(given)
        for file in contested:
            settling.take(file, blobs)
        return [question.name for question in settling.questions]

    known = asked({}) if named else []
    for name in named:
        others = {key: answer for key, answer in answers.items() if key != name}
        if name not in known and name not in asked(others):
            there_are = f"those there are: {listed(known)}" if known else "there is nothing to decide"
            raise UsageError(f"{name!r} is not a question here; {there_are}; nothing was changed")


def _left_behind(repository: Repository, tree: str, sides: tuple[str, str]) -> Decided:
    """Return the moves of records that one side made for a plan whose folder the other renamed meanwhile.

    git moves new files along only where it knew the folder that they are in, not before a plan's first check-in.
    """
    base, found = repository.git.base_of(*sides), dict[str, bytes | Blob | None]()
    renames = [repository.history.renames(side, base) for side in sides] if base else []
    plans = {old: new for renamed in renames for new, (old, _) in renamed.items() if _is_plan(new) and _is_plan(old)}
    for old, new in plans.items():
        there = repository.git.files_at(tree, old.removesuffix(f"/{PLAN_FILE}"))
        for path, raw in there.items() if old not in there else ():
            if is_check_in(path) or is_agreement(path):
                place = new.removesuffix(PLAN_FILE) + path.removeprefix(old.removesuffix(PLAN_FILE))
                found |= {path: None, place: raw}
    return found


def _with_words(
    repository: Repository, sharing: Sharing, joined: tuple[str, str], worded: Mapping[str, bytes], today: date
) -> str:
    """Return the commit of a merge, given with its tree, or that of words which neither side has, on top of it."""
    tree, merged = joined
    for path, raw in worded.items():
        from coachplan.actions.other_words import require_own_wording

        message = require_own_wording(repository, merged, path, raw, today)
        tree = sharing.settled(Joined(tree), {path: raw})
        merged = sharing.committed(tree, (merged,), message)
    return merged


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
    from coachplan.actions.joining import Joining, versions
    from coachplan.views.revision import brought

    policy, base = repository.settings.policy, repository.git.base_of(*joined)
    changed = dict.fromkeys((*repository.git.differing(joined[0], merged, PLANS_FOLDER), *decided))
    for path in filter(_is_plan, changed):
        folder = PlanFolder(repository.root, plan_id(path))
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


def _told(repository: Repository, before: str, new: AbstractSet[str]) -> Iterator[tuple[str, "Event"]]:
    """Yield what the commits `new` did since the commit `before`, the newest first, each with the id of its plan."""
    from coachplan.views.events import all_events

    touched = repository.history.touched_since(before, PLANS_FOLDER)
    ids = {folder.path: folder.id for folder in repository.plans() if touched is None or folder.path in touched}
    for id_, event in all_events(repository.history, ids, unwatched) if ids else ():
        if event.commit in new:
            yield id_, event
