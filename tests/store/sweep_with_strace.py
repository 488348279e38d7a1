"""The deepest sweep: the changing system calls of a command, and of each git that changes something, one at a time.

Needs `strace`, and takes long; so it is run by hand and is no part of the tests:

    python tests/storage/sweep_with_strace.py [COMMAND…]

A call is killed at its beginning (`kill both`: a call of git's, and coachplan dies with it) or fails. It prints what it
tried and every bad state, and exits with 1 where there was one.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import faults
from faults import Ended, Trial

COACHPLAN, ADD, COMMIT = "coachplan", "git add", "git commit"
CALLS = {
    "write": ("write", "pwrite64"),
    "sync": ("fsync", "fdatasync"),
    "rename": ("rename", "renameat", "renameat2", "link", "linkat"),
    "make": ("mkdir", "mkdirat"),
    "remove": ("unlink", "unlinkat", "rmdir"),
    "change": ("chmod", "fchmod", "fchmodat", "ftruncate", "utimensat"),
    "open": ("openat",),
}
ACTIONS = {"kill": "signal=KILL", "kill both": "signal=KILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
SHIM = f"""\
#!/bin/sh
# Runs git; the one call that is meant, under strace.
case " $* " in *" {{meant}} "*) ;; *) exec {faults.GIT} "$@" ;; esac
strace -f -y -q -o ../strace -e trace={{calls}} -e inject={{injection}} {faults.GIT} "$@"
status=$?
[ "$status" -gt 128 ] && kill -9 {{also}} $$
exit "$status"
"""


@dataclass(frozen=True)
class Sweep:
    """A kind of calls of one process that are struck, one at a time, in one way."""

    trial: Trial
    process: str
    calls: str
    action: str

    def injection(self, number: int) -> list[str]:
        """The arguments of strace for the call of that number."""
        return [",".join(CALLS[self.calls]), f"{','.join(CALLS[self.calls])}:{ACTIONS[self.action]}:when={number}"]

    def run(self, repository: Path, number: int) -> Ended:
        """Run the command and strike at the call of that number."""
        command = faults.COMMANDS[self.trial.command]
        calls, injection = self.injection(number)
        if self.process != COACHPLAN:
            also = "$PPID" if self.action == "kill both" else ""
            meant = self.process.removeprefix("git ")
            shim = SHIM.format(meant=meant, calls=calls, injection=injection, also=also)
            return faults.coachplan(repository, command, prepare=lambda: faults.put_shim_first(shim))
        tracer = ["strace", "-y", "-q", "-o", "../strace", "-e", f"trace={calls}", "-e", f"inject={injection}"]
        done = subprocess.run(
            [*tracer, sys.executable, "-B", "-m", "coachplan", *command],
            cwd=repository,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def whole(self, folder: Path) -> tuple[int, list[str]]:
        """Strike at every call: at how many, and what was bad."""
        bad: list[str] = []
        for number in range(1, 1000):
            name = f"{self.trial.command}, {self.process}: {self.action} at {self.calls} {number}"
            place = folder / re.sub(r"\W+", "-", name)
            shutil.copytree(self.trial.template, place, symlinks=True)
            ended = self.run(place / "plans", number)
            record = place / "strace"
            said = record.read_text(encoding="utf-8", errors="replace") if record.exists() else ""
            struck = "(INJECTED)" in said or "+++ killed by SIGKILL +++" in said
            # Pipes and terminals that fail may take away the very words that are asked for.
            heard = not re.search(r"\b\w+\(\d+<(?!/dev/shm|/tmp).*\(INJECTED\)", said)
            problems = self.trial.judge(place / "plans", ended, heard=heard)
            bad += [f"{name}: {problem}" for problem in problems]
            if not problems:
                shutil.rmtree(place)
            if not struck:
                return number - 1, bad
        return 1000, bad


def sweeps(trials: list[Trial]) -> list[Sweep]:
    """Everything that is tried; Python itself opens too many files for that to be worth its time."""
    return [
        Sweep(trial, process, calls, action)
        for trial in trials
        for process in (COACHPLAN, ADD, COMMIT)
        for calls in CALLS
        for action in ACTIONS
        if process != COACHPLAN or (calls != "open" and action != "kill both")
    ]


def main() -> int:
    """Sweep the commands named, or all; 0 where every state was good."""
    commands = sys.argv[1:] or ["log", "new", "save"]
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as temporary:
        folder = Path(temporary) / "world"
        faults.own_world(folder)
        faults.warm_up(folder / "warm")
        source = faults.template(folder / "template")
        work = sweeps([Trial.of(command, source, folder) for command in commands])
        return show(work, shared_out(work, folder))


def shared_out(work: list[Sweep], folder: Path) -> dict[int, tuple[int, list[str]]]:
    """What each sweep found, by its place in `work`; shared out to processes of our own."""
    parts = []
    for part in range(faults.PROCESSES):
        results = folder / f"results-{part}"
        pid = os.fork()
        if not pid:
            status = 1
            try:
                found = {place: work[place].whole(folder) for place in range(part, len(work), faults.PROCESSES)}
                results.write_text(json.dumps(found), encoding="utf-8")
                status = 0
            finally:
                os._exit(status)
        parts.append((pid, results))
    found = {}
    for pid, results in parts:
        assert os.waitpid(pid, 0)[1] == 0
        found |= {
            int(place): tuple(result) for place, result in json.loads(results.read_text(encoding="utf-8")).items()
        }
    return found


def show(work: list[Sweep], found: dict[int, tuple[int, list[str]]]) -> int:
    """Print the counts by command, process and action, and what was bad."""
    counts: dict[tuple[str, str, str], list[int]] = {}
    for place, sweep in enumerate(work):
        row = counts.setdefault((sweep.trial.command, sweep.process, sweep.action), [0, 0])
        row[0] += found[place][0]
        row[1] += len(found[place][1])
    for (command, process, action), (steps, bad) in counts.items():
        print(f"{command:5} {process:10} {action:10} {steps:5} steps {bad:3} bad")
    steps, bad = (sum(column) for column in zip(*counts.values(), strict=True))
    print(f"{steps} steps, {bad} bad states")
    for place in range(len(work)):
        print(*found[place][1], sep="\n", end="\n" if found[place][1] else "")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
