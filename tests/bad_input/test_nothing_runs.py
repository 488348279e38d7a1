"""Commands that only read run no program that a repository names: a canary stands on each that git documents.

Where the person's own settings name a program, such as gpg, that one runs.
"""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bad_input.canary import KNOWN, Canary
from coachplan.cli import _HEADINGS
from conftest import ADA_PLAN, Coachplan

LIKE_A_PROGRAM = re.compile(
    r"(?:cmd|command|program|helper|editor|pager|browser|driver|textconv|clean|smudge|process|external|hook|path|proxy"
    r"|askpass|tunnel|uploadpack|receivepack|vcs|viewer|tool|httpd|filter|server|variant|update)$",
    re.IGNORECASE,
)
FOLDER = ADA_PLAN.removesuffix("/plan.md")
# A filter of plans themselves would be refused before anything is read.
BESIDE = "* diff=evil merge=evil\nREADME.md filter=evil\ncheck-ins/* filter=evil\n"
READING = (
    *(
        ("status",),
        ("status", "clear"),
        ("list",),
        ("due",),
        ("show", "clear"),
        ("prep", "clear"),
        ("calendar", "clear"),
    ),
    *(("history",), ("history", "clear"), ("history", "clear", "--verify"), ("history", "clear", "--at", "HEAD~1")),
    *(("verify",), ("access",), ("trust", "--yes")),
    *(
        ("history", "clear", "--at", "2035-01-01"),
        ("history", "--format", "json"),
        ("render", "clear"),
        ("render", "clear", "--sign"),
    ),
    *(("site", "-o", "{site}"), ("check",), ("check", "--no-cache"), ("check", "--changed-since", "HEAD~1")),
    *(("check", "--diff"), ("list", "--format", "json"), ("sign",), ("sign", "--setup", "--yes", "--no-passphrase")),
    *(("wording", "--as", "goal", "Be clear"), ("advise", "--help"), ("templates",), ("rule", "CP101"), ("schema",)),
)
WRITING = {
    *("new", "propose", "accept", "amend", "decline", "agree", "begin", "log", "ask", "start", "done", "drop", "edit"),
    *(
        "save",
        "undo",
        "sync",
        "tidy",
        "extend",
        "hold",
        "resume",
        "revise",
        "close",
        "follow-up",
        "init",
        "clone",
        "share",
        "workspace",
    ),
}
SERVED = {"serve"}
"""Makes its pages as `site` does, and goes on."""


def test_every_command_reads_here_or_writes() -> None:
    commands = {name for names in _HEADINGS.values() for name in names}

    assert commands == {command[0] for command in READING} | WRITING | SERVED


def test_the_canary_stands_on_all_that_git_names() -> None:
    names = subprocess.run(["git", "help", "--config"], capture_output=True, text=True, check=True).stdout.split()
    set_up = {re.sub(r"\..+\.", ".<x>.", name.lower()) for settings in _settings() for name in settings}
    like_one = {name for name in names if LIKE_A_PROGRAM.search(name)} - {*KNOWN["not_programs"]}

    assert {name for name in like_one if re.sub(r"\..+\.", ".<x>.", name.lower()) not in set_up} <= {
        "gpg.<format>.program"
    }
    assert len(names) > 400


def _settings() -> Iterator[dict[str, str]]:
    yield KNOWN["settings"]
    yield from KNOWN["fetching"].values()


@pytest.fixture
def canary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Canary:
    return Canary(tmp_path, monkeypatch)


@pytest.fixture
def hostile(ada: Path, coachplan: Coachplan, git: Callable[..., str], canary: Canary) -> Path:
    """Ada's repository with some history, whose settings, hooks, attributes and nested repositories name the canary."""
    assert coachplan("-C", ada, "log", "clear", "--date", "2026-01-12", "--win", "A clear update").code == 0
    assert coachplan("-C", ada, "agree", "clear", "--date", "2026-01-13").code == 0
    assert coachplan("-C", ada, "edit", "clear", "--set", "title=Later title").code == 0
    nested = ada / "plans/ada-lovelace/nested"
    git(ada, "init", "-q", str(nested))
    (nested / "plan.md").write_text("x\n")
    git(nested, "add", ".")
    git(nested, "commit", "-qm", "x")
    git(ada, "-c", "advice.addEmbeddedRepo=false", "add", "plans/ada-lovelace/nested")
    (ada / "templates/plans").mkdir(parents=True)
    (ada / "templates/plans/ours.md.j2").write_text("x\n")
    git(ada, "add", "templates")
    git(ada, "commit", "-qm", "x")
    _sign_head(ada, git)
    for repository in (ada, nested):
        canary.take_over(repository, KNOWN["settings"])
        (repository / ".git/info").mkdir(exist_ok=True)
        (repository / ".git/info/attributes").write_text(f"{BESIDE}*.toml filter=other=odd\n")
    (ada / ".gitattributes").write_text(BESIDE)
    return ada


def _sign_head(repository: Path, git: Callable[..., str]) -> None:
    """Make the last commit again, with a signature that somebody would have to check."""
    head = git(repository, "cat-file", "commit", "HEAD")
    kept, _, message = head.partition("\n\n")
    signature = "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----"
    signed = repository.parent / "signed"
    signed.write_text(f"{kept}\n{signature}\n\n{message}")
    id_ = git(repository, "hash-object", "-t", "commit", "-w", str(signed)).strip()
    git(repository, "update-ref", "refs/heads/main", id_)


def _remove(repository: Path, git: Callable[..., str], revision: str) -> None:
    id_ = git(repository, "rev-parse", revision).strip()
    (repository / f".git/objects/{id_[:2]}/{id_[2:]}").unlink()


def _touch(repository: Path) -> None:
    """Let every file be younger than git's index of it, so that git has to read it."""
    for path in [repository / "coachplan.toml", *repository.glob("plans/**/*.md")]:
        os.utime(path, (2_000_000_000, 2_000_000_000))


@pytest.fixture
def runs_nothing(hostile: Path, coachplan: Coachplan, canary: Canary, tmp_path: Path) -> Callable[..., None]:
    """Runs commands on the hostile repository, and requires that none runs the canary, nor breaks."""

    def run(*commands: tuple[str, ...], codes: set[int]) -> None:
        ran = {}
        for command in commands:
            _touch(hostile)
            arguments = [part.format(site=tmp_path / "site") for part in command]
            result = coachplan("-C", hostile, *arguments)
            assert result.code in codes, (command, result.err)
            if names := canary.names():
                ran[command] = names
        assert ran == {}

    return run


def test_reading_a_hostile_repository_runs_nothing(hostile, runs_nothing, canary, git) -> None:
    # Where this fails, the trap is broken: plain git runs what it names.
    _touch(hostile)
    git(hostile, "log", "-p", "-1", check=False)
    git(hostile, "diff", "--", "plans", check=False)
    git(hostile, "diff", "--", "coachplan.toml", check=False)
    trapped = " ".join(canary.names())
    assert all(name in trapped for name in ("canary 2", "diff-driver", "clean", "process", "find-principals")), trapped

    runs_nothing(*READING, codes={0, 1, 2})


def test_reading_a_history_without_its_beginning_runs_nothing(hostile, runs_nothing, git) -> None:
    _remove(hostile, git, git(hostile, "rev-list", "--max-parents=0", "HEAD").strip())
    (hostile / ".gitattributes").write_text("* filter=evil diff=evil\n")

    runs_nothing(*READING, codes={0, 1, 2})


@pytest.mark.long
def test_what_a_partial_clone_lacks_is_not_fetched(hostile, runs_nothing, canary, git) -> None:
    _remove(hostile, git, f"HEAD~3:{ADA_PLAN}")
    promised = {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
    }
    before = (hostile / ".git/config").read_text()
    for way in KNOWN["fetching"].values():
        (hostile / ".git/config").write_text(before)
        canary.take_over(hostile, {**promised, **way})
        git(hostile, "-c", "core.fsmonitor=false", "cat-file", "-p", f"HEAD~3:{ADA_PLAN}", check=False)
        assert canary.names(), f"plain git would not fetch this way: {way}"

        runs_nothing(
            *(("history",), ("history", "clear", "--verify"), ("history", "clear", "--at", "HEAD~3")),
            *(
                ("show", "clear"),
                ("check", "--no-cache"),
                ("check", "--changed-since", "HEAD~3"),
                ("site", "-o", "{site}"),
            ),
            codes={0, 1, 2},
        )


@pytest.mark.parametrize("setting", ["gpg.program", "gpg.ssh.program"])
def test_signatures_are_checked_by_the_person_s_own_program(
    ada, coachplan, git, canary, own_world, tmp_path, setting
) -> None:
    kind = "SSH SIGNATURE" if "ssh" in setting else "PGP SIGNATURE"
    assert coachplan("-C", ada, "agree", "clear", "--date", "2026-01-13").code == 0
    _sign_head(ada, git)
    if kind == "PGP SIGNATURE":
        text = git(ada, "cat-file", "commit", "HEAD").replace("SSH SIGNATURE", kind)
        (tmp_path / "signed").write_text(text)
        git(
            ada,
            "update-ref",
            "refs/heads/main",
            git(ada, "hash-object", "-t", "commit", "-w", tmp_path / "signed").strip(),
        )
    (own_world / "signers").touch()
    git(ada, "config", "--global", setting, str(canary.path))
    git(ada, "config", "--global", "gpg.ssh.allowedSignersFile", "~/signers")

    coachplan("-C", ada, "history", "clear", "--verify")

    assert canary.names()


def test_keys_are_not_looked_for_in_the_repository(ada, coachplan, git) -> None:
    assert coachplan("-C", ada, "agree", "clear", "--date", "2026-01-13").code == 0
    git(ada, "config", "--global", "gpg.ssh.allowedSignersFile", "allowed_signers")
    (ada / "allowed_signers").write_text("ada@example.com ssh-ed25519 AAAA\n")

    result = coachplan("-C", ada, "history", "clear", "--verify")

    assert result.code == 2
    assert "gpg.ssh.allowedSignersFile" in result.err
    assert "whole path" in result.err


def test_a_repository_that_keeps_the_files_of_another_folder_is_refused(ada, coachplan, git, tmp_path) -> None:
    other = tmp_path / "other"
    (other / "plans/x/y").mkdir(parents=True)
    (other / "plans/x/y/plan.md").write_text("mine")
    git(ada, "config", "core.worktree", str(other))
    before = git(ada, "rev-parse", "main")

    for command in (("save",), ("log", "ada", "--win", "One"), ("history",), ("check", "--changed-since", "HEAD")):
        result = coachplan("-C", ada, *command)
        assert result.code == 2
        assert "the files of another folder" in result.err
    assert git(ada, "rev-parse", "main") == before
