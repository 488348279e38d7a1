"""Two people change one plan at the same time in two clones: what contradicts is a question, all else merges.

`tests/data/together/questions.txt` names the pairs that a person must decide, with the reason; every other pair merges
by a plain `git pull`.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from together.kinds import (
    ACKNOWLEDGED_BEFORE,
    ADA,
    BEFORE,
    CHARLES,
    DAY,
    FOLDER,
    ID,
    JANE,
    MANAGER,
    MEMBER,
    OTHERS,
    PLAN,
    Kind,
    Seen,
    front_matter,
)

QUESTIONS = Path(__file__).parents[1] / "data" / "together" / "questions.txt"
QUICK = {
    "accept": ("amend", "propose", "close"),
    "agree": ("agree", "tidy", "revise the goal"),
    "done": ("drop", "done"),
    "log": ("log",),
    "save a text by hand": ("save a comment by hand",),
}
"""The pairs of the quick tests; the long ones try all."""


def expected(member: Kind) -> dict[str, str]:
    """Why a person must decide, by what the manager did; empty where it merges."""
    rows = [line.split(" | ") for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    reasons = {(ours, theirs): why for ours, theirs, why in rows}
    return {kind.name: reasons.get((member.name, kind.name), "") for kind in MANAGER}


@dataclass
class Pairs:
    """A bare remote with two clones, in which each kind of change is made once, on a branch of its own.

    Each branch begins from one of the states of the plan: `main`, where it is active, `draft` or `resting`.
    """

    folder: Path
    git: Callable[..., str]
    coachplan: Callable[..., Any]
    errors: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def clone(self, person: str) -> Path:
        """The clone of a person."""
        return self.folder / person.partition(" ")[0].casefold()

    # -- what each begins from -----------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the plan that both begin from, in each state, and a clone for each."""
        base = self.folder / "base"
        self.coachplan("init", base)
        self._run(base, CHARLES, "new", "--from", "-", stdin=PLAN)
        plan = base / FOLDER / "plan.md"
        front, body = plan.read_text(encoding="utf-8").rsplit("---\n", 1)
        plan.write_text(f"{front}{ACKNOWLEDGED_BEFORE}---\n{body}\n# Notes\n", encoding="utf-8")
        self._identify(base, JANE)
        self.git(base, "commit", "--quiet", "--all", "--message", "By hand")
        for state, branch in (("draft", "draft"), ("active", "main"), ("on-hold", "resting")):
            self.git(base, "checkout", "--quiet", "-B", branch)
            for day, person, words in BEFORE[state]:
                os.environ["COACHPLAN_TODAY"] = day
                self._run(base, person, words[0], ID, *words[1:])
        self.git(self.folder, "clone", "--quiet", "--bare", "base", "remote.git")
        for person in (ADA, CHARLES):
            self.git(self.folder, "clone", "--quiet", "remote.git", str(self.clone(person)))
            self._identify(self.clone(person), person)

    def _run(self, clone: Path, person: str, *words: str, stdin: str = "") -> None:
        self._identify(clone, person)
        result = self.coachplan("-C", clone, *words, stdin=stdin)
        assert result.code == 0, (words, result.err)

    def _identify(self, clone: Path, person: str) -> None:
        name, _, email = person.rstrip(">").partition(" <")
        self.git(clone, "config", "user.name", name)
        self.git(clone, "config", "user.email", email)

    # -- what each does ------------------------------------------------------------------------------------------------

    def changed(self, person: str, state: str, kind: Kind) -> str:
        """The branch on which a person made a change of this kind, which they have pushed."""
        clone, branch = self.clone(person), f"{person[:3]}-{state}-{kind.name.replace(' ', '-')}".casefold()
        if branch not in self.errors:
            self.git(clone, "checkout", "--quiet", "-B", branch, f"origin/{state}")
            plan = clone / FOLDER / "plan.md"
            if kind.by_hand:
                plan.write_text(kind.by_hand(plan.read_text(encoding="utf-8")), encoding="utf-8")
            if kind.moves_to:
                self.git(clone, "mv", FOLDER, kind.moves_to)
            command = ("save",) if kind.by_hand or kind.moves_to else (kind.words[0], ID, *kind.words[1:])
            self._run(clone, person, *command)
            assert kind.is_there(seen(clone)), kind
            self.errors[branch] = self.found(clone)
            self.git(clone, "push", "--quiet", "origin", branch)
        return branch

    def found(self, clone: Path) -> set[tuple[str, str]]:
        """The errors of a clone, by code and message."""
        found = json.loads(self.coachplan("-C", clone, "check", "--format", "json").out)["findings"]
        return {(finding["code"], finding["message"]) for finding in found if finding["severity"] == "error"}

    # -- what comes of it ----------------------------------------------------------------------------------------------

    def pull(self, member: Kind, manager: Kind, state: str = "main") -> str:
        """Have the manager pull what the team member pushed, and judge what comes of it; "" where all is well."""
        clone = self.clone(CHARLES)
        theirs, ours = self.changed(ADA, state, member), self.changed(CHARLES, state, manager)
        self.git(clone, "checkout", "--quiet", "-B", "pulling", f"origin/{ours}")
        self.git(clone, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", theirs, check=False)
        if self.git(clone, "ls-files", "--unmerged"):
            self.git(clone, "merge", "--abort")
            return "question"
        self.git(clone, "branch", "--force", f"merged-{theirs}-{ours}")
        return "; ".join(self.faults(clone, (theirs, ours), (member, manager)))

    def faults(self, clone: Path, branches: tuple[str, str], kinds: tuple[Kind, Kind]) -> Iterator[str]:
        """What is wrong with the plan that git merged."""
        if self.git(clone, "status", "--porcelain"):
            yield "the merge is not committed"
        now = seen(clone)
        for kind, other in (kinds, kinds[::-1]):
            if not kind.is_there(now):
                yield f"{kind} is lost beside {other}"
        known = set.union(*(self.errors[branch] for branch in branches))
        for code, message in self.found(clone) - known:
            yield f"{code} {message}"
        agreed = set.union(*(consented(self.version(branch)) for branch in branches))
        for one in consented(now) - agreed:
            yield f"nobody agreed to {one}"
        yield from self.refused(clone, now)

    def version(self, branch: str) -> Seen:
        """The plan on a branch that one person alone made."""
        clone = self.clone(CHARLES)
        self.git(clone, "fetch", "--quiet", "origin", branch)
        (path,) = (
            name for name in self.git(clone, "ls-tree", "-r", "--name-only", "FETCH_HEAD").split() if "plan.md" in name
        )
        raw = self.git(clone, "show", f"FETCH_HEAD:{path}")
        return Seen(front_matter(raw), raw, "")

    def refused(self, clone: Path, now: Seen) -> Iterator[str]:
        """What refuses the next change; a closed plan takes no proposal, and one that has not started no check-in."""
        for words in (("propose", "ada", "One thing more"), ("log", "ada", "--note", "and more")):
            result = self.coachplan("-C", clone, *words)
            is_closed = now.data["status"] == "closed" and "closed" in result.err
            if result.code and not is_closed and "before the start" not in result.err:
                yield f"{words[0]} is refused: {result.err.strip()}"


def seen(clone: Path) -> Seen:
    """The plan in a clone, wherever it lies."""
    (plan,) = clone.glob("plans/ada-lovelace/*/plan.md")
    return Seen.of(plan.parent)


def consented(seen: Seen) -> set[tuple[str, str]]:
    """The activities that count as agreed, with their words."""
    return {
        (one.get("id"), one["what"])
        for one in seen.data["activities"]
        if one.get("status") in ("agreed", "doing", "done", None)
    }


@pytest.fixture(scope="module")
def pairs(tmp_path_factory, in_own_world, git, coachplan) -> Pairs:
    with in_own_world():
        made = Pairs(tmp_path_factory.mktemp("pairs"), git, coachplan)
        made.make()
    return made


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setenv("COACHPLAN_TODAY", DAY)


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("member", "manager"), [(ours, theirs) for ours, others in QUICK.items() for theirs in others], ids=str
)
def test_a_pair_of_changes_merges_or_is_a_question(pairs, member, manager):
    ours, theirs = (
        next(kind for kind in kinds if kind.name == name) for kinds, name in ((MEMBER, member), (MANAGER, manager))
    )
    assert pairs.pull(ours, theirs) == ("question" if expected(ours)[manager] else "")


# A quarter of them in what CI runs, the others in `make soak`: a pair takes half a second.
_EVERY = [
    pytest.param(member, id=str(member), marks=pytest.mark.soak if number % 4 else pytest.mark.long)
    for number, member in enumerate(MEMBER)
]


@pytest.mark.parametrize("member", _EVERY)
def test_every_pair_of_changes_merges_or_is_a_question(pairs, member, record_property):
    found = {manager.name: pairs.pull(member, manager) for manager in MANAGER}
    record_property("tried", len(found))
    assert found == {manager: "question" if why else "" for manager, why in expected(member).items()}
    assert pairs.git(pairs.clone(CHARLES), "fsck", "--strict", "--no-dangling") == ""


@pytest.mark.soak
@pytest.mark.parametrize(("state", "manager"), [*OTHERS], ids=str)
def test_what_begins_goes_on_or_moves_merges_with_all_else(pairs, state, manager):
    """Pairs beside the 336: from a draft, from a plan at rest, and where one of the two moves the folder."""
    found = {member.name: pairs.pull(member, manager, state) for member in OTHERS[state, manager]}
    assert {name: outcome for name, outcome in found.items() if outcome} == {}


def test_there_are_336_kinds_of_pairs_and_the_table_names_some_of_them():
    assert len(MEMBER) * len(MANAGER) == 336
    rows = [line.split(" | ") for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert len({(ours, theirs) for ours, theirs, _ in rows}) == len(rows)
    assert {ours for ours, _, _ in rows} <= {kind.name for kind in MEMBER}
    assert {theirs for _, theirs, _ in rows} <= {kind.name for kind in MANAGER}
