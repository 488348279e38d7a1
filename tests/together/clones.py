"""Five clones of a bare remote, in which people do at random what people do with plans, and share in four ways."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from together.kinds import ADA, CHARLES, JANE, PLAN, Seen
from together.oracle import BEGUN, Event, Fact, Holds, Kept, Oracle, Terms, at, differs, value, wording

CLONES = {"ada": ADA, "ada-s-other": ADA, "charles": CHARLES, "charles-s-other": CHARLES, "jane": JANE}
WAYS = ("pull", "rebase", "fetch and merge", "sync", "sync", "sync")
"""How people share, `coachplan sync` as often as plain git."""
PLANS = ("ada-lovelace/reports", "ada-lovelace/talks", "ada-lovelace/letters")
DRAFT = "ada-lovelace/letters"
FIRST_DAY, DAYS = date(2026, 1, 5), 40
KEPT = "points"
"""An activity that stays agreed: a plan that is active has one."""

_ASKED = re.compile(r"^  (\S+):(\S+): ", re.MULTILINE)
_TRIES = 20
_GRACE, _KING = "Grace Hopper <grace@example.com>", "Ada King <ada@example.com>"
_MARKED = re.compile(r"^<{7}[^\n]*\n(.*?)^(?:\|{7}[^\n]*\n.*?^)?={7}\n(.*?)^>{7}[^\n]*\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Act:
    """What somebody does: a command's arguments, or an edit by hand; and what of it must be there from then on."""

    words: tuple[str, ...]
    facts: Callable[[Seen], Iterable[Fact]]
    by_hand: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Turn:
    """One person before one plan in one clone; `token` is a word that nobody else uses."""

    seen: Seen
    person: str
    day: date
    token: str
    chance: random.Random

    @property
    def is_member(self) -> bool:
        """True for the team member."""
        return self.person == ADA

    @property
    def state(self) -> str:
        """The status of the plan."""
        return self.seen.data["status"]

    def one(self, *states: str, of: str = "") -> dict[str, Any] | None:
        """One of the activities in these states, those of a role alone where one is named."""
        found = [one for one in self.seen.data["activities"] if one.get("status") in states and one["id"] != KEPT]
        found = [one for one in found if of in ("", one.get("proposed_by"))]
        return self.chance.choice(found) if found else None


# -- what people do: each gives None where the person may not, or there is nothing to do -------------------------------


def propose(turn: Turn) -> Act | None:
    status, what = "agreed" if turn.is_member else "proposed", f"Try {turn.token}"
    return Act(("propose", what), lambda seen: [_added(seen, what, status)])


def _added(seen: Seen, what: str, status: str) -> Fact:
    (found,) = (one["id"] for one in seen.data["activities"] if one["what"] == what)
    return Holds(("activity", found), (what, status))


def accept(turn: Turn) -> Act | None:
    one = turn.one("proposed", "declined") if turn.is_member else None
    return one and Act(("accept", one["id"]), lambda _: [_is(one, "agreed")])


def accept_all(turn: Turn) -> Act | None:
    found = [one for one in turn.seen.data["activities"] if one.get("status") == "proposed"]
    return (
        Act(("accept", "--all"), lambda _: [_is(one, "agreed") for one in found]) if turn.is_member and found else None
    )


def _is(one: dict[str, Any], status: str, what: str = "") -> Fact:
    return Holds(("activity", one["id"]), (what or one["what"], status))


def amend(turn: Turn) -> Act | None:
    one, what = turn.one("proposed", "agreed", "declined", "doing"), f"Try out {turn.token}"
    if not one:
        return None
    kept = one["status"] if one["status"] in BEGUN else "agreed"
    return Act(("amend", one["id"], what), lambda _: [_is(one, kept if turn.is_member else "proposed", what)])


def decline(turn: Turn) -> Act | None:
    one = turn.one("proposed", "agreed") if turn.is_member else turn.one("proposed", of=_role(turn))
    why = f"no {turn.token}"
    return one and Act(("decline", one["id"], "--why", why), lambda _: [_is(one, "declined")])


def _role(turn: Turn) -> str:
    return {ADA: "team_member", CHARLES: "manager", JANE: "hr"}[turn.person]


def start(turn: Turn) -> Act | None:
    one = turn.one("agreed") if turn.person != JANE else None
    return one and Act(("start", one["id"]), lambda _: [_is(one, "doing")])


def done(turn: Turn) -> Act | None:
    one = turn.one("agreed", "doing") if turn.person != JANE else None
    return one and Act(("done", one["id"], "--learned", f"of {turn.token}"), lambda _: [_is(one, "done")])


def drop(turn: Turn) -> Act | None:
    one = turn.one("agreed", "doing") if turn.person != JANE else None
    return one and Act(("drop", one["id"]), lambda _: [_is(one, "dropped")])


def agree(turn: Turn) -> Act | None:
    stance = turn.chance.choice(("agree", "agree", "agree", "received"))
    comment = f"said {turn.token}"
    return Act(("agree", "--stance", stance, "--comment", comment), lambda _: [Kept(comment, once=True)])


def revise_the_goal(turn: Turn) -> Act | None:
    if turn.state not in ("active", "on-hold"):
        return None
    goal = f"Write {turn.token} reports of two pages by 4 February 2026, in four reports of four."
    why = f"for {turn.token}"
    facts = [Holds(("plain", "goal"), goal), Kept(why)]
    return Act(("revise", "--goal", goal, "--why", why), lambda _: facts)


def revise_a_target(turn: Turn) -> Act | None:
    name = turn.chance.choice(("pages", "questions"))
    number = f"{2 + int(turn.token[1:]) / 1000:g}"
    if turn.state not in ("active", "on-hold") or value(turn.seen, ("target", name)) == number:
        return None
    facts = [Holds(("target", name), number), Kept(f"for {turn.token}")]
    return Act(("revise", "--measure", name, "--target", number, "--why", f"for {turn.token}"), lambda _: facts)


def extend(turn: Turn) -> Act | None:
    if turn.state not in ("active", "on-hold") or turn.person == JANE:
        return None
    end = str(turn.seen.data["timeline"]["end"] + timedelta(days=turn.chance.randint(1, 3)))
    facts = [Holds(("plain", "timeline.end"), end), Kept(f"for {turn.token}")]
    return Act(("extend", "--to", end, "--why", f"for {turn.token}"), lambda _: facts)


def hold(turn: Turn) -> Act | None:
    first = turn.day + timedelta(days=turn.chance.randint(1, 20))
    last = first + timedelta(days=turn.chance.randint(0, 2))
    timeline = turn.seen.data["timeline"]
    known = [(one["from"], one.get("to")) for one in timeline.get("holds", ())]
    if (
        turn.state != "active"
        or last > timeline["end"]
        or any(begins <= last and (ends or date.max) >= first for begins, ends in known)
    ):
        return None
    facts = [Holds(("rest", str(day)), True) for day in _days(first, last)]
    return Act(("hold", "--from", str(first), "--until", str(last)), lambda _: facts)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def resume(turn: Turn) -> Act | None:
    holds = [(one["from"], one["to"]) for one in turn.seen.data["timeline"].get("holds", ())]
    current = [(begins, ends) for begins, ends in holds if begins < turn.day <= ends]
    if turn.state != "active" or not current:
        return None
    (begins, ends) = current[0]
    facts = [Holds(("rest", str(day)), False) for day in _days(turn.day, ends)]
    # Of two who say so at the same time the later counts: the plan rested until then.
    facts += [Holds(("rest", str(day)), True) for day in _days(begins, turn.day - timedelta(days=1))]
    return Act(("resume",), lambda _: facts)


def log(turn: Turn) -> Act | None:
    return Act(("log", "--evidence", f"saw {turn.token}"), lambda _: [Kept(f"saw {turn.token}", once=True)])


def log_a_measure(turn: Turn) -> Act | None:
    words = ("log", "--measure", f"{turn.chance.choice(('pages', 'questions'))}=3", "--win", f"saw {turn.token}")
    return Act(words, lambda _: [Kept(f"saw {turn.token}", once=True)])


def log_a_milestone(turn: Turn) -> Act | None:
    left = [one["what"] for one in turn.seen.data["timeline"].get("milestones", ()) if "reached" not in one]
    if not left or turn.state not in ("active", "on-hold"):
        return None
    facts = [Holds(("milestone", left[0]), True), Kept(f"saw {turn.token}", once=True)]
    return Act(("log", "--milestone", left[0], "--evidence", f"saw {turn.token}"), lambda _: facts)


def _setting(key: str) -> Callable[[Turn], Act | None]:
    def act(turn: Turn) -> Act | None:
        if key == "current_state.team_member" and not turn.is_member:
            return None
        words = f"As {turn.token} says"
        return Act(("edit", "--set", f"{key}={words}"), lambda _: [Holds(("plain", key), words)])

    act.__name__ = f"edit {key}"
    return act


def name_a_helper(turn: Turn) -> Act | None:
    helper = f"{turn.token} <{turn.token}@example.com>"
    helpers = [*turn.seen.data["people"].get("helpers", ()), helper]
    return Act(("edit", "--set", f"people.helpers=[{', '.join(helpers)}]"), lambda _: [Kept(helper)])


def note_by_hand(turn: Turn) -> Act | None:
    part = turn.chance.choice(("## Meetings", "## Reading", "## Ideas"))
    line = f"Think of {turn.token}."
    return Act(("save",), lambda _: [Kept(line)], lambda raw: raw.replace(f"{part}\n", f"{part}\n\n{line}\n"))


def close(turn: Turn) -> Act | None:
    if turn.state not in ("active", "on-hold") or turn.person == JANE:
        return None
    summary = f"It was {turn.token}"
    left = [one for one in turn.seen.data["activities"] if one.get("status") in ("agreed", "doing")]
    facts = [Holds(("plain", "status"), "closed"), Holds(("plain", "outcome.summary"), summary)]
    facts += [_is(one, "dropped") for one in left]
    return Act(("close", "--outcome", "stopped", "--summary", summary, "--drop-open"), lambda _: facts)


def own_words(turn: Turn) -> Act | None:
    words = f"I liked {turn.token}"
    facts = [Holds(("plain", "outcome.team_member"), words)]
    return Act(("close", "--own-words", words), lambda _: facts) if turn.is_member else None


def follow_up(turn: Turn) -> Act | None:
    words = f"saw {turn.token}"
    return Act(("follow-up", "--sustained", "partly", "--evidence", words), lambda _: [Kept(words, once=True)])


def tidy(turn: Turn) -> Act | None:
    return Act(("tidy",), lambda _: []) if turn.seen.data.get("acknowledgements") else None


OPEN: dict[Callable[[Turn], Act | None], int] = {
    propose: 9,
    accept: 8,
    accept_all: 1,
    amend: 4,
    decline: 3,
    start: 4,
    done: 4,
    drop: 2,
    agree: 8,
    revise_the_goal: 2,
    revise_a_target: 2,
    extend: 2,
    hold: 3,
    resume: 2,
    log: 9,
    log_a_measure: 5,
    log_a_milestone: 1,
    _setting("title"): 1,
    _setting("current_state.team_member"): 2,
    _setting("current_state.manager"): 2,
    _setting("support_assets"): 2,
    _setting("opportunity.business_need"): 1,
    name_a_helper: 2,
    note_by_hand: 4,
    tidy: 2,
}
"""What is done with a plan that has not ended, and how often."""

CLOSED = {own_words: 1, follow_up: 2, note_by_hand: 1}


# -- the clones --------------------------------------------------------------------------------------------------------


@dataclass
class Clones:
    """The bare remote and its clones; `known` are the events that are in each, by number."""

    folder: Path
    git: Callable[..., str]
    coachplan: Callable[..., Any]
    today: Callable[[str], None]
    chance: random.Random
    oracle: Oracle = field(default_factory=Oracle)
    known: dict[str, set[int]] = field(default_factory=dict)
    done: Counter = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def make(self) -> None:
        """Make three plans, one of them still a draft, and the clones of each person."""
        self.coachplan("init", self.folder / "base")
        base = self.folder / "base"
        for id_ in PLANS:
            self.today("2026-01-05")
            self._as(base, CHARLES)
            title = id_.partition("/")[2].capitalize()
            made = self.coachplan("-C", base, "new", "--from", "-", stdin=PLAN.replace("Reports", title))
            assert made.code == 0, made.err
            plan = base / "plans" / id_ / "plan.md"
            plan.write_text(plan.read_text() + "\n# Notes\n\n## Meetings\n\n## Reading\n\n## Ideas\n", encoding="utf-8")
            assert self.coachplan("-C", base, "save").code == 0
            self._as(base, ADA)
            for words in (("propose", id_, "Write three points down", "--id", KEPT), ("accept", id_, "zero")):
                assert self.coachplan("-C", base, *words).code == 0
            if id_ != DRAFT:
                assert self.coachplan("-C", base, "edit", id_, "--set", "status=active").code == 0
            for one in self.seen(base, id_).data["activities"]:
                self.oracle.consents.add((id_, wording(one)))
            self._write_as_the_first_release(base, id_)
        self.git(self.folder, "clone", "--quiet", "--bare", "base", "remote.git")
        self.known["remote"] = set()
        for name, person in CLONES.items():
            self.git(self.folder, "clone", "--quiet", "remote.git", name)
            self._as(self.folder / name, person)
            self.known[name] = set()

    def _write_as_the_first_release(self, base: Path, id_: str) -> None:
        """Have Jane say that she has the terms, in plan.md: there is something to tidy."""
        self._as(base, JANE)
        assert self.coachplan("-C", base, "agree", id_, "--stance", "received").code == 0
        plan = base / "plans" / id_ / "plan.md"
        (word,) = plan.parent.glob("agreements/*.md")
        entry = yaml.safe_load(word.read_text(encoding="utf-8").split("---\n")[1])
        entry = {key: str(value) for key, value in entry.items() if key != "coachplan"}
        text = plan.read_text(encoding="utf-8").replace(
            "\n---\n", f"\nacknowledgements: {json.dumps([entry])}\n---\n", 1
        )
        plan.write_text(text, encoding="utf-8")
        word.unlink()
        self.git(base, "commit", "--quiet", "--all", "--message", "As the first release wrote it")

    def _as(self, clone: Path, person: str) -> None:
        name, _, email = person.rstrip(">").partition(" <")
        self.git(clone, "config", "user.name", name)
        self.git(clone, "config", "user.email", email)

    def seen(self, clone: Path, id_: str) -> Seen:
        """A plan in a clone."""
        return Seen.of(clone / "plans" / id_)

    # -- commands ------------------------------------------------------------------------------------------------------

    def run(self, commands: int) -> None:
        """Run so many commands, in turns of a few in one clone, each turn after a pull and before a push or not."""
        while len(self.oracle.events) < commands and len(self.refused) < 20 and not self.wrong:
            name = self.chance.choice([*CLONES])
            for _ in range(self.chance.randint(1, 4)):
                self.command(name, FIRST_DAY + timedelta(days=len(self.oracle.events) * DAYS // commands))
            if self.chance.random() < 0.8:
                self.sync(name)
        for name in (*CLONES, *CLONES):
            self.sync(name)

    def command(self, name: str, day: date) -> None:
        """Have the person of a clone do something that the oracle allows."""
        clone, id_, person = self.folder / name, self.chance.choice(PLANS), CLONES[name]
        before, number = self.seen(clone, id_), len(self.oracle.events)
        turn = Turn(before, person, day, f"w{number:04}", self.chance)
        ends = turn.chance.random() < 0.004
        choices = CLOSED if turn.state == "closed" else OPEN | ({close: 200} if ends else {})
        untried = [kind for kind in choices if kind.__name__ not in self.done]
        kind = self.chance.choices([*choices], [*choices.values()])[0]
        if untried and self.chance.random() < 0.2:
            kind = self.chance.choice(untried)
        act = kind(turn)
        if not act:
            return
        self.today(str(day))
        if act.by_hand:
            plan = clone / "plans" / id_ / "plan.md"
            plan.write_text(act.by_hand(before.raw), encoding="utf-8")
        result = self.coachplan("-C", clone, act.words[0], id_, *act.words[1:])
        if result.code:
            self.refused.append(f"{name}: {id_}: {act.words}: {result.err.strip()}")
            self.git(clone, "reset", "--quiet", "--hard")
            return
        self.done[kind.__name__] += 1
        after, facts = self.seen(clone, id_), tuple(act.facts(self.seen(clone, id_)))
        self.oracle.events.append(Event(number, id_, facts, frozenset(self.known[name]), " ".join(act.words[:2])))
        self.known[name].add(number)
        self.wrong += [f"not recorded: {fact}" for fact in facts if not fact.is_in(after)]
        if act.words[0] == "agree":
            self.oracle.words.setdefault((id_, person), {})[number] = Terms.of(after)
        elif turn.is_member and act.words[0] in ("propose", "accept", "amend"):
            self.oracle.consents |= {(id_, wording(one)) for one in after.data["activities"] if _answered(one, facts)}

    # -- git -----------------------------------------------------------------------------------------------------------

    def sync(self, name: str) -> None:
        """Give what a clone has, and take in what the remote has, in one of four ways."""
        clone, way = self.folder / name, self.chance.choice(WAYS)
        if way == "sync":
            self.by_command(name)
        else:
            self.git(clone, "fetch", "--quiet")
            if self.git(clone, "rev-list", "HEAD..origin/main"):
                self.done[way] += 1
                self.pull(clone, way)
            self.git(clone, "push", "--quiet", "origin", "HEAD:main")
        if news := self.known["remote"] - self.known[name]:
            self.known[name] |= news
            self.judge(name)
        self.known["remote"] |= self.known[name]

    def by_command(self, name: str) -> None:
        """Share by `coachplan sync`; a person answers what is asked, once nothing else has changed."""
        clone, before = self.folder / name, self._states(name)
        result = self.coachplan("-C", clone, "sync")
        self.done["sync"] += 1
        if result.code == 0:
            return
        asked = _ASKED.findall(result.err)
        self.done["question"] += bool(asked)
        self.wrong += [] if asked else [f"{name}: sync: {result.err}"]
        self.wrong += [] if self._states(name) == before else [f"{name}: a question has changed something"]
        mine, theirs = self.git(clone, "rev-parse", "HEAD", "origin/main").split()
        base, *others = self.git(clone, "merge-base", "--all", mine, theirs).split()
        versions = {id_: [self._at(clone, commit, id_) for commit in (base, mine, theirs)] for id_ in dict(asked)}
        self.wrong += [
            f"{name}: {id_}: {key} is asked in vain: {[str(at(one, key)) for one in versions[id_]]}, {len(others)} more"
            for id_, key in asked
            if not differs(key, None if others else versions[id_][0], *versions[id_][1:])
        ]
        for _ in range(_TRIES):
            sides = {f"{id_}:{key}": self.chance.choice(("mine", "theirs")) for id_, key in asked}
            taken = [word for question, side in sides.items() for word in ("--take", f"{side} {question}")]
            result = self.coachplan("-C", clone, "sync", *taken)
            if result.code == 0:
                break
            # Nobody takes the side without the team member's answer.
            self.done["refused"] += 1
            self.wrong += [] if "has the team member's" in result.err else [f"{name}: {taken}: {result.err}"]
            self.wrong += [] if self._states(name) == before else [f"{name}: a refusal has changed something"]
        else:
            self.wrong.append(f"{name}: nothing answers {asked}: {result.err}")
            return
        for id_, (was, *both) in versions.items():
            keys = {key: sides[f"{id_}:{key}"] for other, key in asked if other == id_}
            self.oracle.take(id_, was, both[0], both[1], self.seen(clone, id_), keys)

    def _states(self, name: str) -> list[str]:
        """All that a clone and the remote have: what is tracked, and what is not."""
        clone, remote = self.folder / name, self.folder / "remote.git"
        return [
            self.git(clone, "rev-parse", "HEAD", "HEAD^{tree}"),
            self.git(clone, "status", "--porcelain", "--ignored"),
            self.git(remote, "for-each-ref"),
        ]

    def _at(self, clone: Path, commit: str, id_: str) -> Seen:
        found = Seen.parsed(self.git(clone, "show", f"{commit}:plans/{id_}/plan.md"))
        assert found
        return found

    def pull(self, clone: Path, way: str) -> None:
        """Bring in what the remote has; a person answers what is asked."""
        ours, theirs = self.git(clone, "rev-parse", "HEAD", "origin/main").split()
        if way == "rebase":
            self.git(clone, "pull", "--quiet", "--rebase", check=False)
        elif way == "pull":
            self.git(clone, "pull", "--quiet", "--no-rebase", "--no-edit", check=False)
        else:
            self.git(clone, "merge", "--quiet", "--no-edit", "origin/main", check=False)
        if self.git(clone, "ls-files", "--unmerged"):
            self.done["question"] += 1
        while unmerged := self.git(clone, "diff", "--name-only", "--diff-filter=U").split():
            for path in unmerged:
                self.answer(clone, path)
            if way != "rebase":
                self.git(clone, "commit", "--quiet", "--no-edit")
            else:
                self.git(clone, "-c", "core.editor=true", "rebase", "--continue", check=False)
                if not self.git(clone, "diff", "--name-only", "HEAD") and (clone / ".git/rebase-merge").exists():
                    self.git(clone, "rebase", "--skip", check=False)
        assert not self.git(clone, "status", "--porcelain"), (way, self.git(clone, "status"))
        contained = self.git(clone, "merge-base", "--is-ancestor", theirs, "HEAD")
        assert contained == ""
        assert not (clone / ".git/rebase-merge").exists()
        assert way == "rebase" or not self.git(clone, "rev-list", f"HEAD..{ours}")

    def answer(self, clone: Path, path: str) -> None:
        """Take one side wherever a person is asked in a file; the whole of it where that makes no plan."""
        side = self.chance.choice((1, 2))
        marked = (clone / path).read_text(encoding="utf-8")
        text = _MARKED.sub(lambda found: found[side], marked)
        dropped = "\n".join(found[3 - side] for found in _MARKED.finditer(marked))
        versions = {number: self._stage(clone, path, number) for number in (1, 2, 3)}
        kept = Seen.parsed(text)
        if text == marked or kept is None:
            self.done["a whole side"] += 1
            text, dropped = versions[1 + side] or "", versions[4 - side] or ""
            kept = Seen.parsed(text)
        assert kept, path
        (clone / path).write_text(text, encoding="utf-8")
        sides = [Seen.parsed(versions[number] or "") for number in (2, 3)]
        base = Seen.parsed(versions[1]) if versions[1] else None
        self.oracle.decide("/".join(path.split("/")[1:3]), [side for side in sides if side], base, kept, dropped)
        self.git(clone, "add", "--", path)

    def _stage(self, clone: Path, path: str, number: int) -> str | None:
        there = self.git(clone, "ls-files", "--unmerged", "--", path)
        return self.git(clone, "show", f":{number}:{path}") if f" {number}\t" in there else None

    def change_people_and_places(self) -> None:
        """Have a plan move while others record in it, a manager hand over, and the team member take another name."""
        moved, _, draft = PLANS[0], *PLANS[1:]
        to = f"{moved}-moved"
        for name, person, commands in (
            ("jane", JANE, [("log", moved, "--evidence", "before the move")]),
            ("ada", ADA, [("log", draft, "--evidence", "x"), ("edit", draft, "--set", f"people.team_member={_KING}")]),
            ("ada", _KING, [("propose", draft, "Try another name"), ("agree", draft), ("log", moved, "--win", "x")]),
            ("charles", CHARLES, [("edit", draft, "--set", f"people.manager={_GRACE}"), ("agree", PLANS[1])]),
            ("charles-s-other", CHARLES, [("log", moved, "--win", "as it moves"), ("tidy", moved)]),
        ):
            self._as(self.folder / name, person)
            if name == "charles":
                self.git(self.folder / name, "mv", f"plans/{moved}", f"plans/{to}")
                self.git(self.folder / name, "commit", "--quiet", "--message", "x")
            for words in commands:
                self.coachplan("-C", self.folder / name, *words)
        self._as(self.folder / "ada-s-other", ADA)
        for name in (*CLONES, *CLONES):
            result = self.coachplan("-C", self.folder / name, "sync")
            assert result.code == 0, (name, result.err)
        self._as(self.folder / "charles-s-other", _GRACE)
        for words in (("agree", draft), ("log", draft, "--win", "the first")):
            self.coachplan("-C", self.folder / "charles-s-other", *words)
        for name in (*CLONES, *CLONES):
            assert self.coachplan("-C", self.folder / name, "sync").code == 0, name
            there = self.seen(self.folder / name, to)
            assert all(words in there.beside for words in ("before the move", "as it moves"))
        assert self.seen(self.folder / "ada", draft).data["people"]["manager"] == _GRACE

    # -- judging -------------------------------------------------------------------------------------------------------

    def judge(self, name: str) -> None:
        """Look for consents that nobody gave, and for doubled ids, in all plans of a clone."""
        clone = self.folder / name
        for id_ in PLANS:
            seen = self.seen(clone, id_)
            self.wrong += self.oracle.unasked(id_, seen)
            ids = Counter(one["id"] for one in seen.data["activities"])
            self.wrong += [f"{id_}: {one} is there {count} times" for one, count in ids.items() if count > 1]

    def judge_words(self, name: str) -> Iterator[str]:
        """Compare who stands by the terms with what the oracle knows."""
        clone = self.folder / name
        for id_ in PLANS:
            shown = self.coachplan("-C", clone, "show", id_).out.partition("\nAgreement\n")[2].partition("\n\n")[0]
            marks = {person: mark for mark, person in re.findall(r"^  (\S) ([^(]+) \(", shown, re.MULTILINE)}
            for person, holds in self.oracle.standing(id_, self.seen(clone, id_), self.known[name]).items():
                mark = marks.get(person.partition(" <")[0], "")
                if (mark in "✓·") not in holds:
                    yield f"{id_}: {person} is shown with {mark or 'nothing'}, and their word holds: {holds}"


def _answered(one: dict[str, Any], facts: Iterable[Fact]) -> bool:
    return any(isinstance(fact, Holds) and fact.key == ("activity", one["id"]) for fact in facts)
