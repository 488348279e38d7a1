"""The template, its script run as GitLab's runner runs it."""

import json
import os

import pytest

from ci.conftest import ADA, BEN, SECRET, break_plan
from ci.runners import GITLAB, run_gitlab

REPORT = "gl-code-quality-report.json"


@pytest.fixture(autouse=True)
def installed_on_the_path(installed, monkeypatch) -> None:
    monkeypatch.setenv("PATH", f"{installed / 'bin'}{os.pathsep}{os.environ['PATH']}")


def test_init_writes_the_template(tmp_path, coachplan) -> None:
    coachplan("init", tmp_path / "with-ci", "--ci", "gitlab")
    assert (tmp_path / "with-ci/.gitlab-ci.yml").read_bytes() == GITLAB.read_bytes()


def test_a_good_repository_passes_with_an_empty_report(ada) -> None:
    assert run_gitlab(ada).code == 0
    assert json.loads((ada / REPORT).read_bytes()) == []


def test_a_finding_fails_the_job_and_is_in_log_and_report_without_a_persons_words(ada) -> None:
    line = break_plan(ada / ADA)
    job = run_gitlab(ada)
    assert job.code == 1
    assert f"{ADA}:{line}:1: CP011" in job.log
    (entry,) = json.loads((ada / REPORT).read_bytes())
    assert entry["location"] == {"path": ADA, "lines": {"begin": line}}
    assert SECRET not in job.log + (ada / REPORT).read_text(encoding="utf-8")


def test_a_merge_request_is_told_of_its_own_plans_only(request_to_merge) -> None:
    requested = request_to_merge("main")
    job = run_gitlab(requested.work_tree, CI_MERGE_REQUEST_DIFF_BASE_SHA=requested.base_sha)
    assert job.code == 1
    entries = json.loads((requested.work_tree / REPORT).read_bytes())
    assert [entry["location"]["path"] for entry in entries] == [ADA]
    assert BEN not in job.log


def test_what_cannot_be_read_is_no_finding(ada) -> None:
    (ada / "coachplan.toml").write_text("[rules\n", encoding="utf-8")
    job = run_gitlab(ada)
    assert job.code == 2
    assert (ada / REPORT).read_bytes() == b""


def test_the_job_says_what_has_to_be_set(ada) -> None:
    job = run_gitlab(ada, installs=True)
    assert job.code != 0
    assert "COACHPLAN_PACKAGE: set this CI/CD variable" in job.log
