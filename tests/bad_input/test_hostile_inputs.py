"""Hundreds of hostile inputs against the commands that read: they run nothing, reveal nothing, and never break."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bad_input.canary import KNOWN, Canary
from bad_input.hostile_files import FILES, Input
from bad_input.hostile_plans import plan
from bad_input.hostile_repositories import GIT, NUMBER, OVER_ALL, WHOLE, Hostile
from bad_input.measured import MEBIBYTES, SECONDS, Measured, Measuring
from bad_input.outside import SECRET, Outside
from conftest import Coachplan

# As in the terminal's own tests; of what a terminal gets, styles and line ends are left out first.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
STYLES = re.compile(r"\x1b\[[0-9;]*m|\r+\n")
# git itself reads the files that its settings include; nothing of them is shown.
READ_BY_GIT = ("git settings included outside", "git excludes outside", "git a map of mail outside")
TOGETHER = 8
BATCHES = [FILES[start : start + TOGETHER] for start in range(0, len(FILES), TOGETHER)]
BY_KIND = {kind: [given for given in WHOLE if given.kind == kind] for kind in Counter(given.kind for given in WHOLE)}
COMPLETION = {"_COACHPLAN_COMPLETE": "complete_bash", "COMP_CWORD": "4"}


def test_the_inputs_are_many_and_each_is_another_one() -> None:
    kinds = Counter(given.kind for given in FILES) + Counter(given.kind for given in WHOLE)
    settings = len(KNOWN["hooks"]) + len(KNOWN["settings"]) + len(KNOWN["fetching"])
    print(f"{len(FILES) + NUMBER} hostile inputs, and {settings} hooks and settings: {dict(kinds)}")

    assert len(FILES) + NUMBER >= 400
    assert len(kinds) >= 20


class Sweep:
    """Runs commands on hostile inputs, measures each, and gathers what no command may do."""

    def __init__(self, folder: Path, canary: Canary) -> None:
        self._canary, self._folder = canary, folder
        self.outside = Outside(folder / "outside")
        self._measuring = Measuring(folder)
        self._site = folder / "site"
        self.repository = folder / "plans-repository"
        self.complaints: list[str] = []

    def run(self, given: str, command: tuple[str, ...]) -> Measured:
        shutil.rmtree(self._site, ignore_errors=True)
        self.outside.was_read()
        arguments = [part.format(site=self._site, repository=self.repository) for part in command]
        environment = {}
        if command == ("COMPLETE",):
            arguments, environment = [], {**COMPLETION, "COMP_WORDS": f"coachplan -C {self.repository} show "}
        done = self._measuring.run(
            "-C", str(self.repository), *arguments, terminal="--format" not in command, environment=environment
        )
        self.complaints += [
            f"{given}: {' '.join(command)[:60]}: {wrong}" for wrong in self._wrong(given, command, done)
        ]
        return done

    def _wrong(self, given: str, command: tuple[str, ...], done: Measured) -> Iterator[str]:
        if done.code not in (0, 1, 2):
            yield f"exit code {done.code}"
        if re.search(r"Traceback|a bug, |coachplan breaks", done.shown):
            yield f"it breaks: {done.shown[-300:]!r}"
        if done.seconds > SECONDS:
            yield f"{done.seconds:.1f} s"
        if done.mebibytes > MEBIBYTES:
            yield f"{done.mebibytes:.0f} MiB"
        shown = STYLES.sub("", done.shown)
        if harmful := HARMFUL.search(shown):
            yield f"raw {shown[max(harmful.start() - 40, 0) : harmful.end() + 20]!r}"
        # Pages and calendars are for programs, which take texts as they are.
        pages = [path.read_text("utf-8", "replace") for path in self._folder.glob("site*/**/*") if path.is_file()]
        if SECRET in "".join([done.shown, *pages]):
            yield "shows what is outside"
        if self.outside.was_read() and given not in READ_BY_GIT:
            yield "reads outside"
        if (names := self._canary.names()) and command[0] != "log":  # that one records, and runs hooks as git does
            yield f"runs {names}"
        if (self.repository / "PWNED").exists() or Path("PWNED").exists():
            yield "runs a name"

    def end(self) -> None:
        self.outside.end()
        self._measuring.end()


@pytest.fixture
def sweep(ada: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git: Callable[..., str]) -> Iterator[Sweep]:
    """Ada's repository, in which every hook and setting names the canary."""
    canary = Canary(tmp_path, monkeypatch)
    git(ada, "commit", "-q", "--allow-empty", "-m", "x")
    # git says nothing where it cannot run a monitor; settings that are unknown to it stop it.
    canary.take_over(ada, KNOWN["settings"])
    made = Sweep(tmp_path, canary)
    yield made
    made.end()


def _lay_together(sweep: Sweep, batch: tuple[Input, ...]) -> None:
    for given in batch:
        folder = sweep.repository / "plans/eve" / given.slug
        folder.mkdir(parents=True)
        (folder / "plan.md").write_text(plan())
        given.lay(folder, sweep.outside.folder)


@pytest.mark.long
@pytest.mark.parametrize("batch", BATCHES, ids=[f"{batch[0].kind}-{batch[0].slug}" for batch in BATCHES])
def test_files_that_were_pushed_harm_nobody(
    batch: tuple[Input, ...], sweep: Sweep, record_property: Callable[[str, object], None]
) -> None:
    record_property("tried", len(batch))
    _lay_together(sweep, batch)
    names = f"{batch[0].slug} to {batch[-1].slug}"

    for command in (*OVER_ALL, ("site", "-o", "{site}"), ("check", "--format", "sarif"), ("list", "--format", "json")):
        sweep.run(names, command)
    for number, given in enumerate(batch):
        for name in ("show", "render", "status", "prep", "calendar", "history")[number % 3 :: 3]:
            sweep.run(given.slug, (name, f"eve/{given.slug}"))

    assert sweep.complaints == []


@pytest.mark.long
@pytest.mark.parametrize("kind", BY_KIND)
def test_a_hostile_repository_harms_nobody(
    kind: str, sweep: Sweep, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("tried", len(BY_KIND[kind]))
    original = tmp_path / "original"
    sweep.run("as it was", ("list",))
    sweep.repository.rename(original)

    for given in BY_KIND[kind]:
        _meet(sweep, given, original)

    assert sweep.complaints == []


def _meet(sweep: Sweep, given: Hostile, original: Path) -> None:
    shutil.copytree(original, sweep.repository, symlinks=True)
    given.lay(sweep.repository, sweep.outside.folder)
    sweep._canary.names()
    for command in given.commands:
        sweep.run(given.name, command)
    shutil.rmtree(sweep.repository)


QUICK = ("activities", "goal-nearly-3", "title-many-marks", "below-23", "check-in-wins-bidi", "plan-link-outside")


def test_some_of_them_quickly(ada: Path, coachplan: Coachplan, tmp_path: Path) -> None:
    """In one process, and all at once: what each kind once broke, or would."""
    outside = Outside(tmp_path / "outside")
    chosen = [given for given in FILES if given.slug in QUICK]
    assert len(chosen) == len(QUICK)
    for given in chosen:
        folder = ada / "plans/eve" / given.slug
        folder.mkdir(parents=True)
        (folder / "plan.md").write_text(plan())
        given.lay(folder, outside.folder)
    for name in ("an encoding of the log", "an order of differences"):
        GIT[name](ada, outside.folder)
    outside.was_read()

    for command in (("list",), ("check", "--no-cache"), ("show", "below-23"), ("history", "ada", "--at", "HEAD~1")):
        begun = sum(os.times()[:4])
        done = coachplan("-C", ada, *command)
        assert sum(os.times()[:4]) - begun < SECONDS, command
        assert done.code in (0, 1, 2)
        assert SECRET not in done.out + done.err
        assert not HARMFUL.search(done.out + done.err)
    assert not outside.was_read()
    outside.end()
