"""`coachplan calendar`: read back by another parser, and imported by a real calendar program."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject

from conftest import ADA_PLAN

KHAL = Path(sys.executable).with_name("khal")


def events(text: str) -> dict[str, vobject.base.Component]:
    """The events by their identity, as a parser of other hands reads them."""
    return {event.uid.value: event for event in vobject.readOne(text).vevent_list}


def calendar(coachplan, ada, *options: str) -> dict[str, vobject.base.Component]:
    result = coachplan("-C", ada, "calendar", "ada", *options)
    assert result.code == 0, result.err
    return events(result.out)


def days(found, summary: str, status: str = "CONFIRMED") -> list[date]:
    kept = [e for e in found.values() if e.summary.value.startswith(summary) and e.status.value == status]
    return sorted(event.dtstart.value for event in kept)


def test_sessions_by_the_cadence_milestones_end_and_follow_ups(ada, coachplan) -> None:
    coachplan(
        *("-C", ada, "edit", "ada", "--set", "timeline.milestones=[{date: 2026-01-19, what: Three in a week}]"),
        *("--set", "follow_up.reviews=[2026-03-04, 2026-04-03]"),
    )
    found = calendar(coachplan, ada)
    mondays = [date(2026, 1, 12), date(2026, 1, 19), date(2026, 1, 26), date(2026, 2, 2)]
    assert days(found, "Coaching session") == mondays
    assert days(found, "Coaching milestone") == [date(2026, 1, 19)]
    assert days(found, "Coaching plan") == [date(2026, 2, 4)]
    assert days(found, "Coaching follow-up") == [date(2026, 3, 4), date(2026, 4, 3)]
    assert {event.dtend.value - event.dtstart.value for event in found.values()} == {
        date(2026, 1, 2) - date(2026, 1, 1)
    }


def test_events_are_private_and_hold_nobodys_words(ada, coachplan) -> None:
    text = coachplan("-C", ada, "calendar", "--all").out
    assert all(event.contents["class"][0].value == "PRIVATE" for event in events(text).values())
    for word in ("Ada", "Lovelace", "ada@", "Clear", "status updates", "clear-status", "Charles"):
        assert word not in text


def test_names_and_words_only_where_asked_for(ada, coachplan) -> None:
    named = calendar(coachplan, ada, "--names")
    assert {event.summary.value for event in named.values()} >= {"Coaching session (Ada Lovelace)"}
    assert all("description" not in event.contents for event in named.values())
    assert {event.description.value for event in calendar(coachplan, ada, "--show-text").values()} == {
        "Clear status updates"
    }


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [("Europe/Berlin", 9, 8), ("America/New_York", 15, 14), ("Asia/Kolkata", 4.5, 4.5), ("UTC", 10, 10)],
)
def test_a_time_is_the_same_on_the_wall_in_summer_and_winter(ada, coachplan, zone, winter, summer) -> None:
    coachplan("-C", ada, "edit", "ada", "--set", "timeline.end=2026-05-04")
    found = calendar(coachplan, ada, "--at", "10:00", "--timezone", zone, "--minutes", "20")
    sessions = [event for event in found.values() if event.summary.value == "Coaching session"]
    starts = {event.dtstart.value.date(): event.dtstart.value.astimezone(UTC) for event in sessions}
    hours = {day: start.hour + start.minute / 60 for day, start in starts.items()}
    assert hours[date(2026, 1, 12)] == winter
    assert hours[date(2026, 4, 27)] == summer
    assert {(event.dtend.value - event.dtstart.value).seconds for event in sessions} == {20 * 60}


def test_what_moves_keeps_its_identity_and_what_falls_away_is_cancelled(ada, coachplan, monkeypatch) -> None:
    before = calendar(coachplan, ada)
    coachplan("-C", ada, "edit", "ada", "--set", "update_cadence.day=wednesday", "--set", "timeline.end=2026-02-18")
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-05")
    after = calendar(coachplan, ada)
    assert before.keys() < after.keys()
    moved = [uid for uid in before if after[uid].dtstart.value != before[uid].dtstart.value]
    assert len(moved) == len(before)
    assert all(int(after[uid].sequence.value) > int(before[uid].sequence.value) for uid in before)
    coachplan(
        *("-C", ada, "edit", "ada", "--set", "timeline.holds=[{from: 2026-01-20, to: 2026-02-01}]"),
        *("--set", "timeline.end=2026-02-04"),
    )
    rested = calendar(coachplan, ada)
    assert days(rested, "Coaching session") == [date(2026, 1, 7), date(2026, 1, 14)]
    assert len(days(rested, "Coaching session", "CANCELLED")) == 2


def test_a_closed_plan_cancels_the_sessions_that_will_not_be(ada, coachplan) -> None:
    milestones = "timeline.milestones=[{date: 2026-01-19, what: First}, {date: 2026-01-30, what: Second}]"
    coachplan("-C", ada, "edit", "ada", "--set", milestones)
    before = calendar(coachplan, ada)
    outcome = "outcome={result: achieved, date: 2026-01-20}"
    assert coachplan("-C", ada, "edit", "ada", "--set", outcome, "--set", "status=closed").code == 0
    after = calendar(coachplan, ada)
    assert after.keys() == before.keys()
    assert days(after, "Coaching session", "CANCELLED") == [date(2026, 1, 26), date(2026, 2, 2)]
    assert days(after, "Coaching milestone") == [date(2026, 1, 19)]
    assert days(after, "Coaching plan") == []


def test_two_plans_never_share_an_identity(ada, coachplan) -> None:
    coachplan("-C", ada, "new", "Listen first", "--for", "Ben Carter <ben@example.com>")
    coachplan("-C", ada, "edit", "ben", "--set", "update_cadence=every Monday", "--set", "status=active", "--draft")
    raw = coachplan("-C", ada, "calendar", "--all").out
    assert raw.count("BEGIN:VEVENT") == len(events(raw))


@pytest.mark.long
def test_a_real_calendar_program_takes_it_and_takes_it_again(ada, coachplan, tmp_path, monkeypatch) -> None:
    settings = tmp_path / "khal.conf"
    vdir, database = tmp_path / "calendar", tmp_path / "khal.db"
    vdir.mkdir()
    settings.write_text(
        f"[calendars]\n[[work]]\npath = {vdir}\n[sqlite]\npath = {database}\n[locale]\nlocal_timezone = UTC\n"
        "default_timezone = UTC\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )

    def khal(*arguments: str | Path) -> str:
        command = [KHAL, "--config", settings, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def listed() -> list[str]:
        lines = khal("list", "--day-format", "", "--format", "{start-long} {title}", "2026-01-01", "120d").splitlines()
        return [line for line in lines if line]

    file = tmp_path / "ada.ics"
    ada_at_ten = ("-C", ada, "calendar", "ada", "--at", "10:00", "--timezone", "Europe/Berlin", "-o", file)
    assert coachplan(*ada_at_ten).code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    khal("import", "--batch", file)
    first = listed()
    assert "2026-01-12 09:00 Coaching session" in first
    coachplan("-C", ada, "edit", "ada", "--set", "update_cadence.day=wednesday")
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-05")
    assert coachplan(*ada_at_ten).code == 0
    khal("import", "--batch", file)
    second = listed()
    assert len(second) == len(first)
    assert "2026-01-14 09:00 Coaching session" in second
    assert "2026-01-12 09:00 Coaching session" not in second


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ada", "--all"), "PLAN and --all cannot be combined"),
        (("ada", "--at", "10 o'clock"), "--at takes a time such as 10:00"),
        (("ada", "--at", "10:00+05:00", "--timezone", "Europe/Berlin"), "--at takes a time such as 10:00"),
        (("ada", "--at", "10:00", "--timezone", "Berlin"), "'Berlin' is not a time zone"),
        (("ada", "--at", "10:00", "--timezone", "../../etc/passwd"), "is not a time zone"),
        (("ada", "--at", "10:00", "--timezone", ""), "--at needs a time zone"),
    ],
)
def test_what_it_cannot_take_is_one_line(ada, coachplan, arguments, says) -> None:
    result = coachplan("-C", ada, "calendar", *arguments)
    assert result.code == 2
    assert says in result.err
    assert result.err.count("\n") == 1


def test_a_draft_expects_nothing(ada, coachplan) -> None:
    coachplan("-C", ada, "edit", "ada", "--set", "status=draft")
    result = coachplan("-C", ada, "calendar", "ada")
    assert result.code == 0
    assert "BEGIN:VEVENT" not in result.out
    assert "it has no sessions yet" in result.err


def test_the_repository_itself_is_never_written_over(ada, coachplan) -> None:
    before = (ada / ADA_PLAN).read_bytes()
    assert coachplan("-C", ada, "calendar", "ada", "-o", ada / ADA_PLAN).code == 1
    assert (ada / ADA_PLAN).read_bytes() == before


def test_without_a_day_of_tests_it_is_stamped_with_now(ada, coachplan, monkeypatch) -> None:
    monkeypatch.delenv("COACHPLAN_TODAY")
    stamp = next(iter(calendar(coachplan, ada).values())).dtstamp.value
    assert abs((datetime.now(ZoneInfo("UTC")) - stamp).total_seconds()) < 600
