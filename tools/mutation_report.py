"""What a mutation run has found: killed of all, for each package, and the mutants that no test has noticed.

`python tools/mutation_report.py` after `mutmut run`; it fails where fewer were killed than have been before.
"""

import subprocess
import sys
from collections import Counter, defaultdict

# The shares that were reached; lower them for no change.
AT_LEAST = {"checks.rules": 0.99, "progress": 0.99, "checks.wording": 0.99}
UNNOTICED = ("survived", "no tests", "not checked")


def results() -> dict[str, dict[str, str]]:
    """The verdict on each mutant, by package."""
    command = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        name, _, verdict = line.strip().rpartition(": ")
        for package in AT_LEAST:
            if name.startswith(f"coachplan.{package}."):
                found[package][name] = verdict
    return found


def main() -> None:
    found = results()
    shares = {}
    for package in AT_LEAST:
        verdicts = found[package]
        unnoticed = [name for name, verdict in verdicts.items() if verdict in UNNOTICED]
        print(*unnoticed, sep="\n")
        shares[package] = 1 - len(unnoticed) / len(verdicts) if verdicts else 0.0
        counts = ", ".join(f"{count} {verdict}" for verdict, count in Counter(verdicts.values()).items())
        print(f"{package}: {shares[package]:.1%} of {len(verdicts)} killed ({counts})")
    if any(shares[package] < share for package, share in AT_LEAST.items()):
        sys.exit("fewer mutants were killed than before")


if __name__ == "__main__":
    main()
