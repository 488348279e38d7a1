"""How fast coachplan is, next to what cannot be left out: `python benchmarks/run.py [NAME]…`; see README.md."""

import argparse
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path

from measuring import Machine, Row, Run, beyond, peak_memory, ratios, table, versions
from plans import circles, folder_of_plans, git, long_history, pages_as_markdown

_DATA = Path(__file__).parents[1] / "build" / "benchmarks"
_PEERS = ("yamllint", "rumdl", "mkdocs")
_SMALL, _MIDDLE, _LARGE = 10, 1_000, 10_000
_CIRCLES = 200
_COMMITS = 20_000


class Benchmarks:
    """Each method measures one part of the command line and yields what it found."""

    def __init__(self, machine: Machine, data: Path, rounds: int, *, peers: bool, earlier: Path | None) -> None:
        self._machine = machine
        self._data = data
        self._rounds = rounds
        self._earlier = earlier
        self._peers = _install_peers(data) if peers else None

    def start(self) -> Iterator[Row]:
        """Commands that a person waits for: how much longer than a Python that does nothing."""
        coachplan, ten = self._machine.coachplan, folder_of_plans(self._data, _SMALL)
        one = folder_of_plans(self._data, 1)
        completing = {"_COACHPLAN_COMPLETE": "complete_bash", "COMP_WORDS": "coachplan show a", "COMP_CWORD": "2"}
        runs = {
            "--version": (1.5, coachplan("--version")),
            "--help": (None, coachplan("--help")),
            "log --help": (15, coachplan("log", "--help")),
            "completion of ten plans": (9, coachplan(cwd=ten, variables=completing)),
            "list, ten plans": (9, coachplan("-C", ten, "list")),
            "check, one plan": (14, coachplan("-C", one, "check", "--no-cache")),
            "check, one plan, cached": (9, coachplan("-C", one, "check")),
            "show, one plan": (None, coachplan("-C", one, "show", "a")),
        }
        yield from self._rows("P", self._machine.bare(), runs)

    def merge(self) -> Iterator[Row]:
        """Merging a plan that both changed, fields and Markdown: git waits for each plan of a pull."""
        folder, plan = self._data / "merge", next(folder_of_plans(self._data, 1).glob("plans/*/*/plan.md"))
        folder.mkdir(exist_ok=True)
        text = plan.read_text(encoding="utf-8")
        versions_of = {
            "base": f"{text}One\n\nTwo\n",
            "mine": text.replace("title:", "title: Very", 1) + "Zero\nOne\n\nTwo\n",
            "theirs": text.replace("reason:", "reason: Really", 1) + "One\n\nTwo\nThree\n",
        }
        for name, version in versions_of.items():
            (folder / name).write_text(version, encoding="utf-8")
        words = ("merge-driver", folder / "base", folder / "mine", folder / "theirs", "7", "plans/a/b/plan.md")
        whole = self._machine.coachplan(*words)
        yield from self._rows("P", self._machine.bare(), {"merge-driver, one plan": (15, whole)})

    def check(self) -> Iterator[Row]:
        """Checking many plans: next to parsing their front matter alone, both in two processes."""
        for count, share in ((_MIDDLE, 0.6), (_LARGE, 0.5)):
            folder = folder_of_plans(self._data, count)
            runs: dict[str, tuple[float | None, Run]] = {
                f"check, {count:,} plans": (share, self._machine.coachplan("-C", folder, "check", "--no-cache"))
            }
            if self._peers and count == _MIDDLE:
                runs |= {name: (None, run) for name, run in self._peer_runs(folder)}
            yield from self._rows("csafe j2", self._machine.reference("csafe-j2", folder / "plans"), runs)
        again = self._machine.coachplan("-C", folder, "check")
        for unit, target in (("stat", 2.5), ("read", 1)):
            reference = self._machine.reference(unit, folder / "plans")
            yield from self._rows(unit, reference, {f"check, {count:,} plans, cached": (target, again)})
        if self._earlier:
            # A cache holds for one build: each has plans of its own.
            other = folder_of_plans(self._data / "earlier", _LARGE)
            sources = {"PYTHONPATH": str(self._earlier / "src")}
            before = self._machine.coachplan("-C", other, "check", variables=sources)
            yield from self._rows("earlier", before, {f"check, {count:,} plans, cached": (1.05, again)})
        words = self._machine.coachplan_words("-C", folder, "check", "--no-cache")
        memory = peak_memory(words, self._machine.environment())
        if memory is not None:
            yield Row(f"check, {count:,} plans: memory", memory, "MiB", 200)

    def log(self) -> Iterator[Row]:
        """Recording a check-in: next to a Python that does nothing, writing one file, `git add` and `git commit`."""
        for count, target in ((_SMALL, 9), (_LARGE, 3)):
            folder = folder_of_plans(self._data, count)
            git(folder, "tag", "--force", "before")
            recording = self._machine.coachplan("-C", folder, "log", "ada-babbage-0/clear", "--evidence", "Seen")
            yield from self._rows("commit", self._commit(folder), {f"log, {count:,} plans": (target, recording)})
            git(folder, "reset", "--quiet", "--hard", "before")

    def sync(self) -> Iterator[Row]:
        """Sharing where nothing is new on either side: what it takes beyond `git fetch`."""
        remote, clone = self._data / "sync.git", self._data / "sync"
        for folder in (remote, clone):
            shutil.rmtree(folder, ignore_errors=True)
        plans = folder_of_plans(self._data, _SMALL)
        git(plans, "clone", "--quiet", "--bare", plans, remote)
        git(plans, "clone", "--quiet", remote, clone)
        fetching = self._machine.program("git", "fetch", "--quiet", cwd=clone)
        sharing = self._machine.coachplan("-C", clone, "sync")
        found = beyond(fetching, sharing, self._machine.bare(), self._rounds)
        yield Row("sync, ten plans, nothing new, beyond git fetch", found, "P", 12)

    def circles(self) -> Iterator[Row]:
        """Looking at plans in a repository each: next to the same plans in one; and in how much memory."""
        many, one = circles(self._data, _CIRCLES), folder_of_plans(self._data, _CIRCLES)
        everything = {"XDG_CONFIG_HOME": str(many / "config")}
        whole = self._machine.coachplan("--workspace", "status", cwd=many, variables=everything)
        runs = {f"status of {_CIRCLES} plans in as many repositories": (1.5, whole)}
        yield from self._rows("in one", self._machine.coachplan("-C", one, "status"), runs)
        words = self._machine.coachplan_words("--workspace", "status")
        for count in (_SMALL, _CIRCLES):
            few = {"XDG_CONFIG_HOME": str(circles(self._data, count) / "config")}
            memory = peak_memory(words, {**self._machine.environment(), **few})
            if memory is not None:
                yield Row(f"status, {count} repositories: memory", memory, "MiB", None)

    def list(self) -> Iterator[Row]:
        """Listing many plans that did not change since the last time."""
        folder = folder_of_plans(self._data, _LARGE)
        listing = self._machine.coachplan("-C", folder, "list")
        for what, target in (("read", 1.3), ("stat", None)):
            reference = self._machine.reference(what, folder / "plans")
            yield from self._rows(what, reference, {f"list, {_LARGE:,} plans": (target, listing)})

    def history(self) -> Iterator[Row]:
        """Telling a plan's story from many commits: next to `git log --follow` of its file."""
        folder = long_history(self._data, _COMMITS, with_graph=False)
        graph = long_history(self._data, _COMMITS, with_graph=True)
        plan = "plans/ada-babbage-0/clear-status-updates/plan.md"
        following = self._machine.program("git", "log", "--follow", "--", plan, cwd=folder)
        runs = {
            f"history, {_COMMITS:,} commits": (1.1, self._machine.coachplan("-C", folder, "history", plan)),
            "history, with a commit-graph": (0.3, self._machine.coachplan("-C", graph, "history", plan)),
        }
        yield from self._rows("git log --follow", following, runs)

    def site(self) -> Iterator[Row]:
        """Building the site of many plans, all of it and what changed: next to another generator on the same pages."""
        folder, out = folder_of_plans(self._data, _MIDDLE), self._data / "site"
        build = self._machine.coachplan("-C", folder, "site", "-o", out)
        plan = next((folder / "plans").glob("*/*/plan.md"))

        def whole() -> None:
            shutil.rmtree(out, ignore_errors=True)
            build()

        def changed() -> None:
            with plan.open("a", encoding="utf-8") as file:
                file.write("More.\n")
            build()

        unit, reference = "csafe j2", self._machine.reference("csafe-j2", folder / "plans")
        if self._peers:
            pages = pages_as_markdown(self._data, _MIDDLE)
            words = (self._peers / "mkdocs", "build", "--quiet", "--config-file", pages / "mkdocs.yml")
            unit, reference = "mkdocs", self._machine.program(*words)
        runs: dict[str, tuple[float | None, Run]] = {
            f"site, {_MIDDLE:,} plans": (None, whole),
            f"site, {_MIDDLE:,}, one plan changed": (None, changed),
            f"site, {_MIDDLE:,}, nothing changed": (None, build),
        }
        yield from self._rows(unit, reference, runs)
        git(folder, "checkout", "--quiet", "--", "plans")

    def _rows(self, unit: str, reference: Run, runs: Mapping[str, tuple[float | None, Run]]) -> Iterator[Row]:
        found = ratios(reference, {what: run for what, (_, run) in runs.items()}, self._rounds)
        for what, (target, _) in runs.items():
            yield Row(what, found[what], unit, target)

    def _commit(self, folder: Path) -> Run:
        bare, place = self._machine.bare(), 0

        def run() -> None:
            nonlocal place
            place += 1
            bare()
            path = folder / "plans" / "ada-babbage-0" / f"note-{place}.md"
            path.write_text("Seen\n", encoding="utf-8")
            for words in (["add", "--"], ["commit", "--quiet", "--message", "Note", "--"]):
                self._machine.program("git", *words, path, cwd=folder)()

        return run

    def _peer_runs(self, folder: Path) -> Iterator[tuple[str, Run]]:
        assert self._peers is not None
        run = self._machine.program
        settings = "{rules: {}, yaml-files: ['*.md']}"
        yield "yamllint", run(self._peers / "yamllint", "-d", settings, folder / "plans", may_find=True)
        yield "rumdl", run(self._peers / "rumdl", "check", "--no-cache", folder / "plans", may_find=True)


def _install_peers(data: Path) -> Path:
    """The programs of a virtual environment of the peers' own."""
    programs = data / "peers" / "bin"
    if not programs.exists():
        venv.create(programs.parent, with_pip=True)
        subprocess.run([programs / "pip", "install", "--quiet", *_PEERS], check=True)
    return programs


def main() -> None:
    """Measure what was asked for, by default everything, and print one table."""
    parts = [name for name in vars(Benchmarks) if not name.startswith("_")]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(parts)}")
    parser.add_argument("--rounds", type=int, default=7, help="how often everything takes its turn (default: 7)")
    parser.add_argument("--data", type=Path, default=_DATA, help="where the made-up repositories are kept")
    parser.add_argument("--peers", action="store_true", help=f"install {' and '.join(_PEERS)}, and measure them too")
    parser.add_argument("--earlier", type=Path, metavar="FOLDER", help="an earlier commit's work tree, for `check`")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(parts):
        parser.error(f"nothing is named {', '.join(unknown)}; known are {', '.join(parts)}")
    home = given.data.absolute() / "home"
    home.mkdir(parents=True, exist_ok=True)
    (home / ".gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.com\n", encoding="ascii")
    machine, earlier = Machine(sys.executable, home), given.earlier and given.earlier.absolute()
    benchmarks = Benchmarks(machine, given.data.absolute(), given.rounds, peers=given.peers, earlier=earlier)
    rows = [row for part in given.parts or parts for row in getattr(benchmarks, part)()]
    print(f"{versions()}; medians of {given.rounds} rounds\n\n{table(rows)}")


if __name__ == "__main__":
    main()
