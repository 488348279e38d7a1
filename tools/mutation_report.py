"""What a mutation run has found: killed of all, for each package, and the mutants that no test has noticed.

`python tools/mutation_report.py` after `mutmut run`; it fails where fewer than nine in ten were killed.
"""

import subprocess
import sys
from collections import Counter, defaultdict

PACKAGES = ("rules", "wording")
UNNOTICED = ("survived", "no tests", "not checked")


def results() -> dict[str, dict[str, str]]:
    """The verdict on each mutant, by package."""
    command = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        name, _, verdict = line.strip().rpartition(": ")
        package = name.removeprefix("coachplan.").partition(".")[0]
        if package in PACKAGES:
            found[package][name] = verdict
    return found


def main() -> None:
    shares = []
    for package, verdicts in sorted(results().items()):
        unnoticed = [name for name, verdict in verdicts.items() if verdict in UNNOTICED]
        print(*unnoticed, sep="\n")
        killed = len(verdicts) - len(unnoticed)
        shares.append(killed / len(verdicts))
        print(f"{package}: {killed} of {len(verdicts)} killed, {shares[-1]:.1%}", dict(Counter(verdicts.values())))
    if not shares or min(shares) < 0.9:
        sys.exit("fewer than nine in ten mutants were killed")


if __name__ == "__main__":
    main()
