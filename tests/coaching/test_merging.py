"""Two changes of one plan: what they become, and what a person is asked."""

import pytest

from coachplan.coaching.merging import sections
from coachplan.coaching.merging.lines import marked, merged_lines
from coachplan.coaching.merging.parts import OtherWords
from coachplan.coaching.merging.plans import Merged, merge
from coachplan.format import read_data
from coachplan.plan.plan import AGREED_WORDS

PLAN = """\
---
coachplan: 1
title: Clear status updates
status: active
people: {team_member: Ada <ada@example.com>, manager: "Charles <charles@example.com>"}
development_area: Status updates
current_state: Two a week   # counted
# What we want.
goal_state:
  goal: Four a week
  measures:
    - name: updates
      target: 4
    - {name: questions, target: 1}
activities:
  # hers
  - id: rehearse
    what: Rehearse with a peer
    status: agreed
    due: 2026-01-14

  - id: krakow
    what: Ask the Krakow team
    status: proposed
timeline: {start: 2026-01-05, end: 2026-02-04}
support_assets: 30 minutes
update_cadence: every week
---
Notes

One
Two
"""


def changed(*changes: tuple[str, str], text: str = PLAN) -> str:
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def merging(mine: str, theirs: str, base: str = PLAN) -> Merged:
    return merge(base.encode(), mine.encode(), theirs.encode())


def merged(mine: str, theirs: str, base: str = PLAN) -> str:
    found = merging(mine, theirs, base)
    assert found.conflicts == ()
    return found.text().decode()


def asked(mine: str, theirs: str, base: str = PLAN) -> dict[str, str]:
    return {conflict.key: conflict.kind for conflict in merging(mine, theirs, base).conflicts}


ACCEPTED = ("what: Ask the Krakow team\n    status: proposed", "what: Ask the Krakow team\n    status: agreed")
AMENDED = ("what: Ask the Krakow team", "what: Fill in ten templates")


def test_changes_of_neighbouring_lines_are_both_there_and_every_other_byte_stays():
    mine = changed(("status: agreed\n", "status: doing   # since Monday\n"), ("# hers", "# hers, and hers alone"))
    theirs = changed(("due: 2026-01-14\n\n", "due: 2026-01-15\n\n\n"), ("Two a week   # counted", "'Two a week'"))

    assert merged(mine, theirs) == changed(
        ("status: agreed\n", "status: doing   # since Monday\n"),
        ("# hers", "# hers, and hers alone"),
        ("due: 2026-01-14\n\n", "due: 2026-01-15\n\n\n"),
        ("Two a week   # counted", "'Two a week'"),
    )


def test_a_comment_on_a_line_stays_where_the_other_side_changed_the_value():
    mine = changed(("# counted", "# counted twice"))
    theirs = changed(("Two a week   #", "Three a week   #"))

    assert "current_state: Three a week   # counted twice\n" in merged(mine, theirs)
    assert "current_state: Three a week   # counted twice\n" in merged(theirs, mine)


def test_values_in_brackets_are_merged_where_they_stand():
    mine = changed(("team_member: Ada <", "team_member: Ada Lovelace <"), ("end: 2026-02-04", "end: 2026-02-11"))
    theirs = changed(('"Charles <', '"Charles B. <'), ("{start: 2026-01-05,", "{start: 2026-01-06,"))
    text = merged(mine, theirs)

    assert 'people: {team_member: Ada Lovelace <ada@example.com>, manager: "Charles B. <charles@example.com>"}' in text
    assert "timeline: {start: 2026-01-06, end: 2026-02-11}" in text


def test_what_both_add_at_one_place_is_all_there():
    line = "    - {name: questions, target: 1}\n"
    mine = changed((line, f"{line}    - name: minutes\n      target: 3\n"), ("\ntimeline", "\n  - Mine\ntimeline"))
    theirs = changed((line, f"{line}    - name: pages\n"), ("\ntimeline", "\n  - id: yours\n    what: Yours\ntimeline"))
    text = merged(mine, theirs)

    assert f"{line}    - name: minutes\n      target: 3\n    - name: pages\nactivities" in text
    assert "    status: proposed\n  - Mine\n  - id: yours\n    what: Yours\ntimeline" in text


def test_short_forms_that_grew_on_one_side_take_the_change_of_the_other():
    mine = changed(
        ("support_assets: 30 minutes", "support_assets:\n  - what: 30 minutes\n    from: manager\n  - A room"),
        ("current_state: Two a week   # counted", "current_state:\n  manager: Two a week\n  team_member: I hurry"),
        ("timeline: {start: 2026-01-05, end: 2026-02-04}", "timeline: 2026-01-05 to 2026-02-11"),
    )
    theirs = changed(
        ("30 minutes", "An hour"),
        ("Two a week", "Three a week"),
        ("{start: 2026-01-05, end: 2026-02-04}", "{start: 2026-01-06, end: 2026-02-04}"),
    )

    for data in (read_data(merged(mine, theirs)), read_data(merged(theirs, mine))):
        assert data["support_assets"] == [{"what": "An hour", "from": "manager"}, "A room"]
        assert data["current_state"] == {"manager": "Three a week", "team_member": "I hurry"}
        assert data["timeline"] == {"start": "2026-01-06", "end": "2026-02-11"}


def test_other_indentation_and_line_ends_on_one_side_take_the_change_of_the_other():
    mine = changed(
        (
            "  - id: krakow\n    what: Ask the Krakow team\n    status: proposed",
            "  - id: krakow\n    what: Ask 克拉科夫",
        ),
        ("activities:\n  # hers\n  - id: rehearse\n    what", "activities:\n# hers\n-   id: rehearse\n    what"),
        ("\n  - id: krakow\n    what", "\n-   id: krakow\n    what"),
    ).replace("\n", "\r\n")
    theirs = changed(("due: 2026-01-14", "due: 2026-01-15"), ("proposed\n", "proposed\n    due: 2026-01-16\n"))
    text = merged(mine, theirs)

    assert text.count("\n") == text.count("\r\n")
    assert read_data(text)["activities"] == [
        {"id": "rehearse", "what": "Rehearse with a peer", "status": "agreed", "due": "2026-01-15"},
        {"id": "krakow", "what": "Ask 克拉科夫", "due": "2026-01-16"},
    ]


@pytest.mark.parametrize(
    ("before", "one", "other", "after"),
    [
        ("agreed", "doing", "done", "done"),
        ("proposed", "agreed", "doing", "doing"),
        ("agreed", "doing", "dropped", "dropped"),
        ("proposed", "agreed", "dropped", "dropped"),
        ("proposed", "declined", "dropped", "declined"),
        ("agreed", "doing", "declined", "declined"),
        ("doing", "agreed", "declined", "declined"),
    ],
)
def test_of_two_states_the_one_that_is_farther_on_wins(before, one, other, after):
    base = changed(("status: agreed", f"status: {before}"))
    mine, theirs = (changed((f"status: {before}", f"status: {state}"), text=base) for state in (one, other))

    for text in (merged(mine, theirs, base), merged(theirs, mine, base)):
        assert read_data(text)["activities"][0]["status"] == after


@pytest.mark.parametrize(
    "states", [("done", "dropped"), ("declined", "agreed"), ("declined", "doing"), ("done", "declined")]
)
def test_what_is_over_in_two_ways_is_a_question(states):
    base = changed(("status: agreed", "status: proposed"))
    mine, theirs = (changed(("status: proposed", f"status: {state}"), text=base) for state in states)

    assert asked(mine, theirs, base) == {"activities.rehearse": "two states"}
    assert asked(theirs, mine, base) == {"activities.rehearse": "two states"}


def activity_after(mine: str, theirs: str, base: str = PLAN, place: int = 0) -> dict[str, object]:
    """The activity at a place, which the merge makes the same whoever merges."""
    found: dict[str, object] = read_data(merged(mine, theirs, base))["activities"][place]
    assert found == read_data(merged(theirs, mine, base))["activities"][place]
    return found


@pytest.mark.parametrize(
    ("one", "other", "after"),
    [
        ("on-hold", "closed", "closed"),
        ("on-hold", "draft", "on-hold"),
        ("draft", "closed", "closed"),
        ("closed", "closed   # done", "closed"),
    ],
)
def test_of_two_states_of_a_plan_the_one_that_is_farther_on_wins(one: str, other: str, after: str) -> None:
    sides = [changed(("status: active", f"status: {state}")) for state in (one, other)]

    for text in (merged(*sides), merged(*reversed(sides))):
        assert read_data(text)["status"] == after
    for mine, theirs in ((PLAN, sides[1]), (sides[0], PLAN)):
        assert read_data(merged(mine, theirs))["status"] == read_data(theirs if mine == PLAN else mine)["status"]
    unknown = changed(("status: active", "status: resting"))
    assert asked(sides[0], unknown) == asked(unknown, sides[0]) == {"status": "two values"}


def test_the_reason_comes_with_the_state_that_it_is_given_for() -> None:
    base = changed(("status: agreed", "status: agreed\n    why: once"))
    dropped, doing = (
        changed(("status: agreed\n    why: once", f"status: {state}\n    why: {why}"), text=base)
        for state, why in (("dropped", "no room"), ("doing", "it starts"))
    )

    assert activity_after(dropped, doing, base) == {
        "id": "rehearse",
        "what": "Rehearse with a peer",
        "due": "2026-01-14",
        "status": "dropped",
        "why": "no room",
    }
    both_dropped = changed(("why: no room", "why: no time"), text=dropped)
    assert asked(dropped, both_dropped, base) == {"activities.rehearse.why": "two values"}
    silent = changed(("status: agreed", "status: dropped"), text=base)
    assert activity_after(silent, doing, base)["why"] == "it starts"


@pytest.mark.parametrize(("done", "declined"), [("done", "declined"), ("dropped", "declined")])
def test_their_no_stands_against_what_was_begun_but_not_against_what_is_done(done: str, declined: str) -> None:
    for before in ("agreed", "doing"):
        base = changed(("status: agreed", f"status: {before}"))
        mine, theirs = (changed((f"status: {before}", f"status: {state}"), text=base) for state in (done, declined))
        if done == "done":
            assert asked(mine, theirs, base) == asked(theirs, mine, base) == {"activities.rehearse": "two states"}
        else:
            assert activity_after(mine, theirs, base)["status"] == "declined"


def test_a_state_that_only_one_side_wrote_down_is_the_one_that_is_kept() -> None:
    base = changed(("status: agreed", "status: proposed"))
    plain, silent = (
        changed(("status: proposed", "status: agreed"), text=base),
        changed(("    status: proposed\n", ""), text=base),
    )

    assert activity_after(plain, silent, base)["status"] == "agreed"
    doing = changed(("status: proposed", "status: doing"), text=base)
    assert activity_after(doing, silent, base)["status"] == "doing"
    odd = changed(("status: proposed", "status: soon"), text=base)
    assert activity_after(doing, odd, base)["status"] == "doing"
    assert read_data(merged(plain, odd, base))["activities"][0]["status"] == "agreed"
    assert read_data(merged(odd, plain, base))["activities"][0]["status"] == "soon"
    proposed = changed(("status: agreed\n    due", "status: dropped\n    due"))
    assert (
        activity_after(changed(("status: agreed\n    due", "status: soon\n    due")), proposed)["status"] == "dropped"
    )


def test_of_two_records_of_a_yes_the_earlier_is_kept_and_one_is_not_lost() -> None:
    base = changed(("status: agreed", "status: proposed"))
    record = "agreed: {{by: Ada <ada@example.com>, date: 2026-01-{}, words: '1:a'}}"
    first, second, third = (
        changed(("status: proposed", f"status: agreed\n    {record.format(day)}"), text=base)
        for day in ("07", "08", "09")
    )
    plain = changed(("status: proposed", "status: agreed"), text=base)

    for one, other in ((first, second), (second, third), (first, third)):
        kept = activity_after(one, other, base)["agreed"]
        assert kept == read_data(one)["activities"][0]["agreed"]
    for one in (first, third):
        assert activity_after(one, plain, base)["agreed"] == read_data(one)["activities"][0]["agreed"]
    begun = changed(("status: agreed\n    agreed", "status: doing\n    agreed"), text=third)
    found = activity_after(first, begun, base)
    assert (found["status"], found["agreed"]) == ("doing", read_data(third)["activities"][0]["agreed"])


def test_a_yes_beside_other_words_stays_as_it_was_given() -> None:
    record = "\n    agreed: {by: Ada <ada@example.com>, date: 2026-01-08, words: '1:a'}"
    said = changed((ACCEPTED[0], ACCEPTED[1] + record))
    (question,) = merging(said, changed(AMENDED)).conflicts

    assert (question.kind, question.mine) == (
        "accepted and changed",
        {"what": "Ask the Krakow team", "status": "agreed"},
    )
    texts = [text.encode() for text in (PLAN, said, changed(AMENDED))]
    for side, status, words in (
        ("mine", "agreed", "Ask the Krakow team"),
        ("theirs", "proposed", "Fill in ten templates"),
    ):
        for order in (texts, [texts[0], texts[2], texts[1]]):
            answer = side if order is texts else {"mine": "theirs", "theirs": "mine"}[side]
            found = read_data(merge(*order, {question.key: answer}).text())["activities"][1]
            assert (found["status"], found["what"], found["agreed"]["date"]) == (status, words, "2026-01-08")
    moved = changed((ACCEPTED[0], f"what: Ask the Krakow team\n    status: dropped{record}"))
    found = activity_after(moved, changed(AMENDED), place=1)
    assert (found["what"], found["status"]) == ("Fill in ten templates", "dropped")
    assert "agreed" not in found  # it was given to other words


def test_helpers_are_known_by_their_address_and_else_by_their_name() -> None:
    people = 'people: {team_member: Ada <ada@example.com>, manager: "Charles <charles@example.com>"'
    helpers = "George Boole <george@example.com>, Mary"
    base = changed((people, f"{people}, helpers: [{helpers}]"))

    def after(one: str, other: str) -> list[str]:
        mine, theirs = (changed((f"[{helpers}]", f"[{words}]"), text=base) for words in (one, other))
        found: list[str] = read_data(merged(mine, theirs, base))["people"]["helpers"]
        return found

    assert after(f"{helpers}, Hedy <hedy@example.com>", "G. Boole <GEORGE@example.com>, Mary") == [
        "G. Boole <GEORGE@example.com>",
        "Mary",
        "Hedy <hedy@example.com>",
    ]
    assert after("Mary", f"{helpers}, Eve") == ["Mary", "Eve"]
    hedy = [changed((f"[{helpers}]", f"[{helpers}, {name} <hedy@example.com>]"), text=base) for name in ("Hedy", "H.")]
    assert asked(*hedy, base) == {"people.helpers.2": "two values"}
    assert after("George Boole <george@example.com>, MARY", f"{helpers}, Eve") == [
        "George Boole <george@example.com>",
        "MARY",
        "Eve",
    ]


def test_a_hold_that_both_changed_lasts_until_the_later_day() -> None:
    hold = "  holds:\n    - {from: 2026-01-12, to: 2026-01-14, why: ill}\n"
    base = changed(
        (
            "timeline: {start: 2026-01-05, end: 2026-02-04}\n",
            f"timeline:\n  start: 2026-01-05\n  end: 2026-02-04\n{hold}",
        )
    )

    def holds(one: tuple[str, str], other: tuple[str, str]) -> list[dict[str, str]]:
        mine, theirs = changed(one, text=base), changed(other, text=base)
        found: list[dict[str, str]] = read_data(merged(mine, theirs, base))["timeline"]["holds"]
        assert found == read_data(merged(theirs, mine, base))["timeline"]["holds"]
        return found

    to = ("to: 2026-01-14", "to: 2026-01-20")
    longer, longest = to, ("to: 2026-01-14, why: ill", "to: 2026-01-21, why: away")
    assert holds(longer, longest) == [{"from": "2026-01-12", "to": "2026-01-21", "why": "away"}]
    assert holds(longer, ("why: ill", "why: away")) == [{"from": "2026-01-12", "to": "2026-01-20", "why": "away"}]
    assert holds(("why: ill", "why: away"), ("why: ill", "why: gone")) == [
        {"from": "2026-01-12", "to": "2026-01-14", "why": "gone"}
    ]
    assert holds(longer, ("to: 2026-01-14, ", "")) == [{"from": "2026-01-12", "why": "ill"}]
    assert holds(longer, ("2026-01-14, why: ill", "2026-01-20, why: zest")) == [
        {"from": "2026-01-12", "to": "2026-01-20", "why": "zest"}
    ]


def test_a_yes_and_other_words_are_a_question_about_the_whole_of_it():
    found = merging(changed(ACCEPTED), changed(AMENDED))
    (question,) = found.conflicts

    assert (question.key, question.kind) == ("activities.krakow", "accepted and changed")
    assert question.base == {"what": "Ask the Krakow team", "status": "proposed"}
    assert question.mine == {"what": "Ask the Krakow team", "status": "agreed"}
    assert question.theirs == {"what": "Fill in ten templates", "status": "proposed"}
    assert found.text(("me", "you"), 9).decode() == changed(
        (
            "    what: Ask the Krakow team\n    status: proposed\n",
            (
                "<<<<<<<<< me\n    what: Ask the Krakow team\n    status: agreed\n=========\n"
                "    what: Fill in ten templates\n    status: proposed\n>>>>>>>>> you\n"
            ),
        )
    )


def test_other_words_for_what_is_let_go_of_need_no_answer():
    dropped = changed(
        ("what: Ask the Krakow team\n    status: proposed", "what: Ask the Krakow team\n    status: dropped")
    )

    assert "what: Fill in ten templates\n    status: dropped" in merged(dropped, changed(AMENDED))


def test_a_yes_goes_with_its_record_and_its_words_are_those_that_the_plan_says():
    record = "\n    agreed: {{by: Ada <ada@example.com>, date: {}, words: '1:a'}}"
    mine = changed((ACCEPTED[0], ACCEPTED[1] + record.format("2026-01-08")))
    theirs = changed((ACCEPTED[0], ACCEPTED[1].replace("agreed", "doing") + record.format("2026-01-07")))

    for text in (merged(mine, theirs), merged(theirs, mine)):
        activity = read_data(text)["activities"][1]
        assert (activity["status"], activity["agreed"]["date"]) == ("doing", "2026-01-07")
    assert sections.WORDS == AGREED_WORDS


@pytest.mark.parametrize(
    ("mine", "theirs", "questions"),
    [
        (("Four a week", "Five a week"), ("Four a week", "Six a week"), {"goal_state.goal": "two values"}),
        (("target: 4", "target: 5"), ("target: 4", "target: 6"), {"goal_state.measures.0.target": "two values"}),
        (("2026-01-14", "2026-01-15"), ("2026-01-14", "2026-01-16"), {"activities.rehearse.due": "two values"}),
        (("Two a week", "One"), ("Two a week", "Three"), {"current_state": "two values"}),
        (("One\nTwo", "One\n2"), ("One\nTwo", "One\nII"), {"text": "two values"}),
        (AMENDED, ("what: Ask the Krakow team", "what: Ask Warsaw"), {"activities.krakow": "two values"}),
        (
            AMENDED,
            ("\n  - id: krakow\n    what: Ask the Krakow team\n    status: proposed\n", ""),
            {"activities.krakow": "removed and changed"},
        ),
        (
            ("timeline:", "outcome: {result: achieved, date: 2026-02-01}\ntimeline:"),
            ("timeline:", "outcome: {result: stopped, date: 2026-02-01}\ntimeline:"),
            {"outcome": "two outcomes"},
        ),
    ],
)
def test_two_wordings_are_a_question_that_has_a_name(mine, theirs, questions):
    assert asked(changed(mine), changed(theirs)) == questions
    assert asked(changed(theirs), changed(mine)) == questions
    answers = dict.fromkeys(questions, "mine")
    texts = [text.encode() for text in (PLAN, changed(mine), changed(theirs))]
    assert merge(*texts, answers).text() == changed(mine).encode()


def test_two_ends_are_a_question_with_the_extensions_that_led_to_them():
    long = ("{start: 2026-01-05, end: 2026-02-04}", "\n  start: 2026-01-05\n  end: 2026-02-04")
    base = changed(long)
    extended = "end: {0}\n  extensions:\n    - {{date: 2026-01-20, from: 2026-02-04, to: {0}, why: ill}}"
    mine, theirs, same = (
        changed(("end: 2026-02-04", extended.format(day).replace("ill", why)), text=base)
        for day, why in (("2026-02-11", "ill"), ("2026-02-18", "ill"), ("2026-02-11", "away"))
    )

    assert asked(mine, theirs, base) == {"timeline.end": "two ends"}
    assert [entry["why"] for entry in read_data(merged(mine, same, base))["timeline"]["extensions"]] == ["away; ill"]
    assert merged(mine, same, base) != mine
    assert read_data(merged(mine, same, base)) == read_data(merged(same, mine, base))
    earlier = same.replace("date: 2026-01-20", "date: 2026-01-19").replace("why: away", "why: zoo")
    for text in (merged(mine, earlier, base), merged(earlier, mine, base)):
        assert [entry["why"] for entry in read_data(text)["timeline"]["extensions"]] == ["zoo; ill"]
        assert merged(text, mine, base) == merged(mine, text, base) == text


def test_an_extension_that_both_changed_is_a_question():
    base = changed(
        (
            "timeline: {start: 2026-01-05, end: 2026-02-04}",
            """timeline:
  start: 2026-01-05
  end: 2026-02-04
  extensions: [{date: 2026-01-20, from: 2026-01-30, to: 2026-02-04, why: ill}]""",
        )
    )
    mine, theirs = (changed(("why: ill", f"why: {why}"), text=base) for why in ("gone", "away"))

    (conflict,) = merging(mine, theirs, base).conflicts
    assert [side["why"] for side in (conflict.mine, conflict.theirs, conflict.base)] == ["gone", "away", "ill"]
    assert (conflict.side("mine"), conflict.words("theirs")) == (conflict.mine, conflict.theirs)


def test_the_words_of_an_activity_are_those_of_either_side():
    (conflict,) = merging(changed(AMENDED), changed(("Ask the Krakow team", "Ask nobody"))).conflicts

    assert (conflict.words("mine"), conflict.words("theirs")) == ("Fill in ten templates", "Ask nobody")
    assert (conflict.is_activity, conflict.is_wording) == (True, True)


def test_holds_that_overlap_are_one_and_others_stay_apart():
    base = changed(("{start: 2026-01-05, end: 2026-02-04}", "\n  start: 2026-01-05\n  end: 2026-02-04"))
    hold = "end: 2026-02-04\n  holds: [{{from: {}, to: {}, why: {}}}]"
    first, second, apart, open_ = (
        changed(("end: 2026-02-04", hold.format(*days).replace("to: ,", "")), text=base)
        for days in (
            ("2026-01-12", "2026-01-14", "ill"),
            ("2026-01-13", "2026-01-20", "away"),
            ("2026-01-22", "2026-01-23", "away"),
            ("2026-01-12", "", "gone"),
        )
    )

    def holds(one: str, other: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = read_data(merged(one, other, base))["timeline"]["holds"]
        assert found == read_data(merged(other, one, base))["timeline"]["holds"]
        return found

    assert holds(first, second) == [{"from": "2026-01-12", "to": "2026-01-20", "why": "ill"}]
    assert [entry["from"] for entry in holds(first, apart)] == ["2026-01-12", "2026-01-22"]
    assert holds(first, open_) == [{"from": "2026-01-12", "why": "gone"}]
    # One day is enough.
    (ends_there,) = (changed(("end: 2026-02-04", hold.format("2026-01-14", "2026-01-16", "ill")), text=base),)
    assert holds(first, ends_there) == [{"from": "2026-01-12", "to": "2026-01-16", "why": "ill"}]


def test_holds_that_one_side_made_and_what_is_no_hold_stay_as_they_are():
    base = changed(("{start: 2026-01-05, end: 2026-02-04}", "\n  start: 2026-01-05\n  end: 2026-02-04"))
    own = "{from: 2026-01-12, to: 2026-01-14}, {from: 2026-01-13, to: 2026-01-15}"
    mine, theirs = (
        changed(("end: 2026-02-04", f"end: 2026-02-04\n  holds: [{holds}]"), text=base)
        for holds in (own, "soon, {from: 2026-01-20}")
    )

    for text in (merged(mine, theirs, base), merged(theirs, mine, base)):
        holds = read_data(text)["timeline"]["holds"]
        assert sorted(map(str, holds)) == sorted(
            map(str, [*read_data(mine)["timeline"]["holds"], "soon", {"from": "2026-01-20"}])
        )


def test_records_that_one_side_moved_out_do_not_come_back_and_new_ones_stay():
    records = "acknowledgements:\n  - {by: Ada, date: 2026-01-05, stance: agree}\n"
    base = changed(("---\nNotes", f"{records}---\nNotes"))
    more = changed(("---\nNotes", f"{records}  - {{by: Charles, date: 2026-01-06, stance: agree}}\n---\nNotes"))

    for text in (merged(PLAN, more, base), merged(more, PLAN, base)):
        assert read_data(text)["acknowledgements"] == [{"by": "Charles", "date": "2026-01-06", "stance": "agree"}]


def test_a_plan_that_one_side_closed_names_what_the_other_changed():
    closed = changed(("status: active", "status: closed"), ("timeline:", "outcome: {result: stopped}\ntimeline:"))
    found = merging(closed, changed(("target: 4", "target: 5"), ACCEPTED))

    assert found.conflicts == ()
    assert found.unseen == ("goal_state", "activities")
    assert read_data(found.text())["status"] == "closed"
    assert merging(changed(("status: active", "status: on-hold")), closed).unseen == ("status",)
    assert (
        merging(changed(("target: 4", "target: 5"), text=closed), closed.replace("stopped}", "stopped }")).unseen == ()
    )


def test_the_order_that_one_side_changed_stays_changed():
    first, second = PLAN.index("  - id: rehearse"), PLAN.index("  - id: krakow")
    end = PLAN.index("timeline:")
    mine = PLAN[:first] + PLAN[second:end] + PLAN[first:second] + PLAN[end:]

    for text in (merged(mine, changed(ACCEPTED)), merged(changed(ACCEPTED), mine)):
        assert [entry["id"] for entry in read_data(text)["activities"]] == ["krakow", "rehearse"]


def test_both_may_make_one_file():
    texts = [changed(("title: Clear", "title: Very clear")), changed(("Two\n", "Two\nThree\n"))]
    found = merge(None, *(text.encode() for text in texts))

    assert {conflict.key for conflict in found.conflicts} == {"title", "text"}


@pytest.mark.parametrize(
    "broken",
    [
        changed(("title: Clear", "<<<<<<< mine\ntitle: Clear"), ("status: active", ">>>>>>> theirs\nstatus: active")),
        changed(("status: active", "status: [active")),
        "no front matter\n" + PLAN,
        changed(("status: active", "status: \udcff")),
    ],
)
@pytest.mark.parametrize("place", range(3))
def test_what_cannot_be_read_is_merged_by_lines(broken, place):
    texts = [PLAN, changed(("Notes", "My notes")), changed(("title: Clear", "title: Very clear"))]
    texts[place] = broken
    found = merge(*(text.encode("utf-8", "surrogateescape") for text in texts))

    assert {conflict.key for conflict in found.conflicts} <= {"lines"}
    if not found.conflicts and place != 0:
        assert "title: Very clear" in found.text().decode("utf-8", "surrogateescape") or place == 2


def test_a_byte_order_mark_that_one_side_took_away_stays_away():
    marked_ = "\ufeff" + PLAN

    assert merged(PLAN, "\ufeff" + changed(ACCEPTED), marked_) == changed(ACCEPTED)


def test_a_layout_that_cannot_be_joined_is_written_anew_with_the_same_data():
    base = changed(("goal: Four a week\n", "goal: |+\n    Four\n    a week\n\n"))
    mine = changed(("    a week\n\n", "    a week\n"), text=base)
    theirs = changed(("target: 4", "target: 5"), text=base)

    assert read_data(merged(mine, theirs, base))["goal_state"]["measures"][0]["target"] == "5"


# -- lines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", ("A\nb\nC\n",) * 2),
        ("a\nb\n", "A\nb\n", "a\nB\n", ("A\nb\n", "a\nB\n")),
        ("a\nb\nc\n", "a\nb\nc\nd\n", "b\nc\n", ("b\nc\nd\n",) * 2),
        ("", "a\n", "b\n", ("a\n", "b\n")),
        ("a\n", "a", "a\n", ("a",) * 2),
        ("a\x0cb\u2028\n", "a\x0cb\u2028\nc", "x\na\x0cb\u2028\n", ("x\na\x0cb\u2028\nc",) * 2),
    ],
)
def test_lines_merge_as_in_git(base, mine, theirs, result):
    assert merged_lines(base, mine, theirs) == result


def test_a_text_that_repeats_itself_for_long_is_merged_in_no_time():
    base = "a\nb\n" * 50_000

    assert merged_lines(base, f"x\n{base}", f"{base}y\n") == (f"x\n{base}y\n",) * 2
    assert merged_lines(base, base[1:], base.replace("b", "c")) == (base[1:], base.replace("b", "c"))


def _marked(ours, theirs):
    return f"<<<<<<< me\n{ours}=======\n{theirs}>>>>>>> you\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "text"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", "a\n" + _marked("b\n", "B\n") + "c\n"),
        ("a\n", "a\n", "a\n"),
        ("a\nb\n", "b\n", _marked("a\n", "") + "b\n"),
        ("b\n", "b\nc\n", "b\n" + _marked("", "c\n")),
        # Two keys apart are two questions; lines of one key, or one entry, are one.
        (
            "a: 1\nb: 2\nc: 3\n",
            "a: 4\nb: 2\nc: 5\n",
            _marked("a: 1\n", "a: 4\n") + "b: 2\n" + _marked("c: 3\n", "c: 5\n"),
        ),
        (
            "a:\n  b: 1\n  c: 2\n  d: 3\n",
            "a:\n  b: 4\n  c: 2\n  d: 5\n",
            "a:\n" + _marked("  b: 1\n  c: 2\n  d: 3\n", "  b: 4\n  c: 2\n  d: 5\n"),
        ),
        (
            "a:\n\tb: 1\n\tc\n\td: 3\ne\n",
            "a:\n\tb: 4\n\tc\n\td: 5\ne\n",
            "a:\n" + _marked("\tb: 1\n\tc\n\td: 3\n", "\tb: 4\n\tc\n\td: 5\n") + "e\n",
        ),
        (
            "- a: 1\n  - b\n  c: 3\n",
            "- a: 4\n  - b\n  c: 5\n",
            _marked("- a: 1\n", "- a: 4\n") + "  - b\n" + _marked("  c: 3\n", "  c: 5\n"),
        ),
        (
            "x\n  a\n  b\n  c\n  d\n  e\ny\nf\n",
            "x\n  A\n  b\n  C\n  d\n  E\ny\nF\n",
            "x\n" + _marked("  a\n  b\n  c\n  d\n  e\n", "  A\n  b\n  C\n  d\n  E\n") + "y\n" + _marked("f\n", "F\n"),
        ),
    ],
)
def test_markers_stand_around_what_belongs_together(mine, theirs, text):
    assert marked(mine, theirs, ("me", "you"), 7) == text
    assert marked(mine.replace("\n", "\r\n"), theirs.replace("\n", "\r\n"), ("me", "you"), 7) == text.replace(
        "\n", "\r\n"
    )


def test_markers_are_as_long_as_git_wants_them():
    assert marked("a\n", "b\n", ("me", "you"), 9) == f"{'<' * 9} me\na\n{'=' * 9}\nb\n{'>' * 9} you\n"


def test_markers_stand_on_lines_of_their_own_also_after_a_last_line_without_end():
    assert marked("a\nb", "a\nc", ("me", "you"), 7) == "a\n<<<<<<< me\nb\n=======\nc\n>>>>>>> you\n"
    assert marked("a\r\nb\r\n", "a\r\n", ("me", "you"), 7).replace("\r\n", "").count("\n") == 0


def test_a_list_of_which_nothing_is_left_is_a_question():
    base = changed(("support_assets: 30 minutes", "support_assets: [A room, A peer]"))
    mine, theirs = (changed(("[A room, A peer]", left), text=base) for left in ("[A room]", "[A peer]"))
    (conflict,) = merging(mine, theirs, base).conflicts
    assert (conflict.key, conflict.kind) == ("support_assets", "removed and changed")
    assert (conflict.base, conflict.mine, conflict.theirs) == (["A room", "A peer"], ["A room"], ["A peer"])
    assert (
        merge(*(text.encode() for text in (base, mine, theirs)), {"support_assets": "theirs"}).text() == theirs.encode()
    )


def test_extensions_in_brackets_with_keys_in_any_order_are_joined_by_day():
    base = changed(
        ("timeline: {start: 2026-01-05, end: 2026-02-04}", "timeline:\n  start: 2026-01-05\n  end: 2026-02-04")
    )
    extended = "end: 2026-02-11\n  extensions: [{{{0}from: 2026-02-04, to: 2026-02-11, date: {1}{2}}}]"
    texts = [
        changed(("end: 2026-02-04", extended.format(*parts)), text=base)
        for parts in (
            ("why: ill, ", "2026-01-20", ""),
            ("", "2026-01-19", ", why: with zeal"),
            ("why: very ill, ", "2026-01-18", ""),
        )
    ]

    def whys(one: int, other: int) -> list[str | None]:
        both = [merged(texts[a], texts[b], base) for a, b in ((one, other), (other, one))]
        assert read_data(both[0]) == read_data(both[1])
        return [entry.get("why") for entry in read_data(both[0])["timeline"]["extensions"]]

    assert whys(0, 1) == ["with zeal; ill"]
    assert whys(0, 2) == ["very ill"]
    assert "date: 2026-01-19, why: with zeal; ill}" in merged(texts[0], texts[1], base).replace("'", "")


def test_an_entry_that_is_gone_where_one_side_made_the_list_a_text_is_asked_about() -> None:
    mine = changed(("activities:\n  # hers\n", "activities: Rehearse, and ask\nxactivities:\n"))
    mine = mine.replace(mine[mine.index("xactivities:") : mine.index("timeline:")], "")
    theirs = changed(AMENDED)

    assert asked(mine, theirs) == {"activities.krakow": "removed and changed"}


def test_other_words_stand_where_one_side_removed_and_the_other_changed() -> None:
    mine = changed(("support_assets: 30 minutes\n", ""))
    theirs = changed(("30 minutes", "45 minutes"))
    (conflict,) = merging(mine, theirs).conflicts
    for one, other in ((mine, theirs), (theirs, mine)):
        told = merge(PLAN.encode(), one.encode(), other.encode(), {conflict.key: OtherWords("An hour")})
        assert told.conflicts == ()
        assert "support_assets: An hour\n" in told.text().decode()


def test_of_two_texts_below_the_keys_the_chosen_one_stands() -> None:
    mine, theirs = changed(("One\n", "Uno\n")), changed(("One\n", "Eins\n"))
    (conflict,) = merging(mine, theirs).conflicts
    for answer, words in (("mine", "Uno"), ("theirs", "Eins")):
        told = merge(PLAN.encode(), mine.encode(), theirs.encode(), {conflict.key: answer})
        assert (told.conflicts, f"\n{words}\n" in told.text().decode()) == ((), True)


def test_line_ends_of_both_kinds_in_one_file_stay_where_they_are() -> None:
    base = PLAN.replace("Notes\n", "Notes\r\n")
    mine, theirs = changed(("Two a week", "Three a week"), text=base), changed(("every week", "every day"), text=base)

    found = merged(mine, theirs, base)
    assert found == changed(("Two a week", "Three a week"), ("every week", "every day"), text=base)
    assert found.count("\r\n") == 1


def test_two_holds_that_overlap_are_one_that_is_open_where_one_of_them_is() -> None:
    mine, theirs = (
        changed(("end: 2026-02-04}", f"end: 2026-02-04, holds: [{hold}]}}"))
        for hold in ("{from: 2026-01-10, to: 2026-01-20, why: leave}", "{from: 2026-01-12}")
    )
    for one, other in ((mine, theirs), (theirs, mine)):
        found = read_data(merged(one, other).encode())["timeline"]["holds"]
        assert found == [{"from": "2026-01-10", "why": "leave"}]
