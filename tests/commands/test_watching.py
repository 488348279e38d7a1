"""Watching tells of files that count, and of a new day."""

from datetime import date
from itertools import islice

from coachplan.commands.watching import watched


def test_a_new_day_is_a_change_and_an_uncounted_file_is_none(tmp_path):
    days = iter([date(2026, 1, 12)] * 2 + [date(2026, 1, 13)] * 9)
    changes = watched(tmp_path, lambda _, path: path.endswith(".md"), lambda: next(days))
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")

    assert [*islice(changes, 3)] == [False, True, False]


def test_a_file_that_counts_is_a_change_on_the_same_day(tmp_path):
    changes = watched(tmp_path, lambda _, path: path.endswith(".md"), lambda: date(2026, 1, 12))
    (tmp_path / "plan.md").write_text("x", encoding="utf-8")

    assert any(islice(changes, 20))
