"""The workspace: many plan repositories of one person, looked at and shared together, with real remotes."""

import json
import os
import re
import shutil
import stat
from pathlib import Path

import pytest

from conftest import MANAGER, MEMBER
from terminal import Terminal

PLAN = """\
---
title: Listen first
people: {{team_member: "{name} <{email}>", manager: "Charles Babbage <charles@example.com>"}}
development_area: Listening before answering
current_state: Answers before the question is out.
goal_state: Ask one question first, in eight of ten meetings by 4 March 2026.
activities: [{{what: Count the questions, proposed_by: manager, status: proposed}}]
timeline: {{start: 2026-02-01, end: 2026-03-04}}
support_assets: A peer who listens
update_cadence: every Monday
---
"""
PEOPLE = {"ada": "Ada Lovelace", "grace": "Grace Hopper"}


@pytest.fixture
def circles(tmp_path, coachplan, act_as) -> Path:
    """A folder with Ada's and Grace's plan repositories, each shared by their manager through a remote of its own."""
    act_as(MANAGER)
    for short, name in PEOPLE.items():
        assert coachplan("init", short, cwd=tmp_path).code == 0
        made = coachplan(
            *("-C", tmp_path / short, "new", "--from", "-"),
            stdin=PLAN.format(name=name, email=f"{short}@example.com"),
        )
        assert made.code == 0, made.err
        assert coachplan("-C", tmp_path / short, "share", tmp_path / f"{short}.git", "--yes").code == 0
    return tmp_path


def plans_in(text: str) -> list[str]:
    return sorted(row.split("\t")[0] for row in text.splitlines()[1:])


BOTH = ["ada-lovelace/listen-first", "grace-hopper/listen-first"]


def test_outside_of_a_repository_commands_look_at_all_of_them(circles, coachplan, own_world) -> None:
    for command in ("status", "list"):
        told = coachplan(command, cwd=circles)
        assert (told.code, told.err) == (0, "")
        assert plans_in(told.out) == BOTH
        assert plans_in(coachplan("--workspace", command, cwd=circles / "ada").out) == BOTH
        assert plans_in(coachplan("-C", "ada", "-C", "grace", command, cwd=circles).out) == BOTH
        assert plans_in(coachplan(command, cwd=circles / "ada").out) == BOTH[:1]
    known = json.loads(coachplan("status", "--format", "json", cwd=circles).out)["plans"]
    assert {row["plan"]: row["repository"] for row in known} == {BOTH[0]: f"{circles}/ada", BOTH[1]: f"{circles}/grace"}
    assert "repository" not in coachplan("status", "--format", "json", cwd=circles / "ada").out
    told = json.loads(coachplan("due", "--days", "60", "--format", "json", cwd=circles).out)
    for rows in (told["items"], told["waiting"]):
        assert {(row["plan"], row["repository"]) for row in rows} == {
            (BOTH[0], f"{circles}/ada"),
            (BOTH[1], f"{circles}/grace"),
        }
    due = coachplan("due", "--days", "60", cwd=circles).out
    assert all(id_ in due for id_ in BOTH)
    assert coachplan("history", cwd=circles).out.count("plan made") == 2

    (file,) = own_world.rglob("workspace.toml")
    assert stat.S_IMODE(file.lstat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.lstat().st_mode) == 0o700


def test_a_command_that_is_named_works_where_the_person_stands(circles, coachplan, act_as) -> None:
    act_as("Grace Hopper <grace@example.com>")
    for place, way in ((circles, "grace"), (circles / "ada", "../grace")):
        terminal = Terminal("--workspace", "status", columns=120, cwd=place)
        terminal.end()
        (command,) = re.findall(r"coachplan (-C \S+ accept \S+)", terminal.seen)
        assert command == f"-C {way} accept {BOTH[1]}"
        assert coachplan(*command.split(), "--all", cwd=place).code == 0
        assert coachplan("-C", circles / "grace", "undo", "--yes").code == 0
    act_as(MANAGER)
    assert coachplan("propose", "grace", "Pause first", cwd=circles).code == 0
    terminal = Terminal("status", columns=120, cwd=circles)
    terminal.end()
    assert "coachplan workspace sync" in terminal.seen


def test_check_takes_the_plans_of_all_and_rules_see_across_them(circles, coachplan) -> None:
    checked = coachplan("check", "--format", "json", cwd=circles)
    assert json.loads(checked.out)["files"] == 2
    assert {row["path"].split("/plans/")[0] for row in json.loads(checked.out)["findings"]} == {"ada", "grace"}
    assert coachplan("check", "grace", "--select", "CP102", cwd=circles).out == "All well: 1 file checked\n"
    assert coachplan("check", "ada/plans", "Hopper", "--select", "CP102", cwd=circles).out.endswith("2 files checked\n")
    assert coachplan("check", "--select", "CP8", cwd=circles).out == "All well: 2 files checked\n"

    plan = circles / "grace/plans" / BOTH[1] / "plan.md"
    plan.write_text(plan.read_text(encoding="utf-8").replace("grace@example.com", "ada@example.com"), encoding="utf-8")
    told = coachplan("check", "--select", "CP8", "--no-cache", cwd=circles)
    assert told.out.startswith(f"grace/plans/{BOTH[1]}/plan.md:")
    assert told.out.count("CP8") == 1
    assert "CP801 warning: another open plan of this person is about the same area" in told.out
    assert coachplan("check", "--select", "CP8", cwd=circles / "grace").code == 0
    kept = [path.read_text(encoding="utf-8") for path in circles.glob("grace/.git/coachplan/*") if path.is_file()]
    assert kept
    assert not any("ada-lovelace" in text for text in kept)


def test_only_what_makes_sense_in_one_repository_is_refused_in_several(circles, coachplan) -> None:
    for options in (["--fix"], ["--diff"], ["--write-baseline", "b"], ["--baseline", "b"], ["--changed-since", "HEAD"]):
        told = coachplan("check", *options, cwd=circles)
        assert (told.code, told.out) == (2, "")
        assert told.err == (
            f"coachplan: {options[0]} works in one plan repository, and there are 2: name one with -C DIR\n"
        )
    assert coachplan("check", "grace", "--diff", cwd=circles).err == "Nothing to fix\n"


def test_a_repository_that_cannot_be_read_is_said_and_the_rest_is_done(circles, coachplan) -> None:
    (circles / "grace/coachplan.toml").write_text("[", encoding="utf-8")
    for command, code in (
        (["status"], 0),
        (["status", "ada"], 0),
        (["list"], 0),
        (["due"], 0),
        (["check"], 2),
        (["calendar", "--all"], 0),
    ):
        told = coachplan(*command, cwd=circles)
        assert told.code == code, command
        assert told.err.count(f"{circles}/grace is left out: coachplan.toml cannot be read") == 1
        assert "ada" in told.out or command[0] in ("calendar", "due")
    (circles / "ada/coachplan.toml").write_text("[", encoding="utf-8")
    told = coachplan("status", cwd=circles)
    assert (told.code, told.out) == (2, "")
    assert told.err.endswith("coachplan: none of these 2 plan repositories can be read\n")


def test_a_repository_whose_plans_cannot_be_listed_is_left_out_and_said(circles, coachplan, monkeypatch) -> None:
    shutil.rmtree(circles / "grace/plans")
    (circles / "grace/plans").write_text("in the way", encoding="utf-8")
    for command, code in (
        (["status"], 0),
        (["list"], 0),
        (["due", "--days", "90"], 0),
        (["check"], 2),
        (["calendar", "--all"], 0),
        (["history"], 0),
        (["show", "ada"], 0),
        (["prep", "listen-first"], 0),
        (["site", "-o", "SITE"], 0),
    ):
        told = coachplan(*command, cwd=circles)
        assert told.code == code, command
        left_out = f"{circles}/grace is left out: {circles}/grace/plans cannot be read: not a directory"
        assert told.err.count(left_out) == 1, command
    assert (circles / "SITE/index.html").exists()
    listed = coachplan("workspace", "list", cwd=circles)
    assert listed.out.splitlines()[1] == f"{circles}/grace  {circles}/grace/plans cannot be read: not a directory"
    assert listed.out.startswith(f"{circles}/ada  1 plan, shared through")
    alone = coachplan("-C", "grace", "status", cwd=circles)
    assert (alone.code, alone.out) == (2, "")
    monkeypatch.setenv("_COACHPLAN_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "coachplan show ")
    monkeypatch.setenv("COMP_CWORD", "2")
    completed = coachplan(cwd=circles)
    assert (completed.out, completed.err) == ("ada-lovelace/listen-first\n", "")


def test_a_calendar_of_all_tells_apart_two_plans_of_one_name(circles, coachplan, act_as) -> None:
    for short, email in (("ada", "ada@example.com"), ("grace", "grace@example.com")):
        act_as(f"{PEOPLE[short]} <{email}>")
        assert coachplan("accept", short, "--all", cwd=circles).code == 0
        assert coachplan("agree", short, cwd=circles).code == 0
        assert coachplan("edit", short, "--set", "status=active", cwd=circles).code == 0
    one = coachplan("calendar", "ada", cwd=circles).out.count("BEGIN:VEVENT")
    os.makedirs(circles / "grace/plans/ada-lovelace")
    os.rename(circles / "grace/plans" / BOTH[1], circles / "grace/plans" / BOTH[0])
    every = coachplan("calendar", "--all", cwd=circles).out
    uids = [line for line in every.splitlines() if line.startswith("UID:")]
    assert len(uids) == len({*uids}) == 2 * one > 0
    assert all(
        line in uids for line in coachplan("calendar", "--all", cwd=circles / "ada").out.splitlines() if "UID:" in line
    )
    assert coachplan("calendar", "--all", "-o", "grace/plans/all.ics", cwd=circles).code == 1


def test_a_site_has_the_pages_of_all_circles_and_a_reader_theirs_alone(circles, coachplan) -> None:
    os.makedirs(circles / "grace/plans/ada-lovelace")
    os.rename(circles / "grace/plans" / BOTH[1], circles / "grace/plans" / BOTH[0])
    made = coachplan("site", "-o", circles / "all", cwd=circles)
    assert made.code == 0, made.err
    assert "6 pages made" in made.err
    pages = sorted(path.name for path in (circles / "all/plans/ada-lovelace").iterdir())
    assert len(pages) == 2
    texts = {(circles / "all/plans/ada-lovelace" / page).read_text(encoding="utf-8") for page in pages}
    assert {name for text in texts for name in PEOPLE.values() if f">{name}<" in text} == {*PEOPLE.values()}
    manager = (circles / "all/managers/charles-babbage.html").read_text(encoding="utf-8")
    assert all(f"plans/ada-lovelace/{page}" in manager for page in pages)
    assert "0 pages made, 6 unchanged" in coachplan("site", "-o", circles / "all", cwd=circles).err

    plan = circles / "grace/plans" / BOTH[0] / "plan.md"
    plan.write_text(plan.read_text(encoding="utf-8").replace("A peer who listens", "Two peers"), encoding="utf-8")
    assert "1 page made, 5 unchanged" in coachplan("site", "-o", circles / "all", cwd=circles).err
    hers = coachplan("site", "-o", circles / "hers", "--for", "grace@example.com", cwd=circles)
    assert hers.code == 0, hers.err
    for path in (circles / "hers").rglob("*.html"):
        assert "Ada Lovelace" not in path.read_text(encoding="utf-8"), path
    nobody = coachplan("site", "-o", circles / "none", "--for", "eve@example.com", cwd=circles)
    assert (nobody.code, (circles / "none").exists()) == (2, False)
    assert coachplan("site", "-o", "grace/plans/site", cwd=circles).code == 1


def test_a_plan_is_named_from_anywhere_and_a_change_goes_to_its_own_repository(circles, coachplan, git) -> None:
    assert coachplan("propose", "grace", "Pause first", cwd=circles).code == 0
    assert "Pause first" in coachplan("show", "Hopper", cwd=circles).out
    assert git(circles / "grace", "log", "-1", "--format=%s").startswith("Propose: grace-hopper/listen-first")
    assert "Propose" not in git(circles / "ada", "log", "-1", "--format=%s")
    several = coachplan("show", "listen-first", cwd=circles)
    assert (several.code, several.out) == (2, "")
    assert f"{BOTH[0]} in {circles}/ada, {BOTH[1]} in {circles}/grace" in several.err
    one = coachplan("save", cwd=circles)
    assert one.err == "coachplan: this works in one plan repository, and there are 2: name one with -C DIR\n"
    both = coachplan("-C", "ada", "--workspace", "list", cwd=circles)
    assert both.err == "coachplan: -C and --workspace cannot be combined; choose one\n"


def test_sync_shares_each_and_says_what_failed_and_the_rest_is_done(circles, coachplan, act_as, git) -> None:
    act_as(MEMBER)
    assert coachplan("clone", circles / "ada.git", "hers", cwd=circles).code == 0
    assert coachplan("-C", circles / "hers", "accept", "ada", "--all").code == 0
    assert coachplan("-C", circles / "hers", "sync").code == 0
    act_as(MANAGER)
    os.rename(circles / "grace.git", circles / "gone.git")
    assert coachplan("workspace", "remove", "hers", cwd=circles).code == 0
    told = coachplan("workspace", "sync", cwd=circles / "ada")
    assert told.code == 2
    assert "ada-lovelace/listen-first" in told.out
    assert "agreed to" in told.out
    assert f"{circles}/grace" not in told.out
    assert f"{circles}/grace\n  " in told.err
    assert f"coachplan -C {circles}/grace sync" in told.err
    os.rename(circles / "gone.git", circles / "grace.git")
    assert coachplan("propose", "grace", "Pause first", cwd=circles).code == 0
    again = coachplan("workspace", "sync", cwd=circles)
    assert (again.code, again.err) == (0, "")
    assert "Shared 1 change" in again.out
    assert "Propose" in git(circles / "grace.git", "log", "-1", "--format=%s")


def test_a_question_in_one_repository_is_left_to_its_own_sync(circles, coachplan, act_as) -> None:
    assert coachplan("clone", circles / "ada.git", "other", cwd=circles).code == 0
    for clone, words in (("ada", "Hear people out"), ("other", "Let people end")):
        place = ("-C", circles / clone)
        assert coachplan(*place, "edit", "ada", "--set", f"development_area={words}").code == 0
    assert coachplan("-C", circles / "other", "sync").code == 0
    told = coachplan("-C", circles / "ada", "-C", circles / "grace", "workspace", "sync")
    assert told.code == 1
    assert "1 question only a person can decide" in told.err
    assert "Nothing new on either side" in told.out
    assert "Hear people out" in (circles / "ada/plans" / BOTH[0] / "plan.md").read_text(encoding="utf-8")


def test_the_list_is_the_persons_own_to_write(circles, coachplan, own_world) -> None:
    (file,) = own_world.rglob("workspace.toml")
    file.write_text("# mine\n" + file.read_text(encoding="utf-8") + "# the end\n", encoding="utf-8")
    assert coachplan("workspace", "remove", "grace", cwd=circles).out.startswith(f"{circles}/grace is not in")
    assert coachplan("workspace", "add", "grace/plans", cwd=circles).out == f"Added {circles}/grace to your workspace\n"
    assert coachplan("workspace", "add", "grace", cwd=circles).out.endswith("is in your workspace already\n")
    told = coachplan("workspace", "list", cwd=circles).out.splitlines()
    assert told == [f"{circles}/{one}  1 plan, shared through {circles}/{one}.git" for one in PEOPLE]
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# mine\n")
    assert text.endswith("# the end\n")

    os.rename(circles / "grace", circles / "moved")
    told = coachplan("list", cwd=circles)
    assert (told.code, plans_in(told.out)) == (0, BOTH[:1])
    assert told.err == (
        f"{circles}/grace is not a plan repository any more; `coachplan workspace remove {circles}/grace`\n"
    )
    assert coachplan("workspace", "remove", circles / "grace").code == 0
    os.rename(circles / "ada", circles / "gone")
    for command in ("list", "history", "status"):
        told = coachplan(command, cwd=circles)
        assert (told.code, told.out) == (2, "")
        assert "the workspace has no other plan repository" in told.err
    assert coachplan("workspace", "remove", "nobody").err.startswith("coachplan: no repository is named 'nobody'; ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("repositories = [", "cannot be read"),
        ("repositories = ['plans']", "`repositories` is a list of folders"),
        ("repositories = 4", "`repositories` is a list of folders"),
        ("repository = []", "unknown key 'repository'; known are `repositories` and `policy`"),
        (f"a = {'[' * 5000}", "cannot be read"),
        ("\udcff", "it is not UTF-8"),
    ],
)
def test_a_file_that_is_wrong_is_said_in_a_line(own_world, coachplan, tmp_path, text, why) -> None:
    file = own_world / ".config/coachplan/workspace.toml"
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert coachplan("init", "plans", cwd=tmp_path).code == 0
    for command in (("list",), ("workspace", "add", "plans"), ("workspace", "sync")):
        told = coachplan(*command, cwd=tmp_path)
        assert (told.code, told.out) == (2, "")
        assert told.err.count("\n") == 1
        assert why in told.err
    assert file.read_bytes() == text.encode("utf-8", "surrogateescape")


def test_an_address_of_mine_in_one_repository_alone_is_mine_there(circles, coachplan, git, act_as) -> None:
    act_as("Ada Lovelace <ada@home.example>")
    git(circles / "ada", "config", "user.email", "ada@example.com")
    told = coachplan("status", "--plain", cwd=circles).out
    assert "Waiting for Ada Lovelace" in told
    assert "answer 1 proposal" in told


def test_a_relative_folder_for_settings_is_not_taken_from_where_one_stands(circles, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "mine")
    (circles / "mine/coachplan").mkdir(parents=True)
    (circles / "mine/coachplan/workspace.toml").write_text(f"repositories = ['{circles}/ada']\n", encoding="utf-8")
    assert plans_in(coachplan("list", cwd=circles).out) == BOTH


def test_without_anything_there_is_a_word_on_the_way_to_begin(coachplan, tmp_path) -> None:
    assert coachplan("workspace", "list").out.startswith("Your workspace is empty; ")
    told = coachplan("--workspace", "status", cwd=tmp_path)
    assert (told.code, told.out) == (2, "")
    assert "the workspace is empty; `coachplan workspace add DIR`" in told.err
    assert "is not in a plan repository" in coachplan("status", cwd=tmp_path).err
