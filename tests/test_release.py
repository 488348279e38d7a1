"""What is published is locked, pinned, and says which release it is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from junitparser import JUnitXml

import kept
import lock
import mutation
import release

ROOT = Path(__file__).parents[1]
RUNTIME = lock.path("runtime").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", lock.LOCKS)
def test_the_lock_is_what_pyproject_asks_for(name) -> None:
    assert [*lock.slips(name, lock.path(name).read_text(encoding="utf-8"), RUNTIME)] == []


@pytest.mark.parametrize(
    ("pattern", "instead", "said"),
    [
        (r"--python-version=\S+", "--python-version=3.9", "it was made by another command"),
        (r"^jinja2==\S+", "jinja3==1", "jinja2 is missing"),
        (r"^jinja2==\S+", "jinja2==3.1.5", "jinja2==3.1.5 is not >=3.1.6"),
        (r"^rich==", "poor==", "poor is no longer asked for"),
        (r"(^rich==\S+ )(\\\n    --hash\S+ ?)+", r"\1", "rich has no hash"),
    ],
)
def test_a_lock_that_differs_is_told(pattern, instead, said) -> None:
    changed, times = re.subn(pattern, instead, RUNTIME, count=1, flags=re.MULTILINE)
    assert times == 1
    assert said in [*lock.slips("runtime", changed, changed)]


def test_all_locks_have_the_versions_that_people_run() -> None:
    changed = re.sub(r"^rich==\S+", "rich==14.0", RUNTIME, flags=re.MULTILINE)
    found = [*lock.slips("documents", lock.path("documents").read_text(encoding="utf-8"), changed)]
    assert found == [f"rich is {lock.pins(RUNTIME)['rich'].version}, and 14.0 in runtime.txt"]


def test_the_notes_are_the_section_of_the_version_and_of_no_other_tag() -> None:
    notes = release.notes(f"v{release.version()}")
    assert notes.startswith("### Added\n")
    assert "\n## " not in notes
    with pytest.raises(SystemExit, match=r"v0\.0\.1: this is"):
        release.notes("v0.0.1")


def test_constraints_have_a_version_of_each_library_and_nothing_else() -> None:
    lines = release.constraints("runtime").splitlines()
    assert len(lines) == len(lock.pins(RUNTIME))
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line) for line in lines), lines


def test_the_lock_of_a_release_has_coachplan_itself_by_its_hashes(tmp_path) -> None:
    for kind in (".tar.gz", ".whl"):
        (tmp_path / f"coachplan{kind}").write_text(kind, encoding="utf-8")
    pin = lock.pins(release.whole_lock("runtime", tmp_path))["coachplan"]
    assert (pin.version, pin.hashes) == (release.version(), 2)


def test_the_image_is_pinned_installs_by_hashes_and_is_not_root() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert len(bases) == 2
    assert len({*bases}) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+@sha256:[0-9a-f]{64}", bases[0])
    installed = re.findall(r"pip(?: --python \S+)? install (.+)", text)
    assert len(installed) == 3
    assert all("--require-hashes" in line or "--no-deps --no-index" in line for line in installed)
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["1000:1000"]


def test_the_action_installs_by_hashes_and_asks_no_index_for_anything_else() -> None:
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    (script,) = (step["run"] for step in steps if step.get("name") == "Install coachplan")
    installed = re.findall(r"^pip (.+)$", script, re.MULTILINE)
    assert len(installed) == 2
    assert installed[0].startswith("--require-hashes --requirement ")
    assert installed[1].startswith("--no-index --no-deps --no-build-isolation ")


def test_the_bots_settings_are_valid_and_cover_what_is_pinned() -> None:
    settings = ROOT / "renovate.json"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.renovate", settings]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    known = yaml.safe_load(settings.read_text(encoding="utf-8"))
    (pattern,) = known["pip-compile"]["managerFilePatterns"]
    assert all(re.search(pattern.strip("/"), f"{lock.FOLDER}/{name}.txt") for name in lock.LOCKS)
    actions = [re.compile(pattern.strip("/")) for pattern in known["github-actions"]["managerFilePatterns"]]
    assert all(any(each.search(file) for each in actions) for file in ("action.yml", "templates/ci/github.yml"))


WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
RELEASE = yaml.load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
SCRIPTS = {
    f"{path.name}: {step['name']}": step["run"]
    for path in WORKFLOWS
    for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    for step in job["steps"]
    if "run" in step
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_valid_pins_each_action_and_may_do_nothing_but_what_a_job_says(path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    assert [line for line in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    assert "secrets." not in text
    assert yaml.safe_load(text)["permissions"] == {}


@pytest.mark.parametrize(("name", "script"), SCRIPTS.items(), ids=SCRIPTS)
def test_a_script_of_a_workflow_has_no_slip_and_calls_targets_that_there_are(name, script) -> None:
    assert "${{" not in script
    command = [Path(sys.executable).with_name("shellcheck"), "--shell=bash", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {*re.findall(r"\bmake ([a-z]+)", script)} <= {*targets}


def test_a_release_is_tested_where_it_is_promised_to_run_and_only_then_published() -> None:
    jobs = RELEASE["jobs"]
    project = lock.project()
    promised = {each.rpartition(" ")[2] for each in project["classifiers"] if re.search(r"Python :: 3\.\d+$", each)}
    assert {*jobs["test"]["strategy"]["matrix"]["python"]} == promised
    assert {each.partition("-")[0] for each in jobs["test"]["strategy"]["matrix"]["system"]} == {"ubuntu", "macos"}
    assert {name: job.get("needs") for name, job in jobs.items()} == {
        "test": None,
        "build": "test",
        "attest": "build",
        "publish": "attest",
        "announce": "publish",
    }
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert jobs["publish"]["environment"]["name"] == "pypi"
    assert {name for name, job in jobs.items() if job["permissions"].get("contents") == "write"} == {"announce"}


@pytest.mark.parametrize(("changed", "code"), [(False, 0), (True, 1)])
def test_the_sums_are_checked_by_the_script_as_written(tmp_path, changed, code) -> None:
    published = tmp_path / "dist/published"
    published.mkdir(parents=True)
    (published / "a.whl").write_text("wheel", encoding="utf-8")
    (published / "SHA256SUMS").write_text(f"{release.digest(published / 'a.whl')}  a.whl\n", encoding="utf-8")
    if changed:
        (published / "a.whl").write_text("another", encoding="utf-8")
    script = SCRIPTS["release.yml: Check the sums"]
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == code


def test_each_week_all_that_is_known_to_be_kept_is_tried_by_one_command_each() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/kept.yml").read_text(encoding="utf-8"))
    tried = {what.partition(" ")[0] for what in workflow["jobs"]["kept"]["strategy"]["matrix"]["what"]}
    (line,) = re.findall(r"^kept: (.+?)  ##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert tried == {*line.split()}
    parts = {what.partition("PART=")[2] for what in workflow["jobs"]["kept"]["strategy"]["matrix"]["what"]} - {""}
    assert parts == mutation.PARTS.keys()


@pytest.mark.parametrize(
    ("log", "code"),
    [("faults: 9 stops; 2 tests passed, 0 failed", 0), ("faults: 9 stops; 1 tests passed, 1 failed", 2)],
)
def test_the_figure_reaches_the_summary_whatever_came_out(tmp_path, log, code) -> None:
    make = tmp_path / "make"
    make.write_text(f"#!/bin/sh\necho noise\necho '{log}'\nexit {code}\n", encoding="utf-8")
    make.chmod(0o755)
    given = {"PATH": f"{tmp_path}:/usr/bin:/bin", "RUNNER_TEMP": str(tmp_path), "KEPT": "faults"}
    given["GITHUB_STEP_SUMMARY"] = str(tmp_path / "summary")
    command = ["bash", "-eo", "pipefail", "-c", SCRIPTS["kept.yml: Try"]]
    done = subprocess.run(command, cwd=tmp_path, env=given, capture_output=True, check=False)
    assert done.returncode == code
    assert (tmp_path / "summary").read_text(encoding="utf-8") == f"### faults\n\n~~~text\n{log}\n~~~\n"


def test_the_figure_counts_tests_and_what_they_tried() -> None:
    properties = '<properties><property name="tried" value="1200"/></properties>'
    cases = (
        f'<testcase name="a">{properties}</testcase><testcase name="b"><failure message="x"/>{properties}</testcase>'
    )
    report = f'<testsuites><testsuite tests="2" failures="1" errors="0" skipped="0">{cases}</testsuite></testsuites>'
    said = kept.figure("faults", JUnitXml.fromstring(report.encode()))
    assert said == "faults: 2,400 stops and failures; 1 tests passed, 1 failed, 0 skipped"
