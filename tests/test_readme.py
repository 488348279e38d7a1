"""The README is short, leads everywhere, and its commands do as it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from test_docs import links

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_has_at_most_700_words_and_one_picture() -> None:
    assert len(README.split()) <= 700
    assert README.count("![") == 1


def test_every_page_can_be_reached_from_it() -> None:
    reached, new = set(), {ROOT / "README.md"}
    while new:
        reached |= new
        new = {target for page in new for target in links(page) if target.suffix == ".md"} - reached

    assert {*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")} <= reached


def test_its_two_commands_are_targets_of_make() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert {"demo", "test"} <= set(targets)
    assert re.findall(r"^make .*", README, re.MULTILINE) == ["make demo", "make test"]


def commands() -> list[str]:
    """The six commands to know, without what is said of each."""
    block = re.search(r"^## Six commands.*?^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert block
    return [line.partition("  #")[0].strip() for line in block[1].splitlines()]


def test_there_are_six_commands_to_know() -> None:
    assert [command.split()[1] for command in commands()] == ["new", "check", "agree", "log", "status", "render"]


@pytest.mark.one_in(2)
@pytest.mark.parametrize("command", commands())
def test_a_command_to_know_does_its_work(request, monkeypatch, command: str) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-05")
    folder = request.getfixturevalue("plans" if command.startswith("coachplan new") else "ada")

    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout + done.stderr
