"""`wording` and `check` say the same of the same text: each labelled sentence is put to both, as people would."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import examples

SENTENCES = Path(__file__).parents[2] / "data" / "wording"
PLAN: dict[str, Any] = {
    "coachplan": "1",
    "title": "Clear status updates",
    "people": {"team_member": "Ada Lovelace <ada@example.com>", "manager": "Charles Babbage <charles@example.com>"},
    "development_area": "Status updates",
    "current_state": "Two clear updates a week",
    "goal_state": "Give four clear updates a week by 4 February",
    "activities": "Rehearse with a peer",
    "timeline": "2026-02-02 to 2026-03-04",
    "support_assets": "Half an hour each Monday",
    "update_cadence": "every week",
}
CHECK_IN: dict[str, Any] = {"coachplan": "1", "date": "2026-02-04", "by": "Ada Lovelace <ada@example.com>"}
# Where a text of each kind stands, and the codes that say of it that others cannot act on it. Feedback that judges the
# person is CP602's; what is no activity at all may be one of CP305 alone.
PLACES: dict[str, tuple[str, Callable[[str], Any], set[str]]] = {
    "goal": ("goal_state", lambda text: text, {"CP206"}),
    "activity": ("activities", lambda text: text, {"CP305"}),
    "feedback": ("feedback", lambda text: text, {"CP511", "CP602"}),
    "question": ("reflections", lambda text: {"asked": text, "answer": "Ada said so"}, {"CP304"}),
}
_A_FILE = 150


def sentences(kind: str) -> list[str]:
    """Each labelled sentence of a kind, once; a third of them in the quick tests."""
    texts: dict[str, None] = {}
    for path in sorted(SENTENCES.glob(f"{kind}.*.jsonl")):
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        texts |= dict.fromkeys(" ".join(row["text"].split()) for row in rows if row["text"].strip())
    return list(texts)[:: 1 if examples(3) == 3 else 3]


def written(base: dict[str, Any], key: str = "", entries: Sequence[Any] = ()) -> str:
    """A file with one entry of `key` a line, from the third line on."""
    lines = [f"{name}: {json.dumps(value)}" for name, value in base.items() if name != key]
    listed = [f"{key}:", *(f"  - {json.dumps(entry)}" for entry in entries)] if key else []
    return "\n".join(["---", *listed, *lines, "---", ""])


def files(repository: Path, kind: str) -> Iterator[tuple[str, list[str]]]:
    """Write the sentences of a kind into plans or check-ins; yield each path with its sentences."""
    key, entry, _ = PLACES[kind]
    texts = sentences(kind)
    for start in range(0, len(texts), _A_FILE):
        part = texts[start : start + _A_FILE]
        folder = repository / "plans" / "ada-lovelace" / f"{kind}-{start}"
        (folder / "check-ins").mkdir(parents=True)
        plan, check_in = folder / "plan.md", folder / "check-ins" / "2026-02-04-ada-lovelace-3f9k.md"
        plan.write_text(written(PLAN), encoding="utf-8")
        path, base = (plan, PLAN) if key in PLAN else (check_in, CHECK_IN)
        path.write_text(written(base, key, [entry(text) for text in part]), encoding="utf-8")
        yield str(path.relative_to(repository)), part


@pytest.mark.parametrize("kind", PLACES)
def test_what_is_weak_to_one_is_weak_to_the_other(kind: str, tmp_path: Path, coachplan: Callable[..., Any]) -> None:
    (tmp_path / "coachplan.toml").touch()
    where = {(path, line): text for path, part in files(tmp_path, kind) for line, text in enumerate(part, 3)}
    found = json.loads(coachplan("check", "--all", "--format", "json", cwd=tmp_path).out)["findings"]
    told = coachplan("wording", "--as", kind, "--format", "json", stdin="\n".join(where.values())).out
    weak = {row["text"] for row in map(json.loads, told.splitlines()) if row["verdict"] == "weak"}

    assert not [finding for finding in found if finding["code"] in ("CP001", "CP003", "CP005", "CP008")]
    spoken = {where[f["path"], f["line"]] for f in found if f["code"] in PLACES[kind][2]}
    assert len(weak) > 20
    assert spoken == weak
