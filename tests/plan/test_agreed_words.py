"""A yes names its words: what they are made of, and what no layout, order, id or day changes."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coachplan.format import read_plan, to_yaml
from coachplan.format.front_matter import write
from coachplan.plan import BEGUN, Activity, Person, Plan
from coachplan.plan.plan import AGREED_WORDS
from coachplan.plan.whose_word import overreach

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")), min_size=1)
TEXTS = TEXTS.filter(lambda text: text.strip() and text.isprintable())
WORDS: dict[str, st.SearchStrategy[Any]] = {
    "what": TEXTS,
    "kind": st.sampled_from([None, "practice", "training", "habit"]),
    "owner": st.sampled_from([None, "team_member", "manager", "hr"]),
    "cue": st.none() | TEXTS,
    "every": st.sampled_from([None, "day", "every Monday", "2 weeks"]),
}
OTHERS: dict[str, st.SearchStrategy[Any]] = {
    "id": st.none() | TEXTS,
    "proposed_by": st.sampled_from([None, "team_member", "manager"]),
    "status": st.sampled_from([None, "proposed", "agreed", "declined", "doing", "done", "dropped"]),
    "due": st.sampled_from([None, "2026-01-31", {"after": "x", "within": "2 weeks"}]),
    "learned": st.none() | TEXTS,
    "why": st.none() | TEXTS,
}
KEPT = {"what": "Rehearse", "kind": "habit", "owner": "manager", "cue": "The invite", "every": "every Monday"}
# Of these words on every machine and in every release: plans hold it.
FINGERPRINT = "1:13a8b4786057"


def activity(data: dict[str, Any]) -> Activity:
    return Activity.model_validate({key: value for key, value in data.items() if value is not None})


def folded(text: str) -> str:
    return " ".join(text.split())


def test_a_fingerprint_that_plans_hold_stays_what_it_was() -> None:
    assert activity(KEPT).words == FINGERPRINT


@given(st.fixed_dictionaries(WORDS), st.fixed_dictionaries(OTHERS), st.fixed_dictionaries(OTHERS), st.randoms())
def test_nothing_but_the_words_counts_and_in_any_order(words, one, other, random) -> None:
    keys = list((words | other).items())
    random.shuffle(keys)
    assert activity(words | one).words == activity(dict(keys)).words


@given(st.fixed_dictionaries(WORDS), st.sampled_from(AGREED_WORDS), st.data())
def test_any_change_of_the_words_counts(words, key, data) -> None:
    changed = words | {key: data.draw(WORDS[key])}
    one, other = (folded(str(part[key])) if part[key] else None for part in (words, changed))
    assume(one != other)
    assert activity(words).words != activity(changed).words


@given(st.fixed_dictionaries(WORDS | {"cue": TEXTS}))
def test_words_do_not_pass_from_one_part_to_the_next(words) -> None:
    joined = words | {"what": f"{words['what']} cue={words['cue']}", "cue": None}
    assert activity(words).words != activity(joined).words


LAYOUTS = [
    "activities: {what: Rehearse it all, cue: The invite, every: every Monday}",
    "activities: [{every: every Monday, cue: 'The invite', what: \"Rehearse it all\"}]",
    """\
activities:
  - what: >
      Rehearse
      it all
    cue: |
      The
      invite
    every: every  Monday
""",
    """\
activities:
- cue: The invite  # a note
  id: rehearse
  what: Rehearse
    it all
  every: every Monday
  due: 2026-01-31
""",
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_and_quotes_are_nothing(layout) -> None:
    text = f"---\ncoachplan: 1\n{layout}\n---\n"
    (read,) = read_plan("plan.md", text.encode()).readable().activities
    assert read.words == activity({"what": "Rehearse it all", "cue": "The invite", "every": "every Monday"}).words


@given(st.fixed_dictionaries(WORDS))
def test_what_is_written_is_read_with_the_same_words(words) -> None:
    given = {key: value for key, value in words.items() if value is not None}
    text = write({"coachplan": "1", "activities": [given]}, "")
    (read,) = read_plan("plan.md", text.encode()).readable().activities
    assert read.words == activity(words).words


# -- the status that counts --------------------------------------------------------------------------------------------

YES = {"by": "Ada", "date": "2026-01-05", "words": FINGERPRINT}
OTHER = YES | {"words": "1:000000000000"}


@pytest.mark.parametrize(
    ("status", "kept", "changed"),
    [
        (None, None, "proposed"),
        ("proposed", "proposed", "proposed"),
        ("agreed", "agreed", "proposed"),
        ("doing", "doing", "proposed"),
        ("done", "done", "proposed"),
        ("declined", "declined", "declined"),
        ("dropped", "dropped", "dropped"),
    ],
)
def test_a_yes_counts_for_its_own_words_alone(status, kept, changed) -> None:
    begun = KEPT | {"status": status}
    assert activity(begun).counts_as == status
    assert activity(begun | {"agreed": YES}).counts_as == kept
    assert activity(begun | {"agreed": OTHER}).counts_as == changed
    assert activity(begun | {"agreed": OTHER}).is_changed == (changed == "proposed")


def test_a_yes_of_a_later_release_is_not_taken_for_one_to_these_words() -> None:
    assert activity(KEPT | {"status": "agreed", "agreed": YES | {"words": "2:13a8b4786057"}}).is_changed


def test_it_is_written_as_it_reads() -> None:
    assert to_yaml(YES) == f"{{by: Ada, date: 2026-01-05, words: '{FINGERPRINT}'}}"


# -- whose word it is --------------------------------------------------------------------------------------------------

SAID: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from([None, "a", "b"]),
    "what": st.sampled_from(["Rehearse", "Write", "Ask"]),
    "status": st.sampled_from([None, "proposed", "agreed", "declined", "doing", "done", "dropped"]),
    "proposed_by": st.sampled_from([None, "team_member", "manager"]),
    "agreed": st.sampled_from([None, *("Rehearse", "Write", "Ask")]),
}


def plan(activities: list[dict[str, Any]], status: str) -> Plan:
    entries = [{key: value for key, value in entry.items() if value is not None} for entry in activities]
    for entry in entries:
        if "agreed" in entry:
            entry["agreed"] = YES | {"words": activity({"what": entry["agreed"]}).words}
    people = {"team_member": "Ada", "manager": "Ben"}
    sections = dict.fromkeys(("development_area", "current_state", "goal_state", "support_assets"), "x")
    sections |= {"timeline": "2026-01-05 to 2026-02-04", "update_cadence": "week", "title": "x", "coachplan": "1"}
    return Plan.model_validate({**sections, "status": status, "people": people, "activities": entries})


ACTIVITIES = st.lists(st.fixed_dictionaries(SAID), min_size=1, max_size=3)


@given(ACTIVITIES, ACTIVITIES | st.none(), st.data(), st.sampled_from(["draft", "active"]))
def test_by_nobody_elses_change_anything_is_agreed_in_words_that_the_team_member_did_not_accept(
    before, after, data, status
) -> None:
    if after is None:  # one step, which is allowed more often
        after = [dict(entry) for entry in before]
        entry = data.draw(st.sampled_from(after))
        key = data.draw(st.sampled_from(list(SAID)))
        entry[key] = data.draw(SAID[key])
    old, new = plan(before, status), plan(after, status)
    assume(overreach(old, new, Person("Ben")) is None)
    # A yes stands in a file only where it was given: with its words, or with the status of the first release.
    accepted = {known.words for known in old.activities if known.counts_as in (*BEGUN, None, "dropped")}
    accepted |= {known.agreed.words for known in old.activities if known.agreed}
    assert {known.words for known in new.activities if known.counts_as in BEGUN} <= accepted
