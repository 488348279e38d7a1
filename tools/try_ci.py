"""Run what is offered for CI from a clone of HEAD: the action, both workflows, and the hook with pre-commit itself.

Everything is installed from the clone with pip, as it would be in CI.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from ci.runners import GitHubRunner, Job, run_gitlab  # noqa: E402 - it lies beside the tests that use it, too

PLAN = "plans/ada-lovelace/clear-status-updates/plan.md"
NAME = "ada-lovelace"
SECRET = "a-word-of-a-plan"  # noqa: S105 - what must not be printed
_GIT_SETTINGS = "[user]\n    name = Ada Lovelace\n    email = ada@example.com\n[init]\n    defaultBranch = main\n"
_HOOKS = """\
default_install_hook_types: [pre-push]
repos:
  - repo: {url}
    rev: {revision}
    hooks:
      - id: coachplan-check
        args: [--fix]
"""


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    """What a command printed; the end, where it does not exit with `code`."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    printed = done.stdout + done.stderr
    if done.returncode != code:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode} instead of {code}:\n{printed}")
    return printed


def require(what: str, *, holds: bool, printed: str) -> None:
    """Say what went well; the end, where it did not."""
    if not holds:
        sys.exit(f"not so: {what}\n{printed}")
    print(f"  {what}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        set_up_world(folder)
        clone = folder / "coachplan"
        run("git", "clone", "--quiet", ROOT, clone, cwd=folder)
        team = make_team(folder, clone)
        coachplan = try_action(folder, clone, team)
        try_workflows(folder, clone, team, coachplan)
        try_hook(clone, team, coachplan)


def set_up_world(folder: Path) -> None:
    """Git's settings, pre-commit's environments and the day of these runs; pip keeps the machine's settings."""
    (folder / "gitconfig").write_text(_GIT_SETTINGS, encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(("GIT_", "COACHPLAN_", "CI", "GITHUB_"))]:
        del os.environ[name]
    os.environ |= {
        "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        "COACHPLAN_TODAY": "2026-01-06",
    }


def make_team(folder: Path, clone: Path) -> Path:
    """A plan repository with the examples, of which the format is checked."""
    team = folder / "plans of my team"
    shutil.copytree(clone / "examples", team)
    (team / "coachplan.toml").write_text('[rules]\nselect = ["CP0"]\n', encoding="utf-8")
    run("git", "init", "--quiet", cwd=team)
    commit(team, "The examples")
    run("git", "init", "--quiet", "--bare", "remote.git", cwd=folder)
    run("git", "remote", "add", "origin", folder / "remote.git", cwd=team)
    run("git", "push", "--quiet", "origin", "main", cwd=team)
    return team


def commit(team: Path, message: str) -> None:
    run("git", "add", ".", cwd=team)
    run("git", "commit", "--quiet", "--no-verify", "--message", message, cwd=team)


def break_plan(team: Path) -> None:
    """Give a plan an error beside somebody's words."""
    text = (team / PLAN).read_text(encoding="utf-8")
    (team / PLAN).write_text(text.replace("\n---\n", f"\ncurent_state: {SECRET}\n---\n", 1), encoding="utf-8")
    commit(team, "An error")


def mend_plan(team: Path) -> None:
    run("git", "reset", "--quiet", "--hard", "origin/main", cwd=team)


def try_action(folder: Path, clone: Path, team: Path) -> Path:
    """Both steps of the action as written; the `coachplan` that it installed."""
    print("action.yml")
    job = GitHubRunner(team, folder / "runner").use_action(clone / "action.yml")
    require("installs itself and passes good plans", holds=job.code == 0, printed=job.log)
    installed = folder / "runner/coachplan"
    break_plan(team)
    job = GitHubRunner(team, folder / "again", installed=installed).use_action(clone / "action.yml")
    require("annotates an error, of nobody", holds=is_told(job, "::error title=CP011 "), printed=job.log)
    mend_plan(team)
    return installed / "bin/coachplan"


def is_told(job: Job, words: str) -> bool:
    said = job.log + job.summary
    return job.code == 1 and words in job.log and SECRET not in said and NAME not in said


def try_workflows(folder: Path, clone: Path, team: Path, coachplan: Path) -> None:
    """What the installed `init --ci` writes, run as it is written for a change with an error."""
    break_plan(team)
    base = run("git", "rev-parse", "origin/main", cwd=team).strip()
    for host, path in (("github", ".github/workflows/coachplan.yml"), ("gitlab", ".gitlab-ci.yml")):
        print(f"init --ci {host}")
        run(coachplan, "init", folder / host, "--ci", host, cwd=folder)
        workflow = folder / host / path
        if host == "github":
            runner = GitHubRunner(team, folder / "runner", GITHUB_BASE_REF="main", PATH=path_with(coachplan))
            job, words = runner.run_workflow(workflow, COACHPLAN_PACKAGE=str(clone)), "::error title=CP011 "
        else:
            given = {"PATH": path_with(coachplan), "COACHPLAN_PACKAGE": str(clone)}
            given |= {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
            job = run_gitlab(team, workflow, installs=True, **given)
            words = "CP011"
        require("installs and tells of the error, of nobody", holds=is_told(job, words), printed=job.log)
    mend_plan(team)


def path_with(coachplan: Path) -> str:
    return f"{coachplan.parent}{os.pathsep}{os.environ['PATH']}"


def try_hook(clone: Path, team: Path, coachplan: Path) -> None:
    """The hook, installed from the clone by pre-commit itself, called by hand and by `git push`."""
    print(".pre-commit-hooks.yaml")
    pre_commit = Path(sys.executable).with_name("pre-commit")
    revision = run("git", "rev-parse", "HEAD", cwd=clone).strip()
    settings = _HOOKS.format(url=clone, revision=revision)
    (team / ".pre-commit-config.yaml").write_text(settings, encoding="utf-8")
    commit(team, "Hooks")
    run("git", "push", "--quiet", "origin", "main", cwd=team)

    printed = run(pre_commit, "run", "--all-files", cwd=team)
    require("passes good plans", holds="Passed" in printed, printed=printed)
    text = (team / PLAN).read_text(encoding="utf-8")
    (team / PLAN).write_text(text.replace("start: 2026-01-05", "start: 5 January 2026"), encoding="utf-8")
    printed = run(pre_commit, "run", "--all-files", cwd=team, code=1)
    mended = (team / PLAN).read_text(encoding="utf-8") == text and "files were modified by this hook" in printed
    require("mends what is safe to mend, where it is asked to", holds=mended, printed=printed)
    break_plan(team)
    printed = run(pre_commit, "run", "--all-files", cwd=team, code=1)
    holds = f"{PLAN}:" in printed and "CP011" in printed and SECRET not in printed
    require("tells of an error without words", holds=holds, printed=printed)

    run(pre_commit, "install", cwd=team)
    printed = run("git", "push", "origin", "main", cwd=team, code=1)
    require("keeps an error from being pushed", holds="CP011" in printed and SECRET not in printed, printed=printed)
    mend_plan(team)
    run(coachplan, "log", "ada", "--win", "A good week", cwd=team)
    run("git", "push", "--quiet", "origin", "main", cwd=team)
    require("lets a check-in be recorded and pushed", holds=True, printed="")


if __name__ == "__main__":
    main()
