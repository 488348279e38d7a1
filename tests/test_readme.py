"""The README's commands do what it says, in a world of their own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, int]]:
    """Each command of the walk, with the exit code that the output shown after it stands for."""
    found = []
    for block in _BLOCK.findall(README):
        for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = entry.partition("\n")
            found.append((command, int("error" in output)))
    return found


@pytest.mark.usefixtures("unmeasured")
def test_the_walk_goes_as_told(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
    monkeypatch.delenv("COACHPLAN_TODAY")
    script = "\n".join(f'{command}; echo "exit $?" >&2' for command, _ in commands())
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    codes = [int(line.removeprefix("exit ")) for line in done.stderr.splitlines() if line.startswith("exit ")]
    assert codes == [code for _, code in commands()], done.stdout + done.stderr
    assert len(codes) > 10
    assert "<h1" in (tmp_path / "ada.html").read_text(encoding="utf-8")


def test_every_command_is_in_the_table(coachplan) -> None:
    names = re.findall(r"^  ([a-z][a-z-]*) {2,}", coachplan("--help").out, re.MULTILINE)
    assert names
    assert all(f"| `coachplan {name}" in README for name in names)


def test_the_format_example_is_in_order(plans, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-05")
    example = re.search(r"^```yaml\n(---\n.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert example
    folder = plans / "plans/ada-lovelace/example"
    folder.mkdir(parents=True)
    (folder / "plan.md").write_text(example[1], encoding="utf-8")
    result = coachplan("-C", plans, "check")
    assert result.code == 0, result.out
    assert "All well" in result.out
