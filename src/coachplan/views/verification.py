"""Whose word each commit of the plans is: the rules that honest clients keep, held against every commit.

A commit is judged by the plan before it and by its author. What came with the plans of others, or is kept in a
repository that is not its people's own, is nobody's word here; what was set right since is only noted.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER, is_check_in, is_named, is_plan_md, plan_id
from coachplan.plan import BEGUN, Acknowledgement, Person, Plan, Role
from coachplan.plan.parents import before_merge
from coachplan.plan.said import Said, all_said, key_of, yes_to
from coachplan.plan.terms import covers, latest_acknowledgements, role_of
from coachplan.plan.whose_word import no_reader, overreaches
from coachplan.store.commits import Commit, Log, Turn
from coachplan.store.files import PlanFolder
from coachplan.store.history import History
from coachplan.store.repository import Repository
from coachplan.views.check_ins_kept import SPOKEN, Told, records
from coachplan.views.flaws import UNSIGNED, Flaw
from coachplan.views.lineage import SAID, Lineage, before, reachable
from coachplan.views.signing import Voiced, weigh

_OF_A_STEP = {"declined", "proposer", "begun", "own-words", "kind", "member"}
_OF_A_YES = {
    *("word-of-others", "word-of-merge", "yes-of-others", "yes-of-merge", "word-lost", "yes-lost", "other-terms"),
    *("cut", "import", "days-apart"),
}
_UNJUDGED = ("unknown-key", "expired")
_PARTS = (*SAID, "kind", "status", "outcome")
_MARGIN = 7
"""The days by which git's day may lie apart from the one claimed: what one session brings is recorded by the next."""
_AT_ONCE = 500
_NOBODY = Person("nobody")


@dataclass(frozen=True)
class Judgement:
    """All that is to be said of the commits that were judged, the oldest first, and how many plans and commits."""

    flaws: tuple[Flaw, ...]
    plans: int
    commits: int

    @property
    def code(self) -> int:
        """The exit code: 1 where something is forged or unsound, 2 where it cannot be known, else 0."""
        levels = {flaw.level for flaw in self.flaws}
        return 1 if "unsound" in levels else 2 if "unknown" in levels else 0

    @property
    def lacking(self) -> set[str]:
        """The commits without the signature that they need."""
        return {flaw.commit for flaw in self.flaws if flaw.kind in UNSIGNED and flaw.level == "unsound"}

    def beside(self, commits: Collection[str]) -> list[Flaw]:
        """Return what is more to be said than of each yes that these commits brought."""
        return [
            flaw
            for flaw in self.flaws
            if not (flaw.kind in _OF_A_YES or (flaw.commit in commits and flaw.kind in (*UNSIGNED, *_UNJUDGED)))
        ]


def verify(
    repository: Repository, paths: Iterable[str] | None = None, *, upto: str = "HEAD", since: str | None = None
) -> Judgement:
    """Judge every commit of the plans in the folders `paths`, or of all plans, up to a revision.

    With `since`, what is said is about the commits after that one alone; those before it are known.
    """
    history = repository.history
    log = history.log(PLANS_FOLDER, upto)
    within = history.between(since, upto) if since else log.parents.keys()
    folders = [folder for folder in (log.folders if paths is None else paths) if is_named(folder)]
    if since:
        folders = [folder for folder in folders if log.is_touched_by(folder, within)]
    turns = {folder: turn for folder in folders if (turn := log.turn(folder))}
    flaws: list[Flaw] = []
    spoken: list[Voiced] = []
    for judged in _judged(history, log, turns, upto):
        plan = PlanFolder(repository.root, plan_id(judged.path))
        found = repository.apart(plan, lambda: ([*judged.flaws()], [*judged.spoken()]))  # noqa: B023 - called at once
        flaws += found[0] if found else [Flaw(plan.id, judged.lineage.turns[0].commit.id, "broken")]
        spoken += found[1] if found else []
    flaws += weigh(history, log, spoken, upto)
    flaws += [Flaw("", commit, "cut") for commit in sorted(history.cut_at & log.parents.keys())[:1]]
    # What came without the signature that it needs sets nothing right.
    bad = Judgement(tuple(flaws), 0, 0).lacking
    said = {
        flaw.mended(*(commit for commit in flaw.mended_by if commit not in bad)): None
        for flaw in flaws
        if flaw.commit in within or flaw.kind == "cut"
    }
    count = sum(map(_has_plan, turns.values()))
    in_order = sorted(said, key=lambda flaw: (-log.age(flaw.commit), flaw.plan, flaw.kind, flaw.role or "", flaw.days))
    return Judgement(tuple(in_order), count, len(within))


def _judged(history: History, log: Log, turns: Mapping[str, Turn], upto: str) -> "Iterator[_Judged]":
    """Yield each of the plans with all that git has of it; a plan that only has another name now is that one."""
    at_last: dict[str, dict[str, str]] = {}
    for path, blob in (history.blobs_at(upto, PLANS_FOLDER) if turns else {}).items():
        at_last.setdefault("/".join(path.split("/")[:3]), {})[path] = blob
    told = set[Turn]()
    order = sorted(turns, key=lambda folder: (not _has_plan(turns[folder]), folder))
    for start in range(0, len(order), _AT_ONCE):
        some = [folder for folder in order[start : start + _AT_ONCE] if turns[folder] not in told]
        commits = {folder: [*log.commits(folder)] for folder in some}
        content = history.known_blobs(_blobs(turns[folder] for folder in some) | _records(commits.values()))
        for folder in some:
            lineage = Lineage(history, turns[folder], content, _PARTS)
            told.update(lineage.turns)
            yield _Judged(folder, lineage, log, commits[folder], at_last.get(folder, {}), content)


def _blobs(lasts: Iterable[Turn]) -> set[str]:
    return {blob for last in lasts for turn in reachable(last) for blob in turn.files.values()}


def _records(commits: Iterable[Sequence[Commit]]) -> set[str]:
    """Return the blobs of the check-ins in these commits."""
    found: set[str | None] = set()
    for commit in (commit for of_plan in commits for commit in of_plan):
        found |= {id_ for change in commit.changes if is_check_in(change.path) for id_ in (change.before, change.after)}
        found |= {id_ for file in commit.merged if is_check_in(file.path) for id_ in (*file.before, file.after)}
    return {id_ for id_ in found if id_}


@dataclass(frozen=True)
class _Judged:
    """One plan and its history, as far as its `path` leads; `at_last` has the blobs of all files at the end."""

    path: str
    lineage: Lineage
    log: Log
    commits: Sequence[Commit]
    at_last: Mapping[str, str]
    content: Mapping[str, bytes]

    def flaws(self) -> Iterator[Flaw]:
        """Yield all that is to be said."""
        if self.lineage.is_import(self.lineage.turns[-1]):
            yield self._flaw(self.lineage.turns[-1].commit, "import")
        yield from self._steps()
        yield from self._words()
        yield from (self._flaw(told.commit, told.kind, told.role) for told in self._records if told.kind != SPOKEN)

    @cached_property
    def _records(self) -> list[Told]:
        return [*records(self.lineage, self.log, self.commits, self.at_last, self.content)]

    # -- what needs a signature ----------------------------------------------------------------------------------------

    def spoken(self) -> Iterator[Voiced]:
        """Yield each commit in which its author said what is theirs to say."""
        for told in self._records:
            if told.kind == SPOKEN and told.author:
                yield self._spoken(told.commit, told.author, told.role)._replace(about=told.name)
        for turn in self.lineage.turns:
            is_cut = turn.commit.id in self.lineage.cut_at
            if not (turn.is_merge or is_cut or self.lineage.behind(turn).is_dark or self.lineage.is_import(turn)):
                yield from self._said_with(turn)

    def _said_with(self, turn: Turn) -> Iterator[Voiced]:
        plan, known = self.lineage.said_in(turn), next(iter(self.lineage.behind(turn).plans), None)
        either = known or plan
        if either is None or (plan is None and _has_plan(turn)):
            return
        actor = self.lineage.author(turn.commit, either)
        before, after = _own_says(known, actor), _own_says(plan, actor)
        if before != after:
            new = [*after.words - before.words]
            is_signed = any(entry.assurance == "signed" for entry in new)
            said = self._spoken(turn.commit, actor, role_of(either, actor))
            yield said._replace(is_word=bool(new), claims=is_signed)

    def _spoken(self, commit: Commit, person: Person, role: Role | None) -> Voiced:
        return Voiced(plan_id(self.path), commit.id, person, tuple(self.lineage.names_of(person)), role)

    def _flaw(self, commit: Commit, kind: str, role: Role | None = None, days: tuple[date, ...] = ()) -> Flaw:
        return Flaw(plan_id(self.path), commit.id, kind, role, days=days)

    # -- each step -----------------------------------------------------------------------------------------------------

    def _steps(self) -> Iterator[Flaw]:
        reached: list[tuple[Turn, AbstractSet[str]]] = []
        for turn in reversed(self.lineage.turns):
            is_cut = turn.commit.id in self.lineage.cut_at
            if self.lineage.behind(turn).is_dark and not is_cut:
                yield self._flaw(turn.commit, "cut")
            elif not (is_cut or self.lineage.is_import(turn)) and (kinds := self._overreached(turn)):
                reached.append((turn, kinds))
        for turn, kinds in reached:
            for kind in kinds:
                if not any(kind in known and self._puts_back(turn, other, kind) for other, known in reached):
                    role: Role | None = None if kind == "stranger" else "team_member"
                    yield self._flaw(turn.commit, kind, role).mended(*self._mended_by(turn, kind))

    def _overreached(self, turn: Turn) -> AbstractSet[str]:
        """Return the kinds of what the author of a commit said in the place of others."""
        plan, behind = self.lineage.said_in(turn), self.lineage.behind(turn)
        if plan is None:
            return {"stranger"} if self._was_removed_by_stranger(turn, behind.plans) else set()
        if behind.is_join and len(behind.plans) > 1:
            return self._joined(turn, behind.turns)
        befores: list[Plan | None] = [*behind.plans] or [None]
        if behind.plans and not any(map(_has_plan, before(turn))):
            befores = [None]  # another one, in the place of one that went
        is_moved = _files(turn) in map(_files, behind.turns)
        found = [self._against(known, plan, turn.commit, is_moved=is_moved) for known in befores]
        return set.intersection(*found)

    def _against(self, known: Plan | None, plan: Plan, commit: Commit, *, is_moved: bool = False) -> set[str]:
        actor = self.lineage.author(commit, known or plan)
        reached = {reach.kind for reach in overreaches(known, plan, actor)} & _OF_A_STEP
        is_strange = known is not None and not is_moved and no_reader(known, actor) is not None
        return reached | ({"stranger"} if is_strange else set())

    def _joined(self, turn: Turn, sides: Sequence[Turn]) -> AbstractSet[str]:
        """Return what a merge itself says: what stands in any of its sides is that side's."""
        if any(self.lineage.said_in(side) is self.lineage.said_in(turn) for side in sides):
            return set()
        plan, plans = self.lineage.plan(turn), [plan for side in sides if (plan := self.lineage.plan(side))]
        if plan is None or plan in plans:
            return set()
        base = before_merge(plans, plan)
        return self._against(base, plan, turn.commit) if base != plan else set()

    def _was_removed_by_stranger(self, turn: Turn, plans: Sequence[Plan]) -> bool:
        if _has_plan(turn) or turn.is_merge or not plans:
            return False
        went = {f"{path.rpartition('/')[0]}/{PLAN_FILE}" for earlier in before(turn) for path in earlier.files}
        if any(old in went for new, (old, _) in self.log.renames(turn.commit.id).items() if is_plan_md(new)):
            return False
        return all(no_reader(plan, self.lineage.author(turn.commit, plan)) for plan in plans)

    def _mended_by(self, turn: Turn, kind: str) -> Iterator[str]:
        """Yield the later commits that put back what a commit said, or in which the team member said it themselves."""
        for other in self.lineage.after(turn):
            is_mended = self._is_as_before(turn, other, kind) or self._is_own_say(other, kind)
            if is_mended or other.commit.id == self._member_since:
                yield other.commit.id

    def _is_as_before(self, turn: Turn, later: Turn, kind: str) -> bool:
        """True if a later version is, in what a commit said, as it was before that commit."""
        if kind == "stranger":
            return _files(later) in map(_files, before(turn))
        plan = self.lineage.said_in(later)
        return plan is not None and kind not in self._says(self.lineage.behind(turn).plans, plan)

    def _is_own_say(self, turn: Turn, kind: str) -> bool:
        plan = self.lineage.said_in(turn)
        if plan is None or turn.is_merge or not self.lineage.is_by(turn, plan.people.team_member):
            return False
        return kind in self._says(self.lineage.behind(turn).plans, plan)

    def _puts_back(self, turn: Turn, other: Turn, kind: str) -> bool:
        """True if a commit only puts back what the other one said, and nothing that came after that."""
        if turn not in self.lineage.after(other) or not self._is_as_before(other, turn, kind):
            return False
        said, last = self.lineage.said_in(other), self.lineage.behind(turn).plans
        return kind == "stranger" or (said is not None and all(kind not in self._says([said], plan) for plan in last))

    def _says(self, befores: Sequence[Plan], plan: Plan) -> set[str]:
        """Return the kinds of what nobody but the team member may say that tell a plan from those before."""
        found = [{str(reach.kind) for reach in overreaches(known, plan, _NOBODY)} for known in befores or (None,)]
        return set.intersection(*found)

    @cached_property
    def _member_since(self) -> str | None:
        """The commit with which the team member agreed to the terms, where that is their last word."""
        entry = latest_acknowledgements(self._last).get("team_member") if self._last else None
        brought = self.lineage.brought(key_of(entry)) if entry and entry.stance == "agree" else None
        return brought.commit.id if brought and brought.how == "own" else None

    # -- words in force ------------------------------------------------------------------------------------------------

    @cached_property
    def _last(self) -> Plan | None:
        return self.lineage.plan(self.lineage.turns[0])

    def _words(self) -> Iterator[Flaw]:
        """Yield what is to be said of each yes that counts, and of those that are gone."""
        if (plan := self._last) is None:
            return
        in_force = {key_of(entry) for entry in latest_acknowledgements(plan).values()}
        for key, said in all_said(plan).items():
            if (brought := self.lineage.brought(key)) is None:
                continue
            what = "word" if said.section == "acknowledgements" else "yes"
            role = role_of(plan, said.by)
            if brought.how in ("others", "merge"):
                flaw = self._flaw(brought.commit, f"{what}-of-{brought.how}", role)
                may_be_mended = key not in in_force and what == "word"
                yield flaw.mended(*self._said_since(said, plan, brought.commit)) if may_be_mended else flaw
            elif brought.how == "own" and (key in in_force or what == "yes"):
                yield from self._own(said, plan, brought.commit, role)
        for lost in self.lineage.lost(plan):
            what = "word" if lost.said.section == "acknowledgements" else "yes"
            yield self._flaw(lost.removed.commit, f"{what}-lost", role_of(lost.plan, lost.said.by))
        yield from self._older(plan)

    def _said_since(self, said: Said, plan: Plan, commit: Commit) -> Iterator[str]:
        """Yield the later commits in which the person of a word has said another one."""
        words = (key_of(entry) for entry in plan.acknowledgements if entry.by.is_same_as(said.by))
        own = {known.commit.id for key in words if (known := self.lineage.brought(key)) and known.how == "own"}
        turn = next(turn for turn in self.lineage.turns if turn.commit.id == commit.id)
        yield from (later.commit.id for later in self.lineage.after(turn) if later.commit.id in own)

    def _own(self, said: Said, plan: Plan, commit: Commit, role: Role | None) -> Iterator[Flaw]:
        """Yield what is to be said of a word that its person's own commit brought."""
        entry = getattr(plan, said.section)[said.place]
        day = entry.agreed.date if said.section == "activities" and entry.agreed else getattr(entry, "date", None)
        if day and abs((day - commit.when.date()).days) > _MARGIN:
            yield self._flaw(commit, "days-apart", role, (day, commit.when.date()))
        latest = max((self.log.when(parent).date() for parent in commit.parents), default=commit.when.date())
        if (latest - commit.when.date()).days > _MARGIN:
            yield self._flaw(commit, "clock", role, (commit.when.date(), latest))
        if isinstance(entry, Acknowledgement):
            then = self.lineage.plan_at(commit)
            if entry.terms is None:
                yield self._flaw(commit, "no-terms", role)
            elif then and not covers(entry.terms, then) and not commit.is_rewritten:
                yield self._flaw(commit, "other-terms", role)

    def _older(self, plan: Plan) -> Iterator[Flaw]:
        """Yield where an older word holds again, as its terms are back, and a later one of the same person is gone."""
        for role, entry in latest_acknowledgements(plan).items():
            if entry.terms is None or not covers(entry.terms, plan):
                continue
            brought = self.lineage.brought(key_of(entry))
            for said, version, removed in self.lineage.gone_words(plan):
                other = version.acknowledgements[said.place]
                is_other = other.terms is not None and not covers(other.terms, plan)
                is_later = is_other and said.by.is_same_as(entry.by) and other.date >= entry.date
                if is_later and brought and removed:
                    yield self._flaw(removed, "older-word", role)


class _Says(NamedTuple):
    """The parts of a plan that are one person's to say, or that they decide for all."""

    words: frozenset[Acknowledgement] = frozenset()
    answers: frozenset[tuple[str, bool]] = frozenset()
    outcome: object = None
    readers: tuple[str, ...] = ()


def _own_says(plan: Plan | None, person: Person) -> _Says:
    if plan is None:
        return _Says()
    is_member = person.is_same_as(plan.people.team_member)
    words = frozenset(entry for entry in plan.acknowledgements if entry.by.is_same_as(person))
    begun = {yes_to(activity) for activity in plan.activities if activity.counts_as in BEGUN}
    declined = {yes_to(activity) for activity in plan.activities if activity.status == "declined"}
    answers = {*((key, True) for key in begun), *((key, False) for key in declined)} if is_member else set()
    readers = tuple(reader.text for reader in plan.people.readers())
    return _Says(words, frozenset(answers), plan.outcome and plan.outcome.model_dump_json(), readers)


def _files(turn: Turn) -> list[str]:
    """Return the files of a plan wherever it lies."""
    return sorted(turn.files.values())


def _has_plan(turn: Turn) -> bool:
    return any(map(is_plan_md, turn.files))
