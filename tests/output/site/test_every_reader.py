"""Each of many people sees exactly the plans that name them as a reader: every pair of 40 people and 200 circles."""

import json
import random
import re
from pathlib import Path

import pytest

PLAN = """\
---
title: Practice {word}
people:
  team_member: {0}
  manager: {1}
  managers_manager: {2}
  hr: {3}
  helpers: ["{4}"]
development_area: Area {word}
current_state: State {word}
goal_state: Ask one question first {word}, in eight of ten meetings by 4 March 2026.
activities: [{{what: Count {word}, proposed_by: manager, status: proposed}}]
timeline: {{start: 2026-01-05, end: 2026-03-04}}
support_assets: Time {word}
update_cadence: every Monday
{more}---

Below {word}.
"""
CHECK_IN = "---\ndate: 2026-01-12\nby: {0}\nevidence: [Seen {word}]\n---\n\nSaid {word}.\n"
CLOSED = "status: closed\noutcome: {result: achieved, date: 2026-01-30}\n"
# Of each three, one address is the end of another, and one differs in the size of its letters alone in other plans.
PEOPLE = [f"Person{number} <{'x' * (number % 3)}p{number // 3}@example.com>" for number in range(40)]
_WORD = re.compile(r"secret\d{3}x")


def _circles() -> dict[str, list[str]]:
    """Each circle by a word that stands in its plan alone: its four readers, and a helper who does not read it."""
    chance = random.Random(15)
    found = {f"secret{number:03}x": chance.sample(PEOPLE, 5) for number in range(200)}
    assert {person for people in found.values() for person in people[:4]} == {*PEOPLE}
    return found


def _write(repository: Path, word: str, people: list[str], number: int) -> str:
    id_ = f"person{PEOPLE.index(people[0])}/{word}"
    folder = repository / "plans" / id_
    (folder / "check-ins").mkdir(parents=True)
    written = [person.upper() if number % 7 == place else person for place, person in enumerate(people)]
    text = PLAN.format(*written, word=word, more=CLOSED if number % 5 == 0 else "")
    (folder / "plan.md").write_text(text, encoding="utf-8")
    (folder / "check-ins/2026-01-12-a.md").write_text(CHECK_IN.format(people[1], word=word), encoding="utf-8")
    return id_


@pytest.mark.long
def test_every_pair_of_a_person_and_a_circle(plans, coachplan, git, tmp_path) -> None:
    circles = _circles()
    ids = {_write(plans, word, people, number): word for number, (word, people) in enumerate(circles.items())}
    git(plans, "add", ".")
    git(plans, "commit", "--quiet", "--message", "x")
    pairs = 0
    for number, person in enumerate(PEOPLE):
        own = {word for word, people in circles.items() if person in people[:4]}
        address = person.partition("<")[2].rstrip(">")
        site = tmp_path / f"site-{number}"
        told = coachplan("-C", plans, "site", "-o", site, "--for", address.upper() if number % 2 else address)
        assert told.code == 0, told.err
        pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
        assert {word for page in pages for word in _WORD.findall(page)} == own, person
        assert {word for path in site.rglob("*") for word in _WORD.findall(path.name)} <= own
        waiting = json.loads(coachplan("-C", plans, "due", "--reader", address, "--format", "json").out)["waiting"]
        assert {ids[entry["plan"]] for entry in waiting} <= own, person
        pairs += len(circles)
    assert pairs == 8000
