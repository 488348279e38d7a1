"""`coachplan edit`, `save` and `history`, without a terminal."""

import json
import re
from pathlib import Path

import pytest

from coachplan.store.files import locked
from conftest import ADA_PLAN, MEMBER
from terminal import Terminal

FOLDER = "plans/ada-lovelace/clear-status-updates"


def replace(folder, old: str, new: str, path: str = ADA_PLAN) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")


def subject(git, folder) -> str:
    return git(folder, "log", "-1", "--format=%s").strip()


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Sets the editor to a Python program that gets the file's path as its argument."""

    def use(program: str) -> None:
        script = tmp_path / "editor.py"
        script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{program}\n")
        monkeypatch.setenv("EDITOR", f"python3 {script}")

    return use


# -- edit ----------------------------------------------------------------------------------------------------


def test_edit_set_changes_that_value_alone(ada, coachplan, git) -> None:
    before = (ada / ADA_PLAN).read_bytes()
    result = coachplan("-C", ada, "edit", "ada", "--set", "timeline.end=2026-02-18")
    assert result.code == 0, result.err
    assert (ada / ADA_PLAN).read_bytes() == before.replace(b"  end: 2026-02-04", b"  end: 2026-02-18")
    assert subject(git, ada) == ("Plan: ada-lovelace/clear-status-updates: timeline end 2026-02-04 → 2026-02-18")


def test_the_editor_gets_a_private_copy_and_its_result_is_committed(ada, coachplan, git, editor) -> None:
    editor(
        "assert path.stat().st_mode & 0o077 == 0\n"
        "path.write_text(path.read_text().replace('status: agreed', 'status: done'))"
    )
    result = coachplan("-C", ada, "edit", "ada")
    assert result.code == 0, result.err
    assert subject(git, ada).endswith("activity rehearse done")
    assert list((ada / ".git/coachplan/kept").iterdir()) == []


def test_an_edit_that_changes_nothing_records_nothing(ada, coachplan, git, editor) -> None:
    head = git(ada, "rev-parse", "HEAD")
    editor("")
    result = coachplan("-C", ada, "edit", "ada")
    assert (result.code, result.out) == (0, "Nothing was changed\n")
    assert git(ada, "rev-parse", "HEAD") == head


def test_an_invalid_edit_is_refused_and_its_text_kept(ada, coachplan, git, editor) -> None:
    before = (ada / ADA_PLAN).read_bytes()
    editor("path.write_text(path.read_text().replace('end: 2026-02-04', 'end: soon'))")
    result = coachplan("-C", ada, "edit", "ada")
    assert result.code == 1
    assert "CP013" in result.err
    kept = re.search(r"kept in (\S+\.md)", result.err)
    assert kept
    assert (ada / ADA_PLAN).read_bytes() == before
    mended = ada.parent / "mended.md"
    mended.write_text(Path(kept[1]).read_text().replace("end: soon", "end: 2026-02-05"))
    assert coachplan("-C", ada, "edit", "ada", "--from", mended).code == 0


# An editor that goes through its rounds: each time it keeps what it was given, and makes one change.
_ROUNDS = """
count = len(list(path.parent.parent.glob('seen-*')))
text = path.read_bytes().decode()
(path.parent.parent / f'seen-{count}').write_text(text)
changes = [('end: 2026-02-04', 'end: soon'), ('soon', 'later'), ('end: later', 'end: 2026-02-11')]
path.write_bytes(text.replace(*changes[count]).encode())
"""


def test_at_a_terminal_what_is_refused_is_edited_again_with_the_reason_on_top(ada, git, editor) -> None:
    before = (ada / ADA_PLAN).read_bytes()
    editor(_ROUNDS)
    terminal = Terminal("-C", ada, "edit", "ada")
    terminal.answer(["what", "", "e"])
    assert terminal.end() == 0, terminal.seen
    assert "one of edit, keep, drop" in terminal.seen
    assert (ada / ADA_PLAN).read_bytes() == before.replace(b"  end: 2026-02-04", b"  end: 2026-02-11")
    assert subject(git, ada).endswith("timeline end 2026-02-04 → 2026-02-11")
    assert list((ada / ".git/coachplan/kept").iterdir()) == []
    for number, day in ((1, "soon"), (2, "later")):
        seen = (ada / f".git/coachplan/seen-{number}").read_text(encoding="utf-8").splitlines()
        on_top = [line for line in seen if line.startswith("# coachplan: ")]
        assert on_top == seen[: len(on_top)]
        place = re.match(r"# coachplan: line (\d+): CP013", on_top[0])
        assert place
        assert seen[int(place[1]) - 1] == f"  end: {day}"
        assert on_top[-1].endswith("these lines are removed again.")
        assert seen[len(on_top) :] == before.decode().replace("end: 2026-02-04", f"end: {day}").splitlines()


@pytest.mark.parametrize(("answers", "code", "kept"), [(["k"], 1, 1), (["", "keep"], 1, 1), (["", "drop"], 1, 0)])
def test_what_is_refused_may_be_kept_aside_without_the_reason_or_dropped(ada, editor, answers, code, kept) -> None:
    before = (ada / ADA_PLAN).read_bytes()
    editor(_ROUNDS)
    terminal = Terminal("-C", ada, "edit", "ada")
    terminal.answer(answers)
    assert terminal.end() == code
    texts = [path.read_bytes() for path in (ada / ".git/coachplan/kept").iterdir()]
    day = b"soon" if len(answers) == 1 else b"later"
    assert texts == [before.replace(b"end: 2026-02-04", b"end: " + day)] * kept
    assert ("your text is kept in" in terminal.seen) == bool(kept)
    assert (ada / ADA_PLAN).read_bytes() == before


def test_ctrl_c_while_somebody_else_records_says_where_the_text_is_kept(ada, coachplan, editor, monkeypatch) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    editor("path.write_text(path.read_text().replace('title: Clear status updates', 'title: Clear words'))")
    with locked(ada / ".git/coachplan/lock"):
        monkeypatch.setattr("time.sleep", stop)
        result = coachplan("-C", ada, "edit", "ada")
    (kept,) = ada.glob(".git/coachplan/kept/*")
    assert result.code == 130
    assert f"coachplan: your text is kept in {kept}\n" in result.err
    assert "title: Clear words" in kept.read_text(encoding="utf-8")


def test_an_editor_that_fails_changes_nothing(ada, coachplan, editor) -> None:
    editor("sys.exit(3)")
    result = coachplan("-C", ada, "edit", "ada")
    assert result.code == 2
    assert "status 3" in result.err


def test_what_someone_else_wrote_meanwhile_is_not_overwritten(ada, coachplan, editor) -> None:
    plan = ada / ADA_PLAN
    editor(
        "path.write_text(path.read_text() + 'Mine')\n"
        f"other = pathlib.Path({str(plan)!r})\n"
        "other.write_text(other.read_text() + 'Theirs')"
    )
    result = coachplan("-C", ada, "edit", "ada")
    assert result.code == 1
    assert "someone else" in result.err
    assert "kept in" in result.err
    assert plan.read_text().endswith("Theirs")


def test_an_edit_that_orphans_a_check_in_is_refused(ada, coachplan) -> None:
    coachplan("-C", ada, "log", "ada", "--measure", "clear=3")
    result = coachplan("-C", ada, "edit", "ada", "--set", "goal_state.measures.0.name=updates")
    assert result.code == 1
    assert "CP503" in result.err


# -- save ----------------------------------------------------------------------------------------------------


def test_save_names_the_coaching_change(ada, coachplan, git) -> None:
    replace(ada, "  end: 2026-02-04", "  end: 2026-02-18")
    replace(ada, "status: agreed", "status: done")
    result = coachplan("-C", ada, "save")
    assert result.code == 0, result.err
    assert subject(git, ada) == (
        "Plan: ada-lovelace/clear-status-updates: timeline end 2026-02-04 → 2026-02-18; activity rehearse done"
    )
    assert git(ada, "status", "--porcelain") == ""


def test_save_begins_with_the_change_that_matters_most(ada, coachplan, git) -> None:
    replace(ada, "title: Clear status updates", "title: Other words")
    replace(ada, "status: agreed", "status: dropped")
    replace(ada, "status: active", "status: closed\noutcome: {result: achieved, date: 2026-02-04, summary: It worked}")
    result = coachplan("-C", ada, "save")
    assert result.code == 0, result.err
    assert subject(git, ada) == (
        "Plan: ada-lovelace/clear-status-updates: closed: achieved; activity rehearse dropped; title changed"
    )


def test_save_commits_nothing_but_plans(ada, coachplan, git) -> None:
    replace(ada, "status: agreed", "status: done")
    (ada / "notes.txt").write_text("mine")
    (ada / "staged.txt").write_text("staged")
    git(ada, "add", "staged.txt")
    assert coachplan("-C", ada, "save", "ada").code == 0
    assert git(ada, "status", "--porcelain").splitlines() == ["A  staged.txt", "?? notes.txt"]


def test_save_takes_check_ins_written_by_hand_and_settings(ada, coachplan, git) -> None:
    (ada / FOLDER / "check-ins").mkdir()
    (ada / FOLDER / "check-ins/2026-01-12-ada-lovelace-aaaa.md").write_text(
        "---\ncoachplan: 1\ndate: 2026-01-12\nby: Ada\nwins: [Private words]\n---\n"
    )
    (ada / "coachplan.toml").write_text("# ours\n")
    result = coachplan("-C", ada, "save")
    assert result.code == 0, result.err
    subjects = git(ada, "log", "-2", "--format=%s").splitlines()
    assert subjects == [
        "Settings: coachplan.toml",
        "Plan: ada-lovelace/clear-status-updates: check-in of 2026-01-12",
    ]
    assert "Private words" not in git(ada, "log", "--format=%B")


def test_nothing_to_save_is_said(ada, coachplan) -> None:
    assert "Nothing to save" in coachplan("-C", ada, "save").out


def test_an_invalid_plan_is_not_saved(ada, coachplan, git) -> None:
    head = git(ada, "rev-parse", "HEAD")
    replace(ada, "  end: 2026-02-04", "  end: soon")
    for arguments in (("save",), ("save", "--draft")):
        result = coachplan("-C", ada, *arguments)
        assert result.code == 1
        assert f"{ADA_PLAN}:" in result.err
        assert result.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == head


def test_a_draft_plan_may_be_saved_unfinished_when_asked(ada, coachplan, git) -> None:
    replace(ada, "status: active", "status: draft")
    replace(ada, "  end: 2026-02-04", "  end: soon")
    assert coachplan("-C", ada, "save").code == 1
    result = coachplan("-C", ada, "save", "--draft")
    assert result.code == 0, result.err
    assert git(ada, "status", "--porcelain") == ""


def test_all_or_nothing_across_plans(ada, coachplan, git) -> None:
    coachplan("-C", ada, "new", "Second", "--for", "Bob <bob@example.com>")
    head = git(ada, "rev-parse", "HEAD")
    replace(ada, "status: agreed", "status: done")
    replace(ada, "end: ", "end: x", path="plans/bob/second/plan.md")
    assert coachplan("-C", ada, "save").code == 1
    assert git(ada, "rev-parse", "HEAD") == head
    assert coachplan("-C", ada, "save", "ada").code == 0


# -- history -------------------------------------------------------------------------------------------------


def story(coachplan, folder, plan="ada") -> list[list[str]]:
    data = json.loads(coachplan("-C", folder, "history", plan, "--format", "json").out)
    assert data["version"] == 1
    return [event["changes"] for event in data["events"]]


def test_history_tells_the_story_newest_first(ada, coachplan) -> None:
    coachplan("-C", ada, "log", "ada", "--measure", "clear=3", "--win", "x", "--date", "2026-01-12")
    coachplan("-C", ada, "edit", "ada", "--set", "goal_state.measures.0.target=3")
    assert story(coachplan, ada) == [
        ['measure "clear status updates": target 4 → 3'],
        ["check-in of 2026-01-12 by Charles Babbage: clear status updates 3, 1 win"],
        ["status draft → active"],
        ["plan made"],
    ]
    text = coachplan("-C", ada, "history", "ada").out
    assert text.index("target 4 → 3") < text.index("plan made")


def test_a_renamed_plan_is_said_to_be_renamed(ada, coachplan, git) -> None:
    git(ada, "mv", "plans/ada-lovelace", "plans/ada-king")
    saved = coachplan("-C", ada, "save").out
    assert saved.startswith("Recorded Plans: ada-")
    assert saved.endswith(": renamed\n")


def test_history_follows_renames(ada, coachplan, git) -> None:
    coachplan("-C", ada, "log", "ada", "--measure", "clear=3", "--date", "2026-01-12")
    git(ada, "mv", "plans/ada-lovelace", "plans/ada-king")
    replace(ada, "status: active", "status: on-hold", path="plans/ada-king/clear-status-updates/plan.md")
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "status", "--porcelain") == ""
    assert story(coachplan, ada) == [
        ["renamed from ada-lovelace/clear-status-updates", "status active → on-hold"],
        ["check-in of 2026-01-12 by Charles Babbage: clear status updates 3"],
        ["status draft → active"],
        ["plan made"],
    ]
    assert "Check-ins (1)" in coachplan("-C", ada, "history", "ada", "--at", "HEAD~1").out


def test_history_of_every_plan_names_each_and_begins_with_the_newest(ada, coachplan, git) -> None:
    second = ada / "plans/ben-carter/shorter-notes/plan.md"
    second.parent.mkdir(parents=True)
    second.write_bytes((ada / ADA_PLAN).read_bytes())
    git(ada, "add", ".")
    git(ada, "commit", "--quiet", "--message", "One more plan")
    coachplan("-C", ada, "log", "clear", "--measure", "clear=3", "--date", "2026-01-12")

    text, data = coachplan("-C", ada, "history"), coachplan("-C", ada, "history", "--format", "json")

    ids = ["ada-lovelace/clear-status-updates", "ben-carter/shorter-notes"]
    told = [(event["plan"], event["changes"]) for event in json.loads(data.out)["events"]]
    assert told == [
        (ids[0], ["check-in of 2026-01-12 by Charles Babbage: clear status updates 3"]),
        (ids[1], ["plan made"]),
        (ids[0], ["status draft → active"]),
        (ids[0], ["plan made"]),
    ]
    assert json.loads(data.out)["version"] == 1
    paragraphs = text.out.split("\n\n")
    assert [id_ for paragraph in paragraphs for id_ in ids if id_ in paragraph.split("\n")[0]] == [
        id_ for id_, _ in told
    ]
    assert [paragraph.split("\n")[1].strip() for paragraph in paragraphs] == [changes[0] for _, changes in told]
    assert text.err == data.err == ""


def test_history_of_every_plan_before_anything_is_recorded(plans, coachplan) -> None:
    assert "Nothing is recorded yet" in coachplan("-C", plans, "history").out
    assert json.loads(coachplan("-C", plans, "history", "--format", "json").out) == {"version": 1, "events": []}


def test_history_at_a_commit_or_a_day_shows_the_plan_as_it_was(ada, coachplan, git, monkeypatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2030-01-01T12:00:00")
    coachplan("-C", ada, "edit", "ada", "--set", "title=Later title")
    assert "Later title" in coachplan("-C", ada, "show", "ada").out
    for at in ("HEAD~1", "2029-12-31", git(ada, "rev-parse", "HEAD~1").strip()):
        result = coachplan("-C", ada, "history", "ada", "--at", at)
        assert result.code == 0, result.err
        assert "Later title" not in result.out
        assert "Clear status updates" in result.out
    assert "Later title" in coachplan("-C", ada, "history", "ada", "--at", "2030-01-01").out


def test_a_plan_as_it_was_counts_from_that_day(ada, coachplan, git, monkeypatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-01-12T12:00:00")
    assert coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--measure", "clear=3").code == 0
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-03-06")
    assert "ended 30 days ago" in coachplan("-C", ada, "show", "ada").out
    for at in ("HEAD", "2026-01-12"):
        out = coachplan("-C", ada, "history", "ada", "--at", at).out
        assert "23 days left" in out
        assert "Next: Monday, 2026-01-19" in out
        assert "ended" not in out


@pytest.mark.parametrize("at", ["nonsense", "--output=/tmp/x", "2001-01-01", "HEAD~99", "HEAD:plans"])
def test_history_at_nothing_is_one_line(ada, coachplan, at) -> None:
    result = coachplan("-C", ada, "history", "ada", f"--at={at}")
    assert result.code == 2
    assert result.err.count("\n") == 1


def test_history_of_a_plan_that_was_never_committed(ada, coachplan) -> None:
    (ada / "plans/bob/new").mkdir(parents=True)
    (ada / "plans/bob/new/plan.md").write_text((ada / ADA_PLAN).read_text())
    assert "Nothing is recorded yet" in coachplan("-C", ada, "history", "bob").out


def test_history_tells_of_plans_that_could_not_be_read(ada, coachplan, git) -> None:
    text = (ada / ADA_PLAN).read_text()
    (ada / ADA_PLAN).write_text("broken")
    git(ada, "commit", "-qam", "x")
    (ada / ADA_PLAN).write_text(text)
    assert coachplan("-C", ada, "save").code == 0
    assert story(coachplan, ada)[:2] == [["plan readable again"], ["plan no longer readable"]]


# -- what readers of the code found -----------------------------------------------------------------------------------


def test_no_own_words_reach_a_subject(ada, coachplan, git, act_as) -> None:
    act_as(MEMBER)
    secret = "activities=[{id: Secret words, what: Secret, due: {after: Secret words, within: 1 week}}]"
    assert coachplan("-C", ada, "edit", "ada", "--set", secret).code == 0
    due = coachplan("-C", ada, "edit", "ada", "--set", "activities.0.due.within=when Secret is over")
    assert due.code == 0, due.err
    assert coachplan("-C", ada, "edit", "ada", "--set", "activities.0.status=done").code == 0
    assert "Secret" not in git(ada, "log", "--format=%B")


def test_save_leaves_what_is_no_plan_and_no_check_in(ada, coachplan, git) -> None:
    for name in (".plan.md.swp", "plan.md~", "photo.png"):
        (ada / FOLDER / name).write_text("private")
    replace(ada, "status: agreed", "status: done")
    assert coachplan("-C", ada, "save").code == 0
    assert git(ada, "show", "--name-only", "--format=", "HEAD").split() == [ADA_PLAN]


STRAY = [
    *(
        "plans/.DS_Store",
        "plans/salary-review.md",
        "plans/ada-lovelace/.DS_Store",
        "plans/ada-lovelace/salary-review.md",
    ),
    *("plans/plan.md", "plans/ada-lovelace/plan.md", f"{FOLDER}/check-ins/more/2026-01-12.md", "templates/.DS_Store"),
    "templates/plans/coaching.md.j2.orig",
]


def test_save_names_what_lies_beside_the_plans_and_commits_none_of_it(ada, coachplan, git) -> None:
    for name in STRAY:
        (ada / name).parent.mkdir(parents=True, exist_ok=True)
        (ada / name).write_text("private")
    head = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, "save")
    assert (result.code, result.out) == (0, "Nothing to save: every plan and check-in is recorded\n")
    assert result.err == (
        f"Left as they are, since they are not a part of a plan: {', '.join([*sorted(STRAY)[:5], '…'])}\n"
    )
    assert git(ada, "rev-parse", "HEAD") == head
    replace(ada, "status: agreed", "status: done")
    result = coachplan("-C", ada, "save", "ada")
    assert f"plan: {FOLDER}/check-ins/more/2026-01-12.md\n" in result.err
    assert git(ada, "show", "--name-only", "--format=", "HEAD").split() == [ADA_PLAN]


def test_save_takes_templates_and_our_own_note_on_the_folder(ada, coachplan, git) -> None:
    for name in ("templates/plans/ours.md.j2", "templates/style.css", "plans/README.md"):
        (ada / name).parent.mkdir(parents=True, exist_ok=True)
        (ada / name).write_text("ours")
    result = coachplan("-C", ada, "save")
    assert (result.code, result.err) == (0, "")
    assert subject(git, ada) == "Settings: 3 files"
    assert git(ada, "status", "--porcelain") == ""


def test_save_refuses_settings_that_cannot_be_read(ada, coachplan, git) -> None:
    head = git(ada, "rev-parse", "HEAD")
    (ada / "coachplan.toml").write_text("broken")
    assert coachplan("-C", ada, "save").code == 2
    assert git(ada, "rev-parse", "HEAD") == head


def test_a_removed_plan_is_not_taken_for_a_rename_of_an_edited_one(ada, coachplan, git) -> None:
    coachplan("-C", ada, "new", "Second", "--for", "Bob <bob@example.com>")
    git(ada, "rm", "-rq", "plans/bob")
    replace(ada, "status: agreed", "status: done")
    assert coachplan("-C", ada, "save").code == 0
    assert "Plan: ada-lovelace/clear-status-updates: activity rehearse done" in git(ada, "log", "-2", "--format=%s")


def test_a_draft_is_filled_in_section_by_section(plans, coachplan) -> None:
    coachplan("-C", plans, "new", "Listen", "--for", "Bob <bob@example.com>")
    result = coachplan("-C", plans, "edit", "bob", "--set", "development_area=Listening")
    assert result.code == 0, result.err
    assert coachplan("-C", plans, "edit", "bob", "--set", "status=active").code == 1


def test_an_editor_that_removes_the_file_is_no_bug(ada, coachplan, editor) -> None:
    editor("path.unlink()")
    result = coachplan("-C", ada, "edit", "ada")
    assert result.code == 2
    assert result.err.count("\n") == 1


def test_on_a_terminal_the_history_stays_within_its_width(ada, coachplan) -> None:
    words = "A goal in so many words that no line of a narrow terminal holds them all, and then a few more"
    assert coachplan("-C", ada, "edit", "ada", "--set", f"title={words}").code == 0
    terminal = Terminal("-C", ada, "history", "ada", columns=60)
    assert terminal.end() == 0
    lines = terminal.seen.splitlines()
    assert max(map(len, lines)) <= 60
    assert words in " ".join(line.strip() for line in lines)
    assert f"title Clear status updates → {words}\n" in coachplan("-C", ada, "history", "ada").out
