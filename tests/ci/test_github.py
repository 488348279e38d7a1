"""The action and the workflow, step by step as a runner of GitHub runs them."""

import os
import sys
from pathlib import Path

import pytest

from ci.conftest import ADA, BEN, FORGED, SECRET, be_late, break_plan, coded, commit, make_unreadable
from ci.runners import GITHUB, GitHubRunner

# Shells and processes only; what they call is held by quicker tests.
pytestmark = pytest.mark.long

HOSTILE = ["release/$(touch${IFS}taken)", '";touch${IFS}taken;"', "'`touch${IFS}taken`'", "--output=taken", "-h"]


@pytest.fixture
def runner(tmp_path, installed):
    def make(work_tree, **variables):
        temporary = tmp_path / f"runner's temp {len([*tmp_path.iterdir()])}"
        return GitHubRunner(work_tree, temporary, installed=installed, **variables)

    return make


def annotations(log: str) -> list[str]:
    return [line for line in log.splitlines() if line.startswith("::")]


def places(log: str) -> list[str]:
    """The path of each annotation, and its line."""
    messages = [line.partition("::error title=")[2].partition("::")[2] for line in annotations(log)]
    return [":".join(message.split(":")[:2]) for message in messages]


def test_a_good_repository_passes_without_annotations(ada, runner) -> None:
    job = runner(ada).use_action()
    assert (job.code, annotations(job.log)) == (0, [])
    assert "### Coaching plans" in job.summary


def test_a_finding_fails_the_job_with_an_annotation_that_names_nobody(ada, runner) -> None:
    line = break_plan(ada / ADA)
    job = runner(ada).use_action()
    assert job.code == 1
    (annotation,) = annotations(job.log)
    assert annotation.startswith(f"::error title=CP011 unknown-key::{coded(ADA)}:{line}:1: ")
    assert f"{coded(ADA)}:{line}:1: CP011" in job.summary
    assert "ada-lovelace" not in job.log + job.summary


def test_whoever_asks_for_names_gets_annotations_at_lines(ada, runner) -> None:
    line = break_plan(ada / ADA)
    job = runner(ada).use_action(names="full")
    (annotation,) = annotations(job.log)
    assert annotation.startswith(f"::error file={ADA},line={line},col=1,title=CP011")
    assert f"{ADA}:{line}:1: CP011" in job.summary


def test_what_a_baseline_knows_fails_nothing_and_one_error_more_does(ada, runner, workflow, coachplan) -> None:
    break_plan(ada / ADA)
    assert coachplan("-C", ada, "init", "--ci", "github").code == 0
    assert (ada / "baseline.json").exists()
    for run in (lambda: runner(ada).use_action(), lambda: runner(ada).run_workflow(workflow)):
        assert run().code == 0
    break_plan(ada / ADA, "gaol_state")
    for run in (lambda: runner(ada).use_action(), lambda: runner(ada).run_workflow(workflow)):
        assert (job := run()).code == 1
        assert len(annotations(job.log)) == 2


@pytest.mark.parametrize("form", ["full", "concise", "json", "github", "gitlab", "junit", "sarif"])
def test_neither_log_nor_summary_holds_a_persons_words(ada, runner, form) -> None:
    break_plan(ada / ADA)
    job = runner(ada).use_action(format=form)
    assert job.code == 1
    assert "CP011" in job.log
    assert SECRET in (ada / ADA).read_text(encoding="utf-8")
    assert SECRET not in job.log + job.summary


def test_what_cannot_be_read_is_no_finding(ada, runner) -> None:
    (ada / "coachplan.toml").write_text("[rules\n", encoding="utf-8")
    job = runner(ada).use_action()
    assert (job.code, annotations(job.log)) == (2, [])
    assert "coachplan.toml cannot be read" in job.log
    assert "coachplan.toml cannot be read" in job.summary


def test_a_bug_is_no_finding(ada, runner, tmp_path) -> None:
    (tmp_path / "sitecustomize.py").write_text("from coachplan.views import checker\ndel checker.check\n")
    job = runner(ada, PYTHONPATH=str(tmp_path)).use_action()
    assert (job.code, annotations(job.log)) == (3, [])
    assert "a bug" in job.summary


def test_an_unreadable_plan_hides_no_other_finding(ada, runner) -> None:
    line, unreadable = break_plan(ada / ADA), make_unreadable(ada)
    job = runner(ada).use_action()
    assert job.code == 2
    assert sorted(places(job.log)) == sorted([f"{coded(ADA)}:{line}", f"{coded(unreadable)}:1"])
    assert f"{coded(ADA)}:{line}:1: CP011" in job.summary
    assert f"{coded(unreadable)}:1:1: CP001" in job.summary


@pytest.mark.parametrize("broken", ["text", "plain_json"])
def test_the_worse_code_of_log_and_summary_counts(ada, runner, tmp_path, broken) -> None:
    break_plan(ada / ADA)
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules['coachplan.output.findings.{broken}'] = 0\n")
    job = runner(ada, PYTHONPATH=str(tmp_path)).use_action(format="json")
    assert job.code == 3
    assert "CP011" in (job.log if broken == "text" else job.summary)


def test_log_and_summary_hold_every_finding(ada, runner) -> None:
    lines = [break_plan(ada / ADA, f"unknown_{number}") for number in range(30)]
    job = runner(ada).use_action()
    assert len(annotations(job.log)) == len(lines)
    assert job.summary.count(": CP011 ") == len(lines)


def test_rules_are_left_out_as_asked(ada, runner) -> None:
    be_late(ada)
    assert runner(ada).use_action(ignore="CP404,check-in-overdue").code == 0


@pytest.mark.parametrize("base", ["main", *HOSTILE])
def test_a_pull_request_is_told_of_its_own_plans_only(request_to_merge, runner, base) -> None:
    requested = request_to_merge(base)
    job = runner(requested.work_tree).use_action(changed_since=f"origin/{base}")
    assert job.code == 1
    assert places(job.log) == [f"{coded(ADA)}:{requested.line}"]
    assert not [*requested.work_tree.parent.rglob("taken")]


def test_paths_are_taken_as_they_are(ada, runner, tmp_path, git) -> None:
    folder = tmp_path / "work tree"
    folder.mkdir()
    plans = folder / "plans of my team"
    ada.rename(plans)
    (plans / BEN).parent.mkdir(parents=True)
    (plans / BEN).write_bytes((plans / ADA).read_bytes())
    for plan in (ADA, BEN):
        break_plan(plans / plan)
    commit(plans, git, "Two plans")
    job = runner(folder).use_action(working_directory="plans of my team", paths=f"\n{BEN}\n", names="full")
    assert [line.split(",")[0] for line in annotations(job.log)] == [f"::error file=plans of my team/{BEN}"]


@pytest.mark.parametrize("path", ["$(touch taken)", "`touch taken`", '"; touch taken; "', "--help", "-h", "*", "a  b"])
def test_a_hostile_path_names_nothing(ada, runner, path) -> None:
    job = runner(ada).use_action(paths=path)
    assert job.code == 2
    assert " ".join(path.split()) in job.log
    assert not [*ada.parent.rglob("taken")]


@pytest.mark.parametrize("name", ["working_directory", "changed_since", "ignore", "format", "names"])
@pytest.mark.parametrize("value", ["$(touch taken)", "--help"])
def test_a_hostile_input_is_a_usage_error(ada, runner, name, value) -> None:
    job = runner(ada).use_action(**{name: value})
    assert job.code == 2, job.log
    assert not [*ada.parent.rglob("taken")]


@pytest.fixture
def workflow(tmp_path, coachplan):
    """The workflow as `init --ci github` writes it."""
    coachplan("init", tmp_path / "with-ci", "--ci", "github")
    path = tmp_path / "with-ci/.github/workflows/coachplan.yml"
    assert path.read_bytes() == GITHUB.read_bytes()
    return path


@pytest.mark.parametrize("base", ["main", *HOSTILE])
def test_the_workflow_tells_a_pull_request_of_its_own_plans_only(request_to_merge, runner, workflow, base) -> None:
    requested = request_to_merge(base)
    job = runner(requested.work_tree, GITHUB_BASE_REF=base).run_workflow(workflow)
    assert job.code == 1
    assert places(job.log) == [f"{coded(ADA)}:{requested.line}"]
    assert SECRET not in job.log + job.summary
    assert not [*requested.work_tree.parent.rglob("taken")]


def test_the_workflow_checks_every_plan_of_a_branch(request_to_merge, runner, workflow) -> None:
    job = runner(request_to_merge("main").work_tree).run_workflow(workflow)
    assert job.code == 1
    assert {coded(ADA), coded(BEN)} <= {place.partition(":")[0] for place in places(job.log)}


def test_an_unreadable_plan_hides_no_other_finding_from_the_workflow(ada, runner, workflow) -> None:
    line, unreadable = break_plan(ada / ADA), make_unreadable(ada)
    job = runner(ada).run_workflow(workflow)
    assert job.code == 2
    assert sorted(places(job.log)) == sorted([f"{coded(ADA)}:{line}", f"{coded(unreadable)}:1"])
    assert f"{coded(ADA)}:{line}:1: CP011" in job.summary
    assert f"{coded(unreadable)}:1:1: CP001" in job.summary


@pytest.mark.parametrize(("event", "code"), [("push", 0), ("schedule", 1)])
def test_what_is_late_fails_the_weekly_run_and_no_push(ada, runner, workflow, event, code) -> None:
    be_late(ada)
    job = runner(ada, GITHUB_EVENT_NAME=event).run_workflow(workflow)
    assert (job.code, "CP506" in job.log) == (code, bool(code))


@pytest.mark.parametrize(
    ("job", "asked", "given"),
    [("counts", "issue comment 7 --body-file -", "1  CP011"), ("access", "", "")],
)
def test_the_weekly_jobs_do_what_they_say(ada, workflow, tmp_path, job, asked, given) -> None:
    break_plan(ada / ADA)
    commands = tmp_path / "commands"
    commands.mkdir()
    (commands / "gh").write_text(f'#!/bin/sh\necho "$GH_TOKEN: $*" >> {tmp_path}/asked\ncat >> {tmp_path}/given\n')
    (commands / "coachplan").write_text(
        f'#!/bin/sh\necho "$GH_TOKEN: $*" >> {tmp_path}/run\nexec {sys.executable} -m coachplan "$@"\n'
    )
    for command in commands.iterdir():
        command.chmod(0o755)
    runner = GitHubRunner(ada, tmp_path / "temp", installed=Path(sys.prefix), PATH=f"{commands}:{os.environ['PATH']}")
    done = runner.run_job(workflow, job, COACHPLAN_ISSUE="7")
    assert done.code == 0, done.log
    assert SECRET not in done.log
    if asked:
        assert (tmp_path / "asked").read_text() == f"token: {asked}\n"
        assert given in (tmp_path / "given").read_text()
        assert "ada-lovelace" not in (tmp_path / "given").read_text()
    else:
        assert (tmp_path / "run").read_text() == "access-token: access\n"


def test_the_workflow_says_what_has_to_be_set(ada, tmp_path, workflow) -> None:
    job = GitHubRunner(ada, tmp_path / "temp").run_workflow(workflow)
    assert job.code != 0
    assert "COACHPLAN_PACKAGE: see .github/workflows/coachplan.yml" in job.log


def test_a_forged_word_fails_its_pull_request_and_every_push_after_it(forged, runner, workflow, git) -> None:
    last = git(forged.work_tree, "rev-parse", "HEAD").strip()
    # What GitHub checks out is a merge that is nobody's.
    git(forged.work_tree, "checkout", "-q", "--detach", forged.base_sha)
    git(
        forged.work_tree, "-c", "user.name=A Forge", "-c", "user.email=x@y", "merge", "-q", "--no-ff", "--no-edit", last
    )
    for job in (
        runner(forged.work_tree, proposed=last).use_action(changed_since="origin/main"),
        runner(forged.work_tree, proposed=last, GITHUB_BASE_REF="main").run_workflow(workflow),
        runner(forged.work_tree).use_action(),
        runner(forged.work_tree).run_workflow(workflow),
    ):
        assert (job.code, FORGED in job.log, FORGED in job.summary) == (1, True, True), job.log
    unasked = runner(forged.work_tree, proposed=last).use_action(changed_since="origin/main", verify="false")
    assert (unasked.code, FORGED in unasked.log) == (0, False)
    # A pull request does not fail for what was there before it.
    git(forged.work_tree, "update-ref", "refs/remotes/origin/main", last)
    git(forged.work_tree, "checkout", "-q", "--detach", last)
    assert runner(forged.work_tree, proposed=last, GITHUB_BASE_REF="main").run_workflow(workflow).code == 0


def test_a_clone_without_its_history_is_not_taken_for_sound(ada, runner, workflow, tmp_path, git) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{ada}", "shallow")
    job = runner(tmp_path / "shallow").run_workflow(workflow)
    assert (job.code, "check out with the whole history" in job.log) == (2, True), job.log


def test_whose_keys_are_whose_is_said_by_a_variable_and_not_by_the_repository(
    ada, keys_seen, workflow, tmp_path, git
) -> None:
    git(ada, "config", "gpg.ssh.allowedSignersFile", str(ada / "coachplan.toml"))
    lines = "ada@example.com ssh-ed25519 AAAA\ncharles@example.com ssh-ed25519 BBBB"
    for run in (
        lambda runner: runner.run_workflow(workflow, COACHPLAN_SIGNERS=lines),
        lambda runner: runner.use_action(signers=lines),
    ):
        job = run(GitHubRunner(ada, tmp_path / f"temp{len([*tmp_path.iterdir()])}", installed=keys_seen))
        assert (job.code, job.log) == (0, f"{lines}\n")
