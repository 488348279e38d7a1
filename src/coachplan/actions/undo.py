"""Take back the last command of the person who acts, while nobody else has it; else say how to set it right."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coachplan.actions.unsaved import is_setting
from coachplan.base.candidates import listed
from coachplan.base.errors import CoachplanError, RefusedError, UnreadableError
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER, is_plan_file, plan_id
from coachplan.coaching.changes import Change
from coachplan.coaching.changes import subject as in_one_line
from coachplan.coaching.remedies import remedy
from coachplan.format import read_plan
from coachplan.plan import Person
from coachplan.plan.activities import earlier_places
from coachplan.store.files import SETTINGS_FILE, TEMPLATES_FOLDER
from coachplan.store.history import Made
from coachplan.store.repository import Repository
from coachplan.store.sharing import is_shared
from coachplan.views.events import changes

_END = "; nothing was changed"
_FAR = 1000
_NAMED = 3
_PLAIN = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Command:
    """A command that was recorded: its commit, and the files that this changed, with the commit before it."""

    repository: Repository
    made: Made
    paths: tuple[str, ...]

    @classmethod
    def of(cls, repository: Repository, made: Made) -> "Command":
        """The command that made a commit."""
        paths = repository.git.differing(made.parents[0], made.id, everywhere=True) if made.parents else []
        return cls(repository, made, tuple(paths))

    @property
    def strangers(self) -> list[str]:
        """The files that no command of ours records."""
        return [path for path in self.paths if not (is_plan_file(path) or is_setting(path))]

    @property
    def plans(self) -> list[str]:
        """The ids of the plans that it changed."""
        return list(dict.fromkeys(map(plan_id, filter(is_plan_file, self.paths))))

    @cached_property
    def _sides(self) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
        """The files of these plans, and those that changed, before it and after it."""
        git, work_tree = self.repository.git, self.repository.work_tree
        found: list[dict[str, bytes]] = []
        for revision in (self.made.parents[0], self.made.id):
            of_plans = (git.files_at(revision, f"{PLANS_FOLDER}/{id_}") for id_ in self.plans)
            settings = {path: work_tree.content(revision, path) for path in self.paths if is_setting(path)}
            known = {path: raw for path, raw in settings.items() if raw is not None}
            found.append({path: raw for files in (known, *of_plans) for path, raw in files.items()})
        before, after = found
        return before, after

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What it says in coaching terms, plan by plan."""
        before, after = self._sides
        author = Person(*self.made.author)
        found: list[Change] = []
        for id_ in self.plans:
            paths = [path for path in {*before, *after} if path.startswith(f"{PLANS_FOLDER}/{id_}/")]
            found += changes(((path, before.get(path), after.get(path)) for path in paths), author=author)
        return tuple(found)

    @property
    def subject(self) -> str:
        """The same in one line, without anyone's words."""
        return in_one_line(self.changes) if self.plans else "a change of the settings"

    @property
    def words(self) -> dict[str, bytes]:
        """The files that hold what was typed, by path: those with a text that was not there before."""
        before, after = self._sides
        known = set(before.values())
        return {path: after[path] for path in self.paths if path in after and after[path] not in known}

    @property
    def way_right(self) -> str:
        """The command with which it is set right where it stays."""
        id_, path = next(iter(self.plans), ""), next(iter(self.paths), SETTINGS_FILE)
        return remedy(
            self.made.message.partition(":")[0], id_, path, self._activity(f"{PLANS_FOLDER}/{id_}/{PLAN_FILE}")
        )

    def _activity(self, path: str) -> str:
        """Return the id of the one activity that it changed; empty where it has none that a shell takes as it is."""
        sides = (side.get(path) for side in self._sides)
        before, after = (read_plan(path, raw).content if raw is not None else None for raw in sides)
        if before is None or after is None:
            return ""
        places = earlier_places(before.activities, after.activities)
        changed = [
            activity.id or ""
            for activity, place in zip(after.activities, places, strict=True)
            if place is None or activity != before.activities[place]
        ]
        return changed[0] if len(changed) == 1 and _PLAIN.fullmatch(changed[0]) else ""


def last_command(repository: Repository) -> Command | None:
    """Return the last command of the person who acts, to be taken back; None where there is nothing.

    Refuses what is another person's, what others have already, what came together with theirs or was edited by hand
    since, and says how to set it right.
    """
    repository.settle_move(takes_back=True)
    repository.work_tree.require_ready()
    last = next(repository.history.newest(1), None)
    if last is None or not last.parents:
        return None
    if len(last.parents) > 1:
        if own := _stays(repository):
            raise RefusedError(f"others' work was brought together with yours since: {own}{_END}")
        raise RefusedError(f"you have not recorded anything here that could be taken back{_END}")
    if not _is_own(repository, last):
        own = f"; {stays}" if (stays := _stays(repository)) else ""
        raise RefusedError(
            f"the last that was recorded here is of {last.author[0]}, on {last.when:%Y-%m-%d}: only they take it "
            f"back{own}{_END}"
        )
    command = Command.of(repository, last)
    if command.strangers or not command.paths:
        held = f"holds {listed(command.strangers, _NAMED)}, which is" if command.strangers else "is"
        raise RefusedError(f"the last commit {held} not a part of a plan: git takes that back{_END}")
    if repository.work_tree.content(last.parents[0], SETTINGS_FILE) is None:
        return None
    if is_shared(repository.git, last.id):
        raise RefusedError(f"{_stays(repository)}{_END}")
    repository.require_saved(command.paths)
    return command


def _is_own(repository: Repository, made: Made) -> bool:
    """True if the person who acts wrote a commit, and committed it."""
    me = repository.git.identity()
    names = dict.fromkeys((me, made.author, made.committer))
    known = {who: (Person(*who), Person(*repository.git.mapped(*who))) for who in names}
    return all(
        any(mine.is_same_as(one) for mine in known[me] for one in known[who]) for who in (made.author, made.committer)
    )


def _stays(repository: Repository) -> str:
    """Return the last command of the person who acts, and how to set it right; empty where there is none."""
    known = repository.history.newest(_FAR, PLANS_FOLDER, SETTINGS_FILE, TEMPLATES_FOLDER)
    made = next((made for made in known if made.parents and _is_own(repository, made)), None)
    if made is None:
        return ""
    command = Command.of(repository, made)
    where = "is shared already" if is_shared(repository.git, made.id) else "stays"
    return f"{command.subject} (yours, of {made.when:%Y-%m-%d}) {where}: {command.way_right}"


def take_back(command: Command) -> list[Path]:
    """Take back a command, and return the files in which its words are kept."""
    repository, kept = command.repository, []
    with repository.sharing():
        if is_shared(repository.git, command.made.id):
            raise RefusedError(f"{_stays(repository)}{_END}")
        try:
            for path, raw in command.words.items():
                kept.append(_kept(repository, path, raw))
            repository.take_back(command.made.id, command.made.message)
        except CoachplanError as error:
            if repository.git.head() != command.made.id:
                raise type(error)(
                    f"{error}; it is taken back, its words are kept in {', '.join(map(str, kept))}, and the next "
                    "command that records puts the files in order"
                ) from None
            for file in kept:
                with suppress(OSError):
                    file.unlink()
            raise
    return kept


def _kept(repository: Repository, path: str, raw: bytes) -> Path:
    file = repository.keep(raw.decode("utf-8", "surrogateescape"), Path(path).name)
    if file is None:
        raise UnreadableError(f"the words of {path} cannot be kept anywhere{_END}")
    return file
