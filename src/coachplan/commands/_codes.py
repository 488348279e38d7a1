"""The codes that stand for the names in paths where others read along, and the way back from one."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachplan.store.repository import Repository
    from coachplan.views.path_codes import PathCodes


@lru_cache(maxsize=256)
def codes_of(repository: "Repository") -> "PathCodes":
    """Return the codes of a repository; says once where they hold for this run alone."""
    from coachplan.output.terminal.console import say
    from coachplan.views.path_codes import KEY_FILE, PathCodes

    codes = PathCodes.of(repository)
    if not codes.is_kept:
        say(f"Codes stand for names here, for this run alone: `coachplan init --ci` adds {KEY_FILE}, so that they stay")
    return codes


def explain(repositories: "list[Repository]", code: str) -> str:
    """Return the paths that a code stands for, a line each; refuses in CI, where it would name people in a log.

    Of several repositories, those without a key know none.
    """
    import os

    from coachplan.base.errors import UsageError
    from coachplan.commands._arguments import shown_path
    from coachplan.output.terminal.console import clean
    from coachplan.views.path_codes import PathCodes, explained

    if os.environ.get("CI"):
        raise UsageError("--explain names people: run it at your desk, not in CI")
    found: list[str] = []
    for repository in repositories:
        if len(repositories) > 1 and not PathCodes.of(repository).is_kept:
            continue
        found += [clean(shown_path(repository)(path)) for path in explained(repository, code)]
    if not found:
        raise UsageError("no plan here has this code: it may be gone, or lie in another repository")
    return "\n".join(found)
