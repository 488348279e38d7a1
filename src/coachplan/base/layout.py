"""The names of a plan's files within a repository, and the order of its check-ins."""

PLANS_FOLDER = "plans"
PLAN_FILE = "plan.md"
CHECK_INS_FOLDER = "check-ins"
MOMENT_ALPHABET = frozenset("23456789abcdefghijkmnpqrstuvwxyz")
"""Letters that are not mistaken for each other, in ASCII order: the moment in a check-in's name sorts by them."""

MOMENT_LETTERS = 8
_DAY_LETTERS = len("2026-01-12")


def check_in_order(path: str) -> tuple[str, str, str]:
    """Return a key that sorts the files of check-ins by the day in the name, then in the order of recording.

    Within a day, files whose names hold no moment come first, by name.
    """
    name = path.rpartition("/")[2]
    return name[:_DAY_LETTERS], moment_of(name), name


def moment_of(path: str) -> str:
    """Return the moment of the day at the end of a check-in's name; empty if `coachplan` did not give the name."""
    last = path.removesuffix(".md").rpartition("-")[2]
    return last if len(last) == MOMENT_LETTERS and MOMENT_ALPHABET.issuperset(last) else ""


def is_plan_file(path: str) -> bool:
    """True if a path inside a plan's folder is its plan or one of its check-ins, not another file beside them."""
    _, _, _, *inner = path.split("/")
    if inner == [PLAN_FILE]:
        return True
    return len(inner) == 2 and inner[0] == CHECK_INS_FOLDER and inner[1].endswith(".md") and inner[1][0] != "."
