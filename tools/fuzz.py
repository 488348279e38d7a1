"""Feeds mutated plans and check-ins to reader and rules, led by what code they reach; a crash or hang ends it.

`pip install -e '.[fuzz]' && python tools/fuzz.py 600` runs for ten minutes. The corpus and a crashing input are in
build/fuzz.
"""

import re
import shutil
import sys
from datetime import date
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["coachplan"]):
    from coachplan.checks.lint import digest, lint, lint_across
    from coachplan.checks.rule import RuleContext
    from coachplan.format import read_check_in, read_plan
    from coachplan.format.schema import json_schema

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "build" / "fuzz" / "corpus"
SEEDS = [*(ROOT / "examples").rglob("*.md"), *(ROOT / "tests" / "data").rglob("*.md")]
GOOD = (ROOT / "examples/plans/ada-lovelace/clear-status-updates/plan.md").read_bytes()
PATH, CHECK_IN_PATH = "plans/ada/updates/plan.md", "plans/ada/updates/check-ins/2026-01-12-ada.md"
PLAN = read_plan(PATH, GOOD)
SECONDS_FOR_ONE = 5


def one(raw: bytes) -> None:
    """Both readings of the same bytes: every finding has a place in the text, and messages are one line."""
    context = RuleContext(date(2026, 2, 4))
    plan, check_in = read_plan(PATH, raw), read_check_in(CHECK_IN_PATH, raw)
    found = [*lint(plan, [check_in], context), *lint(PLAN, [check_in, check_in], context)]
    digests = [known for known in [digest(plan, [check_in])] * 2 if known]
    found += [finding for finding, _ in lint_across(digests, context)]
    lines = max(plan.text.count("\n"), PLAN.text.count("\n")) + 1
    for finding in found:
        assert 1 <= finding.line <= lines
        assert finding.column >= 1
        assert "\n" not in finding.message + finding.advice


def dictionary() -> set[str]:
    """The words of the format: keys and the values that are one of a few."""
    definitions = json_schema()["$defs"].values()
    keys = {f"{key}: " for model in definitions for key in model["properties"]}
    return keys | set(re.findall(r"'(?:enum|const)': \[?'([a-z_-]+)'", str(list(definitions))))


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    CORPUS.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS):
        shutil.copy(seed, CORPUS / f"seed-{number}")
    words = CORPUS.parent / "words.dict"
    words.write_text("".join(f'"{word}"\n' for word in sorted(dictionary())), encoding="utf-8")
    options = [
        f"-dict={words}",
        f"-max_total_time={seconds}",
        f"-timeout={SECONDS_FOR_ONE}",
        "-max_len=70000",
        "-rss_limit_mb=2048",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={CORPUS.parent}/", str(CORPUS)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
