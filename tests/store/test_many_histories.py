"""The history of many plans, told from one look, is that of each plan, told alone."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from coachplan.base.errors import UnreadableError
from coachplan.store.git import Git
from coachplan.store.history import History
from coachplan.views.attestation import versions
from coachplan.views.events import Event, EventLog, tell
from conftest import ADA_PLAN, Coachplan

RunGit = Callable[..., str]

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


@pytest.mark.one_in(4)
@pytest.mark.parametrize("seed", [*range(8), 121, 125, 128, 131])
def test_from_one_look_every_plan_has_the_commits_that_git_gives_for_it_alone(seed: int, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    stream = "".join(history(seed)).encode()
    subprocess.run(["git", "-C", tmp_path, "fast-import", "--quiet", "--force"], input=stream, check=True)
    alone = History(Git(tmp_path))

    log = alone.log("plans")

    for path in [*PLANS, *ELSEWHERE, "plans/nobody/nothing"]:
        found, expected = list(log.commits(path)), list(alone.commits(path))
        assert len({one.id for one in found}) == len(found)
        # The order of what came before a new name is that of the whole history, or of that part: clocks may be wrong.
        as_one = [(one.id, one) for one in found]
        assert as_one == [(one.id, one) for one in expected] or any(one.renamed_from for one in found)
        assert sorted(as_one) == sorted((one.id, one) for one in expected)


def together(repository: Path, paths: list[str]) -> dict[str, list[Event]]:
    return dict(EventLog(History(Git(repository))).tell(paths))


def alone(repository: Path, paths: list[str]) -> dict[str, list[Event]]:
    history = History(Git(repository))
    return {path: list(tell(history, path)) for path in paths}


def change(repository: Path, path: str, old: str, new: str) -> None:
    text = (repository / path).read_text(encoding="utf-8")
    assert old in text
    (repository / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def eventful(ada: Path, coachplan: Coachplan, git: RunGit) -> tuple[Path, list[str]]:
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
    assert [len(events) for events in told.values()] == [7, 4, 4]


BEN = "ben-carter/shorter-notes"


def squashed(ada: Path, git: RunGit, *, to: str = BEN, **texts: str) -> None:
    """One commit in which Ada's plan and check-in go and others come that are much like them."""
    folder = ada / "plans/ada-lovelace/clear-status-updates"
    new = ada / "plans" / to
    new.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(new)
    for old, text in texts.items():
        change(ada, f"plans/{to}/plan.md", {"member": "Ada Lovelace <ada@example.com>", "title": "title"}[old], text)
    git(ada, "add", ".")
    git(ada, "commit", "--quiet", "--message", "Squashed")


@pytest.fixture
def with_check_in(ada: Path, coachplan: Coachplan) -> Path:
    assert coachplan("-C", ada, "log", "ada", "--win", "A secret win", "--date", "2026-01-12").code == 0
    return ada


@pytest.mark.parametrize("id_", [BEN, "ada-lovelace/shorter-notes"])
def test_a_plan_of_another_person_is_no_earlier_part_of_a_plan(
    with_check_in: Path, git: RunGit, coachplan: Coachplan, tmp_path: Path, id_: str
) -> None:
    squashed(with_check_in, git, to=id_, member="Ben Carter <ben@example.com>")

    told = together(with_check_in, [f"plans/{id_}"])

    assert told == alone(with_check_in, [f"plans/{id_}"])
    assert told[f"plans/{id_}"][0].changes[0].text == "plan made"
    assert len(told[f"plans/{id_}"]) == 1
    assert "renamed" not in coachplan("-C", with_check_in, "history", id_).out
    assert "was not there yet" in coachplan("-C", with_check_in, "history", id_, "--at", "HEAD^").err
    assert coachplan("-C", with_check_in, "site", "-o", tmp_path / "site", "--for", "ben@example.com").code == 0
    assert "ada-lovelace/clear" not in (tmp_path / f"site/plans/{id_}.html").read_text(encoding="utf-8")
    assert len([*versions(History(Git(with_check_in)), f"plans/{id_}")]) == 1


@pytest.mark.parametrize(
    ("to", "texts", "is_followed"),
    [
        ("ada-king/clear", {"member": "Ada King <ada@example.com>"}, True),
        ("ada-king/clear", {}, True),
        ("ada-lovelace/clear", {"title": "{title"}, True),
        ("ben-carter/clear", {"title": "{title"}, False),
    ],
    ids=["who has another name", "in another folder", "unreadable in their folder", "unreadable in another's folder"],
)
def test_a_renamed_plan_is_followed_where_it_stays_one_person_s(
    with_check_in: Path, git: RunGit, to: str, texts: dict[str, str], is_followed: bool
) -> None:
    squashed(with_check_in, git, to=to, **texts)

    told = together(with_check_in, [f"plans/{to}"])

    assert told == alone(with_check_in, [f"plans/{to}"])
    assert len(told[f"plans/{to}"]) == (4 if is_followed else 1)


def test_a_check_in_of_another_plan_is_no_earlier_text_of_one(with_check_in: Path, git: RunGit) -> None:
    other = with_check_in / "plans/ben-carter/calm"
    other.mkdir(parents=True)
    folder = with_check_in / "plans/ada-lovelace/clear-status-updates"
    (other / "plan.md").write_bytes((folder / "plan.md").read_bytes())
    (folder / "check-ins").rename(other / "check-ins")
    git(with_check_in, "add", ".")
    git(with_check_in, "commit", "--quiet", "--message", "Moved")
    (folder.parent / "new").mkdir()
    folder.rename(folder.parent / "new")
    (other / "check-ins").rename(folder.parent / "new" / "check-ins")
    git(with_check_in, "add", ".")
    git(with_check_in, "commit", "--quiet", "--message", "Renamed")

    latest = together(with_check_in, ["plans/ada-lovelace/new"])["plans/ada-lovelace/new"][0]

    assert [change.subject for change in latest.changes] == [
        "renamed from ada-lovelace/clear-status-updates",
        "check-in of 2026-01-12",
    ]


def test_a_plan_that_changes_has_another_fingerprint_and_the_others_keep_theirs(
    eventful: tuple[Path, list[str]], git: RunGit
) -> None:
    repository, paths = eventful
    before = {path: EventLog(History(Git(repository))).revision(path) for path in paths}
    change(repository, f"{paths[1]}/plan.md", "target: 5", "target: 6")
    git(repository, "commit", "--quiet", "-am", "One plan")

    after = {path: EventLog(History(Git(repository))).revision(path) for path in paths}

    assert len(set(before.values())) == 3
    assert [path for path in paths if before[path] != after[path]] == [paths[1]]


def test_git_is_asked_as_often_for_many_plans_as_for_one(
    eventful: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository, paths = eventful
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))

    def asked() -> list[str]:
        return sorted(re.findall(r"built-in: git (log|cat-file|diff-tree|ls-tree)", trace.read_text(encoding="utf-8")))

    chronicle = EventLog(History(Git(repository)))
    for path in paths:
        chronicle.revision(path)
    assert asked() == ["cat-file", "diff-tree", "diff-tree", "log"]  # whose the renamed plans were
    list(chronicle.tell(paths))
    assert asked() == ["cat-file", "cat-file", "diff-tree", "diff-tree", "log"]


def test_where_there_is_no_git_or_no_commit_there_are_no_events(tmp_path: Path, git: RunGit) -> None:
    assert together(tmp_path, ["plans/a/b"]) == {"plans/a/b": []}
    git(tmp_path, "init", "--quiet")
    assert together(tmp_path, ["plans/a/b"]) == {"plans/a/b": []}


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("HEAD", "garbage\n", "is not in a usable git repository"),
        ("HEAD", f"{'1' * 40}\n", "bad object HEAD"),
        ("refs/heads/main", "garbage\n", "your current branch appears to be broken"),
    ],
    ids=["no repository", "no commit", "no branch"],
)
def test_a_history_that_git_cannot_read_is_one_line_and_not_an_empty_one(
    ada: Path, coachplan: Coachplan, tmp_path: Path, file: str, text: str, says: str
) -> None:
    (ada / ".git" / file).write_text(text, encoding="utf-8")

    for command in (["history"], ["history", "ada"], ["site", "-o", tmp_path / "site"]):
        result = coachplan("-C", ada, *command)

        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert says in result.err


def test_a_history_that_git_does_not_trust_is_one_line_and_not_an_empty_one(
    ada: Path, coachplan: Coachplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    for command in (["history"], ["history", "ada"], ["site", "-o", tmp_path / "site"]):
        result = coachplan("-C", ada, *command)

        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert "dubious ownership" in result.err


def test_more_blobs_than_a_pipe_holds_are_read_whole(tmp_path: Path, git: RunGit) -> None:
    texts = {f"plans/a/b/{number}.md": f"{number}\0\n".encode() * (number * 40) for number in range(500)}
    (tmp_path / "plans/a/b").mkdir(parents=True)
    for path, text in texts.items():
        (tmp_path / path).write_bytes(text)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Many")

    assert History(Git(tmp_path)).files_at("HEAD", "plans") == texts
    assert Git(tmp_path).files_at("HEAD", "plans") == texts


def test_a_blob_that_git_lost_is_one_line(eventful: tuple[Path, list[str]], git: RunGit) -> None:
    repository, paths = eventful
    lost = git(repository, "rev-parse", f"HEAD:{paths[1]}/plan.md").strip()
    (repository / ".git/objects" / lost[:2] / lost[2:]).unlink()

    with pytest.raises(UnreadableError, match="git has no content for"):
        together(repository, paths)
