"""The template, its script run as GitLab's runner runs it."""

import json
import os
from pathlib import Path

import pytest

from ci.conftest import ADA, BEN, FORGED, SECRET, be_late, break_plan, coded, commit, make_unreadable
from ci.runners import GITLAB, Job, run_gitlab

pytestmark = pytest.mark.long

REPORT = "gl-code-quality-report.json"


@pytest.fixture(autouse=True)
def installed_on_the_path(installed, monkeypatch) -> None:
    monkeypatch.setenv("PATH", f"{installed / 'bin'}{os.pathsep}{os.environ['PATH']}")


def merge_request(work_tree: Path, base: str) -> Job:
    return run_gitlab(work_tree, CI_PIPELINE_SOURCE="merge_request_event", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)


def reported(work_tree: Path) -> list[str]:
    return [entry["location"]["path"] for entry in json.loads((work_tree / REPORT).read_bytes())]


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
    assert f"{coded(ADA)}:{line}:1: CP011" in job.log
    (entry,) = json.loads((ada / REPORT).read_bytes())
    assert entry["location"] == {"path": coded(ADA), "lines": {"begin": line}}
    assert SECRET not in job.log + (ada / REPORT).read_text(encoding="utf-8")


def test_a_merge_request_is_told_of_its_own_plans_only(request_to_merge) -> None:
    requested = request_to_merge("main")
    job = merge_request(requested.work_tree, requested.base_sha)
    assert job.code == 1
    assert coded(ADA) in job.log
    assert coded(BEN) not in job.log


def test_the_report_is_of_every_plan_as_gitlab_compares_it_with_the_default_branchs(request_to_merge) -> None:
    requested = request_to_merge("main")
    be_late(requested.work_tree)
    assert "CP506" not in merge_request(requested.work_tree, requested.base_sha).log
    assert reported(requested.work_tree) == sorted([coded(ADA), coded(BEN)])
    run_gitlab(requested.work_tree)
    assert reported(requested.work_tree) == sorted([coded(ADA), coded(BEN)])


def test_an_unreadable_plan_hides_no_other_finding(ada) -> None:
    line, unreadable = break_plan(ada / ADA), make_unreadable(ada)
    job = run_gitlab(ada)
    assert job.code == 2
    assert f"{coded(ADA)}:{line}:1: CP011" in job.log
    assert f"{coded(unreadable)}:1:1: CP001" in job.log
    assert reported(ada) == sorted([coded(ADA), coded(unreadable)])


def test_a_merge_request_does_not_fail_for_a_plan_that_was_unreadable_before(ada, git) -> None:
    unreadable = make_unreadable(ada)
    commit(ada, git, "A link")
    job = merge_request(ada, git(ada, "rev-parse", "HEAD").strip())
    assert job.code == 0
    assert reported(ada) == [coded(unreadable)]


def test_what_a_baseline_knows_fails_nothing_and_one_error_more_does(ada, coachplan) -> None:
    break_plan(ada / ADA)
    assert coachplan("-C", ada, "init", "--ci", "gitlab").code == 0
    assert run_gitlab(ada).code == 0
    break_plan(ada / ADA, "gaol_state")
    assert run_gitlab(ada).code == 1
    assert len(reported(ada)) == 2


def test_a_report_that_breaks_fails_the_job(ada, tmp_path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['coachplan.output.findings.gitlab'] = 0\n")
    job = run_gitlab(ada, PYTHONPATH=str(tmp_path))
    assert job.code == 3
    assert "All well" in job.log


@pytest.mark.parametrize(("source", "code"), [("push", 0), ("schedule", 1)])
def test_what_is_late_fails_the_weekly_run_and_no_push(ada, source, code) -> None:
    be_late(ada)
    job = run_gitlab(ada, CI_PIPELINE_SOURCE=source)
    assert (job.code, "CP506" in job.log) == (code, bool(code))


def test_what_cannot_be_read_is_no_finding(ada) -> None:
    (ada / "coachplan.toml").write_text("[rules\n", encoding="utf-8")
    job = run_gitlab(ada)
    assert job.code == 2
    assert (ada / REPORT).read_bytes() == b""


def test_the_job_says_what_has_to_be_set(ada) -> None:
    job = run_gitlab(ada, installs=True)
    assert job.code != 0
    assert "COACHPLAN_PACKAGE: set this CI/CD variable" in job.log


def test_a_forged_word_fails_its_merge_request_and_every_push_after_it(forged, git) -> None:
    for job in (merge_request(forged.work_tree, forged.base_sha), run_gitlab(forged.work_tree)):
        assert (job.code, FORGED in job.log) == (1, True), job.log
    last = git(forged.work_tree, "rev-parse", "HEAD").strip()
    assert merge_request(forged.work_tree, last).code == 0


def test_whose_keys_are_whose_is_said_by_a_variable_and_not_by_the_repository(
    ada, keys_seen, tmp_path, monkeypatch, git
) -> None:
    monkeypatch.setenv("PATH", f"{keys_seen / 'bin'}{os.pathsep}{os.environ['PATH']}")
    git(ada, "config", "gpg.ssh.allowedSignersFile", str(ada / "coachplan.toml"))
    (tmp_path / "signers").write_text("ada@example.com ssh-ed25519 AAAA\n")
    job = run_gitlab(ada, COACHPLAN_SIGNERS=str(tmp_path / "signers"))
    assert (job.code, job.log) == (0, "ada@example.com ssh-ed25519 AAAA\n")
