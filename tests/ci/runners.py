"""The steps of a CI file, run as its host runs them: the same shell, the same variables, the scripts as written."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
GITHUB = ROOT / "templates/ci/github.yml"
GITLAB = ROOT / "templates/ci/gitlab.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"

INSTALL = "Install coachplan"
_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
_SHELLS = {  # https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax, "shell"
    "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
    None: ["bash", "-e"],
}


@dataclass(frozen=True)
class Job:
    """How a job ended: its exit code, its log, and its summary."""

    code: int
    log: str
    summary: str = ""


def read(path: Path) -> dict[str, Any]:
    """A CI file; `on` stays a text."""
    read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(read, dict)
    return read


class GitHubRunner:
    """A runner of GitHub in a work tree that is checked out already.

    `installed` is an environment that has coachplan; without it, the steps that install run, too. `proposed` is the
    last commit of the pull request.
    """

    def __init__(
        self, work_tree: Path, temporary: Path, *, installed: Path | None = None, proposed: str = "", **variables: str
    ) -> None:
        temporary.mkdir(parents=True, exist_ok=True)
        self.work_tree = work_tree
        self.temporary = temporary
        self.installed = installed
        self.proposed = proposed
        self.summary = temporary / "summary.md"
        self.summary.touch()
        bin_folder = (installed or Path(sys.prefix)) / "bin"
        self.environment = {
            **os.environ,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(work_tree),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_EVENT_NAME": "pull_request" if variables.get("GITHUB_BASE_REF") else "push",
            "GITHUB_BASE_REF": "",
            "GITHUB_HEAD_REF": "",
            "RUNNER_TEMP": str(temporary),
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            **variables,
        }

    def use_action(self, action: Path = ACTION, **inputs: str) -> Job:
        """Run the steps of the action as `uses:` does, with `inputs`, whose names have _ for -."""
        described = read(action)
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert given.keys() <= described["inputs"].keys()
        values = {f"inputs.{name}": given.get(name, entry["default"]) for name, entry in described["inputs"].items()}
        values["steps.python.outputs.python-path"] = sys.executable
        values["github.event.pull_request.head.sha"] = self.proposed
        if self.installed:
            (self.temporary / "coachplan").symlink_to(self.installed)
        return self._run(described["runs"]["steps"], values, {"GITHUB_ACTION_PATH": str(action.parent)})

    def run_workflow(self, workflow: Path, **variables: str) -> Job:
        """Run the steps of the workflow's check, with the repository's own `variables`."""
        return self.run_job(workflow, "check", **variables)

    def run_job(self, workflow: Path, name: str, **variables: str) -> Job:
        """Run the steps of a job of the workflow, with the repository's own `variables`."""
        job = read(workflow)["jobs"][name]
        given = {"COACHPLAN_PACKAGE": "", "COACHPLAN_SIGNERS": "", "COACHPLAN_ISSUE": "", **variables}
        values = {f"vars.{name}": value for name, value in given.items()}
        values |= {"github.event.pull_request.head.sha": self.proposed, "github.token": "token"}
        values["secrets.COACHPLAN_ACCESS_TOKEN"] = "access-token"
        return self._run(job["steps"], values, _evaluated(job["env"], values))

    def _run(self, steps: list[dict[str, Any]], values: Mapping[str, str], environment: Mapping[str, str]) -> Job:
        log = ""
        for step in steps:
            if "run" not in step or (self.installed and step["name"] == INSTALL):
                continue
            script = self.temporary / "script.sh"
            script.write_text(_evaluate(step["run"], values), encoding="utf-8")
            done = _shell(
                [*_SHELLS[step.get("shell")], str(script)],
                self.work_tree,
                {**self.environment, **environment, **_evaluated(step.get("env", {}), values)},
            )
            log += done.stdout
            if done.returncode:
                return Job(done.returncode, log, self.summary.read_text(encoding="utf-8"))
        return Job(0, log, self.summary.read_text(encoding="utf-8"))


def run_gitlab(work_tree: Path, template: Path = GITLAB, *, installs: bool = False, **variables: str) -> Job:
    """Run the script of the template's one job as GitLab's runner does: one shell that ends at the first failure.

    It is that of a push, where `variables` do not say otherwise.
    """
    (job,) = read(template).values()
    lines = [*(job["before_script"] if installs else []), *job["script"]]
    done = _shell(
        ["bash", "-c", "\n".join(["set -eo pipefail", *lines])],
        work_tree,
        {
            **os.environ,
            **job["variables"],
            "CI": "true",
            "GITLAB_CI": "true",
            "CI_PIPELINE_SOURCE": "push",
            **variables,
        },
    )
    return Job(done.returncode, done.stdout)


def _shell(command: list[str], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    assert shutil.which("bash")
    return subprocess.run(
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def _evaluate(text: str, values: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: values[found[1]], text)


def _evaluated(texts: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {name: _evaluate(text, values) for name, text in texts.items()}
