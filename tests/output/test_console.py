"""Colours and the cursor's codes go only where they may."""

import io
import sys
from pathlib import Path

import pytest

from coachplan.output.terminal import console
from conftest import Coachplan

ESCAPE = "\x1b"
COMMANDS = ["status ada", "show ada", "prep ada", "history ada", "rule CP204", "check"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("command", COMMANDS)
def test_colours_come_where_they_are_demanded_and_never_where_they_are_forbidden(
    ada: Path, coachplan: Coachplan, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    words = ("-C", ada, *command.split())
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert ESCAPE in coachplan(*words).out

    monkeypatch.setenv("NO_COLOR", "1")
    assert ESCAPE not in coachplan(*words).out


@pytest.mark.parametrize(
    ("stream", "variables", "may"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (io.StringIO(), {}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_the_screen_is_emptied_only_where_it_may_be_drawn_on(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, variables: dict[str, str], may: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", stream)

    console.clear()

    assert bool(stream.getvalue()) == may
