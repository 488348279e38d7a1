"""What would drive a terminal, or turn what a person reads, reaches neither standard output nor standard error."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coachplan.base.errors import UsageError
from coachplan.format import read_check_in, read_data, read_plan, set_value

ADA_FOLDER = "plans/ada-lovelace/clear-status-updates"
ADA_PLAN = f"{ADA_FOLDER}/plan.md"

# Overrides, isolates and marks of direction, a C1 line end, a carriage return, and rich's own markup.
TURNED = "\u202e\u2066\u200f\u061c\x85\u2028\r[red][/]"
DRIVEN = "\x1b[31m\x1b]52;c;eA==\x07\x9b31m\x9d0;x\x9c\x08\x7f"


def locations(data: Any, location: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from locations(value, (*location, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from locations(value, (*location, place))
    elif isinstance(data, str):
        yield location, data


def poisoned(path: Path, read: Callable[[str, bytes], Any]) -> int:
    """Put `TURNED` into every text of a file that may hold it; how many do."""
    text, count = poisoned_text(path.read_text(encoding="utf-8"), read)
    path.write_text(text + TURNED + "\n", encoding="utf-8")
    return count


@cache
def poisoned_text(text: str, read: Callable[[str, bytes], Any]) -> tuple[str, int]:
    count = 0
    for location, value in locations(read_data(text)):
        for poison in (value + TURNED, TURNED + value):
            try:
                changed = set_value(text, location, poison)
            except UsageError:
                continue
            if not read("", changed.encode()).findings:
                text, count = changed, count + 1
                break
    return text, count


COMMANDS = {
    "show": ("show", "ada-lovelace"),
    "list": ("list",),
    "list for programs": ("list", "--format", "json"),
    "history": ("history", "ada-lovelace"),
    "history of all plans": ("history",),
    "history of all plans for programs": ("history", "--format", "json"),
    "history of a day": ("history", "ada-lovelace", "--at", "HEAD"),
    "history for programs": ("history", "ada-lovelace", "--format", "json"),
    "check": ("check",),
    "check with excerpts": ("check", "--show-text"),
    "check for programs": ("check", "--format", "json"),
    "render": ("render", "ada-lovelace", "--to", "md"),
    "save": ("save",),
}


@pytest.fixture
def hostile(repository: Path, git: Callable[..., str]) -> Path:
    """A repository in which every text of Ada's plan and check-ins is poisoned, and the history knows it."""
    folder = repository / ADA_FOLDER
    assert poisoned(folder / "plan.md", read_plan) > 40
    assert sum(poisoned(path, read_check_in) for path in sorted((folder / "check-ins").iterdir())) > 20
    name = "2026-01-20-eve.md"
    (folder / "check-ins" / name).write_text(f"---\ncoachplan: 1\ndate: 2025-01-01\nby: Eve\n---\n{TURNED}\n", "utf-8")
    git(repository, "add", ".")
    git(
        repository,
        "-c",
        "user.name=Eve\u202e\x1b[31m",
        "-c",
        "user.email=eve@example.com",
        "commit",
        "-qam",
        "x\x1b[2J",
    )
    return repository


@pytest.mark.one_in(4)
@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_text_that_turns_what_follows_is_shown_harmless(
    arguments: tuple[str, ...], hostile: Path, gets: Callable[..., str]
) -> None:
    code = 1 if arguments[0] == "check" else 0

    gets(code, *arguments)


def test_the_words_in_a_calendar_are_harmless(hostile: Path, coachplan: Callable[..., Any]) -> None:
    made = coachplan("-C", hostile, "calendar", "ada", "--names", "--show-text").out.replace("\r\n", "\n")

    assert "DESCRIPTION:Clear status updates" in made
    assert [sign for sign in made if not (sign.isprintable() or sign == "\n")] == []


def test_a_text_with_markup_of_the_terminal_library_is_shown_as_it_is(hostile: Path, gets: Callable[..., str]) -> None:
    assert "[red][/]" in gets(0, "show", "ada-lovelace")


@pytest.mark.parametrize("name", ["plan", "check-in"])
@pytest.mark.parametrize("arguments", [COMMANDS[name] for name in ("show", "list", "check", "check with excerpts")])
def test_raw_control_characters_in_a_file_reach_no_terminal(
    name: str, arguments: tuple[str, ...], gets: Callable[..., str], repository: Path
) -> None:
    path = repository / ADA_PLAN if name == "plan" else next((repository / ADA_FOLDER / "check-ins").iterdir())
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"^(title|wins|evidence):", rf"\1: {DRIVEN}", text, flags=re.MULTILINE) + DRIVEN, encoding="utf-8"
    )

    if arguments[0] == "check":
        gets(1, *arguments, findings={"CP002"})
    else:
        gets(1 if name == "plan" and arguments[0] == "show" else 0, *arguments)


@pytest.mark.parametrize("arguments", [("list",), ("check",), ("check", "--show-text"), ("list", "--format", "json")])
def test_file_names_with_control_characters_are_shown_harmless(
    arguments: tuple[str, ...], gets: Callable[..., str], repository: Path
) -> None:
    folder = repository / "plans" / f"eve{DRIVEN}" / "one\ntwo\u202e"
    folder.mkdir(parents=True)
    (folder / "plan.md").write_bytes((repository / ADA_PLAN).read_bytes() + b"\x00")
    (repository / ADA_FOLDER / "check-ins" / f"2026-01-13-{DRIVEN}.md").write_bytes(b"")

    gets(1 if arguments[0] == "check" else 0, *arguments)


def test_names_with_control_characters_are_recorded_and_shown_in_harmless_lines(
    gets: Callable[..., str], repository: Path, git: Callable[..., str]
) -> None:
    template = repository / "templates/plans" / f"{DRIVEN}x\nSigned-off-by: Boss <boss@example.com>.md"
    template.parent.mkdir(parents=True)
    template.write_text("x", "utf-8")
    (repository / "plans/ada-lovelace").rename(repository / "plans" / DRIVEN)

    saved = gets(0, "save", writes=True)
    plan = f"{DRIVEN}/clear-status-updates"
    shown = [saved, gets(2, "agree", plan, says="no plan is named"), gets(1, "check")]

    assert "Recorded Settings: templates/plans/" in saved
    assert all("\x1b" not in text for text in shown)
    messages = git(repository, "log", "-2", "--format=%B%x00").split("\0")
    assert [len(message.strip().splitlines()) for message in messages] == [1, 1, 0]
    assert not any("\x1b" in message for message in messages)


def test_file_names_that_are_no_utf_8_are_shown_harmless(gets: Callable[..., str], repository: Path) -> None:
    folder = os.fsencode(repository / "plans") + b"/eve\xff/plan\xfe"
    os.makedirs(folder)
    with open(folder + b"/plan.md", "wb") as file:
        file.write((repository / ADA_PLAN).read_bytes() + b"\x00")

    gets(1, "check", findings={"CP906"})
    gets(1, "check", "--format", "json")
    gets(0, "list")
    gets(0, "list", "--format", "json")


def test_a_label_with_control_characters_is_shown_harmless(gets: Callable[..., str], repository: Path) -> None:
    (repository / "coachplan.toml").write_text('[labels]\ncoaching = "Plan \\u001b[31m\\u009b\\u202e"\n', "utf-8")

    gets(0, "show", "ada-lovelace")
    gets(0, "render", "ada-lovelace")


def test_a_hook_with_control_characters_is_quoted_harmless(
    gets: Callable[..., str], coachplan: Callable[..., Any], repository: Path
) -> None:
    hook = repository / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nprintf '\\033[31mno\\033]0;x\\007\\n' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o700)

    gets(1, "log", "ada-lovelace", "--win", "One", writes=True, says="no")


def test_a_process_on_a_terminal_gets_colours_and_no_other_control_character(
    repository: Path, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setenv("FORCE_COLOR", "1")
    done = subprocess.run(
        [sys.executable, "-m", "coachplan", "-C", repository, "show", "ada-lovelace"], capture_output=True, check=True
    )

    shown = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout.decode())
    assert shown != done.stdout.decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
