"""The names of a plan's files within a repository, and the order of its check-ins and agreements."""

import re
from collections.abc import Iterable

PLANS_FOLDER = "plans"
PLANS_README = f"{PLANS_FOLDER}/README.md"
PLAN_FILE = "plan.md"
CHECK_INS_FOLDER = "check-ins"
AGREEMENTS_FOLDER = "agreements"
MOMENT_ALPHABET = frozenset("23456789abcdefghijkmnpqrstuvwxyz")
"""Letters that are not mistaken for each other, in ASCII order: the moment in a check-in's name sorts by them."""

MOMENT_LETTERS = 8
_DAY_LETTERS = len("2026-01-12")


def check_in_order(path: str) -> tuple[str, str, str]:
    """Return a key that sorts check-ins, or agreements, by the day in the name, then in the order of recording.

    Within a day, files whose names hold no moment come first, by name.
    """
    name = path.rpartition("/")[2]
    return name[:_DAY_LETTERS], moment_of(name), name


def moment_of(path: str) -> str:
    """Return the moment of the day at the end of a check-in's name; empty if `coachplan` did not give the name."""
    last = path.removesuffix(".md").rpartition("-")[2]
    return last if len(last) == MOMENT_LETTERS and MOMENT_ALPHABET.issuperset(last) else ""


_DAY = r"\d{4}-\d\d-\d\d"
_COPY = (
    r"\([^()]*(?:confli|konfli|конфли)[^()]*\)"  # Dropbox, Nextcloud and others, in several languages
    r"|[._](?:sync-)?conflict-?\d"  # Syncthing, ownCloud
    r"|_(?:backup|base|local|remote)_\d+\.md$"  # git mergetool
    r"|(?:~|#|\.(?:orig|rej|bak))$"  # patch, merge tools, editors
    # File managers and downloads: a plan or a record, and a number or a word more. Other names are people's own.
    rf"|^(?:plan|{_DAY}.*?)(?: ?\(\d+\)| \d+|(?: -)? (?:copy|kopie|copie|copia|cópia)(?: ?\(?\d+\)?)?)\.md$"
    rf"|^(?:copy of|kopie von|copie de|copia de|copia di|cópia de) (?:plan|{_DAY}.*)\.md$"
)

_OURS = re.compile(r"[a-z0-9-]+\.md")
"""The names that `coachplan` gives, which are most of all."""


_ID = re.compile(r"[a-z0-9-]{1,60}")


def is_id(part: str) -> bool:
    """True if a folder's name may be a part of a plan's id; under another name, nothing is taken for a plan.

    So an id is harmless wherever it is printed, typed, or put together with other words.
    """
    return _ID.fullmatch(part) is not None


def plan_id(path: str) -> str:
    """Return the id of the plan that a file, or its folder, belongs to."""
    return "/".join(path.split("/")[1:3])


def is_named(path: str) -> bool:
    """True if the folder of a plan, or a file in it, has a name that may be an id."""
    return all(map(is_id, plan_id(path).split("/")))


def is_copy(path: str) -> bool:
    """True if a file's name is one that programs give to a second copy: on a conflict, as a backup, on copying."""
    name = path.rpartition("/")[2]
    return _OURS.fullmatch(name) is None and re.search(_COPY, name, re.IGNORECASE) is not None


def is_check_in(path: str) -> bool:
    """True if a path is that of a check-in in a plan's folder."""
    return _is_record(path, CHECK_INS_FOLDER)


def is_agreement(path: str) -> bool:
    """True if a path is that of an agreement in a plan's folder."""
    return _is_record(path, AGREEMENTS_FOLDER)


def _is_record(path: str, inner: str) -> bool:
    folder, _, name = path.rpartition("/")
    is_record = name.endswith(".md") and name[0] != "." and not is_copy(name)
    return is_record and folder.split("/")[3:] == [inner]


def is_plan_md(path: str) -> bool:
    """True if a path, from wherever it is seen, is that of a plan itself, not of its check-ins and agreements."""
    return path.endswith(f"/{PLAN_FILE}")


def is_plan_file(path: str) -> bool:
    """True if a path is that of a plan, a check-in or an agreement, not of another file in the plan's folder."""
    return path.split("/")[3:] == [PLAN_FILE] or is_check_in(path) or is_agreement(path)


def agreements_in(paths: Iterable[str]) -> list[str]:
    """Return those of the paths that are agreements, sorted by day and then in the order of recording."""
    return sorted(filter(is_agreement, paths), key=check_in_order)
