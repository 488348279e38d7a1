"""A plan repository as a CI runner finds it: cloned, at the merge of a branch that changes one of two plans."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coachplan.views.path_codes import KEY_FILE, PathCodes
from conftest import ADA_PLAN as ADA

Git = Callable[..., str]

SECRET = "hopes nobody reads this aloud"
BEN = "plans/ben-carter/shorter-meeting-notes/plan.md"
KEY = "0123456789abcdef" * 2
UNREADABLE = "plans/ben-carter/a-link/plan.md"


def coded(path: str) -> str:
    """The path of a plan as logs and reports have it, with codes for its names."""
    return PathCodes(KEY.encode()).path(path)


@dataclass(frozen=True)
class Requested:
    """A work tree at a change that somebody asks to merge: Ada's plan has a new error, Ben's had one before."""

    work_tree: Path
    base_sha: str
    line: int


@pytest.fixture
def ada(ada: Path, git: Git) -> Path:
    """Ada's plan, in a repository that checks the format only: judgement is for the tests of the rules."""
    (ada / "coachplan.toml").write_text('[rules]\nselect = ["CP0"]\n', encoding="utf-8")
    (ada / KEY_FILE).write_text(KEY, encoding="utf-8")
    commit(ada, git, "Check the format only")
    return ada


@pytest.fixture
def request_to_merge(tmp_path: Path, ada: Path, git: Git) -> Callable[[str], Requested]:
    """Makes the work tree that a runner gets for a change that goes to the branch `base`."""

    def make(base: str) -> Requested:
        ben = ada / BEN
        ben.parent.mkdir(parents=True)
        shutil.copyfile(ada / ADA, ben)
        break_plan(ben)
        commit(ada, git, "Ben's plan")
        git(ada, "update-ref", f"refs/heads/{base}", "HEAD")
        git(ada, "checkout", "-qb", "change")
        line = break_plan(ada / ADA)
        commit(ada, git, "A change")
        work_tree = tmp_path / "work tree"
        git(tmp_path, "clone", "-q", str(ada), str(work_tree))
        git(work_tree, "checkout", "-q", "--detach", "origin/change")
        return Requested(work_tree, git(ada, "rev-parse", f"refs/heads/{base}").strip(), line)

    return make


def break_plan(file: Path, key: str = "curent_state") -> int:
    """Put an error and somebody's words into a plan; the line that they are in."""
    before, after = file.read_text(encoding="utf-8").split("current_state:", 1)
    file.write_text(f"{before}{key}: Ada {SECRET}\ncurrent_state:{after}", encoding="utf-8")
    return before.count("\n") + 1


FORGED = "a word on the terms in the name of the team member, by somebody else"


@pytest.fixture
def forged(tmp_path: Path, ada: Path, git: Git) -> Requested:
    """A work tree at a change that somebody asks to merge, in which the manager agreed in Ada's name."""
    base = git(ada, "rev-parse", "HEAD").strip()
    git(ada, "checkout", "-qb", "change")
    word = (ada / ADA).parent / "agreements/2026-01-09-ada-lovelace-abcd.md"
    word.parent.mkdir()
    word.write_text("---\ncoachplan: 1\nby: Ada Lovelace <ada@example.com>\ndate: 2026-01-09\nstance: agree\n---\n")
    commit(ada, git, "A change")
    work_tree = tmp_path / "work tree"
    git(tmp_path, "clone", "-q", str(ada), str(work_tree))
    git(work_tree, "checkout", "-q", "--detach", "origin/change")
    return Requested(work_tree, base, 0)


@pytest.fixture
def keys_seen(tmp_path: Path) -> Path:
    """An environment whose coachplan shows nothing but the list of keys that it would judge signatures by."""
    program = tmp_path / "stand-in/bin/coachplan"
    program.parent.mkdir(parents=True)
    program.write_text(
        '#!/bin/sh\ncase " $* " in *" verify "*)\n'
        '    cat "$(git config --global --includes --type=path --get gpg.ssh.allowedSignersFile)" ;;\nesac\n'
    )
    program.chmod(0o755)
    return program.parents[1]


def make_unreadable(repository: Path) -> str:
    """Add a plan whose file is a symbolic link; the path of that."""
    (repository / UNREADABLE).parent.mkdir(parents=True)
    (repository / UNREADABLE).symlink_to("/etc/passwd")
    return UNREADABLE


def be_late(repository: Path) -> None:
    """Have overdue check-ins reported, too; of Ada's none is recorded since 5 January."""
    (repository / "coachplan.toml").write_text('[rules]\nselect = ["CP0", "CP506"]\n', encoding="utf-8")


def commit(repository: Path, git: Git, message: str) -> None:
    git(repository, "add", ".")
    git(repository, "commit", "-qm", message)


@pytest.fixture
def installed() -> Path:
    """An environment that coachplan is installed in: the one of these tests."""
    return Path(sys.prefix)
