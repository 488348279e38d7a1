"""Who may record a check-in, and in whose name: those who take part, and those who did so on its day."""

import json
import subprocess

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER

EVE = "Eve Stranger <eve@example.com>"
GEORGE = "George Boole <george@example.com>"
NEW = "Maria Mitchell <maria@example.com>"
FOLDER = ADA_PLAN.rpartition("/")[0]
OUTSIDER = "this person is not one of the plan's people"


@pytest.fixture
def refused(ada, coachplan, git):
    """Runs a command that must be refused in one line, with nothing recorded; what it says."""

    def run(*arguments, stdin: str = "") -> str:
        head = git(ada, "rev-parse", "HEAD")
        result = coachplan("-C", ada, *arguments, stdin=stdin)
        assert (result.code, result.err.count("\n")) == (1, 1), result.err
        assert git(ada, "rev-parse", "HEAD") == head
        return result.err

    return run


@pytest.fixture
def found(ada, coachplan):
    """The paths of the files in which `check` finds somebody who is not one of the plan's people."""

    def run(*options: str) -> list[str]:
        found = json.loads(coachplan("check", "--select", "CP701", "--format", "json", *options, cwd=ada).out)
        assert {finding["message"] for finding in found["findings"]} <= {OUTSIDER}
        return [finding["path"].rpartition("/")[2] for finding in found["findings"]]

    return run


def by_hand(ada, name: str, by: str, day: str = "2026-01-12") -> None:
    (ada / FOLDER / "check-ins").mkdir(exist_ok=True)
    text = f"---\ncoachplan: 1\ndate: {day}\nby: {by}\nwins: A good one\n---\n"
    (ada / FOLDER / "check-ins" / name).write_text(text, encoding="utf-8")


# -- strangers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", [("--win", "x"), ("--peer", EVE, "--about", "x", "--feedback", "a | b"), ("--by", MEMBER, "--win", "x")]
)
def test_a_stranger_records_nothing(refused, act_as, said) -> None:
    act_as(EVE)
    assert "eve@example.com>, whom this plan names in no role" in refused("log", "ada", *said)


def test_a_stranger_who_names_themselves_by_hand_records_nothing(ada, refused, act_as) -> None:
    act_as(EVE)
    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("people:\n", f"people:\n  helpers: [{EVE}]\n", 1), encoding="utf-8")
    assert "names in no role" in refused("log", "ada", "--about", "x", "--feedback", "a | b")
    by_hand(ada, "2026-01-12-eve.md", EVE)
    assert "names in no role" in refused("save")


def test_a_stranger_saves_no_check_in(ada, refused, act_as) -> None:
    act_as(EVE)
    by_hand(ada, "2026-01-12-eve.md", MEMBER)
    assert "names in no role" in refused("save")


@pytest.mark.parametrize("command", ["log", "save"])
def test_nobody_speaks_for_a_stranger(ada, refused, command) -> None:
    if command == "save":
        by_hand(ada, "2026-01-12-eve.md", EVE)
    said = refused(*(("save",) if command == "save" else ("log", "ada", "--from", "-")), stdin=f"by: {EVE}\nwins: x\n")
    assert f"{EVE} has no role in this plan" in said


@pytest.mark.parametrize("name", ["Ada", "ada lovelace", "Ada Lovelace <ada@old.example.com>"])
def test_one_of_the_people_under_a_short_name_or_another_address_is_none(ada, coachplan, found, name) -> None:
    by_hand(ada, "2026-01-12-ada.md", name)
    result = coachplan("-C", ada, "save")
    assert result.code == 0, result.err
    assert found() == []


@pytest.mark.parametrize("command", [("log", "ada", "--win", "x"), ("follow-up", "ada", "--sustained", "fully")])
def test_a_helper_records_what_they_saw_of_one_behaviour_and_nothing_else(ada, coachplan, act_as, refused, command):
    assert coachplan("-C", ada, "ask", "ada", "--peer", GEORGE, "--about", "Listening").code == 0
    if command[0] == "follow-up":
        assert coachplan("-C", ada, "close", "ada", "--outcome", "stopped").code == 0
    act_as(GEORGE)
    assert "leave" in refused(*command)
    assert (
        coachplan("-C", ada, "log", "ada", "--about", "Listening", "--feedback", "You paused | I could think").code == 0
    )


# -- former people ---------------------------------------------------------------------------------------------------


@pytest.fixture
def replaced(ada, coachplan, act_as, monkeypatch):
    """Charles's check-in and agreement of January; in February Maria is the manager, and acts."""
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-12T12:00:00+00:00")
    for command in (("log", "ada", "--win", "x", "--date", "2026-01-12"), ("agree", "ada", "--date", "2026-01-12")):
        assert coachplan("-C", ada, *command).code == 0
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-02-01T12:00:00+00:00")
    act_as(MEMBER)
    result = coachplan("-C", ada, "edit", "ada", "--set", f"people.manager={NEW}")
    assert result.code == 0, result.err
    assert OUTSIDER not in result.err
    act_as(NEW)
    return ada


def test_a_former_manager_is_no_stranger_on_the_days_of_their_role(replaced, found) -> None:
    assert found() == found() == found("--no-cache") == []


def test_a_former_manager_is_one_afterwards(replaced, coachplan, found, refused, act_as) -> None:
    by_hand(replaced, "2026-02-03-charles.md", MANAGER, "2026-02-03")
    assert found() == ["2026-02-03-charles.md"]
    assert f"{MANAGER} has no role in this plan, and cannot have made the check-in of 2026-02-03" in refused("save")
    act_as(MANAGER)
    assert "names in no role" in refused("log", "ada", "--win", "x", "--date", "2026-01-19")


def test_a_session_of_then_is_recorded_late_in_their_name(replaced, coachplan, found) -> None:
    given = f"by: {MANAGER}\nwins: x\ndate: 2026-01-26\n"
    result = coachplan("-C", replaced, "log", "ada", "--from", "-", stdin=given)
    assert result.code == 0, result.err
    assert found() == []


def test_somebody_who_never_had_a_role_is_a_stranger_all_along(replaced, found) -> None:
    by_hand(replaced, "2026-01-12-eve.md", EVE)
    assert found() == ["2026-01-12-eve.md"]


def test_a_change_that_is_not_recorded_yet_makes_nobody_a_stranger(ada, coachplan, found) -> None:
    assert coachplan("-C", ada, "log", "ada", "--win", "x").code == 0
    plan = ada / ADA_PLAN
    plan.write_text(
        plan.read_text(encoding="utf-8").replace(f"manager: {MANAGER}", f"manager: {NEW}", 1), encoding="utf-8"
    )
    assert found() == []


def test_where_history_is_cut_off_nobody_is_called_a_stranger(replaced, coachplan, tmp_path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{replaced}", clone], check=True)
    result = coachplan("-C", clone, "check", "--select", "CP701")
    assert (result.code, OUTSIDER in result.out) == (0, False)


def test_where_there_is_no_history_they_are(replaced, found) -> None:
    subprocess.run(["rm", "-rf", replaced / ".git"], check=True)
    assert len(found("--no-cache")) == 2


def test_a_history_that_cannot_be_read_says_nothing_of_anyone(replaced, found) -> None:
    for file in (replaced / ".git/objects").rglob("??*"):
        if file.is_file():
            file.unlink()
    assert found("--no-cache") == []
