"""After a command that records, one line with the next step where there is one, for a person at a terminal."""

import subprocess
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER
from terminal import Terminal

ID = "ada-lovelace/clear-status-updates"


def _said(repository: Path, *command: str) -> str:
    """Return the last line of a command at a terminal."""
    terminal = Terminal("-C", repository, *command, columns=200)
    assert terminal.end() == 0, terminal.seen
    return terminal.seen.rstrip("\n").rpartition("\n")[2]


@pytest.fixture
def remote(ada, git) -> Path:
    remote = ada.with_name("remote.git")
    git(ada, "clone", "--quiet", "--bare", ".", str(remote))
    return remote


def test_it_is_the_persons_own_step_or_that_of_the_other_one(ada, coachplan, act_as, git, remote) -> None:
    act_as(MANAGER)
    assert _said(ada, "log", "ada", "--win", "On time").startswith("The last day is here")
    answers = "Ada Lovelace can answer 1 proposal"
    assert _said(ada, "propose", "ada", "Lead the planning meeting") == (
        f"Next: {answers} with `coachplan accept {ID}`"
    )
    git(ada, "remote", "add", "origin", str(remote))
    git(ada, "fetch", "--quiet")
    assert _said(ada, "log", "ada", "--win", "Again") == f"Next: `coachplan sync`, so that {answers}"
    act_as(MEMBER)
    assert _said(ada, "done", "ada", "rehearse", "--learned", "Pace") == (
        f"Next: answer 1 proposal with `coachplan accept {ID}`; then `coachplan sync`"
    )
    assert _said(ada, "accept", "ada", "--all") == "Not shared yet: `coachplan sync`"
    (ada / "coachplan.toml").write_text("# ours\n", encoding="utf-8")
    assert _said(ada, "save") == "Not shared yet: `coachplan sync`"
    assert coachplan("-C", ada, "log", "ada", "--win", "In a pipe").err == ""


def test_a_draft_leads_on_to_the_agreement_of_both(ada, coachplan, git, act_as, remote) -> None:
    text = (ada / ADA_PLAN).read_text(encoding="utf-8").replace("status: active", "status: draft")
    (ada / ADA_PLAN).write_text(text, encoding="utf-8")
    act_as(MANAGER)
    assert _said(ada, "save") == f"Next: say a word on the terms with `coachplan agree {ID}`"
    assert _said(ada, "agree", "ada", "--stance", "agree") == (
        f"Next: Ada Lovelace can say a word on the terms with `coachplan agree {ID}`"
    )
    git(ada, "remote", "add", "origin", str(remote))
    act_as(MEMBER)
    always = ["git", "config", "--global", "coachplan.sync", "always"]
    subprocess.run(always, check=True)
    terminal = Terminal("-C", ada, "agree", "ada", "--stance", "agree", columns=200)
    assert terminal.end() == 0
    assert "status draft → active" in terminal.seen
    assert terminal.seen.endswith("Shared 3 changes\n")

    remote.rename(away := remote.with_name("away.git"))
    terminal = Terminal("-C", ada, "log", "ada", "--win", "Away", columns=300)
    assert terminal.end() == 0
    assert (terminal.seen.count("coachplan sync"), terminal.seen.count("ot shared yet")) == (1, 1)
    away.rename(remote)
    act_as(MANAGER)
    git(ada.parent, "clone", "--quiet", str(remote), "his")
    assert coachplan("-C", ada.parent / "his", "log", "ada", "--win", "On time").code == 0
    assert coachplan("-C", ada.parent / "his", "sync").code == 0
    act_as(MEMBER)
    subprocess.run(always, check=True)
    terminal = Terminal("-C", ada, "log", "ada", "--win", "Again", columns=200)
    assert terminal.end() == 0
    assert f"\x1b[1m{ID}\x1b[0m  check-in of " in terminal.raw
    assert "\ufffd" not in terminal.raw
