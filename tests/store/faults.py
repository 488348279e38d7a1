"""Stops and fails real commands at every step, and looks at what is left.

A step is a call with which coachplan changes the file system, or a call of git that changes something. Each run is a
process of its own, forked from a warm one, on a fresh copy of a plan repository with unrelated staged work in it.

    python tests/storage/faults.py FOLDER

works in FOLDER and prints what it found as JSON: a list of `{"command", "fault", "steps", "bad"}`.
"""

import builtins
import contextlib
import errno
import fcntl
import io
import json
import mmap
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

GIT = shutil.which("git") or "git"
PLAN = "plans/ada-lovelace/clear-status-updates"
TYPED = "what-the-person-typed"
UNRELATED = "AM notes.txt\n"
SETTINGS = "[user]\nname = Ada Lovelace\nemail = ada@example.com\n[init]\ndefaultBranch = main\n"
KNOWN = """\
people:
  team_member: Ada Lovelace <ada@example.com>
  manager: Charles Babbage <charles@example.com>
  managers_manager: Mary Somerville <mary@example.com>
  hr: Jane Marcet <jane@example.com>
status: active
development_area: Giving clear, concise status updates in team meetings
current_state:
  manager: Two updates a week, and most are followed by clarifying questions.
  team_member: I prepare them on the way to the meeting.
goal_state:
  goal: Increase clear, concise status updates in team meetings from two to four per week by 4 February 2026.
  measures:
    - name: clear status updates
      unit: per week
      direction: increase
      baseline: 2
      target: 4
      by: 2026-02-04
activities:
  - id: rehearse
    what: Rehearse Monday's update with a peer
    owner: team_member
    proposed_by: manager
    status: agreed
    due: 2026-01-14
timeline:
  start: 2026-01-05
  end: 2026-02-04
support_assets:
  - what: Half an hour of rehearsal every Monday
    from: manager
update_cadence:
  every: week
  day: monday
  how: A 20-minute one-to-one; Ada opens with the week's evidence.
"""
CHECK_IN = """\
---
coachplan: 1
date: 2026-01-19
by: Charles Babbage <charles@example.com>
evidence:
  - what-the-person-typed
---
"""
COMMANDS = {
    "log": ["log", "clear-status", "--date", "2026-01-12", "--evidence", TYPED],
    "new": ["new", "Shorter stand-ups", "--from", "../shorter.yaml"],
    "save": ["save"],
    "undo": ["undo", "--yes"],
    "log after a crash": ["log", "clear-status", "--date", "2026-01-12", "--evidence", TYPED],
    "log after a torn commit": ["log", "clear-status", "--date", "2026-01-12", "--evidence", TYPED],
}
AFTER_A_CRASH = {"log after a crash": "both die in git", "log after a torn commit": "both die between"}
"""How `new` was stopped before: before git had committed, or between the moves of the branch and of the index."""
TOLD = "A command that was stopped "
NEXT = (["log", "clear-status", "--date", "2026-01-26", "--evidence", "later"], ["save"])


# -- processes ---------------------------------------------------------------------------------------------------------


@dataclass
class Ended:
    """How a process ended: its exit code, or the signal as a negative number, and what it said."""

    status: int
    out: str
    err: str


def forked(work: Callable[[], int]) -> Ended:
    """Do `work` in a process of its own."""
    pipes = os.pipe(), os.pipe()
    pid = os.fork()
    if not pid:
        status = 99
        try:
            for (_, writing), descriptor in zip(pipes, (1, 2), strict=True):
                os.dup2(writing, descriptor)
            sys.stdout, sys.stderr = (
                io.TextIOWrapper(io.FileIO(descriptor, "w", closefd=False), encoding="utf-8", write_through=True)
                for descriptor in (1, 2)
            )
            status = work()
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
        finally:
            os._exit(status)
    for _, writing in pipes:
        os.close(writing)
    said = []
    for reading, _ in pipes:
        with open(reading, encoding="utf-8", errors="replace") as pipe:
            said.append(pipe.read())
    return Ended(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), *said)


def coachplan(repository: Path, *commands: list[str], prepare: Callable[[], object] = lambda: None) -> Ended:
    """Run commands one after the other, in a forked process; the status is the highest."""

    def work() -> int:
        from coachplan.__main__ import main

        os.chdir(repository)
        os.environ["TMPDIR"] = str(repository.parent / "tmp")
        tempfile.tempdir = None
        prepare()
        status = 0
        for command in commands:
            sys.argv = ["coachplan", *command]
            status = max(status, main())
        return status

    return forked(work)


def git(repository: Path, *arguments: str) -> str:
    """What the real git says; an error where it fails."""
    done = subprocess.run([GIT, *arguments], cwd=repository, capture_output=True, check=False)
    said = done.stdout.decode("utf-8", "surrogateescape")
    if done.returncode:
        raise AssertionError(f"git {arguments[0]} failed: {done.stderr.decode()}{said}")
    return said


# -- the world ---------------------------------------------------------------------------------------------------------


def own_world(folder: Path) -> None:
    """An empty HOME with an identity for git, and none of the machine's settings."""
    home = folder / "home"
    home.mkdir(parents=True)
    (home / ".gitconfig").write_text(SETTINGS, encoding="utf-8")
    (home / "no-templates").mkdir()
    for name in [name for name in os.environ if name.startswith(("GIT_", "COACHPLAN_", "XDG_"))]:
        del os.environ[name]
    os.environ |= {
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TEMPLATE_DIR": str(home / "no-templates"),
        "COACHPLAN_TODAY": "2026-02-04",
        "NO_COLOR": "1",
    }


def template(folder: Path) -> Path:
    """A folder with a plan repository `plans`: a plan, a check-in, and unrelated work staged and changed further."""
    folder.mkdir(parents=True)
    (folder / "tmp").mkdir()
    (folder / "clear.yaml").write_text(KNOWN, encoding="utf-8")
    (folder / "shorter.yaml").write_text(KNOWN.replace("I prepare them", TYPED), encoding="utf-8")
    repository = folder / "plans"
    made = coachplan(folder, ["init", "plans"])
    assert made.status == 0, made.err
    first = ["log", "clear-status", "--date", "2026-01-05", "--evidence", "first"]
    made = coachplan(repository, ["new", "Clear status updates", "--from", "../clear.yaml"], first)
    assert made.status == 0, made.err
    notes = repository / "notes.txt"
    notes.write_text("staged\n", encoding="utf-8")
    git(repository, "add", "notes.txt")
    notes.write_text("staged\nand changed further\n", encoding="utf-8")
    return folder


def edited_by_hand(repository: Path) -> None:
    """What `save` has to record: a changed plan and a new check-in."""
    plan = repository / PLAN / "plan.md"
    plan.write_text(plan.read_text(encoding="utf-8").replace("I prepare them", TYPED), encoding="utf-8")
    (repository / PLAN / "check-ins/2026-01-19-charles-babbage-abcd.md").write_text(CHECK_IN, encoding="utf-8")


def files(repository: Path) -> dict[str, bytes]:
    """Every file of the plans; the random part of a check-in's name is left out."""
    return {
        re.sub(r"-[a-z0-9]{8}\.md$", ".md", str(path.relative_to(repository))): path.read_bytes()
        for path in sorted((repository / "plans").rglob("*"))
        if path.is_file()
    }


def warm_up(folder: Path) -> None:
    """Load everything that the commands use, so that forked processes start at once."""
    from coachplan.__main__ import main
    from coachplan.store import work_tree

    work_tree._STALE_SECONDS = 0.1  # how long it waits for a lock of git's to go by itself
    made = template(folder) / "plans"
    edited_by_hand(made)
    for command in (*(COMMANDS[name] for name in ("log", "new", "save", "undo")), *NEXT):
        with contextlib.chdir(made), contextlib.redirect_stdout(io.StringIO()):
            sys.argv = ["coachplan", *command]
            assert main() == 0


# -- faults ------------------------------------------------------------------------------------------------------------


_CALLS = (
    *("flock", "fsync", "ftruncate", "write", "pwrite", "rename", "replace", "unlink", "remove", "mkdir", "rmdir"),
    *("link", "symlink", "chmod", "fchmod"),
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_TAKEN_BY_A_FULL_DISK = ("unlink", "remove", "rmdir", "ftruncate", "flock")


@dataclass
class Injector:
    """Counts the calls that change the file system, and stops or fails the one that is number `step`.

    `action` is `kill`, `tear` (half of what is written, then killed), or the name of an error; with `lasting`, every
    later call fails, too, but for those that a full disk takes. `seen` is shared
    with the process that forked this one: whether the step was reached.
    """

    step: int
    action: str
    lasting: bool
    seen: mmap.mmap
    count: int = 0
    real: dict[str, Callable[..., Any]] = field(default_factory=dict)

    def strikes(self, name: str) -> bool:
        """Whether the call that is just made is to be stopped or failed."""
        self.count += 1
        if self.lasting and self.action == "ENOSPC" and name in _TAKEN_BY_A_FULL_DISK:
            return False
        if self.count != self.step and not (self.lasting and self.count > self.step):
            return False
        self.seen[0] = 1
        return True

    def strike(self) -> None:
        """Stop this process, or fail this call."""
        if self.action in ("kill", "tear"):
            os.kill(os.getpid(), signal.SIGKILL)
        number = getattr(errno, self.action)
        raise OSError(number, os.strerror(number))

    def install(self) -> None:
        """Put itself between coachplan and the file system."""
        for name in _CALLS:
            self._wrap(fcntl if name == "flock" else os, name, lambda *_, **__: True)
        self._wrap(os, "open", lambda path, flags, *_, **__: path != os.devnull and flags & _WRITING != 0)
        opened = builtins.open
        builtins.open = io.open = self._opening(opened)  # type: ignore[assignment]

    def _wrap(self, module: Any, name: str, counts: Callable[..., bool]) -> None:
        real = getattr(module, name)

        def call(*arguments: Any, **named: Any) -> Any:
            if counts(*arguments, **named) and self.strikes(name):
                if name in ("write", "pwrite") and self.action in ("tear", "ENOSPC"):
                    descriptor, data, *rest = arguments
                    real(descriptor, data[: len(data) // 2], *rest)
                self.strike()
            return real(*arguments, **named)

        setattr(module, name, call)

    def _opening(self, opened: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
            if set(mode).isdisjoint("wax+"):
                return opened(file, mode, *arguments, **named)
            if isinstance(file, int) and not stat.S_ISREG(os.fstat(file).st_mode):
                return opened(file, mode, *arguments, **named)
            if not isinstance(file, int) and self.strikes("open"):
                self.strike()
            return _File(self, opened(file, mode, *arguments, **named))

        return call


class _File:
    """A file whose writing, flushing and closing are steps."""

    def __init__(self, injector: Injector, file: Any) -> None:
        self._injector, self._file = injector, file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: Any) -> Any:
        if self._injector.strikes("write"):
            if self._injector.action in ("tear", "ENOSPC"):
                self._file.write(data[: len(data) // 2])
                self._file.flush()
            self._injector.strike()
        return self._file.write(data)

    def flush(self) -> None:
        if self._injector.strikes("flush"):
            self._injector.strike()
        self._file.flush()

    def close(self) -> None:
        strikes = self._injector.strikes("close")
        self._file.close()
        if strikes:
            self._injector.strike()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


GIT_FAULTS = (
    *("kill before git", "kill after git", "both die in git", "both die between", "git dies", "git dies at its end"),
    "git fails",
)
SHIM = f"""\
#!/bin/sh
# Stops or fails the call number $FAULT_STEP of git that changes something.
real={GIT}
skip=
for word; do
    if [ "$skip" ]; then skip=; continue; fi
    case $word in
        -c) skip=1 ;;
        -*) ;;
        *) break ;;
    esac
done
case $word in add|commit|rm|reset|init|update-ref|checkout) ;; *) exec "$real" "$@" ;; esac
echo . >>"$FAULT_FOLDER/calls"
[ "$(wc -l <"$FAULT_FOLDER/calls")" -eq "$FAULT_STEP" ] || exec "$real" "$@"
: >"$FAULT_FOLDER/seen"
leave_locks() {{
    : >.git/index.lock; : >.git/HEAD.lock; : >.git/refs/heads/main.lock; : >.git/next-index-$$.lock
}}
case $FAULT in
    "kill before git") kill -9 $PPID ;;
    "kill after git") "$real" "$@"; kill -9 $PPID ;;
    "both die in git") leave_locks; kill -9 $PPID; kill -9 $$ ;;
    "both die between")
        cp .git/index ../index; "$real" "$@"; cp ../index .git/index; leave_locks; kill -9 $PPID; kill -9 $$ ;;
    "git dies") leave_locks; kill -9 $$ ;;
    "git dies at its end") "$real" "$@"; kill -9 $$ ;;
    "git fails") echo "fatal: unable to write new index file: No space left on device" >&2; exit 128 ;;
esac
"""


@dataclass
class Fault:
    """What is done to a run of a command; `prepare` is called in its process."""

    prepare: Callable[[], object]
    seen: Callable[[], bool]
    lasting: bool = False


def call_fault(name: str, step: int) -> Fault:
    """A call of coachplan's own is stopped or fails: `kill`, `tear`, `EIO`, `ENOSPC`, or `ENOSPC for good`."""
    action, _, lasting = name.partition(" ")
    injector = Injector(step, action, bool(lasting), mmap.mmap(-1, 1))

    def prepare() -> None:
        if lasting:
            os.environ |= {"FAULT": "git fails", "FAULT_STEP": "1"}
            put_shim_first()
        injector.install()

    return Fault(prepare, lambda: injector.seen[0] == 1, bool(lasting))


def git_fault(name: str, step: int, folder: Path) -> Fault:
    """A call of git that changes something is stopped or fails."""

    def prepare() -> None:
        os.environ |= {"FAULT": name, "FAULT_STEP": str(step)}
        put_shim_first()

    return Fault(prepare, (folder / "seen").exists)


def put_shim_first(program: str = SHIM) -> None:
    """Let coachplan run `program` in the place of git."""
    folder = Path.cwd().parent
    shim = folder / "shim" / "git"
    shim.parent.mkdir()
    shim.write_text(program, encoding="utf-8")
    shim.chmod(0o755)
    os.environ |= {"FAULT_FOLDER": str(folder), "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"}


def size_fault(size: int) -> Fault:
    """No file may grow beyond `size` bytes."""
    return Fault(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)), lambda: True)


# -- what is left ------------------------------------------------------------------------------------------------------


@dataclass
class Trial:
    """One command, to be run with faults; `before` and `after` are the files without and with its success."""

    command: str
    template: Path
    before: dict[str, bytes]
    after: dict[str, bytes]

    @classmethod
    def of(cls, command: str, source: Path, folder: Path) -> "Trial":
        """The trial of a command, once it was seen to succeed."""
        made = folder / f"template-{command}"
        shutil.copytree(source, made, symlinks=True)
        if command in ("save", "undo"):
            edited_by_hand(made / "plans")
        if command == "undo":
            coachplan(made / "plans", COMMANDS["save"])
        if command in AFTER_A_CRASH:
            coachplan(made / "plans", COMMANDS["new"], prepare=git_fault(AFTER_A_CRASH[command], 2, made).prepare)
            shutil.rmtree(made / "shim")
            (made / "calls").unlink()
            (made / "seen").unlink()
        shutil.copytree(made, folder / f"success-{command}", symlinks=True)
        done = folder / f"success-{command}" / "plans"
        ended = coachplan(done, COMMANDS[command])
        assert ended.status == 0, ended.err
        return cls(command, made, files(made / "plans"), files(done))

    def problems(self, folder: Path, fault: Fault) -> list[str]:
        """What is wrong after the command was run with a fault in a copy in `folder`, and after the next commands."""
        shutil.copytree(self.template, folder, symlinks=True)
        repository = folder / "plans"
        ended = coachplan(repository, COMMANDS[self.command], prepare=fault.prepare)
        return self.judge(repository, ended, lasting=fault.lasting)

    def judge(self, repository: Path, ended: Ended, *, lasting: bool = False, heard: bool = True) -> list[str]:
        """What is wrong with what the command left, and with what the next commands make of it.

        `lasting` is a fault that also kept it from cleaning up; where it is not `heard`, its words may be missing.
        """
        found = [*self._torn(repository)]
        if ended.status >= 0 and not lasting:
            found += _leftovers(repository)
        if ended.status == 0:
            found += self._unrecorded(repository)
        elif ended.status > 0 and heard:
            found += self._badly_told(repository, ended)
        committed = git(repository, "ls-tree", "-r", "--name-only", "HEAD", "plans/").splitlines()
        following = NEXT if len(ended.err) % 2 else NEXT[::-1]
        later = coachplan(repository, *following)
        if later.status:
            found.append(f"the next command failed with {later.status}: {later.err}")
        if self.command == "undo":
            found += self._badly_taken_back(repository, is_done=ended.status == 0)
        return [*found, *self._unsound(repository, committed)]

    def _torn(self, repository: Path) -> Iterator[str]:
        present = files(repository)
        for path, data in present.items():
            temporary = Path(path).name.startswith(".coachplan-")
            if not temporary and data not in (self.before.get(path), self.after.get(path)):
                yield f"{path} is half-written"
        yield from (f"{path} is gone" for path in self.before.keys() & self.after.keys() if path not in present)

    def _unrecorded(self, repository: Path) -> Iterator[str]:
        promised = self.after if self.command == "save" else self.after.keys() - self.before.keys()
        for path in promised:
            if path not in files(repository):
                yield f"{path} was acknowledged and is not on disk"
            elif self.after[path].decode() not in self._history(repository):
                yield f"{path} was acknowledged and is not in git"

    def _badly_taken_back(self, repository: Path, *, is_done: bool) -> Iterator[str]:
        """Yield what is wrong once the next commands have run: words that are nowhere, a promise that is not kept."""
        there = {path: data for path, data in files(repository).items() if path in self.before}
        places = (*repository.glob(".git/coachplan/kept/*"), *repository.parent.glob("tmp/*"))
        kept = [path.read_text(encoding="utf-8", errors="replace") for path in places]
        if there == self.before:
            if is_done:
                yield "it was told to be taken back and is not"
        elif there != self.after:
            yield "it is taken back in part"
        elif sum(TYPED in text for text in kept) < len(self.before) - len(self.after) + 1:
            yield "its words are kept nowhere"

    @staticmethod
    def _history(repository: Path) -> list[str]:
        listed = git(repository, "ls-tree", "-r", "HEAD", "plans/").splitlines()
        return [git(repository, "cat-file", "blob", line.split()[2]) for line in listed]

    def _badly_told(self, repository: Path, ended: Ended) -> Iterator[str]:
        if ended.status not in (1, 2):
            yield f"exit code {ended.status}: {ended.err}"
        if ended.out:
            yield f"success was told: {ended.out}"
        named = re.search(r"kept in (\S+?)\)?\n", ended.err)
        in_place = any(TYPED in data.decode() for data in files(repository).values())
        kept = bool(named) and TYPED in Path(named[1]).read_text(encoding="utf-8")
        told = "your text could not be saved" in ended.err and TYPED in ended.err
        if not (in_place or kept or told):
            yield f"the text is lost: {ended.err}"
        if not told and len([line for line in ended.err.splitlines() if not line.startswith(TOLD)]) != 1:
            yield f"not one line: {ended.err}"

    def _unsound(self, repository: Path, committed: list[str]) -> Iterator[str]:
        checked = subprocess.run(
            [GIT, "fsck", "--strict", "--no-dangling"], cwd=repository, capture_output=True, text=True, check=False
        )
        if checked.returncode or checked.stdout or checked.stderr:
            yield f"git fsck: {checked.stdout}{checked.stderr}"
        if (status := git(repository, "status", "--porcelain")) != UNRELATED:
            yield f"git status: {status}"
        if git(repository, "show", ":notes.txt") != "staged\n":
            yield "unrelated staged work was changed"
        listed = set(git(repository, "ls-tree", "-r", "--name-only", "HEAD", "plans/").splitlines())
        yield from (f"{path} left git" for path in committed if path not in listed)
        yield from _leftovers(repository)
        yield from (f"{path} is left" for path in repository.glob(".git/**/*.lock"))
        if self.command == "new":
            yield from (f"{path} is empty" for path in repository.glob("plans/*/*") if not any(path.iterdir()))


def _leftovers(repository: Path) -> list[str]:
    return [f"{path} is left" for path in files(repository) if Path(path).name.startswith(".coachplan-")]


def sweep(trial: Trial, folder: Path, fault: str) -> dict[str, Any]:
    """Try a fault at every step of a command."""
    steps, bad = 0, []
    while steps < MANY:
        place = folder / f"{trial.command}-{fault}-{steps + 1}".replace(" ", "-")
        made = git_fault(fault, steps + 1, place) if fault in GIT_FAULTS else call_fault(fault, steps + 1)
        problems = trial.problems(place, made)
        reached = made.seen()
        bad += [f"step {steps + 1}: {problem}" for problem in problems]
        if not problems:
            shutil.rmtree(place)
        if not reached:
            break
        steps += 1
    return {"command": trial.command, "fault": fault, "steps": steps, "bad": bad}


def sweep_sizes(trial: Trial, folder: Path) -> dict[str, Any]:
    """Try a command with limits to the size of files."""
    sizes = (0, 1, 50, 130, 200, 300, 500, 1000, 2000, 10_000)
    bad = []
    for size in sizes:
        place = folder / f"{trial.command}-{size}-bytes"
        problems = trial.problems(place, size_fault(size))
        bad += [f"{size} bytes: {problem}" for problem in problems]
        if not problems:
            shutil.rmtree(place)
    return {"command": trial.command, "fault": "RLIMIT_FSIZE", "steps": len(sizes), "bad": bad}


CALL_FAULTS = ("kill", "tear", "EIO", "ENOSPC", "EIO for good", "ENOSPC for good")
PROCESSES = 2
MANY = 200


def run_all(folder: Path) -> list[dict[str, Any]]:
    """Every fault at every step of every command, shared out to two processes."""
    own_world(folder)
    warm_up(folder / "warm")
    source = template(folder / "template")
    trials = [Trial.of(command, source, folder) for command in COMMANDS]
    work: list[tuple[Trial, str]] = [
        (trial, fault)
        for fault in (*CALL_FAULTS, "RLIMIT_FSIZE", *GIT_FAULTS)
        for trial in trials
        if trial.command not in AFTER_A_CRASH or fault in ("kill", *GIT_FAULTS)
    ]

    def share(part: int) -> int:
        for trial, fault in work[part::PROCESSES]:
            found = sweep_sizes(trial, folder) if fault == "RLIMIT_FSIZE" else sweep(trial, folder, fault)
            print(json.dumps(found), flush=True)
        return 0

    results: list[dict[str, Any]] = []
    ends = []
    for part in range(PROCESSES):
        reading, writing = os.pipe()
        if not os.fork():
            os.close(reading)
            os.dup2(writing, 1)
            try:
                os._exit(share(part))
            except BaseException:  # noqa: BLE001
                traceback.print_exc()
                os._exit(1)
        os.close(writing)
        ends.append(reading)
    for reading in ends:
        with open(reading, encoding="utf-8") as pipe:
            results += map(json.loads, pipe)
        assert os.wait()[1] == 0
    return results


if __name__ == "__main__":
    print(json.dumps(run_all(Path(sys.argv[1]).absolute()), indent=1))
