"""Feeds mutated files to the product's readers, led by what code they reach; a crash or hang ends it.

`pip install -e '.[fuzz]' && python tools/fuzz.py plans 600` runs for ten minutes; the other readers are `agreements`,
`caches`, `front-matter` and `notes`. Corpus and crashing inputs are in build/fuzz; a crash that was mended becomes a
line of tests/bad_input.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["coachplan"]):
    from coachplan.base.errors import CoachplanError
    from coachplan.base.findings import Finding
    from coachplan.checks.lint import digest, lint, lint_across
    from coachplan.checks.rule import RuleContext
    from coachplan.coaching.consent import consents
    from coachplan.coaching.merging.plans import merge
    from coachplan.coaching.peers import is_form, read_form
    from coachplan.format import Document, read_agreement, read_check_in, read_plan, set_value, with_agreements
    from coachplan.format.front_matter import StrictYAMLError, read, read_once, texts_of_keys
    from coachplan.format.schema import json_schema
    from coachplan.plan import Plan
    from coachplan.plan.said import all_said
    from coachplan.store.cache import Cache
    from coachplan.store.settings import parse
    from coachplan.store.stopped import Note

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "fuzz"
SEEDS = [*(ROOT / "examples").rglob("*.md"), *(ROOT / "tests" / "data").rglob("*.md")]
GOOD = (ROOT / "examples/plans/ada-lovelace/clear-status-updates/plan.md").read_bytes()
FOLDER = "plans/ada/updates"
PATH, CHECK_IN_PATH = f"{FOLDER}/plan.md", f"{FOLDER}/check-ins/2026-01-12-ada.md"
AGREEMENT_PATH = f"{FOLDER}/agreements/2026-01-05-ada-2222du9r.md"
PLAN = read_plan(PATH, GOOD)
SECONDS_FOR_ONE = 5


def plans(raw: bytes) -> None:
    """Both readings of the same bytes: every finding has a place in the text, and messages are one line."""
    context = RuleContext(date(2026, 2, 4))
    plan, check_in = read_plan(PATH, raw), read_check_in(CHECK_IN_PATH, raw)
    found = [*lint(plan, [check_in], context), *lint(PLAN, [check_in, check_in], context)]
    digests = [known for known in [digest(plan, [check_in])] * 2 if known]
    found += [finding for finding, _ in lint_across(digests, context)]
    lines = max(plan.text.count("\n"), PLAN.text.count("\n")) + 1
    _require_places(found, lines)


def _require_places(findings: list[Finding], lines: int) -> None:
    for finding in findings:
        assert 1 <= finding.line <= lines
        assert finding.column >= 1
        assert "\n" not in finding.message + finding.advice


def agreements(raw: bytes) -> None:
    """An agreement is whole, and counts as one word of one person, or it is nothing but findings."""
    read_in = read_agreement(AGREEMENT_PATH, raw)
    _require_places([*read_in.findings], read_in.text.count("\n") + 1)
    document: Document[Plan] = with_agreements(PLAN, [(AGREEMENT_PATH, raw), (AGREEMENT_PATH, raw)])
    plan, before = document.content, PLAN.content
    assert plan
    assert before
    new = all_said(plan).keys() - all_said(before).keys()
    assert len(new) <= (0 if read_in.content is None else 1)
    assert read_in.content is None or not read_in.findings
    assert consents(plan)


class Caches:
    """A cache that was altered is an empty one."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp())
        os.environ["XDG_CACHE_HOME"] = str(self._folder / "own")
        self._made = self._made_now()

    def _cache(self) -> Cache:
        return Cache(lambda: self._folder, "rows.json", "key")

    def _made_now(self) -> bytes:
        cache = self._cache()
        cache.put("ada/updates", "stamp", 0, ["ada/updates", 1, None, ["Win"]])
        cache.save()
        return (self._folder / "rows.json").read_bytes()

    def seeds(self) -> list[bytes]:
        title, _, values = self._made.partition(b"\n")
        deep = title + b"\n" + b"[" * 5_000
        return [self._made, title, values, title + b"\n{}", deep, b"coachplan 0 0 0 1\n{}", b"\0\5x"]

    def __call__(self, raw: bytes) -> None:
        # Seeds know no secret: most of what is tried is the sealed file with a few bytes changed.
        tried = raw if raw[:1] != b"\0" else _altered(self._made, raw[1:])
        (self._folder / "rows.json").write_bytes(tried)
        cache = self._cache()
        known = cache.stale("ada/updates")
        assert (known is not None) == (tried == self._made)
        assert cache.get("ada/updates", "other stamp") is None
        assert cache.size() == len(tried)


def _altered(made: bytes, changes: bytes) -> bytes:
    altered = bytearray(made)
    for place, byte in zip(changes[::2], changes[1::2], strict=False):
        altered[place % len(altered)] = byte
    return bytes(altered)


def front_matter(raw: bytes) -> None:
    """Both readings agree; an edit changes what it means and no other byte; a merge with itself is itself."""
    known = None
    with suppress(StrictYAMLError):
        known = read(raw)
    texts_of_keys(raw)
    merged = merge(GOOD, raw, GOOD)
    assert merged.text() is not None
    assert merge(raw, raw, raw).text() == raw
    if known is None:
        return
    assert read_once(raw).data == known.data
    with suppress(CoachplanError):
        edited = set_value(raw.decode(), ("title",), "Other words")
        after = read(edited.encode())
        assert after.data == {**known.data, "title": "Other words"}
        assert after.body == known.body


def notes(raw: bytes) -> None:
    """What lies in a lock, settings, and a peer's form: each is read or refused in a line."""
    note = Note.read(raw)
    assert note is None or Note.read(note.to_bytes()) == note
    for reader in (parse, read_form):
        with suppress(CoachplanError):
            reader(raw)
    is_form(raw)


def dictionary() -> set[str]:
    """The words of the format: keys and the values that are one of a few."""
    definitions = json_schema()["$defs"].values()
    keys = {f"{key}: " for model in definitions for key in model["properties"]}
    return keys | set(re.findall(r"'(?:enum|const)': \[?'([a-z_-]+)'", str(list(definitions))))


READERS: dict[str, Callable[[], Callable[[bytes], None]]] = {
    "plans": lambda: plans,
    "agreements": lambda: agreements,
    "caches": Caches,
    "front-matter": lambda: front_matter,
    "notes": lambda: notes,
}
NOTES = [
    b'{"root": "/x", "message": "Plan: x", "files": {"plans/a/b/plan.md": "00ff", "c": null}, "target": "00"}',
    b"[rules.CP404]\nusual_days = [14, 92]\n[labels]\ncoaching = 'Plan'\n",
    b"---\nform: feedback\nfrom: Eve <e@x.y>\nabout: x\n---\n## What did you see?\n\nx\n",
]


def main() -> None:
    name, seconds = (*sys.argv[1:], "plans", "600")[:2] if len(sys.argv) != 2 else (sys.argv[1], "600")
    reader = READERS[name]()
    corpus = BUILD / name
    corpus.mkdir(parents=True, exist_ok=True)
    if not isinstance(reader, Caches):
        for number, seed in enumerate(SEEDS):
            shutil.copy(seed, corpus / f"seed-{number}")
    for number, raw in enumerate(reader.seeds() if isinstance(reader, Caches) else NOTES):
        (corpus / f"more-{number}").write_bytes(raw)
    words = BUILD / "words.dict"
    words.write_text("".join(f'"{word}"\n' for word in sorted(dictionary())), encoding="utf-8")
    options = [
        f"-dict={words}",
        f"-max_total_time={seconds}",
        f"-timeout={SECONDS_FOR_ONE}",
        "-max_len=70000",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={BUILD}/{name}-", str(corpus)], reader)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
