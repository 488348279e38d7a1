"""The history of many plans, told from one look, is that of each plan, told alone."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from coachplan.errors import UnreadableError
from coachplan.history import History
from coachplan.story import Chronicle, Event, tell
from conftest import ADA_PLAN, Coachplan

Git = Callable[..., str]

PLANS = [f"plans/{person}/{plan}" for person in ("ada", "ben") for plan in ("one", "two", "three")]
ELSEWHERE = ["drafts/four", "drafts/five/six", "plans/seven", "plans/ben/one/within"]
Files = dict[str, str]


def history(seed: int) -> Iterator[str]:
    """A history with branches for `git fast-import`: what people do to plans, and now and then what nobody would."""
    random = Random(seed)
    branches: dict[str, Files] = {"main": {"README.md": "plans\n"}}
    now = 1_700_000_000
    yield from commit("main", now, branches["main"])
    for number in range(70):
        now += random.choice((0, 0, 1, 60, 3600, -1800))
        branch = random.choice(sorted(branches))
        if len(branches) < 4 and random.random() < 0.1:
            branches[f"branch-{number}"] = dict(branches[branch])
            yield f"reset refs/heads/branch-{number}\nfrom refs/heads/{branch}\n\n"
        elif len(branches) > 1 and random.random() < 0.3:
            others = random.sample(sorted(branches.keys() - {branch}), random.choice((1, 1, 1, len(branches) - 1)))
            branches[branch] = merged(random, [branches[name] for name in (branch, *others)])
            yield from commit(branch, now, branches[branch], others)
        else:
            branches[branch] = worked_on(random, branches[branch], number)
            yield from commit(branch, now, branches[branch])
    others = sorted(branches.keys() - {"main"})
    if others:
        yield from commit("main", now + 1, merged(random, [branches["main"], branches[others[0]]]), others[:1])


def merged(random: Random, sides: list[Files]) -> Files:
    """One side, or of each file what some side has, or something that none has."""
    if random.random() < 0.3:
        return dict(random.choice(sides))
    paths = sorted({path for side in sides for path in side})
    chosen = {path: random.choice(sides).get(path) for path in paths}
    if random.random() < 0.2:
        chosen[f"{random.choice(PLANS)}/plan.md"] = f"merged by hand {random.random()}\n" * 9
    return {path: text for path, text in chosen.items() if text is not None}


def worked_on(random: Random, files: Files, number: int) -> Files:
    files = dict(files)
    folders = sorted({path.rpartition("/")[0] for path in files if path.endswith("/plan.md")})
    for _ in range(random.choice((1, 1, 1, 2))):
        folder = random.choice(folders or PLANS)
        match random.choice(
            ("new", "new", "check-in", "check-in", "edit", "edit", "rename", "remove", "undo", "other")
        ):
            case "new":
                folder = random.choice([*PLANS, *PLANS, *ELSEWHERE])
                files[f"{folder}/plan.md"] = "".join(f"{folder} {random.random()}\n" for _ in range(9))
            case "check-in":
                files[f"{folder}/check-ins/2026-01-{number:02}.md"] = f"check-in {number}\n" * 9
            case "edit" if f"{folder}/plan.md" in files:
                files[f"{folder}/plan.md"] += f"edited {number}\n"
            case "rename":
                to = random.choice([*PLANS, *PLANS, *ELSEWHERE])
                within = [path for path in files if path.startswith(f"{folder}/")]
                files |= {to + path.removeprefix(folder): files.pop(path) for path in within}
                if random.random() < 0.5 and f"{to}/plan.md" in files:
                    files[f"{to}/plan.md"] += "renamed\n"
            case "remove":
                files = {path: text for path, text in files.items() if not path.startswith(f"{folder}/")}
            case "undo":
                files[f"{folder}/plan.md"] = "as it was before\n" * 9
            case _:
                files["README.md"] = f"{number}\n"
    return files


def commit(branch: str, when: int, files: Files, others: list[str] | tuple[()] = ()) -> Iterator[str]:
    yield f"commit refs/heads/{branch}\ncommitter Ada <ada@example.com> {when} +0000\ndata 0\n"
    yield from (f"merge refs/heads/{other}\n" for other in others)
    yield "deleteall\n"
    for path, text in files.items():
        yield f"M 100644 inline {path}\ndata {len(text)}\n{text}\n"
    yield "\n"


@pytest.mark.parametrize("seed", [*range(8), 121, 125, 128, 131])
def test_from_one_look_every_plan_has_the_commits_that_git_gives_for_it_alone(seed: int, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    stream = "".join(history(seed)).encode()
    subprocess.run(["git", "-C", tmp_path, "fast-import", "--quiet", "--force"], input=stream, check=True)
    alone = History(tmp_path)

    log = alone.log("plans")

    paths = [*PLANS, *ELSEWHERE, "plans/nobody/nothing"]
    assert {path: list(log.commits(path)) for path in paths} == {path: list(alone.commits(path)) for path in paths}


def together(repository: Path, paths: list[str]) -> dict[str, list[Event]]:
    return dict(Chronicle(History(repository)).tell(paths))


def alone(repository: Path, paths: list[str]) -> dict[str, list[Event]]:
    history = History(repository)
    return {path: list(tell(history, path)) for path in paths}


def change(repository: Path, path: str, old: str, new: str) -> None:
    text = (repository / path).read_text(encoding="utf-8")
    assert old in text
    (repository / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def eventful(ada: Path, coachplan: Coachplan, git: Git) -> tuple[Path, list[str]]:
    """Three plans and all that happens to plans: commits in turns, one of two plans, a branch, a merge, a new name."""
    first, second, third = "ada-lovelace/clear-status-updates", "ben-carter/shorter-notes", "ben-carter/calm"
    for id_ in (second, third):
        (ada / "plans" / id_).mkdir(parents=True)
        (ada / "plans" / id_ / "plan.md").write_bytes((ada / ADA_PLAN).read_bytes())
        git(ada, "add", ".")
        git(ada, "commit", "--quiet", "--message", "One more plan")
    for id_ in (first, second, first):
        assert coachplan("-C", ada, "log", id_, "--measure", "clear=3", "--date", "2026-01-12").code == 0
    git(ada, "switch", "--quiet", "-c", "side")
    assert coachplan("-C", ada, "log", first, "--win", "x", "--date", "2026-01-13").code == 0
    assert coachplan("-C", ada, "log", third, "--win", "x", "--date", "2026-01-13").code == 0
    git(ada, "switch", "--quiet", "main")
    for id_ in (first, second):
        change(ada, f"plans/{id_}/plan.md", "target: 4", "target: 5")
    git(ada, "commit", "--quiet", "-am", "two plans at once")
    git(ada, "merge", "--quiet", "--no-edit", "side")
    git(ada, "mv", "plans/ben-carter", "plans/ben-king")
    change(ada, "plans/ben-king/calm/plan.md", "status: active", "status: on-hold")
    assert coachplan("-C", ada, "save").code == 0
    for id_ in (first, "ben-king/calm"):
        change(ada, f"plans/{id_}/plan.md", "target: 1", "target: 0")
        assert coachplan("-C", ada, "save").code == 0
    return ada, [f"plans/{first}", "plans/ben-king/shorter-notes", "plans/ben-king/calm"]


def test_what_is_told_of_many_plans_is_what_is_told_of_each(eventful: tuple[Path, list[str]]) -> None:
    repository, paths = eventful

    told = together(repository, paths)

    assert told == alone(repository, paths)
    assert list(told) == paths
    texts = {path: [[change.text for change in event.changes] for event in events] for path, events in told.items()}
    assert texts[paths[1]][0] == ["renamed from ben-carter/shorter-notes"]
    assert texts[paths[2]][1] == ["renamed from ben-carter/calm", "status active → on-hold"]
    assert [len(events) for events in told.values()] == [8, 4, 4]


def test_a_plan_that_changes_has_another_fingerprint_and_the_others_keep_theirs(
    eventful: tuple[Path, list[str]], git: Git
) -> None:
    repository, paths = eventful
    before = {path: Chronicle(History(repository)).revision(path) for path in paths}
    change(repository, f"{paths[1]}/plan.md", "target: 5", "target: 6")
    git(repository, "commit", "--quiet", "-am", "One plan")

    after = {path: Chronicle(History(repository)).revision(path) for path in paths}

    assert len(set(before.values())) == 3
    assert [path for path in paths if before[path] != after[path]] == [paths[1]]


def test_git_is_asked_as_often_for_many_plans_as_for_one(
    eventful: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository, paths = eventful
    asked: list[str] = []
    really = History._execute

    def counted(history: History, arguments: tuple[str, ...], *rest: Any, **options: Any) -> Any:
        asked.append(next(word for word in arguments if word in ("log", "cat-file", "diff-tree")))
        return really(history, arguments, *rest, **options)

    monkeypatch.setattr(History, "_execute", counted)

    chronicle = Chronicle(History(repository))
    for path in paths:
        chronicle.revision(path)
    assert sorted(asked) == ["diff-tree", "diff-tree", "log"]
    list(chronicle.tell(paths))
    assert sorted(asked) == ["cat-file", "diff-tree", "diff-tree", "log"]


def test_where_there_is_no_git_or_no_commit_there_are_no_events(tmp_path: Path, git: Git) -> None:
    assert together(tmp_path, ["plans/a/b"]) == {"plans/a/b": []}
    git(tmp_path, "init", "--quiet")
    assert together(tmp_path, ["plans/a/b"]) == {"plans/a/b": []}


def test_more_blobs_than_a_pipe_holds_are_read_whole(tmp_path: Path, git: Git) -> None:
    texts = {f"plans/a/b/{number}.md": f"{number}\0\n".encode() * (number * 40) for number in range(500)}
    (tmp_path / "plans/a/b").mkdir(parents=True)
    for path, text in texts.items():
        (tmp_path / path).write_bytes(text)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Many")

    assert History(tmp_path).files_at("HEAD", "plans") == texts


def test_a_blob_that_git_lost_is_one_line(eventful: tuple[Path, list[str]], git: Git) -> None:
    repository, paths = eventful
    lost = git(repository, "rev-parse", f"HEAD:{paths[1]}/plan.md").strip()
    (repository / ".git/objects" / lost[:2] / lost[2:]).unlink()

    with pytest.raises(UnreadableError, match="git has no content for"):
        together(repository, paths)
