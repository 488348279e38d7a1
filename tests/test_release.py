"""What is published is locked, pinned, and says which release it is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import lock
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
