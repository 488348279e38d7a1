"""How the files of a plan are named within a repository, and the order of its check-ins."""

PLANS_FOLDER = "plans"


PLAN_FILE = "plan.md"


CHECK_INS_FOLDER = "check-ins"


MOMENT_ALPHABET = frozenset("23456789abcdefghijkmnpqrstuvwxyz")
"""No letter that is taken for another one; in the order of ASCII, as the moment in a check-in's name sorts by them."""


MOMENT_LETTERS = 8


_DAY_LETTERS = len("2026-01-12")


def check_in_order(path: str) -> tuple[str, str, str]:
    """Sorts the files of check-ins: by the day in the name, then as they were recorded.

    Of one day, a file whose name says no moment comes first, and by its name.
    """
    name = path.rpartition("/")[2]
    return name[:_DAY_LETTERS], moment_of(name), name


def moment_of(path: str) -> str:
    """What a check-in's name ends in where it was given by `coachplan`: its moment of the day; else empty."""
    last = path.removesuffix(".md").rpartition("-")[2]
    return last if len(last) == MOMENT_LETTERS and MOMENT_ALPHABET.issuperset(last) else ""


def is_plan_file(path: str) -> bool:
    """Whether a path inside a plan's folder is its plan or one of its check-ins, and nothing else that lies there."""
    _, _, _, *inner = path.split("/")
    if inner == [PLAN_FILE]:
        return True
    return len(inner) == 2 and inner[0] == CHECK_INS_FOLDER and inner[1].endswith(".md") and inner[1][0] != "."
