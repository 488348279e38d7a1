"""The CI files say what they must: by their published schemas, and by what keeps plans and runners safe."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from ci.runners import ACTION, GITHUB, GITLAB, HOOKS, read
from coachplan.checks.catalogue import BY_CODE

ROOT = Path(__file__).parents[2]


def scripts() -> dict[str, str]:
    """Every shell script of the files, by file and step."""
    steps = [("action", step) for step in read(ACTION)["runs"]["steps"]]
    steps += [(f"workflow, {name}", step) for name, job in read(GITHUB)["jobs"].items() for step in job["steps"]]
    found = {f"{file}: {step['name']}": step["run"] for file, step in steps if "run" in step}
    job = read(GITLAB)["coachplan"]
    return {**found, "gitlab": "\n".join([*job["before_script"], *job["script"]])}


def hooks() -> list[dict[str, str]]:
    """What pre-commit offers to others."""
    offered = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert [hook["id"] for hook in offered] == ["coachplan-check"]
    return offered


@pytest.mark.parametrize(
    "arguments",
    [
        ("vendor.github-actions", ACTION),
        ("vendor.github-workflows", GITHUB),
        ("vendor.gitlab-ci", "--data-transform", "gitlab-ci", GITLAB),
    ],
    ids=lambda arguments: arguments[0],
)
def test_the_files_are_valid_by_their_published_schemas(arguments) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pre_commit_takes_the_hooks() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", HOOKS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "script"), scripts().items(), ids=scripts())
def test_no_script_holds_an_expression_or_a_slip(name, script) -> None:
    assert "${{" not in script  # a value that is put into a script can become a part of it
    command = [Path(sys.executable).with_name("shellcheck"), "--shell=bash", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_workflow_may_only_read_and_leaves_no_token_behind() -> None:
    workflow = read(GITHUB)
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in workflow["on"]
    jobs = workflow["jobs"]
    assert all(job["steps"][0]["with"]["persist-credentials"] == "false" for job in jobs.values())
    assert jobs["check"]["steps"][0]["with"]["fetch-depth"] == "0"
    # What may write, or has a secret, runs once a week, and never on what somebody asks to merge.
    assert {name for name, job in jobs.items() if "permissions" in job} == {"counts"}
    assert {name for name, job in jobs.items() if "secrets." in json.dumps(job)} == {"access"}
    assert all(jobs[name]["if"].startswith("github.event_name == 'schedule' && ") for name in ("counts", "access"))
    assert jobs["counts"]["permissions"] == {"contents": "read", "issues": "write"}


@pytest.mark.long
def test_pushes_leave_out_the_rules_whose_findings_appear_because_days_go_by(tmp_path, coachplan) -> None:
    coachplan("init", tmp_path)
    for number, file in enumerate(ROOT.glob("tests/data/rules/*/bad*/**/plan.md")):
        shutil.copytree(file.parent, tmp_path / f"plans/someone/{number}")
    for file in ROOT.glob("tests/data/rules/*/bad*.md"):
        folder = tmp_path / "plans" / file.parent.name.lower() / file.stem
        folder.mkdir(parents=True)
        shutil.copyfile(file, folder / "plan.md")
    appeared: set[str] = set()
    earlier: set[tuple[str, str]] = set()
    for days in range(0, 8 * 7, 7):
        today = date(2026, 1, 7) + timedelta(days)
        result = coachplan("-C", tmp_path, "check", "--format", "json", "--date", str(today))
        found = {(finding["path"], finding["code"]) for finding in json.loads(result.out)["findings"]}
        appeared |= {BY_CODE[code].name for _, code in found - earlier if earlier}
        earlier = found
    assert set(read(GITHUB)["jobs"]["check"]["env"]["DUE"].split(",")) == appeared
    assert set(read(GITLAB)["coachplan"]["variables"]["DUE"].split(",")) == appeared


def test_every_action_that_is_used_is_pinned_to_a_commit_and_says_its_version() -> None:
    texts = ACTION.read_text(encoding="utf-8") + GITHUB.read_text(encoding="utf-8")
    used = {
        line.strip().removeprefix("- ")
        for line in texts.splitlines()
        if line.strip().startswith(("uses: ", "- uses: "))
    }
    assert len(used) == 2
    assert all(re.fullmatch(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in used), used


def test_the_hook_takes_every_plan_and_check_in_and_nothing_else() -> None:
    examples = ROOT / "examples"
    paths = [path.relative_to(examples).as_posix() for path in examples.rglob("*") if path.is_file()]
    plans = {path for path in paths if path.startswith("plans/") and path.endswith(".md")}
    assert plans
    for hook in hooks():
        taken = {path for path in [*paths, "plans/README.md", "notes/plan.md"] if re.search(hook["files"], path)}
        assert taken == plans


def test_the_hooks_entry_is_a_command_that_there_is(ada, coachplan) -> None:
    files = sorted(str(path.relative_to(ada)) for path in ada.glob("plans/*/*/plan.md"))
    for hook in hooks():
        name, *arguments = shlex.split(hook["entry"])
        result = coachplan(*arguments, *files, cwd=ada)
        assert (name, result.code) == ("coachplan", 0), result.err
