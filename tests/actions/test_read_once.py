"""In a command that records, each version of a plan is parsed once: as YAML, and as a plan."""

from collections import Counter

import pytest

from coachplan.format import front_matter, reading
from coachplan.plan import Plan
from conftest import ADA_PLAN, MEMBER

ADDRESS = "ada@example.com"
COMMANDS = {
    "edit --set": ("edit", "ada", "--set", "timeline.end=2026-02-18"),
    "edit two keys": ("edit", "ada", "--set", "title=Other", "--set", "timeline.end=2026-02-18"),
    "edit, by an address": ("edit", ADDRESS, "--set", "title=Other"),
    "agree": ("agree", "ada"),
    "extend": ("extend", "ada", "--to", "+14d", "--why", "More time helps"),
    "hold": ("hold", "ada"),
    "revise": ("revise", "ada", "--measure", "clear", "--target", "3", "--why", "It fits better"),
    "log": ("log", "ada", "--measure", "clear=3", "--evidence", "Three updates"),
    "log with a mark in the plan": ("log", "ada", "--peer", "Zed <z@example.com>", "--about", "x", "--feedback", "a|b"),
    "close": ("close", "ada", "--outcome", "achieved", "--summary", "It lasts"),
    "propose": ("propose", "ada", "Watch two briefings"),
    "drop": ("drop", "ada", "rehearse"),
    "save": ("save",),
    "save --draft": ("save", "ada", "--draft"),
}


@pytest.fixture
def parsed(monkeypatch) -> Counter[tuple[str, bytes | str]]:
    """How often each text of a plan is parsed from now on."""
    counted: Counter[tuple[str, bytes | str]] = Counter()

    def read(raw: bytes, _read=front_matter.read):
        counted["YAML", raw] += b"development_area" in raw
        return _read(raw)

    def validate(data, _validate=Plan.model_validate):
        counted["plan", repr(data)] += 1
        return _validate(data)

    for module in (front_matter, reading):
        monkeypatch.setattr(module, "read", read)
    monkeypatch.setattr(Plan, "model_validate", validate)
    front_matter.read_once.cache_clear()
    reading._read_alone.cache_clear()
    return counted


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_version_of_a_plan_is_parsed_once_in_a_command(ada, coachplan, act_as, parsed, command) -> None:
    act_as(MEMBER)
    if command[0] == "save":
        plan = ada / ADA_PLAN
        plan.write_text(plan.read_text(encoding="utf-8").replace("Rehearse", "Practise"), encoding="utf-8")
    result = coachplan("-C", ada, *command)
    assert (result.code, result.out[:8]) == (0, "Recorded"), result.err
    assert {kind for kind, _ in parsed} == {"YAML", "plan"}
    assert max(parsed.values()) == 1, [(kind, times) for (kind, _), times in parsed.items()]


def test_what_is_read_once_is_nobodys_to_change(ada) -> None:
    raw = (ada / ADA_PLAN).read_bytes()
    data, _ = reading.read_parts(raw)
    data["people"]["manager"] = "Somebody Else"
    del data["goal_state"]["measures"][0]
    assert reading.read_parts(raw)[0]["people"]["manager"] == "Charles Babbage <charles@example.com>"
    assert len(reading.read_parts(raw)[0]["goal_state"]["measures"]) == 2
