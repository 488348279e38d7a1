"""The history of many plans, told from one look, is that of each plan, told alone."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from coachplan.history import History
from coachplan.story import Chronicle, tell
from conftest import ADA, ADA_PLAN, Coachplan

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
