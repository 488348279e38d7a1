"""Each yes on disk against git's history: findings where history knows better, remembered by the commit of HEAD.

Silent where git does not know: outside git, in a copy that is cut off, and for what is not committed yet, which the
guards see when it is recorded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from coachplan.base.errors import CoachplanError
from coachplan.base.findings import Finding
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER
from coachplan.base.words import ROLES
from coachplan.checks.catalogue import BY_CODE
from coachplan.store.build_fingerprint import fingerprint
from coachplan.store.cache import Cache
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository

if TYPE_CHECKING:
    from coachplan.format import Document
    from coachplan.plan import Plan
    from coachplan.store.commits import Turn
    from coachplan.store.history import History

_FEW = 20
_AT_ONCE = 500
_SHORT = 8


class Yes(NamedTuple):
    """A yes in a plan on disk: its section, its number, whose it is in words, and its place.

    An acknowledgement that is not its person's last word is not `in_force`.
    """

    section: str
    number: int
    whose: str
    line: int
    column: int
    in_force: bool


class Claims(NamedTuple):
    """Every yes in a plan on disk by its key, and the codes that the plan sets aside."""

    said: Mapping[str, Sequence[Any]]
    ignored: Sequence[str]


def claims(document: "Document[Plan]", ignored: Iterable[str]) -> Claims | None:
    """Return every yes in a plan as it was read; None where it cannot be read."""
    from coachplan.plan.said import all_said, key_of
    from coachplan.plan.terms import latest_acknowledgements, role_of

    plan = document.content
    if plan is None:
        return None
    latest = {key_of(entry) for entry in latest_acknowledgements(plan).values()}
    found = {}
    for key, entry in all_said(plan).items():
        role = role_of(plan, entry.by)
        where = document.place_of((entry.section, entry.place))
        whose = ROLES[role] if role else "somebody outside the plan"
        found[key] = Yes(entry.section, entry.place + 1, whose, *where, entry.section == "activities" or key in latest)
    return Claims(found, tuple(ignored))


class _Unsaid(NamedTuple):
    """A yes that no commit of the person brought, the one that did, and if one of theirs was there before."""

    key: str
    how: str
    commit: str
    was_said: bool


class _Gone(NamedTuple):
    """A yes that is gone though the person did not take it back: what it was in words, and the commit without it."""

    key: str
    what: str
    how: str
    commit: str


class _Testimony(NamedTuple):
    """The knowledge of history about one plan, of which it has nothing to say as a rule."""

    unsaid: Sequence[_Unsaid]
    gone: Sequence[_Gone]

    @classmethod
    def from_values(cls, values: Sequence[Any]) -> "_Testimony":
        return cls([_Unsaid(*row) for row in values[0]], [_Gone(*row) for row in values[1]])


# -- findings ----------------------------------------------------------------------------------------------------------


def findings(
    repository: Repository, on_disk: Mapping[str, Claims | None], *, is_cached: bool, whole: bool
) -> Iterator[Finding]:
    """Yield what history knows better about these plans, by the path of each plan's folder; one of a kind for each."""
    known = _testimonies(repository, [path for path, found in on_disk.items() if found], is_cached, whole)
    for path, (unsaid, gone) in known.items():
        if (found := on_disk.get(path)) is None:
            continue
        said = {key: Yes(*row) for key, row in found.said.items()}
        for code, message, advice, where in _problems(said, unsaid, gone):
            if code not in found.ignored:
                yield Finding(f"{path}/{PLAN_FILE}", *where, code, BY_CODE[code].severity, message, advice)


def _problems(
    said: Mapping[str, Yes], unsaid: Sequence[_Unsaid], gone: Sequence[_Gone]
) -> Iterator[tuple[str, str, str, tuple[int, int]]]:
    present = [(said[entry.key], entry) for entry in unsaid if entry.key in said and said[entry.key].in_force]
    if answers := [(yes, entry) for yes, entry in present if yes.section == "activities"]:
        numbers = ", ".join(str(yes.number) for yes, _ in answers)
        many, count, them = ("activities", "count", "them") if len(answers) > 1 else ("activity", "counts", "it")
        was_said = {entry.was_said for _, entry in answers}
        ways = {
            False: f"the team member has not said yes to {them}",
            True: "the yes that the team member gave was taken out before",
        }
        why = " or ".join(ways[was] for was in sorted(was_said))
        yield (
            "CP902",
            f"{many} {numbers} {count} as agreed, and {why}: {_told(answers)}",
            "set the status to `proposed` again, and ask the team member to run `coachplan accept`",
            (answers[0][0].line, answers[0][0].column),
        )
    if words := [(yes, entry) for yes, entry in present if yes.section == "acknowledgements"]:
        whose = " and ".join(dict.fromkeys(yes.whose for yes, _ in words))
        yield (
            "CP903",
            f"an acknowledgement is in the name of the {whose}, and not from a commit of theirs: {_told(words)}",
            "ask them to run `coachplan agree` with the answer that is theirs",
            (words[0][0].line, words[0][0].column),
        )
    if missing := [entry for entry in gone if entry.key not in said]:
        whats = dict.fromkeys(entry.what for entry in missing)
        are, it = ("are", "them") if len(whats) > 1 else ("is", "it")
        told = _told([(None, entry) for entry in missing])
        yield (
            "CP904",
            f"{' and '.join(whats)} {are} gone, and nobody has taken {it} back: {told}",
            "put it back from there, or ask the person to say it again",
            (1, 1),
        )


def _told(entries: Sequence[tuple[Yes | None, _Unsaid | _Gone]]) -> str:
    """Return the commits that it is about, and what they are."""
    by_how = {entry.how: [other.commit for _, other in entries if other.how == entry.how] for _, entry in entries}
    words = {"merge": "a merge, which is nobody's word", "others": "by somebody else"}
    return "; ".join(
        f"commit {', '.join(dict.fromkeys(commits))} is {words[how]}" for how, commits in sorted(by_how.items())
    )


# -- testimonies, remembered -------------------------------------------------------------------------------------------


def _testimonies(
    repository: Repository, paths: Sequence[str], is_cached: bool, whole: bool
) -> Mapping[str, _Testimony]:
    if not paths:
        return {}
    try:
        head = repository.git.head()
        if head is None:
            return {}
        cache = Cache(lambda: repository.cache_folder, "testimony.json", _key(repository)) if is_cached else None
        known = _still_known(repository, cache, head)
        if missing := [path for path in paths if path not in known]:
            known |= _heard(repository, missing)
        value = {"head": head, "plans": {path: known[path] for path in paths} if whole else known}
        if cache and cache.stale("") != value:
            cache.put("", head, 0, value)
            cache.save()
    except CoachplanError:  # git says why to whoever asks for the history itself
        return {}
    return {path: _Testimony.from_values(values) for path in paths if any(values := known[path])}


def _key(repository: Repository) -> str:
    """Return all that a testimony depends on beside the commits: this build, who is who, and where history is cut."""
    return f"{fingerprint('pydantic', 'yaml')} {repository.git.mailmap_stamp()} {sorted(repository.git.cut_at())}"


def _still_known(repository: Repository, cache: Cache | None, head: str) -> dict[str, Sequence[Any]]:
    """Return what the cache has that holds at `head`: the plans that no commit has touched since then."""
    value = cache.stale("") if cache else None
    if value is None:
        return {}
    plans: dict[str, Sequence[Any]] = value["plans"]
    if value["head"] == head:
        return plans
    touched = repository.history.touched_since(value["head"], PLANS_FOLDER)
    return {} if touched is None else {path: values for path, values in plans.items() if path not in touched}


def _heard(repository: Repository, paths: Sequence[str]) -> dict[str, _Testimony]:
    from coachplan.views.lineage import reachable

    history = repository.history
    log = history.log_of(paths) if len(paths) <= _FEW else history.log(PLANS_FOLDER)
    turns = {path: turn for path in paths if (turn := log.turn(path))}
    imported = _imported(turns)
    found = dict.fromkeys(paths, _Testimony((), ()))
    asked = [(path, turn) for path, turn in turns.items() if path not in imported]
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        blobs = {blob for _, last in some for turn in reachable(last) for blob in turn.files.values()}
        content = history.known_blobs(blobs)
        for path, last in some:
            folder = PlanFolder(repository.root, path.removeprefix(f"{PLANS_FOLDER}/"))
            of_plan = repository.apart(folder, partial(_of, history, last, content))
            found[path] = of_plan or found[path]
    return found


def _imported(turns: "Mapping[str, Turn]") -> set[str]:
    """Return the plans whose whole history is one commit that brought those of several people: it knows of no yes."""
    people: dict[str, set[str]] = {}
    single = {path: turn.commit.id for path, turn in turns.items() if not any(turn.before)}
    for path, commit in single.items():
        people.setdefault(commit, set()).add(path.rpartition("/")[0])
    return {path for path, commit in single.items() if len(people[commit]) > 1}


def _of(history: "History", last: "Turn", content: Mapping[str, bytes]) -> _Testimony:
    from coachplan.plan.said import all_said
    from coachplan.plan.terms import role_of
    from coachplan.views.lineage import Lineage

    lineage = Lineage(history, last, content)
    plan = lineage.said_in(lineage.turns[0])
    if plan is None:
        return _Testimony((), ())
    unsaid = [
        _Unsaid(key, brought.how, brought.commit.id[:_SHORT], lineage.was_said(key))
        for key in all_said(plan)
        if (brought := lineage.brought(key)) and brought.how in ("others", "merge")
    ]
    gone = []
    for lost in lineage.lost(plan):
        role = role_of(lost.plan, lost.said.by)
        whose = f"the {ROLES[role]}'s" if role else "somebody's"
        what = "word on the terms" if lost.said.section == "acknowledgements" else "yes to an activity"
        removed = lost.removed
        gone.append(_Gone(lost.key, f"{whose} {what}", removed.how, removed.commit.id[:_SHORT]))
    return _Testimony(unsaid, gone)
