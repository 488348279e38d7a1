"""Paired measurements: everything that is compared takes turns, so that a machine's drift meets all alike."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Run = Callable[[], None]
"""Something to measure."""

MIB = 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, in which unit, and what is aimed for."""

    what: str
    measured: float
    unit: str
    target: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the target was met, where there is one."""
        return "" if self.target is None else "met" if self.measured <= self.target else "missed"


@dataclass(frozen=True)
class Machine:
    """How programs are started: the Python to run, and an environment that is no person's own."""

    python: str
    home: Path

    def environment(self) -> Mapping[str, str]:
        """A HOME without settings, the same day in every run, and compiled modules kept as an installation has them."""
        dropped = ("GIT_", "COACHPLAN_", "XDG_", "PYTHON", "CI")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        return {**kept, "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1", "COACHPLAN_TODAY": "2026-02-04"}

    def program(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        variables: Mapping[str, str] | None = None,
        may_find: bool = False,
    ) -> Run:
        """Runs a command to its end, in silence; where it fails, the measurement is wrong.

        A checker that `may_find` something ends with 1 then, and that is no failure.
        """
        words = [str(word) for word in command]
        environment = {**self.environment(), **(variables or {})}

        def run() -> None:
            silent = subprocess.DEVNULL
            done = subprocess.run(words, cwd=cwd, env=environment, stdin=silent, stdout=silent, check=False)
            assert done.returncode in (0, int(may_find)), (words, done.returncode)

        return run

    def coachplan(
        self, *arguments: str | Path, cwd: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> Run:
        """The command line, as the installed script starts it."""
        return self.program(*self.coachplan_words(*arguments), cwd=cwd, variables=variables)

    def coachplan_words(self, *arguments: str | Path) -> list[str]:
        """The words of a command."""
        return [self.python, "-c", "from coachplan.__main__ import run; run()", *map(str, arguments)]

    def bare(self) -> Run:
        """`P`: a Python that does nothing."""
        return self.program(self.python, "-c", "pass")

    def reference(self, what: str, folder: Path) -> Run:
        """One of the references in `reference.py`."""
        return self.program(self.python, Path(__file__).with_name("reference.py"), what, folder)


def ratios(reference: Run, runs: Mapping[str, Run], rounds: int) -> dict[str, float]:
    """How many times as long as the reference each run takes: the median over pairs, each in turn the first of two."""
    return {name: _ratio(run, reference, rounds) for name, run in runs.items()}


def _ratio(run: Run, reference: Run, rounds: int) -> float:
    _seconds(run), _seconds(reference)
    found = []
    for number in range(rounds):
        other = _seconds(reference) if number % 2 else 0.0
        mine = _seconds(run)
        found.append(mine / (other or _seconds(reference)))
    return median(found)


def beyond(base: Run, run: Run, unit: Run, rounds: int) -> float:
    """How many times as long as the unit a run takes beyond its base: the median over rounds of all three."""
    for each in (base, run, unit):
        each()
    found = []
    for number in range(rounds):
        order = (base, run, unit) if number % 2 else (unit, run, base)
        taken = {each: _seconds(each) for each in order}
        found.append((taken[run] - taken[base]) / taken[unit])
    return median(found)


def _seconds(run: Run) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def peak_memory(command: list[str], environment: Mapping[str, str]) -> float | None:
    """The most memory in MiB that a command's processes hold together, shared pages once; None where it cannot tell."""
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_proportional_set, _family(process.pid))))
        time.sleep(0.005)
    return peak / MIB


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _proportional_set(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    cells = [("command", "measured", "target", "")]
    cells += [
        (row.what, f"{row.measured:.2f} {row.unit}", f"{row.target:g}" if row.target else "", row.verdict)
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def versions() -> str:
    """What was measured on, in general words."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    return f"{os.cpu_count()} cores, {sys.platform}, Python {sys.version.split()[0]}, git {git}"
