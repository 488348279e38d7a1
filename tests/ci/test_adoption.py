"""CI where many plans are there already: green from the first run on, red for what is new, and silent about people."""

import json
import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ci.conftest import commit
from ci.runners import GitHubRunner, run_gitlab

pytestmark = pytest.mark.long

PLANS, WITH_FINDINGS = 300, 97
PLAN = """\
---
coachplan: 1
title: {title}
people: {{team_member: {name} <{mail}@example.com>, manager: {manager} <{manager_mail}@example.com>}}
development_area: {0} {1}
current_state: {2} {3} two {4} a week
goal_state: From two to four {4} {5} a week by 4 February 2026
activities: [{6} {7} with {8}]
timeline: 2026-01-05 to 2026-02-04
support_assets: {9} {10}
update_cadence: every Monday
---
{11} {12}
"""
_SYLLABLES = ("bra", "kel", "mo", "ris", "tun", "vel", "zor", "pim", "dax", "fen", "gul", "hov")


def made_up(chance: random.Random, taken: set[str]) -> str:
    """A word that no rule and no program knows."""
    while (word := "".join(chance.choice(_SYLLABLES) for _ in range(4))) in taken:
        pass
    taken.add(word)
    return word


@pytest.fixture
def adopted(tmp_path: Path, coachplan: Callable, git: Callable) -> tuple[Path, set[str]]:
    """Such a repository, in which CI was set up; and every name and word in its plans."""
    chance, words = random.Random(7), set[str]()
    root = tmp_path / "plans-of-all"
    assert coachplan("init", root).code == 0
    for number in range(PLANS):
        of_plan = [made_up(chance, words) for _ in range(18)]
        name, manager, title = (" ".join(of_plan[at : at + 2]).title() for at in (12, 14, 16))
        mail, manager_mail = of_plan[12], of_plan[14]
        text = PLAN.format(
            *of_plan, name, title=title, name=name, mail=mail, manager=manager, manager_mail=manager_mail
        )
        if number < WITH_FINDINGS:
            text = text.replace("update_cadence:", f"{of_plan[0]}_key: {of_plan[1]}\nupdate_cadence:")
        folder = root / "plans" / name.lower().replace(" ", "-") / title.lower().replace(" ", "-")
        folder.mkdir(parents=True)
        (folder / "plan.md").write_text(text, encoding="utf-8")
    commit(root, git, "Plans of all")
    (root / "coachplan.toml").write_text('[rules]\nselect = ["CP0"]\n', encoding="utf-8")
    commit(root, git, "Check the format only")
    return root, words


def test_it_is_green_then_red_for_one_new_error_and_names_nobody(
    adopted, coachplan, tmp_path, installed, monkeypatch
) -> None:
    root, words = adopted
    before = json.loads(coachplan("-C", root, "check", "--format", "json").out)["findings"]
    assert len({finding["path"] for finding in before}) == WITH_FINDINGS
    assert coachplan("-C", root, "init", "--ci", "github").code == 0
    monkeypatch.setenv("PATH", f"{installed / 'bin'}{os.pathsep}{os.environ['PATH']}")
    workflow = root / ".github/workflows/coachplan.yml"
    told = ""

    def codes() -> list[int]:
        nonlocal told
        found = []
        for form in ("github", "sarif", "junit", "json", "full"):
            runner = GitHubRunner(root, tmp_path / f"{form}{len(told)}", installed=installed)
            job = runner.use_action(format=form)
            told += job.log + job.summary
            found.append(job.code)
        job = GitHubRunner(root, tmp_path / f"workflow{len(told)}", installed=installed).run_workflow(workflow)
        gitlab = run_gitlab(root)
        told += job.log + job.summary + gitlab.log + (root / "gl-code-quality-report.json").read_text(encoding="utf-8")
        return [*found, job.code, gitlab.code]

    assert set(codes()) == {0}
    assert told.count('<testcase name="nothing to fix"') == PLANS
    *_, plan = sorted(root.glob("plans/*/*/plan.md"))
    plan.write_text(plan.read_text(encoding="utf-8").replace("timeline:", "tymeline: x\ntimeline:"), encoding="utf-8")
    assert set(codes()) == {1}
    assert told.count("CP011") >= 7
    assert not words & {*re.findall("[a-z]+", told.lower())}
    assert words & {*re.findall("[a-z]+", coachplan("-C", root, "check", "--paths", "full").out)}
