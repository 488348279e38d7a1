"""Stops and fails the commands that share, at every step and at any byte of a transfer, and looks at what is left.

A step is a call with which coachplan changes the file system, or a call of git that changes something. Connections to a
real `git daemon` and `git http-backend` are cut, or coachplan is killed, after so many bytes of either direction. Each
run is a process of its own on a fresh copy of two people's repositories; then the next command must complete what was
begun.

    PYTHONPATH=tests python tests/store/sharing_faults.py FOLDER quick|long|whole [COMMAND…]

works in FOLDER, with the commands that are named or all, and prints what it found as JSON: a list of `{"command",
"fault", "steps", "bad"}`.
"""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import faults
from faults import Ended, Fault, coachplan, git

from coachplan.store import work_tree
from remotes import Cut, aside, git_daemon, http_backend

ADA, CHARLES = "Ada Lovelace <ada@example.com>", "Charles Babbage <charles@example.com>"
TYPED, THEIRS = "what-ada-typed", "what-charles-typed"
CHANGES = (
    *("fetch", "push", "clone", "ls-remote", "merge-tree", "read-tree", "update-index", "hash-object", "write-tree"),
    *("commit-tree", "merge", "config", "reset", "checkout", "update-ref", "init", "switch", "remote"),
)
"""The commands of git that a command which shares runs, and that change something or talk with a remote."""

SHIM = faults.SHIM.replace("add|commit|rm|reset|init", "|".join(CHANGES))
SHIM = SHIM.replace("echo . >>", """case " $* " in *" --get"*) exec "$real" "$@" ;; esac\necho . >>""", 1)
SHIM = SHIM.replace(
    "leave_locks() {",
    """leave_locks() {
    [ -d .git ] && [ "$word" != ls-remote ] || return 0
    : >.git/config.lock; mkdir -p .git/refs/remotes/origin; : >.git/refs/remotes/origin/main.lock""",
)
IN_GIT = ("kill before git", "kill after git", "both die in git", "git dies", "git dies at its end", "git fails")
CALLS = ("kill", "tear", "EIO", "ENOSPC")
QUICK, LONG = "quick", "long"
TIMES = {QUICK: 1, LONG: 10, "whole": 60}
"""How often a transfer is cut, and coachplan killed in it, in each direction."""

SIZES = (0, 1, 50, 130, 200, 300, 500, 1000, 1300, 2000, 10_000)


# -- the world ---------------------------------------------------------------------------------------------------------


def world(folder: Path) -> Path:
    """A remote with news, Ada's clone with news of her own, plans that are not shared yet, and an empty remote."""
    faults.template(folder / "made")
    base = folder / "made/plans"
    git(base, "reset", "--quiet", "--hard")
    (base / "notes.txt").unlink(missing_ok=True)
    made = folder / "world"
    for name in ("tmp", "desk"):
        (made / name).mkdir(parents=True)
    git(folder, "clone", "--quiet", "--bare", str(base), str(made / "remote.git"))
    git(folder, "init", "--quiet", "--bare", str(made / "new.git"))
    shutil.copytree(base, made / "own", symlinks=True)
    for name in ("plans", "charles"):
        git(folder, "clone", "--quiet", str(made / "remote.git"), str(made / name))
    git(made / "charles", "config", "user.name", "Charles Babbage")
    git(made / "charles", "config", "user.email", "charles@example.com")
    for words in (["propose", "clear-status", THEIRS], ["sync"]):
        assert coachplan(made / "charles", words).status == 0
    for name in ("plans", "own"):
        done = coachplan(made / name, ["log", "clear-status", "--date", "2026-01-12", "--evidence", TYPED])
        assert done.status == 0, done.err
    return made


def _contains(repository: Path, text: str) -> bool:
    """True if the last commit of a repository has a text among its plans."""
    words = [faults.GIT, "grep", "--quiet", text, "main", "--", "plans/"]
    return subprocess.run(words, cwd=repository, capture_output=True, check=False).returncode == 0


@dataclass(frozen=True)
class Row:
    """A command that shares: where it is run, its words for the address of a remote, and what must come of it."""

    name: str
    place: str
    remote: str
    words: Callable[[str], list[str]]
    following: Callable[[Path, str], tuple[str, list[str]]]
    wanted: Callable[[Path], Iterator[str]]
    is_local: bool = False


def _synced(made: Path) -> Iterator[str]:
    yield from _alike(made / "plans", made / "remote.git")
    yield from (f"{text} is lost" for text in (TYPED, THEIRS) if not _contains(made / "plans", text))


def _shared(made: Path) -> Iterator[str]:
    yield from _alike(made / "own", made / "new.git")
    yield from () if _contains(made / "new.git", TYPED) else [f"{TYPED} is not shared"]


def _cloned(made: Path) -> Iterator[str]:
    yield from _alike(made / "desk/mine", made / "remote.git")
    for left in (made / "desk").iterdir():
        if left.name != "mine" and any(left.iterdir()):  # an empty folder goes with the next clone
            yield f"{left} is left"


def _taken_back(made: Path) -> Iterator[str]:
    yield from _alike(made / "plans", made / "remote.git")
    places = (*made.glob("plans/.git/coachplan/kept/*"), *made.glob("tmp/*"))
    kept = [file.read_text(encoding="utf-8") for file in places if file.is_file()]
    if not (_contains(made / "plans", TYPED) or any(TYPED in text for text in kept)):
        yield f"{TYPED} is lost"


def _alike(clone: Path, remote: Path) -> Iterator[str]:
    heads = {git(place, "rev-parse", "main") for place in (clone, remote)}
    if len(heads) > 1:
        yield f"{clone.name} and {remote.name} have different heads"
    if status := git(clone, "status", "--porcelain"):
        yield f"git status of {clone.name}: {status}"
    yield from (f"{path} is left" for path in clone.glob(".git/**/*.lock"))
    yield from (f"{path} is left" for path in clone.glob(".git/coachplan-*"))


def _point(clone: Path, url: str) -> None:
    """Give the remote of a clone another address, once a git that goes on by itself lets that be."""
    for _ in range(50):
        with suppress(AssertionError):
            git(clone, "config", "remote.origin.url", url)
            return
        time.sleep(0.1)
    raise AssertionError(clone)


def _again(made: Path, url: str) -> tuple[str, list[str]]:
    """A clone that is there is one to share with; else it is made."""
    if (made / "desk/mine").exists():
        return "desk/mine", ["sync"]
    return "desk", ["clone", url, "mine", "--as", "ada"]


ROWS = (
    Row("sync", "plans", "remote.git", lambda _: ["sync"], lambda *_: ("plans", ["sync"]), _synced),
    Row(
        "share",
        "own",
        "new.git",
        lambda url: ["share", url, "--yes"],
        lambda _, url: ("own", ["share", url, "--yes"]),
        _shared,
    ),
    Row("clone", "desk", "remote.git", lambda url: ["clone", url, "mine", "--as", "ada"], _again, _cloned),
    Row(
        "undo",
        "plans",
        "remote.git",
        lambda _: ["undo", "--yes"],
        lambda *_: ("plans", ["sync"]),
        _taken_back,
        is_local=True,
    ),
)


# -- one run -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sweeps:
    """All runs of the rows, in copies of a world in `folder`; `ports` has that of a server of it for each protocol."""

    folder: Path
    world: Path
    ports: Mapping[str, int]
    how: str

    @contextmanager
    def copy(self, row: Row, name: str) -> Iterator[Path]:
        """A fresh copy of the world."""
        made = self.folder / re.sub(r"\W+", "-", f"{row.name} {name}")
        shutil.copytree(self.world, made, symlinks=True)
        git(made / "plans", "remote", "set-url", "origin", str(made / "remote.git"))
        for clone in ("plans", "own"):
            git(made / clone, "update-index", "-q", "--refresh")
        yield made
        shutil.rmtree(made, ignore_errors=True)

    def problems(
        self, row: Row, made: Path, fault: Callable[[], object], url: str = "", *, heard: bool = True
    ) -> list[str]:
        """What is wrong after a run with a fault, and after the next command."""
        reached, direct = url or str(made / row.remote), str(made / row.remote)
        if url and row.name == "sync":
            _point(made / "plans", url)
        ended = coachplan(made / row.place, row.words(reached), prepare=fault)
        found = [*self._at_once(row, made, ended, heard=heard)]
        for clone in made / "plans", made / "own", made / "desk/mine":
            if url and clone.exists() and url in git(clone, "config", "--list"):
                _point(clone, direct)
        place, words = row.following(made, direct)
        later = coachplan(made / place, words)
        if later.status:
            found.append(f"the next command failed with {later.status}: {later.err}")
        try:
            found += row.wanted(made)
        except AssertionError as error:
            found.append(str(error))
        return [*found, *self._unsound(made)]

    @staticmethod
    def _at_once(row: Row, made: Path, ended: Ended, *, heard: bool) -> Iterator[str]:
        if ended.status > 0 and ended.status not in (1, 2):
            yield f"exit code {ended.status}: {ended.err}"
        lines = [line for line in ended.err.splitlines() if not line.startswith(faults.TOLD)]
        if ended.status > 0 and heard and len(lines) != 1:
            yield f"not one line: {ended.err}"
        if not _contains(made / "remote.git", THEIRS):
            yield "the remote has lost something"
        if ended.status == 0 and row.name in ("sync", "share"):
            yield from row.wanted(made)

    @staticmethod
    def _unsound(made: Path) -> Iterator[str]:
        for repository in (made / "plans", made / "own", made / "remote.git", made / "new.git", made / "desk/mine"):
            if repository.exists():
                try:
                    said = git(repository, "fsck", "--strict", "--no-dangling")
                except AssertionError as error:
                    said = str(error)
                if said and "notice: HEAD points to an unborn branch" not in said:
                    yield f"git fsck of {repository.name}: {said}"

    # -- all of them ---------------------------------------------------------------------------------------------------

    def calls(self, row: Row, name: str) -> dict[str, Any]:
        """Each call of coachplan's own."""
        return self._steps(row, name, lambda step, _: faults.call_fault(name, step))

    def in_git(self, row: Row, name: str) -> dict[str, Any]:
        """Each call of git."""

        def fault(step: int, made: Path) -> Fault:
            def prepare() -> None:
                os.environ |= {"FAULT": name, "FAULT_STEP": str(step)}
                faults.put_shim_first(SHIM)

            return Fault(prepare, (made / "seen").exists)

        return self._steps(row, name, fault)

    def _steps(self, row: Row, name: str, fault: Callable[[int, Path], Fault]) -> dict[str, Any]:
        steps, bad, stride = 0, [], 9 if self.how == QUICK else 1
        for step in range(1, 400, stride):
            with self.copy(row, f"{name} {step}") as made:
                made_fault = fault(step, made)
                bad += [f"step {step}: {problem}" for problem in self.problems(row, made, made_fault.prepare)]
                if not made_fault.seen():
                    break
            steps += 1
        return {"command": row.name, "fault": name, "steps": steps, "bad": bad}

    def sizes(self, row: Row) -> dict[str, Any]:
        """No file may grow beyond so many bytes, git's neither."""
        bad = []
        for size in SIZES:
            with self.copy(row, f"{size} bytes") as made:
                fault = faults.size_fault(size)
                bad += [f"{size} bytes: {problem}" for problem in self.problems(row, made, fault.prepare)]
        return {"command": row.name, "fault": "RLIMIT_FSIZE", "steps": len(SIZES), "bad": bad}

    def transfers(self, row: Row, protocol: str, direction: str) -> dict[str, Any]:
        """The connection is cut, or coachplan is killed, after so many bytes in one direction."""
        with self.copy(row, f"{protocol} {direction}") as made:
            many = 10**9
            found, left = self._through(row, made, Cut(self.ports[protocol], direction, many), protocol)
        bad, count = [f"whole: {problem}" for problem in found], many - left
        steps = [
            (after, what)
            for what in ("cut", "kill")
            for after in range(0 if TIMES[self.how] > 1 else count // 2, count, count // TIMES[self.how] + 1)
        ]
        for after, what in steps:
            with self.copy(row, f"{what} {protocol} {direction} {after}") as made:
                victim = made / "victim" if what == "kill" else None
                cut = Cut(self.ports[protocol], direction, after, victim)
                problems, left = self._through(row, made, cut, protocol)
                bad += [f"{what} after {after} bytes: {problem}" for problem in problems]
                bad += [f"{after} bytes: it did not come so far"] if left >= 0 else []
        return {"command": row.name, "fault": f"{protocol} {direction}", "steps": len(steps), "bad": bad}

    def _through(self, row: Row, made: Path, cut: Cut, protocol: str) -> tuple[list[str], int]:
        with aside(cut.through()) as port:
            url = f"{protocol}://127.0.0.1:{port}/{made.name}/{row.remote}"
            note = lambda: (made / "victim").write_text(str(os.getpid()), encoding="ascii")  # noqa: E731
            return self.problems(row, made, note, url), cut.left


def work(sweeps: Sweeps, rows: Sequence[Row]) -> list[Callable[[], dict[str, Any]]]:
    """Everything that is tried; quickly, a part of it."""
    is_quick = sweeps.how == QUICK
    calls = {QUICK: CALLS[:1], LONG: ("kill", "ENOSPC")}.get(sweeps.how, CALLS)
    found: list[Callable[[], dict[str, Any]]] = []
    for row in rows:
        found += [partial(sweeps.calls, row, name) for name in calls]
        found += [
            partial(sweeps.in_git, row, name) for name in (("both die in git", "git dies") if is_quick else IN_GIT)
        ]
        for protocol in () if row.is_local else ("git",) if is_quick else ("git", "http"):
            found += [partial(sweeps.transfers, row, protocol, way) for way in ("up", "down")]
        found += [] if is_quick else [partial(sweeps.sizes, row)]
    return found


def warm_up(sweeps: Sweeps, rows: Sequence[Row]) -> None:
    """Load everything that the commands use, so that forked processes start at once."""
    from coachplan.__main__ import main

    for row in rows:
        with (
            sweeps.copy(row, "warm") as made,
            contextlib.chdir(made / row.place),
            contextlib.redirect_stdout(io.StringIO()),
        ):
            sys.argv = ["coachplan", *row.words(str(made / row.remote))]
            assert main() == 0


def main() -> None:
    """Try everything, and print what was found."""
    folder, how, *names = (Path(sys.argv[1]).absolute(), *sys.argv[2:])
    rows = [row for row in ROWS if not names or row.name in names]
    faults.own_world(folder)
    work_tree._STALE_SECONDS = 0.1  # how long it waits for a lock of git's to go by itself
    made = world(folder)
    with aside(git_daemon(folder)) as daemon, aside(http_backend(folder, None)) as backend:
        sweeps = Sweeps(folder, made, {"git": daemon, "http": backend}, how)
        warm_up(sweeps, rows)
        results = []
        for each in work(sweeps, rows):
            results.append(each())
            print(json.dumps(results[-1]), file=sys.stderr, flush=True)
        print(json.dumps(results))


if __name__ == "__main__":
    main()
