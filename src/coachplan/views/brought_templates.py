"""The templates that a repository brings, for the person who is to allow them: who committed each, and what changed."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from coachplan.base.errors import CoachplanError
from coachplan.store.files import TEMPLATES_FOLDER
from coachplan.store.own_templates import OwnTemplates, words
from coachplan.store.repository import Repository


@dataclass(frozen=True)
class BroughtTemplate:
    """A file: its path, who committed it last and when, and the day of the last yes here, since which it changed.

    Without `author` it is not committed as it is. `since` is empty if there was no yes here, or not to such a file.
    """

    path: str
    author: str
    day: date | None
    since: str
    is_same: bool


def brought(repository: Repository, own: OwnTemplates, most: int) -> Iterator[BroughtTemplate]:
    """Yield the templates that are new or changed since the last yes here, and then the others; at most so many."""
    earlier = [word for word in words().values() if word.repository == str(repository.root)]
    before = earlier[-1].files if earlier else {}
    committed = _committed(repository)
    names = sorted(own.names, key=lambda name: _is_same(own, name, before))
    for name in names[:most]:
        path = f"{TEMPLATES_FOLDER}/{name}"
        author, day = "", None
        with suppress(CoachplanError):
            if committed.get(path) == own.peek(name):
                commit = next(repository.history.newest(1, path), None)
                author, day = (commit.author[0], commit.when.date()) if commit else ("somebody", None)
        since = earlier[-1].day if name in before else ""
        yield BroughtTemplate(path, author, day, since, _is_same(own, name, before))


def _is_same(own: OwnTemplates, name: str, before: Mapping[str, str]) -> bool:
    return name in before and before[name] == own.digests.get(name)


def _committed(repository: Repository) -> dict[str, bytes]:
    """Return the templates in the last commit; none where git cannot say."""
    with suppress(CoachplanError):
        return repository.git.files_at("HEAD", TEMPLATES_FOLDER)
    return {}
