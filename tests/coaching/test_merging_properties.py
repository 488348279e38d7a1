"""Merges of generated plans and generated changes: what holds for all of them."""

import random
from collections.abc import Iterator
from copy import deepcopy
from difflib import unified_diff
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coachplan.coaching.merging.plans import merge
from coachplan.format import read_data, read_plan
from coachplan.format.yaml_text import to_yaml
from coachplan.plan.plan import AGREED_WORDS, BEGUN, Activity
from conftest import examples
from record import on_record

_STATES = ("proposed", "agreed", "declined", "doing", "done", "dropped")
_TEXTS = (
    "Rehearse: with a peer",
    "# not a comment",
    "写三点",
    "'quoted'",
    "yes",
    "two\nlines",
    "a - b",
    "x" * 90,
    "- 5",
)
_SINGLE = ("title", "opportunity", "consequences")


class Writer:
    """Writes plans as different people would: in lines or brackets, with other indentation, quotes and comments."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.indent = chance.choice((2, 2, 3, 4))
        self.hangs = chance.choice((0, 2))

    def text(self, data: dict[str, Any], body: str) -> str:
        lines = "".join(f"{self.comment(0)}{self.key(key, value, 0)}" for key, value in data.items())
        return f"---\n{lines}{self.comment(0)}---\n{body}"

    def key(self, key: str, value: Any, column: int) -> str:
        if not isinstance(value, dict | list) or self.chance.random() < 0.3:
            return f"{key}: {self.scalar(value)}{self.chance.choice(('', '', '  # why'))}\n"
        if isinstance(value, dict):
            return f"{key}:\n{self.keys(value, column + self.indent, first='')}"
        return f"{key}:\n" + "".join(self.entry(entry, column + self.hangs) for entry in value)

    def keys(self, value: dict[str, Any], column: int, first: str | None) -> str:
        text = ""
        for name, inner in value.items():
            begin = " " * column if text or first == "" else ""
            text += (self.comment(column) if text else "") + begin + self.key(name, inner, column)
        return text

    def entry(self, entry: Any, column: int) -> str:
        begin = f"{self.comment(column)}{' ' * column}- "
        if isinstance(entry, dict) and self.chance.random() < 0.7:
            return begin + self.keys(entry, column + 2, first=None)
        return f"{begin}{self.scalar(entry)}\n"

    def scalar(self, value: Any) -> str:
        text = to_yaml(value)
        if isinstance(value, str) and self.chance.random() < 0.2 and "\n" not in value and "'" not in value:
            return f"'{value}'"
        return text

    def comment(self, column: int) -> str:
        return self.chance.choice(("",) * 6 + ("\n", f"{' ' * column}# a note {self.chance.randrange(9)}\n"))


def some_text(chance: random.Random) -> str:
    return f"{chance.choice(_TEXTS)} {chance.randrange(1000)}"


def some_day(chance: random.Random) -> str:
    return f"2026-01-{chance.randrange(5, 31):02}"


def some_activity(chance: random.Random) -> dict[str, Any]:
    activity = {"id": f"x-{chance.randrange(10**6)}", "what": some_text(chance), "status": chance.choice(_STATES)}
    if chance.random() < 0.4:
        activity["due"] = some_day(chance)
    return activity


def some_plan(chance: random.Random) -> dict[str, Any]:
    plan: dict[str, Any] = {
        "coachplan": "1",
        "title": some_text(chance),
        "status": "active",
        "people": {"team_member": "Ada <ada@example.com>", "manager": "Charles <charles@example.com>"},
        "development_area": chance.choice((some_text(chance), [some_text(chance), {"area": some_text(chance)}])),
        "current_state": chance.choice((some_text(chance), {"manager": some_text(chance)})),
        "goal_state": chance.choice(
            (
                some_text(chance),
                {"goal": some_text(chance), "measures": [{"name": f"m{n}", "target": str(n)} for n in range(3)]},
            )
        ),
        "activities": [some_activity(chance) for _ in range(chance.randrange(1, 4))],
        "timeline": chance.choice(("2026-01-05 to 2026-02-04", {"start": "2026-01-05", "end": "2026-02-04"})),
        "support_assets": chance.choice((some_text(chance), [{"what": some_text(chance), "from": "manager"}])),
        "update_cadence": "every week",
    }
    if chance.random() < 0.5:
        plan["acknowledgements"] = [{"by": "Ada", "date": some_day(chance), "stance": "agree"}]
    return plan


def changed(plan: dict[str, Any], chance: random.Random, side: int) -> dict[str, Any]:
    """The plan with one to three changes, each possible for a person or a command."""
    plan = deepcopy(plan)
    for _ in range(chance.randrange(1, 4)):
        chance.choice(_CHANGES)(plan, chance, side)
    return plan


def _reword(plan, chance, side):
    plan[chance.choice(_SINGLE[:2])] = some_text(chance)


def _propose(plan, chance, side):
    plan["activities"].insert(chance.randrange(len(plan["activities"]) + 1), some_activity(chance))


def _move(plan, chance, side):
    activity = chance.choice(plan["activities"])
    activity["status"] = chance.choice(_STATES)
    if activity["status"] == "agreed":
        known = {name: activity[name] for name in AGREED_WORDS if name in activity}
        activity["agreed"] = {
            "by": "Ada <ada@example.com>",
            "date": some_day(chance),
            "words": Activity.model_validate(known).words,
        }


def _amend(plan, chance, side):
    activity = chance.choice(plan["activities"])
    activity |= {"what": some_text(chance), "status": chance.choice(("proposed", activity["status"]))}


def _specify(plan, chance, side):
    activity = chance.choice(plan["activities"])
    activity |= chance.choice(({"kind": "practice"}, {"owner": "manager"}, {"cue": some_text(chance)}))


def _learn(plan, chance, side):
    chance.choice(plan["activities"])["learned"] = some_text(chance)


def _remove(plan, chance, side):
    if len(plan["activities"]) > 1:
        plan["activities"].remove(chance.choice(plan["activities"]))


def _acknowledge(plan, chance, side):
    entry = {"by": ("Ada", "Charles")[side], "date": some_day(chance), "stance": "agree"}
    plan.setdefault("acknowledgements", []).append(entry)


def _tidy(plan, chance, side):
    plan.pop("acknowledgements", None)


def _measure(plan, chance, side):
    if not isinstance(plan["goal_state"], dict):
        plan["goal_state"] = {"goal": plan["goal_state"]}
    plan["goal_state"].setdefault("measures", []).append({"name": some_text(chance), "target": str(chance.random())})


def _retarget(plan, chance, side):
    if isinstance(plan["goal_state"], dict) and plan["goal_state"].get("measures"):
        chance.choice(plan["goal_state"]["measures"])["target"] = str(chance.randrange(100))


def _timeline(plan):
    if isinstance(plan["timeline"], str):
        plan["timeline"] = dict(zip(("start", "end"), plan["timeline"].split(" to "), strict=True))
    return plan["timeline"]


def _extend(plan, chance, side):
    timeline = _timeline(plan)
    to = f"2026-03-{chance.randrange(1, 29):02}"
    extension = {"date": some_day(chance), "from": timeline["end"], "to": to, "why": some_text(chance)}
    timeline.setdefault("extensions", []).append(extension)
    timeline["end"] = to


def _hold(plan, chance, side):
    days = sorted((some_day(chance), some_day(chance)))
    hold = {"from": days[0], "to": days[1], "why": some_text(chance)}
    _timeline(plan).setdefault("holds", []).append(hold if chance.random() < 0.7 else {"from": days[0]})


def _milestone(plan, chance, side):
    _timeline(plan).setdefault("milestones", []).append({"date": some_day(chance), "what": some_text(chance)})


def _own_view(plan, chance, side):
    if isinstance(plan["current_state"], str):
        plan["current_state"] = {"manager": plan["current_state"]}
    plan["current_state"][("manager", "team_member")[side]] = some_text(chance)


def _support(plan, chance, side):
    if not isinstance(plan["support_assets"], list):
        plan["support_assets"] = [plan["support_assets"]]
    plan["support_assets"].append(some_text(chance))


def _close(plan, chance, side):
    plan["status"] = "closed"
    plan["outcome"] = {"result": "stopped", "date": some_day(chance), "helped": some_text(chance)}


def _helper(plan, chance, side):
    plan["people"].setdefault("helpers", []).append(f"Peer {chance.randrange(100)} <p{chance.randrange(100)}@x.org>")


def _ignore(plan, chance, side):
    plan.setdefault("ignore", {})[chance.choice(("CP404", "CP301", "CP302"))] = some_text(chance)


_CHANGES = (
    *(
        _reword,
        _propose,
        _move,
        _amend,
        _specify,
        _learn,
        _remove,
        _acknowledge,
        _tidy,
        _measure,
        _retarget,
        _extend,
        _hold,
    ),
    *(_milestone, _own_view, _support, _close, _helper, _ignore),
)


def versions(chance: random.Random) -> tuple[bytes, bytes, bytes]:
    """A plan, and two changes of it, as files; sometimes written anew in another style, or with other line ends."""
    plan, writer = some_plan(chance), Writer(chance)
    seed = chance.random()
    texts = []
    for side, data in enumerate((plan, changed(plan, chance, 0), changed(plan, chance, 1))):
        writer = Writer(random.Random(seed if chance.random() < 0.8 else chance.random()))
        body = "".join(f"Line {n}\n" for n in range(6)) if not side else "".join(f"Line {n}\n" for n in range(7 - side))
        texts.append(writer.text(data, body).encode())
    if chance.random() < 0.2:
        texts = [text.replace(b"\n", b"\r\n") for text in texts]
    if chance.random() < 0.1:
        texts = [b"\xef\xbb\xbf" + text for text in texts]
    if chance.random() < 0.1:
        texts = [text.removesuffix(b"\n") for text in texts]
    return texts[0], texts[1], texts[2]


def is_sound(raw: bytes) -> bool:
    return not read_plan("plan.md", raw).findings


some_versions = st.integers(0, 2**32).map(lambda seed: versions(random.Random(seed)))


@given(some_versions)
@settings(max_examples=examples(40))
def test_a_change_of_one_side_alone_is_that_side_byte_for_byte(texts):
    base, one, _ = texts

    assert merge(base, base, base).text() == base
    assert merge(base, base, one).text() == one
    assert merge(base, one, base).text() == one
    assert merge(base, one, one).text() == one
    assert merge(None, one, one).text() == one


@given(some_versions)
@settings(max_examples=examples(40))
def test_the_generated_plans_are_sound_and_so_is_what_they_become(texts):
    assert all(map(is_sound, texts)), texts

    merged = merge(*texts)

    assert is_sound(merged.mine)
    assert is_sound(merged.theirs)
    assert not {conflict.key for conflict in merged.conflicts} & {"lines"}


@given(some_versions)
@settings(max_examples=examples(40))
def test_no_value_comes_from_nowhere(texts):
    merged = merge(*texts)
    known = {*_scalars(read_data(texts[1])), *_scalars(read_data(texts[2]))}
    # Two who extended to one day both keep their reasons, in one text.
    whys = [{*_whys(read_data(text))} for text in texts[1:]]
    known |= {"; ".join(pair) for pair in (*product(*whys), *product(*reversed(whys)))}

    assert {*_scalars(read_data(merged.mine))} | {*_scalars(read_data(merged.theirs))} <= known


@given(some_versions)
@settings(max_examples=examples(40))
def test_a_yes_is_never_joined_with_other_words(texts):
    merged = merge(*texts)
    agreed = {words for text in texts[1:] for words in _agreed(text)}

    assert {*_agreed(merged.mine), *_agreed(merged.theirs)} <= agreed


@given(some_versions)
@settings(max_examples=examples(40))
def test_the_sides_may_be_swapped(texts):
    base, mine, theirs = texts
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)

    assert _unordered(read_data(one.mine)) == _unordered(read_data(other.theirs))
    assert _unordered(read_data(one.theirs)) == _unordered(read_data(other.mine))
    assert len(one.conflicts) == len(other.conflicts)


@given(some_versions)
@settings(max_examples=examples(40))
def test_merging_the_result_again_changes_nothing(texts):
    base, mine, theirs = texts
    merged = merge(base, mine, theirs)
    if merged.conflicts:
        return
    result = merged.text()

    # Where one side said a word twice and the other moved it out, one is left, as in the base: it looks unchanged.
    is_doubled = any(read_data(side) != _said_once(side) for side in (mine, theirs))
    for side in (mine, theirs):
        assert merge(side, result, side).text() == result
        again = merge(base, result, side)
        assert again.conflicts == ()
        assert is_doubled or _said_once(again.text()) == _said_once(result)


def _said_once(text: bytes) -> dict[str, Any]:
    """The data of a plan; a word on the terms that stands there twice is one word."""
    data = read_data(text)
    words = data.get("acknowledgements")
    known = {repr(entry): entry for entry in words} if isinstance(words, list) else {}
    return data | ({"acknowledgements": [*known.values()]} if known else {})


@given(some_versions)
@settings(max_examples=examples(40))
def test_answers_leave_no_question_and_give_what_each_side_would_have(texts):
    merged = merge(*texts)

    for side in ("mine", "theirs"):
        answered = merge(*texts, {conflict.key: side for conflict in merged.conflicts})
        assert answered.conflicts == ()
        assert answered.text() == (merged.mine if side == "mine" else merged.theirs)


def _scalars(data: Any) -> Iterator[str]:
    if isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _scalars(inner)
    else:
        yield from str(data).split(" to ") if str(data).startswith("2026") else [str(data)]


def _whys(data: Any) -> Iterator[str]:
    timeline = data["timeline"]
    extensions = timeline.get("extensions") if isinstance(timeline, dict) else None
    for extension in extensions or ():
        yield str(extension.get("why"))


def _agreed(raw: bytes) -> list[tuple[str, str]]:
    """The words that somebody has said yes to: by the status, and by the record of the yes."""
    plan = read_plan("plan.md", raw).readable()
    said = [("status", one.words) for one in plan.activities if one.status in (*BEGUN, None)]
    return said + [("counts", one.words) for one in plan.activities if one.counts_as in (*BEGUN, None)]


def _unordered(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _unordered(inner) for key, inner in data.items()}
    if isinstance(data, list):
        return sorted((_unordered(inner) for inner in data), key=repr)
    return data


def test_what_merges_become_is_on_record() -> None:
    """What the merge of made-up plans adds to the first side, line by line, and what it asks."""
    found = {}
    for seed in range(120):
        texts = versions(random.Random(seed))
        result = merge(*texts)
        mine, text = (each.decode().replace("\r", "␍").split("\n") for each in (texts[1], result.text()))
        told = [
            f"? {conflict.key}: {conflict.kind}: {conflict.mine} | {conflict.theirs}" for conflict in result.conflicts
        ]
        told += [line for line in unified_diff(mine, text, lineterm="", n=0) if line[:3] not in ("---", "+++")]
        found[f"{seed:03}"] = "".join(f"{line}\n" for line in told)
    assert found == on_record("merges.txt", found)
