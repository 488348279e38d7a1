"""What is known to hold only while somebody tries: one command for each, with a figure at its end.

`python tools/kept.py faults` stops and fails commands at each step, `hostile` lays hostile inputs before those that
read, `soak` runs thousands of commands of several people, and `fuzz 600` feeds mutated files to each reader for so many
seconds. The fifth, mutation, is tools/mutation.py.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from junitparser import JUnitXml, Properties, TestCase

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build/kept"
TESTS = {
    "faults": ("-m", "", *(f"tests/store/test_{name}.py" for name in ("crash", "sharing_faults", "beginning_killed"))),
    "hostile": ("-m", "not soak", "tests/bad_input"),
    "soak": ("-m", "soak", "tests"),
}
TRIED = {"faults": "stops and failures", "hostile": "hostile inputs", "soak": "commands and merges"}
READERS = ("plans", "agreements", "caches", "front-matter", "notes")
_UNITS = re.compile(r"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)


def tests(name: str) -> int:
    """Run the tests of a part, and say how many they were and what they tried; the exit code of pytest."""
    BUILD.mkdir(parents=True, exist_ok=True)
    report = BUILD / f"{name}.xml"
    shared = [
        "-n",
        "auto",
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        f"--junitxml={report}",
        "-o",
        "junit_family=xunit1",
    ]
    command = [sys.executable, "-m", "pytest", *shared, *TESTS[name]]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, "EXAMPLES": "all"}, check=False).returncode
    print(figure(name, JUnitXml.fromfile(str(report))))
    return code


def figure(name: str, report: JUnitXml) -> str:
    """The line at the end."""
    cases = [case for suite in report for case in suite if isinstance(case, TestCase)]
    properties = [each for case in cases for group in case.iterchildren(Properties) for each in group]
    tried = sum(int(each.value) for each in properties if each.name == "tried")
    failed = sum(suite.failures + suite.errors for suite in report)
    skipped = sum(suite.skipped for suite in report)
    passed = f"{len(cases) - failed - skipped} tests passed, {failed} failed, {skipped} skipped"
    return f"{name}: {tried:,} {TRIED[name]}; {passed}"


def fuzz(seconds: str) -> int:
    """Feed each reader, and say how many inputs that were; 1 where one of them broke."""
    inputs, broken = 0, []
    for reader in READERS:
        command = [sys.executable, "tools/fuzz.py", reader, seconds]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
            assert running.stderr
            said = ""
            for line in running.stderr:
                print(line, end="", file=sys.stderr)
                said = said + line if line.startswith("stat::") else said
        units = _UNITS.search(said)
        inputs += int(units[1]) if units else 0
        broken += [reader] if running.returncode else []
    print(f"fuzz: {inputs:,} inputs to {len(READERS)} readers; {', '.join(broken) or 'none'} broken")
    return int(bool(broken))


def main() -> int:
    name, *rest = sys.argv[1:]
    return fuzz(*rest) if name == "fuzz" else tests(name)


if __name__ == "__main__":
    sys.exit(main())
