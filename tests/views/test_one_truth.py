"""Every report shows the same state of a plan on a day, and knows no check-in of a later day."""

import json
import shutil
from datetime import date, timedelta

import pytest

from coachplan.store.repository import Repository
from coachplan.views.plan_row import plan_rows
from conftest import EXAMPLES

DAYS = [date(2025, 11, 3) + timedelta(days=31 * number) for number in range(15)]


@pytest.mark.one_in(4)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_list_and_status_agree_on_every_example(coachplan, day) -> None:
    def states(command: str, key: str) -> dict[str, tuple[str, str]]:
        found = json.loads(coachplan("-C", EXAMPLES, command, "--date", str(day), "--format", "json").out)
        return {plan[key]: (plan["state"], plan["status"]) for plan in found["plans"]}

    assert len(states("list", "id")) >= 16
    assert states("list", "id") == states("status", "plan")


def test_one_plan_is_in_the_same_state_alone_and_among_all(coachplan) -> None:
    day = "2026-02-16"
    found = json.loads(coachplan("-C", EXAMPLES, "status", "--date", day, "--format", "json").out)["plans"]
    for plan in found:
        for command in ("status", "prep"):
            one = json.loads(coachplan("-C", EXAMPLES, command, plan["plan"], "--date", day, "--format", "json").out)
            assert one["state"] == plan["state"], plan["plan"]


@pytest.mark.parametrize("day", DAYS[2:8], ids=str)
def test_what_is_recorded_later_changes_nothing_of_an_earlier_day(tmp_path, day) -> None:
    root = shutil.copytree(EXAMPLES, tmp_path / "plans")
    repository = Repository(root)
    known = plan_rows(repository, repository.plans(), day)
    later = [path for path in root.glob("plans/*/*/check-ins/*.md") if path.name[:10] > str(day)]
    assert later
    for path in later:
        path.unlink()

    assert plan_rows(repository, repository.plans(), day) == known
