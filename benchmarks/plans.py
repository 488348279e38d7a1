"""Plan repositories to measure on: made up, realistic in shape and size, and the same in every run."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

TODAY = date(2026, 2, 4)
CHECK_INS = 4

_VERSION = "2"
_IDENTITY = ("-c", "user.name=Charles Babbage", "-c", "user.email=charles@example.com", "-c", "gc.auto=0")
_FIRST = ("Ada", "Amara", "Ben", "Clara", "Dilan", "Grace", "Ingrid", "Jonas", "Kofi", "Lina", "Maja", "Owen", "Priya")
_LAST = ("Babbage", "Carter", "Diallo", "Finch", "Haddad", "Keller", "Mensah", "Okafor", "Raman", "Solberg", "Weiss")
_SKILLS = (
    "clear status updates",
    "delegated decisions",
    "open questions in reviews",
    "written handovers",
    "rehearsed demonstrations",
    "calm escalations",
)
_SENTENCES = (
    "Most updates begin with the history of the work, and the decision that is needed comes last.",
    "The team plans its week from what was said on Monday, and asks again where it was not clear.",
    "Two of the weekly meetings moved at short notice, so there was less room to practise than both had hoped.",
    "The notes of the meeting show three questions after one update, on who is affected and what it costs.",
    "A colleague listens to the rehearsal and says what changes for those who hear it.",
    "What helped was a page with three points, and the decision at the top of it.",
    "Nobody had said before that the short form is easier to act on.",
)
_OBSTACLES = (
    "Friday's rehearsal was cancelled",
    "Two meetings moved at short notice",
    "The release left no room to practise",
    "A colleague who listens was away",
)


@dataclass(frozen=True)
class Sample:
    """One made-up plan: where it lies, and all that varies in it."""

    number: int
    folder: str
    name: str
    skill: str
    start: date

    @classmethod
    def of(cls, number: int) -> "Sample":
        whose = number // 2
        first, last = _FIRST[whose % len(_FIRST)], _LAST[whose // len(_FIRST) % len(_LAST)]
        person = f"{first}-{last}-{whose}".lower()
        skill = _SKILLS[number % len(_SKILLS)]
        name = f"{first} {last} <{person}@example.com>"
        start = TODAY - timedelta(days=random.Random(number).randrange(4, 29))
        return cls(number, f"plans/{person}/{skill.replace(' ', '-')}", name, skill, start)

    def text(self, edits: int = 0) -> str:
        """The plan, after a number of small edits."""
        random_ = random.Random(self.number)
        said = [random_.choice(_SENTENCES) for _ in range(8)]
        end = self.start + timedelta(days=30)
        return f"""\
---
coachplan: 1
title: {self.skill.capitalize()}
kind: coaching
purpose: growth
status: active
people:
  team_member: {self.name}
  manager: Charles Babbage <charles@example.com>
  managers_manager: Mary Somerville <mary@example.com>
  hr: Jane Marcet <jane@example.com>
opportunity:
  reason: A specific, coachable growth area
  business_need: {said[1]}
development_area: Giving {self.skill} in team meetings
current_state:
  manager: >-
    {said[0]}
    {said[2]}
  team_member: {said[3]}
  evidence:
    - {said[1]}
    - "{said[3]}"
goal_state:
  goal: Increase {self.skill} in team meetings from two to {4 + edits} per week by {end}.
  achievable_because: The meetings from Monday to Thursday already have a slot for them.
  relevant_because: Other teams can plan without a second meeting.
  measures:
    - name: {self.skill}
      unit: per week
      direction: increase
      baseline: 2
      target: {4 + edits}
      by: {end}
      steps:
        - {{by: {self.start + timedelta(days=14)}, target: 3}}
    - name: follow-up questions
      unit: per update
      direction: decrease
      baseline: 3
      target: 1
      by: {end}
activities:
  - id: rehearse
    what: Rehearse Monday's update with a peer
    kind: practice
    owner: team_member
    proposed_by: manager
    status: agreed
    due: {self.start + timedelta(days=9)}
  - id: three-points
    what: Write down three points before each meeting, the decision needed at the top
    kind: habit
    owner: team_member
    proposed_by: team_member
    status: agreed
    cue: When the meeting invite pops up
    every: four times a week
  - id: notes
    what: Note the questions that follow each update, and share them the same day
    owner: helper
    due: {{after: rehearse, within: 2 weeks}}
timeline:
  start: {self.start}
  end: {end}
  milestones:
    - {{date: {self.start + timedelta(days=14)}, what: Three in one week}}
support_assets:
  - what: Half an hour of rehearsal
    from: manager
    every: every Monday
  - A page of samples from other teams
update_cadence:
  every: week
  day: monday
  how: A 20-minute one-to-one; the team member opens with the week's evidence.
---
## Background

{said[4]} {said[5]}
"""

    def check_in(self, place: int) -> tuple[str, str]:
        """The path and the text of one check-in."""
        random_ = random.Random(self.number * 100 + place)
        said = [random_.choice(_SENTENCES) for _ in range(4)]
        day = self.start + (TODAY - self.start) * place // (CHECK_INS - 1)
        path = f"{self.folder}/check-ins/{day}-{self.name.split(' <')[0].lower().replace(' ', '-')}-{place:04x}.md"
        return (
            path,
            f"""\
---
coachplan: 1
date: {day}
by: {self.name}
measures: {{{self.skill}: {2 + place}, follow-up questions: {max(1, 3 - place)}}}
evidence:
  - {said[0]}
  - "{said[1]}"
reflections:
  - asked: What worked well?
    answer: {said[2]}
wins: [No follow-up questions on Thursday]
obstacles: [{_OBSTACLES[place]}]
feedback:
  - from: Charles Babbage <charles@example.com>
    what: You opened with the decision you needed.
    why: The team could answer in one round.
    next: Name the date too.
next_steps: ["{said[3]}"]
---
""",
        )

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file of the plan, with its text."""
        yield f"{self.folder}/plan.md", self.text()
        yield from (self.check_in(place) for place in range(CHECK_INS))


def folder_of_plans(data: Path, count: int) -> Path:
    """A git repository with `count` plans and their check-ins, in one commit; made where it is not there yet."""
    return _once(data / f"plans-{count}", lambda folder: _make_plans(folder, count))


def circles(data: Path, count: int) -> Path:
    """A folder with `count` git repositories of one plan each, and a configuration whose workspace lists them all."""
    folder = data / f"circles-{count}"
    roots = [_once(folder / f"c{number:03}", partial(_make_circle, number=number)) for number in range(count)]
    file = folder / "config" / "coachplan" / "workspace.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"repositories = [{', '.join(repr(str(root)) for root in roots)}]\n", encoding="utf-8")
    return folder


def long_history(data: Path, commits: int, *, with_graph: bool) -> Path:
    """A repository in which `commits` commits made, edited and accompanied plans, ten for each plan in turns."""
    name = f"history-{commits}{'-graph' * with_graph}"
    return _once(data / name, lambda folder: _make_history(folder, commits, with_graph=with_graph))


def pages_as_markdown(data: Path, count: int) -> Path:
    """The pages of `count` plans as Markdown, with the settings for MkDocs to make a site of them."""
    return _once(data / f"pages-{count}", lambda folder: _make_pages(folder, folder_of_plans(data, count)))


def git(folder: Path, *arguments: str, text: Iterable[bytes] = ()) -> None:
    """Run git in a folder, as nobody in particular; `text` is what it reads."""
    command = ["git", "-C", str(folder), *_IDENTITY, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        process.stdin.writelines(text)
        process.stdin.close()
    assert process.returncode == 0, command


def _once(folder: Path, make: Callable[[Path], None]) -> Path:
    mark = folder / ".git" / "made-by-benchmarks"
    if not mark.is_file() or mark.read_text(encoding="ascii") != _VERSION:
        print(f"making {folder.name} …", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
        make(folder)
        mark.write_text(_VERSION, encoding="ascii")
    return folder


def _make_plans(folder: Path, count: int) -> None:
    (folder / "coachplan.toml").touch()
    for number in range(count):
        for path, text in Sample.of(number).files():
            os.makedirs((folder / path).parent, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", f"{count} plans")


def _make_circle(folder: Path, number: int) -> None:
    (folder / "coachplan.toml").touch()
    for path, text in Sample.of(number).files():
        os.makedirs((folder / path).parent, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A plan")
    folder.chmod(0o700)


def _make_pages(folder: Path, plans: Path) -> None:
    from coachplan.output.documents.document import DocumentRequest, plan_document
    from coachplan.store.repository import Repository

    repository = Repository(plans)
    pages = folder / "docs"
    for found in repository.plans():
        page = pages / f"{found.id}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(plan_document(repository, found, DocumentRequest(), TODAY).content)
    (pages / "index.md").write_text("# Plans\n", encoding="utf-8")
    # Its navigation would otherwise name every page on every page.
    (folder / "mkdocs.yml").write_text(
        "site_name: Plans\nplugins: []\nuse_directory_urls: false\nnav: [index.md]\nnot_in_nav: '*'\n", encoding="utf-8"
    )


def _make_history(folder: Path, commits: int, *, with_graph: bool) -> None:
    git(folder, "fast-import", "--quiet", text=_stream(commits))
    git(folder, "reset", "--quiet", "--hard", "main")
    if with_graph:
        git(folder, "commit-graph", "write", "--reachable", "--changed-paths", "--no-progress")


def _stream(commits: int) -> Iterator[bytes]:
    """What `git fast-import` reads: plans grow in turns, each by its making, five edits and four check-ins."""
    samples = [Sample.of(number) for number in range(commits // (1 + 5 + CHECK_INS))]
    started = 1_760_000_000
    yield _commit(started, "Make a plan repository", "coachplan.toml", "")
    place = 0
    for step in range(1 + 5 + CHECK_INS):
        for sample in samples:
            place += 1
            plan = f"{sample.folder}/plan.md"
            path, text = sample.check_in(step // 2 - 1) if step and step % 2 == 0 else (plan, sample.text(step))
            yield _commit(started + place * 60, f"Plan: {sample.folder}", path, text)


def _commit(when: int, subject: str, path: str, text: str) -> bytes:
    message, content = subject.encode(), text.encode()
    return (
        b"commit refs/heads/main\ncommitter Charles Babbage <charles@example.com> %d +0000\ndata %d\n%s\n"
        b"M 644 inline %s\ndata %d\n%s\n" % (when, len(message), message, path.encode(), len(content), content)
    )
