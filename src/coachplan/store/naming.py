"""The paths of new plans, check-ins and agreements: names that sort, and that two people never both make."""

import re
import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import reduce
from hashlib import blake2b
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from coachplan.base.errors import UsageError
from coachplan.base.layout import AGREEMENTS_FOLDER, CHECK_INS_FOLDER, MOMENT_ALPHABET, MOMENT_LETTERS, moment_of
from coachplan.store.files import PlanFolder

if TYPE_CHECKING:  # to name a folder takes no model of a plan
    from coachplan.plan import CheckIn, Person

_MAX_SLUG = 60
_CHOSEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LETTERS = "".join(sorted(MOMENT_ALPHABET))
_RANDOM_LETTERS = 4
_MOMENTS = len(_LETTERS) ** (MOMENT_LETTERS - _RANDOM_LETTERS)
_DAY_SECONDS = 24 * 60 * 60


def new_folder(root: Path, taken: Sequence[PlanFolder], person: str, title: str) -> PlanFolder:
    """Return the folder for a new plan in that of a person; its id is free, and made from the title."""
    folders = (PlanFolder(root, f"{person}/{name}") for name in numbered(slug(title)))
    return next(folder for folder in folders if is_free(folder, taken))


def is_free(folder: PlanFolder, taken: Sequence[PlanFolder]) -> bool:
    """True if nothing lies where the plan would go."""
    return folder not in taken and not (folder.root / folder.path).exists()


def numbered(name: str) -> Iterator[str]:
    """Yield a part of an id, and then the same with a number at its end, from 2 on."""
    endings = chain([""], (f"-{number}" for number in count(2)))
    return (f"{name[: _MAX_SLUG - len(ending)]}{ending}" for ending in endings)


def read_id(text: str) -> tuple[str, str]:
    """Return the parts of an id that somebody chose: a person's folder, empty where it is left out, and the plan's."""
    person, _, name = text.strip().strip("/").rpartition("/")
    parts = [person, name] if person else [name]
    if not all(_CHOSEN.fullmatch(part) and len(part) <= _MAX_SLUG for part in parts):
        raise UsageError(
            f"--id: each part has letters from a to z, digits and single hyphens, at most {_MAX_SLUG} of them, such as "
            "`clear-updates` or `ada-lovelace/clear-updates`"
        )
    return person, name


def slug(text: str) -> str:
    """Return a text as a part of an id: `[a-z0-9-]`, at most 60 characters, never empty."""
    from slugify import slugify

    made = slugify(text, max_length=_MAX_SLUG, word_boundary=True) or slugify(text, max_length=_MAX_SLUG)
    return made or f"plan-{_random()}"


def check_in_path(folder: PlanFolder, check_in: "CheckIn | None", now: datetime) -> str:
    """The path of a new check-in: a file of its own, whose name nobody else makes, after the others of its day."""
    if check_in is None:
        return f"{folder.path}/{CHECK_INS_FOLDER}/unreadable-{_random()}.md"
    name = _name(check_in.by, check_in.date, folder.check_in_paths(), now)
    return f"{folder.path}/{CHECK_INS_FOLDER}/{name}"


def agreement_path(folder: PlanFolder, by: "Person", day: date, now: datetime) -> str:
    """The path of a new agreement, made as that of a check-in is."""
    return f"{folder.path}/{AGREEMENTS_FOLDER}/{_name(by, day, folder.agreement_paths(), now)}"


def moved_path(folder: PlanFolder, by: "Person", day: date, place: int, raw: bytes) -> str:
    """The path of an agreement that stood in the plan: the same in every clone, in order, before others of its day."""
    number = int.from_bytes(blake2b(raw, digest_size=8).digest(), "big")
    letters = _in_letters(min(place, _MOMENTS - 1)) + _in_letters(number % _MOMENTS)
    return f"{folder.path}/{AGREEMENTS_FOLDER}/{day}-{slug(by.name)}-{letters}.md"


def _name(by: "Person", day: date, paths: Sequence[str], now: datetime) -> str:
    on_day = (path for path in paths if path.rpartition("/")[2].startswith(f"{day}-"))
    latest = max(map(moment_of, on_day), default="")
    return f"{day}-{slug(by.name)}-{_moment(now, latest)}{_random()}.md"


def _moment(now: datetime, latest: str) -> str:
    """The moment of the day in letters that sort, after the one that `latest` begins with."""
    passed = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    moment = int(passed / _DAY_SECONDS * _MOMENTS)
    if latest:
        moment = max(moment, _number(latest[: MOMENT_LETTERS - _RANDOM_LETTERS]) + 1)
    return _in_letters(min(moment, _MOMENTS - 1))


def _number(letters: str) -> int:
    return reduce(lambda number, letter: number * len(_LETTERS) + _LETTERS.index(letter), letters, 0)


def _in_letters(moment: int) -> str:
    places = range(MOMENT_LETTERS - _RANDOM_LETTERS)
    return "".join(_LETTERS[moment // len(_LETTERS) ** place % len(_LETTERS)] for place in reversed(places))


def _random() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM_LETTERS))
