"""The row of a plan: one truth for every report, quick to find, and never what is no longer so."""

import json
import os
import pty
import stat
import subprocess
import sys
from datetime import date

import pytest

from coachplan.store import cache
from coachplan.store.repository import Repository
from coachplan.views import plan_row as module
from coachplan.views.plan_row import plan_rows
from conftest import ADA_PLAN

NOW = date(2026, 2, 4)
RESTS = {"  end: 2026-02-04": "  end: 2026-02-04\n  holds: [{from: 2026-01-08, to: 2026-01-12}]"}
CLOSED = {
    "status: active": "status: closed\noutcome: {result: achieved, date: 2026-02-04}\n"
    "follow_up: {reviews: [2026-03-04]}"
}
CHECK_IN = """\
---
coachplan: 1
date: 2026-01-12
by: Ada Lovelace <ada@example.com>
evidence: Two clear updates
---
"""


@pytest.fixture
def store(ada):
    """The file in which the rows of Ada's repository are remembered."""
    return ada / ".git" / "coachplan" / "rows.json"


@pytest.fixture
def read(monkeypatch):
    """The ids of plans whose files were read, in their order."""
    ids = []
    original = module._read

    def reading(repository, folder, today):
        ids.append(folder.id)
        return original(repository, folder, today)

    monkeypatch.setattr(module, "_read", reading)
    return ids


def listed(root, day=NOW):
    repository = Repository(root)
    return plan_rows(repository, repository.plans(), day)


def settle(store):
    """Let the store seem to be written an hour after the plans."""
    later = store.stat().st_mtime_ns + 3_600_000_000_000
    os.utime(store, ns=(later, later))


def remembered(ada, store, read):
    """List once, and let what was found settle."""
    listed(ada)
    settle(store)
    read.clear()


def add_check_in(ada, name="2026-01-12-ada.md"):
    folder = (ada / ADA_PLAN).parent / "check-ins"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(CHECK_IN, encoding="utf-8")
    return folder / name


def test_a_plan_that_did_not_change_is_not_read_again(ada, store, read):
    first = listed(ada)
    settle(store)
    read.clear()

    assert listed(ada) == first
    assert read == []


def test_an_unchanged_store_is_not_written_again(ada, store, read):
    remembered(ada, store, read)
    before = store.stat()

    listed(ada)

    assert (store.stat().st_ino, store.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_edited_plan_is_read_again(ada, store, read):
    remembered(ada, store, read)
    plan = ada / ADA_PLAN
    plan.write_text(plan.read_text().replace("title: Clear", "title: Very clear"))

    assert [row.title for row in listed(ada)] == ["Very clear status updates"]


def test_an_edit_that_keeps_size_and_times_is_seen_by_the_change_of_the_file_itself(ada, store, read):
    remembered(ada, store, read)
    plan = ada / ADA_PLAN
    before = plan.stat()
    plan.write_text(plan.read_text().replace("title: Clear", "title: Clean"))
    os.utime(plan, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert [row.title for row in listed(ada)] == ["Clean status updates"]


def test_what_changed_within_two_seconds_of_the_store_is_read_again(ada, store, read):
    listed(ada)
    newest = (ada / ADA_PLAN).stat().st_ctime_ns
    for after, expected in ((1_900_000_000, 1), (3_600_000_000_000, 0)):
        read.clear()
        os.utime(store, ns=(newest + after, newest + after))
        listed(ada)
        assert len(read) == expected


def test_a_slow_first_list_does_not_count_its_own_duration_as_rest(ada, store, read, monkeypatch):
    ticks = iter([0, 50_000_000_000])
    monkeypatch.setattr(cache.time, "monotonic_ns", lambda: next(ticks, 50_000_000_000))
    listed(ada)
    newest = (ada / ADA_PLAN).stat().st_ctime_ns
    os.utime(store, ns=(newest + 51_000_000_000, newest + 51_000_000_000))
    read.clear()

    listed(ada)

    assert len(read) == 1


def test_a_new_a_renamed_and_a_removed_check_in_are_seen(ada, store, read):
    remembered(ada, store, read)
    check_in = add_check_in(ada)
    assert [row.check_ins for row in listed(ada)] == [1]
    settle(store)
    read.clear()
    renamed = check_in.rename(check_in.with_name("2026-01-12-charles.md"))
    listed(ada)
    assert len(read) == 1
    settle(store)
    renamed.unlink()
    assert [row.check_ins for row in listed(ada)] == [0]


def test_a_removed_and_a_renamed_plan_are_seen(ada, store, read):
    remembered(ada, store, read)
    folder = (ada / ADA_PLAN).parent
    folder.rename(folder.with_name("renamed"))
    assert [row.id for row in listed(ada)] == ["ada-lovelace/renamed"]
    (folder.with_name("renamed") / "plan.md").unlink()
    assert listed(ada) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: b"{}",
        lambda data: data[:-2],
        lambda data: data.replace(b"Clear", b"Clean"),
        lambda data: data.replace(b"coachplan ", b"coachplan 9", 1),
        lambda data: data.partition(b"\n")[2],
        lambda data: b"\xff" + data,
        lambda data: b"\n" + data,
    ],
    ids=["empty", "foreign", "cut off", "altered", "other release", "no title", "no text", "blank title"],
)
def test_a_store_that_is_not_whole_and_ours_counts_as_none(change, ada, store, read):
    remembered(ada, store, read)
    store.write_bytes(change(store.read_bytes()))
    settle(store)

    assert [row.title for row in listed(ada)] == ["Clear status updates"]
    assert len(read) == 1


def test_the_store_of_another_release_counts_as_none(ada, store, read, monkeypatch):
    remembered(ada, store, read)
    monkeypatch.setattr(cache, "__version__", "999")

    listed(ada)

    assert len(read) == 1


def test_a_store_that_cannot_be_written_only_costs_time(ada, store, read):
    store.parent.mkdir(exist_ok=True)
    store.mkdir()

    assert len(listed(ada)) == len(listed(ada)) == 1
    assert len(read) == 2


def test_only_its_owner_may_read_the_store(ada, store):
    listed(ada)

    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.parent.stat().st_mode) == 0o700


def test_the_store_is_never_part_of_the_history(ada, store, git):
    listed(ada)

    assert git(ada, "status", "--porcelain") == ""


def test_the_store_lies_where_all_work_trees_share_it(ada, store, git, read):
    git(ada, "worktree", "add", "--quiet", "../second")

    assert len(listed(ada.parent / "second")) == 1
    assert store.exists()


def test_a_row_is_remembered_for_its_day_alone(ada, coachplan):
    rows = [
        coachplan("-C", ada, "list", "--date", day).out.splitlines()[1].split("\t")
        for day in ("2026-01-04", "2026-01-05", "2026-01-12", "2026-01-19", "2026-01-20")
    ]

    assert [(row[2], row[-2]) for row in rows] == [
        ("not-started", ""),
        ("no-evidence", ""),
        ("no-evidence", "check-in due"),
        ("no-evidence", "check-in due"),
        ("watch", "check-in overdue"),
    ]


def test_other_settings_are_heard_although_the_plans_are_remembered(ada, store, read):
    assert [row.overdue for row in listed(ada, date(2026, 1, 14))] == [0]
    settle(store)
    (ada / "coachplan.toml").write_text("[rules.CP506]\ngrace_days = 1\n", encoding="utf-8")

    assert [row.overdue for row in listed(ada, date(2026, 1, 14))] == [1]


@pytest.mark.parametrize(
    ("replaced", "day", "state", "notes"),
    [
        ({"status: active": "status: on-hold"}, "2026-01-12", "on-hold", []),
        ({"status: active": "status: on-hold", **RESTS}, "2026-01-12", "on-hold", []),
        ({"status: active": "status: on-hold", **RESTS}, "2026-01-13", "on-hold", ["hold is over"]),
        (RESTS, "2026-01-12", "on-hold", []),
        (RESTS, "2026-01-13", "no-evidence", []),
        (RESTS, "2026-01-19", "no-evidence", ["check-in due"]),
        (CLOSED, "2026-03-03", "closed", ["achieved"]),
        (CLOSED, "2026-03-04", "closed", ["achieved", "follow-up due"]),
        (CLOSED, "2026-03-12", "closed", ["achieved", "follow-up overdue"]),
        ({"status: active": "status: draft"}, "2026-01-05", "draft", []),
        ({"status: active": "status: draft"}, "2026-01-06", "forgotten", ["beginning overdue"]),
        ({"status: active": "status: draft"}, "2026-03-06", "forgotten", ["beginning overdue"]),
        ({}, "2026-02-04", "stalled", ["check-in overdue", "look back due"]),
        ({}, "2026-02-05", "ended", ["look back due"]),
    ],
)
def test_the_state_is_one_thing_and_what_has_come_is_another(ada, coachplan, replaced, day, state, notes):
    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new, 1)
    plan.write_text(text.replace("due: 2026-01-14", ""), encoding="utf-8")

    (found,) = json.loads(coachplan("-C", ada, "list", "--date", day, "--format", "json").out)["plans"]

    assert (found["state"], found["notes"]) == (state, notes)


def test_a_plan_that_cannot_be_read_is_listed_as_such(ada):
    (ada / ADA_PLAN).write_text("no front matter")

    (row,) = listed(ada)

    assert (row.id, row.status, row.state) == ("ada-lovelace/clear-status-updates", "unreadable", "unreadable")


def test_in_a_pipe_cells_are_separated_by_tabs(ada, coachplan):
    head, row = coachplan("-C", ada, "list").out.splitlines()

    assert head.split("\t") == [
        "Plan",
        "Team member",
        "State",
        "Days left",
        "Last check-in",
        "Next check-in",
        "Note",
        "Title",
    ]
    assert row.split("\t")[:2] == ["ada-lovelace/clear-status-updates", "Ada Lovelace"]


def test_no_plans_are_no_rows_in_a_pipe(plans, coachplan):
    assert coachplan("-C", plans, "list").out.strip() == ""


def test_on_a_terminal_the_list_is_a_table(ada):
    shown = _on_a_terminal("-C", str(ada), "list")

    assert "Plan" in shown
    assert "─" in shown
    assert "\t" not in shown


def _on_a_terminal(*arguments: str) -> str:
    ours, theirs = pty.openpty()
    run = "from coachplan.__main__ import run; run()"
    with subprocess.Popen([sys.executable, "-c", run, *arguments], stdout=theirs, stdin=subprocess.DEVNULL) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += (part := os.read(ours, 4096))
            except OSError:
                break
            if not part:
                break
    os.close(ours)
    assert process.returncode == 0
    return shown.decode()


def test_the_json_has_version_1_and_a_stable_shape(ada, coachplan):
    data = json.loads(coachplan("-C", ada, "list", "--format", "json").out)

    assert list(data) == ["version", "today", "unshared", "plans"]
    assert (data["version"], data["today"]) == (1, "2026-02-04")
    assert data["plans"] == [
        {
            "id": "ada-lovelace/clear-status-updates",
            "title": "Clear status updates",
            "team_member": "Ada Lovelace",
            "manager": "Charles Babbage",
            "kind": "coaching",
            "status": "active",
            "start": "2026-01-05",
            "end": "2026-02-04",
            "check_ins": 0,
            "last_check_in": None,
            "next_check_in": "2026-01-12",
            "outcome": None,
            "next_review": None,
            "state": "stalled",
            "days_left": 0,
            "notes": ["check-in overdue", "look back due"],
            "waiting": [
                {"role": role, "kind": kind, "key": key, "what": what}
                for kind, key, what in (
                    ("session", "session:2026-01-12", ""),
                    ("activity", "activity:rehearse", "Rehearse Monday's update with a peer"),
                    ("look-back", "end", ""),
                )
                for role in ("team_member", *(("manager",) if kind != "activity" else ()))
            ],
        }
    ]


def test_a_plan_whose_days_or_status_cannot_be_read_is_listed_as_unreadable(ada, coachplan) -> None:
    for old, new in (("end: 2026-02-04", "end: soon"), ("status: active", "status: aktiv")):
        plan = ada / ADA_PLAN
        text = plan.read_text(encoding="utf-8")
        plan.write_text(
            text.replace(old, new, 1) if new != "end: soon" else text.replace("  " + old, "  " + new), "utf-8"
        )
        out = coachplan("-C", ada, "list").out
        assert "unreadable" in out
        assert "2999" not in out + coachplan("-C", ada, "show", "ada").out
        plan.write_text(text, encoding="utf-8")


def test_the_row_the_next_session_and_the_document_agree_on_what_waits(ada, coachplan) -> None:
    def said() -> tuple[list[tuple[str, str]], list[str], str]:
        prepared = json.loads(coachplan("-C", ada, "prep", "ada", "--date", "2026-01-20", "--format", "json").out)
        page = coachplan("-C", ada, "render", "ada", "--audience", "team-member", "--date", "2026-01-20").out
        (row,) = listed(ada, date(2026, 1, 20))
        proposed = [words for words in prepared["attention"] if words.startswith("proposed")]
        waiting = [(entry.role, entry.kind) for entry in row.waiting if entry.kind in ("answer", "agree")]
        return waiting, proposed, page.partition("## Yours to do")[2].partition("\n## ")[0]

    assert coachplan("-C", ada, "propose", "ada", "Lead the planning meeting").code == 0
    assert coachplan("-C", ada, "agree", "ada").code == 0
    waiting, proposed, page = said()
    assert waiting == [("team_member", "answer"), ("team_member", "agree")]
    assert proposed == ["proposed, and waiting for an answer: Lead the planning meeting"]
    assert "Lead the planning meeting" in page
    assert "coachplan agree" in page

    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace("activities:\n", "activities:\n  - {what: TODO, status: proposed}\n"), encoding="utf-8"
    )
    waiting, proposed, page = said()
    assert waiting == [("team_member", "answer")]
    assert proposed == ["proposed, and waiting for an answer: Lead the planning meeting"]
    assert "TODO" not in page
    assert "coachplan agree" not in page
